//! Synthetic athletes whose response is known, measured with known errors.

use crate::build::{anybody, lifting, method, monday, weeks};
use striate_model::sampling::{SplitMix64, normal};
use striate_model::{Muscle, Person};
use striate_state::Habit;
use striate_state::calibration::{Comparison, MeasuredBy, calibrate, expected_log};
use striate_state::region::Region;

/// Four measurements over a year of lifting, each a new change from the start, of an athlete with this response.
fn measured(log_response: f64, by: MeasuredBy, error: f64, random: &mut SplitMix64) -> Vec<Comparison> {
    let at = |log_response: f64| {
        let person = Person { log_response, ..anybody() };
        let start = Habit::default().body(monday().plus(-1), person, method());
        let mut body = start.clone();
        let mut changes = Vec::new();
        for _ in 0..4 {
            body = weeks(body, 10, lifting(5.0));
            changes.push(expected_log(Region::Muscle(Muscle::Vasti), &start, &body, method()) * log_response.exp());
        }
        changes
    };
    let (expected, real) = (at(0.0), at(log_response));
    let own = (method().central().growth.muscle_response_sd * normal(random.uniform())).exp();
    expected
        .into_iter()
        .zip(real)
        .map(|(expected_log, real)| {
            let measured_log = real * own + error * normal(random.uniform());
            Comparison { by, region: Region::Muscle(Muscle::Vasti), expected_log, measured_log }
        })
        .collect()
}

#[test]
fn a_known_response_is_recovered_within_its_band() {
    let mut random = SplitMix64::named("calibration");
    let sd = method().central().growth.person_response_sd;
    let (mut inside, mut prior_error, mut error, mut count) = (0, 0.0, 0.0, 0);
    for _ in 0..120 {
        let truth = sd * normal(random.uniform());
        let comparisons = measured(truth, MeasuredBy::Mri, method().calibration.mri_error, &mut random);
        let found = calibrate(&comparisons, method());
        assert_eq!(found.used, 4);
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
fn bioimpedance_says_less_than_mri_and_a_sprint_time_nothing() {
    let comparison = |by| [Comparison { by, region: Region::Quads, expected_log: 0.08, measured_log: 0.13 }];
    let sd = |by| calibrate(&comparison(by), method()).after.sd;
    let prior = calibrate(&[], method());
    assert!((prior.before.sd - 0.4).abs() < 0.01 && prior.before == prior.after);
    assert!(sd(MeasuredBy::Mri) < sd(MeasuredBy::Dxa) && sd(MeasuredBy::Dxa) < sd(MeasuredBy::Bioimpedance));
    assert_eq!(calibrate(&comparison(MeasuredBy::SprintTime), method()).used, 0);
    let person = calibrate(&comparison(MeasuredBy::Mri), method()).person(&anybody());
    assert!(person.log_response > 0.15 && person.log_response_sd < 0.4, "{person:?}");
}

#[test]
fn a_measurement_that_is_no_number_is_left_out() {
    let broken = [f64::NAN, f64::INFINITY].map(|measured_log| Comparison {
        by: MeasuredBy::Girth,
        region: Region::Thigh,
        expected_log: 0.05,
        measured_log,
    });
    assert_eq!(calibrate(&broken, method()).used, 0);
}
