//! Weeks of three days and five kinds, small enough to look at every placement.

use super::instances::{Random, tally};
use striate_plan::week::{Dose, Entry, FORBIDDEN, Item, Kind, Limit, LimitSet, Table, WAITS, WeekProblem};

/// A random week of Monday, Wednesday and Saturday with five kinds, two of them hard runs, one with two levels.
pub(crate) fn tiny(seed: u64) -> WeekProblem {
    let mut random = Random::new(seed);
    let days = [0, 2, 5];
    let flags = ["rhg", "rhgL", "lhg", "r", "l"];
    let kinds: Vec<Kind> = flags
        .into_iter()
        .enumerate()
        .map(|(k, flags)| {
            let has = |flag| flags.contains(flag);
            let levels = if k == 0 { 2 } else { 1 };
            let items: Vec<Item> = (0..levels)
                .map(|level| {
                    let minutes = 25 + 15 * level as i32 + if has('L') { 40 } else { 5 * random.below(5) as i32 };
                    Item {
                        name: format!("{flags} {level}"),
                        minutes,
                        dose: (0..2).map(|_| random.below(12) as i32 * (level as i32 + 1)).collect(),
                        wait: std::array::from_fn(|m| if m < 2 { random.below(9) as u8 } else { 0 }),
                        slot_cost: std::array::from_fn(|_| {
                            if random.uniform() < 0.1 { FORBIDDEN } else { random.below(6) as i32 }
                        }),
                        running_minutes: if has('r') { minutes } else { 0 },
                    }
                })
                .collect();
            let each: Vec<i32> = items.iter().map(|_| 5 + random.below(20) as i32).collect();
            let choices =
                Kind::every_choice(levels, usize::from(has('L'))..=if has('h') { 1 } else { 2 }, |multiset| {
                    multiset.iter().map(|&(i, n)| each[i] * i32::from(n)).sum()
                });
            Kind {
                name: flags.to_owned(),
                variety: has('r').then_some(k as u8),
                is_run: has('r'),
                is_lift: has('l'),
                is_hard: has('h'),
                follows: false,
                is_legs: has('g'),
                is_long: has('L'),
                works_hard: if has('g') { 1 + random.below(3) as u16 } else { 0 },
                rest: if random.uniform() < 0.7 { 4 } else { 2 },
                items,
                choices,
            }
        })
        .collect();
    let doses = (0..2).map(|r| Dose {
        name: format!("muscle {r}"),
        table: Table::convex(120, |d| 150.0 * (-(d as f64) / 15.0).exp() + (d as f64 - 40.0).max(0.0) * 3.0),
        rules: vec!["C7"],
    });
    let tallies = vec![
        tally(&kinds, Limit::Lifts, random.below(2) as i32, 2, |k, _| i32::from(k.is_lift)),
        tally(&kinds, Limit::RunningMinutes, 60, 160 + 10 * random.below(5) as i32, |_, i| i.running_minutes),
    ];
    let mut entry = Entry { wait: [0; WAITS], hard_run: random.uniform() < 0.3 };
    entry.wait[0] = random.below(4) as u8;
    WeekProblem {
        minutes: std::array::from_fn(|d| if days.contains(&d) { 60 + 10 * random.below(6) as i32 } else { 0 }),
        slot_cost: std::array::from_fn(|_| random.below(4) as i32),
        double_cost: 3,
        doses: doses.collect(),
        tallies,
        variety_least: 1 + random.below(2),
        variety_bonus: 4,
        legs_rest: 0,
        rest_days: 3,
        long_margin: 5,
        first_day: 0,
        entry,
        limits: LimitSet::all(),
        kinds,
    }
}
