//! The public test set: every family, every kind of runner, every fault, in two halves.

use crate::device::{Device, HeartSensor, HeightSensor, Laps, Rate, Sky, SpeedSensor};
use crate::library::{FAMILIES, Family};
use crate::rng::Rng;
use crate::runner::{Knowledge, Runner};
use crate::scenario::{Deed, Scenario};
use crate::script::{Plan, Role, Route};
use crate::sensor::Origin;
use striate_model::Timestamp;

/// The half of the test set that a scenario belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Half {
    /// May be looked at while the detector is built.
    Train,
    /// Is only scored.
    Test,
}

impl Half {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

impl Scenario {
    /// The half that its seed puts it in: even seeds train, odd seeds test.
    #[must_use]
    pub const fn half(&self) -> Half {
        if self.seed.is_multiple_of(2) { Half::Train } else { Half::Test }
    }
}

/// How many levels of runner there are in each half of each family.
const LEVELS: u64 = 14;
/// Pace at critical speed of the slowest runner, s a km: easy running is then at 8:00 a kilometre.
const SLOWEST_S_PER_KM: f64 = 365.0;
/// Pace at critical speed of the fastest runner, s a km.
const FASTEST_S_PER_KM: f64 = 180.0;
/// 2026-01-01T06:00:00Z.
pub(crate) const FIRST_MORNING_MS: i64 = 1_767_247_200_000;

/// Every scenario, in a fixed order: for each family, each level of runner once in each half.
pub fn test_set() -> impl Iterator<Item = Scenario> {
    FAMILIES.iter().zip(0_u64..).flat_map(|(family, index)| {
        (0..2 * LEVELS).map(move |variant| {
            let seed = 10_000 + 100 * index + variant;
            // Evenly spaced in speed, not in pace.
            scenario(family, seed, runner_at((variant / 2) as f64 / (LEVELS - 1) as f64, seed))
        })
    })
}

/// A runner between the slowest (0) and the fastest (1), evenly in speed.
pub(crate) fn runner_at(level: f64, seed: u64) -> Runner {
    let speed = 1000.0 / SLOWEST_S_PER_KM * (1.0 - level) + 1000.0 / FASTEST_S_PER_KM * level;
    Runner::with_critical_pace(1000.0 / speed, seed)
}

/// One run of a family by a runner, with a watch that is drawn for it.
pub(crate) fn scenario(family: &Family, seed: u64, runner: Runner) -> Scenario {
    let rng = Rng::new(seed);
    let plan = (family.draw)(&runner, &mut rng.branch("plan"));
    let mut chance = rng.branch("setting");
    let device = device(family, &plan, &mut chance);
    Scenario {
        name: format!("{}-{seed}", family.name),
        family: family.name,
        seed,
        runner,
        knowledge: if chance.chance(0.2) { Knowledge::Given } else { Knowledge::Estimated },
        deed: Deed::Run(plan),
        device,
        origin: Origin {
            time: Timestamp::from_unix_ms(
                FIRST_MORNING_MS + (seed as i64 % 330) * 86_400_000 + chance.count(0, 43_200) as i64 * 1000,
            ),
            // Open sea around the point where equator and prime meridian cross.
            latitude_deg: chance.between(-0.5, 0.5),
            longitude_deg: chance.between(-0.5, 0.5),
            height_m: chance.between(0.0, 900.0).round(),
        },
    }
}

/// Draws a watch with its faults, as far as the plan allows: what is not in the signal is not asked of anybody, so hills
/// keep their barometer.
fn device(family: &Family, plan: &Plan, chance: &mut Rng) -> Device {
    let mut device = Device { smoothing_s: chance.between(0.6, 1.6), ..Device::good() };
    let is_clean = chance.chance(0.12);
    let draws: [f64; 8] = std::array::from_fn(|_| if is_clean { 0.0 } else { chance.uniform() });
    let outdoors = if draws[0] < 0.35 {
        Sky::Open
    } else if draws[0] < 0.75 {
        Sky::Mixed
    } else {
        Sky::Poor
    };
    match plan.route {
        Route::Treadmill => {
            device.sky = Sky::Indoors;
            device.speed = SpeedSensor::FootPod;
            device.height = HeightSensor::None;
        }
        // A track lies open.
        Route::Track => device.sky = if outdoors == Sky::Poor { Sky::Mixed } else { outdoors },
        Route::Road | Route::City | Route::Trail => device.sky = outdoors,
    }
    if draws[1] > 0.80 {
        device.smoothing_s = chance.between(1.8, 2.6);
        device.delay_s = chance.count(1, 2);
    }
    if draws[2] > 0.85 {
        device.rate = Rate::Smart;
    }
    device.heart = match draws[3] {
        x if x < 0.40 => HeartSensor::Chest,
        x if x < 0.70 => HeartSensor::Wrist,
        x if x < 0.82 => HeartSensor::WristLockedToSteps,
        _ => HeartSensor::None,
    };
    if !family.needs_height && plan.route != Route::Treadmill {
        device.height = match draws[4] {
            x if x < 0.70 => HeightSensor::Barometer,
            x if x < 0.82 => HeightSensor::Satellites,
            _ => HeightSensor::None,
        };
    }
    device.has_cadence = draws[5] < 0.90;
    if draws[6] > 0.92 && plan.route != Route::Treadmill {
        device.speed = SpeedSensor::DistanceOnly;
    }
    device.has_dynamics = chance.chance(0.25) && device.has_cadence;
    device.has_pod = chance.chance(0.08);
    device.laps = match (plan.is_workout, plan.route, draws[7]) {
        (true, _, x) if x > 0.6 => Laps::WorkoutSteps,
        (_, Route::Track, x) if x > 0.3 => Laps::EachRound,
        (_, _, x) if x < 0.2 => Laps::Whole,
        (_, _, x) if x < 0.65 => Laps::EachKilometre,
        _ => Laps::PressedLate,
    };
    device.pauses_by_itself = plan.parts.iter().any(|p| p.role == Role::Halt) && !is_clean && chance.chance(0.3);
    device
}
