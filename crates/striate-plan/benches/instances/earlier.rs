//! The earlier model: 16 kinds, 6 muscles, targets instead of diminishing returns. Its optima for seeds 1 to 16 were
//! proven by HiGHS. Points, doses and minutes are counted twice or four times, so that halves become whole.

use super::*;

struct Template {
    name: &'static str,
    flags: &'static str,
    minutes: i32,
    variety: u8,
    reps: i32,
    dose: [i32; 6],
    works_hard: u16,
}

const fn template(
    (name, flags): (&'static str, &'static str),
    (minutes, variety, reps): (i32, u8, i32),
    dose: [i32; 6],
    works_hard: u16,
) -> Template {
    Template { name, flags, minutes, variety, reps, dose, works_hard }
}

// r run, l lift, h hard, g legs; doses in halves: glutes quads hams calves core upper.
const TEMPLATES: [Template; 16] = [
    template(("easy30", "r"), (30, 0, 0), [2, 2, 2, 4, 0, 0], 0),
    template(("easy45", "r"), (45, 0, 0), [4, 4, 2, 6, 0, 0], 0),
    template(("recovery25", "r"), (25, 1, 0), [2, 2, 0, 2, 0, 0], 0),
    template(("tempo40", "rhg"), (40, 2, 0), [6, 6, 6, 10, 2, 0], 0b00_1000),
    template(("int400x6", "rhg"), (60, 3, 6), [12, 10, 14, 14, 4, 0], 0b00_1101),
    template(("sprint100x8", "rhg"), (50, 3, 8), [12, 10, 16, 14, 4, 0], 0b00_1101),
    template(("hills", "rhg"), (50, 4, 0), [16, 14, 10, 16, 4, 0], 0b00_1011),
    template(("stairs", "rhg"), (40, 5, 0), [12, 14, 8, 12, 6, 0], 0b00_0011),
    template(("long", "rhg"), (0, 6, 0), [0; 6], 0b00_1000),
    template(("squat", "lhg"), (60, 7, 0), [14, 20, 6, 2, 6, 0], 0b00_0011),
    template(("hinge", "lhg"), (60, 7, 0), [16, 6, 20, 2, 8, 2], 0b00_0101),
    template(("upper", "lh"), (55, 7, 0), [0, 0, 0, 0, 6, 24], 0b10_0000),
    template(("full", "lhg"), (70, 7, 0), [10, 12, 10, 4, 6, 14], 0b10_0111),
    template(("jumps", "hg"), (30, 8, 0), [6, 8, 4, 12, 2, 0], 0b00_1010),
    template(("core", ""), (20, 8, 0), [0, 0, 0, 0, 12, 2], 0),
    template(("mobility", ""), (20, 8, 0), [1, 0, 1, 0, 2, 0], 0),
];
const LONG: usize = 8;

/// Week `week` of `weeks`; the long run's `grid` in 2.5 min; the band of running `minutes` in half-minutes.
pub(crate) fn earlier_week(weeks: usize, seed: u64, grid: usize, week: usize, minutes: (i32, i32)) -> WeekProblem {
    let mut random = Random::new(seed);
    let days: Vec<i32> = (0..7 * weeks)
        .map(|d| match d % 7 {
            5 => 150,
            6 => 165,
            2 => 60 + random.below(4) as i32 * 10,
            _ => 70 + random.below(5) as i32 * 10,
        })
        .collect();
    let liking: Vec<i32> = (0..16).map(|_| random.below(6) as i32 - 2).collect();
    let slots: Vec<i32> = (0..SLOTS).map(|_| random.below(4) as i32).collect();
    let mut kinds = Vec::new();
    for (k, t) in TEMPLATES.iter().enumerate() {
        let has = |flag| t.flags.contains(flag);
        let cost = 2 * (liking[k] + 1);
        let item = |minutes: i32, dose: Vec<i32>| Item {
            name: t.name.to_owned(),
            minutes,
            dose,
            wait: [0; MUSCLES],
            slot_cost: std::array::from_fn(|s| if k == LONG && s < 10 { 20 } else { 0 }),
            running_minutes: if has('r') { minutes } else { 0 },
        };
        let (items, choices) = if k == LONG {
            let items: Vec<Item> = (24..=48)
                .step_by(grid)
                .map(|h| item(5 * h, [1, 1, 1, 2, 0, 0].iter().map(|d| d * h).collect()))
                .collect();
            let choices = Kind::every_choice(items.len(), 1..=1, |_| cost);
            (items, choices)
        } else {
            let most = if has('h') {
                1
            } else if has('r') {
                6
            } else {
                12
            };
            let items = vec![item(2 * t.minutes, t.dose.iter().map(|d| 2 * d).collect())];
            let choices = Kind::every_choice(1, 0..=most, |m| cost * m.iter().map(|i| i32::from(i.1)).sum::<i32>());
            (items, choices)
        };
        kinds.push(Kind {
            name: t.name.to_owned(),
            variety: has('r').then_some(t.variety),
            is_run: has('r'),
            is_lift: has('l'),
            is_hard: has('h'),
            follows: false,
            is_legs: has('g'),
            is_long: k == LONG,
            works_hard: t.works_hard,
            rest: 4,
            items,
            choices,
        });
    }
    let factor = [1.0, 1.07, 1.14, 0.65][week % 4];
    let doses = [28.0, 28.0, 26.0, 34.0, 16.0, 16.0].iter().zip(["glutes", "quads", "hams", "calves", "core", "upper"]);
    let doses = doses.map(|(base, name)| {
        let target = 2 * (base * factor * 2.0_f64).round() as i64;
        let table = Table::exact((0..1200).map(|d| if d < target { 4 * (target - d) } else { d - target }).collect());
        Dose { name: name.to_owned(), table, rules: Vec::new() }
    });
    let tallies = vec![
        tally(&kinds, Limit::Lifts, 2, 3, |k, _| i32::from(k.is_lift)),
        tally(&kinds, Limit::Repetitions, 0, 8, |k, _| {
            TEMPLATES.iter().find(|t| t.name == k.name).map_or(0, |t| t.reps)
        }),
        tally(&kinds, Limit::RunningMinutes, minutes.0, minutes.1, |_, i| i.running_minutes),
    ];
    WeekProblem {
        minutes: std::array::from_fn(|d| 2 * days[7 * week + d]),
        slot_cost: std::array::from_fn(|s| 2 * slots[s]),
        double_cost: 0,
        doses: doses.collect(),
        tallies,
        variety_least: if week % 4 == 3 { 3 } else { 4 },
        variety_bonus: 3,
        legs_rest: 0,
        rest_days: 1,
        long_margin: 20,
        first_day: 0,
        entry: Entry::default(),
        limits: LimitSet::all(),
        kinds,
    }
}
