-- Who may do what. Secrets themselves are never stored, only their SHA-256.
CREATE TABLE token (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  last_used_ms INTEGER
) STRICT;

-- The key of signed URLs, and how long this box has run; both stay over restarts.
CREATE TABLE security_secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE running_time (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seconds INTEGER NOT NULL
) STRICT;
