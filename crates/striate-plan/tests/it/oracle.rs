//! A second solver: small weeks as mixed integer programs, written from the words of the limits and solved by a general
//! solver, must cost what ours says they cost.

use crate::instances::{Rich, rich};
use crate::tiny::cost;
use crate::tiny_week::tiny;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOutcome, Variable};
use striate_plan::week::{DAYS, Effort, FORBIDDEN, ItemId, LEGS, MUSCLES, SLOTS, WAITS, WeekProblem};

/// The cost of the best week, `None` where there is none.
fn by_general_solver(week: &WeekProblem) -> Option<i64> {
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let items: Vec<ItemId> = (0..week.kinds.len())
        .flat_map(|kind| (0..week.kinds[kind].items.len()).map(move |item| ItemId { kind, item }))
        .collect();
    // One number for each item in each slot that it may have.
    let mut places: Vec<(usize, usize, Variable)> = Vec::new();
    for (i, id) in items.iter().enumerate() {
        for slot in 0..SLOTS {
            let own = week.item(*id).slot_cost[slot];
            if own < FORBIDDEN && week.minutes[slot / 2] > 0 {
                places.push((i, slot, program.add_binary_var(f64::from(own + week.slot_cost[slot]))));
            }
        }
    }
    let sum = |which: &dyn Fn(&ItemId, usize) -> f64| -> Vec<(Variable, f64)> {
        places.iter().map(|(i, slot, x)| (*x, which(&items[*i], *slot))).filter(|t| t.1 != 0.0).collect()
    };
    let flag = |yes: bool| f64::from(u8::from(yes));
    let kind = |id: &ItemId| &week.kinds[id.kind];

    // Each kind is had in one of its ways.
    for (k, of_kind) in week.kinds.iter().enumerate() {
        let ways: Vec<Variable> = of_kind.choices.iter().map(|c| program.add_binary_var(f64::from(c.cost))).collect();
        program.add_constraint(ways.iter().map(|w| (*w, 1.0)), ComparisonOp::Eq, 1.0);
        for item in 0..of_kind.items.len() {
            let mut terms = sum(&|id, _| flag(*id == ItemId { kind: k, item }));
            for (choice, way) in of_kind.choices.iter().zip(&ways) {
                let n: u8 = choice.items.iter().filter(|i| i.0 == item).map(|i| i.1).sum();
                terms.push((*way, -f64::from(n)));
            }
            program.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    // Doses: the cost lies on or above every piece of its convex table.
    for (r, dose) in week.doses.iter().enumerate() {
        let cost = program.add_var(1.0, (-1e7, 1e7));
        let amount = sum(&|id, _| f64::from(week.item(*id).dose[r]));
        let most: i32 = items.iter().map(|id| week.item(*id).dose[r] * SLOTS as i32).sum::<i32>().min(600);
        let mut last = i64::MIN;
        for d in 0..most.max(1) {
            let slope = dose.table.at(d + 1) - dose.table.at(d);
            if slope != last {
                last = slope;
                let mut terms: Vec<(Variable, f64)> = amount.iter().map(|(x, a)| (*x, -a * slope as f64)).collect();
                terms.push((cost, 1.0));
                let at_zero = dose.table.at(d) - slope * i64::from(d);
                program.add_constraint(terms, ComparisonOp::Ge, at_zero as f64);
            }
        }
    }
    for slot in 0..SLOTS {
        program.add_constraint(sum(&|_, s| flag(s == slot)), ComparisonOp::Le, 1.0);
    }
    let hard_run = |id: &ItemId| kind(id).is_run && kind(id).is_hard;
    for day in 0..DAYS {
        let on = |s: usize| s / 2 == day;
        program.add_constraint(sum(&|id, s| flag(on(s) && kind(id).is_run)), ComparisonOp::Le, 1.0);
        program.add_constraint(sum(&|id, s| flag(on(s) && kind(id).is_lift)), ComparisonOp::Le, 1.0);
        program.add_constraint(sum(&|id, s| flag(on(s) && kind(id).is_hard)), ComparisonOp::Le, 1.0);
        let minutes = sum(&|id, s| if on(s) { f64::from(week.item(*id).minutes) } else { 0.0 });
        program.add_constraint(minutes, ComparisonOp::Le, f64::from(week.minutes[day]));
        let two = |s: usize| on(s) || s / 2 + 1 == day;
        let most = if day == 0 { flag(!week.entry.hard_run) } else { 1.0 };
        program.add_constraint(sum(&|id, s| flag(two(s) && hard_run(id))), ComparisonOp::Le, most);
        // A run and a lift on one day, one of them hard.
        let both = program.add_binary_var(f64::from(week.double_cost));
        for (a, b) in [(2 * day, 2 * day + 1), (2 * day + 1, 2 * day)] {
            for is_hard in [false, true] {
                let mut terms = sum(&|id, s| {
                    flag(
                        s == a && kind(id).is_run && (is_hard || kind(id).is_hard)
                            || s == b && kind(id).is_lift && (!is_hard || kind(id).is_hard),
                    )
                });
                terms.push((both, -1.0));
                program.add_constraint(terms, ComparisonOp::Le, 1.0);
            }
        }
    }
    // Days without any session.
    let busy: Vec<Variable> = (0..DAYS).map(|_| program.add_binary_var(0.0)).collect();
    for (_, slot, x) in &places {
        program.add_constraint([(*x, 1.0), (busy[slot / 2], -1.0)], ComparisonOp::Le, 0.0);
    }
    program.add_constraint(busy.iter().map(|b| (*b, 1.0)), ComparisonOp::Le, (DAYS - week.rest_days) as f64);
    // Waiting times.
    for wait in 0..WAITS {
        for slot in 0..usize::from(week.entry_wait(wait)) {
            program.add_constraint(
                sum(&|id, s| flag(s == slot && week.must_wait(id.kind, wait))),
                ComparisonOp::Le,
                0.0,
            );
        }
        for earlier in 0..SLOTS {
            for later in earlier + 1..SLOTS {
                let holds = |id: &ItemId| usize::from(week.waits_after(*id)[wait]) > later - earlier;
                let terms =
                    sum(&|id, s| flag(s == earlier && holds(id)) + flag(s == later && week.must_wait(id.kind, wait)));
                if terms.len() > 1 {
                    program.add_constraint(terms, ComparisonOp::Le, 1.0);
                }
            }
        }
    }
    debug_assert_eq!(LEGS, MUSCLES, "the legs come after the muscles");
    for tally in &week.tallies {
        let weigh = || sum(&|id, _| f64::from(tally.weight[id.kind][id.item]));
        program.add_constraint(weigh(), ComparisonOp::Ge, f64::from(tally.low));
        program.add_constraint(weigh(), ComparisonOp::Le, f64::from(tally.high));
    }
    // Types of run.
    let mut types: Vec<u8> = week.kinds.iter().filter_map(|k| k.variety).collect();
    types.sort_unstable();
    types.dedup();
    let had: Vec<Variable> = types.iter().map(|_| program.add_binary_var(-f64::from(week.variety_bonus))).collect();
    for (t, had) in types.iter().zip(&had) {
        let mut terms = sum(&|id, _| -flag(kind(id).variety == Some(*t)));
        terms.push((*had, 1.0));
        program.add_constraint(terms, ComparisonOp::Le, 0.0);
    }
    program.add_constraint(had.iter().map(|h| (*h, 1.0)), ComparisonOp::Ge, week.variety_least as f64);
    // The long run is the longest.
    let present: Vec<Variable> = items.iter().map(|_| program.add_binary_var(0.0)).collect();
    for (i, _, x) in &places {
        program.add_constraint([(*x, 1.0), (present[*i], -1.0)], ComparisonOp::Le, 0.0);
    }
    for (a, long) in items.iter().enumerate().filter(|(_, id)| kind(id).is_long) {
        for (b, other) in items.iter().enumerate().filter(|(_, id)| kind(id).is_run && !kind(id).is_long) {
            if week.item(*long).running_minutes < week.item(*other).running_minutes + week.long_margin {
                program.add_constraint([(present[a], 1.0), (present[b], 1.0)], ComparisonOp::Le, 1.0);
            }
        }
    }
    match program.solve() {
        Ok(SolveOutcome::Solution(found)) if found.status() == SolutionStatus::Optimal => {
            Some(found.objective().round() as i64)
        }
        Ok(_) => panic!("the general solver proved nothing"),
        Err(Error::Infeasible) => None,
        Err(error) => panic!("the general solver gave up: {error}"),
    }
}

#[test]
fn a_general_solver_finds_the_same_cost_on_tiny_weeks() {
    let mut feasible = 0;
    for seed in 1..=25 {
        let week = tiny(seed);
        let ours = cost(&week, Effort::default());
        assert_eq!(by_general_solver(&week), ours, "seed {seed}");
        feasible += usize::from(ours.is_some());
    }
    assert!(feasible >= 10, "{feasible} of 25 had a week");
}

/// The rich model with few kinds, days and doses: small enough for a general solver, with every sort of row in it.
fn small_rich(seed: u64) -> WeekProblem {
    let mut week = rich(seed, &Rich::default());
    let kept = ["easy", "long", "tempo", "hill_repeats", "squat", "push"];
    let keep: Vec<bool> = week.kinds.iter().map(|k| kept.contains(&k.name.as_str())).collect();
    let mut place = 0;
    week.kinds.retain(|_| {
        place += 1;
        keep[place - 1]
    });
    for tally in &mut week.tallies {
        let mut kept = keep.iter();
        tally.weight.retain(|_| *kept.next().unwrap_or(&false));
        tally.low = 0;
    }
    for (k, kind) in week.kinds.iter_mut().enumerate() {
        // Two levels each, the lowest and the highest.
        let last = kind.items.len() - 1;
        let (mut choices, items) = (Vec::new(), vec![kind.items[0].clone(), kind.items[last].clone()]);
        for choice in &kind.choices {
            if choice.sessions() <= 1 && choice.items.iter().all(|i| i.0 == 0 || i.0 == last) {
                let mut choice = choice.clone();
                choice.items.iter_mut().for_each(|i| i.0 = usize::from(i.0 != 0));
                choices.push(choice);
            }
        }
        for tally in &mut week.tallies {
            let weights = &mut tally.weight[k];
            *weights = vec![weights[0], weights[last]];
        }
        (kind.items, kind.choices) = (items, choices);
    }
    for day in [0, 4] {
        week.minutes[day] = 0;
    }
    week.variety_least = 2;
    week
}

#[test]
fn a_general_solver_finds_the_same_cost_on_small_weeks_of_the_rich_model() {
    for seed in 1..=4 {
        let week = small_rich(seed);
        assert_eq!(by_general_solver(&week), cost(&week, Effort::default()), "seed {seed}");
    }
}
