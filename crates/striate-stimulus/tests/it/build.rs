//! Sessions for tests.

use striate_model::{
    Athlete, ExerciseRef, KindVerdict, LiftSet, Mass, Motion, Session, SessionKind, SetKind, Sourced, Speed,
    SpeedSource, Sport, SubSport, TimeSpan, Timestamp,
};

/// A stretch of steady movement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) seconds: usize,
    pub(crate) speed: f32,
    pub(crate) grade: f32,
}

pub(crate) fn stretch(seconds: usize, speed: f32, grade: f32) -> Stretch {
    Stretch { seconds, speed, grade }
}

/// A run made of stretches, with cadence and contact time from no device and no heart rate.
pub(crate) fn run(stretches: &[Stretch]) -> Session {
    let column = |of: fn(&Stretch) -> f32| -> Vec<f32> {
        stretches.iter().flat_map(|s| std::iter::repeat_n(of(s), s.seconds)).collect()
    };
    let speed_m_per_s = column(|s| s.speed);
    let seconds = speed_m_per_s.len();
    let moving = |x: f32| speed_m_per_s.iter().map(|&v| if v > 0.3 { x } else { 0.0 }).collect();
    let start = Timestamp::from_unix_ms(1_790_000_000_000);
    Session {
        sport: Sport::Running,
        sub_sport: SubSport::Generic,
        start,
        timer: TimeSpan::from_s(seconds as f64),
        distance: None,
        motion: Motion {
            start,
            active: vec![true; seconds],
            cadence_steps_per_min: moving(168.0),
            ground_contact_s: moving(0.25),
            grade: column(|s| s.grade),
            acceleration_m_per_s2: vec![0.0; seconds],
            heart_rate_bpm: vec![f32::NAN; seconds],
            speed_m_per_s,
            speed_source: SpeedSource::Device,
            ground_contact_is_measured: false,
            cadence_is_measured: false,
            grade_error: None,
        },
        segments: Vec::new(),
        efforts: Vec::new(),
        recoveries: Vec::new(),
        kind: KindVerdict { kind: SessionKind::Easy, confidence: 1.0, reasons: Vec::new() },
        carried_mass: Mass::from_kg(0.0),
        sets: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Repetitions with standing rests between them.
pub(crate) fn repeats(times: usize, effort: Stretch, rest_s: usize) -> Session {
    let parts: Vec<Stretch> = (0..times).flat_map(|_| [effort, stretch(rest_s, 0.0, 0.0)]).collect();
    run(&parts)
}

/// A runner of 8 m/s with a critical speed of 4.
pub(crate) fn runner() -> Athlete {
    Athlete {
        max_sprint: Sourced::given(Speed::from_m_per_s(8.0)),
        critical_speed: Sourced::given(Speed::from_m_per_s(4.0)),
        ..Athlete::default()
    }
}

/// A strength session of equal sets of one exercise.
pub(crate) fn sets(title: &str, count: usize, reps: u16, in_reserve: Option<f32>) -> Session {
    let set = LiftSet {
        kind: SetKind::Active,
        start: None,
        duration: None,
        exercise: Some(ExerciseRef::Title(title.to_owned())),
        reps: Some(reps),
        load: None,
        reps_in_reserve: in_reserve,
    };
    let nothing = run(&[]);
    Session { sport: Sport::Training, sets: vec![set; count], ..nothing }
}
