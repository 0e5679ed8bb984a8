//! Planned sessions through the engine that analyses recordings: a prescription becomes the session that a device would
//! have recorded, and that is taken through the stimulus stage. There is no second table of what a kind of session does.

use striate_analysis::{SessionFacts, dose_of};
use striate_history::Performed;
use striate_model::{
    Athlete, DailyDose, Day, Distance, Effort, EffortSource, ExerciseRef, Format, Grade, KindVerdict, LiftSet, Load,
    Mass, MassUnit, Motion, Origin, Recovery, Session, SetKind, Speed, SpeedSource, Sport, Stimulus, SubSport,
    TimeSpan, Timestamp,
};
use striate_plan::kinds::{
    AT_HOME, Bout, Exercise, Experience, Means, PREFERRED_EXERCISES, PlannedKind, Prescription, Purpose, SPRINT_TAU_S,
};
use striate_segment::{best_speed_over, level_factor, top_speed_share, usual_cadence};
use striate_stimulus::{Catalogue, Exposure, LoadRule, Method, Movement, central_stimulus_of, stimulus_of};

pub use striate_plan::kinds;

/// What there is to train with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Equipment {
    /// A gym: bars, dumbbells, machines, boxes.
    pub has_gym: bool,
    /// Rubber bands.
    pub has_bands: bool,
    /// A bar to hang from.
    pub has_pull_up_bar: bool,
    /// A sturdy table to row under, or a towel and a door to row with.
    pub has_table: bool,
    /// What a vest can weigh at most.
    pub vest: Option<Mass>,
    /// What a pack can weigh at most.
    pub pack: Option<Mass>,
    /// What both ankle weights together can weigh at most.
    pub ankle_weights: Option<Mass>,
    /// A hill, and its slope.
    pub hill: Option<Grade>,
    /// Stairs.
    pub has_stairs: bool,
    /// A trail or hilly ground.
    pub has_trail: bool,
    /// A track.
    pub has_track: bool,
}

impl Equipment {
    /// The most that the trunk can carry on a run: the heavier of vest and pack.
    #[must_use]
    pub fn carried(&self) -> Option<Mass> {
        [self.vest, self.pack].into_iter().flatten().max_by(|a, b| a.as_kg().total_cmp(&b.as_kg()))
    }
}

/// A planned session and what it does.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is to be done.
    pub prescription: Prescription,
    /// What the rules ask about it.
    pub facts: SessionFacts,
    /// What the body gets from it; its end is not known yet.
    pub dose: DailyDose,
    /// The same with its bands and evidence.
    pub stimulus: Stimulus,
}

impl Planned {
    /// The session as a history keeps it, had it been done on that day from that instant on: so that what lies ahead is
    /// audited and forecast by the same code as what lies behind.
    #[must_use]
    pub fn performed(&self, id: &str, day: Day, start: Timestamp) -> Performed {
        let end = start + TimeSpan::from_s(60.0 * self.facts.timer_min);
        Performed {
            file: id.to_owned(),
            place: 0,
            format: Format::Fit,
            start,
            end,
            day,
            name: self.prescription.kind.label(),
            sets: self.prescription.bouts().filter(|b| matches!(b, Bout::Set { .. })).count(),
            dose: DailyDose { end: Some(end), ..self.dose.clone() },
            muscles: self.stimulus.muscles,
            muscles_unknown: None,
            facts: self.facts.clone(),
        }
    }
}

/// What a prescription would do to this athlete, with the bands of the method.
#[must_use]
pub fn planned(prescription: &Prescription, athlete: &Athlete) -> Planned {
    let (method, session) = (Method::builtin(), session_of(prescription, athlete));
    let exposure = method.expose(&session, athlete);
    let stimulus = stimulus_of(&exposure, (&session, athlete), method);
    through(prescription, athlete, (&session, &exposure, stimulus))
}

/// The same from the method's central parameters alone: for searches over many sessions.
#[must_use]
pub fn planned_without_bands(prescription: &Prescription, athlete: &Athlete) -> Planned {
    let (method, session) = (Method::builtin(), session_of(prescription, athlete));
    let exposure = method.expose_central(&session, athlete);
    let stimulus = central_stimulus_of(&exposure, (&session, athlete), method);
    through(prescription, athlete, (&session, &exposure, stimulus))
}

fn through(
    prescription: &Prescription,
    athlete: &Athlete,
    (session, exposure, stimulus): (&Session, &Exposure, Stimulus),
) -> Planned {
    let dose = dose_of(exposure, session, &stimulus, Method::builtin());
    Planned {
        prescription: prescription.clone(),
        facts: SessionFacts { is_told: true, ..SessionFacts::of_session(session, athlete, None) },
        dose: DailyDose { end: None, ..dose },
        stimulus,
    }
}

/// Distances over which the own best is asked for, m.
const BEST_OVER_M: [f64; 13] =
    [60.0, 100.0, 150.0, 200.0, 300.0, 400.0, 800.0, 1500.0, 3000.0, 5000.0, 10_000.0, 21_097.5, 42_195.0];

/// What prescriptions for this athlete are made to measure of. `marks` are estimated one-repetition maxima by exercise name,
/// as [`SessionFacts`] holds them.
#[must_use]
pub fn means(athlete: &Athlete, equipment: &Equipment, experience: Experience, marks: &[(String, f64)]) -> Means {
    let catalogue = Catalogue::builtin();
    let mass = athlete.mass.value;
    let exercises = PREFERRED_EXERCISES
        .iter()
        .flat_map(|slot| *slot)
        .filter_map(|id| catalogue.by_id(id))
        .filter(|movement| allows(equipment, movement) || is_for_home(movement))
        .map(|movement| exercise(movement, allows(equipment, movement), (mass, marks)))
        .collect();
    Means {
        critical_m_per_s: athlete.critical_speed.value.as_m_per_s(),
        max_sprint_m_per_s: athlete.max_sprint.value.as_m_per_s(),
        bests: BEST_OVER_M.iter().map(|m| (*m, best_speed_over(athlete, *m))).collect(),
        mass_kg: mass.as_kg(),
        d_prime_m: athlete.distance_reserve.value.as_m(),
        is_sprint_known: athlete.max_sprint.origin != Origin::Default,
        runner: experience,
        lifter: experience,
        turn: 0,
        run_walk: None,
        hill: equipment.hill.map(|g| (g.as_ratio(), level_factor(g.as_ratio()))),
        hill_top_speed: equipment.hill.map_or(1.0, |g| top_speed_share(g.as_ratio())),
        vest_kg: equipment.vest.map(Mass::as_kg),
        pack_kg: equipment.pack.map(Mass::as_kg),
        ankle_kg: equipment.ankle_weights.map(Mass::as_kg),
        has_bands: equipment.has_bands,
        has_stairs: equipment.has_stairs,
        has_trail: equipment.has_trail,
        has_track: equipment.has_track,
        load_factor: 1.0,
        exercises,
    }
}

/// Whether one of the things that the movement can be done with is there.
fn allows(equipment: &Equipment, movement: &Movement) -> bool {
    let has = |thing: &String| match thing.as_str() {
        "band" => equipment.has_bands || equipment.has_gym,
        "pull_up_bar" | "bar" => equipment.has_pull_up_bar || equipment.has_gym,
        "table" => equipment.has_table,
        "stairs" | "step" => equipment.has_stairs || equipment.has_gym,
        _ => equipment.has_gym,
    };
    movement.equipment.is_empty() || movement.equipment.iter().any(has)
}

/// Whether something that every home has replaces its equipment.
fn is_for_home(movement: &Movement) -> bool {
    AT_HOME.iter().any(|(id, _)| *id == movement.id)
}

/// What prescriptions know of a movement; without its equipment it is done with the body alone.
fn exercise(movement: &Movement, has_equipment: bool, (mass, marks): (Mass, &[(String, f64)])) -> Exercise {
    let body_fraction = match movement.load {
        _ if !has_equipment => None,
        LoadRule::BodyweightPlusExternal { body_fraction } => Some(body_fraction),
        LoadRule::External | LoadRule::Machine => Some(0.0),
        _ => None,
    };
    let moved = marks.iter().find(|(name, _)| *name == movement.name).map(|(_, kg)| *kg);
    Exercise {
        id: movement.id.clone(),
        name: movement.name.clone(),
        fit: movement.fit_to_write(),
        is_unilateral: movement.unilateral,
        is_loaded: body_fraction.is_some(),
        body_kg: body_fraction.unwrap_or_default() * mass.as_kg(),
        one_rep_max_kg: moved,
    }
}

/// From this share of critical speed on a stretch of a long run is tempo: halfway between its easy and its tempo speeds.
const TEMPO_FROM: f64 = 0.85;
/// How fast a runner speeds up and slows down between bouts, m/s² (assumed).
const SPEED_UP: f64 = 2.5;
const SLOW_DOWN: f64 = 2.0;

/// The seconds of a session.
#[derive(Default)]
struct Seconds {
    speed: Vec<f64>,
    grade: Vec<f32>,
    heart_rate: Vec<f32>,
    /// Seconds whose speed already rises as a sprint from standing does.
    is_sprint: Vec<bool>,
}

impl Seconds {
    fn push(&mut self, seconds: f64, speed: f64, grade: f64, heart_rate: f64) {
        let n = self.speed.len() + seconds.round().max(0.0) as usize;
        self.speed.resize(n, speed);
        self.grade.resize(n, grade as f32);
        self.heart_rate.resize(n, heart_rate as f32);
        self.is_sprint.resize(n, false);
    }

    /// A sprint from standing over so many metres at this mean speed: towards the highest speed with one time constant.
    fn push_sprint(&mut self, metres: f64, mean: f64) {
        let long = metres / mean.max(0.1);
        let rise = |t: f64| t - SPRINT_TAU_S * (1.0 - (-t / SPRINT_TAU_S).exp());
        let top = metres / rise(long).max(0.1);
        let way = |t: f64| top * rise(t.min(long));
        for second in 0..long.round() as usize {
            let from = second as f64;
            self.push(1.0, way(from + 1.0) - way(from), 0.0, f64::NAN);
            if let Some(last) = self.is_sprint.last_mut() {
                *last = true;
            }
        }
    }

    fn motion(self, source: SpeedSource) -> Motion {
        let n = self.speed.len();
        let mut speed = self.speed;
        for i in 1..n {
            let before = speed[i - 1];
            let most = if self.is_sprint[i] { f64::INFINITY } else { before + SPEED_UP };
            speed[i] = speed[i].clamp((before - SLOW_DOWN).max(0.0), most);
        }
        let acceleration = (0..n).map(|i| if i == 0 { 0.0 } else { (speed[i] - speed[i - 1]) as f32 }).collect();
        let steps = |v: &f64| if *v > 0.0 { usual_cadence(*v) as f32 } else { 0.0 };
        let cadence = speed.iter().map(steps).collect();
        Motion {
            start: Timestamp::default(),
            active: vec![true; n],
            speed_m_per_s: speed.into_iter().map(|v| v as f32).collect(),
            grade: self.grade,
            acceleration_m_per_s2: acceleration,
            cadence_steps_per_min: cadence,
            ground_contact_s: vec![0.0; n],
            heart_rate_bpm: self.heart_rate,
            speed_source: source,
            ground_contact_is_measured: false,
            cadence_is_measured: false,
            grade_error: None,
        }
    }
}

/// The session that a device would have recorded.
fn session_of(prescription: &Prescription, athlete: &Athlete) -> Session {
    let kind = prescription.kind;
    let (rest, max) = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
    let mut seconds = Seconds::default();
    let (mut efforts, mut sets) = (Vec::new(), Vec::new());
    let mut at = 0.0;
    let tempo_from = TEMPO_FROM * athlete.critical_speed.value.as_m_per_s();
    for block in &prescription.blocks {
        for bout in std::iter::repeat_n(&block.bouts, block.times as usize).flatten() {
            let long = bout.seconds().round();
            // Walking and running in turns, and hills as they come, are no efforts.
            let has_efforts = !matches!(kind, PlannedKind::Trail | PlannedKind::RunWalk | PlannedKind::Long);
            let is_repetition = block.times > 1 && has_efforts;
            match bout {
                Bout::Run { purpose, grade, .. } => {
                    // A long run's end at tempo is an effort of its own.
                    let is_repetition = is_repetition || kind == PlannedKind::Long && bout.mean_speed() >= tempo_from;
                    if kind == PlannedKind::Sprints && *purpose == Purpose::Work {
                        seconds.push_sprint(bout.metres(), bout.mean_speed());
                    } else {
                        seconds.push(long, bout.mean_speed(), *grade, f64::NAN);
                    }
                    if is_repetition && *purpose == Purpose::Work {
                        efforts.push(effort(bout, *grade, (at, at + long), athlete));
                    }
                }
                Bout::Stairs { purpose, reserve, .. } => {
                    seconds.push(long, 0.0, 0.0, rest + reserve * (max - rest));
                    if is_repetition && *purpose == Purpose::Work {
                        efforts.push(effort(bout, 0.0, (at, at + long), athlete));
                    }
                }
                Bout::Set { exercise, reps, in_reserve, load_kg, .. } => {
                    let load = load_kg.map(|value| Load { value, unit: MassUnit::Kilogram });
                    sets.push(LiftSet { reps_in_reserve: Some(*in_reserve), load, ..set(exercise, *reps, at, long) });
                }
                Bout::Jumps { exercise, landings } => {
                    sets.push(set(exercise, *landings, at, long));
                    seconds.push(long, 0.0, 0.0, f64::NAN);
                }
                Bout::Pause { .. } | Bout::Mobility { .. } => seconds.push(long, 0.0, 0.0, f64::NAN),
            }
            at += long;
        }
    }
    let recoveries = efforts.windows(2).map(|pair: &[Effort]| Recovery {
        start: pair[0].end,
        end: pair[1].start,
        completeness: None,
    });
    let (sport, sub_sport, source) = match kind {
        PlannedKind::Stairs => (Sport::Running, SubSport::Stairs, SpeedSource::None),
        PlannedKind::Trail => (Sport::Running, SubSport::Trail, SpeedSource::Device),
        _ if kind.is_run() => (Sport::Running, SubSport::Generic, SpeedSource::Device),
        _ => (Sport::Training, SubSport::StrengthTraining, SpeedSource::None),
    };
    // A session without movement has no seconds of it.
    let motion = if kind.is_run() { seconds } else { Seconds::default() }.motion(source);
    Session {
        sport,
        sub_sport,
        start: Timestamp::default(),
        timer: TimeSpan::from_s(at),
        distance: None,
        motion,
        segments: Vec::new(),
        recoveries: recoveries.collect(),
        efforts,
        kind: KindVerdict { kind: kind.recorded(), confidence: 1.0, reasons: Vec::new() },
        carried_mass: Mass::from_kg(prescription.carried_kg),
        sets,
        warnings: Vec::new(),
    }
}

fn effort(bout: &Bout, grade: f64, (from, to): (f64, f64), athlete: &Athlete) -> Effort {
    let speed = bout.mean_speed();
    let level = speed * level_factor(grade);
    let is_run = speed > 0.0;
    let share = |best: f64| (is_run && best > 0.0).then(|| level / best);
    Effort {
        start: Timestamp::default() + TimeSpan::from_s(from),
        end: Timestamp::default() + TimeSpan::from_s(to),
        distance: is_run.then(|| Distance::from_m(bout.metres())),
        mean_speed: is_run.then(|| Speed::from_m_per_s(speed)),
        mean_grade: is_run.then(|| Grade::from_ratio(grade)),
        fraction_of_max_speed: share(athlete.max_sprint.value.as_m_per_s()),
        fraction_of_own_best: share(best_speed_over(athlete, (level * (to - from)).max(20.0))),
        source: EffortSource::WorkoutSteps,
    }
}

fn set(exercise: &Exercise, reps: u16, at: f64, long: f64) -> LiftSet {
    LiftSet {
        kind: SetKind::Active,
        start: Some(Timestamp::default() + TimeSpan::from_s(at)),
        duration: Some(TimeSpan::from_s(long)),
        exercise: Some(ExerciseRef::Title(exercise.name.clone())),
        reps: Some(reps),
        load: None,
        reps_in_reserve: None,
    }
}

#[cfg(test)]
mod tests;
