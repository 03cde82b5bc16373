-- The number of an entry within its epoch: one that is written again is there once. Entries of
-- earlier versions have none.
ALTER TABLE journal ADD COLUMN number INTEGER;

CREATE UNIQUE INDEX journal_number ON journal (run, epoch, number);
