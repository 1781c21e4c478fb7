/** ECMA-419's Wi-Fi station, which `@moddable/typings` 5.6.0 does not know yet; only what we use. */
declare module 'embedded:network/interface/wifi' {
  export default class WiFi {
    constructor(options: { onChanged?: (property: 'connection' | 'address') => void });
    connect(options: { SSID: string; password?: string }): void;
    disconnect(): void;
    /** 200 idle, 300 connecting, 400 linked, 500 with an address. */
    readonly connection: number;
    /** IPv4 where there is one, else IPv6. */
    readonly address: string | undefined;
    /** Of the access point that is joined; absent while none is. */
    readonly RSSI: number | undefined;
  }
}
