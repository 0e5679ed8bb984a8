//! Wishes that no week can hold, in words: the smallest set of wishes and limits that clash, and the cheapest ways out.

use super::fill::TARGETS;
use super::week_said::times_words;
use striate_model::Muscle;
use striate_plan::kinds::PlannedKind;
use striate_plan::week::{
    Answer, DAYS, Effort, LADDER, LEGS, Limit, MUSCLES, Member, TooLarge, WeekPlan, WeekProblem, Wish, feasible,
    smallest_clash, solve, with_wishes,
};

/// Sorts of session that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Runs of any kind.
    Runs,
    /// Strength sessions.
    Lifts,
    /// Strength sessions of the legs.
    LegDays,
    /// Sessions that count as hard.
    Hard,
    /// Sessions of one kind.
    Of(PlannedKind),
}

/// Something that an athlete asks of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanWish {
    /// A session of this kind on this day, 0 for Monday, in the morning (0) or in the evening (1) where that is said.
    On {
        /// What.
        kind: PlannedKind,
        /// Which day.
        day: usize,
        /// Which half of it.
        slot: Option<usize>,
    },
    /// At least so many.
    AtLeast {
        /// Of what.
        sort: Sort,
        /// How many.
        times: i32,
    },
    /// No training on this day.
    NotOn(usize),
    /// None of this kind.
    Without(PlannedKind),
}

/// What becomes of wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum WishAnswer {
    /// They can be had: the week, and the problem that it solves.
    Possible(Box<(WeekPlan, WeekProblem)>),
    /// They cannot, and why.
    Clash(Clash),
    /// The work allowed did not settle it.
    Unknown,
}

/// Wishes and limits of which no week keeps all, and of which none can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// "Tue and Thu only, three runs and two leg days: no week keeps 48 h for the quads."
    pub sentence: String,
    /// "Allow Saturday, or one leg day."; empty where nothing small would do.
    pub hint: String,
    /// Each member in words, with the coaching rules behind it.
    pub members: Vec<(String, Vec<&'static str>)>,
    /// What would do, the cheapest first.
    pub ways_out: Vec<Way>,
}

/// One thing that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// In words.
    pub words: String,
    /// What it is.
    pub step: WayStep,
}

/// What can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayStep {
    /// Train on this day too.
    AllowDay(usize),
    /// More minutes on a day.
    MoreMinutes {
        /// The day.
        day: usize,
        /// Minutes in all.
        minutes: i32,
    },
    /// Fewer than this wish (by its place) asks for.
    Fewer {
        /// The wish.
        wish: usize,
        /// How many instead.
        times: i32,
    },
    /// The session of this wish on another day.
    OnDay {
        /// The wish.
        wish: usize,
        /// The day.
        day: usize,
    },
    /// This wish not at all.
    Drop(usize),
    /// Only the wishes (a bit for each) that go together, the first first.
    Keep(u32),
    /// 24 h after sprints and heavy legs instead of 48.
    ShorterRest,
    /// A limit that can be given up.
    GiveUp(Limit),
}

const DAY_NAMES: [&str; DAYS] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// What a day is given to see whether training on it would help, min.
pub(super) const A_DAY_MIN: i32 = 120;
/// More minutes on a day that has some, tried one after the other.
const MORE_MIN: [i32; 3] = [20, 40, 60];

/// Whether a week can hold the wishes, and in words what stands against them where not.
///
/// # Errors
/// Where the problem has more levels or sums than the solver's packed forms hold.
pub fn answer(problem: &WeekProblem, wishes: &[PlanWish], effort: Effort) -> Result<WishAnswer, TooLarge> {
    let asked: Vec<Wish> = wishes.iter().map(|w| wish(problem, w)).collect();
    let wished = with_wishes(problem, &asked);
    match feasible(&wished, effort)? {
        None => Ok(WishAnswer::Unknown),
        Some(true) => Ok(match solve(&wished, effort)? {
            Answer::Plan(plan) => WishAnswer::Possible(Box::new((*plan, wished))),
            Answer::Infeasible | Answer::Unknown => WishAnswer::Unknown,
        }),
        Some(false) => Ok(WishAnswer::Clash(Asked { problem, wishes, asked, effort }.clash()?)),
    }
}

/// The kinds that count as a sort.
fn of_sort(problem: &WeekProblem, sort: Sort) -> Vec<usize> {
    let is = |k: &striate_plan::week::Kind| match sort {
        Sort::Runs => k.is_run,
        Sort::Lifts => k.is_lift,
        Sort::LegDays => k.is_lift && k.is_legs,
        Sort::Hard => k.is_hard,
        Sort::Of(kind) => k.name == kind.as_str(),
    };
    (0..problem.kinds.len()).filter(|&k| is(&problem.kinds[k])).collect()
}

/// The solver's form of a wish.
pub(super) fn wish(problem: &WeekProblem, wish: &PlanWish) -> Wish {
    let named = |kind: PlannedKind| problem.kind_named(kind.as_str());
    // Nothing can be asked of a kind that the week does not have: no session of no kind at least once.
    let never = || Wish::AtLeast { kinds: Vec::new(), sessions: 1 };
    match *wish {
        PlanWish::On { kind, day, slot } => match named(kind) {
            Some(kind) => Wish::KindIn { kind, slots: slot.map_or(3, |s| 1 << s.min(1)) << (2 * day.min(DAYS - 1)) },
            None => never(),
        },
        PlanWish::AtLeast { sort, times } => Wish::AtLeast { kinds: of_sort(problem, sort), sessions: times },
        PlanWish::NotOn(day) => Wish::NotOn(day.min(DAYS - 1)),
        PlanWish::Without(kind) => named(kind).map_or(Wish::AtLeast { kinds: Vec::new(), sessions: 0 }, Wish::Without),
    }
}

struct Asked<'a> {
    problem: &'a WeekProblem,
    wishes: &'a [PlanWish],
    asked: Vec<Wish>,
    effort: Effort,
}

impl Asked<'_> {
    fn clash(&self) -> Result<Clash, TooLarge> {
        let core = smallest_clash(self.problem, &self.asked, self.effort)?;
        let (mut subject, mut limits, mut members) = (Vec::new(), Vec::new(), Vec::new());
        for member in &core {
            match member {
                Member::Limit(Limit::Days) => {
                    subject.push(days_words(&self.problem.minutes));
                    members.push((Limit::Days.words().to_owned(), Vec::new()));
                }
                // Names nothing that could be otherwise: the wishes alone are too much for a week.
                Member::Limit(limit @ Limit::TwoSessions) => members.push((limit.words().to_owned(), Vec::new())),
                Member::Limit(limit) => {
                    let words = self.limit_words(*limit, &core)?;
                    members.push((words.clone(), limit.rules().to_vec()));
                    limits.push(words);
                }
                Member::Wish(place) => {
                    let words = wish_words(&self.wishes[*place]);
                    members.push((words.clone(), Vec::new()));
                    subject.push(words);
                }
            }
        }
        let wishes = core.iter().filter(|m| matches!(m, Member::Wish(_))).count();
        let keeps = if limits.is_empty() && wishes > 1 {
            "no week has room for that, with two sessions a day at most".to_owned()
        } else if limits.is_empty() {
            "no week holds that".to_owned()
        } else {
            format!("no week keeps {}", listed(&limits, "and"))
        };
        let sentence = if subject.is_empty() {
            capital(&format!("{keeps}."))
        } else {
            capital(&format!("{}: {keeps}.", listed(&subject, "and")))
        };
        let ways_out = self.ways_out(&core)?;
        // The cheapest of each sort: five other days say no more than the best of them.
        let mut first: Vec<&Way> = Vec::new();
        for way in &ways_out {
            if first.iter().all(|f| std::mem::discriminant(&f.step) != std::mem::discriminant(&way.step)) {
                first.push(way);
            }
        }
        let first: Vec<&str> = first.into_iter().take(3).map(|w| w.words.as_str()).collect();
        let hint = match first[..] {
            [] => String::new(),
            [one] => capital(&format!("{one}.")),
            [ref most @ .., last] => capital(&format!("{}, or {last}.", most.join(", "))),
        };
        Ok(Clash { sentence, hint, members, ways_out })
    }

    /// A limit in words; of a waiting time the muscle that it is about.
    fn limit_words(&self, limit: Limit, core: &[Member]) -> Result<String, TooLarge> {
        let hours = match limit {
            Limit::ChosenRest => 12 * self.problem.kinds.iter().map(|k| u32::from(k.rest)).max().unwrap_or(2),
            Limit::DayBetween => 24,
            Limit::Readiness => 0,
            _ => return Ok(limit.words().to_owned()),
        };
        let muscle = self.muscle_of(core)?.unwrap_or("muscles");
        Ok(if hours == 0 { format!("the {muscle} ready") } else { format!("{hours} h for the {muscle}") })
    }

    /// The muscle without whose waiting time the rest of the clash would not clash.
    fn muscle_of(&self, core: &[Member]) -> Result<Option<&'static str>, TooLarge> {
        let bare = self.with_core(core);
        for muscle in 0..=MUSCLES {
            let keep = |w: &mut u8, m: usize| *w = if m == muscle { *w } else { 0 };
            let mut one = bare.clone();
            one.entry.wait.iter_mut().enumerate().for_each(|(m, w)| keep(w, m));
            for kind in &mut one.kinds {
                kind.works_hard &= if muscle == LEGS { 0 } else { 1 << muscle };
                kind.is_legs &= muscle == LEGS;
                for item in &mut kind.items {
                    item.wait.iter_mut().enumerate().for_each(|(m, w)| keep(w, m));
                }
            }
            if feasible(&one, self.effort)? == Some(false) {
                return Ok(Some(if muscle == LEGS { "legs" } else { label(muscle) }));
            }
        }
        Ok(None)
    }

    /// The week with the members of the clash alone.
    fn with_core(&self, core: &[Member]) -> WeekProblem {
        let kept = |place: &usize| core.contains(&Member::Wish(*place));
        let wishes: Vec<Wish> = (0..self.asked.len()).filter(kept).map(|w| self.asked[w].clone()).collect();
        let mut bare = with_wishes(self.problem, &wishes);
        for limit in Limit::ALL.into_iter().filter(|l| *l != Limit::TwoSessions) {
            if !core.contains(&Member::Limit(limit)) {
                bare.limits = bare.limits.without(limit);
            }
        }
        bare
    }

    fn ways_out(&self, core: &[Member]) -> Result<Vec<Way>, TooLarge> {
        let found = self.ways_out_where(core, WeekProblem::clone)?;
        if !found.is_empty() {
            return Ok(found);
        }
        // Where several clashes overlap no one change is enough.
        if let Some(way) = self.keep_some()? {
            return Ok(vec![way]);
        }
        // Nothing small keeps everything: what would do where limits that may be given up are given up too.
        self.ways_out_where(core, |problem| {
            let limits = LADDER.iter().fold(problem.limits, |set, limit| set.without(*limit));
            WeekProblem { limits, ..problem.clone() }
        })
    }

    /// As many of the wishes as go together, the first first; `None` where that is none.
    fn keep_some(&self) -> Result<Option<Way>, TooLarge> {
        let mut kept: Vec<usize> = Vec::new();
        for place in 0..self.asked.len().min(32) {
            let with = || kept.iter().copied().chain([place]);
            let wishes: Vec<Wish> = with().map(|w| self.asked[w].clone()).collect();
            if feasible(&with_wishes(self.problem, &wishes), self.effort)? == Some(true) {
                kept.push(place);
            }
        }
        let words: Vec<String> = kept.iter().map(|&w| wish_words(&self.wishes[w])).collect();
        let step = WayStep::Keep(kept.iter().fold(0, |bits, w| bits | 1 << w));
        Ok((!kept.is_empty()).then(|| Way { words: format!("only {}", listed(&words, "and")), step }))
    }

    fn ways_out_where(
        &self,
        core: &[Member],
        eased: impl Fn(&WeekProblem) -> WeekProblem,
    ) -> Result<Vec<Way>, TooLarge> {
        let mut ways: Vec<(i64, Way)> = Vec::new();
        let mut offer = |words: String, step: WayStep, problem: &WeekProblem| -> Result<bool, TooLarge> {
            let problem = &eased(problem);
            if feasible(problem, self.effort)? != Some(true) {
                return Ok(false);
            }
            // What it costs decides the order: a little work is enough for that.
            let effort = Effort { gap: 50, nodes: 100_000, ..self.effort };
            let cost = solve(problem, effort)?.plan().map_or(i64::MAX, |p| p.certificate.cost);
            ways.push((cost, Way { words, step }));
            Ok(true)
        };
        for member in core {
            match *member {
                Member::Wish(place) => match self.wishes[place] {
                    PlanWish::AtLeast { sort, times } => {
                        for fewer in (0..times).rev() {
                            let wish = PlanWish::AtLeast { sort, times: fewer };
                            if offer(
                                wish_words(&wish),
                                WayStep::Fewer { wish: place, times: fewer },
                                &self.instead(place, Some(&wish)),
                            )? {
                                break;
                            }
                        }
                    }
                    PlanWish::On { kind, day, .. } => {
                        let mut days: Vec<usize> = (self.problem.first_day..DAYS).filter(|d| *d != day).collect();
                        days.sort_by_key(|d| d.abs_diff(day));
                        let mut found = false;
                        for other in days {
                            let wish = PlanWish::On { kind, day: other, slot: None };
                            found = offer(
                                wish_words(&wish),
                                WayStep::OnDay { wish: place, day: other },
                                &self.instead(place, Some(&wish)),
                            )?;
                            if found {
                                break;
                            }
                        }
                        if !found {
                            let words = format!("no {} that day", kind.label().to_lowercase());
                            offer(words, WayStep::Drop(place), &self.instead(place, None))?;
                        }
                    }
                    PlanWish::NotOn(day) => {
                        let words = format!("train on {}", DAY_NAMES[day.min(DAYS - 1)]);
                        offer(words, WayStep::Drop(place), &self.instead(place, None))?;
                    }
                    PlanWish::Without(kind) => {
                        let words = format!("keep the {}", kind.label().to_lowercase());
                        offer(words, WayStep::Drop(place), &self.instead(place, None))?;
                    }
                },
                Member::Limit(Limit::Days) => {
                    for day in (self.problem.first_day..DAYS).filter(|&d| self.problem.minutes[d] == 0) {
                        let mut more = with_wishes(self.problem, &self.asked);
                        more.minutes[day] = A_DAY_MIN;
                        offer(format!("allow {}", DAY_NAMES[day]), WayStep::AllowDay(day), &more)?;
                    }
                }
                Member::Limit(Limit::DayMinutes) => {
                    'more: for minutes in MORE_MIN {
                        for day in (self.problem.first_day..DAYS).filter(|&d| self.problem.minutes[d] > 0) {
                            let mut more = with_wishes(self.problem, &self.asked);
                            more.minutes[day] += minutes;
                            let words = format!("{minutes} minutes more on {}", DAY_NAMES[day]);
                            let step = WayStep::MoreMinutes { day, minutes: more.minutes[day] };
                            if offer(words, step, &more)? {
                                break 'more;
                            }
                        }
                    }
                }
                Member::Limit(Limit::ChosenRest) => {
                    let mut less = with_wishes(self.problem, &self.asked);
                    less.kinds.iter_mut().for_each(|k| k.rest = k.rest.min(2));
                    offer("24 h of rest after sprints and heavy legs".to_owned(), WayStep::ShorterRest, &less)?;
                }
                Member::Limit(limit) if LADDER.contains(&limit) => {
                    let mut less = with_wishes(self.problem, &self.asked);
                    less.limits = less.limits.without(limit);
                    offer(format!("a week without {}", limit.words()), WayStep::GiveUp(limit), &less)?;
                }
                Member::Limit(_) => {}
            }
        }
        ways.sort_by_key(|w| w.0);
        Ok(ways.into_iter().map(|w| w.1).collect())
    }

    /// The wished week with another wish, or none, in the place of one.
    fn instead(&self, place: usize, other: Option<&PlanWish>) -> WeekProblem {
        let mut asked = self.asked.clone();
        match other {
            Some(other) => asked[place] = wish(self.problem, other),
            None => {
                asked.remove(place);
            }
        }
        with_wishes(self.problem, &asked)
    }
}

fn label(target: usize) -> &'static str {
    match TARGETS[target].1 {
        [one] => one.label(),
        [Muscle::Chest, ..] => "chest and shoulders",
        _ => "back and biceps",
    }
}

/// "Tue and Thu only".
fn days_words(minutes: &[i32; DAYS]) -> String {
    let days: Vec<String> = (0..DAYS).filter(|d| minutes[*d] > 0).map(|d| DAY_NAMES[d][..3].to_owned()).collect();
    if days.is_empty() { "no day for training".to_owned() } else { format!("{} only", listed(&days, "and")) }
}

pub(super) fn wish_words(wish: &PlanWish) -> String {
    match *wish {
        PlanWish::On { kind, day, slot } => {
            let half = match slot {
                Some(0) => " morning",
                Some(_) => " evening",
                None => "",
            };
            format!("{} on {}{half}", kind.label().to_lowercase(), DAY_NAMES[day.min(DAYS - 1)])
        }
        PlanWish::AtLeast { sort, times } => {
            let (one, many) = match sort {
                Sort::Of(kind) => return format!("{} {}", kind.label().to_lowercase(), times_words(times)),
                Sort::Runs => ("run", "runs"),
                Sort::Lifts => ("lift", "lifts"),
                Sort::LegDays => ("leg day", "leg days"),
                Sort::Hard => ("hard session", "hard sessions"),
            };
            format!("{} {}", number(times), if times == 1 { one } else { many })
        }
        PlanWish::NotOn(day) => format!("no training on {}", DAY_NAMES[day.min(DAYS - 1)]),
        PlanWish::Without(kind) => format!("no {}", kind.label().to_lowercase()),
    }
}

pub(super) fn number(n: i32) -> String {
    const WORDS: [&str; 8] = ["no", "one", "two", "three", "four", "five", "six", "seven"];
    usize::try_from(n).ok().and_then(|n| WORDS.get(n)).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// "a, b and c".
fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
