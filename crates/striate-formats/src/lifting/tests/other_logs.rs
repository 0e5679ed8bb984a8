//! Fitbod, StrongLifts, tables of no known app, and cardio in every log.

use super::*;
use striate_model::Sport;

const FITBOD: &str =
    "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier\n";
const FITNOTES: &str = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n";
const STRONGLIFTS: &str = "Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight (KG),Exercise,SetsxReps,\
                           Duration (hours),Start Time (h:mm),End Time (h:mm),Notes,Set 1 (Reps), Set 1 (KG),Set 2 (Reps), \
                           Set 2 (KG),Set 3 (Reps), Set 3 (KG)\n";

#[test]
fn fitbod_writes_the_instant_of_every_set_and_a_workout_is_what_lies_together() {
    let row = |at: &str, rest: &str| format!("{at},{rest}\n");
    let rows = [
        row("2026-05-04 17:11:22 +0000", "Back Squat,8,60.0,0.0,0.0,0.0,0.0,true,,1.0"),
        row("2026-05-04 17:14:22 +0000", "Back Squat,8,80.0,0.0,0.0,0.0,0.0,false,,1.0"),
        row("2026-05-04 17:40:22 +0000", "Plank,0,0.0,45.0,0.0,0.0,0.0,false,,1.0"),
        row("2026-05-06 06:00:00 +0000", "Deadlift,5,100.0,0.0,0.0,0.0,0.0,false,,1.0"),
    ];
    let decoded = read(&(String::from(FITBOD) + &rows.concat()));
    assert_eq!((decoded.format, decoded.recordings.len()), (Format::FitbodCsv, 2));
    assert_eq!(codes(&decoded), Vec::<&str>::new(), "an offset needs no zone, a header with a unit none either");
    assert_eq!(decoded.recordings[0].start, utc("2026-05-04T17:11:22Z"));
    assert_eq!(decoded.recordings[0].elapsed, Some(TimeSpan::from_s(1740.0)), "until its last set");
    let lines: Vec<String> = decoded.recordings[0].sets.iter().map(shown).collect();
    assert_eq!(lines, ["Warmup Back Squat x8 60 Kilogram", "Active Back Squat x8 80 Kilogram", "Active Plank 45 s"]);
    let mut newest_first = rows.clone();
    newest_first.reverse();
    let again = read(&(String::from(FITBOD) + &newest_first.concat()));
    assert_eq!(again.recordings, decoded.recordings, "whatever row comes first");
}

#[test]
fn fitbod_of_an_imperial_account_reads_pounds_and_its_runs() {
    let text = FITBOD.replace("Weight(kg)", "Weight(lbs)")
        + "2026-05-04 17:11:22 -0400,Back Squat,8,185,0,0,0,0,false,,1\n\
           2026-05-05 06:30:00 -0400,Running,1,0,1800,5000,0,0,false,,1\n\
           2026-05-07 06:30:00 -0400,Treadmill,,,1500,2.5,,,false,,1\n";
    let decoded = read(&text);
    assert_eq!(decoded.recordings[0].sets[0].load, Some(Load { value: 185.0, unit: MassUnit::Pound }));
    assert_eq!(
        cardio(&decoded),
        [
            "running/generic Running 2026-05-05T10:30:00Z 1800 s 5000 m",
            "running/treadmill Treadmill 2026-05-07T10:30:00Z 1500 s 2500 m",
        ],
        "a column of metres that holds kilometres cannot be metres"
    );
}

#[test]
fn stronglifts_has_an_exercise_a_row_and_a_pair_of_columns_a_set() {
    let text = String::from(STRONGLIFTS)
        + "\"2026/05/04\",\"1\",\"Workout A\",\"SL\",\"70\",\"Squat\",\"3x5\",\"0.75\",\"7:37 PM\",\"8:22 PM\",\"\",\"5\",\"80\",\"5\",\"80\",\"4\",\"80\"\n\
           \"2026/05/04\",\"1\",\"Workout A\",\"SL\",\"70\",\"Chinups\",\"1x6\",\"0.75\",\"7:37 PM\",\"8:22 PM\",\"\",\"6\",\"0\",\"\",\"\",\"\",\"\"\n\
           \"2026/05/06\",\"2\",\"Workout B\",\"SL\",\"70\",\"Deadlift\",\"1x5\",\"\",\"11:50 PM\",\"12:20 AM\",\"\",\"5\",\"100\",\"\",\"\",\"\",\"\"\n";
    let decoded = read(&text);
    assert_eq!((decoded.format, decoded.recordings.len()), (Format::StrongliftsCsv, 2));
    let first = &decoded.recordings[0];
    assert_eq!((first.start, first.name.as_deref()), (utc("2026-05-04T19:37:00Z"), Some("Workout A")));
    assert_eq!(first.timer, Some(TimeSpan::from_s(2700.0)));
    let lines: Vec<String> = first.sets.iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            "Active Squat x5 80 Kilogram",
            "Active Squat x5 80 Kilogram",
            "Active Squat x4 80 Kilogram",
            "Active Chinups x6"
        ]
    );
    assert_eq!(decoded.recordings[1].timer, Some(TimeSpan::from_s(1800.0)), "over midnight");
    assert_eq!(decoded.unknown, [], "an empty cell is no set that was left out");
}

#[test]
fn older_stronglifts_has_a_workout_a_row() {
    let text = "Date,Note,Workout,Body Weight,Exercise 1,Weight (KG),Weight (LB),Set 1,Set 2,Exercise 2,Weight (KG),Weight (LB),\
                Set 1,Set 2\n\
                18/03/2015,\"\",B,84KG,Squat,62.5,137.79,5,5,Overhead press,29.48,65,5,4\n";
    let decoded = read(text);
    assert_eq!(decoded.format, Format::StrongliftsCsv);
    assert_eq!(decoded.recordings[0].start, utc("2015-03-18T12:00:00Z"));
    let lines: Vec<String> = decoded.recordings[0].sets.iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            "Active Squat x5 62.5 Kilogram",
            "Active Squat x5 62.5 Kilogram",
            "Active Overhead press x5 65 Pound",
            "Active Overhead press x4 65 Pound"
        ]
    );
}

#[test]
fn a_table_of_no_known_app_is_read_by_its_columns_and_says_so() {
    let text = "\u{feff}Datum;\u{dc}bung;S\u{e4}tze;Wiederholungen;Gewicht (kg);RIR\r\n\
                04.05.2026;Kniebeuge;2;8;82,5;2\r\n\
                04.05.2026;Klimmzug;1;6;;1\r\n\
                06.05.2026;Kreuzheben;1;5;100;\r\n";
    let decoded = read(text);
    assert_eq!((decoded.format, decoded.recordings.len()), (Format::LiftingCsv, 2));
    let lines: Vec<String> = decoded.recordings[0].sets.iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            "Active Kniebeuge x8 82.5 Kilogram RIR 2",
            "Active Kniebeuge x8 82.5 Kilogram RIR 2",
            "Active Klimmzug x6 RIR 1"
        ]
    );
    assert!(decoded.warnings.iter().any(|w| w.message.contains("names of its columns")), "{:?}", decoded.warnings);
    let english = "date,workout,exercise,set,reps,weight,unit\n2026-05-04 18:00,Push,Bench Press,1,8,135,lbs\n";
    assert_eq!(sets(english), ["Active Bench Press x8 135 Pound"]);
    for none in ["Date,Distance,Time\n2026-05-04,5,30:00\n", "name,reps\nA,3\n", "Date,Exercise\n2026-05-04,Squat\n"] {
        assert_eq!(sniff(none.as_bytes()), None, "{none}");
    }
}

#[test]
fn runs_in_every_log_become_runs_in_the_unit_of_the_log() {
    let hevy = HEVY.replace("distance_km", "distance_miles")
        + "Run,\"5 May 2026, 07:05\",\"5 May 2026, 07:40\",,Running,,,0,normal,,,3.1,1740,\n";
    assert_eq!(cardio(&read(&hevy)), ["running/generic Run 2026-05-05T07:05:00Z 1740 s 4989 m"]);
    let fitnotes = String::from(FITNOTES)
        + "2026-05-02,Laufband,Cardio,,,,5,km,0:30:00,\n\
           2026-05-03,Road Running,Cardio,,,,3.1,mi,28:00,\n\
           2026-05-04,Rowing Machine,Cardio,,,,2000,m,8:20,\n\
           2026-05-05,Cycling,Cardio,,,,,,45:00,\n";
    assert_eq!(
        cardio(&read(&fitnotes)),
        [
            "running/treadmill Laufband 2026-05-02T12:00:00Z 1800 s 5000 m",
            "running/generic Road Running 2026-05-03T12:00:00Z 1680 s 4989 m",
            "rowing/generic Rowing Machine 2026-05-04T12:00:00Z 500 s 2000 m",
            "cycling/generic Cycling 2026-05-05T12:00:00Z 2700 s",
        ]
    );
    let strong = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;\
                  Workout Notes;Workout Duration\n\
                  2026-05-02 18:00:00;\"Lauf\";\"Laufen\";1;;;;;5,2;km;1800;\"\";\"\";31m\n\
                  2026-05-03 18:00:00;\"Row\";\"Rowing (Machine)\";1;;;;;2000;meters;480;\"\";\"\";9m\n";
    assert_eq!(
        cardio(&read(strong)),
        [
            "running/generic Lauf 2026-05-02T18:00:00Z 1800 s 5200 m",
            "rowing/generic Row 2026-05-03T18:00:00Z 480 s 2000 m"
        ]
    );
}

#[test]
fn distances_without_a_unit_are_in_the_unit_in_which_the_athlete_reads() {
    let text = format!("{STRONG}2026-05-02 18:00:00,Run,31m,Running,1,0,0,3.1,1740,\n");
    let metres = |options: LiftingOptions| {
        let decoded = decode(text.as_bytes(), &options).unwrap();
        decoded.recordings[0].distance.unwrap().as_m().round()
    };
    assert_eq!(metres(LiftingOptions::default()), 3100.0);
    assert_eq!(metres(LiftingOptions { miles: Some(true), ..LiftingOptions::default() }), 4989.0);
    assert_eq!(metres(LiftingOptions { unit: Some(MassUnit::Pound), ..LiftingOptions::default() }), 4989.0);
    let decoded = read(&text);
    assert!(decoded.warnings.iter().any(|w| w.message.contains("read as kilometers")), "{:?}", decoded.warnings);
}

#[test]
fn a_run_stands_where_it_was_in_the_workout() {
    let text = format!(
        "{STRONG}\
        2026-05-02 18:00:00,Legs,1h,Rowing (Machine),1,0,0,0,300,\n\
        2026-05-02 18:00:00,Legs,1h,Squat,1,100,5,0,0,\n\
        2026-05-02 18:00:00,Legs,1h,Running (Treadmill),1,0,0,1,300,\n\
        2026-05-02 18:00:00,Legs,1h,Running (Treadmill),2,0,0,2,600,\n"
    );
    let decoded = read(&text);
    assert_eq!(
        cardio(&decoded),
        [
            "rowing/generic Rowing (Machine) 2026-05-02T18:00:00Z 300 s",
            "running/treadmill Running (Treadmill) 2026-05-02T18:45:00Z 900 s 3000 m",
        ],
        "first at the start, last at the end, and rows of one run are one run"
    );
    let lifted = &decoded.recordings[0];
    assert_eq!((lifted.timer, lifted.elapsed), (Some(TimeSpan::from_s(2400.0)), Some(TimeSpan::from_s(3600.0))));
}

#[test]
fn a_run_without_time_or_distance_lasts_as_long_as_its_workout_or_is_named() {
    let alone = format!("{STRONG}2026-05-02 18:00:00,Run,31m,Running (Treadmill),1,0,0,0,0,\n");
    assert_eq!(cardio(&read(&alone)), ["running/treadmill Run 2026-05-02T18:00:00Z 1860 s"]);
    let among = alone + "2026-05-02 18:00:00,Run,31m,Squat,1,100,5,0,0,\n";
    let decoded = read(&among);
    assert_eq!(cardio(&decoded), Vec::<String>::new());
    assert_eq!(decoded.unknown, [("cardio row without time and distance".to_owned(), 1)]);
}

#[test]
fn long_work_of_no_known_sport_is_kept_as_cardio() {
    let text = format!("{STRONG}2026-05-02 18:00:00,Class,50m,HIIT,1,0,0,0,2400,\n");
    let decoded = read(&text);
    assert_eq!(decoded.recordings[0].sport, Sport::Training);
    assert_eq!(cardio(&decoded), ["training/cardio_training Class 2026-05-02T18:00:00Z 2400 s"]);
    assert!(decoded.warnings.iter().any(|w| w.message.contains("cardio of no sport")), "{:?}", decoded.warnings);
}

#[test]
fn a_log_in_utf_16_keeps_the_zone_that_was_said() {
    let text = format!("{STRONG}2026-05-02 18:00:00,Legs,31m,Squat,1,100,5,0,0,\n");
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(crate::sniff(&bytes), Some(Format::StrongCsv));
    let told = LiftingOptions { zone: Some(TimeZone::fixed(jiff::tz::offset(2))), ..LiftingOptions::default() };
    assert_eq!(decode(&bytes, &told).unwrap().recordings[0].start, utc("2026-05-02T16:00:00Z"));
}

#[test]
fn a_table_of_lifts_that_cannot_be_read_is_known_to_be_one() {
    assert!(names_lifts(b"When,Exercise done,Set,Result\n"));
    assert!(!names_lifts(b"Activity ID,Activity Date,Activity Name\n"));
    assert!(!names_lifts(b"Follower Athlete ID,Follow Status,Favorite Status\n"));
}
