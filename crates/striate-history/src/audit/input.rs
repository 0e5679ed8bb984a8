//! The input of the audit from a history: how ready the body was before each session, how far each run went beyond the
//! last month's, and what the state says at the end.

use crate::body::{Before, forecast_view, phase_of_athlete, plateau_ahead};
use crate::{Ledger, Performed};
use striate_model::{
    Athlete, BodyState, DailyDose, Day, FootStrike, Muscle, MuscleMap, Origin, Person, RunRecord, SessionKind,
    TimeSpan, Timestamp,
};
use striate_plan::audit::{
    AuditInput, AuditedDay, AuditedSession, Available, BodyFacts, Course, Fan, Goal, MuscleFacts, Sameness,
    TrainingPhase,
};
use striate_state::fatigue::{self, Blow, ReadinessStep};
use striate_state::plateau::Cause;
use striate_state::{GrowthMethod, Phase, injury_gate, monotony, outlooks};
use striate_stimulus::{Draw, Method, Part};

/// What is asked of the audit, besides the sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditQuestion {
    /// The last day that is judged.
    pub last: Day,
    /// Today, where the last day lies ahead: sessions after it are planned ones.
    pub today: Option<Day>,
    /// How many whole weeks are judged; the running week is looked at too.
    pub weeks: u32,
    /// What the athlete trains for.
    pub goal: Option<Goal>,
    /// Hours that the athlete has chosen to leave between hard work of a muscle.
    pub chosen_rest_h: Option<f64>,
    /// Mondays of weeks that weekly rules do not ask.
    pub exempt_weeks: Vec<Day>,
    /// Mondays of weeks before fast and uphill running.
    pub gated_weeks: Vec<Day>,
    /// Mondays of weeks whose runs have walks in them.
    pub run_walk_weeks: Vec<Day>,
    /// Muscles that are to be spared.
    pub spared: Vec<Muscle>,
    /// What there is to train on and with; `None` where nobody said.
    pub available: Option<Available>,
    /// Who trains.
    pub person: Person,
    /// What was done before the first session.
    pub before: Before,
    /// How far local time is ahead of UTC.
    pub offset: TimeSpan,
}

/// Days of history below which neither phase nor course is believed.
const DAYS_TO_JUDGE: i32 = 14;

/// The input of the audit; `None` where no session lies on or before the last day.
#[must_use]
pub fn audit_input(ledger: &Ledger, athlete: &Athlete, question: &AuditQuestion) -> Option<AuditInput> {
    let growth = GrowthMethod::builtin();
    let last = question.last;
    let performed: Vec<&Performed> = ledger.sessions.iter().filter(|s| s.day <= last).collect();
    let known_since = performed.iter().map(|s| s.day).min()?;
    let last_session = performed.iter().map(|s| s.day).max()?;
    // A running week counts from its Monday; a week that ends today is whole.
    let this_week = if last.weekday() == 6 { last.plus(1) } else { last.monday() };
    let first = this_week.plus(-7 * question.weeks as i32);
    let history = ledger.history();
    let body = history.body(last, question.person, question.before, growth)?;
    let from = first.max(known_since);
    // One life from evening to evening: a body for each day of ten years would cost the ten years each time.
    let begins = history.span().map(|(first, _)| first)?;
    let judged = last.days_since(from).max(-1);
    let evenings = (0..=judged).map(|ordinal| from.plus(ordinal - 1));
    let mut evenings = history.lives(evenings, question.person, question.before, growth);
    let readiness = Readiness { question, growth };
    let runs = runs_of(&performed);
    let mut sessions = Vec::with_capacity(performed.len());
    for session in &performed {
        let is_known = session.muscles_unknown.is_none();
        let audited = session.facts.audited(session.name, session.day, &session.dose, is_known);
        let reference = injury_gate::reference(lately(&runs, session.day, growth), session.day, growth);
        let reference = reference.distance.as_m();
        let is_run = session.dose.running_h > 0.0 && session.dose.distance.as_m() > 0.0;
        // A history that has only just begun does not know what was run in the month before.
        let has_month = session.day.days_since(known_since) >= 30 || question.before == Before::Nothing;
        sessions.push(AuditedSession {
            start: Some(session.start),
            end: Some(session.end),
            is_planned: question.today.is_some_and(|today| session.day > today),
            distance_over_reference: (is_run && has_month && reference > 0.0)
                .then(|| session.dose.distance.as_m() / reference),
            ..audited
        });
    }
    let mut days: Vec<AuditedDay> = Vec::new();
    for ordinal in 0..=judged {
        let day = from.plus(ordinal);
        let evening = evenings.next().filter(|body| body.day >= begins && day > begins);
        let (tired, rested) = readiness.on(day, evening, &performed);
        for (session, tired) in sessions.iter_mut().filter(|s| s.day == day).zip(tired) {
            session.tired_before = Some(tired);
        }
        // Long after the last session nobody knows how ready the legs are.
        let before = performed.iter().map(|s| s.day).filter(|d| *d <= day).max();
        let is_known = before.is_none_or(|d| day.days_since(d) <= growth.limits.stale_days as i32);
        days.push(AuditedDay { rested: is_known.then_some(rested), ..journal(ledger, day) });
    }
    Some(AuditInput {
        first,
        last,
        known_since,
        sessions,
        days,
        exempt_weeks: question.exempt_weeks.clone(),
        gated_weeks: question.gated_weeks.clone(),
        run_walk_weeks: question.run_walk_weeks.clone(),
        body: body_facts(&body, last_session, athlete, growth),
        goal: question.goal,
        foot_strike: (athlete.foot_strike.origin != Origin::Default).then_some(athlete.foot_strike.value),
        chosen_rest_h: question.chosen_rest_h,
        spared: question.spared.clone(),
        available: question.available,
    })
}

fn runs_of(performed: &[&Performed]) -> Vec<RunRecord> {
    let is_run = |s: &&&Performed| s.dose.running_h > 0.0 && s.dose.distance.as_m() > 0.0;
    let record = |s: &&Performed| RunRecord {
        day: s.day,
        distance: s.dose.distance,
        mean_speed_m_per_s: s.dose.mean_speed_m_per_s,
        mean_heart_rate_bpm: s.dose.mean_heart_rate_bpm,
    };
    performed.iter().filter(is_run).map(record).collect()
}

/// The runs before a day that the gate on single runs may look back at; they are in order.
fn lately<'r>(runs: &'r [RunRecord], day: Day, growth: &GrowthMethod) -> &'r [RunRecord] {
    let far = growth.limits.gate_comeback_days as i32;
    let from = runs.partition_point(|run| day.days_since(run.day) > far);
    let to = runs.partition_point(|run| run.day < day);
    &runs[from.min(to)..to]
}

fn journal(ledger: &Ledger, day: Day) -> AuditedDay {
    let log = ledger.logs.get(&day).copied().unwrap_or_default();
    AuditedDay {
        day,
        sleep_h: log.sleep_h,
        protein_g_per_kg: log.protein_g_per_kg,
        energy_deficit_kcal: log.energy_deficit_kcal,
        body_mass: log.body_mass,
        has_pain: ledger.hurts_on(day),
        rested: None,
    }
}

/// How ready the body was, followed day by day.
struct Readiness<'a> {
    question: &'a AuditQuestion,
    growth: &'a GrowthMethod,
}

impl Readiness<'_> {
    /// By the body of the evening before: the leg muscles that were tired before each session of the day, and which muscles
    /// were not tired before the first one (at the day's end where there is none). Leg strength after a run of the same day is
    /// one hard leg day with it: it is judged by how the day began.
    fn on(
        &self,
        day: Day,
        evening: Option<BodyState>,
        performed: &[&Performed],
    ) -> (Vec<Vec<Muscle>>, MuscleMap<bool>) {
        let values = self.growth.central();
        let today: Vec<&&Performed> = performed.iter().filter(|s| s.day == day).collect();
        let question = self.question;
        let Some(body) = evening else {
            return (vec![Vec::new(); today.len()], MuscleMap::from_fn(|_| true));
        };
        let mut muscles = body.muscles;
        let mut at = body.fatigue_at;
        let rested =
            |muscles: &MuscleMap<_>, span: TimeSpan| MuscleMap::from_fn(|m| fatigue::rest(muscles[m], span, values));
        let step = |muscles: &MuscleMap<_>, m: Muscle| ReadinessStep::of(&muscles[m], values);
        let mut ready = None;
        let mut had_run = false;
        let mut tired_before: Vec<Vec<Muscle>> = Vec::new();
        for session in &today {
            muscles = rested(&muscles, session.start.since(at));
            at = at.max(session.start);
            let is_tired = |m: &Muscle| step(&muscles, *m) == ReadinessStep::Tired;
            let tired: Vec<Muscle> = Muscle::locomotor().filter(is_tired).collect();
            let is_legs = matches!(session.dose.kind, SessionKind::LowerStrength | SessionKind::FullStrength);
            let follows_run = had_run && is_legs;
            had_run |= session.dose.running_h > 0.0;
            ready.get_or_insert(MuscleMap::from_fn(|m| step(&muscles, m) != ReadinessStep::Tired));
            tired_before.push(match tired_before.first() {
                Some(first) if follows_run => Vec::clone(first),
                _ => tired,
            });
            muscles = rested(&muscles, session.end.since(at));
            at = at.max(session.end);
            muscles = after(&muscles, &session.dose, self.growth);
        }
        let ready = ready.unwrap_or_else(|| {
            let night: Timestamp = day.noon() + TimeSpan::from_s(12.0 * 3600.0) - question.offset;
            let muscles = rested(&muscles, night.since(at));
            MuscleMap::from_fn(|m| step(&muscles, m) != ReadinessStep::Tired)
        });
        (tired_before, ready)
    }
}

fn after(
    muscles: &MuscleMap<striate_model::MuscleState>,
    dose: &DailyDose,
    growth: &GrowthMethod,
) -> MuscleMap<striate_model::MuscleState> {
    MuscleMap::from_fn(|m| fatigue::strike(muscles[m], Blow::of(dose, m, growth), growth.central()))
}

/// What the body says; of today nothing where too few days are known, or nothing was recorded for long.
fn body_facts(body: &BodyState, last_session: Day, athlete: &Athlete, growth: &GrowthMethod) -> BodyFacts {
    let is_stale = body.day.days_since(last_session) > growth.limits.stale_days as i32;
    let is_long_enough = !is_stale && body.day.days_since(body.since) + 1 >= DAYS_TO_JUDGE;
    let courses = outlooks(body, growth);
    let forecast = is_long_enough.then(|| forecast_view(body, None, growth));
    let muscles = MuscleMap::from_fn(|m| {
        let twelve = forecast.as_ref().and_then(|f| f.muscles.iter().find(|one| one.muscle == m.as_str()));
        let fan =
            |weeks: &[crate::body::FanView]| weeks.last().map(|end| Fan { p05: end.p05, p50: end.p50, p95: end.p95 });
        let still = plateau_ahead(body, m, &courses[m], growth).filter(|p| p.cause == Cause::SameLoad);
        MuscleFacts {
            course: is_long_enough.then(|| course(courses[m].course)),
            same_load_since: still.filter(|_| !is_stale).map(|p| p.since),
            forecast: twelve.and_then(|t| fan(&t.going_on)),
            lifting_alone: twelve.and_then(|t| fan(&t.lifting_alone)),
        }
    });
    let same = monotony::sameness(body);
    BodyFacts {
        phase: is_long_enough.then(|| training_phase(phase_of_athlete(body, &courses, growth))),
        muscles,
        sameness: Some(Sameness {
            runs: same.runs,
            speed_spread: same.speed_spread,
            heart_rate_spread: same.heart_rate_spread,
            monotony: same.monotony,
            is_monotonous: same.is_monotonous,
            alike: same.alike,
        }),
        forefoot_over_rearfoot: Some(forefoot_over_rearfoot(athlete)),
    }
}

fn course(course: striate_state::Course) -> Course {
    match course {
        striate_state::Course::Growing => Course::Growing,
        striate_state::Course::Holding => Course::Holding,
        striate_state::Course::Losing => Course::Losing,
        striate_state::Course::Unknown => Course::Unknown,
    }
}

fn training_phase(phase: Phase) -> TrainingPhase {
    match phase {
        Phase::Novice => TrainingPhase::Novice,
        Phase::Base => TrainingPhase::Base,
        Phase::Building => TrainingPhase::Building,
        Phase::Plateau => TrainingPhase::Plateau,
        Phase::Detraining => TrainingPhase::Detraining,
    }
}

/// What landing on the ball of the foot makes of the calves' stimulus on a tempo run of twenty minutes.
fn forefoot_over_rearfoot(athlete: &Athlete) -> f64 {
    let method = Method::builtin();
    let speed = 0.95 * athlete.critical_speed.value.as_m_per_s();
    let calves = |strike: FootStrike| {
        let forefoot = if strike == FootStrike::Rearfoot { 0.0 } else { 1.0 };
        let part =
            Part::Run { speed_m_per_s: speed, duration_s: 1200.0, times: 1.0, intensity: 0.95, grade: 0.0, forefoot };
        method.doses_of_parts(&[part], athlete.max_sprint.value, Draw::Central)[Muscle::Gastrocnemius].hse
    };
    calves(FootStrike::Forefoot) / calves(FootStrike::Rearfoot).max(f64::MIN_POSITIVE)
}
