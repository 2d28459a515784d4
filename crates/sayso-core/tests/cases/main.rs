//! Complaints, risk, money and quality flags, held against the domain's data, independent values and laws.

mod calendar; // due times in zones that skip and repeat hours, against a minute-by-minute walk
mod domain; // the files beside the project, where they are there
mod intake; // what is told on the form, from the draft to the event and back
mod money; // ranges, finite figures, the published example
mod qr; // QR codes, read back from their path data
mod quality; // the stream of taps against a plain reading of its rule
mod reference; // every single error and every swap of neighbours
mod requests; // to be called back, and for a member of staff
mod risk; // BG/NBD against scipy and mpmath, the score's laws
mod state; // every pair of states
mod taxonomy; // the reasons against their JSON
