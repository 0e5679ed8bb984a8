//! Every relaxation that cuts the search is held against exact answers: none may be above what it bounds.

use super::basket::{Answer, Effort, basket_of, ceil, solve};
use super::bound::{Prices, SCALE, View, climb};
use super::model::{AMOUNTS, IMPOSSIBLE, Model};
use super::place::Placer;
use super::problem::{FORBIDDEN, WeekPlan, WeekProblem};
use super::table::Table;
use instances::{Random, Rich, earlier_week, rich};
use tiny_week::tiny;

#[path = "../../benches/instances/mod.rs"]
mod instances;
#[path = "../../tests/it/tiny_week.rs"]
mod tiny_week;

/// A week with its proven best, in the form that the search walks.
struct Solved<'p> {
    model: Model<'p>,
    best: WeekPlan,
    /// The way of each kind in the best week.
    ways: Vec<usize>,
    /// What placing it costs beyond the ways' own points, and how many sessions it has.
    placing: i32,
    sessions: usize,
}

impl<'p> Solved<'p> {
    fn new(problem: &'p WeekProblem, best: WeekPlan) -> Self {
        assert!(best.certificate.proven);
        let model = Model::new(problem, true).expect("it is small enough");
        let basket = basket_of(problem, &best.placement).expect("the week is made of choices");
        let of = |k: usize| model.kinds[k].ways.iter().position(|w| w.choice == basket.0[k]).expect("it is a way");
        let ways: Vec<usize> = (0..model.kinds.len()).map(of).collect();
        let mut types = 0;
        let mut cost = 0;
        for (kind, &way) in model.kinds.iter().zip(&ways) {
            let way = &kind.ways[way];
            // A type of run is worth its bonus once.
            let again = way.sessions > 0 && types & kind.variety != 0;
            types |= if way.sessions > 0 { kind.variety } else { 0 };
            cost += way.cost + if again { i64::from(problem.variety_bonus) } else { 0 };
        }
        let amounts = |r: usize| -> i32 { model.kinds.iter().zip(&ways).map(|(k, &w)| k.ways[w].amounts[r]).sum() };
        cost += model.tables.iter().enumerate().map(|(r, table)| table.at(amounts(r))).sum::<i64>();
        let placing = i32::try_from(best.certificate.cost - cost).expect("placing costs little");
        let sessions = best.placement.sessions().count();
        Self { model, best, ways, placing, sessions }
    }

    fn slots(&self) -> Vec<i32> {
        self.model.floor[self.model.first_day()][self.model.rest_days].clone()
    }
}

/// Tiny weeks and some of the product's size.
fn each(mut look: impl FnMut(u64, &Solved<'_>)) {
    let mut weeks: Vec<(u64, WeekProblem)> = (1..=60).map(|seed| (seed, tiny(seed))).collect();
    weeks.extend((1..=4).map(|seed| (1000 + seed, rich(seed, &Rich { series: seed % 2 == 0, ..Rich::default() }))));
    weeks.extend((1..=3).map(|seed| (2000 + seed, earlier_week(1, seed, 1, 0, (300, 400)))));
    let mut seen = 0;
    for (seed, problem) in &weeks {
        if let Answer::Plan(best) = solve(problem, Effort::default()).expect("it is small enough") {
            look(*seed, &Solved::new(problem, *best));
            seen += 1;
        }
    }
    assert!(seen >= 25, "{seen} weeks could be had");
}

fn random_prices(random: &mut Random, model: &Model<'_>) -> Prices {
    let mut prices = Prices { amounts: [0; AMOUNTS], session: (random.uniform() * 40.0 * SCALE as f64) as i64 };
    for price in prices.amounts.iter_mut().take(model.tables.len()) {
        *price = ((random.uniform() - 0.6) * 60.0 * SCALE as f64) as i64;
    }
    prices
}

#[test]
fn no_prices_whatever_bound_a_week_above_its_best() {
    let mut random = Random::new(7);
    each(|seed, week| {
        let all = week.model.kinds.iter().map(|k| (0, k.ways.len())).collect();
        let view = View { ranges: all, slots: week.slots() };
        let cost = week.best.certificate.cost;
        for _ in 0..40 {
            let bound = ceil(random_prices(&mut random, &week.model).bound(&week.model, &view));
            assert!(bound <= cost, "seed {seed}: {bound} above {cost}");
        }
        let best = climb(&week.model, &view, &Prices::none(), 120, (i64::MIN, IMPOSSIBLE * SCALE));
        assert!(ceil(best.value) <= cost, "seed {seed}: {} above {cost}", ceil(best.value));
        assert!(best.value >= Prices::none().bound(&week.model, &view), "climbing makes no bound worse");
    });
}

#[test]
fn no_part_of_the_best_week_is_bounded_above_the_whole() {
    let mut random = Random::new(11);
    each(|seed, week| {
        let (model, cost) = (&week.model, week.best.certificate.cost);
        for _ in 0..20 {
            // Some kinds as in the best week, the others free.
            let fixed = |k: usize, random: &mut Random| {
                if random.uniform() < 0.5 { (week.ways[k], week.ways[k] + 1) } else { (0, model.kinds[k].ways.len()) }
            };
            let ranges: Vec<(usize, usize)> = (0..model.kinds.len()).map(|k| fixed(k, &mut random)).collect();
            let view = View { ranges, slots: week.slots() };
            let priced = climb(model, &view, &random_prices(&mut random, model), 20, (cost * SCALE, cost * SCALE));
            assert!(ceil(priced.value) <= cost, "seed {seed}: {} above {cost}", ceil(priced.value));
            let interval = by_reach(model, &view);
            assert!(interval <= cost, "seed {seed}: {interval} above {cost}");
        }
    });
}

/// The bound by what each amount can still reach, written out apart from the walk.
fn by_reach(model: &Model<'_>, view: &View) -> i64 {
    let ways = |k: usize| &model.kinds[k].ways[view.ranges[k].0..view.ranges[k].1];
    let kinds = || 0..model.kinds.len();
    let own: i64 = kinds().map(|k| ways(k).iter().map(|w| w.cost).min().expect("there is a way")).sum();
    let table = |(r, table): (usize, &Table)| -> i64 {
        let low: i32 = kinds().map(|k| ways(k).iter().map(|w| w.amounts[r]).min().expect("there is a way")).sum();
        let high: i32 = kinds().map(|k| ways(k).iter().map(|w| w.amounts[r]).max().expect("there is a way")).sum();
        table.least(low, high)
    };
    let fewest: usize = kinds().map(|k| ways(k).iter().map(|w| w.sessions).min().expect("there is a way")).sum();
    let slots = view.slots[fewest..].iter().copied().min().expect("so many sessions fit");
    own + model.tables.iter().enumerate().map(table).sum::<i64>() + i64::from(slots)
}

#[test]
fn relaxed_sessions_hard_sessions_alone_and_empty_slots_cost_no_more_than_the_week_itself() {
    each(|seed, week| {
        let model = &week.model;
        let chosen = || model.kinds.iter().zip(&week.ways).map(|(k, &w)| (k.is_hard, &k.ways[w]));
        let (mut exact, mut relaxed, mut hard, mut hard_relaxed, mut hard_sessions) = (0, 0, 0, 0, 0);
        for (is_hard, way) in chosen() {
            exact += way.classes;
            relaxed += way.relaxed;
            if is_hard {
                hard += way.classes;
                hard_relaxed += way.relaxed;
                hard_sessions += way.sessions;
            }
        }
        let mut placer = Placer::new(model, u64::MAX);
        let mut cheapest = |packed, sessions| placer.cheapest(packed, sessions, FORBIDDEN - 1);
        let (whole, easier) = (cheapest(exact, week.sessions), cheapest(relaxed, week.sessions));
        let (alone, alone_easier) = (cheapest(hard, hard_sessions), cheapest(hard_relaxed, hard_sessions));
        assert_eq!(whole, week.placing, "seed {seed}: placing is exact");
        assert!(easier <= whole, "seed {seed}: {easier} above {whole}");
        assert!(alone_easier <= alone && alone <= whole, "seed {seed}: {alone_easier} {alone} {whole}");
        let others = model.floor[model.first_day()][0][week.sessions - hard_sessions];
        assert!(alone + others <= whole, "seed {seed}: {alone} and {others} above {whole}");
        assert!(week.slots()[week.sessions] <= whole, "seed {seed}: empty slots");
    });
}

#[test]
fn sums_that_follow_from_the_days_let_the_best_week_pass() {
    each(|seed, week| {
        let with = &week.model.tables;
        let without = Model::new(week.model.problem, false).expect("it is small enough").tables.len();
        for (r, table) in with.iter().enumerate().skip(without) {
            let sum: i32 = week.model.kinds.iter().zip(&week.ways).map(|(k, &w)| k.ways[w].amounts[r]).sum();
            assert_eq!(table.at(sum), 0, "seed {seed}: row {r}");
        }
    });
}
