//! The score on the public test set, from raw streams with laps, splits and workout removed.
//!
//! A found effort matches a true one where they share at least four fifths of their union. The train half may be looked
//! at while the detector is built; the test half is only printed and held above its floors.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use striate_model::{Session, SessionKind};
use striate_segment::segment;
use striate_synth::{Half, Synthetic, Truth, generate, test_set};

/// From here on an effort is long enough to be asked for at one sample a second.
const ASKED_S: f64 = 15.0;

/// Runs in which any effort is a false one.
const NEVER_EFFORTS: [&str; 3] = ["steady", "trail", "stop"];

/// Counts and errors of one group of recordings.
#[derive(Default)]
struct Score {
    recordings: usize,
    hit: usize,
    found: usize,
    wanted: usize,
    edges_s: Vec<f64>,
    starts_s: Vec<f64>,
    ends_s: Vec<f64>,
    count_off: usize,
    kinds_right: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        if self.found + self.wanted == 0 { 1.0 } else { 2.0 * self.hit as f64 / (self.found + self.wanted) as f64 }
    }

    fn row(&self, name: &str) -> String {
        let share =
            |a: usize, b: usize| if b == 0 { "   - ".to_owned() } else { format!("{:5.3}", a as f64 / b as f64) };
        let mut edges: Vec<f64> = self.edges_s.iter().map(|e| e.abs()).collect();
        edges.sort_unstable_by(f64::total_cmp);
        let at = |q: f64| edges.get(((edges.len() as f64 - 1.0) * q).max(0.0) as usize).copied();
        let second = |v: Option<f64>| v.map_or("  - ".to_owned(), |v| format!("{v:4.1}"));
        let middle = |values: &[f64]| {
            let mut values = values.to_vec();
            values.sort_unstable_by(f64::total_cmp);
            values.get(values.len() / 2).map_or("   -".to_owned(), |v| format!("{v:+4.1}"))
        };
        format!(
            "{name:<24} {:>4} {:>5} {:>5}  {} {} {:5.3}  {} {} {} {}  {:>5.2}  {}",
            self.recordings,
            self.wanted,
            self.found,
            share(self.hit, self.found),
            share(self.hit, self.wanted),
            self.f1(),
            second(at(0.5)),
            second(at(0.95)),
            middle(&self.starts_s),
            middle(&self.ends_s),
            self.count_off as f64 / self.recordings.max(1) as f64,
            share(self.kinds_right, self.recordings),
        )
    }
}

const HEAD: &str = "                          rec  true found  prec. recall F1     edge p95  start  end  count  kind";

/// One recording, generated and segmented.
struct Case {
    half: Half,
    truth: Truth,
    session: Session,
    start_s: f64,
}

impl Case {
    fn found(&self) -> Vec<(f64, f64)> {
        let at = |t: striate_model::Timestamp| t.since(self.session.start).as_s() + self.start_s;
        self.session.efforts.iter().map(|e| (at(e.start), at(e.end))).collect()
    }

    fn wanted(&self) -> Vec<(f64, f64)> {
        self.truth.efforts.iter().map(|e| (e.start_s, e.end_s)).collect()
    }

    fn is_right(&self) -> bool {
        self.session.kind.kind.as_str() == self.truth.kind
    }
}

fn shares_of_union(a: (f64, f64), b: (f64, f64)) -> f64 {
    let overlap = (a.1.min(b.1) - a.0.max(b.0)).max(0.0);
    overlap / (a.1.max(b.1) - a.0.min(b.0)).max(1e-9)
}

/// Adds a recording's efforts to a score. Efforts shorter than asked for are neither wanted nor false.
fn add(score: &mut Score, case: &Case, shortest_s: f64) {
    let (found, wanted) = (case.found(), case.wanted());
    let mut used = vec![false; found.len()];
    score.recordings += 1;
    score.kinds_right += usize::from(case.is_right());
    score.count_off += found.len().abs_diff(wanted.len());
    for w in &wanted {
        let best = (0..found.len())
            .filter(|&k| !used[k])
            .map(|k| (k, shares_of_union(found[k], *w)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, share)| *share >= 0.8);
        if let Some((k, _)) = best {
            used[k] = true;
        }
        if w.1 - w.0 >= shortest_s {
            score.wanted += 1;
            if let Some((k, _)) = best {
                score.hit += 1;
                score.found += 1;
                score.edges_s.extend([found[k].0 - w.0, found[k].1 - w.1]);
                score.starts_s.push(found[k].0 - w.0);
                score.ends_s.push(found[k].1 - w.1);
            }
        }
    }
    score.found += (0..found.len()).filter(|&k| !used[k] && found[k].1 - found[k].0 >= shortest_s).count();
}

fn case(synthetic: &Synthetic, half: Half) -> Case {
    let raw = synthetic.without_marks();
    let session = segment(&raw, &synthetic.athlete, &synthetic.told);
    let start_s = session.start.since(synthetic.recording.start).as_s();
    Case { half, truth: synthetic.truth.clone(), session, start_s }
}

fn grouped<'a>(cases: &[&'a Case], group: impl Fn(&'a Case) -> Vec<String>) -> String {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for case in cases {
        for name in group(case) {
            add(scores.entry(name).or_default(), case, ASKED_S);
        }
    }
    scores.iter().fold(String::new(), |mut text, (name, score)| {
        let _ = writeln!(text, "{}", score.row(name));
        text
    })
}

fn confusion(cases: &[&Case]) -> String {
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for case in cases {
        *counts.entry((case.truth.kind.clone(), case.session.kind.kind.as_str())).or_default() += 1;
    }
    let mut text = String::new();
    for kind in SessionKind::ALL.iter().map(|k| k.as_str()) {
        let row: Vec<String> =
            counts.iter().filter(|((truth, _), _)| truth == kind).map(|((_, said), n)| format!("{said} {n}")).collect();
        if !row.is_empty() {
            let _ = writeln!(text, "{kind:<16} {}", row.join(", "));
        }
    }
    text
}

/// Stated confidence against how often it was right, in five bands, and the mean distance weighted by size.
fn calibration(cases: &[&Case]) -> (String, f64) {
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

#[test]
fn the_test_set_is_scored() {
    let detail = std::env::var("STRIATE_SCORE_DETAIL").unwrap_or_default();
    let only = std::env::var("STRIATE_SCORE_ONLY").unwrap_or_default();
    let cases: Vec<Case> =
        test_set().filter(|s| s.name.contains(&only)).map(|s| case(&generate(&s), s.half())).collect();
    for half in [Half::Train, Half::Test] {
        let cases: Vec<&Case> = cases.iter().filter(|c| c.half == half).collect();
        let mut asked = Score::default();
        let mut all = Score::default();
        for case in &cases {
            add(&mut asked, case, ASKED_S);
            add(&mut all, case, 0.0);
        }
        println!("\n== {} half ==\n{HEAD}", half.as_str());
        println!("{}\n{}", asked.row("15 s and longer"), all.row("8 s and longer"));
        println!("\nby family\n{}", grouped(&cases, |c| vec![c.truth.family.clone()]));
        println!("by kind\n{}", grouped(&cases, |c| vec![c.truth.kind.clone()]));
        println!(
            "by speed\n{}",
            grouped(&cases, |c| vec![
                format!("CS {:.1} m/s", c.truth.runner.critical_speed_m_per_s * 2.0 / 2.0)[..6].to_owned()
            ])
        );
        println!("by fault\n{}", grouped(&cases, |c| c.truth.faults.clone()));
        println!("kinds\n{}", confusion(&cases));
        let (table, off) = calibration(&cases);
        println!("confidence, {:.1} points off\n{table}", off * 100.0);
        let quiet: Vec<&&Case> =
            cases.iter().filter(|c| NEVER_EFFORTS.iter().any(|f| c.truth.family.contains(f))).collect();
        let false_efforts = quiet.iter().map(|c| c.found().len()).sum::<usize>();
        println!("false efforts in steady, trail and stop-and-go runs: {false_efforts} in {}", quiet.len());
        if half == Half::Train {
            for c in
                cases.iter().filter(|c| !detail.is_empty() && (c.truth.family.contains(&detail) || detail == "all"))
            {
                let mut score = Score::default();
                add(&mut score, c, 0.0);
                if score.f1() < 0.999 || !c.is_right() {
                    println!(
                        "-- {} {:.0} s {:.1} km {} -> {} {:.2} CS {:.2} {:?}\n   {:?}",
                        c.truth.name,
                        c.session.timer.as_s(),
                        c.truth.distance_m / 1000.0,
                        c.truth.kind,
                        c.session.kind.kind.as_str(),
                        c.session.kind.confidence,
                        c.truth.runner.critical_speed_m_per_s,
                        c.truth.faults,
                        c.session.kind.reasons
                    );
                    let show = |v: &[(f64, f64)]| {
                        v.iter().map(|s| format!("{:.0}-{:.0}", s.0, s.1)).collect::<Vec<_>>().join(" ")
                    };
                    println!("   true  {}\n   found {}", show(&c.wanted()), show(&c.found()));
                    let demand: Vec<String> = c
                        .truth
                        .efforts
                        .iter()
                        .take(4)
                        .map(|e| format!("{:.2}@{:+.3}", e.demand, e.mean_grade))
                        .collect();
                    println!("   demand {}", demand.join(" "));
                    let m = &c.session.motion;
                    let seen: Vec<String> = c
                        .wanted()
                        .iter()
                        .take(4)
                        .map(|w| {
                            let (a, b) =
                                ((w.0 - c.start_s).max(0.0) as usize, ((w.1 - c.start_s) as usize).min(m.len()));
                            let n = (b - a).max(1) as f32;
                            format!(
                                "{:.2}@{:+.3}",
                                m.speed_m_per_s[a..b].iter().sum::<f32>() / n,
                                m.grade[a..b].iter().sum::<f32>() / n
                            )
                        })
                        .collect();
                    println!(
                        "   seen   {} error {:?}",
                        seen.join(" "),
                        m.grade_error.map(striate_model::Grade::as_ratio)
                    );
                }
            }
        }
    }
}
