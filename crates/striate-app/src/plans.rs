//! What an athlete does with the plan: looks at it, makes it, changes it, accepts it, undoes a change. Every change names the
//! version that it was made from; of two that were made from the same one, the second is refused and told what changed.

use crate::error::{AppError, Result};
use crate::library::Library;
use crate::plan_now::{PlanNow, PlanRequest};
use crate::read_model::ReadModel;
use crate::revision::{Changed, Recent, Revision};
use crate::work::blocking;
use std::collections::BTreeSet;
use std::sync::Arc;
use striate_planner::{
    AskedWeek, AskedWeekView, AwayGoal, DifferenceView, Goals, Keep, KeptPlan, PlanEdit, Standing, asked_week,
    differences, edited, made, undone, what_if,
};
use striate_store::{PlanChange, Sort};

/// The plan that was worked out last, and the versions that were shown.
#[derive(Debug, Default)]
pub(crate) struct PlanService {
    current: tokio::sync::Mutex<Option<Arc<PlanNow>>>,
    shown: Recent<Arc<Seen>>,
}

/// What a reader of one version saw.
#[derive(Debug)]
struct Seen {
    plan: Option<KeptPlan>,
    goals: Goals,
    is_pending: bool,
}

impl Seen {
    fn of(now: &PlanNow) -> Self {
        let plan = now.standing.as_ref().map(|s| s.plan.clone());
        Self { plan, goals: now.state.goals.clone(), is_pending: now.is_pending() }
    }
}

/// Whether a plan that is made holds at once, or waits for the athlete's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It holds.
    Accepted,
    /// It waits.
    Proposed,
}

impl Library {
    /// The plan as it stands now. Nothing is stored.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn plan(&self) -> Result<Arc<PlanNow>> {
        let model = self.read_model().await?;
        let mut current = self.plans.current.lock().await;
        if let Some(kept) = current.as_ref().filter(|p| Arc::ptr_eq(&p.model, &model)) {
            return Ok(Arc::clone(kept));
        }
        self.work_out(model, &mut current).await
    }

    async fn work_out(&self, model: Arc<ReadModel>, current: &mut Option<Arc<PlanNow>>) -> Result<Arc<PlanNow>> {
        let now = PlanNow::read(self, model, self.plan_request).await?.with_gives_of(current.as_deref());
        let now = Arc::new(now);
        self.plans.shown.remember(now.revision(), || Arc::new(Seen::of(&now)));
        *current = Some(Arc::clone(&now));
        Ok(now)
    }

    /// The plan as another read model has it, or with so many weeks. Nothing is stored.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn plan_of(&self, model: Arc<ReadModel>, request: PlanRequest) -> Result<PlanNow> {
        PlanNow::read(self, model, request).await
    }

    /// Works the plan out anew: another one is stored. The sessions behind it are the same.
    async fn plan_changed(&self) -> Result<Arc<PlanNow>> {
        let model = self.read_model().await?;
        self.work_out(model, &mut *self.plans.current.lock().await).await
    }

    /// The same where the goals have changed as well: what is read of the history follows them, too.
    async fn goals_changed(&self) -> Result<Arc<PlanNow>> {
        self.touch();
        self.plan().await
    }

    /// Stores what the day and the history have changed in the plan; says whether there was anything. A program does this
    /// after new sessions and once a day; no reader ever does.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn update_plan(&self) -> Result<bool> {
        let _turn = self.changing.lock().await;
        let now = self.plan().await?;
        let Some(standing) = now.standing.as_ref().filter(|_| now.keep != Keep::Nothing && now.version().is_some())
        else {
            return Ok(false);
        };
        let acceptance = if now.keep == Keep::Accepted { Acceptance::Accepted } else { Acceptance::Proposed };
        self.store_plan(&now, &standing.plan, acceptance).await?;
        self.plan_changed().await?;
        Ok(true)
    }

    /// Keeps the goals and makes the plan for them. The plan stays `None` where there is nothing to plan from yet.
    ///
    /// # Errors
    /// What of the goals cannot be; `Stale`; what the database refuses.
    pub async fn make_plan(&self, from: &Revision, goals: Goals, acceptance: Acceptance) -> Result<Arc<PlanNow>> {
        let _turn = self.changing.lock().await;
        let now = self.unchanged(from).await?;
        let today = now.model.today;
        let goals = goals.with_injury_day(today);
        goals.check(today).map_err(AppError::InvalidGoals)?;
        let (wanted, of) = (goals.clone(), Arc::clone(&now));
        let plan = blocking(move || {
            let before = of.state.newest.as_ref().map(|n| &n.plan);
            Ok::<_, AppError>(made(&of.model.ledger, &of.model.viewpoint(), &wanted, before))
        })
        .await?;
        if let Some(plan) = plan {
            self.store_plan(&now, &plan, acceptance).await?;
        }
        self.store.put_plan_goals(self.athlete, today, &goals).await?;
        self.goals_changed().await
    }

    /// What a change would do.
    ///
    /// # Errors
    /// Where there is no plan.
    pub async fn plan_difference(&self, edit: PlanEdit) -> Result<DifferenceView> {
        let now = self.plan().await?;
        blocking(move || {
            let standing = standing_of(&now)?;
            Ok(what_if(&now.model.ledger, &now.model.viewpoint(), standing, &edit).0)
        })
        .await
    }

    /// Whether the next whole week can be as these words want it, or what becomes of the weeks where they name dates
    /// without training; those dates beside it.
    ///
    /// # Errors
    /// Where there is no plan, or the words are not understood.
    pub async fn plan_week(&self, wish: &str) -> Result<(Arc<PlanNow>, AskedWeekView, Vec<AwayGoal>)> {
        let now = self.plan().await?;
        let wanted = match PlanEdit::away(wish, now.model.today).map_err(AppError::WishNotUnderstood)? {
            Some(edit) => Err(edit),
            None => Ok(AskedWeek::said(wish).map_err(AppError::WishNotUnderstood)?),
        };
        blocking(move || {
            let standing = standing_of(&now)?;
            let (ledger, viewpoint) = (&now.model.ledger, now.model.viewpoint());
            let (view, dates) = match wanted {
                Ok(asked) => {
                    let view = asked_week(ledger, &viewpoint, standing, &asked);
                    (view.map_err(AppError::WishNotUnderstood)?, Vec::new())
                }
                Err(edit) => {
                    let (difference, edited) = what_if(ledger, &viewpoint, standing, &edit);
                    AskedWeekView::of_away(&edit, difference, edited.as_ref().map(|e| &e.plan))
                }
            };
            Ok((Arc::clone(&now), view, dates))
        })
        .await
    }

    /// Makes a change: the plan with it waits for the athlete's answer.
    ///
    /// # Errors
    /// Where there is no plan; `Stale`; where it cannot be: with the reason and the cheapest ways out.
    pub async fn change_plan(&self, from: &Revision, edit: PlanEdit) -> Result<(Arc<PlanNow>, DifferenceView)> {
        let _turn = self.changing.lock().await;
        let now = self.unchanged(from).await?;
        // Dates away are goals: they hold for the weeks that are not planned yet too.
        let is_away = matches!(edit, PlanEdit::Away { .. });
        let of = Arc::clone(&now);
        let (view, plan) = blocking(move || {
            let standing = standing_of(&of)?;
            let (view, edited) = what_if(&of.model.ledger, &of.model.viewpoint(), standing, &edit);
            Ok::<_, AppError>((view, edited.map(|e| e.plan)))
        })
        .await?;
        let Some(plan) = plan else { return Err(AppError::ChangeRefused(Box::new(view))) };
        self.store_plan(&now, &plan, Acceptance::Proposed).await?;
        if is_away && plan.goals != now.state.goals {
            self.store.put_plan_goals(self.athlete, now.model.today, &plan.goals).await?;
            return Ok((self.goals_changed().await?, view));
        }
        Ok((self.plan_changed().await?, view))
    }

    /// Moves a session, as a drag in the calendar does: without looking twelve weeks ahead.
    ///
    /// # Errors
    /// As [`Library::change_plan`].
    pub async fn move_session(&self, from: &Revision, edit: PlanEdit) -> Result<Arc<PlanNow>> {
        let _turn = self.changing.lock().await;
        let now = self.unchanged(from).await?;
        let of = Arc::clone(&now);
        let plan = blocking(move || {
            let found = edited(&of.model.ledger, &of.model.viewpoint(), standing_of(&of)?, &edit);
            found.map(|e| e.plan).map_err(AppError::MoveRefused)
        })
        .await?;
        self.store_plan(&now, &plan, Acceptance::Proposed).await?;
        self.plan_changed().await
    }

    /// Accepts the pending change.
    ///
    /// # Errors
    /// Where there is none; `Stale`.
    pub async fn accept_plan(&self, from: &Revision) -> Result<Arc<PlanNow>> {
        let _turn = self.changing.lock().await;
        let now = self.plan().await?;
        if !now.is_pending() {
            return Err(AppError::NothingToAccept);
        }
        let now = self.unchanged(from).await?;
        match now.version() {
            Some(version) if now.keep == Keep::Nothing => {
                if let Err(error) = self.store.accept_plan(self.athlete, version).await {
                    let is_stale = error.sort() == Sort::Conflict;
                    let present = self.plan_changed().await?;
                    return Err(if is_stale { self.stale(from, &present) } else { error.into() });
                }
            }
            _ => self.store_plan(&now, &standing_of(&now)?.plan, Acceptance::Accepted).await?,
        }
        self.plan_changed().await
    }

    /// Drops the pending change: the plan is again the accepted one.
    ///
    /// # Errors
    /// Where there is none, or no plan was accepted before it; `Stale`.
    pub async fn undo_plan(&self, from: &Revision) -> Result<Arc<PlanNow>> {
        let _turn = self.changing.lock().await;
        let now = self.plan().await?;
        if !now.is_pending() {
            return Err(AppError::NothingToUndo);
        }
        let now = self.unchanged(from).await?;
        let accepted = now.accepted().ok_or(AppError::NothingAcceptedBefore)?;
        let plan = undone(&standing_of(&now)?.plan, &accepted.plan);
        self.store_plan(&now, &plan, Acceptance::Accepted).await?;
        if now.state.goals != plan.goals {
            self.store.put_plan_goals(self.athlete, now.model.today, &plan.goals).await?;
            return self.goals_changed().await;
        }
        self.plan_changed().await
    }

    /// Takes back a first plan that nobody accepted.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn drop_proposal(&self) -> Result<()> {
        let _turn = self.changing.lock().await;
        self.store.drop_proposals(self.athlete).await?;
        self.touch();
        Ok(())
    }

    /// The plan, where it still is the version that a change was made from.
    async fn unchanged(&self, from: &Revision) -> Result<Arc<PlanNow>> {
        let now = self.plan().await?;
        if now.revision() == from {
            return Ok(now);
        }
        Err(self.stale(from, &now))
    }

    fn stale(&self, from: &Revision, now: &PlanNow) -> AppError {
        let seen = self.plans.shown.find(from);
        AppError::Stale(seen.map_or_else(|| vec![Changed::Unknown], |seen| changed(&seen, now)))
    }

    /// Stores a plan on top of the version that it was made from; another program may have stored one meanwhile.
    async fn store_plan(&self, from: &PlanNow, plan: &KeptPlan, acceptance: Acceptance) -> Result<()> {
        let change = PlanChange { plan, after: from.version(), is_accepted: acceptance == Acceptance::Accepted };
        match self.store.put_plan(self.athlete, change).await? {
            Some(_) => Ok(()),
            None => Err(self.stale(from.revision(), &*self.plan_changed().await?)),
        }
    }
}

fn standing_of(now: &PlanNow) -> Result<&Standing> {
    now.standing.as_ref().ok_or(AppError::NoPlan)
}

/// What differs between the version that somebody saw and the present one.
fn changed(seen: &Seen, now: &PlanNow) -> Vec<Changed> {
    let mut found = Vec::new();
    if let (Some(before), Some(standing)) = (&seen.plan, &now.standing) {
        found.extend(differences(before, &standing.plan, &BTreeSet::new()).into_iter().map(Changed::Session));
    }
    if seen.goals != now.state.goals {
        found.push(Changed::Goals);
    }
    if seen.is_pending && !now.is_pending() {
        found.push(Changed::Answered);
    }
    if found.is_empty() {
        found.push(match now.pending_change() {
            Some(change) if !seen.is_pending => Changed::Pending(change.title.clone()),
            _ => Changed::Unknown,
        });
    }
    found
}
