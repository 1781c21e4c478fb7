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
/** How to run a command as the user that Postgres runs as. */
export function asPostgres(command: string, args: readonly string[]): [string, string[]];
/**
 * @param options.own settings in place of those for tests; `prefix` is put before the server's command; with `copyOf` it
 * is a standby of the server at that address. Its folder is made `within` another
 */
export function startServer(
  bin: string,
  options?: {
    readonly own?: readonly string[];
    readonly prefix?: readonly string[];
    readonly copyOf?: string;
    readonly within?: string;
  },
): Promise<PostgresServer>;
