//! Weeks of three days and five kinds, small enough to look at every placement; and what must not change an answer.

use crate::tiny_week::tiny;
use striate_plan::week::{
    Answer, Choice, Effort, ItemId, Limit, Placement, Pruning, SLOTS, WeekProblem, check, feasible, solve,
};

/// The least cost over every placement there is, judged one by one.
fn by_looking_everywhere(problem: &WeekProblem) -> Option<i64> {
    let items: Vec<ItemId> = problem
        .kinds
        .iter()
        .enumerate()
        .flat_map(|(kind, k)| (0..k.items.len()).map(move |item| ItemId { kind, item }))
        .collect();
    let slots: Vec<usize> = (0..SLOTS).filter(|s| problem.minutes[s / 2] > 0).collect();
    let mut best = None;
    let mut counter = vec![0; slots.len()];
    loop {
        let mut week = Placement::default();
        for (&slot, &n) in slots.iter().zip(&counter) {
            week.0[slot] = (n > 0).then(|| items[n - 1]);
        }
        // The judge is slow: weeks that no choice allows are skipped before.
        let most = |k: usize| problem.kinds[k].choices.iter().map(Choice::sessions).max().unwrap_or(0);
        let allowed = (0..problem.kinds.len()).all(|k| week.sessions().filter(|s| s.1.kind == k).count() <= most(k));
        if allowed && let Ok(judged) = check(problem, &week) {
            best = Some(best.map_or(judged.cost, |b: i64| b.min(judged.cost)));
        }
        let Some(place) = counter.iter().position(|&n| n < items.len()) else { return best };
        counter[place] += 1;
        counter[..place].fill(0);
    }
}

pub(crate) fn cost(problem: &WeekProblem, effort: Effort) -> Option<i64> {
    match solve(problem, effort).expect("a tiny week is small enough") {
        Answer::Plan(plan) => {
            let judged = check(problem, &plan.placement).expect("the judge agrees with the solver");
            assert_eq!((judged.cost, judged.exit), (plan.certificate.cost, plan.exit));
            assert!(plan.certificate.proven);
            Some(plan.certificate.cost)
        }
        Answer::Infeasible => None,
        Answer::Unknown => panic!("a tiny week is settled"),
    }
}

#[test]
fn the_solver_finds_what_looking_at_every_placement_finds() {
    let mut feasible = 0;
    for seed in 1..=6 {
        let problem = tiny(seed);
        let best = by_looking_everywhere(&problem);
        feasible += usize::from(best.is_some());
        assert_eq!(cost(&problem, Effort::default()), best, "seed {seed}");
    }
    assert!(feasible >= 2, "{feasible} of 6 had a week");
}

#[test]
fn whether_there_is_a_week_is_answered_alike_by_the_small_question_and_by_the_whole_one() {
    let (mut some, mut none) = (0, 0);
    for seed in 1..=60 {
        let problem = tiny(seed);
        let mut asked = vec![problem.clone()];
        for limit in Limit::ALL {
            let limits = problem.limits.without(limit);
            asked.push(WeekProblem { limits, ..problem.clone() });
            // Two at a time, so that levels and sessions lose their use.
            asked.push(WeekProblem { limits: limits.without(Limit::RunningMinutes), ..problem.clone() });
            asked.push(WeekProblem { limits: limits.without(Limit::Lifts), ..problem.clone() });
        }
        for week in asked {
            let there_is = cost(&week, Effort::default()).is_some();
            assert_eq!(feasible(&week, Effort::default()), Ok(Some(there_is)), "seed {seed} {:?}", week.limits);
            some += usize::from(there_is);
            none += usize::from(!there_is);
        }
    }
    assert!(some >= 100 && none >= 50, "{some} with a week, {none} without");
}

#[test]
fn leaving_out_a_pruning_rule_changes_no_answer() {
    let all = Pruning::default();
    let variants = [
        Pruning { prices: false, ..all },
        Pruning { intervals: false, ..all },
        Pruning { hard_part: false, ..all },
        Pruning { relaxed: false, ..all },
        Pruning { implied: false, ..all },
    ];
    for seed in 1..=60 {
        let problem = tiny(seed);
        let answer = cost(&problem, Effort::default());
        for pruning in variants {
            assert_eq!(cost(&problem, Effort { pruning, ..Effort::default() }), answer, "seed {seed} {pruning:?}");
        }
    }
}

#[test]
fn the_order_of_kinds_and_levels_changes_no_answer() {
    for seed in 1..=60 {
        let problem = tiny(seed);
        let mut turned = problem.clone();
        turned.kinds.reverse();
        for tally in &mut turned.tallies {
            tally.weight.reverse();
        }
        // The two levels of what was the first kind change places.
        let last = turned.kinds.len() - 1;
        turned.kinds[last].items.reverse();
        for tally in &mut turned.tallies {
            tally.weight[last].reverse();
        }
        for choice in &mut turned.kinds[last].choices {
            for item in &mut choice.items {
                item.0 = 1 - item.0;
            }
        }
        assert_eq!(cost(&turned, Effort::default()), cost(&problem, Effort::default()), "seed {seed}");
    }
}

#[test]
fn more_time_or_one_limit_less_never_costs_more() {
    let worse = |asked: Option<i64>, given: Option<i64>| match (asked, given) {
        (Some(a), Some(g)) => g > a,
        (Some(_), None) => true,
        (None, _) => false,
    };
    for seed in 1..=40 {
        let problem = tiny(seed);
        let before = cost(&problem, Effort::default());
        let mut more = problem.clone();
        more.minutes[2] += 60;
        assert!(!worse(before, cost(&more, Effort::default())), "seed {seed}: more time on Wednesday");
        for limit in Limit::ALL {
            let mut less = problem.clone();
            less.limits = less.limits.without(limit);
            assert!(!worse(before, cost(&less, Effort::default())), "seed {seed}: without {limit:?}");
        }
    }
}

#[test]
fn a_bound_is_never_above_the_week_that_more_work_finds() {
    for seed in 1..=40 {
        let problem = tiny(seed);
        let Some(best) = cost(&problem, Effort::default()) else { continue };
        for nodes in [20, 60, 200] {
            if let Answer::Plan(plan) = solve(&problem, Effort { nodes, ..Effort::default() }).unwrap() {
                assert!(plan.certificate.bound <= best, "seed {seed} {nodes}: {:?} {best}", plan.certificate);
                assert!(plan.certificate.cost >= best, "seed {seed} {nodes}");
            }
        }
        for gap in [20, 100] {
            let Answer::Plan(plan) = solve(&problem, Effort { gap, ..Effort::default() }).unwrap() else { panic!() };
            assert!(
                plan.certificate.bound <= best && plan.certificate.gap <= gap,
                "seed {seed}: {:?}",
                plan.certificate
            );
        }
    }
}
