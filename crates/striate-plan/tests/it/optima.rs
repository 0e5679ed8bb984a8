//! The solver against optima that another program proved.

use crate::instances::{Rich, earlier_week, rich};
use striate_plan::week::{Answer, Effort, check, solve_counted};

#[test]
fn the_cheapest_weeks_of_the_earlier_model_are_those_that_highs_proved() {
    let proven = [26, 32, 27, 22, 37, 36, 30, 32, 23, 31, 27, 31, 32, 24, 32, 21];
    for (seed, points) in (1..).zip(proven) {
        let problem = earlier_week(1, seed, 1, 0, (300, 400));
        let (answer, counters) = solve_counted(&problem, Effort::default()).unwrap();
        let Answer::Plan(plan) = answer else { panic!("seed {seed}: {answer:?} {counters:?}") };
        assert_eq!(plan.certificate.cost, 2 * points, "seed {seed} {counters:?}");
        assert!(plan.certificate.proven, "seed {seed}");
        let judged = check(&problem, &plan.placement).unwrap();
        assert_eq!((judged.cost, judged.exit), (plan.certificate.cost, plan.exit), "seed {seed}");
    }
}

#[test]
fn rich_weeks_are_proven_and_hold_before_the_judge() {
    for seed in 1..=12 {
        let problem = rich(seed, &Rich { series: seed % 4 != 0, ..Rich::default() });
        let (answer, counters) = solve_counted(&problem, Effort::default()).unwrap();
        let Answer::Plan(plan) = answer else { panic!("seed {seed}: {answer:?} {counters:?}") };
        assert!(plan.certificate.proven, "seed {seed} {counters:?}");
        let judged = check(&problem, &plan.placement).unwrap();
        assert_eq!((judged.cost, judged.exit), (plan.certificate.cost, plan.exit), "seed {seed}");
    }
}
