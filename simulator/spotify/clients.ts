/** The apps in the dashboard and the people who sign in. */

export interface Client {
  readonly id: string;
  readonly name?: string;
  /** Absent: a public app, which uses only PKCE. */
  readonly secret?: string;
  readonly redirectUris: readonly string[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  /** In the dashboard's User Management. Others can authorize the app, but the API responds with 403. */
  readonly isListed: boolean;
}
