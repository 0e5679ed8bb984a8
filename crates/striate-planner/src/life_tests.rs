//! A plan as time goes by, told in sentences.

use super::*;
use crate::planned::planned;
use std::collections::BTreeSet;
use striate_history::body::Before;
use striate_history::{Performed, sessions_of_journal};
use striate_journal as journal;
use striate_model::{Athlete, Day, Person, TimeSpan, Timestamp};

/// Ten weeks of four runs and a leg day, up to this Sunday; what is done and noted later is added.
struct Life {
    athlete: Athlete,
    done: Vec<Performed>,
    notes: String,
    today: Day,
}

const SUNDAY: &str = "2026-11-22";

impl Life {
    fn new() -> Self {
        let athlete = Athlete::default();
        let today: Day = SUNDAY.parse().expect("a day");
        let mut lines = String::new();
        for day in 0..70 {
            let date = today.plus(day - 69);
            let what = match date.weekday() {
                0 => "lift back squat 3x6 @ 80 kg rir 2; romanian deadlift 3x8 @ 70 kg rir 2",
                1 => "run 45 min easy",
                3 => "run 10 min; 20 min 12.5 km/h; 10 min tempo",
                5 => "run 40 min easy",
                6 => "run 80 min long",
                _ => continue,
            };
            lines.push_str(&format!("{date} {what}\n"));
        }
        let entries = journal::parse(&lines).entries;
        let done = sessions_of_journal(&entries, "journal.txt", &athlete, TimeSpan::from_s(0.0));
        let done = done.into_iter().enumerate().map(|(i, s)| Performed { file: format!("past {i}"), ..s }).collect();
        Self { athlete, done, notes: String::new(), today }
    }

    fn on(mut self, day: &str) -> Self {
        self.today = day.parse().expect("a day");
        self
    }

    /// Something from the journal that is done.
    fn does(mut self, line: &str) -> Self {
        let parsed = journal::parse(line);
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let sessions = sessions_of_journal(&parsed.entries, "journal.txt", &self.athlete, TimeSpan::from_s(0.0));
        for session in sessions {
            let file = format!("done {}", self.done.len());
            self.done.push(Performed { file, ..session });
        }
        self
    }

    /// Planned sessions done just as they are planned.
    fn follows<'s>(mut self, sessions: impl IntoIterator<Item = &'s SessionView>) -> Self {
        for session in sessions {
            let day: Day = session.date.parse().expect("a day");
            // At seven in the morning, or in the evening.
            let hours = if session.slot == "am" { -5.0 } else { 7.0 };
            let start = day.noon() + TimeSpan::from_s(hours * 3600.0);
            self.done.push(planned(&session.prescription, &self.athlete).performed(
                &format!("did {}", session.id),
                day,
                start,
            ));
        }
        self
    }

    fn notes(mut self, line: &str) -> Self {
        self.notes.push_str(line);
        self.notes.push('\n');
        self
    }

    fn with<T>(&self, look: impl FnOnce(&Ledger, &Viewpoint<'_>) -> T) -> T {
        let notes = journal::parse(&self.notes);
        assert!(notes.problems.is_empty(), "{:?}", notes.problems);
        let ledger = Ledger::new(self.done.clone()).with_notes(notes.entries, self.athlete.mass.value);
        let view = Viewpoint {
            athlete: &self.athlete,
            person: Person { log_response: 0.0, log_response_sd: 0.5, age_y: None },
            before: Before::Unknown,
            today: self.today,
            now: self.today.noon() - TimeSpan::from_s(6.0 * 3600.0),
            offset: TimeSpan::from_s(0.0),
        };
        look(&ledger, &view)
    }

    fn makes(&self, goals: &Goals) -> KeptPlan {
        self.with(|ledger, view| made(ledger, view, goals, None)).expect("there is a history")
    }

    fn stands(&self, plan: &KeptPlan) -> Standing {
        self.with(|ledger, view| standing(ledger, view, plan)).expect("there is a history")
    }
}

fn goals() -> Goals {
    let days = [DayName::Mon, DayName::Tue, DayName::Thu, DayName::Sat, DayName::Sun];
    Goals { gym: true, days: days.to_vec(), weeks: 3, ..Goals::default() }
}

fn week_of<'p>(plan: &'p KeptPlan, monday: &str) -> Vec<&'p SessionView> {
    plan.week(monday.parse().expect("a day")).expect("the week is planned").sessions.iter().collect()
}

/// The first hard session of a week that is no long run.
fn hard_one<'p>(plan: &'p KeptPlan, monday: &str) -> &'p SessionView {
    week_of(plan, monday).into_iter().find(|s| s.hard && s.kind != "long").expect("a week has a hard session")
}

fn none() -> BTreeSet<String> {
    BTreeSet::new()
}

#[test]
fn a_plan_comes_back_from_its_json_as_it_was() {
    let plan = Life::new().makes(&goals());
    assert_eq!(KeptPlan::from_json(&plan.to_json()), Some(plan));
    assert_eq!(KeptPlan::from_json("{}"), None);
}

#[test]
fn a_week_that_goes_as_planned_changes_nothing_ahead() {
    let plan = Life::new().makes(&goals());
    let week = week_of(&plan, "2026-11-23");
    for day in ["2026-11-24", "2026-11-26", "2026-11-29"] {
        let past = week.iter().filter(|s| s.date.as_str() < day).copied();
        let now = Life::new().follows(past).on(day).stands(&plan);
        assert!(!now.is_changed && now.notes.is_empty(), "{day}: {:?} {:?}", now.notes, now.plan.change);
        assert!(now.past.iter().all(|f| matches!(&f.fate, FateView::Done { note: None, .. })), "{:?}", now.past);
    }
}

#[test]
fn a_run_of_today_is_done_and_does_not_stay_on_the_list() {
    let plan = Life::new().makes(&goals());
    let week = week_of(&plan, "2026-11-23");
    let first = week[0];
    let now = Life::new().follows([first]).on(&first.date).stands(&plan);
    assert!(now.view.sessions().all(|s| s.id != first.id));
    assert_eq!(now.done_ahead.len(), 1);
}

#[test]
fn a_missed_easy_run_changes_nothing() {
    let plan = Life::new().makes(&goals());
    let week = week_of(&plan, "2026-11-23");
    let easy = week.iter().find(|s| s.kind == "easy" || s.kind == "recovery" || s.kind == "strides");
    let Some(easy) = easy else { panic!("no easy run in {week:?}") };
    let day: Day = easy.date.parse().expect("a day");
    let done = week.iter().filter(|s| s.id != easy.id && s.date <= easy.date).copied();
    let now = Life::new().follows(done).on(&day.plus(1).to_string()).stands(&plan);
    assert!(!now.is_changed, "{:?}", now.plan.change);
    assert!(now.past.iter().any(|f| f.session.id == easy.id && f.fate == FateView::Missed));
}

#[test]
fn a_missed_hard_session_is_told_and_not_simply_moved() {
    let plan = Life::new().makes(&goals());
    let missed = hard_one(&plan, "2026-11-23");
    let day: Day = missed.date.parse().expect("a day");
    let week = week_of(&plan, "2026-11-23");
    let done = week.iter().filter(|s| s.date < missed.date).copied();
    let now = Life::new().follows(done).on(&day.plus(1).to_string()).stands(&plan);
    assert!(now.notes.iter().any(|n| n.contains("was not done")), "{:?}", now.notes);
    assert!(now.plan.session(&missed.id).is_none());
    let changes = differences(&plan.clone().on(day.plus(1)), &now.plan, &none());
    assert!(changes.len() <= 2, "{changes:?}");
    // Once it was told it is not told again.
    let again = Life::new().follows(week.iter().filter(|s| s.date < missed.date).copied());
    let again = again.on(&day.plus(1).to_string()).stands(&now.plan);
    assert!(!again.is_new, "{:?}", again.notes);
}

#[test]
fn one_hard_run_that_nobody_planned_does_not_turn_the_plan_upside_down() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let race = life.does("2026-11-23 run 10 km 43 min race").on("2026-11-24");
    let now = race.stands(&plan);
    let changes = differences(&plan.clone().on(race.today), &now.plan, &none());
    assert!(changes.len() <= 3, "{changes:?}");
    let later = |p: &KeptPlan| -> Vec<String> {
        let later = |s: &&SessionView| ("2026-12-07".."2026-12-14").contains(&s.date.as_str());
        p.sessions().filter(later).map(|s| s.id.clone()).collect()
    };
    assert_eq!(later(&plan), later(&now.plan), "the weeks after next week stay");
}

#[test]
fn sore_legs_move_the_leg_session_of_the_day_and_the_reason_is_told() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let hard = hard_one(&plan, "2026-11-23");
    let week = week_of(&plan, "2026-11-23");
    let done = week.iter().filter(|s| s.date < hard.date).copied();
    let day = hard.date.clone();
    let sore = Life::new().follows(done).on(&day).notes(&format!(
        "{day} soreness quads 9\n{day} soreness hamstrings 9\n{day} soreness glutes 9\n{day} soreness calves 9"
    ));
    let now = sore.stands(&plan);
    assert!(now.notes.iter().any(|n| n.contains("sore")), "{:?}", now.notes);
    let is_hard_today = now.view.sessions().any(|s| s.date == day && s.hard);
    assert!(!is_hard_today, "{:?}", now.view.rest_of_week);
    assert!(now.plan.change.is_some());
}

#[test]
fn after_a_short_night_nothing_hard_is_asked_on_the_day() {
    let plan = Life::new().makes(&goals());
    let hard = hard_one(&plan, "2026-11-23");
    let week = week_of(&plan, "2026-11-23");
    let done = week.iter().filter(|s| s.date < hard.date).copied();
    let tired = Life::new().follows(done).on(&hard.date).notes(&format!("{} sleep 4.5 h", hard.date));
    let now = tired.stands(&plan);
    assert!(now.view.sessions().all(|s| s.date != hard.date || !s.hard), "{:?}", now.view.rest_of_week);
    let change = now.plan.change.expect("it is told");
    assert!(change.cause.contains("4.5 h"), "{change:?}");
}

#[test]
fn a_moved_session_keeps_its_name_and_stays_where_it_was_put() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let now = life.stands(&plan);
    // Some session can be moved somewhere with at most one other change.
    let mut found = None;
    'all: for session in week_of(&plan, "2026-11-30").into_iter().filter(|s| s.kind != "mobility") {
        for to in ["2026-11-30", "2026-12-01", "2026-12-03", "2026-12-05", "2026-12-06"] {
            let edit = PlanEdit::Move { session: session.id.clone(), date: to.to_owned() };
            let Ok(edited) = life.with(|ledger, view| edited(ledger, view, &now, &edit)) else { continue };
            if edited.moved.len() <= 2 {
                found = Some((session.clone(), to, edited));
                break 'all;
            }
        }
    }
    let (session, to, edited) = found.expect("something can be moved");
    let moved = edited.plan.session(&session.id).expect("it is still there");
    assert_eq!((moved.date.as_str(), moved.from.as_deref(), moved.fixed), (to, Some(session.date.as_str()), true));
    // A week of life later it is there yet.
    let later = Life::new().on("2026-11-23").stands(&edited.plan);
    assert_eq!(later.plan.session(&session.id).map(|s| s.date.as_str()), Some(to));
}

#[test]
fn a_session_moved_to_a_day_without_time_is_refused_with_ways_out() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let now = life.stands(&plan);
    let hard = hard_one(&plan, "2026-11-30").clone();
    let edit = PlanEdit::Move { session: hard.id.clone(), date: "2026-12-02".to_owned() };
    let (view, none) = life.with(|ledger, view| what_if(ledger, view, &now, &edit));
    assert!(!view.possible && none.is_none());
    assert!(view.sentence.contains("Wednesday") && view.sentence.contains("no day of training"), "{}", view.sentence);
    assert!(!view.ways_out.is_empty(), "{view:?}");
}

#[test]
fn a_skipped_session_shows_what_the_week_would_lack() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let now = life.stands(&plan);
    let hard = hard_one(&plan, "2026-11-30").clone();
    let edit = PlanEdit::Skip { session: hard.id.clone() };
    let (view, edited) = life.with(|ledger, view| what_if(ledger, view, &now, &edit));
    assert!(view.possible, "{view:?}");
    assert!(view.doses.iter().any(|d| d.after_hse < d.before_hse), "{:?}", view.doses);
    let edited = edited.expect("it is possible");
    assert!(edited.plan.session(&hard.id).is_none());
    assert_eq!(life.stands(&plan).plan.session(&hard.id).map(|s| &s.id), Some(&hard.id), "nothing is stored by it");
}

#[test]
fn an_added_session_takes_no_place_of_the_others() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let now = life.stands(&plan);
    let edit = PlanEdit::Add { kind: "easy".to_owned(), date: "2026-12-05".to_owned() };
    let found = life.with(|ledger, view| edited(ledger, view, &now, &edit));
    match found {
        Ok(edited) => {
            let added: Vec<_> = edited.moved.iter().filter(|m| m.what == What::Added && m.kind == "easy").collect();
            assert_eq!(added.len(), 1, "{:?}", edited.moved);
            assert!(edited.plan.session(&added[0].id).is_some_and(|s| s.fixed && s.date == "2026-12-05"));
        }
        // Saturday may hold a run already, and two runs on a day cannot be.
        Err(refusal) => assert!(refusal.because.contains("Saturday"), "{refusal:?}"),
    }
}

#[test]
fn a_new_week_brings_another_one_behind_and_keeps_the_ones_that_were_planned() {
    let plan = Life::new().makes(&goals());
    let week = week_of(&plan, "2026-11-23");
    let now = Life::new().follows(week).on("2026-11-30").stands(&plan);
    assert_eq!(now.view.weeks.len(), 3, "{:?}", now.view.relaxed);
    assert!(now.is_new && !now.is_changed, "{:?}", now.plan.change);
    assert_eq!(now.view.weeks[0].sessions, plan.week("2026-12-07".parse().expect("a day")).expect("planned").sessions);
}

#[test]
fn other_goals_make_the_weeks_anew_and_undoing_them_brings_the_accepted_ones_back() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let version = Version { plan: &plan, is_accepted: true, has_accepted_before: false };
    let other = Goals { goal: GoalName::Keep, ..goals() };
    let found = life.with(|ledger, view| present(ledger, view, &other, Some(version), None)).expect("a history");
    assert_eq!(found.keep, Keep::Propose);
    assert!(found.standing.plan.change.is_some());
    assert!(undone(&found.standing.plan, &plan).is_same_ahead(&plan));
    let same = life.with(|ledger, view| present(ledger, view, &goals(), Some(version), None)).expect("a history");
    assert_eq!(same.keep, Keep::Nothing);
}

#[test]
fn why_a_session_is_there_is_told_with_what_the_week_would_lack() {
    let plan = Life::new().makes(&goals());
    let hard = hard_one(&plan, "2026-11-30");
    let view = why(&plan, &hard.id).expect("it is ahead");
    assert!(!view.because.is_empty() && view.without.iter().all(|w| w.without_hse <= w.with_hse), "{view:?}");
    assert!(why(&plan, "nothing").is_none());
}

#[test]
fn every_workout_of_a_plan_goes_out_as_text_and_comes_back_the_same() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let view = life.stands(&plan).view;
    let text = view.notation(&life.athlete);
    let read = read_notation(&text).unwrap_or_else(|e| panic!("line {}: {}\n{text}", e.line, e.reason));
    let sent: Vec<_> = view.sessions().filter_map(|s| s.workout(&life.athlete)).collect();
    assert_eq!(read.len(), sent.len());
    assert_eq!(read, sent, "{text}");
}

#[test]
fn rule_b7_a_training_day_asks_for_more_and_its_sums_can_be_checked() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let day = hard_one(&plan, "2026-11-23");
    let hard = food_of_day(GoalName::Build, &life.athlete, &[], &[day]);
    let rest = food_of_day(GoalName::Build, &life.athlete, &[], &[]);
    assert!(hard.protein_g[1] > rest.protein_g[1] && hard.training_kcal > 0.0 && rest.training_kcal == 0.0);
    assert!(rest.because.contains("without training") && !hard.sums.is_empty());
}

#[test]
fn every_workout_of_a_plan_is_read_by_an_independent_decoder_step_for_step() {
    use rustyfit::profile::typedef::MesgNum;
    use rustyfit::{Decoder, DecoderEvent, StreamingIterator};
    let life = Life::new();
    let view = life.stands(&life.makes(&goals())).view;
    let now = Timestamp::from_unix_ms(1_790_000_000_000);
    for session in view.sessions() {
        let workout = session.workout(&life.athlete).expect("every session has steps");
        let bytes = watch_file(&workout, &session.id, now).expect("no session is too long for a watch");
        let mut decoder = Decoder::builder().checksum(true).build();
        let mut stream = decoder.stream(bytes.as_slice());
        let (mut workouts, mut steps) = (0, 0);
        while let Some(event) = stream.next() {
            match event {
                Ok(DecoderEvent::Message(message)) => {
                    workouts += usize::from(message.num == MesgNum::WORKOUT);
                    steps += usize::from(message.num == MesgNum::WORKOUT_STEP);
                }
                Ok(_) => {}
                Err(_) => panic!("an independent decoder finds a fault in {}", session.id),
            }
        }
        assert_eq!((workouts, steps), (1, workout.steps.len()), "{}", session.id);
    }
}

fn asks(life: &Life, plan: &KeptPlan, words: &str) -> AskedWeekView {
    let asked = AskedWeek::said(words).expect("it is understood");
    let standing = life.stands(plan);
    life.with(|ledger, view| asked_week(ledger, view, &standing, &asked)).expect("there is an answer")
}

#[test]
fn three_runs_and_two_leg_days_on_two_days_are_refused_in_words_with_ways_out_that_can_be_asked() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let answer = asks(&life, &plan, "Tue and Thu only, three runs and two leg days");
    assert!(!answer.possible && answer.planned.is_none(), "{answer:?}");
    assert!(answer.sentence.starts_with("Tue and Thu only"), "{}", answer.sentence);
    assert!(answer.sentence.contains("no week "), "{}", answer.sentence);
    assert!(!answer.clash.is_empty() && answer.hint.is_some(), "{answer:?}");
    // Every way out that can be asked leads to a week.
    let ways: Vec<&String> = answer.ways_out.iter().filter_map(|w| w.ask.as_ref()).collect();
    assert!(ways.len() >= 2, "{answer:?}");
    for way in ways {
        let other = asks(&life, &plan, way);
        assert!(other.possible, "{way}: {}", other.sentence);
    }
}

#[test]
fn a_week_that_can_be_is_shown_with_what_it_does_to_the_doses_and_keeps_what_was_asked() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let answer = asks(&life, &plan, "no training on monday, leg strength on thursday evening, three runs");
    let week = answer.planned.as_ref().unwrap_or_else(|| panic!("{}", answer.sentence));
    assert!(week.sessions.iter().all(|s| s.date != "2026-11-23"), "{:?}", week.sessions);
    let legs = week.sessions.iter().find(|s| s.kind == "lower_strength").expect("it is there");
    assert_eq!((legs.date.as_str(), legs.slot), ("2026-11-26", "pm"));
    assert!(week.sessions.iter().filter(|s| s.prescription.kind.is_run()).count() >= 3);
    assert!(!answer.doses.is_empty(), "another week has other doses");
    let stairs = asks(&life, &plan, "stairs on tuesday");
    assert!(!stairs.possible && stairs.sentence.contains("equipment"), "{}", stairs.sentence);
    let twice = asks(&life, &plan, "tempo run twice");
    assert!(!twice.possible && twice.sentence == "A week has tempo run once at most.", "{}", twice.sentence);
    assert_eq!(twice.ways_out[0].ask.as_deref(), Some("tempo run once"));
}

#[test]
fn of_two_leg_days_of_a_week_one_can_be_left_out_and_the_other_stays() {
    let life = Life::new();
    let plan = life.makes(&Goals { lifts_per_week: Some(4), ..goals() });
    let of_week = |plan: &KeptPlan, monday: &str| -> Vec<String> {
        let legs = week_of(plan, monday).into_iter().filter(|s| s.kind == "lower_strength");
        legs.map(|s| s.id.clone()).collect()
    };
    let mondays = ["2026-11-23", "2026-11-30", "2026-12-07"];
    let monday = mondays.into_iter().find(|m| of_week(&plan, m).len() == 2).expect("a week with two leg days");
    let legs = of_week(&plan, monday);
    let standing = life.stands(&plan);
    let edit = PlanEdit::Skip { session: legs[0].clone() };
    let after = life.with(|ledger, view| edited(ledger, view, &standing, &edit)).expect("it can be left out").plan;
    assert_eq!(of_week(&after, monday), legs[1..], "{:?}", after.change);
}

#[test]
fn a_change_of_a_week_brings_no_mobility_that_was_not_planned() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let standing = life.stands(&plan);
    let mobility = |plan: &KeptPlan| -> Vec<String> {
        plan.sessions().filter(|s| s.kind == "mobility").map(|s| s.id.clone()).collect()
    };
    let before = mobility(&plan);
    let mut asked = 0;
    for session in week_of(&plan, "2026-11-23").into_iter().filter(|s| s.kind != "mobility") {
        let edit = PlanEdit::Skip { session: session.id.clone() };
        let Ok(found) = life.with(|ledger, view| edited(ledger, view, &standing, &edit)) else { continue };
        asked += 1;
        let after = mobility(&found.plan);
        assert!(after.iter().all(|id| before.contains(id)), "{}: {after:?} for {before:?}", session.id);
    }
    assert!(asked > 0, "something can be left out");
}

#[test]
fn dates_without_training_are_kept_free_and_the_rest_is_planned_around_them() {
    let life = Life::new();
    let plan = life.makes(&goals());
    let now = life.stands(&plan);
    let hard = hard_one(&plan, "2026-11-30").clone();
    let edit =
        PlanEdit::away(&format!("no training on {}", hard.date), plan.made_on.parse().expect("a day")).expect("a date");
    let edit = edit.expect("a date");
    let (view, edited) = life.with(|ledger, view| what_if(ledger, view, &now, &edit));
    assert!(view.possible && view.sentence.contains(&hard.date), "{}", view.sentence);
    let edited = edited.expect("it is possible");
    assert!(edited.plan.sessions().all(|s| s.date != hard.date), "the day is free");
    assert_eq!(edited.plan.goals.away.len(), 1, "and stays free in weeks that are planned later");
    let later =
        PlanEdit::away("away 1-3 November 2027", plan.made_on.parse().expect("a day")).expect("dates").expect("dates");
    let (view, _) = life.with(|ledger, view| what_if(ledger, view, &now, &later));
    assert!(view.sentence.contains("the plan ends on"), "{}", view.sentence);
}
