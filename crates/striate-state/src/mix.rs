//! Where the dose comes from (rule C8), and which muscles are left out (rule E9).

use crate::method::GrowthMethod;
use striate_model::{BodyState, DailyDose, Muscle, SessionKind};

/// Shares of the growth stimulus of the leg muscles by what brought it; they sum to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mix {
    /// Strength sets.
    pub lifting: f64,
    /// Sprints, hills and jumps.
    pub sprinting: f64,
    /// All other running, and the rest.
    pub endurance: f64,
}

impl Mix {
    /// How far another mix is away: half the sum of the differences, 0 for the same, 1 for nothing in common.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f64 {
        0.5 * ((self.lifting - other.lifting).abs()
            + (self.sprinting - other.sprinting).abs()
            + (self.endurance - other.endurance).abs())
    }
}

/// The mix of sessions; `None` where they bring no stimulus.
#[must_use]
pub fn mix<'a>(sessions: impl IntoIterator<Item = &'a DailyDose>) -> Option<Mix> {
    let (mut lifting, mut sprinting, mut endurance) = (0.0, 0.0, 0.0);
    for session in sessions {
        for muscle in Muscle::locomotor() {
            let dose = &session.muscles[muscle];
            let lifted = dose.lifting_hse.clamp(0.0, dose.hse.max(0.0));
            let moved = (dose.hse - lifted).max(0.0);
            lifting += lifted;
            if is_sprinting(session.kind) { sprinting += moved } else { endurance += moved }
        }
    }
    let sum = lifting + sprinting + endurance;
    (sum > 0.0).then(|| Mix { lifting: lifting / sum, sprinting: sprinting / sum, endurance: endurance / sum })
}

fn is_sprinting(kind: SessionKind) -> bool {
    use SessionKind::{HillRepeats, HillSprints, Plyometrics, ResistedHill, Series, SprintInterval, Sprints, Stairs};
    matches!(kind, SprintInterval | Series | Sprints | HillSprints | HillRepeats | ResistedHill | Stairs | Plyometrics)
}

/// Weekly stimulus of a muscle over the last 28 days, HSE.
#[must_use]
pub fn weekly_hse(body: &BodyState, muscle: Muscle, method: &GrowthMethod) -> f64 {
    let fast = method.fast_fibers(muscle);
    let known: Vec<f64> = body
        .recent
        .iter()
        .rev()
        .take(method.limits.present_days as usize)
        .map(|r| (1.0 - fast) * r.muscles[muscle].slow_hse + fast * r.muscles[muscle].fast_hse)
        .collect();
    7.0 * known.iter().sum::<f64>() / known.len().max(1) as f64
}

/// The bands of weekly stimulus: an assumption near published dose-response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WeeklyBand {
    /// Less than 1 HSE a week.
    None,
    /// 1 to 4.
    Low,
    /// 4 to 8.
    Moderate,
    /// 8 to 12.
    High,
    /// More than 12: more adds hardly anything.
    PastUseful,
}

impl WeeklyBand {
    /// The band that a weekly stimulus falls into.
    #[must_use]
    pub fn of_hse(weekly_hse: f64) -> Self {
        let limits = &GrowthMethod::builtin().limits;
        match weekly_hse {
            h if h > limits.weekly_past_useful_hse => Self::PastUseful,
            h if h >= limits.weekly_high_hse => Self::High,
            h if h >= limits.weekly_moderate_hse => Self::Moderate,
            h if h >= limits.weekly_low_hse => Self::Low,
            _ => Self::None,
        }
    }

    /// The stable text form, which is also the word a user reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::PastUseful => "past useful",
        }
    }
}

/// The leg muscles that the last 28 days left out: less than one hard set a week.
#[must_use]
pub fn left_out(body: &BodyState, method: &GrowthMethod) -> Vec<Muscle> {
    Muscle::locomotor().filter(|m| WeeklyBand::of_hse(weekly_hse(body, *m, method)) == WeeklyBand::None).collect()
}
