//! The training life of one athlete: a story of two years that can be told several times in a row.
//!
//! Weeks 1 to 30: a beginner runs three, then four times a week and gains. 31 to 56: every week the same equal runs; nothing
//! changes any more. 57 to 80: hills, fast repetitions and lifting come in. 81 to 86: a calf injury, no running, a little
//! lifting of the upper body. 87 to 104: the comeback, shorter at first, with lifting, hills and speed kept.
//! (The story and its figures are invented.)

use crate::library::FAMILIES;
use crate::rng::Rng;
use crate::runner::Runner;
use crate::scenario::Deed;
use crate::script::{Ground, Pace, Part, Plan, Role, Until};
use crate::strength::Lift;
use striate_model::{Day, SessionKind};

/// How long the story is, weeks.
pub(crate) const WEEKS: i32 = 104;

/// One session of the story.
#[derive(Clone, Debug)]
pub(crate) struct Chapter {
    /// The day.
    pub(crate) day: Day,
    /// When it begins, seconds after midnight.
    pub(crate) second: u32,
    /// The athlete's own title.
    pub(crate) title: &'static str,
    /// What is done.
    pub(crate) deed: Deed,
    /// The runner on that day.
    pub(crate) runner: Runner,
}

/// Who lives the story, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    /// Chance.
    pub(crate) seed: u64,
    /// The Monday of the first week.
    pub(crate) first: Day,
    /// How many weeks are told; the story begins anew after [`WEEKS`].
    pub(crate) weeks: i32,
    /// Whether there are two more easy runs every week, as somebody does who runs to work.
    pub(crate) is_busy: bool,
}

/// What a day of the week holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Easy(f64),
    Long(f64),
    Of(&'static str, &'static str),
    Legs,
    Upper,
}

impl Life {
    /// Every session, in order.
    pub(crate) fn chapters(&self) -> Vec<Chapter> {
        (0..self.weeks).flat_map(|week| self.week(week)).collect()
    }

    /// The runner in a week: critical speed rises fast, then slowly, and falls in the weeks without running.
    pub(crate) fn runner(&self, week: i32) -> Runner {
        let (round, week) = (week.div_euclid(WEEKS), f64::from(week.rem_euclid(WEEKS)));
        let start = 2.95 + 0.16 * f64::from(round.min(5));
        let gained = 0.55 * (1.0 - (-week.min(56.0) / 14.0).exp());
        let again = 0.16 * (1.0 - (-(week - 56.0).clamp(0.0, 24.0) / 12.0).exp());
        let lost = match week as i32 {
            81..=86 => 0.05 * (week - 80.0),
            87.. => (0.30 - 0.025 * (week - 86.0)).max(0.0),
            _ => 0.0,
        };
        let base = Runner::with_critical_pace(1000.0 / 3.4, self.seed);
        let critical = start + gained + again - lost;
        Runner {
            critical_speed_m_per_s: critical,
            max_sprint_m_per_s: 6.6 + 0.25 * gained + 2.0 * again,
            hr_rest_bpm: (base.hr_rest_bpm - 8.0 * gained).round(),
            ..base
        }
    }

    fn week(&self, week: i32) -> Vec<Chapter> {
        let mut rng = Rng::new(self.seed).branch(&format!("week {week}"));
        let runner = self.runner(week);
        let monday = self.first.plus(7 * week);
        let mut plan = slots(week.rem_euclid(WEEKS), &mut rng);
        if self.is_busy && !(80..86).contains(&week.rem_euclid(WEEKS)) {
            plan.extend([(0, Slot::Easy(24.0)), (4, Slot::Easy(26.0))]);
        }
        plan.sort_by_key(|(day, _)| *day);
        let mut chapters = Vec::new();
        for (weekday, slot) in plan {
            // Life comes in between now and then.
            if rng.chance(0.04) {
                continue;
            }
            let is_weekend = weekday >= 5;
            let is_lift = matches!(slot, Slot::Legs | Slot::Upper);
            let hour = if is_weekend {
                8.3
            } else if is_lift {
                18.4
            } else {
                6.4
            };
            let second = ((hour + rng.between(-0.5, 0.5)) * 3600.0) as u32;
            let (title, deed) = deed(slot, week.rem_euclid(WEEKS), &runner, &mut rng);
            chapters.push(Chapter { day: monday.plus(weekday), second, title, deed, runner });
        }
        chapters
    }
}

fn slots(week: i32, rng: &mut Rng) -> Vec<(i32, Slot)> {
    match week {
        0..=30 => {
            let growth = f64::from(week);
            let mut plan = vec![
                (1, Slot::Easy(22.0 + 0.7 * growth)),
                (3, Slot::Easy(20.0 + 0.7 * growth)),
                (6, Slot::Long(30.0 + 1.3 * growth)),
            ];
            if week >= 10 {
                plan.push((5, Slot::Easy(25.0)));
            }
            if week >= 22 && week % 2 == 0 {
                plan[0] = (1, Slot::Of("easy_with_strides", "Easy with strides"));
            }
            plan
        }
        31..=56 => vec![(1, Slot::Easy(45.0)), (3, Slot::Easy(45.0)), (5, Slot::Easy(45.0)), (6, Slot::Long(70.0))],
        57..=80 => {
            let hills = rng.pick(&["hill_sprints_8_to_20_s", "hill_repeats_30_to_180_s"]);
            let fast = rng.pick(&["series", "sprint_intervals", "intervals_track", "tempo_block"]);
            vec![
                (0, Slot::Legs),
                (1, Slot::Of(hills, "Hills")),
                (3, Slot::Of(fast, "Fast")),
                (4, Slot::Legs),
                (5, Slot::Easy(40.0)),
                (6, Slot::Long(75.0)),
            ]
        }
        81..=86 => vec![(1, Slot::Upper), (4, Slot::Upper)],
        _ => {
            let back = f64::from(week - 86);
            let mut plan = vec![
                (0, Slot::Legs),
                (1, Slot::Easy((16.0 + 2.0 * back).min(45.0))),
                (3, Slot::Easy((15.0 + 2.0 * back).min(40.0))),
                (4, Slot::Legs),
                (6, Slot::Long((22.0 + 3.0 * back).min(70.0))),
            ];
            if back >= 8.0 {
                plan[1] = (1, Slot::Of("hill_sprints_8_to_20_s", "Hill sprints"));
            }
            if back >= 11.0 {
                plan[2] = (3, Slot::Of("series", "200s and 300s"));
            }
            plan
        }
    }
}

fn deed(slot: Slot, week: i32, runner: &Runner, rng: &mut Rng) -> (&'static str, Deed) {
    let mut steady = |kind, minutes: f64, low: f64, high: f64| {
        let demand = rng.between(low, high);
        let ground = Ground::Rolling(rng.between(0.006, 0.016), rng.between(100.0, 200.0));
        let until = Until::Time(60.0 * minutes * rng.between(0.96, 1.04));
        Deed::Run(Plan::new(kind).then(Part::new(Role::Steady, Pace::Demand(demand), until).over(ground)))
    };
    match slot {
        Slot::Easy(minutes) => ("Easy run", steady(SessionKind::Easy, minutes, 0.72, 0.77)),
        Slot::Long(minutes) => ("Long run", steady(SessionKind::Long, minutes, 0.70, 0.75)),
        Slot::Of(family, title) => {
            let family = FAMILIES.iter().find(|f| f.name == family).expect("the story names families that there are");
            (title, Deed::Run((family.draw)(runner, rng)))
        }
        Slot::Legs => ("Legs", Deed::Strength(SessionKind::LowerStrength, legs(week))),
        Slot::Upper => ("Upper body", Deed::Strength(SessionKind::UpperStrength, upper())),
    }
}

/// So many sets of so many repetitions; `fit` are the category and the exercise of the FIT protocol.
const fn lift(name: &'static str, fit: (u16, u16), (sets, reps): (usize, u16), mass_kg: f64) -> Lift {
    let (category, exercise) = fit;
    Lift { name, category, exercise, sets, reps, mass_kg: Some(mass_kg), rest_s: 130.0 }
}

/// Squats, deadlifts and calf raises that grow heavier by the week. Names as Hevy gives them, numbers as FIT does.
fn legs(week: i32) -> Vec<Lift> {
    let weeks = f64::from((week - 57).clamp(0, 30));
    let plates = |kg: f64| (kg / 2.5).round() * 2.5;
    vec![
        lift("Squat (Barbell)", (28, 6), (3, 8), plates(50.0 + 1.5 * weeks)),
        lift("Romanian Deadlift (Barbell)", (8, 23), (3, 8), plates(50.0 + 1.5 * weeks)),
        lift("Bulgarian Split Squat", (17, 21), (2, 10), plates(16.0 + 0.5 * weeks)),
        lift("Standing Calf Raise", (1, 18), (3, 12), plates(30.0 + weeks)),
    ]
}

fn upper() -> Vec<Lift> {
    vec![
        lift("Bench Press (Barbell)", (0, 1), (3, 8), 47.5),
        lift("Seated Cable Row", (23, 20), (3, 10), 45.0),
        lift("Overhead Press (Barbell)", (24, 14), (3, 8), 30.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_has_gains_a_plateau_a_break_and_a_comeback() {
        let life =
            Life { seed: 5, first: Day::from_civil(2024, 1, 1).expect("a Monday"), weeks: WEEKS, is_busy: false };
        assert_eq!(life.first.weekday(), 0, "it begins on a Monday");
        let speed = |week| life.runner(week).critical_speed_m_per_s;
        assert!(speed(25) > speed(0) + 0.4 && (speed(54) - speed(45)).abs() < 0.03 && speed(86) < speed(79));
        let chapters = life.chapters();
        let runs_in = |weeks: std::ops::Range<i32>| {
            let days = life.first.plus(7 * weeks.start)..life.first.plus(7 * weeks.end);
            chapters.iter().filter(|c| days.contains(&c.day) && matches!(c.deed, Deed::Run(_))).count()
        };
        assert_eq!(runs_in(81..87), 0, "nobody runs on an injured calf");
        assert!(runs_in(31..57) > 90 && runs_in(98..104) > 10);
        assert!(chapters.windows(2).all(|pair| pair[0].day <= pair[1].day));
    }
}
