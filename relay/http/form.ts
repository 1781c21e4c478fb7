/**
 * Form-encoded bodies, read strictly: bounded, one value a name. A field that is sent twice has no right meaning, and
 * the two ends of a proxy may take different ones.
 */
import type { Context } from 'koa';
import { Refusal, wrongField } from './refusal.js';

/** Our largest form is a pasted callback address of a few hundred characters. */
const BODY_LIMIT = 16 * 1024;
const FIELD_COUNT_MAX = 20;
const FORM_TYPE = 'application/x-www-form-urlencoded';
const NO_TEXT = /[\0\ufffd]/;

export type Form = ReadonlyMap<string, string>;

export async function readForm(ctx: Pick<Context, 'req' | 'is'>): Promise<Form> {
  const body = await readBody(ctx);
  if (body.length === 0) return new Map();
  // Most send exactly this; else there is a charset behind it to be taken apart.
  const isForm = ctx.req.headers['content-type'] === FORM_TYPE || ctx.is(FORM_TYPE) !== false;
  if (!isForm)
    throw new Refusal({
      status: 400,
      error: 'invalid_request',
      description: 'The body must be form-encoded (application/x-www-form-urlencoded).',
    });
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    // Bytes that are no UTF-8 were replaced on the way; neither they nor a NUL (which no database takes) mean anything.
    if (NO_TEXT.test(name) || NO_TEXT.test(value))
      throw wrongField(printable(name), 'holds bytes that are no text; accepted: UTF-8');
    if (form.has(name)) throw wrongField(printable(name), 'is there more than once');
    form.set(name, value);
    if (form.size > FIELD_COUNT_MAX)
      throw new Refusal({
        status: 400,
        error: 'invalid_request',
        description: 'There are too many fields.',
      });
  }
  return form;
}

/** @returns undefined where it is absent or empty: browsers send every field of a form */
export function optionalField(
  form: Form,
  name: string,
  { pattern, accepted }: { readonly pattern: RegExp; readonly accepted: string },
): string | undefined {
  const value = form.get(name);
  if (value === undefined || value === '') return undefined;
  if (!pattern.test(value)) throw wrongField(name, `is not valid; accepted: ${accepted}`);
  return value;
}

export function requiredField(
  form: Form,
  name: string,
  rule: { readonly pattern: RegExp; readonly accepted: string },
): string {
  const value = optionalField(form, name, rule);
  if (value === undefined) throw wrongField(name, `is missing; accepted: ${rule.accepted}`);
  return value;
}

/** By events: an iterator over the stream takes several times as long for the one chunk that a form is. */
function readBody({ req }: Pick<Context, 'req'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Said at once where the length is announced, so that nobody uploads for nothing.
    if (Number(req.headers['content-length']) > BODY_LIMIT) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= BODY_LIMIT) return;
      req.off('data', onData);
      reject(tooLarge());
    };
    // The sender went away; nobody reads the answer, and it is no fault of ours.
    const onLost = (): void => reject(endedEarly());
    req.on('data', onData);
    req.once('error', onLost);
    req.once('close', onLost);
    req.once('end', () => {
      // It closes after every request.
      req.off('close', onLost);
      resolve(Buffer.concat(chunks, length));
    });
  });
}

function tooLarge(): Refusal {
  return new Refusal({
    status: 413,
    error: 'invalid_request',
    description: `The body is larger than ${BODY_LIMIT / 1024} KB.`,
  });
}

function endedEarly(): Refusal {
  return new Refusal({
    status: 400,
    error: 'invalid_request',
    description: 'The body ended early.',
  });
}

function printable(name: string): string {
  return name.replace(/[^\w-]/g, '?').slice(0, 40);
}
