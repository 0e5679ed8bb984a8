//! What the session is measured against: the athlete's critical and fastest speed, or, where nobody knows them, what
//! the recording itself suggests.

use crate::clean::{Basis, Cleaned};
use striate_model::{Athlete, Origin};

/// Share of heart-rate reserve at critical speed (near the second ventilatory threshold; an assumption, 0.85 to 0.92).
const RESERVE_AT_CRITICAL: f64 = 0.88;

/// A bound below the default, or hardly above it, says nothing: critical speeds of runners differ by a fifth and more.
pub(crate) const CLEARLY: f64 = 1.05;

/// How well critical speed is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Knowledge {
    /// The athlete said it, or it was estimated from recordings.
    Known,
    /// A guess from heart rate and the product's default.
    Guessed,
}

/// What levels are judged against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    /// Critical speed, m/s.
    pub(crate) critical: f64,
    /// How well it is known.
    pub(crate) knowledge: Knowledge,
    /// Its relative standard error: field estimates repeat to about 2 %, a guess from heart rate or from nothing is an
    /// assumption of how far runners differ.
    pub(crate) error: f64,
    /// Heart rate at rest and at most, beats a minute.
    heart_rates: (f64, f64),
}

impl Reference {
    /// The athlete's figures; where critical speed is only a default, a guess from the recording: what was held for
    /// long bounds it from below, heart rate against speed suggests it, the default weighs in.
    pub(crate) fn new(athlete: &Athlete, cleaned: &Cleaned) -> Self {
        let stated = athlete.critical_speed.value.as_m_per_s().max(0.8);
        let heart_rates = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
        let with = |critical, knowledge, error| Self { critical, knowledge, error, heart_rates };
        if athlete.critical_speed.origin > Origin::Default {
            return with(stated, Knowledge::Known, 0.02);
        }
        if cleaned.basis != Basis::Speed {
            return with(stated, Knowledge::Guessed, 0.15);
        }
        let least = held_for_long(cleaned);
        if least > CLEARLY * stated {
            return with(least, Knowledge::Known, 0.05);
        }
        match from_heart_rate(athlete, cleaned) {
            Some(guess) => with(guess.clamp(0.7 * stated, 1.6 * stated).max(least), Knowledge::Guessed, 0.08),
            None => with(stated.max(least), Knowledge::Guessed, 0.15),
        }
    }

    /// Share of heart-rate reserve.
    pub(crate) fn reserve_share(&self, heart_rate_bpm: f64) -> f64 {
        let (rest, most) = self.heart_rates;
        (heart_rate_bpm - rest) / (most - rest).max(30.0)
    }
}

/// The best mean demand over twenty minutes, a little less than which is critical speed at least.
fn held_for_long(cleaned: &Cleaned) -> f64 {
    const LONG_S: usize = 1200;
    let sums = &cleaned.demand_sums;
    if sums.len() <= LONG_S {
        return 0.0;
    }
    let best = sums.windows(LONG_S + 1).map(|w| w[LONG_S] - w[0]).fold(0.0, f64::max);
    best / LONG_S as f64 / 1.04
}

/// Speed over share of heart-rate reserve, both as means after the first five minutes, scaled to critical speed.
fn from_heart_rate(athlete: &Athlete, cleaned: &Cleaned) -> Option<f64> {
    let heart_rate = &cleaned.motion.heart_rate_bpm;
    let (mut beats, mut speed, mut count) = (0.0, 0.0, 0u32);
    let mut highest = 0.0f64;
    for (i, (h, v)) in heart_rate.iter().zip(&cleaned.demand).enumerate().skip(300) {
        let (h, v) = (f64::from(*h), f64::from(*v));
        if !h.is_nan() && cleaned.motion.active[i] && v > 1.0 {
            beats += h;
            speed += v;
            count += 1;
            highest = highest.max(h);
        }
    }
    if count < 300 {
        return None;
    }
    let rest = athlete.hr_rest.value.as_bpm();
    let most = athlete.hr_max.value.as_bpm().max(highest);
    let share = (beats / f64::from(count) - rest) / (most - rest).max(30.0);
    (share > 0.3).then(|| speed / f64::from(count) * RESERVE_AT_CRITICAL / share)
}
