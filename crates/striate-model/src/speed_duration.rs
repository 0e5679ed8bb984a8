//! How fast for how long: what one recording shows, and what a history says together.

use crate::quantity::{Distance, HeartRate, Speed};
use crate::session::SpeedSource;
use crate::time::{TimeSpan, Timestamp};

/// The highest mean speed that a recording holds over one length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeedBest {
    /// How long it was held.
    pub duration: TimeSpan,
    /// The mean speed over ground; from a minute on the level speed of equal cost, climbs counted cautiously.
    pub speed: Speed,
    /// Standard error of that mean, from the error of the source of speed.
    pub error: Speed,
}

/// Running at an even level with its heart rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeartAtSpeed {
    /// Mean level speed of equal cost.
    pub speed: Speed,
    /// Mean heart rate over the same minutes.
    pub mean: HeartRate,
    /// The highest heart rate of the recording.
    pub highest: HeartRate,
}

/// What one recording shows of its runner's speeds: small, so that a history can keep it beside the session and need
/// not read the recording again.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedBests {
    /// When the recording began.
    pub start: Timestamp,
    /// Where its speed came from.
    pub source: SpeedSource,
    /// Whether measured steps say that the way was made on foot. Where they do not, one recording alone is not believed.
    pub has_steps: bool,
    /// Best means, shortest first; empty where the recording says nothing about running.
    pub bests: Vec<SpeedBest>,
    /// Its heart rate beside its speed, where both are known for five minutes.
    pub heart: Option<HeartAtSpeed>,
}

/// A figure between bounds: one case in ten lies below `low`, one in ten above `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between<T> {
    /// The middle of what is believed.
    pub value: T,
    /// One case in ten lies below.
    pub low: T,
    /// One case in ten lies above.
    pub high: T,
}

/// One length of time on the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// How long.
    pub duration: TimeSpan,
    /// The best that the recordings show: a lower bound, since training is no test. `None` where none is that long.
    pub seen: Option<Speed>,
    /// When that was.
    pub seen_at: Option<Timestamp>,
    /// What the runner could probably hold.
    pub possible: Between<Speed>,
}

/// What a history says about how fast its runner is for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedDuration {
    /// The curve, shortest first.
    pub points: Vec<CurvePoint>,
    /// Critical speed.
    pub critical_speed: Between<Speed>,
    /// The distance that can be run above critical speed (D').
    pub distance_reserve: Between<Distance>,
    /// The highest speed, held for about three seconds.
    pub max_sprint: Between<Speed>,
    /// Recordings that it rests on.
    pub recordings: usize,
    /// Recordings left out because they cannot be running, or because nothing confirms a speed far above all others.
    pub left_out: usize,
    /// Whether some running was hard enough to say more of critical speed than that it is not lower.
    pub is_critical_speed_known: bool,
    /// Whether some running was fast enough to say more of the highest speed than that it is not lower.
    pub is_max_sprint_known: bool,
}
