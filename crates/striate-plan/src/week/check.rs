//! The one judge of weeks: reads a week session by session against the words of the limits, and shares nothing with the
//! search. Whatever made a plan, a solver or a hand, this says whether it holds and what it costs.

use super::limit::Limit;
use super::problem::{DAYS, Entry, FORBIDDEN, ItemId, Placement, SLOTS, WAITS, WeekProblem};
use std::fmt;

/// A week that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its points.
    pub cost: i64,
    /// What it leaves to the next week.
    pub exit: Entry,
}

/// A limit that a week breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which limit; `None` where the session itself is not allowed so often or in that slot.
    pub limit: Option<Limit>,
    /// Where and how.
    pub words: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

const DAY_NAMES: [&str; DAYS] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Judges a week.
///
/// # Errors
/// Every limit in force that it breaks.
pub fn check(problem: &WeekProblem, week: &Placement) -> Result<Judged, Vec<Breach>> {
    let mut breaches = Vec::new();
    days(problem, week, &mut breaches);
    waits(problem, week, &mut breaches);
    totals(problem, week, &mut breaches);
    let cost = cost(problem, week, &mut breaches);
    if breaches.is_empty() { Ok(Judged { cost, exit: exit(problem, week) }) } else { Err(breaches) }
}

struct Judge<'a> {
    problem: &'a WeekProblem,
    found: &'a mut Vec<Breach>,
}

impl Judge<'_> {
    fn holds(&mut self, limit: Limit, holds: bool, words: impl FnOnce() -> String) {
        if !holds && self.problem.limits.has(limit) {
            self.found.push(Breach { limit: Some(limit), words: words() });
        }
    }
}

fn days(problem: &WeekProblem, week: &Placement, found: &mut Vec<Breach>) {
    let mut judge = Judge { problem, found };
    let on = |day: usize| week.0[2 * day..2 * day + 2].iter().flatten().copied().collect::<Vec<ItemId>>();
    let hard_run =
        |day: usize| on(day).iter().any(|id| problem.kinds[id.kind].is_run && problem.kinds[id.kind].is_hard);
    let mut empty = 0;
    for (day, name) in DAY_NAMES.into_iter().enumerate() {
        let sessions = on(day);
        if day < problem.first_day {
            if !sessions.is_empty() {
                judge.found.push(Breach { limit: None, words: format!("{name} is past") });
            }
            continue;
        }
        empty += usize::from(sessions.is_empty());
        let count =
            |has: fn(&super::problem::Kind) -> bool| sessions.iter().filter(|id| has(&problem.kinds[id.kind])).count();
        judge.holds(Limit::OneRun, count(|k| k.is_run) <= 1, || format!("two runs on {name}"));
        judge.holds(Limit::OneLift, count(|k| k.is_lift) <= 1, || format!("two lifts on {name}"));
        let pairs = matches!(sessions[..], [a, b] if problem.may_pair(a.kind, b.kind));
        judge.holds(Limit::OneHard, pairs || count(|k| k.is_hard) <= 1, || format!("two hard sessions on {name}"));
        let minutes: i32 = sessions.iter().map(|&id| problem.item(id).minutes).sum();
        if problem.minutes[day] > 0 {
            let have = problem.minutes[day];
            judge.holds(Limit::DayMinutes, minutes <= have, || format!("{minutes} min on {name}, which has {have}"));
        } else {
            judge.holds(Limit::Days, sessions.is_empty(), || format!("training on {name}"));
        }
        let yesterday = if day == problem.first_day { problem.entry.hard_run } else { hard_run(day - 1) };
        judge.holds(Limit::HardEasy, !(hard_run(day) && yesterday), || {
            format!("a hard run on {name} and the day before")
        });
    }
    judge.holds(Limit::RestDay, empty >= problem.rest_days, || format!("{empty} days without training"));
}

fn waits(problem: &WeekProblem, week: &Placement, found: &mut Vec<Breach>) {
    for (slot, id) in week.sessions() {
        for wait in (0..WAITS).filter(|&w| problem.must_wait(id.kind, w)) {
            let entry = 2 * problem.first_day + usize::from(problem.entry_wait(wait));
            // Leg strength that follows a hard run of the same day waits for what was before that day.
            let is_pair = |e: &(usize, ItemId)| e.0 + 1 == slot && slot % 2 == 1 && problem.may_pair(e.1.kind, id.kind);
            let earlier = week.sessions().filter(|e| e.0 < slot && !is_pair(e));
            let ready = earlier.map(|(s, e)| s + usize::from(problem.waits_after(e)[wait])).fold(entry, usize::max);
            if slot < ready {
                let name = &problem.item(id).name;
                let words = format!("{name} on {}: {} half-days too early", DAY_NAMES[slot / 2], ready - slot);
                found.push(Breach { limit: Some(Limit::Readiness), words });
            }
        }
    }
}

fn totals(problem: &WeekProblem, week: &Placement, found: &mut Vec<Breach>) {
    let mut judge = Judge { problem, found };
    for tally in &problem.tallies {
        let sum: i32 = week.sessions().map(|(_, id)| tally.weight[id.kind][id.item]).sum();
        judge.holds(tally.limit, (tally.low..=tally.high).contains(&sum), || {
            format!("{}: {sum}, not {} to {}", tally.limit.words(), tally.low, tally.high)
        });
    }
    let types = types(problem, week);
    judge.holds(Limit::Variety, types >= problem.variety_least, || format!("{types} types of run"));
    let longest = |long: bool| {
        let runs = week.sessions().filter(|(_, id)| problem.kinds[id.kind].is_run);
        runs.filter(move |(_, id)| problem.kinds[id.kind].is_long == long)
            .map(|(_, id)| problem.item(id).running_minutes)
    };
    if let (Some(long), Some(other)) = (longest(true).min(), longest(false).max()) {
        judge.holds(Limit::LongIsLongest, long >= other + problem.long_margin, || {
            format!("the long run of {long} min beside a run of {other} min")
        });
    }
}

fn types(problem: &WeekProblem, week: &Placement) -> usize {
    let mut seen: Vec<u8> = week.sessions().filter_map(|(_, id)| problem.kinds[id.kind].variety).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

fn cost(problem: &WeekProblem, week: &Placement, found: &mut Vec<Breach>) -> i64 {
    let mut cost = -problem.variety_bonus * types(problem, week) as i32;
    for (k, kind) in problem.kinds.iter().enumerate() {
        let count = |item: usize| week.sessions().filter(|s| s.1 == ItemId { kind: k, item }).count();
        let counts: Vec<usize> = (0..kind.items.len()).map(count).collect();
        let choice = kind.choices.iter().find(|c| {
            let of = |item: usize| c.items.iter().filter(|i| i.0 == item).map(|i| usize::from(i.1)).sum::<usize>();
            counts.iter().enumerate().all(|(item, &n)| of(item) == n)
        });
        match choice {
            Some(choice) => cost += choice.cost,
            None => found.push(Breach { limit: None, words: format!("{} as often as {counts:?}", kind.name) }),
        }
    }
    for (slot, id) in week.sessions() {
        let own = problem.item(id).slot_cost[slot];
        if own >= FORBIDDEN {
            let words = format!("{} on {}", problem.item(id).name, DAY_NAMES[slot / 2]);
            found.push(Breach { limit: None, words });
        } else {
            cost += own + problem.slot_cost[slot];
        }
    }
    for day in 0..DAYS {
        if let (Some(a), Some(b)) = (week.0[2 * day], week.0[2 * day + 1]) {
            let (a, b) = (&problem.kinds[a.kind], &problem.kinds[b.kind]);
            if (a.is_run && b.is_lift || a.is_lift && b.is_run) && (a.is_hard || b.is_hard) {
                cost += problem.double_cost;
            }
        }
    }
    i64::from(cost) + problem.doses.iter().zip(problem.doses(week)).map(|(dose, sum)| dose.table.at(sum)).sum::<i64>()
}

pub(super) fn exit(problem: &WeekProblem, week: &Placement) -> Entry {
    let mut exit = Entry::default();
    for (wait, left) in exit.wait.iter_mut().enumerate() {
        let ends = week.sessions().map(|(slot, id)| slot + usize::from(problem.waits_after(id)[wait]));
        *left = ends
            .fold(2 * problem.first_day + usize::from(problem.entry_wait(wait)), usize::max)
            .saturating_sub(SLOTS) as u8;
    }
    exit.hard_run = week.0[SLOTS - 2..].iter().flatten().any(|id| {
        let kind = &problem.kinds[id.kind];
        kind.is_run && kind.is_hard
    });
    exit
}
