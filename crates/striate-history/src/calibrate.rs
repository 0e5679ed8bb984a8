//! The athlete's own measurements against what the model expects of a median person: the response before and after.

use crate::{Ledger, Viewpoint};
use serde::Serialize;
use striate_model::{BodyState, Day, LeanMassBy, Measurement, Muscle, Note, Person};
use striate_state::GrowthMethod;
use striate_state::calibration::{
    Belief, Calibrated, MeasuredBy, Point, Series, calibrate, expected_log, scale_and_error,
};
use striate_state::region::Region;
use striate_stimulus::Catalogue;

/// What an athlete's own measurements say about their response to training.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalibrationView {
    /// The response of people in general, over that of the median.
    pub before: FactorView,
    /// With the measurements.
    pub after: FactorView,
    /// Measurements that said anything.
    pub used: usize,
    /// The measurements by kind and place.
    pub series: Vec<SeriesView>,
}

/// A response over that of the median person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FactorView {
    /// As many lie below as above.
    pub median: f64,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
}

/// Measurements of one kind at one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesView {
    /// What was measured, in words.
    pub what: String,
    /// girth, dxa, bioimpedance, ultrasound, `one_rep_max` or `sprint_time`.
    pub method: &'static str,
    /// Day of the first measurement.
    pub from: String,
    /// Day of the last.
    pub to: String,
    /// How many.
    pub measurements: usize,
    /// Measured change from the first to the last, percent.
    pub measured_pct: f64,
    /// Change that the model expects of a median person with this training, percent.
    pub expected_pct: f64,
    /// Error of such a change (one standard deviation), percentage points.
    pub error_points: f64,
    /// Whether it says anything about the response: two measurements, and a change that is expected.
    pub says_something: bool,
}

/// Measurements of one kind at one place, as they were noted.
struct Noted {
    what: String,
    by: MeasuredBy,
    region: Region,
    values: Vec<(Day, f64)>,
}

/// The calibrated response, and how it came about; `None` where nothing was measured up to the day.
pub(super) fn calibration(
    ledger: &Ledger,
    view: &Viewpoint<'_>,
    growth: &GrowthMethod,
) -> Option<(Calibrated, CalibrationView)> {
    let noted = noted(ledger, view.today);
    if noted.is_empty() {
        return None;
    }
    let mut days: Vec<Day> = noted.iter().flat_map(|n| &n.values).map(|(day, _)| *day).collect();
    days.sort_unstable();
    days.dedup();
    let median = Person { log_response: 0.0, ..view.person };
    let bodies: Vec<BodyState> = ledger.history().bodies(&days, median, view.before, growth);
    let first = bodies.first()?;
    let series: Vec<Series> = noted
        .iter()
        .map(|n| Series {
            by: n.by,
            region: n.region,
            points: n
                .values
                .iter()
                .filter_map(|(day, measured_log)| {
                    let body = &bodies[days.binary_search(day).ok()?];
                    let expected_log = expected_log(n.region, first, body, growth);
                    Some(Point { expected_log, measured_log: *measured_log })
                })
                .collect(),
        })
        .collect();
    let found = calibrate(&series, growth);
    let views = noted.iter().zip(&series).map(|(noted, series)| series_view(noted, series, growth)).collect();
    let factor = |belief: &Belief| {
        let [median, low, high] = [belief.mean, belief.low, belief.high].map(|log| rounded(log.exp(), 2));
        FactorView { median, low, high }
    };
    let view =
        CalibrationView { before: factor(&found.before), after: factor(&found.after), used: found.used, series: views };
    Some((found, view))
}

fn series_view(noted: &Noted, series: &Series, growth: &GrowthMethod) -> SeriesView {
    let (gain, error) = scale_and_error(noted.by, growth);
    let percent = |log: f64| rounded(100.0 * log.exp_m1(), 1);
    let between = |of: fn(&Point) -> f64| match (series.points.first(), series.points.last()) {
        (Some(first), Some(last)) => of(last) - of(first),
        _ => 0.0,
    };
    let expected = gain * between(|p| p.expected_log);
    let spread = series.points.iter().any(|p| (p.expected_log - series.points[0].expected_log).abs() > 1e-6);
    let day = |place: Option<&(Day, f64)>| place.map_or_else(String::new, |(day, _)| day.to_string());
    SeriesView {
        what: noted.what.clone(),
        method: noted.by.as_str(),
        from: day(noted.values.first()),
        to: day(noted.values.last()),
        measurements: noted.values.len(),
        measured_pct: percent(between(|p| p.measured_log)),
        expected_pct: percent(expected),
        error_points: rounded(100.0 * error, 1),
        says_something: spread,
    }
}

/// The measurements up to a day, by kind and place.
fn noted(ledger: &Ledger, today: Day) -> Vec<Noted> {
    let mut all: Vec<Noted> = Vec::new();
    for entry in ledger.notes.iter().filter(|e| e.day <= today) {
        let Note::Measured(measurement) = &entry.note else { continue };
        let Some((what, by, region, value)) = seen(measurement) else { continue };
        let point = (entry.day, value.ln());
        match all.iter_mut().find(|n| n.what == what) {
            Some(noted) => noted.values.push(point),
            None => all.push(Noted { what, by, region, values: vec![point] }),
        }
    }
    for noted in &mut all {
        noted.values.sort_by_key(|(day, _)| *day);
    }
    all
}

/// What a measurement sees, and a value that grows with it. A lift counts for the muscle that it trains most; one that no
/// catalogue names says nothing.
fn seen(measurement: &Measurement) -> Option<(String, MeasuredBy, Region, f64)> {
    Some(match measurement {
        Measurement::Thigh { cm } => ("thigh girth".to_owned(), MeasuredBy::Girth, Region::Thigh, *cm),
        Measurement::Calf { cm } => ("calf girth".to_owned(), MeasuredBy::Girth, Region::Calf, *cm),
        Measurement::LeanMass { by, of_legs, mass } => {
            let (by, name) = match by {
                LeanMassBy::Dxa => (MeasuredBy::Dxa, "DXA"),
                LeanMassBy::Bioimpedance => (MeasuredBy::Bioimpedance, "bioimpedance"),
            };
            let (region, place) = if *of_legs { (Region::LegLean, "legs") } else { (Region::BodyLean, "body") };
            (format!("lean mass of the {place} by {name}"), by, region, mass.mass().as_kg())
        }
        Measurement::Ultrasound { muscle, mm } => {
            (format!("thickness of the {}", muscle.label()), MeasuredBy::Ultrasound, Region::Muscle(*muscle), *mm)
        }
        Measurement::OneRepMax { exercise, load } => {
            let (movement, _) = Catalogue::builtin().by_title(exercise)?;
            let most = Muscle::ALL.into_iter().max_by(|a, b| movement.weight(*a).total_cmp(&movement.weight(*b)))?;
            (format!("1rm of {exercise}"), MeasuredBy::OneRepMax, Region::Muscle(most), load.mass().as_kg())
        }
        Measurement::Sprint { distance_m, seconds } => {
            (format!("sprint over {distance_m} m"), MeasuredBy::SprintTime, Region::Thigh, distance_m / seconds)
        }
    })
}

fn rounded(x: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (x * scale).round() / scale
}
