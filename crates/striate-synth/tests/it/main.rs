//! Synth from outside: the committed examples, the truth against its recording, and FIT there and back.

mod archives;
mod examples;
mod our_decoder;
mod round_trip;
mod test_set;
