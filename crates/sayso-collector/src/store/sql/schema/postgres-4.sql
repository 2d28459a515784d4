-- What each device at each touch point said last of how it is doing. Two devices that have one id, as copies of one disk do, are told
-- apart where they stand apart.
CREATE TABLE devices (
    id          TEXT   NOT NULL,
    touchpoint  TEXT   NOT NULL,
    event_id    UUID   NOT NULL,
    received_at BIGINT NOT NULL,                 -- ms since 1970, UTC, by this server's clock: the device's may be years off
    report      TEXT   NOT NULL,                 -- the data of the event, JSON
    PRIMARY KEY (id, touchpoint)
);
CREATE INDEX devices_by_contact ON devices (received_at, event_id);
