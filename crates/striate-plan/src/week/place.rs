//! Where to put what is done: a search day by day, remembered by day, what is left and what still counts of the past.
//!
//! The memory is shared by everything that is placed in one solve, since the cheapest way to put a multiset of classes
//! from a day and a state on depends on nothing else.

use super::limit::Limit;
use super::model::Model;
use super::problem::{DAYS, FORBIDDEN, SLOTS};
use super::state::State;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A fast hash for packed words (multiply and rotate); the keys are our own, so nobody can choose them badly.
#[derive(Default, Clone)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 31
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn write_u128(&mut self, word: u128) {
        self.write_u64(word as u64);
        self.write_u64((word >> 64) as u64);
    }
}

pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// One day's menu: what it costs, at least with the rest of the week, and what remains.
#[derive(Clone, Copy)]
struct Menu {
    at_least: i32,
    cost: i32,
    morning: u8,
    evening: u8,
    left: u128,
    sessions: u8,
    state: State,
}

const NOTHING: u8 = u8::MAX;

#[derive(Clone, Copy, Default)]
struct Present {
    class: u8,
    count: u8,
}

/// What was found out about a multiset: the least cost, or only that it is at least so much.
#[derive(Clone, Copy)]
struct Known {
    cost: i32,
    exact: bool,
}

pub(super) struct Placer<'m> {
    model: &'m Model<'m>,
    memory: WordMap<(u128, u64), Known>,
    menus: Vec<Vec<Menu>>,
    /// Most hard runs that fit from a day on: `[had one the day before][day]`.
    hard_runs: [[u8; DAYS + 1]; 2],
    /// Days open from a day on.
    open: [u8; DAYS + 1],
    pub(super) nodes: u64,
    pub(super) limit: u64,
}

/// A day on which two sessions meet.
fn day_key(day: usize, state: State) -> u64 {
    // The state uses 59 bits.
    state.0 | (day as u64) << 60
}

/// What is still to be placed from a day on.
#[derive(Clone, Copy)]
struct ToPlace {
    /// The sessions of each class, packed.
    left: u128,
    /// How many they are.
    sessions: usize,
    /// What the days before leave behind.
    state: State,
}

impl Menu {
    /// What is left after this day.
    fn rest(&self) -> ToPlace {
        ToPlace { left: self.left, sessions: usize::from(self.sessions), state: self.state }
    }
}

impl<'m> Placer<'m> {
    pub(super) fn new(model: &'m Model<'m>, limit: u64) -> Self {
        let mut open = [0; DAYS + 1];
        let mut hard_runs = [[0; DAYS + 1]; 2];
        let may_meet = !model.problem.limits.has(Limit::HardEasy);
        for day in (0..DAYS).rev() {
            let here = u8::from(model.open[day]);
            open[day] = open[day + 1] + here;
            hard_runs[0][day] =
                hard_runs[0][day + 1].max(here + hard_runs[usize::from(here == 1 && !may_meet)][day + 1]);
            hard_runs[1][day] = if may_meet { hard_runs[0][day] } else { hard_runs[0][day + 1] };
        }
        Self { model, memory: WordMap::default(), menus: vec![Vec::new(); DAYS], hard_runs, open, nodes: 0, limit }
    }

    /// The least cost of putting `left` into the whole week where it is at most `budget`; otherwise some number above
    /// `budget` that it is at least, [`FORBIDDEN`] where it cannot be put at all.
    pub(super) fn cheapest(&mut self, left: u128, sessions: usize, budget: i32) -> i32 {
        if sessions > SLOTS {
            return FORBIDDEN;
        }
        self.place_from(self.model.first_day(), ToPlace { left, sessions, state: self.model.entry }, budget)
    }

    fn place_from(&mut self, day: usize, ToPlace { left, sessions, state }: ToPlace, budget: i32) -> i32 {
        let model = self.model;
        let rest_left = model.rest_days - state.rest_days().min(model.rest_days);
        let floor = model.floor[day][rest_left][sessions];
        if sessions == 0 || day == DAYS || floor > budget {
            return floor;
        }
        let mut present = [Present::default(); 40];
        let mut kinds = 0;
        let (mut waits, mut hard_run, mut runs, mut hards, mut hard_runs) = (0, false, 0, 0, 0);
        model.unpack(left, |class, count| {
            let c = &model.classes[class];
            present[kinds] = Present { class: class as u8, count: count as u8 };
            kinds += 1;
            waits |= c.waits;
            hard_run |= c.is_hard && c.is_run;
            runs += if c.is_run { count } else { 0 };
            hards += if c.is_hard && !c.follows { count } else { 0 };
            hard_runs += if c.is_hard && c.is_run { count } else { 0 };
        });
        let limits = model.problem.limits;
        let days = u32::from(self.open[day]).min((DAYS - day - rest_left) as u32);
        if limits.has(Limit::OneRun)
            && (runs > days || hard_runs > u32::from(self.hard_runs[usize::from(state.hard_run_yesterday())][day]))
            || limits.has(Limit::OneHard) && hards > days
        {
            return FORBIDDEN;
        }
        let state = state.only(waits, hard_run);
        let key = (left, day_key(day, state));
        if let Some(known) = self.memory.get(&key)
            && (known.exact || known.cost > budget)
        {
            return known.cost;
        }
        self.nodes += 1;
        if self.nodes > self.limit {
            return floor;
        }
        let mut menus = std::mem::take(&mut self.menus[day]);
        menus.clear();
        self.fill(&mut menus, day, ToPlace { left, sessions, state }, &present[..kinds]);
        menus.sort_unstable_by_key(|m| m.at_least);
        let (mut best, mut low, mut budget_left) = (FORBIDDEN, FORBIDDEN, budget);
        for menu in &menus {
            if menu.at_least > budget_left {
                low = low.min(menu.at_least);
                break;
            }
            let rest = self.place_from(day + 1, menu.rest(), budget_left - menu.cost);
            let cost = (menu.cost + rest).min(FORBIDDEN);
            low = low.min(cost);
            if cost <= budget_left {
                best = cost;
                budget_left = cost - 1;
            }
        }
        self.menus[day] = menus;
        let known = if best < FORBIDDEN {
            Known { cost: best, exact: true }
        } else {
            Known { cost: low, exact: low >= FORBIDDEN }
        };
        if self.nodes <= self.limit {
            self.memory.insert(key, known);
        }
        known.cost
    }

    fn fill(&self, menus: &mut Vec<Menu>, day: usize, to_place: ToPlace, present: &[Present]) {
        let ToPlace { left, sessions, state } = to_place;
        let model = self.model;
        let (problem, limits) = (model.problem, model.problem.limits);
        let wanted = model.rest_days;
        let mut add = |cost: i32, morning: u8, evening: u8, left: u128, sessions: usize, state: State| {
            let rest_left = wanted - state.rest_days().min(wanted);
            let at_least = cost.saturating_add(model.floor[day + 1][rest_left][sessions]);
            if at_least < FORBIDDEN {
                menus.push(Menu { at_least, cost, morning, evening, left, sessions: sessions as u8, state });
            }
        };
        let empty = state.after_slot(0);
        add(0, NOTHING, NOTHING, left, sessions, empty.after_slot(0).after_day(false, true, wanted));
        if !model.open[day] {
            return;
        }
        let blocked = state.hard_run_yesterday() && limits.has(Limit::HardEasy);
        let (morning, evening) = (2 * day, 2 * day + 1);
        let allowed = |p: &Present, slot: usize| {
            let c = &model.classes[usize::from(p.class)];
            c.slot_cost[slot] < FORBIDDEN
                && !(blocked && c.is_hard && c.is_run)
                && model.fits(day, model.minutes(usize::from(p.class)))
        };
        for e in present.iter().filter(|p| allowed(p, evening)) {
            let b = &model.classes[usize::from(e.class)];
            if !empty.must_wait(b.waits) {
                let state = empty.after_slot(b.set).after_day(b.is_hard && b.is_run, false, wanted);
                let cost = b.slot_cost[evening] + problem.slot_cost[evening];
                add(cost, NOTHING, e.class, left - (1 << b.shift), sessions - 1, state);
            }
        }
        for m in present.iter().filter(|p| allowed(p, morning)) {
            let a = &model.classes[usize::from(m.class)];
            if state.must_wait(a.waits) {
                continue;
            }
            let noon = state.after_slot(a.set);
            let cost_a = a.slot_cost[morning] + problem.slot_cost[morning];
            let left_a = left - (1 << a.shift);
            let hard_run = a.is_hard && a.is_run;
            add(cost_a, m.class, NOTHING, left_a, sessions - 1, noon.after_slot(0).after_day(hard_run, false, wanted));
            for e in present.iter().filter(|p| allowed(p, evening)) {
                let b = &model.classes[usize::from(e.class)];
                // A run and the leg strength after it are one leg day.
                let pairs = a.is_run && b.follows;
                if e.class == m.class && e.count < 2
                    || a.is_run && b.is_run && limits.has(Limit::OneRun)
                    || a.is_lift && b.is_lift && limits.has(Limit::OneLift)
                    || a.is_hard && b.is_hard && !pairs && limits.has(Limit::OneHard)
                    || if pairs { empty.must_wait(b.waits) } else { noon.must_wait(b.waits) }
                    || !model.fits(day, model.minutes(usize::from(m.class)) + model.minutes(usize::from(e.class)))
                {
                    continue;
                }
                let double = (a.is_run && b.is_lift || a.is_lift && b.is_run) && (a.is_hard || b.is_hard);
                let cost = cost_a
                    + b.slot_cost[evening]
                    + problem.slot_cost[evening]
                    + if double { problem.double_cost } else { 0 };
                let state = noon.after_slot(b.set).after_day(hard_run || b.is_hard && b.is_run, false, wanted);
                add(cost, m.class, e.class, left_a - (1 << b.shift), sessions - 2, state);
            }
        }
    }

    /// The classes in the slots of a placement of `left` that costs `cost`, as [`Self::cheapest`] found it.
    pub(super) fn trace(&mut self, left: u128, sessions: usize, cost: i32) -> Option<[Option<u8>; SLOTS]> {
        let mut slots = [None; SLOTS];
        let (mut left, mut sessions, mut state, mut budget) = (left, sessions, self.model.entry, cost);
        // The walk back is no search: it may look at every node again.
        self.limit = u64::MAX;
        for day in self.model.first_day()..DAYS {
            if sessions == 0 {
                break;
            }
            let mut present = Vec::new();
            self.model.unpack(left, |class, count| present.push(Present { class: class as u8, count: count as u8 }));
            let mut menus = Vec::new();
            self.fill(&mut menus, day, ToPlace { left, sessions, state }, &present);
            let menu = menus.into_iter().find(|m| {
                m.at_least <= budget && self.place_from(day + 1, m.rest(), budget - m.cost) == budget - m.cost
            })?;
            slots[2 * day] = Some(menu.morning).filter(|&c| c != NOTHING);
            slots[2 * day + 1] = Some(menu.evening).filter(|&c| c != NOTHING);
            (left, sessions, state, budget) = (menu.left, usize::from(menu.sessions), menu.state, budget - menu.cost);
        }
        Some(slots)
    }
}
