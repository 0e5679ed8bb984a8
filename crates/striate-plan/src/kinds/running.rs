//! Ladders of steady running, tempo, intervals and races.

use super::build::{
    COOL_DOWN_MIN, EASY, LONG_WARM_UP_MIN, RECOVERY, Repeats, TEMPO, WARM_UP_MIN, easy_minutes, jog, once, plain,
    scaled, stretch,
};
use super::fast::is_allowed;
use super::{Block, Bout, Extent, Means, Missing, PlannedKind, Prescription, Purpose, run_walk};

/// Repetitions a little above critical speed, as shares of it.
const INTERVAL: [f64; 2] = [1.01, 1.07];

/// Minutes of each level.
const RECOVERY_MIN: [f64; 8] = [10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0];
const EASY_MIN: [f64; 9] = [15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0, 60.0, 75.0];
const LONG_MIN: [f64; 10] = [30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0];
const TEMPO_MIN: [f64; 10] = [10.0, 12.0, 15.0, 18.0, 20.0, 24.0, 27.0, 30.0, 35.0, 40.0];
const TRAIL_MIN: [f64; 8] = [30.0, 35.0, 40.0, 45.0, 50.0, 60.0, 75.0, 90.0];

/// Distances of races, m.
const RACE_M: [f64; 4] = [5000.0, 10_000.0, 21_097.5, 42_195.0];

/// Repetitions and their seconds.
const INTERVALS: [(u32, f64); 8] =
    [(4, 120.0), (5, 120.0), (6, 120.0), (5, 180.0), (6, 180.0), (5, 240.0), (6, 240.0), (5, 300.0)];
/// Strides, and minutes of easy running around them.
const STRIDES: [(u32, f64); 8] =
    [(3, 20.0), (4, 25.0), (5, 30.0), (6, 35.0), (7, 40.0), (8, 40.0), (9, 45.0), (10, 50.0)];

/// Share of the own best over its distance or of the highest speed.
const RACE_BEST: [f64; 2] = [0.96, 1.0];
const STRIDE_SPRINT: [f64; 2] = [0.72, 0.80];
/// Slope of a trail's ups and downs, and how long each takes, s.
const TRAIL_GRADE: f64 = 0.06;
const TRAIL_LEG_S: f64 = 150.0;

/// Levels of the ladders of this module; 0 for a kind that is none of them.
pub(super) const fn levels(kind: PlannedKind) -> u8 {
    let n = match kind {
        PlannedKind::Recovery => RECOVERY_MIN.len(),
        PlannedKind::Easy => EASY_MIN.len(),
        PlannedKind::Long => LONG_MIN.len(),
        PlannedKind::Strides => STRIDES.len(),
        PlannedKind::Tempo => TEMPO_MIN.len(),
        PlannedKind::Race => RACE_M.len(),
        PlannedKind::Interval => INTERVALS.len(),
        PlannedKind::Trail => TRAIL_MIN.len(),
        _ => 0,
    };
    n as u8
}

pub(super) fn run(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    if kind.is_hard() && kind != PlannedKind::Race && !is_allowed(level, means.runner) {
        return Err(Missing::Experience);
    }
    let i = usize::from(level - 1);
    match kind {
        PlannedKind::Recovery => Ok(even(kind, level, RECOVERY_MIN[i], means)),
        PlannedKind::Easy => Ok(even(kind, level, EASY_MIN[i], means)),
        PlannedKind::Long => Ok(even(kind, level, LONG_MIN[i], means)),
        PlannedKind::Strides => Ok(strides(level, STRIDES[i], means)),
        PlannedKind::Tempo => Ok(tempo(level, TEMPO_MIN[i], means)),
        PlannedKind::Race => Ok(race(RACE_M[i], means)),
        PlannedKind::Interval => Ok(interval(level, INTERVALS[i], means)),
        PlannedKind::Trail => trail(level, TRAIL_MIN[i], means),
        _ => Err(Missing::Level),
    }
}

/// A recovery, easy, long or trail run of any length; its level is the last of the ladder that is no longer. For who is on
/// the run-walk ladder a long run has the pattern of that rung.
///
/// # Errors
/// When the kind is no such run, or the means for it are missing.
pub fn even_run(kind: PlannedKind, minutes: f64, means: &Means) -> Result<Prescription, Missing> {
    let ladder: &[f64] = match kind {
        PlannedKind::Recovery => &RECOVERY_MIN,
        PlannedKind::Easy => &EASY_MIN,
        PlannedKind::Long => &LONG_MIN,
        PlannedKind::Trail => &TRAIL_MIN,
        _ => return Err(Missing::Level),
    };
    let level = ladder.iter().filter(|m| **m <= minutes).count().max(1) as u8;
    if kind == PlannedKind::Trail { trail(level, minutes, means) } else { Ok(even(kind, level, minutes, means)) }
}

/// A race of any distance, with its warm-up and cool-down.
#[must_use]
pub fn race(metres: f64, means: &Means) -> Prescription {
    let level = RACE_M.iter().filter(|m| **m <= metres).count().max(1) as u8;
    let best = means.best_over(metres);
    let warm_up = if metres > 15_000.0 { 8.0 } else { LONG_WARM_UP_MIN };
    let blocks = vec![
        easy_minutes(Purpose::WarmUp, warm_up, means),
        once(stretch(Purpose::Work, Extent::Metres(metres), scaled(RACE_BEST, best))),
    ];
    plain(PlannedKind::Race, level, format!("race over {} km", (metres / 100.0).round() / 10.0), blocks)
}

/// A session of one stretch; a long one in the pattern of the run-walk ladder for who is on it.
fn even(kind: PlannedKind, level: u8, minutes: f64, means: &Means) -> Prescription {
    if let (PlannedKind::Long, Some(rung)) = (kind, means.run_walk) {
        return run_walk::long(level, minutes, rung, means);
    }
    let (what, share) = match kind {
        PlannedKind::Recovery => ("recovery run", RECOVERY),
        PlannedKind::Long => ("long run", EASY),
        _ => ("easy run", EASY),
    };
    let speed = scaled(share, means.critical_m_per_s);
    let blocks = vec![once(stretch(Purpose::Work, Extent::Seconds(60.0 * minutes), speed))];
    plain(kind, level, format!("{minutes:.0} min {what}"), blocks)
}

/// The least tempo worth the name, min, and the largest part of a long run that is one.
const LEAST_TEMPO_MIN: f64 = 5.0;
const TEMPO_PART: f64 = 1.0 / 3.0;

/// A long run that ends with so many minutes of tempo, at most its last third; unchanged where it is no run of one
/// stretch, or too short for it.
#[must_use]
pub fn with_tempo_finish(prescription: Prescription, minutes: f64, means: &Means) -> Prescription {
    let mut with = prescription;
    let Some(last) = with.blocks.last_mut() else { return with };
    let [Bout::Run { purpose: Purpose::Work, extent: Extent::Seconds(s), feel: None, .. }] = last.bouts.as_mut_slice()
    else {
        return with;
    };
    let tempo_s = (60.0 * minutes).min((TEMPO_PART * *s / 60.0).floor() * 60.0);
    if last.times != 1 || tempo_s < 60.0 * LEAST_TEMPO_MIN {
        return with;
    }
    *s -= tempo_s;
    with.blocks.push(once(stretch(Purpose::Work, Extent::Seconds(tempo_s), scaled(TEMPO, means.critical_m_per_s))));
    with.title = format!("{}, the last {:.0} min at tempo", with.title, tempo_s / 60.0);
    with
}

fn strides(level: u8, (times, easy_min): (u32, f64), means: &Means) -> Prescription {
    let speed = scaled(STRIDE_SPRINT, means.max_sprint_m_per_s);
    let work = stretch(Purpose::Work, Extent::Seconds(15.0), speed);
    let title = format!("easy run with {times} strides");
    let warm_up_min = easy_min - COOL_DOWN_MIN;
    let rests = vec![jog(75.0, means)];
    Repeats { kind: PlannedKind::Strides, level, title, warm_up_min, times, work, rests }.prescription(means)
}

fn tempo(level: u8, minutes: f64, means: &Means) -> Prescription {
    let speed = scaled(TEMPO, means.critical_m_per_s);
    let blocks: Vec<Block> = vec![
        easy_minutes(Purpose::WarmUp, WARM_UP_MIN, means),
        once(stretch(Purpose::Work, Extent::Seconds(60.0 * minutes), speed)),
        easy_minutes(Purpose::CoolDown, COOL_DOWN_MIN, means),
    ];
    plain(PlannedKind::Tempo, level, format!("{minutes:.0} min tempo"), blocks)
}

fn interval(level: u8, (times, seconds): (u32, f64), means: &Means) -> Prescription {
    let speed = scaled(INTERVAL, means.critical_m_per_s);
    Repeats {
        kind: PlannedKind::Interval,
        level,
        title: format!("{times} x {:.0} min", seconds / 60.0),
        warm_up_min: WARM_UP_MIN,
        times,
        work: stretch(Purpose::Work, Extent::Seconds(seconds), speed),
        rests: vec![jog(0.67 * seconds, means)],
    }
    .prescription(means)
}

fn trail(level: u8, minutes: f64, means: &Means) -> Result<Prescription, Missing> {
    if !means.has_trail {
        return Err(Missing::Trail);
    }
    let factor = means.hill.map_or(1.4, |(grade, factor)| 1.0 + (factor - 1.0) * TRAIL_GRADE / grade.max(0.01));
    let easy = scaled(EASY, means.critical_m_per_s);
    let leg = |grade: f64, speed_m_per_s: [f64; 2]| Bout::Run {
        purpose: Purpose::Work,
        extent: Extent::Seconds(TRAIL_LEG_S),
        speed_m_per_s,
        grade,
        feel: None,
    };
    let times = (60.0 * minutes / (2.0 * TRAIL_LEG_S)).round() as u32;
    let up_and_down = vec![leg(TRAIL_GRADE, scaled(easy, 1.0 / factor)), leg(-TRAIL_GRADE, scaled(easy, 1.05))];
    let blocks = vec![Block { times, bouts: up_and_down }];
    Ok(plain(PlannedKind::Trail, level, format!("{minutes:.0} min trail run"), blocks))
}
