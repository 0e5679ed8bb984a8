//! Composes the stages and turns their results into the reader's vocabulary.
