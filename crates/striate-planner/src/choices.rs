//! What each way of building it would give (rule E10): the same weeks planned without storing anything, with the running
//! they hold, where their hard sets come from, and twelve weeks ahead with the runs and without.

use super::difference::{Doses, ahead};
use super::goals::Goals;
use super::kept::{KeptPlan, day_of};
use super::life::made;
use super::view::SessionView;
use striate_history::body::FanView;
use striate_history::{Ledger, Viewpoint, fan_words};
use striate_model::{Day, Muscle};
use striate_plan::kinds::PlannedKind;
use striate_plan::season::{Approach, System};
use striate_state::{Forecast, GrowthMethod};

/// The muscles that choices are compared by: those that running and lifting share.
pub const COMPARED: [Muscle; 4] = [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius];

/// One way of building it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanChoice {
    /// How running and lifting share the work, all five articles joined.
    Approach(Approach),
    /// One article's own program.
    System(System),
}

impl PlanChoice {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approach(approach) => approach.as_str(),
            Self::System(system) => system.as_str(),
        }
    }

    /// The name and what it means, as a reader is told.
    #[must_use]
    pub fn label(self) -> (&'static str, &'static str) {
        let label = match self {
            Self::Approach(approach) => approach.label(),
            Self::System(system) => system.label(),
        };
        label.split_once(": ").unwrap_or((label, ""))
    }

    /// The goals with this choice made.
    fn made(self, goals: &Goals) -> Goals {
        let goals = goals.clone();
        match self {
            Self::Approach(approach) => Goals { approach: Some(approach), system: None, ..goals },
            Self::System(system) => Goals { system: Some(system), ..goals },
        }
    }
}

/// What a choice would give.
#[derive(Clone, Debug)]
pub struct ChoiceView {
    /// The choice.
    pub choice: PlanChoice,
    /// Whole weeks that were planned.
    pub weeks: usize,
    /// Time in running sessions, h a week.
    pub running_h: f64,
    /// Hard sets a week, for each of [`COMPARED`].
    pub sets: Vec<ChoiceSets>,
    /// Twelve weeks ahead, for each of [`COMPARED`].
    pub outlook: Vec<ChoiceOutlook>,
}

/// Where the hard sets of a muscle come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceSets {
    /// The muscle.
    pub muscle: Muscle,
    /// Hard sets a week from running sessions.
    pub from_runs: f64,
    /// Hard sets a week from lifting and jumps.
    pub from_strength: f64,
}

/// Where a muscle goes in twelve weeks, percent from today.
#[derive(Clone, Debug)]
pub struct ChoiceOutlook {
    /// The muscle.
    pub muscle: Muscle,
    /// Week by week with the whole plan.
    pub planned: Vec<FanView>,
    /// The end of it in words.
    pub in_words: &'static str,
    /// Week by week with the same plan less its runs.
    pub without_runs: Vec<FanView>,
    /// The end of that in words.
    pub without_runs_in_words: &'static str,
}

/// What each of the choices would give to an athlete with these goals; `None` for one of which no plan can be made.
/// `before` is the plan that there is, which says where in a block of weeks the athlete stands. Nothing is stored by it.
#[must_use]
pub fn choices(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    goals: &Goals,
    before: Option<&KeptPlan>,
    which: &[PlanChoice],
) -> Vec<Option<ChoiceView>> {
    let growth = GrowthMethod::builtin();
    let history = ledger.history();
    let body = history.body_or_fresh(viewpoint.today, viewpoint.person, viewpoint.before, growth);
    let words = if history.is_silent(viewpoint.today, growth) { |_| UNKNOWN_START } else { fan_words };
    let mut doses = Doses::of_athlete(viewpoint.athlete);
    let mut one = |choice: PlanChoice| {
        let plan = made(ledger, viewpoint, &choice.made(goals), before)?;
        let mut forecast =
            |is_in: fn(&SessionView) -> bool| ahead(&body, (&plan, is_in), viewpoint.today, &mut doses, growth);
        let (planned, without) = (forecast(|_| true), forecast(|s| !is_run(s)));
        Some(view(choice, &plan, viewpoint.today, (&planned, &without, words)))
    };
    which.iter().map(|choice| one(*choice)).collect()
}

fn is_run(session: &SessionView) -> bool {
    PlannedKind::from_name(session.kind).is_some_and(PlannedKind::is_run)
}

/// What a forecast says of a body of which nothing is known today.
const UNKNOWN_START: &str = "not clear";

type Words = fn(FanView) -> &'static str;

fn view(
    choice: PlanChoice,
    plan: &KeptPlan,
    today: Day,
    (planned, without, words): (&Forecast, &Forecast, Words),
) -> ChoiceView {
    let whole: Vec<_> = plan.weeks.iter().filter(|w| day_of(&w.start) > today).collect();
    let a_week = |sum: f64| sum / whole.len().max(1) as f64;
    let sessions = || whole.iter().flat_map(|w| &w.sessions);
    let minutes: i32 = sessions().filter(|s| is_run(s)).map(|s| s.minutes).sum();
    let sets = |muscle: Muscle| {
        let given = |runs: bool| -> f64 {
            let doses = sessions().filter(|s| is_run(s) == runs).flat_map(|s| &s.muscles);
            doses.filter(|d| d.muscle == muscle.as_str()).map(|d| d.hse).sum()
        };
        ChoiceSets { muscle, from_runs: a_week(given(true)), from_strength: a_week(given(false)) }
    };
    let fans = |of: &Forecast, muscle: Muscle| -> Vec<FanView> {
        of.fans[muscle].iter().map(|fan| FanView::from(*fan)).collect()
    };
    let in_words = |fans: &[FanView]| fans.last().map_or("unknown", |fan| words(*fan));
    let outlook = |muscle: Muscle| {
        let (planned, without_runs) = (fans(planned, muscle), fans(without, muscle));
        ChoiceOutlook {
            muscle,
            in_words: in_words(&planned),
            without_runs_in_words: in_words(&without_runs),
            planned,
            without_runs,
        }
    };
    ChoiceView {
        choice,
        weeks: whole.len(),
        running_h: a_week(f64::from(minutes) / 60.0),
        sets: COMPARED.into_iter().map(sets).collect(),
        outlook: COMPARED.into_iter().map(outlook).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_history::body::Before;
    use striate_model::{Athlete, Person, TimeSpan};

    #[test]
    fn lifting_first_takes_more_of_its_sets_from_strength_than_running_first() {
        let (ledger, athlete) = (Ledger::default(), Athlete::default());
        let today: Day = "2026-11-30".parse().unwrap();
        let viewpoint = Viewpoint {
            athlete: &athlete,
            person: Person { log_response: 0.0, log_response_sd: 0.2, age_y: Some(35.0) },
            before: Before::Unknown,
            today,
            now: today.noon(),
            offset: TimeSpan::from_s(0.0),
            at_hand: None,
        };
        let goals = Goals {
            gym: true,
            hills: true,
            runner: Some(super::super::ExperienceName::Experienced),
            lifter: Some(super::super::ExperienceName::Regular),
            weeks: 4,
            ..Goals::default()
        };
        let which = [PlanChoice::Approach(Approach::Running), PlanChoice::Approach(Approach::Lifting)];
        let found: Vec<ChoiceView> = choices(&ledger, &viewpoint, &goals, None, &which).into_iter().flatten().collect();
        assert_eq!(found.len(), 2, "answers alone are enough for a plan");
        let strength = |c: &ChoiceView| c.sets.iter().map(|s| s.from_strength).sum::<f64>();
        assert!(strength(&found[1]) > strength(&found[0]), "{:?} {:?}", found[0].sets, found[1].sets);
        for choice in &found {
            assert_eq!((choice.weeks, choice.sets.len(), choice.outlook.len()), (4, 4, 4));
            assert!(choice.running_h > 0.5, "{} h", choice.running_h);
            for muscle in &choice.outlook {
                let last = |fans: &[FanView]| fans.last().map(|f| f.p50).unwrap();
                assert_eq!((muscle.planned.len(), muscle.without_runs.len()), (12, 12));
                assert!(last(&muscle.planned).is_finite() && last(&muscle.without_runs).is_finite());
            }
        }
        // Less work never forecasts more of a muscle that runs feed.
        let glutes = &found[0].outlook[0];
        assert!(glutes.planned[11].p50 >= glutes.without_runs[11].p50 - 0.1);
    }

    #[test]
    fn a_system_is_named_by_its_letter_and_told_what_it_holds() {
        let (name, says) = PlanChoice::System(System::D).label();
        assert_eq!((name, PlanChoice::System(System::D).as_str()), ("D", "d"));
        assert!(says.contains("sprints"));
    }
}
