//! Synthetic athletes whose response is known, measured with known errors.

use crate::build::{anybody, lifting, method, monday, weeks};
use striate_model::sampling::{SplitMix64, normal};
use striate_model::{Muscle, Person};
use striate_state::Habit;
use striate_state::calibration::{MeasuredBy, Point, Series, calibrate, expected_log};
use striate_state::region::Region;

/// Five measurements over a year of lifting, the first at its start, of an athlete with this response.
fn measured(log_response: f64, by: MeasuredBy, error_of_change: f64, random: &mut SplitMix64) -> Series {
    let at = |log_response: f64| {
        let person = Person { log_response, ..anybody() };
        let start = Habit::default().body(monday().plus(-1), person, method());
        let mut body = start.clone();
        let mut changes = vec![0.0];
        for _ in 0..4 {
            body = weeks(body, 10, lifting(5.0));
            changes.push(expected_log(Region::Muscle(Muscle::Vasti), &start, &body, method()) * log_response.exp());
        }
        changes
    };
    let (expected, real) = (at(0.0), at(log_response));
    let own = (method().central().growth.muscle_response_sd * normal(random.uniform())).exp();
    let points = expected.into_iter().zip(real).map(|(expected_log, real)| {
        let error = error_of_change / std::f64::consts::SQRT_2 * normal(random.uniform());
        Point { expected_log, measured_log: 4.2 + real * own + error }
    });
    Series { by, region: Region::Muscle(Muscle::Vasti), points: points.collect() }
}

#[test]
fn a_known_response_is_recovered_within_its_band() {
    let mut random = SplitMix64::named("calibration");
    let sd = method().central().growth.person_response_sd;
    let (mut inside, mut prior_error, mut error, mut count) = (0, 0.0, 0.0, 0);
    for _ in 0..120 {
        let truth = sd * normal(random.uniform());
        let series = measured(truth, MeasuredBy::Mri, method().calibration.mri_error, &mut random);
        let found = calibrate(&[series], method());
        assert_eq!(found.used, 5);
        inside += usize::from((found.after.low..=found.after.high).contains(&truth));
        prior_error += truth * truth;
        error += (found.after.mean - truth).powi(2);
        count += 1;
    }
    let coverage = inside as f64 / f64::from(count);
    assert!((0.7..0.92).contains(&coverage), "{coverage}");
    assert!(error < 0.5 * prior_error, "{error} {prior_error}");
}

#[test]
fn a_tape_says_less_than_mri_but_the_truth_lies_in_its_band_as_often() {
    let mut random = SplitMix64::named("calibration.girth");
    let sd = method().central().growth.person_response_sd;
    let mut inside = 0;
    for _ in 0..60 {
        let truth = sd * normal(random.uniform());
        // A girth changes by a share of what the muscle does.
        let mut series = measured(truth, MeasuredBy::Girth, 0.0, &mut random);
        for point in &mut series.points {
            let error = method().calibration.girth_error / std::f64::consts::SQRT_2 * normal(random.uniform());
            point.measured_log = method().calibration.girth_share * point.measured_log + error;
        }
        let found = calibrate(&[series], method());
        inside += usize::from((found.after.low..=found.after.high).contains(&truth));
    }
    assert!((39..=57).contains(&inside), "{inside} of 60");
}

fn two(by: MeasuredBy) -> Series {
    let points = [(0.0, 0.0), (0.08, 0.13)];
    let points = points.map(|(expected_log, measured_log)| Point { expected_log, measured_log });
    Series { by, region: Region::Quads, points: points.to_vec() }
}

#[test]
fn bioimpedance_says_less_than_mri_and_a_sprint_time_next_to_nothing() {
    let sd = |by| calibrate(&[two(by)], method()).after.sd;
    let prior = calibrate(&[], method());
    assert!((prior.before.sd - 0.4).abs() < 0.01 && prior.before == prior.after);
    assert!(sd(MeasuredBy::Mri) < sd(MeasuredBy::Dxa) && sd(MeasuredBy::Dxa) < sd(MeasuredBy::Bioimpedance));
    let mut sprint = two(MeasuredBy::SprintTime);
    sprint.points[1].measured_log = 0.02;
    let sprint = calibrate(&[sprint], method()).after.sd;
    assert!(sprint > 0.95 * prior.before.sd, "{sprint}");
    let person = calibrate(&[two(MeasuredBy::Mri)], method()).person(&anybody());
    assert!(person.log_response > 0.15 && person.log_response_sd < 0.4, "{person:?}");
}

#[test]
fn a_first_measurement_that_was_off_spoils_nothing_that_the_later_ones_tell() {
    let steady = |first: f64| {
        let points = [(0.0, first), (0.04, 0.04), (0.08, 0.08), (0.12, 0.12)];
        let points = points.map(|(expected_log, measured_log)| Point { expected_log, measured_log });
        calibrate(&[Series { by: MeasuredBy::Mri, region: Region::Quads, points: points.to_vec() }], method()).after
    };
    assert!((steady(0.0).mean - steady(0.01).mean).abs() < 0.1, "{:?} {:?}", steady(0.0), steady(0.01));
}

#[test]
fn one_measurement_alone_and_one_that_is_no_number_say_nothing() {
    let mut one = two(MeasuredBy::Dxa);
    one.points.truncate(1);
    let mut broken = two(MeasuredBy::Girth);
    broken.points[1].measured_log = f64::NAN;
    let found = calibrate(&[one, broken], method());
    assert_eq!((found.used, found.before == found.after), (0, true));
}
