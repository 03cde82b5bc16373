-- Times are microseconds since 1970. Raw JSON is kept as text, byte for byte.
-- Names (conv_…, run_…) are what the outside knows; ids are row numbers and never leave the file.

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  user TEXT NOT NULL,
  title TEXT NOT NULL,
  agent TEXT NOT NULL,
  model TEXT NOT NULL,
  max_tokens INTEGER NOT NULL,
  system TEXT NOT NULL,
  tools TEXT NOT NULL,
  tool_names TEXT NOT NULL,
  thinking TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversation_of_user ON conversation (user, updated_at, id);

-- A message outlives the record of its run, so it names the run itself.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  run TEXT NOT NULL,
  at INTEGER NOT NULL,
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  model TEXT
) STRICT;

CREATE INDEX message_of_conversation ON message (conversation, id);

-- Row numbers of one conversation rise in the order of acceptance.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  channel TEXT NOT NULL,
  class TEXT NOT NULL,
  model TEXT,
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  attended INTEGER NOT NULL,
  status TEXT NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  lease_until INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0,
  cancel TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  outcome TEXT,
  log_open INTEGER NOT NULL DEFAULT 1,
  events_kept INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX run_of_user ON run (user, id);
CREATE INDEX run_of_conversation ON run (conversation, id);
CREATE INDEX run_unfinished ON run (conversation, id) WHERE finished_at IS NULL;
CREATE INDEX run_waiting ON run (class) WHERE finished_at IS NULL AND status <> 'running';
CREATE INDEX run_open_log ON run (lease_until) WHERE finished_at IS NOT NULL AND log_open = 1;
CREATE INDEX run_ended ON run (finished_at) WHERE finished_at IS NOT NULL AND log_open = 0;
CREATE INDEX run_ended_with_events ON run (finished_at)
  WHERE finished_at IS NOT NULL AND log_open = 0 AND events_kept = 1;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  entry TEXT NOT NULL
) STRICT;

CREATE INDEX journal_of_run ON journal (run, id);

CREATE TABLE idempotency (
  user TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  run INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_of_run ON idempotency (run);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- The head of a run's event log. It outlives the events, so that what was dropped is not begun anew.
-- sealed: nothing may be appended any more. stray: no run had that name when the log began.
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL UNIQUE,
  last_epoch INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  dropped_epoch INTEGER NOT NULL DEFAULT 0,
  dropped_seq INTEGER NOT NULL DEFAULT 0,
  sealed INTEGER NOT NULL DEFAULT 0,
  stray INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX log_stray ON log (last_at) WHERE stray = 1;

CREATE TABLE event (
  log INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (log, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  UNIQUE (conversation, hash)
) STRICT;
