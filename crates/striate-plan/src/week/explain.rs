//! Why a session is in the week, and why a wish cannot be.
//!
//! A reason is exact arithmetic on the plan: what the week would lose without the session, dose by dose, and which limits
//! it would break. A refusal is the smallest clash that a deletion filter finds (Chinneck 2008): limits are dropped one
//! after the other, the softest first, and stay dropped where the rest still clashes; what is left clashes, and without
//! any one of its members it does not.

use super::basket::{Answer, Effort, feasible, solve};
use super::check::check;
use super::limit::{Limit, LimitSet};
use super::model::TooLarge;
use super::pinned::pin;
use super::problem::{Choice, DAYS, FORBIDDEN, Placement, SLOTS, Tally, WeekPlan, WeekProblem};

/// One reason for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What the week's points would lose of a dose without it.
    Dose {
        /// The dose's name.
        name: String,
        /// What the session gives, tenths of a hard set.
        amount: i32,
        /// Points that the week would be worse.
        points: i64,
        /// The coaching rules behind the wish.
        rules: Vec<&'static str>,
    },
    /// A limit that the week would break without it.
    Limit(Limit),
    /// It brings a type of run that no other session of the week brings.
    Variety {
        /// Points that the week would be worse.
        points: i64,
    },
}

/// Why the session in this slot is there, what weighs most first; empty for an empty slot.
#[must_use]
pub fn because(problem: &WeekProblem, week: &Placement, slot: usize) -> Vec<Reason> {
    let Some(id) = week.0.get(slot).copied().flatten() else { return Vec::new() };
    let mut without = *week;
    without.0[slot] = None;
    let sums = problem.doses(week);
    let mut reasons: Vec<(i64, Reason)> = Vec::new();
    for ((dose, &sum), &amount) in problem.doses.iter().zip(&sums).zip(&problem.item(id).dose) {
        let points = dose.table.at(sum - amount) - dose.table.at(sum);
        if points > 0 {
            let (name, rules) = (dose.name.clone(), dose.rules.clone());
            reasons.push((points, Reason::Dose { name, amount, points, rules }));
        }
    }
    let types = |week: &Placement| {
        let mut all: Vec<u8> = week.sessions().filter_map(|s| problem.kinds[s.1.kind].variety).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    if types(&without) < types(week) {
        let points = i64::from(problem.variety_bonus);
        reasons.push((points, Reason::Variety { points }));
    }
    reasons.sort_by_key(|r| -r.0);
    let broken = check(problem, &without).err().unwrap_or_default();
    let needed = broken.into_iter().filter_map(|b| b.limit).filter(|l| *l != Limit::Readiness);
    let mut all: Vec<Reason> = needed.map(Reason::Limit).collect();
    all.extend(reasons.into_iter().map(|r| r.1));
    all
}

/// Something that an athlete asks of a week beyond the limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A session of this kind in one of these slots, whatever else the week has of the kind.
    KindIn {
        /// The kind.
        kind: usize,
        /// The slots, a bit for each.
        slots: u16,
    },
    /// The same at one of these levels.
    ItemIn {
        /// The kind.
        kind: usize,
        /// Places among its items.
        items: Vec<usize>,
        /// The slots, a bit for each.
        slots: u16,
    },
    /// At least so many sessions of one kind, by leaving out the ways to have fewer.
    Owes {
        /// The kind.
        kind: usize,
        /// How many.
        sessions: usize,
    },
    /// No session of this kind.
    Without(usize),
    /// At least so many sessions of these kinds together.
    AtLeast {
        /// The kinds.
        kinds: Vec<usize>,
        /// How many.
        sessions: i32,
    },
    /// No training on this day.
    NotOn(usize),
}

impl Wish {
    /// A kind on a day.
    #[must_use]
    pub const fn on_day(kind: usize, day: usize) -> Self {
        Self::KindIn { kind, slots: 3 << (2 * day) }
    }

    fn put_on(&self, problem: &mut WeekProblem) {
        match self {
            Self::KindIn { kind, slots } => {
                let all: Vec<usize> = (0..problem.kinds[*kind].items.len()).collect();
                pin(problem, *kind, &all, *slots, false);
            }
            Self::ItemIn { kind, items, slots } => pin(problem, *kind, items, *slots, false),
            Self::Owes { kind, sessions } => problem.kinds[*kind].choices.retain(|c| c.sessions() >= *sessions),
            Self::Without(kind) => {
                problem.kinds[*kind].choices = vec![Choice { items: Vec::new(), cost: 0 }];
            }
            Self::AtLeast { kinds, sessions } => {
                let weigh = |k: usize, n: usize| vec![i32::from(kinds.contains(&problem.origin(k))); n];
                let weight = problem.kinds.iter().enumerate().map(|(k, kind)| weigh(k, kind.items.len())).collect();
                problem.tallies.push(Tally { limit: Limit::TwoSessions, weight, low: *sessions, high: SLOTS as i32 });
            }
            Self::NotOn(day) => {
                for item in problem.kinds.iter_mut().flat_map(|k| &mut k.items) {
                    item.slot_cost[2 * day] = FORBIDDEN;
                    item.slot_cost[2 * day + 1] = FORBIDDEN;
                }
            }
        }
    }
}

/// A member of a clash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A limit of the week.
    Limit(Limit),
    /// A wish, by its place.
    Wish(usize),
}

/// What giving up members of a clash leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// What is given up: one member, or several wishes where no single one is enough.
    pub give_up: Vec<Member>,
    /// Points of the week that is then found, within 2 %.
    pub cost: i64,
}

/// What becomes of wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They can be had.
    Possible(Box<WeekPlan>),
    /// They clash: no week has all of these, and without any one of them there is a week.
    Clash {
        /// The smallest clash found.
        core: Vec<Member>,
        /// What may be given up to have a week; the cheapest first.
        ways_out: Vec<WayOut>,
        /// Days without time on which half an hour to two hours would do.
        open_days: Vec<usize>,
    },
    /// The work allowed did not settle it.
    Unknown,
}

/// The problem with these wishes put on.
#[must_use]
pub fn with_wishes(problem: &WeekProblem, wishes: &[Wish]) -> WeekProblem {
    let mut wished = problem.clone();
    for wish in wishes {
        wish.put_on(&mut wished);
    }
    wished
}

/// Whether the wishes can be had, and what stands against them where not.
///
/// # Errors
/// As [`solve`].
pub fn why_not(problem: &WeekProblem, wishes: &[Wish], effort: Effort) -> Result<Verdict, TooLarge> {
    let wished = with_wishes(problem, wishes);
    match feasible(&wished, effort)? {
        None => return Ok(Verdict::Unknown),
        Some(true) => {
            return Ok(match solve(&wished, effort)? {
                Answer::Plan(plan) => Verdict::Possible(plan),
                Answer::Infeasible | Answer::Unknown => Verdict::Unknown,
            });
        }
        Some(false) => {}
    }
    let core = smallest_clash(problem, wishes, effort)?;
    let (mut ways_out, mut open_days) = (Vec::new(), Vec::new());
    let without = |given_up: &[Member]| {
        let kept = (0..wishes.len()).filter(|&i| !given_up.contains(&Member::Wish(i)));
        let mut less = with_wishes(problem, &kept.map(|i| wishes[i].clone()).collect::<Vec<_>>());
        for member in given_up {
            if let Member::Limit(limit) = member {
                less.limits = less.limits.without(*limit);
            }
        }
        less
    };
    let mut offers: Vec<Vec<Member>> = core.iter().map(|&m| vec![m]).collect();
    // Where several clashes overlap no one member is enough: as many wishes are kept as go together, the first first.
    let mut dropped: Vec<Member> = (0..wishes.len()).map(Member::Wish).collect();
    for wish in 0..wishes.len() {
        let fewer: Vec<Member> = dropped.iter().copied().filter(|&m| m != Member::Wish(wish)).collect();
        if feasible(&without(&fewer), effort)? == Some(true) {
            dropped = fewer;
        }
    }
    if dropped.len() > 1 {
        offers.push(dropped);
    }
    for give_up in offers {
        if give_up.contains(&Member::Limit(Limit::TwoSessions)) {
            continue;
        }
        let less = without(&give_up);
        if feasible(&less, effort)? == Some(true)
            && let Answer::Plan(plan) = solve(&less, Effort { gap: 20, ..effort })?
        {
            ways_out.push(WayOut { give_up, cost: plan.certificate.cost });
        }
    }
    ways_out.sort_by_key(|w| w.cost);
    if core.contains(&Member::Limit(Limit::Days)) {
        for day in (problem.first_day..DAYS).filter(|&d| problem.minutes[d] == 0) {
            let mut more = wished.clone();
            more.minutes[day] = 120;
            if feasible(&more, effort)? == Some(true) {
                open_days.push(day);
            }
        }
    }
    Ok(Verdict::Clash { core, ways_out, open_days })
}

/// The last of the limits that are tried all at once.
const SOFT: Limit = Limit::LegStrength;

/// A clash of which no member can be left out. The structure of the week itself (two sessions a day) is not named where
/// limits or wishes clash; where only it is left, it is.
///
/// # Errors
/// As [`solve`].
pub fn smallest_clash(problem: &WeekProblem, wishes: &[Wish], effort: Effort) -> Result<Vec<Member>, TooLarge> {
    let mut limits = problem.limits;
    let mut kept: Vec<usize> = (0..wishes.len()).collect();
    let clashes = |limits, kept: &[usize]| {
        let chosen: Vec<Wish> = kept.iter().map(|&i| wishes[i].clone()).collect();
        let mut tried = with_wishes(problem, &chosen);
        tried.limits = limits;
        feasible(&tried, effort).map(|f| f == Some(false))
    };
    // Where the rest clashes without the softest ones, each of them could be left out: asked at once.
    let softest = || Limit::ALL.into_iter().take_while(|l| *l <= SOFT);
    let hard = softest().fold(limits, LimitSet::without);
    if clashes(hard, &kept)? {
        limits = hard;
    }
    for limit in Limit::ALL {
        if limit != Limit::TwoSessions && limits.has(limit) && clashes(limits.without(limit), &kept)? {
            limits = limits.without(limit);
        }
    }
    for wish in 0..wishes.len() {
        let less: Vec<usize> = kept.iter().copied().filter(|&w| w != wish).collect();
        if clashes(limits, &less)? {
            kept = less;
        }
    }
    let named = Limit::ALL.into_iter().filter(|&l| l != Limit::TwoSessions && limits.has(l));
    let mut core: Vec<Member> = named.map(Member::Limit).chain(kept.into_iter().map(Member::Wish)).collect();
    if core.iter().all(|m| matches!(m, Member::Wish(_))) && core.len() > 1 {
        core.insert(0, Member::Limit(Limit::TwoSessions));
    }
    Ok(core)
}
