//! Food for a day of the plan: what is done and what is still to come, with the sums behind every figure.

use super::goals::GoalName;
use super::view::SessionView;
use crate::food::planned_training;
use serde::Serialize;
use striate_history::Performed;
use striate_model::{Athlete, Muscle};
use striate_plan::audit::Goal;
use striate_plan::kinds::PlannedKind;
use striate_plan::nutrition::{DayOfFood, Eater, Range, Stretch, TrainingDay, day_of_food};
use striate_segment::running_cost;

/// Food for one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoodView {
    /// In a sentence.
    pub sentence: String,
    /// Protein, g: least, aim, most (rule B7).
    pub protein_g: [f64; 3],
    /// The same, g a kg of body mass.
    pub protein_g_per_kg: [f64; 3],
    /// What the literature says for everybody, g: low, best single figure, high.
    pub protein_literature_g: [f64; 3],
    /// Protein of one of four meals, g: least, aim, most.
    pub protein_per_meal_g: [f64; 3],
    /// Carbohydrate, g: least and most.
    pub carbohydrate_g: [f64; 2],
    /// What the day's training costs above rest, kcal.
    pub training_kcal: f64,
    /// The least to eat so that the body can run its own business, kcal.
    pub least_kcal: f64,
    /// What is comfortable, kcal.
    pub comfortable_kcal: f64,
    /// What the figures rest on.
    pub because: String,
    /// The sums, one a line.
    pub sums: Vec<String>,
}

/// Hard sets for a muscle from which on a done session counts as hard.
const HARD_HSE: f64 = 1.0;

/// Food for a day on which these sessions were done and those are still planned.
#[must_use]
pub fn food_of_day(goal: GoalName, athlete: &Athlete, done: &[&Performed], planned: &[&SessionView]) -> FoodView {
    let day = training_of(done, planned);
    let goal = match goal {
        GoalName::Build => Goal::Build,
        GoalName::Keep => Goal::Keep,
        GoalName::Lean => Goal::Lean,
    };
    let eater = Eater { mass_kg: athlete.mass.value.as_kg(), lean_kg: None, goal };
    view(&day_of_food(&eater, &day), &because(done, planned))
}

/// The training of a day on which these sessions were done and those are still planned.
#[must_use]
pub fn training_of(done: &[&Performed], planned: &[&SessionView]) -> TrainingDay {
    let mut day = planned_training(planned.iter().map(|s| &s.prescription));
    done.iter().for_each(|s| add(&mut day, s));
    day
}

/// A recorded session as food sees it, from what the history keeps of it: its slopes are not kept, so it is taken as level.
fn add(day: &mut TrainingDay, session: &Performed) {
    day.is_hard |= Muscle::ALL.into_iter().any(|m| session.dose.muscles[m].hse >= HARD_HSE);
    if session.sets > 0 {
        day.lifting_min += session.facts.timer_min;
    }
    let metres = session.dose.distance.as_m();
    if session.dose.on_foot_h > 0.0 && metres > 0.0 {
        day.running_min += 60.0 * session.dose.on_foot_h;
        let carried_kg = session.facts.carried_kg;
        day.running.push(Stretch { metres, cost_j_per_kg_m: running_cost(0.0), carried_kg });
    }
}

fn because(done: &[&Performed], planned: &[&SessionView]) -> String {
    let mut parts: Vec<String> = done.iter().map(|s| format!("{} done", s.name.to_lowercase())).collect();
    let label = |s: &&SessionView| PlannedKind::from_name(s.kind).map_or(s.kind, PlannedKind::label).to_lowercase();
    parts.extend(planned.iter().map(|s| format!("{} planned", label(s))));
    if parts.is_empty() { "a day without training".to_owned() } else { super::goals::list(&parts) }
}

fn view(food: &DayOfFood, because: &str) -> FoodView {
    let three = |r: Range| [r.low, r.aim, r.high].map(f64::round);
    let per_kg = food.protein_g_per_kg;
    FoodView {
        sentence: format!(
            "Protein today: about {:.0} g ({:.0} to {:.0}), {:.0} g in each of four meals; carbohydrate {:.0} to {:.0} g; {because}.",
            food.protein_g.aim,
            food.protein_g.low,
            food.protein_g.high,
            food.protein_per_meal_g.aim,
            food.carbohydrate_g.low,
            food.carbohydrate_g.high,
        ),
        protein_g: three(food.protein_g),
        protein_g_per_kg: [per_kg.low, per_kg.aim, per_kg.high],
        protein_literature_g: three(food.protein_literature_g),
        protein_per_meal_g: three(food.protein_per_meal_g),
        carbohydrate_g: [food.carbohydrate_g.low.round(), food.carbohydrate_g.high.round()],
        training_kcal: food.training_kcal.round(),
        least_kcal: food.least_kcal.round(),
        comfortable_kcal: food.comfortable_kcal.round(),
        because: because.to_owned(),
        sums: food.sums.clone(),
    }
}
