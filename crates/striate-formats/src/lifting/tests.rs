use super::*;

mod other_logs;

use proptest::prelude::*;
use striate_model::{ExerciseRef, LiftSet, Load, SetKind, TimeSpan, Timestamp, WarningCode};

const HEVY: &str = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,\
                    weight_kg,reps,distance_km,duration_seconds,rpe\n";
const STRONG: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n";
const LIFTOSAUR: &str = "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,\
                         Is AMRAP?,Required RPE,Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,\
                         Completed Weight Value,Completed Weight Unit,Ask Weight?,Completed Reps Time,Target Muscles,\
                         Synergist Muscles,Notes\n";

fn read(text: &str) -> Decoded {
    decode(text.as_bytes(), &LiftingOptions::default()).unwrap()
}

/// The sets of the only workout, each as one short line.
fn sets(text: &str) -> Vec<String> {
    let decoded = read(text);
    assert_eq!(decoded.recordings.len(), 1, "{:?}", decoded.warnings);
    decoded.recordings[0].sets.iter().map(shown).collect()
}

fn shown(set: &LiftSet) -> String {
    let mut words = vec![format!("{:?}", set.kind)];
    if let Some(ExerciseRef::Title(title)) = &set.exercise {
        words.push(title.clone());
    }
    words.extend(set.reps.map(|r| format!("x{r}")));
    words.extend(set.load.map(|Load { value, unit }| format!("{value} {unit:?}")));
    words.extend(set.duration.map(|d| format!("{} s", d.as_s())));
    words.extend(set.reps_in_reserve.map(|r| format!("RIR {r}")));
    words.join(" ")
}

fn utc(text: &str) -> Timestamp {
    Timestamp::from_unix_ms(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// Runs, rides and machines, each as one short line.
fn cardio(decoded: &Decoded) -> Vec<String> {
    let line = |r: &striate_model::Recording| {
        let start = jiff::Timestamp::from_millisecond(r.start.as_unix_ms()).unwrap();
        let mut line = format!("{}/{} {} {start}", r.sport.as_str(), r.sub_sport.as_str(), r.name.as_deref().unwrap());
        line.push_str(&r.timer.map(|t| format!(" {} s", t.as_s())).unwrap_or_default());
        line.push_str(&r.distance.map(|d| format!(" {:.0} m", d.as_m())).unwrap_or_default());
        line
    };
    decoded.recordings.iter().filter(|r| r.sets.is_empty()).map(line).collect()
}

fn codes(decoded: &Decoded) -> Vec<&str> {
    decoded.warnings.iter().map(|w| w.code.as_str()).collect()
}

#[test]
fn a_hevy_workout_keeps_warm_ups_drops_and_failure_apart() {
    let text = format!(
        "{HEVY}\
        \"Legs, heavy\",\"5 Mar 2025, 7:30\",\"5 Mar 2025, 08:45\",\"\",\"Squat (Barbell)\",,\"\",0,\"warmup\",60,8,,0,\n\
        \"Legs, heavy\",\"5 Mar 2025, 7:30\",\"5 Mar 2025, 08:45\",\"\",\"Squat (Barbell)\",,\"\",1,\"normal\",102.5,5,,0,8.5\n\
        \"Legs, heavy\",\"5 Mar 2025, 7:30\",\"5 Mar 2025, 08:45\",\"\",\"Squat (Barbell)\",,\"\",2,\"failure\",100,7,,0,9\n\
        \"Legs, heavy\",\"5 Mar 2025, 7:30\",\"5 Mar 2025, 08:45\",\"\",\"Squat (Barbell)\",,\"\",3,\"dropset\",70,9,,0,\n\
        \"Legs, heavy\",\"5 Mar 2025, 7:30\",\"5 Mar 2025, 08:45\",\"\",\"Push Up\",0,\"slow\n\"\"deep\"\"\",0,\"normal\",,20,,0,\n"
    );
    let decoded = read(&text);
    assert_eq!(decoded.format, Format::HevyCsv);
    let workout = &decoded.recordings[0];
    assert_eq!((workout.sport.as_str(), workout.sub_sport.as_str()), ("training", "strength_training"));
    assert_eq!(workout.name.as_deref(), Some("Legs, heavy"));
    assert_eq!(workout.start, utc("2025-03-05T07:30:00Z"));
    assert_eq!(workout.elapsed, Some(TimeSpan::from_s(4500.0)));
    assert_eq!(
        sets(&text),
        [
            "Warmup Squat (Barbell) x8 60 Kilogram",
            "Active Squat (Barbell) x5 102.5 Kilogram RIR 1.5",
            "Active Squat (Barbell) x7 100 Kilogram RIR 0",
            "Active Squat (Barbell) x9 70 Kilogram",
            "Active Push Up x20",
        ]
    );
    assert_eq!(codes(&decoded), ["assumed"], "only the zone is not said");
}

#[test]
fn hevy_of_an_imperial_account_and_of_older_years_reads_the_same() {
    let imperial = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles");
    let row = "Push,\"May 22, 2026, 12:57 PM\",\"May 22, 2026, 1:40 PM\",,Bench Press (Barbell),,,0,normal,185,8,,,\n";
    assert_eq!(sets(&(imperial.clone() + row)), ["Active Bench Press (Barbell) x8 185 Pound"]);
    assert_eq!(read(&(imperial + row)).recordings[0].start, utc("2026-05-22T12:57:00Z"));
    let older = HEVY.replace("set_type,", "");
    let row = "Push,2024-11-05 18:30:00,2024-11-05 19:10:00,,Bench Press (Barbell),,,0,80,8,,,\n";
    assert_eq!(sets(&(older.clone() + row)), ["Active Bench Press (Barbell) x8 80 Kilogram"]);
    assert_eq!(read(&(older + row)).recordings[0].elapsed, Some(TimeSpan::from_s(2400.0)));
}

#[test]
fn strong_without_units_reads_as_the_athlete_says() {
    let text = format!(
        "{STRONG}\
        2025-03-05 18:00:12,\"Pull\",1h 5m,\"Deadlift (Barbell)\",W,60.0,5.0,0,0.0,\n\
        2025-03-05 18:00:12,\"Pull\",1h 5m,\"Deadlift (Barbell)\",1,140.0,5.0,0,0.0,8\n\
        2025-03-05 18:00:12,\"Pull\",1h 5m,\"Deadlift (Barbell)\",Rest Timer,0,0,0,180.0,\n\
        2025-03-05 18:00:12,\"Pull\",1h 5m,\"Deadlift (Barbell)\",F,140.0,6.0,0,0.0,\n\
        2025-03-05 18:00:12,\"Pull\",1h 5m,\"Deadlift (Barbell)\",D,100.0,10.0,0,0.0,\n"
    );
    let decoded = read(&text);
    assert_eq!(decoded.format, Format::StrongCsv);
    assert_eq!(codes(&decoded), ["assumed", "assumed"], "neither zone nor unit is said");
    assert_eq!(decoded.recordings[0].elapsed, Some(TimeSpan::from_s(3900.0)));
    assert_eq!(
        sets(&text),
        [
            "Warmup Deadlift (Barbell) x5 60 Kilogram",
            "Active Deadlift (Barbell) x5 140 Kilogram RIR 2",
            "Rest 180 s",
            "Active Deadlift (Barbell) x6 140 Kilogram RIR 0",
            "Active Deadlift (Barbell) x10 100 Kilogram",
        ]
    );
    let zone = TimeZone::fixed(jiff::tz::offset(-5));
    let told = LiftingOptions { zone: Some(zone), unit: Some(MassUnit::Pound), ..LiftingOptions::default() };
    let decoded = decode(text.as_bytes(), &told).unwrap();
    assert!(decoded.warnings.is_empty());
    assert_eq!(decoded.recordings[0].start, utc("2025-03-05T23:00:12Z"));
    assert_eq!(decoded.recordings[0].sets[1].load, Some(Load { value: 140.0, unit: MassUnit::Pound }));
}

#[test]
fn all_four_layouts_of_strong_hold_the_same_workout() {
    let layouts = [
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n\
         2025-03-05 18:00:12,Pull,35m,Row (Cable),1,62.5,10,0,0,9\n",
        "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
         2025-03-05 6:00:12\u{202f}PM,Pull,Row (Cable),1,62.5,10,0,0,\"tired, slept 5 h\",,9\n",
        "\"Workout #\";\"Date\";\"Workout Name\";\"Duration (sec)\";\"Exercise Name\";\"Set Order\";\"Weight (kg)\";\"Reps\";\"RPE\";\
         \"Distance (meters)\";\"Seconds\";\"Notes\";\"Workout Notes\"\r\n\
         \"7\";\"2025-03-05 18:00:12\";\"Pull\";\"2100\";\"Row (Cable)\";\"1\";\"62,5\";\"10\";\"9\";\"\";\"0\";\"\";\"\"\r\n",
        "\u{feff}Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;\
         Workout Notes;Workout Duration\n\
         2025-03-05 18:00:12;\"Pull\";\"Row (Cable)\";1;62,5;kg;10;9,0;;;0;\"\";\"\";35m\n",
    ];
    for (number, text) in layouts.iter().enumerate() {
        assert_eq!(sniff(text.as_bytes()), Some(Format::StrongCsv));
        assert_eq!(sets(text), ["Active Row (Cable) x10 62.5 Kilogram RIR 1"], "layout {}", number + 1);
        let workout = &read(text).recordings[0];
        assert_eq!(workout.start, utc("2025-03-05T18:00:12Z"), "layout {}", number + 1);
        assert_eq!(workout.name.as_deref(), Some("Pull"));
        assert_eq!(workout.timer, (number != 1).then_some(TimeSpan::from_s(2100.0)), "layout {}", number + 1);
    }
    let pounds = layouts[2].replace("Weight (kg)", "Weight (lb)");
    assert_eq!(sets(&pounds), ["Active Row (Cable) x10 62.5 Pound RIR 1"]);
}

#[test]
fn fitnotes_knows_days_only_and_the_android_app_names_units_by_row() {
    let text = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n\
                2025-03-05,Flat Barbell Bench Press,Chest,80.0,kgs,8,,,,\n\
                2025-03-05,Plank,Abs,,,,,,0:01:30,\n\
                2025-03-07,Barbell Squat,Legs,225,lbs,5,,,,\n";
    let decoded = read(text);
    assert_eq!(decoded.format, Format::FitnotesCsv);
    assert_eq!(decoded.recordings.len(), 2);
    assert_eq!(decoded.recordings[0].start, utc("2025-03-05T12:00:00Z"), "a day without a time is its noon");
    let lines: Vec<String> = decoded.recordings.iter().flat_map(|r| &r.sets).map(shown).collect();
    assert_eq!(
        lines,
        ["Active Flat Barbell Bench Press x8 80 Kilogram", "Active Plank 90 s", "Active Barbell Squat x5 225 Pound"]
    );
    assert_eq!(codes(&decoded), ["assumed", "assumed"], "neither zone nor time of day is said");
    let older = "Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time\n2025-03-05,Row,Back,100,8,,,\n";
    assert_eq!(sets(older), ["Active Row x8 100 Pound"]);
}

#[test]
fn fitnotes_on_ios_writes_both_units_and_the_rounder_one_was_typed() {
    let text = "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind\n\
                2025-03-05,Squat,Legs,42.50,93.70,8,,,,,wr\n\
                2025-03-05,Squat,Legs,102.06,225,5,,,,,wr\n\
                2025-03-05,Squat,Legs,,135,5,,,,,wr\n\
                2025-03-05,Squat,Legs,100,,5,,,,,wr\n";
    assert_eq!(
        sets(text),
        [
            "Active Squat x8 42.5 Kilogram",
            "Active Squat x5 225 Pound",
            "Active Squat x5 135 Pound",
            "Active Squat x5 100 Kilogram"
        ]
    );
}

#[test]
fn liftosaur_carries_instants_and_sets_that_were_never_done() {
    let row = |warmup: u8, reps: &str, load: &str, at: &str| {
        format!(
            "2025-03-05T18:00:00.000Z,Strength,Day A,\"Squat, Barbell\",{warmup},5,{reps},0,8,{},1,100,kg,{load},0,{at},\
             Quadriceps,\"Glutes,Hamstrings\",\n",
            if warmup == 0 { "7.5" } else { "" }
        )
    };
    let text = String::from(LIFTOSAUR)
        + &row(1, "5", "60,kg", "2025-03-05T18:04:00.000Z")
        + &row(0, "6", "225,lb", "2025-03-05T18:10:00.000Z")
        + &row(0, "5", ",", "2025-03-05T18:15:30.000Z")
        + &row(0, "", ",", "");
    let decoded = read(&text);
    assert_eq!(decoded.format, Format::LiftosaurCsv);
    assert_eq!(decoded.warnings, [], "instants need no zone");
    assert_eq!(decoded.unknown, [("set that was not done".to_owned(), 1)]);
    assert_eq!(
        sets(&text),
        [
            "Warmup Squat, Barbell x5 60 Kilogram",
            "Active Squat, Barbell x6 225 Pound RIR 2.5",
            "Active Squat, Barbell x5 100 Kilogram RIR 2.5",
        ]
    );
    assert_eq!(decoded.recordings[0].elapsed, Some(TimeSpan::from_s(930.0)), "until the last set was finished");
    assert_eq!(decoded.recordings[0].name.as_deref(), Some("Day A"));
    let older = "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,RPE,Is AMRAP?,\
                 Weight Value,Weight Unit,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n\
                 2025-03-05T18:00:00.000Z,Strength,Day A,Squat,0,5,5,8,0,225,lb,,,,\n";
    assert_eq!(sets(older), ["Active Squat x5 225 Pound RIR 2"]);
}

#[test]
fn an_hour_on_the_treadmill_is_a_run_and_no_hard_set() {
    let text = format!(
        "{STRONG}\
        2025-03-05 18:00:00,Mixed,1h,Running (Treadmill),1,0,0,3.2,1200,\n\
        2025-03-05 18:00:00,Mixed,1h,Stair Climber,1,0,0,0,1800,\n\
        2025-03-05 18:00:00,Mixed,1h,Plank,1,0,0,0,60,\n\
        2025-03-05 18:00:00,Mixed,1h,Farmer's Walk,1,40,1,0.05,30,\n\
        2025-03-05 18:00:00,Mixed,1h,Squat,1,100,0,0,0,\n\
        2025-03-05 18:00:00,Mixed,1h,Squat,Note,0,0,0,0,\n\
        2025-03-06 18:00:00,Run,1h,Running (Treadmill),1,0,0,8,3000,\n"
    );
    let decoded = read(&text);
    let lifted: Vec<String> = decoded.recordings[0].sets.iter().map(shown).collect();
    assert_eq!(lifted, ["Active Plank 60 s", "Active Farmer's Walk x1 40 Kilogram 30 s"]);
    let count = |what: &str, n| (what.to_owned(), n);
    assert_eq!(decoded.unknown, [count("set that was not done", 1), count("set order Note", 1)]);
    assert_eq!(
        cardio(&decoded),
        [
            "running/treadmill Running (Treadmill) 2025-03-05T18:00:00Z 1200 s 3200 m",
            "fitness_equipment/stairs Stair Climber 2025-03-05T18:20:00Z 1800 s",
            "running/treadmill Run 2025-03-06T18:00:00Z 3000 s 8000 m",
        ]
    );
}

#[test]
fn workouts_come_in_the_order_in_which_they_were_done() {
    let row = |name: &str, day: u8| format!("{name},{day} Mar 2025 07:00,,,Squat,,,0,normal,100,5,,,\n");
    let text = String::from(HEVY) + &row("B", 7) + &row("A", 5) + &row("B", 7) + &row("A2", 5) + &row("A", 5);
    let decoded = read(&text);
    let names: Vec<(&str, usize)> =
        decoded.recordings.iter().map(|r| (r.name.as_deref().unwrap(), r.sets.len())).collect();
    assert_eq!(names, [("A", 2), ("A2", 1), ("B", 2)]);
}

#[test]
fn a_row_whose_date_cannot_be_read_is_named_with_its_line() {
    let text = format!(
        "{STRONG}\
        2025-03-05 18:00:00,Legs,1h,Squat,1,100,5,0,0,\n\
        31 Foo 2025,Legs,1h,Squat,1,100,5,0,0,\n\
        31 Foo 2025,Legs,1h,Squat,2,100,5,0,0,\n"
    );
    let decoded = read(&text);
    assert_eq!(decoded.recordings.len(), 1);
    let warning = decoded.warnings.iter().find(|w| w.code == WarningCode::BadField).unwrap();
    assert_eq!(warning.message, "line 3: the date \"31 Foo 2025\" cannot be read; its 2 rows were left out");
    assert_eq!(warning.offset, text.find("31 Foo").map(|at| at as u64));
}

#[test]
fn one_date_above_the_twelfth_settles_day_and_month_for_the_whole_log() {
    let log = |dates: [&str; 2]| {
        let rows = dates.map(|date| format!("{date},A,1h,Squat,1,100,5,0,0,\n"));
        decode((String::from(STRONG) + &rows.concat()).as_bytes(), &LiftingOptions::default()).unwrap()
    };
    let first = |decoded: &Decoded| decoded.recordings[0].start;
    assert_eq!(first(&log(["03/04/2025 18:00", "04/13/2025 18:00"])), utc("2025-03-04T18:00:00Z"));
    assert_eq!(first(&log(["03/04/2025 18:00", "13/04/2025 18:00"])), utc("2025-04-03T18:00:00Z"));
    let open = log(["03/04/2025 18:00", "05/04/2025 18:00"]);
    assert_eq!(first(&open), utc("2025-04-03T18:00:00Z"));
    assert!(open.warnings.iter().any(|w| w.message.contains("day and month")));
}

#[test]
fn impossible_figures_are_left_out_and_the_set_stays() {
    let text = format!(
        "{STRONG}\
        2025-03-05 18:00:00,Legs,40h,Squat,1,99999,5,0,0,\n\
        2025-03-05 18:00:00,Legs,40h,Squat,2,-20,5,0,0,11\n\
        2025-03-05 18:00:00,Legs,40h,Squat,3,heavy,5,0,0,\n\
        2025-03-05 18:00:00,Legs,40h,Squat,4,100,70000,0,30,\n"
    );
    assert_eq!(
        sets(&text),
        ["Active Squat x5", "Active Squat x5", "Active Squat x5", "Active Squat 100 Kilogram 30 s"]
    );
    let decoded = read(&text);
    assert_eq!(decoded.recordings[0].elapsed, None);
    let impossible = decoded.warnings.iter().filter(|w| w.code == WarningCode::ImpossibleValue).count();
    assert_eq!(impossible, 4, "{:#?}", decoded.warnings);
}

#[test]
fn a_quote_that_never_ends_costs_its_row_and_not_the_rest_of_the_log() {
    let row = |set: u32| format!("2025-03-05 18:00:00,\"Legs\",1h,Squat,{set},100,5,0,0,\n");
    for damage in
        ["2025-03-05 18:00:00,\"Legs,1h,Squat,2,100,5,0,0,\n", "2025-03-05 18:00:00,Legs,1h,\"Squat,2,100,5\n"]
    {
        let text = String::from(STRONG) + &row(1) + damage + &row(3) + &row(4) + &row(5);
        let decoded = read(&text);
        assert_eq!(decoded.recordings[0].sets.len(), 4, "{damage}");
        let warning = decoded.warnings.iter().find(|w| w.code == WarningCode::BadMarkup).unwrap();
        assert!(warning.message.starts_with("line 3: "), "{}", warning.message);
    }
    let noted = STRONG.replace("RPE", "RPE,Notes")
        + "2025-03-05 18:00:00,\"Legs\",1h,Squat,1,100,5,0,0,,\"deep\nand slow\"\n\
           2025-03-05 18:00:00,\"Legs\",1h,Squat,2,100,5,0,0,,\"tired\n\
           2025-03-05 18:00:00,\"Legs\",1h,Squat,3,100,5,0,0,,\n";
    assert_eq!(read(&noted).recordings[0].sets.len(), 2, "a note may have two lines, a row may not");
    let endless = "x".repeat(limits::LIFT_ROW_BYTES * 2);
    let text = String::from(STRONG) + &row(1) + &endless + "\n" + &row(2);
    assert_eq!(read(&text).recordings[0].sets.len(), 2);
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_named() {
    let mut bytes = STRONG.as_bytes().to_vec();
    bytes.extend(b"2025-03-05 18:00:00,Jambes,1h,D\xe9velopp\xe9 couch\xe9,1,60,8,0,0,\n");
    let decoded = decode(&bytes, &LiftingOptions::default()).unwrap();
    assert_eq!(shown(&decoded.recordings[0].sets[0]), "Active D\u{fffd}velopp\u{fffd} couch\u{fffd} x8 60 Kilogram");
    assert!(codes(&decoded).contains(&"bad_text"));
    let utf16 = "\u{feff}".chars().chain(STRONG.chars()).chain("2025-03-05,A,1h,Développé,1,60,8,0,0,\n".chars());
    let utf16: Vec<u8> = utf16.flat_map(|c| (c as u16).to_le_bytes()).collect();
    assert_eq!(crate::decode(&utf16, "").unwrap().recordings[0].sets.len(), 1);
}

#[test]
fn other_tables_are_not_taken_for_lifting_logs() {
    let others = [
        "Date,Exercise,Sets\n2025-03-05,Squat,5\n",
        "Activity ID,Activity Date,Activity Name\n",
        "title,start_time\n",
        "Exercise Name,Reps\n",
        "{\"title\": 1}",
        "",
        "\"",
        "a",
    ];
    for text in others {
        assert_eq!(sniff(text.as_bytes()), None, "{text:?}");
        assert!(matches!(decode(text.as_bytes(), &LiftingOptions::default()), Err(DecodeError::NotRecognised(_))));
    }
    assert_eq!(read(HEVY).recordings, [], "a log without a row is empty, not broken");
}

#[test]
fn a_log_of_more_rows_than_the_limit_is_read_up_to_it() {
    let rows = "2025-03-05,A,,Squat,1,100,5,,,\n".repeat(limits::LIFT_ROWS + 3);
    let decoded = read(&(String::from(STRONG) + &rows));
    assert_eq!(decoded.recordings[0].sets.len(), limits::LIFT_ROWS);
    let warning = decoded.warnings.iter().find(|w| w.code == WarningCode::LimitReached).unwrap();
    assert!(warning.message.contains("and 2 more"), "{}", warning.message);
}

/// Text that looks like a log: its cells are the ones that readers stumble over.
fn log_like() -> impl Strategy<Value = String> {
    let headers = prop::sample::select(vec![HEVY, STRONG, LIFTOSAUR]);
    let cell = prop::sample::select(vec![
        "",
        "0",
        "5",
        "8,5",
        "-3",
        "1e308",
        "NaN",
        "99999999999999999999",
        "2025-03-05 18:00",
        "5 Mar 2025, 7:07",
        "03/04/2025",
        "31/31/2025",
        "2025-03-05T18:00:00Z",
        "-9999-01-01T00:00:00Z",
        "\"",
        "\"a\"\"b\"",
        "\"\n\"",
        "\r\n",
        "\n",
        ",",
        ";",
        "warmup",
        "failure",
        "Rest Timer",
        "W1",
        "kg",
        "st",
        "\u{202f}",
        "\u{fffd}",
        "1h 5m",
        "::",
        "é",
    ]);
    (headers, prop::collection::vec((cell, prop::bool::weighted(0.15)), 0..200)).prop_map(|(header, cells)| {
        let cells = cells.iter().map(|(cell, is_last)| format!("{cell}{}", if *is_last { "\n" } else { "," }));
        header.to_owned() + &cells.collect::<String>()
    })
}

/// What holds for whatever was decoded.
fn is_sound(decoded: &Decoded) {
    assert!(decoded.warnings.len() <= limits::WARNINGS + 1);
    let lifts = decoded.recordings.iter().take_while(|r| !r.sets.is_empty()).count();
    let (lifted, moved) = decoded.recordings.split_at(lifts);
    assert!(lifted.is_sorted_by_key(|r| r.start) && moved.is_sorted_by_key(|r| r.start));
    assert!(moved.iter().all(|r| r.timer.is_some() || r.distance.is_some()));
    for recording in &decoded.recordings {
        assert!(recording.elapsed.is_none_or(|t| t.as_s() > 0.0 && t.as_s() <= limits::LIFT_WORKOUT_S));
        for set in &recording.sets {
            assert!(set.load.is_none_or(|l| l.value > 0.0 && l.mass().as_kg() <= limits::LIFT_LOAD_KG));
            assert!(set.reps_in_reserve.is_none_or(|r| (0.0..=10.0).contains(&r)));
            assert!(set.reps.is_none_or(|r| (1..=limits::LIFT_REPS).contains(&r)));
            assert!(set.kind == SetKind::Rest || set.reps.is_some() || set.duration.is_some());
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(decoded) = decode(&bytes, &LiftingOptions::default()) {
            is_sound(&decoded);
        }
        let mut log = STRONG.as_bytes().to_vec();
        log.extend(bytes);
        is_sound(&decode(&log, &LiftingOptions::default()).unwrap());
    }

    #[test]
    fn any_log_is_read(text in log_like()) {
        is_sound(&read(&text));
    }

    #[test]
    fn any_text_is_a_date_or_none(text in ".{0,40}", day in "[0-9 /:.TZ+,-]{0,30}") {
        for text in [text, day] {
            let calendar = crate::civil::Calendar { zone: TimeZone::UTC, order: None };
            let _ = crate::civil::Stamp::read(&text).map(|stamp| stamp.instant(&calendar));
            let _ = crate::number::seconds(&text);
        }
    }
}
