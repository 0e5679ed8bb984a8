//! Ladders of strength sessions. A session is four to six exercises of two to five sets after a warm-up; which exercises:
//! the first of each place's list that the equipment allows. With a load the sets rise with the level and the load with
//! the athlete's strength; with the body alone the repetitions rise, then a harder form comes, then slow lowering and
//! carried mass.

use super::build::plain;
use super::jumps::{HIGH_JUMP, JUMP_SQUAT, POGO};
use super::{Block, Bout, Exercise, Experience, Means, Missing, PlannedKind, Prescription};

pub(super) const STRENGTH_LEVELS: u8 = 9;

/// A place in a session that one of several exercises fills, best first. The last so many of them are forms of one
/// movement with the body alone, the easiest last; they need nothing that a home does not have.
struct Slot(&'static [&'static str], usize);

const SQUAT: Slot = Slot(
    &[
        "back_squat",
        "leg_press",
        "goblet_squat",
        "dumbbell_squat",
        "single_leg_box_squat",
        "split_squat",
        "bodyweight_squat",
    ],
    3,
);
const HINGE: Slot = Slot(
    &[
        "romanian_deadlift",
        "dumbbell_romanian_deadlift",
        "single_leg_romanian_deadlift",
        "single_leg_glute_bridge",
        "glute_bridge",
    ],
    2,
);
const SINGLE_LEG: Slot = Slot(&["bulgarian_split_squat", "walking_lunge", "lunge", "reverse_lunge", "split_squat"], 2);
const LEG_CURL: Slot = Slot(&["seated_leg_curl", "lying_leg_curl", "nordic_curl", "swiss_ball_leg_curl"], 2);
const CALVES: Slot = Slot(&["standing_calf_raise_machine", "single_leg_calf_raise", "standing_calf_raise"], 2);
const ADDUCTORS: Slot = Slot(&["hip_adduction_machine", "copenhagen_plank", "side_lying_adduction"], 1);
const SIDE_GLUTES: Slot = Slot(&["hip_abduction_machine", "cable_hip_abduction", "side_lying_leg_raise"], 1);
const SHINS: Slot = Slot(&["tibialis_raise"], 1);
const HIP_FLEXORS: Slot = Slot(&["hanging_leg_raise", "hip_flexion_cable", "psoas_march", "lying_leg_raise"], 1);
const FRONT_THIGH: Slot = Slot(&["leg_extension", "reverse_nordic_curl"], 1);
const PUSH: Slot = Slot(&["bench_press", "dumbbell_bench_press", "push_up"], 1);
const PULL: Slot = Slot(&["barbell_row", "dumbbell_row", "band_row", "inverted_row"], 1);
const PULL_DOWN: Slot = Slot(&["pull_up", "lat_pulldown", "band_lat_pulldown"], 0);
const PRESS: Slot = Slot(&["overhead_press", "dumbbell_shoulder_press", "pike_push_up"], 1);
const CORE: Slot = Slot(&["cable_crunch", "bicycle_crunch"], 1);
const ARMS: Slot = Slot(&["dumbbell_curl", "band_curl", "diamond_push_up"], 1);

/// Every exercise that a place may ask for, by preference: what the caller looks up in the catalogue.
pub const PREFERRED_EXERCISES: &[&[&str]] = &[
    SQUAT.0,
    HINGE.0,
    SINGLE_LEG.0,
    LEG_CURL.0,
    CALVES.0,
    ADDUCTORS.0,
    SIDE_GLUTES.0,
    SHINS.0,
    HIP_FLEXORS.0,
    FRONT_THIGH.0,
    PUSH.0,
    PULL.0,
    PULL_DOWN.0,
    PRESS.0,
    CORE.0,
    ARMS.0,
    POGO,
    JUMP_SQUAT,
    HIGH_JUMP,
];

/// Exercises that the catalogue gives a piece of equipment and that a home can replace, and with what.
pub const AT_HOME: &[(&str, &str)] = &[
    ("split_squat", ""),
    ("reverse_lunge", ""),
    ("single_leg_box_squat", "down to a chair"),
    ("single_leg_calf_raise", "on a step"),
    ("swiss_ball_leg_curl", "heels on a towel on a smooth floor"),
    ("inverted_row", "under a bar or a sturdy table"),
];

/// What replaces the equipment of an exercise that is done with the body alone.
pub(super) fn at_home_hint(exercise: &Exercise) -> Option<&'static str> {
    let hint = AT_HOME.iter().find(|(id, _)| *id == exercise.id).map(|(_, hint)| *hint)?;
    (!exercise.is_loaded && !hint.is_empty()).then_some(hint)
}

/// The places of a kind: the main ones, and the two that join them, by turns: what running and the main lifts leave out
/// (rule E9). A whole-body session has the calves first: they are one of the four that grow (rule C3).
fn places(kind: PlannedKind, turn: u8) -> ([&'static Slot; 4], [&'static Slot; 2]) {
    let left_out = if turn.is_multiple_of(2) { [&FRONT_THIGH, &SIDE_GLUTES] } else { [&HIP_FLEXORS, &ADDUCTORS] };
    match kind {
        PlannedKind::LowerStrength => {
            let third = if turn % 4 < 2 { &LEG_CURL } else { &SINGLE_LEG };
            ([&SQUAT, &HINGE, third, &CALVES], left_out)
        }
        PlannedKind::UpperStrength => ([&PUSH, &PULL, &PRESS, &PULL_DOWN], [&CORE, &ARMS]),
        _ => ([&SQUAT, &HINGE, &PUSH, &PULL], [&CALVES, &FRONT_THIGH]),
    }
}

/// What small muscle is worked in the rest after a main exercise of a leg or whole-body session that leaves it alone: shins
/// beside calves or a push, hip flexors beside a pull (rule E9; paired sets of muscles that do not share work take no more
/// time, and trials found no less growth). `None` for a rest that stays one.
fn companion(kind: PlannedKind, main: usize) -> Option<&'static Slot> {
    match (kind, main) {
        (PlannedKind::LowerStrength, 3) | (PlannedKind::FullStrength, 2) => Some(&SHINS),
        (PlannedKind::FullStrength, 3) => Some(&HIP_FLEXORS),
        _ => None,
    }
}

/// Sets of the first, of the second and of the two other main exercises; how many others, and their sets. Two to five sets
/// each (usual), two more in all with every level.
const SETS: [(u32, u32, u32, usize, u32); STRENGTH_LEVELS as usize] = [
    (2, 2, 2, 0, 0),
    (2, 2, 2, 1, 2),
    (2, 2, 2, 2, 2),
    (2, 2, 2, 2, 3),
    (3, 3, 2, 2, 3),
    (3, 3, 3, 2, 3),
    (4, 4, 3, 2, 3),
    (5, 5, 3, 2, 3),
    (5, 5, 4, 2, 3),
];
/// Repetitions and repetitions in reserve: a set ends before it fails, so that form holds (failure adds little).
const LOADED_REPS: u16 = 8;
const BODY_REPS: u16 = 12;
const ONE_SIDE_REPS: u16 = 8;
const IN_RESERVE: f32 = 2.0;
const NOVICE_IN_RESERVE: f32 = 3.0;
/// The highest levels of who is new to lifting, and of who has lifted for months.
const NOVICE_STRENGTH_LEVEL: u8 = 4;
const TRAINED_STRENGTH_LEVEL: u8 = 7;
/// Exercises with the body alone that few people can do many times (assumed).
const FEW_REPS: [(&str, u16); 9] = [
    ("nordic_curl", 5),
    ("pull_up", 5),
    ("reverse_nordic_curl", 6),
    ("pike_push_up", 8),
    ("copenhagen_plank", 8),
    ("hanging_leg_raise", 8),
    ("inverted_row", 8),
    ("single_leg_box_squat", 6),
    ("push_up", 8),
];
/// With the body alone a harder form comes every so many levels, where there is one.
const FORM_LEVELS: u8 = 3;
/// Repetitions that each level adds, and the most that they grow to before the lowering becomes slow.
const MORE_REPS: u16 = 1;
const MOST_MORE_REPS: u16 = 5;
const LOWERING_S: u8 = 3;
/// Mass carried on top of the body from this level on, as a share of body mass.
const CARRIED_LEVEL: u8 = 7;
const CARRIED_SHARE: f64 = 0.1;
/// What a harder form and slow lowering count for in the measure of work.
const HARDER_FORM: f64 = 2.2;
const SLOW_LOWERING: f64 = 1.3;
/// Rests, s: more than 60 to 90 s adds nothing for size; the heavy ones need breath.
const MAIN_REST_S: f64 = 120.0;
const BODY_REST_S: f64 = 90.0;
const OTHER_REST_S: f64 = 75.0;
/// The shortest rest after a pair of sets, s, and repetitions of the small muscle's set.
const PAIR_REST_S: f64 = 30.0;
const SMALL_REPS: u16 = 15;
/// Minutes of warming up before lifting.
const WARM_UP_S: f64 = 480.0;

pub(super) fn strength(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    let most = match means.lifter {
        Experience::Novice => NOVICE_STRENGTH_LEVEL,
        Experience::Trained => TRAINED_STRENGTH_LEVEL,
        Experience::Experienced => STRENGTH_LEVELS,
    };
    if level > most {
        return Err(Missing::Experience);
    }
    let (main, others) = places(kind, means.turn);
    let (first, second, rest, count, more) = SETS[usize::from(level - 1)];
    let mut blocks = vec![Block {
        times: 1,
        bouts: vec![Bout::Mobility {
            what: "warm up: easy movement, then the first lifts with little load".into(),
            seconds: WARM_UP_S,
        }],
    }];
    let mut taken: Vec<String> = Vec::new();
    let mains = main.into_iter().zip([first, second, rest, rest]).enumerate();
    let asked = mains.map(|(i, (slot, sets))| (slot, sets, MAIN_REST_S, companion(kind, i)));
    let joining = others.into_iter().take(count).map(|slot| (slot, more, OTHER_REST_S, None));
    for (slot, sets, rest_s, beside) in asked.chain(joining) {
        if let Some(place) = fill(slot, level, &taken, means) {
            taken.push(place.exercise.id.clone());
            let rest_s = if place.climbed.is_some() { rest_s.min(BODY_REST_S) } else { rest_s };
            let mut bouts = vec![set(&place, means)];
            let small = beside.and_then(|slot| means.first_of(&slot.0[slot.0.len() - slot.1..])).map(small_set);
            let rest_s = small.as_ref().map_or(rest_s, |small| (rest_s - small.seconds()).max(PAIR_REST_S));
            bouts.extend(small);
            bouts.push(Bout::Pause { seconds: rest_s });
            blocks.push(Block { times: sets, bouts });
        }
    }
    if blocks.len() < 4 {
        return Err(Missing::Exercises);
    }
    let sets: u32 = blocks.iter().skip(1).map(|b| b.times).sum();
    let what = match kind {
        PlannedKind::LowerStrength => "leg strength",
        PlannedKind::UpperStrength => "upper-body strength",
        _ => "whole-body strength",
    };
    Ok(Prescription { rest_s: Some(MAIN_REST_S), ..plain(kind, level, format!("{what}, {sets} sets"), blocks) })
}

/// An exercise in its place, and how many levels it has been climbed with the body alone; `None` where a load makes it
/// harder.
struct Place<'a> {
    exercise: &'a Exercise,
    climbed: Option<u8>,
    carries: bool,
}

/// What fills a place: the first that the equipment allows, else the form of the level with the body alone.
fn fill<'a>(slot: &Slot, level: u8, taken: &[String], means: &'a Means) -> Option<Place<'a>> {
    let Slot(ids, forms) = slot;
    let is_free = |id: &&str| !taken.iter().any(|t| t == id);
    let with_equipment = ids[..ids.len() - forms].iter().copied().filter(is_free);
    let found = with_equipment.filter_map(|id| means.first_of(&[id])).next();
    if let Some(exercise) = found {
        let climbed = (!exercise.is_loaded).then_some(level - 1);
        return Some(Place { exercise, climbed, carries: false });
    }
    // The easiest form is the last.
    let there: Vec<&Exercise> =
        ids[ids.len() - forms..].iter().rev().copied().filter(is_free).filter_map(|id| means.first_of(&[id])).collect();
    let form = usize::from((level - 1) / FORM_LEVELS).min(there.len().checked_sub(1)?);
    let climbed = level - 1 - FORM_LEVELS * form as u8;
    let exercise = there[form];
    let climbed = (!exercise.is_loaded).then_some(climbed);
    Some(Place { exercise, climbed, carries: level >= CARRIED_LEVEL })
}

/// A set of a small muscle, far from failure so that it leaves the next main set alone.
fn small_set(exercise: &Exercise) -> Bout {
    let (exercise, in_reserve) = (exercise.clone(), NOVICE_IN_RESERVE);
    Bout::Set { exercise, reps: SMALL_REPS, in_reserve, load_kg: None, lowering_s: None }
}

/// The usual repetitions of an exercise.
fn usual_reps(exercise: &Exercise) -> u16 {
    let few = FEW_REPS.iter().find(|(id, _)| *id == exercise.id).map(|(_, reps)| *reps);
    few.unwrap_or(match (exercise.is_loaded, exercise.is_unilateral) {
        (true, _) => LOADED_REPS,
        (false, true) => ONE_SIDE_REPS,
        (false, false) => BODY_REPS,
    })
}

fn set(place: &Place<'_>, means: &Means) -> Bout {
    let exercise = place.exercise;
    let in_reserve = if means.lifter == Experience::Novice { NOVICE_IN_RESERVE } else { IN_RESERVE };
    let usual = usual_reps(exercise);
    let more = place.climbed.map_or(0, |levels| MORE_REPS * u16::from(levels));
    let reps = usual + more.min(MOST_MORE_REPS);
    let lowering_s = (more > MOST_MORE_REPS).then_some(LOWERING_S);
    // Epley 1985, recalled: the maximum is the load times one and a thirtieth per repetition that would be possible.
    let possible = f64::from(reps) + f64::from(in_reserve);
    let load_kg = exercise
        .one_rep_max_kg
        .filter(|_| exercise.is_loaded)
        .map(|most| ((means.load_factor * most / (1.0 + possible / 30.0) - exercise.body_kg) / 2.5).floor() * 2.5)
        .filter(|kg| *kg > 0.0);
    let load_kg = load_kg.or_else(|| carried(means).filter(|_| place.carries && place.climbed.is_some()));
    Bout::Set { exercise: exercise.clone(), reps, in_reserve, load_kg, lowering_s }
}

/// Mass carried on top of the body in strength work: a vest's or a pack's, half kilograms.
fn carried(means: &Means) -> Option<f64> {
    let most = means.vest_kg.or(means.pack_kg)?;
    let kg = ((2.0 * CARRIED_SHARE * means.mass_kg).floor() / 2.0).min(most);
    (kg >= 1.0).then_some(kg)
}

/// How much a set counts for in the measure of work: its repetitions over the usual number, more for a harder form and for
/// slow lowering.
pub(super) fn set_work(exercise: &Exercise, reps: u16, lowering_s: Option<u8>) -> f64 {
    let form = PREFERRED_SLOTS.iter().find_map(|Slot(ids, forms)| {
        ids[ids.len() - forms..].iter().rev().position(|id| *id == exercise.id && !exercise.is_loaded)
    });
    f64::from(reps) / f64::from(usual_reps(exercise))
        * HARDER_FORM.powi(form.unwrap_or(0) as i32)
        * lowering_s.map_or(1.0, |_| SLOW_LOWERING)
}

/// The places whose forms get harder.
const PREFERRED_SLOTS: [Slot; 4] = [SQUAT, HINGE, LEG_CURL, CALVES];
