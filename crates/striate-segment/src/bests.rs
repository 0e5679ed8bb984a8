//! What one recording shows of its runner's speeds: the best mean over a ladder of durations, and heart rate beside
//! speed.

use crate::clean::{Basis, Cleaned, STANDING, clean, running_sums};
use crate::speed_duration::most_within;
use striate_model::{
    Athlete, HeartAtSpeed, HeartRate, Recording, Speed, SpeedBest, SpeedBests, SpeedSource, Sport, TimeSpan,
};

/// Durations of the ladder, s.
pub(crate) const LADDER_S: [usize; 18] =
    [4, 8, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 480, 720, 1200, 1800, 2700, 3600];

/// Nobody has held more over these durations, m/s: between the men's world records on the track from 100 m to the hour
/// (their mean speeds, written from memory to 1 %), and the fastest 20 m of a record sprint. Faster is a vehicle or an
/// error.
const RECORDS: [f64; 18] =
    [12.3, 11.2, 10.4, 10.4, 9.8, 9.2, 8.8, 8.2, 7.8, 7.5, 7.25, 7.1, 6.8, 6.6, 6.45, 6.25, 6.05, 5.95];

/// From here on the level speed of equal cost counts, s; below it the speed over ground, since a short window is shorter
/// than the slope's.
const LEVEL_FROM_S: usize = 60;

/// How much of what a climb costs is counted: the cost is that of ten runners, the slope has an error.
const CLIMB_SHARE: f64 = 0.7;

/// Steps a minute below which nobody runs faster than [`WALKED`].
const LEAST_STEPS: f64 = 130.0;
const WALKED: f64 = 2.6;

/// On a steeper descent nothing counts as a best over ground.
const DESCENT: f32 = -0.03;

/// Reads the bests off a recording. Of the athlete only body mass and critical speed are read, for cleaning.
#[must_use]
pub fn speed_bests(recording: &Recording, athlete: &Athlete) -> SpeedBests {
    if recording.sport != Sport::Unknown && !recording.sport.is_on_foot() {
        return nothing(recording, SpeedSource::None);
    }
    of_cleaned(&clean(recording, athlete), recording)
}

/// The same where the recording is cleaned already.
pub(crate) fn of_cleaned(cleaned: &Cleaned, recording: &Recording) -> SpeedBests {
    let source = cleaned.motion.speed_source;
    if !cleaned.on_foot || cleaned.basis != Basis::Speed || cleaned.grid.len() < LADDER_S[0] {
        return nothing(recording, source);
    }
    let steps = Steps::new(cleaned);
    let ground: Vec<f32> = believable(cleaned, &steps, |i| {
        if cleaned.motion.grade[i] < DESCENT { 0.0 } else { cleaned.motion.speed_m_per_s[i] }
    });
    let level: Vec<f32> = believable(cleaned, &steps, |i| {
        let (speed, demand) = (cleaned.motion.speed_m_per_s[i], cleaned.demand[i]);
        if demand > speed { speed + CLIMB_SHARE as f32 * (demand - speed) } else { demand }
    });
    let (ground_sums, level_sums) = (running_sums(&ground), running_sums(&level));
    let mut bests = Vec::with_capacity(LADDER_S.len());
    for (&seconds, record) in LADDER_S.iter().zip(RECORDS) {
        if seconds > ground.len() {
            break;
        }
        let best = if seconds < 15 {
            fastest_held(&ground, &ground_sums, seconds)
        } else if seconds < LEVEL_FROM_S {
            fastest(&ground_sums, seconds)
        } else {
            fastest(&level_sums, seconds)
        };
        if best > 1.02 * record {
            return nothing(recording, source);
        }
        if best > f64::from(STANDING) {
            bests.push(SpeedBest {
                duration: TimeSpan::from_s(seconds as f64),
                speed: Speed::from_m_per_s(best),
                error: Speed::from_m_per_s(error(source, seconds as f64, best)),
            });
        }
    }
    SpeedBests { start: recording.start, source, has_steps: steps.are_known, bests, heart: heart(cleaned) }
}

/// What a recording shows in which nobody ran.
fn nothing(recording: &Recording, source: SpeedSource) -> SpeedBests {
    SpeedBests { start: recording.start, source, has_steps: false, bests: Vec::new(), heart: None }
}

/// The highest mean over a window.
fn fastest(sums: &[f64], seconds: usize) -> f64 {
    most_within(sums, seconds) / seconds as f64
}

/// The highest mean over some seconds, each of them believable beside its neighbours: a satellite that jumps leaves a
/// burst, a sprinter needs seconds to get there and to come down.
fn fastest_held(speed: &[f32], sums: &[f64], seconds: usize) -> f64 {
    let mut best = 0.0;
    for i in 3..speed.len().saturating_sub(seconds + 3) {
        let mean = (sums[i + seconds] - sums[i]) / seconds as f64;
        if mean <= best {
            continue;
        }
        let least = f64::from(speed[i..i + seconds].iter().copied().fold(f32::MAX, f32::min));
        let around = (sums[i + seconds + 3] - sums[i - 3]) / (seconds + 6) as f64;
        if least > 0.8 * mean && around > 0.72 * mean {
            best = mean;
        }
    }
    best
}

/// A stream in which seconds that cannot be running count as standing.
fn believable(cleaned: &Cleaned, steps: &Steps, value: impl Fn(usize) -> f32) -> Vec<f32> {
    (0..cleaned.grid.len()).map(|i| if cleaned.motion.active[i] && steps.fit(i) { value(i) } else { 0.0 }).collect()
}

/// Standard error of a mean speed over some seconds, m/s.
///
/// Doppler speeds of satellites lie within 0.1 m/s in nine of ten cases under an open sky (Townshend 2008); under trees
/// and between houses two to three times that is assumed, shared by neighbours over some three seconds. A foot pod strays
/// by its calibration, differences of distance by half a metre at each end. A device's scale is trusted to 1 %.
fn error(source: SpeedSource, seconds: f64, speed: f64) -> f64 {
    let (noise, scale) = match source {
        SpeedSource::Device => (0.2 * (3.0 / (seconds + 3.0)).sqrt(), 0.01),
        SpeedSource::FootPod => (0.1 * (3.0 / (seconds + 3.0)).sqrt(), 0.025),
        SpeedSource::Distance | SpeedSource::Position | SpeedSource::Totals | SpeedSource::None => {
            (0.7 / (seconds + 1.0), 0.012)
        }
    };
    noise.hypot(scale * speed)
}

/// Measured steps, by which running is told from riding.
struct Steps {
    /// Steps of both feet a minute on the grid, as measured.
    per_min: Vec<f64>,
    /// Whether they cover nearly all of the moving time.
    are_known: bool,
    /// Speed on the grid.
    speed: Vec<f32>,
}

impl Steps {
    fn new(cleaned: &Cleaned) -> Self {
        let speed = cleaned.motion.speed_m_per_s.clone();
        if cleaned.recorded_cadence.is_empty() {
            return Self { per_min: Vec::new(), are_known: false, speed };
        }
        let mut per_min = cleaned.recorded_cadence.clone();
        let mut fast: Vec<f64> =
            per_min.iter().zip(&speed).filter(|(c, v)| **v > 2.2 && **c > 0.0).map(|(c, _)| *c).collect();
        let middle = fast.len() / 2;
        if fast.len() >= 30 && *fast.select_nth_unstable_by(middle, f64::total_cmp).1 < 115.0 {
            per_min.iter_mut().for_each(|c| *c *= 2.0);
        }
        let moving = || (0..speed.len()).filter(|&i| speed[i] > f32::from(2u8));
        let known = moving().filter(|&i| per_min[i] > 30.0).count();
        Self { are_known: known * 10 >= moving().count() * 7 && known >= 60, per_min, speed }
    }

    /// Whether the second can be running: where steps are known, a runner's; standing and walking always.
    fn fit(&self, i: usize) -> bool {
        if !self.are_known || f64::from(self.speed[i]) < WALKED {
            return true;
        }
        // Steps come late and smoothed: what is written in the next seconds counts as well.
        let around = &self.per_min[i.saturating_sub(1)..(i + 6).min(self.per_min.len())];
        around.iter().copied().fold(f64::NAN, f64::max) >= LEAST_STEPS
    }
}

/// Mean demand and heart rate of the moving minutes after the first five.
fn heart(cleaned: &Cleaned) -> Option<HeartAtSpeed> {
    let (mut beats, mut demand, mut count) = (0.0, 0.0, 0u32);
    for (h, d) in cleaned.motion.heart_rate_bpm.iter().zip(&cleaned.demand).skip(300) {
        if !h.is_nan() && *d > 1.0 {
            beats += f64::from(*h);
            demand += f64::from(*d);
            count += 1;
        }
    }
    let highest = cleaned.motion.heart_rate_bpm.iter().copied().filter(|h| !h.is_nan()).fold(0.0, f32::max);
    (count >= 300).then(|| HeartAtSpeed {
        speed: Speed::from_m_per_s(demand / f64::from(count)),
        mean: HeartRate::from_bpm(beats / f64::from(count)),
        highest: HeartRate::from_bpm(f64::from(highest)),
    })
}
