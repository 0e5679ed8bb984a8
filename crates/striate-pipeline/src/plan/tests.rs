use super::*;
use crate::body::Before;
use crate::history::sessions_of_journal;
use crate::journal;
use striate_model::{Athlete, Person, Timestamp};

/// A runner of eight weeks, four runs a week, who ends on this Friday.
fn runner() -> (Ledger, Day) {
    let today: Day = "2026-11-20".parse().expect("a day");
    let mut lines = String::new();
    for day in 0..56 {
        let date = today.plus(day - 55);
        let what = match date.weekday() {
            1 => "run 40 min easy",
            3 => "run 10 min; 20 min 12.5 km/h; 10 min tempo",
            5 => "run 45 min easy",
            6 => "run 75 min long",
            _ => continue,
        };
        lines.push_str(&format!("{date} {what}\n"));
    }
    let entries = journal::parse(&lines).entries;
    let sessions = sessions_of_journal(&entries, "journal.txt", &Athlete::default(), TimeSpan::from_s(0.0));
    (Ledger::new(sessions), today)
}

fn planned(wishes: &PlanWishes) -> PlanView {
    let (ledger, today) = runner();
    let athlete = Athlete::default();
    let view = Viewpoint {
        athlete: &athlete,
        person: Person { log_response: 0.0, log_response_sd: 0.5, age_y: None },
        before: Before::Unknown,
        today,
        now: Timestamp::from_unix_ms(0),
        offset: TimeSpan::from_s(0.0),
    };
    plan(&ledger, &view, wishes).expect("a plan")
}

#[test]
fn a_plan_has_whole_weeks_from_next_monday_with_one_long_run_that_is_the_longest() {
    let view = planned(&PlanWishes { has_gym: true, ..PlanWishes::default() });
    assert_eq!(view.weeks.len(), 4, "{:?}", view.relaxed);
    assert_eq!(view.weeks[0].start, "2026-11-23");
    assert_eq!(view.rest_of_week.as_ref().map(|w| w.start.as_str()), Some("2026-11-16"));
    for week in &view.weeks {
        let long: Vec<i32> = week.sessions.iter().filter(|s| s.kind == "long").map(|s| s.minutes).collect();
        if week.deload {
            continue;
        }
        assert_eq!(long.len(), 1, "{}", week.start);
        let other = week.sessions.iter().filter(|s| s.kind != "long" && !s.steps[0].contains(" rir "));
        assert!(other.map(|s| s.minutes).max() < Some(long[0]), "{}", week.start);
        assert!(week.sessions.iter().any(|s| ["lower_strength", "full_strength"].contains(&s.kind)));
        for session in &week.sessions {
            assert!(!session.because.is_empty() && !session.steps.is_empty(), "{session:?}");
        }
    }
}

#[test]
fn three_days_are_only_these_days() {
    let minutes = [0, 60, 0, 60, 0, 120, 0];
    let view = planned(&PlanWishes { minutes, weeks: 2, ..PlanWishes::default() });
    assert_eq!(view.weeks.len(), 2, "{:?}", view.relaxed);
    for session in view.weeks.iter().flat_map(|w| &w.sessions) {
        let day: Day = session.date.parse().expect("a day");
        assert!([1, 3, 5].contains(&day.weekday()), "{session:?}");
    }
}

#[test]
fn a_calendar_has_every_session_once_under_a_stable_name() {
    let view = planned(&PlanWishes { weeks: 1, ..PlanWishes::default() });
    let ics = view.ics("20261120T120000Z");
    let sessions = view.weeks[0].sessions.len() + view.rest_of_week.as_ref().map_or(0, |w| w.sessions.len());
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), sessions);
    assert_eq!(planned(&PlanWishes { weeks: 1, ..PlanWishes::default() }).ics("20261120T120000Z"), ics);
}
