//! Whole forecasts for people of known response.

use crate::build::{anybody, lifting, method, monday, percent, weeks};
use striate_model::sampling::{SplitMix64, normal};
use striate_model::{Muscle, Person};
use striate_state::{Calendar, Habit, forecast};

#[test]
fn nine_in_ten_synthetic_athletes_end_within_the_fan() {
    // What the fan knows: a median person with its doubt. What happens: a person of a response drawn from that doubt.
    let mut random = SplitMix64::named("athletes");
    let mut inside = 0;
    let people = 60;
    for _ in 0..people {
        let truth = Person { log_response: 0.45 * normal(random.uniform()), ..anybody() };
        let believed = weeks(Habit::default().body(monday().plus(-1), anybody(), method()), 6, lifting(5.0));
        let real = weeks(Habit::default().body(monday().plus(-1), truth, method()), 6, lifting(5.0));
        let calendar: Vec<_> = (0..84).map(|day| lifting(5.0)((day % 7) as u8)).collect();
        let fan = forecast(&believed, &Calendar::new(&believed, &calendar), method()).fans[Muscle::Vasti][11];
        let after = weeks(real.clone(), 12, lifting(5.0));
        let change = 100.0
            * ((1.0 + percent(&after, Muscle::Vasti) / 100.0) / (1.0 + percent(&real, Muscle::Vasti) / 100.0) - 1.0);
        inside += usize::from((fan.p05..=fan.p95).contains(&change));
    }
    assert!(inside * 100 >= people * 85, "{inside} of {people}");
}
