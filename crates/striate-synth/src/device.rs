//! The watch: which sensors it has and how they err. Sizes of the errors are given with their source in
//! `docs/methods/synth.md`, or called assumptions there.

use crate::rng::Rng;

/// How well the sky is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sky {
    /// Fields, tracks, wide roads.
    Open,
    /// Ordinary streets and parks.
    Mixed,
    /// Between tall houses or under trees: drifting position, bursts of wrong speed.
    Poor,
    /// No satellites at all.
    Indoors,
}

/// Where speed and distance come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedSensor {
    /// Satellites, written as a speed channel.
    Satellites,
    /// Satellites, but only position and distance are written.
    DistanceOnly,
    /// A foot pod or the watch's own accelerometer, off by a constant factor.
    FootPod,
}

/// Where height comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeightSensor {
    /// Air pressure.
    Barometer,
    /// Satellites.
    Satellites,
    /// Nothing.
    None,
}

/// Where heart rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeartSensor {
    /// A chest strap.
    Chest,
    /// Light at the wrist: late and smooth.
    Wrist,
    /// Light at the wrist, locked on to the steps for some minutes.
    WristLockedToSteps,
    /// Nothing.
    None,
}

/// Which instants are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Every second.
    EverySecond,
    /// Only where something changed, at most eight seconds apart ("smart recording").
    Smart,
}

/// How laps come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laps {
    /// One lap: the whole session.
    Whole,
    /// A lap each kilometre by the watch.
    EachKilometre,
    /// The button is pressed at each change, a little early or late.
    PressedLate,
    /// The button is pressed after each round of the track.
    EachRound,
    /// The watch leads through a workout.
    WorkoutSteps,
}

/// A watch with its faults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Device {
    /// The sky over it.
    pub sky: Sky,
    /// Source of speed.
    pub speed: SpeedSensor,
    /// How long the watch smooths speed, s (time constant).
    pub smoothing_s: f64,
    /// How late the watch writes speed, whole seconds.
    pub delay_s: usize,
    /// Source of height.
    pub height: HeightSensor,
    /// The steps in which height is written, m.
    pub height_step_m: f64,
    /// How late position and height are written, whole seconds: watches filter their fixes.
    pub fix_delay_s: usize,
    /// Gusts of wrong speed, distance and position an hour: fixes that jump ahead or fall back for ten seconds or so.
    pub gusts_per_hour: f64,
    /// How late a lap is pressed at most, s.
    pub pressed_late_s: f64,
    /// Source of heart rate.
    pub heart: HeartSensor,
    /// Whether steps are written.
    pub has_cadence: bool,
    /// Whether contact time, step length, oscillation and power are written.
    pub has_dynamics: bool,
    /// Whether a pod at the foot writes its speed, leg stiffness and form power beside the watch's own.
    pub has_pod: bool,
    /// Which instants are written.
    pub rate: Rate,
    /// Laps.
    pub laps: Laps,
    /// Whether the watch stops its timer by itself when the runner stands.
    pub pauses_by_itself: bool,
}

impl Device {
    /// A good watch under a mixed sky with a chest strap, one sample a second, one lap.
    #[must_use]
    pub const fn good() -> Self {
        Self {
            sky: Sky::Mixed,
            speed: SpeedSensor::Satellites,
            smoothing_s: 1.2,
            delay_s: 0,
            height: HeightSensor::Barometer,
            height_step_m: 0.2,
            fix_delay_s: 0,
            gusts_per_hour: 0.0,
            pressed_late_s: 6.0,
            heart: HeartSensor::Chest,
            has_cadence: true,
            has_dynamics: false,
            has_pod: false,
            rate: Rate::EverySecond,
            laps: Laps::Whole,
            pauses_by_itself: false,
        }
    }

    /// The names of its faults, in a fixed order; empty for a good watch.
    #[must_use]
    pub fn faults(&self) -> Vec<&'static str> {
        let all = [
            (self.sky == Sky::Poor, "poor_sky"),
            (self.sky == Sky::Indoors, "no_position"),
            (self.speed == SpeedSensor::DistanceOnly, "no_speed_channel"),
            (self.speed == SpeedSensor::FootPod, "miscalibrated_foot_pod"),
            (self.smoothing_s > 2.0 || self.delay_s > 1, "late_speed"),
            (self.height == HeightSensor::Satellites, "satellite_height"),
            (self.height == HeightSensor::None, "no_height"),
            (self.height != HeightSensor::None && self.height_step_m >= 1.0, "whole_metres"),
            (self.fix_delay_s > 0, "late_position"),
            (self.gusts_per_hour > 0.0, "gusts"),
            (matches!(self.heart, HeartSensor::Wrist), "wrist_heart_rate"),
            (matches!(self.heart, HeartSensor::WristLockedToSteps), "cadence_lock"),
            (self.heart == HeartSensor::None, "no_heart_rate"),
            (!self.has_cadence, "no_cadence"),
            (self.rate == Rate::Smart, "smart_recording"),
            (self.laps == Laps::EachKilometre, "auto_laps"),
            (self.laps == Laps::PressedLate, "laps_pressed_late"),
            (self.pauses_by_itself, "auto_pause"),
        ];
        all.into_iter().filter_map(|(has, name)| has.then_some(name)).collect()
    }
}

/// Sizes of the errors of satellite speed and position under a sky.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SkyErrors {
    /// Standing error of each horizontal axis, m, correlated over a minute.
    pub(crate) drift_m: f64,
    /// Standing error of speed, m/s, correlated over three seconds.
    pub(crate) speed_m_per_s: f64,
    /// Standing error of the counted distance, m, correlated over two seconds.
    pub(crate) distance_m: f64,
    /// Standard deviation of the error of distance as a whole, as a share.
    pub(crate) distance_share: f64,
    /// Bursts of wrong speed an hour.
    pub(crate) bursts_per_hour: f64,
}

impl Sky {
    pub(crate) const fn errors(self) -> SkyErrors {
        match self {
            Self::Open => SkyErrors {
                drift_m: 1.5,
                speed_m_per_s: 0.06,
                distance_m: 0.35,
                distance_share: 0.008,
                bursts_per_hour: 0.0,
            },
            Self::Mixed => SkyErrors {
                drift_m: 2.5,
                speed_m_per_s: 0.09,
                distance_m: 0.45,
                distance_share: 0.012,
                bursts_per_hour: 1.0,
            },
            Self::Poor => SkyErrors {
                drift_m: 6.0,
                speed_m_per_s: 0.18,
                distance_m: 0.80,
                distance_share: 0.030,
                bursts_per_hour: 8.0,
            },
            Self::Indoors => SkyErrors {
                drift_m: 0.0,
                speed_m_per_s: 0.05,
                distance_m: 0.10,
                distance_share: 0.040,
                bursts_per_hour: 0.0,
            },
        }
    }
}

/// Factor by which distance and speed are off as a whole.
pub(crate) fn scale_error(device: &Device, rng: &Rng) -> f64 {
    let mut rng = rng.branch("scale");
    let deviation = match device.speed {
        // An uncalibrated pod or wrist accelerometer: 4 % (assumption; ordinary reviews find 2 to 8 %).
        SpeedSensor::FootPod => 0.04,
        SpeedSensor::Satellites | SpeedSensor::DistanceOnly => device.sky.errors().distance_share,
    };
    1.0 + deviation * rng.normal().clamp(-2.0, 2.0)
}
