//! The JSON contract of `analyze`: plain data in the reader's vocabulary, units at the end of the keys, unknown values
//! null and never absent.

use crate::analyse::{Analysis, FileAnalysis};
use crate::facts::rules_of;
use serde::Serialize;
use striate_model::{
    Effort, LiftSet, Load, Muscle, Recovery, SetKind, Step, StepDuration, StepTarget, TimeSpan, Timestamp, Warning,
    Workout,
};
use striate_plan::audit::RuleVerdict;
use striate_stimulus::{Catalogue, METHOD_VERSION};

/// A file that was read.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    /// The path as it was given.
    pub file: String,
    /// fit, tcx, gpx, ...
    pub format: &'static str,
    /// What could not be read.
    pub warnings: Vec<WarningView>,
    /// One per session in the file.
    pub recordings: Vec<RecordingView>,
    /// The workout of a file that holds only a workout, else null.
    pub workout: Option<WorkoutView>,
}

/// A file that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadableView {
    /// The path as it was given.
    pub file: String,
    /// Why.
    pub error: ErrorView,
}

/// Why a file could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorView {
    /// Stable, `snake_case`.
    pub code: String,
    /// One plain sentence, with what to do.
    pub message: String,
}

/// A survived fault.
#[derive(Clone, Debug, Serialize)]
pub struct WarningView {
    code: &'static str,
    message: String,
    offset: Option<u64>,
}

/// One recording, taken through every stage.
#[derive(Clone, Debug, Serialize)]
pub struct RecordingView {
    sport: &'static str,
    sub_sport: &'static str,
    sport_name: Option<String>,
    start: Option<String>,
    timer_s: Option<f64>,
    elapsed_s: Option<f64>,
    distance_m: Option<f64>,
    ascent_m: Option<f64>,
    samples: usize,
    laps: usize,
    sets: usize,
    active_sets: usize,
    hr_mean_bpm: Option<f64>,
    hr_max_bpm: Option<f64>,
    run_kind: RunKindView,
    efforts: Vec<EffortView>,
    recoveries: Vec<RecoveryView>,
    lift_sets: Vec<LiftSetView>,
    stimulus: StimulusView,
    impact_km: Option<f64>,
    cardio_load: Option<f64>,
    rules: Vec<RuleView>,
}

#[derive(Clone, Debug, Serialize)]
struct RunKindView {
    kind: &'static str,
    confidence: f64,
    reasons: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct EffortView {
    start: Option<String>,
    end: Option<String>,
    duration_s: f64,
    distance_m: Option<f64>,
    mean_speed_m_per_s: Option<f64>,
    mean_grade: Option<f64>,
    fraction_of_max_speed: Option<f64>,
    fraction_of_own_best: Option<f64>,
    source: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct RecoveryView {
    start: Option<String>,
    end: Option<String>,
    duration_s: f64,
    completeness: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
struct LiftSetView {
    exercise: Option<String>,
    reps: Option<u16>,
    mass_kg: Option<f64>,
    rir: Option<f64>,
    start: Option<String>,
    duration_s: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
struct StimulusView {
    method: &'static str,
    muscles: Vec<MuscleView>,
}

#[derive(Clone, Debug, Serialize)]
struct MuscleView {
    muscle: &'static str,
    hse: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    band: Option<&'static str>,
    fast_twitch_share: Option<f64>,
    evidence: Option<&'static str>,
}

/// A coaching rule held against the session.
#[derive(Clone, Debug, Serialize)]
struct RuleView {
    rule: &'static str,
    verdict: &'static str,
    because: String,
}

/// A prescribed session.
#[derive(Clone, Debug, Serialize)]
pub struct WorkoutView {
    name: Option<String>,
    sport: &'static str,
    steps: Vec<StepView>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct StepView {
    index: u16,
    name: Option<String>,
    duration_s: Option<f64>,
    distance_m: Option<f64>,
    reps: Option<u32>,
    repeat_from: Option<u16>,
    repeat_rounds: Option<u32>,
    speed_low_m_per_s: Option<f64>,
    speed_high_m_per_s: Option<f64>,
    hr_low_bpm: Option<f64>,
    hr_high_bpm: Option<f64>,
    exercise: Option<String>,
    mass_kg: Option<f64>,
}

/// The view of a file that was read.
#[must_use]
pub fn file_view(file: &str, analysis: &FileAnalysis) -> FileView {
    FileView {
        file: file.to_owned(),
        format: analysis.format.as_str(),
        warnings: analysis.warnings.iter().map(warning).collect(),
        recordings: analysis.analyses.iter().map(recording).collect(),
        workout: analysis.workouts.first().filter(|_| analysis.analyses.is_empty()).map(workout),
    }
}

/// The view of a file that could not be read.
#[must_use]
pub fn unreadable_view(file: &str, code: &str, message: &str) -> UnreadableView {
    let error = ErrorView { code: code.to_owned(), message: message.to_owned() };
    UnreadableView { file: file.to_owned(), error }
}

fn warning(w: &Warning) -> WarningView {
    WarningView { code: w.code.as_str(), message: w.message.clone(), offset: w.offset }
}

/// The view of one session.
#[must_use]
pub fn session_view(analysis: &Analysis) -> RecordingView {
    recording(analysis)
}

fn recording(a: &Analysis) -> RecordingView {
    let (r, s) = (&a.recording, &a.session);
    let is_active = |set: &&LiftSet| set.kind == SetKind::Active;
    RecordingView {
        sport: r.sport.as_str(),
        sub_sport: r.sub_sport.as_str(),
        sport_name: r.sport_word.clone(),
        start: instant(r.start),
        timer_s: r.timer.map(|t| rounded(t.as_s(), 3)),
        elapsed_s: r.elapsed.map(|t| rounded(t.as_s(), 3)),
        distance_m: s.distance.map(|d| rounded(d.as_m(), 2)),
        ascent_m: a.ascent().map(|d| rounded(d.as_m(), 0)),
        samples: r.streams.len(),
        laps: r.laps.len(),
        sets: r.sets.len(),
        active_sets: r.sets.iter().filter(is_active).count(),
        hr_mean_bpm: a.hr_mean().map(|h| rounded(h.as_bpm(), 0)),
        hr_max_bpm: a.hr_max().map(|h| rounded(h.as_bpm(), 0)),
        run_kind: RunKindView {
            kind: s.kind.kind.as_str(),
            confidence: rounded(s.kind.confidence, 2),
            reasons: s.kind.reasons.clone(),
        },
        efforts: s.efforts.iter().map(effort).collect(),
        recoveries: s.recoveries.iter().map(recovery).collect(),
        lift_sets: r.sets.iter().filter(is_active).map(lift_set).collect(),
        stimulus: StimulusView { method: METHOD_VERSION, muscles: muscles(a) },
        impact_km: a.stimulus.impact.map(|i| rounded(i.easy_km, 1)),
        cardio_load: a.stimulus.cardio.map(|c| rounded(c.impulse, 0)),
        rules: rules(a),
    }
}

fn rules(a: &Analysis) -> Vec<RuleView> {
    let view = |v: RuleVerdict| RuleView { rule: &v.rule.id, verdict: v.verdict.as_str(), because: v.because };
    rules_of(a).into_iter().map(view).collect()
}

fn muscles(a: &Analysis) -> Vec<MuscleView> {
    let is_known = a.stimulus.muscles_unknown.is_none();
    let shown = |muscle: &Muscle| muscle.is_locomotor() || !a.session.sets.is_empty();
    let view = |muscle: Muscle| {
        let m = &a.stimulus.muscles[muscle];
        let figure = |value: f64| is_known.then(|| rounded(value, 2));
        MuscleView {
            muscle: muscle.as_str(),
            hse: figure(m.hse.value),
            low: figure(m.hse.low),
            high: figure(m.hse.high),
            band: is_known.then(|| m.band().as_str()),
            fast_twitch_share: m.fast_twitch_share.filter(|_| is_known).map(|f| rounded(f, 2)),
            evidence: m.evidence.filter(|_| is_known).map(striate_model::EvidenceGrade::as_str),
        }
    };
    Muscle::ALL.into_iter().filter(shown).map(view).collect()
}

fn effort(e: &Effort) -> EffortView {
    EffortView {
        start: instant(e.start),
        end: instant(e.end),
        duration_s: rounded(e.duration().as_s(), 1),
        distance_m: e.distance.map(|d| rounded(d.as_m(), 1)),
        mean_speed_m_per_s: e.mean_speed.map(|v| rounded(v.as_m_per_s(), 2)),
        mean_grade: e.mean_grade.map(|g| rounded(g.as_ratio(), 3)),
        fraction_of_max_speed: e.fraction_of_max_speed.map(|f| rounded(f, 2)),
        fraction_of_own_best: e.fraction_of_own_best.map(|f| rounded(f, 2)),
        source: e.source.as_str(),
    }
}

fn recovery(r: &Recovery) -> RecoveryView {
    RecoveryView {
        start: instant(r.start),
        end: instant(r.end),
        duration_s: rounded(r.duration().as_s(), 1),
        completeness: r.completeness.map(|c| rounded(c, 2)),
    }
}

fn lift_set(set: &LiftSet) -> LiftSetView {
    LiftSetView {
        exercise: set.exercise.as_ref().and_then(|e| exercise_name(Catalogue::builtin(), e)),
        reps: set.reps,
        mass_kg: set.load.map(kilograms),
        rir: set.reps_in_reserve.map(|r| rounded(f64::from(r), 1)),
        start: set.start.and_then(instant),
        duration_s: set.duration.map(seconds),
    }
}

/// The catalogue's name of an exercise; the source's own title where the catalogue does not know it.
#[must_use]
pub fn exercise_name(catalogue: &Catalogue, exercise: &striate_model::ExerciseRef) -> Option<String> {
    match (catalogue.resolve(exercise), exercise) {
        (Some(movement), _) => Some(movement.name.clone()),
        (None, striate_model::ExerciseRef::Title(title)) => Some(title.clone()),
        (None, striate_model::ExerciseRef::Fit(_)) => None,
    }
}

fn workout(w: &Workout) -> WorkoutView {
    WorkoutView { name: w.name.clone(), sport: w.sport.as_str(), steps: w.steps.iter().map(step).collect() }
}

fn step(s: &Step) -> StepView {
    let mut view = StepView { index: s.index, name: s.name.clone(), ..StepView::default() };
    match s.duration {
        StepDuration::Time(t) => view.duration_s = Some(seconds(t)),
        StepDuration::Distance(d) => view.distance_m = Some(rounded(d.as_m(), 1)),
        StepDuration::Reps(n) => view.reps = Some(n),
        StepDuration::Repeat { from, rounds } => {
            view.repeat_from = Some(from);
            view.repeat_rounds = Some(rounds);
        }
        StepDuration::Open | StepDuration::Other => {}
    }
    match s.target {
        Some(StepTarget::Speed { low, high }) => {
            view.speed_low_m_per_s = Some(rounded(low.as_m_per_s(), 3));
            view.speed_high_m_per_s = Some(rounded(high.as_m_per_s(), 3));
        }
        Some(StepTarget::HeartRate { low, high }) => {
            view.hr_low_bpm = Some(rounded(low.as_bpm(), 0));
            view.hr_high_bpm = Some(rounded(high.as_bpm(), 0));
        }
        Some(StepTarget::Other) | None => {}
    }
    view.exercise = s.exercise.as_ref().and_then(|e| exercise_name(Catalogue::builtin(), e));
    view.mass_kg = s.load.map(kilograms);
    view
}

fn kilograms(load: Load) -> f64 {
    rounded(load.mass().as_kg(), 2)
}

fn seconds(span: TimeSpan) -> f64 {
    rounded(span.as_s(), 1)
}

/// RFC 3339 in UTC; `None` for an instant that no calendar holds.
pub(crate) fn instant(t: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(t.as_unix_ms()).ok().map(|t| t.to_string())
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    // Adding zero turns a negative zero into a plain one.
    (value * scale).round() / scale + 0.0
}
