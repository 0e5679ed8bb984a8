//! The shipped detector beside five others from the field and the literature, on the same cleaned movement.
//!
//! Every rival reads the same demand at one value a second (cleaned speed times what the slope costs), has the same
//! correction of edges for the time in which speed follows, the same definition of an effort (8 s or longer, no long block
//! without another of its size), and has its settings chosen by F1 on the train half among a
//! few sensible ones: once without anything that is known of the athlete, once with critical speed. What is compared is
//! how to cut and how to decide. Only the scores of the test half are printed and asserted.

mod cuts;

use cuts::{Cut, hidden_markov, moving_mean, moving_median, optimal_levels, two_means};
use std::fmt::Write as _;
use striate_model::{Recording, Session, SubSport};
use striate_segment::{level_factor, segment};
use striate_synth::{Half, Synthetic, generate, test_set};

/// Every so many recordings are looked at, the same for every method; `STRIATE_SCORE_EVERY=1` looks at all.
const EVERY: usize = 3;
/// Shortest effort that is asked for, s.
const ASKED_S: f64 = 15.0;
/// Shortest effort that any method reports, s.
const SHORTEST_S: usize = 8;
/// A block longer than this is no effort unless it has another of its size, s.
const LONGEST_SINGLE_S: usize = 240;
/// Two efforts closer than this are one, s.
const GAP_S: usize = 4;
/// Families of steady, trail and stop-and-go runs, in which any effort is a false one.
const NEVER_EFFORTS: [&str; 6] = ["easy", "easy_rolling", "easy_track", "long", "trail", "city_stop_and_go"];
/// How much of the time of a change lies before its middle, s, at the beginning and end: on foot and on a belt.
const ON_FOOT_S: (f64, f64) = (0.8, 0.4);
const ON_BELT_S: (f64, f64) = (2.5, 2.5);

type Span = (f64, f64);

/// A recording as every method sees it, and what was true.
struct Run {
    half: Half,
    family: String,
    is_quiet: bool,
    /// Level speed of the same cost, m/s, each second.
    demand: Vec<f64>,
    /// What is told of the athlete's critical speed, m/s.
    critical: f64,
    is_on_belt: bool,
    wanted: Vec<Span>,
    shipped: Vec<Span>,
    /// Seconds from the start of the recording to that of the movement.
    start_s: f64,
}

/// Cleaned speed times what the slope costs, each slope shrunk by the error that is stated for a typical one.
fn demand(session: &Session) -> Vec<f64> {
    let motion = &session.motion;
    let error = motion.grade_error.map_or(0.0, striate_model::Grade::as_ratio);
    let doubtful = (if error > 0.02 { 6.0 } else { 1.5 } * error).powi(2);
    let level = |(speed, grade): (&f32, &f32)| {
        let (speed, grade) = (f64::from(*speed), f64::from(*grade));
        let sure = grade * (1.0 - doubtful / (grade * grade).max(1e-12)).max(0.0);
        if speed < 0.5 { 0.0 } else { speed * level_factor(sure) }
    };
    motion.speed_m_per_s.iter().zip(&motion.grade).map(level).collect()
}

fn run(synthetic: &Synthetic, half: Half) -> Run {
    let raw: Recording = synthetic.without_marks();
    let session = segment(&raw, &synthetic.athlete, &synthetic.told);
    let start_s = session.start.since(synthetic.recording.start).as_s();
    let at = |t: striate_model::Timestamp| t.since(session.start).as_s() + start_s;
    Run {
        half,
        family: synthetic.truth.family.clone(),
        is_quiet: NEVER_EFFORTS.contains(&synthetic.truth.family.as_str()),
        demand: demand(&session),
        critical: synthetic.athlete.critical_speed.value.as_m_per_s(),
        is_on_belt: raw.sub_sport == SubSport::Treadmill,
        wanted: synthetic.truth.efforts.iter().map(|e| (e.start_s, e.end_s)).collect(),
        shipped: session.efforts.iter().map(|e| (at(e.start), at(e.end))).collect(),
        start_s,
    }
}

/// What was right and wrong over many recordings.
#[derive(Default)]
struct Score {
    hit: usize,
    found: usize,
    wanted: usize,
    edges_s: Vec<f64>,
    /// Runs of the families that never have efforts, and what was found in them.
    quiet: usize,
    quiet_found: usize,
    /// All runs without a true effort, and what was found in them.
    empty: usize,
    empty_found: usize,
}

impl Score {
    fn of<'a>(runs: impl Iterator<Item = (&'a Run, Vec<Span>)>) -> Self {
        let mut score = Self::default();
        runs.for_each(|(run, found)| score.add(run, &found));
        score
    }

    /// Efforts shorter than asked for are neither wanted nor false, except in runs without any.
    fn add(&mut self, run: &Run, found: &[Span]) {
        let mut used = vec![false; found.len()];
        for wanted in &run.wanted {
            let best = (0..found.len())
                .filter(|&k| !used[k])
                .map(|k| (k, shared(found[k], *wanted)))
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .filter(|(_, share)| *share >= 0.8);
            if let Some((k, _)) = best {
                used[k] = true;
            }
            if wanted.1 - wanted.0 >= ASKED_S {
                self.wanted += 1;
                if let Some((k, _)) = best {
                    self.hit += 1;
                    self.found += 1;
                    self.edges_s.extend([(found[k].0 - wanted.0).abs(), (found[k].1 - wanted.1).abs()]);
                }
            }
        }
        self.found += (0..found.len()).filter(|&k| !used[k] && found[k].1 - found[k].0 >= ASKED_S).count();
        if run.is_quiet {
            self.quiet += 1;
            self.quiet_found += found.len();
        }
        if run.wanted.is_empty() {
            self.empty += 1;
            self.empty_found += found.len();
        }
    }

    fn f1(&self) -> f64 {
        2.0 * self.hit as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn row(&self, name: &str) -> String {
        let mut edges = self.edges_s.clone();
        edges.sort_unstable_by(f64::total_cmp);
        format!(
            "| {name} | {:.3} | {:.3} | {:.3} | {:.1} | {:.2} | {:.2} |",
            self.hit as f64 / self.found.max(1) as f64,
            self.hit as f64 / self.wanted.max(1) as f64,
            self.f1(),
            edges.get(edges.len() / 2).copied().unwrap_or(f64::NAN),
            self.quiet_found as f64 / self.quiet.max(1) as f64,
            self.empty_found as f64 / self.empty.max(1) as f64,
        )
    }
}

/// Share of their union that two spans have in common.
fn shared(a: Span, b: Span) -> f64 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0.0) / (a.1.max(b.1) - a.0.min(b.0)).max(1e-9)
}

/// How a method decides between effort and the rest.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// How far an effort must be above: the run's mean while moving, or the next lower class.
    ratio: f64,
    /// Having begun, an effort lasts down to this share of what it needed to begin.
    hold: f64,
    /// Least share of critical speed; 0 where nothing is known of the athlete.
    of_critical: f64,
    /// Shortest effort, s.
    shortest_s: usize,
}

/// One method: how it cuts, with its own setting, and the rules that it may choose from.
struct Method {
    name: &'static str,
    cut: fn(&Run, f64) -> Cut,
    own: &'static [f64],
    ratios: &'static [f64],
    holds: &'static [f64],
    shortest_s: &'static [usize],
}

const METHODS: [Method; 5] = [
    Method {
        name: "fixed ratio over the mean, least duration",
        cut: |run, window| Cut::Stream(moving_mean(&run.demand, window as usize)),
        own: &[1.0, 5.0, 11.0],
        ratios: &[1.0, 1.1, 1.2, 1.3],
        holds: &[1.0],
        shortest_s: &[8, 15, 30],
    },
    Method {
        name: "two means of smoothed speed",
        cut: |run, window| two_means(&moving_mean(&run.demand, window as usize)),
        own: &[1.0, 5.0, 11.0],
        ratios: &[1.2, 1.35, 1.5, 1.8],
        holds: &[1.0],
        shortest_s: &[8, 15],
    },
    Method {
        name: "optimal change points, level rule",
        cut: |run, penalty| Cut::Stream(optimal_levels(&run.demand, penalty)),
        own: &[0.4, 0.8, 1.6, 3.2],
        ratios: &[1.0, 1.1, 1.2, 1.3],
        holds: &[1.0],
        shortest_s: &[8],
    },
    Method {
        name: "hidden Markov model",
        cut: |run, states| hidden_markov(&run.demand, states as usize),
        own: &[2.0, 3.0, 4.0],
        ratios: &[1.1, 1.2, 1.35, 1.5],
        holds: &[1.0],
        shortest_s: &[8, 15],
    },
    Method {
        name: "hysteresis on a moving median",
        cut: |run, window| Cut::Stream(moving_median(&run.demand, window as usize)),
        own: &[11.0, 21.0, 31.0],
        ratios: &[1.0, 1.1, 1.2, 1.3],
        holds: &[0.75, 0.85, 0.95],
        shortest_s: &[8],
    },
];

impl Method {
    /// All rules, with or without the athlete's critical speed.
    fn rules(&self, knows_athlete: bool) -> Vec<Rule> {
        let floors: &[f64] = if knows_athlete { &[0.74, 0.8, 0.86, 0.92] } else { &[0.0] };
        let mut rules = Vec::new();
        for &ratio in self.ratios {
            for &hold in self.holds {
                for &shortest_s in self.shortest_s {
                    rules.extend(floors.iter().map(|&of_critical| Rule { ratio, hold, of_critical, shortest_s }));
                }
            }
        }
        rules
    }

    /// The best own setting and rule by F1 on these runs.
    fn tuned(&self, runs: &[&Run], knows_athlete: bool) -> (f64, Rule) {
        let mut best: Option<(f64, f64, Rule)> = None;
        for &own in self.own {
            let cuts: Vec<Cut> = runs.iter().map(|run| (self.cut)(run, own)).collect();
            for rule in self.rules(knows_athlete) {
                let f1 = Score::of(runs.iter().zip(&cuts).map(|(run, cut)| (*run, efforts(run, cut, &rule)))).f1();
                if best.is_none_or(|(most, ..)| f1 > most) {
                    best = Some((f1, own, rule));
                }
            }
        }
        best.map(|(_, own, rule)| (own, rule)).expect("every method has settings")
    }
}

/// The efforts that a rule makes of the levels.
fn efforts(run: &Run, cut: &Cut, rule: &Rule) -> Vec<Span> {
    let floor = rule.of_critical * run.critical;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut close = |from: usize, to: usize| match spans.last_mut() {
        Some(last) if from - last.1 < GAP_S => last.1 = to,
        _ => spans.push((from, to)),
    };
    let (level, begin): (Box<dyn Fn(usize) -> f64>, f64) = match cut {
        Cut::Stream(values) => {
            let moving: Vec<f64> = values.iter().copied().filter(|v| *v > 0.5).collect();
            let mean = moving.iter().sum::<f64>() / moving.len().max(1) as f64;
            (Box::new(|i| values[i]), (rule.ratio * mean).max(floor))
        }
        Cut::Classes(means, classes) => {
            let lowest = (1..means.len()).find(|&k| means[k] >= rule.ratio * means[k - 1] && means[k] >= floor);
            (Box::new(|i| means[classes[i]]), lowest.map_or(f64::INFINITY, |k| means[k]))
        }
    };
    let mut since: Option<usize> = None;
    for i in 0..run.demand.len() {
        match since {
            None if level(i) >= begin => since = Some(i),
            Some(from) if level(i) < rule.hold * begin => {
                close(from, i);
                since = None;
            }
            _ => {}
        }
    }
    if let Some(from) = since {
        close(from, run.demand.len());
    }
    let (early_s, late_s) = if run.is_on_belt { ON_BELT_S } else { ON_FOOT_S };
    let moved =
        |(from, to): (usize, usize)| ((from as f64 - early_s).max(0.0) + run.start_s, to as f64 - late_s + run.start_s);
    spans.retain(|(from, to)| to - from >= rule.shortest_s.max(SHORTEST_S));
    // What an effort is does not depend on the method: a long block without another of its size is none.
    let lengths: Vec<usize> = spans.iter().map(|(from, to)| to - from).collect();
    let alone = |k: usize| !lengths.iter().enumerate().any(|(j, l)| j != k && 3 * l >= lengths[k]);
    let kept = spans.iter().enumerate().filter(|(k, _)| lengths[*k] <= LONGEST_SINGLE_S || !alone(*k));
    kept.map(|(_, span)| moved(*span)).collect()
}

#[test]
#[ignore = "long: cargo xtask test --all"]
fn no_method_from_the_field_finds_efforts_as_well_as_the_shipped_one() {
    let every = std::env::var("STRIATE_SCORE_EVERY").ok().and_then(|v| v.parse().ok()).unwrap_or(EVERY);
    let runs: Vec<Run> = test_set().step_by(every).map(|s| run(&generate(&s), s.half())).collect();
    let half = |half: Half| -> Vec<&Run> { runs.iter().filter(|r| r.half == half).collect() };
    let (train, test) = (half(Half::Train), half(Half::Test));
    let shipped = Score::of(test.iter().map(|r| (*r, r.shipped.clone())));
    let mut table = format!(
        "{} recordings of the train half, {} of the test half: {} efforts of 15 s and longer, {} steady, trail and \
         stop-and-go runs, {} without a true effort in all\n\
         | method | precision | recall | F1 | median edge, s | false in quiet runs | false in runs without efforts |\n\
         |---|---|---|---|---|---|---|\n{}\n",
        train.len(),
        test.len(),
        shipped.wanted,
        shipped.quiet,
        shipped.empty,
        shipped.row("**shipped**"),
    );
    let mut best_rival = Rival { f1: 0.0, scores: Vec::new() };
    for knows_athlete in [true, false] {
        for method in &METHODS {
            let (own, rule) = method.tuned(&train, knows_athlete);
            let score = Score::of(test.iter().map(|r| (*r, efforts(r, &(method.cut)(r, own), &rule))));
            if score.f1() > best_rival.f1 {
                let each = |r: &&Run| Score::of(std::iter::once((*r, efforts(r, &(method.cut)(r, own), &rule))));
                best_rival = Rival { f1: score.f1(), scores: test.iter().map(each).collect() };
            }
            let known = if knows_athlete { "critical speed known" } else { "run alone" };
            let _ = writeln!(table, "{}", score.row(&format!("{}; {known}", method.name)));
            println!("{}, {known}: own setting {own}, {rule:?}", method.name);
        }
    }
    println!("{table}");
    let each: Vec<Score> = test.iter().map(|r| Score::of(std::iter::once((*r, r.shipped.clone())))).collect();
    let (low, high) = lead(&each, &best_rival.scores);
    println!("{}", by_family(&test, &each, &best_rival.scores));
    println!("lead over the best rival: {low:+.3} to {high:+.3} in 95 of 100 draws of recordings");
    assert!(shipped.f1() > best_rival.f1, "a rival reaches {:.3}, the shipped one {:.3}", best_rival.f1, shipped.f1());
}

/// The rival with the highest F1 and its score on each recording.
struct Rival {
    f1: f64,
    scores: Vec<Score>,
}

/// The families in which the two differ by more than 0.03, ours first.
fn by_family(runs: &[&Run], ours: &[Score], theirs: &[Score]) -> String {
    let f1 = |scores: &[Score], family: &str| {
        let of_family = runs.iter().zip(scores).filter(|(r, _)| r.family == family).map(|(_, s)| s);
        let (hit, all) = of_family.fold((0, 0), |(hit, all), s| (hit + s.hit, all + s.found + s.wanted));
        if all == 0 { 1.0 } else { 2.0 * hit as f64 / all as f64 }
    };
    let mut families: Vec<&str> = runs.iter().map(|r| r.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    let mut text = "F1 by family, shipped and best rival, where they differ:".to_owned();
    for family in families {
        let (our, their) = (f1(ours, family), f1(theirs, family));
        if (our - their).abs() > 0.03 {
            let _ = write!(text, " {family} {our:.2} {their:.2};");
        }
    }
    text
}

/// Where the difference of two F1 lies in 95 of 100 draws of recordings with replacement (paired bootstrap).
fn lead(ours: &[Score], theirs: &[Score]) -> (f64, f64) {
    const DRAWS: usize = 2000;
    let mut state: u64 = 7;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below
    };
    let f1 = |scores: &[Score], drawn: &[usize]| {
        let (hit, all) =
            drawn.iter().map(|&k| &scores[k]).fold((0, 0), |(hit, all), s| (hit + s.hit, all + s.found + s.wanted));
        2.0 * hit as f64 / all.max(1) as f64
    };
    let mut leads: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn: Vec<usize> = ours.iter().map(|_| next(ours.len())).collect();
            f1(ours, &drawn) - f1(theirs, &drawn)
        })
        .collect();
    leads.sort_unstable_by(f64::total_cmp);
    (leads[DRAWS / 40], leads[DRAWS - 1 - DRAWS / 40])
}

#[test]
fn every_rival_finds_plain_repetitions() {
    let on = |i: usize| (600..1560).contains(&i) && (i - 600) % 120 < 60;
    let wobble = |i: usize| 0.1 * ((i * 7919 % 101) as f64 / 50.0 - 1.0);
    let run = Run {
        half: Half::Train,
        family: "plain".to_owned(),
        is_quiet: false,
        demand: (0..2400).map(|i| wobble(i) + if on(i) { 4.5 } else { 2.6 }).collect(),
        critical: 4.0,
        is_on_belt: false,
        wanted: (0..8).map(|k| (600.0 + 120.0 * f64::from(k), 660.0 + 120.0 * f64::from(k))).collect(),
        shipped: Vec::new(),
        start_s: 0.0,
    };
    for method in &METHODS {
        let (own, rule) = method.tuned(&[&run], false);
        let score = Score::of(std::iter::once((&run, efforts(&run, &(method.cut)(&run, own), &rule))));
        assert_eq!((score.hit, score.found), (8, 8), "{}", method.name);
    }
}
