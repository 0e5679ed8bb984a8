//! Ours against an independent decoder, sample by sample, on every FIT file of the corpus.

use crate::{corpus, rusty};
use rustyfit::proto::Message;
use striate_formats::fit;
use striate_model::{Channel, Recording};

/// How often a field is valid, and the sum of its values.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    count: usize,
    total: f64,
}

impl Sum {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        values.filter(|v| !v.is_nan()).fold(Self::default(), |s, v| Self { count: s.count + 1, total: s.total + v })
    }

    /// Equal but for the rounding of single values to 32 bits.
    fn agrees(self, other: Self) -> bool {
        self.count == other.count && (self.total - other.total).abs() <= 1e-6 * (1.0 + self.total.abs())
    }
}

/// A field of a sample: its name, how the other decoder's message gives it, and our column.
struct Field {
    name: &'static str,
    theirs: fn(&Message) -> Option<f64>,
    ours: fn(&Recording) -> Vec<f64>,
}

fn wide(column: &[f64]) -> Vec<f64> {
    column.to_vec()
}

fn narrow(recording: &Recording, channel: Channel) -> Vec<f64> {
    recording.streams.channel(channel).iter().map(|&v| f64::from(v)).collect()
}

/// Ten fields of a sample.
const FIELDS: [Field; 10] = [
    Field {
        name: "latitude",
        theirs: |m| rusty::number(m, 0).map(|v| v / 2_147_483_648.0 * 180.0),
        ours: |r| wide(&r.streams.latitude_deg),
    },
    Field {
        name: "longitude",
        theirs: |m| rusty::number(m, 1).map(|v| v / 2_147_483_648.0 * 180.0),
        ours: |r| wide(&r.streams.longitude_deg),
    },
    Field {
        name: "altitude",
        theirs: |m| rusty::number(m, 78).or_else(|| rusty::number(m, 2)).map(|v| v / 5.0 - 500.0),
        ours: |r| narrow(r, Channel::AltitudeM),
    },
    Field {
        name: "heart rate",
        theirs: |m| rusty::number(m, 3).filter(|&v| v > 0.0),
        ours: |r| narrow(r, Channel::HeartRateBpm),
    },
    Field {
        name: "cadence",
        theirs: |m| rusty::number(m, 4).map(|v| v + rusty::number(m, 53).unwrap_or(0.0) / 128.0),
        ours: |r| {
            let steps = if r.sport.is_on_foot() { 2.0 } else { 1.0 };
            narrow(r, Channel::CadencePerMin).into_iter().map(|v| v / steps).collect()
        },
    },
    Field {
        name: "distance",
        theirs: |m| rusty::number(m, 5).map(|v| v / 100.0),
        ours: |r| wide(&r.streams.distance_m),
    },
    Field {
        name: "speed",
        theirs: |m| rusty::number(m, 73).or_else(|| rusty::number(m, 6)).map(|v| v / 1000.0),
        ours: |r| narrow(r, Channel::SpeedMPerS),
    },
    Field { name: "power", theirs: |m| rusty::number(m, 7), ours: |r| narrow(r, Channel::PowerW) },
    Field { name: "temperature", theirs: |m| rusty::number(m, 13), ours: |r| narrow(r, Channel::TemperatureC) },
    Field {
        name: "oscillation",
        theirs: |m| rusty::number(m, 39).filter(|&v| v > 0.0).map(|v| v / 10_000.0),
        ours: |r| narrow(r, Channel::VerticalOscillationM),
    },
];

/// Differences that are ours to keep.
fn reason(file: &str, field: &str, theirs: Sum, ours: Sum) -> Option<&'static str> {
    match (file, field) {
        (_, "power" | "oscillation") if theirs.count == 0 => Some("taken from the developer field of a foot pod"),
        ("sample_mulitple_header.fit", "heart rate") if ours.count > theirs.count => {
            Some("beats that the chest strap stored fill samples without heart rate")
        }
        ("strava-android-app-201.10-b1218918.fit", _) if ours.count + 1 == theirs.count => {
            Some("the last sample before the damage has an impossible date: its values are left out")
        }
        ("compressed-speed-distance.fit", "distance" | "speed") if theirs.count == 0 => {
            Some("packed into three bytes, which are not unpacked there; the total is checked instead")
        }
        _ => None,
    }
}

#[test]
fn ten_fields_of_every_sample_agree_with_an_independent_decoder() {
    let Some(folder) = corpus::folder() else { return };
    let mut misses = Vec::new();
    let mut compared = 0;
    for row in corpus::manifest(&folder, ".fit") {
        let file = row["file"].as_str();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let decoded = fit::decode(&bytes).unwrap();
        let records = rusty::records(&bytes);
        let samples: usize = decoded.recordings.iter().map(|r| r.streams.len()).sum();
        if samples != records.len() {
            misses.push(format!("{file}: {samples} samples, not {}", records.len()));
        }
        for field in &FIELDS {
            let theirs = Sum::of(records.iter().filter_map(field.theirs));
            let ours = Sum::of(decoded.recordings.iter().flat_map(field.ours));
            compared += theirs.count;
            if !theirs.agrees(ours) {
                let line = format!("{file}: {} {ours:?}, theirs {theirs:?}", field.name);
                match reason(file, field.name, theirs, ours) {
                    Some(reason) => println!("{line}: {reason}"),
                    None => misses.push(line),
                }
            }
        }
    }
    println!("{compared} values compared");
    let packed = fit::decode(&std::fs::read(folder.join("compressed-speed-distance.fit")).unwrap()).unwrap();
    let run = &packed.recordings[0];
    let last = run.streams.distance_m.iter().copied().rfind(|m| !m.is_nan()).unwrap();
    assert!((last - run.distance.unwrap().as_m()).abs() < 5.0, "unpacked distance ends at {last} m");
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert!(compared > 100_000);
}
