//! One week as an optimisation problem: plain data, integers only.
//!
//! Money is counted in points, lower is better. Slot `t` of 0 to 13 is day `t / 2`, morning (even) or evening (odd).
//! Doses are in tenths of a hard-set equivalent, time in minutes.

use super::limit::{Limit, LimitSet};
use super::table::Table;

/// Half-days of a week.
pub const SLOTS: usize = 14;
/// Days of a week.
pub const DAYS: usize = 7;
/// How many muscles can have a waiting time of their own, besides the legs as a whole.
pub const MUSCLES: usize = 13;
/// Waiting times: one for each muscle, and the legs as a whole.
pub const WAITS: usize = MUSCLES + 1;
/// Place of the legs as a whole among the waiting times.
pub const LEGS: usize = MUSCLES;
/// What no week may cost: stands for "forbidden".
pub const FORBIDDEN: i32 = 1 << 28;
/// The longest waiting time, half-days.
pub const LONGEST_WAIT: u8 = 16;

/// A session at one level: what is put into a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Words for it, such as `series 6 x 200 m`.
    pub name: String,
    /// How long it takes.
    pub minutes: i32,
    /// What it gives to each of the problem's doses.
    pub dose: Vec<i32>,
    /// Half-days until each muscle may work hard again, as the fatigue model says; 0 where it may at once.
    pub wait: [u8; MUSCLES],
    /// What it costs in each slot, [`FORBIDDEN`] where it must not be.
    pub slot_cost: [i32; SLOTS],
    /// Minutes of running in it, for the length of the long run.
    pub running_minutes: i32,
}

/// So many sessions of a kind in a week, each at its level, and what they cost wherever they are put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// (place among the kind's items, how many), each item at most once.
    pub items: Vec<(usize, u8)>,
    /// Points: time, effort, liking.
    pub cost: i32,
}

impl Choice {
    /// How many sessions.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.items.iter().map(|i| usize::from(i.1)).sum()
    }
}

/// A kind of session with its levels and the ways to have it in a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Stable text form.
    pub name: String,
    /// Its type for the mix of runs; kinds of the same type count once. At most 30.
    pub variety: Option<u8>,
    /// A run: one a day.
    pub is_run: bool,
    /// A lift: one a day.
    pub is_lift: bool,
    /// Hard: one a day.
    pub is_hard: bool,
    /// Works the legs.
    pub is_legs: bool,
    /// The long run: longer than any other run.
    pub is_long: bool,
    /// Leg strength that may follow a run of the same day, a hard one too: the two are one hard leg day.
    pub follows: bool,
    /// Muscles that it works hard: a bit for each. They must be ready, and have the chosen rest after it.
    pub works_hard: u16,
    /// The chosen rest for those muscles, half-days (4 = 48 h).
    pub rest: u8,
    /// Its levels.
    pub items: Vec<Item>,
    /// The ways to have it. Where none has no session, the week must have one.
    pub choices: Vec<Choice>,
}

impl Kind {
    /// Every way to have `counts` sessions of the `items`, the cost given by `cost(multiset)`.
    pub fn every_choice(
        items: usize,
        counts: std::ops::RangeInclusive<usize>,
        mut cost: impl FnMut(&[(usize, u8)]) -> i32,
    ) -> Vec<Choice> {
        fn extend(found: &mut Vec<Vec<(usize, u8)>>, prefix: &[(usize, u8)], from: usize, items: usize, left: usize) {
            if left == 0 {
                found.push(prefix.to_vec());
                return;
            }
            for item in from..items {
                for n in 1..=left {
                    let mut next = prefix.to_vec();
                    next.push((item, n as u8));
                    extend(found, &next, item + 1, items, left - n);
                }
            }
        }
        let mut found = Vec::new();
        for count in counts {
            extend(&mut found, &[], 0, items, count);
        }
        found.into_iter().map(|items| Choice { cost: cost(&items), items }).collect()
    }
}

/// What a dose is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// Stable text form: a muscle, or a group of muscles.
    pub name: String,
    /// What each amount costs: convex.
    pub table: Table,
    /// The coaching rules behind the wish for it.
    pub rules: Vec<&'static str>,
}

/// A sum over the week that must stay between two numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The limit that it stands for.
    pub limit: Limit,
    /// What each item of each kind adds, none negative.
    pub weight: Vec<Vec<i32>>,
    /// At least.
    pub low: i32,
    /// At most.
    pub high: i32,
}

/// What the past leaves behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Half-days from the first morning until each muscle, and the legs as a whole, may work hard again.
    pub wait: [u8; WAITS],
    /// There was a hard run on the day before.
    pub hard_run: bool,
}

/// One week to be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekProblem {
    /// What can be done.
    pub kinds: Vec<Kind>,
    /// Minutes that each day has; 0 where the athlete does not train.
    pub minutes: [i32; DAYS],
    /// What any session costs in each slot, none negative.
    pub slot_cost: [i32; SLOTS],
    /// What a day with both a run and a lift costs where one of them is hard, not negative.
    pub double_cost: i32,
    /// What is wanted for the body.
    pub doses: Vec<Dose>,
    /// Sums that must stay in their bands.
    pub tallies: Vec<Tally>,
    /// At least so many different types of run.
    pub variety_least: usize,
    /// Points for each different type of run, not negative.
    pub variety_bonus: i32,
    /// Half-days between hard leg days, whatever the muscles say (4 = 48 h); 0 where 24 h are enough.
    pub legs_rest: u8,
    /// Days without any session, at least; at most 3.
    pub rest_days: usize,
    /// By how many minutes the long run is longer than any other.
    pub long_margin: i32,
    /// The first day that is still open, 0 for a whole week: what lies before is past.
    pub first_day: usize,
    /// What the past leaves behind, counted from the first open day.
    pub entry: Entry,
    /// The limits in force.
    pub limits: LimitSet,
}

/// An item of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// Place among the problem's kinds.
    pub kind: usize,
    /// Place among the kind's items.
    pub item: usize,
}

/// What is done in a week, wherever it is put: for each kind the place of its choice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Basket(pub Vec<usize>);

/// What is in each slot of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Placement(pub [Option<ItemId>; SLOTS]);

impl Placement {
    /// Slots with what is in them, Monday morning first.
    pub fn sessions(&self) -> impl Iterator<Item = (usize, ItemId)> + '_ {
        self.0.iter().enumerate().filter_map(|(slot, id)| id.map(|id| (slot, id)))
    }
}

/// How much is known about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Points of the week found.
    pub cost: i64,
    /// No week can cost less.
    pub bound: i64,
    /// Nodes of the search.
    pub nodes: u64,
    /// Nothing better exists.
    pub proven: bool,
    /// Thousandths by which a better week could be cheaper at most, rounded up; 0 where proven.
    pub gap: i32,
}

impl Certificate {
    /// The certificate of a week that costs `cost` where none can cost less than `bound`.
    #[must_use]
    pub fn new(cost: i64, bound: i64, nodes: u64) -> Self {
        let bound = bound.min(cost);
        let whole = cost.abs().max(1);
        let gap = ((cost - bound) * 1000 + whole - 1) / whole;
        Self { cost, bound, nodes, proven: bound == cost, gap: gap.min(i64::from(i32::MAX)) as i32 }
    }
}

/// A planned week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekPlan {
    /// What is in each slot.
    pub placement: Placement,
    /// What it leaves to the next week.
    pub exit: Entry,
    /// How good it is.
    pub certificate: Certificate,
}

impl WeekProblem {
    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.kinds[id.kind].items[id.item]
    }

    /// Half-days after the start of a session until each muscle, and the legs, may work hard again, under the limits in
    /// force.
    #[must_use]
    pub fn waits_after(&self, id: ItemId) -> [u8; WAITS] {
        let kind = &self.kinds[id.kind];
        let mut waits = [0; WAITS];
        let floor = if self.limits.has(Limit::DayBetween) { 2 } else { 0 };
        let chosen = if self.limits.has(Limit::ChosenRest) { kind.rest } else { 0 };
        for (muscle, wait) in waits.iter_mut().enumerate().take(MUSCLES) {
            if kind.works_hard >> muscle & 1 == 1 {
                *wait = chosen.max(floor);
            }
            if self.limits.has(Limit::Readiness) {
                *wait = (*wait).max(self.item(id).wait[muscle]);
            }
            *wait = (*wait).min(LONGEST_WAIT);
        }
        if kind.is_hard && kind.is_legs {
            let rest = if self.limits.has(Limit::ChosenRest) { self.legs_rest } else { 0 };
            waits[LEGS] = floor.max(rest).min(LONGEST_WAIT);
        }
        waits
    }

    /// Half-days from the first open morning until this waiting time is over, under the limits in force.
    #[must_use]
    pub fn entry_wait(&self, wait: usize) -> u8 {
        let limit = if wait == LEGS { Limit::DayBetween } else { Limit::Readiness };
        if self.limits.has(limit) { self.entry.wait[wait].min(LONGEST_WAIT - 1) } else { 0 }
    }

    /// Whether the second of two kinds may follow the first on the same day as one leg day: the run first, then leg strength,
    /// which asks for the muscles as the morning found them.
    #[must_use]
    pub fn may_pair(&self, first: usize, second: usize) -> bool {
        let (first, second) = (&self.kinds[first], &self.kinds[second]);
        first.is_run && second.follows
    }

    /// Whether a session of this kind asks that this waiting time be over.
    #[must_use]
    pub fn must_wait(&self, kind: usize, wait: usize) -> bool {
        let kind = &self.kinds[kind];
        if wait == LEGS { kind.is_hard && kind.is_legs } else { kind.works_hard >> wait & 1 == 1 }
    }

    /// The sums of the doses of a placement.
    #[must_use]
    pub fn doses(&self, placement: &Placement) -> Vec<i32> {
        let mut sums = vec![0; self.doses.len()];
        for (_, id) in placement.sessions() {
            for (sum, dose) in sums.iter_mut().zip(&self.item(id).dose) {
                *sum += dose;
            }
        }
        sums
    }

    /// Minutes of running of a placement.
    #[must_use]
    pub fn running_minutes(&self, placement: &Placement) -> i32 {
        placement.sessions().map(|(_, id)| self.item(id).running_minutes).sum()
    }

    /// The least that an item costs in a slot that is still open, `None` where it has none.
    #[must_use]
    pub fn cheapest_slot(&self, id: ItemId) -> Option<i32> {
        let open = self.item(id).slot_cost[2 * self.first_day.min(DAYS)..].iter().copied();
        open.min().filter(|&c| c < FORBIDDEN)
    }

    /// The kind that this one stands for: itself, or the one of the same name where a session has been given its slots.
    #[must_use]
    pub fn origin(&self, kind: usize) -> usize {
        self.kind_named(&self.kinds[kind].name).unwrap_or(kind)
    }

    /// The kind with this name.
    #[must_use]
    pub fn kind_named(&self, name: &str) -> Option<usize> {
        self.kinds.iter().position(|k| k.name == name)
    }
}
