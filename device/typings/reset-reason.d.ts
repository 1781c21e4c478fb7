/** The SDK's `build/devices/esp32/modules/resetReason`, which the typings do not declare. */
declare module 'resetReason' {
  /** `reason` as `esp_reset_reason()` numbers it. */
  export default function getResetReason(): { reason: number; string: string };
}
