//! Planned sessions do what recorded ones of the same make do.

use super::*;
use striate_history::Ledger;
use striate_history::audit::{AuditQuestion, Goal, RuleAnswer, audit_input, audit_view};
use striate_history::body::Before;
use striate_model::{Muscle, Person, SessionKind, Sourced};
use striate_plan::audit::{Verdict, audit_session};
use striate_plan::kinds::{levels, prescribe};

fn athlete() -> Athlete {
    Athlete {
        mass: Sourced::given(Mass::from_kg(68.5)),
        critical_speed: Sourced::given(Speed::from_m_per_s(1000.0 / 256.0)),
        max_sprint: Sourced::given(Speed::from_m_per_s(7.6)),
        ..Athlete::default()
    }
}

fn everything() -> Equipment {
    Equipment {
        has_gym: true,
        has_bands: true,
        has_pull_up_bar: true,
        vest: Some(Mass::from_kg(10.0)),
        hill: Some(Grade::from_ratio(0.08)),
        has_stairs: true,
        has_trail: true,
        has_track: true,
        ..Equipment::default()
    }
}

fn all(kind: PlannedKind, equipment: &Equipment) -> Vec<Planned> {
    let athlete = athlete();
    let means = means(&athlete, equipment, Experience::Experienced, &[]);
    (1..=levels(kind))
        .filter_map(|level| prescribe(kind, level, &means).ok())
        .map(|p| planned_without_bands(&p, &athlete))
        .collect()
}

fn hse(planned: &Planned, muscle: Muscle) -> f64 {
    planned.dose.muscles[muscle].hse
}

#[test]
fn every_exercise_that_a_plan_may_ask_for_stands_in_the_catalogue() {
    for id in PREFERRED_EXERCISES.iter().flat_map(|slot| *slot) {
        assert!(Catalogue::builtin().by_id(id).is_some(), "{id}");
    }
    for slot in PREFERRED_EXERCISES {
        let last = Catalogue::builtin().by_id(slot[slot.len() - 1]).expect("it stands there");
        let name = &last.name;
        let is_easy_to_find = last.equipment.is_empty()
            || AT_HOME.iter().any(|(id, _)| *id == last.id)
            || ["bench", "box", "band", "pull_up_bar", "dumbbell", "step"].iter().any(|e| last.equipment[0] == *e);
        assert!(is_easy_to_find, "{name} needs {:?}", last.equipment);
    }
}

#[test]
fn each_level_gives_its_main_muscle_at_least_as_much_as_the_one_below() {
    let main = [
        (PlannedKind::Long, Muscle::Gastrocnemius),
        (PlannedKind::Tempo, Muscle::Gastrocnemius),
        (PlannedKind::Sprints, Muscle::Hamstrings),
        (PlannedKind::HillSprints, Muscle::GluteusMaximus),
        (PlannedKind::HillRepeats, Muscle::GluteusMaximus),
        (PlannedKind::LowerStrength, Muscle::Vasti),
        (PlannedKind::UpperStrength, Muscle::Chest),
        (PlannedKind::Plyometrics, Muscle::Vasti),
    ];
    for (kind, muscle) in main {
        let ladder = all(kind, &everything());
        for pair in ladder.windows(2) {
            let (less, more) = (hse(&pair[0], muscle), hse(&pair[1], muscle));
            assert!(more >= 0.98 * less, "{}: {more} after {less}", pair[1].prescription.title);
        }
        assert!(hse(ladder.last().expect("there are levels"), muscle) > 0.1, "{}", kind.as_str());
    }
}

#[test]
fn rule_a3_carried_mass_makes_a_hill_count_for_more() {
    let athlete = athlete();
    let means = means(&athlete, &everything(), Experience::Experienced, &[]);
    let loaded = prescribe(PlannedKind::ResistedHill, 4, &means).expect("there is a hill and a vest");
    let bare = Prescription { carried_kg: 0.0, ..loaded.clone() };
    let of = |p: &Prescription| hse(&planned_without_bands(p, &athlete), Muscle::GluteusMaximus);
    assert!(of(&loaded) > 1.02 * of(&bare), "{} against {}", of(&loaded), of(&bare));
}

#[test]
fn what_is_planned_keeps_the_rules_of_its_kind() {
    for kind in PlannedKind::ALL {
        for one in all(*kind, &everything()) {
            let day = Day::from_civil(2026, 11, 24).expect("a day");
            let audited = one.facts.audited(&one.prescription.title, day, &one.dose, true);
            for verdict in audit_session(&audited) {
                assert_eq!(verdict.verdict, Verdict::Kept, "{} {}: {}", verdict.rule.id, audited.name, verdict.because);
            }
        }
    }
}

#[test]
fn a_planned_easy_run_does_what_a_recorded_one_does() {
    let athlete = athlete();
    let bytes = include_bytes!("../../../../examples/easy-run.fit");
    let file = striate_analysis::analyse_bytes(bytes, "easy-run.fit", &athlete, &striate_model::Told::default())
        .expect("the example is a FIT file");
    let recorded = &file.analyses[0];
    let means = means(&athlete, &everything(), Experience::Experienced, &[]);
    let easy =
        planned_without_bands(&prescribe(PlannedKind::Easy, 7, &means).expect("easy runs need nothing"), &athlete);
    assert_eq!(recorded.session.kind.kind, SessionKind::Easy);
    for muscle in [Muscle::Gastrocnemius, Muscle::Vasti, Muscle::Soleus] {
        let (planned, done) = (hse(&easy, muscle), recorded.stimulus.muscles[muscle].hse.value);
        assert!((0.4..2.5).contains(&(planned / done)), "{}: {planned} against {done}", muscle.label());
    }
    let impact = recorded.stimulus.impact.expect("it was on foot").easy_km;
    assert!((0.7..1.4).contains(&(easy.dose.impact_km / impact)), "{} against {impact}", easy.dose.impact_km);
}

#[test]
fn bodyweight_legs_are_there_without_a_gym() {
    let bare = Equipment::default();
    let legs = all(PlannedKind::LowerStrength, &bare);
    assert!(!legs.is_empty());
    let most = legs.last().expect("there are levels");
    for muscle in [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius] {
        assert!(hse(most, muscle) >= 1.0, "{} {}", muscle.label(), hse(most, muscle));
    }
    assert!(all(PlannedKind::UpperStrength, &bare).iter().all(|p| hse(p, Muscle::Chest) >= 1.0));
    assert!(all(PlannedKind::Stairs, &bare).is_empty() && all(PlannedKind::ResistedHill, &bare).is_empty());
}

/// Four weeks of one plan, each session as (day of the week, kind, level, hour).
fn four_weeks(week: &[(i32, PlannedKind, u8, f64)]) -> Vec<RuleAnswer> {
    let athlete = athlete();
    let means = means(&athlete, &everything(), Experience::Experienced, &[]);
    let monday = Day::from_civil(2026, 11, 2).expect("a day");
    let mut sessions = Vec::new();
    for number in 0..6 {
        for (day, kind, level, hour) in week {
            let day = monday.plus(7 * number + day);
            let planned = planned_without_bands(&prescribe(*kind, *level, &means).expect("it is there"), &athlete);
            let start = day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0));
            sessions.push(planned.performed(&format!("{day} {}", kind.as_str()), day, start));
        }
    }
    let question = AuditQuestion {
        last: monday.plus(41),
        today: Some(monday.plus(13)),
        weeks: 4,
        goal: Some(Goal::Build),
        chosen_rest_h: Some(48.0),
        exempt_weeks: Vec::new(),
        spared: Vec::new(),
        available: None,
        person: Person { log_response: 0.0, log_response_sd: 0.4, age_y: None },
        before: Before::TheSame,
        offset: TimeSpan::default(),
    };
    let input = audit_input(&Ledger::new(sessions), &athlete, &question).expect("there are sessions");
    assert_eq!(input.sessions.iter().filter(|s| s.is_planned).count(), 4 * week.len());
    audit_view(&input, 4).rules
}

fn verdict<'a>(rules: &'a [RuleAnswer], id: &str) -> (&'static str, &'a str) {
    rules.iter().find(|r| r.rule == id).map(|r| (r.verdict, r.because.as_str())).expect("it is a rule")
}

#[test]
fn a_plan_is_audited_like_a_log() {
    let good = [
        (0, PlannedKind::FullStrength, 2, 8.0),
        (2, PlannedKind::Series, 4, 17.0),
        (3, PlannedKind::Recovery, 3, 8.0),
        (4, PlannedKind::ResistedHill, 3, 18.0),
        (5, PlannedKind::Tempo, 3, 9.0),
        (6, PlannedKind::Long, 5, 9.0),
    ];
    let kept = four_weeks(&good);
    for id in ["A1", "A3", "A5", "A6", "A8", "B3", "B5", "B8", "B10", "B11", "B12", "C9", "E2", "E3", "E5", "E6", "E7"]
    {
        let (verdict, because) = verdict(&kept, id);
        assert_eq!(verdict, "kept", "{id}: {because}");
    }
    // Series on the morning after the leg day.
    let mut hasty = good;
    hasty[1] = (1, PlannedKind::Series, 4, 7.0);
    let hasty = four_weeks(&hasty);
    assert_eq!(verdict(&hasty, "E7").0, "broken", "{}", verdict(&hasty, "E7").1);
    // Two long runs of the same length.
    let mut twice = good;
    twice[2] = (3, PlannedKind::Long, 5, 8.0);
    assert_eq!(verdict(&four_weeks(&twice), "A5").0, "broken");
}
