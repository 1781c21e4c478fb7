/** wrk on core 1 against a server on core 0: throughput, latency, and what the server used for it. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const CONNECTIONS = 32;
/** If bare node:http does less with so many, the machine is busy with something else, and the ratios mean nothing. */
export const BARE_MIN_PER_SECOND = 30_000;
const run = promisify(execFile);
/** Of /proc/PID/stat: 100 a second on every Linux that Node runs on. */
export const TICK_US = 10_000;

export interface Target {
  readonly pid: number;
  readonly url: string;
}

export interface Load {
  /** POST /refresh by default. */
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly connections?: number;
  readonly body: string;
  readonly token: string;
  readonly folder: string;
}

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  /** Processor time per request: the figure that other load on the machine affects least. */
  readonly cpuUs: number;
}

export async function load({ pid, url }: Target, what: Load, seconds: number): Promise<Figures> {
  const before = cpuTicks(pid);
  const args = ['-c', '1', 'wrk', '-t1', `-c${what.connections ?? CONNECTIONS}`, `-d${seconds}s`];
  const { stdout } = await run('taskset', [
    ...args,
    '-s',
    scriptOf(what),
    `${url}${what.path ?? '/refresh'}`,
  ]);
  const [perSecond = NaN, p50Ms = NaN, p99Ms = NaN, failed = NaN, count = NaN] = (
    /FIGURES (.*)/.exec(stdout)?.[1] ?? ''
  )
    .split(' ')
    .map(Number);
  return {
    perSecond,
    p50Ms,
    p99Ms,
    failed,
    cpuUs: ((cpuTicks(pid) - before) * TICK_US) / count,
  };
}

export function bareRate(perSecond: number): string {
  const isQuiet = perSecond >= BARE_MIN_PER_SECOND;
  return `${Math.round(perSecond)} requests a second${isQuiet ? '' : `, under ${BARE_MIN_PER_SECOND}: this machine is busy`}`;
}

/** Now, or with VmHWM at its peak. */
export function residentMb(pid: number, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

/** The median of each figure, so that disturbed rounds drop out. */
export function medians(rounds: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => median(rounds.map((round) => round[name]));
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    failed: Math.max(...rounds.map(({ failed }) => failed)),
    cpuUs: of('cpuUs'),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

export function cpuTicks(pid: number): number {
  const fields = statOf(pid);
  return Number(fields[11]) + Number(fields[12]);
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

/** proc(5): from the third field on, so that utime and stime are 11 and 12; the name in parentheses may hold spaces. */
function statOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
}

function scriptOf({ method = 'POST', body, token, folder }: Load): string {
  const script = join(folder, 'load.lua');
  writeFileSync(
    script,
    `wrk.method = "${method}"
wrk.body = ${method === 'GET' ? 'nil' : `"${body}"`}
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Authorization"] = "Bearer ${token}"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("FIGURES %f %f %f %d %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout, summary.requests))
end
`,
  );
  return script;
}
