//! The planner walks week by week: what a week turned out to be decides what the next one may be (the longest run, the
//! base, the levels, what the muscles have left).

use super::fill::{Filling, TARGETS, entry_at, fill, hard_sets};
use super::lately::{self, BASE_EASY_MIN, BASE_RUNS, BaseWeek, Lately};
use super::menu::{Dish, Kitchen, Level, MenuFrame, WAITS_FOR_BASE, menu};
use super::past::{Left, remaining};
use super::room::running_room;
use super::start::{
    MOST_WEEKS, easy_m_per_s, experience, first_open, has_legs, is_morning_over, last_of, lifts_in, macro_input,
    morning,
};
use super::view::{HeldBackView, SessionView, text};
use super::wishes::{FixedDay, FixedSession, OtherSport, PlanWishes};
use crate::history::{Ledger, Viewpoint};
use crate::planned::means;
use std::collections::BTreeMap;
use striate_model::{BodyState, DailyDose, Day, RunRecord};
use striate_plan::kinds::{Means, PlannedKind};
use striate_plan::week::{
    BASE_WEEKS, DAYS, EASIER_LONGEST, Effort, Entry, Frame, ItemId, LONGEST_MINUTES, Limit, MUSCLES, MacroWeek, Member,
    Placement, Relaxed, SLOTS, WeekPhase, WeekPlan, WeekProblem, Wish, check, price_changes, smallest_clash,
    solve_relaxed, with_wishes,
};
use striate_state::GrowthMethod;
use striate_state::injury_gate::{Basis, reference};

/// Work for a week: within 2 % of the best.
pub(super) fn effort() -> Effort {
    Effort { gap: 20, nodes: 4_000_000, ..Effort::default() }
}
/// Points of a change against the plan that there was.
const CHANGE_PRICE: i32 = 480;
/// What loads grow by in a loading week (assumed: usual practice), and what an easier week leaves of them.
const LOAD_STEP: [f64; 3] = [0.02, 0.01, 0.005];
const EASIER_LOAD: f64 = 0.9;

/// One week to be decided.
#[derive(Clone, Debug)]
pub(super) struct PlannerWeek {
    /// Its Monday.
    pub(super) monday: Day,
    /// What is left of the present week.
    pub(super) is_rest_of_week: bool,
    pub(super) frame: MacroWeek,
    /// The week without the sessions that have their day.
    pub(super) free: WeekProblem,
    /// The week with them.
    pub(super) problem: WeekProblem,
    pub(super) dishes: Vec<Dish>,
    /// The sessions that have their day, as wishes, with the wish that each came from.
    pub(super) fixed: Vec<(FixedSession, Wish)>,
    /// Sessions that have their day and cannot be in the week, and why.
    pub(super) refused: Vec<(FixedSession, String)>,
    /// The first day that is still open.
    pub(super) first_day: usize,
}

/// A week that was decided.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) relaxed: Relaxed,
    /// Sessions that had their day and were left out, and what stood against them.
    pub(super) left_out: Vec<(FixedSession, Vec<Limit>)>,
}

pub(super) struct Planner<'a> {
    ledger: &'a Ledger,
    viewpoint: &'a Viewpoint<'a>,
    wishes: &'a PlanWishes,
    growth: &'static GrowthMethod,
    body: BodyState,
    kitchen: Kitchen<'a>,
    means: Means,
    frame: Frame,
    lately: Lately,
    runs: Vec<RunRecord>,
    entry: Entry,
    /// Weeks since the last leg strength.
    without_legs: usize,
    loading_weeks: usize,
    /// The place of the next week: 0 is the present one.
    week: usize,
    series_from: Option<Day>,
    /// When each kind was done or planned last.
    last_of: BTreeMap<PlannedKind, Day>,
    /// Strength sessions of a usual week.
    usual_lifts: i32,
    /// The first day of the present week that is still open; 7 where none is.
    first_open: usize,
}

impl<'a> Planner<'a> {
    /// Before the present week; `None` where no session lies before the day that is looked at.
    pub(super) fn new(ledger: &'a Ledger, viewpoint: &'a Viewpoint<'a>, wishes: &'a PlanWishes) -> Option<Self> {
        let growth = GrowthMethod::builtin();
        let today = viewpoint.today;
        let body = ledger.history().body_or_fresh(today, viewpoint.person, viewpoint.before, growth);
        let marks = lately::strength_marks(ledger, today);
        let experience = experience(ledger, &body, today, growth);
        let means = means(viewpoint.athlete, &wishes.equipment, experience, &marks);
        let lately = Lately::of(ledger, today, &means);
        let monday = today.monday();
        let base_before = lately::base_weeks(ledger, monday);
        let frame = Frame::new(macro_input(ledger, &body, viewpoint, wishes, growth, base_before));
        let legs = (0..4).take_while(|week| !has_legs(ledger, monday.plus(6 - 7 * week))).count();
        let first_open = first_open(ledger, viewpoint);
        let entry = entry_at(&body, morning(today.monday().plus(first_open as i32), viewpoint), growth);
        Some(Self {
            ledger,
            viewpoint,
            wishes,
            growth,
            kitchen: Kitchen::new(viewpoint.athlete),
            means,
            frame,
            lately,
            runs: body.runs.iter().copied().collect(),
            body,
            entry,
            without_legs: legs,
            loading_weeks: 0,
            week: 0,
            series_from: None,
            last_of: last_of(ledger, today),
            usual_lifts: (1..=4).map(|n| lifts_in(ledger, today.plus(7 - 7 * n))).max().unwrap_or(0),
            first_open,
        })
    }

    /// The next week to be decided: what is left of the present one first, unless it is Sunday.
    pub(super) fn next_week(&mut self) -> Option<PlannerWeek> {
        let today = self.viewpoint.today;
        if self.week == 0 && self.first_open >= DAYS {
            // Nothing is left of it, but it counts.
            self.frame.next_week();
            if !BaseWeek::of(self.ledger, today).is_met() {
                self.frame.base_was_missed();
            }
            self.week = 1;
        }
        if self.week > self.wishes.weeks {
            return None;
        }
        let is_rest_of_week = self.week == 0;
        let monday = today.monday().plus(7 * self.week as i32);
        let first_day = if is_rest_of_week { self.first_open } else { 0 };
        let mut frame = self.frame.next_week();
        self.week += 1;
        let loads = frame.phase.has_long_run();
        // A week that misses the base lets them wait again.
        self.series_from = if frame.series { self.series_from.or(Some(monday)) } else { None };
        let step = LOAD_STEP[self.means.experience as usize];
        self.means.load_factor = (1.0 + step * self.loading_weeks as f64) * if loads { 1.0 } else { EASIER_LOAD };
        let (longest, starts_on) = self.longest(monday, first_day, &frame);
        let race = self.wishes.race.map(|day| day.days_since(monday)).filter(|day| (first_day as i32..7).contains(day));
        let menu_frame = MenuFrame {
            phase: frame.phase,
            longest: longest.0,
            starts_over: starts_on.is_some(),
            series: frame.series,
            has_race: race.is_some(),
        };
        let mut dishes = menu(&mut self.kitchen, &self.means, self.wishes, &self.lately, menu_frame);
        self.add_lengths(&mut dishes, monday, first_day, longest.0);
        // What the gate on single runs and the lifts leave no room for is not asked, and what the long run and the mix take is
        // not too much.
        let mixes = matches!(frame.phase, WeekPhase::Building | WeekPhase::Keeping);
        let (most, least) = running_room(self.wishes, &dishes, loads, mixes);
        frame.minutes.0 = frame.minutes.0.min(most);
        frame.minutes.1 = frame.minutes.1.max(least);
        let free = fill(
            &Filling {
                wishes: self.wishes,
                frame: &frame,
                body: &self.body,
                entry: self.entry,
                growth: self.growth,
                longest,
                starts_on,
                needs_legs: self.without_legs >= 3,
                lifts_at_most: self.usual_lifts + 1,
                weeks_without: &|kind| self.weeks_without(kind, monday),
                race: race.map(|day| 1 << (2 * day)),
            },
            &mut dishes,
        );
        let free = if is_rest_of_week {
            let runs = if loads { BASE_RUNS.saturating_sub(self.base_so_far(monday).runs) } else { 0 };
            let is_today = first_day == usize::from(today.weekday());
            let only_evening = is_today && is_morning_over(self.viewpoint);
            let left = Left { first_day, only_evening, entry: self.entry, runs, has_long: loads };
            remaining(&free, self.ledger, today, left)
        } else {
            free
        };
        let (mut fixed, mut refused) = (Vec::new(), Vec::new());
        for one in self.fixed_in(monday, first_day) {
            match self.wish(&one, monday, &free, frame.series) {
                Ok(wish) => fixed.push((one, wish)),
                Err(because) => refused.push((one, because)),
            }
        }
        let problem = with_wishes(&free, &fixed.iter().map(|f| f.1.clone()).collect::<Vec<_>>());
        Some(PlannerWeek { monday, is_rest_of_week, frame, free, problem, dishes, fixed, refused, first_day })
    }

    /// The longest run of a week, min and km, and the day of the first run where there was none in thirty days.
    fn longest(&self, monday: Day, first_day: usize, frame: &MacroWeek) -> ((i32, f64), Option<usize>) {
        let easy_km_per_min = easy_m_per_s(self.viewpoint) * 60.0 / 1000.0;
        // A reference that is not there on every day of the week leaves the runs of the week to be held against each other.
        let each: Vec<_> = (first_day as i32..7).map(|d| reference(&self.runs, monday.plus(d), self.growth)).collect();
        let starts_over = each.iter().any(|r| r.basis != Basis::LongestOf30Days);
        let held = each.iter().map(|r| r.distance.as_m() / 1000.0).fold(f64::INFINITY, f64::min);
        let held = if held.is_finite() { held } else { 0.0 };
        let step = if frame.phase.has_long_run() { striate_plan::week::STEP } else { EASIER_LONGEST };
        let km = (held * step).min(LONGEST_MINUTES * easy_km_per_min);
        let wishes = self.wishes;
        let most = wishes.minutes.iter().copied().max().unwrap_or(0);
        let minutes = ((km / easy_km_per_min) as i32).min(most);
        let start = (first_day..DAYS).find(|&d| wishes.minutes[d] > 0);
        ((minutes, km), start.filter(|_| starts_over))
    }

    /// Fixed runs of a said length are offered at that length, where the gate on single runs allows it.
    fn add_lengths(&mut self, dishes: &mut [Dish], monday: Day, first_day: usize, longest: i32) {
        for one in self.fixed_in(monday, first_day) {
            let Some(minutes) = one.minutes.filter(|m| (5..=longest).contains(m)) else { continue };
            let Some(dish) = dishes.iter_mut().find(|d| d.kind == one.kind) else { continue };
            if let Ok(run) = striate_plan::kinds::even_run(one.kind, f64::from(minutes), &self.means)
                && dish.levels.iter().all(|l| l.minutes != minutes)
            {
                dish.levels.push(self.kitchen.level(run));
            }
        }
    }

    /// The sessions that have their day in this week, from the first open day on.
    fn fixed_in(&self, monday: Day, first_day: usize) -> Vec<FixedSession> {
        let is_in = |one: &&FixedSession| match one.when {
            FixedDay::Weekday(day) => (first_day..DAYS).contains(&day),
            FixedDay::Date(date) => (first_day as i32..7).contains(&date.days_since(monday)),
        };
        self.wishes.fixed.iter().filter(is_in).copied().collect()
    }

    /// A fixed session as a wish of the solver, or why it cannot be.
    fn wish(&self, one: &FixedSession, monday: Day, free: &WeekProblem, series: bool) -> Result<Wish, String> {
        let day = match one.when {
            FixedDay::Weekday(day) => day,
            FixedDay::Date(date) => date.days_since(monday).clamp(0, 6) as usize,
        };
        let slots = match one.slot {
            Some(slot) => 1 << (2 * day + slot.min(1)),
            None => 3 << (2 * day),
        };
        let Some(kind) = free.kind_named(one.kind.as_str()) else {
            return Err(if WAITS_FOR_BASE.contains(&one.kind) && !series {
                "it waits for the base of four weeks".to_owned()
            } else {
                "this week has none".to_owned()
            });
        };
        let items = &free.kinds[kind].items;
        let all: Vec<usize> = (0..items.len()).collect();
        let items = match one.minutes {
            Some(minutes) => {
                let off = |i: &usize| (items[*i].minutes - minutes).abs();
                let nearest = all.iter().map(off).min().unwrap_or(0);
                all.into_iter().filter(|i| off(i) == nearest).collect()
            }
            None => all,
        };
        Ok(Wish::ItemIn { kind, items, slots })
    }

    /// The week decided: with as few changes as possible against `keep`, where that is given. `None` where no week can be
    /// had, whatever is given up.
    pub(super) fn solve(&self, week: &PlannerWeek, keep: Option<&Placement>) -> Option<Solved> {
        let mut free = week.free.clone();
        if let Some(keep) = keep {
            price_changes(&mut free, keep, CHANGE_PRICE);
        }
        let mut fixed: Vec<&(FixedSession, Wish)> = week.fixed.iter().collect();
        let mut left_out = Vec::new();
        loop {
            let wishes: Vec<Wish> = fixed.iter().map(|f| f.1.clone()).collect();
            let found = solve_relaxed(&with_wishes(&free, &wishes), effort()).ok()?;
            match found {
                Some(relaxed) => {
                    debug_assert!(
                        check(&relaxed.problem, &relaxed.plan.placement).is_ok(),
                        "the judge agrees with the solver"
                    );
                    return Some(Solved { relaxed, left_out });
                }
                None if fixed.is_empty() => return None,
                None => {
                    // The last one of those that clash is left out; what can be given up is no part of the clash.
                    let mut bare = free.clone();
                    bare.limits = striate_plan::week::LADDER.iter().fold(bare.limits, |set, l| set.without(*l));
                    let core = smallest_clash(&bare, &wishes, effort()).ok()?;
                    let limits = core.iter().filter_map(|m| if let Member::Limit(l) = m { Some(*l) } else { None });
                    let limits = limits.collect();
                    let wish = core.iter().rev().find_map(|m| if let Member::Wish(w) = m { Some(*w) } else { None });
                    left_out.push((fixed.remove(wish.unwrap_or(fixed.len() - 1)).0, limits));
                }
            }
        }
    }

    /// Takes a decided week over: later weeks follow from it.
    pub(super) fn accept(&mut self, week: &PlannerWeek, plan: &WeekPlan) {
        self.accept_sessions(week, &plan.placement, plan.exit);
    }

    /// The same from a placement of the week's own kinds.
    pub(super) fn accept_sessions(&mut self, week: &PlannerWeek, placement: &Placement, exit: Entry) {
        self.entry = exit;
        let loads = week.frame.phase.has_long_run();
        self.loading_weeks += usize::from(loads);
        let mut base =
            if week.is_rest_of_week { BaseWeek::of(self.ledger, self.viewpoint.today) } else { BaseWeek::default() };
        if week.is_rest_of_week {
            // The window of seven days reaches into the week before.
            base = BaseWeek { has_pain: base.has_pain, ..self.base_so_far(week.monday) };
        }
        let mut legs = week.is_rest_of_week && has_legs(self.ledger, week.monday.plus(6));
        let mut lifts = if week.is_rest_of_week { lifts_in(self.ledger, week.monday.plus(6)) } else { 0 };
        for (slot, id) in placement.sessions() {
            let Some((dish, level)) = week.level(id) else { continue };
            let day = week.monday.plus((slot / 2) as i32);
            if dish.is_run && level.dose.running_h > 0.0 {
                base.runs += 1;
                let is_easy = matches!(dish.kind, PlannedKind::Easy | PlannedKind::Long | PlannedKind::Recovery);
                base.has_half_hour |= is_easy && f64::from(level.minutes) >= BASE_EASY_MIN;
                self.runs.push(RunRecord {
                    day,
                    distance: level.dose.distance,
                    mean_speed_m_per_s: level.dose.mean_speed_m_per_s,
                    mean_heart_rate_bpm: None,
                });
            }
            legs |= dish.is_lift && dish.is_legs;
            lifts += i32::from(dish.is_lift);
            self.last_of.insert(dish.kind, day);
            self.lately.step(dish.kind, level.prescription.level);
        }
        if base.runs < BASE_RUNS || !base.has_half_hour {
            self.frame.base_was_missed();
        }
        self.usual_lifts = self.usual_lifts.max(lifts);
        self.without_legs = if legs { 0 } else { self.without_legs + 1 };
    }

    /// The rest of the present week without any session.
    pub(super) fn skip(&mut self, week: &PlannerWeek) {
        let rest = entry_at(&self.body, morning(week.monday.plus(7), self.viewpoint), self.growth);
        self.accept_sessions(week, &Placement::default(), rest);
    }

    /// The longest that a run of this week may be on its strictest day, km.
    pub(super) fn gate_km(&self, week: &PlannerWeek) -> f64 {
        let days = (week.first_day as i32..7).map(|d| reference(&self.runs, week.monday.plus(d), self.growth));
        let least = days.map(|r| r.distance.as_m() / 1000.0).fold(f64::INFINITY, f64::min);
        striate_plan::week::STEP * least
    }

    /// Minutes of a day of the week.
    pub(super) fn minutes(&self, day: usize) -> i32 {
        self.wishes.minutes[day]
    }

    pub(super) const fn begins_min(&self) -> [i32; 2] {
        self.wishes.begins_min
    }

    pub(super) fn other_sports(&self) -> &[OtherSport] {
        &self.wishes.others
    }

    pub(super) const fn means(&self) -> &Means {
        &self.means
    }

    /// Weeks since a kind was done or planned, at most four.
    fn weeks_without(&self, kind: PlannedKind, monday: Day) -> i32 {
        self.last_of.get(&kind).map_or(MOST_WEEKS, |day| (monday.days_since(*day).max(0) / 7).min(MOST_WEEKS))
    }

    /// What the present week has of the base until today.
    fn base_so_far(&self, monday: Day) -> BaseWeek {
        let today = self.viewpoint.today;
        let days = today.days_since(monday) + 1;
        let runs = || self.ledger.up_to(today, days).filter(|s| s.dose.running_h > 0.0);
        BaseWeek {
            runs: runs().count(),
            has_half_hour: runs().any(|s| 60.0 * s.dose.running_h >= BASE_EASY_MIN),
            has_pain: false,
        }
    }

    /// What a level would bring had it been on the menu, for sessions that are added after the solve.
    pub(super) fn extra(&mut self, prescription: striate_plan::kinds::Prescription) -> Level {
        self.kitchen.level(prescription)
    }

    /// What waits, and until when. Ask after the last week.
    pub(super) fn held_back(&self) -> Vec<HeldBackView> {
        let mut held = Vec::new();
        let today = self.viewpoint.today;
        let next_monday = today.monday().plus(7);
        let from = self.series_from.filter(|_| !self.wishes.is_injured);
        if from.is_none_or(|day| day > next_monday) {
            let missing = match from {
                Some(day) => day.days_since(next_monday) as usize / 7,
                None => self.wishes.weeks + BASE_WEEKS.saturating_sub(self.frame.base_weeks()),
            };
            let because = if self.wishes.is_injured {
                "easy running only until nothing hurts; then the base of four weeks is asked for again".to_owned()
            } else {
                let weeks = if missing == 1 { "one more week".to_owned() } else { format!("{missing} more weeks") };
                let last = BaseWeek::of(self.ledger, today.monday().plus(-1)).missing();
                let last = if last.is_empty() { last } else { format!(" (last week: {last})") };
                format!(
                    "{weeks} with three runs, 30 minutes easy without walking and no pain{last}; strides come first"
                )
            };
            held.extend(WAITS_FOR_BASE.map(|kind| HeldBackView {
                kind: kind.as_str(),
                until: from.map(text),
                because: because.clone(),
                rule: "E4",
            }));
        }
        let spared = |kind: PlannedKind| -> bool {
            let level = striate_plan::kinds::prescribe(kind, 1, &self.means).ok();
            let dose = level.map(|p| crate::planned::planned_without_bands(&p, self.viewpoint.athlete).dose);
            let hits = |t: usize, d: &DailyDose| {
                TARGETS[t].1.iter().any(|m| self.wishes.spare.contains(m)) && hard_sets(d, t) > 0.5
            };
            dose.is_some_and(|dose| (0..MUSCLES).any(|t| hits(t, &dose)))
        };
        let legs = [PlannedKind::LowerStrength, PlannedKind::FullStrength];
        if !self.wishes.spare.is_empty() && legs.into_iter().all(spared) {
            held.push(HeldBackView {
                kind: PlannedKind::LowerStrength.as_str(),
                until: None,
                because: "it would work the muscles that you spare".to_owned(),
                rule: "B10",
            });
        }
        held
    }
}

impl PlannerWeek {
    /// The dish and level behind an item of the week's problem.
    pub(super) fn level(&self, id: ItemId) -> Option<(&Dish, &Level)> {
        let kind = self.problem.kinds.get(id.kind)?;
        let dish = self.dishes.iter().find(|d| d.kind.as_str() == kind.name)?;
        let name = &kind.items.get(id.item)?.name;
        let level = dish.levels.iter().find(|l| l.prescription.title == *name)?;
        Some((dish, level))
    }

    /// Sessions of a stored plan found again among this week's kinds: the same kind, and of its levels the same one, else
    /// the nearest in minutes. What is not found is left out.
    pub(super) fn placement_of(&self, sessions: &[SessionView]) -> Placement {
        let mut placement = Placement::default();
        for session in sessions {
            let Some(day) = session.date.parse::<Day>().ok().map(|d| d.days_since(self.monday)) else { continue };
            let Some(kind) = self.free.kind_named(session.kind) else { continue };
            if !(0..7).contains(&day) || self.free.kinds[kind].items.is_empty() {
                continue;
            }
            let slot = 2 * day as usize + usize::from(session.slot != "am");
            let items = &self.free.kinds[kind].items;
            let same = items.iter().position(|i| i.name == session.title);
            let nearest = || (0..items.len()).min_by_key(|&i| (items[i].minutes - session.minutes).abs());
            let item = same.or_else(nearest);
            if let (Some(item), true) = (item, slot < SLOTS) {
                placement.0[slot] = Some(ItemId { kind, item });
            }
        }
        placement
    }
}
