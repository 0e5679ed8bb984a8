//! A prescription as the steps of a watch, and as lines for a reader.

use super::lifting::at_home_hint;
use super::{Block, Bout, Extent, Feel, Prescription, Purpose};
use striate_model::{
    Distance, ExerciseCandidate, ExerciseRef, HeartRate, Intensity, Load, MassUnit, Speed, Sport, Step, StepDuration,
    StepTarget, TimeSpan, Workout,
};

/// The workout of a prescription; `None` for rest. Heart rates are worked out of rest and maximum, beats a minute.
#[must_use]
pub fn workout(prescription: &Prescription, heart_bpm: [f64; 2]) -> Option<Workout> {
    if prescription.blocks.is_empty() {
        return None;
    }
    let sport = if prescription.kind.is_run() { Sport::Running } else { Sport::Training };
    let mut steps: Vec<Step> = Vec::new();
    for block in &prescription.blocks {
        let first = steps.len() as u16;
        steps.extend(block.bouts.iter().map(|bout| step(bout, heart_bpm)));
        if block.times > 1 {
            steps.push(bare(StepDuration::Repeat { from: first, rounds: block.times }));
        }
    }
    for (index, step) in steps.iter_mut().enumerate() {
        step.index = index as u16;
    }
    Some(Workout { name: Some(prescription.title.clone()), sport, steps })
}

fn bare(duration: StepDuration) -> Step {
    Step { index: 0, name: None, duration, target: None, intensity: None, exercise: None, load: None }
}

fn intensity(purpose: Purpose) -> Intensity {
    match purpose {
        Purpose::WarmUp => Intensity::Warmup,
        Purpose::Work => Intensity::Active,
        Purpose::Rest => Intensity::Recovery,
        Purpose::CoolDown => Intensity::Cooldown,
    }
}

fn time(seconds: f64) -> StepDuration {
    StepDuration::Time(TimeSpan::from_s(seconds.round()))
}

fn step(bout: &Bout, [rest_bpm, max_bpm]: [f64; 2]) -> Step {
    match bout {
        Bout::Run { purpose, extent, speed_m_per_s: [low, high], grade, feel } => Step {
            duration: match extent {
                Extent::Seconds(s) => time(*s),
                Extent::Metres(m) => StepDuration::Distance(Distance::from_m(m.round())),
            },
            // A watch can show a range of speeds; millimetres a second are what it stores. An effort that is told in words
            // has none: no watch measures ten seconds well enough. Nor has a walk, and nor has what goes downhill: how fast
            // that is the ground decides.
            target: (feel.is_none() && *high >= WALKING_BELOW && *grade > DOWNHILL)
                .then(|| StepTarget::Speed { low: millimetres(*low), high: millimetres(*high) }),
            intensity: Some(intensity(*purpose)),
            name: named(*purpose, *grade, *feel, *high < WALKING_BELOW),
            ..bare(StepDuration::Open)
        },
        Bout::Pause { seconds } => Step { intensity: Some(Intensity::Rest), ..bare(time(*seconds)) },
        Bout::Stairs { purpose, seconds, reserve } => Step {
            name: Some("stairs".to_owned()),
            target: Some(StepTarget::HeartRate {
                low: beats(rest_bpm, max_bpm, reserve - 0.05),
                high: beats(rest_bpm, max_bpm, reserve + 0.05),
            }),
            intensity: Some(intensity(*purpose)),
            ..bare(time(*seconds))
        },
        Bout::Set { exercise, reps, load_kg, .. } => Step {
            name: Some(exercise.name.clone()),
            intensity: Some(Intensity::Active),
            exercise: Some(exercise_ref(exercise)),
            load: load_kg.map(|value| Load { value, unit: MassUnit::Kilogram }),
            ..bare(StepDuration::Reps(u32::from(*reps)))
        },
        Bout::Jumps { exercise, landings } => Step {
            name: Some(exercise.name.clone()),
            intensity: Some(Intensity::Active),
            exercise: Some(exercise_ref(exercise)),
            ..bare(StepDuration::Reps(u32::from(*landings)))
        },
        Bout::Mobility { what, seconds } => {
            Step { name: Some(what.clone().into_owned()), intensity: Some(Intensity::Warmup), ..bare(time(*seconds)) }
        }
    }
}

fn exercise_ref(exercise: &super::Exercise) -> ExerciseRef {
    match exercise.fit {
        Some((category, number)) => {
            ExerciseRef::Fit(vec![ExerciseCandidate { category, exercise: number, confidence: None }])
        }
        None => ExerciseRef::Title(exercise.name.clone()),
    }
}

fn millimetres(speed: f64) -> Speed {
    Speed::from_m_per_s((1000.0 * speed).round() / 1000.0)
}

fn beats(rest: f64, max: f64, reserve: f64) -> HeartRate {
    HeartRate::from_bpm((rest + (max - rest) * reserve).round())
}

/// The name of a step, short enough for a watch.
fn named(purpose: Purpose, grade: f64, feel: Option<Feel>, is_walk: bool) -> Option<String> {
    let short = feel.map(|f| match f {
        Feel::FlatOut => "flat out",
        Feel::NearlyFlatOut => "nearly flat out",
        Feel::CanTalk => "easy",
    });
    match (purpose, short) {
        (Purpose::Work, Some(short)) if grade >= 0.01 => Some(format!("{short}, {:.0} % up", 100.0 * grade)),
        (Purpose::Work, Some(short)) => Some(short.to_owned()),
        (purpose, _) => named_by_slope(purpose, grade, is_walk),
    }
}

fn named_by_slope(purpose: Purpose, grade: f64, is_walk: bool) -> Option<String> {
    match purpose {
        _ if grade >= 0.01 => Some(format!("uphill {:.0} %", 100.0 * grade)),
        _ if grade <= DOWNHILL && is_walk => Some("walk back down".to_owned()),
        _ if grade <= DOWNHILL => Some("downhill, easy".to_owned()),
        Purpose::WarmUp => Some("warm up".to_owned()),
        Purpose::CoolDown => Some("cool down".to_owned()),
        Purpose::Work | Purpose::Rest if is_walk => Some("walk".to_owned()),
        Purpose::Work | Purpose::Rest => None,
    }
}

/// What to do, in lines for a reader: "8 x 200 m at 3:05 to 3:13 /km, then 210 s rest".
#[must_use]
pub fn step_lines(prescription: &Prescription) -> Vec<String> {
    prescription.blocks.iter().map(block_line).collect()
}

fn block_line(block: &Block) -> String {
    let bouts: Vec<String> = block.bouts.iter().map(bout_line).collect();
    let line = bouts.join(", then ");
    // A single set is told as one, so that every lift has its number of sets.
    let is_set = matches!(block.bouts.first(), Some(Bout::Set { .. } | Bout::Jumps { .. }));
    if block.times > 1 || is_set { format!("{} x {line}", block.times) } else { line }
}

fn bout_line(bout: &Bout) -> String {
    match bout {
        Bout::Run { purpose, extent, speed_m_per_s, grade, feel } => {
            run_line(*purpose, *extent, *speed_m_per_s, (*grade, *feel))
        }
        Bout::Pause { seconds } => format!("{} rest", span(*seconds)),
        Bout::Stairs { purpose: Purpose::WarmUp, seconds, .. } => format!("{} easy on the stairs", span(*seconds)),
        Bout::Stairs { seconds, reserve, .. } => {
            format!("{} up stairs at about {:.0} % of heart rate reserve", span(*seconds), 100.0 * reserve)
        }
        Bout::Set { exercise, reps, in_reserve, load_kg, lowering_s } => {
            let side = if exercise.is_unilateral { " each side" } else { "" };
            let load = load_kg.map(|kg| format!(" with {kg} kg")).unwrap_or_default();
            let slow = lowering_s.map(|s| format!(", {s} s down")).unwrap_or_default();
            let hint = at_home_hint(exercise).map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{}{hint}: {reps} reps{side}{load}{slow}, {in_reserve:.0} in reserve", exercise.name)
        }
        Bout::Jumps { exercise, landings } => format!("{}: {landings} jumps", exercise.name),
        Bout::Mobility { what, seconds } => format!("{} {what}", span(*seconds)),
    }
}

/// A walk has no pace.
const WALKING_BELOW: f64 = 1.9;
/// From this grade on it goes downhill.
const DOWNHILL: f64 = -0.01;

fn run_line(purpose: Purpose, extent: Extent, [low, high]: [f64; 2], (grade, feel): (f64, Option<Feel>)) -> String {
    let far = match extent {
        Extent::Seconds(s) => span(s),
        Extent::Metres(m) => format!("{m:.0} m"),
    };
    let is_walk = high < WALKING_BELOW;
    let how = match purpose {
        Purpose::WarmUp if is_walk => " brisk walk to warm up",
        Purpose::CoolDown if is_walk => " walk to cool down",
        Purpose::WarmUp => " warm-up",
        Purpose::CoolDown => " cool-down",
        Purpose::Rest if is_walk && grade <= DOWNHILL => " walk back",
        Purpose::Rest if is_walk => " walk",
        Purpose::Rest => " jog",
        Purpose::Work if feel == Some(Feel::CanTalk) => " run",
        Purpose::Work => "",
    };
    let slope = match grade {
        g if g >= 0.01 => format!(" uphill ({:.0} %)", 100.0 * g),
        g if g <= DOWNHILL => " down".to_owned(),
        _ => String::new(),
    };
    let pace = match feel {
        Some(feel) => format!(" {}", feel.words()),
        None if is_walk => String::new(),
        None if grade <= DOWNHILL => ", easy".to_owned(),
        None => format!(" at {} to {} /km", clock(1000.0 / high), clock(1000.0 / low)),
    };
    format!("{far}{how}{slope}{pace}")
}

/// Minutes where they are whole or many, else seconds.
fn span(seconds: f64) -> String {
    let whole = seconds.round();
    let is_whole = whole >= 60.0 && whole % 60.0 == 0.0;
    if is_whole || whole >= 600.0 { format!("{:.0} min", whole / 60.0) } else { format!("{whole:.0} s") }
}

/// Seconds as `m:ss`.
fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}
