use super::*;
use crate::planned::Equipment;
use striate_history::body::Before;
use striate_history::sessions_of_journal;
use striate_journal as journal;
use striate_model::{Athlete, Day, Person, TimeSpan, Timestamp};
use striate_text::units::Units;

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
    plan(&ledger, &viewpoint(&athlete, today), wishes).expect("a plan")
}

fn viewpoint(athlete: &Athlete, today: Day) -> Viewpoint<'_> {
    Viewpoint {
        athlete,
        person: Person { log_response: 0.0, log_response_sd: 0.5, age_y: None },
        before: Before::Unknown,
        today,
        now: Timestamp::from_unix_ms(0),
        offset: TimeSpan::from_s(0.0),
    }
}

fn gym() -> Equipment {
    Equipment { has_gym: true, ..PlanWishes::default().equipment }
}

#[test]
fn a_plan_has_whole_weeks_from_next_monday_with_one_long_run_that_is_the_longest() {
    let view = planned(&PlanWishes { equipment: gym(), ..PlanWishes::default() });
    assert_eq!(view.weeks.len(), 4, "{:?}", view.relaxed);
    assert_eq!(view.weeks[0].start, "2026-11-23");
    assert_eq!(view.rest_of_week.as_ref().map(|w| w.start.as_str()), Some("2026-11-16"));
    for week in &view.weeks {
        let long: Vec<i32> = week.sessions.iter().filter(|s| s.kind == "long").map(|s| s.minutes).collect();
        if week.deload {
            continue;
        }
        assert_eq!(long.len(), 1, "{}", week.start);
        let other = week.sessions.iter().filter(|s| s.kind != "long" && s.prescription.kind.is_run());
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
    let zone = fixed_zone(TimeSpan::from_s(3600.0));
    let now = Timestamp::from_unix_ms(1_790_000_000_000);
    let ics = view.calendar((&zone, Units::default()), &[], 3, now);
    let sessions = view.weeks[0].sessions.len() + view.rest_of_week.as_ref().map_or(0, |w| w.sessions.len());
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), sessions);
    assert_eq!(
        planned(&PlanWishes { weeks: 1, ..PlanWishes::default() }).calendar((&zone, Units::default()), &[], 3, now),
        ics
    );
    let away = AwayGoal::new("2026-12-24".parse().expect("a day"), "2026-12-27".parse().expect("a day"));
    let with = view.calendar((&zone, Units::default()), &[away], 3, now);
    assert!(with.contains("DTSTART;VALUE=DATE:20261224") && with.contains("DTEND;VALUE=DATE:20261228"), "{with}");
    assert!(with.contains("SUMMARY:Away: no training") && with.contains("UID:2026-12-24-away@striate"));
    let titles: Vec<&str> = ics.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).collect();
    assert!(titles.iter().all(|t| t.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())), "{titles:?}");
}

fn tue_and_thu() -> PlanWishes {
    PlanWishes { minutes: [0, 90, 0, 90, 0, 0, 0], equipment: gym(), weeks: 1, ..PlanWishes::default() }
}

/// The problem of the first whole week.
fn first_week(wishes: &PlanWishes) -> striate_plan::week::WeekProblem {
    let (ledger, today) = runner();
    let athlete = Athlete::default();
    let viewpoint = viewpoint(&athlete, today);
    let mut planner = Planner::new(&ledger, &viewpoint, wishes).expect("there is a history");
    while let Some(week) = planner.next_week() {
        if !week.is_rest_of_week {
            return week.problem;
        }
        planner.skip(&week);
    }
    panic!("there is a week")
}

#[test]
fn a_wish_that_no_week_can_hold_is_answered_with_what_clashes_and_ways_out() {
    let problem = first_week(&tue_and_thu());
    let wishes =
        [PlanWish::AtLeast { sort: Sort::Runs, times: 3 }, PlanWish::AtLeast { sort: Sort::LegDays, times: 2 }];
    let Ok(WishAnswer::Clash(clash)) = answer(&problem, &wishes, planner::effort()) else { panic!("it clashes") };
    assert!(clash.sentence.starts_with("Tue and Thu only"), "{}", clash.sentence);
    assert!(clash.ways_out.iter().any(|w| w.step == WayStep::AllowDay(5)), "{clash:?}");
    assert!(clash.hint.starts_with("Allow "), "{}", clash.hint);
    let two = [PlanWish::AtLeast { sort: Sort::LegDays, times: 3 }];
    let Ok(WishAnswer::Clash(clash)) = answer(&problem, &two, planner::effort()) else { panic!("it clashes") };
    assert!(
        clash.sentence.contains("three leg days") && clash.sentence.contains("Tue and Thu only"),
        "{}",
        clash.sentence
    );
    assert!(!clash.hint.is_empty() && !clash.ways_out.is_empty(), "{clash:?}");
    // Each way out is one: with it there is a week.
    let wednesday = [PlanWish::On { kind: PlannedKind::LowerStrength, day: 2, slot: None }];
    let Ok(WishAnswer::Clash(clash)) = answer(&problem, &wednesday, planner::effort()) else { panic!("it clashes") };
    assert!(clash.ways_out.iter().any(|w| w.step == WayStep::AllowDay(2)), "{clash:?}");
}

#[test]
fn what_can_be_had_is_had() {
    let problem = first_week(&PlanWishes { weeks: 1, equipment: gym(), ..PlanWishes::default() });
    let wishes = [PlanWish::On { kind: PlannedKind::LowerStrength, day: 2, slot: Some(1) }, PlanWish::NotOn(4)];
    let Ok(WishAnswer::Possible(found)) = answer(&problem, &wishes, planner::effort()) else { panic!("a week has it") };
    let (plan, solved) = *found;
    let on = plan.placement.0[5].map(|id| solved.kinds[id.kind].name.as_str());
    assert_eq!(on, Some("lower_strength"));
    assert!(plan.placement.0[8].is_none() && plan.placement.0[9].is_none());
}

#[test]
fn sessions_that_have_their_day_are_on_it_every_week_and_a_race_on_its_day() {
    let fixed =
        vec![FixedSession { kind: PlannedKind::Interval, when: FixedDay::Weekday(1), slot: Some(1), minutes: None }];
    let wishes = PlanWishes {
        fixed,
        race: Some("2026-12-13".parse().expect("a day")),
        race_km: Some(10.0),
        // A first session of lifting takes nearly three days: two of them a week leave no room for a fixed day.
        lifts_per_week: Some(1),
        ..PlanWishes::default()
    };
    let view = planned(&wishes);
    assert_eq!(view.weeks.len(), 4, "{:?}", view.relaxed);
    for week in &view.weeks[..1] {
        let tuesday = week.start.parse::<Day>().expect("a day").plus(1).to_string();
        let session = week.sessions.iter().find(|s| s.kind == "interval").expect("it is there");
        assert_eq!((session.date.as_str(), session.slot), (tuesday.as_str(), "pm"), "{:?}", view.relaxed);
    }
    let race: Vec<&SessionView> = view.weeks.iter().flat_map(|w| &w.sessions).filter(|s| s.kind == "race").collect();
    assert_eq!(race.iter().map(|s| s.date.as_str()).collect::<Vec<_>>(), ["2026-12-13"]);
    assert_eq!(view.weeks.iter().map(|w| w.phase).collect::<Vec<_>>()[1..], ["taper", "race", "deload"]);
}

#[test]
fn goals_differ_and_every_lift_says_what_to_do() {
    let of = |goal| planned(&PlanWishes { goal, equipment: gym(), ..PlanWishes::default() });
    let sets =
        |view: &PlanView| -> u32 { view.weeks.iter().flat_map(|w| &w.sessions).map(|s| s.prescription.sets()).sum() };
    let run = |view: &PlanView| -> i32 {
        let runs = view.weeks.iter().flat_map(|w| &w.sessions).filter(|s| s.prescription.kind.is_run());
        runs.map(|s| s.minutes).sum()
    };
    let [build, keep, lean] = [Goal::Build, Goal::Keep, Goal::Lean].map(of);
    assert!(sets(&build) > sets(&keep), "{} {}", sets(&build), sets(&keep));
    assert!(run(&lean) > run(&keep), "{} {}", run(&lean), run(&keep));
    for session in build.weeks.iter().flat_map(|w| &w.sessions).filter(|s| s.kind.ends_with("_strength")) {
        assert!(
            session.steps.iter().filter(|s| s.contains("reps") && s.contains("in reserve")).count() >= 3,
            "{session:?}"
        );
        assert!(session.workout(&Athlete::default()).is_some());
    }
}

#[test]
fn a_plan_can_be_audited() {
    let (ledger, today) = runner();
    let athlete = Athlete::default();
    let viewpoint = viewpoint(&athlete, today);
    let wishes = PlanWishes { equipment: gym(), ..PlanWishes::default() };
    let view = plan(&ledger, &viewpoint, &wishes).expect("a plan");
    let audit = plan_audit(&view, &ledger, &viewpoint, &wishes).expect("an audit");
    assert_eq!(audit.rules.len(), 45);
    for id in ["A7", "A8", "B10", "E3", "E6", "E7", "E2"] {
        let rule = audit.rules.iter().find(|r| r.rule == id).expect("it is a rule");
        assert_ne!(rule.verdict, "broken", "{id}: {}", rule.because);
    }
}

#[test]
fn a_plan_is_the_same_byte_for_byte_on_one_thread_and_on_many() {
    let asked = |n: usize| PlanWishes {
        goal: [Goal::Build, Goal::Keep, Goal::Lean][n % 3],
        minutes: [[60, 60, 60, 60, 60, 120, 120], [0, 60, 0, 60, 0, 120, 0], [75, 0, 75, 0, 75, 0, 150]][n / 3 % 3],
        equipment: if n.is_multiple_of(2) { gym() } else { PlanWishes::default().equipment },
        weeks: 2,
        ..PlanWishes::default()
    };
    let json = |n: usize| serde_json::to_string(&planned(&asked(n))).expect("a plan is JSON");
    let alone: Vec<String> = (0..6).map(json).collect();
    let together: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|n| scope.spawn(move || json(n))).collect();
        all.into_iter().map(|thread| thread.join().expect("no plan panics")).collect()
    });
    assert_eq!(alone, together);
    assert!(alone.windows(2).all(|w| w[0] != w[1]), "different wishes make different plans");
}

#[test]
fn in_the_afternoon_nothing_is_planned_for_the_morning_that_is_over() {
    let (ledger, _) = runner();
    let (athlete, today): (Athlete, Day) = (Athlete::default(), "2026-11-21".parse().expect("a Saturday"));
    let at = |hour: f64| Viewpoint {
        now: today.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0)),
        ..viewpoint(&athlete, today)
    };
    let wishes =
        PlanWishes { minutes: [60, 60, 60, 60, 60, 120, 0], equipment: gym(), weeks: 1, ..PlanWishes::default() };
    let of_today = |hour: f64| -> Vec<SessionView> {
        let view = plan(&ledger, &at(hour), &wishes).expect("a plan");
        view.rest_of_week.map_or_else(Vec::new, |w| w.sessions)
    };
    let whole = of_today(6.0);
    assert!(whole.iter().any(|s| s.slot == "am"), "the day has its morning");
    assert!(whole.iter().any(|s| s.prescription.kind.is_run()), "the week's third run is still to come: {whole:?}");
    let afternoon = of_today(16.75);
    assert!(afternoon.iter().all(|s| s.slot == "pm"), "{afternoon:?}");
    assert!(of_today(21.0).is_empty());
}

#[test]
fn a_reason_names_the_muscles_or_is_left_out() {
    // More running than two days of half an hour hold: the band of minutes becomes a slope.
    let wishes = PlanWishes { minutes: [0, 30, 0, 0, 0, 45, 0], weeks: 3, ..PlanWishes::default() };
    let view = planned(&wishes);
    for because in view.sessions().flat_map(|s| &s.because) {
        assert!(!because.contains("for the muscles"), "{because}");
    }
}
