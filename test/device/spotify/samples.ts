/** The recorded responses that the tests of this folder share. */
import { readFileSync } from 'node:fs';
import type { Fault } from '../../../device/shared/faults.js';

/** What a person who read the body says that it is; written by hand, kept in the index beside it. */
export type Expected =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'track' | 'local' | 'episode' | 'ad' | 'unknown';
      readonly playing: boolean;
      readonly title?: string | LongText;
      readonly artists?: readonly string[];
      readonly album?: string;
      readonly isrc?: string;
      readonly show?: string;
      readonly device: string;
      readonly private: boolean;
      readonly progress_ms: number | null;
      readonly duration_ms: number;
    }
  | { readonly fault: Fault }
  | {
      readonly grant: {
        readonly access_token_characters: number;
        readonly expires_in: number;
        /** Its first characters; null where the old one stays. */
        readonly refresh_token: string | null;
      };
    };

/** A text that nobody would copy by hand. */
export interface LongText {
  readonly starts: string;
  readonly ends: string;
  readonly characters: number;
}

export interface Sample {
  readonly name: string;
  /** Unlike the name, no other sample has it; empty where the response has no body. */
  readonly file: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly expect: Expected;
}

const FOLDER = new URL('../../fixtures/spotify/', import.meta.url);

export function sampleBody(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, FOLDER)));
}

export function samples(): Sample[] {
  const index = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8')) as {
    samples: (Omit<Sample, 'body' | 'file'> & { readonly file: string | null })[];
  };
  return index.samples.map(({ name, url, status, headers, file, expect }) => ({
    name,
    file: file ?? '',
    url,
    status,
    headers,
    body: file === null ? new Uint8Array(0) : sampleBody(file),
    expect,
  }));
}
