//! What the session is measured against: the athlete's critical and fastest speed, or, where nobody knows them, what
//! the recording itself suggests.

use crate::clean::{Basis, Cleaned};
use crate::speed_duration::least_critical_speed;
use striate_model::{Athlete, Origin, Speed};

/// Share of heart-rate reserve at critical speed: shares of heart-rate and of oxygen reserve agree (Swain & Leutholtz
/// 1997, from memory), oxygen uptake grows in proportion to speed, and the speed at its maximum is 1.10 of critical speed
/// (science page, section 9).
pub(crate) const RESERVE_AT_CRITICAL: f64 = 0.91;

/// A bound below the default, or hardly above it, says nothing: critical speeds of runners differ by a fifth and more.
pub(crate) const CLEARLY: f64 = 1.05;

/// Highest speed of somebody of whom only critical speed is known: 4.6 m/s and three quarters of it (in the range of
/// published pairs: 2.2 times critical speed in slow runners, 1.6 in elite distance runners; the same as where a history is
/// read).
pub(crate) fn usual_sprint(critical: f64) -> f64 {
    4.6 + 0.75 * critical
}

/// An estimate within this of what the recording itself bounds is taken to come from it.
const OWN_BOUND: f64 = 1.02;

/// How far critical speeds of runners lie from the product's default, and from the guesses below, as standard deviations
/// of logarithms (assumptions).
const DEFAULT_ERROR: f64 = 0.2;
const EASY_ERROR: f64 = 0.12;
const HEART_ERROR: f64 = 0.08;

/// The same for the guess from heart rate where the highest heart rate is not known either.
const HEART_UNKNOWN_ERROR: f64 = 0.10;

/// No guess is trusted further than this, nor one of which a bound cuts off the lower part.
const LEAST_ERROR: f64 = 0.08;
const LEAST_BOUNDED_ERROR: f64 = 0.05;

/// Share of critical speed of the easiest running of a session (most easy running lies between 65 and 80 %; assumption).
const EASY_SHARE: f64 = 0.72;

/// The same of a run that is even throughout, which may be an easy one or a race (assumption), and its error.
const EVEN_SHARE: f64 = 0.77;
const EVEN_ERROR: f64 = 0.18;

/// Least ratio between the slower and the faster quarter of an even run.
const EVEN: f64 = 0.9;

/// The same of a run that is walked or stopped in again and again, which may be repetitions, a town with its lights or
/// a beginner's, and its error (assumption).
const BROKEN_SHARE: f64 = 0.88;
const BROKEN_ERROR: f64 = 0.2;

/// Share of critical speed of an even hard run, its error, and how far even easy runs spread (assumptions).
const HARD_SHARE: f64 = 0.96;
const HARD_ERROR: f64 = 0.06;
const EASY_SPREAD: f64 = 0.12;

/// One in so many even runs is a hard one (assumption: a fifth, as training is usually shared out).
const HARD_RUNS: f64 = 0.2;

/// The distances of races, m, by how much devices measure them short or long, and how much likelier such a distance is in
/// a race (assumption).
const RACES_M: [f64; 4] = [5_000.0, 10_000.0, 21_097.5, 42_195.0];
const RACE_SHORT: f64 = 0.99;
const RACE_LONG: f64 = 1.02;
const RACE_ODDS: f64 = 3.0;

/// Half minutes below this mean are walked, m/s.
pub(crate) const RUNS_FROM: f64 = 1.75;

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
    /// The athlete's figures; where critical speed is only a default, the [`guess`] from the recording.
    pub(crate) fn new(athlete: &Athlete, cleaned: &Cleaned) -> Self {
        let stated = athlete.critical_speed.value.as_m_per_s().max(0.8);
        let heart_rates = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
        let with = |critical, knowledge, error| Self { critical, knowledge, error, heart_rates };
        match athlete.critical_speed.origin {
            Origin::Given | Origin::Device => with(stated, Knowledge::Known, 0.02),
            Origin::Estimated if cleaned.basis != Basis::Speed => with(stated, Knowledge::Known, 0.02),
            // An estimate that this very recording reaches may be no more than the bound that the recording gave.
            Origin::Estimated => {
                let bound = least_critical_speed(cleaned, stated, athlete.distance_reserve.value.as_m());
                if bound.is_none_or(|bound| stated > OWN_BOUND * bound) {
                    return with(stated, Knowledge::Known, 0.02);
                }
                let (guess, error) = guess(athlete, cleaned, Some(stated));
                with(guess, Knowledge::Guessed, error)
            }
            Origin::Default if cleaned.basis != Basis::Speed => with(stated, Knowledge::Guessed, 0.15),
            Origin::Default => {
                let bound = least_critical_speed(cleaned, stated, athlete.distance_reserve.value.as_m());
                let (guess, error) = guess(athlete, cleaned, bound);
                with(guess, Knowledge::Guessed, error)
            }
        }
    }

    /// The athlete with the critical speed that is assumed here and, where nobody knows the highest speed, one that goes
    /// with it.
    pub(crate) fn assumed(&self, athlete: &Athlete) -> Athlete {
        let mut assumed = *athlete;
        if self.knowledge == Knowledge::Guessed {
            assumed.critical_speed.value = Speed::from_m_per_s(self.critical);
            if athlete.max_sprint.origin <= Origin::Estimated {
                let usual = Speed::from_m_per_s(usual_sprint(self.critical));
                let least = if athlete.max_sprint.origin == Origin::Default { usual } else { athlete.max_sprint.value };
                assumed.max_sprint.value = usual.max(least);
            }
        }
        assumed
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

/// Critical speed as the recording suggests it, and how far that may be off: the mean of the logarithms of what heart
/// rate, the easiest running and the product's default say, weighted by how well each is known; of these only what lies
/// above the bound that the recording gives counts, since hardly anybody runs as fast as they can.
pub(crate) fn guess(athlete: &Athlete, cleaned: &Cleaned, bound: Option<f64>) -> (f64, f64) {
    let by_heart = from_heart_rate(athlete, cleaned);
    let by_heart_error = if athlete.hr_max.origin == Origin::Default { HEART_UNKNOWN_ERROR } else { HEART_ERROR };
    let usual = Athlete::default().critical_speed.value.as_m_per_s();
    let parts = [
        (Some(usual), DEFAULT_ERROR),
        (by_heart, by_heart_error),
        easy_running(cleaned).map_or((None, EASY_ERROR), |easy| {
            let (share, error) = if easy.is_broken {
                (BROKEN_SHARE, BROKEN_ERROR)
            } else if easy.is_even && by_heart.is_none() && is_likely_hard(easy.speed, cleaned, usual) {
                (HARD_SHARE, HARD_ERROR)
            } else if easy.is_even {
                (EVEN_SHARE, EVEN_ERROR)
            } else {
                (EASY_SHARE, EASY_ERROR)
            };
            (Some(easy.speed / share), error)
        }),
    ];
    let (sum, weight) = parts
        .iter()
        .filter_map(|(value, error)| value.map(|v| (v.max(0.5).ln(), 1.0 / (error * error))))
        .fold((0.0, 0.0), |(sum, all), (v, w)| (sum + v * w, all + w));
    let (mean, spread) = (sum / weight, (1.0f64 / weight).sqrt().max(LEAST_ERROR));
    let (mean, spread) = bound.map_or((mean, spread), |b| above(mean, spread, b.max(0.5).ln()));
    (mean.exp(), spread.max(LEAST_BOUNDED_ERROR))
}

/// Whether an even run of unknown heart rate is likelier to be a hard one than an easy one: the critical speed that each
/// would mean is compared with those of runners, more runs are easy than hard, and races have their distances.
fn is_likely_hard(speed: f64, cleaned: &Cleaned, usual: f64) -> bool {
    let density = |share: f64, error: f64| {
        let spread = DEFAULT_ERROR.hypot(error);
        (-0.5 * ((speed / share / usual).ln() / spread).powi(2)).exp() / spread
    };
    let distance = cleaned.along_m.last().copied().unwrap_or(0.0);
    let is_race_distance = RACES_M.iter().any(|race| (RACE_SHORT * race..=RACE_LONG * race).contains(&distance));
    let odds = HARD_RUNS / (1.0 - HARD_RUNS) * if is_race_distance { RACE_ODDS } else { 1.0 };
    odds * density(HARD_SHARE, HARD_ERROR) > density(EVEN_SHARE, EASY_SPREAD)
}

/// Mean and spread of what lies above `least` of a normal distribution.
fn above(mean: f64, spread: f64, least: f64) -> (f64, f64) {
    let z = (least - mean) / spread;
    if z < -4.0 {
        return (mean, spread);
    }
    // The share above is erfc(z/sqrt 2)/2 (Abramowitz and Stegun 7.1.26 for the near, its asymptote for the far tail).
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let t = 1.0 / (1.0 + 0.327_591_1 * z.abs() / std::f64::consts::SQRT_2);
    let series =
        t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let tail = 0.5 * series * (-0.5 * z * z).exp();
    let share = if z < 0.0 { 1.0 - tail } else { tail };
    if z > 4.0 {
        let beyond = 1.0 / z - 2.0 / z.powi(3) + 10.0 / z.powi(5);
        return (least + spread * beyond, spread * beyond);
    }
    let hazard = density / share;
    (mean + spread * hazard, spread * (1.0 + hazard * (z - hazard)).max(0.0).sqrt())
}

/// The easiest running of a session.
struct Easy {
    /// The lower quarter of the half minutes of running, m/s: nearly every run begins or rests with easy running.
    speed: f64,
    /// Whether the run is as fast throughout, so that nothing says that this was easy.
    is_even: bool,
    /// Whether it was walked or stopped in again and again.
    is_broken: bool,
}

fn easy_running(cleaned: &Cleaned) -> Option<Easy> {
    let mean = |chunk: &[f32]| chunk.iter().map(|d| f64::from(*d)).sum::<f64>() / 30.0;
    let moving = cleaned.demand.chunks_exact(30).filter(|chunk| mean(chunk) > 0.5).count();
    let mut means: Vec<f64> = cleaned
        .demand
        .chunks_exact(30)
        .filter(|chunk| chunk.iter().all(|d| *d > 0.5))
        .map(mean)
        .filter(|mean| *mean >= RUNS_FROM)
        .collect();
    // Who walks or stops again and again runs no race.
    let is_broken = means.len() * 10 < moving * 9;
    if means.len() < 10 {
        return None;
    }
    let place = means.len() / 4;
    let speed = *means.select_nth_unstable_by(place, f64::total_cmp).1;
    let fast = *means.select_nth_unstable_by(3 * place, f64::total_cmp).1;
    Some(Easy { speed, is_even: !is_broken && speed >= EVEN * fast, is_broken })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_run_pushes_a_guess_up_and_never_lies_above_it() {
        // Far below the guess a bound says nothing; near it a little; above it the guess stays a little faster.
        let (mean, spread) = above(0.0, 0.1, -1.0);
        assert!((mean.abs() < 1e-6) && (spread - 0.1).abs() < 1e-6);
        let (mean, spread) = above(0.0, 0.1, 0.0);
        assert!((mean - 0.0798).abs() < 1e-3 && (spread - 0.0603).abs() < 1e-3, "{mean} {spread}");
        for (least, beyond) in [(0.2, 0.0373), (0.39, 0.0231), (0.41, 0.0220), (1.0, 0.0098)] {
            let (mean, spread) = above(0.0, 0.1, least);
            assert!((mean - least - beyond).abs() < 1e-3 && spread < beyond * 1.1, "{least}: {mean} {spread}");
        }
    }
}
