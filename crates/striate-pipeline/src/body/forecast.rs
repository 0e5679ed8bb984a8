//! The forecast of a calendar, with what lifting alone would give beside it.

use serde::Serialize;
use striate_model::{BodyState, Muscle};
use striate_state::forecast::lifting_alone;
use striate_state::{Calendar, Fan, Forecast, GrowthMethod, forecast};

/// Weeks that are looked ahead.
const WEEKS: usize = 12;

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
    /// What the calendar would make of it, week by week.
    pub planned: Vec<FanView>,
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

/// The forecast of a calendar; of the present load going on where there is none.
#[must_use]
pub fn forecast_view(body: &BodyState, calendar: Option<&Calendar>, growth: &GrowthMethod) -> ForecastView {
    let going_on = Calendar::going_on(body, 7 * WEEKS);
    let planned = forecast(body, calendar.unwrap_or(&going_on), growth);
    let lifting = forecast(body, &Calendar::new(body, &lifting_alone(WEEKS)), growth);
    let fans = |of: &Forecast, m: Muscle| of.fans[m].iter().map(|f| FanView::from(*f)).collect();
    ForecastView {
        days: planned.days.iter().map(ToString::to_string).collect(),
        muscles: Muscle::locomotor()
            .map(|m| MuscleForecast {
                muscle: m.as_str(),
                planned: fans(&planned, m),
                lifting_alone: fans(&lifting, m),
            })
            .collect(),
    }
}
