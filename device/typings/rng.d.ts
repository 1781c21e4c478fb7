/** Bytes from the chip's random number generator, which the typings do not declare; it comes with TLS. */
declare module 'rng' {
  const RNG: { get(byteLength: number): ArrayBuffer };
  export default RNG;
}
