//! A table of sets that no known app wrote: a spreadsheet, or the export of another app, read by the names of its columns.

use super::columns::{Columns, plain};
use super::layout::{Layout, LengthOf, SetCells, UnitOf, distance, loads};
use crate::number::mass_unit;
use striate_model::Format;

const DATE: [&str; 17] = [
    "date",
    "workout date",
    "workout_date",
    "date/time",
    "datetime",
    "timestamp",
    "start time",
    "started at",
    "started_at",
    "start",
    "day",
    "datum",
    "fecha",
    "data",
    "dato",
    "päivä",
    "tarih",
];
const EXERCISE: [&str; 17] = [
    "exercise",
    "exercise name",
    "exercise_name",
    "exercise title",
    "exercisename",
    "movement",
    "lift",
    "übung",
    "uebung",
    "exercice",
    "ejercicio",
    "esercizio",
    "exercício",
    "exercicio",
    "oefening",
    "övning",
    "ćwiczenie",
];
const REPS: [&str; 15] = [
    "reps",
    "rep",
    "rep count",
    "repetitions",
    "completed reps",
    "actual reps",
    "wiederholungen",
    "wdh",
    "wdh.",
    "répétitions",
    "repeticiones",
    "repetições",
    "ripetizioni",
    "herhalingen",
    "powtórzenia",
];
const LOAD: [&str; 12] = [
    "weight",
    "load",
    "weight used",
    "actual weight",
    "gewicht",
    "gewicht in kg",
    "poids",
    "peso",
    "carga",
    "vikt",
    "ciężar",
    "mass",
];
const UNIT: [&str; 5] = ["weight unit", "weight_unit", "unit", "units", "einheit"];
const SETS: [&str; 9] =
    ["sets", "set count", "number of sets", "sätze", "saetze", "séries", "series", "serie", "sarjat"];
const SECONDS: [&str; 7] =
    ["seconds", "secs", "time (s)", "duration (s)", "duration_seconds", "set duration", "time (seconds)"];
const NAME: [&str; 6] = ["workout name", "workout", "workout title", "workout_name", "session", "routine"];

/// The layout of a table that names a day, an exercise and repetitions; `None` for every other one.
pub(super) fn layout(columns: &Columns) -> Option<Layout> {
    let (start, exercise, reps) = (columns.any(&DATE)?, columns.any(&EXERCISE)?, columns.any(&REPS)?);
    let set = SetCells { exercise, reps, seconds: columns.any(&SECONDS), loads: all_loads(columns) };
    Some(Layout {
        name: columns.any(&NAME),
        kind: columns.any(&["set type", "set_type", "type", "warmup", "warm-up", "is warmup", "iswarmup"]),
        rpe: columns.find("rpe"),
        rir: columns.any(&["rir", "reps in reserve"]),
        times: columns.any(&SETS),
        distance: distance(columns).or_else(|| Some((columns.any(&["distanz", "distancia"])?, LengthOf::Unsaid))),
        sets: vec![set],
        ..Layout::new(Format::LiftingCsv, start)
    })
}

fn all_loads(columns: &Columns) -> Vec<(usize, UnitOf)> {
    let mut found = loads(columns);
    let unit_column = columns.any(&UNIT).map_or(UnitOf::Unsaid, UnitOf::Column);
    if found.is_empty() {
        found.extend(columns.any(&LOAD).map(|column| (column, UnitOf::Unsaid)));
    }
    for (_, unit) in found.iter_mut().filter(|(_, unit)| *unit == UnitOf::Unsaid) {
        *unit = unit_column;
    }
    for (column, name) in columns.names().enumerate() {
        // `load (kg)`, `gewicht_lb`, or the bare `kg`.
        let behind = LOAD.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
        let is_new = found.iter().all(|(known, _)| *known != column);
        if let Some(unit) = mass_unit(plain(behind)).filter(|_| is_new) {
            found.push((column, UnitOf::Header(unit)));
        }
    }
    found
}
