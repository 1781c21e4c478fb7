/** Counts for an operator, in Prometheus' text form: no label holds anything that a caller chose. */
import type { Result } from '../../device/shared/faults.js';

/** Upper bounds in seconds: a response from the cache, one that called Spotify, one that waited for another. */
const BUCKETS_S = Object.freeze([0.005, 0.02, 0.1, 0.5, 2, 8]);

interface Series {
  count: number;
  sumS: number;
  readonly buckets: number[];
}

export class Metrics {
  readonly #requests = new Map<string, Series>();
  /** Requests to Spotify, by what came of them: `ok` or the kind of the fault. */
  readonly #spotify = { refreshes: new Map<string, number>(), polls: new Map<string, number>() };

  /** @param route as it was registered (`/devices/:id`), never the path that was sent */
  request(route: string, status: number, seconds: number): void {
    const labels = `route="${route}",status="${Math.floor(status / 100)}xx"`;
    let series = this.#requests.get(labels);
    if (!series) {
      series = { count: 0, sumS: 0, buckets: BUCKETS_S.map(() => 0) };
      this.#requests.set(labels, series);
    }
    series.count += 1;
    series.sumS += seconds;
    for (const [index, bound] of BUCKETS_S.entries())
      if (seconds <= bound) series.buckets[index] = (series.buckets[index] ?? 0) + 1;
  }

  /** @returns the request, counted: an operator has few requests to Spotify */
  counted<Args extends readonly unknown[], T>(
    what: 'refreshes' | 'polls',
    request: (...args: Args) => Promise<Result<T>>,
  ): (...args: Args) => Promise<Result<T>> {
    const counts = this.#spotify[what];
    return async (...args) => {
      const response = await request(...args);
      const outcome = response.ok ? 'ok' : response.fault.kind;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      return response;
    };
  }

  text(): string {
    const lines = ['# TYPE relay_request_seconds histogram'];
    for (const [labels, { count, sumS, buckets }] of this.#requests) {
      for (const [index, bound] of BUCKETS_S.entries())
        lines.push(`relay_request_seconds_bucket{${labels},le="${bound}"} ${buckets[index] ?? 0}`);
      lines.push(`relay_request_seconds_bucket{${labels},le="+Inf"} ${count}`);
      lines.push(`relay_request_seconds_sum{${labels}} ${sumS.toFixed(3)}`);
      lines.push(`relay_request_seconds_count{${labels}} ${count}`);
    }
    for (const [what, counts] of Object.entries(this.#spotify)) {
      lines.push(`# TYPE relay_spotify_${what}_total counter`);
      for (const [outcome, count] of counts)
        lines.push(`relay_spotify_${what}_total{outcome="${outcome}"} ${count}`);
    }
    for (const [name, value] of [
      ['process_resident_memory_bytes', process.memoryUsage().rss],
      ['process_uptime_seconds', Math.round(process.uptime())],
    ] as const)
      lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
    return `${lines.join('\n')}\n`;
  }
}
