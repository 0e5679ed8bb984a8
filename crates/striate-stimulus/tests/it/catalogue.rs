//! The catalogue against real exports of lifting apps. They are people's logs and stay outside the repository.

use std::collections::BTreeMap;
use std::path::PathBuf;
use striate_stimulus::{Catalogue, MatchKind};

/// One column of a CSV export, with quoted cells.
fn column(text: &str, wanted: &str) -> Vec<String> {
    let mut lines = text.lines().map(cells);
    let place = lines.next().and_then(|head| head.iter().position(|cell| cell == wanted)).expect("the column exists");
    lines.filter_map(|row| row.get(place).cloned()).filter(|cell| !cell.is_empty()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

#[test]
fn at_least_ninety_five_of_a_hundred_logged_sets_find_their_movement() {
    let root = std::env::var_os("STRIATE_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"), PathBuf::from);
    let files = [("hevy_real_kg.csv", "exercise_title"), ("strong_real.csv", "Exercise Name")];
    for (file, title) in files {
        let Ok(text) = std::fs::read_to_string(root.join("lifting").join(file)) else {
            println!("skipped: no {file} under {}", root.display());
            return;
        };
        let titles = column(&text, title);
        let mut sets: BTreeMap<Option<MatchKind>, usize> = BTreeMap::new();
        let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
        for title in &titles {
            let kind = Catalogue::builtin().by_title(title).map(|(_, kind)| kind);
            *sets.entry(kind).or_default() += 1;
            if kind.is_none() {
                *unknown.entry(title).or_default() += 1;
            }
        }
        let found = titles.len() - sets.get(&None).copied().unwrap_or(0);
        let share = found as f64 / titles.len() as f64;
        println!("{file}: {} sets, {:.1} % found, by kind {sets:?}, unknown {unknown:?}", titles.len(), 100.0 * share);
        assert!(share >= 0.95, "{file}: {share}");
        let by_words = sets.get(&Some(MatchKind::Exact)).copied().unwrap_or(0);
        assert!(by_words as f64 >= 0.9 * titles.len() as f64, "{file}: too many titles are guessed");
    }
}

#[test]
fn the_reference_page_states_how_much_there_is() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/exercises.md");
    let page = std::fs::read_to_string(page).expect("the page is part of the repository");
    let catalogue = Catalogue::builtin();
    let weights = catalogue.movements().iter().flat_map(|m| &m.muscles);
    let cited = weights.clone().filter(|w| w.source.is_some()).count();
    for (count, thing) in [
        (catalogue.movements().len(), "movements"),
        (weights.count(), "weights"),
        (cited, "cite a trial"),
        (catalogue.sources().len(), "sources"),
    ] {
        assert!(page.contains(&format!("{count} {thing}")), "the page should say \"{count} {thing}\"");
    }
}
