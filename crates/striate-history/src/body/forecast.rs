//! The forecast of a calendar, with what lifting alone would give beside it.

use serde::Serialize;
use striate_model::{BodyState, Muscle};
use striate_state::forecast::lifting_alone;
use striate_state::{Calendar, Fan, Forecast, GrowthMethod, Planned, forecast};

/// Weeks that are looked ahead.
pub(crate) const WEEKS: usize = 12;

/// Twelve weeks ahead for every leg muscle.
#[derive(Clone, Debug, Serialize)]
pub struct ForecastView {
    /// The ends of the weeks.
    pub days: Vec<String>,
    /// Every leg muscle.
    pub muscles: Vec<MuscleForecast>,
}

/// Twelve weeks ahead for one muscle; all figures in percent from today.
#[derive(Clone, Debug, Serialize)]
pub struct MuscleForecast {
    /// The muscle.
    pub muscle: &'static str,
    /// What the load of the last 28 days would make of it, week by week.
    pub going_on: Vec<FanView>,
    /// What the calendar that was given would; null where none was.
    pub planned: Option<Vec<FanView>>,
    /// What lifting alone would: two days a week, ten hard sets for the muscle in all.
    pub lifting_alone: Vec<FanView>,
}

/// Outcomes: half lie between `p25` and `p75`, nine in ten between `p05` and `p95`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FanView {
    /// One in twenty lies below.
    pub p05: f64,
    /// One in four lies below.
    pub p25: f64,
    /// As many below as above.
    pub p50: f64,
    /// One in four lies above.
    pub p75: f64,
    /// One in twenty lies above.
    pub p95: f64,
}

impl From<Fan> for FanView {
    fn from(fan: Fan) -> Self {
        let [p05, p25, p50, p75, p95] =
            [fan.p05, fan.p25, fan.p50, fan.p75, fan.p95].map(|x| (10.0 * x).round() / 10.0);
        Self { p05, p25, p50, p75, p95 }
    }
}

/// The forecast of the present load going on, of a calendar where one is given, and of lifting alone.
#[must_use]
pub fn forecast_view(body: &BodyState, planned: Option<&[Planned]>, growth: &GrowthMethod) -> ForecastView {
    let going_on = forecast(body, &Calendar::going_on(body, 7 * WEEKS), growth);
    let planned = planned.map(|days| {
        let days: Vec<Planned> =
            days.iter().cloned().chain(std::iter::repeat(Planned::new())).take(7 * WEEKS).collect();
        forecast(body, &Calendar::new(body, &days), growth)
    });
    let lifting = forecast(body, &Calendar::new(body, &lifting_alone(WEEKS)), growth);
    let fans = |of: &Forecast, m: Muscle| of.fans[m].iter().map(|f| FanView::from(*f)).collect();
    ForecastView {
        days: going_on.days.iter().map(ToString::to_string).collect(),
        muscles: Muscle::locomotor()
            .map(|m| MuscleForecast {
                muscle: m.as_str(),
                going_on: fans(&going_on, m),
                planned: planned.as_ref().map(|p| fans(p, m)),
                lifting_alone: fans(&lifting, m),
            })
            .collect(),
    }
}
