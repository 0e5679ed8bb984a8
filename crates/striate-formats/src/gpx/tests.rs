//! Each oddity of real exporters, rebuilt.

use super::decode;
use striate_model::{Channel, Decoded, Recording, Sport, SubSport, Timestamp, WarningCode};

const START_MS: i64 = 1_714_550_400_000;

fn at(s: i64) -> Timestamp {
    Timestamp::from_unix_ms(START_MS + s * 1000)
}

fn time(s: u32) -> String {
    format!("<time>2024-05-01T{:02}:{:02}:{:02}Z</time>", 8 + s / 3600, s / 60 % 60, s % 60)
}

/// A point `s` seconds after the start on a straight line north at 3 m/s, with more elements.
fn point(s: u32, more: &str) -> String {
    let lat = 48.0 + f64::from(s) * 3.0 / 111_195.08;
    format!("<trkpt lat=\"{lat:.9}\" lon=\"11.5\"><ele>500</ele>{}{more}</trkpt>", time(s))
}

fn segment(seconds: impl IntoIterator<Item = u32>) -> String {
    format!("<trkseg>{}</trkseg>", seconds.into_iter().map(|s| point(s, "")).collect::<String>())
}

fn file(inside: &str) -> String {
    format!("<?xml version='1.0'?><gpx version='1.1' creator='Test &amp; Co'>{inside}</gpx>")
}

fn track(inside: &str) -> String {
    format!("<trk><name>Dawn</name><type>running</type>{inside}</trk>")
}

fn read(text: &str) -> Decoded {
    decode(text.as_bytes()).unwrap()
}

fn only(decoded: &Decoded) -> &Recording {
    assert_eq!(decoded.recordings.len(), 1, "{decoded:?}");
    assert!(decoded.recordings[0].streams.is_consistent());
    &decoded.recordings[0]
}

fn codes(decoded: &Decoded) -> Vec<WarningCode> {
    decoded.warnings.iter().map(|w| w.code).collect()
}

#[test]
fn time_and_distance_of_a_run_come_from_its_points() {
    let decoded = read(&file(&track(&segment(0..=600))));
    let run = only(&decoded);
    assert_eq!((run.sport, run.start, run.name.as_deref()), (Sport::Running, at(0), Some("Dawn")));
    assert_eq!(run.device.name.as_deref(), Some("Test & Co"));
    assert_eq!(
        (run.timer.map(striate_model::TimeSpan::as_s), run.elapsed.map(striate_model::TimeSpan::as_s)),
        (Some(600.0), Some(600.0))
    );
    assert!((run.distance.unwrap().as_m() - 1800.0).abs() < 1.0);
    assert_eq!(run.streams.channel(Channel::AltitudeM), [500.0; 601]);
    assert_eq!((run.laps.len(), run.streams.distance_m.len()), (0, 0));
    assert_eq!(codes(&decoded), [WarningCode::DerivedTotal]);
}

#[test]
fn sensors_are_found_in_the_extensions_of_every_app() {
    let forms = [
        "<extensions><ns3:TrackPointExtension><ns3:hr>150</ns3:hr><ns3:cad>85</ns3:cad><ns3:atemp>21.5</ns3:atemp></ns3:TrackPointExtension><power>250</power></extensions>",
        "<extensions><hr>150</hr><cadence>85</cadence><temp>21.5</temp><gpxpx:PowerExtension><gpxpx:PowerInWatts>250</gpxpx:PowerInWatts></gpxpx:PowerExtension></extensions>",
        "<extensions><a:app><a:deep><heartrate>150</heartrate></a:deep><RunCadence>85</RunCadence><Watts>250</Watts><Temperature>21.5</Temperature></a:app></extensions>",
    ];
    for form in forms {
        let points: String = (0..60).map(|s| point(s, form)).collect();
        let decoded = read(&file(&track(&format!("<trkseg>{points}</trkseg>"))));
        let streams = &only(&decoded).streams;
        assert_eq!(streams.channel(Channel::HeartRateBpm), [150.0; 60], "{form}");
        assert_eq!(streams.channel(Channel::CadencePerMin), [170.0; 60], "{form}");
        assert_eq!(streams.channel(Channel::PowerW), [250.0; 60], "{form}");
        assert_eq!(streams.channel(Channel::TemperatureC), [21.5; 60], "{form}");
        assert_eq!(decoded.unknown, []);
    }
}

#[test]
fn a_gap_between_segments_is_a_pause_and_a_new_segment_without_a_gap_is_none() {
    let decoded = read(&file(&track(&format!("{}{}{}", segment(0..=60), segment(61..=120), segment(300..=360)))));
    let run = only(&decoded);
    assert_eq!(run.pauses.iter().map(|p| (p.start, p.end)).collect::<Vec<_>>(), [(at(120), at(300))]);
    assert_eq!(
        (run.timer.map(striate_model::TimeSpan::as_s), run.elapsed.map(striate_model::TimeSpan::as_s)),
        (Some(180.0), Some(360.0))
    );
    // The 540 m between the segments were not run.
    assert!((run.distance.unwrap().as_m() - 540.0).abs() < 1.0);
}

#[test]
fn points_at_impossible_latitudes_are_pauses_not_samples() {
    let marker = |lat: u32, s: u32| format!("<trkpt lat=\"{lat}\" lon=\"0\">{}</trkpt>", time(s));
    let points = |range: std::ops::RangeInclusive<u32>| range.map(|s| point(s, "")).collect::<String>();
    let text = format!("<trkseg>{}{}{}{}</trkseg>", points(0..=60), marker(100, 61), marker(200, 90), points(91..=120));
    let decoded = read(&file(&track(&text)));
    let run = only(&decoded);
    assert_eq!(run.streams.len(), 91);
    assert_eq!(run.pauses.iter().map(|p| (p.start, p.end)).collect::<Vec<_>>(), [(at(61), at(90))]);
    assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(91.0));
    let unresumed = format!("<trkseg>{}{}{}</trkseg>", points(0..=60), marker(100, 61), points(91..=120));
    assert_eq!(only(&read(&file(&track(&unresumed)))).pauses[0].end, at(91));
}

#[test]
fn another_impossible_position_is_left_out_with_a_warning() {
    let decoded = read(&file(&track(&segment(0..=9))).replacen("lon=\"11.5\"", "lon=\"911.5\"", 1));
    assert!(only(&decoded).streams.latitude_deg[0].is_nan());
    assert!(codes(&decoded).contains(&WarningCode::ImpossibleValue));
}

#[test]
fn waypoints_routes_and_points_without_time_are_places_to_go() {
    let wpt = format!("<wpt lat=\"1\" lon=\"2\">{}<name>x</name></wpt>", time(0));
    let rte = "<rte><name>x</name><rtept lat=\"1\" lon=\"2\"/></rte>";
    let untimed =
        track("<trkseg><trkpt lat=\"1\" lon=\"2\"/><trkpt lat=\"1\" lon=\"2.1\"><ele>3</ele></trkpt></trkseg>");
    for (inside, words) in [(wpt.as_str(), "waypoints"), (rte, "waypoints"), (&untimed, "no time"), ("", "no track")] {
        let decoded = read(&file(inside));
        assert_eq!(decoded.recordings, []);
        assert_eq!(codes(&decoded), [WarningCode::Unsupported], "{inside}");
        assert!(decoded.warnings[0].message.contains(words), "{inside}");
    }
}

#[test]
fn a_single_point_without_time_is_left_out() {
    let decoded = read(&file(&track(&segment(0..=9))).replacen(&time(4), "", 1));
    assert_eq!(only(&decoded).streams.len(), 9);
    assert!(codes(&decoded).contains(&WarningCode::BadField));
}

#[test]
fn tracks_hours_apart_are_several_recordings_and_tracks_that_meet_are_one() {
    let apart = read(&file(&format!("{}{}", track(&segment(7200..=7260)), track(&segment(0..=60)))));
    assert_eq!(apart.recordings.iter().map(|r| r.start).collect::<Vec<_>>(), [at(0), at(7200)]);
    let extension = "<extensions><hr>150</hr></extensions>";
    let second: String = (90..=120).map(|s| point(s, extension)).collect();
    let met = read(&file(&format!("{}{}", track(&segment(0..=60)), track(&format!("<trkseg>{second}</trkseg>")))));
    let run = only(&met);
    assert_eq!((run.streams.len(), run.pauses.len()), (92, 1));
    let hr = run.streams.channel(Channel::HeartRateBpm);
    assert!(hr[60].is_nan() && hr[61] == 150.0);
    let other_sport = track(&segment(61..=120)).replace("running", "cycling");
    assert_eq!(read(&file(&format!("{}{other_sport}", track(&segment(0..=60))))).recordings.len(), 2);
}

#[test]
fn a_track_without_a_type_is_of_the_sport_in_its_name() {
    let sport =
        |name: &str| only(&read(&file(&format!("<trk><name><![CDATA[{name}]]></name>{}</trk>", segment(0..=9))))).sport;
    assert_eq!(sport("Running 8/31/19 12:35 pm"), Sport::Running);
    assert_eq!(sport("Afternoon Ride"), Sport::Cycling);
    assert_eq!(sport("Lauf am Morgen"), Sport::Running);
    assert_eq!(sport("Track 12"), Sport::Unknown);
    let titled = format!("<metadata><name>Evening Walk</name></metadata><trk>{}</trk>", segment(0..=9));
    assert_eq!(only(&read(&file(&titled))).sport, Sport::Walking);
}

#[test]
fn the_word_of_the_file_and_the_offset_of_its_stamps_are_kept() {
    let text = file(&track(&segment(0..=60)));
    assert_eq!((only(&read(&text)).sport_word.as_deref(), only(&read(&text)).utc_offset), (Some("running"), None));
    let local = text.replace("2024-05-01T08", "2024-05-01T17").replace("Z</time>", "+09:00</time>");
    let decoded = read(&local.replace("running", "padel"));
    let there = only(&decoded);
    assert_eq!((there.start, there.utc_offset.map(striate_model::TimeSpan::as_s)), (at(0), Some(32_400.0)));
    assert_eq!((there.sport, there.sport_word.as_deref()), (Sport::Unknown, Some("padel")));
}

#[test]
fn a_wild_fix_is_no_way_and_a_few_points_of_a_long_run_keep_its_length() {
    let clean = only(&read(&file(&track(&segment(0..=600))))).distance.map_or(0.0, striate_model::Distance::as_m);
    let text = file(&track(&segment(0..=600)));
    let at_300 = format!("lat=\"{:.9}\" lon=\"11.5\"", 48.0 + 300.0 * 3.0 / 111_195.08);
    assert!(text.contains(&at_300));
    let decoded = read(&text.replace(&at_300, "lat=\"48.02\" lon=\"11.53\""));
    let metres = only(&decoded).distance.map_or(0.0, striate_model::Distance::as_m);
    assert!((metres - clean).abs() < 10.0, "{metres} {clean}");
    assert!(codes(&decoded).contains(&WarningCode::Repaired));
    let few = read(&file(&track(&segment((0..=3000).step_by(600)))));
    assert!((only(&few).distance.map_or(0.0, striate_model::Distance::as_m) - 9000.0).abs() < 5.0);
}

#[test]
fn a_clock_that_jumps_within_a_segment_loses_no_point() {
    let jumped: String = (0..=600_u32)
        .map(|s| if s < 250 { point(s, "") } else { point(s, "").replace("2024-05-01", "2024-05-21") })
        .collect();
    let decoded = read(&file(&track(&format!("<trkseg>{jumped}</trkseg>"))));
    let run = only(&decoded);
    assert_eq!((run.streams.len(), run.elapsed.map(striate_model::TimeSpan::as_s)), (601, Some(600.0)));
    assert!((run.distance.map_or(0.0, striate_model::Distance::as_m) - 1800.0).abs() < 2.0);
    assert!(codes(&decoded).contains(&WarningCode::TimeDisorder));
}

#[test]
fn the_type_of_a_track_is_its_sport() {
    let sport = |word: &str| {
        let decoded = read(&file(&track(&segment(0..=9))).replace("running", word));
        (only(&decoded).sport, only(&decoded).sub_sport)
    };
    assert_eq!(sport("trail_running"), (Sport::Running, SubSport::Trail));
    assert_eq!(sport("<![CDATA[Run]]>"), (Sport::Running, SubSport::Generic));
    assert_eq!(sport("9"), (Sport::Running, SubSport::Generic));
    assert_eq!(sport("the category"), (Sport::Unknown, SubSport::Generic));
}

#[test]
fn attributes_come_in_any_order_and_quotes() {
    let text = "<gpx><metadata><name>Title</name></metadata><trk><trkseg><trkpt\n lon = '11.5' a:b=\">\" lat='48.25'><time>2024-05-01T08:00:00Z</time></trkpt></trkseg></trk></gpx>";
    let decoded = read(text);
    let run = only(&decoded);
    assert_eq!((run.streams.latitude_deg[0], run.streams.longitude_deg[0]), (48.25, 11.5));
    assert_eq!(run.name.as_deref(), Some("Title"));
}

#[test]
fn the_speed_of_an_old_file_is_in_the_point_itself() {
    let points: String = (0..60).map(|s| point(s, "<course>1</course><speed>3.0</speed>")).collect();
    let decoded = read(&file(&track(&format!("<trkseg>{points}</trkseg>"))));
    assert_eq!(only(&decoded).streams.channel(Channel::SpeedMPerS), [3.0; 60]);
}

#[test]
fn distances_from_point_to_point_are_added_up() {
    let points: String = (0..60)
        .map(|s| point(s, &format!("<extensions><o:distance>{}</o:distance></extensions>", 2.5 + f64::from(s % 2))))
        .collect();
    let decoded = read(&file(&track(&format!("<trkseg>{points}</trkseg>"))));
    assert_eq!(only(&decoded).distance.map(striate_model::Distance::as_m), Some(180.0));
    assert!(codes(&decoded).contains(&WarningCode::Repaired));
}

#[test]
fn what_comes_before_a_cut_is_kept() {
    let text = file(&track(&segment(0..=60)));
    let cut = text.find(&time(40)).unwrap() + 8;
    let decoded = read(&text[..cut]);
    assert_eq!(only(&decoded).streams.len(), 40);
    assert!(codes(&decoded).contains(&WarningCode::Truncated));
}

#[test]
fn what_is_not_understood_is_counted() {
    let decoded = read(&file(&format!("<odd><hr>1</hr></odd>{}", track(&segment(0..=9)))));
    assert_eq!(decoded.unknown, [("odd".to_owned(), 1)]);
}
