-- The schema of sqlite-1.sql and sqlite-2.sql together, in PostgreSQL's words.
-- Every event as it came, once each.
CREATE TABLE events (
    id          UUID    NOT NULL PRIMARY KEY,
    type        TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    time        TEXT    NOT NULL,               -- RFC 3339, with the offset of the place
    received_at BIGINT  NOT NULL,               -- ms since 1970, UTC, by this server's clock
    response_id UUID,                           -- the response that it is or belongs to; of a request its complaint or itself
    body        TEXT    NOT NULL,               -- the whole event, JSON
    erased_at   BIGINT                          -- when what leads to a person was taken out of the body
);
CREATE INDEX events_by_response ON events (response_id) WHERE response_id IS NOT NULL;
CREATE INDEX events_by_age ON events (received_at) WHERE erased_at IS NULL;

-- Of each response the highest revision, by which it is looked up and counted.
CREATE TABLE responses (
    id           UUID    NOT NULL PRIMARY KEY,
    event_id     UUID    NOT NULL,
    revision     BIGINT  NOT NULL,
    survey       TEXT    NOT NULL,
    touchpoint   TEXT    NOT NULL,
    channel      TEXT    NOT NULL,
    submitted_at BIGINT  NOT NULL,              -- ms since 1970, UTC, by the respondent's clock
    complained   BOOLEAN NOT NULL,              -- in its own answers
    digest       TEXT                           -- what of it is counted; nothing where it is not
);
CREATE INDEX responses_by_time ON responses (submitted_at, event_id);
CREATE INDEX responses_by_touchpoint ON responses (touchpoint, submitted_at, event_id);
CREATE INDEX responses_by_survey ON responses (survey, submitted_at, event_id);

-- By what a respondent can be found, as SHA-256, until it is erased.
CREATE TABLE respondents (
    ref         TEXT NOT NULL,
    response_id UUID NOT NULL,
    PRIMARY KEY (ref, response_id)
);
CREATE INDEX respondents_by_response ON respondents (response_id);

CREATE TABLE cases (
    id             UUID    NOT NULL PRIMARY KEY,
    reference      BIGINT  NOT NULL,            -- the 40 bits of its number; two cases may share them
    event_id       UUID    NOT NULL,
    response_id    UUID    NOT NULL,
    kind           TEXT    NOT NULL,
    survey         TEXT    NOT NULL,
    touchpoint     TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    severity       BIGINT  NOT NULL,
    received_at    BIGINT  NOT NULL,            -- by the customer's clock
    acknowledge_by BIGINT,
    answer_by      BIGINT,
    state          TEXT    NOT NULL,
    version        BIGINT  NOT NULL,            -- how many steps it has
    next_due       BIGINT                       -- the promise that is not kept yet
);
CREATE INDEX cases_by_reference ON cases (reference);
CREATE INDEX cases_by_response ON cases (response_id);
CREATE INDEX cases_by_time ON cases (received_at, id);
CREATE INDEX cases_by_due ON cases (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE case_history (
    case_id UUID    NOT NULL,
    step    BIGINT  NOT NULL,
    state   TEXT    NOT NULL,
    at      BIGINT  NOT NULL,
    actor   TEXT    NOT NULL,                   -- the id of a token, or "customer"
    note    TEXT,
    PRIMARY KEY (case_id, step)
);

-- Nobody rewrites what happened. Taking out what leads to a person is all that may be done to it.
CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$;
CREATE TRIGGER case_history_stays BEFORE DELETE OR TRUNCATE ON case_history
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER case_history_is_as_it_was BEFORE UPDATE ON case_history FOR EACH ROW
    WHEN (NEW.note IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.step <> OLD.step OR NEW.state <> OLD.state
        OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor)
    EXECUTE FUNCTION only_added_to();
CREATE TRIGGER events_stay BEFORE DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER events_are_as_they_were BEFORE UPDATE ON events FOR EACH ROW
    WHEN (NEW.erased_at IS NULL OR NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.time <> OLD.time
        OR NEW.received_at <> OLD.received_at OR NEW.response_id IS DISTINCT FROM OLD.response_id)
    EXECUTE FUNCTION only_added_to();

-- Where events of one type are sent, and what is still to be sent there.
CREATE TABLE webhooks (
    id         UUID    NOT NULL PRIMARY KEY,
    type       TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    secret     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    revoked_at BIGINT 
);
CREATE TABLE deliveries (
    webhook_id   UUID    NOT NULL REFERENCES webhooks (id),
    event_id     UUID    NOT NULL,
    attempts     BIGINT  NOT NULL,
    next_at      BIGINT,                       -- nothing once it arrived or was given up
    delivered_at BIGINT,
    error        TEXT,
    PRIMARY KEY (webhook_id, event_id)
);
CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE next_at IS NOT NULL;

-- Read and admin tokens: the secret is kept as its SHA-256 alone.
CREATE TABLE tokens (
    id         UUID    NOT NULL PRIMARY KEY,
    role       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BYTEA    NOT NULL,
    created_at BIGINT  NOT NULL,
    revoked_at BIGINT 
);

-- Write keys: they stand in web pages, so they are no secret.
CREATE TABLE write_keys (
    id         UUID    NOT NULL PRIMARY KEY,
    key        TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    revoked_at BIGINT 
);

CREATE TABLE write_key_origins (
    origin TEXT NOT NULL,
    key_id UUID NOT NULL REFERENCES write_keys (id),
    PRIMARY KEY (origin, key_id)
);
