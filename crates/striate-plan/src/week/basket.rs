//! What to do in a week: a search over baskets, best first over sets of hard sessions, depth first below each.
//!
//! 1. Every set of hard sessions that the sums allow gets a bound by the root's prices.
//! 2. The cheapest set is looked at: can its hard sessions be placed at all, at their easiest? What does placing them
//!    cost? Then its own prices are found, and it goes back in line with the better bound.
//! 3. When it comes first again it is walked: levels of its hard sessions, their placement at true levels, the easy
//!    sessions and lifts around them. What the walk cuts off above its limit gives the set's next bound.
//! 4. Complete baskets are placed, the cheapest first. The first place in line is at any time a bound on everything
//!    that has not been seen, so that the gap is known whenever the work ends.

use super::bound::{Climb, Prices, Reach, SCALE, View, climb};
use super::model::{AMOUNTS, Amounts, IMPOSSIBLE, Model, TooLarge, least_and_most};
use super::place::Placer;
use super::problem::{Basket, Certificate, FORBIDDEN, ItemId, Placement, SLOTS, WeekPlan, WeekProblem};
use super::relax::LADDER;
use super::walk::Walk;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How much work a solve may do and how good is good enough. Work is counted in nodes, never in seconds, so that an
/// answer is the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Nodes of both searches at most.
    pub nodes: u64,
    /// Thousandths of the cost by which a better week may be missed; 0 asks for proof.
    pub gap: i32,
    /// Pruning rules; all on but in tests.
    pub pruning: Pruning,
}

impl Default for Effort {
    fn default() -> Self {
        Self { nodes: 20_000_000, gap: 0, pruning: Pruning::default() }
    }
}

impl Effort {
    /// Good enough for an answer on a screen: within 2 %, with a tenth of the work.
    #[must_use]
    pub fn interactive() -> Self {
        Self { nodes: 2_000_000, gap: 20, ..Self::default() }
    }
}

/// The rules that cut the search. None changes an answer; each can be switched off to show that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pruning {
    /// Bounds by prices.
    pub prices: bool,
    /// Bounds by what each amount can still reach.
    pub intervals: bool,
    /// Hard sessions are placed alone before anything is added to them.
    pub hard_part: bool,
    /// A basket is placed with relaxed items first.
    pub relaxed: bool,
    /// Sums that follow from the days.
    pub implied: bool,
}

impl Default for Pruning {
    fn default() -> Self {
        Self { prices: true, intervals: true, hard_part: true, relaxed: true, implied: true }
    }
}

/// What the search did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Sets of hard sessions that the sums allow.
    pub sets: u64,
    /// Sets that were looked at.
    pub refined: u64,
    /// Walks of a set.
    pub walks: u64,
    /// Nodes of the walks.
    pub basket_nodes: u64,
    /// Complete baskets.
    pub baskets: u64,
    /// Baskets whose placement was searched.
    pub placed: u64,
    /// Nodes of placements.
    pub place_nodes: u64,
    /// Of these: hard sessions at their easiest, at their true levels, whole baskets relaxed.
    pub place_nodes_by: [u64; 3],
    /// The root's bound, points.
    pub root: i64,
}

/// The outcome of a solve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A week.
    Plan(Box<WeekPlan>),
    /// No week keeps every limit: proven.
    Infeasible,
    /// Nothing was found with the work allowed.
    Unknown,
}

impl Answer {
    /// The week, where there is one.
    #[must_use]
    pub fn plan(&self) -> Option<&WeekPlan> {
        if let Self::Plan(plan) = self { Some(plan) } else { None }
    }
}

/// The cheapest week.
///
/// # Errors
/// Where the problem has more levels or sums than the packed forms hold.
pub fn solve(problem: &WeekProblem, effort: Effort) -> Result<Answer, TooLarge> {
    solve_counted(problem, effort).map(|a| a.0)
}

/// As [`solve`], with what it took.
///
/// # Errors
/// As [`solve`].
pub fn solve_counted(problem: &WeekProblem, effort: Effort) -> Result<(Answer, Counters), TooLarge> {
    let model = Model::new(problem, effort.pruning.implied)?;
    Ok(Search::new(&model, effort, false).run())
}

/// Whether any week keeps every limit; `None` where the work allowed did not settle it.
///
/// # Errors
/// As [`solve`].
pub fn feasible(problem: &WeekProblem, effort: Effort) -> Result<Option<bool>, TooLarge> {
    // What clashes without the limits that may be given up clashes with them, and is seen in a fraction of the work.
    let bare = LADDER.iter().fold(problem.limits, |set, limit| set.without(*limit));
    if bare != problem.limits {
        let bare = WeekProblem { limits: bare, ..problem.clone() };
        if settled(&bare, effort)? == Some(false) {
            return Ok(Some(false));
        }
    }
    settled(problem, effort)
}

fn settled(problem: &WeekProblem, effort: Effort) -> Result<Option<bool>, TooLarge> {
    let free = super::relax::without_wishes(problem);
    let model = Model::new(&free, effort.pruning.implied)?;
    Ok(match Search::new(&model, effort, true).run().0 {
        Answer::Plan(_) => Some(true),
        Answer::Infeasible => Some(false),
        Answer::Unknown => None,
    })
}

/// Where nothing is known.
pub(super) const NO_BOUND: i64 = -(1 << 40);

/// Nodes after which a search without an answer asks whether there is any.
const DOUBT: u64 = 30_000;

/// Steps towards better prices at the first look, and at the second.
const FIRST_STEPS: usize = 12;
const MORE_STEPS: usize = 40;

/// A set of hard sessions: how many of each hard kind, in the order of the search.
#[derive(Clone, Debug)]
struct Set {
    counts: Vec<u8>,
    /// Its own prices, once it was looked at.
    prices: Option<Box<Own>>,
    /// How often its prices were improved.
    looked: usize,
    /// By how much the next walk goes beyond the bound.
    stride: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) prices: Vec<Prices>,
    pub(super) view_slots: Vec<i32>,
}

/// A basket as (kind, way), and the classes in the slots.
pub(super) type Found = (Vec<(usize, usize)>, [Option<u8>; SLOTS]);

pub(super) struct Search<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) effort: Effort,
    pub(super) first_only: bool,
    pub(super) placer: Placer<'m>,
    /// Hard kinds, then the others; within each those that give most first.
    pub(super) order: Vec<usize>,
    pub(super) hard: usize,
    root: Prices,
    /// At the root: cheapest slots for n sessions.
    slots: Vec<i32>,
    pub(super) upper: i64,
    pub(super) best: Option<Found>,
    pub(super) counters: Counters,
    sets: Vec<Set>,
    pub(super) out_of_work: bool,
}

impl<'m> Search<'m> {
    fn new(model: &'m Model<'m>, effort: Effort, first_only: bool) -> Self {
        let used = model.tables.len();
        let spread = |k: usize| {
            let ways = &model.kinds[k].ways;
            (0..used).map(|r| i64::from(ways.iter().map(|w| w.amounts[r]).max().unwrap_or(0))).sum::<i64>()
        };
        let mut order: Vec<usize> = (0..model.kinds.len()).collect();
        order.sort_by_key(|&k| (!model.kinds[k].is_hard, Reverse(spread(k))));
        let hard = order.iter().filter(|&&k| model.kinds[k].is_hard).count();
        let slots = model.floor[model.first_day()][model.rest_days].clone();
        Self {
            model,
            effort,
            first_only,
            placer: Placer::new(model, effort.nodes),
            order,
            hard,
            root: Prices::none(),
            slots,
            upper: IMPOSSIBLE,
            best: None,
            counters: Counters::default(),
            sets: Vec::new(),
            out_of_work: false,
        }
    }

    /// What may still be missed below the best week so far.
    pub(super) fn allowance(&self) -> i64 {
        if self.upper >= IMPOSSIBLE { 0 } else { self.upper.abs() * i64::from(self.effort.gap) / 1000 }
    }

    fn run(mut self) -> (Answer, Counters) {
        if self.model.kinds.iter().any(|k| k.ways.is_empty()) {
            return (Answer::Infeasible, self.counters);
        }
        let view =
            View { ranges: self.model.kinds.iter().map(|k| (0, k.ways.len())).collect(), slots: self.slots.clone() };
        let found = climb(self.model, &view, &Prices::none(), 120, (i64::MIN, IMPOSSIBLE * SCALE));
        self.root = found.best;
        self.counters.root = if self.effort.pruning.prices { ceil(found.value) } else { NO_BOUND };
        let mut line = self.line_up(&view);
        self.counters.sets = line.len() as u64;
        let mut bound = i64::MAX;
        let mut settled = self.first_only;
        while let Some(Reverse((low, place))) = line.pop() {
            let low = low.max(self.counters.root);
            if low >= self.upper - self.allowance() || low >= IMPOSSIBLE {
                bound = bound.min(low);
                break;
            }
            if self.placer.nodes + self.counters.basket_nodes > self.effort.nodes {
                self.out_of_work = true;
                bound = bound.min(low);
                break;
            }
            if !settled && self.best.is_none() && self.placer.nodes + self.counters.basket_nodes > DOUBT {
                settled = true;
                if matches!(feasible(self.model.problem, self.effort), Ok(Some(false))) {
                    return (Answer::Infeasible, self.counters);
                }
            }
            let next = match self.sets[place].looked {
                0 => self.refine(place, low),
                1 => Some(self.improve(place, low)),
                _ => {
                    let second = line.peek().map_or(low, |Reverse(n)| n.0);
                    let stride = self.sets[place].stride;
                    self.sets[place].stride = stride * 2;
                    let limit = (low.max(second) + stride).min(self.upper - 1 - self.allowance());
                    self.walk(place, low, limit)
                }
            };
            if let Some(next) = next {
                line.push(Reverse((next.max(low), place)));
            }
            if self.first_only && self.best.is_some() {
                break;
            }
        }
        self.counters.place_nodes = self.placer.nodes;
        self.answer(bound)
    }

    fn answer(mut self, bound: i64) -> (Answer, Counters) {
        let Some((ways, slots)) = self.best.take() else {
            let answer = if self.out_of_work { Answer::Unknown } else { Answer::Infeasible };
            return (answer, self.counters);
        };
        let placement = self.fill_slots(&ways, &slots);
        let nodes = self.counters.basket_nodes + self.counters.place_nodes;
        let certificate = Certificate::new(self.upper, bound, nodes);
        let exit = super::check::exit(self.model.problem, &placement);
        (Answer::Plan(Box::new(WeekPlan { placement, exit, certificate })), self.counters)
    }

    /// Gives the sessions of each class to the slots of the class, the longest first.
    fn fill_slots(&self, ways: &[(usize, usize)], slots: &[Option<u8>; SLOTS]) -> Placement {
        let mut members: Vec<(usize, ItemId)> =
            ways.iter().flat_map(|&(k, w)| self.model.members(k, &self.model.kinds[k].ways[w])).collect();
        members.sort_unstable();
        let mut placement = Placement::default();
        for (place, class) in placement.0.iter_mut().zip(slots) {
            if let Some(found) = class.and_then(|c| members.iter().position(|m| m.0 == usize::from(c))) {
                *place = Some(members.remove(found).1);
            }
        }
        placement
    }

    /// Every set of hard sessions that the sums allow, with its bound by the root's prices.
    fn line_up(&mut self, view: &View) -> BinaryHeap<Reverse<(i64, usize)>> {
        let model = self.model;
        let used = model.tables.len();
        let reach = Reach::of(model, view);
        let constant = self.root.constant(model, &reach, &view.slots).0;
        // For each kind and count: the least priced way, and what the amounts can be.
        let per_kind: Vec<Vec<(usize, i64, Amounts, Amounts)>> = self
            .order
            .iter()
            .map(|&k| {
                let kind = &model.kinds[k];
                let most = kind.ways.last().map_or(0, |w| w.sessions);
                let mut counts: Vec<(usize, i64, Amounts, Amounts)> = Vec::new();
                for n in 0..=most {
                    let (a, b) = kind.ways_of(n);
                    if a == b {
                        continue;
                    }
                    let ways = &kind.ways[a..b];
                    let least = ways.iter().map(|w| self.root.of(w, used)).min().unwrap_or(0);
                    let (low, high) = least_and_most(ways.iter());
                    counts.push((n, least, low, high));
                }
                counts
            })
            .collect();
        let (mut rest, mut low, mut high) = (constant, [0; AMOUNTS], [0; AMOUNTS]);
        for counts in &per_kind[self.hard..] {
            rest += counts.iter().map(|c| c.1).min().unwrap_or(0);
            for r in 0..used {
                low[r] += counts.iter().map(|c| c.2[r]).min().unwrap_or(0);
                high[r] += counts.iter().map(|c| c.3[r]).max().unwrap_or(0);
            }
        }
        let mut sets: Vec<(i64, Vec<u8>, Amounts, Amounts)> = vec![(rest, Vec::new(), low, high)];
        for (j, counts) in per_kind[..self.hard].iter().enumerate() {
            let (mut after_low, mut after_high) = ([0; AMOUNTS], [0; AMOUNTS]);
            for later in &per_kind[j + 1..self.hard] {
                for r in 0..used {
                    after_low[r] += later.iter().map(|c| c.2[r]).min().unwrap_or(0);
                    after_high[r] += later.iter().map(|c| c.3[r]).max().unwrap_or(0);
                }
            }
            let mut next = Vec::with_capacity(sets.len() * counts.len());
            for (value, chosen, low, high) in &sets {
                for (n, least, way_low, way_high) in counts {
                    let (mut low, mut high) = (*low, *high);
                    let mut walls = 0;
                    for r in 0..used {
                        low[r] += way_low[r];
                        high[r] += way_high[r];
                        walls += model.tables[r].least(low[r] + after_low[r], high[r] + after_high[r]);
                    }
                    if walls < IMPOSSIBLE {
                        let mut chosen = chosen.clone();
                        chosen.push(*n as u8);
                        next.push((value + least, chosen, low, high));
                    }
                }
            }
            sets = next;
        }
        let mut line = BinaryHeap::with_capacity(sets.len());
        for (value, counts, _, _) in sets {
            let low = if self.effort.pruning.prices { ceil(value) } else { NO_BOUND };
            line.push(Reverse((low, self.sets.len())));
            self.sets.push(Set { counts, prices: None, looked: 0, stride: 0 });
        }
        line
    }

    fn ranges(&self, counts: &[u8]) -> Vec<(usize, usize)> {
        let mut ranges: Vec<(usize, usize)> = self.model.kinds.iter().map(|k| (0, k.ways.len())).collect();
        for (&k, &n) in self.order[..self.hard].iter().zip(counts) {
            ranges[k] = self.model.kinds[k].ways_of(usize::from(n));
        }
        ranges
    }

    /// Looks at a set: can it be placed, what does that cost, and what are its own prices? Its better bound, `None` where
    /// no week has it.
    fn refine(&mut self, place: usize, low: i64) -> Option<i64> {
        self.counters.refined += 1;
        let model = self.model;
        let ranges = self.ranges(&self.sets[place].counts);
        let mut slots = self.slots.clone();
        if self.effort.pruning.hard_part {
            let hard = self.order[..self.hard].iter().map(|&k| &model.kinds[k].ways[ranges[k].0]);
            let (packed, sessions) = hard.fold((0, 0), |(p, n), w| (p + w.relaxed, n + w.sessions));
            let before = self.placer.nodes;
            let cost = self.placer.cheapest(packed, sessions, FORBIDDEN - 1);
            self.counters.place_nodes_by[0] += self.placer.nodes - before;
            if cost >= FORBIDDEN {
                return None;
            }
            self.raise(&mut slots, sessions, cost);
        }
        let stride = (self.counters.root.abs() / 200).max(4);
        self.sets[place].stride = if self.effort.pruning.prices { stride } else { 2 * NO_BOUND.abs() };
        let start = self.root.clone();
        Some(self.climb((place, low), View { ranges, slots }, &start, FIRST_STEPS))
    }

    /// Better prices of a set that has come first again.
    fn improve(&mut self, place: usize, low: i64) -> i64 {
        let Some(own) = self.sets[place].prices.take() else { return low };
        let view = View { ranges: self.ranges(&self.sets[place].counts), slots: own.view_slots };
        self.climb((place, low), view, &own.prices[0], MORE_STEPS)
    }

    fn climb(&mut self, (place, low): (usize, i64), view: View, start: &Prices, steps: usize) -> i64 {
        let target = if self.upper < IMPOSSIBLE { self.upper * SCALE } else { i64::MIN };
        let steps = if self.effort.pruning.prices { steps } else { 1 };
        let enough = if self.upper < IMPOSSIBLE { self.upper * SCALE } else { i64::MAX };
        let Climb { value, best, others } = climb(self.model, &view, start, steps, (target, enough));
        let mut prices = vec![best];
        prices.extend(others.into_iter().rev().step_by(2).take(2));
        prices.push(self.root.clone());
        self.sets[place].prices = Some(Box::new(Own { prices, view_slots: view.slots }));
        self.sets[place].looked += 1;
        if self.effort.pruning.prices { ceil(value).max(low) } else { low }
    }

    /// Placing n sessions costs at least what the hard ones cost, and the cheapest slots for the others.
    pub(super) fn raise(&self, slots: &mut [i32], sessions: usize, cost: i32) {
        for (n, slot) in slots.iter_mut().enumerate() {
            *slot = if n < sessions {
                FORBIDDEN
            } else {
                (*slot)
                    .max(cost.saturating_add(self.model.floor[self.model.first_day()][0][n - sessions]))
                    .min(FORBIDDEN)
            };
        }
    }

    /// Walks the baskets of a set up to `limit`; the least bound of what was cut off.
    fn walk(&mut self, place: usize, low: i64, limit: i64) -> Option<i64> {
        self.counters.walks += 1;
        let Some(own) = self.sets[place].prices.take() else { return Some(low) };
        let ranges = self.ranges(&self.sets[place].counts);
        let mut walk = Walk::new(self, &own, ranges, limit);
        walk.descend(0);
        walk.flush();
        let cut = walk.cut;
        drop(walk);
        self.sets[place].prices = Some(own);
        (cut < IMPOSSIBLE).then_some(cut)
    }
}

/// Points from 1/1024 points, rounded up: costs are whole, so a bound may be.
pub(super) const fn ceil(value: i64) -> i64 {
    value.div_euclid(SCALE) + if value.rem_euclid(SCALE) > 0 { 1 } else { 0 }
}

/// What a placement does, as a basket of the problem; `None` where it is no choice of some kind.
#[must_use]
pub fn basket_of(problem: &WeekProblem, week: &Placement) -> Option<Basket> {
    let choice = |(k, kind): (usize, &super::problem::Kind)| {
        let mut counts = vec![0_u8; kind.items.len()];
        for (_, id) in week.sessions().filter(|s| s.1.kind == k) {
            counts[id.item] += 1;
        }
        kind.choices.iter().position(|c| {
            let mut left = counts.clone();
            c.items.iter().all(|&(i, n)| std::mem::replace(&mut left[i], 0) == n) && left.iter().all(|&n| n == 0)
        })
    };
    problem.kinds.iter().enumerate().map(choice).collect::<Option<Vec<usize>>>().map(Basket)
}
