//! What chance alone leaves of an error: a trial measures a few people with a device that errs, so that even who knew the true
//! mean change would miss what it reports.

use crate::table::{Device, Trial};
use striate_state::GrowthMethod;

/// Mean of the absolute value of a normal error over its standard deviation.
const MEAN_OF_NORMAL: f64 = 0.797_884_56;

/// The mean error, percentage points, of somebody who knows the true change, where the trial's people answer differently
/// (spread of responses as in the method) and its device errs; `None` where the table does not say how many they were.
pub(super) fn floor_points(trial: &Trial, expected_pct: f64, growth: &GrowthMethod) -> Option<f64> {
    let people = trial.people?;
    let (g, c) = (&growth.central().growth, &growth.calibration);
    let device = match trial.device {
        Device::Tomography => c.mri_error,
        Device::Ultrasound => c.ultrasound_error,
        Device::LeanMass => c.dxa_error,
        Device::Impedance => c.bia_error,
        Device::Tape => c.girth_error,
        Device::Biopsy => growth.trials.biopsy_error,
    };
    let answers = g.person_response_sd.hypot(g.muscle_response_sd) * expected_pct;
    Some(MEAN_OF_NORMAL * answers.hypot(100.0 * device) / people.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::read_trials;

    #[test]
    fn more_people_and_a_better_device_leave_less_to_chance() {
        let table = "id,study_id,type,muscle_key,measure,change_pct,sim,weeks,sessions_per_week,n\n\
                     a,A,lift,vasti,volume_MRI,8,[],10,2,9\n\
                     b,B,lift,vasti,volume_MRI,8,[],10,2,36\n\
                     c,C,lift,vasti,thickness_US,8,[],10,2,9\n\
                     d,D,lift,vasti,fibre_I,8,[],10,2,9\n\
                     e,E,lift,vasti,CSA,8,[],10,2,\n";
        let trials = read_trials(table.as_bytes()).unwrap().trials;
        let floors: Vec<Option<f64>> = trials.iter().map(|t| floor_points(t, 8.0, GrowthMethod::builtin())).collect();
        let [nine, many, echo, biopsy] = [0, 1, 2, 3].map(|i| floors[i].unwrap());
        assert!((many / nine - 0.5).abs() < 1e-9 && nine < echo && echo < biopsy, "{floors:?}");
        assert!((0.5..2.0).contains(&nine) && biopsy > 3.0, "{floors:?}");
        assert_eq!(floors[4], None);
    }
}
