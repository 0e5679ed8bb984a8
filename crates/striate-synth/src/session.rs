//! From what the sensors wrote to a whole recording: laps, workout steps, totals, device and profile.

use crate::body::Performance;
use crate::device::{Device, Laps};
use crate::rng::Rng;
use crate::runner::Runner;
use crate::script::{Part, Plan, Role, Until};
use crate::sensor::{Origin, Sensed};
use striate_model::{
    Channel, Device as DeviceId, DeviceProfile, Distance, HeartRate, Intensity, Lap, LapTrigger, Mass, Recording,
    Speed, Sport, Step, StepDuration, TimeSpan, Timestamp, Workout,
};

/// FIT's manufacturer number for devices under development: nobody's watch.
pub(crate) const MANUFACTURER_DEVELOPMENT: u16 = 255;

/// Puts the recording together.
pub(crate) fn assemble(
    plan: &Plan,
    performance: &Performance,
    sensed: Sensed,
    (device, origin): (&Device, &Origin),
    rng: &Rng,
) -> Recording {
    let mut recording = Recording::new(Sport::Running, plan.sub_sport, origin.time);
    let marks = lap_marks(plan, performance, &sensed, device, rng);
    recording.laps = laps(&marks, &sensed, origin.time);
    recording.workout = plan.is_workout.then(|| workout(plan));
    recording.pauses.clone_from(&sensed.pauses);
    let timer_s = timer_between(&sensed, 0, sensed.distance_by_second.len() - 1);
    recording.streams = sensed.streams;
    finish(&mut recording, timer_s);
    recording
}

/// Fills in the totals that a watch writes, and who made the recording.
pub(crate) fn finish(recording: &mut Recording, timer_s: f64) {
    let streams = &recording.streams;
    let last = *streams.time.last().expect("a recording has at least one sample");
    recording.elapsed = Some(last.since(recording.start));
    recording.timer = Some(TimeSpan::from_s(timer_s));
    recording.distance = streams.distance_m.last().map(|m| Distance::from_m(*m));
    let known = |channel| streams.channel(channel).iter().copied().filter(|v| !v.is_nan()).map(f64::from);
    let highest = |channel| known(channel).reduce(f64::max);
    let count = known(Channel::HeartRateBpm).count();
    if count > 0 {
        let mean = known(Channel::HeartRateBpm).sum::<f64>() / count as f64;
        recording.hr_mean = Some(HeartRate::from_bpm(mean.round()));
    }
    recording.hr_max = highest(Channel::HeartRateBpm).map(HeartRate::from_bpm);
    recording.speed_max = highest(Channel::SpeedMPerS).map(Speed::from_m_per_s);
    let heights: Vec<f64> = known(Channel::AltitudeM).collect();
    if !heights.is_empty() {
        let (up, down) = climbs(&heights);
        recording.ascent = Some(Distance::from_m(up.round()));
        recording.descent = Some(Distance::from_m(down.round()));
    }
    recording.device = DeviceId {
        manufacturer: Some(MANUFACTURER_DEVELOPMENT),
        product: Some(1),
        serial: Some((recording.start.as_unix_ms() / 1000) as u32),
        name: None,
    };
}

/// What the watch knows about its wearer.
pub(crate) fn profile(runner: &Runner) -> DeviceProfile {
    DeviceProfile {
        mass: Some(Mass::from_kg(runner.mass_kg)),
        height: Some(Distance::from_m(runner.height_m)),
        is_female: Some(runner.is_female),
        hr_max: Some(HeartRate::from_bpm(runner.hr_max_bpm)),
        hr_rest: Some(HeartRate::from_bpm(runner.hr_rest_bpm)),
    }
}

/// Up and down as a watch counts them: a climb counts once it exceeds three metres (assumption).
fn climbs(heights: &[f64]) -> (f64, f64) {
    let (mut up, mut down, mut reference) = (0.0, 0.0, heights[0]);
    for height in heights {
        let change = height - reference;
        if change.abs() >= 3.0 {
            if change > 0.0 {
                up += change;
            } else {
                down -= change;
            }
            reference = *height;
        }
    }
    (up, down)
}

/// The end of a lap, at a whole second, with what is known about the lap that ends there.
struct Mark {
    second: usize,
    trigger: LapTrigger,
    intensity: Option<Intensity>,
    step: Option<u16>,
}

fn lap_marks(plan: &Plan, performance: &Performance, sensed: &Sensed, device: &Device, rng: &Rng) -> Vec<Mark> {
    let last = sensed.distance_by_second.len() - 1;
    let mut rng = rng.branch("laps");
    let mut marks = Vec::new();
    match device.laps {
        Laps::Whole => {}
        Laps::EachKilometre => {
            let mut next_m = 1000.0;
            for (second, metres) in sensed.distance_by_second.iter().enumerate() {
                if *metres >= next_m {
                    marks.push(Mark { second, trigger: LapTrigger::Distance, intensity: None, step: None });
                    next_m += 1000.0;
                }
            }
        }
        Laps::EachRound => {
            let rounds = (performance.moments[last].distance_m / 400.0) as usize;
            for round in 1..=rounds {
                let crossed = performance.moments.iter().position(|m| m.distance_m >= 400.0 * round as f64);
                if let Some(second) = crossed {
                    let second = second + rng.count(0, 1);
                    marks.push(Mark { second, trigger: LapTrigger::Manual, intensity: None, step: None });
                }
            }
        }
        Laps::PressedLate => {
            // The hand is mostly late, now and then early, and one press in thirty is forgotten (assumption).
            for part in &performance.parts {
                let late = (0.2 * device.pressed_late_s + 1.3 * rng.normal() * device.pressed_late_s / 6.0)
                    .clamp(-1.5, device.pressed_late_s);
                if !rng.chance(1.0 / 30.0) {
                    let second = (part.end_s + late).round().max(1.0) as usize;
                    marks.push(Mark { second, trigger: LapTrigger::Manual, intensity: None, step: None });
                }
            }
        }
        Laps::WorkoutSteps => {
            // Runners start on the countdown, some two seconds before the watch ends the rest, and stop a second or so
            // after it ends the effort (seen in real recordings of structured workouts; sizes are assumptions).
            for (index, part) in performance.parts.iter().enumerate() {
                let starts_effort = plan.parts.get(index + 1).is_some_and(|next| next.role == Role::Effort);
                let beep_s = part.end_s + if starts_effort { 2.0 } else { -1.2 } + 0.6 * rng.normal();
                marks.push(Mark {
                    second: beep_s.round().max(1.0) as usize,
                    trigger: LapTrigger::Manual,
                    intensity: Some(intensity(part.part.role)),
                    step: Some(workout_step_of(plan, index)),
                });
            }
        }
    }
    let mut before = 0;
    marks.retain(|mark| {
        let keep = mark.second > before && mark.second < last;
        if keep {
            before = mark.second;
        }
        keep
    });
    let (intensity, step) = match (device.laps, plan.parts.last()) {
        (Laps::WorkoutSteps, Some(part)) => {
            (Some(intensity(part.role)), Some(workout_step_of(plan, plan.parts.len() - 1)))
        }
        _ => (None, None),
    };
    marks.push(Mark { second: last, trigger: LapTrigger::SessionEnd, intensity, step });
    marks
}

const fn intensity(role: Role) -> Intensity {
    match role {
        Role::WarmUp => Intensity::Warmup,
        Role::CoolDown => Intensity::Cooldown,
        Role::Recovery | Role::Halt | Role::Pause => Intensity::Recovery,
        Role::Effort | Role::Steady => Intensity::Active,
    }
}

fn laps(marks: &[Mark], sensed: &Sensed, start: Timestamp) -> Vec<Lap> {
    let mut from = 0;
    marks
        .iter()
        .map(|mark| {
            let metres = sensed.distance_by_second[mark.second] - sensed.distance_by_second[from];
            let lap = Lap {
                start: start + TimeSpan::from_s(from as f64),
                end: start + TimeSpan::from_s(mark.second as f64),
                timer: Some(TimeSpan::from_s(timer_between(sensed, from, mark.second))),
                distance: Some(Distance::from_m((metres * 100.0).round() / 100.0)),
                intensity: mark.intensity,
                trigger: Some(mark.trigger),
                workout_step: mark.step,
            };
            from = mark.second;
            lap
        })
        .collect()
}

/// Seconds with the timer running between two whole seconds.
fn timer_between(sensed: &Sensed, from: usize, to: usize) -> f64 {
    let ran = |s: &usize| sensed.timer_by_second[*s] && sensed.timer_by_second[*s - 1];
    (from + 1..=to).filter(ran).count() as f64
}

/// The plan as the steps of a structured workout. Where every effort is alike and every recovery is alike, they become
/// one pair of steps and a repeat, as athletes write them.
fn workout(plan: &Plan) -> Workout {
    let mut steps: Vec<Step> = Vec::new();
    let repeat = repeat_of(plan);
    for (index, part) in plan.parts.iter().enumerate() {
        if let Some(repeat) = repeat
            && index == repeat.end
        {
            steps.push(step(
                steps.len(),
                StepDuration::Repeat { from: repeat.first as u16, rounds: repeat.rounds },
                None,
            ));
        }
        if repeat.is_none_or(|r| index < r.first + 2 || index >= r.end) {
            let duration = match part.until {
                Until::Time(s) => StepDuration::Time(TimeSpan::from_s(s)),
                Until::Distance(m) => StepDuration::Distance(Distance::from_m(m)),
                Until::BackAtStart => StepDuration::Open,
            };
            steps.push(step(steps.len(), duration, Some(intensity(part.role))));
        }
    }
    Workout { name: Some("Synthetic".to_owned()), sport: Sport::Running, steps }
}

fn step(index: usize, duration: StepDuration, intensity: Option<Intensity>) -> Step {
    Step { index: index as u16, name: None, duration, target: None, intensity, exercise: None, load: None }
}

/// Pairs of effort and recovery that are all alike, from part `first` up to, not including, part `end`.
#[derive(Clone, Copy)]
struct Repeat {
    first: usize,
    end: usize,
    rounds: u32,
}

fn repeat_of(plan: &Plan) -> Option<Repeat> {
    let first = plan.parts.iter().position(|p| p.role == Role::Effort)?;
    let pairs: Vec<_> = plan.parts[first..].chunks_exact(2).collect();
    let alike = |pair: &&&[Part]| {
        pair[0].role == Role::Effort
            && pair[1].role == Role::Recovery
            && pair[0].until == pairs[0][0].until
            && pair[1].until == pairs[0][1].until
    };
    let rounds = pairs.iter().take_while(alike).count();
    let end = first + 2 * rounds;
    (rounds >= 2 && plan.parts[end..].iter().all(|p| p.role != Role::Effort)).then_some(Repeat {
        first,
        end,
        rounds: rounds as u32,
    })
}

/// Which step of the workout a part belongs to.
fn workout_step_of(plan: &Plan, part: usize) -> u16 {
    let step = match repeat_of(plan) {
        Some(repeat) if part >= repeat.end => part - 2 * repeat.rounds as usize + 3,
        Some(repeat) if part >= repeat.first => repeat.first + (part - repeat.first) % 2,
        _ => part,
    };
    step as u16
}
