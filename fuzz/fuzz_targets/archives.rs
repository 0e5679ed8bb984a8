//! Any bytes through the walk over archives, and whatever it finds through the front door.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::ops::ControlFlow;
use striate_archive::{Content, Found, walk};
use striate_formats::decode;

fuzz_target!(|bytes: &[u8]| {
    let mut count = 0;
    let mut sink = |found: Found| {
        assert!(!found.member.chars().any(char::is_control));
        if let Content::File(packed, _) = found.content
            && let Ok(unpacked) = packed.unpack()
            && let Ok(decoded) = decode(&unpacked.bytes, &unpacked.name)
        {
            assert!(decoded.recordings.is_sorted_by_key(|recording| recording.start));
            assert!(decoded.recordings.iter().all(|recording| recording.streams.is_consistent()));
        }
        count += 1;
        if count < 200 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    walk(&mut Cursor::new(bytes), "fuzz.zip", &mut sink).expect("memory can be read");
});
