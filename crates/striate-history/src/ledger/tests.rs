//! Sessions become a history.

use super::*;
use crate::body::Before;
use crate::{StateView, Viewpoint, athlete_of_history, shown_by_notes, speeds_view, state_view};
use striate_model::{
    Distance, Estimate, EvidenceGrade, Muscle, MuscleDose, Origin, Person, SessionKind, Sourced, Speed, SpeedBest,
    SpeedBests, SpeedDuration, SpeedSource,
};

const HOUR_MS: i64 = 3_600_000;
/// 2026-03-02T06:00:00Z, a Monday.
const FIRST_MS: i64 = 1_772_431_200_000;

/// A session of an hour that brought the hamstrings this much.
fn session(file: &str, start_ms: i64, hse: f64) -> Performed {
    let start = Timestamp::from_unix_ms(start_ms);
    let end = start + TimeSpan::from_s(3600.0);
    let mut muscles: MuscleMap<MuscleStimulus> =
        MuscleMap::from_fn(|_| MuscleStimulus { hse: Estimate::default(), fast_twitch_share: None, evidence: None });
    muscles[Muscle::Hamstrings] = MuscleStimulus {
        hse: Estimate { value: hse, low: 0.5 * hse, high: 2.0 * hse },
        fast_twitch_share: Some(0.8),
        evidence: Some(EvidenceGrade::C),
    };
    let mut doses: MuscleMap<MuscleDose> = MuscleMap::default();
    doses[Muscle::Hamstrings] =
        MuscleDose { slow_hse: hse, fast_hse: hse, hse, log_doubt: 0.5, ..MuscleDose::default() };
    Performed {
        file: file.to_owned(),
        place: 0,
        format: Format::Fit,
        start,
        end,
        day: Day::of(start, TimeSpan::from_s(0.0)),
        name: "Series",
        sets: 0,
        dose: DailyDose { kind: SessionKind::Series, end: Some(end), muscles: doses, ..DailyDose::default() },
        muscles,
        muscles_unknown: None,
        facts: SessionFacts::default(),
    }
}

#[test]
fn one_run_in_two_files_counts_once_and_the_watch_s_own_file_is_kept() {
    let watch = session("a.fit", FIRST_MS, 2.0);
    let export = Performed { format: Format::Gpx, ..session("0.gpx", FIRST_MS - 60_000, 2.1) };
    for records in [vec![watch.clone(), export.clone()], vec![export, watch.clone()]] {
        let ledger = Ledger::new(records);
        assert_eq!(ledger.sessions, std::slice::from_ref(&watch));
        assert_eq!(ledger.duplicates[0].file, "0.gpx");
    }
}

#[test]
fn two_runs_of_one_morning_and_a_run_within_a_long_ride_are_two() {
    let later = session("b.fit", FIRST_MS + 2 * HOUR_MS, 1.0);
    assert_eq!(Ledger::new(vec![session("a.fit", FIRST_MS, 1.0), later]).sessions.len(), 2);
    let mut short = session("b.fit", FIRST_MS, 1.0);
    short.end = short.start + TimeSpan::from_s(2000.0);
    assert_eq!(Ledger::new(vec![session("a.fit", FIRST_MS, 1.0), short]).sessions.len(), 2);
}

#[test]
fn a_log_with_sets_is_kept_over_a_watch_that_saw_none() {
    let watch = Performed { muscles_unknown: Some(MusclesUnknown::NoSets), ..session("a.fit", FIRST_MS, 0.0) };
    let log = Performed { sets: 12, format: Format::HevyCsv, ..session("z.csv", FIRST_MS + 90_000, 6.0) };
    let ledger = Ledger::new(vec![watch, log]);
    assert_eq!((ledger.sessions.len(), ledger.sessions[0].sets), (1, 12));
}

/// A line of the journal of that day without a time, and what it says.
fn line(hours: f64, km: f64) -> Performed {
    let mut line = Performed { format: Format::Journal, ..session("journal.txt", FIRST_MS + 6 * HOUR_MS, 0.1) };
    line.end = line.start + TimeSpan::from_s(3600.0 * hours);
    (line.dose.on_foot_h, line.dose.distance) = (hours, Distance::from_m(1000.0 * km));
    line
}

#[test]
fn a_run_noted_without_a_time_is_the_watch_s_run_where_length_agrees_and_is_named_where_it_does_not() {
    let mut watch = session("a.fit", FIRST_MS, 2.0);
    (watch.dose.on_foot_h, watch.dose.distance) = (1.0, Distance::from_m(10_000.0));
    let says = LineSays { kind: false, length: true, distance: false };
    let of = |line: Performed, says: LineSays| {
        Ledger::new(vec![watch.clone(), line]).with_untimed_lines(|s| (s.format == Format::Journal).then_some(says))
    };
    let same = of(line(1.02, 9.0), says);
    assert_eq!((same.sessions.len(), same.perhaps_twice.len()), (1, 0));
    assert_eq!((same.duplicates[0].file.as_str(), same.duplicates[0].same_as.as_str()), ("journal.txt", "a.fit"));
    for (other, says) in [
        (line(0.5, 5.0), says),
        // Only the usual distance agrees: nothing that was said does.
        (line(1.02, 10.0), LineSays::default()),
    ] {
        let both = of(other, says);
        assert_eq!((both.sessions.len(), both.duplicates.len()), (2, 0));
        assert_eq!((both.perhaps_twice[0].beside.as_str(), both.perhaps_twice[0].day), ("a.fit", watch.day));
    }
    let mut easy = line(1.02, 10.0);
    easy.dose.kind = SessionKind::Easy;
    assert_eq!(of(easy, LineSays { kind: true, ..says }).sessions.len(), 2, "an easy run is no series");
    let mut lift = line(1.0, 0.0);
    (lift.dose.on_foot_h, lift.sets) = (0.0, 9);
    let apart = of(lift, LineSays::default());
    assert_eq!((apart.sessions.len(), apart.perhaps_twice.len()), (2, 0), "a lift and a run are two");
}

#[test]
fn sets_noted_without_a_time_fill_the_strength_session_of_a_watch_that_saw_none() {
    let watch = Performed { muscles_unknown: Some(MusclesUnknown::NoSets), ..session("a.fit", FIRST_MS, 0.0) };
    let mut lift = line(0.5, 0.0);
    (lift.dose.on_foot_h, lift.sets) = (0.0, 9);
    let second = Performed { place: 1, ..lift.clone() };
    let ledger = Ledger::new(vec![watch, lift, second])
        .with_untimed_lines(|s| (s.format == Format::Journal).then_some(LineSays::default()));
    assert_eq!((ledger.sessions.len(), ledger.duplicates[0].file.as_str()), (2, "a.fit"));
}

#[test]
fn a_watch_without_a_clock_puts_nothing_into_the_history() {
    let ledger = Ledger::new(vec![session("a.fit", 0, 1.0), session("b.fit", FIRST_MS, 1.0)]);
    assert_eq!(ledger.undated, ["a.fit"]);
    assert_eq!(ledger.sessions.len(), 1);
}

#[test]
fn the_week_has_a_band_an_evidence_letter_and_sums_only_seven_days() {
    let sessions = [0, 7, 9, 13].map(|day| session(&format!("{day}.fit"), FIRST_MS + 24 * HOUR_MS * day, 1.5));
    let ledger = Ledger::new(sessions.to_vec());
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let today = ledger.span().unwrap().1;
    let (now, utc) = (today.plus(1).noon() - TimeSpan::from_s(43_200.0), TimeSpan::from_s(0.0));
    let athlete = Athlete::default();
    let seen = Viewpoint { athlete: &athlete, person, before: Before::Unknown, today, now, offset: utc };
    let view = state_view(&ledger, &seen, None).unwrap();
    let of = |m: Muscle| view.week.iter().find(|w| w.muscle == m.as_str()).unwrap();
    let hamstrings = of(Muscle::Hamstrings);
    assert_eq!((hamstrings.hse, hamstrings.low, hamstrings.high), (Some(4.5), Some(2.25), Some(9.0)));
    assert_eq!((hamstrings.band, hamstrings.evidence), ("moderate", Some("C")));
    assert_eq!((of(Muscle::Chest).hse, of(Muscle::Chest).band), (None, "unknown"));
    assert!(view.week_in_words.contains("moderate for hamstrings"), "{}", view.week_in_words);
    let chest = view.body.muscles.iter().find(|m| m.muscle == "chest").unwrap();
    assert_eq!((chest.course, chest.readiness), ("unknown", "unknown"));
    let fan = view.twelve_weeks.iter().find(|t| t.muscle == "hamstrings").unwrap();
    assert!(fan.going_on.p05 < fan.going_on.p95 && fan.lifting_alone.p50 > 0.0, "{fan:?}");
}

/// A recording of some day that shows these best means (s, m/s).
fn showing(day: i64, has_steps: bool, bests: &[(f64, f64)]) -> SpeedBests {
    let best = |&(seconds, speed): &(f64, f64)| SpeedBest {
        duration: TimeSpan::from_s(seconds),
        speed: Speed::from_m_per_s(speed),
        error: Speed::from_m_per_s(0.05),
    };
    SpeedBests {
        start: Timestamp::from_unix_ms(FIRST_MS + 24 * HOUR_MS * day),
        source: SpeedSource::Device,
        has_steps,
        bests: bests.iter().map(best).collect(),
        heart: None,
    }
}

const HARD: [(f64, f64); 6] = [(4.0, 7.4), (15.0, 6.6), (60.0, 5.6), (300.0, 4.5), (1200.0, 4.1), (1800.0, 4.0)];
const EASY: [(f64, f64); 4] = [(4.0, 3.6), (60.0, 3.2), (300.0, 3.1), (1200.0, 3.0)];

fn months() -> Vec<SpeedBests> {
    let easy = (0..12).map(|week| showing(7 * week, true, &EASY));
    easy.chain([showing(30, true, &HARD), showing(60, true, &HARD)]).collect()
}

fn speeds(shown: &[SpeedBests], athlete: &Athlete) -> (Athlete, Option<SpeedDuration>) {
    let today = Day::of(Timestamp::from_unix_ms(FIRST_MS + 24 * HOUR_MS * 78), TimeSpan::from_s(0.0));
    athlete_of_history(athlete, shown, today, TimeSpan::from_s(0.0))
}

#[test]
fn hard_runs_among_easy_ones_set_the_speeds_of_a_history_and_the_athletes_word_stays() {
    let (athlete, curve) = speeds(&months(), &Athlete::default());
    let curve = curve.unwrap();
    let critical = athlete.critical_speed;
    assert_eq!(critical.origin, Origin::Estimated);
    assert!((3.9..4.25).contains(&critical.value.as_m_per_s()), "{critical:?}");
    assert!(curve.is_critical_speed_known && curve.critical_speed.low < critical.value);
    let given = Athlete { critical_speed: Sourced::given(Speed::from_m_per_s(3.0)), ..Athlete::default() };
    assert_eq!(speeds(&months(), &given).0.critical_speed, given.critical_speed);
    let words = speeds_view(&curve, TimeSpan::from_s(0.0)).in_words;
    assert!(words.contains("Critical speed") && words.contains("m/s (") && !words.contains("NaN"), "{words}");
}

#[test]
fn a_ride_saved_as_a_run_sets_no_speed() {
    let mut shown = months();
    let (before, _) = speeds(&shown, &Athlete::default());
    shown.push(showing(
        50,
        false,
        &[(4.0, 11.0), (15.0, 10.0), (60.0, 8.3), (300.0, 6.9), (1200.0, 6.2), (1800.0, 6.1)],
    ));
    let (after, curve) = speeds(&shown, &Athlete::default());
    let moved = after.critical_speed.value.as_m_per_s() / before.critical_speed.value.as_m_per_s();
    assert!((moved - 1.0).abs() < 0.03, "{moved}");
    assert!(curve.unwrap().left_out >= 1);
}

#[test]
fn what_was_run_half_a_year_ago_says_nothing_of_today() {
    let mut shown = months();
    let (before, _) = speeds(&shown, &Athlete::default());
    shown.push(showing(-150, true, &HARD.map(|(s, v)| (s, 1.3 * v))));
    let (after, _) = speeds(&shown, &Athlete::default());
    let near = |a: Sourced<Speed>, b: Sourced<Speed>| (a.value.as_m_per_s() / b.value.as_m_per_s() - 1.0).abs() < 0.06;
    assert!(near(before.critical_speed, after.critical_speed), "{after:?}");
}

fn seen_from(ledger: &Ledger, today: Day) -> StateView {
    let athlete = Athlete::default();
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let view = Viewpoint {
        athlete: &athlete,
        person,
        before: Before::Unknown,
        today,
        now: today.noon(),
        offset: TimeSpan::from_s(0.0),
    };
    state_view(ledger, &view, None).expect("there are sessions")
}

#[test]
fn three_weeks_after_the_last_session_nothing_is_said_to_be_holding_or_ready() {
    let sessions = (0..40).map(|n| session(&format!("{n}.fit"), FIRST_MS + 48 * HOUR_MS * n, 2.0)).collect();
    let ledger = Ledger::new(sessions);
    let (_, last) = ledger.span().expect("sessions");
    let fresh = seen_from(&ledger, last.plus(3));
    assert!(fresh.body.muscles.iter().any(|m| m.readiness == "ready" && m.muscle == "hamstrings"));
    assert!(fresh.forecast.is_some());
    let stale = seen_from(&ledger, last.plus(21));
    assert!(
        stale.body.muscles.iter().all(|m| m.course == "unknown" && m.readiness == "unknown" && m.probability == 0.0)
    );
    assert!(stale.is_stale && !fresh.is_stale && stale.forecast.is_none() && stale.twelve_weeks.is_empty());
    assert!(stale.body.verdict.starts_with("Nothing is known since"), "{}", stale.body.verdict);
    assert!(stale.body.verdict.contains("Import what is missing"), "{}", stale.body.verdict);
}

#[test]
fn a_race_in_the_journal_sets_the_critical_speed() {
    let day: Day = "2026-03-02".parse().expect("a day");
    let note = |line: &str| striate_journal::parse_line(line, day).expect("a line of the journal");
    let athlete = Athlete::default();
    let notes = [note("run 5 km 19:00 race"), note("run 40 min easy"), note("run 8x60 m sprint rest 3 min")];
    let shown = shown_by_notes(&notes, &athlete, TimeSpan::from_s(0.0));
    assert_eq!(shown.len(), 1, "only the race says how far and how long");
    let (athlete, curve) = athlete_of_history(&athlete, &shown, day, TimeSpan::from_s(0.0));
    let curve = curve.expect("a race shows speeds");
    // 5 km in 19 minutes are 4.39 m/s.
    let critical = curve.critical_speed.value.as_m_per_s();
    assert!((4.0..4.6).contains(&critical), "{critical}");
    assert_eq!(athlete.critical_speed.origin, Origin::Estimated);
}
