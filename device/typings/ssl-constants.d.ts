/** Numbers of the SDK's TLS, which no typing knows. */
declare module 'ssl/constants' {
  export const AES: number;
  export const ECDHE_RSA: number;
  export const GCM: number;
  export const SHA256: number;
}
