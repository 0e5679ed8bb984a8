//! What a week holds: variety, one distance run, lifting, and the things that are asked for once in a while.

use super::Finding;
use super::input::{AuditedSession, LiftPattern};
use super::log::{Log, Week, figure, listed, plural, spoken, whole};
use crate::season::System;
use striate_model::SessionKind;

/// The five kinds of run of a mixed week.
const FAMILIES: [&str; 5] = ["fast running", "tempo", "hills", "resistance", "a distance run"];

/// Minutes from which on a run is a distance run.
const DISTANCE_MIN: f64 = 60.0;

/// Whether a session is of a family, by its place among them. A long run that ends at tempo is of two.
fn is_of(session: &AuditedSession, family: usize) -> bool {
    use SessionKind::{Long, Race, Tempo, Trail};
    let own = match session.kind {
        _ if session.is_weighted() => Some(3),
        _ if session.is_fast() => Some(0),
        Tempo | Race => Some(1),
        Trail => Some(2),
        _ if session.is_hill() => Some(2),
        Long => Some(4),
        _ if session.running_min >= DISTANCE_MIN => Some(4),
        _ => None,
    };
    own == Some(family) || family == 1 && session.has_tempo()
}

/// Kinds of run that a mixed week has, and runs from which on it is asked for them (rule A1).
pub const MIXED: usize = 3;

/// A week mixes three or more of the five kinds.
pub(super) fn a1<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Some(finding) = log.is_of_other_article(System::A) {
        return finding;
    }
    if log.input.available.is_some_and(|a| a.run_kinds() < MIXED) {
        return Finding::not_applicable(
            "What you have, and what is protected, leaves fewer than three of the five kinds.",
        );
    }
    log.weekly("Three or more of the five kinds of run", "No whole week has three runs.", |week| {
        let runs: Vec<_> = week.runs().collect();
        if runs.len() < MIXED || log.input.gated_weeks.contains(&week.monday) {
            return None;
        }
        // Stairs count as hills though nothing of them is running.
        let counts = || week.sessions.iter().filter(|s| s.is_run() || s.is_hill());
        let found: Vec<&str> =
            (0..FAMILIES.len()).filter(|f| counts().any(|r| is_of(r, *f))).map(|f| FAMILIES[f]).collect();
        Some(match found.len() {
            0 => Err(format!("{} easy runs and nothing else", runs.len())),
            1 | 2 => Err(format!("only {} among {} runs", listed(&found), runs.len())),
            _ => Ok(()),
        })
    })
}

/// A distance run is this long at most, min: two hours and a little.
const LONGEST_MIN: f64 = 125.0;
/// A run that would be a spike if it were this much longer is as long as it may be, min.
const NO_LONGER_MIN: f64 = 2.0;
/// A day shorter than this has no room for an hour of running, min (rule A5).
pub const ROOM_FOR_LONG_MIN: f64 = 65.0;
/// The longest run is longer than the next by this much, and by less where it is shorter than so long, min.
const CLEARLY_MIN: [f64; 2] = [5.0, 1.0];
const SHORT_MIN: f64 = 25.0;

/// One distance run a week, the longest.
pub(super) fn a5<'a>(log: &Log<'a>) -> Finding<'a> {
    let is_novice = log.is_novice();
    log.weekly("One distance run, clearly the longest", "No whole week has two runs.", |week| {
        // A planned long run at what the gate on single runs allows is as long as it may be (rule E2).
        let at_gate = |r: &AuditedSession| {
            let longer = 1.0 + NO_LONGER_MIN / r.running_min.max(1.0);
            r.is_planned && r.distance_over_reference.is_some_and(|share| share * longer > super::person::STEP)
        };
        let is_at_gate = week.runs().max_by(|a, b| a.running_min.total_cmp(&b.running_min)).is_some_and(at_gate);
        let has_no_room = log.input.available.is_some_and(|a| a.longest_day_min < ROOM_FOR_LONG_MIN);
        let has_walks = log.input.run_walk_weeks.contains(&week.monday);
        let may_be_short = is_novice || has_walks || is_at_gate || has_no_room;
        let mut minutes: Vec<f64> = week.runs().map(|r| r.running_min).collect();
        minutes.sort_by(|a, b| b.total_cmp(a));
        let [longest, next, ..] = minutes[..] else { return None };
        let clearly = CLEARLY_MIN[usize::from(longest < SHORT_MIN)];
        Some(if longest < DISTANCE_MIN && !may_be_short {
            Err(format!("the longest run took {longest:.0} minutes, less than an hour"))
        } else if longest > LONGEST_MIN {
            Err(format!("the longest run took {longest:.0} minutes, more than two hours"))
        } else if next > longest - clearly {
            Err(format!("two runs were about equally long ({longest:.0} and {next:.0} minutes)"))
        } else {
            Ok(())
        })
    })
}

/// Lifting where muscle is the goal.
pub(super) fn a8<'a>(log: &Log<'a>) -> Finding<'a> {
    if !log.builds() {
        return Finding::not_applicable("More muscle is not your goal.");
    }
    log.weekly("Strength training", "No whole week is looked at.", |week| {
        let lifted = week.sessions.iter().any(|s| s.is_strength());
        Some(if lifted { Ok(()) } else { Err("no strength training".to_owned()) })
    })
}

/// Something that is asked for at least once.
fn once<'a>(
    log: &Log<'a>,
    fewest_runs: usize,
    what: (&str, &str),
    is: impl Fn(&AuditedSession) -> bool,
) -> Finding<'a> {
    if let Err(finding) = log.may_ask_for_hard_once(fewest_runs) {
        return finding;
    }
    let found: Vec<_> = log.sessions().filter(|s| is(s)).collect();
    let weeks = figure(log.length_weeks().round());
    match found.last() {
        Some(last) => {
            Finding::kept(format!("{} in {weeks} weeks: {}, the last on {}.", what.0, found.len(), spoken(last.day)))
                .with(found)
        }
        None => Finding::broken(format!("{} in {weeks} weeks.", what.1), Vec::new()),
    }
}

/// Runs that make the rules of hills and resistance worth asking.
const FEWEST_RUNS: usize = 4;

/// Trail, vest and band runs.
pub(super) fn b5<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Some(finding) = log.is_of_other_article(System::B) {
        return finding;
    }
    if log.input.available.is_some_and(|a| !(a.trail || a.resistance)) {
        return Finding::not_applicable("There is no trail, and no hill with something to carry up it.");
    }
    once(log, FEWEST_RUNS, ("Runs on trails or with carried mass", "No run on a trail or with carried mass"), |s| {
        s.is_run() && (s.kind == SessionKind::Trail || s.is_weighted())
    })
}

/// Hills and stairs.
pub(super) fn b8<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Some(finding) = log.is_of_other_article(System::B) {
        return finding;
    }
    if log.input.available.is_some_and(|a| !a.hill && !a.stairs) {
        return Finding::not_applicable("There is no hill and there are no stairs.");
    }
    once(log, FEWEST_RUNS, ("Sessions of hills or stairs", "No session of hills or stairs"), AuditedSession::is_hill)
}

/// Landings in one session: common advice for novices and for everybody after that.
const CONTACTS: [u32; 2] = [100, 140];

/// Jumps, dosed by experience.
pub(super) fn b9<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Some(finding) = log.is_of_other_article(System::B) {
        return finding;
    }
    if log.input.available.is_some_and(|a| !a.jumps) {
        return Finding::not_applicable("What you protect rules jumps out.");
    }
    let jumps = |s: &AuditedSession| s.kind == SessionKind::Plyometrics || s.jump_contacts > 0;
    let most = CONTACTS[usize::from(!log.is_novice())];
    let too_many: Vec<_> = log.sessions().filter(|s| s.jump_contacts > most).collect();
    if let Some(worst) = too_many.iter().max_by_key(|s| s.jump_contacts) {
        let because = format!("{} landings on {}, where {most} are the most.", worst.jump_contacts, spoken(worst.day));
        return Finding::broken(because, too_many);
    }
    if log.is_novice() && !log.sessions().any(jumps) {
        return Finding::not_applicable("In the first months jumps can wait.");
    }
    once(log, 0, ("Sessions with jumps", "No jumps"), jumps)
}

/// Compound lifts for the legs.
pub(super) fn b10<'a>(log: &Log<'a>) -> Finding<'a> {
    use LiftPattern::{Hinge, LegPress, Lunge, Squat};
    if let Err(finding) = log.may_ask_for_once(0) {
        return finding;
    }
    let legs: Vec<_> = log.sessions().filter(|s| s.is_leg_strength()).collect();
    let sets: u32 = legs.iter().map(|s| s.sets_of(&[Squat, Lunge, Hinge, LegPress])).sum();
    let named = legs.iter().any(|s| !s.lifts.is_empty());
    let count = format!("{} {}", legs.len(), plural(legs.len(), "session"));
    match (legs.is_empty(), sets) {
        (true, _) => Finding::broken("No strength training for the legs.", Vec::new()),
        (false, 0) if !named => Finding::unknown("The sets of your leg sessions name no exercise.").with(legs),
        (false, 0) => Finding::broken(format!("{count} for the legs, without any of the four lifts."), legs),
        _ => Finding::kept(format!("{sets} sets of the four lifts in {count}.")).with(legs),
    }
}

/// A push and a pull.
pub(super) fn b11<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Err(finding) = log.may_ask_for_once(0) {
        return finding;
    }
    let sets = |p: LiftPattern| log.sessions().map(|s| s.sets_of(&[p])).sum::<u32>();
    let (push, pull) = (sets(LiftPattern::Push), sets(LiftPattern::Pull));
    let upper: Vec<_> = log.sessions().filter(|s| s.sets_of(&[LiftPattern::Push, LiftPattern::Pull]) > 0).collect();
    let counted = format!("{push} sets of pushing, {pull} sets of pulling");
    let said_upper = log.sessions().any(|s| s.kind == SessionKind::UpperStrength);
    match (push, pull) {
        (0, 0) if said_upper => Finding::unknown("The sets of your upper-body sessions name no exercise."),
        (0, 0) => Finding::broken("No upper-body strength training.", Vec::new()),
        (0, _) => Finding::broken(format!("{counted}: a push is missing."), upper),
        (_, 0) => Finding::broken(format!("{counted}: a pull is missing."), upper),
        _ => Finding::kept(format!("{counted}.")).with(upper),
    }
}

/// Sessions that make a week.
const STEADY_SESSIONS: usize = 3;

/// Consistency.
pub(super) fn b12<'a>(log: &Log<'a>) -> Finding<'a> {
    log.weekly("Three sessions or more", "No whole week is looked at.", |week: &Week<'a>| {
        let n = week.sessions.len();
        Some(if n >= STEADY_SESSIONS { Ok(()) } else { Err(format!("{n} {}", plural(n, "session"))) })
    })
}

/// Running a week that keeps the endurance side, min.
const ENDURANCE_MIN: f64 = 75.0;

/// The endurance side of running.
pub(super) fn c9<'a>(log: &Log<'a>) -> Finding<'a> {
    // The base is still on its way to that much.
    let weeks: Vec<&Week<'a>> = log.weeks().iter().filter(|w| !log.input.gated_weeks.contains(&w.monday)).collect();
    if weeks.is_empty() {
        return Finding::not_applicable("No whole week behind the base is looked at.");
    }
    let minutes: f64 = weeks.iter().flat_map(|w| w.runs()).map(|r| r.running_min).sum::<f64>() / weeks.len() as f64;
    let because =
        format!("{} minutes of running a week on average, {ENDURANCE_MIN:.0} keep the endurance side.", whole(minutes));
    Finding::kept_if(minutes >= ENDURANCE_MIN, because)
}
