-- What the box was asked to stock. Ranks give the order; gaps do not matter.
CREATE TABLE queue_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  rank INTEGER NOT NULL,
  stage TEXT NOT NULL,
  content TEXT,
  bytes_total INTEGER NOT NULL,
  reason TEXT,
  added_by TEXT NOT NULL,
  added_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX queue_entry_by_rank ON queue_entry (rank);
