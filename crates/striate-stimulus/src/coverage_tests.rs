//! Bands against imagined athletes whose truth is known.
//!
//! A truth is a world of its own: every parameter lies where random numbers that no band has seen put it within the table's
//! ranges, the athlete's speeds are off by as much as their origin allows, and the recorded slope is off by its stated
//! error. The session is then run again in full in that world. What the band says comes from what a user would know.

use crate::doubts::Doubt;
use crate::method::{General, Method, Values};
use crate::session::stimulus;
use crate::{Draw, Exposure};
use striate_model::{
    Athlete, Distance, ExerciseRef, Grade, KindVerdict, LiftSet, Mass, Motion, Muscle, MuscleMap, Session, SessionKind,
    SetKind, Sourced, Speed, SpeedSource, Sport, SubSport, TimeSpan, Timestamp,
};

/// Bouts of (seconds, speed, grade).
type Bouts = Vec<(usize, f32, f32)>;

/// A session, and how far the truth may be from what was recorded.
struct Case {
    kind: &'static str,
    session: Session,
    slope_error: f64,
    /// Muscles that are looked at: those that the session is for.
    muscles: &'static [Muscle],
}

const RUNNING: &[Muscle] =
    &[Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius, Muscle::Soleus];

fn run(bouts: &Bouts) -> Session {
    let column = |of: fn(&(usize, f32, f32)) -> f32| -> Vec<f32> {
        bouts.iter().flat_map(|b| std::iter::repeat_n(of(b), b.0)).collect()
    };
    let speed_m_per_s = column(|b| b.1);
    let seconds = speed_m_per_s.len();
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
            cadence_steps_per_min: vec![168.0; seconds],
            ground_contact_s: vec![0.25; seconds],
            grade: column(|b| b.2),
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

fn times(n: usize, bout: (usize, f32, f32), rest_s: usize) -> Bouts {
    (0..n).flat_map(|_| [bout, (rest_s, 0.0, 0.0)]).collect()
}

/// Strength sets and jumps: (exercise, sets, repetitions, repetitions in reserve).
fn gym(exercises: &[(&str, usize, u16, Option<f32>)]) -> Session {
    let set = |title: &str, reps, reps_in_reserve| LiftSet {
        kind: SetKind::Active,
        start: None,
        duration: None,
        exercise: Some(ExerciseRef::Title(title.to_owned())),
        reps: Some(reps),
        load: None,
        reps_in_reserve,
    };
    let sets = exercises.iter().flat_map(|&(title, n, reps, rir)| std::iter::repeat_n(set(title, reps, rir), n));
    Session { sport: Sport::Training, sets: sets.collect(), ..run(&Vec::new()) }
}

/// Half an hour at a heart rate.
fn by_heart_rate(sport: Sport, sub_sport: SubSport, bpm: f32) -> Session {
    let session = run(&vec![(1800, 0.0, 0.0)]);
    let motion = Motion { heart_rate_bpm: vec![bpm; 1800], ..session.motion };
    Session { sport, sub_sport, motion, ..session }
}

fn cases() -> Vec<Case> {
    let on_foot = |kind, bouts: Bouts| Case { kind, session: run(&bouts), slope_error: 0.0, muscles: RUNNING };
    let vest = on_foot("a vest", vec![(900, 3.3, 0.0)]);
    let in_gym = |kind, exercises: &[(&str, usize, u16, Option<f32>)], muscles| Case {
        kind,
        session: gym(exercises),
        slope_error: 0.0,
        muscles,
    };
    let seated = |kind, sport, sub_sport, bpm, muscles| Case {
        kind,
        session: by_heart_rate(sport, sub_sport, bpm),
        slope_error: 0.0,
        muscles,
    };
    const SQUATTED: &[Muscle] = &[Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Adductors];
    const JUMPED: &[Muscle] = &[Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Gastrocnemius, Muscle::Soleus];
    vec![
        on_foot("easy", vec![(900, 2.6, 0.0)]),
        on_foot("long", vec![(3600, 2.8, 0.0)]),
        on_foot("tempo", vec![(900, 3.5, 0.0)]),
        on_foot("intervals", times(4, (150, 3.9, 0.0), 90)),
        on_foot("series", times(5, (28, 6.2, 0.0), 120)),
        on_foot("sprints", times(8, (8, 7.2, 0.0), 150)),
        on_foot("hill sprints", times(8, (10, 5.2, 0.09), 90)),
        on_foot("hill repeats", times(6, (20, 4.4, 0.09), 75)),
        Case { slope_error: 0.015, ..on_foot("hill repeats on a doubtful slope", times(6, (20, 4.4, 0.09), 75)) },
        on_foot("downhill", vec![(1200, 2.9, -0.10)]),
        Case { session: Session { carried_mass: Mass::from_kg(8.0), ..vest.session }, ..vest },
        in_gym("squats, reserve noted", &[("Squat (Barbell)", 4, 8, Some(2.0))], SQUATTED),
        in_gym("squats, reserve not noted", &[("Squat (Barbell)", 4, 8, None)], SQUATTED),
        in_gym("heavy squats of three", &[("Squat (Barbell)", 5, 3, Some(2.0))], SQUATTED),
        in_gym("light leg presses", &[("Leg Press", 3, 50, Some(1.0))], &[Muscle::Vasti, Muscle::GluteusMaximus]),
        in_gym(
            "a leg day",
            &[("Squat (Barbell)", 3, 6, None), ("Lying Leg Curl", 3, 10, None), ("Standing Calf Raise", 3, 12, None)],
            &[Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Gastrocnemius],
        ),
        in_gym("box jumps", &[("Box Jump", 5, 6, None)], JUMPED),
        in_gym("squats and jumps", &[("Squat (Barbell)", 2, 6, None), ("Box Jump", 6, 8, None)], JUMPED),
        seated("cycling", Sport::Cycling, SubSport::Generic, 150.0, &[Muscle::Vasti, Muscle::GluteusMaximus]),
        seated("stairs", Sport::Running, SubSport::Stairs, 160.0, &[Muscle::Vasti, Muscle::GluteusMaximus]),
    ]
}

/// The world in which these parameters are true. What the athlete's own speeds are off by is told apart, and the level of
/// cycling is one doubt, for which its scale stands.
fn world(method: &Method, truth: &Values) -> Method {
    let (central, drawn) = (&method.values(Draw::Central).general, truth.general.clone());
    let general = General {
        sprint_speed_given: 1.0,
        cycling_base: central.cycling_base,
        cycling_rise: central.cycling_rise,
        cycling_active: central.cycling_active,
        ..drawn
    };
    method.with_true_values(Values { general, ..truth.clone() })
}

/// What really happened in one world.
fn lived(case: &Case, believed: &Athlete, truth: &Values, method: &Method) -> MuscleMap<crate::Dose> {
    let general = &truth.general;
    let given = |speed: f64| Sourced::given(Speed::from_m_per_s(speed));
    let reserve_m = believed.distance_reserve.value.as_m() * general.distance_reserve_default;
    let athlete = Athlete {
        max_sprint: given(believed.max_sprint.value.as_m_per_s() * general.sprint_speed_default),
        critical_speed: given(believed.critical_speed.value.as_m_per_s() * general.critical_speed_default),
        distance_reserve: Sourced::given(Distance::from_m(reserve_m)),
        ..*believed
    };
    let [low, high] = method.doubt_ranges().ends(Doubt::Slope);
    let factor = general.slope_error;
    let tenths = if factor < 1.0 { -factor.ln() / low.ln() } else { factor.ln() / high.ln() };
    let off = (1.2816 * tenths * case.slope_error) as f32;
    let mut session = case.session.clone();
    session.motion.grade.iter_mut().filter(|g| **g > 0.0).for_each(|g| *g += off);
    let world = world(method, truth);
    let exposure: Exposure = world.expose(&session, &athlete);
    exposure.doses(&world, Draw::Central)
}

#[test]
fn of_imagined_athletes_whose_truth_is_known_eight_in_ten_lie_within_the_band_for_every_kind_of_session() {
    let method = Method::builtin();
    let default = |speed: f64| Sourced::default_of(Speed::from_m_per_s(speed));
    let believed = Athlete { max_sprint: default(7.5), critical_speed: default(3.6), ..Athlete::default() };
    let truths = Method::imagined_truths(10);
    let mut missed = Vec::new();
    for case in cases() {
        let mut recorded = case.session.clone();
        recorded.motion.grade_error = (case.slope_error > 0.0).then(|| Grade::from_ratio(case.slope_error));
        let bands = stimulus(&recorded, &believed, method).muscles;
        let (mut inside, mut count) = (0_u32, 0_u32);
        // Sets cost nothing to run again, and all of their muscles share one error: more athletes for them.
        let athletes = if case.session.motion.is_empty() { 1000 } else { 200 };
        for truth in &truths[..athletes] {
            let doses = lived(&case, &believed, truth, method);
            for &muscle in case.muscles {
                let band = bands[muscle].hse;
                assert!(band.low < band.high && band.value > 0.0, "{}: {muscle:?} {band:?}", case.kind);
                count += 1;
                inside += u32::from((band.low..=band.high).contains(&doses[muscle].hse));
            }
        }
        let coverage = f64::from(inside) / f64::from(count);
        let width = bands[case.muscles[0]].hse;
        println!(
            "{}: {coverage:.2} of {count} within; {:.3} ({:.3} to {:.3})",
            case.kind, width.value, width.low, width.high
        );
        if !(0.75..=0.90).contains(&coverage) {
            missed.push(format!("{}: {coverage:.2}", case.kind));
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_band_that_knows_less_than_the_truth_varies_is_found_out() {
    // The same athletes against bands of somebody who takes the default speeds for measured ones.
    let method = Method::builtin();
    let given = |speed: f64| Sourced::given(Speed::from_m_per_s(speed));
    let sure = Athlete { max_sprint: given(7.5), critical_speed: given(3.6), ..Athlete::default() };
    let case = cases().into_iter().find(|c| c.kind == "tempo").expect("there is one");
    let bands = stimulus(&case.session, &sure, method).muscles;
    let truths = Method::imagined_truths(1);
    let inside = truths.iter().filter(|truth| {
        let band = bands[Muscle::Soleus].hse;
        (band.low..=band.high).contains(&lived(&case, &sure, truth, method)[Muscle::Soleus].hse)
    });
    let inside = inside.count();
    assert!(inside < 75, "{inside} of 100");
}
