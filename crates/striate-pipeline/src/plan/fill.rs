//! From the body, the frame of a week and the menu to the week's problem.

use super::PlanWishes;
use super::menu::{Dish, Kitchen, Lengths, Level, menu};
use striate_model::{BodyState, DailyDose, Muscle, MuscleState, TimeSpan};
use striate_plan::week::{
    Dose, Entry, FORBIDDEN, Goal, Item, Kind, Limit, LimitSet, MUSCLES, MacroWeek, SLOTS, Table, Tally, WAITS,
    WeekPhase, WeekProblem,
};
use striate_state::GrowthMethod;
use striate_state::fatigue::{Blow, hours_to_ready, rest, strike};

/// What the plan doses: the muscles that running reaches one by one, the upper body as what pushes and what pulls.
pub(super) const TARGETS: [(&str, &[Muscle], f64); MUSCLES] = [
    ("gluteus_maximus", &[Muscle::GluteusMaximus], 1500.0),
    ("gluteus_medius", &[Muscle::GluteusMedius], 500.0),
    ("vasti", &[Muscle::Vasti], 1500.0),
    ("rectus_femoris", &[Muscle::RectusFemoris], 600.0),
    ("hamstrings", &[Muscle::Hamstrings], 1400.0),
    ("adductors", &[Muscle::Adductors], 400.0),
    ("hip_flexors", &[Muscle::HipFlexors], 300.0),
    ("gastrocnemius", &[Muscle::Gastrocnemius], 1100.0),
    ("soleus", &[Muscle::Soleus], 700.0),
    ("tibialis_anterior", &[Muscle::TibialisAnterior], 150.0),
    ("core", &[Muscle::Core], 300.0),
    ("chest", &[Muscle::Chest, Muscle::Shoulders, Muscle::Triceps], 450.0),
    ("lats", &[Muscle::Lats, Muscle::UpperBack, Muscle::Biceps], 450.0),
];

/// Points are eighths: finer points keep the rounding of the tables small.
const FINE: i32 = 8;
/// From this dose in one session on a muscle works hard, hard sets.
const WORKS_HARD: f64 = 1.2;

/// Hard sets of a target: of several muscles the one that gets most.
pub(super) fn hard_sets(dose: &DailyDose, target: usize) -> f64 {
    TARGETS[target].1.iter().map(|&m| dose.muscles[m].hse).fold(0.0, f64::max)
}

/// A week's problem and what its items are.
pub(super) struct Filled {
    pub(super) problem: WeekProblem,
    pub(super) dishes: Vec<Dish>,
}

/// Half-days until each target may work hard again, from the body as it is after `after`.
pub(super) fn entry_of(body: &BodyState, after: TimeSpan, growth: &GrowthMethod) -> Entry {
    let mut entry = Entry::default();
    let values = growth.central();
    for (wait, (_, muscles, _)) in entry.wait.iter_mut().zip(&TARGETS) {
        let hours = muscles.iter().map(|&m| hours_to_ready(&rest(body.muscles[m], after, values), values));
        *wait = (hours.fold(0.0, f64::max) / 12.0).ceil().min(15.0) as u8;
    }
    entry
}

/// The problem of a week.
pub(super) fn fill(
    wishes: &PlanWishes,
    frame: &MacroWeek,
    body: &BodyState,
    entry: Entry,
    kitchen: &mut Kitchen<'_>,
    growth: &GrowthMethod,
) -> Filled {
    let easy_km_per_min = 0.75 * kitchen.athlete.critical_speed.value.as_m_per_s() * 60.0 / 1000.0;
    let most_minutes = wishes.minutes.iter().copied().max().unwrap_or(0);
    let longest = ((frame.longest_km / easy_km_per_min) as i32).min(most_minutes);
    let lengths = Lengths {
        longest,
        has_long: frame.phase.has_long_run(),
        series: frame.series,
        fast: frame.series && frame.phase != WeekPhase::Injury,
    };
    let spared = |target: usize| TARGETS[target].1.iter().any(|m| wishes.spare.contains(m));
    let mut dishes = menu(kitchen.athlete, wishes, lengths);
    let mut kinds = Vec::new();
    for (place, dish) in dishes.iter_mut().enumerate() {
        // An easier week keeps what is hard, and cuts how much of it.
        if !frame.phase.has_long_run() && (dish.is_hard || dish.is_lift) {
            dish.levels.truncate(1);
        }
        let mut items = Vec::new();
        let mut kept: Vec<Level> = Vec::new();
        let mut works_hard = 0;
        for level in &dish.levels {
            let Some(dose) = kitchen.dose(&level.line) else { continue };
            // The gate on single runs holds for every run, and a muscle to spare is spared.
            let too_long = dish.is_run && dose.distance.as_m() > 1005.0 * frame.longest_km;
            let on_spared = (0..MUSCLES).any(|t| spared(t) && hard_sets(&dose, t) > 0.5);
            if too_long || on_spared {
                continue;
            }
            for target in 0..MUSCLES {
                if dish.is_heavy && hard_sets(&dose, target) >= WORKS_HARD
                    || dish.is_lift && hard_sets(&dose, target) >= 2.0
                {
                    works_hard |= 1 << target;
                }
            }
            items.push(item(wishes, dish, level, &dose, body, growth));
            kept.push(level.clone());
        }
        dish.levels = kept;
        let is_long = dish.kind == "long";
        let effort = |i: usize| FINE * (2 * items[i].minutes + if dish.is_hard { 30 } else { 10 });
        let choices = Kind::every_choice(items.len(), usize::from(is_long)..=dish.most, |multiset| {
            let sessions: i32 = multiset.iter().map(|i| i32::from(i.1)).sum();
            multiset.iter().map(|&(i, n)| effort(i) * i32::from(n)).sum::<i32>() + FINE * 15 * (sessions - 1).max(0)
        });
        let rest = if wishes.rest_hours >= 48 { 4 } else { 2 };
        kinds.push(Kind {
            name: dish.kind.to_owned(),
            variety: dish.is_run.then_some(place as u8),
            is_run: dish.is_run,
            is_lift: dish.is_lift,
            is_hard: dish.is_hard,
            is_legs: dish.is_legs,
            is_long,
            works_hard,
            rest: if dish.is_heavy { rest } else { 2 },
            items,
            choices,
        });
    }
    let problem = WeekProblem {
        minutes: wishes.minutes,
        slot_cost: std::array::from_fn(|s| if s % 2 == 0 { 0 } else { FINE }),
        double_cost: FINE * 25,
        doses: doses(wishes, frame),
        tallies: tallies(wishes, frame, &kinds),
        variety_least: variety(wishes, frame, &kinds),
        variety_bonus: FINE * 40,
        rest_days: 1,
        long_margin: if longest >= 40 { 5 } else { 1 },
        first_day: 0,
        entry,
        limits: LimitSet::all(),
        kinds,
    };
    Filled { problem, dishes }
}

fn item(
    wishes: &PlanWishes,
    dish: &Dish,
    level: &Level,
    dose: &DailyDose,
    body: &BodyState,
    growth: &GrowthMethod,
) -> Item {
    let values = growth.central();
    // How long a rested muscle of this body takes to be ready again.
    let wait = |target: usize| {
        let hours = TARGETS[target].1.iter().map(|&m| {
            let rested = MuscleState { fatigue: 0.0, damage: 0.0, ..body.muscles[m] };
            hours_to_ready(&strike(rested, Blow::of(dose, m, growth), values), values)
        });
        (hours.fold(0.0, f64::max) / 12.0).ceil().min(14.0) as u8
    };
    let slot_cost = |slot: usize| -> i32 {
        let day = slot / 2;
        if !wishes.fixed_days_allow(dish.kind, day) {
            return FORBIDDEN;
        }
        match (dish.kind, wishes.long_day) {
            ("long", Some(long)) if day != long => FINE * if day >= 5 { 40 } else { 200 },
            ("long", None) if day < 5 => FINE * 120,
            _ => 0,
        }
    };
    Item {
        name: level.title.clone(),
        minutes: level.minutes,
        dose: (0..MUSCLES).map(|t| (10.0 * hard_sets(dose, t)).round() as i32).collect(),
        wait: std::array::from_fn(wait),
        slot_cost: std::array::from_fn::<i32, SLOTS, _>(slot_cost),
        running_minutes: if dish.is_run { level.minutes } else { 0 },
    }
}

fn doses(wishes: &PlanWishes, frame: &MacroWeek) -> Vec<Dose> {
    let goal = match wishes.goal {
        Goal::Build => 1.2,
        Goal::Keep => 0.8,
        Goal::Lean => 1.0,
    };
    let dose = |(target, (name, _, weight)): (usize, &(&str, &[Muscle], f64))| {
        let (low, high) = frame.doses.get(target).copied().unwrap_or((1.0, 8.0));
        // Two thirds of what there is to gain is gained at the low end of the target.
        let tau = low.max(1.5);
        let weight = f64::from(FINE) * goal * weight;
        let table = Table::convex(400, |d| {
            let dose = d as f64 / 10.0;
            weight * (-dose / tau).exp() + (dose - high.max(2.0)).max(0.0) * 40.0 * f64::from(FINE)
        });
        Dose { name: (*name).to_owned(), table, rules: vec!["B1", "C7", "D5"] }
    };
    TARGETS.iter().enumerate().map(dose).collect()
}

fn tallies(wishes: &PlanWishes, frame: &MacroWeek, kinds: &[Kind]) -> Vec<Tally> {
    let tally = |limit, low, high, weight: &dyn Fn(&Kind, &Item) -> i32| Tally {
        limit,
        weight: kinds.iter().map(|k| k.items.iter().map(|i| weight(k, i)).collect()).collect(),
        low,
        high,
    };
    let days = wishes.minutes.iter().filter(|m| **m > 0).count() as i32;
    let loads = frame.phase.has_long_run();
    let lifts = match wishes.goal {
        Goal::Build => (2, 4),
        Goal::Keep | Goal::Lean => (1, 3),
    };
    let least = if loads { lifts.0.min((days - 1).max(0)) } else { 0 };
    let legs_least = i32::from(frame.phase != WeekPhase::Taper && frame.phase != WeekPhase::Injury);
    let hard = match frame.phase {
        WeekPhase::Building | WeekPhase::Keeping => 5,
        WeekPhase::Base => 4,
        _ => 2,
    };
    vec![
        tally(Limit::RunningMinutes, frame.minutes.0, frame.minutes.1, &|_, i| i.running_minutes),
        tally(Limit::Lifts, least, lifts.1, &|k, _| i32::from(k.is_lift)),
        tally(Limit::LegStrength, legs_least, 3, &|k, _| i32::from(k.is_lift && k.is_legs)),
        tally(Limit::HardSessions, 0, hard.min(days), &|k, _| i32::from(k.is_hard)),
    ]
}

fn variety(wishes: &PlanWishes, frame: &MacroWeek, kinds: &[Kind]) -> usize {
    let days = wishes.minutes.iter().filter(|m| **m > 0).count();
    let most = kinds.iter().filter(|k| k.is_run && !k.items.is_empty()).count();
    let wanted = match frame.phase {
        WeekPhase::Building | WeekPhase::Keeping => 3,
        WeekPhase::Base => 2,
        _ => 1,
    };
    wanted.min(most).min(days.saturating_sub(1))
}

/// Waiting times with nothing in them, for what the body has already counted.
pub(super) const NO_WAIT: [u8; WAITS] = [0; WAITS];
