//! Walks over files and decodes what is in them: `walk_archive FILE...`. Prints counts, problems and the time.
#![expect(clippy::print_stdout, reason = "an example prints what it did")]
#![expect(clippy::disallowed_methods, reason = "an example opens files and reads the clock")]

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::ControlFlow;
use std::time::Instant;
use striate_archive::{Content, Found, walk};
use striate_formats::decode;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let begun = Instant::now();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut bytes = 0;
        let mut sink = |found: Found| {
            let what = match found.content {
                Content::Reading(_) => "reading".to_owned(),
                Content::Skipped(what) => format!("skipped: {what}"),
                Content::Problem(message) => {
                    println!("{}: {message}", found.member);
                    "problem".to_owned()
                }
                Content::File(packed, about) => match packed.unpack() {
                    Err(fault) => {
                        println!("{}: {fault}", found.member);
                        "cannot be unpacked".to_owned()
                    }
                    Ok(unpacked) => {
                        bytes += unpacked.bytes.len();
                        match decode(&unpacked.bytes, &unpacked.name) {
                            Err(error) => {
                                println!("{}: {error}", found.member);
                                "cannot be decoded".to_owned()
                            }
                            Ok(decoded) => {
                                let known = if about.is_some() { ", known to the export" } else { "" };
                                format!("{}, {} recordings{known}", decoded.format.as_str(), decoded.recordings.len())
                            }
                        }
                    }
                },
                _ => "other".to_owned(),
            };
            *counts.entry(what).or_default() += 1;
            ControlFlow::Continue(())
        };
        walk(&mut File::open(&path)?, &path, &mut sink)?;
        println!("{path}: {:.2} s, {} MB of files", begun.elapsed().as_secs_f64(), bytes >> 20);
        for (what, count) in counts {
            println!("  {count:6} {what}");
        }
    }
    Ok(())
}
