//! The walk through the baskets of one set of hard sessions: their levels, then everything around them.

use super::basket::{NO_BOUND, Own, Search, ceil};
use super::bound::{Reach, View};
use super::limit::Limit;
use super::model::{AMOUNTS, Amounts, IMPOSSIBLE, least_and_most};
use super::problem::FORBIDDEN;

/// A complete basket on its way to be placed.
struct Leaf {
    at_least: i64,
    cost: i64,
    classes: u128,
    sessions: usize,
    ways: Vec<(usize, usize)>,
    relaxed: u128,
}

/// What is known of the path at one depth.
#[derive(Clone, Copy)]
struct Step {
    amounts: Amounts,
    cost: i64,
    priced: [i64; 4],
    sessions: usize,
    types: u32,
    repeated: i64,
    longest: i32,
    long: i32,
    classes: u128,
    relaxed: u128,
    /// The least it can cost before anything is placed.
    bare: i64,
    way: usize,
}

/// The kinds below one depth, all together.
struct Suffix {
    priced: [i64; 4],
    low: Amounts,
    high: Amounts,
    cost: i64,
    sessions: (usize, usize),
    types: u32,
}

pub(super) struct Walk<'s, 'm> {
    search: &'s mut Search<'m>,
    own: &'s Own,
    /// Kinds with a choice to make, hard ones first: (kind, from, to, ways by price).
    path: Vec<(usize, Vec<usize>)>,
    hard: usize,
    /// Priced cost of each way of each kind on the path: [depth][place in the order][price vector].
    priced: Vec<Vec<[i64; 4]>>,
    suffix: Vec<Suffix>,
    constant: [i64; 4],
    slots_part: [i64; 4],
    slots: Vec<i32>,
    steps: Vec<Step>,
    limit: i64,
    pub(super) cut: i64,
    leaves: Vec<Leaf>,
}

/// Baskets kept before they are placed, the cheapest first.
const LEAVES: usize = 4096;

impl<'s, 'm> Walk<'s, 'm> {
    pub(super) fn new(search: &'s mut Search<'m>, own: &'s Own, ranges: Vec<(usize, usize)>, limit: i64) -> Self {
        let model = search.model;
        let used = model.tables.len();
        let view = View { ranges, slots: own.view_slots.clone() };
        let reach = Reach::of(model, &view);
        let (mut constant, mut slots_part) = ([0; 4], [0; 4]);
        for (q, prices) in own.prices.iter().enumerate().take(4) {
            let all = prices.constant(model, &reach, &view.slots).0;
            slots_part[q] = prices.slots(&view.slots, reach.sessions).0;
            constant[q] = all - slots_part[q];
        }
        let mut path = Vec::new();
        let mut priced = Vec::new();
        let mut hard = 0;
        for (j, &k) in search.order.iter().enumerate() {
            let (from, to) = view.ranges[k];
            let ways = &model.kinds[k].ways;
            let mut all: Vec<(usize, [i64; 4])> = (from..to)
                .map(|w| {
                    let mut each = [0; 4];
                    for (e, prices) in each.iter_mut().zip(&own.prices) {
                        *e = prices.of(&ways[w], used);
                    }
                    (w, each)
                })
                .collect();
            all.sort_by_key(|a| a.1[0]);
            // A kind without sessions in this set needs no step of the walk.
            if j < search.hard {
                hard += 1;
            }
            path.push((k, all.iter().map(|a| a.0).collect()));
            priced.push(all.into_iter().map(|a| a.1).collect());
        }
        let mut walk = Self {
            search,
            own,
            path,
            hard,
            priced,
            suffix: Vec::new(),
            constant,
            slots_part,
            slots: view.slots,
            steps: Vec::new(),
            limit,
            cut: IMPOSSIBLE,
            leaves: Vec::new(),
        };
        walk.fill_suffix();
        let start = Step {
            amounts: [0; AMOUNTS],
            cost: 0,
            priced: [0; 4],
            sessions: 0,
            types: 0,
            repeated: 0,
            longest: 0,
            long: i32::MAX,
            classes: 0,
            relaxed: 0,
            bare: NO_BOUND,
            way: 0,
        };
        walk.steps = vec![start; walk.path.len() + 1];
        walk
    }

    fn fill_suffix(&mut self) {
        let model = self.search.model;
        let mut below =
            Suffix { priced: [0; 4], low: [0; AMOUNTS], high: [0; AMOUNTS], cost: 0, sessions: (0, 0), types: 0 };
        let mut all = Vec::new();
        for (j, (k, order)) in self.path.iter().enumerate().rev() {
            let kind = &model.kinds[*k];
            let mut next = Suffix { ..below };
            for (q, sum) in next.priced.iter_mut().enumerate() {
                *sum += self.priced[j].iter().map(|p| p[q]).min().unwrap_or(0);
            }
            let ways = || order.iter().map(|&w| &kind.ways[w]);
            let (least, most) = least_and_most(ways());
            for (r, (least, most)) in least.into_iter().zip(most).enumerate() {
                next.low[r] += least;
                next.high[r] += most;
            }
            next.cost += ways().map(|w| w.cost).min().unwrap_or(0);
            next.sessions.0 += ways().map(|w| w.sessions).min().unwrap_or(0);
            next.sessions.1 += ways().map(|w| w.sessions).max().unwrap_or(0);
            if ways().any(|w| w.sessions > 0) {
                next.types |= kind.variety;
            }
            all.push(std::mem::replace(&mut below, next));
        }
        all.push(below);
        all.reverse();
        self.suffix = all;
    }

    fn cut_at(&mut self, bound: i64) {
        self.cut = self.cut.min(bound);
    }

    /// Goes on below the path's first `depth` steps.
    pub(super) fn descend(&mut self, depth: usize) {
        self.search.counters.basket_nodes += 1;
        if self.search.first_only && self.search.best.is_some() {
            return;
        }
        let work = self.search.counters.basket_nodes + self.search.placer.nodes;
        if work > self.search.effort.nodes {
            self.search.out_of_work = true;
            self.cut_at(i64::MIN);
            return;
        }
        if depth == self.hard && depth > 0 && self.search.effort.pruning.hard_part {
            self.place_hard(depth);
        } else {
            self.children(depth);
        }
    }

    /// The hard sessions have their levels: what does placing them cost now?
    fn place_hard(&mut self, depth: usize) {
        let step = self.steps[depth];
        let budget = (self.limit - step.bare).clamp(-1, i64::from(FORBIDDEN) - 1) as i32;
        let before = self.search.placer.nodes;
        let cost = self.search.placer.cheapest(step.classes, step.sessions, budget);
        self.search.counters.place_nodes_by[1] += self.search.placer.nodes - before;
        if cost > budget {
            if cost < FORBIDDEN {
                self.cut_at(step.bare + i64::from(cost));
            }
            return;
        }
        let (slots, slots_part) = (self.slots.clone(), self.slots_part);
        self.search.raise(&mut self.slots, step.sessions, cost);
        for (part, prices) in self.slots_part.iter_mut().zip(&self.own.prices) {
            let below = self.suffix[depth].sessions;
            *part = prices.slots(&self.slots, (step.sessions + below.0, step.sessions + below.1)).0;
        }
        self.children(depth);
        self.slots = slots;
        self.slots_part = slots_part;
    }

    fn children(&mut self, depth: usize) {
        let model = self.search.model;
        if depth == self.path.len() {
            self.leaf();
            return;
        }
        let kind = &model.kinds[self.path[depth].0];
        let prune = self.search.effort.pruning;
        for place in 0..self.path[depth].1.len() {
            let way_place = self.path[depth].1[place];
            let way = &kind.ways[way_place];
            let parent = &self.steps[depth];
            let below = &self.suffix[depth + 1];
            let variety = if way.sessions > 0 { kind.variety } else { 0 };
            let again = parent.types & variety != 0;
            let repeated = parent.repeated + if again { i64::from(model.problem.variety_bonus) } else { 0 };
            let mut priced = parent.priced;
            let mut bound = i64::MIN;
            let own = &self.priced[depth][place];
            for (q, sum) in priced.iter_mut().enumerate().take(self.own.prices.len()) {
                *sum += own[q];
                bound = bound.max(self.constant[q] + self.slots_part[q] + *sum + below.priced[q]);
            }
            let bound = ceil(bound) + repeated;
            if prune.prices && bound > self.limit {
                self.cut_at(bound);
                continue;
            }
            let types = parent.types | variety;
            if model.problem.limits.has(Limit::Variety)
                && ((types | below.types).count_ones() as usize) < model.problem.variety_least
            {
                continue;
            }
            let sessions = parent.sessions + way.sessions;
            let fewest = sessions + below.sessions.0;
            let Some(&slots) = self.slots.get(fewest) else { continue };
            if slots >= FORBIDDEN && self.slots[fewest..].iter().all(|&s| s >= FORBIDDEN) {
                continue;
            }
            let mut amounts = parent.amounts;
            let slots = self.slots[fewest..].iter().copied().min().unwrap_or(slots);
            let mut reach = parent.cost + way.cost + repeated + below.cost + i64::from(slots);
            for (r, table) in model.tables.iter().enumerate() {
                amounts[r] += way.amounts[r];
                reach += table.least(amounts[r] + below.low[r], amounts[r] + below.high[r]);
            }
            if reach >= IMPOSSIBLE {
                continue;
            }
            if prune.intervals && reach > self.limit {
                self.cut_at(reach);
                continue;
            }
            let (mut longest, mut long) = (parent.longest, parent.long);
            if way.sessions > 0 && kind.is_long {
                long = way.longest;
            } else if kind.is_run {
                longest = longest.max(way.longest);
            }
            if model.problem.limits.has(Limit::LongIsLongest)
                && long < i32::MAX
                && longest > 0
                && long < longest + model.problem.long_margin
            {
                continue;
            }
            self.steps[depth + 1] = Step {
                amounts,
                cost: parent.cost + way.cost,
                priced,
                sessions,
                types,
                repeated,
                longest,
                long,
                classes: parent.classes + way.classes,
                relaxed: parent.relaxed + way.relaxed,
                bare: reach - i64::from(slots),
                way: way_place,
            };
            self.descend(depth + 1);
        }
    }

    fn leaf(&mut self) {
        let model = self.search.model;
        let step = &self.steps[self.path.len()];
        let tables: i64 = model.tables.iter().zip(step.amounts).map(|(t, a)| t.at(a)).sum();
        let cost = step.cost + step.repeated + tables;
        let slots = self.slots[step.sessions];
        let at_least = cost + i64::from(slots);
        if cost >= IMPOSSIBLE || slots >= FORBIDDEN {
            return;
        }
        if at_least > self.limit {
            self.cut_at(at_least);
            return;
        }
        self.search.counters.baskets += 1;
        let ways = self.path.iter().zip(&self.steps[1..]).map(|((k, _), s)| (*k, s.way)).collect();
        let (classes, relaxed, sessions) = (step.classes, step.relaxed, step.sessions);
        self.leaves.push(Leaf { at_least, cost, classes, sessions, ways, relaxed });
        if self.leaves.len() >= LEAVES || self.search.first_only {
            self.flush();
        }
    }

    /// Places the baskets that wait, the cheapest first.
    pub(super) fn flush(&mut self) {
        let mut leaves = std::mem::take(&mut self.leaves);
        leaves.sort_by_key(|l| l.at_least);
        for leaf in leaves.drain(..) {
            if leaf.at_least > self.limit {
                self.cut_at(leaf.at_least);
                continue;
            }
            let budget = (self.limit - leaf.cost).clamp(-1, i64::from(FORBIDDEN) - 1) as i32;
            if self.search.effort.pruning.relaxed {
                let before = self.search.placer.nodes;
                let least = self.search.placer.cheapest(leaf.relaxed, leaf.sessions, budget);
                self.search.counters.place_nodes_by[2] += self.search.placer.nodes - before;
                if least > budget {
                    if least < FORBIDDEN {
                        self.cut_at(leaf.cost + i64::from(least));
                    }
                    continue;
                }
            }
            self.search.counters.placed += 1;
            let cost = self.search.placer.cheapest(leaf.classes, leaf.sessions, budget);
            if self.search.placer.nodes > self.search.placer.limit {
                self.search.out_of_work = true;
                self.cut_at(leaf.at_least);
                continue;
            }
            if cost > budget {
                if cost < FORBIDDEN {
                    self.cut_at(leaf.cost + i64::from(cost));
                }
                continue;
            }
            let limit = self.search.placer.limit;
            if let Some(slots) = self.search.placer.trace(leaf.classes, leaf.sessions, cost) {
                self.search.upper = leaf.cost + i64::from(cost);
                self.search.best = Some((leaf.ways, slots));
                self.limit = self.limit.min(self.search.upper - 1 - self.search.allowance());
            }
            self.search.placer.limit = limit;
        }
        self.leaves = leaves;
    }
}
