//! How likely a customer is to leave without a word.
