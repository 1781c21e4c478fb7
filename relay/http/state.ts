/** What the middleware leaves for the routes, and the types that go with it. */
import type Router from 'koa-router';
import type { ParameterizedContext } from 'koa';
import type { Session } from '../db/store.js';

export interface RelayState {
  /** Undefined where nobody is signed in. */
  session?: Session;
  /** How errors are answered; pages unless a route says otherwise. */
  answers?: 'json';
  /** Stands in every log line of the request. */
  requestId?: string;
}

export type RelayContext = ParameterizedContext<RelayState>;
export type RelayRouter = Router<RelayState>;
