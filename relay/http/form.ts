/**
 * Form-encoded bodies, read strictly: bounded, one value per name. A duplicate field is ambiguous, and
 * a proxy and the relay may use different ones.
 */
import type { Context } from 'koa';
import { isForPeople, type RelayContext } from './context.js';
import { Refusal } from './refusal.js';

/** Our largest form is a pasted callback address of a few hundred characters. */
const BODY_LIMIT = 16 * 1024;
const FIELD_COUNT_MAX = 20;
const FORM_TYPE = 'application/x-www-form-urlencoded';
const NO_TEXT = /[\0\ufffd]/;

/** A field and its error message. */
export interface Rule {
  readonly pattern: RegExp;
  /** Completes "Use …". */
  readonly accepted: string;
  /** As on the page. Undefined if no page has it: then the field's own name is used. */
  readonly label?: string;
}

/** A name as it will be seen: what is invisible, or turns the text around it, could make it look like another. */
export function visibleText(text: string | undefined): string | undefined {
  const seen = text?.replace(
    /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/gu,
    '',
  );
  return seen?.trim() || undefined;
}

export class Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly #isForPeople: boolean;

  constructor(fields: ReadonlyMap<string, string>, { isForPeople }: { isForPeople: boolean }) {
    this.fields = fields;
    this.#isForPeople = isForPeople;
  }

  /** As it was sent; undefined if it is absent or empty: browsers send every field of a form. */
  text(name: string): string | undefined {
    return this.fields.get(name) || undefined;
  }

  optional(name: string, rule: Rule): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !rule.pattern.test(value)) throw this.broken(name, rule);
    return value;
  }

  required(name: string, rule: Rule): string {
    const value = this.optional(name, rule);
    if (value === undefined) throw this.invalid(name, rule, `is missing. Use ${rule.accepted}.`);
    return value;
  }

  broken(name: string, rule: Rule): Refusal {
    return this.invalid(name, rule, `is invalid. Use ${rule.accepted}.`);
  }

  invalid(name: string, { label }: Pick<Rule, 'label'>, problem: string): Refusal {
    const shown = this.#isForPeople && label !== undefined ? label : `The field "${name}"`;
    return new Refusal('invalid-field', { description: `${shown} ${problem}` });
  }
}

export async function readForm(ctx: RelayContext): Promise<Form> {
  const body = await readBody(ctx);
  const fields = new Map<string, string>();
  const form = new Form(fields, { isForPeople: isForPeople(ctx) });
  if (body.length === 0) return form;
  // Most send exactly this; else there is a charset behind it to be taken apart.
  const isForm = ctx.req.headers['content-type'] === FORM_TYPE || ctx.is(FORM_TYPE) !== false;
  if (!isForm) throw new Refusal('not-a-form');
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    const shown = name.replace(/[^\w-]/g, '?').slice(0, 40);
    // Invalid UTF-8 was replaced while decoding; neither that nor a NUL (which Postgres rejects) is valid input.
    if (NO_TEXT.test(name) || NO_TEXT.test(value))
      throw form.invalid(shown, {}, 'is not UTF-8 text.');
    if (fields.has(name)) throw form.invalid(shown, {}, 'was sent more than once.');
    fields.set(name, value);
    if (fields.size > FIELD_COUNT_MAX) throw new Refusal('too-many-fields');
  }
  return form;
}

/** By events: an iterator over the stream takes several times as long for the one chunk that a form is. */
function readBody({ req }: Pick<Context, 'req'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Rejected at once if the length is announced, to save the upload.
    if (Number(req.headers['content-length']) > BODY_LIMIT) {
      reject(new Refusal('body-too-large'));
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= BODY_LIMIT) return;
      req.off('data', onData);
      reject(new Refusal('body-too-large'));
    };
    // The client disconnected: there is no one to respond to, and no error of ours.
    const onLost = (): void => reject(new Refusal('body-cut-off'));
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
