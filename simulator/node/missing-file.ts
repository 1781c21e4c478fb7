/** Whether a thrown value says that there is no such file. Not by `instanceof`: test runners have realms of their own. */
export function isMissingFile(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT'
  );
}
