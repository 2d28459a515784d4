//! The collector over HTTP, each test with a collector and a database of its own.

fn main() {}
