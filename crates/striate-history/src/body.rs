//! The body over days: performed sessions to what each day brought, folded to today's body, and what a reader is told.

mod candidates;
mod forecast;
mod history;
mod mixes;
mod planned;
mod scale;
mod view;
pub(crate) mod words;

pub use candidates::{candidates, evidence_of_kind};
pub use forecast::{FanView, ForecastView, MuscleForecast, forecast_view};
pub use history::{Before, DayEntry, History};
pub use mixes::{ReferenceMix, builtin_mixes, reference_mixes};
pub use planned::{PlannedDays, planned_days};
pub use scale::{LiftAgainstSprint, RangeView, lifting_against_sprinting};
pub use view::{BodyView, GateView, MuscleView, PlateauView, SamenessView, StepView, body_view};
pub(crate) use view::{phase_of_athlete, plateau_ahead};
pub use words::{BodyVerdict, body_verdict};

#[cfg(test)]
mod tests;
