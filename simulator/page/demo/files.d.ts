/** Files that the build of the demo inlines: bytes as base64 of their gzip, tables as text. */
declare module '*.bin' {
  const base64: string;
  export default base64;
}
declare module '*.tsv' {
  const text: string;
  export default text;
}
