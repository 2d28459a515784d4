-- Which start of a device its last report was of, and which one that followed: one that comes back is of a second device with its id.
ALTER TABLE devices ADD COLUMN start_id TEXT;
ALTER TABLE devices ADD COLUMN earlier_start_id TEXT;
ALTER TABLE devices ADD COLUMN conflict_at INTEGER;
