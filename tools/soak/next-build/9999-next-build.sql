-- A release after this one, as a soak has it: a column in a table that is in use, an index and a table.
ALTER TABLE grants ADD COLUMN IF NOT EXISTS next_build text;
CREATE INDEX IF NOT EXISTS playing_next_build ON playing (expires_at);
CREATE TABLE IF NOT EXISTS next_build (uid text PRIMARY KEY);
