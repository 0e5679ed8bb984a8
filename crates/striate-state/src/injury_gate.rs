//! The gate on single runs: a run much longer than the longest of the last 30 days.
//!
//! Of 5,205 runners followed for 18 months, those whose run was more than a tenth longer than the longest of the 30 days
//! before had more overuse injuries; weekly ratios told nothing, or the opposite (Frandsen 2025). It is an association
//! over many runners, not a forecast for one.

use crate::method::{GrowthMethod, Parameter};
use striate_model::{BodyState, Day, Distance, Estimate, RunRecord};

/// What a run's distance is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The longest run of the last 30 days.
    LongestOf30Days,
    /// A comeback: a share of the longest run of the last six months (assumed).
    Comeback,
    /// A first run in half a year: a few kilometres of run-walk (assumed).
    Novice,
}

/// How much longer a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spike {
    /// At most a tenth longer.
    None,
    /// More than 10 to 30 % longer.
    Small,
    /// More than 30 to 100 % longer.
    Moderate,
    /// More than twice as long.
    Large,
}

impl Spike {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Small => "small",
            Self::Moderate => "moderate",
            Self::Large => "large",
        }
    }
}

/// The reference of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// The distance that a run is held against.
    pub distance: Distance,
    /// Where it comes from.
    pub basis: Basis,
}

impl Reference {
    /// The longest distance that is no spike.
    #[must_use]
    pub fn longest_without_spike(&self, method: &GrowthMethod) -> Distance {
        self.distance * method.limits.gate_small
    }
}

/// What the gate says about one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What the run was held against.
    pub reference: Reference,
    /// Distance over reference.
    pub ratio: f64,
    /// The band.
    pub spike: Spike,
    /// Published hazard ratio of that band with its 95 % interval; `None` without a spike, and where the reference is an
    /// assumption, for which nothing is published.
    pub hazard: Option<Estimate>,
}

/// The reference for a run on `day`, from the runs before that day.
#[must_use]
pub fn reference(runs: &[RunRecord], day: Day, method: &GrowthMethod) -> Reference {
    let longest = |days: i32| {
        runs.iter()
            .filter(|run| (1..=days).contains(&day.days_since(run.day)) && run.distance.as_m() > 0.0)
            .map(|run| run.distance)
            .reduce(Distance::max)
    };
    let gate = &method.injury_gate;
    if let Some(distance) = longest(method.limits.gate_days as i32) {
        return Reference { distance, basis: Basis::LongestOf30Days };
    }
    let novice = Distance::from_m(1000.0 * gate.novice_reference_km.value);
    match longest(method.limits.gate_comeback_days as i32) {
        // Nobody who has run this half-year starts below a novice.
        Some(before) => {
            Reference { distance: (before * gate.comeback_share.value).max(novice), basis: Basis::Comeback }
        }
        None => Reference { distance: novice, basis: Basis::Novice },
    }
}

/// The reference for a run on the day after the state's.
#[must_use]
pub fn next_reference(body: &BodyState, method: &GrowthMethod) -> Reference {
    let runs: Vec<RunRecord> = body.runs.iter().copied().collect();
    reference(&runs, body.day.plus(1), method)
}

/// What the gate says about a run of this distance.
#[must_use]
pub fn judge(reference: Reference, distance: Distance, method: &GrowthMethod) -> Verdict {
    let (ratio, limits) = (distance / reference.distance, &method.limits);
    let spike = if ratio > limits.gate_large {
        Spike::Large
    } else if ratio > limits.gate_moderate {
        Spike::Moderate
    } else if ratio > limits.gate_small {
        Spike::Small
    } else {
        Spike::None
    };
    let estimate = |p: &Parameter| Estimate { value: p.value, low: p.low, high: p.high };
    let gate = &method.injury_gate;
    let published = match spike {
        Spike::None => None,
        Spike::Small => Some(estimate(&gate.small_spike_hazard)),
        Spike::Moderate => Some(estimate(&gate.moderate_spike_hazard)),
        Spike::Large => Some(estimate(&gate.large_spike_hazard)),
    };
    let hazard = published.filter(|_| reference.basis == Basis::LongestOf30Days);
    Verdict { reference, ratio, spike, hazard }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(of: &[(i32, f64)]) -> Vec<RunRecord> {
        let run = |&(day, km): &(i32, f64)| RunRecord {
            day: Day::from_ordinal(day),
            distance: Distance::from_m(1000.0 * km),
            mean_speed_m_per_s: None,
            mean_heart_rate_bpm: None,
        };
        of.iter().map(run).collect()
    }

    fn on_day_100(of: &[(i32, f64)], km: f64) -> Verdict {
        let method = GrowthMethod::builtin();
        let reference = reference(&runs(of), Day::from_ordinal(100), method);
        judge(reference, Distance::from_m(1000.0 * km), method)
    }

    #[test]
    fn bands_follow_the_longest_run_of_thirty_days() {
        let history = [(70, 10.0), (95, 8.0), (69, 30.0), (100, 25.0)];
        let spikes = [10.9, 11.1, 13.1, 20.1].map(|km| on_day_100(&history, km).spike);
        assert_eq!(spikes, [Spike::None, Spike::Small, Spike::Moderate, Spike::Large]);
        let hazards = [10.9, 11.1, 13.1, 20.1].map(|km| on_day_100(&history, km).hazard.map(|h| h.value));
        assert_eq!(hazards, [None, Some(1.64), Some(1.52), Some(2.28)]);
    }

    #[test]
    fn a_novice_starts_with_three_kilometres_and_no_published_hazard() {
        let verdict = on_day_100(&[], 5.0);
        assert_eq!((verdict.reference.basis, verdict.reference.distance.as_m()), (Basis::Novice, 3000.0));
        assert_eq!((verdict.spike, verdict.hazard), (Spike::Moderate, None));
    }

    #[test]
    fn a_comeback_starts_at_six_tenths_of_the_longest_run_of_half_a_year() {
        let verdict = on_day_100(&[(40, 20.0), (-100, 42.0)], 12.0);
        assert_eq!((verdict.reference.basis, verdict.reference.distance.as_m()), (Basis::Comeback, 12_000.0));
        assert_eq!(verdict.spike, Spike::None);
    }

    #[test]
    fn after_the_first_run_of_a_comeback_the_ramp_is_that_run_and_a_tenth() {
        let verdict = on_day_100(&[(40, 20.0), (98, 9.0)], 9.9);
        assert_eq!(verdict.reference.basis, Basis::LongestOf30Days);
        assert_eq!(verdict.spike, Spike::None);
    }
}
