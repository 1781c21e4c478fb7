-- What a device says that it runs; unknown of those before 0.2.0.
ALTER TABLE devices ADD COLUMN IF NOT EXISTS version text;
