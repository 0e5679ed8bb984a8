//! Each oddity of real exporters, rebuilt.

use super::decode;
use crate::decode as decode_any;
use striate_model::{Channel, Decoded, Intensity, LapTrigger, Recording, Sport, Timestamp, WarningCode};

/// 2024-05-01T08:00:00Z.
const START_MS: i64 = 1_714_550_400_000;

fn instant(s: u32) -> String {
    format!("2024-05-01T08:{:02}:{:02}Z", s / 60, s % 60)
}

fn at(s: i64) -> Timestamp {
    Timestamp::from_unix_ms(START_MS + s * 1000)
}

/// A point `s` seconds after the start on a straight line north at 3 m/s, with more elements.
fn point(s: u32, more: &str) -> String {
    let lat = 48.0 + f64::from(s) * 3.0 / 111_195.08;
    format!(
        "<Trackpoint><Time>{}</Time><Position><LatitudeDegrees>{lat:.9}</LatitudeDegrees>\
         <LongitudeDegrees>11.5</LongitudeDegrees></Position>{more}</Trackpoint>",
        instant(s)
    )
}

fn points(seconds: impl IntoIterator<Item = u32>) -> String {
    seconds.into_iter().map(|s| point(s, &format!("<DistanceMeters>{}</DistanceMeters>", s * 3))).collect()
}

fn lap(s: u32, totals: &str, tracks: &str) -> String {
    format!("<Lap StartTime=\"{}\">{totals}{tracks}</Lap>", instant(s))
}

fn activity(sport: &str, inside: &str) -> String {
    format!("<Activity Sport=\"{sport}\"><Id>{}</Id>{inside}</Activity>", instant(0))
}

fn file(inside: &str) -> String {
    format!("<?xml version=\"1.0\"?><TrainingCenterDatabase><Activities>{inside}</Activities></TrainingCenterDatabase>")
}

fn run(inside: &str) -> String {
    file(&activity("Running", inside))
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

fn track(points: &str) -> String {
    format!("<Track>{points}</Track>")
}

fn one_lap(totals: &str, points: &str) -> String {
    run(&lap(0, totals, &track(points)))
}

const TOTALS: &str = "<TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>180</DistanceMeters>";

#[test]
fn a_plain_run_is_read_as_it_is_written() {
    let totals = "<TotalTimeSeconds>60.5</TotalTimeSeconds><DistanceMeters>181</DistanceMeters><MaximumSpeed>3.5</MaximumSpeed>\
                  <AverageHeartRateBpm><Value>150</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>160</Value>\
                  </MaximumHeartRateBpm><Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod>";
    let decoded = read(&one_lap(totals, &points(0..=60)));
    let run = only(&decoded);
    assert_eq!(decoded.warnings, []);
    assert_eq!((run.sport, run.start), (Sport::Running, at(0)));
    assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(60.5));
    assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(181.0));
    assert_eq!(run.hr_mean.map(striate_model::HeartRate::as_bpm), Some(150.0));
    assert_eq!(run.hr_max.map(striate_model::HeartRate::as_bpm), Some(160.0));
    assert_eq!(run.speed_max.map(striate_model::Speed::as_m_per_s), Some(3.5));
    assert_eq!(run.laps.len(), 1);
    assert_eq!((run.laps[0].intensity, run.laps[0].trigger), (Some(Intensity::Active), Some(LapTrigger::Distance)));
    assert_eq!(run.streams.len(), 61);
    assert_eq!(run.streams.distance_m[60], 180.0);
    assert_eq!(run.streams.longitude_deg, [11.5; 61]);
}

#[test]
fn prefixes_byte_order_mark_and_blanks_change_nothing() {
    let extension = |prefix: &str| {
        format!(
            "<Extensions><{prefix}TPX><{prefix}Speed>3.0</{prefix}Speed><{prefix}RunCadence>85</{prefix}RunCadence><{prefix}Watts>250</{prefix}Watts></{prefix}TPX></Extensions>"
        )
    };
    let plain = one_lap(TOTALS, &(0..=60).map(|s| point(s, &extension(""))).collect::<String>());
    let expected = read(&plain);
    let streams = &only(&expected).streams;
    assert_eq!(streams.channel(Channel::CadencePerMin), [170.0; 61]);
    assert_eq!(streams.channel(Channel::PowerW), [250.0; 61]);
    assert_eq!(streams.channel(Channel::SpeedMPerS), [3.0; 61]);
    let prefixed = one_lap(TOTALS, &(0..=60).map(|s| point(s, &extension("ns2:"))).collect::<String>());
    assert_eq!(read(&prefixed), expected);
    let all_prefixed = plain.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?");
    assert_eq!(read(&all_prefixed), expected);
    let with_blanks = format!("\u{feff}\n   {}", plain.replace('>', ">\r\n  "));
    assert_eq!(read(&with_blanks), expected);
    assert_eq!(decode_any(with_blanks.as_bytes(), "").unwrap(), expected);
}

#[test]
fn utf_16_is_read_like_utf_8() {
    let text = one_lap(TOTALS, &points(0..=60));
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(decode_any(&little, "").unwrap(), read(&text));
    assert_eq!(decode_any(&big, "").unwrap(), read(&text));
}

#[test]
fn a_document_type_is_ignored_and_its_entities_are_never_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let text = run(&format!("<Notes>at &b; dawn</Notes>{}", lap(0, TOTALS, &track(&points(0..=60)))));
    let decoded = read(&text.replace("?>", &format!("?>{bomb}")));
    assert_eq!(only(&decoded).name.as_deref(), Some("at  dawn"));
    assert_eq!(codes(&decoded), [WarningCode::Unsupported]);
}

#[test]
fn names_keep_their_characters() {
    let notes = "<Notes> Tom &amp; Ann&#39;s <![CDATA[<fast>]]> 5&#x20AC; run\n</Notes><Creator><Name>Watch &lt;1&gt;</Name><UnitId>77</UnitId><ProductID>5</ProductID><Version><Name>no</Name></Version></Creator>";
    let decoded = read(&run(&format!("{notes}{}", lap(0, TOTALS, &track(&points(0..=60))))));
    let run = only(&decoded);
    assert_eq!(run.name.as_deref(), Some("Tom & Ann's <fast> 5€ run"));
    assert_eq!(run.device.name.as_deref(), Some("Watch <1>"));
    assert_eq!((run.device.serial, run.device.product), (Some(77), Some(5)));
}

#[test]
fn totals_that_are_zero_or_missing_come_from_the_points() {
    for totals in [
        "<TotalTimeSeconds>0.0</TotalTimeSeconds><DistanceMeters>0.0</DistanceMeters>",
        "",
        "<TotalTimeSeconds/><DistanceMeters></DistanceMeters>",
    ] {
        let decoded = read(&one_lap(totals, &points(0..=60)));
        let run = only(&decoded);
        assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(60.0));
        assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(180.0));
        assert_eq!(codes(&decoded), [WarningCode::DerivedTotal; 2]);
    }
}

#[test]
fn totals_in_minutes_and_kilometres_lose_against_the_points() {
    let totals = "<TotalTimeSeconds>10</TotalTimeSeconds><DistanceMeters>1.8</DistanceMeters>";
    let decoded = read(&one_lap(totals, &points(0..=600)));
    let run = only(&decoded);
    assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(600.0));
    assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(1800.0));
    assert_eq!(codes(&decoded), [WarningCode::ContradictoryTotal; 2]);
}

#[test]
fn totals_that_contradict_the_points_lose() {
    let totals = "<TotalTimeSeconds>60000</TotalTimeSeconds><DistanceMeters>90000</DistanceMeters>";
    let decoded = read(&one_lap(totals, &points(0..=60)));
    assert_eq!(only(&decoded).timer.map(striate_model::TimeSpan::as_s), Some(60.0));
    assert_eq!(only(&decoded).distance.map(striate_model::Distance::as_m), Some(180.0));
    assert_eq!(codes(&decoded), [WarningCode::ContradictoryTotal; 2]);
}

#[test]
fn a_timer_shorter_than_the_points_because_of_a_stop_is_believed() {
    let totals = "<TotalTimeSeconds>120</TotalTimeSeconds><DistanceMeters>360</DistanceMeters>";
    let decoded = read(&one_lap(totals, &points((0..=60).chain(1200..=1260))));
    assert_eq!(only(&decoded).timer.map(striate_model::TimeSpan::as_s), Some(120.0));
    assert_eq!(only(&decoded).elapsed.map(striate_model::TimeSpan::as_s), Some(1260.0));
}

#[test]
fn every_point_of_a_distance_in_kilometres_is_converted() {
    let points: String =
        (0..=60).map(|s| point(s, &format!("<DistanceMeters>{:.3}</DistanceMeters>", f64::from(s) * 0.003))).collect();
    let decoded =
        read(&one_lap("<TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>0.18</DistanceMeters>", &points));
    assert!((only(&decoded).streams.distance_m[60] - 180.0).abs() < 1e-9);
    assert_eq!(only(&decoded).distance.map(striate_model::Distance::as_m), Some(180.0));
    assert_eq!(codes(&decoded), [WarningCode::ContradictoryTotal; 2]);
}

#[test]
fn only_some_points_need_a_distance() {
    let points: String = (0..=60)
        .map(|s| {
            point(s, &if s % 5 == 3 { format!("<DistanceMeters>{}</DistanceMeters>", s * 3) } else { String::new() })
        })
        .collect();
    let decoded = read(&one_lap("<TotalTimeSeconds>60</TotalTimeSeconds>", &points));
    let distance = &only(&decoded).streams.distance_m;
    assert_eq!(distance.iter().filter(|m| !m.is_nan()).count(), 12);
    assert_eq!((distance[58], distance[60].is_nan()), (174.0, true));
    assert_eq!(only(&decoded).distance.map(striate_model::Distance::as_m), Some(174.0));
}

#[test]
fn times_with_an_offset_are_the_same_instants() {
    let text = one_lap(TOTALS, &points(0..=60));
    let mut there = read(&text.replace("T08:", "T09:").replace("Z<", "+01:00<").replace("Z\"", "+01:00\""));
    let offset = there.recordings[0].utc_offset.take();
    assert_eq!(offset.map(striate_model::TimeSpan::as_s), Some(3600.0));
    assert_eq!(there, read(&text));
}

#[test]
fn four_digits_behind_the_seconds_can_be_milliseconds() {
    let points: String =
        (0..=30).map(|s| points([s]).replace("Z<", if s < 15 { ".0000Z<" } else { ".0999Z<" })).collect();
    let decoded = read(&one_lap("<TotalTimeSeconds>31</TotalTimeSeconds><DistanceMeters>90</DistanceMeters>", &points));
    assert_eq!(codes(&decoded), [WarningCode::Repaired]);
    let time = &only(&decoded).streams.time;
    assert_eq!(time[15].since(time[14]).as_s(), 1.999);
}

#[test]
fn rest_on_every_lap_says_nothing_and_rest_on_some_laps_does() {
    let laps = |words: [&str; 3]| {
        let laps = words
            .iter()
            .zip([0, 60, 120])
            .map(|(word, s)| lap(s, &format!("{TOTALS}<Intensity>{word}</Intensity>"), &track(&points(s..s + 60))));
        run(&laps.collect::<String>())
    };
    let intensities = |text: &str| only(&read(text)).laps.iter().map(|lap| lap.intensity).collect::<Vec<_>>();
    assert_eq!(intensities(&laps(["Resting"; 3])), [None; 3]);
    let mixed = intensities(&laps(["Active", "Resting", "Active"]));
    assert_eq!(mixed, [Some(Intensity::Active), Some(Intensity::Rest), Some(Intensity::Active)]);
}

#[test]
fn laps_meet_and_share_the_points_between_them() {
    let laps: String = [0, 60, 120].map(|s| lap(s, TOTALS, &track(&points(s..s + 60)))).concat();
    let decoded = read(&run(&laps));
    let run = only(&decoded);
    assert_eq!(decoded.warnings, []);
    assert_eq!(
        run.laps.iter().map(|lap| (lap.start, lap.end)).collect::<Vec<_>>(),
        [(at(0), at(60)), (at(60), at(120)), (at(120), at(180))]
    );
    assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(180.0));
    assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(540.0));
    assert_eq!(run.pauses, []);
}

#[test]
fn a_second_track_in_a_lap_follows_a_pause() {
    let decoded = read(&run(&lap(0, "", &format!("{}{}", track(&points(0..=60)), track(&points(300..=360))))));
    let run = only(&decoded);
    assert_eq!(run.pauses.iter().map(|p| (p.start, p.end)).collect::<Vec<_>>(), [(at(60), at(300))]);
    assert_eq!(run.timer.map(striate_model::TimeSpan::as_s), Some(120.0));
    assert_eq!(run.elapsed.map(striate_model::TimeSpan::as_s), Some(360.0));
}

#[test]
fn several_activities_are_several_recordings_in_the_order_of_their_start() {
    let later = activity("Biking", &lap(600, TOTALS, &track(&points(600..=660))));
    let earlier = activity("Running", &lap(0, TOTALS, &track(&points(0..=60))));
    let decoded = read(&file(&format!("{later}{earlier}")));
    let sports: Vec<_> = decoded.recordings.iter().map(|r| (r.sport, r.start)).collect();
    assert_eq!(sports, [(Sport::Running, at(0)), (Sport::Cycling, at(600))]);
}

#[test]
fn a_race_of_several_sports_is_one_recording_for_each_and_for_the_change() {
    let text = file(&format!(
        "<MultiSportSession><Id>{}</Id><FirstSport>{}</FirstSport><NextSport><Transition StartTime=\"{}\">{TOTALS}{}</Transition>{}</NextSport></MultiSportSession>",
        instant(0),
        activity("Biking", &lap(0, TOTALS, &track(&points(0..=60)))),
        instant(61),
        track(&points(61..=120)),
        activity("Running", &lap(121, TOTALS, &track(&points(121..=180)))),
    ));
    let sports: Vec<_> = read(&text).recordings.iter().map(|r| (r.sport, r.streams.len())).collect();
    assert_eq!(sports, [(Sport::Cycling, 61), (Sport::Transition, 60), (Sport::Running, 60)]);
}

#[test]
fn a_course_or_a_workout_is_no_recording() {
    let course = format!(
        "<TrainingCenterDatabase><Courses><Course><Name>x</Name>{}</Course></Courses></TrainingCenterDatabase>",
        track(&points(0..=60))
    );
    let workout = "<TrainingCenterDatabase><Workouts><Workout Sport=\"Running\"><Name>x</Name><Step/></Workout></Workouts></TrainingCenterDatabase>";
    for text in [course.as_str(), workout] {
        let decoded = read(text);
        assert_eq!(decoded.recordings, []);
        assert_eq!(codes(&decoded), [WarningCode::Unsupported]);
    }
}

#[test]
fn strides_become_steps_only_on_foot_and_only_where_they_are_strides() {
    let cadence = |sport: &str, value: u32, element: &str| {
        let points: String = (0..=60).map(|s| point(s, &format!("<{element}>{value}</{element}>"))).collect();
        let decoded = read(&file(&activity(sport, &lap(0, TOTALS, &track(&points)))));
        only(&decoded).streams.channel(Channel::CadencePerMin)[30]
    };
    assert_eq!(cadence("Running", 85, "Cadence"), 170.0);
    assert_eq!(cadence("Running", 170, "Cadence"), 170.0);
    assert_eq!(cadence("Biking", 85, "Cadence"), 85.0);
    assert_eq!(cadence("Walking", 55, "Cadence"), 110.0);
    assert_eq!(cadence("Walking", 110, "Cadence"), 110.0);
}

#[test]
fn a_heart_rate_of_zero_is_missing_and_an_impossible_one_is_a_fault() {
    let hr = |bpm: &str| format!("<HeartRateBpm><Value>{bpm}</Value></HeartRateBpm>");
    let points =
        format!("{}{}{}{}", point(0, &hr("0")), point(1, &hr("140")), point(2, &hr("255")), point(3, &hr("n/a")));
    let decoded = read(&one_lap(TOTALS, &points));
    let column = only(&decoded).streams.channel(Channel::HeartRateBpm);
    assert_eq!(column.iter().map(|v| v.is_nan()).collect::<Vec<_>>(), [true, false, true, true]);
    assert_eq!(codes(&decoded), [WarningCode::ImpossibleValue, WarningCode::BadField]);
}

#[test]
fn what_comes_before_a_cut_is_kept() {
    let text = one_lap(TOTALS, &points(0..=60));
    let cut = text.find(&instant(40)).unwrap() + 3;
    let decoded = read(&text[..cut]);
    assert_eq!(only(&decoded).streams.len(), 40);
    let truncated = decoded.warnings.iter().find(|w| w.code == WarningCode::Truncated).unwrap();
    assert_eq!(truncated.offset, Some(cut as u64));
}

#[test]
fn a_cut_inside_a_tag_is_told_by_its_place() {
    let text = one_lap(TOTALS, &points(0..=60));
    let tag = text.find("</Lap>").unwrap();
    let decoded = read(&text[..tag + 3]);
    assert_eq!(only(&decoded).streams.len(), 61);
    assert_eq!(decoded.warnings[0].code, WarningCode::Truncated);
    assert_eq!(decoded.warnings[0].offset, Some(tag as u64));
}

#[test]
fn bytes_that_are_no_text_are_replaced_where_they_are() {
    let text = run(&format!("<Notes>caf\u{1}</Notes>{}", lap(0, TOTALS, &track(&points(0..=60)))));
    let mut bytes = text.into_bytes();
    let place = bytes.iter().position(|b| *b == 1).unwrap();
    bytes[place] = 0xe9;
    let decoded = decode(&bytes).unwrap();
    assert_eq!(only(&decoded).name.as_deref(), Some("caf\u{fffd}"));
    assert_eq!(only(&decoded).streams.len(), 61);
    assert_eq!(codes(&decoded), [WarningCode::BadText]);
}

#[test]
fn a_tag_with_broken_text_still_opens_and_closes() {
    let text = one_lap(TOTALS, &points(0..=60)).replace("Sport=\"Running\"", "Sport=\"Running\" Who=\"\u{1}\"");
    let text = text.replace("</Lap>", "<Odd\u{1}/></Lap\u{1}>");
    let bytes: Vec<u8> = text.bytes().map(|b| if b == 1 { 0xff } else { b }).collect();
    let decoded = decode(&bytes).unwrap();
    assert_eq!(only(&decoded).sport, Sport::Running);
    assert_eq!(only(&decoded).streams.len(), 61);
    assert!(codes(&decoded).contains(&WarningCode::BadText));
}

#[test]
fn a_missing_end_tag_costs_one_value_not_the_run() {
    let good = one_lap(TOTALS, &points(0..=60));
    let end_of_time = format!("{}</Time>", instant(20));
    let decoded = read(&good.replace(&end_of_time, &instant(20)));
    assert_eq!(only(&decoded).streams.len(), 60);
    assert!(codes(&decoded).contains(&WarningCode::BadMarkup));
    let decoded = read(&good.replacen("</Trackpoint>", "", 1));
    assert!(only(&decoded).streams.len() >= 60);
    let decoded = read(&good.replacen("</Track>", "", 1));
    assert_eq!(only(&decoded).streams.len(), 61);
    assert_eq!(only(&decoded).timer.map(striate_model::TimeSpan::as_s), Some(60.0));
    let decoded = read(&good.replacen("<Track>", "</Nothing><!odd><Track>", 1));
    assert_eq!(only(&decoded).streams.len(), 61);
}

#[test]
fn deep_nesting_ends_the_reading_not_the_program() {
    let deep = "<a>".repeat(1_000_000);
    let text = one_lap(TOTALS, &points(0..=60)).replace("</Lap>", &format!("</Lap><Extensions>{deep}"));
    let decoded = read(&text);
    assert_eq!(only(&decoded).streams.len(), 61);
    assert!(codes(&decoded).contains(&WarningCode::LimitReached));
}

#[test]
fn endless_broken_markup_ends_the_reading() {
    let text = one_lap(TOTALS, &points(0..=60)).replace("</Activities>", &"</odd>".repeat(200_000));
    let decoded = read(&text);
    assert_eq!(only(&decoded).streams.len(), 61);
    assert!(codes(&decoded).contains(&WarningCode::LimitReached));
    assert_eq!(decoded.unknown, []);
}

#[test]
fn a_huge_attribute_and_a_huge_text_cost_nothing() {
    let huge = "x".repeat(3_000_000);
    let text = one_lap(TOTALS, &points(0..=60)).replace("<Lap ", &format!("<Notes>{huge}</Notes><Lap a=\"{huge}\" "));
    let decoded = read(&text);
    assert_eq!(only(&decoded).streams.len(), 61);
    assert_eq!(only(&decoded).name.as_ref().map(String::len), Some(crate::limits::XML_TEXT));
}

#[test]
fn a_point_needs_a_time() {
    let text = one_lap(TOTALS, &points(0..=60)).replace(&format!("<Time>{}</Time>", instant(7)), "");
    let decoded = read(&text);
    assert_eq!(only(&decoded).streams.len(), 60);
    assert_eq!(codes(&decoded), [WarningCode::BadField]);
}

#[test]
fn points_out_of_order_are_sorted() {
    let decoded = read(&one_lap(TOTALS, &format!("{}{}", points(30..=60), points(0..30))));
    assert_eq!(only(&decoded).streams.time, (0..=60).map(at).collect::<Vec<_>>());
    assert_eq!(only(&decoded).streams.distance_m[60], 180.0);
    assert_eq!(codes(&decoded), [WarningCode::TimeDisorder]);
}

#[test]
fn a_point_with_the_wrong_date_is_left_out() {
    let stray = points([5]).replace("2024-05-01", "2004-09-15");
    let decoded = read(&one_lap(TOTALS, &format!("{stray}{}", points(6..=60))));
    assert_eq!(only(&decoded).streams.len(), 55);
    assert_eq!(only(&decoded).start, at(0));
    assert_eq!(codes(&decoded), [WarningCode::ImpossibleValue]);
}

#[test]
fn a_position_without_a_fix_is_missing() {
    let text = one_lap(TOTALS, &points(0..=60));
    let lat = text.split("LatitudeDegrees>").nth(1).unwrap().trim_end_matches("</").to_owned();
    let nowhere = text.replacen(&lat, "0", 1).replacen("11.5", "0", 1);
    let decoded = read(&nowhere);
    assert!(only(&decoded).streams.latitude_deg[0].is_nan());
    assert_eq!(decoded.warnings, []);
    let decoded = read(&text.replacen(&lat, "123", 1));
    assert!(only(&decoded).streams.longitude_deg[0].is_nan());
    assert_eq!(codes(&decoded), [WarningCode::ImpossibleValue]);
}

#[test]
fn speeds_in_kilometres_per_hour_are_converted() {
    let points: String =
        (0..=60).map(|s| point(s, "<Extensions><TPX><Speed>10.8</Speed></TPX></Extensions>")).collect();
    let decoded =
        read(&one_lap("<TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>180</DistanceMeters>", &points));
    assert!((only(&decoded).streams.channel(Channel::SpeedMPerS)[9] - 3.0).abs() < 1e-5);
    assert_eq!(codes(&decoded), [WarningCode::ContradictoryTotal]);
}

#[test]
fn a_treadmill_run_without_points_keeps_its_totals() {
    let decoded = read(&run(&lap(0, TOTALS, "")));
    let run = only(&decoded);
    assert!(run.streams.is_empty());
    assert_eq!(
        (run.timer.map(striate_model::TimeSpan::as_s), run.distance.map(striate_model::Distance::as_m)),
        (Some(60.0), Some(180.0))
    );
    assert_eq!((run.start, run.laps[0].end), (at(0), at(60)));
}

#[test]
fn an_activity_without_anything_is_no_recording() {
    for inside in ["", "<Lap/>", "<Lap><Track/></Lap>", "<Lap><Track><Trackpoint/></Track></Lap>"] {
        assert_eq!(read(&run(inside)).recordings, [], "{inside}");
    }
}

#[test]
fn what_is_not_understood_is_counted() {
    let more = "<Extensions><x:TPX><x:Bounce>7.1</x:Bounce></x:TPX></Extensions><Smell><Sweet>1</Sweet></Smell>";
    let decoded = read(&one_lap(TOTALS, &(0..3).map(|s| point(s, more)).collect::<String>()));
    assert_eq!(decoded.unknown, [("Bounce".to_owned(), 3), ("Smell".to_owned(), 3)]);
}

#[test]
fn laps_without_a_point_are_a_run_and_speeds_alone_are_a_distance() {
    let totals = "<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5000</DistanceMeters>";
    let decoded = read(&run(&format!("{}{}", lap(0, totals, ""), lap(1800, totals, ""))));
    let typed_in = only(&decoded);
    let figures = (
        typed_in.timer.map(striate_model::TimeSpan::as_s),
        typed_in.distance.map(striate_model::Distance::as_m),
        typed_in.streams.len(),
    );
    assert_eq!(figures, (Some(3600.0), Some(10_000.0), 0));
    let speed = |s: u32| {
        format!(
            "<Trackpoint><Time>{}</Time><Extensions><TPX><Speed>3.0</Speed></TPX></Extensions></Trackpoint>",
            instant(s)
        )
    };
    let points: String = (0..=900).map(speed).collect();
    let decoded = read(&one_lap("<TotalTimeSeconds>900</TotalTimeSeconds>", &points));
    assert_eq!(only(&decoded).distance.map(striate_model::Distance::as_m), Some(2700.0));
}

#[test]
fn other_is_the_format_s_word_for_much_and_a_name_says_more() {
    let sport = |attribute: &str, notes: &str| {
        let inside = format!("{}<Notes>{notes}</Notes>", lap(0, TOTALS, &track(&points(0..=60))));
        let decoded = read(&file(&activity(attribute, &inside)));
        (only(&decoded).sport, only(&decoded).sport_word.clone())
    };
    assert_eq!(sport("Other", "Evening Hike"), (Sport::Hiking, Some("Other".to_owned())));
    assert_eq!(sport("Other", "with Ann"), (Sport::Other, Some("Other".to_owned())));
    assert_eq!(sport("Laufen", "Afternoon Ride").0, Sport::Running);
    assert_eq!(sport("Hardlopen", "").0, Sport::Running);
}

#[test]
fn a_silence_between_two_tracks_in_which_the_count_went_on_is_no_pause() {
    // The watch wrote nothing for ten minutes, began a new track, and counted on.
    let points = |seconds: std::ops::Range<u32>| points(seconds);
    let totals = "<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5400</DistanceMeters>";
    let silent = run(&lap(0, totals, &format!("{}{}", track(&points(0..600)), track(&points(1200..1801)))));
    let decoded = read(&silent);
    let ran = only(&decoded);
    assert_eq!((ran.pauses.len(), ran.timer.map(striate_model::TimeSpan::as_s)), (0, Some(1800.0)));
    // The count stood: then it was a rest.
    let rested: String =
        (1200..1801).map(|s| point(s, &format!("<DistanceMeters>{}</DistanceMeters>", (s - 600) * 3))).collect();
    let totals = "<TotalTimeSeconds>1200</TotalTimeSeconds><DistanceMeters>3600</DistanceMeters>";
    let decoded = read(&run(&lap(0, totals, &format!("{}{}", track(&points(0..600)), track(&rested)))));
    assert_eq!(
        (only(&decoded).pauses.len(), only(&decoded).timer.map(striate_model::TimeSpan::as_s)),
        (1, Some(1200.0))
    );
}
