//! Every day of a history for a table: what it gave each muscle and how the body stood at its end.

use super::calibrate::calibration;
use super::view::sum_of;
use crate::{Ledger, Performed, Viewpoint};
use std::collections::BTreeMap;
use striate_model::{Day, Estimate, Muscle, MuscleMap, TimeSpan};
use striate_state::fatigue::{self, ReadinessStep};
use striate_state::mix::WeeklyBand;
use striate_state::{GrowthMethod, mix};

/// A day and the body at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyDay {
    /// The day.
    pub day: Day,
    /// Sessions on it.
    pub sessions: usize,
    /// Distance on foot, km.
    pub on_foot_km: f64,
    /// Leg load of the day, flat easy kilometres.
    pub impact_km: f64,
    /// Cardio load of the day.
    pub cardio_load: f64,
    /// Leg load a day, averages over 7 and 42 days.
    pub impact_km_per_day: [f64; 2],
    /// Cardio load a day, averages over 7 and 42 days.
    pub cardio_load_per_day: [f64; 2],
    /// Every muscle; `None` where nothing recorded so far could tell: unknown is not rested.
    pub muscles: MuscleMap<Option<MuscleDay>>,
}

/// One muscle on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MuscleDay {
    /// Growth stimulus of the day with its band, hard-set equivalents.
    pub hse: Estimate,
    /// Weekly stimulus over the last 28 days, hard-set equivalents.
    pub weekly_hse: f64,
    /// none, low, moderate, high or past useful.
    pub weekly_band: &'static str,
    /// ready, recovering or tired at the end of the day.
    pub readiness: &'static str,
    /// Hours of rest from then until it is ready.
    pub hours_to_ready: f64,
    /// Size over the untrained muscle in percent, eight in ten lie between: on the last day of a month and of the history.
    pub size_pct: Option<(f64, f64)>,
}

/// Hands over every day from the first that holds anything to the viewpoint's day, in order, in the memory of one day.
///
/// # Errors
/// Whatever `seen` returns; then no further day is handed over.
pub fn each_day<E>(
    ledger: &Ledger,
    view: &Viewpoint<'_>,
    mut seen: impl FnMut(&BodyDay) -> Result<(), E>,
) -> Result<(), E> {
    let growth = GrowthMethod::builtin();
    let values = growth.central();
    let history = ledger.history();
    let Some((first, _)) = history.span().filter(|(first, _)| *first <= view.today) else { return Ok(()) };
    let person = calibration(ledger, view, growth).map_or(view.person, |(found, _)| found.person(&view.person));
    let long = view.today.days_since(first);
    let mut by_day: BTreeMap<Day, Vec<&Performed>> = BTreeMap::new();
    for session in &ledger.sessions {
        by_day.entry(session.day).or_default().push(session);
    }
    let mut lifts = false;
    for body in history.lives((0..=long).map(|n| first.plus(n)), person, view.before, growth) {
        let day = body.day;
        let of_day = by_day.remove(&day).unwrap_or_default();
        lifts |= of_day.iter().any(|s| s.sets > 0);
        let midnight = day.plus(1).noon() - TimeSpan::from_s(43_200.0) - view.offset;
        let rest = midnight.since(body.fatigue_at);
        let is_month_end = day.plus(1).civil().2 == 1 || day == view.today;
        let muscle = |muscle: Muscle| {
            if !(lifts || muscle.is_locomotor()) {
                return None;
            }
            let rested = fatigue::rest(body.muscles[muscle], rest, values);
            let weekly_hse = mix::weekly_hse(&body, muscle, growth);
            let size = is_month_end.then(|| striate_state::forecast::size_percent(&body, muscle, growth));
            Some(MuscleDay {
                hse: sum_of(muscle, of_day.iter().copied()),
                weekly_hse,
                weekly_band: WeeklyBand::of_hse(weekly_hse).as_str(),
                readiness: ReadinessStep::of(&rested, values).as_str(),
                hours_to_ready: fatigue::hours_to_ready(&rested, values),
                size_pct: size.map(|s| (s.low, s.high)),
            })
        };
        let sum = |of: &dyn Fn(&Performed) -> f64| of_day.iter().map(|s| of(s)).sum::<f64>();
        seen(&BodyDay {
            day,
            sessions: of_day.len(),
            on_foot_km: sum(&|s| s.dose.distance.as_m() / 1000.0),
            impact_km: sum(&|s| s.dose.impact_km),
            cardio_load: sum(&|s| s.dose.cardio),
            impact_km_per_day: [body.impact.days_7, body.impact.days_42],
            cardio_load_per_day: [body.cardio.days_7, body.cardio.days_42],
            muscles: MuscleMap::from_fn(muscle),
        })?;
    }
    Ok(())
}
