//! What the body does with a plan: true speed with finite acceleration and human unevenness, heart rate that lags,
//! steps and contact times. Everything here is truth; the sensors come after.

use crate::course::{Course, Place};
use crate::rng::{Rng, Wander};
use crate::runner::{Runner, running_cost, walking_cost};
use crate::script::{Pace, Part, Plan, Role, Route, Until, Way};

/// Step of the simulation, s.
const STEP_S: f64 = 0.1;
/// Steps of the simulation in a second.
const STEPS_PER_SECOND: u64 = 10;
/// No part lasts longer than this, whatever its end says, s.
const LONGEST_PART_S: f64 = 6.0 * 3600.0;

/// The truth at one whole second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) speed_m_per_s: f64,
    pub(crate) distance_m: f64,
    pub(crate) place: Place,
    /// Slope in the direction of travel.
    pub(crate) grade: f64,
    pub(crate) heart_rate_bpm: f64,
    pub(crate) cadence_spm: f64,
    /// Contact time of one foot; `None` when walking or standing.
    pub(crate) contact_s: Option<f64>,
    pub(crate) power_w: f64,
    pub(crate) is_timer_on: bool,
}

/// How one part came out. Its bounds are the athlete's intentions: it begins when the runner begins to change to its
/// pace and ends when the next part's intention begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Performed {
    pub(crate) part: Part,
    pub(crate) start_s: f64,
    pub(crate) end_s: f64,
    pub(crate) start_m: f64,
    pub(crate) end_m: f64,
    pub(crate) climb_m: f64,
}

/// A performed plan.
#[derive(Debug)]
pub(crate) struct Performance {
    /// One moment for each whole second from the start.
    pub(crate) moments: Vec<Moment>,
    /// The parts as they came out.
    pub(crate) parts: Vec<Performed>,
}

struct State {
    steps: u64,
    speed: f64,
    distance_m: f64,
    course_m: f64,
    heart: Heart,
    moments: Vec<Moment>,
}

/// Runs the plan.
pub(crate) fn perform(plan: &Plan, runner: &Runner, rng: &Rng) -> Performance {
    let mut course = Course::new(plan.route, rng);
    let mut noise = Unevenness::new(runner, rng);
    let mut state =
        State { steps: 0, speed: 0.0, distance_m: 0.0, course_m: 0.0, heart: Heart::new(rng), moments: Vec::new() };
    let mut parts = Vec::with_capacity(plan.parts.len());
    let mut effort_start_m = 0.0;
    for part in &plan.parts {
        if part.role == Role::Effort {
            effort_start_m = state.course_m;
        }
        let (start_s, start_m) = (state.seconds(), state.distance_m);
        let start_height = course.at(state.course_m, part.ground).height_m;
        while !is_over(part, &state, start_s, start_m, effort_start_m) {
            let place = course.at(state.course_m, part.ground);
            let done = match part.until {
                Until::Time(s) => (state.seconds() - start_s) / s,
                Until::Distance(m) => (state.distance_m - start_m) / m,
                Until::BackAtStart => 0.0,
            };
            step(&mut state, &mut noise, &Setting { plan, runner, part, place, done });
        }
        parts.push(Performed {
            part: *part,
            start_s,
            end_s: state.seconds(),
            start_m,
            end_m: state.distance_m,
            climb_m: course.at(state.course_m, part.ground).height_m - start_height,
        });
    }
    Performance { moments: state.moments, parts }
}

fn is_over(part: &Part, state: &State, start_s: f64, start_m: f64, effort_start_m: f64) -> bool {
    let elapsed = state.seconds() - start_s;
    elapsed >= LONGEST_PART_S
        || match part.until {
            Until::Time(s) => elapsed >= s - STEP_S / 2.0,
            Until::Distance(m) => state.distance_m - start_m >= m,
            Until::BackAtStart => state.course_m <= effort_start_m || elapsed >= 600.0,
        }
}

impl State {
    fn seconds(&self) -> f64 {
        self.steps as f64 / STEPS_PER_SECOND as f64
    }
}

struct Setting<'a> {
    plan: &'a Plan,
    runner: &'a Runner,
    part: &'a Part,
    place: Place,
    done: f64,
}

impl Setting<'_> {
    fn grade(&self) -> f64 {
        match self.part.way {
            Way::On => self.place.grade,
            Way::Back => -self.place.grade,
        }
    }

    /// The speed over ground that the runner is after.
    fn wanted_speed(&self, unevenness: &Unevenness) -> f64 {
        let Unevenness { speed: noise, uphill_mood, fade, .. } = *unevenness;
        let demand = match self.part.pace {
            Pace::Stand => return 0.0,
            Pace::Walk(speed) => {
                // Walking slows with the cost of the slope, up and (less) down.
                let relative = walking_cost(self.grade()) / walking_cost(0.0);
                return speed * (1.0 + 0.5 * noise) / if relative > 1.0 { relative } else { relative.powf(0.2) };
            }
            Pace::Demand(demand) => demand,
            Pace::Ramp(from, to) => from + (to - from) * self.done.clamp(0.0, 1.0),
        };
        let load = 1.0 + self.plan.carried_mass_kg / self.runner.mass_kg;
        // Most runners begin a repetition too fast and pay for it, some the other way round.
        let fade = if self.part.role == Role::Effort { fade * (0.5 - self.done.clamp(0.0, 1.0)) } else { 0.0 };
        let flat = demand * self.runner.critical_speed_m_per_s * (1.0 + noise + fade) / load;
        let cost = running_cost(self.grade()) / running_cost(0.0);
        // In an effort the demand is what is meant; on the way, runners slow less uphill than equal cost would ask and
        // gain less downhill than equal cost would allow (the direction is Strava's published grade model; the exponents
        // are assumptions).
        let slowing = match (self.part.role, cost > 1.0) {
            (Role::Effort, true) => cost,
            (_, true) => cost.powf(uphill_mood),
            (_, false) => cost.powf(0.35),
        };
        // Steep downhill is braked.
        let braking = 1.0 - 2.0 * (-self.grade() - 0.10).clamp(0.0, 0.15);
        (flat / slowing * braking * self.place.footing).min(self.runner.max_sprint_m_per_s)
    }

    /// How fast speed follows intention, s, and how hard the runner accelerates and brakes at most, m/s². Sprint
    /// accelerations have a time constant near 1 s at every level (Clark and Ryan 2022; sprinters' peak is 6.4 m/s²,
    /// di Prampero 2005); gentler changes take longer. Runners come from 4 m/s down to a walk within two seconds (seen
    /// in real recordings of structured workouts) and run out of a sprint over three or four (assumption). A belt ramps
    /// at 0.4 m/s² (assumption).
    fn response(&self, speed: f64, wanted: f64) -> (f64, f64) {
        let (time_constant_s, limit) = match (self.part.role, wanted > speed) {
            (Role::Effort, true) if wanted > 1.2 * self.runner.critical_speed_m_per_s => (1.2, 4.5),
            (Role::Effort, true) => (1.8, 2.5),
            (Role::Halt | Role::Pause, false) => (0.8, 2.5),
            (Role::Recovery | Role::CoolDown, false) => (0.9, 2.0),
            _ => (2.2, 2.0),
        };
        (time_constant_s, if self.plan.route == Route::Treadmill { 0.4 } else { limit })
    }
}

fn step(state: &mut State, noise: &mut Unevenness, at: &Setting<'_>) {
    if state.steps.is_multiple_of(STEPS_PER_SECOND) {
        noise.next_second();
        let moment = observe(state, at, noise);
        state.moments.push(moment);
    }
    let wanted = at.wanted_speed(noise);
    let (time_constant_s, limit) = at.response(state.speed, wanted);
    let change = ((wanted - state.speed) / time_constant_s).clamp(-limit, limit);
    state.speed = (state.speed + change * STEP_S).max(0.0);
    if wanted == 0.0 && state.speed < 0.05 {
        state.speed = 0.0;
    }
    let metres = state.speed * STEP_S;
    state.distance_m += metres;
    match at.part.way {
        Way::On => state.course_m += metres,
        Way::Back => state.course_m = (state.course_m - metres).max(0.0),
    }
    state.steps += 1;
}

fn observe(state: &mut State, at: &Setting<'_>, noise: &mut Unevenness) -> Moment {
    let (speed, grade, runner) = (state.speed, at.grade(), at.runner);
    let is_walking = matches!(at.part.pace, Pace::Walk(_)) && speed < 2.2;
    let load = 1.0 + at.plan.carried_mass_kg / runner.mass_kg;
    let cost = if is_walking { walking_cost(grade) } else { running_cost(grade) } * load;
    let demand = cost * speed / (running_cost(0.0) * runner.critical_speed_m_per_s);
    let heart_rate_bpm = state.heart.next_second(runner, demand);
    let is_moving = speed > 0.3;
    let cadence_spm = if !is_moving {
        0.0
    } else if is_walking {
        runner.walking_cadence_spm(speed)
    } else {
        runner.cadence_spm(speed, grade) + noise.steps
    };
    Moment {
        speed_m_per_s: speed,
        distance_m: state.distance_m,
        place: at.place,
        grade,
        heart_rate_bpm,
        cadence_spm,
        contact_s: (is_moving && !is_walking).then(|| runner.contact_s(speed, cadence_spm)),
        // Running power as wrist and foot devices report it: near 1.04 W per kg and m/s on the flat, rising with the
        // cost of the slope (assumption; vendors do not publish their models).
        power_w: 1.04 * runner.mass_kg * load * speed * (cost / load / running_cost(0.0)).clamp(0.5, 3.0),
        is_timer_on: at.part.role != Role::Pause,
    }
}

/// How speed strays from intention. Two wandering errors, one over some seconds and one over minutes; sizes are
/// assumptions, checked against the spread of device speed in steady stretches of real recordings.
struct Unevenness {
    quick: Wander,
    slow: Wander,
    step_rate: Wander,
    speed: f64,
    steps: f64,
    uphill_mood: f64,
    /// By how much repetitions slow from begin to end, as a share of their speed.
    fade: f64,
}

impl Unevenness {
    fn new(runner: &Runner, rng: &Rng) -> Self {
        Self {
            quick: Wander::new(0.7 * runner.unevenness, 9.0, rng.branch("quick unevenness")),
            slow: Wander::new(0.7 * runner.unevenness, 150.0, rng.branch("slow unevenness")),
            step_rate: Wander::new(1.2, 8.0, rng.branch("step rate")),
            speed: 0.0,
            steps: 0.0,
            uphill_mood: rng.branch("uphill mood").between(0.70, 0.95),
            fade: rng.branch("fade").between(-0.02, 0.07),
        }
    }

    fn next_second(&mut self) {
        self.speed = self.quick.next(1.0) + self.slow.next(1.0);
        self.steps = self.step_rate.next(1.0);
    }
}

/// Heart rate behind demand: a quick part (withdrawal of the vagus, some ten seconds) and a main part with the runner's
/// own time constant, slower to fall than to rise, and an upward drift with time. Shape: oxygen uptake kinetics in running
/// (Carter 2000) and mono-exponential recovery with time constants near a minute; sizes are assumptions.
struct Heart {
    quick: f64,
    main: f64,
    drift: f64,
    beats: Wander,
}

impl Heart {
    fn new(rng: &Rng) -> Self {
        let start = 0.18 + 0.03 * rng.branch("heart start").normal();
        Self { quick: start, main: start, drift: 0.0, beats: Wander::new(1.2, 5.0, rng.branch("beats")) }
    }

    /// Heart rate after one more second at a demand (1 at critical speed).
    fn next_second(&mut self, runner: &Runner, demand: f64) -> f64 {
        // Share of heart rate reserve: 0.92 at critical speed, 0.78 at the first threshold, 0.13 at rest.
        let wanted = (0.13 + 0.79 * demand).min(1.03);
        follow(&mut self.quick, wanted, 10.0, 18.0);
        follow(&mut self.main, wanted, runner.hr_rise_s, 1.9 * runner.hr_rise_s);
        // Cardiovascular drift: about 6 % of the reserve in an hour of easy running, faster above critical speed.
        let towards = if demand > 0.4 { 0.10 + 0.10 * (demand - 0.9).clamp(0.0, 0.3) } else { 0.0 };
        follow(&mut self.drift, towards, 4500.0, 900.0);
        let share = (0.4 * self.quick + 0.6 * self.main + self.drift).min(1.0);
        (runner.hr_rest_bpm + (runner.hr_max_bpm - runner.hr_rest_bpm) * share + self.beats.next(1.0))
            .clamp(35.0, runner.hr_max_bpm)
    }
}

fn follow(value: &mut f64, wanted: f64, rise_s: f64, fall_s: f64) {
    let time_constant = if wanted > *value { rise_s } else { fall_s };
    *value += (wanted - *value) * (1.0 - (-1.0 / time_constant).exp());
}
