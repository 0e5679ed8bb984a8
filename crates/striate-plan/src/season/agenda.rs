//! What a week owes: the sessions that its stage, its block and the days ask for, the most important first.

use super::{Approach, Emphasis, Stage, System};
use crate::kinds::PlannedKind;

/// Why a week owes a session: its place in the season, for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The one long run of the week.
    LongRun,
    /// The emphasis of the block: the week of it, from 1.
    Emphasis {
        /// What the block works on.
        emphasis: Emphasis,
        /// Its week, from 1.
        week: u8,
    },
    /// The other half of the mix beside the emphasis.
    Mix,
    /// Muscles that running alone does not grow enough.
    LegStrength,
    /// Muscles that running leaves out.
    UpperBody,
    /// A faster pace that can be held.
    Tempo,
    /// Uneven ground.
    Trail,
    /// Technique before speed.
    Technique,
    /// A base week, from 1.
    Base(u8),
    /// A first introduction of fast and uphill work: its week, from 1.
    Introduce(u8),
    /// The way to half an hour without walking.
    RunWalk,
    /// Easy running on an easy day.
    Easy,
    /// Movement the day after hard work.
    Recovery,
    /// An easier week keeps a little of it.
    Deload,
    /// A touch of it before a race.
    Taper,
    /// A dose that keeps what there is.
    Keep,
    /// What one article's program asks for.
    System(System),
    /// A stage of the way back after an injury.
    Return,
}

/// A session that a week owes.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// Its kind.
    pub kind: PlannedKind,
    /// How many of them.
    pub times: u8,
    /// The level that is due.
    pub level: u8,
    /// The rule behind it.
    pub rule: &'static str,
    /// Its place in the season.
    pub why: Why,
    /// Landings of jumps after its warm-up; 0 for none.
    pub jumps: u16,
    /// Minutes at tempo at its end; 0 for none.
    pub tempo_finish_min: u8,
    /// The level of its last session where that was below the one that was due: a step is put off once, not twice.
    pub short_at: Option<u8>,
}

impl Owed {
    /// So many easy runs.
    #[must_use]
    pub const fn easy(times: u8) -> Self {
        Self { times, ..Self::once(PlannedKind::Easy, "C9", Why::Easy) }
    }

    /// One session of a kind, without anything beside it.
    pub(super) const fn once(kind: PlannedKind, rule: &'static str, why: Why) -> Self {
        Self { kind, times: 1, level: 1, rule, why, jumps: 0, tempo_finish_min: 0, short_at: None }
    }
}

/// What decides about a week's agenda.
pub(super) struct Week<'a> {
    pub(super) stage: Stage,
    pub(super) emphasis: Emphasis,
    /// The week of the block, from 1.
    pub(super) block_week: u8,
    /// Days of training.
    pub(super) days: usize,
    /// Hard runs that they hold beside the long run.
    pub(super) hard_runs: usize,
    pub(super) approach: Approach,
    pub(super) system: Option<System>,
    /// Strength sessions a week, where the athlete said so.
    pub(super) lifts: Option<u8>,
    /// Whether a kind can be had.
    pub(super) can: &'a dyn Fn(PlannedKind) -> bool,
    pub(super) turns: &'a mut Turns,
    /// The base week or the week of the introduction, from 1.
    pub(super) number: u8,
    /// Running still has walks in it.
    pub(super) walks: bool,
    /// The base or the introduction is still to come.
    pub(super) is_before_quality: bool,
    /// Landings that are due.
    pub(super) landings: u16,
}

/// Whose turn it is among kinds of the same sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Turns {
    pub(super) fast: usize,
    pub(super) hill: usize,
    /// Loading weeks with fast and uphill work so far.
    pub(super) week: usize,
    /// The last tempo run that was owed had no place: it is owed again.
    pub(super) tempo_missed: bool,
    /// Of fast and uphill running the last week of load had room for the other alone: whether uphill running was left out.
    pub(super) left_out_hills: Option<bool>,
}

/// Low pogo hops of the base, landings (a first dose: far below the 80 to 100 of common advice for beginners).
const POGO_LANDINGS: u16 = 30;

/// Runs that a loading week has where the days hold them.
const THREE_RUNS: u8 = 3;

impl Week<'_> {
    /// The agenda: what may be left out first comes last.
    pub(super) fn agenda(mut self) -> Vec<Owed> {
        let mut owed = match self.stage {
            Stage::Start => self.start(),
            Stage::Base | Stage::Comeback => self.base(),
            Stage::Introduce => self.introduce(),
            Stage::Building | Stage::Keeping => self.block(),
            Stage::Deload => self.deload(),
            Stage::Taper | Stage::Race => self.taper(),
            Stage::Injury => self.way_back(),
        };
        owed.retain(|o| (self.can)(o.kind));
        // What cannot be had, or an article does not ask for, leaves easy running: three runs a week, or what the days hold.
        let runs: u8 = owed.iter().filter(|o| o.kind.is_run()).map(|o| o.times).sum();
        let easy = THREE_RUNS.min(self.days as u8).saturating_sub(runs);
        if self.stage.loads()
            && self.stage != Stage::Start
            && easy > 0
            && !owed.iter().any(|o| o.kind == PlannedKind::Easy)
        {
            owed.push(Owed::easy(easy));
        } else if self.stage.loads()
            && let Some(run) = owed.iter_mut().find(|o| o.kind == PlannedKind::Easy)
        {
            run.times += easy;
        }
        owed
    }

    fn owes(kind: PlannedKind, rule: &'static str, why: Why) -> Owed {
        Owed { level: 0, ..Owed::once(kind, rule, why) }
    }

    fn start(&self) -> Vec<Owed> {
        let walks = self.days.saturating_sub(1).clamp(1, 2) as u8;
        let mut owed = vec![
            Owed { times: walks, ..Self::owes(PlannedKind::RunWalk, "E2", Why::RunWalk) },
            Self::owes(PlannedKind::Long, "A5", Why::LongRun),
        ];
        owed.extend(self.strength(2));
        owed
    }

    fn base(&self) -> Vec<Owed> {
        let why = Why::Base(self.number);
        let jumps = if (self.can)(PlannedKind::Plyometrics) { POGO_LANDINGS } else { 0 };
        let strides = Owed { jumps, ..Self::owes(PlannedKind::Strides, "E4", Why::Technique) };
        let mut owed = vec![Self::owes(PlannedKind::Long, "A5", Why::LongRun), strides];
        if self.days >= 3 {
            let easy = if self.days >= 5 { 2 } else { 1 };
            owed.push(Owed { times: easy, ..Self::owes(PlannedKind::Easy, "E4", why) });
        }
        owed.extend(self.strength(if self.days >= 4 { 2 } else { 1 }));
        owed
    }

    fn introduce(&mut self) -> Vec<Owed> {
        let why = Why::Introduce(self.number);
        let hill = if (self.can)(PlannedKind::HillSprints) { PlannedKind::HillSprints } else { PlannedKind::Stairs };
        let mut owed = vec![Self::owes(PlannedKind::Long, "A5", Why::LongRun)];
        if (self.can)(hill) {
            owed.push(Owed { jumps: self.landings, ..Self::owes(hill, "B8", why) });
            owed.push(Self::owes(PlannedKind::Strides, "E4", Why::Technique));
        } else {
            owed.push(Owed { jumps: self.landings, ..Self::owes(PlannedKind::Strides, "E4", Why::Technique) });
        }
        owed.extend(self.strength(if self.days >= 4 { 2 } else { 1 }));
        if self.days >= 4 {
            owed.push(Self::owes(PlannedKind::Tempo, "A1", Why::Tempo));
        }
        if self.days >= 5 {
            owed.push(Self::owes(PlannedKind::Easy, "C9", Why::Easy));
        }
        owed
    }

    fn block(&mut self) -> Vec<Owed> {
        let turn = self.turns.week;
        self.turns.week += 1;
        if let Some(system) = self.system {
            return self.follow(system, turn);
        }
        let (fast, hill, is_halved) = self.halves(turn);
        let mut owed = vec![Self::owes(PlannedKind::Long, "A5", Why::LongRun)];
        let mut quality = Vec::new();
        if fast {
            quality.push(self.fast(Why::Mix));
        }
        if hill {
            quality.push(self.hill(Why::Mix));
        }
        for one in &mut quality {
            let emphasis = if is_uphill(one.kind) { Emphasis::Hills } else { Emphasis::Speed };
            one.why = match self.stage {
                Stage::Keeping => Why::Keep,
                _ if emphasis == self.emphasis => Why::Emphasis { emphasis, week: self.block_week },
                _ => Why::Mix,
            };
        }
        let mut second = None;
        if self.days >= 6 && !is_halved && (self.hard_runs > 3 || turn.is_multiple_of(2)) {
            let kind = match self.emphasis {
                Emphasis::Hills if self.has_hills() => self.second_hill(),
                _ => PlannedKind::Sprints,
            };
            second = ((self.can)(kind) && quality.iter().all(|q| q.kind != kind)).then(|| self.of_emphasis(kind));
        }
        let quality_runs = quality.len() + usize::from(second.is_some());
        // What had no place last week comes first where only one of the two has room.
        quality.sort_by_key(|q| !matches!(q.why, Why::Emphasis { .. }));
        quality.sort_by_key(|q| self.turns.left_out_hills != Some(is_uphill(q.kind)));
        if (self.can)(PlannedKind::Plyometrics)
            && let Some(first) = quality.iter_mut().min_by_key(|q| is_uphill(q.kind))
        {
            first.jumps = self.landings;
        }
        let legs = match self.approach {
            Approach::Running => 1,
            Approach::Balanced if self.stage == Stage::Keeping => 1,
            Approach::Balanced => 2,
            Approach::Lifting => 3,
        };
        let mut strength = self.strength(legs);
        let others = if strength.is_empty() { Vec::new() } else { strength.split_off(1) };
        owed.extend(quality);
        // Three kinds of run a week: tempo stands in for the half of the mix that the week does not have.
        let is_missing_one = self.days >= 3 && !(fast && hill);
        let has_room = quality_runs < self.hard_runs;
        if is_missing_one && has_room {
            owed.push(Self::owes(PlannedKind::Tempo, "A1", Why::Tempo));
        }
        owed.extend(strength);
        // A second session of the emphasis comes behind one of each kind.
        owed.extend(second);
        let is_odd = !turn.is_multiple_of(2);
        let asks =
            self.days >= 5 && self.stage != Stage::Keeping || self.days >= 4 && (!is_odd || self.turns.tempo_missed);
        if is_missing_one && has_room {
            // It is there already.
        } else if asks && has_room {
            owed.push(Self::owes(PlannedKind::Tempo, "A1", Why::Tempo));
        } else if self.days == 4 {
            owed.push(Self::owes(PlannedKind::Strides, "E4", Why::Technique));
        }
        // Where the week has no other place for tempo, the long run ends with it: every week where fast and uphill take turns,
        // so that three kinds of run are in it (rule A1), else every second one.
        if self.days >= 3
            && !has_room
            && (is_odd || self.takes_turns())
            && let Some(long) = owed.iter_mut().find(|o| o.kind == PlannedKind::Long)
        {
            long.tempo_finish_min = 15;
        }
        owed.extend(others);
        let trail = (self.can)(PlannedKind::Trail) && self.days >= 4 && is_odd;
        if trail {
            owed.push(Self::owes(PlannedKind::Trail, "B5", Why::Trail));
        }
        if self.days >= 5 && !trail {
            owed.push(Self::owes(PlannedKind::Easy, "C9", Why::Easy));
        }
        if self.days >= 6 {
            owed.push(Self::owes(PlannedKind::Recovery, "A6", Why::Recovery));
        }
        owed
    }

    /// Whether a week has fast running and hills, and whether it is one of those that have less. A dose that keeps, and
    /// lifting first, take two of three: both, fast, uphill. Days that hold two hard runs give every third week's other half
    /// of the mix to tempo, those that hold one take fast and uphill by turns.
    fn halves(&self, turn: usize) -> (bool, bool, bool) {
        let is_halved = self.stage == Stage::Keeping || self.approach == Approach::Lifting;
        let (fast, hill) = match (self.has_fast(), self.has_hills()) {
            (true, true) if self.takes_turns() => (turn.is_multiple_of(2), !turn.is_multiple_of(2)),
            (true, true) if is_halved => (turn % 3 != 2, turn % 3 != 1),
            (true, true) if self.days >= 4 && self.hard_runs == 2 && turn % 3 == 2 => {
                (self.emphasis == Emphasis::Speed, self.emphasis == Emphasis::Hills)
            }
            (fast, hill) => (fast, hill),
        };
        (fast, hill, is_halved)
    }

    /// Whether the days hold so little that fast running and hills take turns.
    const fn takes_turns(&self) -> bool {
        self.days <= 2 || self.hard_runs <= 1
    }

    fn deload(&mut self) -> Vec<Owed> {
        let mut owed = vec![Self::owes(PlannedKind::Long, "A5", Why::LongRun)];
        if !self.is_before_quality {
            // An easier week of a block keeps one of its sessions; one in the base keeps the strides.
            // Where fast running and hills take turns, it is an easier week's turn, too.
            let is_hills_turn = if self.takes_turns() {
                self.turns.week += 1;
                self.turns.week.is_multiple_of(2)
            } else {
                self.emphasis == Emphasis::Hills
            };
            let one = match (self.has_hills(), self.has_fast()) {
                _ if self.system == Some(System::D) => Some((PlannedKind::Sprints, "D3")),
                (_, true) if self.system == Some(System::E) => Some((PlannedKind::Series, "E3")),
                (true, fast) if is_hills_turn || !fast => Some((self.last_hill(), "B8")),
                (_, true) if self.system.is_some() => Some((PlannedKind::SprintInterval, "A4")),
                (_, true) => Some((PlannedKind::Series, "E3")),
                _ => None,
            };
            owed.extend(one.map(|(kind, rule)| Self::owes(kind, rule, Why::Deload)));
        } else {
            owed.push(Self::owes(PlannedKind::Strides, "E4", Why::Technique));
        }
        if self.days >= 3 {
            let easy = if (self.can)(PlannedKind::Trail) && !self.is_before_quality {
                Self::owes(PlannedKind::Trail, "B5", Why::Trail)
            } else {
                Self::owes(PlannedKind::Easy, "C9", Why::Easy)
            };
            owed.push(easy);
        }
        owed.extend(self.strength(1).into_iter().take(2));
        owed
    }

    fn way_back(&self) -> Vec<Owed> {
        let sessions = (super::injury::sessions_a_week() as usize).min(self.days).max(1) as u8;
        let mut owed = vec![Owed { times: sessions, ..Self::owes(PlannedKind::RunWalk, "A7", Why::Return) }];
        owed.extend(self.strength(1));
        owed
    }

    fn taper(&self) -> Vec<Owed> {
        let kind = if self.walks { PlannedKind::RunWalk } else { PlannedKind::Strides };
        let mut owed = vec![Self::owes(kind, "E4", Why::Taper)];
        if self.stage == Stage::Taper {
            owed.extend(self.strength(1).into_iter().take(1));
        }
        owed
    }

    /// One article's own week.
    fn follow(&mut self, system: System, turn: usize) -> Vec<Owed> {
        use PlannedKind::{
            Easy, HillRepeats, HillSprints, Long, LowerStrength, Plyometrics, Recovery, ResistedHill, Series,
            SprintInterval, Sprints, Tempo, UpperStrength,
        };
        let owes = |kind, rule| Self::owes(kind, rule, Why::System(system));
        let hill = |turn: usize, of: [PlannedKind; 2]| {
            let mut turns = of.into_iter().cycle().skip(turn % 2).take(2);
            turns
                .find(|k| (self.can)(*k))
                .or_else(|| [HillRepeats, HillSprints, PlannedKind::Stairs].into_iter().find(|k| (self.can)(*k)))
        };
        let is_odd = turn % 2 == 1;
        let landings = if (self.can)(Plyometrics) { self.landings } else { 0 };
        let uphill: Vec<Owed> = match system {
            System::A => {
                hill(turn, [ResistedHill, HillRepeats]).map(|k| owes(k, if k == ResistedHill { "A3" } else { "B8" }))
            }
            // Resistance is uphill where there is no trail for it.
            System::B if turn % 3 == 2 && (self.can)(ResistedHill) && !(self.can)(PlannedKind::Trail) => {
                Some(owes(ResistedHill, "B5"))
            }
            System::B => hill(turn, [HillSprints, HillRepeats]).map(|k| owes(k, "B3")),
            System::C => hill(turn, [ResistedHill, HillRepeats]).map(|k| owes(k, "C6")),
            System::D | System::E => None,
        }
        .into_iter()
        .collect();
        let mut owed = vec![Self::owes(Long, "A5", Why::LongRun)];
        match system {
            System::A => {
                owed.push(owes(SprintInterval, "A4"));
                owed.extend(uphill);
                owed.extend(self.strength(1));
                if self.days >= 4 || is_odd {
                    owed.push(owes(Tempo, "A1"));
                }
                if self.days >= 5 {
                    owed.push(owes(Recovery, "A6"));
                }
            }
            System::B => {
                owed.push(Owed { jumps: landings, ..owes(SprintInterval, "B2") });
                owed.extend(uphill);
                owed.push(owes(LowerStrength, "B10"));
                owed.push(owes(UpperStrength, "B11"));
                if is_odd && self.days >= 4 {
                    owed.push(owes(PlannedKind::Trail, "B5"));
                }
            }
            System::C => {
                owed.push(owes(if is_odd { SprintInterval } else { Sprints }, "C6"));
                owed.extend(uphill);
                owed.extend(self.strength(1));
            }
            System::D => {
                owed.push(owes(if is_odd { SprintInterval } else { Sprints }, "D3"));
                owed.push(Owed { times: 2, ..owes(LowerStrength, "D6") });
                owed.push(owes(UpperStrength, "D5"));
            }
            System::E => {
                owed.push(owes(Series, "E3"));
                if self.days >= 4 {
                    owed[1].times = 2;
                }
                owed.push(owes(LowerStrength, "E9"));
                owed.push(owes(UpperStrength, "E9"));
                owed.push(owes(Easy, "C9"));
            }
        }
        owed
    }

    /// Leg and upper-body strength: on few days as whole-body sessions.
    fn strength(&self, legs: u8) -> Vec<Owed> {
        use PlannedKind::{FullStrength, LowerStrength, UpperStrength};
        let owes = |kind, rule, why, times: u8| Owed { times, ..Self::owes(kind, rule, why) };
        let whole = |times| {
            let mut owed = vec![owes(FullStrength, "B10", Why::LegStrength, times)];
            owed.retain(|o| o.times > 0);
            owed
        };
        let legs = legs.min(self.days.max(1) as u8);
        match self.lifts {
            Some(0) => Vec::new(),
            Some(n @ 1..=2) => whole(n),
            Some(n) => vec![
                owes(LowerStrength, "B10", Why::LegStrength, (n - 1).min(2)),
                owes(UpperStrength, "B11", Why::UpperBody, n - (n - 1).min(2)),
            ],
            None if self.days <= 3 => whole(legs.min(2)),
            None => vec![
                owes(LowerStrength, "B10", Why::LegStrength, legs.min(2)),
                owes(UpperStrength, "B11", Why::UpperBody, if legs >= 3 { 2 } else { 1 }),
            ],
        }
    }

    fn has_hills(&self) -> bool {
        UPHILL.into_iter().any(self.can)
    }

    fn has_fast(&self) -> bool {
        FAST.into_iter().any(self.can)
    }

    /// The fast session whose turn it is: series and sprint intervals, and short sprints every third time, or in the third
    /// week of a speed block where other weeks of fast running give way to tempo.
    fn fast(&mut self, why: Why) -> Owed {
        use PlannedKind::{Series, SprintInterval, Sprints};
        let turn = self.turns.fast;
        self.turns.fast += 1;
        let is_few = self.takes_turns() || self.stage == Stage::Keeping || self.approach == Approach::Lifting;
        let has_tempo_weeks = self.days >= 4 && self.hard_runs == 2;
        let is_sprint_week = self.emphasis == Emphasis::Speed && self.block_week == 3;
        let every = match (is_few, has_tempo_weeks) {
            (false, true) if is_sprint_week => &[Sprints][..],
            (false, false) => &[Series, Sprints, SprintInterval][..],
            _ => &[Series, SprintInterval][..],
        };
        let kind = every.iter().copied().cycle().skip(turn % every.len()).take(every.len()).find(|k| (self.can)(*k));
        let kind = kind.unwrap_or(Series);
        let rule = match kind {
            SprintInterval => "A4",
            Sprints => "D3",
            _ => "E3",
        };
        Self::owes(kind, rule, why)
    }

    /// The uphill session whose turn it is: every third one with carried mass.
    fn hill(&mut self, why: Why) -> Owed {
        let turn = self.turns.hill;
        self.turns.hill += 1;
        let kind = self.hill_at(turn);
        let rule = if kind == PlannedKind::ResistedHill { "A3" } else { "B8" };
        Self::owes(kind, rule, why)
    }

    fn hill_at(&self, turn: usize) -> PlannedKind {
        use PlannedKind::{HillRepeats, HillSprints, ResistedHill, Stairs};
        // Where there are few hill sessions two kinds take turns, one of them with carried mass where there is something to
        // carry; else three, so that each comes often enough to climb.
        let is_few = self.takes_turns() || self.stage == Stage::Keeping || self.approach == Approach::Lifting;
        let cycle = match (is_few, (self.can)(ResistedHill), (self.can)(HillSprints)) {
            (true, true, true) => vec![ResistedHill, HillSprints],
            (true, true, false) => vec![ResistedHill, HillRepeats],
            (true, false, _) => vec![HillSprints, HillRepeats],
            (false, ..) => vec![HillSprints, ResistedHill, HillRepeats],
        };
        let cycle: Vec<PlannedKind> = cycle.into_iter().filter(|k| (self.can)(*k)).collect();
        if cycle.is_empty() {
            return Stairs;
        }
        // Stairs take the place of hill repeats every second time where there are both.
        match cycle[turn % cycle.len()] {
            HillRepeats if (self.can)(Stairs) && (turn / cycle.len()) % 2 == 1 => Stairs,
            kind => kind,
        }
    }

    /// The hill kind before the one whose turn it is: what the block has done last.
    fn last_hill(&self) -> PlannedKind {
        let kind = self.hill_at(self.turns.hill.saturating_sub(1));
        // An easier week carries nothing.
        if kind == PlannedKind::ResistedHill { PlannedKind::HillRepeats } else { kind }
    }

    /// A second uphill session of a week that has one already.
    fn second_hill(&self) -> PlannedKind {
        use PlannedKind::{HillRepeats, HillSprints, Stairs};
        let had = self.hill_at(self.turns.hill.saturating_sub(1));
        [HillRepeats, HillSprints, Stairs].into_iter().find(|k| *k != had && (self.can)(*k)).unwrap_or(had)
    }

    fn of_emphasis(&self, kind: PlannedKind) -> Owed {
        let rule = if is_uphill(kind) { "B8" } else { "D3" };
        Self::owes(kind, rule, Why::Emphasis { emphasis: self.emphasis, week: self.block_week })
    }
}

const UPHILL: [PlannedKind; 4] =
    [PlannedKind::HillSprints, PlannedKind::HillRepeats, PlannedKind::ResistedHill, PlannedKind::Stairs];
const FAST: [PlannedKind; 3] = [PlannedKind::Series, PlannedKind::SprintInterval, PlannedKind::Sprints];

/// Whether a kind counts as hill work in the mix.
pub(super) fn is_uphill(kind: PlannedKind) -> bool {
    UPHILL.contains(&kind)
}

/// Whether a kind counts as fast running in the mix.
pub(super) fn is_fast(kind: PlannedKind) -> bool {
    FAST.contains(&kind)
}
