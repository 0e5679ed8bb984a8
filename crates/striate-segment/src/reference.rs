//! What the session is measured against: the athlete's critical and fastest speed, or, where nobody knows them, what
//! the recording itself suggests.

use crate::clean::{Basis, Cleaned};
use crate::speed_duration::least_critical_speed;
use striate_model::{Athlete, Origin};

/// Share of heart-rate reserve at critical speed: shares of heart-rate and of oxygen reserve agree (Swain & Leutholtz
/// 1997, from memory), oxygen uptake grows in proportion to speed, and the speed at its maximum is 1.10 of critical speed
/// (science page, section 9).
const RESERVE_AT_CRITICAL: f64 = 0.91;

/// A bound below the default, or hardly above it, says nothing: critical speeds of runners differ by a fifth and more.
pub(crate) const CLEARLY: f64 = 1.05;

/// An estimate within this of what the recording itself bounds is taken to come from it.
const OWN_BOUND: f64 = 1.02;

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
        let guess = || from_heart_rate(athlete, cleaned).map(|g| g.clamp(0.7 * stated, 1.6 * stated));
        match athlete.critical_speed.origin {
            Origin::Given | Origin::Device => with(stated, Knowledge::Known, 0.02),
            Origin::Estimated if cleaned.basis != Basis::Speed => with(stated, Knowledge::Known, 0.02),
            // An estimate that this very recording reaches may be no more than the bound that the recording gave.
            Origin::Estimated => {
                let bound = least_critical_speed(cleaned, stated, athlete.distance_reserve.value.as_m());
                if bound.is_none_or(|bound| stated > OWN_BOUND * bound) {
                    return with(stated, Knowledge::Known, 0.02);
                }
                match guess() {
                    Some(guess) => with(guess.max(stated), Knowledge::Guessed, 0.08),
                    None => with(stated, Knowledge::Guessed, 0.10),
                }
            }
            Origin::Default if cleaned.basis != Basis::Speed => with(stated, Knowledge::Guessed, 0.15),
            Origin::Default => {
                let bound = least_critical_speed(cleaned, stated, athlete.distance_reserve.value.as_m());
                let least = bound.unwrap_or(0.0);
                match guess() {
                    Some(guess) => with(guess.max(least), Knowledge::Guessed, 0.08),
                    None => with(stated.max(least), Knowledge::Guessed, 0.15),
                }
            }
        }
    }

    /// Share of heart-rate reserve.
    pub(crate) fn reserve_share(&self, heart_rate_bpm: f64) -> f64 {
        let (rest, most) = self.heart_rates;
        (heart_rate_bpm - rest) / (most - rest).max(30.0)
    }
}

/// Sums over one minute: beats, demand, seconds that have both while moving.
fn minutes(cleaned: &Cleaned) -> impl Iterator<Item = (f64, f64, f64)> {
    cleaned.motion.heart_rate_bpm.chunks(60).zip(cleaned.demand.chunks(60)).map(|(beats, demand)| {
        beats
            .iter()
            .zip(demand)
            .filter(|(h, v)| !h.is_nan() && **v > 1.0)
            .fold((0.0, 0.0, 0.0), |sum, (h, v)| (sum.0 + f64::from(*h), sum.1 + f64::from(*v), sum.2 + 1.0))
    })
}

/// Speed over share of heart-rate reserve, both as means after the first five minutes, scaled to critical speed.
fn from_heart_rate(athlete: &Athlete, cleaned: &Cleaned) -> Option<f64> {
    let (beats, demand, count) =
        minutes(cleaned).skip(5).fold((0.0, 0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    if count < 300.0 {
        return None;
    }
    let highest = cleaned.motion.heart_rate_bpm.iter().copied().filter(|h| !h.is_nan()).fold(0.0, f32::max);
    let rest = athlete.hr_rest.value.as_bpm();
    let most = athlete.hr_max.value.as_bpm().max(f64::from(highest));
    let share = (beats / count - rest) / (most - rest).max(30.0);
    (share > 0.3).then(|| demand / count * RESERVE_AT_CRITICAL / share)
}

/// The highest mean heart rate over ten minutes of moving, beats a minute.
pub(crate) fn highest_sustained_bpm(cleaned: &Cleaned) -> Option<f64> {
    let minutes: Vec<(f64, f64, f64)> = minutes(cleaned).collect();
    minutes
        .windows(10)
        .map(|span| span.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.2)))
        .filter(|(_, count)| *count >= 480.0)
        .map(|(beats, count)| beats / count)
        .max_by(f64::total_cmp)
}
