//! Properties of TCX and GPX decoding over made-up files and over any bytes.

use proptest::prelude::*;
use striate_formats::{decode, gpx, tcx};
use striate_model::{Decoded, Recording, TimeSpan, Timestamp};

/// 2023-11-14T22:13:20Z.
const START_MS: i64 = 1_700_000_000_000;

#[derive(Clone, Debug)]
struct Sample {
    step_s: i64,
    north: i32,
    east: i32,
    hr: Option<u8>,
    cadence: Option<u8>,
    altitude: Option<i16>,
    new_part: bool,
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let sample = (
        1..5_i64,
        -9..9_i32,
        5..40_i32,
        prop::option::of(40..200_u8),
        prop::option::of(70..95_u8),
        prop::option::of(0..800_i16),
        prop::bool::weighted(0.05),
    );
    let sample = sample.prop_map(|(step_s, north, east, hr, cadence, altitude, new_part)| Sample {
        step_s,
        north,
        east,
        hr,
        cadence,
        altitude,
        new_part,
    });
    prop::collection::vec(sample, 1..80)
}

fn instant(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap().to_string()
}

fn maybe<T: std::fmt::Display>(value: Option<T>, before: &str, after: &str) -> String {
    value.map_or(String::new(), |v| format!("{before}{v}{after}"))
}

/// The samples as a document: its head, how parts are divided, each point, its tail.
fn document(samples: &[Sample], start_ms: i64, tcx: bool) -> String {
    let (mut ms, mut lat, mut lon) = (start_ms, 48_000_000, 11_000_000);
    let first = instant(ms);
    let mut text = if tcx {
        format!(
            "<?xml version=\"1.0\"?>\n<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Lap StartTime=\"{first}\"><Track>\n"
        )
    } else {
        "<gpx><trk><type>running</type><trkseg>\n".to_owned()
    };
    for sample in samples {
        if sample.new_part {
            let now = instant(ms);
            text += &if tcx {
                format!("</Track></Lap><Lap StartTime=\"{now}\"><Track>\n")
            } else {
                "</trkseg><trkseg>\n".into()
            };
        }
        let (t, la, lo) = (instant(ms), f64::from(lat) / 1e6, f64::from(lon) / 1e6);
        text += &if tcx {
            format!(
                "<Trackpoint><Time>{t}</Time><Position><LatitudeDegrees>{la}</LatitudeDegrees><LongitudeDegrees>{lo}</LongitudeDegrees></Position>{}{}{}</Trackpoint>\n",
                maybe(sample.altitude, "<AltitudeMeters>", "</AltitudeMeters>"),
                maybe(sample.hr, "<HeartRateBpm><Value>", "</Value></HeartRateBpm>"),
                maybe(sample.cadence, "<Extensions><TPX><RunCadence>", "</RunCadence></TPX></Extensions>"),
            )
        } else {
            format!(
                "<trkpt lat=\"{la}\" lon=\"{lo}\">{}<time>{t}</time><extensions>{}{}</extensions></trkpt>\n",
                maybe(sample.altitude, "<ele>", "</ele>"),
                maybe(sample.hr, "<hr>", "</hr>"),
                maybe(sample.cadence, "<cad>", "</cad>"),
            )
        };
        ms += sample.step_s * 1000;
        lat += sample.north;
        lon += sample.east;
    }
    text +=
        if tcx { "</Track></Lap></Activity></Activities></TrainingCenterDatabase>" } else { "</trkseg></trk></gpx>" };
    text
}

fn one(decoded: &Decoded) -> &Recording {
    assert_eq!(decoded.recordings.len(), 1);
    &decoded.recordings[0]
}

fn is_sound(decoded: &Decoded) -> bool {
    decoded.recordings.is_sorted_by_key(|r| r.start)
        && decoded.recordings.iter().all(|r| {
            r.streams.is_consistent()
                && r.pauses.iter().all(|p| p.start < p.end)
                && r.laps.iter().all(|lap| lap.start <= lap.end)
                && [r.timer, r.elapsed].iter().flatten().all(|t| t.as_s().is_finite() && t.as_s() >= 0.0)
                && r.distance.is_none_or(|d| d.as_m().is_finite() && d.as_m() >= 0.0)
                && r.streams
                    .latitude_deg
                    .iter()
                    .chain(&r.streams.longitude_deg)
                    .chain(&r.streams.distance_m)
                    .all(|v| !v.is_infinite())
        })
}

fn never_fails(bytes: &[u8]) {
    for decoded in [decode(bytes, "x.gpx"), tcx::decode(bytes), gpx::decode(bytes)].into_iter().flatten() {
        assert!(is_sound(&decoded));
    }
}

/// Pieces of which broken documents are made.
fn piece() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "TrainingCenterDatabase",
        "Activities",
        "Activity",
        "Lap",
        "Track",
        "Trackpoint",
        "Time",
        "Position",
        "LatitudeDegrees",
        "LongitudeDegrees",
        "DistanceMeters",
        "HeartRateBpm",
        "Value",
        "Extensions",
        "ns3:TPX",
        "RunCadence",
        "TotalTimeSeconds",
        "Intensity",
        "Transition",
        "Course",
        "Id",
        "gpx",
        "trk",
        "trkseg",
        "trkpt",
        "wpt",
        "time",
        "ele",
        "name",
        "type",
        "extensions",
        "hr",
        "cad",
        "distance",
        "odd",
        "x:y",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        " lat=\"1\" lon=\"2\"",
        " lat='100' lon='0'",
        " lat=\"200\"",
        " StartTime=\"2024-05-01T08:00:00Z\"",
        " Sport=\"Running\"",
        " a",
        " a=",
        " a='",
        " =\"\"",
    ]);
    let texts = prop::sample::select(vec![
        "2024-05-01T08:00:00Z",
        "2024-05-01T08:00:09.0999Z",
        "2199-12-31T23:59:59+18:00",
        "1970-01-01T00:00:00-18:00",
        "0",
        "1",
        "-1",
        "150",
        "1e308",
        "-1e308",
        "NaN",
        "1e-400",
        "99999999999999999999",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "&x;",
        "&",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<!",
        "<!DOCTYPE a [",
        "<",
        ">",
        "\"",
        "\u{0}",
        "\u{fffd}",
        "\n",
    ]);
    prop_oneof![
        4 => (names.clone(), attributes.clone()).prop_map(|(n, a)| format!("<{n}{a}>")),
        4 => names.clone().prop_map(|n| format!("</{n}>")),
        1 => (names, attributes).prop_map(|(n, a)| format!("<{n}{a}/>")),
        4 => texts.prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        never_fails(&bytes);
    }

    #[test]
    fn any_heap_of_markup_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..80), tcx in any::<bool>()) {
        let root = if tcx { "<TrainingCenterDatabase>" } else { "<gpx>" };
        never_fails(format!("{root}{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_file_with_any_bytes_broken_is_still_read(
        samples in samples(), tcx in any::<bool>(), hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10),
    ) {
        let mut bytes = document(&samples, START_MS, tcx).into_bytes();
        for (place, byte) in hits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        never_fails(&bytes);
    }

    #[test]
    fn every_sample_that_is_written_is_read(samples in samples(), tcx in any::<bool>()) {
        let decoded = decode(document(&samples, START_MS, tcx).as_bytes(), "").unwrap();
        let recording = one(&decoded);
        prop_assert!(is_sound(&decoded));
        let mut ms = START_MS;
        for (sample, time) in samples.iter().zip(&recording.streams.time) {
            prop_assert_eq!(*time, Timestamp::from_unix_ms(ms));
            ms += sample.step_s * 1000;
        }
        prop_assert_eq!(recording.streams.len(), samples.len());
        let cadence = recording.streams.channel(striate_model::Channel::CadencePerMin);
        for (sample, read) in samples.iter().zip(cadence) {
            prop_assert_eq!(sample.cadence.map(|c| 2.0 * f32::from(c)), (!read.is_nan()).then_some(*read));
        }
    }

    #[test]
    fn a_file_that_is_cut_keeps_what_came_before(samples in samples(), tcx in any::<bool>(), cut in any::<prop::sample::Index>()) {
        let text = document(&samples, START_MS, tcx);
        let whole = decode(text.as_bytes(), "").unwrap();
        let cut = cut.index(text.len());
        let Ok(part) = decode(&text.as_bytes()[..cut], "") else { return Ok(()) };
        prop_assert!(is_sound(&part));
        let end = if tcx { "</Trackpoint>" } else { "</trkpt>" };
        let complete = text[..cut].matches(end).count();
        let read = part.recordings.first().map_or(0, |r| r.streams.len());
        prop_assert_eq!(read, complete);
        if let Some(part) = part.recordings.first() {
            let whole = &one(&whole).streams;
            prop_assert_eq!(&part.streams.time[..], &whole.time[..read]);
            prop_assert_eq!(&part.streams.latitude_deg[..], &whole.latitude_deg[..read]);
            prop_assert_eq!(&part.streams.longitude_deg[..], &whole.longitude_deg[..read]);
        }
    }

    #[test]
    fn a_run_at_another_time_is_the_same_run(samples in samples(), tcx in any::<bool>(), later_s in -1_000_000_000..1_000_000_000_i64) {
        let first = decode(document(&samples, START_MS, tcx).as_bytes(), "").unwrap();
        let mut second = decode(document(&samples, START_MS + later_s * 1000, tcx).as_bytes(), "").unwrap();
        let back = TimeSpan::from_s(later_s as f64);
        for recording in &mut second.recordings {
            recording.start = recording.start - back;
            recording.streams.time.iter_mut().for_each(|t| *t = *t - back);
            recording.laps.iter_mut().for_each(|lap| (lap.start, lap.end) = (lap.start - back, lap.end - back));
            recording.pauses.iter_mut().for_each(|p| (p.start, p.end) = (p.start - back, p.end - back));
        }
        // NaN differs from itself, so the two are compared as they print.
        prop_assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }
}
