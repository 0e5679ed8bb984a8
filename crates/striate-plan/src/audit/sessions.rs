//! The rules that one session can tell by itself.

use super::Finding;
use super::input::AuditedSession;
use super::log::{FOUR, Log, figure, median, names, percent, plural, together};
use striate_model::{Muscle, SessionKind};

/// Effort of the resisted hills and of sprint intervals, s, with three seconds of grace on either side.
const RESISTED_EFFORT_S: [f64; 2] = [12.0, 23.0];
const SPRINT_EFFORT_S: [f64; 2] = [12.0, 33.0];
/// Rest of both, s: 60 to 90 with ten seconds of grace.
const SHORT_REST_S: [f64; 2] = [50.0, 100.0];
/// Least climb of a hill, rise over run.
const HILL_GRADE: f64 = 0.03;
/// Least easy movement before sprints, min.
const WARM_UP_MIN: f64 = 8.0;

/// The finding of one rule about one session; `None` for a rule that needs more than one session.
pub(super) fn check<'a>(id: &str, session: &'a AuditedSession) -> Option<Finding<'a>> {
    Some(match id {
        "A3" => a3(session),
        "A4" => a4(session),
        "A6" => a6(session),
        "B3" => b3(session),
        "D2" => d2(session),
        "E3" => e3(session),
        "E5" => e5(session),
        "E6" => e6(session),
        _ => return None,
    })
}

/// The same rule over every session of the log.
pub(super) fn all<'a>(log: &Log<'a>, id: &str, none: &str) -> Finding<'a> {
    let not_its_own = || Finding::unknown("This rule needs more than one session.");
    together(log.sessions(), none, |s| check(id, s).unwrap_or_else(not_its_own))
}

fn within(value: f64, [low, high]: [f64; 2]) -> bool {
    (low..=high).contains(&value)
}

fn rests(session: &AuditedSession) -> Option<f64> {
    median(session.efforts.iter().filter_map(|e| e.rest).map(|r| r.duration_s))
}

/// Efforts and rests of a session of repetitions, as "12 efforts of 20 s with 75 s of rest".
fn repetitions(session: &AuditedSession) -> Option<(f64, Option<f64>, String)> {
    let effort = median(session.efforts.iter().map(|e| e.duration_s))?;
    let rest = rests(session);
    let n = session.efforts.len();
    let with = rest.map(|r| format!(" with {r:.0} s of rest")).unwrap_or_default();
    Some((effort, rest, format!("{n} {} of {effort:.0} s{with}", plural(n, "effort"))))
}

/// Resisted hills.
fn a3<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::ResistedHill) {
        return Finding::not_applicable("No hills with carried mass.");
    }
    let Some((effort, rest, told)) = repetitions(session) else {
        return Finding::unknown("no efforts were found in it.");
    };
    let grade = median(session.efforts.iter().filter_map(|e| e.grade));
    let mut wrong = Vec::new();
    if !within(effort, RESISTED_EFFORT_S) {
        wrong.push("15 to 20 s on are asked for".to_owned());
    }
    if rest.is_some_and(|r| !within(r, SHORT_REST_S)) {
        wrong.push("60 to 90 s of active rest are asked for".to_owned());
    }
    if grade.is_some_and(|g| g < HILL_GRADE) {
        wrong.push(format!("the hill climbed only {}", percent(grade.unwrap_or_default())));
    }
    if !session.is_weighted() {
        wrong.push("no carried mass was said".to_owned());
    }
    conclude(&told, &wrong, rest.is_none() && session.efforts.len() > 1)
}

/// Sprint intervals.
fn a4<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::SprintInterval) {
        return Finding::not_applicable("No sprint intervals.");
    }
    let Some((effort, rest, told)) = repetitions(session) else {
        return Finding::unknown("no efforts were found in it.");
    };
    let mut wrong = Vec::new();
    if !within(effort, SPRINT_EFFORT_S) {
        wrong.push("15 to 30 s on are asked for".to_owned());
    }
    if rest.is_some_and(|r| !within(r, SHORT_REST_S)) {
        wrong.push("60 to 90 s of rest are asked for".to_owned());
    }
    let warm_up = session.warm_up_min.unwrap_or_default();
    if warm_up < WARM_UP_MIN {
        wrong.push(format!("a proper warm-up takes {WARM_UP_MIN:.0} minutes or more"));
    }
    let told = format!("{told} after {warm_up:.0} minutes of warm-up");
    conclude(&told, &wrong, rest.is_none() && session.efforts.len() > 1)
}

fn conclude<'a>(told: &str, wrong: &[String], is_unsure: bool) -> Finding<'a> {
    match (wrong, is_unsure) {
        ([], false) => Finding::kept(format!("{told}.")),
        ([], true) => Finding::unknown(format!("{told}; how long the rests were is not known.")),
        (wrong, _) => Finding::broken(format!("{told}; {}.", wrong.join("; ")), Vec::new()),
    }
}

/// The longest recovery run, min.
const RECOVERY_MIN: f64 = 45.0;

/// A recovery run is short and easy.
fn a6<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::Recovery) {
        return Finding::not_applicable("No recovery run.");
    }
    easy_enough(session, true)
}

/// Whether a run was easy enough to recover on, and short enough where that is asked too.
pub(super) fn easy_enough<'a>(session: &'a AuditedSession, short_too: bool) -> Finding<'a> {
    let long = session.running_min.max(session.minutes);
    let how = match (session.fraction_of_critical, session.heart_rate_reserve) {
        (Some(f), _) => format!("{} of critical speed", percent(f)),
        (None, Some(h)) => format!("{} of heart rate reserve", percent(h)),
        (None, None) => "neither speed nor heart rate known".to_owned(),
    };
    let told = format!("{long:.0} minutes at {how}");
    if short_too && long > RECOVERY_MIN {
        return Finding::broken(format!("{told}; {RECOVERY_MIN:.0} minutes are enough."), Vec::new());
    }
    match session.is_below_first_threshold() {
        Some(true) => Finding::kept(format!("{told}.")),
        Some(false) => {
            Finding::broken(format!("{told}; that is above the first threshold, too hard to recover on."), Vec::new())
        }
        None => Finding::unknown(format!("{long:.0} minutes, but neither speed nor heart rate is known.")),
    }
}

/// A stimulus that can be measured at all, hard sets: over weeks, and in one session of a few short hills.
pub(super) const MEASURABLE_HSE: f64 = 0.05;
const HILL_HSE: f64 = 0.02;

/// Efforts uphill reach the four muscles.
fn b3<'a>(session: &'a AuditedSession) -> Finding<'a> {
    let climbs = session.efforts.iter().any(|e| e.grade.is_some_and(|g| g >= HILL_GRADE));
    if !(session.is_run() && climbs && session.is_hill()) {
        return Finding::not_applicable("No efforts uphill.");
    }
    let Some(hse) = &session.hse else { return Finding::unknown("what it did to the muscles is not known.") };
    let missed: Vec<Muscle> = FOUR.into_iter().filter(|m| hse[*m] < HILL_HSE).collect();
    let told: Vec<String> = FOUR.iter().map(|m| format!("{} {}", m.label(), small(hse[*m]))).collect();
    let told = format!("in hard sets: {}", told.join(", "));
    if missed.is_empty() {
        Finding::kept(format!("{told}."))
    } else {
        Finding::broken(format!("{told}; next to nothing for {}.", names(&missed)), Vec::new())
    }
}

/// Hard sets in tenths: more the figure does not bear.
pub(super) fn small(hse: f64) -> String {
    if hse < 0.05 { "under 0.1".to_owned() } else { format!("{hse:.1}") }
}

/// What fast fibers may get of what slow ones get on a slow run, and the hard sets from which on it would build mass.
const SLOW_FAST_OVER_SLOW: f64 = 0.2;
const SLOW_HSE: f64 = 2.0;

/// Slow running stays with slow fibers and builds nothing.
fn d2<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !(session.is_run() && session.is_slow()) {
        return Finding::not_applicable("No slow run.");
    }
    let Some(hse) = &session.hse else { return Finding::unknown("what it did to the muscles is not known.") };
    let most = FOUR.into_iter().map(|m| hse[m]).fold(0.0, f64::max);
    let ratio = session.fast_over_slow(&FOUR).unwrap_or_default();
    let told = format!("fast fibers got {} of what slow ones got, at most {} hard sets", percent(ratio), figure(most));
    Finding::kept_if(ratio <= SLOW_FAST_OVER_SLOW && most < SLOW_HSE, format!("{told}."))
}

/// Distance of a repetition of a series, m, with the grace of a hand on the button; least share of the own best.
const SERIES_M: [f64; 2] = [90.0, 420.0];
const SERIES_BEST: f64 = 0.90;
/// Share of the repetitions that must be so.
const MOST_REPS: f64 = 0.75;

/// Distance and intensity of series.
fn e3<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::Series) {
        return Finding::not_applicable("No series.");
    }
    let known: Vec<(f64, f64)> =
        session.efforts.iter().filter_map(|e| Some((e.distance_m?, e.fraction_of_own_best?))).collect();
    if known.is_empty() {
        return Finding::unknown("its distances, or your own best over them, are not known.");
    }
    // Two digits are what a person is shown; 0.896 is 90 %.
    let is_fast = |f: f64| (100.0 * f).round() / 100.0 >= SERIES_BEST;
    let good = known.iter().filter(|(d, f)| within(*d, SERIES_M) && is_fast(*f)).count();
    let distance = median(known.iter().map(|k| k.0)).unwrap_or_default();
    let share = median(known.iter().map(|k| k.1)).unwrap_or_default();
    let told = format!(
        "{} {} of about {:.0} m at {} of your best; {good} of 100 to 400 m at 90 % or more.",
        known.len(),
        plural(known.len(), "effort"),
        (distance / 10.0).round() * 10.0,
        percent(share),
    );
    Finding::kept_if(good as f64 >= MOST_REPS * known.len() as f64, told)
}

/// How complete "almost complete" is, and what stands in for it.
const ALMOST_COMPLETE: f64 = 0.75;
const LONG_REST_S: f64 = 120.0;
const LONG_REST_TIMES: f64 = 4.0;

/// Rests of series.
fn e5<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::Series) {
        return Finding::not_applicable("No series.");
    }
    if session.efforts.len() < 2 {
        return Finding::not_applicable("A single effort has no rests.");
    }
    let rests = || session.efforts.iter().filter_map(|e| e.rest);
    let Some(length) = median(rests().map(|r| r.duration_s)) else {
        return Finding::unknown("how long its rests were is not known.");
    };
    let effort = median(session.efforts.iter().map(|e| e.duration_s)).unwrap_or_default();
    match median(rests().filter_map(|r| r.completeness)) {
        Some(complete) => Finding::kept_if(
            complete >= ALMOST_COMPLETE,
            format!(
                "{length:.0} s of rest, {} recovered; {} or more is almost complete.",
                percent(complete),
                percent(ALMOST_COMPLETE)
            ),
        ),
        None => Finding::kept_if(
            length >= LONG_REST_S || length >= LONG_REST_TIMES * effort,
            format!(
                "{length:.0} s of rest after {effort:.0} s of effort; two minutes or four times the effort are asked for."
            ),
        ),
    }
}

/// The most series in a session.
pub(crate) const MOST_SERIES: usize = 8;

/// How many series.
fn e6<'a>(session: &'a AuditedSession) -> Finding<'a> {
    if !session.is(SessionKind::Series) {
        return Finding::not_applicable("No series.");
    }
    let n = session.efforts.len();
    Finding::kept_if(n <= MOST_SERIES, format!("{n} {}, at most {MOST_SERIES}.", plural(n, "effort")))
}
