//! One trial through stimulus and growth.

use crate::table::{History, Trial};
use striate_model::{Muscle, MuscleMap, Person, WeekLoad, sampling};
use striate_state::growth::{Conditions, Sizes, Tissue};
use striate_state::{GrowthMethod, Values, endurance};
use striate_stimulus::{Dose, Draw, Method, Part};

/// The two methods that a replay runs through.
#[derive(Clone, Debug)]
pub struct Engine {
    /// Protocol to stimulus.
    pub stimulus: Method,
    /// Stimulus to size.
    pub growth: GrowthMethod,
}

/// A predicted change in percent, with the band in which eight of ten such trials are expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// From the central parameters.
    pub central: f64,
    /// 10th percentile over parameters and the error of a study.
    pub low: f64,
    /// 90th percentile over parameters and the error of a study.
    pub high: f64,
}

/// The mean person of a trial: the response of groups is drawn with the method's parameters.
const GROUP: Person = Person { log_response: 0.0, log_response_sd: 0.0, age_y: None };
/// Days without training before the first measurement of sprinters whose own load was habitual: the off-season.
const OFF_SEASON_DAYS: u32 = 42;

/// What one session of a list of parts brings.
struct Session {
    doses: MuscleMap<Dose>,
    running_h: f64,
}

/// A week of habitual training.
#[derive(Clone, Copy, Default)]
struct Week {
    load: WeekLoad,
    running_h: f64,
}

impl Week {
    fn of(session: &Session, muscle: Muscle, per_week: f64) -> Self {
        let dose = &session.doses[muscle];
        Self {
            load: WeekLoad { slow_hse: dose.slow * per_week, fast_hse: dose.fast * per_week },
            running_h: session.running_h * per_week,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            load: WeekLoad {
                slow_hse: self.load.slow_hse + other.load.slow_hse,
                fast_hse: self.load.fast_hse + other.load.fast_hse,
            },
            running_h: self.running_h + other.running_h,
        }
    }

    fn times(self, factor: f64) -> Self {
        Self {
            load: WeekLoad { slow_hse: self.load.slow_hse * factor, fast_hse: self.load.fast_hse * factor },
            running_h: self.running_h * factor,
        }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self { stimulus: Method::builtin().clone(), growth: GrowthMethod::builtin().clone() }
    }
}

impl Engine {
    /// The change that the engine expects in a trial.
    #[must_use]
    pub fn predict(&self, trial: &Trial) -> Prediction {
        let before = match &trial.history {
            History::Same => &trial.session,
            History::Parts(parts) => parts,
        };
        let exposures = [&trial.session, before].map(|parts| self.exposed(parts, trial));
        let change = |draw: Draw, values: &Values| {
            let sessions = exposures.each_ref().map(|(exposure, running_h)| Session {
                doses: exposure.doses(&self.stimulus, draw),
                running_h: *running_h,
            });
            self.change(trial, &sessions, values)
        };
        let central = change(Draw::Central, self.growth.central());
        let noise = &self.growth.trials;
        let (fixed, share) = if trial.measure.is_fiber() {
            (noise.noise_fiber_points, noise.noise_fiber_share)
        } else {
            (noise.noise_whole_points, noise.noise_whole_share)
        };
        let draws = self.growth.draws();
        let errors = sampling::stratified(&format!("trial.{}", trial.id), draws.len());
        let mut samples: Vec<f64> = draws
            .iter()
            .zip(errors)
            .enumerate()
            .map(|(i, (values, error))| {
                let expected = change(Draw::Number(i), values);
                expected + sampling::normal(error) * fixed.hypot(share * expected)
            })
            .collect();
        let (low, high) = sampling::eight_in_ten(&mut samples);
        Prediction { central, low: low.min(central), high: high.max(central) }
    }

    /// The exposure of a session, and its running in hours.
    fn exposed(&self, parts: &[Part], trial: &Trial) -> (striate_stimulus::Exposure, f64) {
        let running: Vec<Part> =
            parts.iter().copied().filter(|p| matches!(p, Part::Run { .. } | Part::Sprint { .. })).collect();
        let running_s = self.stimulus.expose_parts(&running, trial.max_sprint).on_foot_s();
        (self.stimulus.expose_parts(parts, trial.max_sprint), running_s / 3600.0)
    }

    /// The change of the trial's region in percent, with one draw of both methods.
    fn change(&self, trial: &Trial, [session, before]: &[Session; 2], values: &Values) -> f64 {
        let running_h = if trial.rest_weeks > 0.0 { 0.0 } else { session.running_h * trial.sessions_per_week };
        trial.region.percent(&self.growth, values, |muscle| {
            let between = sizes_before_and_after(trial, muscle, [session, before], values);
            trial.measure.percent(muscle, between, running_h, (&self.growth, values))
        })
    }
}

/// The sizes of one muscle before the first and after the last day of a trial, followed day by day.
fn sizes_before_and_after(
    trial: &Trial,
    muscle: Muscle,
    [session, before]: [&Session; 2],
    values: &Values,
) -> (Sizes, Sizes) {
    let tissue = Tissue::new(muscle, &GROUP, values);
    let mut habit = Week::of(before, muscle, trial.sessions_per_week);
    let conditions = |week: &Week, energy_deficit_kcal: f64| Conditions {
        running_h: week.running_h,
        energy_deficit_kcal,
        ..Conditions::default()
    };
    let mut state = tissue.settled(habit.load, &conditions(&habit, 0.0), values);
    let mut calf_loss = endurance::settled_loss(habit.running_h, values);
    let mut live = |week: Week, deficit: f64| {
        tissue.day(&mut state, week.load, &conditions(&week, deficit), values);
        calf_loss = endurance::day(calf_loss, week.running_h, values);
        Sizes::of(&state, calf_loss)
    };
    // Of the last seven days, the habitual ones that the new ones have not yet pushed out.
    let fading = |habit: Week, day: u32| habit.times(f64::from(6_u32.saturating_sub(day)) / 7.0);
    let mut start = None;
    if trial.history == History::Same && trial.mode == "sprint" {
        for day in 0..OFF_SEASON_DAYS {
            start = Some(live(fading(habit, day), 0.0));
        }
        habit = Week::default();
    }
    let days = (trial.weeks * 7.0).round() as u32;
    let once = Week::of(session, muscle, 1.0);
    let mut sessions = vec![0_u32; days as usize];
    if trial.sessions_per_week > 0.0 {
        let dates = (0_u32..).map(|i| (f64::from(i) * 7.0 / trial.sessions_per_week) as usize);
        for day in dates.take_while(|day| *day < days as usize) {
            sessions[day] += 1;
        }
    }
    let start = start.unwrap_or_else(|| {
        let settled = tissue.settled(habit.load, &conditions(&habit, 0.0), values);
        Sizes::of(&settled, endurance::settled_loss(habit.running_h, values))
    });
    let mut end = start;
    for day in 0..days as usize {
        let in_window: u32 = sessions[day.saturating_sub(6)..=day].iter().sum();
        let week = once.times(f64::from(in_window)).plus(fading(habit, day as u32));
        end = live(week, trial.energy_deficit_kcal);
    }
    if trial.rest_weeks <= 0.0 {
        return (start, end);
    }
    // A row about rest measures from the last day of training.
    let trained = end;
    for day in 0..(trial.rest_weeks * 7.0).round() as usize {
        let in_window: u32 = sessions.iter().skip((days as usize + day).saturating_sub(6)).sum();
        end = live(once.times(f64::from(in_window)), 0.0);
    }
    (trained, end)
}
