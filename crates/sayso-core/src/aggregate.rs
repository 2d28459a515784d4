//! Scores over any number of responses, streaming and mergeable.
