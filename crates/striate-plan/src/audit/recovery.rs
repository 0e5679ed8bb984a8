//! Rest: sameness, readiness, hours between hard sessions, repair, sleep.

use super::Finding;
use super::input::AuditedSession;
use super::log::{FOUR, Log, figure, listed, names, percent, plural, spoken, together};
use super::sessions::easy_enough;
use striate_model::{Muscle, SessionKind, TimeSpan};

/// Weeks that sameness looks back over.
const SAME_WEEKS: i32 = 4;
/// Runs below which nothing is said about sameness.
const FEWEST_RUNS: usize = 6;

/// The same speed day after day.
pub(super) fn a2<'a>(log: &Log<'a>) -> Finding<'a> {
    let Some(same) = &log.input.body.sameness else {
        return Finding::unknown("How alike your runs were is not known.");
    };
    if log.is_run_walk(SAME_WEEKS) {
        return Finding::not_applicable("Running with walks in it has one easy pace until half an hour is run.");
    }
    if same.runs < FEWEST_RUNS {
        return Finding::not_applicable(format!(
            "{} {} in 28 days are too few to be the same.",
            same.runs,
            plural(same.runs, "run")
        ));
    }
    let mut parts = vec![format!("{} runs in 28 days", same.runs)];
    parts.extend(same.speed_spread.map(|s| format!("their speeds differ by {}", percent(s))));
    parts.extend(same.heart_rate_spread.map(|s| format!("their heart rates by {}", percent(s))));
    parts.extend(same.monotony.map(|m| format!("monotony of the load {}", figure(m))));
    let told = parts.join(", ");
    if !same.is_monotonous {
        return Finding::kept(format!("{told}."));
    }
    let days: Vec<String> = same.alike.iter().map(|d| spoken(*d)).collect();
    let alike: Vec<_> = log.input.sessions.iter().filter(|s| s.is_run() && same.alike.contains(&s.day)).collect();
    let which = if days.is_empty() { String::new() } else { format!(": {} were alike", listed(&days)) };
    Finding::broken(format!("{told}{which}."), alike)
}

/// Recovery runs, and easy runs on the day after a hard session.
pub(super) fn a6<'a>(log: &Log<'a>) -> Finding<'a> {
    let hard: Vec<_> = log.input.sessions.iter().filter(|s| s.is_hard()).map(|s| s.day).collect();
    let follows_hard = |s: &AuditedSession| s.kind == SessionKind::Easy && hard.contains(&s.day.plus(-1));
    let asked = log.runs().filter(|s| s.is(SessionKind::Recovery) || follows_hard(s));
    together(asked, "No recovery run, and no easy run on the day after a hard session.", |s| {
        easy_enough(s, s.is(SessionKind::Recovery))
    })
}

/// No hard session on tired muscles.
pub(super) fn a7<'a>(log: &Log<'a>) -> Finding<'a> {
    let asked = log.sessions().filter(|s| !s.hard_for().is_empty());
    together(asked, "No hard session.", |session| {
        let Some(tired) = &session.tired_before else {
            return Finding::unknown("how ready the muscles were is not known.");
        };
        let hard_for = session.hard_for();
        let both: Vec<Muscle> = tired.iter().copied().filter(|m| hard_for.contains(m)).collect();
        if both.is_empty() {
            Finding::kept("no muscle that it works hard was still tired.")
        } else {
            Finding::broken(format!("{} were still tired when it began.", names(&both)), Vec::new())
        }
    })
}

/// Hard sets in a session that count as loading a muscle.
const LOADING_HSE: f64 = 1.0;

/// Loading and repair alternate.
pub(super) fn b1<'a>(log: &Log<'a>) -> Finding<'a> {
    let known: Vec<_> = log.input.days.iter().filter_map(|d| Some((d.day, d.rested?))).collect();
    if known.is_empty() {
        return Finding::unknown("How rested your legs were is not known.");
    }
    let legs = || Muscle::locomotor().filter(|m| !log.input.spared.contains(m));
    log.weekly("Load, and a day that began with no leg muscle tired", "No whole week is looked at.", |week| {
        let loads = |s: &&&AuditedSession| s.hse.as_ref().is_some_and(|h| FOUR.iter().any(|m| h[*m] >= LOADING_HSE));
        let loaded = week.sessions.iter().any(|s| loads(&s));
        let rested = known.iter().any(|(day, rested)| day.monday() == week.monday && legs().all(|m| rested[m]));
        Some(match (loaded, rested) {
            (true, true) => Ok(()),
            (false, _) => Err("nothing that loads the legs' muscles".to_owned()),
            (true, false) => Err("no day began with the legs recovered".to_owned()),
        })
    })
}

/// Sleep that is asked for, h, and the nights from which on a mean means something.
const SLEEP_H: f64 = 7.0;
const NIGHTS: usize = 5;

/// Rest and sleep.
pub(super) fn b6<'a>(log: &Log<'a>) -> Finding<'a> {
    let rest = log.weekly("A day without training", "No whole week is looked at.", |week| {
        let trains = |s: &&&AuditedSession| !s.is(SessionKind::Recovery);
        let mut days: Vec<_> = week.sessions.iter().filter(trains).map(|s| s.day).collect();
        days.dedup();
        Some(if days.len() < 7 { Ok(()) } else { Err("training on all seven days".to_owned()) })
    });
    if rest.verdict == super::Verdict::Broken {
        return rest;
    }
    let in_window = |d: &&super::AuditedDay| (log.input.first..=log.input.last).contains(&d.day);
    let nights: Vec<f64> = log.input.days.iter().filter(in_window).filter_map(|d| d.sleep_h).collect();
    if nights.len() < NIGHTS {
        return Finding::unknown(format!("{} Sleep is not noted.", rest.because));
    }
    let mean = nights.iter().sum::<f64>() / nights.len() as f64;
    let told = format!("{} h of sleep on average over {} nights", figure(mean), nights.len());
    Finding::kept_if(mean >= SLEEP_H, format!("{} {told}; seven hours are asked for.", rest.because))
}

/// Hours of the articles, and what the literature leaves.
const ARTICLES_H: f64 = 24.0;
const LITERATURE_H: f64 = 48.0;
/// The same hour two days later counts as 48 h: the session itself takes up to so much of it.
const OF_THE_SESSION_H: f64 = 2.0;

/// Hours between hard sessions for the same muscle.
pub(super) fn e7<'a>(log: &Log<'a>) -> Finding<'a> {
    let limit = log.input.chosen_rest_h.unwrap_or(ARTICLES_H);
    // What force needed 48 h to come back from was sprints and heavy legs, not intervals.
    let after = |s: &AuditedSession| if s.kind == SessionKind::Interval { limit.min(ARTICLES_H) } else { limit };
    let hard: Vec<(&AuditedSession, Vec<Muscle>)> =
        log.input.sessions.iter().map(|s| (s, s.hard_for())).filter(|(_, muscles)| !muscles.is_empty()).collect();
    let (mut judged, mut between, mut shortest) = (0, 0, f64::INFINITY);
    let mut broken: Vec<(f64, &AuditedSession, &AuditedSession, Vec<Muscle>)> = Vec::new();
    for (i, (later, muscles)) in hard.iter().enumerate() {
        if !(log.input.first..=log.input.last).contains(&later.day) {
            continue;
        }
        // Leg strength after a run of the same day: the two are one hard leg day.
        let pairs = |before: &AuditedSession| before.day == later.day && !before.is_strength() && later.is_strength();
        let shares = |(session, before): &&(&AuditedSession, Vec<Muscle>)| {
            !pairs(session) && before.iter().any(|m| muscles.contains(m))
        };
        let Some((earlier, before)) = hard[..i].iter().rev().find(shares) else { continue };
        let hours = hours_between(earlier, later);
        judged += 1;
        shortest = hours.min(shortest);
        if hours + OF_THE_SESSION_H < after(earlier) {
            let both = muscles.iter().copied().filter(|m| before.contains(m)).collect();
            broken.push((hours, earlier, later, both));
        } else if hours + OF_THE_SESSION_H < LITERATURE_H {
            between += 1;
        }
    }
    if judged == 0 {
        return Finding::not_applicable("No two hard sessions for the same muscle.");
    }
    let chosen = if log.input.chosen_rest_h.is_some() { "that you plan by" } else { "of the rule" };
    if let Some((hours, earlier, later, both)) = broken.last() {
        let because = format!(
            "{} of {judged} pauses were shorter than the {limit:.0} h {chosen}: {hours:.0} h from {} ({}) to {} ({}), \
             both hard for {}.",
            broken.len(),
            earlier.name,
            spoken(earlier.day),
            later.name,
            spoken(later.day),
            names(both),
        );
        return Finding::broken(because, broken.iter().map(|b| b.2).collect());
    }
    let beside = match between {
        0 => "All of them keep the literature's 48 h too".to_owned(),
        n => format!("{n} of {judged} {} shorter than the literature's 48 h", if n == 1 { "is" } else { "are" }),
    };
    Finding::kept(format!("The shortest pause was {shortest:.0} h, {limit:.0} h {chosen} are the least. {beside}."))
}

/// Hours from the end of one session to the start of the next; noon stands in for a time that is not known.
fn hours_between(earlier: &AuditedSession, later: &AuditedSession) -> f64 {
    let long = TimeSpan::from_s(60.0 * earlier.minutes);
    match (earlier.end.or_else(|| earlier.start.map(|s| s + long)), later.start) {
        (Some(end), Some(start)) => start.since(end).as_s() / 3600.0,
        _ => 24.0 * f64::from(later.day.days_since(earlier.day)),
    }
}
