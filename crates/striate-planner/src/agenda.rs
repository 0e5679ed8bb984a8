//! What a week owes and does not have: what stands against it, and the cheapest way out.

use super::clash::{PlanWish, Sort, WayStep, WishAnswer, answer, capital};
use super::planner::PlannerWeek;
use super::walk::work;
use striate_plan::season::Owed;
use striate_plan::week::{LADDER, Relaxed};

/// A session that a week owes and does not have.
#[derive(Clone, Debug)]
pub(super) struct Missed {
    pub(super) owed: Owed,
    /// "no week keeps 48 h for the quads", and what would do; empty where nothing could be found out.
    pub(super) because: String,
}

/// Everything that the week owes and does not have, each with the smallest clash that it is part of.
pub(super) fn explained(week: &PlannerWeek, relaxed: &Relaxed) -> Vec<Missed> {
    let had = |owed: &Owed| {
        let is_it = |name: &str| name == owed.kind.as_str();
        let placed = relaxed.plan.placement.sessions();
        placed.filter(|(_, id)| is_it(&relaxed.problem.kinds[id.kind].name)).count() as u8
    };
    let as_wish = |owed: &Owed, times: u8| PlanWish::AtLeast { sort: Sort::Of(owed.kind), times: i32::from(times) };
    let agenda = &week.season.agenda;
    let kept: Vec<PlanWish> = agenda.iter().filter(|o| had(o) > 0).map(|o| as_wish(o, had(o).min(o.times))).collect();
    // Limits that may be given up are no part of what stands against it.
    let mut problem = week.problem.clone();
    problem.limits = LADDER.iter().fold(problem.limits, |set, limit| set.without(*limit));
    let missed = agenda.iter().filter(|o| had(o) < o.times);
    let explain = |owed: &Owed| {
        let wishes: Vec<PlanWish> = std::iter::once(as_wish(owed, owed.times))
            .chain(
                kept.iter()
                    .copied()
                    .filter(|w| !matches!(w, PlanWish::AtLeast { sort: Sort::Of(k), .. } if *k == owed.kind)),
            )
            .collect();
        let because = match answer(&problem, &wishes, work()) {
            Ok(WishAnswer::Clash(clash)) => {
                let makes_room = |step: &WayStep| {
                    matches!(step, WayStep::AllowDay(_) | WayStep::MoreMinutes { .. } | WayStep::ShorterRest)
                };
                let way = clash.ways_out.iter().find(|w| makes_room(&w.step));
                let way = way.map_or_else(String::new, |w| format!(" {} would make room.", capital(&w.words)));
                format!("{}{way}", clash.sentence)
            }
            Ok(WishAnswer::Possible(_)) => {
                "It fits only without a rest day, or with hard runs on two days in a row.".to_owned()
            }
            Ok(WishAnswer::Unknown) | Err(_) => String::new(),
        };
        Missed { owed: owed.clone(), because }
    };
    missed.map(explain).collect()
}
