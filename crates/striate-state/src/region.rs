//! What measurements see: muscles, groups of muscles, and the lean mass of legs and body.

use crate::growth::Sizes;
use crate::method::{GrowthMethod, Values};
use striate_model::{Fiber, Muscle};

/// A part of the body that is measured as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Region {
    /// One muscle.
    Muscle(Muscle),
    /// Vasti and rectus femoris.
    Quads,
    /// Gastrocnemius and soleus.
    Calf,
    /// Quads, hamstrings, adductors and the sartorius, which is taken as unchanged.
    Thigh,
    /// Lean mass of the legs.
    LegLean,
    /// Lean mass of the body.
    BodyLean,
}

impl Region {
    /// The text forms of the table of trials; the names of single muscles are understood as well.
    pub const KEYS: [&str; 13] = [
        "vasti",
        "rf",
        "quads",
        "hams",
        "adductors",
        "gmax",
        "hipflex",
        "gastroc",
        "soleus",
        "calf",
        "thigh",
        "leg_lean",
        "ffm",
    ];

    /// The region with this text form in the table of trials.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "quads" | "quadriceps" => Self::Quads,
            "calf" | "calves" | "triceps_surae" => Self::Calf,
            "thigh" => Self::Thigh,
            "leg_lean" => Self::LegLean,
            "ffm" | "lbm" => Self::BodyLean,
            "gmax" | "glutes" => Self::Muscle(Muscle::GluteusMaximus),
            "gmed" => Self::Muscle(Muscle::GluteusMedius),
            "vl" | "vm" | "vi" => Self::Muscle(Muscle::Vasti),
            "rf" => Self::Muscle(Muscle::RectusFemoris),
            "hams" | "bflh" | "bfsh" | "st" | "sm" => Self::Muscle(Muscle::Hamstrings),
            "hipflex" => Self::Muscle(Muscle::HipFlexors),
            "gastroc" | "mg" | "lg" => Self::Muscle(Muscle::Gastrocnemius),
            "sol" => Self::Muscle(Muscle::Soleus),
            "ta" => Self::Muscle(Muscle::TibialisAnterior),
            other => Self::Muscle(Muscle::from_name(other)?),
        })
    }

    /// The muscles that make it up, and whether the sartorius belongs to it, which does not change.
    fn parts(self) -> (&'static [Muscle], bool) {
        use Muscle::{
            Adductors, Gastrocnemius, GluteusMaximus, Hamstrings, RectusFemoris, Soleus, TibialisAnterior, Vasti,
        };
        match self {
            Self::Muscle(_) => (&[], false),
            Self::Quads => (&[Vasti, RectusFemoris], false),
            Self::Calf => (&[Gastrocnemius, Soleus], false),
            Self::Thigh => (&[Vasti, RectusFemoris, Hamstrings, Adductors], true),
            Self::LegLean | Self::BodyLean => (
                &[Vasti, RectusFemoris, Hamstrings, Adductors, GluteusMaximus, Gastrocnemius, Soleus, TibialisAnterior],
                true,
            ),
        }
    }

    /// The muscles whose sizes decide about the region.
    pub fn muscles(self) -> impl Iterator<Item = Muscle> {
        let one = match self {
            Self::Muscle(muscle) => Some(muscle),
            _ => None,
        };
        one.into_iter().chain(self.parts().0.iter().copied())
    }

    /// Change of the region in percent, where `of` gives that of a muscle in percent.
    pub fn percent(self, method: &GrowthMethod, values: &Values, mut of: impl FnMut(Muscle) -> f64) -> f64 {
        let (muscles, has_sartorius) = self.parts();
        let unchanged = if has_sartorius { method.limits.sartorius_cm3 } else { 0.0 };
        let mean = |of: &mut dyn FnMut(Muscle) -> f64| {
            let (sum, volume) = muscles.iter().fold((0.0, unchanged), |(sum, volume), &m| {
                (sum + method.volume_cm3(m) * of(m), volume + method.volume_cm3(m))
            });
            sum / volume
        };
        match self {
            Self::Muscle(muscle) => of(muscle),
            Self::Quads | Self::Calf | Self::Thigh => mean(&mut of),
            Self::LegLean => values.regions.dxa_share * mean(&mut of),
            Self::BodyLean => values.regions.leg_share_of_lean * values.regions.dxa_share * mean(&mut of),
        }
    }
}

/// What of a muscle a measurement sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The whole muscle: area, volume, thickness, mass.
    Whole,
    /// Area of slow fibers.
    SlowFibers,
    /// Area of fast fibers.
    FastFibers,
    /// Mean area of all fibers.
    MeanFibers,
    /// Mean diameter of all fibers.
    FiberDiameter,
}

impl Measure {
    /// The measure that a text of the table of trials names.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        let Some(rest) = key.strip_prefix("fibre").or_else(|| key.strip_prefix("fiber")) else { return Self::Whole };
        match rest.trim_start_matches('_') {
            diameter if diameter.starts_with("diam") => Self::FiberDiameter,
            fast if fast.starts_with("II") => Self::FastFibers,
            slow if slow.starts_with('I') => Self::SlowFibers,
            _ => Self::MeanFibers,
        }
    }

    /// Whether fibers are measured rather than the muscle.
    #[must_use]
    pub fn is_fiber(self) -> bool {
        self != Self::Whole
    }

    /// Change of one muscle between two instants in percent, at this much running a week.
    #[must_use]
    pub fn percent(
        self,
        muscle: Muscle,
        between: (Sizes, Sizes),
        running_h: f64,
        (method, values): (&GrowthMethod, &Values),
    ) -> f64 {
        let fibers = |fiber| 100.0 * method.fiber_change((muscle, fiber), between, running_h, values);
        let mean = || {
            let fast = method.fast_fibers(muscle);
            (1.0 - fast) * fibers(Fiber::Slow) + fast * fibers(Fiber::Fast)
        };
        match self {
            Self::Whole => 100.0 * method.whole_change(muscle, between.0, between.1, values),
            Self::SlowFibers => fibers(Fiber::Slow),
            Self::FastFibers => fibers(Fiber::Fast),
            Self::MeanFibers => mean(),
            // The area grows with the square of the diameter.
            Self::FiberDiameter => 100.0 * ((1.0 + mean() / 100.0).max(0.0).sqrt() - 1.0),
        }
    }
}
