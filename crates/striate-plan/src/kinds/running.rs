//! Ladders of running sessions.

use super::{Block, Bout, Experience, Extent, Means, Missing, PlannedKind, Prescription, Purpose};

/// Speeds as shares of critical speed: recovery and easy running stay below the first threshold (82 % of critical speed,
/// 26 studies), tempo at and just below critical speed.
const RECOVERY: [f64; 2] = [0.60, 0.70];
const EASY: [f64; 2] = [0.68, 0.79];
const TEMPO: [f64; 2] = [0.92, 0.99];
const INTERVAL: [f64; 2] = [1.01, 1.07];

/// Minutes of each level.
const RECOVERY_MIN: [f64; 4] = [20.0, 25.0, 30.0, 40.0];
const EASY_MIN: [f64; 6] = [20.0, 30.0, 40.0, 50.0, 60.0, 75.0];
const LONG_MIN: [f64; 10] = [30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0];
const TEMPO_MIN: [f64; 5] = [12.0, 16.0, 20.0, 25.0, 30.0];
const TRAIL_MIN: [f64; 5] = [30.0, 40.0, 50.0, 60.0, 75.0];

/// Distances of races, m.
const RACE_M: [f64; 4] = [5000.0, 10_000.0, 21_097.5, 42_195.0];

/// Repetitions and their seconds.
const INTERVALS: [(u32, f64); 6] = [(4, 120.0), (5, 120.0), (4, 180.0), (5, 180.0), (6, 180.0), (5, 240.0)];
const SPRINT_INTERVALS: [(u32, f64); 5] = [(4, 15.0), (6, 15.0), (6, 20.0), (8, 20.0), (8, 30.0)];
const HILLS: [(u32, f64); 6] = [(5, 15.0), (6, 20.0), (8, 20.0), (8, 30.0), (10, 30.0), (12, 30.0)];
const STAIRS: [(u32, f64); 5] = [(5, 20.0), (6, 30.0), (8, 30.0), (8, 45.0), (10, 45.0)];
const STRIDES: [(u32, f64); 3] = [(4, 30.0), (6, 35.0), (8, 40.0)];
/// Repetitions and the carried mass as a share of body mass.
const RESISTED: [(u32, f64); 5] = [(4, 0.05), (6, 0.05), (6, 0.08), (8, 0.08), (8, 0.10)];
/// Repetitions, metres, and seconds of rest: two to five minutes bring the fast stores back (rule E5).
const SERIES: [(u32, f64, f64); 7] = [
    (4, 100.0, 150.0),
    (6, 100.0, 150.0),
    (6, 150.0, 180.0),
    (6, 200.0, 210.0),
    (8, 200.0, 210.0),
    (6, 300.0, 270.0),
    (6, 400.0, 330.0),
];

/// Share of the own best over its distance or time that a repetition aims at.
const SERIES_BEST: [f64; 2] = [0.91, 0.95];
const SPRINT_INTERVAL_BEST: [f64; 2] = [0.83, 0.90];
const RACE_BEST: [f64; 2] = [0.96, 1.0];
const STRIDE_SPRINT: [f64; 2] = [0.72, 0.80];
/// Effort of hills as a level speed of equal cost over critical speed: less with a load on the back.
const HILL: [f64; 2] = [1.30, 1.45];
const LOADED_HILL: [f64; 2] = [1.15, 1.30];
/// A resisted effort and its active rest, s (rule A3).
const RESISTED_S: f64 = 18.0;
const RESISTED_REST_S: f64 = 75.0;
/// The rest of sprint intervals, s (rule A4).
const SPRINT_INTERVAL_REST_S: f64 = 75.0;
/// Warm-ups and cool-downs, min.
const LONG_WARM_UP_MIN: f64 = 15.0;
const WARM_UP_MIN: f64 = 12.0;
const COOL_DOWN_MIN: f64 = 8.0;
/// Slope of a trail's ups and downs, and how long each takes, s.
const TRAIL_GRADE: f64 = 0.06;
const TRAIL_LEG_S: f64 = 150.0;
/// Level at which experience is asked for: novices stay on the lower half of hard ladders.
const NOVICE_LEVELS: u8 = 2;
const TRAINED_LEVELS: u8 = 5;

pub(super) fn levels(kind: PlannedKind) -> u8 {
    let n = match kind {
        PlannedKind::Recovery => RECOVERY_MIN.len(),
        PlannedKind::Easy => EASY_MIN.len(),
        PlannedKind::Long => LONG_MIN.len(),
        PlannedKind::Strides => STRIDES.len(),
        PlannedKind::Tempo => TEMPO_MIN.len(),
        PlannedKind::Race => RACE_M.len(),
        PlannedKind::Interval => INTERVALS.len(),
        PlannedKind::SprintInterval => SPRINT_INTERVALS.len(),
        PlannedKind::Series => SERIES.len(),
        PlannedKind::HillRepeats => HILLS.len(),
        PlannedKind::ResistedHill => RESISTED.len(),
        PlannedKind::Trail => TRAIL_MIN.len(),
        PlannedKind::Stairs => STAIRS.len(),
        _ => 0,
    };
    n as u8
}

pub(super) fn run(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    let most = match means.experience {
        Experience::Novice => NOVICE_LEVELS,
        Experience::Trained => TRAINED_LEVELS,
        Experience::Experienced => u8::MAX,
    };
    if kind.is_hard() && kind != PlannedKind::Race && level > most {
        return Err(Missing::Experience);
    }
    let i = usize::from(level - 1);
    match kind {
        PlannedKind::Recovery => Ok(even(kind, level, RECOVERY_MIN[i], RECOVERY, means)),
        PlannedKind::Easy => Ok(even(kind, level, EASY_MIN[i], EASY, means)),
        PlannedKind::Long => Ok(even(kind, level, LONG_MIN[i], EASY, means)),
        PlannedKind::Strides => Ok(strides(level, STRIDES[i], means)),
        PlannedKind::Tempo => Ok(tempo(level, TEMPO_MIN[i], means)),
        PlannedKind::Race => Ok(race(RACE_M[i], means)),
        PlannedKind::Interval => Ok(interval(level, INTERVALS[i], means)),
        PlannedKind::SprintInterval => Ok(sprint_interval(level, SPRINT_INTERVALS[i], means)),
        PlannedKind::Series => Ok(series(level, SERIES[i], means)),
        PlannedKind::HillRepeats => hills(level, HILLS[i], means),
        PlannedKind::ResistedHill => resisted(level, RESISTED[i], means),
        PlannedKind::Trail => trail(level, TRAIL_MIN[i], means),
        PlannedKind::Stairs => stairs(level, STAIRS[i], means),
        _ => Err(Missing::Level),
    }
}

/// A recovery, easy, long or trail run of any length; its level is the last of the ladder that is no longer.
///
/// # Errors
/// When the kind is no such run, or the means for it are missing.
pub fn even_run(kind: PlannedKind, minutes: f64, means: &Means) -> Result<Prescription, Missing> {
    let (ladder, share): (&[f64], _) = match kind {
        PlannedKind::Recovery => (&RECOVERY_MIN, RECOVERY),
        PlannedKind::Easy => (&EASY_MIN, EASY),
        PlannedKind::Long => (&LONG_MIN, EASY),
        PlannedKind::Trail => (&TRAIL_MIN, EASY),
        _ => return Err(Missing::Level),
    };
    let level = ladder.iter().filter(|m| **m <= minutes).count().max(1) as u8;
    if kind == PlannedKind::Trail { trail(level, minutes, means) } else { Ok(even(kind, level, minutes, share, means)) }
}

/// A race of any distance, with its warm-up and cool-down.
#[must_use]
pub fn race(metres: f64, means: &Means) -> Prescription {
    let level = RACE_M.iter().filter(|m| **m <= metres).count().max(1) as u8;
    let best = means.best_over(metres);
    let warm_up = if metres > 15_000.0 { 8.0 } else { LONG_WARM_UP_MIN };
    Prescription {
        title: format!("race over {} km", (metres / 100.0).round() / 10.0),
        blocks: vec![
            easy_minutes(Purpose::WarmUp, warm_up, means),
            once(stretch(Purpose::Work, Extent::Metres(metres), scaled(RACE_BEST, best))),
        ],
        ..even(PlannedKind::Race, level, 0.0, EASY, means)
    }
}

fn scaled(share: [f64; 2], by: f64) -> [f64; 2] {
    share.map(|s| s * by)
}

fn stretch(purpose: Purpose, extent: Extent, speed_m_per_s: [f64; 2]) -> Bout {
    Bout::Run { purpose, extent, speed_m_per_s, grade: 0.0 }
}

fn once(bout: Bout) -> Block {
    Block { times: 1, bouts: vec![bout] }
}

fn easy_minutes(purpose: Purpose, minutes: f64, means: &Means) -> Block {
    once(stretch(purpose, Extent::Seconds(60.0 * minutes), scaled(EASY, means.critical_m_per_s)))
}

/// A session of one stretch.
fn even(kind: PlannedKind, level: u8, minutes: f64, share: [f64; 2], means: &Means) -> Prescription {
    let what = match kind {
        PlannedKind::Recovery => "recovery run",
        PlannedKind::Long => "long run",
        _ => "easy run",
    };
    let speed = scaled(share, means.critical_m_per_s);
    Prescription {
        kind,
        level,
        title: format!("{minutes:.0} min {what}"),
        blocks: vec![once(stretch(Purpose::Work, Extent::Seconds(60.0 * minutes), speed))],
        carried_kg: 0.0,
        reps: None,
        rep_distance_m: None,
        rep_s: None,
        rest_s: None,
    }
}

/// Repetitions between a warm-up and a cool-down.
struct Repeats {
    kind: PlannedKind,
    level: u8,
    title: String,
    warm_up_min: f64,
    times: u32,
    work: Bout,
    rests: Vec<Bout>,
}

impl Repeats {
    fn prescription(self, means: &Means) -> Prescription {
        let rep_s = self.work.seconds();
        let rep_distance_m = match self.work {
            Bout::Run { extent: Extent::Metres(m), .. } => Some(m),
            _ => None,
        };
        let rest_s: f64 = self.rests.iter().map(Bout::seconds).sum();
        let mut bouts = vec![self.work];
        bouts.extend(self.rests);
        Prescription {
            kind: self.kind,
            level: self.level,
            title: self.title,
            blocks: vec![
                easy_minutes(Purpose::WarmUp, self.warm_up_min, means),
                Block { times: self.times, bouts },
                easy_minutes(Purpose::CoolDown, COOL_DOWN_MIN, means),
            ],
            carried_kg: 0.0,
            reps: Some(self.times),
            rep_distance_m,
            rep_s: Some(rep_s),
            rest_s: Some(rest_s),
        }
    }
}

fn jog(seconds: f64, means: &Means) -> Bout {
    stretch(Purpose::Rest, Extent::Seconds(seconds), scaled([0.45, 0.60], means.critical_m_per_s))
}

fn strides(level: u8, (times, easy_min): (u32, f64), means: &Means) -> Prescription {
    let speed = scaled(STRIDE_SPRINT, means.max_sprint_m_per_s);
    let work = stretch(Purpose::Work, Extent::Seconds(15.0), speed);
    let title = format!("easy run with {times} strides");
    Repeats {
        kind: PlannedKind::Strides,
        level,
        title,
        warm_up_min: easy_min - COOL_DOWN_MIN,
        times,
        work,
        rests: vec![jog(75.0, means)],
    }
    .prescription(means)
}

fn tempo(level: u8, minutes: f64, means: &Means) -> Prescription {
    let speed = scaled(TEMPO, means.critical_m_per_s);
    Prescription {
        title: format!("{minutes:.0} min tempo"),
        blocks: vec![
            easy_minutes(Purpose::WarmUp, WARM_UP_MIN, means),
            once(stretch(Purpose::Work, Extent::Seconds(60.0 * minutes), speed)),
            easy_minutes(Purpose::CoolDown, COOL_DOWN_MIN, means),
        ],
        ..even(PlannedKind::Tempo, level, minutes, TEMPO, means)
    }
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

/// The speed over a time: the best over the distance that it covers.
fn best_for(seconds: f64, means: &Means) -> f64 {
    let mut speed = means.max_sprint_m_per_s;
    for _ in 0..12 {
        speed = f64::midpoint(speed, means.best_over(seconds * speed));
    }
    speed
}

fn sprint_interval(level: u8, (times, seconds): (u32, f64), means: &Means) -> Prescription {
    let speed = scaled(SPRINT_INTERVAL_BEST, best_for(seconds, means));
    Repeats {
        kind: PlannedKind::SprintInterval,
        level,
        title: format!("{times} x {seconds:.0} s sprint intervals"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work: stretch(Purpose::Work, Extent::Seconds(seconds), speed),
        rests: vec![Bout::Pause { seconds: SPRINT_INTERVAL_REST_S }],
    }
    .prescription(means)
}

fn series(level: u8, (times, metres, rest): (u32, f64, f64), means: &Means) -> Prescription {
    let speed = scaled(SERIES_BEST, means.best_over(metres));
    Repeats {
        kind: PlannedKind::Series,
        level,
        title: format!("{times} x {metres:.0} m series"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work: stretch(Purpose::Work, Extent::Metres(metres), speed),
        rests: vec![Bout::Pause { seconds: rest }],
    }
    .prescription(means)
}

fn uphill(seconds: f64, share: [f64; 2], (grade, factor): (f64, f64), means: &Means) -> Bout {
    let speed_m_per_s = scaled(share, means.critical_m_per_s / factor.max(1.0));
    Bout::Run { purpose: Purpose::Work, extent: Extent::Seconds(seconds), speed_m_per_s, grade }
}

/// Walking down again, then waiting.
fn down_again(work: &Bout, seconds: f64, grade: f64) -> Vec<Bout> {
    let (metres, walk) = (work.metres(), 1.3);
    let walk_s = (metres / walk).min(seconds);
    let down = Bout::Run {
        purpose: Purpose::Rest,
        extent: Extent::Seconds(walk_s),
        speed_m_per_s: [walk, walk],
        grade: -grade,
    };
    let mut rests = vec![down];
    if seconds - walk_s >= 5.0 {
        rests.push(Bout::Pause { seconds: seconds - walk_s });
    }
    rests
}

fn hills(level: u8, (times, seconds): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    let hill = means.hill.ok_or(Missing::Hill)?;
    let work = uphill(seconds, HILL, hill, means);
    let rests = down_again(&work, (4.0 * seconds).clamp(75.0, 150.0), hill.0);
    Ok(Repeats {
        kind: PlannedKind::HillRepeats,
        level,
        title: format!("{times} x {seconds:.0} s uphill"),
        warm_up_min: WARM_UP_MIN,
        times,
        work,
        rests,
    }
    .prescription(means))
}

fn resisted(level: u8, (times, share): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    let hill = means.hill.ok_or(Missing::Hill)?;
    let most = means.vest_kg.ok_or(Missing::Vest)?;
    // Half kilograms; never more than the vest holds.
    let carried_kg = ((2.0 * share * means.mass_kg).round() / 2.0).min(most);
    if carried_kg < 1.0 {
        return Err(Missing::Vest);
    }
    let work = uphill(RESISTED_S, LOADED_HILL, hill, means);
    let rests = down_again(&work, RESISTED_REST_S, hill.0);
    let repeats = Repeats {
        kind: PlannedKind::ResistedHill,
        level,
        title: format!("{times} x {RESISTED_S:.0} s uphill with {carried_kg} kg"),
        warm_up_min: WARM_UP_MIN,
        times,
        work,
        rests,
    };
    Ok(Prescription { carried_kg, ..repeats.prescription(means) })
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
    };
    let times = (60.0 * minutes / (2.0 * TRAIL_LEG_S)).round() as u32;
    let up_and_down = vec![leg(TRAIL_GRADE, scaled(easy, 1.0 / factor)), leg(-TRAIL_GRADE, scaled(easy, 1.05))];
    Ok(Prescription {
        title: format!("{minutes:.0} min trail run"),
        blocks: vec![Block { times, bouts: up_and_down }],
        ..even(PlannedKind::Trail, level, minutes, EASY, means)
    })
}

/// Heart rates on stairs as shares of the reserve.
const STAIRS_HARD: f64 = 0.88;
const STAIRS_EASY: f64 = 0.55;

fn stairs(level: u8, (times, seconds): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    if !means.has_stairs {
        return Err(Missing::Stairs);
    }
    let climb = |purpose, seconds, reserve| Bout::Stairs { purpose, seconds, reserve };
    let repeats = Repeats {
        kind: PlannedKind::Stairs,
        level,
        title: format!("{times} x {seconds:.0} s stairs"),
        warm_up_min: WARM_UP_MIN,
        times,
        work: climb(Purpose::Work, seconds, STAIRS_HARD),
        rests: vec![Bout::Pause { seconds: 90.0 }],
    };
    let mut prescription = repeats.prescription(means);
    prescription.blocks[0] = once(climb(Purpose::WarmUp, 60.0 * WARM_UP_MIN, STAIRS_EASY));
    prescription.blocks.truncate(2);
    Ok(prescription)
}
