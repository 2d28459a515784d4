//! Complaints: reasons, cases, severity, due times and reference numbers.
