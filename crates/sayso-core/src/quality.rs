//! Doubts about how answers were given. They mark, and never drop.
