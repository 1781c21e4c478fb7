-- A session ends when it was not used for two weeks, and its owner sees where it is.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS last_seen_at timestamptz;
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS browser text;
