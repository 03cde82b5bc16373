-- What was appended last, of all logs, in the order of appending: many logs that grow at once touch
-- few pages. A log's rows in use are a chain, each naming the one before; the whole chain is moved
-- into event now and then. Rows that are in no chain any more stay behind as copies until they are
-- cleared away from the front.
CREATE TABLE fresh (
  id INTEGER PRIMARY KEY,
  before INTEGER NOT NULL,
  log INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- The log's chain: its length, its ends, and where it ended before the last append (if it had begun).
-- fresh_last stays when the chain has been moved: no row of the log comes after it.
ALTER TABLE log ADD COLUMN fresh_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN fresh_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN fresh_last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN fresh_before INTEGER NOT NULL DEFAULT 0;
