//! What is not known about a session as a whole: the runner's critical speed and distance reserve, and the slope.
//!
//! Each is one number for every second of a session, so that its error does not average out. Running the session again for
//! each of 200 draws would cost 200 times as much; instead it is run again at the two ends of each range, and a draw takes
//! its place between them on a logarithmic scale.

use crate::dose::Dose;
use crate::exposure::Exposure;
use crate::method::{Draw, General, LEG_MUSCLES, Method, PerMuscle};
use striate_model::{Muscle, MuscleMap, Origin};
use striate_parameters::Parameter;

/// What is one number for all of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The runner's critical speed, known from there.
    CriticalSpeed(Origin),
    /// The runner's distance reserve, known from there.
    DistanceReserve(Origin),
    /// How far the slopes of the recording are off, all in one direction.
    Slope,
    /// What a mean speed hides, where only totals are known.
    Totals,
}

/// The factors on figures below and above which one case in ten lies, by where the figure is known from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranges {
    critical_speed: [[f64; 2]; 3],
    distance_reserve: [[f64; 2]; 3],
    slope: [f64; 2],
    totals_slow: [f64; 2],
    totals_fast: [f64; 2],
}

impl Ranges {
    pub(crate) fn new(general: &General<Parameter>) -> Self {
        let ends = |p: &Parameter| [(p.low / p.value).min(0.999), (p.high / p.value).max(1.001)];
        let each = |ps: [&Parameter; 3]| ps.map(ends);
        let g = general;
        Self {
            critical_speed: each([&g.critical_speed_given, &g.critical_speed_estimated, &g.critical_speed_default]),
            distance_reserve: each([
                &g.distance_reserve_given,
                &g.distance_reserve_estimated,
                &g.distance_reserve_default,
            ]),
            slope: ends(&g.slope_error),
            totals_slow: ends(&g.totals_slow),
            totals_fast: ends(&g.totals_fast),
        }
    }

    /// The factors at the ends of what is believed; for the slope they stand for its standard error either way.
    pub(crate) fn ends(&self, doubt: Doubt) -> [f64; 2] {
        match doubt {
            Doubt::CriticalSpeed(origin) => self.critical_speed[place_of(origin)],
            Doubt::DistanceReserve(origin) => self.distance_reserve[place_of(origin)],
            Doubt::Slope => self.slope,
            Doubt::Totals => self.totals_slow,
        }
    }
}

fn place_of(origin: Origin) -> usize {
    match origin {
        Origin::Given => 0,
        Origin::Estimated | Origin::Device => 1,
        Origin::Default => 2,
    }
}

/// The factor that one draw believes.
fn drawn(doubt: Doubt, g: &General<f64>) -> f64 {
    match doubt {
        Doubt::CriticalSpeed(origin) => {
            [g.critical_speed_given, g.critical_speed_estimated, g.critical_speed_default][place_of(origin)]
        }
        Doubt::DistanceReserve(origin) => {
            [g.distance_reserve_given, g.distance_reserve_estimated, g.distance_reserve_default][place_of(origin)]
        }
        Doubt::Slope => g.slope_error,
        Doubt::Totals => g.totals_slow,
    }
}

/// Logarithms of how the two pools of a muscle's dose change at the lower and at the upper end of a range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ends {
    slow: [f64; 2],
    fast: [f64; 2],
}

/// How far the doses of a session hang on what is one number for all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubts(Vec<(Doubt, Box<PerMuscle<Ends>>)>);

/// Nobody believes a factor beyond this, either way.
const MOST_LOG: f64 = 2.5;
/// A dose below this is nothing, and has no ratio to another.
const NOTHING_HSE: f64 = 1e-6;

impl Doubts {
    /// Adds a doubt of a session, which at the lower and upper end of what is believed would have been these.
    pub(crate) fn add(&mut self, doubt: Doubt, session: &Exposure, ends: &[Exposure; 2], method: &Method) {
        let of = |e: &Exposure| e.doses(method, Draw::Central);
        let (middle, ends) = (of(session), [of(&ends[0]), of(&ends[1])]);
        let log = |end: f64, middle: f64| {
            if end < NOTHING_HSE || middle < NOTHING_HSE { 0.0 } else { (end / middle).ln().clamp(-MOST_LOG, MOST_LOG) }
        };
        let of_muscle = |m: usize| {
            let at = |pool: fn(&Dose) -> f64, end: usize| {
                log(pool(&ends[end][Muscle::ALL[m]]), pool(&middle[Muscle::ALL[m]]))
            };
            Ends { slow: [0, 1].map(|end| at(|d| d.slow, end)), fast: [0, 1].map(|end| at(|d| d.fast, end)) }
        };
        self.0.push((doubt, Box::new(std::array::from_fn(of_muscle))));
    }

    /// Adds what a mean speed hides: the same for every muscle, its slow and fast fibers each by their own range.
    pub(crate) fn add_totals(&mut self, method: &Method) {
        let ranges = method.doubt_ranges();
        let ends = Ends { slow: ranges.totals_slow.map(f64::ln), fast: ranges.totals_fast.map(f64::ln) };
        self.0.push((Doubt::Totals, Box::new([ends; LEG_MUSCLES])));
    }

    /// What one draw makes of the doses of a session.
    pub(crate) fn apply(&self, doses: &mut MuscleMap<Dose>, general: &General<f64>, method: &Method) {
        for (doubt, of_muscles) in &self.0 {
            let factor = drawn(*doubt, general);
            let [low, high] = method.doubt_ranges().ends(*doubt);
            let (end, share) = if factor < 1.0 { (0, factor.ln() / low.ln()) } else { (1, factor.ln() / high.ln()) };
            for m in 0..LEG_MUSCLES {
                let (muscle, ends) = (Muscle::ALL[m], &of_muscles[m]);
                let dose = doses[muscle];
                let (slow, fast) = ((share * ends.slow[end]).exp(), (share * ends.fast[end]).exp());
                doses[muscle] = Dose::of_pools(dose.slow * slow, dose.fast * fast, method.fast_fibers(muscle));
            }
        }
    }
}
