-- Adler-32 of each block, 4 bytes, big-endian, where the announcer told: Syncthing 1.x holds what
-- it reads against this when it is in the request, and against SHA-256 when not.
ALTER TABLE mesh_content ADD COLUMN weak_hashes BLOB NOT NULL DEFAULT x'';
