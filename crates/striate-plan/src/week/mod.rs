//! One week solved exactly: what is done in it, then when.
