-- The queue's entries by what is to be done with them, in order.
CREATE INDEX queue_entry_wanted ON queue_entry (rank) WHERE stage = 'wanted';
CREATE INDEX queue_entry_done ON queue_entry (id) WHERE stage = 'done';

-- How many titles each folder has, so that nobody counts a hundred thousand.
CREATE TABLE title_count (
  folder TEXT PRIMARY KEY,
  titles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO title_count (folder, titles) SELECT folder, count(*) FROM title GROUP BY folder;

CREATE TRIGGER title_added AFTER INSERT ON title BEGIN
  INSERT INTO title_count (folder, titles) VALUES (new.folder, 1)
    ON CONFLICT (folder) DO UPDATE SET titles = titles + 1;
END;

CREATE TRIGGER title_removed AFTER DELETE ON title BEGIN
  UPDATE title_count SET titles = titles - 1 WHERE folder = old.folder;
  DELETE FROM content WHERE id = old.content
    AND NOT EXISTS (SELECT 1 FROM title WHERE content = old.content);
END;

DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM title WHERE title.content = content.id);

-- Chunks that no title has any more go with the last one that had them.
CREATE TRIGGER title_changed AFTER UPDATE OF content ON title
  WHEN old.content IS NOT NULL AND old.content IS NOT new.content BEGIN
  DELETE FROM content WHERE id = old.content
    AND NOT EXISTS (SELECT 1 FROM title WHERE content = old.content);
END;

-- Eviction asks what the household wants of each content that could go.
CREATE INDEX queue_entry_content ON queue_entry (content) WHERE content IS NOT NULL;
CREATE INDEX progress_by_title ON progress (title);

-- Adler-32 of each block, 4 bytes, big-endian, where the announcer told: Syncthing 1.x holds what
-- it reads against this when it is in the request, and against SHA-256 when not.
ALTER TABLE mesh_content ADD COLUMN weak_hashes BLOB NOT NULL DEFAULT x'';
