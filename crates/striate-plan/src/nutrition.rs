//! Food for a day of training (rules B7, E8, E1): protein, carbohydrate, what training costs, and the least to eat. Every
//! figure comes with the sum that gives it, so that it can be checked by hand.
//!
//! Not medical advice, and no diet: ranges of published recommendations for healthy adults.

use crate::audit::Goal;

/// Who eats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eater {
    /// Body mass, kg.
    pub mass_kg: f64,
    /// Lean mass, kg; `None` where nobody measured it.
    pub lean_kg: Option<f64>,
    /// What the athlete trains for.
    pub goal: Goal,
}

/// A stretch of running as food sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Distance, m.
    pub metres: f64,
    /// What a metre costs, J per kg: 3.6 on the level, by slope after Minetti 2002.
    pub cost_j_per_kg_m: f64,
    /// Mass carried on top of the body, kg.
    pub carried_kg: f64,
}

/// A day's training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrainingDay {
    /// Running.
    pub running: Vec<Stretch>,
    /// Minutes of running.
    pub running_min: f64,
    /// Minutes of lifting and jumping.
    pub lifting_min: f64,
    /// Whether a session of it asked much of muscles.
    pub is_hard: bool,
}

impl TrainingDay {
    /// Whether nothing is trained.
    #[must_use]
    pub fn is_rest(&self) -> bool {
        !self.is_hard && self.running_min <= 0.0 && self.lifting_min <= 0.0 && self.running.is_empty()
    }
}

/// A range of a day, with the figure to aim at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub low: f64,
    /// What to aim at.
    pub aim: f64,
    /// The most.
    pub high: f64,
}

/// Food for one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayOfFood {
    /// Protein, g: the articles' range, and the aim for this goal and day.
    pub protein_g: Range,
    /// The same in g per kg of body mass.
    pub protein_g_per_kg: Range,
    /// What the literature says for everybody, g: the best single figure with its interval.
    pub protein_literature_g: Range,
    /// Protein of one of four meals, g.
    pub protein_per_meal_g: Range,
    /// Carbohydrate, g.
    pub carbohydrate_g: Range,
    /// What the day's training costs above rest, kcal.
    pub training_kcal: f64,
    /// The least to eat so that the body can run its own business, and what is comfortable, kcal.
    pub least_kcal: f64,
    /// See `least_kcal`.
    pub comfortable_kcal: f64,
    /// Whether lean mass was estimated.
    pub is_lean_mass_estimated: bool,
    /// The sums behind the figures, one a line.
    pub sums: Vec<String>,
}

/// Protein of the articles, g/kg (rule B7), and of 49 trials: the figure beyond which more added nothing, with its interval
/// (Morton 2018).
const ARTICLES: [f64; 2] = [1.2, 2.0];
const LITERATURE: Range = Range { low: 1.03, aim: 1.62, high: 2.20 };
/// Protein of a meal, g/kg: 0.25 to 0.40 every three to four hours (recalled), about 0.5 for endurance athletes (Witard 2025,
/// second-hand), so that four meals are the day's protein.
const PER_MEAL: [f64; 2] = [0.25, 0.50];
const MEALS: f64 = 4.0;
/// What is advised for endurance athletes, g/kg: on most days, and on days of rest and in a deficit (Witard 2025,
/// second-hand).
const RUNNERS: [f64; 2] = [1.8, 2.0];
/// Kilocalories in a kilojoule.
const KCAL_PER_KJ: f64 = 1.0 / 4.184;
/// Lifting, rests included, kcal a minute at 70 kg (recalled: 4 to 6).
const LIFTING_KCAL_PER_MIN: f64 = 5.0;
const LIFTING_AT_KG: f64 = 70.0;
/// Energy availability, kcal a day and kg of lean mass: below the first the body saves on its own upkeep, from the second
/// on it need not (recalled).
const LOW_AVAILABILITY: f64 = 30.0;
const COMFORTABLE_AVAILABILITY: f64 = 45.0;
/// Lean share of body mass where nobody measured it (assumed; runners lie between 0.72 and 0.92).
const LEAN_SHARE: f64 = 0.82;
/// A daily deficit at which gains in lean mass end, kcal (Murphy 2022), and the most that is advised while getting lean.
const DEFICIT_ENDS_GAIN_KCAL: f64 = 500.0;

/// The aim of protein, g/kg, within the articles' range: what is advised for endurance athletes while building, that of a
/// deficit while losing fat, the figure of the trials while keeping; 0.2 more after hard work (rule B7: by intensity; the
/// step is judgement) and on days of rest (Witard 2025).
fn protein_aim(goal: Goal, day: &TrainingDay) -> f64 {
    let base = match goal {
        Goal::Keep => 1.6,
        Goal::Build => RUNNERS[0],
        Goal::Lean => RUNNERS[1],
    };
    let more = if day.is_hard || day.is_rest() { RUNNERS[1] - RUNNERS[0] } else { 0.0 };
    (base + more).clamp(ARTICLES[0], ARTICLES[1])
}

/// Carbohydrate by minutes of training, g/kg a day (read: light 3 to 5, about an hour 5 to 7, one to three hours 6 to 10,
/// more 8 to 12).
fn carbohydrate(minutes: f64) -> [f64; 2] {
    match minutes {
        m if m < 40.0 => [3.0, 5.0],
        m if m < 80.0 => [5.0, 7.0],
        m if m <= 200.0 => [6.0, 10.0],
        _ => [8.0, 12.0],
    }
}

/// Food for one day.
#[must_use]
pub fn day_of_food(eater: &Eater, day: &TrainingDay) -> DayOfFood {
    let mass = eater.mass_kg;
    let mut sums = Vec::new();
    let aim = protein_aim(eater.goal, day);
    let per_kg = Range { low: ARTICLES[0], aim, high: ARTICLES[1] };
    let times = |r: Range, by: f64| Range { low: r.low * by, aim: r.aim * by, high: r.high * by };
    let protein_g = times(per_kg, mass);
    let what = match (day.is_hard, day.is_rest()) {
        (true, _) => "a hard day",
        (false, true) => "a day of rest",
        (false, false) => "an easy day",
    };
    sums.push(format!(
        "Protein: {aim:.1} g/kg ({what}, goal {}) x {mass:.1} kg = {:.0} g; the articles' range 1.2 to 2.0 g/kg is {:.0} to \
         {:.0} g; the literature's 1.6 g/kg (1.03 to 2.20 g/kg) is {:.0} g ({:.0} to {:.0}).",
        eater.goal.as_str(),
        protein_g.aim,
        protein_g.low,
        protein_g.high,
        LITERATURE.aim * mass,
        LITERATURE.low * mass,
        LITERATURE.high * mass,
    ));
    sums.push(format!(
        "For endurance athletes {:.1} g/kg are advised, {:.0} g, and {:.1} g/kg on days of rest and in a deficit, {:.0} g.",
        RUNNERS[0],
        RUNNERS[0] * mass,
        RUNNERS[1],
        RUNNERS[1] * mass,
    ));
    let protein_per_meal_g = times(Range { low: PER_MEAL[0], aim: aim / MEALS, high: PER_MEAL[1] }, mass);
    sums.push(format!(
        "A meal: {MEALS:.0} meals of {:.1} g are the {:.0} g of the day; {:.0} to {:.0} g (0.25 to 0.50 g/kg) is what one meal \
         can use.",
        protein_per_meal_g.aim, protein_g.aim, protein_per_meal_g.low, protein_per_meal_g.high,
    ));
    let minutes = day.running_min + day.lifting_min;
    let [low, high] = carbohydrate(minutes);
    let carbohydrate_g = times(Range { low, aim: f64::midpoint(low, high), high }, mass);
    sums.push(format!(
        "Carbohydrate: {minutes:.0} min of training ask for {low:.0} to {high:.0} g/kg x {mass:.1} kg = {:.0} to {:.0} g.",
        carbohydrate_g.low, carbohydrate_g.high,
    ));
    let training_kcal = training_energy(eater, day, &mut sums);
    let is_lean_mass_estimated = eater.lean_kg.is_none();
    let lean = eater.lean_kg.unwrap_or(LEAN_SHARE * mass);
    let least_kcal = LOW_AVAILABILITY * lean + training_kcal;
    let comfortable_kcal = COMFORTABLE_AVAILABILITY * lean + training_kcal;
    let of = if is_lean_mass_estimated { "assumed" } else { "measured" };
    sums.push(format!(
        "The least to eat: {LOW_AVAILABILITY:.0} kcal x {lean:.1} kg of lean mass ({of}) + {training_kcal:.0} kcal of training \
         = {least_kcal:.0} kcal; comfortable: {COMFORTABLE_AVAILABILITY:.0} kcal x {lean:.1} kg + {training_kcal:.0} kcal = \
         {comfortable_kcal:.0} kcal.",
    ));
    DayOfFood {
        protein_g,
        protein_g_per_kg: per_kg,
        protein_literature_g: times(LITERATURE, mass),
        protein_per_meal_g,
        carbohydrate_g,
        training_kcal,
        least_kcal,
        comfortable_kcal,
        is_lean_mass_estimated,
        sums,
    }
}

fn training_energy(eater: &Eater, day: &TrainingDay, sums: &mut Vec<String>) -> f64 {
    let mass = eater.mass_kg;
    let mut kcal = 0.0;
    let (mut metres, mut kilojoules) = (0.0, 0.0);
    for one in &day.running {
        metres += one.metres;
        kilojoules += one.metres * one.cost_j_per_kg_m * (mass + one.carried_kg) / 1000.0;
    }
    if metres > 0.0 {
        let moved: f64 = day.running.iter().map(|s| (mass + s.carried_kg) * s.metres).sum::<f64>() / metres;
        let cost = 1000.0 * kilojoules / metres / moved;
        let running = kilojoules * KCAL_PER_KJ;
        kcal += running;
        sums.push(format!(
            "Running: {:.1} km x {moved:.1} kg x {cost:.2} kJ per kg and km = {kilojoules:.0} kJ / 4.184 = {running:.0} kcal.",
            metres / 1000.0,
        ));
    }
    if day.lifting_min > 0.0 {
        let rate = LIFTING_KCAL_PER_MIN * mass / LIFTING_AT_KG;
        let lifting = rate * day.lifting_min;
        kcal += lifting;
        sums.push(format!(
            "Lifting: {:.0} min x {rate:.1} kcal a minute = {lifting:.0} kcal (4 to 6 at 70 kg).",
            day.lifting_min
        ));
    }
    kcal
}

/// What noted eating means for body and training.
#[derive(Clone, Debug, PartialEq)]
pub struct Availability {
    /// Energy left for the body after training, kcal a day and kg of lean mass.
    pub kcal_per_kg: f64,
    /// Whether it is so low that care is needed.
    pub is_low: bool,
    /// A careful sentence; `None` where there is nothing to say.
    pub words: Option<String>,
}

/// The energy that is left for the body when `eaten_kcal` a day were eaten on average beside this training.
#[must_use]
pub fn availability(eater: &Eater, eaten_kcal: f64, training_kcal: f64) -> Availability {
    let lean = eater.lean_kg.unwrap_or(LEAN_SHARE * eater.mass_kg);
    let kcal_per_kg = (eaten_kcal - training_kcal) / lean;
    let is_low = kcal_per_kg < LOW_AVAILABILITY;
    let words = is_low.then(|| {
        format!(
            "From what you noted, about {kcal_per_kg:.0} kcal per kg of lean mass are left for your body after training; below \
             {LOW_AVAILABILITY:.0} over weeks it may save on bones, hormones and repair. Notes often miss food, and the figure is \
             rough. If it is true for you, eat more on training days; if you feel unwell, are often injured or miss periods, \
             please talk to a doctor or a sports dietitian."
        )
    });
    Availability { kcal_per_kg, is_low, words }
}

/// A sentence on a daily deficit for a goal; `None` where there is nothing to say.
#[must_use]
pub fn deficit_in_words(goal: Goal, deficit_kcal: f64) -> Option<String> {
    let ends = deficit_kcal >= DEFICIT_ENDS_GAIN_KCAL;
    match goal {
        _ if deficit_kcal < 0.0 => None,
        Goal::Build if ends => Some(format!(
            "{deficit_kcal:.0} kcal a day less than you spend: at about {DEFICIT_ENDS_GAIN_KCAL:.0} trials saw no gain in lean \
             mass. To build, eat about what you spend."
        )),
        Goal::Lean | Goal::Keep if ends => Some(format!(
            "{deficit_kcal:.0} kcal a day less than you spend costs muscle growth. A smaller deficit with lifting keeps more of it."
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eater(goal: Goal) -> Eater {
        Eater { mass_kg: 70.0, lean_kg: Some(60.0), goal }
    }

    fn run(km: f64) -> TrainingDay {
        let stretch = Stretch { metres: 1000.0 * km, cost_j_per_kg_m: 3.6, carried_kg: 0.0 };
        TrainingDay { running: vec![stretch], running_min: 6.0 * km, ..TrainingDay::default() }
    }

    #[test]
    fn rule_b7_protein_follows_body_mass_goal_and_the_day() {
        let hard = TrainingDay { is_hard: true, lifting_min: 60.0, ..TrainingDay::default() };
        let rest = TrainingDay::default();
        let aim = |goal, day: &TrainingDay| day_of_food(&eater(goal), day).protein_g.aim.round();
        let easy = run(6.0);
        assert_eq!([aim(Goal::Keep, &easy), aim(Goal::Build, &easy), aim(Goal::Lean, &easy)], [112.0, 126.0, 140.0]);
        assert_eq!([aim(Goal::Keep, &hard), aim(Goal::Build, &hard), aim(Goal::Build, &rest)], [126.0, 140.0, 140.0]);
        // Never beyond the articles' range, and the literature's figure stands beside it.
        let lean = day_of_food(&eater(Goal::Lean), &hard);
        assert_eq!((lean.protein_g.aim, lean.protein_g.high), (140.0, 140.0));
        assert_eq!(lean.protein_literature_g.aim.round(), 113.0);
    }

    #[test]
    fn four_meals_are_the_protein_of_the_day_for_every_goal_day_and_mass() {
        let hard = TrainingDay { is_hard: true, lifting_min: 60.0, ..TrainingDay::default() };
        for goal in [Goal::Keep, Goal::Build, Goal::Lean] {
            for (day, mass_kg) in [(&hard, 48.0), (&run(8.0), 70.0), (&TrainingDay::default(), 96.0)] {
                let food = day_of_food(&Eater { mass_kg, lean_kg: None, goal }, day);
                let meal = food.protein_per_meal_g;
                assert!((MEALS * meal.aim - food.protein_g.aim).abs() < 1e-9, "{food:?}");
                assert!(meal.low <= meal.aim && meal.aim <= meal.high + 1e-9, "{meal:?}");
                let told = food.sums.iter().find(|s| s.starts_with("A meal")).expect("the meals are told");
                assert!(told.contains(&format!("are the {:.0} g of the day", food.protein_g.aim)), "{told}");
            }
        }
    }

    #[test]
    fn ten_level_kilometres_cost_what_one_works_out_by_hand() {
        // 10 km x 70 kg x 3.6 kJ = 2520 kJ; / 4.184 = 602 kcal.
        let food = day_of_food(&eater(Goal::Keep), &run(10.0));
        assert_eq!(food.training_kcal.round(), 602.0);
        let sum = food.sums.iter().find(|s| s.starts_with("Running")).expect("running is told");
        assert_eq!(sum, "Running: 10.0 km x 70.0 kg x 3.60 kJ per kg and km = 2520 kJ / 4.184 = 602 kcal.");
        assert_eq!((food.least_kcal.round(), food.comfortable_kcal.round()), (2402.0, 3302.0));
    }

    #[test]
    fn carried_mass_and_climbing_cost_more() {
        let climb = Stretch { metres: 1000.0, cost_j_per_kg_m: 6.0, carried_kg: 7.0 };
        let day = TrainingDay { running: vec![climb], ..TrainingDay::default() };
        let food = day_of_food(&eater(Goal::Build), &day);
        assert!((food.training_kcal - 1000.0 * 6.0 * 77.0 / 4184.0).abs() < 1e-9);
    }

    #[test]
    fn longer_days_ask_for_more_carbohydrate() {
        let grams = |km: f64| day_of_food(&eater(Goal::Keep), &run(km)).carbohydrate_g.low;
        assert_eq!([grams(3.0), grams(10.0), grams(20.0), grams(42.0)], [210.0, 350.0, 420.0, 560.0]);
    }

    #[test]
    fn rule_e8_low_energy_availability_is_told_with_care() {
        let low = availability(&eater(Goal::Lean), 2000.0, 602.0);
        assert!(low.is_low && (low.kcal_per_kg - 23.3).abs() < 0.1);
        let words = low.words.expect("it is worth a sentence");
        assert!(words.contains("rough") && words.contains("doctor"), "{words}");
        assert_eq!(availability(&eater(Goal::Build), 3300.0, 602.0).words, None);
    }

    #[test]
    fn rule_e1_a_deficit_is_told_by_the_goal() {
        assert!(deficit_in_words(Goal::Build, 600.0).is_some_and(|w| w.contains("no gain")));
        assert_eq!(deficit_in_words(Goal::Lean, 300.0), None);
        assert_eq!(deficit_in_words(Goal::Build, -200.0), None);
    }
}
