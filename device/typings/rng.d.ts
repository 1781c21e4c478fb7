/** Bytes from the chip's random number generator, which no typing knows; it comes with TLS. */
declare module 'rng' {
  const RNG: { get(byteLength: number): ArrayBuffer };
  export default RNG;
}
