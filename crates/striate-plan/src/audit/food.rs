//! Food: protein, energy, and whether body mass follows the goal.

use super::Finding;
use super::input::{AuditedDay, Goal};
use super::log::{Log, figure};
use striate_model::Day;

/// Days from which on a mean means something.
const DAYS: usize = 3;
/// The articles' least protein, g/kg a day, and the most that any trial found use for.
const LEAST_PROTEIN: f64 = 1.2;
const MOST_PROTEIN: f64 = 2.2;

fn noted(log: &Log<'_>, of: fn(&AuditedDay) -> Option<f64>) -> Option<(f64, usize)> {
    let in_window = |d: &&AuditedDay| (log.input.first..=log.input.last).contains(&d.day);
    let values: Vec<f64> = log.input.days.iter().filter(in_window).filter_map(of).collect();
    (values.len() >= DAYS).then(|| (values.iter().sum::<f64>() / values.len() as f64, values.len()))
}

/// Protein.
pub(super) fn b7<'a>(log: &Log<'a>) -> Finding<'a> {
    let Some((mean, days)) = noted(log, |d| d.protein_g_per_kg) else {
        return Finding::unknown("Protein is noted on fewer than three days.");
    };
    let told = format!("{} g/kg a day on average over {days} days", figure(mean));
    if mean > MOST_PROTEIN {
        return Finding::kept(format!("{told}; more than {MOST_PROTEIN} has shown no use."));
    }
    Finding::kept_if(mean >= LEAST_PROTEIN, format!("{told}; 1.2 to 2 are asked for, 1.6 is the best single figure."))
}

/// Daily deficit at which gains end, kcal.
const LARGE_DEFICIT_KCAL: f64 = 500.0;

/// Energy.
pub(super) fn e8<'a>(log: &Log<'a>) -> Finding<'a> {
    let Some((mean, days)) = noted(log, |d| d.energy_deficit_kcal) else {
        return Finding::unknown("Energy is noted on fewer than three days.");
    };
    let what = if mean >= 0.0 { "less" } else { "more" };
    let told = format!("{:.0} kcal a day {what} eaten than spent, on average over {days} days", mean.abs());
    Finding::kept_if(mean < LARGE_DEFICIT_KCAL, format!("{told}; a deficit of {LARGE_DEFICIT_KCAL:.0} ends the gain."))
}

/// Days over which a trend of body mass means something.
const TREND_DAYS: i32 = 14;

/// Body mass goes the way of the goal.
pub(super) fn e1<'a>(log: &Log<'a>) -> Finding<'a> {
    let Some(goal) = log.input.goal else {
        return Finding::unknown("No goal is set: build, keep or lean.");
    };
    let masses: Vec<(Day, f64)> = log
        .input
        .days
        .iter()
        .filter(|d| (log.input.first..=log.input.last).contains(&d.day))
        .filter_map(|d| Some((d.day, d.body_mass?.as_kg())))
        .collect();
    let spans = match (masses.first(), masses.last()) {
        (Some(first), Some(last)) => last.0.days_since(first.0) >= TREND_DAYS,
        _ => false,
    };
    let Some(weekly) = weekly_change(&masses).filter(|_| spans) else {
        return Finding::unknown(format!("The goal is {}; body mass is not noted over two weeks.", goal.as_str()));
    };
    let told = format!("The goal is {}; body mass changed by {weekly:+.1} % a week", goal.as_str());
    let fits = match goal {
        Goal::Build => weekly >= -0.25,
        Goal::Keep => weekly.abs() <= 0.5,
        Goal::Lean => (-1.0..=0.1).contains(&weekly),
    };
    let asked = match goal {
        Goal::Build => "no loss beyond 0.25 % serves it",
        Goal::Keep => "within 0.5 % serves it",
        Goal::Lean => "a loss of up to 1 % serves it",
    };
    Finding::kept_if(fits, format!("{told}; {asked}."))
}

/// Slope of a straight line through body masses, % of their mean a week; `None` for fewer than two days.
fn weekly_change(masses: &[(Day, f64)]) -> Option<f64> {
    let first = masses.first()?.0;
    let n = masses.len() as f64;
    let days: Vec<f64> = masses.iter().map(|(day, _)| f64::from(day.days_since(first))).collect();
    let (day, mass) = (days.iter().sum::<f64>() / n, masses.iter().map(|m| m.1).sum::<f64>() / n);
    let square: f64 = days.iter().map(|d| (d - day).powi(2)).sum();
    let product: f64 = days.iter().zip(masses).map(|(d, (_, m))| (d - day) * (m - mass)).sum();
    (square > 0.0 && mass > 0.0).then(|| 700.0 * product / square / mass)
}
