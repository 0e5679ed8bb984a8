//! The planner walks week by week: what a week turned out to be decides what the next one may be (the longest run, the
//! base, the levels, what the muscles have left).

use super::fill::{Filling, TARGETS, entry_at, fill, hard_sets};
use super::lately::{self, BASE_EASY_MIN, BASE_RUNS, BaseWeek, Lately};
use super::menu::{Dish, Kitchen, Level, MenuFrame, WAITS_FOR_BASE, menu};
use super::past::remaining;
use super::view::{HeldBackView, SessionView, text};
use super::wishes::{FixedDay, FixedSession, PlanWishes};
use crate::body::phase_of_athlete;
use crate::history::{Ledger, Viewpoint};
use crate::planned::means;
use std::collections::BTreeMap;
use striate_model::{BodyState, DailyDose, Day, RunRecord, TimeSpan, Timestamp};
use striate_plan::kinds::{Experience, Means, PlannedKind};
use striate_plan::week::{
    BASE_WEEKS, DAYS, EASIER_LONGEST, Effort, Entry, Frame, ItemId, LONGEST_MINUTES, Limit, LongestRun, MUSCLES,
    MacroInput, MacroWeek, Member, Placement, Relaxed, SLOTS, WeekPlan, WeekProblem, Wish, check, price_changes,
    smallest_clash, solve_relaxed, with_wishes,
};
use striate_state::injury_gate::{Basis, next_reference, reference};
use striate_state::{GrowthMethod, Phase, outlooks};

/// Work for a week: within 2 % of the best.
pub(super) fn effort() -> Effort {
    Effort { gap: 20, nodes: 4_000_000, ..Effort::default() }
}
/// Points of a change against the plan that there was.
const CHANGE_PRICE: i32 = 480;
/// Minutes of running are at most this share of the minutes that the days have.
const RUNNING_SHARE: f64 = 0.75;
/// Easy speed as a share of critical speed: the middle of what easy and long runs aim at.
const EASY_SHARE: f64 = 0.735;
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
    /// Base weeks before the present one.
    base_before: usize,
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
        let body = ledger.history().body(today, viewpoint.person, viewpoint.before, growth)?;
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
            base_before,
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
        let frame = self.frame.next_week();
        self.week += 1;
        let loads = frame.phase.has_long_run();
        if frame.series && self.series_from.is_none() {
            self.series_from = Some(monday);
        }
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
        let free = if is_rest_of_week { remaining(&free, self.ledger, today, first_day, self.entry) } else { free };
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
                None => BASE_WEEKS.saturating_sub(self.base_before).max(1),
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

/// Seven in the morning of a day.
fn morning(day: Day, viewpoint: &Viewpoint<'_>) -> Timestamp {
    day.noon() - TimeSpan::from_s(5.0 * 3600.0) - viewpoint.offset
}

/// From this hour on nobody begins the day's session (judgement).
const LAST_START_H: f64 = 20.0;

/// The first day of the present week that is still open: today, until a session is done or the day is nearly over.
fn first_open(ledger: &Ledger, viewpoint: &Viewpoint<'_>) -> usize {
    let today = viewpoint.today;
    let local = viewpoint.now + viewpoint.offset;
    let midnight = today.noon() - TimeSpan::from_s(12.0 * 3600.0);
    let is_over = local.since(midnight).as_s() >= 3600.0 * LAST_START_H || ledger.up_to(today, 1).next().is_some();
    usize::from(today.weekday()) + usize::from(is_over)
}

fn easy_m_per_s(viewpoint: &Viewpoint<'_>) -> f64 {
    EASY_SHARE * viewpoint.athlete.critical_speed.value.as_m_per_s()
}

/// Beyond so many weeks it does not matter how long a kind was not done.
const MOST_WEEKS: i32 = 4;

/// When each kind was done last, as far as that matters.
fn last_of(ledger: &Ledger, today: Day) -> BTreeMap<PlannedKind, Day> {
    let recent = || ledger.up_to(today, 7 * MOST_WEEKS);
    let last = |kind: &PlannedKind| recent().filter(|s| s.dose.kind == kind.recorded()).map(|s| s.day).max();
    PlannedKind::ALL.iter().filter_map(|kind| Some((*kind, last(kind)?))).collect()
}

/// Strength sessions of the seven days up to `last`.
fn lifts_in(ledger: &Ledger, last: Day) -> i32 {
    ledger.up_to(last, 7).filter(|s| s.dose.kind.as_str().ends_with("_strength")).count() as i32
}

/// Whether the week that ends on `sunday` has leg strength, as far as it is known.
fn has_legs(ledger: &Ledger, sunday: Day) -> bool {
    let legs = [PlannedKind::LowerStrength.recorded(), PlannedKind::FullStrength.recorded()];
    ledger.up_to(sunday, 7).any(|s| legs.contains(&s.dose.kind))
}

/// How used to training the athlete is: the state's first phase, or a log of less than a month, is a novice's; a year of
/// weeks with two sessions or more an experienced one's (assumed).
fn experience(ledger: &Ledger, body: &BodyState, today: Day, growth: &GrowthMethod) -> Experience {
    let mut weeks: Vec<(Day, usize)> = Vec::new();
    for session in ledger.up_to(today, 3 * 365) {
        match weeks.last_mut() {
            Some((monday, n)) if *monday == session.day.monday() => *n += 1,
            _ => weeks.push((session.day.monday(), 1)),
        }
    }
    let trained = weeks.iter().filter(|w| w.1 >= 2).count();
    if trained < 4 || phase_of_athlete(body, &outlooks(body, growth), growth) == Phase::Novice {
        Experience::Novice
    } else if trained < 50 {
        Experience::Trained
    } else {
        Experience::Experienced
    }
}

/// Beyond the mean of the other three weeks by this share a week was none of the usual ones.
const USUAL_MOST: f64 = 1.25;

/// Running minutes of a usual week: the most of the last four, so that neither an easier week nor a missed run makes the
/// next weeks smaller, and not much above the others, so that no single week makes them larger; of a shorter history its
/// best.
fn usual_minutes(ledger: &Ledger, today: Day) -> f64 {
    let week = |n: i32| ledger.up_to(today.plus(-7 * n), 7).map(|s| 60.0 * s.dose.running_h).sum::<f64>();
    let mut weeks: Vec<f64> = (0..4).map(week).filter(|m| *m > 0.0).collect();
    weeks.sort_by(f64::total_cmp);
    match weeks.pop() {
        None => 0.0,
        Some(most) if weeks.is_empty() => most,
        Some(most) => most.min(USUAL_MOST * weeks.iter().sum::<f64>() / weeks.len() as f64),
    }
}

fn macro_input(
    ledger: &Ledger,
    body: &BodyState,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    growth: &GrowthMethod,
    base_weeks: usize,
) -> MacroInput {
    let today = viewpoint.today;
    let recent = || ledger.up_to(today, 28);
    // A history shorter than four weeks is judged by the weeks that it has.
    let first = ledger.span().map_or(today, |(first, _)| first);
    let weeks = (f64::from(today.days_since(first) + 1) / 7.0).clamp(1.0, 4.0);
    let reference = next_reference(body, growth);
    let km = reference.distance.as_m() / 1000.0;
    MacroInput {
        goal: wishes.goal,
        weeks: wishes.weeks + 1,
        minutes: usual_minutes(ledger, today),
        longest: match reference.basis {
            Basis::LongestOf30Days => LongestRun::Recent(km),
            Basis::Comeback => LongestRun::Comeback(km / 0.6),
            Basis::Novice => LongestRun::Novice,
        },
        easy_km_per_h: 3.6 * easy_m_per_s(viewpoint),
        minutes_at_most: RUNNING_SHARE * f64::from(wishes.minutes.iter().sum::<i32>()),
        doses: (0..MUSCLES).map(|t| recent().map(|s| hard_sets(&s.dose, t)).sum::<f64>() / weeks).collect(),
        base_weeks,
        weeks_since_deload: wishes
            .weeks_since_deload
            .unwrap_or_else(|| lately::weeks_since_easier(ledger, today.monday())),
        race_week: wishes.race.and_then(|race| usize::try_from(race.days_since(today.monday())).ok().map(|d| d / 7)),
        is_injured: wishes.is_injured,
        is_running: true,
    }
}
