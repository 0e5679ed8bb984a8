//! What the athlete noted, and what each note changed: growth, readiness, or nothing where no source supports more.

use crate::Ledger;
use serde::Serialize;
use striate_model::{DailyLog, Day, Entry, Muscle, Note};
use striate_plan::season::Region;
use striate_plan::season::pain::{PainNote, present};
use striate_state::{GrowthMethod, growth::protein_lack};

/// A note of the last days and what it did to the figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotedView {
    /// sleep, protein, `energy_deficit`, soreness or `body_mass`.
    pub what: &'static str,
    /// What was noted, in words.
    pub noted: String,
    /// Whether it changes a figure.
    pub changes: bool,
    /// What it changes and on what that rests, or why it changes nothing.
    pub because: String,
}

/// Pain that was noted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PainView {
    /// The day.
    pub day: String,
    /// Where, in the athlete's words.
    pub place: String,
    /// The part of the body that the words name, where it is one that can be protected.
    pub region: Option<&'static str>,
    /// Points of ten; null where none were said.
    pub points: Option<f64>,
}

/// Days for which food and sleep count, those of the fold.
const WEEK: i32 = 7;
/// Days for which soreness is shown.
const SORE_DAYS: i32 = 3;

/// The pain of the last two weeks that was not said to be gone, the newest first.
pub(super) fn pain(ledger: &Ledger, today: Day) -> Vec<PainView> {
    let notes = ledger.pain_notes(today);
    let view = |note: &PainNote| PainView {
        day: note.day.to_string(),
        place: note.place.clone(),
        region: note.region.map(Region::as_str),
        points: note.points,
    };
    present(&notes, today).into_iter().map(view).collect()
}

impl Ledger {
    /// The notes of pain up to a day, the earliest first.
    #[must_use]
    pub fn pain_notes(&self, today: Day) -> Vec<PainNote> {
        let note = |e: &Entry| match &e.note {
            Note::Pain { place } if e.day <= today => Some(PainNote::parse(e.day, place)),
            _ => None,
        };
        let mut notes: Vec<PainNote> = self.notes.iter().filter_map(note).collect();
        notes.sort_by_key(|n| n.day);
        notes
    }

    /// Whether pain was noted on a day, other than that it is gone.
    #[must_use]
    pub fn hurts_on(&self, day: Day) -> bool {
        let hurts = |e: &Entry| matches!(&e.note, Note::Pain { place } if !PainNote::parse(day, place).is_gone());
        self.notes.iter().filter(|e| e.day == day).any(hurts)
    }
}

/// What was noted in the last days.
pub(super) fn noted(ledger: &Ledger, today: Day, growth: &GrowthMethod) -> Vec<NotedView> {
    let values = growth.central();
    let days = |span: i32| ledger.logs.range(today.plus(1 - span)..=today);
    let mean = |of: fn(&DailyLog) -> Option<f64>| -> Option<(f64, usize)> {
        let known: Vec<f64> = days(WEEK).filter_map(|(_, log)| of(log)).collect();
        (!known.is_empty()).then(|| (known.iter().sum::<f64>() / known.len() as f64, known.len()))
    };
    let fewest = growth.limits.food_days as usize;
    let too_few = format!("changes nothing yet: food counts once {fewest} days of a week are noted");
    let mut views = Vec::new();
    if let Some((hours, nights)) = mean(|l| l.sleep_h) {
        views.push(NotedView {
            what: "sleep",
            noted: format!("sleep {hours:.1} h a night ({} noted)", counted(nights, "night")),
            changes: false,
            because: "changes nothing: no source gives a factor for size".to_owned(),
        });
    }
    if let Some((g_per_kg, n)) = mean(|l| l.protein_g_per_kg) {
        let lack = if n < fewest { 0.0 } else { protein_lack(g_per_kg, values) };
        let enough = values.growth.protein_enough_g_per_kg;
        views.push(NotedView {
            what: "protein",
            noted: format!("protein {g_per_kg:.1} g for each kg of body mass a day ({} noted)", counted(n, "day")),
            changes: lack > 0.0,
            because: if n < fewest {
                too_few.clone()
            } else if lack > 0.0 {
                let lost = 100.0 * lack * values.growth.protein_loss;
                format!("takes about {lost:.0} % of what training builds: enough is {enough:.1} g/kg (Morton 2018; the share is assumed)")
            } else {
                format!("is enough ({enough:.1} g/kg, Morton 2018): takes nothing from what training builds")
            },
        });
    }
    if let Some((kcal, n)) = mean(|l| l.energy_deficit_kcal) {
        let (is_deficit, counts) = (kcal > 0.0, n >= fewest);
        let lost = 100.0 * values.growth.deficit_loss * kcal.max(0.0) / 500.0;
        views.push(NotedView {
            what: "energy_deficit",
            noted: format!(
                "{} kcal a day {} than spent ({} noted)",
                kcal.abs().round(),
                if is_deficit { "less eaten" } else { "more eaten" },
                counted(n, "day")
            ),
            changes: is_deficit && counts,
            because: if !counts {
                too_few.clone()
            } else if is_deficit {
                let taken = 100.0 * values.growth.deficit_cost * (kcal / 500.0).min(1.0);
                format!(
                    "takes about {taken:.0} % of what training builds (Murphy 2022), and costs up to {lost:.0} % of size in \
                     the end (assumed)"
                )
            } else {
                "changes nothing: more than enough builds no more than enough".to_owned()
            },
        });
    }
    for muscle in Muscle::ALL {
        let latest = days(SORE_DAYS).rev().find_map(|(day, log)| Some((*day, log.soreness[muscle]?)));
        if let Some((day, points)) = latest.filter(|(_, points)| *points > 0.0) {
            let least = 100.0 * values.fatigue.soreness_loss * points.min(10.0);
            views.push(NotedView {
                what: "soreness",
                noted: format!("soreness of the {} {points} of 10 on {day}", muscle.label()),
                changes: true,
                because: format!("counts as at least {least:.0} % of force missing on that day (assumed)"),
            });
        }
    }
    let masses = ledger.logs.range(..=today).rev().find_map(|(day, log)| Some((*day, log.body_mass?)));
    if let Some((day, mass)) = masses {
        views.push(NotedView {
            what: "body_mass",
            noted: format!("body mass {:.1} kg on {day}", mass.as_kg()),
            changes: true,
            because: "is used for protein per kg, and for the load on the legs unless another was given".to_owned(),
        });
    }
    if let Some(kcal) = ledger.logs.get(&today).and_then(|log| log.mass_deficit_kcal) {
        let a_week = 7.0 * kcal / values.limits.kcal_per_kg;
        let taken = 100.0 * values.growth.deficit_cost * (kcal / 500.0).min(1.0);
        views.push(NotedView {
            what: "mass_trend",
            noted: format!(
                "body mass falls by {a_week:.1} kg a week: about {kcal:.0} kcal a day less eaten than spent"
            ),
            changes: true,
            because: format!("takes about {taken:.0} % of what training builds (Murphy 2022)"),
        });
    }
    views
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
