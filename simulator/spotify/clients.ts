/** Who may ask: the apps in the dashboard and the people who sign in. */

export interface Client {
  readonly id: string;
  readonly name?: string;
  /** Absent: the app is public and proves itself by PKCE alone. */
  readonly secret?: string;
  readonly redirectUris: readonly string[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  /** In the dashboard's User Management; who is not may authorize all the same, and then gets 403 from the API. */
  readonly isListed: boolean;
}
