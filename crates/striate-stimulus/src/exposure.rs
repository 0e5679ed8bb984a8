//! What a session was, boiled down to what bands need: for how many seconds each muscle worked at which activation, and
//! which sets were lifted. A band then costs 200 sums over these few numbers instead of 200 runs over every second.

use crate::doubts::Doubts;
use crate::method::{General, LEG_MUSCLES, PerMuscle};
use striate_model::{MuscleMap, Origin};

/// How finely activation is divided.
pub(crate) const BINS: usize = 256;

/// The activation in the middle of a bin.
pub(crate) fn bin_activation(bin: usize) -> f64 {
    (bin as f64 + 0.5) / BINS as f64
}

/// The kinds of movement whose doubt, or whose evidence, is not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Running on the level at a steady speed.
    Level,
    /// Running that speeds up.
    Accelerating,
    /// Running uphill, downhill or with carried mass.
    Sloped,
    /// Jumps.
    Jumping,
    /// Cycling.
    Cycling,
    /// Walking and stairs.
    Walking,
    /// Strength sets.
    Lifting,
}

const MOVEMENTS: [Class; 6] =
    [Class::Level, Class::Accelerating, Class::Sloped, Class::Jumping, Class::Cycling, Class::Walking];

/// Seconds of one leg by activation.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    seconds: Vec<[f64; BINS]>,
    first: usize,
    last: usize,
}

impl Histogram {
    fn new() -> Self {
        Self { seconds: vec![[0.0; BINS]; LEG_MUSCLES], first: BINS, last: 0 }
    }

    #[inline]
    fn add(&mut self, activation: &PerMuscle, seconds: &PerMuscle) {
        for m in 0..LEG_MUSCLES {
            // Between the middles of two bins both get their share, so that a little more activation always counts.
            let place = (activation[m] * BINS as f64 - 0.5).clamp(0.0, (BINS - 1) as f64);
            let bin = (place as usize).min(BINS - 2);
            let share = place - bin as f64;
            self.seconds[m][bin] += seconds[m] * (1.0 - share);
            self.seconds[m][bin + 1] += seconds[m] * share;
            self.first = self.first.min(bin);
            self.last = self.last.max(bin + 1);
        }
    }

    fn add_times(&mut self, other: &Self, times: f64) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        for (mine, theirs) in self.seconds.iter_mut().flatten().zip(other.seconds.iter().flatten()) {
            *mine += theirs * times;
        }
    }

    /// The lowest bin that holds anything, of all muscles.
    pub(crate) fn first(&self) -> usize {
        self.first
    }

    /// The seconds of a muscle from the lowest to the highest bin that any muscle reached.
    pub(crate) fn occupied(&self, m: usize) -> &[f64] {
        self.seconds[m].get(self.first..=self.last).unwrap_or(&[])
    }
}

/// Sets of one exercise that ended equally far from failure.
#[derive(Clone, Debug)]
pub(crate) struct Sets {
    /// How far one set counts for each muscle.
    pub(crate) weights: MuscleMap<f64>,
    /// How many sets.
    pub(crate) count: f64,
    /// Repetitions of each, where they were counted.
    pub(crate) reps: Option<f64>,
    /// Repetitions in reserve, where noted.
    pub(crate) in_reserve: Option<f64>,
    /// Whether more than 40 repetitions would have been possible.
    pub(crate) light: bool,
}

/// How well the athlete's maximum sprint speed is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SprintOrigin(pub(crate) Origin);

impl SprintOrigin {
    /// The factor by which one draw takes the speed to be larger than believed.
    pub(crate) fn factor(self, general: &General<f64>) -> f64 {
        match self.0 {
            Origin::Given => general.sprint_speed_given,
            Origin::Estimated | Origin::Device => general.sprint_speed_estimated,
            Origin::Default => general.sprint_speed_default,
        }
    }
}

/// A session, or a part of one, as the seconds each muscle worked and the sets that were lifted.
#[derive(Clone, Debug)]
pub struct Exposure {
    histograms: [Option<Box<Histogram>>; MOVEMENTS.len()],
    pub(crate) sets: Vec<Sets>,
    /// Eccentric work: seconds of one leg, weighted by a power of activation and the eccentric share.
    pub(crate) eccentric_s: PerMuscle,
    /// Time on foot in motion, s.
    pub(crate) on_foot_s: f64,
    /// Landings of jumps on both legs.
    pub(crate) landings: f64,
    pub(crate) sprint_origin: SprintOrigin,
    /// What is not known about the session as a whole.
    pub(crate) doubts: Doubts,
}

impl Exposure {
    /// Nothing yet, for an athlete whose maximum sprint speed came from `origin`.
    pub(crate) fn new(origin: Origin) -> Self {
        Self {
            histograms: Default::default(),
            sets: Vec::new(),
            eccentric_s: [0.0; LEG_MUSCLES],
            on_foot_s: 0.0,
            landings: 0.0,
            sprint_origin: SprintOrigin(origin),
            doubts: Doubts::default(),
        }
    }

    /// Adds seconds of one leg at the given activations.
    #[inline]
    pub(crate) fn add(&mut self, class: Class, activation: &PerMuscle, seconds: &PerMuscle) {
        self.histograms[class as usize].get_or_insert_with(|| Box::new(Histogram::new())).add(activation, seconds);
    }

    /// Adds another exposure `times` over.
    pub(crate) fn add_times(&mut self, other: &Self, times: f64) {
        for (mine, theirs) in self.histograms.iter_mut().zip(&other.histograms) {
            if let Some(theirs) = theirs {
                mine.get_or_insert_with(|| Box::new(Histogram::new())).add_times(theirs, times);
            }
        }
        for (mine, theirs) in self.eccentric_s.iter_mut().zip(&other.eccentric_s) {
            *mine += theirs * times;
        }
        self.on_foot_s += other.on_foot_s * times;
        self.landings += other.landings * times;
        self.sets.extend(other.sets.iter().map(|set| Sets { count: set.count * times, ..set.clone() }));
    }

    /// The classes of movement that occurred, with their seconds.
    pub(crate) fn histograms(&self) -> impl Iterator<Item = (Class, &Histogram)> {
        MOVEMENTS.into_iter().zip(&self.histograms).filter_map(|(class, h)| Some((class, h.as_deref()?)))
    }

    /// Eccentric work of a muscle, from which damage follows: seconds of full activation that one leg spent braking, the
    /// sixth power of activation times the share of the work in which the muscle is lengthened; 0 for muscles that
    /// running does not reach.
    #[must_use]
    pub fn eccentric_s(&self, muscle: striate_model::Muscle) -> f64 {
        self.eccentric_s.get(muscle as usize).copied().unwrap_or(0.0)
    }

    /// Time that the athlete ran, walked or climbed, s; standing is left out.
    #[must_use]
    pub fn on_foot_s(&self) -> f64 {
        self.on_foot_s
    }
}
