//! What a week may be made of: kinds of session, each at three levels, written as lines of the journal, so that what they
//! do to the muscles comes from the same engine as everything that was done.

use super::PlanWishes;
use crate::body::session_dose;
use crate::journal::{parse_line, recording};
use std::collections::BTreeMap;
use striate_model::{Athlete, DailyDose, Day, TimeSpan};
use striate_segment::segment;
use striate_stimulus::{Method, stimulus_without_bands};

/// One kind on the menu.
pub(super) struct Dish {
    /// The product's word for it.
    pub(super) kind: &'static str,
    pub(super) is_run: bool,
    pub(super) is_lift: bool,
    pub(super) is_hard: bool,
    pub(super) is_legs: bool,
    /// Sprints, hills, jumps, heavy legs: the chosen rest follows.
    pub(super) is_heavy: bool,
    pub(super) most: usize,
    /// Coaching rules that ask for it.
    pub(super) rules: &'static [&'static str],
    pub(super) levels: Vec<Level>,
}

/// A kind at a level.
#[derive(Clone)]
pub(super) struct Level {
    /// A line of the journal.
    pub(super) line: String,
    pub(super) title: String,
    pub(super) minutes: i32,
    pub(super) reps: Option<u32>,
    pub(super) rep_distance_m: Option<u32>,
    pub(super) rest_s: Option<u32>,
}

/// Exercises with their repetitions.
type Exercises = &'static [(&'static str, u32)];

/// How long the runs may be this week.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    /// The longest run, min.
    pub(super) longest: i32,
    pub(super) has_long: bool,
    pub(super) series: bool,
    /// Fast running at all.
    pub(super) fast: bool,
}

fn run(dose: &str, title: String, minutes: i32) -> Level {
    Level { line: format!("run {dose}"), title, minutes, reps: None, rep_distance_m: None, rest_s: None }
}

fn lift(exercises: &[(&str, u32)], sets: u32, title: &str) -> Level {
    let pieces: Vec<String> = exercises.iter().map(|(name, reps)| format!("{name} {sets}x{reps} rir 2")).collect();
    // A set with its rest takes three minutes, of small exercises in turn two; ten to warm up.
    let minutes = 10 + (sets as usize * exercises.len()) as i32 * 5 / 2;
    let line = format!("lift {}", pieces.join("; "));
    Level { line, title: format!("{title}, {sets} sets each"), minutes, reps: None, rep_distance_m: None, rest_s: None }
}

/// The kinds that the athlete's means and the week allow.
pub(super) fn menu(athlete: &Athlete, wishes: &PlanWishes, lengths: Lengths) -> Vec<Dish> {
    let critical = 3.6 * athlete.critical_speed.value.as_m_per_s();
    let sprint = 3.6 * athlete.max_sprint.value.as_m_per_s();
    let longest = lengths.longest;
    let dish = |kind, flags: &str, most, rules, levels| Dish {
        kind,
        is_run: flags.contains('r'),
        is_lift: flags.contains('l'),
        is_hard: flags.contains('h'),
        is_legs: flags.contains('g'),
        is_heavy: flags.contains('!'),
        most,
        rules,
        levels,
    };
    let mut dishes = Vec::new();
    let easy = |minutes: i32| run(&format!("{minutes} min easy"), format!("{minutes} min easy"), minutes);
    let spread = |shares: [f64; 3], cap: i32| {
        let mut all: Vec<i32> =
            shares.iter().map(|s| ((s * f64::from(longest)) as i32).min(cap) / 5 * 5).filter(|m| *m >= 10).collect();
        all.dedup();
        all
    };
    let easies = spread([0.5, 0.65, 0.8], 60);
    if !easies.is_empty() {
        dishes.push(dish("easy", "r", 3, &["C9"], easies.into_iter().map(easy).collect()));
    }
    if longest >= 30 {
        let minutes = (longest / 2).min(25) / 5 * 5;
        let level = run(&format!("{minutes} min recovery"), format!("{minutes} min very easy"), minutes);
        dishes.push(dish("recovery", "r", 1, &["A6"], vec![level]));
    }
    if lengths.has_long {
        let mut all: Vec<i32> = [0.75, 0.87, 1.0].iter().map(|s| (s * f64::from(longest)) as i32).collect();
        all.dedup();
        let levels =
            all.into_iter().map(|m| run(&format!("{m} min long"), format!("{m} min easy, the longest run"), m));
        dishes.push(dish("long", "rhg", 1, &["A5"], levels.collect()));
    }
    if !wishes.is_injured && longest >= 40 {
        let tempo = |m: i32| {
            let line = format!("10 min; {m} min {:.1} km/h; 8 min tempo", 0.93 * critical);
            run(&line, format!("{m} min at tempo"), m + 18)
        };
        dishes.push(dish("tempo", "rhg", 1, &["A1"], vec![tempo(15), tempo(20), tempo(25)]));
        let interval = |n: u32| {
            let line = format!("12 min; {n}x3 min {:.1} km/h rest 2 min; 8 min interval", 1.02 * critical);
            let level = run(&line, format!("{n} x 3 min fast"), 20 + 5 * n as i32);
            Level { reps: Some(n), rest_s: Some(120), ..level }
        };
        dishes.push(dish("interval", "rhg", 1, &["A1", "B2"], vec![interval(3), interval(4), interval(5)]));
    }
    if !wishes.is_injured && lengths.fast {
        let sprints = |n: u32| {
            let line = format!("15 min; {n}x20 s {:.1} km/h rest 80 s; 8 min sprint interval", 0.78 * sprint);
            let level = run(&line, format!("{n} x 20 s fast, short rests"), 24 + (n as i32 * 5 + 2) / 3);
            Level { reps: Some(n), rest_s: Some(80), ..level }
        };
        dishes.push(dish("sprint_interval", "rhg!", 1, &["A4", "B2", "D3"], vec![sprints(4), sprints(6), sprints(8)]));
    }
    if !wishes.is_injured && lengths.series {
        let series = |n: u32| {
            let line = format!("15 min; {n}x200 m rest 3 min; 8 min series");
            let level = run(&line, format!("{n} x 200 m at nine tenths of your best"), 23 + 7 * n as i32 / 2);
            Level { reps: Some(n), rep_distance_m: Some(200), rest_s: Some(180), ..level }
        };
        dishes.push(dish("series", "rhg!", 1, &["E3", "E5", "E6"], vec![series(4), series(6), series(8)]));
    }
    if !wishes.is_injured && wishes.has_hills && longest >= 25 {
        let hills = |n: u32| {
            let line = format!("12 min; {n}x20 s {:.1} km/h 8 % rest 100 s; 8 min hill repeats", 0.5 * sprint);
            let level = run(&line, format!("{n} x 20 s uphill"), 20 + 2 * n as i32);
            Level { reps: Some(n), rest_s: Some(100), ..level }
        };
        dishes.push(dish("hill_repeats", "rhg!", 1, &["B3", "B8", "C4"], vec![hills(4), hills(6), hills(8)]));
    }
    let (legs, upper, whole): (Exercises, Exercises, Exercises) = if wishes.has_gym {
        (
            &[("back squat", 6), ("romanian deadlift", 8), ("lying leg curl", 10), ("standing calf raise", 12)],
            &[("bench press", 8), ("bent-over barbell row", 8), ("overhead press", 8), ("lat pulldown", 10)],
            &[("back squat", 6), ("romanian deadlift", 8), ("bench press", 8), ("bent-over barbell row", 8)],
        )
    } else {
        (
            &[
                ("bulgarian split squat", 12),
                ("single-leg hip thrust", 12),
                ("nordic hamstring curl", 6),
                ("single-leg calf raise", 15),
            ],
            &[("push-up", 15), ("pull-up", 6), ("plank with movement", 12)],
            &[("bulgarian split squat", 12), ("nordic hamstring curl", 6), ("push-up", 15), ("pull-up", 6)],
        )
    };
    let lifts = |exercises, title| [2, 3, 4].map(|sets| lift(exercises, sets, title)).to_vec();
    dishes.push(dish("lower_strength", "lhg!", 2, &["B10", "D6", "E9"], lifts(legs, "Legs")));
    dishes.push(dish("upper_strength", "l", 2, &["B11"], lifts(upper, "Upper body")));
    dishes.push(dish("full_strength", "lhg!", 2, &["B10", "B11"], lifts(whole, "Whole body")));
    if !wishes.is_injured && lengths.fast {
        let jumps = [2, 3, 4].map(|sets| lift(&[("box jump", 5), ("jump squat", 6)], sets, "Jumps"));
        dishes.push(dish("plyometrics", "hg!", 1, &["B9"], jumps.to_vec()));
    }
    dishes
}

/// Doses of lines, each worked out once.
pub(super) struct Kitchen<'a> {
    pub(super) athlete: &'a Athlete,
    known: BTreeMap<String, Option<DailyDose>>,
}

impl<'a> Kitchen<'a> {
    pub(super) fn new(athlete: &'a Athlete) -> Self {
        Self { athlete, known: BTreeMap::new() }
    }

    /// What a line would bring; `None` for one that is no session.
    pub(super) fn dose(&mut self, line: &str) -> Option<DailyDose> {
        let athlete = self.athlete;
        let cook = || {
            let entry = parse_line(line, Day::default()).ok()?;
            let (recording, told) = recording(&entry, athlete, TimeSpan::from_s(0.0))?;
            let session = segment(&recording, athlete, &told);
            let stimulus = stimulus_without_bands(&session, athlete, Method::builtin());
            Some(session_dose(&session, athlete, &stimulus, Method::builtin()))
        };
        self.known.entry(line.to_owned()).or_insert_with(cook).clone()
    }
}
