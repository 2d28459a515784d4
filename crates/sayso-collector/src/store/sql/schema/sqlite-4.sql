-- What is listed as it came: requests, devices, alerts, consents. The others are found by what they became.
CREATE INDEX events_by_type ON events (type, received_at, id)
    WHERE type IN ('sayso.callback.v1', 'sayso.staff-call.v1', 'sayso.device.v1', 'sayso.alert.v1', 'sayso.consent.v1');
