-- A share offers only what its user named when starting it; what it hashed of other directories is
-- kept for the day they are named again.
ALTER TABLE mesh_shared_root ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
