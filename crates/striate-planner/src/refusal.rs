//! Why a change of the plan cannot be, and the cheapest ways out.

use super::changes::sentence;
use super::edit::{PlanEdit, Understood};
use super::goals::{list, weekday_name};
use super::kept::{KeptPlan, ReasonView, day_of};
use super::walk::{Asked, Stuck, blocked, work};
use serde::Serialize;
use std::collections::BTreeMap;
use striate_model::Day;
use striate_plan::kinds::PlannedKind;
use striate_plan::week::{
    DAYS, FORBIDDEN, Limit, Member, Placement, WeekProblem, Wish, feasible, smallest_clash, with_wishes,
};

/// A change that cannot be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Refusal {
    /// Why, as a sentence.
    pub because: String,
    /// The rules and wishes that clash, none of which can be left out.
    pub clash: Vec<ReasonView>,
    /// What could be instead, the cheapest first.
    pub ways_out: Vec<WayOutView>,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WayOutView {
    /// In words.
    pub sentence: String,
    /// The change that leads there; null where it is another setting.
    pub edit: Option<PlanEdit>,
}

impl Refusal {
    pub(super) fn plain(because: impl AsRef<str>) -> Self {
        Self { because: sentence(because.as_ref()), ..Self::default() }
    }

    /// The ways out as one sentence; `None` where there is none.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let ways: Vec<&str> = self.ways_out.iter().map(|w| w.sentence.trim_end_matches('.')).collect();
        (!ways.is_empty()).then(|| format!("{}.", ways.join("; or ")))
    }
}

/// Ways out that are offered.
const OFFERED: usize = 3;

/// Why a week cannot be as asked.
pub(super) fn refusal(
    stuck: &Stuck,
    plan: &KeptPlan,
    edit: &Understood,
    asked: &BTreeMap<Day, Asked>,
    today: Day,
) -> Refusal {
    let problem = &stuck.problem;
    let session = |id: &str| plan.session(id).map(|s| (s.kind, day_of(&s.date)));
    let (kind, on) = match edit {
        Understood::Move { id, to } => (session(id).and_then(|s| PlannedKind::from_name(s.0)), *to),
        Understood::Swap { id, kind } => (Some(*kind), session(id).map_or(today, |s| s.1)),
        Understood::Add { kind, on } => (Some(*kind), *on),
        Understood::Skip { .. } | Understood::Away { .. } => (None, today),
    };
    let Some((kind, k)) = kind.and_then(|kind| Some((kind, problem.kind_named(kind.as_str())?))) else {
        return Refusal::plain(without(asked));
    };
    let name = kind.label();
    let day = usize::from(on.weekday());
    let wish = Wish::on_day(k, day);
    let core = smallest_clash(problem, std::slice::from_ref(&wish), work()).unwrap_or_default();
    let limits: Vec<Limit> =
        core.iter().filter_map(|m| if let Member::Limit(limit) = m { Some(*limit) } else { None }).collect();
    let because = match alone(problem, k, day) {
        Some(reason) => format!("{name} cannot be on {}: {}", weekday_name(on), reason.text),
        None if limits.is_empty() => format!("{name} cannot be on {}", weekday_name(on)),
        None => {
            let words: Vec<&str> = limits.iter().map(|l| l.words()).collect();
            format!("{name} on {}: no week keeps {}", weekday_name(on), list(&words))
        }
    };
    let clash = limits.iter().map(|limit| ReasonView {
        text: sentence(limit.words()),
        rule: limit.rules().first().map(|r| (*r).to_owned()),
    });
    Refusal {
        because: sentence(&because),
        clash: clash.collect(),
        ways_out: ways_out(problem, plan, edit, (k, on), &limits),
    }
}

fn without(asked: &BTreeMap<Day, Asked>) -> String {
    let week = asked.keys().next().map_or_else(String::new, Day::to_string);
    format!("no week from {week} on holds without it, whatever else changes")
}

/// Why not even alone the kind can be on this day.
fn alone(problem: &WeekProblem, kind: usize, day: usize) -> Option<ReasonView> {
    if problem.minutes[day] == 0 {
        return Some(ReasonView::plain("it is no day of training"));
    }
    let shortest = problem.kinds[kind].items.iter().map(|i| i.minutes).min().unwrap_or(0);
    if shortest > problem.minutes[day] {
        return Some(ReasonView::plain(format!("it takes {shortest} min, and the day has {}", problem.minutes[day])));
    }
    let mut reason = None;
    for slot in [2 * day, 2 * day + 1] {
        for item in 0..problem.kinds[kind].items.len() {
            let mut placement = Placement::default();
            placement.0[slot] = Some(striate_plan::week::ItemId { kind, item });
            if problem.kinds[kind].items[item].slot_cost[slot] >= FORBIDDEN {
                continue;
            }
            reason = Some(blocked(problem, &placement, slot)?);
        }
    }
    reason
}

fn ways_out(
    problem: &WeekProblem,
    plan: &KeptPlan,
    edit: &Understood,
    (kind, on): (usize, Day),
    limits: &[Limit],
) -> Vec<WayOutView> {
    let mut ways = Vec::new();
    let monday = on.monday();
    let wanted = usize::from(on.weekday());
    let mut days: Vec<usize> = (problem.first_day..DAYS).filter(|d| *d != wanted && problem.minutes[*d] > 0).collect();
    days.sort_by_key(|d| d.abs_diff(wanted));
    let from = match edit {
        Understood::Move { id, .. } | Understood::Swap { id, .. } => plan.session(id).map(|s| day_of(&s.date)),
        _ => None,
    };
    for day in days {
        let date = monday.plus(day as i32);
        let wish = Wish::on_day(kind, day);
        let fits = || feasible(&with_wishes(problem, &[wish]), work()).ok().flatten() == Some(true);
        if ways.len() >= 2 || from == Some(date) || !fits() {
            continue;
        }
        let sentence = format!("{} would do", weekday_name(date));
        let edit = match edit {
            Understood::Move { id, .. } => Some(PlanEdit::Move { session: id.clone(), date: date.to_string() }),
            Understood::Add { kind, .. } => {
                Some(PlanEdit::Add { kind: kind.as_str().to_owned(), date: date.to_string() })
            }
            _ => None,
        };
        ways.push(WayOutView { sentence, edit });
    }
    let setting = |sentence: String| WayOutView { sentence, edit: None };
    if limits.contains(&Limit::Days) || problem.minutes[wanted] == 0 {
        ways.push(setting(format!("make {} a day of training", weekday_name(on))));
    }
    if limits.contains(&Limit::DayMinutes) {
        ways.push(setting(format!("give {} more minutes", weekday_name(on))));
    }
    if limits.contains(&Limit::ChosenRest) && plan.goals.rest_hours == 48 {
        ways.push(setting("plan with 24 h of rest after sprints and heavy legs instead of 48 h".to_owned()));
    }
    ways.truncate(OFFERED);
    ways
}
