//! Sixteen weeks of somebody who keeps every rule, to be spoilt one rule at a time.

use crate::audit::{
    AuditInput, AuditedDay, AuditedEffort, AuditedRest, AuditedSession, BodyFacts, Course, Fan, Goal, LiftPattern,
    MuscleFacts, Sameness, TrainingPhase,
};
use striate_model::{Day, FootStrike, Mass, Muscle, MuscleMap, SessionKind, TimeSpan, Timestamp};

pub(super) const FOUR: [Muscle; 4] = [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius];

const WEEKS: i32 = 16;

/// The Monday of the first of the sixteen weeks.
pub(super) fn monday() -> Day {
    Day::from_civil(2026, 7, 6).expect("a day of the calendar")
}

/// The Monday of the four weeks that are judged.
pub(super) fn window() -> Day {
    monday().plus(7 * (WEEKS - 4))
}

pub(super) fn at(day: Day, hour: f64) -> Timestamp {
    day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0))
}

fn session(day: Day, name: &str, kind: SessionKind, minutes: f64) -> AuditedSession {
    AuditedSession {
        name: name.to_owned(),
        day,
        start: Some(at(day, 17.0)),
        end: Some(at(day, 17.0 + minutes / 60.0)),
        is_planned: false,
        kind,
        intent: None,
        minutes,
        running_min: 0.0,
        distance_km: 0.0,
        fraction_of_critical: None,
        heart_rate_reserve: None,
        warm_up_min: None,
        efforts: Vec::new(),
        carried: Mass::default(),
        jump_contacts: 0,
        lifts: Vec::new(),
        hse: None,
        fast_hse: MuscleMap::default(),
        slow_hse: MuscleMap::default(),
        strength_marks: Vec::new(),
        tired_before: Some(Vec::new()),
        distance_over_reference: None,
    }
}

/// Hard sets for the four muscles, for the other leg muscles, and what fast fibers got of what slow ones got. Half of each
/// muscle is fast.
fn gives(session: AuditedSession, four: f64, others: f64, fast: f64) -> AuditedSession {
    let hse = MuscleMap::from_fn(|m| match m {
        _ if FOUR.contains(&m) => four,
        _ if m.is_locomotor() => others,
        _ => 0.0,
    });
    let scaled = |by: f64| MuscleMap::from_fn(|m| by * hse[m]);
    let slow = 2.0 / (1.0 + fast);
    AuditedSession { fast_hse: scaled(fast * slow), slow_hse: scaled(slow), hse: Some(hse), ..session }
}

fn run(day: Day, name: &str, kind: SessionKind, minutes: f64, fraction: f64) -> AuditedSession {
    AuditedSession {
        running_min: minutes,
        distance_km: minutes * fraction * 0.24,
        fraction_of_critical: Some(fraction),
        distance_over_reference: Some(1.0),
        ..session(day, name, kind, minutes)
    }
}

fn efforts(n: usize, duration_s: f64, rest_s: f64, grade: f64) -> Vec<AuditedEffort> {
    let rest = AuditedRest { duration_s: rest_s, completeness: Some(0.85) };
    (0..n)
        .map(|i| AuditedEffort {
            duration_s,
            distance_m: Some(200.0),
            grade: Some(grade),
            fraction_of_own_best: Some(0.94),
            fraction_of_critical: Some(1.4),
            rest: (i + 1 < n).then_some(rest),
        })
        .collect()
}

fn strength(day: Day, week: i32) -> AuditedSession {
    use LiftPattern::{Hinge, Pull, Push, Squat};
    let four = 3.0 * (1.0 + 0.03 * f64::from(week));
    let lifted = AuditedSession {
        lifts: vec![(Squat, 4), (Hinge, 3), (Push, 3), (Pull, 3)],
        strength_marks: vec![("back squat".to_owned(), 100.0 + f64::from(week))],
        start: Some(at(day, 8.0)),
        end: Some(at(day, 9.0)),
        ..session(day, "Whole-body strength", SessionKind::FullStrength, 60.0)
    };
    gives(lifted, four, 1.2, 0.5)
}

fn thursday(day: Day, week: i32) -> AuditedSession {
    let hills = |kind, name: &str, duration_s: f64, rest_s: f64, grade: f64| AuditedSession {
        efforts: efforts(8, duration_s, rest_s, grade),
        warm_up_min: Some(12.0),
        ..gives(run(day, name, kind, 40.0, 0.9), 0.6, 0.05, 0.3)
    };
    match week % 4 {
        0 => AuditedSession {
            jump_contacts: 80,
            ..gives(session(day, "Plyometrics", SessionKind::Plyometrics, 30.0), 0.8, 0.1, 0.4)
        },
        1 => AuditedSession {
            carried: Mass::from_kg(6.0),
            ..hills(SessionKind::ResistedHill, "Hill repeats with carried mass", 18.0, 75.0, 0.08)
        },
        2 => hills(SessionKind::HillRepeats, "Hill repeats", 30.0, 90.0, 0.08),
        _ => hills(SessionKind::SprintInterval, "Sprint intervals", 20.0, 75.0, 0.0),
    }
}

fn week(week: i32) -> Vec<AuditedSession> {
    let day = |i: i32| monday().plus(7 * week + i);
    let series = AuditedSession {
        efforts: efforts(6, 34.0, 180.0, 0.0),
        warm_up_min: Some(15.0),
        ..gives(run(day(1), "Series", SessionKind::Series, 50.0, 0.85), 1.1, 0.1, 0.35)
    };
    vec![
        strength(day(0), week),
        series,
        gives(run(day(2), "Recovery run", SessionKind::Recovery, 30.0, 0.65), 0.02, 0.01, 0.05),
        thursday(day(3), week),
        gives(run(day(5), "Tempo run", SessionKind::Tempo, 45.0, 0.88), 0.2, 0.02, 0.1),
        gives(run(day(6), "Long run", SessionKind::Long, 80.0, 0.75), 0.15, 0.02, 0.05),
    ]
}

/// The log of somebody who keeps every rule.
pub(super) fn exemplary() -> AuditInput {
    let last = monday().plus(7 * WEEKS - 1);
    let day = |i: i32| AuditedDay {
        day: monday().plus(i),
        sleep_h: Some(7.6),
        protein_g_per_kg: Some(1.7),
        energy_deficit_kcal: Some(50.0),
        body_mass: Some(Mass::from_kg(70.0)),
        has_pain: false,
        rested: Some(MuscleMap::from_fn(|_| i % 7 == 4)),
    };
    let facts = MuscleFacts {
        course: Some(Course::Growing),
        same_load_since: None,
        forecast: Some(Fan { p05: -1.0, p50: 2.0, p95: 5.0 }),
        lifting_alone: Some(Fan { p05: 0.0, p50: 4.0, p95: 9.0 }),
    };
    AuditInput {
        first: window(),
        last,
        known_since: monday(),
        sessions: (0..WEEKS).flat_map(week).collect(),
        days: (0..7 * WEEKS).map(day).collect(),
        exempt_weeks: Vec::new(),
        gated_weeks: Vec::new(),
        run_walk_weeks: Vec::new(),
        body: BodyFacts {
            phase: Some(TrainingPhase::Building),
            muscles: MuscleMap::from_fn(|_| facts),
            sameness: Some(Sameness {
                runs: 18,
                speed_spread: Some(0.16),
                heart_rate_spread: Some(0.09),
                monotony: Some(1.2),
                is_monotonous: false,
                alike: Vec::new(),
            }),
            forefoot_over_rearfoot: Some(1.2),
        },
        goal: Some(Goal::Build),
        foot_strike: Some(FootStrike::Midfoot),
        chosen_rest_h: None,
        spared: Vec::new(),
        available: None,
    }
}
