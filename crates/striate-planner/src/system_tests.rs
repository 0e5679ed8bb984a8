//! The articles' own programs: what twelve weeks of each contain, and that they break none of its rules.

use super::season_tests::{HISTORIES, today, viewpoint};
use super::*;
use crate::planned::Equipment;
use striate_history::{Ledger, sessions_of_journal};
use striate_model::{Athlete, Day, Grade, Mass, TimeSpan};

fn count(view: &PlanView, is: impl Fn(PlannedKind) -> bool) -> usize {
    loading(view).flat_map(|w| &w.sessions).filter(|s| is(s.prescription.kind)).count()
}

/// A runner of years with everything, on five days.
fn under(system: System) -> PlanView {
    let lines: String = (1..=30)
        .flat_map(|back| HISTORIES[0].2.iter().map(move |(day, done)| (back, day, done)))
        .map(|(back, day, done)| format!("{} 07:00 {done}\n", today().monday().plus(day - 7 * back)))
        .collect();
    let athlete = Athlete::default();
    let entries = striate_journal::parse(&lines).entries;
    let ledger = Ledger::new(sessions_of_journal(&entries, "journal.txt", &athlete, TimeSpan::default()));
    let wishes = PlanWishes {
        weeks: 12,
        minutes: [75, 75, 0, 90, 0, 120, 120],
        long_day: Some(6),
        equipment: Equipment {
            has_gym: true,
            hill: Some(Grade::from_ratio(USUAL_HILL)),
            has_trail: true,
            vest: Some(Mass::from_kg(8.0)),
            ..Equipment::default()
        },
        system: Some(system),
        ..PlanWishes::default()
    };
    let view = plan(&ledger, &viewpoint(&athlete), &wishes).expect("a plan");
    let audit = plan_audit(&view, &ledger, &viewpoint(&athlete), &wishes).expect("an audit");
    let own = system.as_str().to_uppercase();
    let broken: Vec<String> = audit
        .rules
        .iter()
        .filter(|r| r.verdict == "broken" && r.rule.starts_with(&own))
        .map(|r| format!("{}: {}", r.rule, r.because))
        .collect();
    assert!(broken.is_empty(), "system {own} breaks its own rules: {broken:?}");
    view
}

/// Weeks of a season that are asked for a full load.
fn loading(view: &PlanView) -> impl Iterator<Item = &WeekView> {
    view.weeks.iter().filter(|w| matches!(w.phase, "building" | "keeping"))
}

/// Whether every loading week has at least so many sessions of some kinds.
fn each_week_has(view: &PlanView, least: usize, kinds: &[PlannedKind]) -> bool {
    loading(view).all(|w| w.sessions.iter().filter(|s| kinds.contains(&s.prescription.kind)).count() >= least)
}

/// Levels of a kind in loading weeks rise over the season.
fn climbs(view: &PlanView, kind: PlannedKind) -> bool {
    let of = loading(view).flat_map(|w| &w.sessions).filter(|s| s.prescription.kind == kind);
    let levels: Vec<u8> = of.map(|s| s.level).collect();
    levels.len() >= 3 && levels.last() > levels.first()
}

/// Article A: a weekly mix of sprint intervals (15-30 s on, 60-90 s off), tempo, hills, resistance and one distance run;
/// resisted hills of 15-20 s with 60-90 s; a recovery run; lifting beside it.
#[test]
fn system_a_is_a_weekly_mix_with_sprint_intervals_and_resisted_hills() {
    use PlannedKind as K;
    let view = under(System::A);
    for kinds in [&[K::SprintInterval][..], &[K::Tempo], &[K::ResistedHill, K::HillRepeats], &[K::Long], &[K::Recovery]]
    {
        assert!(each_week_has(&view, 1, kinds), "{kinds:?} in each loading week");
    }
    assert!(each_week_has(&view, 1, &[K::LowerStrength, K::FullStrength]), "lifting (A8)");
    assert!(count(&view, |k| k == K::ResistedHill) >= 4);
    for session in view.sessions().filter(|s| s.kind == "resisted_hill") {
        let (work, rest) = (session.prescription.rep_s.unwrap_or(0.0), session.prescription.rest_s.unwrap_or(0.0));
        let is_asked = (15.0..=20.0).contains(&work) && (60.0..=90.0).contains(&rest);
        assert!(is_asked && session.prescription.carried_kg >= 1.0, "{}", session.title);
    }
    for session in view.sessions().filter(|s| s.kind == "sprint_interval") {
        let (work, rest) = (session.prescription.rep_s.unwrap_or(0.0), session.prescription.rest_s.unwrap_or(0.0));
        assert!((15.0..=30.0).contains(&work) && (60.0..=90.0).contains(&rest), "{}", session.title);
    }
    assert_eq!(count(&view, |k| matches!(k, K::Series | K::Sprints)), 0, "what another article asks for");
}

/// Article B: sprints and uphill sprints, trail and weighted runs, jumps, compound lifts and the upper body.
#[test]
fn system_b_joins_sprints_hills_and_jumps_with_compound_lifts_and_the_upper_body() {
    use PlannedKind as K;
    let view = under(System::B);
    for kinds in [&[K::SprintInterval][..], &[K::HillSprints, K::HillRepeats], &[K::LowerStrength], &[K::UpperStrength]]
    {
        assert!(each_week_has(&view, 1, kinds), "{kinds:?} in each loading week");
    }
    assert!(count(&view, |k| k == K::Trail) >= 3, "uneven ground (B5)");
    let jumps = loading(&view).filter(|w| w.sessions.iter().any(|s| s.prescription.landings() >= 40)).count();
    assert_eq!(jumps, loading(&view).count(), "jumps in each loading week (B9)");
    assert_eq!(count(&view, |k| k == K::Series), 0, "what another article asks for");
}

/// Article C: after the first phase only weighted runs, sprints and hills (or all of them) grow muscle.
#[test]
fn system_c_turns_to_weighted_runs_sprints_and_hills() {
    use PlannedKind as K;
    let view = under(System::C);
    assert!(each_week_has(&view, 1, &[K::ResistedHill, K::HillRepeats]), "hills");
    assert!(each_week_has(&view, 1, &[K::Sprints, K::SprintInterval]), "sprints");
    assert!(count(&view, |k| k == K::ResistedHill) >= 3, "weighted runs");
    assert!(count(&view, |k| k == K::HillRepeats) >= 3);
    assert_eq!(count(&view, |k| matches!(k, K::Series | K::Tempo)), 0, "what another article asks for");
}

/// Article D: sprints and heavy lifting, both with progressive overload.
#[test]
fn system_d_is_sprints_and_heavy_lifting_that_climb() {
    use PlannedKind as K;
    let view = under(System::D);
    assert!(each_week_has(&view, 1, &[K::Sprints, K::SprintInterval]), "sprints (D3)");
    assert!(each_week_has(&view, 2, &[K::LowerStrength]), "heavy legs twice (D6)");
    assert!(climbs(&view, K::LowerStrength) && climbs(&view, K::Sprints), "both climb (D5)");
    assert_eq!(count(&view, |k| matches!(k, K::Series | K::Tempo | K::HillRepeats | K::ResistedHill)), 0);
}

/// Article E: after a month of base, series of 100-400 m at 90 % or more with nearly full rests, at most eight of them, a day
/// or more apart, and the gym beside it.
#[test]
fn system_e_is_series_with_full_rests_behind_a_base() {
    use PlannedKind as K;
    let view = under(System::E);
    assert!(each_week_has(&view, 2, &[K::Series]), "series twice a week");
    assert!(each_week_has(&view, 1, &[K::LowerStrength]) && each_week_has(&view, 1, &[K::UpperStrength]), "the gym");
    assert!(climbs(&view, K::Series));
    for session in view.sessions().filter(|s| s.kind == "series") {
        let (reps, metres) = (session.reps.unwrap_or(0), session.rep_distance_m.unwrap_or(0));
        assert!(reps <= 8 && (100..=400).contains(&metres), "{}", session.title);
        let p = &session.prescription;
        let (rest, work) = (p.rest_s.unwrap_or(0.0), p.rep_s.unwrap_or(f64::INFINITY));
        assert!(rest >= 120.0 || rest >= 4.0 * work, "{}: {rest} s of rest", session.title);
    }
    let days: Vec<Day> =
        view.sessions().filter(|s| s.kind == "series").map(|s| s.date.parse().expect("a day")).collect();
    assert!(days.windows(2).all(|d| d[1].days_since(d[0]) >= 1), "24 h apart (E7): {days:?}");
    assert_eq!(count(&view, |k| matches!(k, K::SprintInterval | K::HillRepeats | K::ResistedHill)), 0);
}

/// The tests of the articles can fail: a plan of another article does not pass for one of theirs.
#[test]
fn a_plan_of_one_article_is_none_of_another() {
    use PlannedKind as K;
    let (d, e) = (under(System::D), under(System::E));
    assert!(!each_week_has(&d, 2, &[K::Series]) && !each_week_has(&e, 1, &[K::Sprints, K::SprintInterval]));
    assert!(!each_week_has(&e, 2, &[K::LowerStrength]) && !each_week_has(&d, 1, &[K::Tempo]));
}
