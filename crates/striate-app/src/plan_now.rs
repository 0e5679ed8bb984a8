//! The plan as it stands: what is stored, as the day and the history have changed it. Working it out stores nothing.

use crate::error::Result;
use crate::library::Library;
use crate::read_model::ReadModel;
use crate::revision::Revision;
use crate::work::blocking;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use striate_history::Performed;
use striate_history::audit::AuditView;
use striate_model::{Day, Muscle, MuscleMap, MuscleStimulus, Timestamp};
use striate_planner::planned::planned;
use striate_planner::{
    ChangeView, FoodView, Keep, Present, SessionView, Standing, Version, calendar_zone, food_of_day, plan_audit,
    present,
};
use striate_store::{PlanState, StoredPlan};
use striate_text::units::Units;

/// What one planned session gives, with its bands.
pub type Gives = MuscleMap<MuscleStimulus>;
type Known = BTreeMap<(&'static str, u8, String), Arc<Gives>>;

/// How much of a plan is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanRequest {
    /// So many whole weeks; `None` for those of the goals.
    pub weeks: Option<usize>,
    /// Where none is stored, one is worked out from the goals as they are.
    pub makes_first: bool,
}

/// The plan as it stands.
#[derive(Debug)]
pub struct PlanNow {
    /// What it was worked out from.
    pub model: Arc<ReadModel>,
    /// What is stored.
    pub state: PlanState,
    /// The plan; `None` where none was made yet, or there is nothing to plan from.
    pub standing: Option<Standing>,
    /// What of it is not stored yet.
    pub keep: Keep,
    is_for_once: bool,
    revision: Revision,
    gives: Mutex<Known>,
    audit: OnceLock<Option<AuditView>>,
}

impl PlanNow {
    /// Works it out from a read model.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) async fn read(library: &Library, model: Arc<ReadModel>, request: PlanRequest) -> Result<Self> {
        let state = library.store.plan_state(library.athlete).await?;
        blocking(move || Ok(Self::of(model, state, request))).await
    }

    fn of(model: Arc<ReadModel>, state: PlanState, request: PlanRequest) -> Self {
        let found = present_of(&model, &state, request);
        let (standing, keep) = found.map_or((None, Keep::Nothing), |p| (Some(p.standing), p.keep));
        let mut now = Self {
            model,
            state,
            standing,
            keep,
            is_for_once: false,
            revision: Revision::of(""),
            gives: Mutex::default(),
            audit: OnceLock::new(),
        };
        now.revision = match &now.standing {
            Some(standing) => Revision::of(&format!("{} {}", now.is_pending(), standing.plan.to_json())),
            None => Revision::of(&now.state.goals.to_json()),
        };
        now
    }

    /// What a change of it is made from.
    #[must_use]
    pub const fn revision(&self) -> &Revision {
        &self.revision
    }

    /// The newest version that is stored; `None` where there is none.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        self.state.newest.as_ref().map(|n| n.version)
    }

    /// The version that holds exactly this plan; `None` where it is not stored.
    #[must_use]
    pub fn stored_version(&self) -> Option<i64> {
        self.version().filter(|_| self.keep == Keep::Nothing)
    }

    /// Another plan that is looked at once, from the same history: it is no version, and nothing of it is stored.
    #[must_use]
    pub fn for_once(&self, standing: Standing) -> Self {
        Self {
            model: Arc::clone(&self.model),
            state: PlanState { newest: None, accepted: None, ..self.state.clone() },
            standing: Some(standing),
            keep: Keep::Propose,
            is_for_once: true,
            revision: self.revision.clone(),
            gives: Mutex::default(),
            audit: OnceLock::new(),
        }
    }

    /// Whether it is only looked at once.
    #[must_use]
    pub const fn is_for_once(&self) -> bool {
        self.is_for_once
    }

    /// Whether it waits for the athlete's answer.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        match self.keep {
            Keep::Nothing => self.state.is_open(),
            Keep::Propose => true,
            Keep::Accepted => false,
        }
    }

    /// The version that was accepted last, be it the newest or not.
    #[must_use]
    pub fn accepted(&self) -> Option<&StoredPlan> {
        self.state.last_accepted()
    }

    /// What the pending plan changes in the accepted one.
    #[must_use]
    pub fn pending_change(&self) -> Option<&ChangeView> {
        self.accepted().filter(|_| self.is_pending())?;
        self.standing.as_ref()?.plan.change.as_ref()
    }

    /// The name under which an answer is kept that depends on the plan, too.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        format!("{name}, plan {}", self.revision)
    }

    /// Every coaching rule held against the plan, worked out once; `None` where there is no plan.
    #[must_use]
    pub fn audit(&self) -> Option<&AuditView> {
        let audit = || {
            let standing = self.standing.as_ref()?;
            let wishes = standing.plan.goals.wishes(&self.model.ledger, self.model.today);
            plan_audit(&standing.view, &self.model.ledger, &self.model.viewpoint(), &wishes)
        };
        self.audit.get_or_init(audit).as_ref()
    }

    /// What a session gives, worked out the first time.
    #[must_use]
    pub fn gives_of(&self, session: &SessionView) -> Arc<Gives> {
        let mut all = self.gives.lock().unwrap_or_else(PoisonError::into_inner);
        let gives = all
            .entry(key_of(session))
            .or_insert_with(|| Arc::new(planned(&session.prescription, &self.model.athlete).stimulus.muscles));
        Arc::clone(gives)
    }

    /// Takes over what the sessions of an earlier plan give that this one has too, where the athlete's figures are the same.
    pub(crate) fn with_gives_of(self, before: Option<&Self>) -> Self {
        if let (Some(before), Some(standing)) =
            (before.filter(|b| b.model.athlete == self.model.athlete), &self.standing)
        {
            let known = before.gives.lock().unwrap_or_else(PoisonError::into_inner);
            let still =
                standing.view.sessions().map(key_of).filter_map(|key| Some((key.clone(), known.get(&key)?.clone())));
            *self.gives.lock().unwrap_or_else(PoisonError::into_inner) = still.collect();
        }
        self
    }

    /// The session ahead with this id.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<&SessionView> {
        self.standing.as_ref()?.view.sessions().find(|s| s.id == id)
    }

    /// The sessions of today that are still to come.
    pub fn today(&self) -> impl Iterator<Item = &SessionView> {
        let today = self.model.today.to_string();
        self.standing.iter().flat_map(|s| s.view.sessions()).filter(move |s| s.date == today)
    }

    /// The first session that comes after today.
    #[must_use]
    pub fn after_today(&self) -> Option<&SessionView> {
        let today = self.model.today.to_string();
        let ahead = self.standing.iter().flat_map(|s| s.view.sessions()).filter(|s| s.date > today);
        ahead.min_by(|a, b| a.date.cmp(&b.date))
    }

    /// What to eat today, with what was trained and what is to come.
    #[must_use]
    pub fn food(&self) -> FoodView {
        let planned: Vec<&SessionView> = self.today().collect();
        let done: Vec<&Performed> = self.model.ledger.up_to(self.model.today, 1).collect();
        let goal = self.standing.as_ref().map_or(self.state.goals.goal, |s| s.plan.goals.goal);
        food_of_day(goal, &self.model.athlete, &done, &planned)
    }

    /// The plan as a calendar file; `None` where there is no plan.
    #[must_use]
    pub fn calendar(&self, units: Units) -> Option<String> {
        let standing = self.standing.as_ref()?;
        let (zone, today) = (&self.model.zone, self.model.today);
        let last = standing.view.sessions().filter_map(|s| s.date.parse::<Day>().ok()).max().unwrap_or(today);
        let zone = calendar_zone(zone.name(), zone.time_zone(), today, last);
        let version = u32::try_from(self.version().unwrap_or_default()).unwrap_or(u32::MAX);
        let away = &standing.plan.goals.away;
        Some(standing.view.calendar((&zone, units), away, version, self.model.now))
    }

    /// When files that are made now say that they were made: whole seconds.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.model.now.as_unix_ms() / 1000 * 1000)
    }
}

/// Under what a session's gives are kept.
fn key_of(session: &SessionView) -> (&'static str, u8, String) {
    (session.kind, session.level, session.title.clone())
}

fn present_of(model: &ReadModel, state: &PlanState, request: PlanRequest) -> Option<Present> {
    let version = state.newest.as_ref().map(|newest| Version {
        plan: &newest.plan,
        is_accepted: newest.is_accepted,
        has_accepted_before: state.accepted.is_some(),
    });
    if version.is_none() && !request.makes_first {
        return None;
    }
    present(&model.ledger, &model.viewpoint(), &state.goals, version, request.weeks)
}

/// Muscles that a session gives something worth a line, the most first.
#[must_use]
pub fn most_fed(gives: &Gives) -> Vec<Muscle> {
    let mut muscles: Vec<Muscle> = Muscle::ALL.into_iter().filter(|m| gives[*m].hse.value >= 0.25).collect();
    muscles.sort_by(|a, b| gives[*b].hse.value.total_cmp(&gives[*a].hse.value));
    muscles.truncate(6);
    muscles
}
