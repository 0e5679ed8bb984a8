//! The 45 rules held against the weeks ahead, by the same audit that judges a log.

use super::view::{PlanView, SessionView};
use super::wishes::PlanWishes;
use crate::planned::planned;
use striate_history::audit::{AuditQuestion, AuditView, audit_input, audit_view};
use striate_history::{Ledger, Performed, Viewpoint};
use striate_model::{Day, TimeSpan};

impl SessionView {
    /// The session as a history keeps it, had it been done as planned; `None` where its day cannot be read.
    #[must_use]
    pub fn as_done(&self, viewpoint: &Viewpoint<'_>) -> Option<Performed> {
        let day: Day = self.date.parse().ok()?;
        let start = day.noon() + TimeSpan::from_s(60.0 * f64::from(self.begins_min()) - 43_200.0) - viewpoint.offset;
        Some(planned(&self.prescription, viewpoint.athlete).performed(&self.id, day, start))
    }
}

/// Every rule held against the plan, behind the log that it goes on from; `None` where there is neither log nor plan. Weeks
/// that are easier on purpose are not asked by weekly rules.
#[must_use]
pub fn plan_audit(
    view: &PlanView,
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
) -> Option<AuditView> {
    let today = viewpoint.today;
    let weeks = view.weeks.len() as u32;
    let last = view.weeks.last()?.start.parse::<Day>().ok()?.plus(6);
    let ahead = view.rest_of_week.iter().chain(&view.weeks).flat_map(|w| &w.sessions);
    let mut with_plan = ledger.clone();
    with_plan.sessions.retain(|s| s.day <= today);
    with_plan.sessions.extend(ahead.filter_map(|s| s.as_done(viewpoint)));
    with_plan.sessions.sort_by_key(|s| s.start);
    let is_exempt = |w: &&super::view::WeekView| !matches!(w.phase, "building" | "keeping");
    let question = AuditQuestion {
        last,
        today: Some(today),
        weeks,
        goal: Some(wishes.goal),
        chosen_rest_h: Some(f64::from(wishes.rest_hours)),
        exempt_weeks: view.weeks.iter().filter(is_exempt).filter_map(|w| w.start.parse().ok()).collect(),
        spared: wishes.spare.clone(),
        available: Some(wishes.available()),
        person: viewpoint.person,
        before: viewpoint.before,
        offset: viewpoint.offset,
    };
    Some(audit_view(&audit_input(&with_plan, viewpoint.athlete, &question)?, weeks))
}
