//! Weeks and years of plain training.

use crate::build::{anybody, at, easy_run, lifting, method, monday, percent, squats, untrained, weeks};
use striate_model::{DailyLog, Day, Muscle, Person, WeekLoad};
use striate_state::fatigue::{self, ReadinessStep};
use striate_state::plateau::{Cause, plateau};
use striate_state::{Course, Habit, Phase, advance, outlooks, phase};

#[test]
fn two_years_of_the_same_lifting_end_on_a_plateau_whose_cause_is_the_same_load() {
    let body = weeks(untrained(), 3, lifting(4.0));
    assert_eq!(phase::of_muscle(&body, Muscle::Vasti, method()), Phase::Novice);
    let body = weeks(body, 20, lifting(4.0));
    assert_eq!(phase::of_muscle(&body, Muscle::Vasti, method()), Phase::Building);
    assert!(plateau(&body, Muscle::Vasti, method()).is_none());
    let body = weeks(body, 90, lifting(4.0));
    let found = plateau(&body, Muscle::Vasti, method()).expect("it stands still");
    assert_eq!(found.cause, Cause::SameLoad);
    let weeks_in = found.since.days_since(monday()) / 7;
    assert!((25..80).contains(&weeks_in), "{weeks_in}");
    assert_eq!(phase::of_muscle(&body, Muscle::Vasti, method()), Phase::Plateau);
}

#[test]
fn what_is_not_known_about_the_past_keeps_the_fan_open_and_years_of_training_close_it() {
    let week = WeekLoad { slow_hse: 8.0, fast_hse: 8.0 };
    let habit = Habit { muscles: striate_model::MuscleMap::from_fn(|_| week), running_h: 0.0 };
    let spread = |body: &striate_model::BodyState| {
        let fan = striate_state::forecast(body, &striate_state::Calendar::going_on(body, 84), method());
        let end = fan.fans[Muscle::Vasti][11];
        end.p95 - end.p05
    };
    let known = habit.body(monday().plus(-1), anybody(), method());
    let (less, more) = (habit.times(0.5), habit.times(2.0));
    let unknown = habit.body_between((&less, &more), monday().plus(-1), anybody(), method());
    let soon = |body: striate_model::BodyState| weeks(body, 4, lifting(4.0));
    let (sure, open) = (spread(&soon(known)), spread(&soon(unknown.clone())));
    assert!(sure > 1.0, "even a known past leaves some doubt: {sure}");
    assert!(open > 1.5 * sure, "{open} against {sure}");
    let later = spread(&weeks(unknown, 200, lifting(4.0)));
    assert!(later < open, "{later} against {open}");
}

#[test]
fn a_load_that_fell_to_a_half_keeps_the_muscle_and_is_named_as_the_cause() {
    let body = weeks(weeks(untrained(), 60, lifting(6.0)), 12, lifting(3.0));
    let found = plateau(&body, Muscle::Vasti, method()).expect("it is kept");
    assert_eq!(found.cause, Cause::LessLoad);
}

#[test]
fn an_energy_deficit_is_named_where_it_holds_a_muscle_back() {
    let mut body = weeks(untrained(), 40, lifting(4.0));
    let log = DailyLog { energy_deficit_kcal: Some(600.0), ..DailyLog::default() };
    let week = lifting(4.0);
    for _ in 0..7 * 12 {
        let day = body.day.plus(1);
        body = advance(&body, day, &week(day.weekday()), &log, method());
    }
    let found = plateau(&body, Muscle::Vasti, method()).expect("it stands still");
    assert_eq!(found.cause, Cause::EnergyDeficit);
}

#[test]
fn four_months_off_are_detraining_and_the_words_say_losing() {
    let body = weeks(untrained(), 60, lifting(5.0));
    let off = weeks(body.clone(), 6, |_| Vec::new());
    assert_eq!(phase::of_muscle(&off, Muscle::Vasti, method()), Phase::Detraining);
    let outlook = outlooks(&off, method())[Muscle::Vasti];
    assert_eq!(outlook.course, Course::Losing, "{outlook:?}");
    assert!(outlook.probability > 0.8);
    let lost = percent(&body, Muscle::Vasti) - percent(&weeks(body.clone(), 10, |_| Vec::new()), Muscle::Vasti);
    assert!((5.0..12.0).contains(&lost), "{lost}");
}

#[test]
fn a_new_lifter_grows_and_an_old_hand_holds() {
    let new = outlooks(&weeks(untrained(), 4, lifting(5.0)), method())[Muscle::Vasti];
    assert_eq!(new.course, Course::Growing, "{new:?}");
    let week = WeekLoad { slow_hse: 10.0, fast_hse: 10.0 };
    let habit = Habit { muscles: striate_model::MuscleMap::from_fn(|_| week), running_h: 0.0 };
    let body = weeks(habit.body(monday().plus(-1), anybody(), method()), 8, lifting(5.0));
    let old = outlooks(&body, method())[Muscle::Vasti];
    assert_eq!(old.course, Course::Holding, "{old:?}");
}

#[test]
fn after_three_days_of_data_nothing_is_said() {
    let mut body = untrained();
    for _ in 0..3 {
        body = advance(&body, body.day.plus(1), &[squats(5.0)], &DailyLog::default(), method());
    }
    assert_eq!(outlooks(&body, method())[Muscle::Vasti].course, Course::Unknown);
}

#[test]
fn much_running_costs_the_calf_a_little_and_gives_it_back() {
    let runner = weeks(untrained(), 40, |_| vec![easy_run(15.0)]);
    assert!((0.05..0.35).contains(&runner.calf_loss), "{}", runner.calf_loss);
    assert!(percent(&runner, Muscle::Gastrocnemius) > -6.0);
    assert!(weeks(runner, 40, |_| Vec::new()).calf_loss < 0.01);
}

#[test]
fn hard_squats_are_recovered_on_the_third_day() {
    let day = monday();
    let hard = advance(&untrained(), day, &[at(day, 18.0, squats(4.0))], &DailyLog::default(), method());
    let values = method().central();
    let vasti = &hard.muscles[Muscle::Vasti];
    assert_eq!(ReadinessStep::of(vasti, values), ReadinessStep::Tired);
    let hours = fatigue::hours_to_ready(vasti, values);
    assert!((48.0..76.0).contains(&hours), "{hours}");
    let trained = weeks(untrained(), 12, lifting(8.0));
    let day = trained.day.plus(3);
    let again = advance(&trained, day, &[at(day, 18.0, squats(4.0))], &DailyLog::default(), method());
    assert!(fatigue::hours_to_ready(&again.muscles[Muscle::Vasti], values) < hours - 10.0);
}

#[test]
fn soreness_in_the_log_makes_a_muscle_less_ready_than_the_model_knew() {
    let mut log = DailyLog::default();
    log.soreness[Muscle::Hamstrings] = Some(6.0);
    let body = advance(&untrained(), monday(), &[], &log, method());
    assert!(fatigue::readiness(&body.muscles[Muscle::Hamstrings]) < 0.9);
    assert_eq!(fatigue::readiness(&body.muscles[Muscle::Vasti]), 1.0);
}

#[test]
fn little_protein_slows_growth_and_enough_does_not() {
    let grown = |protein: Option<f64>| {
        let log = DailyLog { protein_g_per_kg: protein, ..DailyLog::default() };
        let mut body = untrained();
        for _ in 0..70 {
            body = advance(&body, body.day.plus(1), &[squats(1.5)], &log, method());
        }
        percent(&body, Muscle::Vasti)
    };
    assert_eq!(grown(Some(2.0)), grown(None));
    let share = grown(Some(0.9)) / grown(None);
    assert!((0.8..0.9).contains(&share), "{share}");
}

#[test]
fn who_starts_with_a_habit_stays_there_with_it() {
    let week = WeekLoad { slow_hse: 7.0, fast_hse: 7.0 };
    let mut habit = Habit::default();
    habit.muscles[Muscle::Vasti] = week;
    let person = Person { age_y: Some(30.0), ..anybody() };
    let start = habit.body(Day::from_ordinal(20_000), person, method());
    let body = weeks(start.clone(), 20, |_| vec![squats(1.0)]);
    assert!((percent(&body, Muscle::Vasti) - percent(&start, Muscle::Vasti)).abs() < 0.05);
}

#[test]
fn a_loss_in_a_deficit_is_no_gain_and_is_not_scaled_like_one() {
    // A marathon block at -500 kcal: much easy running, next to nothing for the hamstrings.
    let log = DailyLog { energy_deficit_kcal: Some(500.0), ..DailyLog::default() };
    let mut body = untrained();
    for _ in 0..84 {
        body = advance(&body, body.day.plus(1), &[easy_run(12.0)], &log, method());
    }
    let fans = striate_state::forecast(&body, &striate_state::Calendar::going_on(&body, 84), method()).fans;
    for muscle in [Muscle::Hamstrings, Muscle::GluteusMaximus, Muscle::Vasti] {
        let end = fans[muscle][11];
        assert!(end.p05 > -8.0 && end.p95 < 2.0 && end.p05 < end.p95 - 0.5, "{muscle:?} {end:?}");
    }
}

#[test]
fn nothing_is_known_to_the_last_bit_not_even_a_muscle_that_never_had_a_dose() {
    let body = weeks(untrained(), 8, lifting(3.0));
    for muscle in [Muscle::Hamstrings, Muscle::Biceps] {
        let size = striate_state::forecast::size_percent(&body, muscle, method());
        assert!(size.high - size.low > 0.5, "{muscle:?} {size:?}");
        let fans = striate_state::forecast(&body, &striate_state::Calendar::going_on(&body, 84), method()).fans;
        assert!(fans[muscle][11].p95 - fans[muscle][11].p05 > 0.5, "{muscle:?}");
    }
}

#[test]
fn in_a_deficit_of_500_kcal_ten_weekly_sets_add_about_nothing() {
    let grown = |deficit: Option<f64>| {
        let log = DailyLog { energy_deficit_kcal: deficit, ..DailyLog::default() };
        let (mut body, week) = (untrained(), lifting(5.0));
        for _ in 0..70 {
            let day = body.day.plus(1);
            body = advance(&body, day, &week(day.weekday()), &log, method());
        }
        percent(&body, Muscle::Vasti)
    };
    assert!((7.0..9.5).contains(&grown(None)), "{}", grown(None));
    assert!(grown(Some(500.0)).abs() < 1.0, "{}", grown(Some(500.0)));
    assert!(grown(Some(1000.0)) <= grown(Some(500.0)));
}
