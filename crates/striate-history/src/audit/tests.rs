//! From sessions to the audit's input: readiness, the month before a run, whole weeks.

use super::*;
use crate::body::Before;
use crate::{Ledger, Performed};
use striate_analysis::SessionFacts;
use striate_model::{
    Athlete, DailyDose, Day, Distance, Estimate, Format, Muscle, MuscleDose, MuscleMap, MuscleStimulus, Person,
    SessionKind, TimeSpan, Timestamp,
};

/// A Monday.
fn monday() -> Day {
    Day::from_civil(2026, 3, 2).expect("a day of the calendar")
}

fn performed(day: Day, hour: f64, kind: SessionKind, km: f64, hamstrings: f64) -> Performed {
    let start: Timestamp = day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0));
    let end = start + TimeSpan::from_s(2400.0);
    let mut muscles: MuscleMap<MuscleDose> = MuscleMap::default();
    muscles[Muscle::Hamstrings] = MuscleDose {
        slow_hse: hamstrings,
        fast_hse: hamstrings,
        hse: hamstrings,
        lifting_hse: if km > 0.0 { 0.0 } else { hamstrings },
        log_doubt: 0.4,
        eccentric: 0.0,
    };
    let none = MuscleStimulus { hse: Estimate::default(), fast_twitch_share: None, evidence: None };
    Performed {
        file: format!("{day}-{hour}.fit"),
        place: 0,
        format: Format::Fit,
        start,
        end,
        day,
        name: "Session",
        sets: 0,
        dose: DailyDose {
            kind,
            end: Some(end),
            running_h: if km > 0.0 { 0.6 } else { 0.0 },
            on_foot_h: if km > 0.0 { 0.6 } else { 0.0 },
            distance: Distance::from_m(1000.0 * km),
            mean_speed_m_per_s: (km > 0.0).then_some(2.8),
            muscles,
            ..DailyDose::default()
        },
        muscles: MuscleMap::from_fn(|_| none),
        muscles_unknown: None,
        facts: SessionFacts { timer_min: 40.0, ..SessionFacts::default() },
    }
}

fn question(last: Day, weeks: u32) -> AuditQuestion {
    AuditQuestion {
        last,
        today: None,
        weeks,
        goal: None,
        chosen_rest_h: None,
        exempt_weeks: Vec::new(),
        gated_weeks: Vec::new(),
        run_walk_weeks: Vec::new(),
        spared: Vec::new(),
        available: None,
        person: Person { log_response: 0.0, log_response_sd: 0.4, age_y: None },
        before: Before::Unknown,
        offset: TimeSpan::default(),
    }
}

/// Eight weeks of three runs each.
fn runs() -> Vec<Performed> {
    (0..8)
        .flat_map(|w| [0, 2, 5].map(|d| (w, d)))
        .map(|(w, d)| performed(monday().plus(7 * w + d), 7.0, SessionKind::Easy, 8.0, 0.01))
        .collect()
}

#[test]
fn a_run_twice_as_long_as_any_of_the_month_before_is_told_as_such() {
    let last = monday().plus(55);
    let mut records = runs();
    records.push(performed(last, 7.0, SessionKind::Long, 16.0, 0.02));
    let input =
        audit_input(&Ledger::new(records), &Athlete::default(), &question(last, 4)).expect("there are sessions");
    let ratio = |s: &striate_plan::audit::AuditedSession| s.distance_over_reference;
    assert_eq!(input.sessions.last().and_then(ratio), Some(2.0));
    // The first month of a history has nothing to be held against.
    assert_eq!(input.sessions.first().and_then(ratio), None);
}

#[test]
fn hamstrings_are_tired_on_the_morning_after_a_great_many_sets_and_not_a_week_later() {
    let heavy = monday().plus(49);
    let mut records = runs();
    records.push(performed(heavy, 18.0, SessionKind::LowerStrength, 0.0, 20.0));
    records.push(performed(heavy.plus(1), 6.0, SessionKind::Series, 6.0, 1.0));
    let last = heavy.plus(13);
    records.push(performed(last, 6.0, SessionKind::Series, 6.0, 1.0));
    let input =
        audit_input(&Ledger::new(records), &Athlete::default(), &question(last, 4)).expect("there are sessions");
    let tired = |day: Day| {
        let session = input.sessions.iter().find(|s| s.day == day && s.kind == SessionKind::Series);
        session.and_then(|s| s.tired_before.clone()).expect("the window is followed")
    };
    assert_eq!(tired(heavy.plus(1)), [Muscle::Hamstrings]);
    assert!(tired(last).is_empty());
    let ready = |day: Day| {
        input.days.iter().find(|d| d.day == day).and_then(|d| d.rested).map(|r| Muscle::locomotor().all(|m| r[m]))
    };
    assert_eq!((ready(heavy.plus(1)), ready(last)), (Some(false), Some(true)));
}

#[test]
fn the_running_week_is_looked_at_but_four_whole_weeks_are_asked() {
    let wednesday = monday().plus(7 * 7 + 2);
    let input =
        audit_input(&Ledger::new(runs()), &Athlete::default(), &question(wednesday, 4)).expect("there are sessions");
    assert_eq!((input.first, input.last), (monday().plus(7 * 3), wednesday));
    let sunday = monday().plus(7 * 8 - 1);
    let input =
        audit_input(&Ledger::new(runs()), &Athlete::default(), &question(sunday, 4)).expect("there are sessions");
    assert_eq!(input.first, monday().plus(7 * 4));
}

#[test]
fn eight_weeks_of_the_same_easy_run_are_told_what_they_lack() {
    let last = monday().plus(7 * 8 - 1);
    let input = audit_input(&Ledger::new(runs()), &Athlete::default(), &question(last, 4)).expect("there are sessions");
    let view = audit_view(&input, 4);
    let verdict = |id: &str| view.rules.iter().find(|r| r.rule == id).map(|r| r.verdict);
    assert_eq!(view.rules.len(), 45);
    for broken in ["A1", "A2", "A5", "A8", "B8", "B10", "C3", "D1"] {
        assert_eq!(verdict(broken), Some("broken"), "{broken}");
    }
    for kept in ["B12", "C9", "E2"] {
        assert_eq!(verdict(kept), Some("kept"), "{kept}");
    }
    assert!(view.in_words.contains("could be judged"), "{}", view.in_words);
    let RuleCounts { kept, broken, not_applicable, unknown } = view.counts;
    assert_eq!(kept + broken + not_applicable + unknown, 45);
}

#[test]
fn three_weeks_after_the_last_session_the_body_is_unknown_to_the_audit() {
    let last = monday().plus(7 * 8 - 2);
    let of = |day: Day| {
        audit_input(&Ledger::new(runs()), &Athlete::default(), &question(day, 4)).expect("there are sessions")
    };
    let (fresh, stale) = (of(last.plus(3)), of(last.plus(21)));
    let knows =
        |input: &striate_plan::audit::AuditInput| Muscle::ALL.iter().any(|m| input.body.muscles[*m].course.is_some());
    assert!(fresh.body.phase.is_some() && knows(&fresh));
    assert!(stale.body.phase.is_none() && !knows(&stale));
    assert!(Muscle::ALL.iter().all(|m| stale.body.muscles[*m].forecast.is_none()));
    let ready = |input: &striate_plan::audit::AuditInput| {
        input.days.last().and_then(|d| d.rested.map(|r| Muscle::locomotor().all(|m| r[m])))
    };
    assert_eq!((ready(&fresh), ready(&stale)), (Some(true), None));
}
