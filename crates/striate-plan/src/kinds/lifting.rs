//! Ladders of strength sessions, jumps and mobility. Which exercises: the first of each list that the equipment allows.

use super::{Block, Bout, Exercise, Experience, Means, Missing, PlannedKind, Prescription};

pub(super) const STRENGTH_LEVELS: u8 = 5;
pub(super) const JUMP_LEVELS: u8 = 5;
pub(super) const MOBILITY_LEVELS: u8 = 2;

/// A place in a session that one of several exercises fills, best first; the last needs nothing.
type Slot = &'static [&'static str];

const SQUAT: Slot = &["back_squat", "leg_press", "goblet_squat", "dumbbell_squat", "bodyweight_squat"];
const HINGE: Slot =
    &["romanian_deadlift", "dumbbell_romanian_deadlift", "single_leg_romanian_deadlift", "glute_bridge"];
const SINGLE_LEG: Slot = &["bulgarian_split_squat", "walking_lunge", "lunge", "reverse_lunge", "split_squat"];
const LEG_CURL: Slot = &["seated_leg_curl", "lying_leg_curl", "swiss_ball_leg_curl", "nordic_curl"];
const CALVES: Slot = &["standing_calf_raise_machine", "single_leg_calf_raise", "standing_calf_raise"];
const SOLEUS: Slot = &["seated_calf_raise", "bent_knee_calf_raise", "standing_calf_raise"];
const ADDUCTORS: Slot = &["hip_adduction_machine", "copenhagen_plank", "side_lying_adduction"];
const SIDE_GLUTES: Slot = &["hip_abduction_machine", "cable_hip_abduction", "side_lying_leg_raise"];
const SHINS: Slot = &["tibialis_raise"];
const HIP_FLEXORS: Slot = &["hanging_leg_raise", "hip_flexion_cable", "psoas_march", "reverse_nordic_curl"];
const FRONT_THIGH: Slot = &["leg_extension", "reverse_nordic_curl"];
const PUSH: Slot = &["bench_press", "dumbbell_bench_press", "push_up"];
const PULL: Slot = &["barbell_row", "dumbbell_row", "band_row", "inverted_row", "renegade_row"];
const PULL_DOWN: Slot = &["pull_up", "lat_pulldown", "band_lat_pulldown"];
const PRESS: Slot = &["overhead_press", "dumbbell_shoulder_press", "pike_push_up"];
const CORE: Slot = &["cable_crunch", "bicycle_crunch"];

/// Every exercise that a slot may ask for, by preference: what the caller looks up in the catalogue.
pub const PREFERRED_EXERCISES: &[&[&str]] = &[
    SQUAT,
    HINGE,
    SINGLE_LEG,
    LEG_CURL,
    CALVES,
    SOLEUS,
    ADDUCTORS,
    SIDE_GLUTES,
    SHINS,
    HIP_FLEXORS,
    FRONT_THIGH,
    PUSH,
    PULL,
    PULL_DOWN,
    PRESS,
    CORE,
    POGO,
    JUMP_SQUAT,
    HIGH_JUMP,
];

const POGO: Slot = &["pogo_hop"];
const JUMP_SQUAT: Slot = &["jump_squat"];
const HIGH_JUMP: Slot = &["box_jump", "jumping_lunge"];

/// The slots of a kind: those that come with the first level, and those that come with the second.
fn slots(kind: PlannedKind) -> (&'static [Slot], &'static [Slot]) {
    match kind {
        PlannedKind::LowerStrength => {
            (&[SQUAT, HINGE, LEG_CURL, CALVES], &[SINGLE_LEG, FRONT_THIGH, ADDUCTORS, SIDE_GLUTES, SHINS, HIP_FLEXORS])
        }
        PlannedKind::UpperStrength => (&[PUSH, PULL, PRESS], &[PULL_DOWN, CORE]),
        _ => (&[SQUAT, HINGE, PUSH, PULL], &[CALVES, LEG_CURL, HIP_FLEXORS, CORE]),
    }
}

/// Sets of the main exercises at each level, and of the others.
const MAIN_SETS: [u32; STRENGTH_LEVELS as usize] = [2, 3, 3, 3, 4];
const OTHER_SETS: [u32; STRENGTH_LEVELS as usize] = [0, 0, 1, 2, 2];
/// Repetitions and repetitions in reserve: a set ends before it fails, so that form holds (failure adds little).
const LOADED_REPS: u16 = 8;
const BODY_REPS: u16 = 14;
const IN_RESERVE: f32 = 2.0;
const NOVICE_IN_RESERVE: f32 = 3.0;
/// The highest level of a novice.
const NOVICE_STRENGTH_LEVEL: u8 = 3;
/// Exercises with the body alone that few people can do many times (assumed).
const FEW_REPS: [(&str, u16); 7] = [
    ("nordic_curl", 5),
    ("pull_up", 5),
    ("reverse_nordic_curl", 6),
    ("pike_push_up", 8),
    ("copenhagen_plank", 8),
    ("hanging_leg_raise", 8),
    ("inverted_row", 10),
];
/// Rests, s: more than 60 to 90 s adds nothing for size; the heavy ones need breath.
const MAIN_REST_S: f64 = 120.0;
const OTHER_REST_S: f64 = 75.0;
/// Minutes of warming up before lifting.
const WARM_UP_S: f64 = 480.0;

pub(super) fn strength(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    if means.experience == Experience::Novice && level > NOVICE_STRENGTH_LEVEL {
        return Err(Missing::Experience);
    }
    let i = usize::from(level - 1);
    let (main, others) = slots(kind);
    let mut blocks = vec![Block {
        times: 1,
        bouts: vec![Bout::Mobility {
            what: "warm up: easy movement, then the first lifts with little load".into(),
            seconds: WARM_UP_S,
        }],
    }];
    let mut taken: Vec<&str> = Vec::new();
    let mut add = |slots: &[Slot], sets: u32, rest_s: f64| {
        for slot in slots {
            let free: Vec<&str> = slot.iter().copied().filter(|id| !taken.contains(id)).collect();
            if let Some(exercise) = means.first_of(&free).filter(|_| sets > 0) {
                taken.extend(slot.iter().find(|id| **id == exercise.id));
                blocks.push(Block { times: sets, bouts: vec![set(exercise, means), Bout::Pause { seconds: rest_s }] });
            }
        }
    };
    add(main, MAIN_SETS[i], MAIN_REST_S);
    add(others, OTHER_SETS[i], OTHER_REST_S);
    if blocks.len() < 3 {
        return Err(Missing::Exercises);
    }
    let sets: u32 = blocks.iter().skip(1).map(|b| b.times).sum();
    let what = match kind {
        PlannedKind::LowerStrength => "leg strength",
        PlannedKind::UpperStrength => "upper-body strength",
        _ => "whole-body strength",
    };
    Ok(Prescription {
        kind,
        level,
        title: format!("{what}, {sets} sets"),
        blocks,
        carried_kg: 0.0,
        reps: None,
        rep_distance_m: None,
        rep_s: None,
        rest_s: Some(MAIN_REST_S),
    })
}

fn set(exercise: &Exercise, means: &Means) -> Bout {
    let in_reserve = if means.experience == Experience::Novice { NOVICE_IN_RESERVE } else { IN_RESERVE };
    let few = FEW_REPS.iter().find(|(id, _)| *id == exercise.id).map(|(_, reps)| *reps);
    let reps = few.unwrap_or(if exercise.is_loaded { LOADED_REPS } else { BODY_REPS });
    // Epley 1985, recalled: the maximum is the load times one and a thirtieth per repetition that would be possible.
    let possible = f64::from(reps) + f64::from(in_reserve);
    let load_kg = exercise
        .one_rep_max_kg
        .filter(|_| exercise.is_loaded)
        .map(|most| ((means.load_factor * most / (1.0 + possible / 30.0) - exercise.body_kg) / 2.5).floor() * 2.5)
        .filter(|kg| *kg > 0.0);
    Bout::Set { exercise: exercise.clone(), reps, in_reserve, load_kg }
}

/// Landings of one level: so many times twenty. Usual advice: 80 to 100 for beginners, 120 to 140 later.
const LANDINGS_PER_LEVEL: u16 = 20;
const NOVICE_JUMP_LEVEL: u8 = 2;
const JUMP_REST_S: f64 = 75.0;
const POGO_LANDINGS: u16 = 10;
const HIGH_LANDINGS: u16 = 5;

pub(super) fn jumps(level: u8, means: &Means) -> Result<Prescription, Missing> {
    if means.experience == Experience::Novice && level > NOVICE_JUMP_LEVEL {
        return Err(Missing::Experience);
    }
    // One round is twenty landings; two rounds are the first level.
    let rounds = u32::from(level) + 1;
    let of = |slot: Slot, landings: u16| {
        let exercise = means.first_of(slot).ok_or(Missing::Exercises)?.clone();
        Ok(Block {
            times: rounds,
            bouts: vec![Bout::Jumps { exercise, landings }, Bout::Pause { seconds: JUMP_REST_S }],
        })
    };
    let warm_up =
        Bout::Mobility { what: "warm up: easy jog or skipping, then a few low jumps".into(), seconds: WARM_UP_S };
    let blocks = vec![
        Block { times: 1, bouts: vec![warm_up] },
        of(POGO, POGO_LANDINGS)?,
        of(JUMP_SQUAT, HIGH_LANDINGS)?,
        of(HIGH_JUMP, HIGH_LANDINGS)?,
    ];
    Ok(Prescription {
        kind: PlannedKind::Plyometrics,
        level,
        title: format!("{} jumps", rounds * u32::from(LANDINGS_PER_LEVEL)),
        blocks,
        carried_kg: 0.0,
        reps: None,
        rep_distance_m: None,
        rep_s: None,
        rest_s: Some(JUMP_REST_S),
    })
}

const MOBILITY_ROUNDS: [u32; MOBILITY_LEVELS as usize] = [2, 4];

pub(super) fn mobility(level: u8) -> Prescription {
    let part = |what: &'static str| Bout::Mobility { what: what.into(), seconds: 90.0 };
    let bouts = vec![
        part("hip circles and leg swings"),
        part("deep squat, moving from side to side"),
        part("calves and ankles against a wall"),
        part("spine: rotate and reach"),
    ];
    let times = MOBILITY_ROUNDS[usize::from(level - 1)];
    Prescription {
        kind: PlannedKind::Mobility,
        level,
        title: format!("{} min mobility", 6 * times),
        blocks: vec![Block { times, bouts }],
        carried_kg: 0.0,
        reps: None,
        rep_distance_m: None,
        rep_s: None,
        rest_s: None,
    }
}
