//! What the scores over published trials say, in sentences: written from the figures, so that no page says more than they do.

use crate::{ModeScore, Score, Scores};

/// Errors closer than this are alike, percentage points.
const ALIKE_POINTS: f64 = 0.1;
/// Below this a rank correlation is weak.
const WEAK_RANK: f64 = 0.7;

/// How far to believe a forecast.
pub(super) fn verdict(scores: &Scores, modes: &[ModeScore], rows: usize) -> String {
    let all = &scores.all;
    let (Some(error), Some(zero)) = (all.mae_points, all.mae_always_zero) else {
        return format!(
            "None of the {rows} published changes can be scored: a row counts with a change in change_pct and a 1 in \
             include_in_fit."
        );
    };
    let mut text = format!(
        "Over {} published changes the prediction is off by {error:.1} points on average; saying zero each time would be off \
         by {zero:.1}.",
        all.n
    );
    let whole = &scores.whole_muscle;
    if let (Some(error), Some(zero), true) = (whole.mae_points, whole.mae_always_zero, whole.n < all.n) {
        text.push_str(&format!(" For whole muscles ({} of them) it is {error:.1} against {zero:.1}.", whole.n));
    }
    if let Some(floor) = all.mae_floor {
        text.push_str(&format!(
            " Chance alone would leave {floor:.1} to somebody who knew the true changes: groups are small, and devices err."
        ));
    }
    if let Some(lifting) = modes.iter().find(|m| m.mode == "lift").and_then(|m| within_lifting(&m.score)) {
        text.push(' ');
        text.push_str(&lifting);
    }
    if let Some(running) = plain_running(&scores.plain_running_whole_muscle) {
        text.push(' ');
        text.push_str(&running);
    }
    text
}

/// What is said of lifting: how well its trials are told apart, beside one figure for all of them.
fn within_lifting(score: &Score) -> Option<String> {
    let (error, constant, rank) = (score.mae_points?, score.mae_constant?, score.spearman?);
    let figures = format!("({} changes: {error:.1} points against {constant:.1}, rank correlation {rank:.2})", score.n);
    Some(if error > constant - ALIKE_POINTS {
        format!("Within lifting, one figure for every trial is as good a forecast as ours {figures}.")
    } else if rank < WEAK_RANK {
        format!(
            "Within lifting it is better than one figure for every trial, but tells trials apart only weakly {figures}."
        )
    } else {
        format!("Within lifting it is better than one figure for every trial {figures}.")
    })
}

/// What is said of plain running: at most what its trials bear out.
fn plain_running(score: &Score) -> Option<String> {
    let (error, zero) = (score.mae_points?, score.mae_always_zero?);
    let figures = format!("({} changes: {error:.1} points against {zero:.1})", score.n);
    Some(if error > zero + ALIKE_POINTS {
        format!("For plain running, \u{201c}no change\u{201d} is a better forecast than ours {figures}.")
    } else if error > zero - ALIKE_POINTS {
        format!("For plain running, \u{201c}no change\u{201d} is as good a forecast as ours {figures}.")
    } else {
        format!("For plain running, read forecasts as a direction, not as a figure {figures}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(mae: f64, zero: f64) -> Score {
        Score { n: 12, mae_points: Some(mae), mae_always_zero: Some(zero), ..Score::default() }
    }

    #[test]
    fn the_sentence_about_lifting_follows_its_figures() {
        let said = |mae, constant, rank| {
            let score = Score { mae_constant: Some(constant), spearman: Some(rank), ..score(mae, 9.0) };
            within_lifting(&score).unwrap()
        };
        assert!(said(4.6, 4.3, 0.3).contains("as good a forecast as ours"));
        assert!(said(4.2, 5.2, 0.56).contains("only weakly"));
        assert!(said(2.0, 5.2, 0.9).contains("better than one figure") && !said(2.0, 5.2, 0.9).contains("weakly"));
        assert_eq!(within_lifting(&Score::default()), None);
    }

    #[test]
    fn the_sentence_about_plain_running_follows_its_figures() {
        let said = |mae, zero| plain_running(&score(mae, zero)).unwrap();
        assert!(said(1.9, 1.9).contains("as good a forecast as ours"));
        assert!(said(2.4, 1.9).contains("a better forecast than ours"));
        assert!(said(1.2, 1.9).contains("as a direction"));
        assert_eq!(plain_running(&Score::default()), None);
    }
}
