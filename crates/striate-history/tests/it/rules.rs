//! Coaching rules that show where the stages meet.

use striate_analysis::{Analysis, analyse_recording, analysis_dose, planned_dose, verdict};
use striate_history::body::{Before, History, body_view};
use striate_journal::{parse_line, recording};
use striate_model::{Athlete, Day, Muscle, Person, SessionKind, Speed, TimeSpan};
use striate_state::{GrowthMethod, fatigue};
use striate_stimulus::{Draw, Method, Part, TrialExercise};

fn day() -> Day {
    "2026-03-02".parse().expect("a day")
}

/// A session as the journal tells it, through every stage.
fn done(line: &str) -> Analysis {
    let athlete = Athlete::default();
    let entry = parse_line(line, day()).expect(line);
    let (recording, told) = recording(&entry, &athlete, TimeSpan::from_s(0.0)).expect("a session");
    analyse_recording(recording, &athlete, &told)
}

fn run(v: f64, s: f64, n: f64, intensity: f64, grade: f64) -> Part {
    Part::Run { speed_m_per_s: v, duration_s: s, times: n, intensity, grade, forefoot: 0.0 }
}

#[test]
fn rule_b4_a_run_is_told_for_calves_hamstrings_quads_glutes_and_core() {
    let run = done("run 40 min 9 km");
    for muscle in [Muscle::Gastrocnemius, Muscle::Hamstrings, Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Core] {
        let stimulus = &run.stimulus.muscles[muscle];
        assert!(stimulus.hse.value > 0.0 && stimulus.hse.low <= stimulus.hse.high, "{muscle:?} {stimulus:?}");
    }
    assert_eq!(run.stimulus.muscles[Muscle::Biceps].hse.value, 0.0);
}

#[test]
fn rule_c3_the_verdict_speaks_of_hamstrings_glutes_quads_and_calves_before_anything_else() {
    let (method, growth) = (Method::builtin(), GrowthMethod::builtin());
    let squat = [Part::Lift { ex: TrialExercise::SquatFull, sets: 5.0, rir: 1.0 }];
    let dose = planned_dose(&squat, SessionKind::LowerStrength, Speed::from_m_per_s(7.5), method);
    let mut history = History::default();
    for week in 0..8 {
        history.add(day().plus(7 * week), "squats", dose.clone());
        history.add(day().plus(7 * week + 3), "squats", dose.clone());
    }
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let body = history.body(day().plus(55), person, Before::Nothing, growth).expect("a body");
    let view = body_view(&history, &body, &Athlete::default(), body.fatigue_at, growth);
    let first = view.verdict.split('.').next().expect("a sentence").to_lowercase();
    assert!(["hamstrings", "glutes", "quads", "calves"].iter().any(|m| first.contains(m)), "{}", view.verdict);
    assert!(!view.verdict.contains("chest") && !view.verdict.contains("shins"), "{}", view.verdict);
}

#[test]
fn rule_c4_speed_and_hills_load_upper_legs_and_glutes() {
    let method = Method::builtin();
    let per_minute = |part: Part, m: Muscle| {
        let exposure = method.expose_parts(&[part], Speed::from_m_per_s(8.0));
        exposure.doses(method, Draw::Central)[m].hse / exposure.on_foot_s()
    };
    let easy = run(2.9, 2700.0, 1.0, 0.78, 0.0);
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti] {
        for hard in [Part::Sprint { distance_m: 60.0, times: 8.0 }, run(4.2, 20.0, 10.0, 1.4, 0.10)] {
            assert!(per_minute(hard, muscle) > 10.0 * per_minute(easy, muscle), "{muscle:?} {hard:?}");
        }
    }
}

#[test]
fn rule_c9_an_easy_run_that_builds_no_muscle_is_told_as_what_it_trains() {
    let easy = done("run 50 min 8.5 km easy hr 140");
    assert!(easy.stimulus.cardio.is_some_and(|c| c.impulse > 30.0));
    assert!(easy.stimulus.impact.is_some_and(|i| i.easy_km > 5.0));
    let told = verdict(&easy);
    assert!(told.sentence.contains("heart, lungs and endurance"), "{}", told.sentence);
}

#[test]
fn rule_e7_a_day_after_sprints_the_hamstrings_are_not_ready_and_a_day_after_easy_running_they_are() {
    let growth = GrowthMethod::builtin();
    let values = growth.central();
    let ready_in = |line: &str| {
        let mut history = History::default();
        history.add(day(), "it", analysis_dose(&done(line)));
        let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
        let body = history.body(day(), person, Before::Nothing, growth).expect("a body");
        fatigue::hours_to_ready(&body.muscles[Muscle::Hamstrings], values)
    };
    let (sprints, easy) = (ready_in("run 10 min; 8x60 m sprint rest 3 min"), ready_in("run 45 min 7.5 km easy"));
    assert!(sprints >= 24.0 && easy < 24.0, "{sprints} {easy}");
}

#[test]
fn rule_d4_two_years_of_the_same_squats_are_told_as_a_plateau_with_its_date_and_its_cause() {
    let growth = GrowthMethod::builtin();
    let squat = [Part::Lift { ex: TrialExercise::SquatFull, sets: 4.0, rir: 1.0 }];
    let dose = planned_dose(&squat, SessionKind::LowerStrength, Speed::from_m_per_s(7.5), Method::builtin());
    let mut history = History::default();
    for week in 0..120 {
        history.add(day().plus(7 * week), "squats", dose.clone());
        history.add(day().plus(7 * week + 3), "squats", dose.clone());
    }
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let body = history.body(day().plus(7 * 120 - 1), person, Before::Nothing, growth).expect("a body");
    let view = body_view(&history, &body, &Athlete::default(), body.fatigue_at, growth);
    let quads = view.muscles.iter().find(|m| m.muscle == "vasti").expect("every muscle");
    let plateau = quads.plateau.as_ref().expect("it stands still");
    let since: Day = plateau.since.parse().expect("a day");
    assert!((25..80).contains(&(since.days_since(day()) / 7)), "{}", plateau.since);
    assert_eq!((plateau.cause, quads.phase), ("same_load", "plateau"));
}
