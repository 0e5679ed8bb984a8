//! From the first minutes to half an hour of running: running and walking in turns.

use super::build::{EASY, plain, scaled, stretch};
use super::{Block, Bout, Extent, Feel, Means, PlannedKind, Prescription, Purpose};

/// Rungs: rounds, minutes of running and minutes of walking of each. Minutes of running rise with every rung; from 8 x 1
/// min to 30 min without a break in about eight weeks of three sessions (the usual shape of such programs; assumed).
const LADDER: [(u32, f64, f64); RUNGS as usize] = [
    (8, 1.0, 1.5),
    (6, 1.5, 1.5),
    (7, 1.5, 1.5),
    (8, 1.5, 1.5),
    (7, 2.0, 1.5),
    (8, 2.0, 1.5),
    (7, 2.5, 1.5),
    (6, 3.0, 1.5),
    (5, 4.0, 1.5),
    (4, 5.5, 1.5),
    (3, 7.5, 1.5),
    (3, 8.0, 1.0),
    (2, 12.5, 1.0),
    (2, 13.5, 1.0),
    (2, 14.0, 1.0),
    (2, 14.5, 1.0),
    (1, 30.0, 0.0),
];
pub(super) const RUNGS: u8 = 17;

/// Walking, m/s, and how long before and after, min.
const WALK: [f64; 2] = [1.3, 1.5];
const WALK_BEFORE_MIN: f64 = 5.0;
const WALK_AFTER_MIN: f64 = 3.0;

fn walk(purpose: Purpose, minutes: f64) -> Bout {
    stretch(purpose, Extent::Seconds(60.0 * minutes), WALK)
}

fn run(minutes: f64, means: &Means) -> Bout {
    Bout::Run {
        purpose: Purpose::Work,
        extent: Extent::Seconds(60.0 * minutes),
        speed_m_per_s: scaled(EASY, means.critical_m_per_s),
        grade: 0.0,
        feel: Some(Feel::CanTalk),
    }
}

/// Rounds of running and walking; the last one is followed by the walk home.
fn rounds(times: u32, run_min: f64, walk_min: f64, means: &Means) -> Vec<Block> {
    let mut blocks = vec![Block { times: 1, bouts: vec![walk(Purpose::WarmUp, WALK_BEFORE_MIN)] }];
    let mut bouts = vec![run(run_min, means)];
    if walk_min > 0.0 && times > 1 {
        bouts.push(walk(Purpose::Rest, walk_min));
    }
    blocks.push(Block { times, bouts });
    blocks.push(Block { times: 1, bouts: vec![walk(Purpose::CoolDown, WALK_AFTER_MIN)] });
    blocks
}

/// A minute count as people say it.
fn minutes_said(minutes: f64) -> String {
    if minutes.fract() == 0.0 { format!("{minutes:.0}") } else { format!("{minutes:.1}") }
}

/// The session of a rung, from 1.
pub(super) fn rung(level: u8, means: &Means) -> Prescription {
    let (times, run_min, walk_min) = LADDER[usize::from(level.clamp(1, RUNGS) - 1)];
    let title = if times == 1 {
        format!("{} min running", minutes_said(run_min))
    } else {
        format!("{times} x {} min run, {} min walk", minutes_said(run_min), minutes_said(walk_min))
    };
    plain(PlannedKind::RunWalk, level, title, rounds(times, run_min, walk_min, means))
}

/// Rounds of running and walking, s each, as a stage of a way back asks for them: walking alone where the running takes no
/// time.
#[must_use]
pub fn run_walk_of(title: &str, level: u8, (times, run_s, walk_s): (u32, f64, f64), means: &Means) -> Prescription {
    let blocks = if run_s > 0.0 {
        rounds(times, run_s / 60.0, walk_s / 60.0, means)
    } else {
        vec![Block { times, bouts: vec![walk(Purpose::Work, walk_s / 60.0)] }]
    };
    plain(PlannedKind::RunWalk, level, title.to_owned(), blocks)
}

/// A long run in the pattern of a rung: about so many minutes of running and walking.
pub(super) fn long(level: u8, minutes: f64, rung: u8, means: &Means) -> Prescription {
    let (_, run_min, walk_min) = LADDER[usize::from(rung.clamp(1, RUNGS) - 1)];
    // The last rung is half an hour without walking: beyond it a minute of walking keeps a longer one easy.
    let walk_min = if walk_min > 0.0 { walk_min } else { 1.0 };
    let times = ((minutes + walk_min) / (run_min + walk_min)).round().max(1.0) as u32;
    let run_min = if times == 1 { minutes } else { run_min };
    let title = format!("{minutes:.0} min long run-walk");
    plain(PlannedKind::Long, level, title, rounds(times, run_min, walk_min, means))
}
