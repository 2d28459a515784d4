//! The collector over HTTP; each test has a collector and a database of its own: an SQLite file here, and in `../postgres.rs`,
//! which runs the same tests, one on a PostgreSQL server.

mod access; // who may write and read: write keys, origins, tokens, CORS
mod cases; // /v1/complaints and /case/{reference}: lists, steps, the history that stays, what a customer sees
mod crowd; // many at once: who asks too often, who is slow
mod database; // a new database for each test, in a file or on a server
mod devices; // GET /v1/devices: what each device said last; and alerts
mod events; // GET /v1/events: what waits for somebody, as it came
mod export; // /v1/export.csv and .jsonl: whole, in order, harmless in a spreadsheet
mod fuzz; // nonsense, made of good events and parameters: never a fault of the server's
mod harness; // starts collectors, in this process and as the real binary, and makes events
mod health; // liveness, readiness, counters, the one shape of error
mod ingest; // POST /v1/events: the shapes in which events come, and what the sender is told
mod limits; // what is too large, too many or of the wrong kind
mod once; // nothing twice: duplicates at the same time, revisions
mod openapi; // /openapi.json says what the server does
mod operate; // what an operator does beside serving: settings from everywhere, a copy while it runs
mod photos; // photographs: kept byte for byte, found by their hash, gone with their person; refused where they are not what they say
mod portal; // /portal/{survey}: the form of a WiFi sign-in, without script
mod privacy; // what leads to a person goes when they ask or when it is old; what is counted stays
mod process; // the binary: its lines, its exit codes, a kill between the answer and the next start
mod read; // GET /v1/responses and /v1/scores: filters, pages, figures
mod readme; // the README's curl examples do what it says
mod recipes; // the papers' SQL for those who have PostgREST instead
mod site; // static files beside the API
mod strings; // SQL in every string stays a string
mod webhooks; // what is sent, to whom, signed how, and what happens where nobody listens
