//! What the repository's pages say, read for [`super::WRITTEN`]. Only tests do this: the program reads the data.

use super::{DetectionRow, DetectionView, KnownFailures, WRITTEN, Written};
use striate_model::SessionKind;

const DETECTION: &str = include_str!("../../../../../docs/reference/detection.md");
const FAILURES: &str = include_str!("../../../../../SHORTCOMINGS.md");

/// Rows of the written score, by the words that begin them there and the words for readers.
const DETECTED: [(&str, &str); 7] = [
    ("real runs, nothing known", "Real runs with efforts"),
    ("real runs, athlete known", "Real runs, athlete known"),
    ("real positions, nothing known", "Real runs, positions only, as in a GPX"),
    ("made like real, nothing known", "Synthetic runs with the faults of real ones"),
    (MADE_KNOWN, "Synthetic runs, athlete known"),
    ("nothing known of the athlete", "Synthetic runs, nothing known of the athlete"),
    ("positions only, as in a GPX", "Synthetic runs, positions only"),
];

/// The row of all synthetic runs.
const MADE_KNOWN: &str = "efforts of 15 s and longer";

/// The score as `cargo xtask score` last wrote it.
fn detection() -> DetectionView {
    // A checkout on Windows may end lines in its own way.
    let written = DETECTION.replace('\r', "");
    let half = |heading: &str| {
        let (_, text) = written.split_once(&format!("\n== {heading} ==\n"))?;
        text.split("\n== ").next()
    };
    let (Some(test), Some(otherwise)) = (half("test half"), half("the test half otherwise")) else {
        return DetectionView::default();
    };
    let (real, like_real) = (half("real runs"), half("synthetic runs with the faults of real ones"));
    let named = |begins: &str, name: &str| {
        let real = real.into_iter().chain(like_real).flat_map(str::lines);
        let line = real.chain(test.lines()).chain(otherwise.lines()).find(|line| line.starts_with(begins))?;
        detection_row(line, name, false)
    };
    let kinds = test.split_once("\nby kind\n").map_or("", |(_, text)| text);
    let kind = |line: &str| {
        let kind = SessionKind::from_name(line.split_whitespace().next()?)?;
        detection_row(line, kind.as_str(), true)
    };
    let kinds = kinds.lines().take_while(|line| !line.trim().is_empty()).filter_map(kind);
    let rows: Vec<DetectionRow> =
        DETECTED.into_iter().filter_map(|(begins, name)| named(begins, name)).chain(kinds).collect();
    let percent = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |s| format!("{:.1} %", 100.0 * s));
    let from_real = named(DETECTED[0].0, "").map(|found| {
        format!(
            "{} Of {} efforts of 15 s and longer in {} of them {} were found from the signal alone, nothing known of the \
             runner; {} of what was called an effort is one. ",
            real.and_then(|text| text.lines().next()).unwrap_or_default(),
            found.efforts,
            found.recordings,
            percent(found.recall),
            percent(found.precision),
        )
    });
    let from_made = named(MADE_KNOWN, "").map(|all| {
        format!(
            "Of {} efforts in {} made recordings of known athletes {} were found, and {} of what was called an effort is one; \
             the kind of run was named rightly in {}.",
            all.efforts,
            all.recordings,
            percent(all.recall),
            percent(all.precision),
            percent(all.kind_right),
        )
    });
    let verdict = [from_real, from_made].into_iter().flatten().collect();
    DetectionView { verdict, rows }
}

/// A line of the written score: words, then ten figures, `-` for none.
fn detection_row(line: &str, name: &str, is_kind: bool) -> Option<DetectionRow> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let figures = words.get(words.len().checked_sub(10)?..)?;
    let figure = |at: usize| figures[at].parse::<f64>().ok();
    Some(DetectionRow {
        name: name.to_owned(),
        is_kind,
        recordings: figures[0].parse().ok()?,
        efforts: figures[1].parse().ok()?,
        precision: figure(3),
        recall: figure(4),
        edge_s: figure(6),
        kind_right: figure(9),
    })
}

/// Parts of the page of shortcomings that say how far figures and plans can be believed; the others are about the program.
const ABOUT_FIGURES: [&str; 8] = [
    "The muscle model",
    "The body over weeks",
    "Efforts and kinds of run",
    "The audit of the rules",
    "Planned sessions, food, workouts out",
    "Planning",
    "Formats",
    "Twins",
];

/// The first sentence of each item of the page of shortcomings, part by part.
fn known_failures() -> Vec<KnownFailures> {
    let part = |about: &&str| {
        let (_, text) = FAILURES.split_once(&format!("\n## {about}\n"))?;
        let sentences = sentences_of(text.split("\n## ").next().unwrap_or_default());
        (!sentences.is_empty()).then(|| KnownFailures { about: (*about).to_owned(), sentences })
    };
    ABOUT_FIGURES.iter().filter_map(part).collect()
}

fn sentences_of(part: &str) -> Vec<String> {
    let items = part.split("\n- ").skip(1);
    let first = |item: &str| {
        let text = item.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = text.replace(['*', '`'], "");
        plain.split_once(". ").map_or(plain.clone(), |(sentence, _)| format!("{sentence}."))
    };
    // A line with a command is for who builds the program.
    items.filter(|item| !item.contains("cargo ")).map(first).filter(|s| !s.is_empty()).collect()
}

#[test]
fn the_data_of_the_page_says_what_the_pages_of_the_repository_say() {
    let said = Written { detection: detection(), known_failures: known_failures() };
    let text = serde_json::to_string_pretty(&said).unwrap() + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/evidence-page.json");
    if std::env::var_os("STRIATE_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default().replace('\r', "");
    assert!(text == known, "SHORTCOMINGS.md or detection.md changed: cargo xtask bless");
}

#[test]
fn the_data_inside_the_program_is_whole() {
    let written: Written = serde_json::from_str(WRITTEN).unwrap();
    assert!(!written.detection.rows.is_empty() && !written.known_failures.is_empty());
}

#[test]
fn the_written_score_of_detection_is_read() {
    let detection = detection();
    assert_eq!(detection.rows.iter().filter(|r| !r.is_kind).count(), DETECTED.len(), "a row was renamed");
    assert!(detection.rows.iter().filter(|r| r.is_kind).count() >= 10, "{:?}", detection.rows);
    let real = &detection.rows[0];
    assert!(real.recordings > 10 && real.recall.is_some_and(|r| r > 0.8), "{real:?}");
    let all = detection.rows.iter().find(|r| r.name == "Synthetic runs, athlete known").expect("it is written");
    assert!(all.efforts > 1000 && all.recall.is_some_and(|r| r > 0.9) && all.edge_s.is_some_and(|e| e < 3.0));
    assert!(!detection.verdict.is_empty() && !detection.verdict.contains('–'), "{}", detection.verdict);
}

#[test]
fn the_page_of_shortcomings_is_told_in_sentences() {
    let failures = known_failures();
    assert_eq!(failures.len(), ABOUT_FIGURES.len(), "a part was renamed: {failures:?}");
    let mut sentences = failures.iter().flat_map(|f| &f.sentences);
    assert!(sentences.all(|f| f.len() > 15 && !f.contains('\n')), "{failures:?}");
}
