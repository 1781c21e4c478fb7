/** Freezes deeply: each object of a preloaded module that is not frozen costs a pointer in RAM. For tables of plain values. */
export function frozen<T extends object>(table: T): T {
  for (const part of Object.values(table) as unknown[])
    if (typeof part === 'object' && part !== null) frozen(part);
  return Object.freeze(table);
}
