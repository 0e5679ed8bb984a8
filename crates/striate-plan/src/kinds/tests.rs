//! What the ladders of sessions hold.

use super::*;

pub(super) fn exercise(id: &str, is_loaded: bool) -> Exercise {
    Exercise {
        id: id.to_owned(),
        name: id.replace('_', " "),
        fit: Some((28, Some(6))),
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
        bests: vec![(60.0, 7.3), (100.0, 6.8), (200.0, 6.2), (400.0, 5.4), (800.0, 4.8)],
        mass_kg: 70.0,
        d_prime_m: 180.0,
        is_sprint_known: true,
        runner: Experience::Experienced,
        lifter: Experience::Experienced,
        turn: 0,
        run_walk: None,
        hill: Some((0.08, 1.5)),
        hill_top_speed: 0.87,
        vest_kg: Some(10.0),
        pack_kg: None,
        ankle_kg: None,
        has_bands: false,
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
fn a_kind_has_one_label_and_one_code_whether_it_is_planned_or_recorded() {
    for kind in SessionKind::ALL.iter().filter(|kind| ![SessionKind::Other, SessionKind::Downhill].contains(*kind)) {
        let planned = PlannedKind::from_name(kind.as_str());
        assert_eq!(planned.map(|k| (k.label(), k.code())), Some((kind.label(), kind.code())), "{}", kind.as_str());
    }
}

/// The same athlete with nothing but a home.
fn at_home() -> Means {
    let home = |id: &&str| {
        let is_one_sided = id.starts_with("single_leg") || id.starts_with("side_lying") || *id == "split_squat";
        Exercise { is_unilateral: is_one_sided || *id == "reverse_lunge", ..exercise(id, false) }
    };
    let ids = PREFERRED_EXERCISES.iter().flat_map(|slot| *slot);
    let needs_a_gym = [
        "machine",
        "squat",
        "leg_press",
        "romanian",
        "dumbbell",
        "cable",
        "barbell",
        "press",
        "leg_curl",
        "extension",
        "hanging",
        "psoas",
        "pull",
        "band",
        "copenhagen",
        "lunge",
        "hip_flexion",
        "box_jump",
    ];
    let at_home = |id: &&&str| {
        AT_HOME.iter().any(|(home, _)| *home == **id)
            || ["bodyweight_squat", "jump_squat", "jumping_lunge"].contains(*id)
            || !needs_a_gym.iter().any(|part| id.contains(part))
    };
    Means { exercises: ids.filter(at_home).map(home).collect(), vest_kg: None, ..means() }
}

/// Athletes whose ladders must climb: fast for a distance runner and slow, steep and gentle hills, a heavy vest and a light
/// one, a pack, a band, ankle weights, a gym and a home.
fn athletes() -> Vec<Means> {
    let sprinter = Means {
        critical_m_per_s: 2.8,
        max_sprint_m_per_s: 8.6,
        bests: [60.0, 100.0, 150.0, 200.0, 300.0, 400.0].map(|m| (m, curve(m, 2.8, 8.6))).to_vec(),
        ..means()
    };
    let diesel = Means {
        critical_m_per_s: 4.6,
        max_sprint_m_per_s: 6.4,
        bests: [60.0, 100.0, 150.0, 200.0, 300.0, 400.0].map(|m| (m, curve(m, 4.6, 6.4))).to_vec(),
        d_prime_m: 120.0,
        hill: Some((0.05, 1.3)),
        hill_top_speed: 0.92,
        ..means()
    };
    let light = Means { vest_kg: Some(2.0), hill: Some((0.15, 2.1)), hill_top_speed: 0.76, ..means() };
    let pack = Means { vest_kg: None, pack_kg: Some(12.0), mass_kg: 55.0, ..means() };
    let band = Means { vest_kg: None, has_bands: true, ..means() };
    let ankles = Means { vest_kg: None, ankle_kg: Some(2.0), mass_kg: 92.0, ..means() };
    vec![means(), sprinter, diesel, light, pack, band, ankles, at_home()]
}

/// The best over a distance from the curve of critical speed, D' of 180 m and the highest speed.
fn curve(metres: f64, critical: f64, top: f64) -> f64 {
    let mut speed = critical;
    for _ in 0..40 {
        speed = 0.5 * (speed + critical + 180.0 / (metres / speed + 180.0 / (top - critical)));
    }
    speed
}

fn ladder(kind: PlannedKind, means: &Means) -> Vec<Prescription> {
    (1..=levels(kind)).filter_map(|level| prescribe(kind, level, means).ok()).collect()
}

#[test]
fn rule_d5_each_level_asks_for_more_work_than_the_one_below() {
    for means in athletes() {
        for kind in PlannedKind::ALL.iter().filter(|k| !matches!(k, PlannedKind::Rest)) {
            for pair in ladder(*kind, &means).windows(2) {
                let (less, more) = (work(&pair[0]), work(&pair[1]));
                assert!(more > less, "{} after {}: {more} after {less}", pair[1].title, pair[0].title);
            }
        }
    }
}

#[test]
fn every_ladder_of_training_has_eight_levels_and_three_of_them_are_a_clear_step() {
    for kind in
        PlannedKind::ALL.iter().filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility | PlannedKind::Race))
    {
        assert!(levels(*kind) >= 8, "{} has {} levels", kind.as_str(), levels(*kind));
        for means in athletes() {
            let ladder = ladder(*kind, &means);
            for (below, above) in ladder.iter().zip(ladder.iter().skip(3)) {
                assert!(work(above) > 1.05 * work(below), "{} after {}", above.title, below.title);
            }
        }
    }
}

#[test]
fn experience_opens_the_upper_levels_and_leaves_nobody_without_a_first_one() {
    for kind in PlannedKind::ALL {
        let at = |experience| highest_level(*kind, &Means { runner: experience, lifter: experience, ..means() });
        let (novice, trained, years) = (at(Experience::Novice), at(Experience::Trained), at(Experience::Experienced));
        assert!(1 <= novice && novice <= trained && trained <= years, "{}", kind.as_str());
        assert_eq!(years, levels(*kind), "{}", kind.as_str());
        let is_capped = kind.is_hard() && *kind != PlannedKind::Race;
        assert!(!is_capped || novice >= 3 && trained >= 7, "{}: {novice}, {trained}", kind.as_str());
    }
    // Who has run for years and never lifted is no novice on the track.
    let runner = Means { lifter: Experience::Novice, ..means() };
    assert_eq!(highest_level(PlannedKind::Series, &runner), levels(PlannedKind::Series));
    assert!(highest_level(PlannedKind::LowerStrength, &runner) < levels(PlannedKind::LowerStrength));
}

/// The speeds of the main part.
fn main_speeds(p: &Prescription) -> [f64; 2] {
    let runs = p.bouts().filter_map(|b| match b {
        Bout::Run { purpose: Purpose::Work, speed_m_per_s, .. } => Some(*speed_m_per_s),
        _ => None,
    });
    runs.last().expect("it is running")
}

#[test]
fn what_should_build_muscle_is_prescribed_near_the_best_on_that_ground() {
    for means in athletes() {
        for one in ladder(PlannedKind::SprintInterval, &means) {
            let best = means.best_for(one.rep_s.expect("they go by time"));
            assert!(main_speeds(&one)[0] >= 0.95 * best - 1e-9 && main_speeds(&one)[1] <= best, "{}", one.title);
        }
        for one in ladder(PlannedKind::HillRepeats, &means) {
            let seconds = one.rep_s.expect("they go by time");
            assert!((15.0..=45.0).contains(&seconds));
            let best = means.best_uphill(seconds).expect("there is a hill");
            assert!(main_speeds(&one)[0] >= 0.90 * best - 1e-9 && main_speeds(&one)[1] <= best, "{}", one.title);
        }
        for one in ladder(PlannedKind::HillSprints, &means) {
            assert!((8.0..=12.0).contains(&one.rep_s.expect("they go by time")));
            assert!(
                step_lines(&one)[1].contains("uphill") && step_lines(&one)[1].contains("flat out"),
                "{}",
                one.title
            );
            assert!(step_lines(&one)[1].contains("walk back down"), "{:?}", step_lines(&one));
        }
        for one in ladder(PlannedKind::Sprints, &means) {
            let metres = one.rep_distance_m.expect("they go by distance");
            assert!((20.0..=80.0).contains(&metres) && one.rest_s >= Some(2.0 * metres + 60.0), "{}", one.title);
        }
    }
}

#[test]
fn a_sprint_uphill_is_limited_by_the_legs_and_a_long_climb_by_energy() {
    let (means, (_, factor)) = (means(), (0.08, 1.5));
    let of = |seconds: f64| means.best_uphill(seconds).expect("there is a hill");
    let top = means.max_sprint_m_per_s * means.hill_top_speed;
    assert!(of(0.0) <= top + 1e-9 && of(1.0) > 0.9 * top);
    assert!((of(1200.0) * factor / means.best_for(1200.0) - 1.0).abs() < 0.02);
    // In between the equivalent level speed falls towards what the curve of the level says.
    let beyond = |seconds: f64| of(seconds) * factor / means.best_for(seconds);
    assert!(beyond(10.0) > beyond(30.0) && beyond(30.0) > beyond(120.0) && beyond(120.0) > 1.0);
    assert_eq!(Means { hill: None, ..means.clone() }.best_uphill(10.0), None);
}

#[test]
fn where_no_sprint_is_known_the_effort_is_told_in_words() {
    let unknown = Means { is_sprint_known: false, ..means() };
    for kind in [
        PlannedKind::Sprints,
        PlannedKind::HillSprints,
        PlannedKind::SprintInterval,
        PlannedKind::Series,
        PlannedKind::HillRepeats,
        PlannedKind::ResistedHill,
    ] {
        let one = prescribe(kind, 1, &unknown).expect("everything is there");
        let line = &step_lines(&one)[1];
        assert!(line.contains("nearly flat out: one more would still be possible") && !line.contains("/km"), "{line}");
        let steps = workout(&one, [50.0, 190.0]).expect("it has steps").steps;
        assert!(steps[1].target.is_none() && steps[1].name.as_deref().is_some_and(|n| n.contains("nearly flat out")));
    }
}

#[test]
fn a_light_vest_makes_the_ladder_climb_by_repetitions_and_every_resistance_has_its_own_effect() {
    let all = athletes();
    let last = |means: &Means| ladder(PlannedKind::ResistedHill, means).pop().expect("there is a hill");
    let [full, light, pack, band, ankles] = [0, 3, 4, 5, 6].map(|i| last(&all[i]));
    assert!((full.carried_kg - 7.0).abs() < 1e-9 && (light.carried_kg - 2.0).abs() < 1e-9);
    assert!(light.reps > prescribe(PlannedKind::ResistedHill, 1, &all[3]).expect("a light vest").reps);
    assert!(pack.title.contains("in a pack") && band.title.contains("band") && ankles.title.contains("at each ankle"));
    assert!(ankles.carried_kg <= 2.0);
    // A kilogram at the ankle slows more than one on the trunk.
    let slowed = |p: &Prescription, means: &Means| {
        let best = means.best_uphill(p.rep_s.expect("by time")).expect("there is a hill");
        (best - main_speeds(p)[1] / 0.96) / p.carried_kg * means.mass_kg
    };
    assert!(slowed(&ankles, &all[6]) > 2.0 * slowed(&full, &all[0]));
}

#[test]
fn run_walk_climbs_from_single_minutes_to_half_an_hour_without_a_break() {
    let ladder = every(PlannedKind::RunWalk);
    assert!((16..=24).contains(&ladder.len()));
    let running = |p: &Prescription| -> f64 {
        let runs = p.bouts().filter(|b| matches!(b, Bout::Run { purpose: Purpose::Work, .. }));
        runs.map(Bout::seconds).sum::<f64>() / 60.0
    };
    assert_eq!((ladder[0].title.as_str(), running(&ladder[0])), ("8 x 1 min run, 1.5 min walk", 8.0));
    let last = ladder.last().expect("there are rungs");
    assert_eq!((last.title.as_str(), running(last)), ("30 min running", 30.0));
    assert!(ladder.iter().all(|p| p.minutes() <= 40));
    assert_eq!(
        step_lines(&ladder[0]),
        ["5 min brisk walk to warm up", "8 x 1 min run slow enough to talk, then 90 s walk", "3 min walk to cool down"]
    );
}

#[test]
fn a_long_run_of_a_beginner_has_the_pattern_of_the_rung() {
    let beginner = Means { run_walk: Some(5), ..means() };
    let long = even_run(PlannedKind::Long, 40.0, &beginner).expect("a run");
    assert_eq!((long.kind, long.title.as_str()), (PlannedKind::Long, "40 min long run-walk"));
    assert_eq!(long.blocks[1].times, 12);
    assert!(step_lines(&long)[1].contains("2 min run") && step_lines(&long)[1].contains("90 s walk"));
    assert!(ladder(PlannedKind::Long, &beginner).windows(2).all(|w| w[1].minutes() > w[0].minutes()));
}

#[test]
fn a_long_run_can_end_at_tempo_for_a_third_at_most() {
    let long = even_run(PlannedKind::Long, 90.0, &means()).expect("a run");
    let with = with_tempo_finish(long.clone(), 20.0, &means());
    assert_eq!((with.minutes(), with.kind), (long.minutes(), PlannedKind::Long));
    assert_eq!(with.title, "90 min long run, the last 20 min at tempo");
    assert!(main_speeds(&with)[0] > 1.1 * main_speeds(&long)[1]);
    let most = with_tempo_finish(long.clone(), 60.0, &means());
    assert!(most.title.ends_with("the last 30 min at tempo"), "{}", most.title);
    let short = even_run(PlannedKind::Long, 12.0, &means()).expect("a run");
    assert_eq!(with_tempo_finish(short.clone(), 20.0, &means()), short);
}

#[test]
fn rule_b9_jumps_go_into_other_sessions_after_the_warm_up() {
    for kind in [PlannedKind::Series, PlannedKind::Easy, PlannedKind::LowerStrength, PlannedKind::RunWalk] {
        let plain = prescribe(kind, 4, &means()).expect("everything is there");
        for landings in [20, 40, 50, 60] {
            let with = with_jumps(plain.clone(), landings, &means());
            assert!(with.landings().abs_diff(landings) < 5, "{}", with.title);
            let lines = step_lines(&with);
            let at = lines.iter().position(|l| l.contains("jumps")).expect("a line says so");
            assert_eq!(at, 1, "{lines:?}");
            assert_eq!(lines.iter().any(|l| l.contains("jump squat")), landings >= 40, "{lines:?}");
            assert_eq!((with.kind, with.level), (plain.kind, plain.level));
        }
    }
}

#[test]
fn a_lift_session_is_what_somebody_in_a_gym_recognizes() {
    for means in [means(), at_home()] {
        for kind in [PlannedKind::LowerStrength, PlannedKind::UpperStrength, PlannedKind::FullStrength] {
            for one in ladder(kind, &means) {
                let lifts = one.blocks.iter().filter(|b| matches!(b.bouts[0], Bout::Set { .. }));
                let sets: Vec<u32> = lifts.map(|b| b.times).collect();
                assert!((3..=6).contains(&sets.len()), "{}: {:?}", one.title, step_lines(&one));
                assert!(sets.iter().all(|n| (2..=5).contains(n)), "{}: {sets:?}", one.title);
                assert!(step_lines(&one)[0].contains("warm up") && one.minutes() <= 75, "{}", one.title);
            }
        }
    }
}

#[test]
fn strength_with_the_body_alone_climbs_by_repetitions_harder_forms_and_carried_mass() {
    let lines = |level: u8, means: &Means| {
        step_lines(&prescribe(PlannedKind::LowerStrength, level, means).expect("a home is enough")).join("\n")
    };
    let home = at_home();
    assert!(lines(1, &home).contains("bodyweight squat: 12 reps") && lines(2, &home).contains("bodyweight squat: 13"));
    assert!(lines(4, &home).contains("split squat: 8 reps each side") && lines(4, &home).contains("on a step"));
    assert!(lines(7, &home).contains("single leg box squat (down to a chair): 6 reps"));
    let vest = Means { vest_kg: Some(5.0), ..home };
    assert!(lines(7, &vest).contains("with 5 kg") && !lines(6, &vest).contains("with 5 kg"));
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
    let novice = Means { runner: Experience::Novice, ..means() };
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
    let series = prescribe(PlannedKind::Series, 7, &means()).expect("everything is there");
    assert_eq!(
        step_lines(&series),
        [
            "15 min warm-up at 5:25 to 6:17 /km",
            "8 x 200 m at 2:46 to 2:53 /km, then 210 s rest",
            "8 min cool-down at 5:25 to 6:17 /km"
        ]
    );
    let steps = workout(&series, [50.0, 190.0]).expect("series have steps").steps;
    let repeat = striate_model::StepDuration::Repeat { from: 1, rounds: 8 };
    assert_eq!((steps.len(), steps[3].duration), (5, repeat));
}

#[test]
fn a_shorter_session_keeps_its_work_and_a_proper_warm_up() {
    let means = means();
    for kind in [PlannedKind::Series, PlannedKind::HillSprints, PlannedKind::Tempo, PlannedKind::Stairs] {
        let whole = with_jumps(prescribe(kind, 2, &means).expect("it is there"), 40, &means);
        let saving = (2..=15).rev().find(|m| shortened(&whole, whole.minutes() - m).is_some());
        let saving = saving.unwrap_or_else(|| panic!("not two minutes can be saved of {}", whole.title));
        let short = shortened(&whole, whole.minutes() - saving).expect("it was found to be possible");
        assert!(short.minutes() <= whole.minutes() - saving && short.landings() == whole.landings(), "{}", short.title);
        let work = |p: &Prescription| super::work(p);
        assert!((work(&short) - work(&whole)).abs() < 1e-9, "{}", short.title);
        assert!(short.blocks[0].bouts[0].seconds() >= 600.0, "{}", short.title);
        assert_eq!(shortened(&whole, whole.minutes()), None, "nothing to save");
        assert_eq!(shortened(&whole, 15), None, "the work alone takes longer");
    }
}

#[test]
fn shins_are_worked_in_the_rests_of_leg_strength_without_taking_time() {
    let is_shin = |b: &Bout| matches!(b, Bout::Set { exercise, .. } if exercise.id == "tibialis_raise");
    let without =
        Means { exercises: means().exercises.into_iter().filter(|e| e.id != "tibialis_raise").collect(), ..means() };
    for kind in [PlannedKind::LowerStrength, PlannedKind::FullStrength] {
        for level in 1..=levels(kind) {
            let [with, plain] = [&means(), &without].map(|m| prescribe(kind, level, m).expect("there are exercises"));
            let sets = with.bouts().filter(|b| is_shin(b)).count();
            assert!(sets >= 2, "{}", with.title);
            assert!(with.minutes() <= plain.minutes() + 1, "{}: {} {}", with.title, with.minutes(), plain.minutes());
        }
    }
}
