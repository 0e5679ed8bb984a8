//! The composed body: sessions through stimulus and state.

use super::*;
use striate_analysis::planned_dose;
use striate_model::{Athlete, Day, Muscle, Person, SessionKind, Speed, TimeSpan};
use striate_state::GrowthMethod;
use striate_stimulus::{Method, Part, TrialExercise};

fn easy() -> Vec<Part> {
    vec![Part::Run { speed_m_per_s: 2.9, duration_s: 2700.0, times: 1.0, intensity: 0.78, grade: 0.0, forefoot: 0.0 }]
}

fn anybody() -> Person {
    Person { log_response: 0.0, log_response_sd: 0.4, age_y: None }
}

fn monday() -> Day {
    "2026-03-02".parse().unwrap()
}

/// A runner who runs easily four times a week, and squats on Tuesdays and Fridays in the second half.
fn history(weeks: i32, squats_from: i32) -> History {
    let method = Method::builtin();
    let speed = Speed::from_m_per_s(7.5);
    let run = planned_dose(&easy(), SessionKind::Easy, speed, method);
    let squat = [Part::Lift { ex: TrialExercise::SquatFull, sets: 5.0, rir: 1.0 }];
    let lift = planned_dose(&squat, SessionKind::LowerStrength, speed, method);
    let mut history = History::default();
    for week in 0..weeks {
        for weekday in [0, 2, 4, 6] {
            history.add(monday().plus(7 * week + weekday), "easy run", run.clone());
        }
        for weekday in [1, 4] {
            if week >= squats_from {
                history.add(monday().plus(7 * week + weekday), "squats", lift.clone());
            }
        }
    }
    history
}

#[test]
fn a_runner_who_takes_up_squats_reads_that_the_quads_grow_and_the_hamstrings_get_nothing() {
    let (history, growth) = (history(16, 8), GrowthMethod::builtin());
    let today = monday().plus(7 * 16 - 1);
    let body = history.body(today, anybody(), Before::Unknown, growth).unwrap();
    let view = body_view(
        &history,
        &body,
        &candidates(&Athlete::default(), None, Method::builtin()),
        today.noon() + TimeSpan::from_s(36_000.0),
        growth,
    );
    let of = |m: Muscle| view.muscles.iter().find(|v| v.muscle == m.as_str()).unwrap();
    assert_eq!(of(Muscle::Vasti).course, "growing", "{:?}", of(Muscle::Vasti));
    assert_eq!(of(Muscle::Hamstrings).course, "holding");
    assert!(view.left_out.contains(&"hamstrings") && !view.left_out.contains(&"vasti"));
    assert!(view.verdict.contains("quads") && view.verdict.contains("Hamstrings got nothing"), "{}", view.verdict);
    let step = &of(Muscle::Hamstrings).next_steps[0];
    assert!(step.high_points > step.low_points && step.probability > 0.5, "{step:?}");
    let mix = view.mix.unwrap();
    assert!(mix[0] > 0.7, "{mix:?}");
    assert_eq!(view.injury_gate.basis, "longest_of_30_days");
    let text = serde_json::to_string(&view).unwrap();
    assert!(!text.contains("null,null,null"));
}

#[test]
fn rule_c6_easy_running_alone_grows_no_muscle_any_more() {
    let (history, growth) = (history(26, 99), GrowthMethod::builtin());
    let body = history.body(monday().plus(7 * 26 - 1), anybody(), Before::Unknown, growth).unwrap();
    let later = history.body(monday().plus(7 * 10 - 1), anybody(), Before::Unknown, growth).unwrap();
    for muscle in [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius] {
        let change = body.muscles[muscle].fast.size - later.muscles[muscle].fast.size;
        assert!(change.abs() < 1e-4, "{muscle:?} {change}");
    }
}

#[test]
fn the_order_in_which_files_are_read_does_not_matter() {
    let growth = GrowthMethod::builtin();
    let forwards = history(6, 3);
    let mut backwards = History::default();
    let entries: Vec<_> = forwards.days().map(|(day, entry)| (day, entry.clone())).collect();
    for (day, entry) in entries.into_iter().rev() {
        for (name, dose) in entry.names.into_iter().zip(entry.doses).rev() {
            backwards.add(day, name, dose);
        }
    }
    let today = monday().plus(60);
    let body = |h: &History| h.body(today, anybody(), Before::Unknown, growth).unwrap();
    assert!(body(&forwards) == body(&backwards));
}

#[test]
fn lifting_alone_stands_beside_every_forecast() {
    let (history, growth) = (history(12, 99), GrowthMethod::builtin());
    let body = history.body(monday().plus(83), anybody(), Before::Nothing, growth).unwrap();
    let view = forecast_view(&body, None, growth);
    assert_eq!(view.days.len(), 12);
    for muscle in &view.muscles {
        assert_eq!((muscle.going_on.len(), muscle.lifting_alone.len()), (12, 12));
        let (plan, lift) = (muscle.going_on[11], muscle.lifting_alone[11]);
        assert!(lift.p50 > plan.p50, "{}: {plan:?} {lift:?}", muscle.muscle);
    }
}

#[test]
fn rule_c8_the_sprinters_reference_mix_has_the_least_endurance_and_the_marathoners_the_most() {
    let [sprinter, track, marathoner] = reference_mixes(Method::builtin());
    assert!(sprinter.mix.lifting > 0.5 && sprinter.mix.endurance < 0.05, "{sprinter:?}");
    assert!(track.mix.endurance > sprinter.mix.endurance && track.mix.endurance < marathoner.mix.endurance);
    assert!(marathoner.mix.endurance > 0.95);
}

#[test]
fn rule_d6_lifting_and_sprinting_stand_on_one_scale_and_lifting_gives_more() {
    let options = candidates(&Athlete::default(), None, Method::builtin());
    let hse = |name: &str, m: Muscle| options.iter().find(|c| c.name.contains(name)).unwrap().session.muscles[m].hse;
    assert!(hse("squats", Muscle::Vasti) > hse("sprints", Muscle::Vasti));
    assert!(hse("leg curls", Muscle::Hamstrings) > hse("sprints", Muscle::Hamstrings));
    assert!(hse("sprints", Muscle::Hamstrings) > 10.0 * hse("tempo", Muscle::Hamstrings));
    assert!(hse("tempo", Muscle::Vasti) > hse("easy", Muscle::Vasti));
}

#[test]
fn nothing_is_said_about_a_history_without_days() {
    let growth = GrowthMethod::builtin();
    assert!(History::default().body(monday(), anybody(), Before::Unknown, growth).is_none());
    assert!(history(2, 9).body(monday().plus(-3), anybody(), Before::Unknown, growth).is_none());
}

/// Hours until the slowest muscle is ready again after a session of somebody who has never done the like, and after the
/// twelfth weekly one.
fn recovery(parts: &[Part], eccentric_sets: f64) -> (f64, f64) {
    use striate_state::fatigue::{Blow, hours_to_ready, rest, strike};
    let (method, growth) = (Method::builtin(), GrowthMethod::builtin());
    let mut dose = planned_dose(parts, SessionKind::Other, Speed::from_m_per_s(8.0), method);
    // Sets whose lowering is the work have no part in the grammar of trials.
    let hard_set_s = 6.0;
    dose.muscles[Muscle::Hamstrings].eccentric += eccentric_sets * 0.2 / hard_set_s;
    let values = growth.central();
    let hours = |muscle: Muscle| {
        let blow = Blow::of(&dose, muscle, growth);
        let mut state = strike(striate_model::MuscleState::default(), blow, values);
        let fresh = hours_to_ready(&state, values);
        for _ in 0..11 {
            state = strike(rest(state, TimeSpan::from_s(7.0 * 86_400.0), values), blow, values);
        }
        (fresh, hours_to_ready(&state, values))
    };
    Muscle::locomotor().map(hours).fold((0.0, 0.0), |most, h| (h.0.max(most.0), h.1.max(most.1)))
}

#[test]
fn ten_reference_sessions_are_recovered_from_in_the_order_that_trials_show() {
    let run = |speed: f64, minutes: f64, times: f64, intensity: f64, grade: f64| Part::Run {
        speed_m_per_s: speed,
        duration_s: 60.0 * minutes,
        times,
        intensity,
        grade,
        forefoot: 0.0,
    };
    let lift = |ex, sets| vec![Part::Lift { ex, sets, rir: 1.0 }];
    let sprint = |distance_m, times| vec![Part::Sprint { distance_m, times }];
    // Published hours, where there are any, stand in docs/methods/fatigue.md.
    let sessions: [(&str, Vec<Part>, f64, [f64; 2]); 14] = [
        ("easy 45 min", vec![run(2.9, 45.0, 1.0, 0.73, 0.0)], 0.0, [0.0, 12.0]),
        ("tempo 30 min", vec![run(3.8, 30.0, 1.0, 0.95, 0.0)], 0.0, [10.0, 30.0]),
        ("5 x 1000 m", vec![run(4.3, 3.9, 5.0, 1.07, 0.0)], 0.0, [12.0, 48.0]),
        ("15 x 30 m", sprint(30.0, 15.0), 0.0, [48.0, 72.0]),
        ("9 x 25 m", sprint(25.0, 9.0), 0.0, [20.0, 48.0]),
        ("8 x 60 m", sprint(60.0, 8.0), 0.0, [48.0, 76.0]),
        ("10 x 15 s uphill", vec![run(5.8, 0.25, 10.0, 1.9, 0.10)], 0.0, [24.0, 60.0]),
        ("30 min downhill -20 %", vec![run(2.8, 30.0, 1.0, 0.6, -0.20)], 0.0, [80.0, 104.0]),
        ("45 min downhill -10 %", vec![run(2.9, 45.0, 1.0, 0.6, -0.10)], 0.0, [60.0, 96.0]),
        ("4 sets of squats", lift(TrialExercise::SquatFull, 4.0), 0.0, [48.0, 76.0]),
        ("10 sets of squats", lift(TrialExercise::SquatFull, 10.0), 0.0, [76.0, 104.0]),
        ("3 sets of Nordics", lift(TrialExercise::LegCurl, 3.0), 3.0, [52.0, 96.0]),
        ("3 sets of leg curls", lift(TrialExercise::LegCurl, 3.0), 0.0, [24.0, 60.0]),
        ("10 x 5 jump squats", vec![Part::Plyo { contacts: 50.0, intensity: 0.95 }], 0.0, [36.0, 60.0]),
    ];
    let mut hours = std::collections::BTreeMap::new();
    for (name, parts, eccentric_sets, [least, most]) in sessions {
        let (fresh, used) = recovery(&parts, eccentric_sets);
        println!("{name:24} fresh {fresh:5.1} h, used to it {used:5.1} h");
        assert!((least..=most).contains(&fresh), "{name}: {fresh}");
        assert!(used <= fresh, "{name}: {used} {fresh}");
        hours.insert(name, (fresh, used));
    }
    let fresh = |name: &str| hours[name].0;
    // Long downhill, Nordics and heavy squats over sprints over tempo over easy.
    for hard in ["30 min downhill -20 %", "45 min downhill -10 %", "10 sets of squats", "3 sets of Nordics"] {
        assert!(fresh(hard) > fresh("15 x 30 m") && fresh(hard) > fresh("8 x 60 m"), "{hard}");
    }
    for sprints in ["15 x 30 m", "8 x 60 m"] {
        assert!(fresh(sprints) > 1.5 * fresh("tempo 30 min"), "{sprints}");
    }
    assert!(fresh("tempo 30 min") > fresh("easy 45 min"));
    assert!(fresh("3 sets of Nordics") > 1.2 * fresh("3 sets of leg curls"), "{hours:?}");
    assert!(hours["10 sets of squats"].1 < 80.0, "{:?}", hours["10 sets of squats"]);
}

#[test]
fn the_best_run_is_named_beside_the_best_lift() {
    let (history, growth) = (history(16, 99), GrowthMethod::builtin());
    let today = monday().plus(7 * 16 - 1);
    let body = history.body(today, anybody(), Before::Unknown, growth).unwrap();
    let view =
        body_view(&history, &body, &candidates(&Athlete::default(), None, Method::builtin()), today.noon(), growth);
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings] {
        let of = view.muscles.iter().find(|v| v.muscle == muscle.as_str()).unwrap();
        let run = of.next_run.as_ref().unwrap_or_else(|| panic!("no run for {muscle:?}: {:?}", of.next_steps));
        assert!(run.session.contains("sprints"), "{run:?}");
        assert!(of.next_steps[0].session.contains("sets"), "{:?}", of.next_steps);
    }
    assert!(view.verdict.contains("Of runs, "), "{}", view.verdict);
}

#[test]
fn a_runner_of_years_is_no_novice_and_a_beginner_is_one() {
    let growth = GrowthMethod::builtin();
    let of = |history: &History, before| {
        let today = monday().plus(7 * 8 - 1);
        striate_state::phase::of_athlete(&history.body(today, anybody(), before, growth).unwrap(), growth)
    };
    // Three hours of running a week from the first day on: small muscles, and no beginner.
    assert_ne!(of(&history(8, 99), Before::Unknown), striate_state::Phase::Novice);
    assert_ne!(of(&history(8, 99), Before::TheSame), striate_state::Phase::Novice);
    assert_eq!(of(&history(8, 99), Before::Nothing), striate_state::Phase::Novice);
}

#[test]
fn three_weeks_after_the_last_session_a_forecast_reaches_from_rest_to_training_that_nobody_recorded() {
    use striate_state::{Calendar, fatigue, forecast};
    let (history, growth) = (history(20, 4), GrowthMethod::builtin());
    let last = monday().plus(7 * 20 - 1);
    let of = |day: Day| history.body(day, anybody(), Before::TheSame, growth).unwrap();
    // What the plan's weeks would bring, beside a body that is sure to have rested.
    let week: Vec<_> =
        history.days().filter(|(day, _)| last.days_since(*day) < 7).map(|(_, e)| e.doses.clone()).collect();
    let weeks: Vec<_> = week.iter().cycle().take(84).cloned().collect();
    let fan =
        |body: &striate_model::BodyState| forecast(body, &Calendar::new(body, &weeks), growth).fans[Muscle::Vasti][3];
    let (rested, silent) = (of(last.plus(14)), of(last.plus(21)));
    assert!(!history.is_silent(rested.day, growth) && history.is_silent(silent.day, growth));
    let pool = &silent.muscles[Muscle::Vasti].fast;
    // What could as well be: the size at which eight weeks more of the same would have arrived, not that of three weeks off.
    let trained = of(last).muscles[Muscle::Vasti].fast.size;
    assert!(pool.size < trained && pool.if_more > trained, "{pool:?} {trained}");
    let at_rest = history.bodies(&[silent.day], anybody(), Before::TheSame, growth).pop().unwrap();
    let (sure, unsure) = (fan(&at_rest), fan(&silent));
    // What was never lost cannot be won back: the gains ahead may be smaller, and no larger.
    assert!(unsure.p05 < sure.p05 - 0.3 && unsure.p50 < sure.p50 - 0.3, "{sure:?} {unsure:?}");
    assert!(unsure.p95 < sure.p95 + 0.1, "{sure:?} {unsure:?}");
    // Nobody who may have trained yesterday is planned as if rested.
    let hours = |body: &striate_model::BodyState| {
        let until = silent.fatigue_at.since(body.fatigue_at);
        fatigue::hours_to_ready(&fatigue::rest(body.muscles[Muscle::Vasti], until, growth.central()), growth.central())
    };
    assert!(hours(&at_rest) == 0.0 && hours(&silent) > 0.0, "{} {}", hours(&at_rest), hours(&silent));
    // One session more, and it is known again.
    assert!(!history.is_silent(last.plus(3), growth));
}
