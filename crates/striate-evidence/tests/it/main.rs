//! The published trials of the repository through the shipped engine: what the scores must reach, and what they were.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read files and show scores")]

use striate_evidence::{Engine, Score, Validation, validate};

fn trials() -> Validation {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../evidence/trials.csv");
    let table = std::fs::read(path).expect("the repository carries the table");
    validate(&table, &Engine::default()).expect("the table has its columns")
}

fn line(name: &str, score: &Score) {
    let show = |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| format!("{x:.3}"));
    println!(
        "{name:24} n {:3} rho {} MAE {} sign {} coverage {} interval {} bias {} zero {} mean {} type {}",
        score.n,
        show(score.spearman),
        show(score.mae_points),
        show(score.sign_agreement),
        show(score.coverage),
        show(score.mean_interval_score),
        show(score.bias_points),
        show(score.mae_always_zero),
        show(score.mae_mean_of_others),
        show(score.mae_type_mean_of_others),
    );
}

/// What a figure must reach, and what it was when this was written: a change that lowers it must say why.
fn at_least(what: &str, score: Option<f64>, must: f64, was: f64) {
    let score = score.expect("enough rows");
    assert!(score >= must, "{what}: {score}, must reach {must}");
    assert!(score >= was - 0.004, "{what} fell from {was} to {score}: say why where you change this number");
}

/// The same for figures that should be small.
fn at_most(what: &str, score: Option<f64>, must: f64, was: f64) {
    let score = score.expect("enough rows");
    assert!(score <= must, "{what}: {score}, must not pass {must}");
    assert!(score <= was + 0.02, "{what} rose from {was} to {score}: say why where you change this number");
}

#[test]
fn the_scores_over_the_given_trials_reach_what_they_must_and_do_not_fall() {
    let validation = trials();
    let scores = validation.scores_given.as_ref().unwrap();
    print_scores(&validation);
    assert_eq!((scores.all.n, scores.whole_muscle.n, scores.running_whole_muscle.n, scores.fiber.n), (64, 51, 13, 13));
    at_least("rank correlation over all", scores.all.spearman, 0.75, 0.801);
    at_most("mean error over all", scores.all.mae_points, 3.0, 2.990);
    at_most("mean error of whole muscles", scores.whole_muscle.mae_points, 2.0, 1.757);
    at_most("mean error of running", scores.running_whole_muscle.mae_points, 2.6, 2.264);
    at_least("rank correlation of running", scores.running_whole_muscle.spearman, 0.6, 0.763);
    for class in [&scores.all, &scores.whole_muscle, &scores.running_whole_muscle, &scores.fiber] {
        assert!(class.coverage.unwrap() >= 0.75);
    }
    // The interval scores of the first sketch of the model on the same rows.
    at_most("interval score over all", scores.all.mean_interval_score, 18.16, 16.359);
    at_most("interval score of whole muscles", scores.whole_muscle.mean_interval_score, 11.34, 11.142);
    at_most("interval score of fibers", scores.fiber.mean_interval_score, 45.46, 37.067);
}

#[test]
fn the_scores_over_trials_that_were_added_later_do_not_fall() {
    let validation = trials();
    let scores = validation.scores_added.as_ref().unwrap();
    assert_eq!(scores.all.n, 62);
    at_least("rank correlation over all", scores.all.spearman, 0.5, 0.683);
    at_most("mean error over all", scores.all.mae_points, 5.681, 3.883);
    at_most("mean error of whole muscles", scores.whole_muscle.mae_points, 3.856, 2.787);
    at_most("mean error of running", scores.running_whole_muscle.mae_points, 2.238, 1.242);
    at_most("mean error of fibers", scores.fiber.mae_points, 9.423, 6.784);
    assert!(scores.all.coverage.unwrap() >= 0.75);
}

#[test]
fn the_scores_over_the_rows_of_the_review_do_not_fall() {
    let validation = trials();
    let scores = validation.scores_review.as_ref().unwrap();
    assert_eq!(scores.all.n, 63);
    // Version 1 of the method missed these rows by 5.1 points, whole muscles by 4.9, fibers by 6.6.
    at_most("mean error over all", scores.all.mae_points, 4.6, 4.137);
    at_most("mean error of whole muscles", scores.whole_muscle.mae_points, 4.3, 3.796);
    at_most("mean error of fibers", scores.fiber.mae_points, 6.6, 6.503);
    // Two rows of one trial (AGUIAR2015, rectus femoris +22.6 and +38.9 %) lie beyond any band.
    for coverage in [&scores.all, &validation.scores.all, &validation.scores_independent.all].map(|s| s.coverage) {
        assert!((0.75..=0.92).contains(&coverage.unwrap()), "{coverage:?}");
    }
}

#[test]
fn trials_that_set_no_constant_are_met_as_well_as_when_this_was_written_and_no_better_than_chance_allows() {
    let validation = trials();
    let scores = &validation.scores_independent;
    assert_eq!(scores.all.n, 112);
    at_most("mean error over all", scores.all.mae_points, 2.7, 2.637);
    at_most("mean error of whole muscles", scores.whole_muscle.mae_points, 2.05, 1.985);
    at_most("mean error of fibers", scores.fiber.mae_points, 4.63, 4.594);
    at_most("interval score over all", scores.all.mean_interval_score, 16.9, 16.734);
    for score in [&scores.all, &scores.whole_muscle, &scores.fiber, &validation.scores.all] {
        let (error, chance) = (score.mae_points.unwrap(), score.mae_floor.unwrap());
        // Who knew the true changes would do no better: a smaller error would tell of rows that were learned by heart.
        assert!(chance > 0.3 && error >= chance, "{error} against {chance}");
    }
}

#[test]
fn what_is_said_of_plain_running_is_no_more_than_its_trials_bear_out() {
    let validation = trials();
    let plain = &validation.scores.plain_running_whole_muscle;
    assert!(plain.n >= 15 && plain.mae_90.is_some() && plain.mae_constant.is_some());
    let is_no_better = plain.mae_points.unwrap() > plain.mae_always_zero.unwrap() - 0.1;
    assert_eq!(
        is_no_better,
        validation.verdict.contains("forecast than ours") || validation.verdict.contains("as good a forecast as ours")
    );
    let lifting = validation.scores_by_mode.iter().find(|m| m.mode == "lift").unwrap();
    assert!(lifting.score_independent.n > 10 && lifting.score_independent.n < lifting.score.n);
}

#[test]
fn a_row_about_rest_is_replayed_from_the_last_day_of_training() {
    let validation = trials();
    let row = validation.rows.iter().find(|row| row.id == "RANTILA2021-off").unwrap();
    assert!((-7.0..-1.5).contains(&row.predicted_pct), "{row:?}");
}

#[test]
fn muscle_is_lost_in_every_trial_of_weeks_without_training_but_not_all_that_was_built_in_forty_days() {
    let validation = trials();
    let off: Vec<_> = validation.rows.iter().filter(|row| row.mode == "detraining").collect();
    assert!(off.len() >= 4);
    for row in &off {
        assert!(row.predicted_pct < -1.5, "{row:?}");
    }
    let trained = validation.rows.iter().find(|row| row.id == "NARICI1989").unwrap().predicted_pct;
    let lost = off.iter().find(|row| row.id == "NARICI1989-off").unwrap().predicted_pct;
    // 40 days off after 60 of training: some of it, not all.
    assert!((0.2..0.9).contains(&(-lost / trained)), "{lost} of {trained}");
}

fn print_scores(v: &Validation) {
    for (name, scores) in [
        ("all", Some(&v.scores)),
        ("given", v.scores_given.as_ref()),
        ("added", v.scores_added.as_ref()),
        ("review", v.scores_review.as_ref()),
        ("independent", Some(&v.scores_independent)),
    ] {
        let Some(scores) = scores else { continue };
        line(name, &scores.all);
        line("  whole muscle", &scores.whole_muscle);
        line("  running, whole muscle", &scores.running_whole_muscle);
        line("  fiber", &scores.fiber);
    }
    for mode in &v.scores_by_mode {
        line(&mode.mode, &mode.score);
    }
}

#[test]
fn the_replay_gives_what_the_reference_model_gave() {
    // The reference: an independent implementation in another language with the same constants.
    let reference = [
        ("VISSING2008-CRT-II", 27.98),
        ("MALISOUX2006-I", 15.52),
        ("MAEO2024-lengthened", 9.27),
        ("KRUSTRUP2010-SO-F", 15.92),
        ("KINOSHITA2023-stand-LG", 8.96),
        ("NUELL2019-adductors", 5.72),
        ("NUELL2019-quads", 5.91),
        ("ESTES2017-VL", 0.57),
        ("CHEN2016-MRS", 1.94),
        ("BFLH2020-CONC-leg", 4.69),
        ("CHILIBECK1996-leg", 4.26),
        ("KINOSHITA2023-seat-SOL", 4.86),
        ("TRAPPE2006-I", -3.13),
        ("TRAPPE2006-II", -5.17),
        ("ALLEMEIER1994-VL", 3.73),
        ("OZAKI2019-thigh", 0.40),
        ("CADEFAU1990-VL", 2.23),
        ("MILANOVIC2015-FFM", 0.09),
    ];
    let validation = trials();
    for (id, expected) in reference {
        let row = validation.rows.iter().find(|row| row.id == id).unwrap();
        assert!((row.predicted_pct - expected).abs() < 0.12, "{id}: {} against {expected}", row.predicted_pct);
    }
}

#[test]
fn every_row_of_the_table_is_replayed() {
    let validation = trials();
    assert_eq!(validation.problems, []);
    for row in &validation.rows {
        assert!(row.low_pct <= row.predicted_pct && row.predicted_pct <= row.high_pct, "{row:?}");
        assert!(row.predicted_pct.is_finite() && row.low_pct > -100.0, "{row:?}");
    }
}
