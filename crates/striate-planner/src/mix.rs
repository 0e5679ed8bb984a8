//! The mix of runs of a decided week (rule A1), and what brings a kind that it lacks.

use super::planner::{PlannerWeek, Solved};
use striate_plan::audit::MIXED;
use striate_plan::kinds::{Family, PlannedKind};
use striate_plan::season::{SeasonWeek, Stage};

/// Minutes at tempo at the end of a long run.
const TEMPO_FINISH_MIN: u8 = 15;

/// How many of fast running, tempo, hills, resistance and a distance run a decided week has.
pub(super) fn families(week: &PlannerWeek, solved: &Solved) -> usize {
    let placed = solved.relaxed.plan.placement.sessions().filter_map(|(_, id)| week.level(id));
    let kinds: Vec<PlannedKind> = placed.map(|(dish, _)| dish.kind).collect();
    let has = |is: &dyn Fn(PlannedKind) -> bool| usize::from(kinds.iter().any(|k| is(*k)));
    let ends_at_tempo = week.season.agenda.iter().any(|o| o.kind == PlannedKind::Long && o.tempo_finish_min > 0);
    has(&|k| k.family() == Family::Fast)
        + has(&|k| k.family() == Family::Tempo || k == PlannedKind::Long && ends_at_tempo)
        + has(&|k| k.family() == Family::Hill && k != PlannedKind::ResistedHill)
        + has(&|k| k == PlannedKind::ResistedHill)
        + has(&|k| k == PlannedKind::Long)
}

/// What a week of a block would owe with a long run that ends at tempo; `None` where its mix is whole as it was decided, or
/// the long run ends so already.
pub(super) fn with_tempo_finish(week: &PlannerWeek, solved: &Solved) -> Option<SeasonWeek> {
    let is_in_block = matches!(week.season.stage, Stage::Building | Stage::Keeping) && !week.is_rest_of_week;
    let runs = || solved.relaxed.plan.placement.sessions().filter_map(|(_, id)| week.level(id)).filter(|d| d.0.is_run);
    let can = week.dishes.iter().any(|d| d.kind == PlannedKind::Tempo);
    if !is_in_block || !can || runs().count() < MIXED || families(week, solved) >= MIXED {
        return None;
    }
    let mut season = week.season.clone();
    let long = season.agenda.iter_mut().find(|o| o.kind == PlannedKind::Long && o.tempo_finish_min == 0)?;
    long.tempo_finish_min = TEMPO_FINISH_MIN;
    Some(season)
}
