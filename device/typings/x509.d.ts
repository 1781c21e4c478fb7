/** The SDK's reader of certificates, which the typings do not declare; only what we use. */
declare module 'x509' {
  export type PublicKey =
    | { readonly modulus: bigint; readonly exponent: bigint }
    | { readonly pub: object; readonly curve: object };

  const X509: {
    /** @param certificate the whole of it */
    decodeSPKI(certificate: Uint8Array): PublicKey;
  };
  export default X509;
}
