/** Where a password comes from, and the browsers that were signed in before. */
import type { Core } from '../core.js';
import { addressBlocks, clientAddress } from '../http/client-address.js';
import { OwnCookie, type RelayContext, type Session } from '../http/context.js';
import { CURRENT_PASSWORD } from '../http/fields.js';
import type { Form } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import { KNOWN_S, type Throttle } from '../http/throttle.js';
import { newSecret } from '../secrets.js';
import type { SignIn, Visitor } from './sign-in.js';

type Given = Core & { readonly throttle: Throttle; readonly signIn: SignIn };

export class Visitors {
  readonly #given: Given;
  readonly #cookie: OwnCookie;

  constructor(given: Given) {
    this.#given = given;
    this.#cookie = new OwnCookie('sixteen-by-two-known', given.config);
  }

  of(ctx: RelayContext): Visitor {
    return {
      blocks: addressBlocks(clientAddress(ctx)),
      browser: this.#cookie.read(ctx),
      uid: ctx.state.session?.uid,
    };
  }

  /** A browser that is signed in is known from now on: guesses from elsewhere do not lock it out. */
  async know(ctx: RelayContext, { uid }: Session): Promise<void> {
    if (this.#cookie.read(ctx) !== undefined) return;
    const browser = newSecret(this.#given.bytes);
    await this.#given.throttle.remember(uid, browser);
    this.#cookie.write(ctx, browser, KNOWN_S);
  }

  /** The password once more, before what cannot be undone. */
  async confirm(ctx: RelayContext, form: Form, { uid }: Session): Promise<void> {
    const password = form.required('pass', CURRENT_PASSWORD);
    const refused = await this.#given.signIn.verify({ uid, password, visitor: this.of(ctx) });
    if (refused?.refused === 'wrong-credentials') throw new Refusal('wrong-password');
    if (refused) throw Refusal.of(refused);
  }
}
