/**
 * A request that is answered with an error on purpose. Thrown at the edge only (routes and middleware); the error
 * middleware turns it into OAuth's JSON for devices and into a page for people.
 */
export interface RefusalDetails {
  readonly status: number;
  /** OAuth's `error` (RFC 6749 section 5.2, RFC 6750 section 3.1). */
  readonly error: string;
  /** What was wrong and what to do, for a person; never holds what was sent. */
  readonly description: string;
  readonly retryAfterS?: number;
  /** No credentials came at all. */
  readonly isAnonymous?: boolean;
  /** Further members of the JSON answer. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export class Refusal extends Error {
  readonly details: RefusalDetails;

  constructor(details: RefusalDetails) {
    super(details.description);
    this.name = 'Refusal';
    this.details = details;
  }
}

/** 400: the field, what is wrong with it, and what is accepted. */
export function wrongField(field: string, problem: string): Refusal {
  return new Refusal({
    status: 400,
    error: 'invalid_request',
    description: `The field "${field}" ${problem}.`,
  });
}
