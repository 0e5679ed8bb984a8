//! Runs as real files have them: what 84 real recordings taught about watches and runners, drawn for another set of
//! scenarios beside the public test set.
//!
//! Heights in whole metres, fixes that come late, speeds smoothed over seconds, samples that are seconds apart with gusts
//! of wrong speed, laps pressed up to twelve seconds late; files that hold only the repetitions, rests that are walked or
//! stood, repetitions over ground that rises and falls, a faster end of an easy run. Shares and sizes are read off those recordings by eye (assumptions).

use crate::device::{Device, Rate};
use crate::library::{FAMILIES, Family};
use crate::rng::Rng;
use crate::scenario::{Deed, Scenario};
use crate::script::{Ground, Pace, Part, Plan, Role, Route, Until};
use crate::test_set::{runner_at, scenario};

/// The families that real collections are made of, and how many runs of each: about a quarter with repetitions.
const SHARES: &[(&str, u64)] = &[
    ("easy", 16),
    ("easy_rolling", 12),
    ("easy_long_descent", 4),
    ("city_stop_and_go", 16),
    ("long", 12),
    ("race", 8),
    ("trail", 4),
    ("progression_easy", 4),
    ("intervals_400_to_2000_m", 16),
    ("intervals_paused", 4),
    ("short_rest_repeats", 4),
    ("ladder", 4),
    ("hill_repeats_30_to_180_s", 4),
];

/// Levels of runner, from the slowest to the fastest.
const LEVELS: u64 = 16;

/// Runs with the faults of real files, in a fixed order; their halves are told by their seeds as in the public test set.
pub fn field_set() -> impl Iterator<Item = Scenario> {
    SHARES.iter().zip(0_u64..).flat_map(|((name, count), index)| {
        let family = FAMILIES.iter().find(|f| f.name == *name).expect("every share names a family");
        (0..2 * count).map(move |variant| {
            let seed = 50_000 + 100 * index + variant;
            let level = ((variant / 2) * 5 % LEVELS) as f64 / (LEVELS - 1) as f64;
            as_in_the_field(family, scenario(family, seed, runner_at(level, seed)))
        })
    })
}

fn as_in_the_field(family: &Family, mut scenario: Scenario) -> Scenario {
    let mut chance = Rng::new(scenario.seed).branch("field");
    scenario.name = format!("field-{}", scenario.name);
    watch(&mut scenario.device, &mut chance);
    if let Deed::Run(plan) = &mut scenario.deed
        && plan.route != Route::Treadmill
    {
        run(family, plan, &mut chance);
    }
    scenario
}

fn watch(device: &mut Device, chance: &mut Rng) {
    if chance.chance(0.35) {
        device.height_step_m = 1.0;
    }
    if chance.chance(0.5) {
        device.smoothing_s = chance.between(1.5, 3.5);
        device.delay_s = chance.count(0, 2);
    }
    device.fix_delay_s = chance.count(0, 3);
    device.pressed_late_s = 12.0;
    if chance.chance(0.3) {
        device.rate = Rate::Smart;
        device.gusts_per_hour = chance.between(2.0, 20.0);
    }
}

fn run(family: &Family, plan: &mut Plan, chance: &mut Rng) {
    let has_efforts = plan.parts.iter().any(|p| p.role == Role::Effort);
    if !has_efforts {
        if family.name == "easy" && chance.chance(0.3) {
            // Faster home.
            let pace = Pace::Demand(chance.between(0.86, 0.98));
            plan.parts.push(Part::new(Role::Steady, pace, Until::Time(chance.between(60.0, 240.0))));
        }
        return;
    }
    if !family.needs_height {
        if chance.chance(0.4) {
            let ground = Ground::Rolling(chance.between(0.015, 0.03), chance.between(90.0, 300.0));
            for part in &mut plan.parts {
                part.ground = ground;
            }
        }
        if chance.chance(0.5) {
            let pace = if chance.chance(0.7) { Pace::Walk(chance.between(1.1, 1.5)) } else { Pace::Stand };
            for part in plan.parts.iter_mut().filter(|p| p.role == Role::Recovery) {
                part.pace = pace;
            }
        }
    }
    if chance.chance(0.25) {
        plan.parts.retain(|p| !matches!(p.role, Role::WarmUp | Role::CoolDown));
    }
}
