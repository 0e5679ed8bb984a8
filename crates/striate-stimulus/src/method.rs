//! The method: every parameter with its range, source and grade, read from one table.

use crate::activation::ActivationCurves;
use crate::dose::{WeightBlock, Weights};
use crate::doubts::Ranges;
use crate::lift::TrialExercise;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use striate_model::{Muscle, MuscleMap, sampling as draws};
use striate_parameters::{MuscleTable, check, check_version, section};
pub use striate_parameters::{Parameter, ParameterError as MethodError, ParameterGrade};

/// The version of the method. Anything derived with another version is rebuilt, never mixed with this one.
pub const METHOD_VERSION: &str = "4";

/// How many Monte Carlo draws a band is made of.
pub const DRAW_COUNT: usize = 200;

/// How many muscles running reaches: the first ones of [`Muscle::ALL`].
pub(crate) const LEG_MUSCLES: usize = 11;

/// One figure for each muscle that running reaches, in the order of [`Muscle::ALL`].
pub(crate) type PerMuscle<T = f64> = [T; LEG_MUSCLES];

section! {
/// The parameters that hold for every muscle, as the file gives them or as one draw has them.
pub(crate) General, "" {
    /// Exponent of activation for the growth of slow fibers.
    slow_exponent,
    /// How much larger the exponent is for fast fibers.
    fast_exponent_gap,
    /// Seconds at full activation that stimulate as much as one hard set, s.
    hard_set_s,
    /// Share of a muscle's reserve of activation that its own exhaustion takes away.
    fatigue_share,
    /// Time in which a muscle of the swing is active in a stride, s.
    swing_s,
    /// Share of ground contact in which a muscle of stance is active.
    stance_share,
    /// Factor on calf activation when the ball of the foot lands first.
    forefoot_factor,
    /// Error of all activations together, a factor.
    activation_scale,
    /// Error of one muscle's activation, a factor drawn for each muscle on its own.
    muscle_scale,
    /// The same for the muscles that no running or jumping trial measured.
    untested_muscle_scale,
    /// Error of the activations on slopes and in acceleration, a factor.
    slope_scale,
    /// Error of the active time of the muscles of stance, a factor.
    stance_time_scale,
    /// Error of the active time of the muscles of the swing, a factor.
    swing_time_scale,
    /// Active time in one contact of a jump, s.
    jump_s,
    /// Error of the dose of jumping, a factor.
    jump_scale,
    /// Error of the dose of cycling, a factor.
    cycling_scale,
    /// Activation of the vasti in cycling without resistance.
    cycling_base,
    /// Its rise per unit of intensity relative to critical power.
    cycling_rise,
    /// Share of the time in which a leg pushes.
    cycling_active,
    /// Activation of the vasti in walking without hurry.
    walking_base,
    /// Its rise per unit of intensity relative to critical speed.
    walking_rise,
    /// Activation of the vasti on stairs without hurry.
    stairs_base,
    /// Its rise per unit of intensity relative to critical power.
    stairs_rise,
    /// Share of the time in which one leg carries, walking and on stairs.
    walking_active,
    /// Error of the value of a set for a muscle that it trains directly, a factor.
    direct_set_scale,
    /// Error of the value of a set for a muscle that it trains indirectly, a factor.
    indirect_set_scale,
    /// Loss of a set's value with each repetition in reserve.
    reserve_slope,
    /// Repetitions in reserve of a set for which nobody noted them.
    reserve_unknown,
    /// What is left of a set of more than 40 possible repetitions.
    light_set,
    /// Repetitions from which on a set is a whole one.
    whole_set_reps,
    /// Braking of a set whose lowering is the work, beyond that of other sets: seconds of full activation.
    eccentric_set_s,
    /// Intensity of a logged jump, 1 being as high as possible.
    jump_intensity,
    /// Relative error of a maximum sprint speed that the athlete gave, as a factor.
    sprint_speed_given,
    /// The same where it was estimated from recordings or by a device.
    sprint_speed_estimated,
    /// The same where nothing is known and the default stands.
    sprint_speed_default,
    /// Relative error of a critical speed that the athlete gave, as a factor.
    critical_speed_given,
    /// The same where it was estimated from recordings or by a device.
    critical_speed_estimated,
    /// The same where nothing is known and the default stands.
    critical_speed_default,
    /// Relative error of a distance reserve that the athlete gave, as a factor.
    distance_reserve_given,
    /// The same where it was estimated from recordings or by a device.
    distance_reserve_estimated,
    /// The same where nothing is known and the default stands.
    distance_reserve_default,
    /// Where a draw takes the slopes of a session: its ends stand for the standard error of the recording's slopes either
    /// way, 1.28 times.
    slope_error,
    /// What the slow fibers of a run got, over what its mean speed gives, where only totals are known: for bands alone.
    totals_slow,
    /// The same for fast fibers.
    totals_fast,
    /// Loss of the highest speed that can be reached, per unit of uphill grade.
    hill_speed_loss,
    /// How sharply effort on a slope nears the highest speed that can be reached there.
    hill_limit_power,
    /// Peak force of one leg in the landing of a jump, body weights.
    impact_jump_body_weights,
    /// Share of the exponent of impact that holds for carried mass.
    impact_carried_share,
    /// Exponent of the force of a step in the impact load.
    impact_exponent,
    /// Rise of the force of a step per unit of downhill grade.
    impact_downhill,
    /// Easy speed as a fraction of critical speed.
    easy_speed,
    /// Fraction of the heart-rate reserve at critical speed.
    reserve_at_critical_speed,
}
}

section! {
    /// The figures that differ between muscles.
    pub(crate) Muscles, "" {
        /// Share of the extra demand of slope, acceleration and carried mass that lands on the muscle.
        slope_share,
        /// Relative change of activation per unit of downhill grade.
        downhill,
        /// Exponent of cadence over the expected cadence.
        cadence,
        /// Eccentric share of the work on the level.
        eccentric_level,
        /// Rise of the eccentric share per unit of downhill grade.
        eccentric_downhill,
        /// Share of fast fibers.
        fast_fibers,
        /// Activation in a contact of a jump as high as possible.
        jump,
        /// Eccentric share of a jump.
        jump_eccentric,
        /// Activation in a hard turn or stop.
        turn,
        /// Activation in cycling relative to the vasti.
        cycling,
        /// Activation in walking relative to the vasti.
        walking,
        /// Activation in climbing stairs relative to the vasti.
        stairs,
    }
}

/// Speeds at which activation is given, as fractions of the athlete's maximum sprint speed.
pub(crate) const SPEED_NODES: [f64; 6] = [0.0, 0.25, 0.39, 0.58, 0.78, 1.0];

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    general: General<Parameter>,
    /// Peak activation in a stride of level running at the speeds of [`SPEED_NODES`]; 1 is all that the muscle can give
    /// at that speed of contraction.
    activation: MuscleTable<[f64; SPEED_NODES.len()]>,
    muscles: Muscles<MuscleTable<f64>>,
    /// How far a set of the exercises of the trial table counts for each muscle.
    exercises: BTreeMap<TrialExercise, MuscleTable<f64>>,
}

/// The parameters of one draw.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    pub(crate) general: General<f64>,
    /// Factor on the activation of each muscle.
    pub(crate) muscle_scale: PerMuscle,
    pub(crate) weights: Weights,
}

/// The parameters of the model, and the draws over their ranges that bands are made of.
#[derive(Clone, Debug)]
pub struct Method {
    parameters: Vec<(String, Parameter)>,
    pub(crate) activation: ActivationCurves,
    pub(crate) muscles: Muscles<PerMuscle>,
    pub(crate) exercises: BTreeMap<TrialExercise, PerMuscle>,
    central: Values,
    draws: Vec<Values>,
    weight_blocks: Vec<WeightBlock>,
    doubt_ranges: Ranges,
}

impl Method {
    /// The method that ships with the program, read once.
    ///
    /// # Panics
    /// Never: the table is part of the program, and a test reads it.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Method> = LazyLock::new(|| {
            Method::from_toml(include_str!("../data/method.toml"))
                .unwrap_or_else(|error| panic!("the built-in table, which every test reads: {error}"))
        });
        &BUILTIN
    }

    /// A method with other parameters, from a table like `data/method.toml`.
    ///
    /// # Errors
    /// When the text is no such table, lacks a parameter or has one too many, or a parameter contradicts itself.
    pub fn from_toml(text: &str) -> Result<Self, MethodError> {
        let file: File = striate_parameters::read(text)?;
        check_version(&file.version, METHOD_VERSION)?;
        let mut parameters = Vec::new();
        file.general.map(&mut |name, p| parameters.push((format!("general.{name}"), p.clone())));
        let activation = per_muscle(&file.activation.complete("activation", &mut parameters)?);
        let mut problem = None;
        let muscles = file.muscles.map(&mut |name, table| {
            table.complete(name, &mut parameters).map(|map| per_muscle(&map)).unwrap_or_else(|e| {
                problem = Some(e);
                PerMuscle::default()
            })
        });
        if let Some(problem) = problem {
            return Err(problem);
        }
        let exercises = file
            .exercises
            .iter()
            .map(|(&exercise, table)| {
                Ok((exercise, per_muscle(&table.entries(&format!("{exercise:?}"), &mut parameters)?)))
            })
            .collect::<Result<BTreeMap<_, _>, MethodError>>()?;
        if exercises.len() != TrialExercise::ALL.len() {
            return Err(MethodError::Parameter { name: "exercises".to_owned(), problem: "one is missing" });
        }
        check(&parameters)?;
        let central = Values::new(file.general.map(&mut |_, p| p.value), [1.0; LEG_MUSCLES]);
        let draws = file.draws("");
        let weight_blocks = WeightBlock::of_draws(&draws);
        let activation = ActivationCurves::new(&activation);
        let doubt_ranges = Ranges::new(&file.general);
        Ok(Self { parameters, activation, muscles, exercises, central, draws, weight_blocks, doubt_ranges })
    }

    /// Every parameter with its full name, in the order of the table.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &Parameter)> {
        self.parameters.iter().map(|(name, p)| (name.as_str(), p))
    }

    /// The weights of every draw, in blocks.
    pub(crate) fn weight_blocks(&self) -> &[WeightBlock] {
        &self.weight_blocks
    }

    /// How far figures that hold for a whole session are in doubt.
    pub(crate) fn doubt_ranges(&self) -> &Ranges {
        &self.doubt_ranges
    }

    /// The parameters of a draw.
    pub(crate) fn values(&self, draw: Draw) -> &Values {
        match draw {
            Draw::Central => &self.central,
            Draw::Number(i) => &self.draws[i % DRAW_COUNT],
        }
    }
}

/// Which of the method's sets of parameter values to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// The central values.
    Central,
    /// One of the [`DRAW_COUNT`] draws, counted from 0 and around again. The same number is the same draw in every
    /// session, so that sums over sessions keep what the draws have in common.
    Number(usize),
}

impl Draw {
    /// The draws that a band is made of.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..DRAW_COUNT).map(Self::Number)
    }
}

impl Values {
    fn new(general: General<f64>, muscle_scale: PerMuscle) -> Self {
        let weights = Weights::new(general.slow_exponent, general.slow_exponent + general.fast_exponent_gap);
        Self { general, muscle_scale, weights }
    }
}

#[cfg(test)]
impl Method {
    /// Parameters of imagined worlds: drawn over the same ranges as the bands, by random numbers of their own.
    pub(crate) fn imagined_truths(hundreds: usize) -> Vec<Values> {
        let file: File = striate_parameters::read(include_str!("../data/method.toml")).expect("the built-in table");
        (0..hundreds.div_ceil(2)).flat_map(|n| file.draws(&format!("truth {n}, "))).take(100 * hundreds).collect()
    }

    /// The method of a world in which these are the true parameters.
    pub(crate) fn with_true_values(&self, truth: Values) -> Self {
        Self { central: truth, ..self.clone() }
    }
}

impl File {
    /// Draws over the ranges of all parameters; each has a stream of random numbers of its own, named after it.
    fn draws(&self, stream: &str) -> Vec<Values> {
        let deviations =
            |name: &str| draws::stratified(&format!("{stream}{name}"), DRAW_COUNT).into_iter().map(draws::normal);
        let mut of_parameter: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
        self.general.map(&mut |name, _| of_parameter.insert(name, deviations(name).collect()));
        let of_muscle: Vec<Vec<f64>> = Muscle::locomotor().map(|m| deviations(m.as_str()).collect()).collect();
        let scale_of = |m: usize| match Muscle::ALL[m] {
            muscle if is_untested(muscle) => &self.general.untested_muscle_scale,
            _ => &self.general.muscle_scale,
        };
        (0..DRAW_COUNT)
            .map(|i| {
                let general =
                    self.general.map(&mut |name, p| draws::within(p.low, p.value, p.high, of_parameter[name][i]));
                let muscle_scale = std::array::from_fn(|m| {
                    let scale = scale_of(m);
                    draws::within(scale.low, scale.value, scale.high, of_muscle[m][i])
                });
                Values::new(general, muscle_scale)
            })
            .collect()
    }
}

/// The figures of the muscles that running reaches, in their order.
fn per_muscle<T: Copy>(map: &MuscleMap<T>) -> PerMuscle<T> {
    std::array::from_fn(|m| map[Muscle::ALL[m]])
}

/// Whether no trial of running or jumping measured the size of this muscle.
pub(crate) const fn is_untested(muscle: Muscle) -> bool {
    use Muscle::{Core, GluteusMedius, HipFlexors, TibialisAnterior};
    matches!(muscle, GluteusMedius | HipFlexors | TibialisAnterior | Core)
}
