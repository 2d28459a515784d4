//! The rule that calls for help while it can still be given: too many unhappy within a short window.
