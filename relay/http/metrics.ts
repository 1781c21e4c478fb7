/** Counts for an operator, in Prometheus' text form: no label holds anything that a caller chose. */

/** Upper bounds in seconds: an answer from the cache, one that asked Spotify, one that waited for another. */
const BUCKETS_S = Object.freeze([0.005, 0.02, 0.1, 0.5, 2, 8]);

interface Series {
  count: number;
  sumS: number;
  readonly buckets: number[];
}

export class Metrics {
  readonly #requests = new Map<string, Series>();
  readonly #refreshes = new Map<string, number>();
  readonly #questions = new Map<string, number>();

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

  /** @param outcome `ok` or the kind of the fault */
  refresh(outcome: string): void {
    this.#refreshes.set(outcome, (this.#refreshes.get(outcome) ?? 0) + 1);
  }

  question(outcome: string): void {
    this.#questions.set(outcome, (this.#questions.get(outcome) ?? 0) + 1);
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
    for (const [name, counts] of [
      ['relay_spotify_refreshes_total', this.#refreshes],
      ['relay_spotify_questions_total', this.#questions],
    ] as const) {
      lines.push(`# TYPE ${name} counter`);
      for (const [outcome, count] of counts) lines.push(`${name}{outcome="${outcome}"} ${count}`);
    }
    const { rss } = process.memoryUsage();
    lines.push(
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${rss}`,
    );
    lines.push('# TYPE process_uptime_seconds gauge');
    lines.push(`process_uptime_seconds ${Math.round(process.uptime())}`);
    return `${lines.join('\n')}\n`;
  }
}
