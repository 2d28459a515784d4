//! Sayso's pure core: what a survey is, what was answered, how satisfied that is, and the event that says so.
//!
//! Everything here is deterministic and total. Clock, randomness and time zone are arguments; bad input is a typed
//! error or `None`; nothing panics and no NaN leaves a function. The browser and the server run the same code.
//!
//! This crate knows neither the DOM, nor the network, nor a database.

#![deny(missing_docs)]

pub mod aggregate;
pub mod alert;
pub mod answer;
pub mod attempts;
pub mod chart;
pub mod complaint;
pub mod config;
pub mod contact;
pub mod date;
pub mod decode;
pub mod delivery;
pub mod device;
pub mod draft;
pub mod driver;
pub mod error;
pub mod event;
pub mod face;
pub mod flow;
pub mod hours;
pub mod ledger;
pub mod locale;
pub mod logic;
pub mod mask;
pub mod money;
pub mod number;
pub mod photo;
pub mod piping;
pub mod preset;
pub mod problem;
pub mod qr;
pub mod quality;
pub mod radio;
pub mod ranking;
pub mod response;
pub mod risk;
pub mod score;
pub mod small;
pub mod stats;
pub mod survey;
pub mod words;
