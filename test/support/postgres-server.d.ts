export interface PostgresServer {
  readonly url: string;
  /** Ends it and keeps its files. */
  halt(): Promise<void>;
  /** On the same port, with the same files. */
  resume(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** @returns undefined where none is installed */
export function findBinaries(): string | undefined;
/** @param options.own settings in place of those for tests; `prefix` is put before the server's command */
export function startServer(
  bin: string,
  options?: { readonly own?: readonly string[]; readonly prefix?: readonly string[] },
): Promise<PostgresServer>;
