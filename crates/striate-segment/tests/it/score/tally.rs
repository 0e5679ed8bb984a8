//! Counting: matches, edges, kinds, confidence.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use striate_model::{Session, SessionKind, Timestamp};
use striate_synth::{Half, Truth};

/// From here on an effort is long enough to be asked for at one sample a second.
pub(crate) const ASKED_S: f64 = 15.0;

/// A span in seconds after the start of the recording.
pub(crate) type Seconds = (f64, f64);

/// One recording, generated and segmented.
pub(crate) struct Case {
    pub(crate) half: Half,
    pub(crate) truth: Truth,
    pub(crate) start: Timestamp,
    pub(crate) session: Session,
}

impl Case {
    pub(crate) fn found(&self) -> Vec<Seconds> {
        let at = |t: Timestamp| t.since(self.start).as_s();
        self.session.efforts.iter().map(|e| (at(e.start), at(e.end))).collect()
    }

    pub(crate) fn wanted(&self) -> Vec<Seconds> {
        self.truth.efforts.iter().map(|e| (e.start_s, e.end_s)).collect()
    }

    pub(crate) fn is_right(&self) -> bool {
        self.session.kind.kind.as_str() == self.truth.kind
    }
}

/// Counts and errors of one group of recordings.
#[derive(Default)]
pub(crate) struct Score {
    recordings: usize,
    hit: usize,
    found: usize,
    wanted: usize,
    edges_s: Vec<f64>,
    count_off: usize,
    kinds_known: usize,
    kinds_right: usize,
}

impl Score {
    pub(crate) const HEAD: &str =
        "                               rec  true found  prec. recall    F1  edge  95th  count   kind";

    /// Adds the efforts of a recording. A match shares at least four fifths of the union. Efforts shorter than asked for
    /// are neither wanted nor false. `kind_is_right` is `None` where no truth names the kind.
    pub(crate) fn add(&mut self, found: &[Seconds], wanted: &[Seconds], kind_is_right: Option<bool>, shortest_s: f64) {
        self.add_sharing(0.8, (found, wanted), kind_is_right, shortest_s);
    }

    /// The same with another share of the union.
    pub(crate) fn add_sharing(
        &mut self,
        least_share: f64,
        (found, wanted): (&[Seconds], &[Seconds]),
        kind_is_right: Option<bool>,
        shortest_s: f64,
    ) {
        let mut used = vec![false; found.len()];
        self.recordings += 1;
        self.kinds_known += usize::from(kind_is_right.is_some());
        self.kinds_right += usize::from(kind_is_right == Some(true));
        self.count_off += found.len().abs_diff(wanted.len());
        for w in wanted {
            let best = (0..found.len())
                .filter(|&k| !used[k])
                .map(|k| (k, shared(found[k], *w)))
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .filter(|(_, share)| *share >= least_share);
            if let Some((k, _)) = best {
                used[k] = true;
            }
            if w.1 - w.0 >= shortest_s {
                self.wanted += 1;
                if let Some((k, _)) = best {
                    self.hit += 1;
                    self.found += 1;
                    self.edges_s.extend([(found[k].0 - w.0).abs(), (found[k].1 - w.1).abs()]);
                }
            }
        }
        self.found += (0..found.len()).filter(|&k| !used[k] && found[k].1 - found[k].0 >= shortest_s).count();
    }

    pub(crate) fn add_case(&mut self, case: &Case, shortest_s: f64) {
        self.add(&case.found(), &case.wanted(), Some(case.is_right()), shortest_s);
    }

    /// Harmonic mean of precision and recall; 1 where nothing was wanted and nothing found.
    pub(crate) fn f1(&self) -> f64 {
        if self.found + self.wanted == 0 { 1.0 } else { 2.0 * self.hit as f64 / (self.found + self.wanted) as f64 }
    }

    pub(crate) fn kinds(&self) -> f64 {
        self.kinds_right as f64 / self.kinds_known.max(1) as f64
    }

    /// Efforts found where none were wanted, a recording.
    pub(crate) fn false_a_run(&self) -> f64 {
        (self.found - self.hit) as f64 / self.recordings.max(1) as f64
    }

    /// Quantile of the distances between found and true edges, s.
    pub(crate) fn edge_s(&self, quantile: f64) -> Option<f64> {
        let mut edges = self.edges_s.clone();
        edges.sort_unstable_by(f64::total_cmp);
        edges.get(((edges.len() as f64 - 1.0) * quantile).max(0.0) as usize).copied()
    }

    pub(crate) fn row(&self, name: &str) -> String {
        let share = |a: usize, b: usize| {
            if b == 0 { "    -".to_owned() } else { format!("{:5.3}", a as f64 / b as f64) }
        };
        let f1 = if self.found + self.wanted == 0 { "    -".to_owned() } else { format!("{:5.3}", self.f1()) };
        let seconds = |v: Option<f64>| v.map_or("   -".to_owned(), |v| format!("{v:4.1}"));
        format!(
            "{name:<30} {:>4} {:>5} {:>5}  {} {} {f1}  {}  {}  {:>5.2}  {}",
            self.recordings,
            self.wanted,
            self.found,
            share(self.hit, self.found),
            share(self.hit, self.wanted),
            seconds(self.edge_s(0.5)),
            seconds(self.edge_s(0.95)),
            self.count_off as f64 / self.recordings.max(1) as f64,
            share(self.kinds_right, self.kinds_known),
        )
    }
}

/// What two spans share of their union.
pub(crate) fn shared(a: Seconds, b: Seconds) -> f64 {
    let overlap = (a.1.min(b.1) - a.0.max(b.0)).max(0.0);
    overlap / (a.1.max(b.1) - a.0.min(b.0)).max(1e-9)
}

/// One row for each group that a recording belongs to.
pub(crate) fn grouped(cases: &[&Case], groups: impl Fn(&Case) -> Vec<String>) -> String {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for case in cases {
        for name in groups(case) {
            scores.entry(name).or_default().add_case(case, ASKED_S);
        }
    }
    scores.iter().fold(String::new(), |mut text, (name, score)| {
        let _ = writeln!(text, "{}", score.row(name));
        text
    })
}

/// What each true kind was called.
pub(crate) fn confusion(cases: &[&Case]) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for case in cases {
        *counts.entry((&case.truth.kind, case.session.kind.kind.as_str())).or_default() += 1;
    }
    let mut text = String::new();
    for kind in SessionKind::ALL.iter().map(|k| k.as_str()) {
        let row: Vec<String> = counts
            .iter()
            .filter(|((truth, _), _)| *truth == kind)
            .map(|((_, said), n)| format!("{said} {n}"))
            .collect();
        if !row.is_empty() {
            let _ = writeln!(text, "{kind:<16} {}", row.join(", "));
        }
    }
    text
}

/// Stated confidence against how often it was right, by bands; and their mean distance, weighted by the bands' sizes.
pub(crate) fn calibration(cases: &[&Case]) -> (String, f64) {
    let mut text = String::new();
    let mut off = 0.0;
    for band in [(0.0, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.96), (0.96, 1.01)] {
        let inside: Vec<&&Case> =
            cases.iter().filter(|c| (band.0..band.1).contains(&c.session.kind.confidence)).collect();
        if inside.is_empty() {
            continue;
        }
        let n = inside.len() as f64;
        let stated = inside.iter().map(|c| c.session.kind.confidence).sum::<f64>() / n;
        let right = inside.iter().filter(|c| c.is_right()).count() as f64 / n;
        off += (stated - right).abs() * n / cases.len() as f64;
        let _ = writeln!(text, "said {stated:.3}, right {right:.3} ({n} recordings)");
    }
    (text, off)
}
