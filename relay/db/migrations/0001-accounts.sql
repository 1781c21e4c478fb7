-- Accounts, who is signed in, and what each account lets us do at Spotify.
-- Columns that end in _sealed hold AES-256-GCM ciphertext, columns that end in _hash SHA-256 of something random.

CREATE TABLE accounts (
  uid text PRIMARY KEY,
  password_hash text NOT NULL,
  client_id text,
  client_secret_sealed text,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);

CREATE TABLE sessions (
  id_hash text PRIMARY KEY,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  -- What the next /success page tells: it must not be in the address, where anybody could write it.
  notice text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_uid ON sessions (uid);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Sign-ins at Spotify that are under way, by the state we sent along.
CREATE TABLE authorizations (
  state_hash text PRIMARY KEY,
  session_hash text NOT NULL,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  client_id text NOT NULL,
  redirect_uri text NOT NULL,
  verifier_sealed text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX authorizations_by_uid ON authorizations (uid);
CREATE INDEX authorizations_by_expiry ON authorizations (expires_at);

CREATE TABLE grants (
  uid text PRIMARY KEY REFERENCES accounts (uid) ON DELETE CASCADE,
  -- The app that the consent was given to; its refresh token is worth nothing to another.
  client_id text NOT NULL,
  refresh_token_sealed text NOT NULL,
  -- Counts refresh tokens: who refreshed with generation n may only write over generation n.
  generation bigint NOT NULL DEFAULT 1,
  access_token_sealed text NOT NULL,
  access_expires_at timestamptz NOT NULL,
  access_life_s integer NOT NULL,
  consented_at timestamptz NOT NULL,
  -- Set when Spotify says that the grant is over. The token stays: Spotify has said so falsely in an outage.
  ended_at timestamptz,
  -- Spotify asked for a pause until then.
  not_before timestamptz,
  -- Who may refresh now. By the database's clock: instances' own clocks differ.
  lease_until timestamptz,
  fence bigint NOT NULL DEFAULT 0
);
