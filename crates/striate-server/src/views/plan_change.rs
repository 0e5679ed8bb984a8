//! Changes of the plan: how they are asked for, and what they do before they are accepted.

use super::plan::AwayView;
use super::types::{KindName, MuscleName, Reason, named, names};
use serde::{Deserialize, Serialize};
use striate_planner::{AwayGoal, DifferenceView, PlanEdit, ReasonView};
use utoipa::ToSchema;

/// A change of the plan as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum PlanEditView {
    /// A session goes to another day.
    Move {
        /// Its id.
        session: String,
        /// The day.
        date: String,
    },
    /// A session is left out.
    #[serde(alias = "drop")]
    Skip {
        /// Its id.
        session: String,
    },
    /// A session becomes one of another kind.
    Swap {
        /// Its id.
        session: String,
        /// The kind.
        kind: KindName,
    },
    /// A session more.
    Add {
        /// The kind.
        kind: KindName,
        /// The day.
        date: String,
    },
    /// Dates without training, beside those that are known.
    Away {
        /// The ranges.
        dates: Vec<AwayView>,
    },
}

/// The word of a kind.
fn kind_word(kind: KindName) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

impl PlanEditView {
    /// As the planner takes it.
    #[must_use]
    pub fn edit(self) -> PlanEdit {
        match self {
            Self::Move { session, date } => PlanEdit::Move { session, date },
            Self::Skip { session } => PlanEdit::Skip { session },
            Self::Swap { session, kind } => PlanEdit::Swap { session, kind: kind_word(kind) },
            Self::Add { kind, date } => PlanEdit::Add { kind: kind_word(kind), date },
            Self::Away { dates } => {
                PlanEdit::Away { dates: dates.into_iter().map(|a| AwayGoal { first: a.first, last: a.last }).collect() }
            }
        }
    }

    fn of(edit: &PlanEdit) -> Option<Self> {
        Some(match edit.clone() {
            PlanEdit::Move { session, date } => Self::Move { session, date },
            PlanEdit::Skip { session } => Self::Skip { session },
            PlanEdit::Swap { session, kind } => Self::Swap { session, kind: named(&kind)? },
            PlanEdit::Add { kind, date } => Self::Add { kind: named(&kind)?, date },
            PlanEdit::Away { dates } => {
                Self::Away { dates: dates.into_iter().map(|a| AwayView { first: a.first, last: a.last }).collect() }
            }
        })
    }
}

/// What a change does, before it is accepted.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanDifference {
    /// Whether it can be.
    pub possible: bool,
    /// What changes and why, or why not.
    pub sentence: String,
    /// Sessions that differ.
    pub sessions: Vec<SessionChange>,
    /// Hard sets that differ.
    pub doses: Vec<DoseChange>,
    /// Readiness that differs.
    pub readiness: Vec<ReadyChange>,
    /// Where the muscles go in twelve weeks, where that differs.
    pub forecast: Vec<ForecastChange>,
    /// Soft limits that the changed week does not keep.
    pub gives_up: Vec<Reason>,
    /// What clashes, where it cannot be.
    pub clash: Vec<Reason>,
    /// What could be instead, the cheapest first.
    pub ways_out: Vec<WayOut>,
}

names! {
    /// What becomes of a session.
    ChangeName { Moved, Added, Dropped, Changed }
}

/// A session that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionChange {
    /// Its id.
    pub id: String,
    /// Its title now.
    pub title: String,
    /// Its kind.
    pub kind: KindName,
    /// What became of it.
    pub what: ChangeName,
    /// Its day before.
    pub from: Option<String>,
    /// Its day now.
    pub to: Option<String>,
    /// Its title before, where that differs or it is gone.
    pub before: Option<String>,
    /// Its title now, where that differs or it is new.
    pub after: Option<String>,
    /// The same as a sentence.
    pub sentence: String,
}

/// Hard sets of a week.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DoseChange {
    /// The muscle.
    pub muscle: MuscleName,
    /// The week's Monday.
    pub week: String,
    /// Before.
    pub before: f64,
    /// Now.
    pub after: f64,
    /// Aimed at, at least.
    pub target_low: Option<f64>,
    /// Aimed at, at most.
    pub target_high: Option<f64>,
}

/// Hours until ready on a morning.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReadyChange {
    /// The muscle.
    pub muscle: MuscleName,
    /// The day.
    pub at: String,
    /// Before.
    pub before_h: f64,
    /// Now.
    pub after_h: f64,
}

/// Where a muscle goes in twelve weeks: words, and the bounds between which half of the outcomes lie, percent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ForecastChange {
    /// The muscle.
    pub muscle: MuscleName,
    /// Before.
    pub before: String,
    /// Now.
    pub after: String,
    /// Before, at least.
    pub before_low_pct: f64,
    /// Before, at most.
    pub before_high_pct: f64,
    /// Now, at least.
    pub after_low_pct: f64,
    /// Now, at most.
    pub after_high_pct: f64,
    /// About how likely it is to have grown, before: 0 to 1.
    pub before_p: f64,
    /// About how likely, now.
    pub after_p: f64,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WayOut {
    /// In words.
    pub sentence: String,
    /// The change that leads there, to be posted as it is; null where it is another setting.
    pub edit: Option<PlanEditView>,
}

/// To which day.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MoveTo {
    /// The day.
    pub date: String,
}

impl DoseChange {
    pub(super) fn of(change: &striate_planner::DoseChange) -> Option<Self> {
        Some(Self {
            muscle: named(change.muscle)?,
            week: change.week.clone(),
            before: change.before_hse,
            after: change.after_hse,
            target_low: change.target_low,
            target_high: change.target_high,
        })
    }
}

impl From<&DifferenceView> for PlanDifference {
    fn from(view: &DifferenceView) -> Self {
        let muscle = |name: &str| named::<MuscleName>(name);
        let reasons = |all: &[ReasonView]| all.iter().map(Reason::from).collect();
        Self {
            possible: view.possible,
            sentence: view.sentence.clone(),
            sessions: view
                .sessions
                .iter()
                .filter_map(|s| {
                    Some(SessionChange {
                        id: s.id.clone(),
                        title: s.title.clone(),
                        kind: named(s.kind)?,
                        what: named(s.what)?,
                        from: s.from.clone(),
                        to: s.to.clone(),
                        before: s.before.clone(),
                        after: s.after.clone(),
                        sentence: s.sentence.clone(),
                    })
                })
                .collect(),
            doses: view.doses.iter().filter_map(DoseChange::of).collect(),
            readiness: view
                .readiness
                .iter()
                .filter_map(|r| {
                    Some(ReadyChange {
                        muscle: muscle(r.muscle)?,
                        at: r.at.clone(),
                        before_h: r.before_h,
                        after_h: r.after_h,
                    })
                })
                .collect(),
            forecast: view
                .forecast
                .iter()
                .filter_map(|f| {
                    Some(ForecastChange {
                        muscle: muscle(f.muscle)?,
                        before: f.before.to_owned(),
                        after: f.after.to_owned(),
                        before_low_pct: f.before_pct[0],
                        before_high_pct: f.before_pct[1],
                        after_low_pct: f.after_pct[0],
                        after_high_pct: f.after_pct[1],
                        before_p: f.before_p,
                        after_p: f.after_p,
                    })
                })
                .collect(),
            gives_up: reasons(&view.gives_up),
            clash: reasons(&view.clash),
            ways_out: view
                .ways_out
                .iter()
                .map(|w| WayOut { sentence: w.sentence.clone(), edit: w.edit.as_ref().and_then(PlanEditView::of) })
                .collect(),
        }
    }
}
