-- Files on the web that somebody asked for. state: asking, found or failed; reason says why.
CREATE TABLE web_title (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  mirrors TEXT NOT NULL,
  name TEXT,
  checksum TEXT,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  found_size_bytes INTEGER,
  found_chunk_bytes INTEGER,
  found_checksum TEXT,
  checked INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The servers that have a found file, in order; the first one's version is the content.
CREATE TABLE web_copy (
  title TEXT NOT NULL,
  rank INTEGER NOT NULL,
  url TEXT NOT NULL,
  validator_kind TEXT NOT NULL,
  validator TEXT NOT NULL,
  ranges TEXT NOT NULL,
  PRIMARY KEY (title, rank)
) STRICT, WITHOUT ROWID;
