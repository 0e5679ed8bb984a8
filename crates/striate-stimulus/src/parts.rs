//! The parts that a published training protocol is made of, run through the same engine as recorded sessions.

use crate::activation::{Moment, Runner};
use crate::energy;
use crate::exposure::{Class, Exposure, Sets};
use crate::fatigue::Exhaustion;
use crate::lift::TrialExercise;
use crate::locomotion::{Legs, Work};
use crate::method::{Draw, Method, PerMuscle};
use crate::plyo;
use serde::Deserialize;
use striate_model::{MuscleMap, Origin, Speed};

/// One part of a session, in the grammar of the trial table (its keys are the grammar's letters).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "m", rename_all = "lowercase")]
pub enum Part {
    /// Running at a steady speed.
    Run {
        /// Speed, m/s.
        #[serde(rename = "v")]
        speed_m_per_s: f64,
        /// Duration of one repetition, s.
        #[serde(rename = "s")]
        duration_s: f64,
        /// Repetitions; a fraction below 1 stands for a part that not every session has.
        #[serde(rename = "n", default = "one")]
        times: f64,
        /// Intensity relative to critical speed.
        #[serde(rename = "I", default = "easy")]
        intensity: f64,
        /// Grade, rise over run.
        #[serde(rename = "g", default)]
        grade: f64,
        /// 1 where the ball of the foot lands first.
        #[serde(rename = "ffs", default)]
        forefoot: f64,
    },
    /// Maximal sprints from standing.
    Sprint {
        /// Distance of one sprint, m.
        #[serde(rename = "d")]
        distance_m: f64,
        /// Repetitions.
        #[serde(rename = "n", default = "one")]
        times: f64,
    },
    /// Hard decelerations or turns.
    Cod {
        /// How many.
        #[serde(rename = "n", default = "one")]
        times: f64,
    },
    /// Jumps.
    Plyo {
        /// Ground contacts.
        contacts: f64,
        /// Intensity: 1 is as high as possible.
        #[serde(rename = "int", default = "easy")]
        intensity: f64,
    },
    /// Cycling.
    Cycle {
        /// Duration of one repetition, s.
        #[serde(rename = "s")]
        duration_s: f64,
        /// Repetitions.
        #[serde(rename = "n", default = "one")]
        times: f64,
        /// Intensity relative to critical power.
        #[serde(rename = "I", default = "easy")]
        intensity: f64,
    },
    /// Walking.
    Walk {
        /// Duration of one repetition, s.
        #[serde(rename = "s")]
        duration_s: f64,
        /// Repetitions.
        #[serde(rename = "n", default = "one")]
        times: f64,
        /// Intensity relative to critical speed.
        #[serde(rename = "I", default = "easy")]
        intensity: f64,
    },
    /// Climbing stairs.
    Stairs {
        /// Duration of one repetition, s.
        #[serde(rename = "s")]
        duration_s: f64,
        /// Repetitions.
        #[serde(rename = "n", default = "one")]
        times: f64,
        /// Intensity relative to critical power.
        #[serde(rename = "I", default = "easy")]
        intensity: f64,
    },
    /// Sets of a strength exercise.
    Lift {
        /// The exercise.
        ex: TrialExercise,
        /// Sets.
        sets: f64,
        /// Repetitions in reserve at the end of each set.
        #[serde(default = "one")]
        rir: f64,
    },
}

fn one() -> f64 {
    1.0
}

fn easy() -> f64 {
    0.8
}

/// More than any protocol holds: seconds, repetitions, metres of one sprint, landings, sets.
const MOST_SECONDS: f64 = 100_000.0;
const MOST_TIMES: f64 = 2000.0;
const MOST_SPRINT_M: f64 = 2000.0;
const MOST_CONTACTS: f64 = 20_000.0;
const MOST_SETS: f64 = 200.0;
/// Faster than anybody runs, m/s; harder than anybody works, times critical speed or power.
const MOST_SPEED: f64 = 12.5;
const MOST_INTENSITY: f64 = 5.0;

impl Part {
    /// What of the part lies outside of what people do, in words; `None` where nothing does.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let figures: Vec<(&str, f64, f64, f64)> = match *self {
            Self::Run { speed_m_per_s: v, duration_s, times, intensity, grade, forefoot } => vec![
                ("v of run", v, 0.0, MOST_SPEED),
                ("s of run", duration_s, 0.0, MOST_SECONDS),
                ("n of run", times, 0.0, MOST_TIMES),
                ("I of run", intensity, 0.0, MOST_INTENSITY),
                ("g of run", grade, -1.0, 1.0),
                ("ffs of run", forefoot, 0.0, 1.0),
            ],
            Self::Sprint { distance_m, times } => {
                vec![("d of sprint", distance_m, 0.0, MOST_SPRINT_M), ("n of sprint", times, 0.0, MOST_TIMES)]
            }
            Self::Cod { times } => vec![("n of cod", times, 0.0, MOST_TIMES)],
            Self::Plyo { contacts, intensity } => {
                vec![("contacts of plyo", contacts, 0.0, MOST_CONTACTS), ("int of plyo", intensity, 0.0, 1.5)]
            }
            Self::Cycle { duration_s, times, intensity }
            | Self::Walk { duration_s, times, intensity }
            | Self::Stairs { duration_s, times, intensity } => vec![
                ("s", duration_s, 0.0, MOST_SECONDS),
                ("n", times, 0.0, MOST_TIMES),
                ("I", intensity, 0.0, MOST_INTENSITY),
            ],
            Self::Lift { sets, rir, .. } => {
                vec![("sets of lift", sets, 0.0, MOST_SETS), ("rir of lift", rir, 0.0, 50.0)]
            }
        };
        let is_outside = |f: &&(&str, f64, f64, f64)| !(f.2..=f.3).contains(&f.1);
        figures
            .iter()
            .find(is_outside)
            .map(|(name, is, least, most)| format!("{name} must be between {least} and {most}, not {is}"))
    }

    /// The keys of the grammar that a part of this name may have; empty for an unknown name.
    #[must_use]
    pub fn keys(name: &str) -> &'static [&'static str] {
        match name {
            "run" => &["m", "v", "s", "n", "I", "g", "ffs"],
            "sprint" => &["m", "d", "n"],
            "cod" => &["m", "n"],
            "plyo" => &["m", "contacts", "int"],
            "cycle" | "walk" | "stairs" => &["m", "s", "n", "I"],
            "lift" => &["m", "ex", "sets", "rir"],
            _ => &[],
        }
    }
}

/// Height of the mean athlete of a trial, m: the height at which cadence is what the speed alone says.
const TRIAL_HEIGHT: f64 = 1.73;
/// Distance reserve over critical speed of the athletes of a trial, s (assumed: 35 to 70).
const TRIAL_DEPLETION_S: f64 = 50.0;

impl Method {
    /// The exposure of one session made of `parts`, by athletes with this maximum sprint speed. Between two parts the
    /// legs recover to a fifth of their exhaustion.
    #[must_use]
    pub fn expose_parts(&self, parts: &[Part], max_sprint: Speed) -> Exposure {
        let mut exposure = Exposure::new(Origin::Given);
        let mut exhaustion = Exhaustion::default();
        for part in parts {
            exhaustion = part.expose(max_sprint.as_m_per_s().max(2.0), exhaustion.left(0.2), self, &mut exposure);
        }
        exposure
    }

    /// What one session made of `parts` does to each muscle of an athlete with this maximum sprint speed.
    #[must_use]
    pub fn doses_of_parts(&self, parts: &[Part], max_sprint: Speed, draw: Draw) -> MuscleMap<crate::Dose> {
        self.expose_parts(parts, max_sprint).doses(self, draw)
    }
}

impl Part {
    /// Adds the part for legs that come to it as exhausted as given; how exhausted they leave it.
    fn expose(self, max_sprint: f64, before: Exhaustion, method: &Method, exposure: &mut Exposure) -> Exhaustion {
        let general = &method.values(Draw::Central).general;
        let runner = Runner {
            max_sprint,
            critical_speed: 0.55 * max_sprint,
            height: TRIAL_HEIGHT,
            calf_factor: 1.0,
            depletion_s: TRIAL_DEPLETION_S,
        };
        match self {
            Self::Run { speed_m_per_s: v, duration_s, times, intensity, grade, forefoot } => {
                // Intensity is given: the critical speed is the one that makes it true.
                let equivalent = v * energy::pushing_cost(grade) / energy::LEVEL_RUNNING_COST;
                let felt = if grade >= 0.0 { equivalent } else { v };
                let calf_factor = if forefoot > 0.0 { general.forefoot_factor } else { 1.0 };
                let runner = Runner { critical_speed: felt.max(0.1) / intensity.max(0.05), calf_factor, ..runner };
                let mut legs = Legs::exhausted(before, runner, method);
                let moment =
                    Moment { speed: v, grade, acceleration: 0.0, mass_ratio: 1.0, cadence: None, contact_s: None };
                repeat(duration_s, times, &mut legs, |legs, step_s| legs.run(moment, step_s, exposure));
                return legs.exhaustion;
            }
            Self::Sprint { distance_m, times } => {
                let mut one = Exposure::new(Origin::Given);
                sprint(distance_m, &mut Legs::new(runner, method), &mut one);
                exposure.add_times(&one, times);
            }
            Self::Cod { times } => plyo::turn(times, method, exposure),
            Self::Plyo { contacts, intensity } => plyo::jump(contacts, intensity, method, exposure),
            Self::Cycle { duration_s, times, intensity } => {
                let work = cycling(intensity, method);
                let mut legs = Legs::exhausted(before, runner, method);
                repeat(duration_s, times, &mut legs, |legs, step_s| legs.work(work, step_s, exposure));
                return legs.exhaustion;
            }
            Self::Walk { duration_s, times, intensity } => {
                let work = walking(intensity, max_sprint, method);
                let mut legs = Legs::exhausted(before, runner, method);
                repeat(duration_s, times, &mut legs, |legs, step_s| legs.work(work, step_s, exposure));
                return legs.exhaustion;
            }
            Self::Stairs { duration_s, times, intensity } => {
                let work = stairs(intensity, max_sprint, method);
                let mut legs = Legs::exhausted(before, runner, method);
                repeat(duration_s, times, &mut legs, |legs, step_s| legs.work(work, step_s, exposure));
                return legs.exhaustion;
            }
            Self::Lift { ex, sets, rir } => {
                let entries = &method.exercises[&ex];
                let weights = MuscleMap::from_fn(|m| entries.get(m as usize).copied().unwrap_or(0.0));
                exposure.sets.push(Sets { weights, count: sets, reps: None, in_reserve: Some(rir), light: false });
            }
        }
        Exhaustion::default()
    }
}

/// Repeats a bout, in at most 120 steps each, with rests as long as the bout but one to three minutes (assumed where a
/// trial does not say).
fn repeat(duration_s: f64, times: f64, legs: &mut Legs<'_>, mut go_on: impl FnMut(&mut Legs<'_>, f64)) {
    // A share of a bout is a shorter bout.
    let bouts = if times < 1.0 { 1.0 } else { times.round() };
    let bout_s = duration_s * times / bouts;
    let step_s = (bout_s / 120.0).max(1.0);
    for bout in 0..bouts as u32 {
        if bout > 0 {
            legs.rest(bout_s.clamp(60.0, 180.0));
        }
        let mut left_s = bout_s;
        while left_s > 1e-9 {
            go_on(legs, step_s.min(left_s));
            left_s -= step_s;
        }
    }
}

/// One maximal sprint from standing: speed nears its maximum exponentially (Samozino 2016, read: v = v0 (1 - e^(-t/tau)));
/// a time constant of 1.1 s is near what all levels reach (read: about 1 s).
fn sprint(distance_m: f64, legs: &mut Legs<'_>, exposure: &mut Exposure) {
    const TAU_S: f64 = 1.1;
    const STEP_S: f64 = 0.1;
    let max_sprint = legs.runner.max_sprint;
    let (mut time_s, mut covered_m) = (0.0, 0.0);
    while covered_m < distance_m - 1e-9 {
        let left = (-(time_s + STEP_S / 2.0) / TAU_S).exp();
        let speed = max_sprint * (1.0 - left);
        let step_s = STEP_S.min((distance_m - covered_m) / speed);
        let moment = Moment {
            speed: speed.max(0.31),
            grade: 0.0,
            acceleration: max_sprint / TAU_S * left,
            mass_ratio: 1.0,
            cadence: None,
            contact_s: None,
        };
        legs.run(moment, step_s, exposure);
        covered_m += speed * step_s;
        time_s += step_s;
    }
}

/// Cycling at an intensity relative to critical power.
pub(crate) fn cycling(intensity: f64, method: &Method) -> Work {
    let general = &method.values(Draw::Central).general;
    let effort = general.cycling_base + general.cycling_rise * intensity;
    let active_share = general.cycling_active;
    Work {
        class: Class::Cycling,
        activation: shared(effort, &method.muscles.cycling),
        intensity,
        active_share,
        eccentric_share: 0.0,
    }
}

fn walking(intensity: f64, max_sprint: f64, method: &Method) -> Work {
    let general = &method.values(Draw::Central).general;
    let effort = (general.walking_base + general.walking_rise * intensity) * weakness(max_sprint);
    on_foot(shared(effort, &method.muscles.walking), intensity, method)
}

/// Climbing stairs at an intensity relative to critical power.
pub(crate) fn stairs(intensity: f64, max_sprint: f64, method: &Method) -> Work {
    let general = &method.values(Draw::Central).general;
    let effort = (general.stairs_base + general.stairs_rise * intensity) * weakness(max_sprint);
    on_foot(shared(effort, &method.muscles.stairs), intensity, method)
}

/// Walking is the same task for everybody: whose sprint is slow is weak, and works nearer the limit (assumed).
fn weakness(max_sprint: f64) -> f64 {
    (7.5 / max_sprint).sqrt()
}

fn on_foot(activation: PerMuscle, intensity: f64, method: &Method) -> Work {
    // Walking brakes little: a tenth of the work is eccentric (assumed).
    Work {
        class: Class::Walking,
        activation,
        intensity,
        active_share: method.values(Draw::Central).general.walking_active,
        eccentric_share: 0.1,
    }
}

fn shared(effort: f64, shares: &PerMuscle) -> PerMuscle {
    shares.map(|share| (effort * share).clamp(0.0, 1.0))
}
