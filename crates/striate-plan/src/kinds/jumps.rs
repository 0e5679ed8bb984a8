//! Jumps, alone and inside other sessions, and mobility.

use super::build::{EASY, plain, scaled, stretch};
use super::{Block, Bout, Experience, Extent, Means, Missing, PlannedKind, Prescription, Purpose};

pub(super) const JUMP_LEVELS: u8 = 9;
pub(super) const MOBILITY_LEVELS: u8 = 2;

pub(super) type Slot = &'static [&'static str];
pub(super) const POGO: Slot = &["pogo_hop"];
pub(super) const JUMP_SQUAT: Slot = &["jump_squat"];
pub(super) const HIGH_JUMP: Slot = &["box_jump", "jumping_lunge"];

/// Rounds of low hops, jump squats and high jumps at each level: ten landings more each time, from 40. Usual advice: 80 to
/// 100 for beginners, 120 to 140 later.
const ROUNDS: [[u32; 3]; JUMP_LEVELS as usize] =
    [[2, 2, 2], [3, 2, 2], [3, 3, 3], [4, 3, 3], [4, 4, 4], [5, 4, 4], [5, 5, 5], [6, 5, 5], [6, 6, 6]];
const POGO_LANDINGS: u16 = 10;
const HIGH_LANDINGS: u16 = 5;
const JUMP_REST_S: f64 = 75.0;
/// The rest after low hops inside another session.
const HOP_REST_S: f64 = 45.0;
const WARM_UP_S: f64 = 480.0;

const NOVICE_JUMP_LEVEL: u8 = 3;
const TRAINED_JUMP_LEVEL: u8 = 7;

fn block(slot: Slot, rounds: u32, landings: u16, means: &Means) -> Option<Block> {
    let exercise = means.first_of(slot)?.clone();
    let rest = if slot == POGO { HOP_REST_S } else { JUMP_REST_S };
    let bouts = vec![Bout::Jumps { exercise, landings }, Bout::Pause { seconds: rest }];
    (rounds > 0 && landings > 0).then_some(Block { times: rounds, bouts })
}

pub(super) fn jumps(level: u8, means: &Means) -> Result<Prescription, Missing> {
    let most = match means.runner {
        Experience::Novice => NOVICE_JUMP_LEVEL,
        Experience::Trained => TRAINED_JUMP_LEVEL,
        Experience::Experienced => JUMP_LEVELS,
    };
    if level > most {
        return Err(Missing::Experience);
    }
    let [hops, squats, high] = ROUNDS[usize::from(level - 1)];
    let of = |slot, rounds, landings| block(slot, rounds, landings, means).ok_or(Missing::Exercises);
    let warm_up =
        Bout::Mobility { what: "warm up: easy jog or skipping, then a few low jumps".into(), seconds: WARM_UP_S };
    let blocks = vec![
        Block { times: 1, bouts: vec![warm_up] },
        of(POGO, hops, POGO_LANDINGS)?,
        of(JUMP_SQUAT, squats, HIGH_LANDINGS)?,
        of(HIGH_JUMP, high, HIGH_LANDINGS)?,
    ];
    let landings = 10 * hops + 5 * (squats + high);
    Ok(Prescription {
        rest_s: Some(JUMP_REST_S),
        ..plain(PlannedKind::Plyometrics, level, format!("{landings} jumps"), blocks)
    })
}

/// From so many landings on jumps are more than low hops.
const HOPS_BELOW: u32 = 40;
/// The part of an even run that warms up for jumps, s, and the least that must remain after it.
const SPLIT_S: f64 = 600.0;

/// The same session with jumps after its warm-up: low pogo hops up to 39 landings, from 40 on half of them hops and the
/// rest jump squats and high jumps. Where no jump is known that the equipment allows, nothing changes.
#[must_use]
pub fn with_jumps(prescription: Prescription, landings: u32, means: &Means) -> Prescription {
    let blocks: Vec<Block> = if landings < HOPS_BELOW {
        let rounds = landings.div_ceil(u32::from(POGO_LANDINGS));
        block(POGO, rounds, POGO_LANDINGS, means).into_iter().collect()
    } else {
        // Half of them hops; what remains in fives, by turns squats and high jumps.
        let hops = landings / (2 * u32::from(POGO_LANDINGS));
        let fives = (landings - hops * u32::from(POGO_LANDINGS)).div_ceil(u32::from(HIGH_LANDINGS));
        let parts = [
            block(POGO, hops, POGO_LANDINGS, means),
            block(JUMP_SQUAT, fives.div_ceil(2), HIGH_LANDINGS, means),
            block(HIGH_JUMP, fives / 2, HIGH_LANDINGS, means),
        ];
        parts.into_iter().flatten().collect()
    };
    if blocks.is_empty() {
        return prescription;
    }
    let mut with = prescription;
    let at = warm_up_ends(&mut with.blocks, means);
    with.blocks.splice(at..at, blocks);
    with.title = format!("{} and {} jumps", with.title, with.landings());
    with
}

/// Where the warm-up ends; of an even run its first ten minutes become one.
fn warm_up_ends(blocks: &mut Vec<Block>, means: &Means) -> usize {
    let warms_up = |b: &Block| {
        b.bouts.iter().all(|bout| {
            matches!(
                bout,
                Bout::Run { purpose: Purpose::WarmUp, .. }
                    | Bout::Stairs { purpose: Purpose::WarmUp, .. }
                    | Bout::Mobility { .. }
            )
        })
    };
    let count = blocks.iter().take_while(|b| warms_up(b)).count();
    if count > 0 {
        return count;
    }
    let Some(Block { times: 1, bouts }) = blocks.first_mut() else { return 0 };
    let Some(Bout::Run { extent: Extent::Seconds(s), .. }) = bouts.first_mut() else { return 0 };
    if *s < 2.0 * SPLIT_S {
        return 0;
    }
    *s -= SPLIT_S;
    let easy = stretch(Purpose::WarmUp, Extent::Seconds(SPLIT_S), scaled(EASY, means.critical_m_per_s));
    blocks.insert(0, Block { times: 1, bouts: vec![easy] });
    1
}

const MOBILITY_ROUNDS: [u32; MOBILITY_LEVELS as usize] = [2, 4];

/// Small muscles that running and the main lifts leave out (rule E9): sets of each, repetitions of each side.
const SMALL_MUSCLES: [(&str, u16); 3] = [("tibialis_raise", 15), ("side_lying_leg_raise", 12), ("lying_leg_raise", 12)];
const SMALL_SETS: u32 = 2;
const SMALL_REST_S: f64 = 30.0;
const SMALL_IN_RESERVE: f32 = 3.0;

pub(super) fn mobility(level: u8, means: &Means) -> Prescription {
    let part = |what: &'static str| Bout::Mobility { what: what.into(), seconds: 90.0 };
    let bouts = vec![
        part("hip circles and leg swings"),
        part("deep squat, moving from side to side"),
        part("calves and ankles against a wall"),
        part("spine: rotate and reach"),
    ];
    let times = MOBILITY_ROUNDS[usize::from(level - 1)];
    let mut blocks = vec![Block { times, bouts }];
    blocks.extend(small_sets(means));
    let mut mobility = plain(PlannedKind::Mobility, level, String::new(), blocks);
    mobility.title = format!("{} min mobility, shins, hips and core", mobility.minutes());
    mobility
}

/// The sets of a mobility session alone, for weeks without the time for all of it: the small muscles that running leaves out
/// (rule E9). `None` where none of the exercises can be had.
#[must_use]
pub fn small_muscles(means: &Means) -> Option<Prescription> {
    let mut sets = plain(PlannedKind::Mobility, 1, String::new(), vec![small_sets(means)?]);
    sets.title = format!("{} min shins, hips and core", sets.minutes());
    Some(sets)
}

fn small_sets(means: &Means) -> Option<Block> {
    let small = SMALL_MUSCLES.iter().filter_map(|(id, reps)| Some((means.first_of(&[id])?, *reps)));
    let sets = small.flat_map(|(exercise, reps)| {
        let set = Bout::Set {
            exercise: exercise.clone(),
            reps,
            in_reserve: SMALL_IN_RESERVE,
            load_kg: None,
            lowering_s: None,
        };
        [set, Bout::Pause { seconds: SMALL_REST_S }]
    });
    Some(Block { times: SMALL_SETS, bouts: sets.collect() }).filter(|b: &Block| !b.bouts.is_empty())
}
