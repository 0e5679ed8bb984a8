//! The log as the rules ask about it: the window, its whole weeks, and what a session counts as.

use super::input::{AuditInput, AuditedSession, Goal, LiftPattern, TrainingPhase};
use super::{Finding, Verdict};
use crate::season::System;
use striate_model::{Day, Muscle, SessionKind};

/// The muscles that a runner asks about first (rule C3).
pub(super) const FOUR: [Muscle; 4] = [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius];

/// The first threshold as a share of critical speed (82.3 %, 81.1 to 83.6, over 26 studies).
pub(super) const FIRST_THRESHOLD: f64 = 0.823;
/// The first threshold as a share of heart rate reserve where no speed is known (assumed).
pub(super) const FIRST_THRESHOLD_HEART: f64 = 0.70;
/// Mass from which on a run counts as one with carried mass, kg.
const CARRIED_KG: f64 = 1.0;
/// Shorter running than this is no run, min.
const SHORTEST_RUN_MIN: f64 = 10.0;
/// An effort that is a tempo part of a run: s at least, and share of critical speed (of the own best where that is unknown).
const TEMPO_S: f64 = 300.0;
const TEMPO_SHARE: f64 = 0.85;
/// Hard sets of one session from which on a muscle has worked hard.
const HARD_HSE: f64 = 1.0;
/// Whole weeks from which on "at least once" may be asked.
const WEEKS_FOR_ONCE: usize = 3;
/// Share of the weeks in which a weekly rule must hold (assumed): one week in four may go wrong.
const WEEKS_KEPT: f64 = 0.75;

/// A whole week, Monday to Sunday.
pub(super) struct Week<'a> {
    pub(super) monday: Day,
    pub(super) sessions: Vec<&'a AuditedSession>,
}

impl<'a> Week<'a> {
    pub(super) fn runs(&self) -> impl Iterator<Item = &'a AuditedSession> {
        self.sessions.iter().copied().filter(|s| s.is_run())
    }
}

/// What the input says, asked for in the rules' words.
pub(super) struct Log<'a> {
    pub(super) input: &'a AuditInput,
    weeks: Vec<Week<'a>>,
}

impl<'a> Log<'a> {
    pub(super) fn new(input: &'a AuditInput) -> Self {
        let mut log = Self { input, weeks: Vec::new() };
        let count = (input.last.days_since(input.first) / 7 + 1).max(0);
        log.weeks = (0..=count)
            .map(|i| input.first.monday().plus(7 * i))
            // A week that began one or two days before anything is known is a week all the same.
            .filter(|monday| {
                *monday >= input.first && input.known_since <= monday.plus(2) && monday.plus(6) <= input.last
            })
            .filter(|monday| !input.exempt_weeks.contains(monday))
            .map(|monday| Week { monday, sessions: log.sessions().filter(|s| s.day.monday() == monday).collect() })
            .collect();
        log
    }

    /// The sessions of the window.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &'a AuditedSession> + use<'a> {
        let input = self.input;
        input.sessions.iter().filter(move |s| (input.first..=input.last).contains(&s.day))
    }

    pub(super) fn runs(&self) -> impl Iterator<Item = &'a AuditedSession> + use<'a> {
        self.sessions().filter(|s| s.is_run())
    }

    /// The whole weeks of the window that are asked.
    pub(super) fn weeks(&self) -> &[Week<'a>] {
        &self.weeks
    }

    /// Whether the running of the last `weeks` weeks is the way to half an hour without walks, or back after an injury.
    pub(super) fn is_run_walk(&self, weeks: i32) -> bool {
        let last = self.input.last.plus(1).monday();
        (1..=weeks).all(|n| self.input.run_walk_weeks.contains(&last.plus(-7 * n)))
    }

    /// The finding of a rule that another article than the one that is followed asks for; `None` where it may be asked.
    pub(super) fn is_of_other_article(&self, of: System) -> Option<Finding<'a>> {
        let followed = self.input.available.and_then(|a| a.system).filter(|s| *s != of)?;
        let (followed, of) = (followed.as_str().to_uppercase(), of.as_str().to_uppercase());
        Some(Finding::not_applicable(format!("You follow article {followed}; article {of} asks for it.")))
    }

    /// Weeks of the window, parts of weeks included; at least a seventh.
    pub(super) fn length_weeks(&self) -> f64 {
        let first = self.input.first.max(self.input.known_since);
        f64::from((self.input.last.days_since(first) + 1).max(1)) / 7.0
    }

    /// What the athlete trains for; building where nothing was said.
    pub(super) fn builds(&self) -> bool {
        matches!(self.input.goal, Some(Goal::Build) | None)
    }

    pub(super) fn is_novice(&self) -> bool {
        self.input.body.phase == Some(TrainingPhase::Novice)
    }

    /// The four muscles but those that are to be spared.
    pub(super) fn four(&self) -> Vec<Muscle> {
        FOUR.into_iter().filter(|m| !self.input.spared.contains(m)).collect()
    }

    /// Mean weekly stimulus of a muscle from the sessions that `of` picks, hard sets.
    pub(super) fn weekly_hse(&self, muscle: Muscle, of: impl Fn(&AuditedSession) -> bool) -> f64 {
        let sum: f64 = self.sessions().filter(|s| of(s)).filter_map(|s| s.hse.as_ref()).map(|h| h[muscle]).sum();
        sum / self.length_weeks()
    }

    /// Whether anything at all is known about muscles.
    pub(super) fn knows_muscles(&self) -> bool {
        self.sessions().any(|s| s.hse.is_some())
    }

    /// A rule that asks for something every week: kept where it held in three of four of the weeks it applies to.
    /// `judge` answers for a week: `None` where the rule does not apply to it, else what was wrong, `Ok` for nothing.
    pub(super) fn weekly(
        &self,
        what: &str,
        none_applies: &str,
        judge: impl Fn(&Week<'a>) -> Option<Result<(), String>>,
    ) -> Finding<'a> {
        let judged: Vec<(&Week<'a>, Result<(), String>)> =
            self.weeks.iter().filter_map(|w| Some((w, judge(w)?))).collect();
        if judged.is_empty() {
            return Finding::not_applicable(none_applies);
        }
        let bad: Vec<_> = judged.iter().filter_map(|(w, r)| Some((*w, r.as_ref().err()?))).collect();
        let good = judged.len() - bad.len();
        let counted = format!("{what} in {good} of {} whole {}", judged.len(), plural(judged.len(), "week"));
        let is_kept = good as f64 >= WEEKS_KEPT * judged.len() as f64;
        let because = match bad.first() {
            None => format!("{counted}."),
            Some((week, wrong)) => format!("{counted}; in the week of {}: {wrong}.", spoken(week.monday)),
        };
        let sessions = bad.iter().flat_map(|(w, _)| w.sessions.iter().copied()).collect();
        match is_kept {
            true => Finding::kept(because),
            false => Finding::broken(because, sessions),
        }
    }

    /// Like [`Log::may_ask_for_once`], of fast, uphill and resisted running and jumps: weeks of the base are not counted.
    pub(super) fn may_ask_for_hard_once(&self, fewest_runs: usize) -> Result<(), Finding<'a>> {
        let open = self.weeks.iter().filter(|w| !self.input.gated_weeks.contains(&w.monday)).count();
        if open < WEEKS_FOR_ONCE.min(self.weeks.len()) {
            return Err(Finding::not_applicable("Fewer than three whole weeks lie behind the base."));
        }
        self.may_ask_for_once(fewest_runs)
    }

    /// A rule that asks for something once in a while: not asked of fewer than three whole weeks, nor of who hardly ran.
    pub(super) fn may_ask_for_once(&self, fewest_runs: usize) -> Result<(), Finding<'a>> {
        if self.weeks.len() < WEEKS_FOR_ONCE {
            return Err(Finding::not_applicable("Fewer than three whole weeks are looked at."));
        }
        if self.runs().count() < fewest_runs {
            return Err(Finding::not_applicable("There are too few runs to ask for it."));
        }
        Ok(())
    }
}

impl AuditedSession {
    /// Whether it was a run, whatever its kind.
    pub(super) fn is_run(&self) -> bool {
        self.running_min >= SHORTEST_RUN_MIN
    }

    /// Whether it was, or was meant to be, of this kind.
    pub(super) fn is(&self, kind: SessionKind) -> bool {
        self.intent.map_or(self.kind == kind, |meant| meant == kind || self.kind == kind)
    }

    /// Whether it was strength training: by its kind, or by a set of a movement that the articles name (B10, B11).
    pub(super) fn is_strength(&self) -> bool {
        use LiftPattern::{Hinge, LegPress, Lunge, Pull, Push, Squat};
        use SessionKind::{FullStrength, LowerStrength, UpperStrength};
        matches!(self.kind, LowerStrength | UpperStrength | FullStrength)
            || self.sets_of(&[Squat, Lunge, Hinge, LegPress, Push, Pull]) > 0
    }

    /// Whether a part of a steady run was at tempo.
    pub(super) fn has_tempo(&self) -> bool {
        let is_tempo = |e: &super::AuditedEffort| {
            let share = e.fraction_of_critical.or(e.fraction_of_own_best);
            e.duration_s >= TEMPO_S && share.is_some_and(|s| s >= TEMPO_SHARE)
        };
        self.is_steady() && self.efforts.iter().any(is_tempo)
    }

    pub(super) fn sets_of(&self, patterns: &[LiftPattern]) -> u32 {
        self.lifts.iter().filter(|(p, _)| patterns.contains(p)).map(|(_, sets)| sets).sum()
    }

    pub(super) fn is_leg_strength(&self) -> bool {
        use LiftPattern::{Hinge, LegPress, Lunge, Squat};
        matches!(self.kind, SessionKind::LowerStrength | SessionKind::FullStrength)
            || self.sets_of(&[Squat, Lunge, Hinge, LegPress]) > 0
    }

    /// Whether mass was carried on the run.
    pub(super) fn is_weighted(&self) -> bool {
        self.carried.as_kg() >= CARRIED_KG
    }

    /// Sprints, series, intervals: short and fast.
    pub(super) fn is_fast(&self) -> bool {
        use SessionKind::{Interval, Series, SprintInterval, Sprints};
        matches!(self.kind, Interval | Series | SprintInterval | Sprints)
    }

    /// Efforts uphill or up stairs.
    pub(super) fn is_hill(&self) -> bool {
        use SessionKind::{HillRepeats, HillSprints, ResistedHill, Stairs};
        matches!(self.kind, HillRepeats | HillSprints | ResistedHill | Stairs)
    }

    /// Running at one pace that the legs are used to.
    pub(super) fn is_steady(&self) -> bool {
        use SessionKind::{Easy, Long, Recovery, Tempo};
        matches!(self.kind, Easy | Long | Recovery | Tempo)
    }

    /// Steady running without efforts that is not known to be fast.
    pub(super) fn is_slow(&self) -> bool {
        use SessionKind::{Easy, Long, Recovery};
        matches!(self.kind, Easy | Long | Recovery)
            && self.efforts.is_empty()
            && self.is_below_first_threshold() != Some(false)
    }

    /// Whether its mean lies below the first threshold; `None` where neither speed nor heart rate is known.
    pub(super) fn is_below_first_threshold(&self) -> Option<bool> {
        let by_speed = self.fraction_of_critical.map(|f| f <= FIRST_THRESHOLD);
        by_speed.or_else(|| self.heart_rate_reserve.map(|h| h <= FIRST_THRESHOLD_HEART))
    }

    /// Whether it asks much of the legs, or of anything.
    pub(super) fn is_hard(&self) -> bool {
        use SessionKind::{Downhill, Plyometrics, Race};
        self.is_fast() || self.is_hill() || self.is_strength() || matches!(self.kind, Downhill | Plyometrics | Race)
    }

    /// The leg muscles that it works hard: all four in fast and uphill running, races and jumps; in lifting those that
    /// get a hard set or more.
    pub(super) fn hard_for(&self) -> Vec<Muscle> {
        if !self.is_hard() {
            return Vec::new();
        }
        let dosed = |m: &Muscle| self.hse.as_ref().is_some_and(|h| h[*m] >= HARD_HSE);
        if self.is_strength() && !self.is_run() {
            return Muscle::locomotor().filter(|m| *m != Muscle::Core && dosed(m)).collect();
        }
        Muscle::locomotor().filter(|m| FOUR.contains(m) || *m != Muscle::Core && dosed(m)).collect()
    }

    /// Stimulus of some muscles together, hard sets.
    pub(super) fn sum_hse(&self, muscles: &[Muscle]) -> Option<f64> {
        self.hse.as_ref().map(|h| muscles.iter().map(|m| h[*m]).sum())
    }

    /// What the fast fibers of some muscles got of what their slow fibers got; `None` without stimulus.
    pub(super) fn fast_over_slow(&self, muscles: &[Muscle]) -> Option<f64> {
        self.hse.as_ref()?;
        let sum = |of: &striate_model::MuscleMap<f64>| muscles.iter().map(|m| of[*m]).sum::<f64>();
        fast_over_slow(sum(&self.fast_hse), sum(&self.slow_hse))
    }
}

/// What fast fibers got of what slow fibers got: 1 for a set or a sprint, a few hundredths for a jog; `None` where the slow
/// ones got nothing. Slow fibers work whenever fast ones do, so that it is 1 at most.
pub(super) fn fast_over_slow(fast: f64, slow: f64) -> Option<f64> {
    (slow > 0.0).then(|| (fast / slow).clamp(0.0, 1.0))
}

/// The middle one; `None` of nothing.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (n > 0).then(|| f64::midpoint(values[(n - 1) / 2], values[n / 2]))
}

/// "week", "weeks".
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The names of muscles: "glutes and quads".
pub(super) fn names(muscles: &[Muscle]) -> String {
    listed(&muscles.iter().map(|m| m.label()).collect::<Vec<_>>())
}

/// "Tue 3 Nov".
pub(super) fn spoken(day: Day) -> String {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, month, date) = day.civil();
    let month = MONTHS[usize::from(month.clamp(1, 12)) - 1];
    format!("{} {date} {month}", WEEKDAYS[usize::from(day.weekday() % 7)])
}

/// A share as a person reads it: "87 %".
pub(super) fn percent(share: f64) -> String {
    format!("{} %", whole(100.0 * share))
}

/// A whole number; nothing has no minus (an empty sum is -0).
pub(super) fn whole(value: f64) -> String {
    format!("{:.0}", value.round() + 0.0)
}

/// A change in whole numbers with its sign; nothing has none.
pub(super) fn signed(value: f64) -> String {
    if value.round() == 0.0 { "0".to_owned() } else { format!("{value:+.0}") }
}

/// A figure with at most one decimal, and none where it is large.
pub(super) fn figure(value: f64) -> String {
    let rounded = (10.0 * value).round() / 10.0 + 0.0;
    if rounded.abs() >= 10.0 { format!("{rounded:.0}") } else { format!("{rounded}") }
}

/// The verdict on sessions that were judged one by one: broken where any was, else kept, unknown, not applicable.
pub(super) fn together<'a>(
    sessions: impl IntoIterator<Item = &'a AuditedSession>,
    none: &str,
    judge: impl Fn(&'a AuditedSession) -> Finding<'a>,
) -> Finding<'a> {
    let judged: Vec<(&AuditedSession, Finding<'a>)> =
        sessions.into_iter().map(|s| (s, judge(s))).filter(|(_, f)| f.verdict != Verdict::NotApplicable).collect();
    let of = |verdict: Verdict| judged.iter().filter(move |(_, f)| f.verdict == verdict);
    let shown = |list: &mut dyn Iterator<Item = &(&'a AuditedSession, Finding<'a>)>| -> Vec<&'a AuditedSession> {
        list.map(|(s, _)| *s).collect()
    };
    let tell = |(session, finding): &(&AuditedSession, Finding<'a>)| {
        format!("{} on {}: {}", session.name, spoken(session.day), finding.because)
    };
    let (kept, broken) = (of(Verdict::Kept).count(), of(Verdict::Broken).count());
    if let Some(first) = of(Verdict::Broken).next_back() {
        let because = match kept + broken {
            1 => tell(first),
            all => format!("{broken} of {all} broke it; the last was {}", tell(first)),
        };
        return Finding::broken(because, shown(&mut of(Verdict::Broken)));
    }
    match (of(Verdict::Kept).next_back(), of(Verdict::Unknown).next_back()) {
        (Some(last), _) => {
            let because = match kept {
                1 => tell(last),
                n => format!("All {n} kept it; the last was {}", tell(last)),
            };
            Finding::kept(because).with(shown(&mut of(Verdict::Kept)))
        }
        (None, Some(last)) => Finding::unknown(tell(last)).with(shown(&mut of(Verdict::Unknown))),
        (None, None) => Finding::not_applicable(none),
    }
}
