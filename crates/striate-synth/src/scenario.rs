//! A scenario and what comes of it.

use crate::body;
use crate::device::{Device, HeartSensor};
use crate::rng::Rng;
use crate::runner::{Knowledge, Runner};
use crate::script::Plan;
use crate::sensor::{Origin, sense};
use crate::session::{assemble, finish, profile};
use crate::strength::{self, Lift};
use crate::truth::{self, Truth, round};
use striate_model::{Athlete, DeviceProfile, Mass, Recording, SessionKind, Told};

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A run.
    Run(Plan),
    /// A strength session of a kind.
    Strength(SessionKind, Vec<Lift>),
}

/// Everything that decides a recording: the same scenario always gives the same recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name, unique within a set.
    pub name: String,
    /// The family it belongs to.
    pub family: &'static str,
    /// The seed of every chance in it.
    pub seed: u64,
    /// Who.
    pub runner: Runner,
    /// What the analysis is told about the runner.
    pub knowledge: Knowledge,
    /// What.
    pub deed: Deed,
    /// With which watch.
    pub device: Device,
    /// When and where.
    pub origin: Origin,
}

/// A recording and the truth about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Synthetic {
    /// What the watch wrote.
    pub recording: Recording,
    /// What really happened; never shown to the analysis.
    pub truth: Truth,
    /// What the analysis is told about the athlete.
    pub athlete: Athlete,
    /// What the athlete said about the session: carried mass, which is not in the signal.
    pub told: Told,
}

impl Synthetic {
    /// The recording as raw streams: laps, splits and workout taken out, sport and sub-sport kept.
    #[must_use]
    pub fn without_marks(&self) -> Recording {
        Recording { laps: Vec::new(), splits: Vec::new(), workout: None, ..self.recording.clone() }
    }
}

/// The recording of another watch at the same run: what is done is the same, what the sensors see is not.
///
/// # Panics
/// For a strength session, which no second watch sees.
pub(crate) fn watched_again(scenario: &Scenario) -> Recording {
    let rng = Rng::new(scenario.seed);
    let Deed::Run(plan) = &scenario.deed else { panic!("two watches are worn on runs") };
    let performance = body::perform(plan, &scenario.runner, &rng.branch("body"));
    let other = rng.branch("second watch");
    let sensed = sense(&performance, &scenario.device, &scenario.origin, &other.branch("sensors"));
    let mut recording = assemble(plan, &performance, sensed, (&scenario.device, &scenario.origin), &other);
    recording.profile = profile(&scenario.runner);
    recording
}

/// Performs a scenario and records it.
#[must_use]
pub fn generate(scenario: &Scenario) -> Synthetic {
    let rng = Rng::new(scenario.seed);
    let runner = &scenario.runner;
    let athlete = runner.as_athlete(scenario.knowledge, scenario.seed);
    let mut truth = Truth {
        name: scenario.name.clone(),
        family: scenario.family.to_owned(),
        seed: scenario.seed,
        kind: String::new(),
        faults: scenario.device.faults().into_iter().map(str::to_owned).collect(),
        runner: runner.into(),
        added_mass_kg: 0.0,
        distance_m: 0.0,
        ascent_m: 0.0,
        efforts: Vec::new(),
        sets: Vec::new(),
    };
    let mut recording = match &scenario.deed {
        Deed::Run(plan) => {
            let performance = body::perform(plan, runner, &rng.branch("body"));
            let sensed = sense(&performance, &scenario.device, &scenario.origin, &rng.branch("sensors"));
            plan.kind.as_str().clone_into(&mut truth.kind);
            truth.added_mass_kg = plan.carried_mass_kg;
            truth.distance_m = round(performance.parts.last().map_or(0.0, |p| p.end_m), 1);
            truth.ascent_m = round(truth::ascent_m(&performance), 1);
            truth.efforts = truth::efforts(&performance, plan, runner, scenario.origin.time);
            assemble(plan, &performance, sensed, (&scenario.device, &scenario.origin), &rng)
        }
        Deed::Strength(kind, lifts) => {
            let (mut recording, sets) = strength::perform(lifts, runner, scenario.origin.time, &rng.branch("body"));
            kind.as_str().clone_into(&mut truth.kind);
            truth.faults.clear();
            truth.sets = sets;
            let seconds = recording.streams.len() as f64 - 1.0;
            finish(&mut recording, seconds);
            recording
        }
    };
    recording.profile = match scenario.knowledge {
        // A watch that knows the heart rates would tell what the analysis is not meant to know.
        Knowledge::Nothing => DeviceProfile::default(),
        _ if scenario.device.heart == HeartSensor::None => {
            DeviceProfile { hr_max: None, hr_rest: None, ..profile(runner) }
        }
        _ => profile(runner),
    };
    let told =
        Told { carried_mass: (truth.added_mass_kg > 0.0).then(|| Mass::from_kg(truth.added_mass_kg)), kind: None };
    Synthetic { recording, truth, athlete, told }
}
