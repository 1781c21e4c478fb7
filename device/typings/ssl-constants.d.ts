/** Numbers of the SDK's TLS, which the typings do not declare. */
declare module 'ssl/constants' {
  export const AES: number;
  export const ECDHE_RSA: number;
  export const GCM: number;
  export const SHA256: number;
}
