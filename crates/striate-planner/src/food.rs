//! A day's training as food sees it: how far, over what slopes, with what on the back, and how long at the weights. What is
//! to be eaten for it is worked out in [`nutrition`].

use striate_analysis::Analysis;
use striate_model::{Muscle, SetKind};
use striate_plan::kinds::{Bout, Family, Prescription};
use striate_plan::nutrition::{Stretch, TrainingDay};
use striate_segment::running_cost;

pub use striate_plan::nutrition;

/// Hard sets for a muscle from which on a recorded session counts as hard.
const HARD_HSE: f64 = 1.0;

/// The training of a day on which these sessions are planned.
#[must_use]
pub fn planned_training<'a>(sessions: impl IntoIterator<Item = &'a Prescription>) -> TrainingDay {
    let mut day = TrainingDay::default();
    for session in sessions {
        day.is_hard |= session.kind.is_hard();
        if matches!(session.kind.family(), Family::Lift | Family::Jumps) {
            day.lifting_min += f64::from(session.minutes());
        }
        for bout in session.bouts() {
            if let Bout::Run { grade, .. } = bout {
                day.running_min += bout.seconds() / 60.0;
                day.running.push(Stretch {
                    metres: bout.metres(),
                    cost_j_per_kg_m: running_cost(*grade),
                    carried_kg: session.carried_kg,
                });
            }
        }
    }
    day
}

/// The training of a day on which these sessions were recorded. Walking between efforts is counted at the cost of running,
/// which is a third too much for those metres.
#[must_use]
pub fn recorded_training<'a>(sessions: impl IntoIterator<Item = &'a Analysis>) -> TrainingDay {
    let mut day = TrainingDay::default();
    for analysis in sessions {
        let session = &analysis.session;
        let is_hard = |m: Muscle| analysis.stimulus.muscles[m].hse.value >= HARD_HSE;
        day.is_hard |= Muscle::ALL.into_iter().any(is_hard);
        if session.sets.iter().any(|s| s.kind == SetKind::Active) {
            day.lifting_min += session.timer.as_s() / 60.0;
        }
        if !session.sport.is_on_foot() {
            continue;
        }
        let motion = &session.motion;
        let (mut metres, mut cost, mut seconds) = (0.0, 0.0, 0.0);
        for (i, _) in motion.active.iter().enumerate().filter(|(_, active)| **active) {
            let speed = f64::from(motion.speed_m_per_s[i]).max(0.0);
            if speed > 0.0 {
                metres += speed;
                cost += speed * running_cost(f64::from(motion.grade[i]));
                seconds += 1.0;
            }
        }
        if metres > 0.0 {
            day.running_min += seconds / 60.0;
            let carried_kg = session.carried_mass.as_kg();
            day.running.push(Stretch { metres, cost_j_per_kg_m: cost / metres, carried_kg });
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::nutrition::{Eater, day_of_food};
    use super::*;
    use crate::planned::{Equipment, means};
    use striate_model::{Athlete, Told};
    use striate_plan::audit::Goal;
    use striate_plan::kinds::{Experience, PlannedKind, prescribe};

    fn kcal(day: &TrainingDay) -> f64 {
        day_of_food(&Eater { mass_kg: 70.0, lean_kg: None, goal: Goal::Keep }, day).training_kcal
    }

    #[test]
    fn an_easy_run_costs_about_a_kilocalorie_per_kilogram_and_kilometre() {
        let bytes = include_bytes!("../../../examples/easy-run.fit");
        let file = striate_analysis::analyse_bytes(bytes, "easy-run.fit", &Athlete::default(), &Told::default())
            .expect("the example is a FIT file");
        let day = recorded_training(&file.analyses);
        let km: f64 = day.running.iter().map(|s| s.metres / 1000.0).sum();
        let per_kg_and_km = kcal(&day) / 70.0 / km;
        // 3.6 kJ on the level are 0.86 kcal; rolling ground costs a little more.
        assert!((0.84..0.95).contains(&per_kg_and_km), "{per_kg_and_km}");
        assert!(!day.is_hard && day.lifting_min == 0.0 && (40.0..50.0).contains(&day.running_min));
    }

    #[test]
    fn rule_b7_a_day_of_series_and_lifting_is_hard_and_counts_both() {
        let athlete = Athlete::default();
        let gym = Equipment { has_gym: true, ..Equipment::default() };
        let means = means(&athlete, &gym, Experience::Trained, &[]);
        let of = |kind| prescribe(kind, 2, &means).expect("a gym is enough");
        let (series, lift, easy) = (of(PlannedKind::Series), of(PlannedKind::LowerStrength), of(PlannedKind::Easy));
        let both = planned_training([&series, &lift]);
        assert!(both.is_hard && both.lifting_min > 20.0 && both.running_min > 20.0);
        assert!((kcal(&both) - kcal(&planned_training([&series])) - kcal(&planned_training([&lift]))).abs() < 1e-6);
        assert!(!planned_training([&easy]).is_hard);
    }
}
