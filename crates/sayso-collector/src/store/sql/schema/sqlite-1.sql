-- Every event as it came, once each. Nothing here is ever updated; which revision of a response counts is asked for.
CREATE TABLE events (
    id             TEXT    NOT NULL PRIMARY KEY,   -- UUID
    type           TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    time           TEXT    NOT NULL,               -- RFC 3339, with the offset of the place
    received_at    INTEGER NOT NULL,               -- ms since 1970, UTC, by this server's clock
    response_id    TEXT,                           -- from here to complete: responses alone
    revision       INTEGER,
    survey         TEXT,
    survey_version INTEGER,
    touchpoint     TEXT,
    channel        TEXT,
    locale         TEXT,
    submitted_at   INTEGER,                        -- ms since 1970, UTC, by the respondent's clock
    complete       INTEGER,
    body           TEXT    NOT NULL                -- the whole event, JSON
);

-- Which revision of a response is the highest.
CREATE INDEX events_by_response ON events (response_id, revision, id) WHERE response_id IS NOT NULL;
-- Newest first, alone and by the filters that narrow most.
CREATE INDEX events_by_time ON events (submitted_at, id) WHERE response_id IS NOT NULL;
CREATE INDEX events_by_touchpoint ON events (touchpoint, submitted_at, id) WHERE response_id IS NOT NULL;
CREATE INDEX events_by_survey ON events (survey, submitted_at, id) WHERE response_id IS NOT NULL;

-- Read and admin tokens: the secret is kept as its SHA-256 alone.
CREATE TABLE tokens (
    id         TEXT    NOT NULL PRIMARY KEY,
    role       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;

-- Write keys: they stand in web pages, so they are no secret.
CREATE TABLE write_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    key        TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE write_key_origins (
    origin TEXT NOT NULL,
    key_id TEXT NOT NULL REFERENCES write_keys (id),
    PRIMARY KEY (origin, key_id)
) WITHOUT ROWID;
