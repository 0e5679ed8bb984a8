//! The ways of building it, side by side, with what each would give.

use super::muscle::FanPoint;
use super::plan::{ChoiceOption, choice_options};
use super::types::MuscleName;
use super::words::count;
use crate::problem::{ApiError, Result};
use serde::{Deserialize, Serialize};
use striate_app::ReadModel;
use striate_planner::{Approach, ChoiceOutlook, ChoiceSets, ChoiceView, Goals, KeptPlan, PlanChoice, System, choices};
use utoipa::{IntoParams, ToSchema};

/// What is compared, for which answers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChoicesQuery {
    /// Approaches unless something else is asked for.
    pub of: Option<ChoicesOf>,
    /// Goals as JSON, as `PUT /api/plan` takes them; what they leave out is as it is kept.
    pub goals: Option<String>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoicesOf {
    /// How running and lifting share the work.
    #[default]
    Approach,
    /// The programs of the five articles.
    System,
}

impl ChoicesOf {
    /// The choices, in the order in which they are shown.
    #[must_use]
    pub fn all(self) -> Vec<PlanChoice> {
        match self {
            Self::Approach => Approach::ALL.iter().map(|a| PlanChoice::Approach(*a)).collect(),
            Self::System => System::ALL.iter().map(|s| PlanChoice::System(*s)).collect(),
        }
    }
}

/// The choices side by side. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanChoices {
    /// What the figures rest on.
    pub basis: String,
    /// The choices, in the order in which they are shown.
    pub choices: Vec<PlanChoiceView>,
}

/// What a choice would give.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanChoiceView {
    /// Its name and what it means.
    pub option: ChoiceOption,
    /// Time in running sessions, h a week.
    pub running_h: f64,
    /// What it would give to each muscle.
    pub muscles: Vec<ChoiceMuscle>,
}

/// What a choice would give to a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChoiceMuscle {
    /// The muscle.
    pub muscle: MuscleName,
    /// Hard sets a week from running sessions.
    pub from_runs: f64,
    /// Hard sets a week from lifting and jumps.
    pub from_strength: f64,
    /// Twelve weeks of the whole plan, percent from today, week by week.
    pub planned: Vec<FanPoint>,
    /// The end of them in words.
    pub in_words: String,
    /// The same without the runs.
    pub without_runs: Vec<FanPoint>,
    /// The end of that in words.
    pub without_runs_in_words: String,
}

/// The choices for an athlete with these goals.
///
/// # Errors
/// Where no plan can be made from them.
pub fn plan_choices(
    snapshot: &ReadModel,
    goals: &Goals,
    before: Option<&KeptPlan>,
    of: ChoicesOf,
) -> Result<PlanChoices> {
    let found = choices(&snapshot.ledger, &snapshot.viewpoint(), goals, before, &of.all());
    let found: Option<Vec<ChoiceView>> = found.into_iter().collect();
    let found = found.ok_or_else(|| ApiError::unprocessable("No plan can be made from these answers."))?;
    let weeks = found.first().map_or(0, |c| c.weeks);
    Ok(PlanChoices {
        basis: format!(
            "Each plan was made for the same {} and is not stored. Bars: half of outcomes dark, nine in ten pale, after \
             twelve weeks like these.",
            count(weeks, "week")
        ),
        choices: found.iter().map(choice).collect(),
    })
}

fn choice(view: &ChoiceView) -> PlanChoiceView {
    let muscle = |(sets, outlook): (&ChoiceSets, &ChoiceOutlook)| ChoiceMuscle {
        muscle: sets.muscle.into(),
        from_runs: super::types::rounded(sets.from_runs, 1),
        from_strength: super::types::rounded(sets.from_strength, 1),
        planned: outlook.planned.iter().map(FanPoint::from).collect(),
        in_words: outlook.in_words.to_owned(),
        without_runs: outlook.without_runs.iter().map(FanPoint::from).collect(),
        without_runs_in_words: outlook.without_runs_in_words.to_owned(),
    };
    PlanChoiceView {
        option: choice_options(&[view.choice]).remove(0),
        running_h: super::types::rounded(view.running_h, 1),
        muscles: view.sets.iter().zip(&view.outlook).map(muscle).collect(),
    }
}
