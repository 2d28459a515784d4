//! Sayso's collector: takes events over HTTP, keeps each one once, and gives back responses and scores.
//!
//! The library is the server and its store; the binary adds a command line. What an event means is `sayso-core`'s matter.

#![deny(missing_docs)]

mod app;
mod auth;
mod case_page;
mod cases;
pub mod config;
pub mod credential;
mod csv;
mod devices;
mod erase;
pub mod error;
mod events;
mod export;
mod health;
mod housekeeping;
mod html;
mod ingest;
mod limit;
mod listen;
mod metrics;
mod openapi;
mod photo;
mod portal;
mod problem;
mod query;
mod read;
pub mod respondent;
mod scores;
mod segment;
pub mod server;
mod site;
pub mod store;
pub mod time;
pub mod webhook;
