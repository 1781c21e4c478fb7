/** The data sheet's minima for a write cycle (p. 49 and 52, figure 25), and the kinds of violation. */

export type ViolationKind =
  | 'tAS' // RS or R/W not settled before E rose
  | 'tAH' // RS or R/W changed too soon after E fell
  | 'tDSW' // data not settled before E fell
  | 'tH' // data changed too soon after E fell
  | 'PWEH' // E high for too short
  | 'tcycE' // E rose again too soon
  | 'rs-while-enabled' // RS or R/W changed while E was high
  | 'rs-between-nibbles' // the two halves of a byte with different RS
  | 'read' // R/W high while E is: the display would drive the data lines
  | 'undriven' // E fell while nothing drove a line that it latches
  | 'power-up' // an edge before the controller had started
  | 'busy' // a nibble while the last instruction was still running
  | 'tADD' // a byte before the address counter had moved
  | 'address' // DDRAM address outside the documented range
  | 'no-operation' // byte 0x00
  | 'function-set' // N or F changed without a change of DL (p. 27)
  | 'text-into-cgram'; // a letter, or a 65th row of dots, written while the counter is in CGRAM

export interface Violation {
  readonly kind: ViolationKind;
  readonly atNs: number;
  /** The measured and the required time, where there is one. */
  readonly measuredNs?: number;
  readonly requiredNs?: number;
  readonly detail: string;
}

export interface BusTiming {
  readonly addressSetUpNs: number;
  readonly addressHoldNs: number;
  readonly dataSetUpNs: number;
  readonly dataHoldNs: number;
  readonly pulseWidthNs: number;
  readonly cycleNs: number;
  readonly powerUpNs: number;
}

export const TIMING: Readonly<Record<'3.3V' | '5V', BusTiming>> = Object.freeze({
  '3.3V': Object.freeze({
    addressSetUpNs: 60,
    addressHoldNs: 20,
    dataSetUpNs: 195,
    dataHoldNs: 10,
    pulseWidthNs: 450,
    cycleNs: 1000,
    powerUpNs: 40_000_000,
  }),
  '5V': Object.freeze({
    addressSetUpNs: 40,
    addressHoldNs: 10,
    dataSetUpNs: 80,
    dataHoldNs: 10,
    pulseWidthNs: 230,
    cycleNs: 500,
    powerUpNs: 15_000_000,
  }),
});
