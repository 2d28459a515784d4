//! The survey format as a whole: its JSON Schema, its presets and fixtures, and input that is none.

mod declarations; // the npm package's types name the same words
mod fuzz; // any JSON and any rule: an answer or problems, never a panic
mod paper; // the paper for authors: its examples, limits and types
mod refused; // what is decoded and could not have been meant
mod schema; // the schema is the one that the tables make, and says what the decoder says
mod survey_schema; // the schema, made from the types' tables
