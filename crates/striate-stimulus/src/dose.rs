//! From seconds at an activation to hard-set equivalents: what is drawn anew for every band.

use crate::activation::IN_SWING;
use crate::exposure::{BINS, Class, Exposure, Histogram, bin_activation};
use crate::lift;
use crate::method::{DRAW_COUNT, Draw, General, Method, Values};
use std::ops::AddAssign;
use std::sync::LazyLock;
use striate_model::{Muscle, MuscleMap};

/// What one muscle received, in hard-set equivalents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dose {
    /// Its slow fibers.
    pub slow: f64,
    /// Its fast fibers.
    pub fast: f64,
    /// The muscle as a whole: its fibers weighted by their share.
    pub hse: f64,
}

impl Dose {
    pub(crate) fn of_pools(slow: f64, fast: f64, fast_fibers: f64) -> Self {
        Self { slow, fast, hse: (1.0 - fast_fibers) * slow + fast_fibers * fast }
    }

    /// What the fast fibers received over what the slow ones received; `None` without stimulus.
    pub(crate) fn fast_over_slow(&self) -> Option<f64> {
        (self.hse > 1e-9 && self.slow > 1e-9).then(|| (self.fast / self.slow).clamp(0.0, 1.0))
    }
}

impl AddAssign for Dose {
    fn add_assign(&mut self, other: Self) {
        self.slow += other.slow;
        self.fast += other.fast;
        self.hse += other.hse;
    }
}

/// What a second at each activation is worth for the two kinds of fiber, relative to a second at full activation.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    slow: Box<[f64; BINS]>,
    fast: Box<[f64; BINS]>,
}

/// Logarithm of the activation of each bin: what the powers of every draw share.
static LOGARITHMS: LazyLock<[f64; BINS]> = LazyLock::new(|| std::array::from_fn(|bin| bin_activation(bin).ln()));

/// Draws that are summed side by side.
const LANES: usize = 8;

/// What one draw makes of a class of movement.
#[derive(Clone, Copy, Debug)]
struct Scales {
    activation: f64,
    dose: f64,
    swing: f64,
    stance: f64,
}

impl Scales {
    /// The factors on the weights of a second of the muscle `m`: a factor on activation is a factor on its power.
    fn powers(&self, m: usize, values: &Values) -> Powers {
        let general = &values.general;
        let log = (self.activation * values.muscle_scale[m]).ln();
        let (slow, fast) = (general.slow_exponent, general.slow_exponent + general.fast_exponent_gap);
        Powers { slow: (slow * log).exp(), fast: (fast * log).exp() }
    }

    /// The dose of the muscle `m` from what its seconds are worth.
    fn dose(&self, m: usize, worth: Worth, method: &Method) -> Dose {
        let seconds = self.dose * if IN_SWING[m] { self.swing } else { self.stance };
        Dose::of_pools(worth.slow * seconds, worth.fast * seconds, method.fast_fibers(Muscle::ALL[m]))
    }
}

/// Factors on the weights of the two kinds of fiber.
#[derive(Clone, Copy, Debug, Default)]
struct Powers {
    slow: f64,
    fast: f64,
}

/// What a muscle's seconds are worth for the two kinds of fiber, before any scale.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    slow: f64,
    fast: f64,
}

/// The weights of [`LANES`] draws, those of one bin side by side.
#[derive(Clone, Debug)]
pub(crate) struct WeightBlock {
    slow: Box<[[f64; LANES]]>,
    fast: Box<[[f64; LANES]]>,
}

impl WeightBlock {
    /// Every draw's weights in blocks.
    pub(crate) fn of_draws(draws: &[Values]) -> Vec<Self> {
        let side_by_side = |chunk: &[Values], of: fn(&Weights) -> &[f64; BINS]| {
            let lane = |bin: usize, lane: usize| chunk.get(lane).map_or(0.0, |values| of(&values.weights)[bin]);
            (0..BINS).map(|bin| std::array::from_fn(|l| lane(bin, l))).collect()
        };
        let block =
            |chunk: &[Values]| Self { slow: side_by_side(chunk, |w| &w.slow), fast: side_by_side(chunk, |w| &w.fast) };
        draws.chunks(LANES).map(block).collect()
    }

    /// What these seconds, which begin at bin `first`, are worth in each draw of the block: the same sums in the same order
    /// as for one draw alone.
    fn worth(&self, seconds: &[f64], first: usize, powers: &[Powers; LANES]) -> [Worth; LANES] {
        let (mut slow, mut fast) = ([0.0; LANES], [0.0; LANES]);
        let (slow_powers, fast_powers) = (powers.map(|p| p.slow), powers.map(|p| p.fast));
        for (&seconds, (slow_weights, fast_weights)) in
            seconds.iter().zip(self.slow[first..].iter().zip(&self.fast[first..]))
        {
            for lane in 0..LANES {
                slow[lane] += seconds * (slow_weights[lane] * slow_powers[lane]).min(1.0);
                fast[lane] += seconds * (fast_weights[lane] * fast_powers[lane]).min(1.0);
            }
        }
        std::array::from_fn(|lane| Worth { slow: slow[lane], fast: fast[lane] })
    }
}

impl Weights {
    /// What these seconds, which begin at bin `first`, are worth. No second counts for more than one at full activation:
    /// the bound holds for each of them, since a bound on their sum would let easy seconds carry hard ones beyond it.
    fn worth(&self, seconds: &[f64], first: usize, powers: Powers) -> Worth {
        let mut worth = Worth::default();
        let weights = self.slow[first..].iter().zip(&self.fast[first..]);
        for (&seconds, (slow_weight, fast_weight)) in seconds.iter().zip(weights) {
            worth.slow += seconds * (slow_weight * powers.slow).min(1.0);
            worth.fast += seconds * (fast_weight * powers.fast).min(1.0);
        }
        worth
    }

    pub(crate) fn new(slow_exponent: f64, fast_exponent: f64) -> Self {
        let table = |exponent: f64| Box::new(LOGARITHMS.map(|log| (exponent * log).exp()));
        Self { slow: table(slow_exponent), fast: table(fast_exponent) }
    }
}

fn all_values(method: &Method, draw: usize) -> &Values {
    method.values(Draw::Number(draw))
}

/// Share of fast fibers in the muscles that running does not reach: no table gives them, and a set reaches both kinds
/// alike, so that only the reported share depends on it (assumed).
const FAST_FIBERS_ELSEWHERE: f64 = 0.5;

impl Method {
    /// Share of fast fibers of a muscle.
    #[must_use]
    pub fn fast_fibers(&self, muscle: Muscle) -> f64 {
        self.muscles.fast_fibers.get(muscle as usize).copied().unwrap_or(FAST_FIBERS_ELSEWHERE)
    }
}

/// How a relative error of the athlete's maximum sprint speed changes activation at a given true speed: the curves rise
/// about like the 1.2th power of relative speed between a jog and a sprint (read off the curves themselves; 0.8 to 1.7).
const ACTIVATION_PER_SPEED: f64 = 1.2;

/// The level of activation on stairs, and in proportion in walking, at a usual intensity.
fn stairs_level(general: &General<f64>) -> f64 {
    general.stairs_base + USUAL_INTENSITY * general.stairs_rise
}

/// Intensity over critical power of somebody who climbs stairs for some minutes (assumed).
const USUAL_INTENSITY: f64 = 0.8;

impl Exposure {
    /// What the exposure gives each muscle with the parameters of one draw.
    #[must_use]
    pub fn doses(&self, method: &Method, draw: Draw) -> MuscleMap<Dose> {
        let values = method.values(draw);
        let mut sum = MuscleMap::default();
        for (class, histogram) in self.histograms() {
            let doses = self.movement_doses(class, histogram, method, values);
            for muscle in Muscle::ALL {
                sum[muscle] += doses[muscle];
            }
        }
        if matches!(draw, Draw::Number(_)) {
            self.doubts.apply(&mut sum, &values.general, method);
        }
        if !self.sets.is_empty() {
            let lifted = self.lifting_doses(method, values);
            for muscle in Muscle::ALL {
                sum[muscle] += lifted[muscle];
            }
        }
        sum
    }

    /// What the exposure gives each muscle in every draw, in their order: [`Exposure::doses`] of each, to the last bit, for
    /// a fraction of the time.
    #[must_use]
    pub fn doses_of_draws(&self, method: &Method) -> Vec<MuscleMap<Dose>> {
        let mut sums = vec![MuscleMap::<Dose>::default(); DRAW_COUNT];
        for (class, histogram) in self.histograms() {
            let first = histogram.first();
            let all = |draw| method.values(Draw::Number(draw));
            let scales: Vec<Scales> = (0..DRAW_COUNT).map(|draw| self.scales(class, all(draw), method)).collect();
            for (m, muscle) in Muscle::ALL.into_iter().enumerate().take(IN_SWING.len()) {
                let row = histogram.occupied(m);
                if row.is_empty() {
                    continue;
                }
                for (number, block) in method.weight_blocks().iter().enumerate() {
                    let draw_of = |lane: usize| LANES * number + lane;
                    let powers = std::array::from_fn(|lane| {
                        scales.get(draw_of(lane)).map_or(Powers::default(), |s| s.powers(m, all(draw_of(lane))))
                    });
                    for (lane, worth) in block.worth(row, first, &powers).into_iter().enumerate() {
                        if let Some(sum) = sums.get_mut(draw_of(lane)) {
                            sum[muscle] += scales[draw_of(lane)].dose(m, worth, method);
                        }
                    }
                }
            }
        }
        for (draw, sum) in sums.iter_mut().enumerate() {
            self.doubts.apply(sum, &all_values(method, draw).general, method);
        }
        if !self.sets.is_empty() {
            for (draw, sum) in sums.iter_mut().enumerate() {
                let lifted = self.lifting_doses(method, method.values(Draw::Number(draw)));
                for muscle in Muscle::ALL {
                    sum[muscle] += lifted[muscle];
                }
            }
        }
        sums
    }

    /// What the strength sets of the exposure alone give each muscle.
    #[must_use]
    pub fn doses_of_sets(&self, method: &Method, draw: Draw) -> MuscleMap<Dose> {
        self.lifting_doses(method, method.values(draw))
    }

    /// Braking in the unit of stimulus: seconds of full activation spent braking over the seconds that make a hard set.
    #[must_use]
    pub fn eccentric_hse(&self, muscle: Muscle, method: &Method, draw: Draw) -> f64 {
        self.eccentric_s(muscle) / method.values(draw).general.hard_set_s
    }

    /// The same, apart for each class of movement; classes that did not occur are left out.
    pub(crate) fn doses_by_class<'a>(
        &'a self,
        method: &'a Method,
        draw: Draw,
    ) -> impl Iterator<Item = (Class, MuscleMap<Dose>)> + 'a {
        let values = method.values(draw);
        let movement = self
            .histograms()
            .map(move |(class, histogram)| (class, self.movement_doses(class, histogram, method, values)));
        let lifts = (!self.sets.is_empty()).then(|| (Class::Lifting, self.lifting_doses(method, values)));
        movement.chain(lifts)
    }

    fn movement_doses(&self, class: Class, histogram: &Histogram, method: &Method, values: &Values) -> MuscleMap<Dose> {
        let mut doses = MuscleMap::default();
        let (first, scales) = (histogram.first(), self.scales(class, values, method));
        for m in 0..IN_SWING.len() {
            let row = histogram.occupied(m);
            if !row.is_empty() {
                let worth = values.weights.worth(row, first, scales.powers(m, values));
                doses[Muscle::ALL[m]] = scales.dose(m, worth, method);
            }
        }
        doses
    }

    /// What one draw makes of a class of movement, whatever the muscle.
    fn scales(&self, class: Class, values: &Values, method: &Method) -> Scales {
        let (general, central) = (&values.general, &method.values(Draw::Central).general);
        let sprint = self.sprint_origin.factor(general).powf(-ACTIVATION_PER_SPEED);
        let (activation, dose) = match class {
            Class::Level => (general.activation_scale * sprint, 1.0),
            Class::Accelerating | Class::Sloped => (general.activation_scale * general.slope_scale * sprint, 1.0),
            Class::Jumping => {
                (general.jump_intensity / central.jump_intensity, general.jump_scale * general.jump_s / central.jump_s)
            }
            Class::Cycling => (1.0, general.cycling_scale),
            Class::Walking => (general.activation_scale * stairs_level(general) / stairs_level(central), 1.0),
            Class::Lifting => unreachable!("sets have no histogram"),
        };
        let (swing, stance) = match class {
            Class::Level | Class::Accelerating | Class::Sloped => (general.swing_time_scale, general.stance_time_scale),
            _ => (1.0, 1.0),
        };
        Scales { activation, dose: dose / general.hard_set_s, swing, stance }
    }

    fn lifting_doses(&self, method: &Method, values: &Values) -> MuscleMap<Dose> {
        let mut doses = MuscleMap::default();
        for set in &self.sets {
            let general = &values.general;
            let worth = lift::worth(set, general);
            for (muscle, &weight) in set.weights.iter() {
                if weight > 0.0 {
                    let doubt = if weight >= 1.0 { general.direct_set_scale } else { general.indirect_set_scale };
                    let dose = worth * weight * doubt;
                    doses[muscle] += Dose::of_pools(dose, dose, method.fast_fibers(muscle));
                }
            }
        }
        doses
    }
}
