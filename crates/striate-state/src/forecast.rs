//! What a calendar of sessions would make of each muscle: a fan over parameters, doses and the person's response, and the
//! words growing, holding, losing or unknown.

use crate::endurance;
use crate::fold::{week_conditions, week_loads};
use crate::growth::{Conditions, Response, Sizes, Tissue};
use crate::method::{DRAW_COUNT, GrowthMethod, Values};
use striate_model::{BodyState, DailyDose, Day, Muscle, MuscleMap, MuscleState, Person, Pool, WeekLoad, sampling};

/// The sessions of one future day.
pub type Planned = Vec<DailyDose>;

/// Outcomes in percent from today.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fan {
    /// One in twenty lies below.
    pub p05: f64,
    /// One in four lies below.
    pub p25: f64,
    /// As many lie below as above.
    pub p50: f64,
    /// One in four lies above.
    pub p75: f64,
    /// One in twenty lies above.
    pub p95: f64,
}

/// What a calendar would make of each muscle.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The day after which it begins.
    pub from: Day,
    /// The days that it speaks about: the end of each week.
    pub days: Vec<Day>,
    /// For each muscle the fan at each of those days.
    pub fans: MuscleMap<Vec<Fan>>,
}

/// The course of a muscle over the next weeks at the present load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Course {
    /// It grows.
    Growing,
    /// It stays as it is.
    Holding,
    /// It loses.
    Losing,
    /// The doubts are too large, or too little is known.
    Unknown,
}

impl Course {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Holding => "holding",
            Self::Losing => "losing",
            Self::Unknown => "unknown",
        }
    }
}

/// A course with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The word.
    pub course: Course,
    /// The probability of what the word says, of the likeliest course where it is unknown; 0 where nothing is known.
    pub probability: f64,
}

/// One draw of everything that is not known: parameters, the person, and how far each muscle's doses are off.
struct Guess<'a> {
    values: &'a Values,
    person: Person,
    /// Response of each muscle over that of the person.
    muscle: MuscleMap<f64>,
    /// Standard deviations by which the doses of each muscle are off.
    dose: MuscleMap<f64>,
    /// Standard deviations by which the load before the first day was larger than believed.
    past: MuscleMap<f64>,
    /// Standard deviations of what a muscle does without any change of training.
    drift: MuscleMap<f64>,
}

impl Guess<'_> {
    /// What the muscle does on its own until the given day of a calendar, logarithm.
    fn drift(&self, muscle: Muscle, day: usize) -> f64 {
        let weeks = (day + 1) as f64 / 7.0;
        self.values.growth.drift_12_weeks * self.drift[muscle] * (weeks / 12.0).sqrt()
    }
}

fn guesses<'a>(person: &Person, method: &'a GrowthMethod) -> Vec<Guess<'a>> {
    let deviations =
        |name: &str| -> Vec<f64> { sampling::stratified(name, DRAW_COUNT).into_iter().map(sampling::normal).collect() };
    let of_person = deviations("person.response");
    let of_muscle = MuscleMap::from_fn(|m| deviations(&format!("person.response.{}", m.as_str())));
    let of_dose = MuscleMap::from_fn(|m| deviations(&format!("dose.{}", m.as_str())));
    let of_past = MuscleMap::from_fn(|m| deviations(&format!("past.{}", m.as_str())));
    let of_drift = MuscleMap::from_fn(|m| deviations(&format!("drift.{}", m.as_str())));
    let muscle_sd = method.central().growth.muscle_response_sd;
    let sd = if person.log_response_sd.is_finite() { person.log_response_sd.clamp(0.0, 2.0) } else { 0.0 };
    method
        .draws()
        .iter()
        .enumerate()
        .map(|(i, values)| Guess {
            values,
            person: Person { log_response: person.log_response + sd * of_person[i], ..*person },
            muscle: MuscleMap::from_fn(|m| (muscle_sd * of_muscle[m][i]).exp()),
            dose: MuscleMap::from_fn(|m| of_dose[m][i]),
            past: MuscleMap::from_fn(|m| of_past[m][i]),
            drift: MuscleMap::from_fn(|m| of_drift[m][i]),
        })
        .collect()
}

/// The load of one muscle on each future day, as the dose of the seven days up to it.
#[derive(Clone, Debug)]
struct Course7 {
    weeks: Vec<WeekLoad>,
    log_doubt: f64,
}

/// What a calendar brings, worked out once for all draws.
#[derive(Clone, Debug)]
pub struct Calendar {
    muscles: MuscleMap<Course7>,
    conditions: Vec<Conditions>,
}

impl Calendar {
    /// A calendar whose first day is the one after the state's. Food stays as it was in the last week.
    #[must_use]
    pub fn new(body: &BodyState, days: &[Planned]) -> Self {
        let today = week_conditions(&body.recent);
        let past: Vec<_> = body.recent.iter().rev().take(6).rev().collect();
        let before = past.len();
        let sum = |values: &[f64], end: usize| values[(end + 1).saturating_sub(7)..=end].iter().sum::<f64>();
        let hours: Vec<f64> = past
            .iter()
            .map(|r| r.running_h)
            .chain(days.iter().map(|d| d.iter().map(|s| positive(s.running_h)).sum()))
            .collect();
        let conditions = (0..days.len()).map(|i| Conditions { running_h: sum(&hours, before + i), ..today }).collect();
        let muscles = MuscleMap::from_fn(|m| {
            let column = |of_past: &dyn Fn(&WeekLoad) -> f64, of_dose: &dyn Fn(&DailyDose) -> f64| -> Vec<f64> {
                past.iter()
                    .map(|r| of_past(&r.muscles[m]))
                    .chain(days.iter().map(|d| d.iter().map(|s| positive(of_dose(s))).sum()))
                    .collect()
            };
            let slow = column(&|l| l.slow_hse, &|s| s.muscles[m].slow_hse);
            let fast = column(&|l| l.fast_hse, &|s| s.muscles[m].fast_hse);
            let planned = days.iter().flatten().map(|s| (s.muscles[m].hse, s.muscles[m].log_doubt));
            let known = body.recent.iter().map(|r| (r.muscles[m].slow_hse, f64::from(r.log_doubt[m])));
            Course7 {
                weeks: (0..days.len())
                    .map(|i| WeekLoad { slow_hse: sum(&slow, before + i), fast_hse: sum(&fast, before + i) })
                    .collect(),
                log_doubt: mean_doubt(planned.chain(known)),
            }
        });
        Self { muscles, conditions }
    }

    /// The present load going on: every day the mean of the last 28.
    #[must_use]
    pub fn going_on(body: &BodyState, days: usize) -> Self {
        let known: Vec<_> = body.recent.iter().rev().take(28).collect();
        let a_week = 7.0 / known.len().max(1) as f64;
        let running_h = a_week * known.iter().map(|r| r.running_h).sum::<f64>();
        let conditions = vec![Conditions { running_h, ..week_conditions(&body.recent) }; days];
        let muscles = MuscleMap::from_fn(|m| {
            let mean = |of: fn(&WeekLoad) -> f64| a_week * known.iter().map(|r| of(&r.muscles[m])).sum::<f64>();
            let week = WeekLoad { slow_hse: mean(|l| l.slow_hse), fast_hse: mean(|l| l.fast_hse) };
            let doubts = known.iter().map(|r| (r.muscles[m].slow_hse, f64::from(r.log_doubt[m])));
            Course7 { weeks: vec![week; days], log_doubt: mean_doubt(doubts) }
        });
        Self { muscles, conditions }
    }

    /// The same with one more session every week.
    #[must_use]
    pub fn with_weekly(mut self, session: &DailyDose) -> Self {
        for muscle in Muscle::ALL {
            let dose = &session.muscles[muscle];
            let course = &mut self.muscles[muscle];
            let before = course.weeks.first().map_or(0.0, |w| w.slow_hse);
            course.log_doubt = mean_doubt([(before, course.log_doubt), (dose.slow_hse, dose.log_doubt)].into_iter());
            for week in &mut course.weeks {
                week.slow_hse += positive(dose.slow_hse);
                week.fast_hse += positive(dose.fast_hse);
            }
        }
        for conditions in &mut self.conditions {
            conditions.running_h += positive(session.running_h);
        }
        self
    }

    /// How many days it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.conditions.len()
    }

    /// Whether it has no day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }
}

fn positive(x: f64) -> f64 {
    if x > 0.0 { x.min(1e4) } else { 0.0 }
}

/// The mean doubt of doses, each weighing as much as it brings.
fn mean_doubt(doses: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (hse, doubt) in doses {
        sum += positive(hse) * doubt;
        weight += positive(hse);
    }
    if weight > 0.0 { (sum / weight).clamp(0.0, 2.0) } else { 0.0 }
}

/// The change of each muscle in each draw, percent from today, at the given days of a calendar (0 = the first).
pub(crate) struct Ensemble<'a> {
    body: &'a BodyState,
    method: &'a GrowthMethod,
    guesses: Vec<Guess<'a>>,
}

impl<'a> Ensemble<'a> {
    pub(crate) fn new(body: &'a BodyState, method: &'a GrowthMethod) -> Self {
        Self { body, method, guesses: guesses(&body.person, method) }
    }

    /// For each draw the changes at `at`.
    pub(crate) fn changes(&self, muscle: Muscle, calendar: &Calendar, at: &[usize]) -> Vec<Vec<f64>> {
        self.guesses.iter().map(|guess| self.one(guess, muscle, calendar, at)).collect()
    }

    /// For each draw what the muscle would do on its own until a day, percent.
    fn drifts(&self, muscle: Muscle, day: usize) -> Vec<f64> {
        self.guesses.iter().map(|guess| 100.0 * guess.drift(muscle, day).exp_m1()).collect()
    }

    fn one(&self, guess: &Guess<'_>, muscle: Muscle, calendar: &Calendar, at: &[usize]) -> Vec<f64> {
        let (values, course) = (guess.values, &calendar.muscles[muscle]);
        let tissue = Tissue::new(muscle, &guess.person, values).times(guess.muscle[muscle]);
        let off = (course.log_doubt * guess.dose[muscle]).exp();
        let mut state = self.believed(guess, muscle, &tissue, off);
        let central_loss = endurance::settled_loss(week_hours(self.body), self.method.central());
        let mut calf_loss = if central_loss > 0.0 {
            self.body.calf_loss * endurance::settled_loss(week_hours(self.body), values) / central_loss
        } else {
            self.body.calf_loss
        };
        let start = Sizes::of(&state, calf_loss);
        let mut changes = Vec::with_capacity(at.len());
        let mut wanted = at.iter().copied().peekable();
        for (day, (week, conditions)) in course.weeks.iter().zip(&calendar.conditions).enumerate() {
            let week = WeekLoad { slow_hse: week.slow_hse * off, fast_hse: week.fast_hse * off };
            tissue.day(&mut state, week, conditions, values);
            calf_loss = endurance::day(calf_loss, conditions.running_h, values);
            if wanted.next_if_eq(&day).is_some() {
                let drift = guess.drift(muscle, day);
                let change = self.method.whole_change(muscle, start, Sizes::of(&state, calf_loss), values);
                changes.push(100.0 * ((1.0 + change) * drift.exp() - 1.0));
            }
        }
        changes
    }

    /// The muscle as it must be today if this draw is true: a stronger response has also built more until now. What was
    /// built is scaled by what the draw says about the dose that built it, so that who has settled stays settled in each
    /// draw. What was lost below the untrained muscle no dose has built: it is scaled by what the draw says of deficits.
    fn believed(&self, guess: &Guess<'_>, muscle: Muscle, tissue: &Tissue, off: f64) -> MuscleState {
        let central = Tissue::new(muscle, &self.body.person, self.method.central());
        let conditions = week_conditions(&self.body.recent);
        let scaled = |pool: &Pool, central: &Response, guessed: &Response| {
            let without_deficit = Conditions { energy_deficit_kcal: 0.0, ..conditions };
            let dose = pool.habit_hse.max(central.dose_that_builds(pool.best));
            let (true_reach, guessed_reach) = (
                central.reach(dose, &without_deficit, self.method.central()).build,
                guessed.reach(dose * off, &without_deficit, guess.values).build,
            );
            let built = if true_reach > 1e-9 { guessed_reach / true_reach } else { 1.0 };
            let lost = guess.values.growth.deficit_loss / self.method.central().growth.deficit_loss.max(1e-9);
            let scaled = |size: f64| size * if size > 0.0 { built } else { lost };
            let past = guess.past[muscle];
            let off = if past < 0.0 { pool.size - pool.if_less } else { pool.if_more - pool.size };
            let size = (pool.size + past * off).max(pool.size.min(0.0));
            Pool { size: scaled(size), best: scaled(pool.best.max(size)), ..*pool }
        };
        let state = &self.body.muscles[muscle];
        MuscleState {
            slow: scaled(&state.slow, &central.slow, &tissue.slow),
            fast: scaled(&state.fast, &central.fast, &tissue.fast),
            ..*state
        }
    }
}

fn week_hours(body: &BodyState) -> f64 {
    body.recent.iter().rev().take(7).map(|r| r.running_h).sum()
}

/// What a calendar would make of each muscle, week by week.
#[must_use]
pub fn forecast(body: &BodyState, calendar: &Calendar, method: &GrowthMethod) -> Forecast {
    let ensemble = Ensemble::new(body, method);
    let at: Vec<usize> = (0..calendar.len()).filter(|day| day % 7 == 6).collect();
    let fans = MuscleMap::from_fn(|muscle| {
        if !muscle.is_locomotor()
            && is_idle(body, muscle)
            && calendar.muscles[muscle].weeks.iter().all(|w| w.slow_hse <= 0.0)
        {
            return at.iter().map(|day| fan(ensemble.drifts(muscle, *day))).collect();
        }
        let changes = ensemble.changes(muscle, calendar, &at);
        (0..at.len()).map(|i| fan(changes.iter().map(|c| c[i]).collect())).collect()
    });
    Forecast { from: body.day, days: at.iter().map(|day| body.day.plus(*day as i32 + 1)).collect(), fans }
}

fn fan(mut samples: Vec<f64>) -> Fan {
    samples.sort_unstable_by(f64::total_cmp);
    let q = |share| sampling::quantile(&samples, share);
    Fan { p05: q(0.05), p25: q(0.25), p50: q(0.5), p75: q(0.75), p95: q(0.95) }
}

/// A muscle that has nothing and gets nothing only drifts.
fn is_idle(body: &BodyState, muscle: Muscle) -> bool {
    let (state, week) = (&body.muscles[muscle], week_loads(&body.recent)[muscle]);
    let is_fed = week_conditions(&body.recent).energy_deficit_kcal <= 0.0;
    is_fed && state.slow.size == 0.0 && state.fast.size == 0.0 && week.slow_hse <= 0.0 && body.calf_loss == 0.0
}

/// The word for each muscle: what the next 28 days at the present load would do.
#[must_use]
pub fn outlooks(body: &BodyState, method: &GrowthMethod) -> MuscleMap<Outlook> {
    let days = (method.limits.present_days as usize).max(1);
    let calendar = Calendar::going_on(body, days);
    let ensemble = Ensemble::new(body, method);
    MuscleMap::from_fn(|muscle| {
        if body.day.days_since(body.since) + 1 < method.limits.fewest_days as i32 {
            return Outlook { course: Course::Unknown, probability: 0.0 };
        }
        let changes = ensemble.changes(muscle, &calendar, &[days - 1]);
        let words = &method.words;
        let limit = 100.0 * words.change_28_days;
        let share =
            |is: &dyn Fn(f64) -> bool| changes.iter().filter(|c| is(c[0])).count() as f64 / changes.len().max(1) as f64;
        let courses = [
            (Course::Growing, share(&|c| c > limit)),
            (Course::Losing, share(&|c| c < -limit)),
            (Course::Holding, share(&|c| c.abs() <= limit)),
        ];
        let (course, probability) =
            courses.into_iter().fold((Course::Unknown, 0.0), |best, next| if next.1 > best.1 { next } else { best });
        Outlook { course: if probability >= words.sure_from { course } else { Course::Unknown }, probability }
    })
}

/// Twelve weeks.
const SEASON_DAYS: usize = 83;

/// The size of a muscle relative to the untrained one, percent, with the band that holds eight in ten: parameters, doses
/// and response.
#[must_use]
pub fn size_percent(body: &BodyState, muscle: Muscle, method: &GrowthMethod) -> striate_model::Estimate {
    let percent = |log: f64| 100.0 * log.exp_m1();
    let value = percent(method.whole_size(muscle, Sizes::of(&body.muscles[muscle], body.calf_loss), method.central()));
    let doubt = Calendar::going_on(body, 0).muscles[muscle].log_doubt;
    let mut samples: Vec<f64> = guesses(&body.person, method)
        .iter()
        .map(|guess| {
            let ensemble = Ensemble { body, method, guesses: Vec::new() };
            let tissue = Tissue::new(muscle, &guess.person, guess.values).times(guess.muscle[muscle]);
            let state = ensemble.believed(guess, muscle, &tissue, (doubt * guess.dose[muscle]).exp());
            // Untrained people are no two alike in the course of a season: no size is known to the last bit.
            let drift = guess.drift(muscle, SEASON_DAYS);
            percent(method.whole_size(muscle, Sizes::of(&state, body.calf_loss), guess.values) + drift)
        })
        .collect();
    let (low, high) = sampling::eight_in_ten(&mut samples);
    striate_model::Estimate { value, low: low.min(value), high: high.max(value) }
}

/// A calendar of lifting alone, for comparison (rule E10): two days a week, ten direct sets for each leg muscle.
#[must_use]
pub fn lifting_alone(weeks: usize) -> Vec<Planned> {
    use striate_model::{MuscleDose, SessionKind};
    let dose = MuscleDose { slow_hse: 5.0, fast_hse: 5.0, hse: 5.0, lifting_hse: 5.0, log_doubt: 0.17, eccentric: 0.0 };
    let lift = DailyDose {
        kind: SessionKind::LowerStrength,
        muscles: MuscleMap::from_fn(|m| if m.is_locomotor() { dose } else { MuscleDose::default() }),
        ..DailyDose::default()
    };
    (0..7 * weeks).map(|day| if day % 7 == 1 || day % 7 == 4 { vec![lift.clone()] } else { Vec::new() }).collect()
}
