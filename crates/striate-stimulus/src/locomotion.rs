//! On foot: seconds of speed, slope and acceleration to seconds of activation.

use crate::activation::{self, GRAVITY, IN_SWING, Moment, Runner};
use crate::exposure::{Class, Exposure};
use crate::fatigue::{Exhaustion, STANDING_INTENSITY};
use crate::method::{Draw, LEG_MUSCLES, Method, PerMuscle};
use striate_model::{Athlete, FootStrike, Motion, Session};

/// Below this speed the athlete stands, m/s.
const STANDING_SPEED: f64 = 0.3;
/// Braking counts like pushing: by a high power of activation (assumed, the central exponent of slow fibers).
pub(crate) const ECCENTRIC_POWER: i32 = 6;
/// Eccentric shares are cut here, so that no descent counts without limit (assumed).
const MOST_ECCENTRIC: f64 = 3.0;
/// Steeper descents brake no harder than this one (assumed).
const MOST_DOWNHILL: f64 = 0.4;

/// The state of the legs while time goes on.
pub(crate) struct Legs<'a> {
    pub(crate) runner: Runner,
    pub(crate) exhaustion: Exhaustion,
    method: &'a Method,
    fatigue_share: f64,
    swing_s: f64,
    stance_share: f64,
}

impl<'a> Legs<'a> {
    /// Fresh legs.
    pub(crate) fn new(runner: Runner, method: &'a Method) -> Self {
        let general = &method.values(Draw::Central).general;
        Self {
            runner,
            exhaustion: Exhaustion::default(),
            method,
            fatigue_share: general.fatigue_share,
            swing_s: general.swing_s,
            stance_share: general.stance_share,
        }
    }

    /// Legs that come to it exhausted.
    pub(crate) fn exhausted(exhaustion: Exhaustion, runner: Runner, method: &'a Method) -> Self {
        Self { exhaustion, ..Self::new(runner, method) }
    }

    /// Goes on for `duration_s` in one way of moving, and adds what the muscles did to the exposure.
    pub(crate) fn run(&mut self, moment: Moment, duration_s: f64, exposure: &mut Exposure) {
        if moment.speed < STANDING_SPEED {
            return self.stand(duration_s);
        }
        let demand = activation::demand(moment, &self.runner, self.method);
        self.exhaustion.advance(&demand.intensity, duration_s, self.runner.depletion_s);
        let activation = self.exhaustion.raise(&demand.activation, self.fatigue_share);
        exposure.on_foot_s += duration_s;
        let strides = duration_s / (2.0 * demand.step_s);
        let (swing, stance) = (self.swing_s * strides, self.stance_share * demand.contact_s * strides);
        let seconds: PerMuscle = std::array::from_fn(|m| if IN_SWING[m] { swing } else { stance });
        exposure.add(class_of(&moment), &activation, &seconds);

        let tables = &self.method.muscles;
        let down = if demand.cost_ratio < 1.0 { (-demand.slope).clamp(0.0, MOST_DOWNHILL) } else { 0.0 };
        for m in 0..LEG_MUSCLES {
            let share = (tables.eccentric_level[m] + tables.eccentric_downhill[m] * down).min(MOST_ECCENTRIC);
            exposure.eccentric_s[m] += seconds[m] * activation[m].powi(ECCENTRIC_POWER) * share;
        }
    }

    /// Stands or rests.
    pub(crate) fn stand(&mut self, duration_s: f64) {
        self.exhaustion.advance(&[STANDING_INTENSITY; LEG_MUSCLES], duration_s, self.runner.depletion_s);
    }

    /// Rests between two repetitions.
    pub(crate) fn rest(&mut self, duration_s: f64) {
        self.exhaustion.rest(duration_s, self.runner.depletion_s);
    }

    /// Goes on for `duration_s` at a given activation and whole-body intensity (cycling, walking, stairs).
    pub(crate) fn work(&mut self, work: Work, duration_s: f64, exposure: &mut Exposure) {
        self.exhaustion.advance(&[work.intensity; LEG_MUSCLES], duration_s, self.runner.depletion_s);
        let activation = self.exhaustion.raise(&work.activation, self.fatigue_share);
        if work.class == Class::Walking {
            exposure.on_foot_s += duration_s;
        }
        let seconds = work.active_share * duration_s;
        exposure.add(work.class, &activation, &[seconds; LEG_MUSCLES]);
        for (sum, a) in exposure.eccentric_s.iter_mut().zip(&work.activation) {
            *sum += seconds * a.powi(ECCENTRIC_POWER) * work.eccentric_share;
        }
    }
}

/// Steady work that is no running.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) class: Class,
    /// Activation of each muscle when fresh.
    pub(crate) activation: PerMuscle,
    /// Intensity relative to critical power or speed.
    pub(crate) intensity: f64,
    /// Share of the time in which the muscles of one leg are active.
    pub(crate) active_share: f64,
    /// Share of the work in which the muscles are lengthened.
    pub(crate) eccentric_share: f64,
}

/// From this grade on a hill is a hill. Joint moments are those of level running up to 4 degrees, a grade of 0.07 (Telhan
/// 2010, read); two thirds of that is cautious (assumed).
const HILL_GRADE: f64 = 0.045;
/// From this load over body mass on running is loaded (assumed).
const LOADED_RATIO: f64 = 1.03;
/// From this share of gravity on a speed-up is one (assumed: beyond what a steady runner's watch shows).
const SPEED_UP: f64 = 0.04;

fn class_of(moment: &Moment) -> Class {
    if moment.grade.abs() >= HILL_GRADE || moment.mass_ratio >= LOADED_RATIO {
        Class::Sloped
    } else if (moment.acceleration / GRAVITY).abs() >= SPEED_UP {
        Class::Accelerating
    } else {
        Class::Level
    }
}

/// The athlete as the mechanics see them.
pub(crate) fn runner(athlete: &Athlete, method: &Method) -> Runner {
    let forefoot = method.values(Draw::Central).general.forefoot_factor;
    let critical_speed = athlete.critical_speed.value.as_m_per_s().max(1.0);
    Runner {
        max_sprint: athlete.max_sprint.value.as_m_per_s().max(2.0),
        critical_speed,
        depletion_s: (athlete.distance_reserve.value.as_m() / critical_speed).clamp(20.0, 150.0),
        height: athlete.height.value.as_m().clamp(1.0, 2.5),
        calf_factor: match athlete.foot_strike.value {
            FootStrike::Rearfoot => 1.0,
            // Achilles force of a midfoot strike lies between the other two (20 runners, J Sports Sci Med 24:747, read).
            FootStrike::Midfoot => 0.5 * (1.0 + forefoot),
            FootStrike::Forefoot => forefoot,
        },
    }
}

/// The seconds of a recorded session on foot.
pub(crate) fn expose(session: &Session, athlete: &Athlete, method: &Method, exposure: &mut Exposure) {
    let moments = Moments::of(session, athlete);
    let mut legs = Legs::new(runner(athlete, method), method);
    for i in 0..moments.motion.len() {
        match moments.at(i) {
            Some(moment) => legs.run(moment, 1.0, exposure),
            None => legs.stand(1.0),
        }
    }
}

/// The seconds of a recording as moments.
struct Moments<'a> {
    motion: &'a Motion,
    mass_ratio: f64,
    grade_error: f64,
}

impl<'a> Moments<'a> {
    fn of(session: &'a Session, athlete: &Athlete) -> Self {
        let body = athlete.mass.value.as_kg().max(1.0);
        Self {
            motion: &session.motion,
            mass_ratio: (body + session.carried_mass.as_kg().max(0.0)) / body,
            grade_error: session.motion.grade_error.map_or(0.0, |e| e.as_ratio().abs()),
        }
    }

    /// The second `i`; `None` while the timer stood.
    #[inline]
    fn at(&self, i: usize) -> Option<Moment> {
        let motion = self.motion;
        let at = |column: &[f32]| column.get(i).copied().filter(|x| x.is_finite()).map_or(0.0, f64::from);
        let measured = |is_measured: bool, x: f64| (is_measured && x > 0.0).then_some(x);
        motion.active[i].then(|| Moment {
            speed: at(&motion.speed_m_per_s),
            grade: self.believed(at(&motion.grade).clamp(-1.0, 1.0)),
            acceleration: smooth_acceleration(motion, i),
            mass_ratio: self.mass_ratio,
            cadence: measured(motion.cadence_is_measured, at(&motion.cadence_steps_per_min)),
            contact_s: measured(motion.ground_contact_is_measured, at(&motion.ground_contact_s)),
        })
    }

    /// What is left of a measured grade when its error is known: nearly all of a hill, little of what lies within the
    /// error. Stimulus rises faster than in proportion to grade, so that noise would otherwise add up.
    fn believed(&self, grade: f64) -> f64 {
        let (signal, noise) = (grade * grade, self.grade_error * self.grade_error);
        if noise > 0.0 { grade * signal / (signal + noise) } else { grade }
    }
}

/// Acceleration as the mean over three seconds, m/s². Beyond half of gravity lies a fault of the sensor: no runner keeps
/// that up for a second.
fn smooth_acceleration(motion: &Motion, i: usize) -> f64 {
    let column = &motion.acceleration_m_per_s2;
    let near = column.get(i.saturating_sub(1)..(i + 2).min(column.len())).unwrap_or(&[]);
    let (mut sum, mut known) = (0.0, 0.0);
    for &a in near {
        if a.is_finite() {
            sum += f64::from(a).clamp(-0.5 * GRAVITY, 0.5 * GRAVITY);
            known += 1.0;
        }
    }
    if known > 0.0 { sum / known } else { 0.0 }
}
