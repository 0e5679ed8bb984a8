//! The verdict on a body, in sentences that a runner understands.

use crate::body::view::{BodyView, MuscleView};
use striate_model::{BodyState, Day, Muscle};

/// Days without stimulus from which on it is worth a sentence.
const LONG_WITHOUT: i32 = 10;

/// The muscles that a runner asks about first (rule C3).
const FIRST: [Muscle; 4] = [Muscle::Hamstrings, Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Gastrocnemius];

/// The verdict on a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyVerdict {
    /// What goes on in the muscles that matter most to a runner, in one sentence: what they lose before what they gain.
    pub course: String,
    /// What else goes on, the muscle most in need, the one step that would change most, and whether all runs are alike.
    pub more: Vec<String>,
    /// The muscles that it names.
    pub about: Vec<Muscle>,
}

impl BodyVerdict {
    /// All of it.
    #[must_use]
    pub fn text(&self) -> String {
        std::iter::once(&self.course).chain(&self.more).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The verdict on a body: what goes on in the muscles that matter most to a runner, and the one step that would change
/// most.
#[must_use]
pub fn body_verdict(view: &BodyView, body: &BodyState) -> BodyVerdict {
    let known = |m: Muscle| view.muscles.iter().find(|v| v.muscle == m.as_str());
    if FIRST.iter().filter_map(|m| known(*m)).all(|v| v.course == "unknown" && v.probability == 0.0) {
        let course = "Too few days are known to say what your muscles do: two weeks are the least.".to_owned();
        return BodyVerdict { course, ..BodyVerdict::default() };
    }
    let (mut sentences, mut about) = (Vec::new(), Vec::new());
    for course in ["losing", "growing", "holding"] {
        let muscles: Vec<Muscle> =
            FIRST.into_iter().filter(|m| known(*m).is_some_and(|v| v.course == course)).collect();
        let names: Vec<&str> = muscles.iter().map(|m| m.label()).collect();
        about.extend(muscles);
        if !names.is_empty() {
            // Every label of these muscles is a plural.
            sentences.push(format!("{} are {course}.", capitalised(&joined(&names))));
        }
    }
    if sentences.is_empty() {
        sentences.push("Whether your leg muscles grow or lose is not clear at the present load.".to_owned());
    }
    if let Some((muscle, view)) = most_in_need(&known, body) {
        if !about.contains(&muscle) {
            about.push(muscle);
        }
        sentences.push(format!("{} got {}.", capitalised(muscle.label()), without(muscle, body)));
        if let Some(step) = view.next_steps.first() {
            sentences.push(format!(
                "{} once a week would probably change that ({} in 100).",
                capitalised(&step.session),
                (100.0 * step.probability).round()
            ));
            if let Some(run) = view.next_run.as_ref().filter(|run| run.session != step.session) {
                sentences.push(format!(
                    "Of runs, {} would do most ({} in 100).",
                    run.session,
                    (100.0 * run.probability).round()
                ));
            }
        }
    }
    if view.sameness.is_monotonous {
        sentences.push(format!(
            "The last four weeks were much of the same: {} of {} runs had nearly one speed.",
            view.sameness.alike.len(),
            view.sameness.runs
        ));
    }
    let mut sentences = sentences.into_iter();
    BodyVerdict { course: sentences.next().unwrap_or_default(), more: sentences.collect(), about }
}

/// The verdict where nothing has been recorded for weeks: what was known then is no knowledge of today.
pub(crate) fn stale_verdict(last: Day, days: i32) -> BodyVerdict {
    BodyVerdict {
        course: format!("Nothing is known since {last}: no session was recorded in {days} days."),
        more: vec![
            "Import what is missing, or note it in the journal.".to_owned(),
            "If you rested, start again with an easy run; muscle is lost slowly and comes back fast.".to_owned(),
        ],
        about: Vec::new(),
    }
}

/// The muscle that has gone longest without stimulus, where that is long.
fn most_in_need<'a>(
    known: &impl Fn(Muscle) -> Option<&'a MuscleView>,
    body: &BodyState,
) -> Option<(Muscle, &'a MuscleView)> {
    let days = |m: &Muscle| body.muscles[*m].last_stimulus.map_or(i32::MAX, |d| body.day.days_since(d));
    // Of several the last one wins, so the list is turned round.
    let muscle = FIRST.into_iter().rev().filter(|m| days(m) >= LONG_WITHOUT).max_by_key(days)?;
    Some((muscle, known(muscle)?))
}

fn without(muscle: Muscle, body: &BodyState) -> String {
    match body.muscles[muscle].last_stimulus {
        Some(day) => format!("nothing that builds muscle in {} days", body.day.days_since(day)),
        None => "nothing that builds muscle in all the time that is known".to_owned(),
    }
}

fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
