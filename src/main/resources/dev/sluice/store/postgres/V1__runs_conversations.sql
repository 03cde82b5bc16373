-- For Postgres 14 and newer. Names (conv_…, run_…) are what the outside knows; ids are row numbers and
-- never leave the database. Raw JSON is kept as text, byte for byte: jsonb would reorder its keys and
-- refuse \u0000. In other texts a backslash is doubled and NUL is \0.

CREATE TABLE conversation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  owner text NOT NULL,
  title text NOT NULL,
  agent text NOT NULL,
  model text NOT NULL,
  max_tokens integer NOT NULL,
  system text NOT NULL,
  tools text NOT NULL,
  tool_names text NOT NULL,
  thinking text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE INDEX conversation_of_owner ON conversation (owner, updated_at, id);

-- A message outlives the record of its run, so it names the run itself.
CREATE TABLE message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation bigint NOT NULL REFERENCES conversation ON DELETE CASCADE,
  run text NOT NULL,
  at timestamptz NOT NULL,
  role text NOT NULL,
  content text NOT NULL,
  model text
);

CREATE INDEX message_of_conversation ON message (conversation, id);

-- Row numbers of one conversation rise in the order of acceptance: its row is locked meanwhile.
-- lease_until is in no index, so that renewing a lease touches none.
-- token: that of the latest claim, release or end, to find again what was committed unheard.
CREATE TABLE run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  conversation bigint NOT NULL REFERENCES conversation ON DELETE CASCADE,
  owner text NOT NULL,
  channel text NOT NULL,
  class text NOT NULL,
  model text,
  role text NOT NULL,
  content text NOT NULL,
  attended boolean NOT NULL,
  status text NOT NULL,
  epoch bigint NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  worker text,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  due_at timestamptz NOT NULL DEFAULT '-infinity',
  idle_micros bigint NOT NULL DEFAULT 0,
  idle_since timestamptz,
  cancel text,
  token uuid,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  outcome text,
  log_open boolean NOT NULL DEFAULT true,
  events_kept boolean NOT NULL DEFAULT true
) WITH (fillfactor = 70);

CREATE INDEX run_of_owner ON run (owner, id);
CREATE INDEX run_of_conversation ON run (conversation, id);
CREATE INDEX run_unfinished ON run (conversation, id) WHERE finished_at IS NULL;
CREATE INDEX run_waiting ON run (class) WHERE finished_at IS NULL AND status <> 'running';
CREATE INDEX run_open_log ON run (id) WHERE finished_at IS NOT NULL AND log_open;
CREATE INDEX run_ended ON run (finished_at) WHERE finished_at IS NOT NULL AND NOT log_open;
CREATE INDEX run_ended_with_events ON run (finished_at)
  WHERE finished_at IS NOT NULL AND NOT log_open AND events_kept;

-- token: names one append, so that it is made once however often it is tried.
CREATE TABLE journal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run bigint NOT NULL REFERENCES run ON DELETE CASCADE,
  epoch bigint NOT NULL,
  token uuid NOT NULL,
  entry text NOT NULL,
  UNIQUE (run, token)
);

CREATE INDEX journal_of_run ON journal (run, id);

CREATE TABLE idempotency (
  owner text NOT NULL,
  key text NOT NULL,
  digest text NOT NULL,
  run bigint NOT NULL REFERENCES run ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (owner, key)
);

CREATE INDEX idempotency_of_run ON idempotency (run);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation text NOT NULL,
  hash text NOT NULL,
  text text NOT NULL,
  saved_at timestamptz NOT NULL,
  UNIQUE (conversation, hash)
);

-- Runs whose events are to be deleted from the event log, which is another store.
CREATE TABLE forgotten (
  run text PRIMARY KEY,
  at timestamptz NOT NULL
);

CREATE INDEX forgotten_age ON forgotten (at);

-- The raw text as jsonb, for queries by people and reports. What jsonb refuses is put in another way:
-- \u0000 and halves of surrogate pairs become \ufffd. NULL where even that cannot be had, such as a
-- number beyond numeric. Immutable, so an index may be made on it. It is not kept beside the text: no
-- write can fail because of it, and none pays for it.
CREATE FUNCTION sluice_jsonb(raw text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  mild text;
BEGIN
  RETURN raw::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
  BEGIN
    -- First the escaped backslashes, so that no other escape can be mistaken for one.
    mild := replace(replace(raw, '\\', '\u005c'), '\u0000', '\ufffd');
    mild := regexp_replace(
      mild, '\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])', '\\ufffd', 'g');
    mild := regexp_replace(
      mild, '(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}', '\\ufffd', 'g');
    RETURN mild::jsonb;
  EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
  END;
END
$$;

CREATE VIEW message_json AS
  SELECT id, conversation, run, at, role, model, sluice_jsonb(content) AS blocks FROM message;
