//! From the body, the frame of a week and the menu to the week's problem.

use super::PlanWishes;
use super::menu::{Dish, Level};
use striate_model::{BodyState, DailyDose, Muscle, MuscleState, Timestamp};
use striate_plan::kinds::{Family, PlannedKind};
use striate_plan::season::{Approach, Goal, SeasonWeek, Stage, WeekLoad};
use striate_plan::week::{
    DAYS, Dose, Entry, FORBIDDEN, Item, Kind, Limit, LimitSet, MUSCLES, SLOTS, Table, Tally, WAITS, WeekProblem,
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
pub(super) const FINE: i32 = 8;
/// Points for a session that the week does not owe: none but who asks for it gets it.
const NOT_OWED: i32 = FINE * 10_000;
/// Points for each level that an owed session is below the one that is due.
const BELOW_DUE: i32 = FINE * 1500;
/// Points for the long run on another day than its own: as much as a level.
const OTHER_LONG_DAY: i32 = FINE * 1500;
/// Points for a shorter warm-up.
const SHORT_WARM_UP: i32 = FINE * 100;
/// Points for a hard set beyond a target's high end, beyond one and a half times of it, and beyond what is useful.
const BEYOND: [f64; 3] = [120.0, 80.0, 400.0];
/// Hard sets a week beyond which more do nothing (the product's bands).
const USEFUL: f64 = 12.0;
/// A muscle that has had less than a hard set a week weighs so much more (rule E9).
const NEGLECTED: f64 = 1.5;
/// From this dose in one session on the chosen rest holds for a muscle, hard sets: legs, and the upper body.
const WORKS_HARD: f64 = 1.0;
const WORKS_HARD_ABOVE: f64 = 2.0;
/// Targets of the legs: the trunk and the upper body come after them.
const LEG_TARGETS: usize = 10;
/// Glutes, quads, hamstrings and calves among the targets: fast and uphill running and jumps work all four hard.
const FOUR: [usize; 4] = [0, 2, 4, 7];

/// Hard sets of a target: of several muscles the one that gets most.
pub(super) fn hard_sets(dose: &DailyDose, target: usize) -> f64 {
    TARGETS[target].1.iter().map(|&m| dose.muscles[m].hse).fold(0.0, f64::max)
}

/// Half-days from a morning until each target may work hard again.
pub(super) fn entry_at(body: &BodyState, morning: Timestamp, growth: &GrowthMethod) -> Entry {
    let mut entry = Entry::default();
    let values = growth.central();
    let until = morning.since(body.fatigue_at);
    // A body that is known as it will be later has rested less by then.
    let early_h = (-until.as_s() / 3600.0).max(0.0);
    for (wait, (_, muscles, _)) in entry.wait.iter_mut().zip(&TARGETS) {
        let hours = muscles.iter().map(|&m| hours_to_ready(&rest(body.muscles[m], until, values), values));
        let hours = hours.fold(0.0, f64::max);
        *wait = ((hours + if hours > 0.0 { early_h } else { 0.0 }) / 12.0).ceil().min(15.0) as u8;
    }
    entry
}

/// What the problem of a week is filled from.
pub(super) struct Filling<'a> {
    pub(super) wishes: &'a PlanWishes,
    pub(super) week: &'a SeasonWeek,
    pub(super) body: &'a BodyState,
    pub(super) entry: Entry,
    pub(super) growth: &'a GrowthMethod,
    /// The longest run, min and km.
    pub(super) longest: (i32, f64),
    /// After thirty days without a run: the day of the long run, before which there is no other, so that none is longer
    /// than a tenth over the one before.
    pub(super) starts_on: Option<usize>,
    /// Minutes of each day of this week, Monday first.
    pub(super) minutes: [i32; DAYS],
    /// The slots of the race.
    pub(super) race: Option<u16>,
    /// Days from this Monday to the next race.
    pub(super) to_race: Option<i32>,
}

/// The problem of a week; levels that the week does not allow leave the dishes.
pub(super) fn fill(ask: &Filling<'_>, dishes: &mut Vec<Dish>) -> WeekProblem {
    let wishes = ask.wishes;
    let spared = |target: usize| TARGETS[target].1.iter().any(|m| wishes.spare.contains(m));
    for dish in dishes.iter_mut() {
        dish.levels.retain(|level| {
            // The gate on single runs holds for every run but the race, and a muscle to spare is spared.
            let is_race = dish.kind == PlannedKind::Race;
            let too_long = dish.is_run && !is_race && level.dose.distance.as_m() > 1000.0 * ask.longest.1;
            let on_spared = (0..MUSCLES).any(|t| spared(t) && hard_sets(&level.dose, t) > 0.5);
            !(too_long || on_spared)
        });
    }
    dishes.retain(|dish| !dish.levels.is_empty());
    let kinds: Vec<Kind> = dishes.iter().map(|dish| kind_of(ask, dish)).collect();
    WeekProblem {
        minutes: ask.minutes,
        slot_cost: std::array::from_fn(|s| if s % 2 == 0 { 0 } else { FINE }),
        double_cost: FINE * 25,
        doses: doses(wishes, &ask.week.load),
        tallies: tallies(ask, &kinds),
        // The season mixes the kinds.
        variety_least: 0,
        variety_bonus: 0,
        legs_rest: if wishes.rest_hours >= 48 { 4 } else { 2 },
        rest_days: rest_days(wishes, ask.week.stage),
        long_margin: long_margin(ask.longest.0),
        first_day: 0,
        entry: ask.entry,
        limits: LimitSet::all(),
        kinds,
    }
}

/// Days without any session that a week can be asked for.
const MOST_REST_DAYS: usize = 3;

/// By how many minutes the long run is longer than any other, where it may take so many.
pub(super) const fn long_margin(longest: i32) -> i32 {
    if longest < 25 { 1 } else { 5 }
}

/// A day of another sport is no day of rest, though the week leaves it free. An easier week has a second one.
fn rest_days(wishes: &PlanWishes, stage: Stage) -> usize {
    let least = if stage == Stage::Deload { 2 } else { 1 };
    let is_busy = |day: &usize| wishes.minutes[*day] == 0 && wishes.others.iter().any(|o| o.day == *day);
    (least + (0..wishes.minutes.len()).filter(is_busy).count()).min(MOST_REST_DAYS)
}

fn kind_of(ask: &Filling<'_>, dish: &Dish) -> Kind {
    let wishes = ask.wishes;
    // Sprints load all four leg muscles whatever the dose says.
    let is_sprint = matches!(dish.kind.family(), Family::Fast | Family::Hill) && dish.is_heavy;
    let mut works_hard = if is_sprint { FOUR.iter().fold(0, |bits, t| bits | 1 << t) } else { 0 };
    let mut items = Vec::new();
    for level in &dish.levels {
        for target in 0..MUSCLES {
            let sets = hard_sets(&level.dose, target);
            let legs = target < LEG_TARGETS && sets >= WORKS_HARD;
            let above = dish.is_lift && target > LEG_TARGETS && sets >= WORKS_HARD_ABOVE;
            works_hard |= u16::from(legs || above) << target;
        }
        items.push(item(ask, dish, level));
    }
    let is_long = dish.kind == PlannedKind::Long;
    // A race is on its day however ready the legs are; what it does to them counts after it.
    let is_race = dish.kind == PlannedKind::Race;
    let works_hard = if is_race { 0 } else { works_hard };
    let least = usize::from(dish.kind == PlannedKind::Race);
    let most = dish.most.max(dish.owed);
    let top = items.len().saturating_sub(1);
    // An owed session is to be at the level that is due; lifts may have fewer sets.
    let lower = if dish.owed > 0 && !dish.is_lift { BELOW_DUE } else { 0 };
    // Lengths of even runs are steps of their own; of a ladder a shorter warm-up is a small one.
    let of = |i: usize| dish.levels.get(i).map_or(0, |l| i32::from(l.prescription.level));
    let is_ladder = dish.levels.iter().any(|l| l.prescription.reps.is_some());
    // The same level with a shorter warm-up or fewer jumps: the more of it is left out, the dearer.
    let left_out = |i: usize| if is_ladder { (i + 1..=top).filter(|j| of(*j) == of(i)).count() as i32 } else { 0 };
    let below = |i: usize| {
        let steps = if is_ladder { of(top) - of(i) } else { (top - i) as i32 };
        lower * steps + SHORT_WARM_UP * left_out(i)
    };
    let effort = |i: usize| FINE * (2 * items[i].minutes + if dish.is_hard { 30 } else { 10 });
    let choices = Kind::every_choice(items.len(), least..=most, |multiset| {
        let sessions: i32 = multiset.iter().map(|i| i32::from(i.1)).sum();
        let cost = multiset.iter().map(|&(i, n)| (effort(i) + below(i)) * i32::from(n)).sum::<i32>();
        let beyond = (sessions - dish.owed as i32).max(0);
        cost + FINE * 15 * (sessions - 1).max(0) + if dish.is_filler { 0 } else { NOT_OWED * beyond }
    });
    let rest = if wishes.rest_hours >= 48 { 4 } else { 2 };
    Kind {
        name: dish.kind.as_str().to_owned(),
        variety: None,
        is_run: dish.is_run,
        is_lift: dish.is_lift,
        is_hard: dish.is_hard,
        is_legs: dish.is_legs && !is_race,
        is_long,
        follows: wishes.same_day && dish.is_lift && dish.is_legs,
        works_hard,
        // Where the days allow it, lifts leave the same rest: two upper-body days of one weekend serve nobody.
        rest: if dish.is_heavy || dish.is_lift && training_days(&ask.minutes) >= 4 { rest } else { 2 },
        items,
        choices,
    }
}

/// Points for a run in the evening and for leg strength in the morning.
const RUN_FIRST: i32 = 40;
/// Days before a race without heavy legs, and without sprints and hills (usual practice of a taper, judgment).
const LEGS_BEFORE_RACE: i32 = 4;
const SPEED_BEFORE_RACE: i32 = 2;

/// Whether a session is too near to a race that comes so many days later.
const fn is_too_near(dish: &Dish, days: i32) -> bool {
    let least = if dish.is_run { SPEED_BEFORE_RACE } else { LEGS_BEFORE_RACE };
    dish.is_heavy && !matches!(dish.kind, PlannedKind::Race) && days > 0 && days < least
}

fn item(ask: &Filling<'_>, dish: &Dish, level: &Level) -> Item {
    let (wishes, values) = (ask.wishes, ask.growth.central());
    let is_race = dish.kind == PlannedKind::Race;
    // How long a rested muscle of this body takes to be ready again.
    let wait = |target: usize| {
        let hours = TARGETS[target].1.iter().map(|&m| {
            let rested = MuscleState { fatigue: 0.0, damage: 0.0, ..ask.body.muscles[m] };
            hours_to_ready(&strike(rested, Blow::of(&level.dose, m, ask.growth), values), values)
        });
        let half_days = (hours.fold(0.0, f64::max) / 12.0).ceil().min(14.0) as u8;
        // A race waits for nothing, but the legs have the chosen rest after it.
        let after_race = if wishes.rest_hours >= 48 { 4 } else { 2 };
        if is_race && target < LEG_TARGETS { half_days.max(after_race) } else { half_days }
    };
    let is_race_day = |day: usize| ask.race.is_some_and(|slots| slots >> (2 * day) & 3 != 0);
    let slot_cost = |slot: usize| -> i32 {
        let day = slot / 2;
        let is_shut = wishes.others.iter().any(|o| o.shuts(slot, dish.is_hard, dish.is_legs));
        if is_shut && dish.kind != PlannedKind::Race {
            return FORBIDDEN;
        }
        if ask.to_race.is_some_and(|race| is_too_near(dish, race - day as i32)) || is_race_day(day) && !is_race {
            return FORBIDDEN;
        }
        match (ask.starts_on, dish.kind) {
            (_, PlannedKind::Race) => {}
            (Some(start), PlannedKind::Long) => return if day == start { 0 } else { FORBIDDEN },
            (Some(start), _) if dish.is_run && day <= start => return FORBIDDEN,
            _ => {}
        }
        match (dish.kind, wishes.long_day) {
            (PlannedKind::Race, _) if ask.race.is_none_or(|slots| slots >> slot & 1 == 0) => FORBIDDEN,
            (PlannedKind::Long, Some(long)) if day != long => OTHER_LONG_DAY,
            (PlannedKind::Long, None) if day < 5 => FINE * 120,
            // The run before the lift, and clearly so before one for the legs.
            _ if dish.is_run && slot % 2 == 1 => FINE * RUN_FIRST,
            _ if dish.is_lift && dish.is_legs && slot.is_multiple_of(2) => FINE * RUN_FIRST,
            _ if dish.is_lift && slot.is_multiple_of(2) => FINE * 4,
            _ => 0,
        }
    };
    Item {
        name: level.prescription.title.clone(),
        minutes: level.minutes,
        dose: (0..MUSCLES).map(|t| (10.0 * hard_sets(&level.dose, t)).round() as i32).collect(),
        wait: std::array::from_fn(wait),
        slot_cost: std::array::from_fn::<i32, SLOTS, _>(slot_cost),
        running_minutes: if dish.is_run { level.running } else { 0 },
    }
}

fn doses(wishes: &PlanWishes, frame: &WeekLoad) -> Vec<Dose> {
    let goal = match wishes.goal {
        Goal::Build => 1.2,
        Goal::Keep => 0.7,
        Goal::Lean => 1.0,
    };
    let dose = |(target, (name, _, weight)): (usize, &(&str, &[Muscle], f64))| {
        let (low, high) = frame.doses.get(target).copied().unwrap_or((1.0, 8.0));
        // Two thirds of what there is to gain is gained at the low end of the target.
        let tau = low.max(1.5);
        let is_neglected = frame.had.get(target).is_some_and(|had| *had < 1.0);
        let weight = f64::from(FINE) * goal * weight * if is_neglected { NEGLECTED } else { 1.0 };
        let high = high.max(2.0);
        let table = Table::convex(400, |d| {
            let dose = d as f64 / 10.0;
            let beyond = |border: f64| (dose - border).max(0.0);
            let too_much = BEYOND[0] * beyond(high) + BEYOND[1] * beyond(1.5 * high) + BEYOND[2] * beyond(USEFUL);
            weight * (-dose / tau).exp() + too_much * f64::from(FINE)
        });
        Dose { name: (*name).to_owned(), table, rules: vec!["B1", "C7", "D5"] }
    };
    TARGETS.iter().enumerate().map(dose).collect()
}

fn training_days(minutes: &[i32; DAYS]) -> i32 {
    minutes.iter().filter(|m| **m > 0).count() as i32
}

/// Strength sessions beyond those that a week owes: one for the upper body, but none where the athlete said how many,
/// runs first, or has few days.
const MORE_LIFTS: i32 = 1;
const FEW_DAYS: i32 = 3;

fn tallies(ask: &Filling<'_>, kinds: &[Kind]) -> Vec<Tally> {
    let (wishes, week) = (ask.wishes, ask.week);
    let tally = |limit, low, high, weight: &dyn Fn(&Kind, &Item) -> i32| Tally {
        limit,
        weight: kinds.iter().map(|k| k.items.iter().map(|i| weight(k, i)).collect()).collect(),
        low,
        high,
    };
    let owed = |is: fn(PlannedKind) -> bool| -> i32 {
        week.agenda.iter().filter(|o| is(o.kind)).map(|o| i32::from(o.times)).sum()
    };
    let lifts = owed(|k| matches!(k.family(), Family::Lift));
    let is_lean = wishes.approach() == Approach::Running || training_days(&ask.minutes) <= FEW_DAYS;
    let more = if is_lean { 0 } else { MORE_LIFTS };
    let most = wishes.lifts_per_week.map_or(lifts + more, |n| n.max(lifts));
    let legs = owed(|k| matches!(k, PlannedKind::LowerStrength | PlannedKind::FullStrength));
    let hard = owed(PlannedKind::is_hard);
    let is_race = |k: &Kind| k.name == PlannedKind::Race.as_str();
    vec![
        tally(Limit::RunningMinutes, week.load.minutes.0, week.load.minutes.1, &|k, i| {
            if is_race(k) { 0 } else { i.running_minutes }
        }),
        tally(Limit::Lifts, 0, most.max(1), &|k, _| i32::from(k.is_lift)),
        tally(Limit::LegStrength, 0, legs.max(1), &|k, _| i32::from(k.is_lift && k.is_legs)),
        tally(Limit::HardSessions, 0, hard.max(1), &|k, _| i32::from(k.is_hard)),
    ]
}

/// Waiting times with nothing in them, for what the body has already counted.
pub(super) const NO_WAIT: [u8; WAITS] = [0; WAITS];
