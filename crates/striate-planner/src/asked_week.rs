//! Whether a whole week can be as an athlete asks for it: the week and what it does to the doses, or the smallest set of
//! rules and wishes that clash, with the cheapest ways out.

use super::away_said::away_words;
use super::changes::sentence;
use super::clash::{A_DAY_MIN, Clash, PlanWish, Sort, Way, WayStep, WishAnswer, answer, number, wish, wish_words};
use super::difference::{DifferenceView, DoseChange, dose_changes};
use super::edit::PlanEdit;
use super::goals::{DayName, Goals};
use super::kept::{KeptPlan, ReasonView, day_of};
use super::life::Standing;
use super::planner::{Planner, PlannerWeek, Solved, effort, price_agenda};
use super::season_goals::AwayGoal;
use super::shown::relaxed_view;
use super::view::WeekView;
use super::walk::accept_kept;
use super::week_said::AskedWeek;
use super::wishes::PlanWishes;
use serde::Serialize;
use striate_history::{Ledger, Viewpoint};
use striate_plan::kinds::PlannedKind;
use striate_plan::week::{Choice, LADDER, Relaxed, TooLarge, Wish, feasible, solve_relaxed, with_wishes};

/// What becomes of a week's wishes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedWeekView {
    /// The wishes as they were understood; the same words ask for the same.
    pub asked: String,
    /// The week that they were held against: its first day.
    pub week: String,
    /// Whether a week can be like that.
    pub possible: bool,
    /// That it can be, or what clashes.
    pub sentence: String,
    /// The cheapest ways out in a sentence; null where it can be, or where nothing small would do.
    pub hint: Option<String>,
    /// The week as it would be; null where it cannot be.
    pub planned: Option<WeekView>,
    /// Hard sets of the planned week and of this one, where they differ.
    pub doses: Vec<DoseChange>,
    /// Limits that the week would not keep.
    pub gives_up: Vec<ReasonView>,
    /// What clashes: none of it can be left out.
    pub clash: Vec<ReasonView>,
    /// What would do instead, the cheapest first.
    pub ways_out: Vec<AskedWayView>,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AskedWayView {
    /// In words.
    pub sentence: String,
    /// The wishes that lead there, as they can be asked; null where it is another setting.
    pub ask: Option<String>,
}

impl AskedWeekView {
    /// The same for dates without training, which are no wish for one week: what becomes of the weeks, and the dates.
    #[must_use]
    pub fn of_away(edit: &PlanEdit, view: DifferenceView, after: Option<&KeptPlan>) -> (Self, Vec<AwayGoal>) {
        let dates = if let PlanEdit::Away { dates } = edit { dates.clone() } else { Vec::new() };
        let first = dates.first().and_then(AwayGoal::days).map(|(first, _)| first.monday());
        let answer = Self {
            asked: format!("no training on {}", away_words(&dates)),
            week: first.map(|monday| monday.to_string()).unwrap_or_default(),
            possible: view.possible,
            sentence: view.sentence,
            hint: None,
            planned: first.and_then(|monday| after?.week(monday)).cloned(),
            doses: view.doses,
            gives_up: view.gives_up,
            clash: view.clash,
            ways_out: Vec::new(),
        };
        (answer, dates)
    }
}

/// Holds the wishes against the next whole week. Nothing is stored by it.
///
/// # Errors
/// Where there is nothing to plan from, a setting is out of bounds, or the work allowed did not settle it; as a sentence.
pub fn asked_week(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    standing: &Standing,
    asked: &AskedWeek,
) -> Result<AskedWeekView, String> {
    let plan = &standing.plan;
    let desk = Desk { ledger, viewpoint, standing };
    let (goals, wishes) = desk.goals(asked)?;
    let mut planner = Planner::new(ledger, viewpoint, &wishes).ok_or("there is no session to plan from yet")?;
    let mut week = desk.next_whole_week(&mut planner).ok_or("there is no whole week ahead")?;
    let mut view = AskedWeekView {
        asked: asked.to_string(),
        week: week.monday.to_string(),
        possible: false,
        sentence: String::new(),
        hint: None,
        planned: None,
        doses: Vec::new(),
        gives_up: Vec::new(),
        clash: Vec::new(),
        ways_out: Vec::new(),
    };
    if let Some((kind, reason)) = missing_kind(&week, plan, asked) {
        view.sentence = sentence(&format!("{} cannot be in that week: {}", kind.label(), reason.text));
        view.clash.push(reason);
        return Ok(view);
    }
    if let Some((place, kind, most)) = too_often(&week, asked) {
        let often = PlanWish::AtLeast { sort: Sort::Of(kind), times: most };
        view.sentence = sentence(&format!("a week has {} at most", wish_words(&often)));
        let way = Way { words: wish_words(&often), step: WayStep::Fewer { wish: place, times: most } };
        let ask = instead(&way, asked, &goals).first().map(ToString::to_string);
        view.ways_out.push(AskedWayView { sentence: sentence(&way.words), ask });
        return Ok(view);
    }
    let all = all_wishes(asked, &goals);
    let put: Vec<Wish> = all.iter().map(|w| wish(&week.free, w)).collect();
    let too_large = |error: TooLarge| format!("that is more than can be solved at once: {}", error.0);
    let mut owed = week.free.clone();
    price_agenda(&mut owed, &week.season, |_| 0);
    if let Some(relaxed) = solve_relaxed(&with_wishes(&owed, &put), effort()).map_err(too_large)? {
        week.problem = relaxed.problem.clone();
        possible(&mut view, &mut planner, &week, relaxed, plan.week(week.monday));
        return Ok(view);
    }
    match answer(&week.free, &all, effort()).map_err(too_large)? {
        WishAnswer::Clash(clash) => desk.clashes(&mut view, clash, asked, &goals),
        WishAnswer::Possible(_) | WishAnswer::Unknown => {
            return Err("this could not be settled with the work that is allowed; ask for less at once".to_owned());
        }
    }
    Ok(view)
}

/// What a week is held against.
struct Desk<'a> {
    ledger: &'a Ledger,
    viewpoint: &'a Viewpoint<'a>,
    standing: &'a Standing,
}

impl Desk<'_> {
    /// The goals with what is asked, and the same as the planner takes it: sessions that have their day apart.
    fn goals(&self, asked: &AskedWeek) -> Result<(Goals, PlanWishes), String> {
        let (plan, today) = (&self.standing.plan, self.viewpoint.today);
        let mut goals = Goals { weeks: 1, ..asked.upon(&plan.goals) }.without_past(today);
        if asked.days.is_empty() {
            goals.days = goals.days_or_usual(self.ledger, today);
            goals.days.extend(asked.minutes.keys());
        }
        goals.check(today)?;
        let mut wishes = goals.wishes(self.ledger, today);
        wishes.weeks_since_deload = Some(plan.loading(today.monday()));
        wishes.fixed.clear();
        Ok((goals, wishes))
    }

    /// The first whole week, behind what the plan has for the rest of this one.
    fn next_whole_week(&self, planner: &mut Planner<'_>) -> Option<PlannerWeek> {
        loop {
            let week = planner.next_week()?;
            if !week.is_rest_of_week {
                return Some(week);
            }
            accept_kept(planner, &week, self.standing);
        }
    }

    /// Whether a week can be like that where softer limits may be given up.
    fn holds(&self, asked: &AskedWeek) -> Option<bool> {
        let (goals, wishes) = self.goals(asked).ok()?;
        let mut planner = Planner::new(self.ledger, self.viewpoint, &wishes)?;
        let week = self.next_whole_week(&mut planner)?;
        let put: Vec<Wish> = all_wishes(asked, &goals).iter().map(|w| wish(&week.free, w)).collect();
        let mut problem = with_wishes(&week.free, &put);
        problem.limits = LADDER.iter().fold(problem.limits, |set, limit| set.without(*limit));
        feasible(&problem, effort()).ok().flatten()
    }

    fn clashes(&self, view: &mut AskedWeekView, clash: Clash, asked: &AskedWeek, goals: &Goals) {
        view.sentence = clash.sentence;
        view.hint = Some(clash.hint).filter(|h| !h.is_empty());
        let member = |(text, rules): (String, Vec<&'static str>)| ReasonView {
            text: sentence(&text),
            rule: rules.first().map(|r| (*r).to_owned()),
        };
        view.clash = clash.members.into_iter().map(member).collect();
        // Other days and minutes make other sessions: only what was tried as a whole is offered to be asked.
        let way = |way: Way| AskedWayView {
            ask: instead(&way, asked, goals)
                .into_iter()
                .find(|other| self.holds(other) == Some(true))
                .map(|other| other.to_string()),
            sentence: sentence(&way.words),
        };
        view.ways_out = clash.ways_out.into_iter().take(WAYS).map(way).collect();
    }
}

/// Ways out that are shown.
const WAYS: usize = 8;

/// What is asked, and sessions that have their day as wishes beside it, so that a clash can name them.
fn all_wishes(asked: &AskedWeek, goals: &Goals) -> Vec<PlanWish> {
    let fixed = goals.fixed.iter().filter_map(|f| {
        let kind = PlannedKind::from_name(&f.kind)?;
        Some(PlanWish::On { kind, day: f.day.place(), slot: None })
    });
    asked.wishes.iter().copied().chain(fixed).collect()
}

/// A kind that is asked for and that the week does not have, and why.
fn missing_kind(week: &PlannerWeek, plan: &KeptPlan, asked: &AskedWeek) -> Option<(PlannedKind, ReasonView)> {
    let kind_of = |wish: &PlanWish| match *wish {
        PlanWish::On { kind, .. } | PlanWish::AtLeast { sort: Sort::Of(kind), .. } => Some(kind),
        _ => None,
    };
    let kind = asked.wishes.iter().filter_map(kind_of).find(|k| week.free.kind_named(k.as_str()).is_none())?;
    let waits = plan.held_back.iter().find(|h| h.kind == kind.as_str());
    let waits = waits.filter(|h| h.until.as_ref().is_none_or(|until| week.monday < day_of(until)));
    let reason = match waits {
        Some(held) => ReasonView { text: held.because.clone(), rule: Some(held.rule.to_owned()) },
        None => ReasonView::plain("your equipment, your days or the week's place in the plan leave it out"),
    };
    Some((kind, reason))
}

/// A kind that is asked for more often than any week has it: the wish, the kind, and how often a week has it at most.
fn too_often(week: &PlannerWeek, asked: &AskedWeek) -> Option<(usize, PlannedKind, i32)> {
    asked.wishes.iter().enumerate().find_map(|(place, wish)| {
        let PlanWish::AtLeast { sort: Sort::Of(kind), times } = *wish else { return None };
        let of = &week.free.kinds[week.free.kind_named(kind.as_str())?];
        let most = of.choices.iter().map(Choice::sessions).max().unwrap_or(0) as i32;
        (times > most && most > 0).then_some((place, kind, most))
    })
}

fn possible(
    view: &mut AskedWeekView,
    planner: &mut Planner<'_>,
    week: &PlannerWeek,
    relaxed: Relaxed,
    before: Option<&WeekView>,
) {
    let gives_up = relaxed.given_up.iter().map(|limit| relaxed_view(*limit, week.monday));
    view.gives_up = gives_up.map(|r| ReasonView { text: sentence(&r.because), rule: Some(r.rule) }).collect();
    let shown = planner.view(week, &Solved { relaxed, left_out: Vec::new(), missed: Vec::new() });
    let count = |is: &dyn Fn(PlannedKind) -> bool| shown.sessions.iter().filter(|s| is(s.prescription.kind)).count();
    let runs = count(&PlannedKind::is_run);
    let lifts = count(&|k| matches!(k.family(), striate_plan::kinds::Family::Lift));
    let words = |n: usize, what: &str| format!("{} {what}{}", number(n as i32), if n == 1 { "" } else { "s" });
    let gives_up = if view.gives_up.is_empty() { "" } else { ", but not every softer limit can be kept" };
    view.sentence =
        sentence(&format!("next week can hold that: {} and {}{gives_up}", words(runs, "run"), words(lifts, "lift")));
    view.possible = true;
    let before = before.map_or(&[][..], |w| &w.sessions);
    view.doses = dose_changes(week.monday, before, &shown.sessions, &shown.doses);
    view.planned = Some(shown);
}

/// The wishes with a way out taken, the likeliest first.
fn instead(way: &Way, asked: &AskedWeek, goals: &Goals) -> Vec<AskedWeek> {
    let mut other = asked.clone();
    match way.step {
        WayStep::AllowDay(day) => {
            if other.days.is_empty() {
                other.days.clone_from(&goals.days);
            }
            let day = DayName::ALL[day.min(6)];
            other.days.push(day);
            other.days.sort_unstable();
            // As long as the day usually is, else as long as the solver was told.
            let longer = [90, A_DAY_MIN].map(|minutes| {
                let mut longer = other.clone();
                longer.minutes.insert(day, minutes);
                longer
            });
            return std::iter::once(other).chain(longer).collect();
        }
        WayStep::MoreMinutes { day, minutes } => {
            other.minutes.insert(DayName::ALL[day.min(6)], minutes);
        }
        WayStep::Fewer { wish, times } => match other.wishes.get_mut(wish) {
            Some(_) if times == 0 => {
                other.wishes.remove(wish);
            }
            Some(PlanWish::AtLeast { times: asked, .. }) => *asked = times,
            _ => return Vec::new(),
        },
        WayStep::OnDay { wish, day: to } => match other.wishes.get_mut(wish) {
            Some(PlanWish::On { day, slot, .. }) => (*day, *slot) = (to, None),
            _ => return Vec::new(),
        },
        WayStep::Drop(wish) if wish < other.wishes.len() => {
            other.wishes.remove(wish);
        }
        WayStep::Keep(kept) => {
            let mut place = 0;
            other.wishes.retain(|_| {
                place += 1;
                kept >> (place - 1) & 1 == 1
            });
        }
        WayStep::ShorterRest => other.rest_hours = Some(24),
        WayStep::Drop(_) | WayStep::GiveUp(_) => return Vec::new(),
    }
    if other == AskedWeek::default() { Vec::new() } else { vec![other] }
}
