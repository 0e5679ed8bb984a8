//! Deciding a week: everything that it owes where that fits, else what is worth most of it.

use super::{Planner, PlannerWeek, Solved, effort};
use crate::agenda::explained;
use crate::mix::{families, with_tempo_finish};
use crate::owed::{SOFT, outside, price_agenda};
use crate::wishes::FixedSession;
use striate_plan::kinds::{Family, PlannedKind};
use striate_plan::season::Owed;
use striate_plan::week::{
    Answer, Effort, Limit, Member, Placement, Relaxed, WeekProblem, Wish, check, price_changes, smallest_clash, soften,
    solve, solve_relaxed, with_wishes,
};

/// Points of a change against the plan that there was.
const CHANGE_PRICE: i32 = 480;

/// Work for a week of which not all fits. What is owed is worth so many points that two percent of them would hide a session.
fn fine() -> Effort {
    Effort { gap: 2, ..effort() }
}

impl Planner<'_> {
    /// The week decided. Where it lacks one of three kinds of run, the long run ends at tempo if that brings it (rule A1):
    /// then `week` is that week.
    pub(crate) fn decide(&mut self, week: &mut PlannerWeek) -> Option<Solved> {
        let solved = self.solve(week, None)?;
        let Some(mixed) = with_tempo_finish(week, &solved) else { return Some(solved) };
        let other = self.week_of(mixed, self.week - 1);
        match self.solve(&other, None) {
            Some(again) if families(&other, &again) > families(week, &solved) => {
                *week = other;
                Some(again)
            }
            _ => Some(solved),
        }
    }

    /// The week decided: with as few changes as possible against `keep`, where that is given. `None` where no week can be
    /// had, whatever is given up.
    pub(crate) fn solve(&self, week: &PlannerWeek, keep: Option<&Placement>) -> Option<Solved> {
        let mut free = week.free.clone();
        if let Some(keep) = keep {
            price_changes(&mut free, keep, CHANGE_PRICE);
        }
        if !week.is_rest_of_week
            && let Some(relaxed) = self.with_whole_agenda(week, &free)
        {
            return Some(Solved { relaxed, left_out: Vec::new(), missed: Vec::new() });
        }
        // Not all of it fits: what is worth most stays, and what the week owes comes before its running minutes.
        if !week.is_rest_of_week {
            price_agenda(&mut free, &week.season, |_| 0);
        }
        free = soften(&free, Limit::RunningMinutes);
        if !week.is_rest_of_week
            && let Some(relaxed) = self.with_core(week, &free)
        {
            let missed = explained(week, &relaxed);
            return Some(Solved { relaxed, left_out: Vec::new(), missed });
        }
        let fine = fine();
        let mut fixed: Vec<&(FixedSession, Wish)> = week.fixed.iter().collect();
        let mut left_out = Vec::new();
        loop {
            let wishes: Vec<Wish> = fixed.iter().map(|f| f.1.clone()).collect();
            let found = solve_relaxed(&with_wishes(&free, &wishes), fine).ok()?;
            match found {
                Some(mut relaxed) => {
                    relaxed.given_up.extend(outside(&relaxed.problem, &relaxed.plan.placement));
                    debug_assert!(
                        check(&relaxed.problem, &relaxed.plan.placement).is_ok(),
                        "the judge agrees with the solver"
                    );
                    let missed = if week.is_rest_of_week { Vec::new() } else { explained(week, &relaxed) };
                    return Some(Solved { relaxed, left_out, missed });
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

    /// The week with everything that it owes and every session that has its day, given up at most limits that protect
    /// nobody; `None` where there is none.
    fn with_whole_agenda(&self, week: &PlannerWeek, free: &WeekProblem) -> Option<Relaxed> {
        let mut wishes: Vec<Wish> = week.fixed.iter().map(|f| f.1.clone()).collect();
        for owed in &week.season.agenda {
            let kind = free.kind_named(owed.kind.as_str())?;
            let has_its_day = week.fixed.iter().filter(|f| f.0.kind == owed.kind).count();
            let sessions = usize::from(owed.times).saturating_sub(has_its_day);
            wishes.push(Wish::Owes { kind, sessions });
        }
        let mut problem = with_wishes(free, &wishes);
        let mut given_up = Vec::new();
        loop {
            if let Answer::Plan(plan) = solve(&problem, effort()).ok()? {
                return Some(Relaxed { plan: *plan, given_up, problem });
            }
            let next = SOFT.get(given_up.len())?;
            problem = soften(&problem, *next);
            given_up.push(*next);
        }
    }

    /// The week with the heart of what it owes, the rest by its worth: the mix of runs with a strength session, its first two
    /// runs with one, the runs without one, or the long run alone; in the base all of its runs. `None` where not even the long
    /// run fits.
    /// Two lesser sessions never take the place of one of these.
    fn with_core(&self, week: &PlannerWeek, free: &WeekProblem) -> Option<Relaxed> {
        let is_long = |owed: &Owed| owed.kind == PlannedKind::Long;
        let strength = week.season.agenda.iter().map(|o| o.kind).find(|k| k.family() == Family::Lift);
        let of_mix = |owed: &&Owed| {
            let is_mix = matches!(owed.kind.family(), Family::Fast | Family::Hill | Family::Tempo);
            is_long(owed) || is_mix && owed.kind != PlannedKind::Trail || Some(owed.kind) == strength
        };
        let has_its_day = |owed: &Owed| week.fixed.iter().any(|f| f.0.kind == owed.kind);
        let agenda = || week.season.agenda.iter().filter(|o| !has_its_day(o));
        let mut cores: Vec<Vec<&Owed>> = if week.season.stage.allows_fast() {
            let mix: Vec<&Owed> = agenda().filter(of_mix).collect();
            let runs: Vec<&Owed> = mix.iter().copied().filter(|o| o.kind.is_run()).collect();
            let first: Vec<&Owed> = runs.iter().copied().take(2).collect();
            let with_strength = mix.iter().copied().filter(|o| !o.kind.is_run() || first.contains(o)).collect();
            vec![mix, with_strength, runs, first]
        } else {
            // The base is made of runs.
            vec![agenda().filter(|o| o.kind.is_run()).collect()]
        };
        cores.push(agenda().filter(|o| is_long(o)).collect());
        cores.dedup();
        for core in cores.into_iter().filter(|core| !core.is_empty()) {
            let mut wishes: Vec<Wish> = week.fixed.iter().map(|f| f.1.clone()).collect();
            let times = |owed: &Owed| if week.season.stage.allows_fast() { 1 } else { usize::from(owed.times) };
            let owes =
                |owed: &&Owed| Some(Wish::Owes { kind: free.kind_named(owed.kind.as_str())?, sessions: times(owed) });
            wishes.extend(core.iter().filter_map(owes));
            let problem = with_wishes(free, &wishes);
            if let Answer::Plan(plan) = solve(&problem, fine()).ok()? {
                let given_up = outside(&problem, &plan.placement).into_iter().collect();
                return Some(Relaxed { plan: *plan, given_up, problem });
            }
        }
        None
    }
}
