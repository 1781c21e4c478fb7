-- Displays, and displays that ask to be linked (RFC 8628).

CREATE TABLE devices (
  id text PRIMARY KEY,
  uid text NOT NULL REFERENCES accounts (uid) ON DELETE CASCADE,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX devices_by_uid ON devices (uid);

CREATE TABLE device_codes (
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
CREATE INDEX device_codes_by_uid ON device_codes (uid);
CREATE INDEX device_codes_by_expiry ON device_codes (expires_at);
