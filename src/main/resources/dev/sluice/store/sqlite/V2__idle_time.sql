-- How long nobody held the run since its first claim, in microseconds, as of its latest claim; and
-- since when nobody holds it now. What was released by an earlier version has no such time.
ALTER TABLE run ADD COLUMN idle INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN idle_since INTEGER;
