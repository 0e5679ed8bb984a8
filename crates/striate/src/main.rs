//! The striate command line.

fn main() {}
