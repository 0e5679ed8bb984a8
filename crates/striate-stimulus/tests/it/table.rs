//! The table of parameters.

use crate::build::{repeats, run, runner, stretch};
use striate_model::{
    Athlete, ExerciseRef, FootStrike, Grade, LiftSet, Mass, Muscle, Origin, Session, SetKind, Sourced, Speed,
    SpeedSource, Sport, SubSport,
};
use striate_stimulus::{Draw, METHOD_VERSION, Method, Part, stimulus};

const TABLE: &str = include_str!("../../data/method.toml");

#[test]
fn the_built_in_table_is_whole_and_every_parameter_has_a_range_a_source_and_a_grade() {
    let method = Method::from_toml(TABLE).unwrap();
    assert!(method.parameters().count() > 150);
    for (name, p) in method.parameters() {
        assert!(p.low <= p.value && p.value <= p.high, "{name}");
        assert!(p.source.len() > 10, "{name} needs a source that says something");
    }
}

#[test]
fn a_parameter_or_exercise_does_not_change_without_a_new_version() {
    let tables = [TABLE, include_str!("../../data/exercises.toml")];
    let versions = include_str!("../../data/versions.txt");
    assert_eq!(striate_parameters::check_fingerprint(versions, METHOD_VERSION, &tables), Ok(()));
}

#[test]
fn a_table_of_another_version_is_refused() {
    let other = TABLE.replacen(&format!("version = \"{METHOD_VERSION}\""), "version = \"0\"", 1);
    assert!(Method::from_toml(&other).unwrap_err().to_string().contains("version 0"));
}

#[test]
fn a_missing_parameter_and_one_too_many_are_refused() {
    let missing = TABLE.replacen("[general.hard_set_s]", "[general.hard_sets]", 1);
    assert!(Method::from_toml(&missing).is_err());
    let moon = "[general.moon_phase]\nvalue = 1\nlow = 1\nhigh = 1\ngrade = \"assumed\"\nsource = \"the moon\"\n";
    assert!(Method::from_toml(&format!("{TABLE}\n{moon}")).is_err());
    let no_soleus = TABLE.replacen("soleus = 0.15\n", "", 1);
    assert!(Method::from_toml(&no_soleus).is_err());
}

#[test]
fn a_value_outside_its_range_and_an_empty_source_are_refused() {
    let outside = TABLE.replacen("value = 6.0", "value = 9.0", 1);
    assert!(Method::from_toml(&outside).unwrap_err().to_string().contains("slow_exponent"));
    let line = TABLE.lines().find(|l| l.starts_with("source = \"Growth of slow")).unwrap();
    let empty = TABLE.replacen(line, "source = \" \"", 1);
    assert!(Method::from_toml(&empty).unwrap_err().to_string().contains("source"));
}

/// Everything that the method computes, over sessions that touch every part of it.
fn figures(method: &Method) -> Vec<f64> {
    let mut figures = Vec::new();
    let mut walk_up = run(&[stretch(30, 1.4, 0.05), stretch(30, 3.4, -0.10)]);
    walk_up.carried_mass = Mass::from_kg(5.0);
    let mut fast = repeats(3, stretch(20, 6.5, 0.0), 30);
    fast.motion.cadence_is_measured = true;
    let mut hill = repeats(2, stretch(20, 4.0, 0.09), 30);
    hill.motion.grade_error = Some(Grade::from_ratio(0.01));
    let mut ride = run(&[stretch(60, 8.0, 0.0)]);
    ride.sport = Sport::Cycling;
    ride.motion.heart_rate_bpm = vec![165.0; 60];
    let mut stairs = ride.clone();
    (stairs.sport, stairs.sub_sport) = (Sport::Running, SubSport::Stairs);
    let mut totals = run(&[stretch(60, 6.5, 0.0)]);
    totals.motion.speed_source = SpeedSource::Totals;
    let gym = Session { sport: Sport::Training, sets: gym_sets(), ..run(&[]) };
    let known_from = |origin: Origin| Athlete {
        max_sprint: Sourced { origin, ..runner().max_sprint },
        critical_speed: Sourced { origin, ..runner().critical_speed },
        distance_reserve: Sourced { origin, ..runner().distance_reserve },
        ..runner()
    };
    let forefoot = Athlete { foot_strike: Sourced::given(FootStrike::Forefoot), ..known_from(Origin::Given) };
    let (guessed, estimated) = (known_from(Origin::Default), known_from(Origin::Estimated));
    let sessions = [walk_up, fast, hill, ride, stairs, totals, gym];
    for (session, athlete) in sessions.iter().flat_map(|s| [runner(), forefoot, guessed, estimated].map(|a| (s, a))) {
        let s = stimulus(session, &athlete, method);
        figures.extend(s.muscles.iter().flat_map(|(_, m)| [m.hse.value, m.hse.low, m.hse.high]));
        figures.extend([s.impact.map_or(0.0, |i| i.easy_km), s.cardio.map_or(0.0, |c| c.impulse)]);
        let exposure = method.expose(session, &athlete);
        figures.extend(Muscle::ALL.map(|m| exposure.eccentric_s(m)));
    }
    let parts = r#"[{"m":"run","v":4,"s":60,"n":2,"I":1.1},{"m":"cod","n":4},{"m":"plyo","contacts":9,"int":0.9},
        {"m":"walk","s":60,"n":1,"I":0.7},{"m":"stairs","s":60,"n":1,"I":0.9},{"m":"cycle","s":60,"n":1,"I":1},
        {"m":"sprint","d":20,"n":1}]"#;
    let parts: Vec<Part> = serde_json::from_str(parts).expect("the protocol is in the grammar");
    let exposure = method.expose_parts(&parts, Speed::from_m_per_s(8.0));
    figures.extend(exposure.doses(method, Draw::Central).iter().map(|(_, d)| d.hse));
    figures.extend(Muscle::ALL.map(|m| exposure.eccentric_s(m)));
    figures
}

fn gym_sets() -> Vec<LiftSet> {
    let set = |title: &str, reps, reps_in_reserve| LiftSet {
        kind: SetKind::Active,
        start: None,
        duration: None,
        exercise: Some(ExerciseRef::Title(title.to_owned())),
        reps: Some(reps),
        load: None,
        reps_in_reserve,
    };
    vec![
        set("Squat (Barbell)", 8, Some(2.0)),
        set("Squat (Barbell)", 3, None),
        set("Squat (Barbell)", 60, None),
        set("Box Jump", 6, None),
        set("Nordic Hamstrings Curls", 5, None),
    ]
}

#[test]
fn no_parameter_is_decoration() {
    let table: toml::Table = TABLE.parse().unwrap();
    let central = figures(&Method::from_toml(TABLE).unwrap());
    let changes = |table: &toml::Table| {
        let text = toml::to_string(table).unwrap();
        figures(&Method::from_toml(&text).unwrap()).into_iter().zip(&central).any(|(a, b)| (a - b).abs() > 1e-12)
    };
    for name in table["general"].as_table().unwrap().keys() {
        let mut moved = table.clone();
        let entry = moved["general"][name].as_table_mut().unwrap();
        // Its centre and its range move together, so that parameters which only the draws use are seen as well.
        for key in ["value", "low", "high"] {
            let x = entry[key].as_float().unwrap();
            entry.insert(key.to_owned(), toml::Value::Float(x * 0.9));
        }
        // Of some parameters only the width of their range is used.
        let mut narrower = table.clone();
        let entry = narrower["general"][name].as_table_mut().unwrap();
        let (value, high) = (entry["value"].as_float().unwrap(), entry["high"].as_float().unwrap());
        entry.insert("high".to_owned(), toml::Value::Float(0.5 * (value + high)));
        assert!(changes(&moved) || changes(&narrower), "nothing depends on general.{name}");
    }
    let tables: Vec<&String> = table["muscles"].as_table().unwrap().keys().collect();
    for (name, muscle) in tables.into_iter().flat_map(|t| Muscle::locomotor().map(move |m| (t, m))) {
        let mut moved = table.clone();
        let entry = &mut moved["muscles"][name]["values"][muscle.as_str()];
        *entry = toml::Value::Float(entry.as_float().unwrap() - 0.05);
        assert!(changes(&moved), "nothing depends on {name} of {}", muscle.label());
    }
}
