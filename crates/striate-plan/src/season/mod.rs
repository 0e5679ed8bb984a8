//! The season: which sessions each of the coming weeks owes, and why, before any of them is put on a day.
//!
//! A [`Season`] hands out its weeks one after the other: a [`Stage`], an [`Emphasis`], how much the week holds
//! ([`WeekLoad`]) and the sessions that it owes ([`Owed`]). What a week turned out to be decides what the next one asks for
//! ([`Season::complete`]). It is pure arithmetic over plain values, without any search; [`crate::week`] puts what is owed on
//! days. `docs/methods/season.md` says what each stage is and why.
//!
//! This module does not place sessions on days, does not know what a session does to a muscle, and knows no calendar.

mod agenda;
mod choice;
pub mod injury;
mod ladder;
mod load;
pub mod pain;
pub mod protect;
mod stage;
#[cfg(test)]
mod tests;

pub use agenda::{Owed, Why};
pub use choice::{Approach, Region, System};
pub use ladder::Ladders;
pub use load::{EASIER_LONGEST, Goal, LONGEST_MINUTES, LoadInput, LongestRun, STEP, WeekLoad};
pub use protect::{Allowed, Protection};
pub use stage::{Emphasis, Stage};

use crate::kinds::{PlannedKind, levels};
use agenda::{Turns, Week};
use load::LoadState;
use std::collections::{BTreeMap, BTreeSet};

/// Weeks of base before anything fast (rule E4: about a month).
pub const BASE_WEEKS: usize = 4;
/// Runs that make a base week.
const BASE_RUNS: usize = 3;
/// Weeks off after which the base has to be run again.
pub const WEEKS_OFF: usize = 6;
/// Weeks of base more, at most, until a run of half an hour is in reach (rule E4 asks for a comfortable one; judgment).
const MORE_BASE: usize = 4;
/// The longest run from which on even a shorter length of it is half an hour, min.
const SURELY_HALF_HOUR_MIN: f64 = 33.0;
/// Weeks off after which the way back begins one block lower.
const SHORT_BREAK: usize = 2;
/// Weeks of the introduction.
const INTRODUCTION: usize = 2;
/// Weeks of load before an easier one.
const LOADING: usize = 3;
/// Weeks that the run-walk ladder takes from its first level to its last.
const RUN_WALK_WEEKS: u8 = 8;
/// Landings of a first session of jumps, what each level adds, and what a session has at most (common advice: 80 to 100
/// for beginners, up to 140 later; as a part of another session half of that).
const FIRST_LANDINGS: u16 = 40;
const MORE_LANDINGS: u16 = 10;
const MOST_LANDINGS: u16 = 60;

/// What a season starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonInput {
    /// How much the weeks are measured from.
    pub load: LoadInput,
    /// Days of training a week.
    pub days: usize,
    /// Days of training of each week from the present one on, where days away take some; later weeks have `days`.
    pub days_ahead: Vec<usize>,
    /// Hard runs that the days hold beside the long run, with an easy day between any two.
    pub hard_runs: usize,
    /// How running and lifting share the work.
    pub approach: Approach,
    /// One article's own program.
    pub system: Option<System>,
    /// Strength sessions a week, where the athlete said so.
    pub lifts: Option<u8>,
    /// Kinds that the means allow and nothing forbids.
    pub kinds: BTreeSet<PlannedKind>,
    /// Base weeks since the last long break, ever.
    pub base_weeks: usize,
    /// Whole weeks without running up to now.
    pub weeks_off: usize,
    /// Whether half an hour can be run without walking.
    pub runs_half_hour: bool,
    /// Whether an easy run of half an hour lies in the base that there is (rule E4).
    pub ran_half_hour: bool,
    /// Whether there was fast or uphill work in the last six weeks.
    pub had_quality: bool,
    /// What the last block worked on; `None` where nobody knows.
    pub last_emphasis: Option<Emphasis>,
    /// Loading weeks since the last easier one.
    pub weeks_since_deload: usize,
    /// The week (from 0) with a race.
    pub race_week: Option<usize>,
    /// An injury: the stage of the way back ([`injury`]) of each week until the base; empty without one.
    pub injury: Vec<usize>,
    /// The level of each kind that the log shows.
    pub levels: BTreeMap<PlannedKind, u8>,
}

/// One week of a season.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonWeek {
    /// What it is for.
    pub stage: Stage,
    /// What its block works on first; `None` outside of blocks.
    pub emphasis: Option<Emphasis>,
    /// The week of its stage or block, from 1.
    pub number: u8,
    /// How much it holds.
    pub load: WeekLoad,
    /// The sessions that it owes, the most important first.
    pub agenda: Vec<Owed>,
    /// The rung of the run-walk ladder, where running still has walks in it.
    pub run_walk: Option<u8>,
    /// The stage of the way back after an injury.
    pub way_back: Option<usize>,
}

/// A season, week by week.
#[derive(Clone, Debug)]
pub struct Season {
    input: SeasonInput,
    week: usize,
    load: LoadState,
    ladders: Ladders,
    turns: Turns,
    /// Base weeks so far, and twice as many: a week of two runs is half of one for who trains on two days.
    base: usize,
    halves: usize,
    /// Loading weeks since the last easier one.
    loading: usize,
    /// Weeks of the introduction that are still to come.
    introduction: usize,
    /// Weeks of the comeback that are still to come.
    comeback: usize,
    emphasis: Emphasis,
    block_week: u8,
    runs_half_hour: bool,
    /// An easy run of half an hour was planned or run.
    ran_half_hour: bool,
    /// The long run of the week that was handed out last is half an hour even where a shorter length of it is taken.
    has_half_hour: bool,
    /// Weeks away in a row, up to the week that was handed out last.
    away: usize,
    /// The stage of the week that was handed out last.
    stage: Stage,
    /// Weeks of the way back after an injury so far.
    returned: usize,
    /// Whether the week that was handed out last owes a tempo run.
    owes_tempo: bool,
    /// The levels that the loading week that was handed out last owes.
    owed: BTreeMap<PlannedKind, u8>,
    /// Kinds whose last session was below the level that was due, and its level.
    short: BTreeMap<PlannedKind, u8>,
}

impl Season {
    /// Before the first week.
    #[must_use]
    pub fn new(input: SeasonInput) -> Self {
        let off = input.weeks_off;
        let base = if off >= WEEKS_OFF || !input.injury.is_empty() { 0 } else { input.base_weeks };
        let is_back = (SHORT_BREAK..WEEKS_OFF).contains(&off);
        let has_hills = input.kinds.iter().any(|k| agenda::is_uphill(*k));
        let has_fast = input.kinds.iter().any(|k| agenda::is_fast(*k));
        let emphasis = match (has_hills, has_fast) {
            (false, _) => Emphasis::Speed,
            (true, false) => Emphasis::Hills,
            (true, true) => input.last_emphasis.map_or(Emphasis::Hills, Emphasis::other),
        };
        Self {
            week: 0,
            load: LoadState::new(input.load.clone()),
            ladders: Ladders::new(&input.levels, input.load.goal == Goal::Keep),
            turns: Turns::default(),
            base,
            halves: 2 * base,
            loading: input.weeks_since_deload,
            introduction: if base < BASE_WEEKS || is_back || !input.had_quality { INTRODUCTION } else { 0 },
            comeback: usize::from(is_back),
            emphasis,
            block_week: 0,
            runs_half_hour: input.runs_half_hour,
            ran_half_hour: input.ran_half_hour && base > 0,
            has_half_hour: false,
            away: 0,
            stage: Stage::Base,
            returned: 0,
            owes_tempo: false,
            owed: BTreeMap::new(),
            short: BTreeMap::new(),
            input,
        }
    }

    /// The next week.
    pub fn next_week(&mut self) -> SeasonWeek {
        let week = self.week;
        let to_race = self.input.race_week.and_then(|race| race.checked_sub(week));
        self.come_back();
        let stage = self.stage_of(to_race);
        let is_in_block = matches!(stage, Stage::Building | Stage::Keeping);
        self.block_week += u8::from(is_in_block);
        let number = match stage {
            Stage::Base => (self.base + 1).min(BASE_WEEKS) as u8,
            Stage::Introduce => (INTRODUCTION - self.introduction) as u8 + 1,
            Stage::Building | Stage::Keeping => self.block_week,
            Stage::Injury => self.returned as u8 + 1,
            _ => 1,
        };
        let load = self.load.next(stage, to_race);
        self.has_half_hour = load.longest_km / self.input.load.easy_km_per_h.max(1.0) * 60.0 >= SURELY_HALF_HOUR_MIN;
        // Who is away owes nothing.
        let mut agenda = if self.days_of(week) == 0 { Vec::new() } else { self.agenda(stage, number) };
        if to_race == Some(0) && self.input.kinds.contains(&PlannedKind::Race) {
            agenda.insert(0, Owed::once(PlannedKind::Race, "A1", Why::Mix));
        }
        for owed in &mut agenda {
            let due = self.ladders.due(owed.kind, week);
            owed.level = match stage {
                // First sessions of a kind are first levels, whatever is due later; strength is nothing new.
                Stage::Introduce if owed.kind.is_run() => due.min(2),
                stage if stage.loads() => due,
                _ => due.saturating_sub(1).max(1),
            };
            owed.short_at = if stage.loads() { self.short.remove(&owed.kind) } else { None };
        }
        self.owed = agenda.iter().filter(|_| stage.loads()).map(|o| (o.kind, o.level)).collect();
        self.owes_tempo = agenda.iter().any(|o| o.kind == PlannedKind::Tempo);
        let emphasis = is_in_block.then_some(self.emphasis);
        // An easier week ends the block: it keeps one of its sessions, and the next block works on the other half.
        if stage == Stage::Deload && self.block_week > 0 {
            self.block_week = 0;
            self.emphasis = self.next_emphasis();
        }
        let walks = !self.runs_half_hour && stage != Stage::Injury;
        let run_walk = walks.then(|| self.ladders.due(PlannedKind::RunWalk, week));
        let way_back = self.input.injury.get(self.returned).copied().filter(|_| stage == Stage::Injury);
        self.stage = stage;
        self.step(stage);
        SeasonWeek { stage, emphasis, number, load, agenda, run_walk, way_back }
    }

    /// Says what the week handed out last turned out to be: the kinds of its sessions with their levels.
    pub fn complete(&mut self, sessions: &[(PlannedKind, u8)]) {
        let week = self.week.saturating_sub(1);
        for (kind, level) in sessions {
            self.ladders.complete(*kind, *level, week, self.stage.loads());
            if self.owed.get(kind).is_some_and(|owed| level < owed) {
                self.short.insert(*kind, *level);
            }
        }
        if self.owes_tempo || sessions.iter().any(|s| s.0 == PlannedKind::Tempo) {
            self.turns.tempo_missed = sessions.iter().all(|s| s.0 != PlannedKind::Tempo);
        }
        let owes = |is: fn(PlannedKind) -> bool| self.owed.keys().any(|k| is(*k));
        let has = |is: fn(PlannedKind) -> bool| sessions.iter().any(|s| is(s.0));
        if owes(agenda::is_fast) && owes(agenda::is_uphill) {
            self.turns.left_out_hills = match (has(agenda::is_fast), has(agenda::is_uphill)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
        }
        self.ran_half_hour |= self.has_half_hour && sessions.iter().any(|s| s.0 == PlannedKind::Long);
        let runs = sessions.iter().filter(|s| s.0.is_run()).count();
        if self.stage == Stage::Base && runs < BASE_RUNS.min(self.input.days) {
            // What was counted ahead is taken back.
            self.halves = self.halves.saturating_sub(if self.input.days < BASE_RUNS { 1 } else { 2 });
            self.base = self.halves / 2;
        }
    }

    /// Where each kind stands.
    #[must_use]
    pub const fn ladders(&self) -> &Ladders {
        &self.ladders
    }

    /// Weeks from the next one on until fast and uphill work may be in a week, 0 where the next one has it; `None` where no
    /// week of the next two years does.
    #[must_use]
    pub fn weeks_until_fast(&self) -> Option<usize> {
        let mut ahead = self.clone();
        (0..104).find(|_| {
            let week = ahead.next_week();
            let sessions: Vec<(PlannedKind, u8)> =
                week.agenda.iter().flat_map(|o| std::iter::repeat_n((o.kind, o.level), usize::from(o.times))).collect();
            ahead.complete(&sessions);
            week.stage.allows_fast() && !matches!(week.stage, Stage::Deload | Stage::Taper | Stage::Race)
        })
    }

    /// Base weeks so far.
    #[must_use]
    pub const fn base_weeks(&self) -> usize {
        self.base
    }

    /// Training days of a week.
    fn days_of(&self, week: usize) -> usize {
        self.input.days_ahead.get(week).copied().unwrap_or(self.input.days).min(self.input.days)
    }

    /// Counts weeks away, and leads back after them as after any other pause.
    fn come_back(&mut self) {
        if self.days_of(self.week) == 0 {
            self.away += 1;
            return;
        }
        if self.away >= SHORT_BREAK && self.base > 0 {
            self.base = if self.away >= WEEKS_OFF { 0 } else { self.base };
            self.halves = self.halves.min(2 * self.base + 1);
            (self.comeback, self.introduction) = (1, INTRODUCTION);
        }
        self.away = 0;
    }

    fn stage_of(&self, to_race: Option<usize>) -> Stage {
        let after_race = self.input.race_week.is_some_and(|race| self.week == race + 1);
        match to_race {
            Some(0) if self.away > 0 => Stage::Race,
            _ if self.away > 0 => Stage::Deload,
            _ if self.returned < self.input.injury.len() => Stage::Injury,
            Some(0) => Stage::Race,
            Some(1) => Stage::Taper,
            None if after_race && self.runs_half_hour => Stage::Deload,
            _ if !self.runs_half_hour => Stage::Start,
            _ if self.comeback > 0 => Stage::Comeback,
            _ if self.loading >= LOADING => Stage::Deload,
            _ if self.base < BASE_WEEKS || !self.ran_half_hour && self.base < BASE_WEEKS + MORE_BASE => Stage::Base,
            _ if self.introduction > 0 => Stage::Introduce,
            _ if self.input.load.goal == Goal::Keep => Stage::Keeping,
            _ => Stage::Building,
        }
    }

    /// What the week means for the ones behind it.
    fn step(&mut self, stage: Stage) {
        self.week += 1;
        match stage {
            Stage::Start => self.climb_run_walk(),
            Stage::Base => {
                self.halves += if self.input.days < BASE_RUNS { 1 } else { 2 };
                self.base = self.halves / 2;
            }
            Stage::Introduce => self.introduction -= 1,
            Stage::Comeback => self.comeback -= 1,
            Stage::Injury => self.returned += 1,
            _ => {}
        }
        self.loading = match stage {
            Stage::Start => 0,
            stage if stage.loads() => self.loading + 1,
            _ => 0,
        };
    }

    /// A week of run-walk: some levels up, so that the whole ladder takes about eight weeks.
    fn climb_run_walk(&mut self) {
        let top = levels(PlannedKind::RunWalk);
        let now = self.ladders.due(PlannedKind::RunWalk, self.week);
        if now >= top {
            self.runs_half_hour = true;
        } else {
            self.ladders.place(PlannedKind::RunWalk, (now + top.div_ceil(RUN_WALK_WEEKS)).min(top));
        }
    }

    fn next_emphasis(&self) -> Emphasis {
        let has = |test: fn(PlannedKind) -> bool| self.input.kinds.iter().any(|k| test(*k));
        match (has(agenda::is_uphill), has(agenda::is_fast)) {
            (true, true) => self.emphasis.other(),
            _ => self.emphasis,
        }
    }

    fn agenda(&mut self, stage: Stage, number: u8) -> Vec<Owed> {
        let days = self.days_of(self.week);
        let kinds = &self.input.kinds;
        let jumps = self.ladders.level(PlannedKind::Plyometrics).max(1);
        let landings = (FIRST_LANDINGS + MORE_LANDINGS * u16::from(jumps - 1)).min(MOST_LANDINGS);
        let week = Week {
            stage,
            emphasis: self.emphasis,
            block_week: self.block_week,
            days,
            hard_runs: self.input.hard_runs.min(days.saturating_sub(1)),
            approach: self.input.approach,
            system: self.input.system,
            lifts: self.input.lifts,
            can: &|kind| kinds.contains(&kind),
            turns: &mut self.turns,
            number,
            walks: !self.runs_half_hour,
            is_before_quality: self.base < BASE_WEEKS || self.introduction > 0 || !self.ran_half_hour,
            landings,
        };
        week.agenda()
    }
}
