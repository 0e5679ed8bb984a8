//! The wire format by hand-made bytes, one test for each thing that real files do.
