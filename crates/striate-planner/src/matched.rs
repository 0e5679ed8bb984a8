//! Which of the planned sessions were done: a run at the wrong time, on the next day or too long is still that session.
//!
//! Two sessions are alike where both are runs, both are lifts or both are jumps. The pairs that are most alike are taken
//! first, each session once: nearest day, then kind, then length. The weights are judgement.

use super::goals::weekday_name;
use striate_history::Performed;
use striate_model::{Day, Muscle, SessionKind};
use striate_plan::kinds::{Family, PlannedKind};

/// Days between plan and deed, at most.
const DAYS_APART: i32 = 2;
/// So many minutes longer or shorter, and this share of it, are worth a word.
const WORTH_MINUTES: f64 = 10.0;
const WORTH_SHARE: f64 = 0.2;

/// A planned session as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Its day.
    pub day: Day,
    /// Its kind.
    pub kind: String,
    /// How long it should take.
    pub minutes: i32,
}

/// What became of a planned session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was done.
    Done {
        /// Place of the session among the done ones.
        by: usize,
        /// How it differed, in words; `None` where it was about as planned.
        note: Option<String>,
        /// It asked more than was planned: much longer, or harder of its kind.
        is_more: bool,
    },
    /// Its day is over and nothing like it was done.
    Missed,
    /// It is still to come.
    Open,
}

/// Planned sessions against what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// What became of each planned session.
    pub fates: Vec<Fate>,
    /// Places of the done sessions that nobody planned.
    pub extra: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Run,
    Lift,
    Jumps,
    Mobility,
}

fn sort_of(family: Family) -> Option<Sort> {
    match family {
        Family::Easy | Family::Tempo | Family::Fast | Family::Hill => Some(Sort::Run),
        Family::Lift => Some(Sort::Lift),
        Family::Jumps => Some(Sort::Jumps),
        Family::Other => Some(Sort::Mobility),
    }
}

/// The planned kind that a recorded one is an instance of.
fn planned_kind(kind: SessionKind) -> Option<PlannedKind> {
    PlannedKind::from_name(kind.as_str())
}

fn is_race(kind: &str) -> bool {
    kind == SessionKind::Race.as_str()
}

/// A race is planned under its own name, and nobody plans a downhill run: it stands in for a run on hills.
fn family(kind: &str) -> Option<Family> {
    match kind {
        _ if is_race(kind) => Some(Family::Tempo),
        _ if kind == SessionKind::Downhill.as_str() => Some(Family::Hill),
        _ => PlannedKind::from_name(kind).map(PlannedKind::family),
    }
}

/// Sets from which on a session without a kind is strength training.
const STRENGTH_SETS: usize = 3;

fn sort(session: &Performed) -> Option<Sort> {
    let by_kind = family(session.dose.kind.as_str()).and_then(sort_of);
    // A strength session without sets, and a walk, have no kind of their own.
    by_kind
        .or_else(|| (session.sets >= STRENGTH_SETS).then_some(Sort::Lift))
        .or_else(|| (session.dose.running_h > 0.1).then_some(Sort::Run))
        .or_else(|| (session.sets > 0).then_some(Sort::Mobility))
}

fn minutes(session: &Performed) -> f64 {
    if session.facts.timer_min > 0.0 { session.facts.timer_min } else { session.end.since(session.start).as_s() / 60.0 }
}

/// How unlike the two are; `None` where one cannot be the other.
fn unlike(meant: &Meant, done: &Performed) -> Option<i32> {
    let days = done.day.days_since(meant.day).abs();
    let planned = family(&meant.kind)?;
    // Mobility has sets for small muscles in it, which make no strength session.
    let is_mobility = planned == Family::Other && done.dose.kind == SessionKind::Other && done.sets > 0;
    let is_of_sort = sort(done).is_some() && sort_of(planned) == sort(done);
    if days > DAYS_APART || !(is_of_sort || is_mobility) {
        return None;
    }
    let was = family(done.dose.kind.as_str());
    let kind = match was {
        _ if meant.kind == done.dose.kind.as_str() => 0,
        _ if is_strides(meant, done) => 0,
        Some(was) if was == planned => 2,
        _ if days == 0 => 5,
        // On another day an easy run is not the series that was planned.
        _ => return None,
    };
    let ratio = (minutes(done).max(1.0) / f64::from(meant.minutes.max(1))).ln().abs();
    Some(10 * days + kind + (4.0 * ratio).round().min(8.0) as i32)
}

/// Easy runs with strides are recorded as easy runs.
fn is_strides(meant: &Meant, done: &Performed) -> bool {
    PlannedKind::from_name(&meant.kind).is_some_and(|k| k.recorded() == done.dose.kind)
}

/// What became of planned sessions, seen on a day: what is not done on the day itself is still to come.
#[must_use]
pub fn matched(planned: &[Meant], done: &[&Performed], today: Day) -> Matched {
    let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
    for (p, meant) in planned.iter().enumerate() {
        for (d, session) in done.iter().enumerate() {
            pairs.extend(unlike(meant, session).map(|cost| (cost, p, d)));
        }
    }
    pairs.sort_unstable();
    let mut fates: Vec<Fate> = planned.iter().map(|m| if m.day < today { Fate::Missed } else { Fate::Open }).collect();
    let mut taken = vec![false; done.len()];
    for (_, p, d) in pairs {
        if taken[d] || matches!(fates[p], Fate::Done { .. }) {
            continue;
        }
        taken[d] = true;
        let (note, is_more) = compared(&planned[p], done[d]);
        fates[p] = Fate::Done { by: d, note, is_more };
    }
    let extra = (0..done.len()).filter(|&d| !taken[d] && sort(done[d]).is_some()).collect();
    Matched { fates, extra }
}

fn is_hard_kind(kind: &str) -> bool {
    is_race(kind) || PlannedKind::from_name(kind).is_some_and(|k| k.is_hard() && k != PlannedKind::Long)
}

/// How a done session differs from the planned one.
fn compared(meant: &Meant, done: &Performed) -> (Option<String>, bool) {
    let mut notes = Vec::new();
    let was = done.dose.kind.as_str();
    let is_harder = is_hard_kind(was) && !is_hard_kind(&meant.kind);
    let is_other = was != meant.kind && !is_strides(meant, done) && was != SessionKind::Other.as_str();
    if is_other {
        let name = planned_kind(done.dose.kind).map_or_else(|| was.replace('_', " "), |k| k.label().to_lowercase());
        notes.push(format!("it became {}{name}", if name.ends_with('s') { "" } else { article(&name) }));
    }
    match done.day.days_since(meant.day) {
        0 => {}
        -1 => notes.push("a day early".to_owned()),
        1 => notes.push("a day late".to_owned()),
        n if n < 0 => notes.push(format!("already on {}", weekday_name(done.day))),
        _ => notes.push(format!("only on {}", weekday_name(done.day))),
    }
    let by = minutes(done) - f64::from(meant.minutes);
    let is_off = by.abs() >= WORTH_MINUTES && by.abs() >= WORTH_SHARE * f64::from(meant.minutes);
    if is_off {
        notes.push(format!("{:.0} min {}", by.abs(), if by > 0.0 { "longer" } else { "shorter" }));
    }
    let note = (!notes.is_empty()).then(|| notes.join(", "));
    (note, is_harder || is_off && by > 0.0)
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an " } else { "a " }
}

/// Hard sets for one muscle from which on a session that nobody planned is worth asking what it changes.
const HARD_HSE: f64 = 1.2;

/// Whether a session asks enough of the body to matter for the days after it.
#[must_use]
pub fn is_demanding(session: &Performed) -> bool {
    is_hard_kind(session.dose.kind.as_str())
        || session.dose.kind == SessionKind::Long
        || Muscle::ALL.into_iter().any(|m| session.dose.muscles[m].hse >= HARD_HSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_history::sessions_of_journal;
    use striate_journal as journal;
    use striate_model::{Athlete, TimeSpan};

    fn done(lines: &str) -> Vec<Performed> {
        let parsed = journal::parse(lines);
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        sessions_of_journal(&parsed.entries, "journal", &Athlete::default(), TimeSpan::from_s(0.0))
    }

    fn meant(day: &str, kind: &str, minutes: i32) -> Meant {
        Meant { day: day.parse().expect("a day"), kind: kind.to_owned(), minutes }
    }

    fn seen(planned: &[Meant], lines: &str, today: &str) -> Matched {
        let sessions = done(lines);
        let refs: Vec<&Performed> = sessions.iter().collect();
        matched(planned, &refs, today.parse().expect("a day"))
    }

    #[test]
    fn a_run_in_the_evening_instead_of_the_morning_and_twenty_minutes_too_long_is_still_that_run() {
        let planned = [meant("2026-11-24", "easy", 40)];
        let found = seen(&planned, "2026-11-24 19:00 run 60 min easy", "2026-11-25");
        let Fate::Done { by: 0, note: Some(note), is_more: true } = &found.fates[0] else { panic!("{found:?}") };
        assert_eq!(note, "20 min longer");
        assert!(found.extra.is_empty());
    }

    #[test]
    fn a_session_a_day_late_is_that_session_and_one_four_days_late_is_not() {
        let planned = [meant("2026-11-24", "series", 45)];
        let series = |day: &str| format!("{day} run 15 min; 6x200 m 34 s rest 3 min; 8 min series");
        let late = seen(&planned, &series("2026-11-25"), "2026-11-26");
        assert!(matches!(&late.fates[0], Fate::Done { note: Some(n), .. } if n.contains("a day late")), "{late:?}");
        let too_late = seen(&planned, &series("2026-11-28"), "2026-11-29");
        assert_eq!((too_late.fates[0].clone(), too_late.extra.clone()), (Fate::Missed, vec![0]));
    }

    #[test]
    fn a_session_of_today_that_is_not_done_is_to_come_and_one_of_yesterday_was_missed() {
        let planned = [meant("2026-11-24", "easy", 40), meant("2026-11-25", "tempo", 40)];
        let found = seen(&planned, "2026-11-20 run 30 min easy", "2026-11-25");
        assert_eq!(found.fates, [Fate::Missed, Fate::Open]);
    }

    #[test]
    fn an_easy_run_does_not_stand_for_a_lift_nor_an_easy_run_for_yesterdays_series() {
        let planned = [meant("2026-11-24", "lower_strength", 40), meant("2026-11-23", "series", 45)];
        let found = seen(&planned, "2026-11-24 run 40 min easy", "2026-11-25");
        assert_eq!(found.fates, [Fate::Missed, Fate::Missed]);
        assert_eq!(found.extra, [0]);
    }

    #[test]
    fn of_two_runs_of_a_day_each_is_the_planned_one_that_it_is_most_like() {
        let planned = [meant("2026-11-24", "easy", 30), meant("2026-11-25", "long", 90)];
        let lines = "2026-11-25 run 92 min long\n2026-11-25 07:00 run 30 min easy";
        let found = seen(&planned, lines, "2026-11-26");
        let by = |i: usize| match &found.fates[i] {
            Fate::Done { by, .. } => *by,
            other => panic!("{other:?}"),
        };
        assert_eq!((by(0), by(1)), (1, 0));
    }

    #[test]
    fn a_race_in_place_of_an_easy_run_is_that_run_and_more_than_was_planned() {
        let planned = [meant("2026-11-24", "easy", 45)];
        let found = seen(&planned, "2026-11-24 run 10 km 42 min race", "2026-11-25");
        assert!(matches!(&found.fates[0], Fate::Done { is_more: true, .. }), "{found:?}");
    }

    #[test]
    fn a_ride_is_no_planned_session_and_no_extra_one() {
        let planned = [meant("2026-11-24", "easy", 45)];
        let found = seen(&planned, "2026-11-24 ride 60 min hr 130", "2026-11-25");
        assert_eq!((found.fates, found.extra), (vec![Fate::Missed], vec![]));
    }
}
