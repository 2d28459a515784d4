-- Events apart from what is looked up, cases and their history, respondents, webhooks. What of the new tables is made
-- of events that are here already is filled in by the collector after this.
ALTER TABLE events RENAME TO events_1;
DROP INDEX events_by_response;
DROP INDEX events_by_time;
DROP INDEX events_by_touchpoint;
DROP INDEX events_by_survey;

-- Every event as it came, once each.
CREATE TABLE events (
    id          TEXT    NOT NULL PRIMARY KEY,   -- UUID
    type        TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    time        TEXT    NOT NULL,               -- RFC 3339, with the offset of the place
    received_at INTEGER NOT NULL,               -- ms since 1970, UTC, by this server's clock
    response_id TEXT,                           -- the response that it is or belongs to; of a request its complaint or itself
    body        TEXT    NOT NULL,               -- the whole event, JSON
    erased_at   INTEGER                         -- when what leads to a person was taken out of the body
);
INSERT INTO events (id, type, source, subject, time, received_at, response_id, body)
    SELECT id, type, source, subject, time, received_at, response_id, body FROM events_1;
DROP TABLE events_1;
CREATE INDEX events_by_response ON events (response_id) WHERE response_id IS NOT NULL;
CREATE INDEX events_by_age ON events (received_at) WHERE erased_at IS NULL;

-- Of each response the highest revision, by which it is looked up and counted.
CREATE TABLE responses (
    id           TEXT    NOT NULL PRIMARY KEY,
    event_id     TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    survey       TEXT    NOT NULL,
    touchpoint   TEXT    NOT NULL,
    channel      TEXT    NOT NULL,
    submitted_at INTEGER NOT NULL,              -- ms since 1970, UTC, by the respondent's clock
    complained   INTEGER NOT NULL,              -- in its own answers
    digest       TEXT                           -- what of it is counted; nothing where it is not
) WITHOUT ROWID;
CREATE INDEX responses_by_time ON responses (submitted_at, event_id);
CREATE INDEX responses_by_touchpoint ON responses (touchpoint, submitted_at, event_id);
CREATE INDEX responses_by_survey ON responses (survey, submitted_at, event_id);

-- By what a respondent can be found, as SHA-256, until it is erased.
CREATE TABLE respondents (
    ref         TEXT NOT NULL,
    response_id TEXT NOT NULL,
    PRIMARY KEY (ref, response_id)
) WITHOUT ROWID;
CREATE INDEX respondents_by_response ON respondents (response_id);

CREATE TABLE cases (
    id             TEXT    NOT NULL PRIMARY KEY,
    reference      INTEGER NOT NULL,            -- the 40 bits of its number; two cases may share them
    event_id       TEXT    NOT NULL,
    response_id    TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    survey         TEXT    NOT NULL,
    touchpoint     TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    severity       INTEGER NOT NULL,
    received_at    INTEGER NOT NULL,            -- by the customer's clock
    acknowledge_by INTEGER,
    answer_by      INTEGER,
    state          TEXT    NOT NULL,
    version        INTEGER NOT NULL,            -- how many steps it has
    next_due       INTEGER                      -- the promise that is not kept yet
) WITHOUT ROWID;
CREATE INDEX cases_by_reference ON cases (reference);
CREATE INDEX cases_by_response ON cases (response_id);
CREATE INDEX cases_by_time ON cases (received_at, id);
CREATE INDEX cases_by_due ON cases (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE case_history (
    case_id TEXT    NOT NULL,
    step    INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,                   -- the id of a token, or "customer"
    note    TEXT,
    PRIMARY KEY (case_id, step)
) WITHOUT ROWID;

-- Nobody rewrites what happened. Taking out what leads to a person is all that may be done to it.
CREATE TRIGGER case_history_stays BEFORE DELETE ON case_history
    BEGIN SELECT RAISE(ABORT, 'the history of a case is only ever added to'); END;
CREATE TRIGGER case_history_is_as_it_was BEFORE UPDATE ON case_history
    WHEN NEW.note IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.step <> OLD.step OR NEW.state <> OLD.state
        OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor
    BEGIN SELECT RAISE(ABORT, 'the history of a case is only ever added to'); END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever added to'); END;
CREATE TRIGGER events_are_as_they_were BEFORE UPDATE ON events
    WHEN NEW.erased_at IS NULL OR NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.time <> OLD.time
        OR NEW.received_at <> OLD.received_at OR NEW.response_id IS NOT OLD.response_id
    BEGIN SELECT RAISE(ABORT, 'events are only ever added to'); END;

-- Where events of one type are sent, and what is still to be sent there.
CREATE TABLE webhooks (
    id         TEXT    NOT NULL PRIMARY KEY,
    type       TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    secret     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;
CREATE TABLE deliveries (
    webhook_id   TEXT    NOT NULL REFERENCES webhooks (id),
    event_id     TEXT    NOT NULL,
    attempts     INTEGER NOT NULL,
    next_at      INTEGER,                       -- nothing once it arrived or was given up
    delivered_at INTEGER,
    error        TEXT,
    PRIMARY KEY (webhook_id, event_id)
) WITHOUT ROWID;
CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE next_at IS NOT NULL;
