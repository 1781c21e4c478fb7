/** The SDK's reader of certificates, which the typings do not declare; only what we use. */
declare module 'x509' {
  export interface RsaKey {
    readonly modulus: bigint;
    readonly exponent: bigint;
  }
  export type PublicKey = RsaKey | { readonly pub: object; readonly curve: Curve };

  export interface Curve {
    /** Bytes of its order. */
    readonly orderSize: number;
  }

  const X509: {
    /** @param certificate the whole of it */
    decodeSPKI(certificate: Uint8Array): PublicKey;
  };
  export default X509;
}
