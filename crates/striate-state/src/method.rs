//! The method: every parameter with its range, source and grade, read from one table.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use striate_model::{EvidenceGrade, Muscle, MuscleMap, sampling};
use striate_parameters::{MuscleTable, check, check_version, section};
pub use striate_parameters::{Parameter, ParameterError as GrowthMethodError, ParameterGrade};

/// The version of the growth method. Anything derived with another version is rebuilt, never mixed with this one.
pub const GROWTH_VERSION: &str = "3";

/// How many Monte Carlo draws a band is made of.
pub const DRAW_COUNT: usize = 200;

section! {
    /// Growth, loss and regain.
    pub Growth, "growth." {
        /// Logarithm of size for each e-fold of one plus the weekly dose over its scale.
        gain,
        /// Scale of the weekly dose, HSE a week.
        dose_scale_hse,
        /// Weekly dose of daily life: only what lies beyond it builds, HSE a week.
        daily_life_hse,
        /// Weekly dose beyond which nothing is added, HSE a week.
        most_hse,
        /// Time constant of growth, weeks.
        growth_weeks,
        /// Time constant of regaining a size had before, weeks.
        regain_weeks,
        /// Time constant of loss, weeks.
        loss_weeks,
        /// A dose keeps what this many times the dose would build.
        keep,
        /// The same from the age of 60.
        keep_from_60,
        /// Response of the soleus over that of other muscles.
        soleus_response,
        /// Response of a muscle in one group of people over the mean of groups.
        group_response,
        /// Response of fast fibers over that of slow ones.
        fast_response,
        /// Logarithm of fiber area over logarithm of muscle size.
        fiber_gain,
        /// Largest growth of fiber area, logarithm.
        fiber_ceiling,
        /// Largest loss of calf fibers to endurance running, logarithm of area.
        calf_loss,
        /// Running that costs the calf nothing, h a week.
        calf_free_h,
        /// Running beyond that which costs 63 % of the loss, h a week.
        calf_scale_h,
        /// Time constant of that loss, weeks.
        calf_weeks,
        /// Share of the fiber loss that shows in the whole muscle.
        calf_whole_share,
        /// Logarithm of size lost to an energy deficit of 500 kcal a day.
        deficit_loss,
        /// Share of a gain that such a deficit takes away.
        deficit_cost,
        /// Share of a gain of whole muscle lost to four hours of running a week and more.
        running_cost_whole,
        /// The same for fibers, on top.
        running_cost_fiber,
        /// Share of a gain lost on top to heavy endurance training.
        endurance_cost,
        /// Protein beyond which more adds nothing, g/kg a day.
        protein_enough_g_per_kg,
        /// Share of a gain lost at 0.6 g/kg below that.
        protein_loss,
        /// Standard deviation of the logarithm of the response between people.
        person_response_sd,
        /// The same between the muscles of one person.
        muscle_response_sd,
        /// Standard deviation of what size does in twelve weeks without any change of training, logarithm.
        drift_12_weeks,
        /// Standard deviation of the logarithm of the load before the first day over that of the first weeks.
        past_log_sd,
        /// The same where the athlete says that the load was the same.
        past_log_sd_said,
    }
}

section! {
    /// Fatigue, damage and protection.
    pub Fatigue, "fatigue." {
        /// Largest loss of force by fatigue.
        fatigue_max,
        /// Dose that brings 63 % of it, HSE.
        fatigue_dose_hse,
        /// Its half-life, h.
        fatigue_half_h,
        /// Largest loss of force by damage.
        damage_max,
        /// Braking dose that brings 63 % of it.
        damage_dose,
        /// Its half-life, h.
        damage_half_h,
        /// Braking dose of one lifted set.
        damage_per_lifted_set,
        /// Largest share of damage that a muscle can be protected from.
        protection_max,
        /// Braking dose that brings 63 % of it.
        protection_dose,
        /// Its half-life, days.
        protection_half_days,
        /// Loss of force below which a muscle is ready.
        ready_loss,
        /// Loss of force at least, per point of soreness.
        soreness_loss,
    }
}

section! {
    /// What measurements of regions see.
    pub Regions, "regions." {
        /// Share of muscle in the lean mass of a leg by DXA.
        dxa_share,
        /// Share of a change of leg lean mass that shows in the lean mass of the body.
        leg_share_of_lean,
    }
}

section! {
    /// How far the mean change in a trial lies from the model.
    pub Trials, "trials." {
        /// Whole muscle: fixed part, percentage points.
        noise_whole_points,
        /// Whole muscle: share of the prediction.
        noise_whole_share,
        /// Fiber area: fixed part, percentage points.
        noise_fiber_points,
        /// Fiber area: share of the prediction.
        noise_fiber_share,
        /// Error of one person's change of fiber area between two biopsies, logarithm.
        biopsy_error,
    }
}

section! {
    /// Where words begin.
    pub Words, "words." {
        /// Change of size a week below which a muscle stands still, logarithm.
        still_log_per_week,
        /// Change in 28 days from which on a muscle grows or loses, logarithm.
        change_28_days,
        /// Share of draws from which on that is said.
        sure_from,
        /// Share of what ten weekly sets build below which a muscle is a novice's.
        novice_share,
        /// Weeks of history within which somebody can be a novice.
        novice_weeks,
        /// Running from which on a habit is that of somebody past the first months, h a week.
        trained_running_h,
        /// The same for hard sets of a muscle, HSE a week.
        trained_weekly_hse,
        /// Distance below the best size from which on a muscle is detrained, logarithm.
        detrained_log,
        /// Time constant of the dose that a muscle is used to, days.
        habit_days,
    }
}

section! {
    /// Limits by which a state is read; no draw changes them.
    pub Limits, "limits." {
        /// Running up to which there is no interference, h a week.
        interference_from_h,
        /// Running from which on interference is complete, h a week.
        interference_full_h,
        /// Running from which on endurance training is heavy, h a week.
        endurance_from_h,
        /// Running from which on the cost of heavy endurance training is complete, h a week.
        endurance_full_h,
        /// Lack of protein at which its loss is complete, g/kg a day.
        protein_span_g_per_kg,
        /// Days of a week on which food must be noted to count.
        food_days,
        /// Age from which on keeping muscle takes more, years.
        older_from_y,
        /// Dose of a day that counts as stimulus, HSE.
        stimulus_from_hse,
        /// Size below which a muscle has nothing that could stand still, logarithm.
        smallest_size_log,
        /// A hard weekly dose, by which novices are told, HSE.
        hard_week_hse,
        /// Days that the present load is taken from, and over which words are judged.
        present_days,
        /// Energy in a kilogram of body mass that is lost, kcal.
        kcal_per_kg,
        /// Days over which a trend of body mass is read.
        mass_trend_days,
        /// Loss of body mass a week below which it is none, kg.
        least_mass_loss_kg,
        /// Days without a session after which nothing is said any more.
        stale_days,
        /// Days of history before which nothing is said.
        fewest_days,
        /// Days that a next step is looked ahead.
        horizon_days,
        /// Gain that anybody would see, percentage points.
        worth_points,
        /// Losses of force up to this many times that of a ready muscle are recovery, beyond it is tired.
        tired_times,
        /// Share of a week's plan that meets it.
        week_met_share,
        /// Runs below which nothing is said about sameness.
        same_fewest_runs,
        /// Spread of speed below which runs are alike.
        same_speed_spread,
        /// Spread of heart rate below which runs are alike.
        same_heart_rate_spread,
        /// Monotony of the daily load above which it is much of the same.
        same_monotony,
        /// Distance from the middle speed within which runs are alike, as a share of it.
        same_near_middle,
        /// Weekly stimulus from which on the band is low, HSE.
        weekly_low_hse,
        /// The same for moderate.
        weekly_moderate_hse,
        /// The same for high.
        weekly_high_hse,
        /// Weekly stimulus above which more adds hardly anything, HSE.
        weekly_past_useful_hse,
        /// Volume of the sartorius as a weight, cm³.
        sartorius_cm3,
        /// Days that the longest run is looked for in.
        gate_days,
        /// Days that a comeback's longest run is looked for in.
        gate_comeback_days,
        /// Ratio to the longest run from which on a run is a small spike.
        gate_small,
        /// The same for a moderate one.
        gate_moderate,
        /// The same for a large one.
        gate_large,
        /// How sure a word may sound that rests on lifting trials, probability.
        most_sure_a,
        /// The same on jumping trials.
        most_sure_b,
        /// The same on running trials.
        most_sure_c,
        /// The same on mechanics alone.
        most_sure_d,
    }
}

section! {
    /// The gate on single runs.
    pub InjuryGate, "injury_gate." {
        /// Reference of a novice, km.
        novice_reference_km,
        /// Reference of a comeback, share of the longest run of six months.
        comeback_share,
        /// Hazard ratio of a run more than 10 to 30 % longer than the reference.
        small_spike_hazard,
        /// More than 30 to 100 % longer.
        moderate_spike_hazard,
        /// More than twice as long.
        large_spike_hazard,
    }
}

section! {
    /// Errors of the athlete's own measurements.
    pub Calibration, "calibration." {
        /// Error of a change of girth, logarithm.
        girth_error,
        /// Logarithm of girth per logarithm of muscle size.
        girth_share,
        /// Error of a change of leg lean mass by DXA.
        dxa_error,
        /// Error of a change of lean mass by bioimpedance.
        bia_error,
        /// Error of a change of thickness by ultrasound.
        ultrasound_error,
        /// Error of a change of volume by MRI.
        mri_error,
        /// Error of a change of an estimated one-repetition maximum.
        one_rep_max_error,
        /// Logarithm of strength per logarithm of muscle size.
        one_rep_max_gain,
        /// Error of a change of a sprint time.
        sprint_error,
        /// Logarithm of sprint speed per logarithm of muscle size.
        sprint_gain,
    }
}

section! {
    /// The figures that differ between muscles.
    pub(crate) Muscles, "muscles." {
        /// Share of fast fibers.
        fast_fibers,
        /// Share of an hour on foot that tires the muscle.
        on_foot,
        /// Share of the calf's loss that falls on the muscle.
        calf_loss_share,
        /// Volume, cm³.
        volume_cm3,
    }
}

/// The parameters of one draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Growth, loss and regain.
    pub growth: Growth,
    /// Fatigue and damage.
    pub fatigue: Fatigue,
    /// What measurements of regions see.
    pub regions: Regions,
    /// Limits, the same in every draw.
    pub limits: Limits,
    /// Response of each muscle in this draw, the soleus' own included, over that of the median muscle.
    pub response: MuscleMap<f64>,
    /// Response of the slow pool over that of the muscle.
    pub slow_response: f64,
    /// Response of the fast pool over that of the muscle.
    pub fast_response: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    growth: Growth<Parameter>,
    fatigue: Fatigue<Parameter>,
    regions: Regions<Parameter>,
    trials: Trials<Parameter>,
    words: Words<Parameter>,
    limits: Limits<Parameter>,
    injury_gate: InjuryGate<Parameter>,
    calibration: Calibration<Parameter>,
    muscles: Muscles<MuscleTable<f64>>,
}

/// The parameters of growth, fatigue and readiness, and the draws over their ranges that bands are made of.
#[derive(Clone, Debug)]
pub struct GrowthMethod {
    parameters: Vec<(String, Parameter)>,
    central: Values,
    draws: Vec<Values>,
    /// How far the mean change in a trial lies from the model.
    pub trials: Trials,
    /// Where words begin.
    pub words: Words,
    /// Limits by which a state is read.
    pub limits: Limits,
    /// The gate on single runs, with the ranges of its hazard ratios.
    pub injury_gate: InjuryGate<Parameter>,
    /// Errors of the athlete's own measurements.
    pub calibration: Calibration,
    muscles: Muscles<MuscleMap<f64>>,
}

impl GrowthMethod {
    /// The method that ships with the program.
    ///
    /// # Panics
    /// Never: the table is part of the program, and a test reads it.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<GrowthMethod> = LazyLock::new(|| {
            GrowthMethod::from_toml(include_str!("../data/growth.toml"))
                .unwrap_or_else(|error| panic!("the built-in table, which every test reads: {error}"))
        });
        &BUILTIN
    }

    /// A method with other parameters, from a table like `data/growth.toml`.
    ///
    /// # Errors
    /// When the text is no such table, lacks a parameter or has one too many, or a parameter contradicts itself.
    pub fn from_toml(text: &str) -> Result<Self, GrowthMethodError> {
        let file: File = striate_parameters::read(text)?;
        check_version(&file.version, GROWTH_VERSION)?;
        let mut parameters: Vec<(String, Parameter)> = Vec::new();
        let mut list = |name: &'static str, p: &Parameter| parameters.push((name.to_owned(), p.clone()));
        file.growth.map(&mut list);
        file.fatigue.map(&mut list);
        file.regions.map(&mut list);
        file.trials.map(&mut list);
        file.words.map(&mut list);
        file.limits.map(&mut list);
        file.injury_gate.map(&mut list);
        file.calibration.map(&mut list);
        let mut problem = None;
        let muscles = file.muscles.map(&mut |name, table| {
            table.complete(name, &mut parameters).unwrap_or_else(|e| {
                problem = Some(e);
                MuscleMap::default()
            })
        });
        if let Some(problem) = problem {
            return Err(problem);
        }
        check(&parameters)?;
        let value = &mut |_: &'static str, p: &Parameter| p.value;
        let central = Values::new(
            file.growth.map(value),
            file.fatigue.map(value),
            file.regions.map(value),
            file.limits.map(value),
            MuscleMap::from_fn(|_| file.growth.group_response.value),
        );
        Ok(Self {
            trials: file.trials.map(value),
            words: file.words.map(value),
            limits: file.limits.map(value),
            calibration: file.calibration.map(value),
            injury_gate: file.injury_gate.map(&mut |_, p| p.clone()),
            draws: file.draws(),
            central,
            parameters,
            muscles,
        })
    }

    /// Every parameter with its full name, in the order of the table.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &Parameter)> {
        self.parameters.iter().map(|(name, p)| (name.as_str(), p))
    }

    /// The central values.
    #[must_use]
    pub fn central(&self) -> &Values {
        &self.central
    }

    /// The [`DRAW_COUNT`] draws over the ranges. The same number is the same draw everywhere.
    #[must_use]
    pub fn draws(&self) -> &[Values] {
        &self.draws
    }

    /// Share of fast fibers of a muscle.
    #[must_use]
    pub fn fast_fibers(&self, muscle: Muscle) -> f64 {
        if muscle.is_locomotor() { self.muscles.fast_fibers[muscle] } else { 0.5 }
    }

    /// Share of an hour on foot that tires a muscle.
    pub(crate) fn on_foot(&self, muscle: Muscle) -> f64 {
        self.muscles.on_foot[muscle]
    }

    /// Share of the calf's endurance loss that falls on a muscle.
    pub(crate) fn calf_loss_share(&self, muscle: Muscle) -> f64 {
        self.muscles.calf_loss_share[muscle]
    }

    /// How sure a word may sound that rests on this evidence, probability.
    #[must_use]
    pub fn most_sure(&self, evidence: EvidenceGrade) -> f64 {
        match evidence {
            EvidenceGrade::A => self.limits.most_sure_a,
            EvidenceGrade::B => self.limits.most_sure_b,
            EvidenceGrade::C => self.limits.most_sure_c,
            EvidenceGrade::D => self.limits.most_sure_d,
        }
    }

    /// Volume of a leg muscle as a weight, cm³; 0 for the others.
    #[must_use]
    pub fn volume_cm3(&self, muscle: Muscle) -> f64 {
        self.muscles.volume_cm3[muscle]
    }
}

impl Values {
    fn new(growth: Growth, fatigue: Fatigue, regions: Regions, limits: Limits, group: MuscleMap<f64>) -> Self {
        let response = MuscleMap::from_fn(|m| match m {
            Muscle::Soleus => group[m] * growth.soleus_response,
            _ => group[m],
        });
        let fast = growth.fast_response;
        Self {
            response,
            slow_response: 2.0 / (1.0 + fast),
            fast_response: 2.0 * fast / (1.0 + fast),
            growth,
            fatigue,
            regions,
            limits,
        }
    }
}

impl File {
    fn draws(&self) -> Vec<Values> {
        // The names are the seeds: a new parameter leaves the draws of the others as they were.
        let deviations = |name: &str| -> Vec<f64> {
            sampling::stratified(name, DRAW_COUNT).into_iter().map(sampling::normal).collect()
        };
        let mut of_parameter: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
        let mut draw = |name: &'static str, _: &Parameter| {
            let drawn = deviations(name);
            of_parameter.insert(name, drawn);
        };
        self.growth.map(&mut draw);
        self.fatigue.map(&mut draw);
        self.regions.map(&mut draw);
        let of_muscle: Vec<Vec<f64>> =
            Muscle::ALL.into_iter().map(|m| deviations(&format!("growth.group_response.{}", m.as_str()))).collect();
        (0..DRAW_COUNT)
            .map(|i| {
                let value = &mut |name: &'static str, p: &Parameter| {
                    sampling::within(p.low, p.value, p.high, of_parameter[name][i])
                };
                let group = &self.growth.group_response;
                Values::new(
                    self.growth.map(value),
                    self.fatigue.map(value),
                    self.regions.map(value),
                    self.limits.map(&mut |_, p| p.value),
                    MuscleMap::from_fn(|m| {
                        sampling::within(group.low, group.value, group.high, of_muscle[m as usize][i])
                    }),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_a_value_within_its_range_and_a_source() {
        let method = GrowthMethod::builtin();
        assert!(method.parameters().count() > 90);
        assert_eq!(method.draws().len(), DRAW_COUNT);
        let gains: Vec<f64> = method.draws().iter().map(|d| d.growth.gain).collect();
        let inside = gains.iter().filter(|g| (0.055..=0.109).contains(*g)).count();
        assert!((158..=162).contains(&inside), "{inside} of {DRAW_COUNT} within the range of eight in ten");
    }

    #[test]
    fn a_parameter_does_not_change_without_a_new_version() {
        let table = include_str!("../data/growth.toml");
        let versions = include_str!("../data/versions.txt");
        assert_eq!(striate_parameters::check_fingerprint(versions, GROWTH_VERSION, &[table]), Ok(()));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../data/growth.toml");
        for (from, to) in [
            ("version = \"3\"", "version = \"0\""),
            ("value = 0.0774", "value = 0.5"),
            ("[growth.gain]", "[growth.gains]"),
            ("vasti = 0.55", "quads = 0.55"),
        ] {
            assert!(text.contains(from));
            assert!(GrowthMethod::from_toml(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
