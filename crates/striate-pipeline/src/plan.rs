//! The weeks ahead: fills each week's problem from the body, the athlete's wishes and the engine's doses, has it solved,
//! and says the answer in the reader's words.

mod fill;
mod menu;
mod view;

pub use striate_plan::week::Goal;
pub use view::{DoseView, HeldBackView, PlanView, RelaxedView, SessionDoseView, SessionView, WeekView};

use crate::history::{Ledger, Viewpoint};
use fill::{Filled, NO_WAIT, TARGETS, entry_of, fill, hard_sets};
use menu::Kitchen;
use striate_model::{BodyState, Day, Muscle, TimeSpan};
use striate_plan::week::{
    BASE_WEEKS, DAYS, Done, Effort, Limit, LongestRun, MUSCLES, MacroInput, MacroPlan, MacroWeek, Reason, Relaxed,
    WeekPhase, because, macro_plan, rest_of_week, roll, solve_relaxed,
};
use striate_state::GrowthMethod;
use striate_state::injury_gate::{Basis, next_reference};
use view::text;

/// What the athlete wants, and has.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanWishes {
    /// What for.
    pub goal: Goal,
    /// How many whole weeks.
    pub weeks: usize,
    /// Minutes of each day, Monday first; 0 where there is no training.
    pub minutes: [i32; DAYS],
    /// The day of the long run, 0 for Monday.
    pub long_day: Option<usize>,
    /// The rest after sprints and heavy legs, h: 48, or 24 as the articles have it.
    pub rest_hours: u32,
    /// A gym.
    pub has_gym: bool,
    /// A hill.
    pub has_hills: bool,
    /// An injury: easy running only.
    pub is_injured: bool,
    /// Muscles to spare.
    pub spare: Vec<Muscle>,
    /// The day of a race.
    pub race: Option<Day>,
    /// Sessions that have their day: kind and day of the week.
    pub fixed: Vec<(String, usize)>,
}

impl Default for PlanWishes {
    fn default() -> Self {
        Self {
            goal: Goal::Build,
            weeks: 4,
            minutes: [60, 60, 60, 60, 60, 120, 120],
            long_day: None,
            rest_hours: 48,
            has_gym: false,
            has_hills: true,
            is_injured: false,
            spare: Vec::new(),
            race: None,
            fixed: Vec::new(),
        }
    }
}

impl PlanWishes {
    /// Whether a session of this kind may be on this day: one that has its day has no other.
    fn fixed_days_allow(&self, kind: &str, day: usize) -> bool {
        let mut days = self.fixed.iter().filter(|f| f.0 == kind).map(|f| f.1).peekable();
        days.peek().is_none() || days.any(|d| d == day)
    }
}

/// The weeks ahead of the day that is looked at; `None` where no session lies before it.
#[must_use]
pub fn plan(ledger: &Ledger, viewpoint: &Viewpoint<'_>, wishes: &PlanWishes) -> Option<PlanView> {
    let growth = GrowthMethod::builtin();
    let today = viewpoint.today;
    let body = ledger.history().body(today, viewpoint.person, viewpoint.before, growth)?;
    let frame = frame(ledger, &body, viewpoint, wishes, growth);
    let effort = Effort { gap: 20, nodes: 4_000_000, ..Effort::default() };
    let mut kitchen = Kitchen::new(viewpoint.athlete);
    let next_monday = today.monday().plus(7);
    let mut view = PlanView {
        verdict: String::new(),
        rest_of_week: None,
        weeks: Vec::new(),
        relaxed: Vec::new(),
        held_back: held_back(&frame, next_monday),
    };
    let hours = |days: i32| TimeSpan::from_s(3600.0 * (24.0 * f64::from(days) - 16.0));
    let mut entry = entry_of(&body, hours(next_monday.days_since(today)), growth);
    if let (Some(first), true) = (frame.weeks.first(), today.weekday() < 6) {
        let filled = fill(wishes, first, &body, entry, &mut kitchen, growth);
        let rest = remaining(&filled, ledger, today, entry_of(&body, hours(1), growth));
        if let Ok(Some(solved)) = solve_relaxed(&rest, effort) {
            entry = solved.plan.exit;
            view.rest_of_week = Some(week_view(&solved, &filled, first, today.monday(), &mut kitchen));
        }
    }
    let mut filled_weeks: Vec<Filled> = Vec::new();
    let rolled = roll(frame.weeks.len(), entry, effort, |week, entry, _| {
        let filled = fill(wishes, &frame.weeks[week], &body, entry, &mut kitchen, growth);
        let problem = filled.problem.clone();
        filled_weeks.push(filled);
        problem
    })
    .ok()?;
    for (week, (solved, filled)) in rolled.weeks.iter().zip(&filled_weeks).enumerate() {
        let monday = next_monday.plus(7 * week as i32);
        view.weeks.push(week_view(solved, filled, &frame.weeks[week], monday, &mut kitchen));
        view.relaxed.extend(solved.given_up.iter().map(|limit| relaxed_view(*limit, monday)));
    }
    if rolled.weeks.len() < frame.weeks.len() {
        let monday = next_monday.plus(7 * rolled.weeks.len() as i32);
        view.relaxed.push(RelaxedView {
            week: text(monday),
            rule: "none".to_owned(),
            because: "no week could be found from here on, whatever was given up: more days or more minutes would help"
                .to_owned(),
        });
    }
    view.verdict = verdict(&view, wishes);
    Some(view)
}

/// The frame of the weeks from what the history tells.
fn frame(
    ledger: &Ledger,
    body: &BodyState,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    growth: &GrowthMethod,
) -> MacroPlan {
    let today = viewpoint.today;
    let recent = || ledger.up_to(today, 28);
    // A history shorter than four weeks is judged by the weeks that it has.
    let first = ledger.span().map_or(today, |(first, _)| first);
    let weeks = (f64::from(today.days_since(first) + 1) / 7.0).clamp(1.0, 4.0);
    let minutes = recent().map(|s| 60.0 * s.dose.running_h).sum::<f64>() / weeks;
    let reference = next_reference(body, growth);
    let km = reference.distance.as_m() / 1000.0;
    let longest = match reference.basis {
        Basis::LongestOf30Days => LongestRun::Recent(km),
        Basis::Comeback => LongestRun::Comeback(km / 0.6),
        Basis::Novice => LongestRun::Novice,
    };
    let base = |week: i32| {
        let runs = || ledger.up_to(today.plus(-7 * week), 7).filter(|s| s.dose.running_h > 0.0);
        runs().count() >= 3 && runs().any(|s| s.dose.running_h >= 0.5)
    };
    let base_weeks = (0..BASE_WEEKS as i32).take_while(|w| base(*w)).count();
    macro_plan(&MacroInput {
        goal: wishes.goal,
        weeks: wishes.weeks,
        minutes,
        longest,
        easy_km_per_h: 0.75 * 3.6 * viewpoint.athlete.critical_speed.value.as_m_per_s(),
        minutes_at_most: 0.75 * f64::from(wishes.minutes.iter().sum::<i32>()),
        doses: (0..MUSCLES).map(|t| recent().map(|s| hard_sets(&s.dose, t)).sum::<f64>() / weeks).collect(),
        base_weeks,
        weeks_since_deload: 0,
        race_week: wishes.race.and_then(|race| {
            let days = race.days_since(today.monday().plus(7));
            usize::try_from(days).ok().map(|d| d / 7)
        }),
        is_injured: wishes.is_injured,
    })
}

/// What is left of the present week: nothing is asked of it that the past could have spoilt.
fn remaining(
    filled: &Filled,
    ledger: &Ledger,
    today: Day,
    entry: striate_plan::week::Entry,
) -> striate_plan::week::WeekProblem {
    let problem = &filled.problem;
    let done: Vec<Done> = ledger
        .up_to(today, i32::from(today.weekday()) + 1)
        .map(|s| {
            let kind = problem.kind_named(s.dose.kind.as_str());
            let flags = kind.map(|k| &problem.kinds[k]);
            let minutes = (60.0 * s.dose.running_h).round() as i32;
            let is = |yes: Option<bool>| i32::from(yes.unwrap_or(false));
            let tally = vec![
                minutes,
                is(flags.map(|k| k.is_lift)),
                is(flags.map(|k| k.is_lift && k.is_legs)),
                is(flags.map(|k| k.is_hard)),
            ];
            Done {
                slot: 2 * usize::from(s.day.weekday()),
                kind,
                dose: (0..MUSCLES).map(|t| (10.0 * hard_sets(&s.dose, t)).round() as i32).collect(),
                tally,
                wait: NO_WAIT,
                running_minutes: minutes,
            }
        })
        .collect();
    let mut rest = rest_of_week(problem, usize::from(today.weekday()) + 1, &done);
    rest.entry = striate_plan::week::Entry { hard_run: rest.entry.hard_run, ..entry };
    for tally in &mut rest.tallies {
        tally.low = 0;
    }
    rest.variety_least = 0;
    for kind in rest.kinds.iter_mut().filter(|k| k.choices.iter().all(|c| !c.items.is_empty())) {
        kind.choices.push(striate_plan::week::Choice { items: Vec::new(), cost: 0 });
    }
    rest
}

fn week_view(solved: &Relaxed, filled: &Filled, frame: &MacroWeek, monday: Day, kitchen: &mut Kitchen<'_>) -> WeekView {
    let (problem, placement) = (&solved.problem, &solved.plan.placement);
    let mut sessions = Vec::new();
    let mut week = [0.0; Muscle::COUNT];
    for (slot, id) in placement.sessions() {
        let (dish, item) = (&filled.dishes[id.kind], problem.item(id));
        let level = &dish.levels[id.item];
        let dose = kitchen.dose(&level.line);
        let muscles: Vec<SessionDoseView> = Muscle::ALL
            .into_iter()
            .filter_map(|m| Some((m, dose.as_ref()?.muscles[m].hse)))
            .inspect(|(m, hse)| week[*m as usize] += hse)
            .filter(|(_, hse)| *hse >= 0.05)
            .map(|(m, hse)| SessionDoseView { muscle: m.as_str(), hse: tenths(hse) })
            .collect();
        let date = monday.plus((slot / 2) as i32);
        let half = if slot % 2 == 0 { "am" } else { "pm" };
        let (because, mut rules) = reasons(&because(problem, placement, slot), dish.kind);
        rules.extend(dish.rules);
        rules.sort_unstable();
        rules.dedup();
        sessions.push(SessionView {
            id: format!("{date}-{half}-{}", dish.kind),
            date: text(date),
            slot: half,
            kind: dish.kind,
            minutes: item.minutes,
            hard: dish.is_hard,
            reps: level.reps,
            rep_distance_m: level.rep_distance_m,
            rest_s: level.rest_s,
            title: level.title.clone(),
            steps: steps(&level.line),
            muscles,
            because,
            rules,
        });
    }
    let target = |m: Muscle| TARGETS.iter().position(|t| t.1.contains(&m)).and_then(|t| frame.doses.get(t).copied());
    let doses = Muscle::ALL.into_iter().filter_map(|m| {
        let (low, high) = target(m)?;
        Some(DoseView {
            muscle: m.as_str(),
            hse: tenths(week[m as usize]),
            target_low: tenths(low),
            target_high: tenths(high),
        })
    });
    let certificate = solved.plan.certificate;
    WeekView {
        start: text(monday),
        phase: frame.phase.as_str(),
        deload: frame.phase == WeekPhase::Deload,
        optimal: certificate.proven,
        gap: f64::from(certificate.gap) / 1000.0,
        doses: doses.collect(),
        sessions,
    }
}

fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

/// The parts of a line, without its first word.
fn steps(line: &str) -> Vec<String> {
    let rest = line.split_once(' ').map_or(line, |(_, rest)| rest);
    rest.split("; ").map(str::to_owned).collect()
}

/// The weightiest reasons in words, and the rules behind them.
fn reasons(all: &[Reason], kind: &str) -> (Vec<String>, Vec<&'static str>) {
    let (mut words, mut rules) = (Vec::new(), Vec::new());
    if kind == "long" {
        words.push("the one long run of the week".to_owned());
    }
    for reason in all {
        match reason {
            // What is less than half a hard set is no reason.
            Reason::Dose { name, amount, rules: behind, .. } if words.len() < 3 && *amount >= 5 => {
                let label = match name.as_str() {
                    "chest" => "chest, shoulders and triceps",
                    "lats" => "back and biceps",
                    name => Muscle::from_name(name).map_or("muscles", Muscle::label),
                };
                words.push(format!("{:.1} hard sets for the {label}", f64::from(*amount) / 10.0));
                rules.extend(behind);
            }
            Reason::Variety { .. } if words.len() < 3 => {
                words.push("another type of run in the mix".to_owned());
                rules.extend(["A1", "A2"]);
            }
            Reason::Limit(limit) => rules.extend(limit.rules()),
            _ => {}
        }
    }
    for reason in all {
        if let (Reason::Limit(limit), true) = (reason, words.len() < 2) {
            words.push(format!("without it the week would miss {}", limit.words()));
        }
    }
    if words.is_empty() {
        words.push("it fills the week at little cost".to_owned());
    }
    (words, rules)
}

fn relaxed_view(limit: Limit, monday: Day) -> RelaxedView {
    let rule = limit.rules().first().map_or_else(|| format!("{limit:?}"), |r| (*r).to_owned());
    let because = format!("no week with these days keeps {}; the nearest one was taken", limit.words());
    RelaxedView { week: text(monday), rule, because }
}

fn held_back(frame: &MacroPlan, next_monday: Day) -> Vec<HeldBackView> {
    let each = |kind, held: &striate_plan::week::HeldBack| HeldBackView {
        kind,
        until: held.until_week.map(|week| text(next_monday.plus(7 * week as i32))),
        because: held.because.clone(),
        rule: held.rule,
    };
    frame.held_back.iter().flat_map(|held| [each("series", held), each("sprint_interval", held)]).collect()
}

fn verdict(view: &PlanView, wishes: &PlanWishes) -> String {
    let count = |test: &dyn Fn(&SessionView) -> bool| {
        let all: usize = view.weeks.iter().map(|w| w.sessions.iter().filter(|s| test(s)).count()).sum();
        all as f64 / view.weeks.len().max(1) as f64
    };
    let lifts = count(&|s| s.kind.ends_with("_strength"));
    let runs = count(&|s| !s.kind.ends_with("_strength") && s.kind != "plyometrics");
    let goal = match wishes.goal {
        Goal::Build => "to build muscle while you run",
        Goal::Keep => "to keep your muscle while you run",
        Goal::Lean => "to keep your muscle while you lose fat",
    };
    let weeks = if view.weeks.len() == 1 { "One week".to_owned() } else { format!("{} weeks", view.weeks.len()) };
    let waits = match view.held_back.first() {
        Some(held) => match &held.until {
            Some(day) => format!(" Fast series wait until {day}: {}.", held.because),
            None => format!(" Fast series wait: {}.", held.because),
        },
        None => String::new(),
    };
    let relaxed = if view.relaxed.is_empty() { "" } else { " Not every limit could be kept; see below." };
    format!("{weeks} {goal}: about {runs:.0} runs and {lifts:.0} lifts a week.{waits}{relaxed}")
}

#[cfg(test)]
mod tests;
