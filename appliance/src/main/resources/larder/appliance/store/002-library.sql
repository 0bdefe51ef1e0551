-- Every video file of the accepted folders, as its name tells.
CREATE TABLE title (
  id TEXT PRIMARY KEY,
  folder TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  show TEXT,
  show_key TEXT,
  season INTEGER,
  episodes TEXT NOT NULL,
  name TEXT NOT NULL,
  year INTEGER,
  sort_key TEXT NOT NULL,
  search TEXT NOT NULL,
  duration_ms INTEGER,
  content TEXT,
  keep INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX title_by_path ON title (folder, path);
CREATE INDEX title_by_order ON title (sort_key, id);
CREATE INDEX title_by_show ON title (show_key, sort_key, id) WHERE show_key IS NOT NULL;
CREATE INDEX title_by_content ON title (content) WHERE content IS NOT NULL;

-- The chunks of titles that were asked for, so that what is here plays after its file went.
CREATE TABLE content (
  id TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  chunk_bytes INTEGER NOT NULL,
  hashes BLOB NOT NULL
) STRICT;

CREATE TABLE viewer (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

INSERT INTO viewer (id, name) VALUES ('default', 'Everyone');

-- Outlives its title: a file that comes back goes on where it was left.
CREATE TABLE progress (
  viewer TEXT NOT NULL REFERENCES viewer (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  position_ms INTEGER NOT NULL,
  watched INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  PRIMARY KEY (viewer, title)
) STRICT, WITHOUT ROWID;

CREATE INDEX progress_by_time ON progress (viewer, updated_ms);
