//! The parts of one session: its efforts and the rest of a run, the exercises of a strength session.

use serde::Serialize;
use striate_analysis::{Analysis, exercise_name};
use striate_model::{Effort, Muscle, Session, SetKind, Stimulus, TimeSpan};
use striate_stimulus::{Catalogue, Method, stimulus, stimulus_without_bands};

/// What a part of a session gave a muscle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartView {
    /// The part, in words.
    pub part: String,
    /// Hard-set equivalents, from the central parameters.
    pub hse: f64,
}

/// What each part of a session gave a muscle, each worked out as if it had been done alone and fresh. The last part is what
/// the parts give together beyond that: the exhaustion that one carries into the next.
#[must_use]
pub fn parts(analysis: &Analysis, muscle: Muscle) -> Vec<PartView> {
    let session = &analysis.session;
    let hse = |of: &Session| stimulus_without_bands(of, &analysis.athlete, Method::builtin()).muscles[muscle].hse.value;
    let mut parts: Vec<(String, f64)> = Vec::new();
    let catalogue = Catalogue::builtin();
    let name = |set: &striate_model::LiftSet| {
        set.exercise
            .as_ref()
            .and_then(|e| exercise_name(catalogue, e))
            .unwrap_or_else(|| "exercise not named".to_owned())
    };
    for set in session.sets.iter().filter(|s| s.kind == SetKind::Active) {
        let exercise = name(set);
        if parts.iter().any(|(known, _)| *known == exercise) {
            continue;
        }
        let mut alone = moving(session, |_| false);
        alone.sets = session.sets.iter().filter(|s| name(s) == exercise).cloned().collect();
        parts.push((exercise, hse(&alone)));
    }
    if !session.motion.is_empty() {
        for (i, effort) in session.efforts.iter().enumerate() {
            let mut alone = moving(session, |second| is_within(session, effort, second));
            alone.sets.clear();
            parts.push((format!("effort {}, {}", i + 1, length(effort)), hse(&alone)));
        }
        let mut rest = moving(session, |second| !session.efforts.iter().any(|e| is_within(session, e, second)));
        rest.sets.clear();
        let what = if session.efforts.is_empty() { "the whole movement" } else { "everything outside the efforts" };
        parts.push((what.to_owned(), hse(&rest)));
    }
    let left = hse(session) - parts.iter().map(|p| p.1).sum::<f64>();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    parts.push(("the parts together, beyond each alone".to_owned(), left));
    let two = |x: f64| (100.0 * x).round() / 100.0;
    parts.into_iter().map(|(part, hse)| PartView { part, hse: two(hse) }).filter(|p| p.hse != 0.0).collect()
}

/// What a part of a session would have done alone and fresh: the movement from `from_s` to `to_s` seconds after its start,
/// without sets.
#[must_use]
pub fn part_stimulus(analysis: &Analysis, from_s: f64, to_s: f64) -> Stimulus {
    let mut alone = moving(&analysis.session, |second| (from_s..to_s).contains(&(second as f64)));
    alone.sets.clear();
    stimulus(&alone, &analysis.athlete, Method::builtin())
}

/// The session with only those seconds of movement.
fn moving(session: &Session, keep: impl Fn(usize) -> bool) -> Session {
    let mut alone = session.clone();
    for (second, active) in alone.motion.active.iter_mut().enumerate() {
        *active &= keep(second);
    }
    alone
}

fn is_within(session: &Session, effort: &Effort, second: usize) -> bool {
    let at = session.motion.start + TimeSpan::from_s(second as f64);
    effort.start <= at && at < effort.end
}

fn length(effort: &Effort) -> String {
    let far = effort.distance.map(|d| format!("{:.0} m in ", d.as_m())).unwrap_or_default();
    format!("{far}{:.0} s", effort.duration().as_s())
}
