-- Which event brought the photograph of a hash, until it is erased. Two people may send the same one.
CREATE TABLE photos (
    hash     TEXT NOT NULL,                        -- SHA-256, hexadecimal
    event_id UUID NOT NULL,
    PRIMARY KEY (hash, event_id)
);
CREATE INDEX photos_by_event ON photos (event_id);
