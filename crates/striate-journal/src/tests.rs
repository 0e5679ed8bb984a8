//! Lines as athletes write them.

use super::*;
use striate_model::{Ground, MassUnit, SessionKind, SetAmount};

fn day() -> Day {
    "2026-11-14".parse().expect("a day")
}

fn read(line: &str) -> Entry {
    parse_line(line, day()).unwrap_or_else(|e| panic!("{line}: {e}"))
}

#[test]
fn every_line_of_the_reference_page_is_read_and_written_back_as_it_stands() {
    for line in [
        "2026-11-14 sleep 7.5 h",
        "2026-11-14 soreness hamstrings 4",
        "2026-11-14 pain achilles",
        "2026-11-14 mass 71.2 kg",
        "2026-11-14 mass 157 lb",
        "2026-11-14 protein 130 g",
        "2026-11-14 deficit 300 kcal",
        "2026-11-14 surplus 200 kcal",
        "2026-11-14 thigh 56.5 cm",
        "2026-11-14 calf 37.2 cm",
        "2026-11-14 dxa legs 19.8 kg",
        "2026-11-14 bia body 55.1 kg",
        "2026-11-14 ultrasound quads 24 mm",
        "2026-11-14 1rm back squat 120 kg",
        "2026-11-14 sprint 30 m 4.6 s",
        "2026-11-14 lift back squat 3x5 @ 100 kg rir 2; leg curl 2x12 @ 40 kg",
        "2026-11-14 18:15 lift back squat 1x5 @ 225 lb; 2x5 @ 205 lb; plank 3x40 s",
        "2026-11-14 07:30 run 8.2 km 45 min easy trail +5 kg hr 142",
        "2026-11-14 run 20 min; 8x200 m 34 s rest 3 min; 10 min",
        "2026-11-14 run 15 min; 10x20 s 4:10/km 10 % rest 2 min hill repeats",
        "2026-11-14 run 10 min; 8x60 m sprint rest 3 min",
        "2026-11-14 walk 3 km 35 min",
        "2026-11-14 ride 60 min hr 130",
        "2026-11-14 stairs 12 min hr 155",
    ] {
        assert_eq!(read(line).to_string(), line);
    }
}

#[test]
fn the_same_is_meant_however_it_is_typed() {
    let same = |a: &str, b: &str| assert_eq!(read(a), read(b), "{a} / {b}");
    same("sleep 7:30", "2026-11-14 sleep 7,5 h");
    same("sleep 7 h 30 min", "sleep 7.5");
    same("today soreness hams 4/10", "soreness hamstrings 4");
    same("yesterday mass 71,2kg", "2026-11-13 weight 71.2 kg");
    same("lift back squat 3x5@100kg rpe 8", "lift Back Squat 3 x 5 @ 100 kg rir 2");
    same("run 1:10 h", "run 70 min");
    same("run 45:30 at 5:30/km", "run 45:30 5:30 min/km");
    same("run 5 mi", "run 8.04672 km");
    same("ultrasound vasti 2.4 cm", "ultrasound quadriceps 24 mm");
    same("run 40 min 12 km/h", "run 40 min 5:00/km");
    same("run 8 km +5 kg", "run 8 km vest 5 kg");
    same("07:30 run 45 min 8.2 km easy +5 kg trail hr 142", "07:30 run 8,2km 45min hr 142 easy trail +5kg # nice");
}

#[test]
fn what_is_noted_becomes_what_was_meant() {
    let Note::Outing(run) = read("07:30 run 45 min 8.2 km easy +11 lb trail hr 142").note else { panic!("a run") };
    assert_eq!((run.kind, run.ground), (Some(SessionKind::Easy), Some(Ground::Trail)));
    assert_eq!(run.carried.map(|l| (l.value, l.unit)), Some((11.0, MassUnit::Pound)));
    assert_eq!((run.parts[0].duration_s, run.parts[0].distance_m), (Some(2700.0), Some(8200.0)));
    let Note::Lift(sets) = read("lift back squat 3x5 @ 100 kg rir 2; 2x5 @ 90 kg; plank 2x30 s").note else {
        panic!("sets")
    };
    assert_eq!((sets.len(), sets[1].exercise.as_str(), sets[2].amount), (3, "back squat", SetAmount::Seconds(30)));
}

#[test]
fn a_line_that_is_not_understood_says_what_would_be() {
    let problem = |line: &str| parse_line(line, day()).expect_err(line).to_string();
    assert!(problem("slep 7 h").contains("sleep"), "{}", problem("slep 7 h"));
    assert!(problem("soreness hamstirngs 4").contains("hamstrings"));
    assert!(problem("mass 71.2").contains("kg or lb"));
    assert!(problem("lift squat").contains("3x5"));
    assert!(problem("lift squat 3x5 @ 100").contains("kg or lb"));
    assert!(problem("run easy").contains("how far"));
    assert!(problem("run 10 km 5 min").contains("check distance and time"));
    assert!(problem("run 40 min eazy").contains("easy"));
    assert!(problem("sleep 80 h").contains("24"));
    assert!(problem("run 1.5x200 m").contains("whole number"));
    assert!(problem("").contains("nothing"));
}

#[test]
fn a_day_on_its_own_line_holds_for_the_lines_below_it_and_problems_carry_their_line() {
    let text = "\u{feff}# November\n2026-11-13\nsleep 7 h\n  soreness calves 2\n\n2026-11-14 run 30 min\nflying 3 h\n";
    let journal = parse(text);
    let days: Vec<String> = journal.entries.iter().map(|e| e.day.to_string()).collect();
    assert_eq!(days, ["2026-11-13", "2026-11-13", "2026-11-14"]);
    assert_eq!(journal.problems.iter().map(|p| p.line).collect::<Vec<_>>(), [7]);
    assert!(parse("sleep 7 h").problems[0].error.message.contains("no day"));
}

/// A weighing every third day for so many days, the mass falling by so much a week, with a wobble.
fn weighings(days: i32, kg_a_week: f64) -> Vec<Entry> {
    (0..days)
        .step_by(3)
        .map(|n| {
            let wobble = if n % 2 == 0 { 0.2 } else { -0.2 };
            let kg = 90.0 - f64::from(n) / 7.0 * kg_a_week + wobble;
            parse_line(&format!("mass {kg:.1} kg"), day().plus(n - days)).expect("a weighing")
        })
        .collect()
}

#[test]
fn a_mass_that_falls_by_a_kilogram_a_week_is_a_deficit_of_a_thousand_kilocalories() {
    let logs = daily_logs(&weighings(42, 1.0), striate_model::Mass::from_kg(90.0));
    let kcal = logs[&day()].mass_deficit_kcal.expect("a clear trend");
    assert!((900.0..1300.0).contains(&kcal), "{kcal}");
    let deficits = |kg_a_week: f64, days: i32| {
        let logs = daily_logs(&weighings(days, kg_a_week), striate_model::Mass::from_kg(90.0));
        logs.values().filter(|log| log.mass_deficit_kcal.is_some()).count()
    };
    assert_eq!(deficits(0.0, 42), 0, "a mass that stays");
    assert_eq!(deficits(-0.5, 42), 0, "a mass that rises");
    assert_eq!(deficits(1.0, 7), 0, "three weighings are no trend");
}

#[test]
fn a_trend_of_mass_is_forgotten_a_week_after_the_last_weighing() {
    let logs = daily_logs(&weighings(42, 1.0), striate_model::Mass::from_kg(90.0));
    assert!(logs.range(day().plus(8)..).all(|(_, log)| log.mass_deficit_kcal.is_none()));
}
