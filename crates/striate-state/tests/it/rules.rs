//! Coaching rules that the state answers.

use crate::build::{anybody, at, easy_run, lifting, method, monday, squats, untrained, weeks};
use striate_model::{DailyDose, Day, Muscle, MuscleMap, SessionKind, WeekLoad};
use striate_state::forecast::lifting_alone;
use striate_state::injury_gate::{Spike, judge, next_reference};
use striate_state::mix::{WeeklyBand, left_out, mix, weekly_hse};
use striate_state::next_step::{Candidate, steps};
use striate_state::{Calendar, Habit, Phase, forecast, monotony, phase};

#[test]
fn rule_a2_the_same_run_every_day_is_monotonous_and_a_mixed_month_is_not() {
    let same = monotony::sameness(&weeks(untrained(), 5, |_| vec![easy_run(8.0)]));
    assert!(same.is_monotonous);
    assert_eq!(same.alike.len(), 28);
    let mixed = monotony::sameness(&weeks(untrained(), 5, |day| match day {
        0 | 3 => vec![easy_run(8.0)],
        1 => vec![DailyDose { mean_speed_m_per_s: Some(3.7), mean_heart_rate_bpm: Some(165.0), ..easy_run(9.0) }],
        5 => vec![DailyDose { mean_speed_m_per_s: Some(2.6), ..easy_run(18.0) }],
        _ => Vec::new(),
    }));
    assert!(!mixed.is_monotonous && mixed.alike.is_empty(), "{mixed:?}");
    assert!(mixed.monotony.expect("loads differ") < 1.5);
}

#[test]
fn rule_a7_a_muscle_that_worked_hard_is_not_ready_for_more_until_its_hours_have_passed() {
    use striate_model::{DailyLog, TimeSpan};
    use striate_state::fatigue::{self, ReadinessStep};
    let (day, values) = (monday(), method().central());
    let hard = striate_state::advance(&untrained(), day, &[at(day, 18.0, squats(8.0))], &DailyLog::default(), method());
    let vasti = hard.muscles[Muscle::Vasti];
    let hours = fatigue::hours_to_ready(&vasti, values);
    let after = |h: f64| ReadinessStep::of(&fatigue::rest(vasti, TimeSpan::from_s(3600.0 * h), values), values);
    assert_ne!(after(24.0), ReadinessStep::Ready);
    assert!(after(hours - 1.0) != ReadinessStep::Ready && after(hours + 1.0) == ReadinessStep::Ready, "{hours}");
}

#[test]
fn rule_a8_where_muscle_is_the_goal_the_next_step_is_a_lift_and_no_run() {
    let body = weeks(untrained(), 12, |day| if day % 2 == 0 { vec![easy_run(8.0)] } else { Vec::new() });
    let candidates = [("a long run", easy_run(25.0)), ("three sets of squats", squats(3.0))]
        .map(|(name, session)| Candidate { name: name.to_owned(), session });
    let found = steps(&body, Muscle::Vasti, &candidates, method());
    assert_eq!(candidates[found[0].candidate].name, "three sets of squats");
    assert!(found[0].gain_points.low > found[1].gain_points.high, "{found:?}");
}

#[test]
fn rule_b1_damage_is_a_cost_that_builds_nothing_by_itself() {
    use striate_model::DailyLog;
    let mut downhill = easy_run(8.0);
    for muscle in Muscle::locomotor() {
        downhill.muscles[muscle].eccentric = 0.3;
    }
    let day = monday();
    let body_after = |run: DailyDose| {
        striate_state::advance(&untrained(), day, &[at(day, 9.0, run)], &DailyLog::default(), method())
    };
    let (hurt, fine) = (body_after(downhill), body_after(easy_run(8.0)));
    assert!(hurt.muscles[Muscle::Vasti].damage > 3.0 * fine.muscles[Muscle::Vasti].damage);
    assert_eq!(hurt.muscles[Muscle::Vasti].slow.size, fine.muscles[Muscle::Vasti].slow.size);
    let lifted = body_after(squats(5.0));
    assert!(lifted.muscles[Muscle::Vasti].slow.size > 3.0 * hurt.muscles[Muscle::Vasti].slow.size);
}

#[test]
fn rule_b7_protein_below_what_is_enough_slows_growth_and_more_than_enough_adds_nothing() {
    use striate_state::growth::{Conditions, protein_lack};
    let values = method().central();
    let build = |g_per_kg: f64| {
        let conditions = Conditions { protein_g_per_kg: Some(g_per_kg), ..Conditions::default() };
        let tissue = striate_state::growth::Tissue::new(Muscle::Vasti, &anybody(), values);
        tissue.fast.reach(8.0, &conditions, values).build
    };
    assert!(build(1.2) < build(1.62) && build(1.62) == build(2.0), "{} {}", build(1.2), build(1.62));
    assert!(build(0.3) > 0.8 * build(2.0), "a lack takes a share, not all");
    assert_eq!((protein_lack(2.0, values), protein_lack(0.5, values)), (0.0, 1.0));
}

#[test]
fn rule_e8_with_too_little_food_a_plateau_comes_earlier_and_is_named_so() {
    use striate_model::DailyLog;
    let mut body = weeks(untrained(), 30, lifting(4.0));
    let log = DailyLog { energy_deficit_kcal: Some(500.0), ..DailyLog::default() };
    let week = lifting(4.0);
    for _ in 0..7 * 8 {
        let day = body.day.plus(1);
        body = striate_state::advance(&body, day, &week(day.weekday()), &log, method());
    }
    let found = striate_state::plateau::plateau(&body, Muscle::Vasti, method()).expect("it stands still");
    assert_eq!(found.cause, striate_state::plateau::Cause::EnergyDeficit);
    assert!(found.since > monday().plus(7 * 30), "{:?}", found.since);
}

#[test]
fn rule_b6_without_food_less_grows() {
    use striate_model::DailyLog;
    use striate_state::advance;
    let grown = |deficit: f64| {
        let log = DailyLog { energy_deficit_kcal: Some(deficit), ..DailyLog::default() };
        let mut body = untrained();
        for _ in 0..84 {
            body = advance(&body, body.day.plus(1), &[squats(1.5)], &log, method());
        }
        crate::build::percent(&body, Muscle::Vasti)
    };
    assert!(grown(500.0) < 0.75 * grown(0.0), "{} {}", grown(500.0), grown(0.0));
    assert_eq!(grown(-500.0), grown(0.0), "a surplus builds no more than enough");
}

#[test]
fn rule_c1_starting_from_nothing_is_the_novices_phase() {
    let body = weeks(untrained(), 3, |day| if day % 2 == 0 { vec![easy_run(4.0)] } else { Vec::new() });
    assert_eq!(phase::of_athlete(&body, method()), Phase::Novice);
}

#[test]
fn rule_c5_a_habitual_easy_week_builds_nothing_more() {
    let load = WeekLoad { slow_hse: 0.28, fast_hse: 0.028 };
    let habit = Habit { muscles: MuscleMap::from_fn(|_| load), running_h: 2.8 };
    let body = habit.body(monday().plus(-1), anybody(), method());
    let later = weeks(body.clone(), 26, |day| if day % 2 == 0 { vec![easy_run(7.0)] } else { Vec::new() });
    for muscle in [Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Hamstrings] {
        let change = later.muscles[muscle].slow.size - body.muscles[muscle].slow.size;
        assert!(change.abs() < 1e-3, "{muscle:?} {change}");
    }
}

#[test]
fn rule_c7_the_next_set_adds_less_than_the_one_before() {
    let candidate = [Candidate { name: "five more sets".to_owned(), session: squats(5.0) }];
    let gain = |weekly: f64| {
        let body = weeks(untrained(), 12, lifting(weekly / 2.0));
        steps(&body, Muscle::Vasti, &candidate, method())[0].gain_points.value
    };
    let (few, many) = (gain(2.0), gain(14.0));
    assert!(few > 1.5 * many && many > 0.0, "{few} {many}");
}

#[test]
fn rule_c8_a_sprinters_dose_comes_from_lifting_and_sprints() {
    let sprint = DailyDose { kind: SessionKind::Series, ..easy_run(30.0) };
    let sprinter = mix(&[squats(3.0), sprint]).expect("there is stimulus");
    let marathoner = mix(&[easy_run(20.0), easy_run(10.0)]).expect("there is stimulus");
    assert!(sprinter.endurance == 0.0 && sprinter.lifting > 0.5);
    assert_eq!(marathoner.endurance, 1.0);
    assert_eq!(sprinter.distance(&marathoner), 1.0);
    assert_eq!(mix(&[]), None);
}

#[test]
fn rule_d4_a_load_one_is_used_to_no_longer_grows() {
    let body = weeks(untrained(), 120, lifting(4.0));
    let later = weeks(body.clone(), 8, lifting(4.0));
    let growth = later.muscles[Muscle::Vasti].fast.size - body.muscles[Muscle::Vasti].fast.size;
    assert!(growth < 0.005, "{growth}");
    assert!(body.muscles[Muscle::Vasti].plateau_since.is_some());
}

#[test]
fn rule_d5_the_next_step_for_a_muscle_is_the_session_that_adds_most() {
    let body = weeks(untrained(), 30, lifting(2.0));
    let candidates = [("an easy run", easy_run(8.0)), ("a set", squats(1.0)), ("six sets", squats(6.0))]
        .map(|(name, session)| Candidate { name: name.to_owned(), session });
    let found = steps(&body, Muscle::Vasti, &candidates, method());
    assert_eq!(found.iter().map(|s| s.candidate).collect::<Vec<_>>(), [2, 1, 0]);
    assert!(found[0].probability > 0.9 && found[2].probability < 0.2, "{found:?}");
    assert!(found[0].gain_points.low > 0.0 && found[0].gain_points.high > found[0].gain_points.value);
}

#[test]
fn rule_e2_what_a_week_does_depends_on_where_one_starts() {
    let new = weeks(untrained(), 1, lifting(3.0));
    let habit = Habit { muscles: MuscleMap::from_fn(|_| WeekLoad { slow_hse: 6.0, fast_hse: 6.0 }), running_h: 0.0 };
    let old = habit.body(monday().plus(-1), anybody(), method());
    let after = weeks(old.clone(), 1, lifting(3.0));
    let (new_gain, old_gain) = (
        new.muscles[Muscle::Vasti].slow.size,
        after.muscles[Muscle::Vasti].slow.size - old.muscles[Muscle::Vasti].slow.size,
    );
    assert!(new_gain > 0.002 && old_gain < 0.2 * new_gain, "{new_gain} {old_gain}");
}

#[test]
fn rule_e9_muscles_that_a_runner_leaves_out_are_found() {
    let body = weeks(untrained(), 5, lifting(4.0));
    let out = left_out(&body, method());
    assert!(out.contains(&Muscle::Hamstrings) && !out.contains(&Muscle::Vasti));
    assert_eq!(WeeklyBand::of_hse(weekly_hse(&body, Muscle::Vasti, method())), WeeklyBand::High);
}

#[test]
fn rule_e10_every_forecast_is_a_fan_and_lifting_alone_stands_beside_it() {
    let body = weeks(untrained(), 10, |day| if day % 2 == 0 { vec![easy_run(8.0)] } else { Vec::new() });
    let run = forecast(&body, &Calendar::going_on(&body, 84), method());
    let lift = forecast(&body, &Calendar::new(&body, &lifting_alone(12)), method());
    assert_eq!((run.days.len(), lift.days.len()), (12, 12));
    assert_eq!(lift.days[11], body.day.plus(84));
    for muscle in [Muscle::Vasti, Muscle::Hamstrings, Muscle::GluteusMaximus] {
        let (r, l) = (run.fans[muscle][11], lift.fans[muscle][11]);
        assert!(l.p05 > 1.0 && l.p05 < l.p25 && l.p25 < l.p50 && l.p50 < l.p75 && l.p75 < l.p95, "{l:?}");
        assert!(l.p50 > r.p95, "{muscle:?}: running {r:?} lifting {l:?}");
        assert!(l.p95 < 40.0, "no bodybuilder in twelve weeks: {l:?}");
    }
}

#[test]
fn a_run_twice_as_long_as_any_of_the_month_is_a_large_spike() {
    let day: Day = monday();
    let body =
        weeks(untrained(), 3, |weekday| if weekday == 5 { vec![at(day, 9.0, easy_run(8.0))] } else { Vec::new() });
    let reference = next_reference(&body, method());
    assert_eq!(reference.distance.as_m(), 8000.0);
    let long = judge(reference, striate_model::Distance::from_m(17_000.0), method());
    assert_eq!(long.spike, Spike::Large);
    assert!(long.hazard.is_some_and(|h| h.low < h.value && h.value < h.high));
}
