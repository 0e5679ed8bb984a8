//! Who trains: first months, foot strike, where one starts, the base before series, and what to expect.

use super::Finding;
use super::input::{AuditedSession, Course};
use super::log::{Log, figure, names, percent, plural, signed, spoken};
use striate_model::{Day, FootStrike, Muscle, SessionKind};

/// The first months.
pub(super) fn c1<'a>(log: &Log<'a>) -> Finding<'a> {
    if log.input.body.phase.is_none() {
        return Finding::unknown("How long you have trained is not known.");
    }
    if !log.is_novice() {
        return Finding::not_applicable("You are past the first months.");
    }
    let course = |m: &Muscle| log.input.body.muscles[*m].course.unwrap_or(Course::Unknown);
    let four = log.four();
    let growing: Vec<Muscle> = four.iter().copied().filter(|m| course(m) == Course::Growing).collect();
    if !growing.is_empty() {
        return Finding::kept(format!("In your first months, and on their way to grow: {}.", names(&growing)));
    }
    if four.iter().all(|m| course(m) == Course::Unknown) {
        return Finding::unknown("In your first months; where your muscles are going is not known yet.");
    }
    Finding::broken("In your first months, and yet too little for any of the four leg muscles to grow.", Vec::new())
}

/// Foot strike.
pub(super) fn c2<'a>(log: &Log<'a>) -> Finding<'a> {
    match (log.input.foot_strike, log.input.body.forefoot_over_rearfoot) {
        (None, _) => Finding::unknown("How your foot lands is not known; a watch rarely tells."),
        (Some(FootStrike::Rearfoot), _) => Finding::not_applicable("You land on the heel."),
        (Some(_), None) => Finding::unknown("What it does to your calves was not worked out."),
        (Some(_), Some(ratio)) => Finding::kept_if(
            ratio > 1.0,
            format!("Your calves get {} of what the same run on the heel would give them.", percent(ratio)),
        ),
    }
}

/// The longest step of a single run.
pub(super) const STEP: f64 = 1.10;

/// Where one starts: the step of a single run.
pub(super) fn e2<'a>(log: &Log<'a>) -> Finding<'a> {
    if log.runs().next().is_none() {
        return Finding::not_applicable("No runs.");
    }
    let known: Vec<(&AuditedSession, f64)> = log.runs().filter_map(|s| Some((s, s.distance_over_reference?))).collect();
    let Some(worst) = known.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Finding::unknown("How far you had run before is not known.");
    };
    // A hundredth is within what a watch can measure.
    let too_far: Vec<_> = known.iter().filter(|(_, ratio)| *ratio > STEP + 0.005).map(|(s, _)| *s).collect();
    let told = format!(
        "The greatest step was {} km on {}, {} of the longest in the 30 days before",
        figure(worst.0.distance_km),
        spoken(worst.0.day),
        percent(worst.1),
    );
    if too_far.is_empty() {
        return Finding::kept(format!("{told}; up to {} is no spike.", percent(STEP)));
    }
    let band = match worst.1 {
        r if r > 2.0 => "more than twice as long went with 2.28 times the injuries (1.50 to 3.48)",
        r if r > 1.3 => "30 to 100 % longer went with 1.52 times the injuries (1.16 to 2.00)",
        _ => "10 to 30 % longer went with 1.64 times the injuries (1.31 to 2.05)",
    };
    let because = format!("{} {} too long a step. {told}; {band}.", too_far.len(), plural(too_far.len(), "run"));
    Finding::broken(because, too_far)
}

/// Days of base before series, runs in each of its weeks, and days without series after which the base counts anew.
const BASE_WEEKS: i32 = 4;
const BASE_RUNS: usize = 3;
const PAUSE_DAYS: i32 = 42;
/// The comfortable run, min.
const COMFORTABLE_MIN: f64 = 30.0;

/// A base before the first series.
pub(super) fn e4<'a>(log: &Log<'a>) -> Finding<'a> {
    let series: Vec<&AuditedSession> = log.input.sessions.iter().filter(|s| s.is(SessionKind::Series)).collect();
    let in_window = |day: Day| (log.input.first..=log.input.last).contains(&day);
    if !series.iter().any(|s| in_window(s.day)) {
        return Finding::not_applicable("No series.");
    }
    let is_first = |i: usize| i == 0 || series[i].day.days_since(series[i - 1].day) > PAUSE_DAYS;
    let firsts: Vec<&AuditedSession> =
        (0..series.len()).filter(|i| is_first(*i) && in_window(series[*i].day)).map(|i| series[i]).collect();
    if firsts.is_empty() {
        return Finding::kept("Series were a habit before these weeks began.");
    }
    let mut unknown = None;
    for first in &firsts {
        let missing = missing_before(log, first.day);
        let when = format!("before the series on {}", spoken(first.day));
        if !missing.is_empty() && log.input.known_since > first.day.plus(-7 * BASE_WEEKS) {
            unknown = Some(format!("Less than four weeks are known {when}."));
        } else if !missing.is_empty() {
            return Finding::broken(format!("Missing {when}: {}.", missing.join("; ")), vec![first]);
        }
    }
    match unknown {
        Some(told) => Finding::unknown(told).with(firsts),
        None => Finding::kept("Four weeks of base, a comfortable half hour and no pain came before the first series.")
            .with(firsts),
    }
}

/// Weeks without regular running after which the base counts anew, and how far back it is looked for.
const WEEKS_OFF: i32 = 6;
const LOOKS_BACK: i32 = 156;

/// Base weeks before a day and the day from which on they count, by weeks that end with the day before or by calendar weeks,
/// whichever are more.
fn base_weeks(day: Day, has_few_days: bool, runs: impl Fn(Day, Day) -> usize + Copy) -> (i32, Day) {
    let [by_day, by_monday] = [day, day.monday()].map(|end| base_weeks_to(end, has_few_days, runs));
    if by_monday.0 > by_day.0 { by_monday } else { by_day }
}

/// Base weeks before a day and the day from which on they count: those with three runs, back to the last six weeks without
/// regular running; where the days hold no three runs, two weeks of two for one of them. An easier week or a trip takes
/// nothing away.
fn base_weeks_to(day: Day, has_few_days: bool, runs: impl Fn(Day, Day) -> usize) -> (i32, Day) {
    let (mut whole, mut half, mut pause) = (0, 0, 0);
    for week in 1..=LOOKS_BACK {
        let from = day.plus(-7 * week);
        let count = runs(from, from.plus(7));
        pause = if count + 1 >= BASE_RUNS { 0 } else { pause + 1 };
        if pause >= WEEKS_OFF {
            return (whole + half / 2, from.plus(7 * WEEKS_OFF));
        }
        whole += i32::from(count >= BASE_RUNS);
        half += i32::from(has_few_days && count + 1 == BASE_RUNS);
    }
    (whole + half / 2, day.plus(-7 * LOOKS_BACK))
}

/// What is missing of the base before a day, in words.
fn missing_before(log: &Log<'_>, day: Day) -> Vec<String> {
    let runs =
        |from: Day, to: Day| log.input.sessions.iter().filter(move |s| s.is_run() && (from..to).contains(&s.day));
    let has_few_days = log.input.available.is_some_and(|a| a.days < BASE_RUNS);
    let (base, since) = base_weeks(day, has_few_days, |from, to| runs(from, to).count());
    let is_comfortable =
        |s: &AuditedSession| s.running_min >= COMFORTABLE_MIN && s.is_below_first_threshold() != Some(false);
    let mut missing = Vec::new();
    if base < BASE_WEEKS {
        missing.push(format!("{base} of four weeks with three runs"));
    }
    if !runs(since, day).any(is_comfortable) {
        missing.push("no run of 30 minutes at an easy pace".to_owned());
    }
    let mut week_before = log.input.days.iter().filter(|d| (1..=7).contains(&day.days_since(d.day)));
    if week_before.any(|d| d.has_pain) {
        missing.push("pain was noted in the week before".to_owned());
    }
    missing
}

/// What to expect.
pub(super) fn e10<'a>(log: &Log<'a>) -> Finding<'a> {
    let facts = &log.input.body.muscles;
    let known: Vec<_> =
        log.four().into_iter().filter_map(|m| Some((m, facts[m].forecast?, facts[m].lifting_alone?))).collect();
    if known.is_empty() {
        return Finding::unknown("There is no forecast yet: two weeks of history are the least.");
    }
    let promises: Vec<Muscle> = known
        .iter()
        .filter(|(_, planned, lifting)| planned.p50 > lifting.p95 || planned.p95 - planned.p05 <= 0.0)
        .map(|k| k.0)
        .collect();
    let told: Vec<String> = known
        .iter()
        .map(|(m, planned, lifting)| {
            let range = |low: f64, high: f64| format!("{} to {} %", signed(low), signed(high));
            let (here, there) = (range(planned.p05, planned.p95), range(lifting.p05, lifting.p95));
            format!("{} {here}, with lifting alone {there}", m.label())
        })
        .collect();
    let told = format!("Twelve weeks at the present load, nine cases in ten: {}", told.join("; "));
    if promises.is_empty() {
        Finding::kept(format!("{told}."))
    } else {
        Finding::broken(
            format!("{told}. For the {} that promises more than it can hold.", names(&promises)),
            Vec::new(),
        )
    }
}
