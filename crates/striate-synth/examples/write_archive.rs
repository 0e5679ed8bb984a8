//! Writes a bulk export: `write_archive strava 3000 export.zip`, or `garmin`, or `apple`. Prints what is in it and how long
//! it took.
#![expect(clippy::print_stdout, reason = "an example prints what it did")]
#![expect(clippy::disallowed_methods, reason = "an example writes a file and reads the clock")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;
use striate_model::Day;
use striate_synth::{ArchiveOrder, apple_archive, garmin_archive, strava_archive};

fn main() -> std::io::Result<()> {
    let usage = "write_archive strava|garmin|apple ACTIVITIES FILE";
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [kind, activities, path] = words.as_slice() else { panic!("{usage}") };
    let last = Day::from_civil(2026, 11, 15).expect("a day of the calendar");
    let order = ArchiveOrder { activities: activities.parse().expect(usage), last, seed: 1 };
    let begun = Instant::now();
    let mut to = BufWriter::new(File::create(path)?);
    let truth = match kind.as_str() {
        "strava" => strava_archive(&order, &mut to)?,
        "garmin" => garmin_archive(&order, &mut to)?,
        "apple" => apple_archive(&order, &mut to)?,
        _ => panic!("{usage}"),
    };
    to.flush()?;
    println!(
        "{} activities, {} sessions, {} broken, {} twins, {} MB in {:.1} s",
        truth.activities.len(),
        truth.sessions(),
        truth.broken(),
        truth.twins(),
        std::fs::metadata(path)?.len() >> 20,
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}
