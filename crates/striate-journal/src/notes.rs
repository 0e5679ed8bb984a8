//! What notes mean for the days of a body: food, sleep and soreness, body mass, the fastest sprint.

use crate::record::speed_of_sprint;
use std::collections::BTreeMap;
use striate_model::{Athlete, DailyLog, Day, Entry, Mass, Measurement, MuscleMap, Note, Origin, Sourced, Speed};
use striate_state::GrowthMethod;
use striate_stimulus::Catalogue;

/// Sprints older than this say nothing about today's speed, days (assumed).
const SPRINT_DAYS: i32 = 365;

/// The notes of each day. Of two notes of one thing the later in the list holds. Protein is told per kilogram of the body
/// mass that was last noted, else of `mass`.
#[must_use]
pub fn daily_logs(entries: &[Entry], mass: Mass) -> BTreeMap<Day, DailyLog> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|e| e.day);
    let masses: Vec<(Day, Mass)> = sorted
        .iter()
        .filter_map(|e| match e.note {
            Note::BodyMass(load) => Some((e.day, load.mass())),
            _ => None,
        })
        .collect();
    let mass_on = |day: Day| {
        let before = masses.iter().rev().find(|(on, _)| *on <= day).or(masses.first());
        before.map_or(mass, |(_, mass)| *mass).as_kg().max(1.0)
    };
    let mut logs: BTreeMap<Day, DailyLog> = BTreeMap::new();
    for entry in sorted {
        let mut log = logs.get(&entry.day).copied().unwrap_or_default();
        match &entry.note {
            Note::Sleep { hours } => log.sleep_h = Some(*hours),
            Note::NothingSore => log.soreness = MuscleMap::from_fn(|_| Some(0.0)),
            Note::Soreness { muscle, points } => log.soreness[*muscle] = Some(*points),
            Note::Protein { grams } => log.protein_g_per_kg = Some(grams / mass_on(entry.day)),
            Note::EnergyDeficit { kcal } => log.energy_deficit_kcal = Some(*kcal),
            Note::BodyMass(load) => log.body_mass = Some(load.mass()),
            _ => continue,
        }
        logs.insert(entry.day, log);
    }
    weigh(&masses, &mut logs);
    logs
}

/// Weighings below which no trend of body mass is read.
const FEWEST_WEIGHINGS: usize = 4;
/// Days after the last weighing for which its trend still holds.
const TREND_HOLDS_DAYS: i32 = 7;
/// How much body mass varies from day to day by water and food, kg (assumed; a scale that varies more says so itself).
const DAILY_SD_KG: f64 = 0.5;

/// Adds to each day the deficit that the fall of body mass over the weeks before it tells of.
fn weigh(masses: &[(Day, Mass)], logs: &mut BTreeMap<Day, DailyLog>) {
    let limits = &GrowthMethod::builtin().limits;
    let (Some((first, _)), Some((last, _))) = (masses.first(), masses.last()) else { return };
    for n in 0..=last.days_since(*first) + TREND_HOLDS_DAYS {
        let day = first.plus(n);
        let window = masses.iter().filter(|(on, _)| {
            let age = day.days_since(*on);
            (0..limits.mass_trend_days as i32).contains(&age)
        });
        let points: Vec<(f64, f64)> = window.map(|(on, mass)| (f64::from(on.days_since(day)), mass.as_kg())).collect();
        let is_fresh = points.last().is_some_and(|(age, _)| *age >= -f64::from(TREND_HOLDS_DAYS));
        let Some(lost_kg_a_day) = loss_a_day(&points).filter(|_| is_fresh) else { continue };
        if 7.0 * lost_kg_a_day >= limits.least_mass_loss_kg {
            logs.entry(day).or_default().mass_deficit_kcal = Some(lost_kg_a_day * limits.kcal_per_kg);
        }
    }
}

/// The mass lost a day over points of (day, kg), where it is clearly more than day-to-day variation makes of nothing.
fn loss_a_day(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len();
    if n < FEWEST_WEIGHINGS {
        return None;
    }
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n as f64;
    let (day, mass) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = points.iter().map(|p| (p.0 - day).powi(2)).sum();
    let slope = points.iter().map(|p| (p.0 - day) * (p.1 - mass)).sum::<f64>() / spread.max(1e-9);
    let rest: f64 = points.iter().map(|p| (p.1 - mass - slope * (p.0 - day)).powi(2)).sum();
    let sd = (rest / (n - 2) as f64).sqrt().max(DAILY_SD_KG);
    // Nine in ten such trends of a mass that stays would be smaller.
    let error = 1.28 * sd / spread.sqrt().max(1e-9);
    (slope < 0.0 && -slope > error).then_some(-slope)
}

/// The exercises of sets and maxima that no catalogue names, each once, with the titles that are most like it.
#[must_use]
pub fn unknown_exercises(entries: &[Entry]) -> Vec<(String, Vec<String>)> {
    let catalogue = Catalogue::builtin();
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let named = entries.iter().flat_map(|entry| match &entry.note {
        Note::Lift(all) => all.iter().map(|lifted| lifted.exercise.as_str()).collect(),
        Note::Measured(Measurement::OneRepMax { exercise, .. }) => vec![exercise.as_str()],
        _ => Vec::new(),
    });
    for exercise in named {
        if catalogue.by_title(exercise).is_some() || found.iter().any(|(known, _)| known == exercise) {
            continue;
        }
        let near = catalogue.closest(exercise, 2);
        let titles = near.iter().filter_map(|(movement, _)| movement.titles().next().map(str::to_owned)).collect();
        found.push((exercise.to_owned(), titles));
    }
    found
}

/// The athlete with the body mass that was last noted and the fastest sprint of a year, up to `today`. What was given by
/// other means stays.
#[must_use]
pub fn athlete_with_notes(athlete: &Athlete, entries: &[Entry], today: Day) -> Athlete {
    let mut athlete = *athlete;
    // The last day that is known at all, where none is said.
    let today = entries.iter().map(|e| e.day).max().map_or(today, |last| last.min(today));
    let known = || entries.iter().filter(|e| e.day <= today);
    if athlete.mass.origin < Origin::Given {
        let masses = known().filter_map(|e| match e.note {
            Note::BodyMass(load) => Some((e.day, load.mass())),
            _ => None,
        });
        if let Some((_, mass)) = masses.max_by_key(|(day, _)| *day) {
            athlete.mass = Sourced::given(mass);
        }
    }
    if athlete.max_sprint.origin < Origin::Given {
        let sprints = known().filter(|e| today.days_since(e.day) <= SPRINT_DAYS).filter_map(|e| match e.note {
            Note::Measured(Measurement::Sprint { distance_m, seconds }) => speed_of_sprint(distance_m, seconds),
            _ => None,
        });
        if let Some(speed) = sprints.reduce(f64::max).filter(|v| *v > athlete.critical_speed.value.as_m_per_s()) {
            athlete.max_sprint = Sourced::given(Speed::from_m_per_s(speed));
        }
    }
    athlete
}
