-- Who is in the mesh, which folders it has, and what each device says it holds.
-- Device ids are 32 bytes; versions are packed counters (16 bytes each, sorted by unsigned id).

-- Set to the store's generation; another value means that this database is an older copy.
CREATE TABLE mesh_meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE mesh_device (
  id        BLOB PRIMARY KEY,
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  addresses TEXT NOT NULL, -- one a line
  last_seen INTEGER        -- milliseconds since 1970
) STRICT;

-- Devices that knocked and wait for the owner.
CREATE TABLE mesh_knock (
  id   BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;

CREATE TABLE mesh_folder (
  key      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  label    TEXT NOT NULL,
  role     TEXT NOT NULL CHECK (role IN ('STOCK', 'SHARE')),
  index_id INTEGER NOT NULL, -- names this line of sequences
  sequence INTEGER NOT NULL  -- of the newest announcement of our own
) STRICT;

-- The devices that a folder is shared with.
CREATE TABLE mesh_member (
  folder INTEGER NOT NULL,
  device BLOB NOT NULL,
  PRIMARY KEY (folder, device)
) STRICT, WITHOUT ROWID;

-- What known devices share with us, taken or not.
CREATE TABLE mesh_offer (
  device  BLOB NOT NULL,
  folder  TEXT NOT NULL,
  label   TEXT NOT NULL,
  refusal TEXT NOT NULL, -- why it cannot be taken; empty if it can
  PRIMARY KEY (device, folder)
) STRICT, WITHOUT ROWID;

-- Folders to take from a device as soon as it offers them.
CREATE TABLE mesh_expected (
  device BLOB NOT NULL,
  folder TEXT NOT NULL,
  PRIMARY KEY (device, folder)
) STRICT, WITHOUT ROWID;

-- How far we know another device's index of a folder.
CREATE TABLE mesh_remote (
  key          INTEGER PRIMARY KEY,
  folder       INTEGER NOT NULL,
  device       BLOB NOT NULL,
  index_id     INTEGER NOT NULL,
  max_sequence INTEGER NOT NULL,
  UNIQUE (folder, device)
) STRICT;

-- Block hashes, kept once for each content.
CREATE TABLE mesh_content (
  key        INTEGER PRIMARY KEY,
  id         BLOB NOT NULL UNIQUE,
  size       INTEGER NOT NULL,
  block_size INTEGER NOT NULL,
  hashes     BLOB NOT NULL
) STRICT;

-- What other devices announced. flags: 1 deleted, 2 invalid, 4 no permissions.
CREATE TABLE mesh_entry (
  folder         INTEGER NOT NULL,
  name           TEXT NOT NULL,
  remote         INTEGER NOT NULL,
  type           INTEGER NOT NULL,
  size           INTEGER NOT NULL,
  permissions    INTEGER NOT NULL,
  modified_s     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,
  flags          INTEGER NOT NULL,
  version        BLOB NOT NULL,
  sequence       INTEGER NOT NULL,
  modified_by    INTEGER NOT NULL,
  symlink_target TEXT NOT NULL,
  content        BLOB,
  PRIMARY KEY (folder, name, remote)
) STRICT, WITHOUT ROWID;

CREATE INDEX mesh_entry_content ON mesh_entry (content) WHERE content IS NOT NULL;

CREATE INDEX mesh_entry_remote ON mesh_entry (remote);

-- What we announced. content is set only where we announced that we hold it.
CREATE TABLE mesh_own (
  folder         INTEGER NOT NULL,
  name           TEXT NOT NULL,
  type           INTEGER NOT NULL,
  size           INTEGER NOT NULL,
  permissions    INTEGER NOT NULL,
  modified_s     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,
  flags          INTEGER NOT NULL,
  version        BLOB NOT NULL,
  sequence       INTEGER NOT NULL,
  modified_by    INTEGER NOT NULL,
  symlink_target TEXT NOT NULL,
  content        BLOB,
  PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX mesh_own_sequence ON mesh_own (folder, sequence);

CREATE INDEX mesh_own_content ON mesh_own (content) WHERE content IS NOT NULL;

-- A share's folders on this machine's disk.
CREATE TABLE mesh_shared_root (
  folder   INTEGER PRIMARY KEY,
  path     TEXT NOT NULL UNIQUE, -- the real path
  identity TEXT NOT NULL         -- the file key of the directory when it was last seen whole
) STRICT;

-- What a share hashed, to know what it need not hash again.
CREATE TABLE mesh_scanned (
  folder   INTEGER NOT NULL,
  name     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  modified TEXT NOT NULL,
  identity TEXT NOT NULL,
  PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;
