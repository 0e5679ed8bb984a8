//! What the rules ask about one session: how hard it was, its efforts and rests, its lifts and jumps.

use crate::analyse::Analysis;
use crate::dose::analysis_dose;
use crate::lifts::{contacts, patterns, strength_marks};
use crate::verdict::kind_name;
use serde::{Deserialize, Serialize};
use striate_model::{Athlete, DailyDose, Day, Effort, HeartRate, Mass, MuscleMap, Origin, Session, TimeSpan};
use striate_plan::audit::{AuditedEffort, AuditedRest, AuditedSession, LiftPattern, RuleVerdict, audit_session};

/// From this speed on a second counts as running, m/s: where walking turns into running.
const RUNNING_FROM: f64 = 1.9;

/// One effort and the rest after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RepetitionFacts {
    /// Its duration.
    pub duration_s: f64,
    /// Its distance.
    pub distance_m: Option<f64>,
    /// Mean slope, rise over run.
    pub grade: Option<f64>,
    /// Mean grade-adjusted speed over the own best over that distance.
    pub fraction_of_own_best: Option<f64>,
    /// Mean grade-adjusted speed over critical speed.
    pub fraction_of_critical: Option<f64>,
    /// The rest after it; null after the last.
    pub rest_s: Option<f64>,
    /// How complete that rest was, 0 to 1.
    pub rest_completeness: Option<f64>,
}

/// What the rules ask about a session besides its dose: small enough to be kept with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionFacts {
    /// Time with the timer running.
    pub timer_min: f64,
    /// Whether the athlete said what it was.
    pub is_told: bool,
    /// Mean grade-adjusted speed of the running over critical speed.
    pub fraction_of_critical: Option<f64>,
    /// Mean heart rate as a share of the reserve.
    pub heart_rate_reserve: Option<f64>,
    /// From the start to the first effort.
    pub warm_up_min: Option<f64>,
    /// Efforts in order.
    pub efforts: Vec<RepetitionFacts>,
    /// Mass carried on top of the body.
    pub carried_kg: f64,
    /// Landings of logged jumps.
    pub jump_contacts: u32,
    /// Working sets by movement.
    pub lifts: Vec<(LiftPattern, u32)>,
    /// Estimated one-repetition maxima, kg, by exercise.
    pub strength_marks: Vec<(String, f64)>,
}

impl SessionFacts {
    /// What an analysed recording says.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        Self::of_session(&analysis.session, &analysis.athlete, analysis.hr_mean())
    }

    /// What a session says, whoever made it.
    #[must_use]
    pub fn of_session(session: &Session, athlete: &Athlete, hr_mean: Option<HeartRate>) -> Self {
        let first = session.efforts.first().map(|e| e.start.since(session.start).as_s() / 60.0);
        Self {
            timer_min: session.timer.as_s().max(session.motion.active.iter().filter(|a| **a).count() as f64) / 60.0,
            is_told: session.kind.confidence >= 1.0,
            fraction_of_critical: fraction_of_critical(session, athlete),
            heart_rate_reserve: hr_mean.and_then(|mean| share_of_reserve(mean, athlete)),
            warm_up_min: first,
            efforts: repetitions(session, athlete),
            carried_kg: session.carried_mass.as_kg(),
            jump_contacts: contacts(&session.sets),
            lifts: patterns(&session.sets),
            strength_marks: strength_marks(&session.sets, athlete),
        }
    }

    /// The session as the audit takes it; what only a history can tell is left unknown.
    #[must_use]
    pub fn audited(&self, name: &str, day: Day, dose: &DailyDose, is_known: bool) -> AuditedSession {
        let effort = |e: &RepetitionFacts| AuditedEffort {
            duration_s: e.duration_s,
            distance_m: e.distance_m,
            grade: e.grade,
            fraction_of_own_best: e.fraction_of_own_best,
            fraction_of_critical: e.fraction_of_critical,
            rest: e.rest_s.map(|duration_s| AuditedRest { duration_s, completeness: e.rest_completeness }),
        };
        AuditedSession {
            name: name.to_owned(),
            day,
            start: None,
            end: dose.end,
            is_planned: false,
            kind: dose.kind,
            intent: self.is_told.then_some(dose.kind),
            minutes: self.timer_min,
            running_min: 60.0 * dose.running_h,
            distance_km: dose.distance.as_m() / 1000.0,
            fraction_of_critical: self.fraction_of_critical,
            heart_rate_reserve: self.heart_rate_reserve,
            warm_up_min: self.warm_up_min,
            efforts: self.efforts.iter().map(effort).collect(),
            carried: Mass::from_kg(self.carried_kg),
            jump_contacts: self.jump_contacts,
            lifts: self.lifts.clone(),
            hse: is_known.then(|| MuscleMap::from_fn(|m| dose.muscles[m].hse)),
            fast_hse: MuscleMap::from_fn(|m| dose.muscles[m].fast_hse),
            slow_hse: MuscleMap::from_fn(|m| dose.muscles[m].slow_hse),
            strength_marks: self.strength_marks.clone(),
            tired_before: None,
            distance_over_reference: None,
        }
    }
}

/// The rules that a single recording can tell by itself, with their verdicts.
#[must_use]
pub fn rules_of(analysis: &Analysis) -> Vec<RuleVerdict> {
    let day = Day::of(analysis.session.start, TimeSpan::default());
    audit_session(&audited_alone(analysis, day))
}

/// An analysed recording without any history.
fn audited_alone(analysis: &Analysis, day: Day) -> AuditedSession {
    let is_known = analysis.stimulus.muscles_unknown.is_none();
    let audited = SessionFacts::of(analysis).audited(kind_name(analysis), day, &analysis_dose(analysis), is_known);
    AuditedSession { start: Some(analysis.session.start), ..audited }
}

/// Mean grade-adjusted speed of the running seconds over critical speed; `None` where that is a mere default.
fn fraction_of_critical(session: &Session, athlete: &Athlete) -> Option<f64> {
    let critical = athlete.critical_speed;
    if critical.origin == Origin::Default || critical.value.as_m_per_s() <= 0.0 || !session.sport.is_on_foot() {
        return None;
    }
    let motion = &session.motion;
    let (mut sum, mut seconds) = (0.0, 0.0);
    for (i, _) in motion.active.iter().enumerate().filter(|(_, active)| **active) {
        let speed = f64::from(motion.speed_m_per_s[i]);
        if speed >= RUNNING_FROM {
            sum += speed * striate_segment::level_factor(f64::from(motion.grade[i]));
            seconds += 1.0;
        }
    }
    (seconds >= 60.0).then(|| sum / seconds / critical.value.as_m_per_s())
}

/// A heart rate as a share of the reserve; `None` where the maximum is a mere default.
fn share_of_reserve(mean: HeartRate, athlete: &Athlete) -> Option<f64> {
    let (rest, max) = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
    let is_known = athlete.hr_max.origin != Origin::Default && max > rest;
    is_known.then(|| (mean.as_bpm() - rest) / (max - rest))
}

fn repetitions(session: &Session, athlete: &Athlete) -> Vec<RepetitionFacts> {
    let critical = athlete.critical_speed;
    let over_critical = (critical.origin != Origin::Default && critical.value.as_m_per_s() > 0.0)
        .then(|| athlete.max_sprint.value / critical.value);
    let facts = |(i, effort): (usize, &Effort)| {
        let rest = session.recoveries.get(i);
        RepetitionFacts {
            duration_s: effort.duration().as_s(),
            distance_m: effort.distance.map(striate_model::Distance::as_m),
            grade: effort.mean_grade.map(striate_model::Grade::as_ratio),
            fraction_of_own_best: effort.fraction_of_own_best,
            fraction_of_critical: effort.fraction_of_max_speed.and_then(|f| Some(f * over_critical?)),
            rest_s: rest.map(|r| r.duration().as_s()),
            rest_completeness: rest.and_then(|r| r.completeness),
        }
    };
    session.efforts.iter().enumerate().map(facts).collect()
}
