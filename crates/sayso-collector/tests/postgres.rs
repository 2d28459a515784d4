//! The suite of `api/`, with every database in a PostgreSQL server.

#[path = "api/main.rs"]
mod suite;
