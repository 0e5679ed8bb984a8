//! Months of training by one runner, for what is learned from many recordings together.

use crate::library::{FAMILIES, Family};
use crate::rng::Rng;
use crate::runner::Knowledge;
use crate::scenario::Scenario;
use crate::test_set::{FIRST_MORNING_MS, runner_at, scenario};
use striate_model::Timestamp;

/// What a runner trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// A bit of everything: easy and long runs, tempo, intervals, sprints, hills, a race now and then.
    Varied,
    /// Easy and long runs, tempo, strides, a race: no sprints.
    Endurance,
    /// Easy runs with short fast repetitions and hill sprints: nothing long and hard.
    Sprinting,
    /// Easy, long and recovery runs only: nothing hard at all.
    OnlyEasy,
}

impl Habit {
    /// Every habit.
    pub const ALL: [Self; 4] = [Self::Varied, Self::Endurance, Self::Sprinting, Self::OnlyEasy];

    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Varied => "varied",
            Self::Endurance => "endurance",
            Self::Sprinting => "sprinting",
            Self::OnlyEasy => "only easy",
        }
    }

    /// Families with how often each is run, in any unit.
    const fn mix(self) -> &'static [(&'static str, usize)] {
        match self {
            Self::Varied => &[
                ("easy", 8),
                ("easy_rolling", 3),
                ("easy_with_strides", 3),
                ("recovery", 3),
                ("long", 4),
                ("tempo_block", 3),
                ("intervals_400_to_2000_m", 3),
                ("thirty_thirty", 1),
                ("series", 2),
                ("sprint_intervals", 1),
                ("hill_repeats_30_to_180_s", 2),
                ("race", 1),
            ],
            Self::Endurance => &[
                ("easy", 10),
                ("easy_rolling", 4),
                ("easy_with_strides", 3),
                ("recovery", 3),
                ("long", 5),
                ("tempo_block", 4),
                ("progression_to_tempo", 2),
                ("race", 1),
            ],
            Self::Sprinting => &[
                ("easy", 10),
                ("recovery", 4),
                ("easy_with_strides", 4),
                ("series", 5),
                ("sprint_intervals", 4),
                ("hill_sprints_8_to_20_s", 4),
            ],
            Self::OnlyEasy => {
                &[("easy", 12), ("easy_rolling", 5), ("easy_paused", 3), ("recovery", 4), ("long", 4), ("run_walk", 1)]
            }
        }
    }
}

/// The training of one runner: `runs` recordings over as many times two and a half days, each by a watch with its own
/// faults, the runner the same. `level` is the runner's speed from 0 (slowest) to 1. The seed also decides whether the
/// history belongs to the half that may be looked at (even) or only scored (odd).
pub fn training_history(habit: Habit, level: f64, runs: usize, seed: u64) -> impl Iterator<Item = Scenario> {
    let runner = runner_at(level, seed);
    let mut chance = Rng::new(seed).branch("history");
    let all: usize = habit.mix().iter().map(|(_, often)| often).sum();
    (0..runs).map(move |run| {
        let mut place = chance.count(0, all - 1);
        let mut name = habit.mix()[0].0;
        for (family, often) in habit.mix() {
            if place < *often {
                name = family;
                break;
            }
            place -= often;
        }
        let family: &Family = FAMILIES.iter().find(|f| f.name == name).expect("the mixes name families that exist");
        let mut made = scenario(family, seed * 1000 + run as u64, runner);
        made.knowledge = Knowledge::Estimated;
        made.origin.time = Timestamp::from_unix_ms(FIRST_MORNING_MS + run as i64 * 216_000_000);
        made
    })
}
