//! The two layouts of StrongLifts 5x5: an exercise a row with a pair of columns a set, and in older exports a workout a
//! row with a block of columns an exercise.

use super::columns::{Columns, plain};
use super::layout::{Layout, SetCells, UnitOf};
use crate::number::mass_unit;
use striate_model::Format;

/// The layout that a header announces, `None` where it is none of StrongLifts.
pub(super) fn layout(columns: &Columns) -> Option<Layout> {
    let start = columns.names().position(|name| name == "date" || name.starts_with("date ("))?;
    let sets = match columns.find("exercise") {
        Some(exercise) => set_pairs(columns, exercise),
        None => blocks(columns),
    };
    if sets.is_empty() {
        return None;
    }
    let begins = |name: &str| columns.names().position(|n| n == name || n.starts_with(&format!("{name} (")));
    let duration = begins("duration");
    let unit = duration.and_then(|column| columns.names().nth(column)).unwrap_or_default();
    let start_time = begins("start time");
    Some(Layout {
        start_time,
        end: start_time.and(begins("end time")),
        duration,
        duration_s: if unit.contains("hour") {
            3600.0
        } else if unit.contains("min") {
            60.0
        } else {
            1.0
        },
        name: columns.find("workout name"),
        number: columns.find("workout"),
        is_wide: true,
        sets,
        ..Layout::new(Format::StrongliftsCsv, start)
    })
}

/// `Set 1 (Reps)`, `Set 1 (KG)`, `Set 2 (Reps)` and so on beside one exercise.
fn set_pairs(columns: &Columns, exercise: usize) -> Vec<SetCells> {
    let mut sets = Vec::new();
    for number in 1..=columns.names().count() {
        let named = |wanted: &dyn Fn(&str) -> bool| {
            columns.names().position(|name| {
                let rest = name.strip_prefix("set ").and_then(|rest| rest.strip_prefix(&number.to_string()));
                rest.is_some_and(|rest| rest.starts_with([' ', '(']) && wanted(plain(rest)))
            })
        };
        let Some(reps) = named(&|what| matches!(what, "reps" | "rep")) else { break };
        let loads = columns.names().enumerate().filter_map(|(column, name)| {
            let rest = name.strip_prefix("set ")?.strip_prefix(&number.to_string())?;
            let unit = rest.starts_with([' ', '(']).then(|| mass_unit(plain(rest)))??;
            Some((column, UnitOf::Header(unit)))
        });
        let seconds = named(&|what| matches!(what, "time" | "sec" | "secs" | "seconds" | "s"));
        sets.push(SetCells { exercise, reps, seconds, loads: loads.collect() });
    }
    sets
}

/// `Exercise 1`, `Weight (KG)`, `Weight (LB)`, `Set 1`, `Set 2` and so on, then the same for the next exercise.
fn blocks(columns: &Columns) -> Vec<SetCells> {
    let numbered = |name: &str, word: &str| {
        name.strip_prefix(word).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let (mut sets, mut exercise, mut loads) = (Vec::new(), None, Vec::new());
    for (column, name) in columns.names().enumerate() {
        if numbered(name, "exercise ") {
            (exercise, loads) = (Some(column), Vec::new());
        } else if let Some(rest) = name.strip_prefix("weight") {
            loads.push((column, mass_unit(plain(rest)).map_or(UnitOf::Unsaid, UnitOf::Header)));
        } else if let (Some(exercise), true) = (exercise, numbered(name, "set ")) {
            sets.push(SetCells { exercise, reps: column, seconds: None, loads: loads.clone() });
        }
    }
    sets
}
