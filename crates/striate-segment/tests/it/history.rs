//! What a history says about its runner's speeds, against runners whose speeds are known. The train half (even seeds) may
//! be looked at while the method is built, the test half is held.

use std::fmt::Write as _;
use striate_model::{Athlete, Between, Day, Speed, SpeedBests, SpeedDuration, TimeSpan};
use striate_segment::{athlete_with, speed_bests, speed_duration};
use striate_synth::{Habit, TrueRunner, generate, training_history};

/// Runs in a history; over some hundred days.
const RUNS: usize = 40;

/// Runners of each habit in each half; `STRIATE_HISTORY_RUNNERS` takes another number of them, all others than these.
const RUNNERS: u64 = 6;

/// How far the critical speed of a history may be off in the mean over runners who run hard. Of those who never do it comes
/// out low here and high on real runs, so that it is held by its typical error alone.
const MOST_BIAS_HARD: f64 = 0.025;

/// Every so many of them are looked at, and only in the test half; `STRIATE_SCORE_EVERY=1` looks at all of both halves.
const EVERY: usize = 2;

struct Case {
    runner: TrueRunner,
    /// Heart rates as a watch would know them; nothing else of the runner.
    athlete: Athlete,
    shown: Vec<SpeedBests>,
    curve: SpeedDuration,
}

fn case(habit: Habit, level: f64, seed: u64) -> Case {
    let made: Vec<_> = training_history(habit, level, RUNS, seed).map(|scenario| generate(&scenario)).collect();
    let athlete = Athlete { hr_max: made[0].athlete.hr_max, hr_rest: made[0].athlete.hr_rest, ..Athlete::default() };
    let shown: Vec<SpeedBests> = made.iter().map(|m| speed_bests(&m.recording, &athlete)).collect();
    let today = Day::of(made[RUNS - 1].recording.start, TimeSpan::from_s(0.0));
    let curve = speed_duration(&shown, today, TimeSpan::from_s(0.0), &athlete).expect("runs show speeds");
    Case { runner: made[0].truth.runner.clone(), athlete, shown, curve }
}

/// The published way: the slope of distance over time through the bests between 2 and 15 minutes.
fn line_through_bests(shown: &[SpeedBests]) -> f64 {
    let points: Vec<(f64, f64)> = [120.0, 180.0, 240.0, 300.0, 480.0, 720.0]
        .into_iter()
        .filter_map(|t| {
            let bests = shown.iter().flat_map(|s| &s.bests).filter(|b| b.duration.as_s() == t);
            bests.map(|b| b.speed.as_m_per_s()).max_by(f64::total_cmp).map(|v| (t, t * v))
        })
        .collect();
    let n = points.len() as f64;
    let (time, way) = points.iter().fold((0.0, 0.0), |(t, w), p| (t + p.0 / n, w + p.1 / n));
    let (top, bottom) =
        points.iter().fold((0.0, 0.0), |(a, b), p| (a + (p.0 - time) * (p.1 - way), b + (p.0 - time) * (p.0 - time)));
    top / bottom
}

/// What stood here before: of the bounds that single recordings give the second highest, where clearly above the
/// product's default.
fn second_highest(shown: &[SpeedBests]) -> f64 {
    let bound = |s: &SpeedBests| {
        let long = s.bests.iter().filter(|b| (180.0..=1800.0).contains(&b.duration.as_s()));
        long.map(|b| b.speed.as_m_per_s() - 180.0 / b.duration.as_s()).fold(0.0, f64::max)
    };
    let mut bounds: Vec<f64> = shown.iter().map(bound).filter(|b| *b > 1.05 * 3.6).collect();
    bounds.sort_unstable_by(|a, b| b.total_cmp(a));
    bounds.get(usize::from(bounds.len() > 2)).copied().unwrap_or(3.6)
}

/// Errors of one estimate over runners.
#[derive(Default)]
struct Errors {
    off: Vec<f64>,
    covered: usize,
    width: f64,
}

impl Errors {
    fn add(&mut self, value: f64, truth: f64) {
        self.off.push(value / truth - 1.0);
    }

    fn add_between(&mut self, found: (f64, f64, f64), truth: f64) {
        self.add(found.0, truth);
        self.covered += usize::from((found.1..=found.2).contains(&truth));
        self.width += (found.2 - found.1) / found.0;
    }

    fn bias(&self) -> f64 {
        self.off.iter().sum::<f64>() / self.off.len() as f64
    }

    fn typical(&self) -> f64 {
        (self.off.iter().map(|o| o * o).sum::<f64>() / self.off.len() as f64).sqrt()
    }

    fn coverage(&self) -> f64 {
        self.covered as f64 / self.off.len() as f64
    }

    fn row(&self) -> String {
        let n = self.off.len() as f64;
        format!(
            "bias {:+5.1} %  typical {:4.1} %  inside {:3.0} %  span {:3.0} %",
            100.0 * self.bias(),
            100.0 * self.typical(),
            100.0 * self.coverage(),
            100.0 * self.width / n
        )
    }
}

fn bounds(b: Between<Speed>) -> (f64, f64, f64) {
    (b.value.as_m_per_s(), b.low.as_m_per_s(), b.high.as_m_per_s())
}

#[test]
fn the_speeds_of_a_history_are_near_the_runners_own_and_their_bounds_hold() {
    let every = std::env::var("STRIATE_SCORE_EVERY").ok().and_then(|v| v.parse().ok()).unwrap_or(EVERY);
    let asked: Option<u64> = std::env::var("STRIATE_HISTORY_RUNNERS").ok().and_then(|v| v.parse().ok());
    let (runners, first_seed) = asked.map_or((RUNNERS, 1000), |n| (n, 100_000));
    let mut text = String::new();
    for half in (0..2u64).filter(|half| *half == 1 || every == 1) {
        let _ = writeln!(text, "== {} half ==", ["train", "test"][half as usize]);
        let (mut everyone, mut all_bounds) = ([Errors::default(), Errors::default(), Errors::default()], (0, 0));
        let mut of_the_hard = Errors::default();
        for (place, habit) in (0u64..).zip(Habit::ALL) {
            let [mut critical, mut reserve, mut sprint, mut line, mut before, mut used] =
                std::array::from_fn(|_| Errors::default());
            for k in (0..runners).step_by(every) {
                let level = (2 * k + half) as f64 / (2 * runners - 1) as f64;
                let c = case(habit, level, first_seed + 100 * place + 2 * k + half);
                let truth = c.runner.critical_speed_m_per_s;
                critical.add_between(bounds(c.curve.critical_speed), truth);
                if habit != Habit::OnlyEasy {
                    of_the_hard.add(c.curve.critical_speed.value.as_m_per_s(), truth);
                }
                sprint.add_between(bounds(c.curve.max_sprint), c.runner.max_sprint_m_per_s);
                let d = c.curve.distance_reserve;
                reserve.add_between((d.value.as_m(), d.low.as_m(), d.high.as_m()), c.runner.distance_reserve_m);
                line.add(line_through_bests(&c.shown), truth);
                before.add(second_highest(&c.shown), truth);
                let athlete = athlete_with(&c.athlete, &c.curve);
                used.add(athlete.critical_speed.value.as_m_per_s(), truth);
                assert!(c.curve.points.windows(2).all(|w| w[0].possible.value >= w[1].possible.value));
                let is_hard = matches!(habit, Habit::Varied | Habit::Endurance);
                all_bounds.0 += usize::from(c.curve.is_critical_speed_known == is_hard);
                all_bounds.1 += 1;
                everyone[0].add(athlete.critical_speed.value.as_m_per_s(), truth);
                everyone[1].add(second_highest(&c.shown), truth);
                everyone[2].add(line_through_bests(&c.shown), truth);
            }
            let name = habit.as_str();
            let _ = writeln!(text, "{name:<10} critical speed {}", critical.row());
            let _ = writeln!(text, "{:<10} highest speed  {}", "", sprint.row());
            let _ = writeln!(text, "{:<10} D'             {}", "", reserve.row());
            let _ = writeln!(
                text,
                "{:<10} critical speed otherwise: used {:.1} %, line through bests {:.1} %, second highest bound {:.1} %",
                "",
                100.0 * used.typical(),
                100.0 * line.typical(),
                100.0 * before.typical()
            );
            if half == 1 {
                let (most, sprint_most) = if habit == Habit::OnlyEasy { (0.12, 0.12) } else { (0.07, 0.12) };
                assert!(critical.typical() <= most, "{text}");
                assert!(sprint.typical() <= sprint_most, "{text}");
                // Bounds hold eight in ten; of so few runners at least three in five lie within them.
                assert!(critical.coverage() >= 0.6, "{text}");
                assert!(sprint.coverage() >= 0.3 && reserve.coverage() >= 0.5, "{text}");
            }
        }
        let [ours, second, line] = everyone.each_ref().map(Errors::typical);
        let _ = writeln!(
            text,
            "all        critical speed: ours {:.1} %, second highest {:.1} %, line {:.1} %; hard or not told right in {} of {}",
            100.0 * ours,
            100.0 * second,
            100.0 * line,
            all_bounds.0,
            all_bounds.1
        );
        assert!(ours < 0.7 * second && ours < 0.7 * line, "{text}");
        let bias = of_the_hard.bias();
        let _ = writeln!(text, "bias over the {} who run hard: {:+.1} %", of_the_hard.off.len(), 100.0 * bias);
        // A critical speed that is 4 % low doubles the dose of a tempo run.
        assert!(half == 0 || bias.abs() <= MOST_BIAS_HARD, "{text}");
    }
    println!("{text}");
}

#[test]
fn a_fast_run_among_easy_ones_and_a_ride_home_are_told_apart_by_steps() {
    use crate::script::Script;
    use striate_model::Channel;
    let mut ride = Script::new().run(1800, 3.0).run(600, 8.0).recording();
    let steps: Vec<f32> = (0..2400).map(|i| if i < 1800 { 166.0 } else { 0.0 }).collect();
    *ride.streams.channel_mut(Channel::CadencePerMin) = steps;
    let shown = speed_bests(&ride, &Athlete::default());
    let fastest = shown.bests.iter().map(|b| b.speed.as_m_per_s()).fold(0.0, f64::max);
    // One second of the ride is written before the steps stop.
    assert!(shown.has_steps && fastest < 4.0, "{fastest}");
}

#[test]
fn nobody_has_run_at_the_speed_of_a_car() {
    use crate::script::Script;
    let drive = Script::new().run(900, 12.0).recording();
    assert!(speed_bests(&drive, &Athlete::default()).bests.is_empty());
}
