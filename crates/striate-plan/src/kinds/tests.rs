//! What the ladders of sessions hold.

use super::*;

pub(super) fn exercise(id: &str, is_loaded: bool) -> Exercise {
    Exercise {
        id: id.to_owned(),
        name: id.replace('_', " "),
        fit: Some((28, 6)),
        is_unilateral: false,
        is_loaded,
        body_kg: 0.0,
        one_rep_max_kg: None,
    }
}

/// A trained runner with everything.
pub(super) fn means() -> Means {
    let ids = PREFERRED_EXERCISES.iter().filter_map(|slot| slot.first());
    Means {
        critical_m_per_s: 3.9,
        max_sprint_m_per_s: 7.8,
        bests: vec![(60.0, 7.6), (100.0, 7.4), (200.0, 6.8), (400.0, 6.0), (800.0, 5.1)],
        mass_kg: 70.0,
        experience: Experience::Experienced,
        hill: Some((0.08, 1.5)),
        vest_kg: Some(10.0),
        has_stairs: true,
        has_trail: true,
        has_track: true,
        load_factor: 1.0,
        exercises: ids.map(|id| exercise(id, true)).collect(),
    }
}

fn every(kind: PlannedKind) -> Vec<Prescription> {
    (1..=levels(kind)).map(|level| prescribe(kind, level, &means()).expect("everything is there")).collect()
}

#[test]
fn every_kind_of_the_product_can_be_planned_at_every_level() {
    for kind in PlannedKind::ALL {
        let ladder = every(*kind);
        assert!(!ladder.is_empty(), "{}", kind.as_str());
        for one in &ladder {
            assert!(!one.title.is_empty());
            let is_workout = workout(one, [50.0, 190.0]).is_some();
            assert_eq!(is_workout, *kind != PlannedKind::Rest, "{}", one.title);
            assert!(
                one.minutes() <= 125 || *kind == PlannedKind::Race,
                "{} takes {} minutes",
                one.title,
                one.minutes()
            );
        }
        assert_eq!(PlannedKind::from_name(kind.as_str()), Some(*kind));
    }
}

#[test]
fn rule_d5_each_level_asks_for_more_than_the_one_below() {
    // What a ladder rises in: work, metres or landings of the main part.
    let work = |p: &Prescription| -> f64 {
        let of = |b: &Bout| match b {
            Bout::Run { purpose: Purpose::Work, .. } => b.metres() * (1.0 + p.carried_kg),
            Bout::Stairs { purpose: Purpose::Work, seconds, .. } => *seconds,
            Bout::Set { reps, .. } => f64::from(*reps),
            Bout::Jumps { landings, .. } => f64::from(*landings),
            _ => 0.0,
        };
        p.bouts().map(of).sum()
    };
    for kind in PlannedKind::ALL.iter().filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility)) {
        let ladder = every(*kind);
        for pair in ladder.windows(2) {
            assert!(work(&pair[1]) > work(&pair[0]), "{} after {}", pair[1].title, pair[0].title);
        }
    }
}

#[test]
fn rule_e3_and_e6_series_are_short_fast_and_at_most_eight() {
    for one in every(PlannedKind::Series) {
        let (reps, metres) = (one.reps.expect("series have reps"), one.rep_distance_m.expect("series go by distance"));
        assert!(reps <= 8 && (100.0..=400.0).contains(&metres), "{}", one.title);
        let Bout::Run { speed_m_per_s: [low, _], .. } = one.blocks[1].bouts[0] else { panic!("series are running") };
        assert!(low >= 0.9 * means().best_over(metres), "{}", one.title);
    }
}

#[test]
fn rule_e5_rests_of_series_are_two_minutes_or_four_times_the_work() {
    for one in every(PlannedKind::Series) {
        let (rest, work) = (one.rest_s.expect("series have rests"), one.rep_s.expect("series take time"));
        assert!(rest >= 120.0 || rest >= 4.0 * work, "{}: {rest} s after {work} s", one.title);
    }
}

#[test]
fn rule_a3_resisted_hills_are_short_steep_and_loaded() {
    for one in every(PlannedKind::ResistedHill) {
        assert!((15.0..=20.0).contains(&one.rep_s.expect("hills take time")), "{}", one.title);
        assert!((60.0..=90.0).contains(&one.rest_s.expect("hills have rests")), "{}", one.title);
        assert!((3.0..=10.0).contains(&one.carried_kg), "{}", one.title);
    }
    let vestless = Means { vest_kg: None, ..means() };
    assert_eq!(prescribe(PlannedKind::ResistedHill, 1, &vestless), Err(Missing::Vest));
}

#[test]
fn rule_a4_sprint_intervals_have_15_to_30_s_on_and_60_to_90_s_of_rest_after_a_warm_up() {
    for one in every(PlannedKind::SprintInterval) {
        assert!((15.0..=30.0).contains(&one.rep_s.expect("sprints take time")), "{}", one.title);
        assert!((60.0..=90.0).contains(&one.rest_s.expect("sprints have rests")), "{}", one.title);
        assert!(one.blocks[0].bouts[0].seconds() >= 600.0, "{}", one.title);
    }
}

#[test]
fn rule_a6_recovery_runs_are_short_and_far_below_the_first_threshold() {
    for one in every(PlannedKind::Recovery) {
        assert!(one.minutes() <= 45 && one.metres() / f64::from(60 * one.minutes()) < 0.75 * means().critical_m_per_s);
    }
}

#[test]
fn rule_b9_a_novice_is_given_few_landings() {
    let novice = Means { experience: Experience::Novice, ..means() };
    let most = (1..=levels(PlannedKind::Plyometrics))
        .filter_map(|level| prescribe(PlannedKind::Plyometrics, level, &novice).ok())
        .map(|p| p.landings())
        .max();
    assert_eq!(most, Some(60));
    assert_eq!(every(PlannedKind::Plyometrics).last().map(Prescription::landings), Some(120));
}

#[test]
fn rule_b10_leg_strength_holds_a_squat_and_a_hinge_with_or_without_a_gym() {
    let bare = Means {
        exercises: PREFERRED_EXERCISES.iter().filter_map(|slot| slot.last()).map(|id| exercise(id, false)).collect(),
        ..means()
    };
    for (means, squat, hinge) in
        [(means(), "back squat", "romanian deadlift"), (bare, "bodyweight squat", "glute bridge")]
    {
        let legs = prescribe(PlannedKind::LowerStrength, 1, &means).expect("there are exercises");
        let lines = step_lines(&legs).join("\n");
        assert!(lines.contains(squat) && lines.contains(hinge), "{lines}");
    }
}

#[test]
fn loads_are_what_leaves_the_repetitions_in_reserve() {
    let mut strong = means();
    strong.exercises[0].one_rep_max_kg = Some(100.0);
    let legs = prescribe(PlannedKind::LowerStrength, 1, &strong).expect("there are exercises");
    // 8 repetitions and 2 in reserve are ten: 100 / (1 + 10/30) = 75.
    assert!(step_lines(&legs).join("\n").contains("back squat: 8 reps with 75 kg, 2 in reserve"));
}

#[test]
fn no_exercise_stands_twice_in_a_session() {
    for kind in [PlannedKind::LowerStrength, PlannedKind::FullStrength, PlannedKind::UpperStrength] {
        for one in every(kind) {
            let mut ids: Vec<String> = one
                .blocks
                .iter()
                .flat_map(|b| &b.bouts)
                .filter_map(|b| if let Bout::Set { exercise, .. } = b { Some(exercise.id.clone()) } else { None })
                .collect();
            let all = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), all, "{}", one.title);
        }
    }
}

#[test]
fn a_session_reads_like_a_coach_wrote_it() {
    let series = prescribe(PlannedKind::Series, 5, &means()).expect("everything is there");
    assert_eq!(
        step_lines(&series),
        [
            "15 min warm-up at 5:25 to 6:17 /km",
            "8 x 200 m at 2:35 to 2:42 /km, then 210 s rest",
            "8 min cool-down at 5:25 to 6:17 /km"
        ]
    );
    let steps = workout(&series, [50.0, 190.0]).expect("series have steps").steps;
    let repeat = striate_model::StepDuration::Repeat { from: 1, rounds: 8 };
    assert_eq!((steps.len(), steps[3].duration), (5, repeat));
}
