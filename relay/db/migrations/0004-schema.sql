-- The whole schema. It also brings a database of the unreleased versions 1 to 3 up to date, so each statement does
-- nothing where its work is done. Later changes get files of their own, from 0005.
-- Columns that end in _sealed hold AES-256-GCM ciphertext, columns that end in _hash SHA-256 of something random.

CREATE TABLE IF NOT EXISTS accounts (
  uid text PRIMARY KEY,
  password_hash text NOT NULL,
  client_id text,
  client_secret_sealed text,
  created_at timestamptz NOT NULL
);
ALTER TABLE accounts DROP COLUMN IF EXISTS settings;

CREATE TABLE IF NOT EXISTS sessions (
  id_hash text PRIMARY KEY,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  -- What the next /success page says. It must not be in the address, where anybody could write it.
  notice text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_by_uid ON sessions (uid);
CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires_at);

-- Connections to Spotify that have been started, by the state that was sent along.
CREATE TABLE IF NOT EXISTS authorizations (
  state_hash text PRIMARY KEY,
  session_hash text NOT NULL,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  client_id text NOT NULL,
  redirect_uri text NOT NULL,
  verifier_sealed text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS authorizations_by_uid ON authorizations (uid);
CREATE INDEX IF NOT EXISTS authorizations_by_expiry ON authorizations (expires_at);

CREATE TABLE IF NOT EXISTS grants (
  uid text PRIMARY KEY REFERENCES accounts (uid) ON DELETE CASCADE,
  -- The app that the grant was given to; its refresh token is worth nothing to another.
  client_id text NOT NULL,
  refresh_token_sealed text NOT NULL,
  -- Counts refresh tokens: a refresh that used generation n may only overwrite generation n.
  generation bigint NOT NULL DEFAULT 1,
  access_token_sealed text NOT NULL,
  access_expires_at timestamptz NOT NULL,
  access_life_s integer NOT NULL,
  consented_at timestamptz NOT NULL,
  -- Set when Spotify says that the grant has ended. The token stays: Spotify has said so falsely in an outage.
  ended_at timestamptz,
  -- Spotify asked for a pause until then.
  not_before timestamptz,
  -- Who may refresh now. By the database's clock, since the clocks of instances differ.
  lease_until timestamptz,
  fence bigint NOT NULL DEFAULT 0
);
-- When the one retry of an ended grant was made, if it was.
ALTER TABLE grants ADD COLUMN IF NOT EXISTS retried_at timestamptz;

CREATE TABLE IF NOT EXISTS devices (
  id text PRIMARY KEY,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
ALTER TABLE devices ADD COLUMN IF NOT EXISTS settings jsonb NOT NULL DEFAULT '{}';
CREATE INDEX IF NOT EXISTS devices_by_uid ON devices (uid);

-- Devices that are waiting to be linked (RFC 8628).
CREATE TABLE IF NOT EXISTS device_codes (
  device_code_hash text PRIMARY KEY,
  user_code text NOT NULL UNIQUE,
  client_id text NOT NULL,
  device_name text NOT NULL,
  address text NOT NULL,
  interval_s integer NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_polled_at timestamptz,
  -- 'approve' or 'deny', and by whom.
  decision text,
  uid text REFERENCES accounts (uid) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS device_codes_by_uid ON device_codes (uid);
CREATE INDEX IF NOT EXISTS device_codes_by_expiry ON device_codes (expires_at);

-- Attempts within a window of time: by limit and by whom (an account's name, an address, a session, all).
CREATE TABLE IF NOT EXISTS attempts (
  key text PRIMARY KEY,
  count integer NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS attempts_by_expiry ON attempts (expires_at);

-- The last response about what an account plays, and when the next poll is due, for all instances alike.
CREATE TABLE IF NOT EXISTS playing (
  uid text PRIMARY KEY REFERENCES accounts (uid) ON DELETE CASCADE,
  -- Sealed, since it is private. Only the last one, and swept when it is old.
  outcome_sealed text,
  next_at timestamptz NOT NULL,
  -- What the schedule knows: the day's polls, blocks, habits.
  schedule text,
  expires_at timestamptz NOT NULL,
  -- Who may poll now, by the database's clock.
  lease_until timestamptz,
  fence bigint NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS playing_by_expiry ON playing (expires_at);
