-- What the person agreed to; unknown of grants before 0.2.0.
ALTER TABLE grants ADD COLUMN IF NOT EXISTS scope text;
