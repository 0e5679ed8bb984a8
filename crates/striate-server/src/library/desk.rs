//! The plan as it stands, beside the picture of all sessions: worked out once for each picture and each version of the plan.

use super::{Library, Snapshot, blocking};
use crate::problem::{ApiError, Result};
use crate::views::words::sentence;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use striate_history::audit::AuditView;
use striate_model::{Muscle, MuscleMap, MuscleStimulus};
use striate_planner::planned::planned;
use striate_planner::{
    AskedWeek, AskedWeekView, AwayGoal, DifferenceView, Goals, Keep, KeptPlan, PlanEdit, Present, SessionView,
    Standing, Version, asked_week, edited, made, plan_audit, present, undone, what_if,
};
use striate_store::PlanState;
use striate_text::units::Units;

/// What one planned session gives, with its bands.
pub(crate) type Gives = MuscleMap<MuscleStimulus>;
type Known = BTreeMap<(&'static str, u8, String), Arc<Gives>>;

/// The plan as it stands.
#[derive(Debug)]
pub struct PlanNow {
    /// The picture that it was worked out from.
    pub(crate) snapshot: Arc<Snapshot>,
    /// What is stored.
    pub(crate) state: PlanState,
    /// The plan; `None` where none was made yet, or there is nothing to plan from.
    pub(crate) standing: Option<Standing>,
    /// What its sessions give.
    pub(crate) gives: Known,
    /// The coaching rules held against it, worked out when a page first asks.
    audit: OnceLock<Option<AuditView>>,
}

impl PlanNow {
    /// The version that is shown, 0 where there is none.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.state.newest.as_ref().map_or(0, |n| n.version)
    }

    /// The name under which an answer is kept that depends on the plan, too.
    pub(crate) fn key(&self, name: &str) -> String {
        format!("{name}, plan {}{}", self.version(), if self.state.is_open() { " open" } else { "" })
    }

    /// Every coaching rule held against the plan, worked out once; `None` where there is no plan.
    #[must_use]
    pub(crate) fn audit(&self) -> Option<&AuditView> {
        let audit = || {
            let standing = self.standing.as_ref()?;
            let wishes = standing.plan.goals.wishes(&self.snapshot.ledger, self.snapshot.today);
            plan_audit(&standing.view, &self.snapshot.ledger, &self.snapshot.viewpoint(), &wishes)
        };
        self.audit.get_or_init(audit).as_ref()
    }

    /// What a session gives.
    #[must_use]
    pub(crate) fn gives_of(&self, session: &SessionView) -> Option<&Gives> {
        self.gives.get(&key(session)).map(|g| &**g)
    }

    /// The sessions of today that are still to come.
    pub fn today(&self) -> impl Iterator<Item = &SessionView> {
        let today = self.snapshot.today.to_string();
        self.standing.iter().flat_map(|s| s.view.sessions()).filter(move |s| s.date == today)
    }

    /// The first session that comes after today.
    #[must_use]
    pub fn after_today(&self) -> Option<&SessionView> {
        let today = self.snapshot.today.to_string();
        let ahead = self.standing.iter().flat_map(|s| s.view.sessions()).filter(|s| s.date > today);
        ahead.min_by(|a, b| a.date.cmp(&b.date))
    }
}

fn key(session: &SessionView) -> (&'static str, u8, String) {
    (session.kind, session.level, session.title.clone())
}

/// The plan's place in the library.
#[derive(Debug, Default)]
pub(crate) struct PlanDesk {
    current: tokio::sync::Mutex<Option<Arc<PlanNow>>>,
}

impl Library {
    /// The plan as it stands now. What time or the history has changed in it is stored as a new version.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn plan(&self) -> Result<Arc<PlanNow>> {
        let snapshot = self.snapshot().await?;
        let mut current = self.desk.current.lock().await;
        if let Some(kept) = current.as_ref().filter(|p| Arc::ptr_eq(&p.snapshot, &snapshot)) {
            return Ok(Arc::clone(kept));
        }
        let known = current.as_ref().map(|p| p.gives.clone()).unwrap_or_default();
        let now = Arc::new(self.worked_out(snapshot, known).await?);
        *current = Some(Arc::clone(&now));
        Ok(now)
    }

    async fn worked_out(&self, snapshot: Arc<Snapshot>, known: Known) -> Result<PlanNow> {
        let state = self.store.plan_state(self.athlete).await?;
        let (state, found) = blocking(move || {
            let found = standing_of(&snapshot, &state).map(|p| (with_gives(&snapshot, &p, &known), p));
            Ok((state, (snapshot, found)))
        })
        .await?;
        let (snapshot, found) = found;
        let Some((gives, Present { standing, keep })) = found else {
            return Ok(PlanNow { snapshot, state, standing: None, gives: Known::new(), audit: OnceLock::new() });
        };
        let state = match keep {
            Keep::Nothing => state,
            keep => {
                let version = self.store.propose_plan(self.athlete, &standing.plan).await?;
                if keep == Keep::Accepted {
                    self.store.accept_plan(self.athlete, version).await?;
                }
                self.store.plan_state(self.athlete).await?
            }
        };
        Ok(PlanNow { snapshot, state, standing: Some(standing), gives, audit: OnceLock::new() })
    }

    /// Forgets what was worked out: the stored plan has changed.
    async fn plan_changed(&self) -> Result<Arc<PlanNow>> {
        let snapshot = self.snapshot().await?;
        let mut current = self.desk.current.lock().await;
        let known = current.take().map(|p| p.gives.clone()).unwrap_or_default();
        let now = Arc::new(self.worked_out(snapshot, known).await?);
        *current = Some(Arc::clone(&now));
        Ok(now)
    }

    /// Keeps the goals and makes the plan for them; the athlete asked for it, so it is accepted.
    ///
    /// # Errors
    /// What of the goals cannot be; what the database refuses.
    pub async fn make_plan(&self, goals: Goals) -> Result<Arc<PlanNow>> {
        let snapshot = self.snapshot().await?;
        let goals = goals.with_injury_day(snapshot.today);
        goals.check(snapshot.today).map_err(|problem| ApiError::unprocessable(format!("{problem}.")))?;
        self.store.put_plan_goals(self.athlete, snapshot.today, &goals).await?;
        let before = self.store.plan_state(self.athlete).await?.newest.map(|n| n.plan);
        let plan = blocking(move || Ok(made(&snapshot.ledger, &snapshot.viewpoint(), &goals, before.as_ref()))).await?;
        if let Some(plan) = plan {
            let version = self.store.propose_plan(self.athlete, &plan).await?;
            self.store.accept_plan(self.athlete, version).await?;
        }
        // Protein and the audit follow the goal.
        self.touch();
        self.plan().await
    }

    /// What a change would do.
    ///
    /// # Errors
    /// Where there is no plan.
    pub async fn plan_difference(&self, edit: PlanEdit) -> Result<DifferenceView> {
        let now = self.plan().await?;
        blocking(move || {
            let standing = now.standing.as_ref().ok_or_else(no_plan)?;
            Ok(what_if(&now.snapshot.ledger, &now.snapshot.viewpoint(), standing, &edit).0)
        })
        .await
    }

    /// Whether the next whole week can be as these words want it, or what becomes of the weeks where they name dates
    /// without training; those dates beside it.
    ///
    /// # Errors
    /// Where there is no plan, or the words are not understood.
    pub async fn plan_week(&self, wish: &str) -> Result<(Arc<PlanNow>, AskedWeekView, Vec<AwayGoal>)> {
        let refused = |problem: String| ApiError::unprocessable(sentence(&problem));
        let now = self.plan().await?;
        let wanted = match PlanEdit::away(wish, now.snapshot.today).map_err(refused)? {
            Some(edit) => Err(edit),
            None => Ok(AskedWeek::said(wish).map_err(refused)?),
        };
        blocking(move || {
            let standing = now.standing.as_ref().ok_or_else(no_plan)?;
            let (ledger, viewpoint) = (&now.snapshot.ledger, now.snapshot.viewpoint());
            let (view, dates) = match wanted {
                Ok(asked) => (asked_week(ledger, &viewpoint, standing, &asked).map_err(refused)?, Vec::new()),
                Err(edit) => {
                    let (difference, edited) = what_if(ledger, &viewpoint, standing, &edit);
                    AskedWeekView::of_away(&edit, difference, edited.as_ref().map(|e| &e.plan))
                }
            };
            Ok((now, view, dates))
        })
        .await
    }

    /// Makes a change: the plan with it waits for the athlete's word.
    ///
    /// # Errors
    /// Where there is no plan, or it cannot be: with the reason and the cheapest ways out.
    pub async fn change_plan(&self, edit: PlanEdit) -> Result<(Arc<PlanNow>, DifferenceView)> {
        let now = self.plan().await?;
        let units = now.snapshot.units;
        // Dates away are goals: they hold for the weeks that are not planned yet too.
        let is_away = matches!(edit, PlanEdit::Away { .. });
        let (view, plan) = blocking(move || {
            let standing = now.standing.as_ref().ok_or_else(no_plan)?;
            let (view, edited) = what_if(&now.snapshot.ledger, &now.snapshot.viewpoint(), standing, &edit);
            Ok((view, edited.map(|e| e.plan)))
        })
        .await?;
        let plan = plan.ok_or_else(|| refused(&view, units))?;
        if is_away {
            self.store.put_plan_goals(self.athlete, self.snapshot().await?.today, &plan.goals).await?;
        }
        Ok((self.propose(&plan).await?, view))
    }

    /// Moves a session, as a drag in the calendar does: without looking twelve weeks ahead.
    ///
    /// # Errors
    /// As [`Library::change_plan`].
    pub async fn move_session(&self, edit: PlanEdit) -> Result<Arc<PlanNow>> {
        let now = self.plan().await?;
        let plan = blocking(move || {
            let standing = now.standing.as_ref().ok_or_else(no_plan)?;
            let found = edited(&now.snapshot.ledger, &now.snapshot.viewpoint(), standing, &edit);
            found.map(|e| e.plan).map_err(|refusal| {
                let units = now.snapshot.units;
                let error = ApiError::unprocessable(units.told(&refusal.because));
                match refusal.hint() {
                    Some(hint) => error.with_hint(units.told(&hint)),
                    None => error,
                }
            })
        })
        .await?;
        self.propose(&plan).await
    }

    async fn propose(&self, plan: &KeptPlan) -> Result<Arc<PlanNow>> {
        self.store.propose_plan(self.athlete, plan).await?;
        self.plan_changed().await
    }

    /// Accepts the open proposal.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn accept_plan(&self) -> Result<Arc<PlanNow>> {
        let now = self.plan().await?;
        let open = now.state.newest.as_ref().filter(|n| !n.is_accepted);
        let version = open.map(|n| n.version).ok_or_else(|| ApiError::conflict("No pending change to accept."))?;
        self.store.accept_plan(self.athlete, version).await?;
        self.plan_changed().await
    }

    /// Drops the open proposal: the plan is again the accepted one.
    ///
    /// # Errors
    /// Where there is none, or no plan was accepted before it.
    pub async fn undo_plan(&self) -> Result<Arc<PlanNow>> {
        let now = self.plan().await?;
        let open = now.state.newest.as_ref().filter(|n| !n.is_accepted);
        let proposal = open.ok_or_else(|| ApiError::conflict("No pending change to undo."))?;
        let Some(accepted) = &now.state.accepted else {
            return Err(ApiError::conflict("No plan was accepted before this one."));
        };
        let plan = undone(&proposal.plan, &accepted.plan);
        let version = self.store.propose_plan(self.athlete, &plan).await?;
        self.store.accept_plan(self.athlete, version).await?;
        if now.state.goals != plan.goals {
            self.store.put_plan_goals(self.athlete, now.snapshot.today, &plan.goals).await?;
        }
        self.plan_changed().await
    }
}

fn no_plan() -> ApiError {
    ApiError::not_found("There is no plan yet.").with_hint("make one on the page Plan")
}

fn refused(view: &DifferenceView, units: Units) -> ApiError {
    let error = ApiError::unprocessable(units.told(&view.sentence));
    let ways: Vec<&str> = view.ways_out.iter().map(|w| w.sentence.trim_end_matches('.')).collect();
    if ways.is_empty() { error } else { error.with_hint(units.told(&format!("{}.", ways.join("; or ")))) }
}

/// The plan that stands, where one was made.
fn standing_of(snapshot: &Snapshot, state: &PlanState) -> Option<Present> {
    let newest = state.newest.as_ref()?;
    let version =
        Version { plan: &newest.plan, is_accepted: newest.is_accepted, has_accepted_before: state.accepted.is_some() };
    present(&snapshot.ledger, &snapshot.viewpoint(), &state.goals, Some(version), None)
}

fn with_gives(snapshot: &Snapshot, present: &Present, known: &Known) -> Known {
    let mut gives = Known::new();
    for session in present.standing.view.sessions() {
        let key = key(session);
        if gives.contains_key(&key) {
            continue;
        }
        let of = match known.get(&key) {
            Some(of) => Arc::clone(of),
            None => Arc::new(planned(&session.prescription, &snapshot.athlete).stimulus.muscles),
        };
        gives.insert(key, of);
    }
    gives
}

/// Muscles that a session gives something worth a line, the most first.
pub(crate) fn most_fed(gives: &Gives) -> Vec<Muscle> {
    let mut muscles: Vec<Muscle> = Muscle::ALL.into_iter().filter(|m| gives[*m].hse.value >= 0.25).collect();
    muscles.sort_by(|a, b| gives[*b].hse.value.total_cmp(&gives[*a].hse.value));
    muscles.truncate(6);
    muscles
}
