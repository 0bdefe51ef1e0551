-- Who was turned away, what happened in the folders, and since when nobody used a token.

-- Devices that the owner does not want to be asked about again.
CREATE TABLE mesh_refused (
  id   BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  at   INTEGER NOT NULL -- milliseconds since 1970
) STRICT;

-- A folder's news. The key orders them: clocks can be wrong.
CREATE TABLE mesh_news (
  key    INTEGER PRIMARY KEY AUTOINCREMENT,
  folder TEXT NOT NULL,
  device BLOB NOT NULL,    -- who did it
  what   TEXT NOT NULL,
  name   TEXT NOT NULL,    -- the file, or one of them
  files  INTEGER NOT NULL,
  at     INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;

CREATE INDEX mesh_news_folder ON mesh_news (folder, key);

-- A device's first index of a folder is one piece of news; so far it reaches.
CREATE TABLE mesh_first_index (
  folder TEXT NOT NULL,
  device BLOB NOT NULL,
  until  INTEGER NOT NULL, -- the sequence up to which everything was there before
  news   INTEGER,          -- the key of the news that counts the files; none when told before
  PRIMARY KEY (folder, device)
) STRICT, WITHOUT ROWID;

-- Seconds of running_time when the token was last used; none before the first use under this rule.
ALTER TABLE token ADD COLUMN used_running_s INTEGER;
