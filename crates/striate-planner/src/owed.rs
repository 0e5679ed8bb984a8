//! What a week owes, as the solver takes it: what each session is worth, what stands in for one that cannot be had, and how
//! long the long run may be.

use super::fill::FINE;
use striate_plan::kinds::PlannedKind;
use striate_plan::season::{LONGEST_MINUTES, Owed, SeasonWeek};
use striate_plan::week::{DAYS, Limit, Placement, Tally, WeekProblem};

/// Limits that are given up before anything that the week owes: they protect nobody.
pub(super) const SOFT: [Limit; 2] = [Limit::RunningMinutes, Limit::Lifts];
/// Points of the first session that a week owes, and of each after it less.
const OWED: [i32; 2] = [FINE * 20_000, FINE * 1600];

/// The long run's share of the week's running, on up to three days and on more, and the minutes that it has at least and at
/// most where the gate on single runs allows them (rule A5: one to two hours; the shares are judgment).
const LONG_SHARE: [f64; 2] = [0.5, 0.38];
const LONG_MIN: [f64; 2] = [60.0, LONGEST_MINUTES];
const EASIER_LONG_MIN: f64 = 45.0;

/// The week's running minutes where a week leaves their band.
pub(super) fn outside(problem: &WeekProblem, placement: &Placement) -> Option<Limit> {
    let sum = |tally: &Tally| placement.sessions().map(|(_, id)| tally.weight[id.kind][id.item]).sum::<i32>();
    let mut tallies = problem.tallies.iter().filter(|t| t.limit == Limit::RunningMinutes);
    tallies.find(|t| !(t.low..=t.high).contains(&sum(t))).map(|t| t.limit)
}

/// The agenda with an easy run in place of each run that cannot be had.
pub(super) fn with_easy_runs(agenda: &[Owed], is_there: impl Fn(&Owed) -> bool) -> Vec<Owed> {
    let (mut kept, gone): (Vec<Owed>, Vec<Owed>) = agenda.iter().cloned().partition(is_there);
    let runs: u8 = gone.iter().filter(|o| o.kind.is_run() && o.kind != PlannedKind::Long).map(|o| o.times).sum();
    if runs > 0 {
        match kept.iter_mut().find(|o| o.kind == PlannedKind::Easy) {
            Some(easy) => easy.times += runs,
            None => kept.push(Owed::easy(runs)),
        }
    }
    kept
}

/// Minutes of the long run at most.
pub(super) fn long_run_min(season: &SeasonWeek, days: &[i32; DAYS]) -> i32 {
    let few = days.iter().filter(|m| **m > 0).count() <= 3;
    let share = LONG_SHARE[usize::from(!few)] * f64::from(season.load.minutes.1);
    let least = if season.stage.loads() { LONG_MIN[0] } else { EASIER_LONG_MIN };
    share.clamp(least, LONG_MIN[1]).round() as i32
}

/// Makes what a week owes worth so much that it comes where there is room, the most important first. `had` says how many of
/// a kind the week has had.
pub(super) fn price_agenda(problem: &mut WeekProblem, season: &SeasonWeek, had: impl Fn(PlannedKind) -> usize) {
    for (place, owed) in season.agenda.iter().enumerate() {
        let Some(kind) = problem.kind_named(owed.kind.as_str()) else { continue };
        let worth = OWED[0] - OWED[1] * place as i32;
        let left = usize::from(owed.times).saturating_sub(had(owed.kind));
        for choice in &mut problem.kinds[kind].choices {
            // The first of several is worth most.
            let sessions = choice.sessions().min(left) as i32;
            choice.cost -= worth * sessions.min(1) + worth / 8 * (sessions - 1).max(0);
        }
    }
}
