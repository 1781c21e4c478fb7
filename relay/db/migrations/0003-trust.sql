-- What limits guessing, what a display may be told, one manual retry of an ended grant, and what plays.

-- Attempts within a window of time: by rule and by whom (an account's name, an address, a session, all).
CREATE TABLE attempts (
  key text PRIMARY KEY,
  count integer NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX attempts_by_expiry ON attempts (expires_at);

-- Of one display, over those of its account.
ALTER TABLE devices ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';

-- Spotify has said falsely that a grant is over; its owner may have it tried once more.
ALTER TABLE grants ADD COLUMN retried_at timestamptz;

-- The last answer about what an account plays, and when the next question is due, for all instances alike.
CREATE TABLE playing (
  uid text PRIMARY KEY REFERENCES accounts (uid) ON DELETE CASCADE,
  -- Sealed: it is private. The last one only, and swept when it is old.
  outcome_sealed text,
  next_at timestamptz NOT NULL,
  -- What the schedule knows: calls of the day, blocks, habits.
  schedule text,
  expires_at timestamptz NOT NULL,
  -- Who may ask now, by the database's clock.
  lease_until timestamptz,
  fence bigint NOT NULL DEFAULT 0
);
CREATE INDEX playing_by_expiry ON playing (expires_at);
