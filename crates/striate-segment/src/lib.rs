//! Streams to cleaned motion, efforts, recoveries and the kind of session.
