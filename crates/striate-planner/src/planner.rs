//! The planner walks week by week: what a week turned out to be decides what the next one may be (the longest run, the
//! base, the levels, what the muscles have left).

mod decide;

use super::agenda::Missed;
use super::fill::{Filling, TARGETS, entry_at, fill, hard_sets};
use super::lately::{self, Lately};
use super::menu::{Dish, Kitchen, Level, MenuFrame, WAITS_FOR_BASE, menu};
use super::owed::{long_run_min, price_agenda, with_easy_runs};
use super::past::{Left, remaining};
use super::room::running_room;
use super::start::{
    TRAINING_WEEK, easy_m_per_s, experienced, first_open, is_morning_over, morning, season_input, trained_weeks,
};
use super::view::{HeldBackView, SessionView, text};
use super::wishes::{FixedDay, FixedSession, OtherSport, PlanWishes};
use crate::planned::means;
use striate_history::{Ledger, Viewpoint};
use striate_model::{BodyState, DailyDose, Day, RunRecord};
use striate_plan::kinds::{Experience, Family, Means, PlannedKind};
use striate_plan::season::{BASE_WEEKS, EASIER_LONGEST, LONGEST_MINUTES, Owed, Protection, Season, SeasonWeek};
use striate_plan::week::{
    DAYS, Effort, Entry, ItemId, Limit, MUSCLES, Placement, Relaxed, SLOTS, WeekPlan, WeekProblem, Wish, with_wishes,
};
use striate_state::GrowthMethod;
use striate_state::injury_gate::{Basis, reference};

/// Work for a week: within 2 % of the best.
pub(super) fn effort() -> Effort {
    Effort { gap: 20, nodes: 4_000_000, ..Effort::default() }
}
/// Running beyond what is owed that a week has room for.
const ROOM: f64 = 1.1;
/// Weeks ahead, the present one included, for which noted pain protects its region.
const WEEKS_OF_PAIN: usize = 1;
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
    /// Its stage, its load and what it owes.
    pub(super) season: SeasonWeek,
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
    /// What the week owes and does not have, and what stood against it.
    pub(super) missed: Vec<Missed>,
}

pub(super) struct Planner<'a> {
    ledger: &'a Ledger,
    viewpoint: &'a Viewpoint<'a>,
    wishes: &'a PlanWishes,
    growth: &'static GrowthMethod,
    body: BodyState,
    kitchen: Kitchen<'a>,
    means: Means,
    season: Season,
    /// What is protected today: by wish, and where pain was noted.
    protection: Protection,
    runs: Vec<RunRecord>,
    entry: Entry,
    /// Weeks of running, and of lifting, that were done and planned.
    trained: [usize; 2],
    loading_weeks: usize,
    /// The place of the next week: 0 is the present one.
    week: usize,
    /// The first Monday from which on fast and uphill work may be planned; `None` where no week of two years has it.
    fast_from: Option<Day>,
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
        let trained = trained_weeks(ledger, today);
        let known = means(viewpoint.athlete, &wishes.equipment, Experience::Novice, &marks);
        let means = experienced(known, wishes, trained);
        let lately = Lately::of(ledger, today, &means);
        let season = Season::new(season_input(ledger, &body, viewpoint, wishes, (&means, &lately)));
        let monday = today.monday();
        let fast_from = season.weeks_until_fast().map(|weeks| monday.plus(7 * weeks as i32));
        let first_open = first_open(ledger, viewpoint);
        let entry = entry_at(&body, morning(monday.plus(first_open as i32), viewpoint), growth);
        Some(Self {
            ledger,
            viewpoint,
            wishes,
            growth,
            kitchen: Kitchen::new(viewpoint.athlete),
            means,
            season,
            protection: super::injured::protection(ledger, wishes, today),
            runs: body.runs.iter().copied().collect(),
            body,
            entry,
            trained,
            loading_weeks: 0,
            week: 0,
            fast_from,
            first_open,
        })
    }

    /// The next week to be decided: what is left of the present one first, unless it is Sunday.
    pub(super) fn next_week(&mut self) -> Option<PlannerWeek> {
        let today = self.viewpoint.today;
        if self.week == 0 && self.first_open >= DAYS {
            // Nothing is left of it, but it counts.
            self.season.next_week();
            self.season.complete(&self.done_this_week(today.monday()));
            self.week = 1;
        }
        if self.week > self.wishes.weeks {
            return None;
        }
        let season = self.season.next_week();
        let loads = season.stage.loads();
        let step = LOAD_STEP[self.means.lifter as usize];
        self.means.load_factor = (1.0 + step * self.loading_weeks as f64) * if loads { 1.0 } else { EASIER_LOAD };
        self.means.run_walk = season.run_walk;
        let week = self.week_of(season, self.week);
        self.week += 1;
        Some(week)
    }

    /// The week at this place of the season (0 is the present one) with what it owes.
    fn week_of(&mut self, mut season: SeasonWeek, place: usize) -> PlannerWeek {
        let today = self.viewpoint.today;
        let is_rest_of_week = place == 0;
        let monday = today.monday().plus(7 * place as i32);
        let first_day = if is_rest_of_week { self.first_open } else { 0 };
        let minutes = self.wishes.minutes_of_week(monday);
        let (longest, starts_on) = self.longest(monday, first_day, &season, &minutes);
        let race = self.wishes.race.map(|day| day.days_since(monday)).filter(|day| (first_day as i32..7).contains(day));
        let longest = (longest.0.min(long_run_min(&season, &minutes)), longest.1);
        let frame = (place, longest, starts_on.is_some(), race.is_some(), minutes);
        let mut dishes = self.menu_of(&season, frame);
        let is_there = |owed: &Owed| dishes.iter().any(|d| d.kind == owed.kind && d.owed > 0);
        if !season.agenda.iter().all(is_there) {
            // What this week's longest run has no room for is an easy run.
            season.agenda = with_easy_runs(&season.agenda, is_there);
            dishes = self.menu_of(&season, frame);
        }
        self.add_lengths(&mut dishes, monday, first_day, longest.0);
        // What the gate on single runs and the lifts leave no room for is not asked, and what the week owes is not too much.
        let (most, owed) = running_room(&minutes, &dishes);
        let bounds = &mut season.load.minutes;
        *bounds = (bounds.0.min(most), bounds.1.max((f64::from(owed) * ROOM).ceil() as i32));
        let mut open = minutes;
        if let Some(day) = race {
            // A race is let through whatever the days and minutes say.
            let long = dishes.iter().filter(|d| d.kind == PlannedKind::Race).flat_map(|d| &d.levels);
            open[day as usize] = open[day as usize].max(long.map(|l| l.minutes).max().unwrap_or(0));
        }
        let free = fill(
            &Filling {
                wishes: self.wishes,
                week: &season,
                body: &self.body,
                entry: self.entry,
                growth: self.growth,
                longest,
                starts_on,
                minutes: open,
                race: race.map(|day| 1 << (2 * day)),
                to_race: self.wishes.race.map(|day| day.days_since(monday)),
            },
            &mut dishes,
        );
        let mut free = free;
        if !season.stage.loads() {
            // An easier week's long run need not be longer than a session with rests.
            free.limits = free.limits.without(Limit::LongIsLongest);
        }
        let free = if is_rest_of_week {
            let is_today = first_day == usize::from(today.weekday());
            let only_evening = is_today && is_morning_over(self.viewpoint);
            let left = Left { first_day, only_evening, entry: self.entry };
            let mut rest = remaining(&free, self.ledger, today, left);
            let done = self.done_this_week(monday);
            price_agenda(&mut rest, &season, |kind| done.iter().filter(|d| d.0 == kind).count());
            rest
        } else {
            free
        };
        let (mut fixed, mut refused) = (Vec::new(), Vec::new());
        for one in self.fixed_in(monday, first_day) {
            match self.wish(&one, monday, &free, season.stage.allows_fast()) {
                Ok(wish) => fixed.push((one, wish)),
                Err(because) => refused.push((one, because)),
            }
        }
        let problem = with_wishes(&free, &fixed.iter().map(|f| f.1.clone()).collect::<Vec<_>>());
        PlannerWeek { monday, is_rest_of_week, season, free, problem, dishes, fixed, refused, first_day }
    }

    /// What a week may be made of, by its place in the season, its longest run (min, km), whether it starts over after a
    /// month without a run, and whether it holds the race.
    fn menu_of(
        &mut self,
        week: &SeasonWeek,
        (place, longest, starts_over, has_race, days): (usize, (i32, f64), bool, bool, [i32; DAYS]),
    ) -> Vec<Dish> {
        // Pain that was noted protects its region now; whether it is gone by then nobody knows of later weeks.
        let wished = Protection::of(&self.wishes.protect);
        let protection = if place <= WEEKS_OF_PAIN { &self.protection } else { &wished };
        let mut means = Means { turn: place as u8, ..self.means.clone() };
        means.exercises.retain(|e| protection.allows_exercise(&e.id).is_yes());
        means.hill = means.hill.filter(|(grade, _)| protection.max_grade().is_none_or(|most| *grade <= most));
        let ladders = self.season.ladders();
        let frame = MenuFrame { week, ladders, place, longest, starts_over, has_race, days, protection };
        menu(&mut self.kitchen, &means, self.wishes, &frame)
    }

    /// The longest run of a week, min and km, and the day of the first run where there was none in thirty days.
    fn longest(
        &self,
        monday: Day,
        first_day: usize,
        season: &SeasonWeek,
        have: &[i32; DAYS],
    ) -> ((i32, f64), Option<usize>) {
        let easy_km_per_min = easy_m_per_s(self.viewpoint) * 60.0 / 1000.0;
        // A reference that is not there on every day of the week leaves the runs of the week to be held against each other.
        let each: Vec<_> = (first_day as i32..7).map(|d| reference(&self.runs, monday.plus(d), self.growth)).collect();
        let starts_over = each.iter().any(|r| r.basis != Basis::LongestOf30Days);
        let held = each.iter().map(|r| r.distance.as_m() / 1000.0).fold(f64::INFINITY, f64::min);
        let held = if held.is_finite() { held } else { 0.0 };
        let step = if season.stage.loads() { striate_plan::season::STEP } else { EASIER_LONGEST };
        let km = (held * step).min(LONGEST_MINUTES * easy_km_per_min);
        let most = have.iter().copied().max().unwrap_or(0);
        let minutes = ((km / easy_km_per_min) as i32).min(most);
        let start = (first_day..DAYS).find(|&d| have[d] > 0);
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

    /// Takes a decided week over: later weeks follow from it.
    pub(super) fn accept(&mut self, week: &PlannerWeek, plan: &WeekPlan) {
        self.accept_sessions(week, &plan.placement, plan.exit);
    }

    /// The same from a placement of the week's own kinds.
    pub(super) fn accept_sessions(&mut self, week: &PlannerWeek, placement: &Placement, exit: Entry) {
        self.entry = exit;
        self.loading_weeks += usize::from(week.season.stage.loads());
        let mut sessions = if week.is_rest_of_week { self.done_this_week(week.monday) } else { Vec::new() };
        for (slot, id) in placement.sessions() {
            let Some((dish, level)) = week.level(id) else { continue };
            let day = week.monday.plus((slot / 2) as i32);
            if dish.is_run && level.dose.running_h > 0.0 {
                self.runs.push(RunRecord {
                    day,
                    distance: level.dose.distance,
                    mean_speed_m_per_s: level.dose.mean_speed_m_per_s,
                    mean_heart_rate_bpm: None,
                });
            }
            sessions.push((dish.kind, level.prescription.level));
            let owed = week.season.agenda.iter().find(|o| o.kind == dish.kind);
            if owed.is_some_and(|o| o.jumps > 0) && week.season.stage.allows_fast() {
                let due = self.season.ladders().due(PlannedKind::Plyometrics, self.week);
                sessions.push((PlannedKind::Plyometrics, due));
            }
        }
        self.season.complete(&sessions);
        // Who has trained for weeks by then is no novice any more.
        let count = |is: fn(PlannedKind) -> bool| sessions.iter().filter(|s| is(s.0)).count();
        let weeks = [count(PlannedKind::is_run), count(|k| matches!(k.family(), Family::Lift))];
        for (trained, (done, least)) in self.trained.iter_mut().zip(weeks.into_iter().zip(TRAINING_WEEK)) {
            *trained += usize::from(done >= least);
        }
        self.means = experienced(self.means.clone(), self.wishes, self.trained);
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
        striate_plan::season::STEP * least
    }

    /// Minutes of a day of a week.
    pub(super) fn minutes(&self, week: &PlannerWeek, day: usize) -> i32 {
        self.wishes.minutes_of_week(week.monday)[day]
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

    /// Sessions of the present week until today: kinds, at the levels on which the athlete stands.
    fn done_this_week(&self, monday: Day) -> Vec<(PlannedKind, u8)> {
        let today = self.viewpoint.today;
        let done = self.ledger.up_to(today, today.days_since(monday) + 1);
        let kind = |recorded| PlannedKind::ALL.iter().copied().find(|k| k.recorded() == recorded);
        done.filter_map(|s| kind(s.dose.kind)).map(|k| (k, self.season.ladders().level(k))).collect()
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
        if let Some(from) = self.fast_from.filter(|day| *day > next_monday) {
            let weeks = from.days_since(next_monday) / 7;
            let after = if weeks == 1 { "one more week".to_owned() } else { format!("{weeks} more weeks") };
            let because = if self.wishes.is_injured {
                format!(
                    "starts in the week of {}, after the way back and {BASE_WEEKS} base weeks without pain",
                    text(from)
                )
            } else {
                format!("starts in the week of {}, after {after} of base", text(from))
            };
            let can = |kind: &PlannedKind| striate_plan::kinds::prescribe(*kind, 1, &self.means).is_ok();
            held.extend(WAITS_FOR_BASE.into_iter().filter(can).map(|kind| HeldBackView {
                kind: kind.as_str(),
                until: Some(text(from)),
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
