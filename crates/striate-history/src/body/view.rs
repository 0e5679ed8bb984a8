//! Today's body in the reader's vocabulary.

use crate::body::candidates::{candidates, evidence_of_kind};
use crate::body::history::History;
use crate::body::mixes::reference_mixes;
use crate::body::words;
use serde::Serialize;
use striate_model::{Athlete, BodyState, DailyDose, Muscle, MuscleMap, Timestamp};
use striate_state::fatigue::{self, ReadinessStep};
use striate_state::injury_gate::{self, Basis};
use striate_state::mix::{self, WeeklyBand};
use striate_state::phase::{JUDGED_BY, Phase};
use striate_state::{Course, GrowthMethod, Outlook, consistency, monotony, next_step, outlooks, phase, plateau};
use striate_stimulus::Method;

/// The body of a day. Size is told in words and bands, never as one figure.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// Version of the growth method.
    pub growth_method: &'static str,
    /// The day, as 2026-11-14.
    pub day: String,
    /// First day of the history.
    pub since: String,
    /// The verdict, in sentences.
    pub verdict: String,
    /// Its first sentence.
    #[serde(skip)]
    pub course: String,
    /// The muscles that it names.
    #[serde(skip)]
    pub about: Vec<Muscle>,
    /// novice, base, building, plateau or detraining.
    pub phase: &'static str,
    /// Every muscle.
    pub muscles: Vec<MuscleView>,
    /// Leg load a day, flat easy kilometres: averages over 7 and 42 days.
    pub impact_km_per_day: [f64; 2],
    /// Cardio load a day: averages over 7 and 42 days.
    pub cardio_load_per_day: [f64; 2],
    /// The gate on the next run.
    pub injury_gate: GateView,
    /// Sameness of the last 28 days.
    pub sameness: SamenessView,
    /// Weeks in a row with at least three sessions.
    pub streak_weeks: u32,
    /// Leg muscles that the last 28 days left out.
    pub left_out: Vec<&'static str>,
    /// Shares of the last 28 days' stimulus: lifting, sprinting, endurance; null without stimulus.
    pub mix: Option<[f64; 3]>,
    /// The archetype whose mix is nearest; null without stimulus.
    pub nearest_mix: Option<&'static str>,
}

/// One muscle today.
#[derive(Clone, Debug, Serialize)]
pub struct MuscleView {
    /// The muscle.
    pub muscle: &'static str,
    /// growing, holding, losing or unknown, over the next 28 days at the present load.
    pub course: &'static str,
    /// Probability of that.
    pub probability: f64,
    /// The weakest evidence that feeds a fifth of its present load or more; null where that is nothing or not known.
    pub evidence: Option<&'static str>,
    /// Size over the untrained muscle in percent: eight in ten lie between.
    pub size_low_pct: f64,
    /// See `size_low_pct`.
    pub size_high_pct: f64,
    /// Weekly stimulus over the last 28 days, HSE.
    pub weekly_hse: f64,
    /// none, low, moderate, high or past useful.
    pub weekly_band: &'static str,
    /// The last day with half a hard set or more; null where there was none.
    pub last_stimulus: Option<String>,
    /// novice, base, building, plateau or detraining.
    pub phase: &'static str,
    /// Where it stands still.
    pub plateau: Option<PlateauView>,
    /// ready, recovering or tired.
    pub readiness: &'static str,
    /// Hours until it is ready; 0 where it is.
    pub hours_to_ready: f64,
    /// What one more session a week would add over twelve weeks, the best three that would add anything.
    pub next_steps: Vec<StepView>,
    /// The same for the run that would add most; null where no run would add anything.
    pub next_run: Option<StepView>,
}

/// A plateau.
#[derive(Clone, Debug, Serialize)]
pub struct PlateauView {
    /// Its first day.
    pub since: String,
    /// `same_load`, `less_load`, `energy_deficit` or `much_running`.
    pub cause: &'static str,
}

/// One more session a week.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The session.
    pub session: String,
    /// What it would add in twelve weeks, percentage points: eight in ten lie between.
    pub low_points: f64,
    /// See `low_points`.
    pub high_points: f64,
    /// Probability that it adds half a point or more.
    pub probability: f64,
}

/// The gate on the next run.
#[derive(Clone, Debug, Serialize)]
pub struct GateView {
    /// What its distance is held against.
    pub reference_km: f64,
    /// `longest_of_30_days`, `comeback` or `novice`.
    pub basis: &'static str,
    /// The longest run that is no spike.
    pub longest_km: f64,
}

/// Sameness of the last 28 days.
#[derive(Clone, Debug, Serialize)]
pub struct SamenessView {
    /// Runs.
    pub runs: usize,
    /// Spread of their speeds, standard deviation over mean.
    pub speed_spread: Option<f64>,
    /// Spread of their heart rates.
    pub heart_rate_spread: Option<f64>,
    /// Mean over standard deviation of the daily load.
    pub monotony: Option<f64>,
    /// Whether it is too much of the same.
    pub is_monotonous: bool,
    /// The days of the runs that were alike.
    pub alike: Vec<String>,
}

/// Sessions a week that keep a streak alive where no plan says otherwise.
const STREAK_SESSIONS: u32 = 3;
/// Next steps that are shown.
const STEPS_SHOWN: usize = 3;
/// Probability of adding half a point from which on the best run is shown beside the best step of any sort: a runner wants
/// to know what running can do, even where it is little.
const RUN_WORTH_SHOWING: f64 = 0.25;

/// Today's body for a reader, as ready as it is at the instant `now`.
#[must_use]
pub fn body_view(
    history: &History,
    body: &BodyState,
    athlete: &Athlete,
    now: Timestamp,
    growth: &GrowthMethod,
) -> BodyView {
    let method = Method::builtin();
    let values = growth.central();
    let outlooks = outlooks(body, growth);
    let options = candidates(athlete, method);
    let rest = now.since(body.fatigue_at);
    let muscles: Vec<MuscleView> = Muscle::ALL
        .into_iter()
        .map(|muscle| {
            let rested = fatigue::rest(body.muscles[muscle], rest, values);
            let size = striate_state::forecast::size_percent(body, muscle, growth);
            let weekly_hse = mix::weekly_hse(body, muscle, growth);
            let steps =
                if muscle.is_locomotor() { next_step::steps(body, muscle, &options, growth) } else { Vec::new() };
            let step_view = |s: &next_step::Step| StepView {
                session: options[s.candidate].name.clone(),
                low_points: rounded(s.gain_points.low, 1),
                high_points: rounded(s.gain_points.high, 1),
                probability: {
                    let evidence = evidence_of_kind(options[s.candidate].session.kind);
                    rounded(s.probability.min(growth.most_sure(evidence)), 2)
                },
            };
            let is_run = |s: &&next_step::Step| options[s.candidate].session.running_h > 0.0;
            MuscleView {
                muscle: muscle.as_str(),
                course: outlooks[muscle].course.as_str(),
                probability: rounded(outlooks[muscle].probability, 2),
                evidence: None,
                size_low_pct: rounded(size.low, 1),
                size_high_pct: rounded(size.high, 1),
                weekly_hse: rounded(weekly_hse, 2),
                weekly_band: WeeklyBand::of_hse(weekly_hse).as_str(),
                last_stimulus: body.muscles[muscle].last_stimulus.map(|d| d.to_string()),
                phase: phase_ahead(phase::of_muscle(body, muscle, growth), outlooks[muscle].course == Course::Growing)
                    .as_str(),
                plateau: plateau_ahead(body, muscle, &outlooks[muscle], growth)
                    .map(|p| PlateauView { since: p.since.to_string(), cause: p.cause.as_str() }),
                readiness: ReadinessStep::of(&rested, values).as_str(),
                hours_to_ready: fatigue::hours_to_ready(&rested, values).round(),
                next_run: steps.iter().filter(is_run).find(|s| s.probability >= RUN_WORTH_SHOWING).map(step_view),
                next_steps: steps.iter().filter(|s| s.probability >= 0.5).take(STEPS_SHOWN).map(step_view).collect(),
            }
        })
        .collect();
    let recent: Vec<&DailyDose> = history
        .days()
        .filter(|(day, _)| (0..28).contains(&body.day.days_since(*day)))
        .flat_map(|(_, entry)| &entry.doses)
        .collect();
    let own_mix = mix::mix(recent);
    let nearest = own_mix.and_then(|own| {
        let distance = |m: &crate::body::ReferenceMix| own.distance(&m.mix);
        reference_mixes(method).into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    });
    let weeks = consistency::weeks(&history.session_days(), STREAK_SESSIONS, body.day);
    let averages = |a: striate_model::LoadAverage| [rounded(a.days_7, 1), rounded(a.days_42, 1)];
    let mut view = BodyView {
        growth_method: striate_state::GROWTH_VERSION,
        day: body.day.to_string(),
        since: body.since.to_string(),
        verdict: String::new(),
        course: String::new(),
        about: Vec::new(),
        phase: phase_of_athlete(body, &outlooks, growth).as_str(),
        muscles,
        impact_km_per_day: averages(body.impact),
        cardio_load_per_day: averages(body.cardio),
        injury_gate: gate(body, growth),
        sameness: sameness(body),
        streak_weeks: consistency::consistency(&weeks, body.day).streak_weeks,
        left_out: mix::left_out(body, growth).into_iter().map(Muscle::as_str).collect(),
        mix: own_mix.map(|m| [m.lifting, m.sprinting, m.endurance].map(|x| rounded(x, 2))),
        nearest_mix: nearest.map(|m| m.name),
    };
    let verdict = words::body_verdict(&view, body);
    view.verdict = verdict.text();
    (view.course, view.about) = (verdict.course, verdict.about);
    view
}

/// The plateau of a muscle that neither grows nor loses at the present load: a muscle that has stood still under the load
/// that it is used to moves on once that load changes.
pub(crate) fn plateau_ahead(
    body: &BodyState,
    muscle: Muscle,
    outlook: &Outlook,
    growth: &GrowthMethod,
) -> Option<plateau::Plateau> {
    let is_still = !matches!(outlook.course, Course::Growing | Course::Losing);
    plateau::plateau(body, muscle, growth).filter(|_| is_still)
}

fn phase_ahead(phase: Phase, is_growing: bool) -> Phase {
    if phase == Phase::Plateau && is_growing { Phase::Building } else { phase }
}

/// The phase of the athlete; no plateau while most of the muscles by which it is judged grow.
pub(crate) fn phase_of_athlete(body: &BodyState, outlooks: &MuscleMap<Outlook>, growth: &GrowthMethod) -> Phase {
    let volume = |is: &dyn Fn(Muscle) -> bool| -> f64 {
        JUDGED_BY.into_iter().filter(|m| is(*m)).map(|m| growth.volume_cm3(m)).sum()
    };
    let growing = volume(&|m| outlooks[m].course == Course::Growing);
    phase_ahead(phase::of_athlete(body, growth), growing > 0.5 * volume(&|_| true))
}

fn rounded(x: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (x * scale).round() / scale
}

fn gate(body: &BodyState, growth: &GrowthMethod) -> GateView {
    let reference = injury_gate::next_reference(body, growth);
    GateView {
        reference_km: rounded(reference.distance.as_m() / 1000.0, 1),
        basis: match reference.basis {
            Basis::LongestOf30Days => "longest_of_30_days",
            Basis::Comeback => "comeback",
            Basis::Novice => "novice",
        },
        longest_km: rounded(reference.longest_without_spike(growth).as_m() / 1000.0, 1),
    }
}

fn sameness(body: &BodyState) -> SamenessView {
    let found = monotony::sameness(body);
    let two = |x: Option<f64>| x.map(|x| rounded(x, 2));
    SamenessView {
        runs: found.runs,
        speed_spread: two(found.speed_spread),
        heart_rate_spread: two(found.heart_rate_spread),
        monotony: two(found.monotony),
        is_monotonous: found.is_monotonous,
        alike: found.alike.iter().map(ToString::to_string).collect(),
    }
}
