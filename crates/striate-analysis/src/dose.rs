//! What one session brings to the body: from the stimulus stage to the state stage.

use crate::analyse::Analysis;
use striate_model::{
    DailyDose, Distance, Muscle, MuscleDose, MuscleMap, MuscleState, Session, SessionKind, Speed, Stimulus, TimeSpan,
    sampling,
};
use striate_state::GrowthMethod;
use striate_state::fatigue::{Blow, hours_to_ready, strike};
use striate_stimulus::{Draw, Exposure, Method, Part};

/// From this speed on a step is a running step, m/s (the walk turns into a run near 2 m/s: Hreljac 1993, recalled).
const RUNNING_FROM: f64 = 1.9;
/// Standard deviations between the median and the 10th or 90th percentile.
const TENTH: f64 = 1.281_551_565_5;

/// What an analysed recording brought.
#[must_use]
pub fn analysis_dose(analysis: &Analysis) -> DailyDose {
    dose_of(&analysis.exposure, &analysis.session, &analysis.stimulus, Method::builtin())
}

/// Hours until each muscle of a rested body that knows no such work is ready again after a recording, the longest first;
/// muscles that stay ready are left out.
#[must_use]
pub fn hours_after(analysis: &Analysis) -> Vec<(Muscle, f64)> {
    let (dose, growth) = (analysis_dose(analysis), GrowthMethod::builtin());
    let values = growth.central();
    let hours = |muscle: Muscle| {
        hours_to_ready(&strike(MuscleState::default(), Blow::of(&dose, muscle, growth), values), values)
    };
    let mut all: Vec<(Muscle, f64)> =
        Muscle::ALL.iter().map(|m| (*m, hours(*m))).filter(|(_, hours)| *hours >= 1.0).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all
}

/// What a session brought, from its exposure and its stimulus.
#[must_use]
pub fn dose_of(exposure: &Exposure, session: &Session, stimulus: &Stimulus, method: &Method) -> DailyDose {
    let bands = MuscleMap::from_fn(|m| (stimulus.muscles[m].hse.low, stimulus.muscles[m].hse.high));
    let motion = &session.motion;
    let on_foot = session.sport.is_on_foot();
    let (mut running_s, mut running_m, mut moved_m) = (0.0, 0.0, 0.0);
    let (mut beats, mut known) = (0.0, 0.0);
    for (i, _) in motion.active.iter().enumerate().filter(|(_, active)| **active) {
        let speed = f64::from(motion.speed_m_per_s[i]);
        if on_foot && speed.is_finite() {
            moved_m += speed;
            if speed >= RUNNING_FROM {
                running_s += 1.0;
                running_m += speed;
            }
        }
        let bpm = f64::from(motion.heart_rate_bpm[i]);
        if bpm.is_finite() {
            beats += bpm;
            known += 1.0;
        }
    }
    // The grid of the motion includes pauses; a strength session without motion has only its timer.
    let lasted = session.timer.max(TimeSpan::from_s(motion.len() as f64));
    DailyDose {
        kind: session.kind.kind,
        end: Some(session.start + lasted),
        on_foot_h: if on_foot { exposure.on_foot_s() / 3600.0 } else { 0.0 },
        running_h: running_s / 3600.0,
        distance: session.distance.filter(|_| on_foot).unwrap_or(Distance::from_m(moved_m)),
        mean_speed_m_per_s: speed_of_efforts(session).or((running_s >= 60.0).then(|| running_m / running_s)),
        mean_heart_rate_bpm: (known >= 60.0).then(|| beats / known),
        impact_km: stimulus.impact.map_or(0.0, |i| i.easy_km),
        cardio: stimulus.cardio.map_or(0.0, |c| c.impulse),
        muscles: muscle_doses(exposure, &bands, method),
    }
}

/// Efforts that make a session one of repetitions.
const REPETITIONS: usize = 3;

/// The mean speed of the efforts of a session of repetitions, m/s: with its rests and its warm-up it would be as fast as an
/// easy run. `None` for other sessions.
fn speed_of_efforts(session: &Session) -> Option<f64> {
    let known =
        || session.efforts.iter().filter_map(|e| Some((e.mean_speed?.as_m_per_s(), e.end.since(e.start).as_s())));
    let seconds: f64 = known().map(|e| e.1).sum();
    (known().count() >= REPETITIONS && seconds > 0.0).then(|| known().map(|e| e.0 * e.1).sum::<f64>() / seconds)
}

/// What a session made of parts would bring. Leg and cardio load are left at nothing: a protocol has no streams.
#[must_use]
pub fn planned_dose(parts: &[Part], kind: SessionKind, max_sprint: Speed, method: &Method) -> DailyDose {
    let exposure = method.expose_parts(parts, max_sprint);
    let draws = exposure.doses_of_draws(method);
    let bands = MuscleMap::from_fn(|m| {
        let mut samples: Vec<f64> = draws.iter().map(|d| d[m].hse).collect();
        sampling::eight_in_ten(&mut samples)
    });
    let running: Vec<Part> =
        parts.iter().copied().filter(|p| matches!(p, Part::Run { .. } | Part::Sprint { .. })).collect();
    let distance_m: f64 = running
        .iter()
        .map(|part| match *part {
            Part::Run { speed_m_per_s, duration_s, times, .. } => speed_m_per_s * duration_s * times,
            Part::Sprint { distance_m, times } => distance_m * times,
            _ => 0.0,
        })
        .sum();
    DailyDose {
        kind,
        on_foot_h: exposure.on_foot_s() / 3600.0,
        running_h: method.expose_parts(&running, max_sprint).on_foot_s() / 3600.0,
        distance: Distance::from_m(distance_m),
        muscles: muscle_doses(&exposure, &bands, method),
        ..DailyDose::default()
    }
}

fn muscle_doses(exposure: &Exposure, bands: &MuscleMap<(f64, f64)>, method: &Method) -> MuscleMap<MuscleDose> {
    let doses = exposure.doses(method, Draw::Central);
    let lifted = exposure.doses_of_sets(method, Draw::Central);
    MuscleMap::from_fn(|m| {
        let (low, high) = bands[m];
        // A band that reaches down to nothing is no more than a factor of a hundred wide.
        let log_doubt = if high > 0.0 { (high / low.max(0.01 * high)).ln() / (2.0 * TENTH) } else { 0.0 };
        MuscleDose {
            slow_hse: doses[m].slow,
            fast_hse: doses[m].fast,
            hse: doses[m].hse,
            lifting_hse: lifted[m].hse,
            log_doubt,
            eccentric: exposure.eccentric_hse(m, method, Draw::Central),
        }
    })
}
