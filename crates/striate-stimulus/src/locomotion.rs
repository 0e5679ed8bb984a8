//! On foot: seconds of speed, slope and acceleration to seconds of activation.

use crate::activation::{self, Demand, GRAVITY, IN_SWING, Moment, Runner};
use crate::doubts::{Doubt, Doubts};
use crate::exposure::{Class, Exposure};
use crate::fatigue::{Exhaustion, STANDING_INTENSITY};
use crate::method::{Draw, LEG_MUSCLES, Method, PerMuscle};
use striate_model::{Athlete, Distance, FootStrike, Motion, Session, Sourced, Speed};

/// Below this speed the athlete stands, m/s.
const STANDING_SPEED: f64 = 0.3;
/// Braking on the level counts by a high power of activation (assumed: between the exponents of slow and fast fibers, so
/// that a sprint costs days and a tempo run one).
pub(crate) const ECCENTRIC_POWER: i32 = 7;
/// Braking going down counts by this power of activation (assumed, the central exponent of slow fibers).
const DOWNHILL_POWER: i32 = 6;
/// Grade at which the table of downhill braking holds; gentler descents count less than in proportion (assumed: by the
/// power 1.5 of the grade).
const DOWNHILL_REFERENCE: f64 = 0.2;
/// Uphill grade from which on nothing is braked: the leg lands on a step (assumed; Vernillo 2017, read, for the direction).
const NO_BRAKING_FROM: f64 = 0.2;
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
    /// The highest intensity that any muscle has felt, relative to critical.
    hardest: f64,
    /// The last moment and what it asked: steady running asks the same second after second.
    last: Option<(Moment, Asked)>,
}

/// What a moment asks of the legs, and how hard each muscle brakes in it.
#[derive(Clone, Copy)]
struct Asked {
    demand: Demand,
    /// Eccentric work for each second that a muscle is active.
    braking: PerMuscle,
}

impl Asked {
    fn of(moment: Moment, runner: &Runner, method: &Method) -> Self {
        let demand = activation::demand(moment, runner, method);
        // What exhaustion adds is pushing: the braking of a stride is that of fresh legs.
        let tables = &method.muscles;
        let down = if demand.cost_ratio < 1.0 { (-demand.slope).clamp(0.0, MOST_DOWNHILL) } else { 0.0 };
        let steep = down * (down / DOWNHILL_REFERENCE).sqrt();
        let level = (1.0 - moment.grade / NO_BRAKING_FROM).clamp(0.0, 1.0);
        let braking = std::array::from_fn(|m| {
            let a = demand.activation[m];
            tables.eccentric_level[m] * level * a.powi(ECCENTRIC_POWER)
                + (tables.eccentric_downhill[m] * steep).min(MOST_ECCENTRIC) * a.powi(DOWNHILL_POWER)
        });
        Self { demand, braking }
    }
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
            hardest: 0.0,
            last: None,
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
        let asked = match self.last {
            Some((last, asked)) if last == moment => asked,
            _ => Asked::of(moment, &self.runner, self.method),
        };
        self.last = Some((moment, asked));
        let demand = &asked.demand;
        self.hardest = demand.intensity.iter().copied().fold(self.hardest, f64::max);
        self.exhaustion.advance(&demand.intensity, duration_s, self.runner.depletion_s);
        let activation = self.exhaustion.raise(&demand.activation, self.fatigue_share);
        exposure.on_foot_s += duration_s;
        let strides = duration_s / (2.0 * demand.step_s);
        let (swing, stance) = (self.swing_s * strides, self.stance_share * demand.contact_s * strides);
        let seconds: PerMuscle = std::array::from_fn(|m| if IN_SWING[m] { swing } else { stance });
        exposure.add(class_of(&moment), &activation, &seconds);
        for ((sum, second), braking) in exposure.eccentric_s.iter_mut().zip(&seconds).zip(&asked.braking) {
            *sum += second * braking;
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

/// Below this intensity at its hardest a session exhausts nobody, whatever critical speed is within reason (assumed).
const EASY_AT_HARDEST: f64 = 0.75;
/// Slopes below this are level: their error changes nothing that counts (two fifths of [`HILL_GRADE`]).
const SLOPE_FROM: f32 = 0.018;
/// Standard deviations between the median and the 10th or 90th percentile.
const TENTH: f64 = 1.281_551_565_5;

/// The seconds of a recorded session on foot; how hard the hardest of them was, relative to critical.
pub(crate) fn expose_central(session: &Session, athlete: &Athlete, method: &Method, exposure: &mut Exposure) -> f64 {
    run_all(&Moments::of(session, athlete), athlete, method, exposure)
}

/// The same, and what is not known about all of them.
pub(crate) fn expose(session: &Session, athlete: &Athlete, method: &Method, exposure: &mut Exposure) {
    let hardest = expose_central(session, athlete, method, exposure);
    let at = |athlete: &Athlete, slope_errors: f64| {
        let mut other = Exposure::new(athlete.max_sprint.origin);
        run_all(&Moments { slope_errors, ..Moments::of(session, athlete) }, athlete, method, &mut other);
        other
    };
    let mut doubts = Doubts::default();
    if hardest > EASY_AT_HARDEST {
        let doubt = Doubt::CriticalSpeed(athlete.critical_speed.origin);
        let ends = method.doubt_ranges().ends(doubt).map(|factor| {
            let value = Speed::from_m_per_s(factor * athlete.critical_speed.value.as_m_per_s());
            at(&Athlete { critical_speed: Sourced { value, ..athlete.critical_speed }, ..*athlete }, 0.0)
        });
        doubts.add(doubt, exposure, &ends, method);
        let doubt = Doubt::DistanceReserve(athlete.distance_reserve.origin);
        let ends = method.doubt_ranges().ends(doubt).map(|factor| {
            let value = Distance::from_m(factor * athlete.distance_reserve.value.as_m());
            at(&Athlete { distance_reserve: Sourced { value, ..athlete.distance_reserve }, ..*athlete }, 0.0)
        });
        doubts.add(doubt, exposure, &ends, method);
    }
    let motion = &session.motion;
    if motion.grade_error.is_some_and(|e| e.as_ratio() > 0.0) && motion.grade.iter().any(|g| g.abs() >= SLOPE_FROM) {
        doubts.add(Doubt::Slope, exposure, &[-TENTH, TENTH].map(|errors| at(athlete, errors)), method);
    }
    exposure.doubts = doubts;
}

/// Goes through a session; how hard its hardest second was, relative to critical.
fn run_all(moments: &Moments<'_>, athlete: &Athlete, method: &Method, exposure: &mut Exposure) -> f64 {
    let mut legs = Legs::new(runner(athlete, method), method);
    for i in 0..moments.motion.len() {
        match moments.at(i) {
            Some(moment) => legs.run(moment, 1.0, exposure),
            None => legs.stand(1.0),
        }
    }
    legs.hardest
}

/// The seconds of a recording as moments.
struct Moments<'a> {
    motion: &'a Motion,
    mass_ratio: f64,
    grade_error: f64,
    /// By how many standard errors every slope is steeper than recorded.
    slope_errors: f64,
}

impl<'a> Moments<'a> {
    fn of(session: &'a Session, athlete: &Athlete) -> Self {
        let body = athlete.mass.value.as_kg().max(1.0);
        Self {
            motion: &session.motion,
            mass_ratio: (body + session.carried_mass.as_kg().max(0.0)) / body,
            grade_error: session.motion.grade_error.map_or(0.0, |e| e.as_ratio().abs()),
            slope_errors: 0.0,
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
        // What lies within the error may be level as well, and no slope turns into its opposite.
        let steeper = (self.slope_errors * self.grade_error).clamp(-grade.abs(), grade.abs());
        let grade = grade + steeper * grade.signum();
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
