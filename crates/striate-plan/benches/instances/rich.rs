//! The rich model: 17 kinds, 55 kind-levels and more, 11 muscles, diminishing returns, readiness.

use super::*;

struct Template {
    name: &'static str,
    flags: &'static str,
    variety: Option<u8>,
    most: usize,
    levels: &'static [(i32, i32)],
    /// Hard sets for one unit of the level: gluteus maximus and medius, vasti, rectus femoris, hamstrings, adductors,
    /// gastrocnemius, soleus, core, push, pull.
    per: [f64; 11],
    eccentric: f64,
    works_hard: u16,
}

const TEMPLATES: [Template; 17] = [
    Template {
        name: "recovery",
        flags: "r",
        variety: Some(0),
        most: 2,
        levels: &[(1, 25)],
        per: [0.05, 0.05, 0.05, 0., 0.05, 0., 0.1, 0.1, 0., 0., 0.],
        eccentric: 1.,
        works_hard: 0,
    },
    Template {
        name: "easy",
        flags: "r",
        variety: Some(1),
        most: 3,
        levels: &[(30, 30), (40, 40), (50, 50)],
        per: [0.006, 0.006, 0.006, 0.002, 0.004, 0.002, 0.012, 0.012, 0.002, 0., 0.],
        eccentric: 1.,
        works_hard: 0,
    },
    Template {
        name: "long",
        flags: "rhgL",
        variety: Some(2),
        most: 1,
        levels: &[(60, 60), (70, 70), (80, 80), (90, 90), (100, 100), (110, 110), (120, 120)],
        per: [0.008, 0.008, 0.01, 0.003, 0.006, 0.003, 0.016, 0.018, 0.003, 0., 0.],
        eccentric: 1.5,
        works_hard: 0b000_1100_0000,
    },
    Template {
        name: "tempo",
        flags: "rhg",
        variety: Some(3),
        most: 1,
        levels: &[(20, 40), (30, 50), (40, 60)],
        per: [0.02, 0.015, 0.015, 0.01, 0.02, 0.01, 0.04, 0.04, 0.005, 0., 0.],
        eccentric: 1.,
        works_hard: 0b000_1100_0000,
    },
    Template {
        name: "sprint_interval",
        flags: "rhg",
        variety: Some(4),
        most: 1,
        levels: &[(4, 35), (6, 40), (8, 45)],
        per: [0.3, 0.2, 0.15, 0.2, 0.35, 0.15, 0.25, 0.15, 0.05, 0., 0.],
        eccentric: 1.5,
        works_hard: 0b000_0101_0001,
    },
    Template {
        name: "series",
        flags: "rhg",
        variety: Some(5),
        most: 1,
        levels: &[(4, 45), (5, 50), (6, 55), (7, 60), (8, 65)],
        per: [0.35, 0.25, 0.2, 0.25, 0.4, 0.2, 0.4, 0.3, 0.05, 0., 0.],
        eccentric: 1.5,
        works_hard: 0b000_1101_0001,
    },
    Template {
        name: "hill_repeats",
        flags: "rhg",
        variety: Some(6),
        most: 1,
        levels: &[(4, 40), (6, 45), (8, 50), (10, 55)],
        per: [0.35, 0.2, 0.25, 0.15, 0.25, 0.15, 0.3, 0.25, 0.05, 0., 0.],
        eccentric: 0.8,
        works_hard: 0b000_0100_0101,
    },
    Template {
        name: "resisted_hill",
        flags: "rhg",
        variety: Some(7),
        most: 1,
        levels: &[(4, 40), (6, 45), (8, 50)],
        per: [0.4, 0.25, 0.35, 0.15, 0.25, 0.15, 0.3, 0.25, 0.1, 0., 0.],
        eccentric: 0.8,
        works_hard: 0b000_0000_0101,
    },
    Template {
        name: "stairs",
        flags: "rhg",
        variety: Some(8),
        most: 1,
        levels: &[(15, 30), (25, 40)],
        per: [0.08, 0.05, 0.1, 0.04, 0.04, 0.03, 0.06, 0.06, 0.02, 0., 0.],
        eccentric: 0.8,
        works_hard: 0b000_0000_0101,
    },
    Template {
        name: "plyometrics",
        flags: "hg",
        variety: None,
        most: 1,
        levels: &[(40, 25), (60, 30), (80, 35)],
        per: [0.02, 0.015, 0.035, 0.02, 0.015, 0.01, 0.035, 0.025, 0.005, 0., 0.],
        eccentric: 1.4,
        works_hard: 0b000_0100_0100,
    },
    Template {
        name: "squat",
        flags: "lhg",
        variety: None,
        most: 1,
        levels: &[(2, 30), (3, 38), (4, 46), (5, 54)],
        per: [1.2, 0.5, 1.8, 0.6, 0.4, 1.0, 0.2, 0.2, 0.4, 0., 0.],
        eccentric: 1.2,
        works_hard: 0b000_0000_0101,
    },
    Template {
        name: "hinge",
        flags: "lhg",
        variety: None,
        most: 1,
        levels: &[(2, 30), (3, 38), (4, 46), (5, 54)],
        per: [1.5, 0.5, 0.5, 0.1, 1.8, 0.6, 0.2, 0.1, 0.6, 0., 0.4],
        eccentric: 1.2,
        works_hard: 0b000_0001_0001,
    },
    Template {
        name: "full",
        flags: "lhg",
        variety: None,
        most: 1,
        levels: &[(2, 45), (3, 58), (4, 70)],
        per: [1.0, 0.4, 1.0, 0.3, 1.0, 0.5, 0.5, 0.4, 0.5, 1.0, 1.0],
        eccentric: 1.2,
        works_hard: 0b110_0001_0101,
    },
    Template {
        name: "push",
        flags: "l",
        variety: None,
        most: 1,
        levels: &[(3, 25), (5, 35), (7, 45)],
        per: [0., 0., 0., 0., 0., 0., 0., 0., 0.2, 1.6, 0.],
        eccentric: 1.,
        works_hard: 0b010_0000_0000,
    },
    Template {
        name: "pull",
        flags: "l",
        variety: None,
        most: 1,
        levels: &[(3, 25), (5, 35), (7, 45)],
        per: [0., 0., 0., 0., 0., 0., 0., 0., 0.2, 0., 1.6],
        eccentric: 1.,
        works_hard: 0b100_0000_0000,
    },
    Template {
        name: "upper",
        flags: "l",
        variety: None,
        most: 2,
        levels: &[(2, 30), (3, 40), (4, 50)],
        per: [0., 0., 0., 0., 0., 0., 0., 0., 0.2, 1.4, 1.4],
        eccentric: 1.,
        works_hard: 0b110_0000_0000,
    },
    Template {
        name: "core",
        flags: "",
        variety: None,
        most: 3,
        levels: &[(1, 15)],
        per: [0., 0.3, 0., 0., 0., 0.2, 0., 0., 2.0, 0., 0.],
        eccentric: 1.,
        works_hard: 0,
    },
];

const MUSCLE_NAMES: [&str; 11] = [
    "gluteus_maximus",
    "gluteus_medius",
    "vasti",
    "rectus_femoris",
    "hamstrings",
    "adductors",
    "gastrocnemius",
    "soleus",
    "core",
    "push",
    "pull",
];
/// Parts of the weights below: finer points keep the rounding of the tables small.
const FINE: i32 = 8;
const WEIGHTS: [f64; 11] = [1500., 700., 1500., 600., 1400., 500., 1200., 800., 700., 900., 900.];

/// What differs between the weeks of an athlete.
#[derive(Clone)]
pub(crate) struct Rich {
    pub(crate) deload: bool,
    pub(crate) entry: Entry,
    pub(crate) minutes: (i32, i32),
    pub(crate) longest: i32,
    pub(crate) series: bool,
    pub(crate) scale: f64,
}

impl Default for Rich {
    fn default() -> Self {
        Self { deload: false, entry: Entry::default(), minutes: (150, 230), longest: 100, series: true, scale: 1.0 }
    }
}

/// Half-days of waiting after so many eccentric-weighted hard sets: they fade by 0.78 a half-day until 4 are left.
fn wait(sets: f64) -> u8 {
    let mut left = sets.round().min(12.0);
    let mut half_days = 0;
    while left > 4.0 {
        left = (left * 0.78).floor();
        half_days += 1;
    }
    half_days
}

/// A random athlete's week.
pub(crate) fn rich(seed: u64, week: &Rich) -> WeekProblem {
    let mut random = Random::new(seed);
    let mut minutes: [i32; 7] =
        std::array::from_fn(
            |d| {
                if d >= 5 { 120 + random.below(5) as i32 * 10 } else { 45 + random.below(7) as i32 * 10 }
            },
        );
    if random.uniform() < 0.4 {
        minutes[random.below(5)] = 0;
    }
    let goal = random.below(3);
    let slot_cost = std::array::from_fn(|_| FINE * random.below(5) as i32 * 8);
    let tau: Vec<f64> = (0..11).map(|_| 3.0 + random.uniform() * 3.0).collect();
    let weight: Vec<f64> =
        (0..11).map(|m| WEIGHTS[m] * [1.2, 0.8, 1.0][goal] * (0.8 + 0.4 * random.uniform())).collect();
    let ceiling: Vec<f64> = (0..11).map(|_| 14.0 + random.uniform() * 6.0).collect();
    let liking: Vec<i32> = (0..TEMPLATES.len()).map(|_| random.below(6) as i32 * 12 - 24).collect();
    let long_day = 5 + random.below(2);
    let mut kinds = Vec::new();
    for (t, liking) in TEMPLATES.iter().zip(liking) {
        let has = |flag| t.flags.contains(flag);
        let levels = t.levels.iter().enumerate().filter(|(i, l)| !(has('L') && *i > 0 && l.0 > week.longest));
        let items: Vec<Item> = levels
            .filter(|_| t.name != "series" || week.series)
            .map(|(_, &(level, minutes))| Item {
                name: format!("{} {level}", t.name),
                minutes,
                dose: t.per.iter().map(|per| (per * f64::from(level) * 10.0).round() as i32).collect(),
                wait: std::array::from_fn(|m| {
                    t.per.get(m).map_or(0, |per| wait(per * f64::from(level) * 1.1 * t.eccentric))
                }),
                slot_cost: std::array::from_fn(|s| match (has('L'), has('l')) {
                    (true, _) if s / 2 == long_day => FINE * 30 * (s % 2) as i32,
                    (true, _) if s / 2 < 5 => FINE * 200,
                    (true, _) => FINE * 40,
                    (_, true) if s % 2 == 0 => FINE * 6,
                    _ => 0,
                }),
                running_minutes: if has('r') { minutes } else { 0 },
            })
            .collect();
        let each = |item: usize| FINE * (2 * items[item].minutes + if has('h') { 30 } else { 10 } + liking);
        let least = usize::from(has('L'));
        let most = if items.is_empty() { 0 } else { t.most };
        let choices: Vec<Choice> = Kind::every_choice(items.len(), least..=most, |multiset| {
            let sessions: i32 = multiset.iter().map(|i| i32::from(i.1)).sum();
            multiset.iter().map(|&(i, n)| each(i) * i32::from(n)).sum::<i32>() + FINE * 15 * (sessions - 1).max(0)
        });
        kinds.push(Kind {
            name: t.name.to_owned(),
            variety: t.variety,
            is_run: has('r'),
            is_lift: has('l'),
            is_hard: has('h'),
            follows: false,
            is_legs: has('g'),
            is_long: has('L'),
            works_hard: t.works_hard,
            rest: 4,
            items,
            choices,
        });
    }
    let doses = (0..11).map(|m| Dose {
        name: MUSCLE_NAMES[m].to_owned(),
        table: Table::convex(600, |d| {
            let (dose, ceiling) = (d as f64 / 10.0, ceiling[m] * week.scale);
            f64::from(FINE) * (weight[m] * week.scale * (-dose / tau[m]).exp() + (dose - ceiling).max(0.0) * 40.0)
        }),
        rules: vec!["C7"],
    });
    let doses = doses.collect();
    let tallies = vec![
        tally(&kinds, Limit::Lifts, 2, 4, |k, _| i32::from(k.is_lift)),
        tally(&kinds, Limit::HardSessions, 0, 6, |k, _| i32::from(k.is_hard)),
        tally(&kinds, Limit::RunningMinutes, week.minutes.0, week.minutes.1, |_, i| i.running_minutes),
    ];
    WeekProblem {
        kinds,
        minutes,
        slot_cost,
        double_cost: 0,
        doses,
        tallies,
        variety_least: if week.deload { 3 } else { 4 },
        variety_bonus: FINE * 40,
        legs_rest: 0,
        rest_days: 1,
        long_margin: 10,
        first_day: 0,
        entry: week.entry,
        limits: LimitSet::all(),
    }
}
