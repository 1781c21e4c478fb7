/** The recorded kinds of answers that the tests of this folder share. */
import { readFileSync } from 'node:fs';

export interface Sample {
  readonly name: string;
  /** Unlike the name, no other sample has it; empty where the answer has no body. */
  readonly file: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const FOLDER = new URL('../../fixtures/spotify/', import.meta.url);

export function sampleBody(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, FOLDER)));
}

export function samples(): Sample[] {
  const index = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8')) as {
    samples: (Omit<Sample, 'body' | 'file'> & { readonly file: string | null })[];
  };
  return index.samples.map(({ name, url, status, headers, file }) => ({
    name,
    file: file ?? '',
    url,
    status,
    headers,
    body: file === null ? new Uint8Array(0) : sampleBody(file),
  }));
}
