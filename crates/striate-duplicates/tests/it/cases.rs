//! The cases: what was recorded, and which recordings are of one session.

use super::copies::{cut, gpx, log, log_of_the_day, other_device, tcx, without_sets};
use striate_model::{Format, Recording, SessionKind, Sport, SubSport, TimeSpan, Timestamp};
use striate_synth::{
    Deed, Device, Ground, HeartSensor, Knowledge, Lift, Origin, Pace, Part, Plan, Rate, Rng, Role, Route, Runner,
    Scenario, Sky, Until, generate,
};

/// A recording as an archive holds it.
pub(crate) struct Seen {
    pub(crate) recording: Recording,
    pub(crate) format: Format,
    /// The session that it is really of.
    pub(crate) session: u8,
    /// Its file where it shares one with others.
    pub(crate) file: Option<u8>,
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) seen: Vec<Seen>,
}

fn seen(session: u8, format: Format, recording: Recording) -> Seen {
    Seen { recording, format, session, file: None }
}

/// 2026-03-02T06:00:00Z, a Monday.
const MONDAY_MS: i64 = 1_772_431_200_000;

/// One athlete's morning, one draw of everything that chance decides in it.
struct Morning {
    rng: Rng,
    seed: u64,
    runner: Runner,
}

impl Morning {
    fn new(draw: u64, case: &str) -> Self {
        let mut rng = Rng::new(0x7715 + draw).branch(case);
        let seed = rng.count(0, 1 << 20) as u64;
        let pace = rng.between(230.0, 330.0);
        Self { runner: Runner::with_critical_pace(pace, seed), seed, rng }
    }

    fn record(&self, start_min: f64, deed: Deed, device: Device, runner: Runner) -> Recording {
        let scenario = Scenario {
            name: "twins".to_owned(),
            family: "twins",
            seed: self.seed,
            runner,
            knowledge: Knowledge::Given,
            deed,
            device,
            origin: Origin {
                time: Timestamp::from_unix_ms(MONDAY_MS + (start_min * 60_000.0).round() as i64),
                latitude_deg: 0.01,
                longitude_deg: 0.01,
                height_m: 40.0,
            },
        };
        generate(&scenario).recording
    }

    fn run(&self, start_min: f64, minutes: f64, demand: f64) -> Recording {
        self.record(start_min, run_of(minutes, demand, Route::Road), Device::good(), self.runner)
    }

    fn gym(&self, start_min: f64, rest_s: f64) -> Recording {
        self.record(start_min, legs(rest_s), Device::good(), self.runner)
    }
}

fn run_of(minutes: f64, demand: f64, route: Route) -> Deed {
    let ground = if route == Route::Treadmill { Ground::Flat } else { Ground::Rolling(0.01, 150.0) };
    let sub_sport = if route == Route::Treadmill { SubSport::Treadmill } else { SubSport::Generic };
    let part = Part::new(Role::Steady, Pace::Demand(demand), Until::Time(60.0 * minutes)).over(ground);
    Deed::Run(Plan::new(SessionKind::Easy).on(route, sub_sport).then(part))
}

fn legs(rest_s: f64) -> Deed {
    let lift = |name, category, reps, mass_kg| Lift {
        name,
        category,
        exercise: 6,
        sets: 4,
        reps,
        mass_kg: Some(mass_kg),
        rest_s,
    };
    let lifts = vec![
        lift("Squat", 28, 6, 90.0),
        lift("Leg curl", 15, 10, 35.0),
        lift("Deadlift", 8, 5, 110.0),
        lift("Calf raise", 1, 12, 60.0),
    ];
    Deed::Strength(SessionKind::LowerStrength, lifts)
}

/// Somebody who runs along: another body of another fitness, and the demand at which both are equally fast.
fn another(m: &mut Morning, demand: f64) -> (Runner, f64) {
    let pace = 1000.0 / m.runner.critical_speed_m_per_s * m.rng.between(0.88, 1.12);
    let other = Runner::with_critical_pace(pace, m.seed ^ 0x5151);
    (other, demand * m.runner.critical_speed_m_per_s / other.critical_speed_m_per_s)
}

/// One draw of every case.
pub(crate) fn all(draw: u64) -> Vec<Case> {
    let morning = |case: &str| Morning::new(draw, case);
    let mut cases = twins(&morning);
    cases.extend(near_misses(&morning));
    cases
}

fn twins(morning: &dyn Fn(&str) -> Morning) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut case = |name: &'static str, of: &dyn Fn(&mut Morning) -> Vec<Seen>| {
        cases.push(Case { name, seen: of(&mut morning(name)) });
    };
    case("the watch's file and its TCX from a site", &|m| {
        let run = m.run(0.0, 35.0, 0.78);
        vec![seen(0, Format::Tcx, tcx(&run)), seen(0, Format::Fit, run)]
    });
    case("the watch's file and its GPX", &|m| {
        let run = m.run(0.0, 35.0, 0.78);
        vec![seen(0, Format::Gpx, gpx(&run)), seen(0, Format::Fit, run)]
    });
    case("two watches on one run", &|m| {
        let run = run_of(40.0, 0.8, Route::Road);
        let poor = Device { sky: Sky::Poor, heart: HeartSensor::Wrist, rate: Rate::Smart, ..Device::good() };
        let first = m.record(0.0, run.clone(), Device::good(), m.runner);
        let second = m.record(0.0, run, poor, m.runner);
        let (late, early) = (m.rng.between(3.0, 40.0), m.rng.between(0.0, 60.0));
        vec![seen(0, Format::Fit, first), seen(0, Format::Fit, other_device(&second, late, early, &mut m.rng))]
    });
    case("a watch that locks on to the steps beside a chest strap", &|m| {
        let run = run_of(40.0, 0.8, Route::Road);
        let locked = Device { heart: HeartSensor::WristLockedToSteps, ..Device::good() };
        let first = m.record(0.0, run.clone(), Device::good(), m.runner);
        let second = m.record(0.0, run, locked, m.runner);
        vec![seen(0, Format::Fit, first), seen(0, Format::Fit, other_device(&second, 9.0, 4.0, &mut m.rng))]
    });
    case("a phone that was started minutes late", &|m| {
        let run = m.run(0.0, 50.0, 0.75);
        let (late, early) = (m.rng.between(100.0, 400.0), m.rng.between(0.0, 200.0));
        let phone = other_device(&gpx(&run), late, early, &mut m.rng);
        vec![seen(0, Format::Fit, run), seen(0, Format::Gpx, phone)]
    });
    case("the whole on a phone, two halves on the watch", &|m| {
        let run = m.run(0.0, 50.0, 0.75);
        let at = m.rng.between(1000.0, 2000.0);
        let phone = other_device(&gpx(&run), 4.0, 3.0, &mut m.rng);
        let (one, two) = (cut(&run, 0.0, at), cut(&run, at + 40.0, 3000.0));
        vec![seen(0, Format::Fit, one), seen(0, Format::Gpx, phone), seen(0, Format::Fit, two)]
    });
    case("a treadmill seen by two devices that disagree", &|m| {
        let mut run = m.record(
            0.0,
            run_of(30.0, 0.75, Route::Treadmill),
            Device { sky: Sky::Indoors, ..Device::good() },
            m.runner,
        );
        let (scale, mut other) = (m.rng.between(0.82, 1.18), other_device(&run, 12.0, 20.0, &mut m.rng));
        other.streams.distance_m.iter_mut().for_each(|d| *d *= scale);
        other.distance = other.distance.map(|d| d * scale);
        run.sub_sport = SubSport::Treadmill;
        vec![seen(0, Format::Fit, run), seen(0, Format::Fit, other)]
    });
    case("strength on the watch, its sets in the log", &|m| {
        let watch = m.gym(0.0, 120.0);
        let (begins, ends) = (m.rng.between(-600.0, 300.0), m.rng.between(-300.0, 420.0));
        let typed = log(&watch, 0.0, begins, ends);
        vec![seen(0, Format::Fit, without_sets(&watch)), seen(0, Format::HevyCsv, typed)]
    });
    case("six workouts of a log two hours off", &|m| {
        let mut all = Vec::new();
        for n in 0..6_u8 {
            let (start, rest) = (m.rng.between(0.0, 300.0), m.rng.between(90.0, 150.0));
            let watch = m.gym(f64::from(n) * 3.0 * 1440.0 + start, rest);
            let typed = log(&watch, 2.0, m.rng.between(-280.0, 200.0), m.rng.between(-200.0, 200.0));
            all.push(seen(n, Format::Fit, without_sets(&watch)));
            all.push(Seen { file: Some(1), ..seen(n, Format::HevyCsv, typed) });
        }
        all
    });
    case("a log of the day and the watch", &|m| {
        let start = m.rng.between(0.0, 600.0);
        let watch = m.gym(start, 120.0);
        vec![seen(0, Format::Fit, without_sets(&watch)), seen(0, Format::FitnotesCsv, log_of_the_day(&watch))]
    });
    case("one workout in two logs, after a change of app", &|m| {
        let watch = m.gym(0.0, 120.0);
        let (one, two) = (log(&watch, 0.0, 0.0, 0.0), log(&watch, 0.0, m.rng.between(-60.0, 60.0), 0.0));
        vec![seen(0, Format::HevyCsv, one), seen(0, Format::StrongCsv, two)]
    });
    case("two exports of one log, months apart", &|m| {
        let watch = m.gym(0.0, 120.0);
        let typed = log(&watch, 0.0, 0.0, 0.0);
        vec![seen(0, Format::HevyCsv, typed.clone()), seen(0, Format::HevyCsv, typed)]
    });
    case("a copy whose end was cropped", &|m| {
        let run = m.run(0.0, 50.0, 0.75);
        let end = 3000.0 - m.rng.between(120.0, 900.0);
        vec![seen(0, Format::Tcx, cut(&tcx(&run), 0.0, end)), seen(0, Format::Fit, run)]
    });
    case("a run without samples typed into a site", &|m| {
        let run = m.run(0.0, 40.0, 0.75);
        let mut typed = Recording::new(
            Sport::Running,
            SubSport::Generic,
            Timestamp::from_unix_ms(run.start.as_unix_ms() / 60_000 * 60_000),
        );
        (typed.elapsed, typed.distance) = (Some(TimeSpan::from_s(2400.0)), run.distance.map(|d| d * 0.99));
        vec![seen(0, Format::Fit, run), seen(0, Format::Tcx, typed)]
    });
    cases
}

fn near_misses(morning: &dyn Fn(&str) -> Morning) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut case = |name: &'static str, of: &dyn Fn(&mut Morning) -> Vec<Seen>| {
        cases.push(Case { name, seen: of(&mut morning(name)) });
    };
    case("two runs twenty minutes apart", &|m| {
        vec![seen(0, Format::Fit, m.run(0.0, 30.0, 0.75)), seen(1, Format::Fit, m.run(50.0, 30.0, 0.75))]
    });
    case("two runs twenty minutes apart, each with its copy", &|m| {
        let (one, two) = (m.run(0.0, 30.0, 0.75), m.run(50.0, 30.0, 0.75));
        vec![
            seen(0, Format::Tcx, tcx(&one)),
            seen(1, Format::Tcx, tcx(&two)),
            seen(0, Format::Fit, one),
            seen(1, Format::Fit, two),
        ]
    });
    case("a run, then the gym", &|m| {
        let gap = m.rng.between(1.0, 10.0);
        vec![seen(0, Format::Fit, m.run(0.0, 25.0, 0.75)), seen(1, Format::Fit, m.gym(25.0 + gap, 120.0))]
    });
    case("a run whose watch ran on into the logged workout", &|m| {
        let gym = m.gym(27.0, 120.0);
        let typed = log(&gym, 0.0, -60.0 * m.rng.between(2.0, 6.0), 0.0);
        vec![seen(0, Format::Fit, m.run(0.0, 28.0, 0.75)), seen(1, Format::HevyCsv, typed)]
    });
    case("a warm-up recorded apart", &|m| {
        let whole = m.run(0.0, 50.0, 0.75);
        let at = m.rng.between(600.0, 1000.0);
        vec![seen(0, Format::Fit, cut(&whole, 0.0, at)), seen(1, Format::Fit, cut(&whole, at + 20.0, 3000.0))]
    });
    case("the same route at the same hour of the next day", &|m| {
        vec![seen(0, Format::Fit, m.run(0.0, 40.0, 0.75)), seen(1, Format::Fit, m.run(1440.0, 40.0, 0.75))]
    });
    case("two people who run together", &|m| {
        let run = run_of(40.0, 0.8, Route::Road);
        let mine = m.record(0.0, run, Device::good(), m.runner);
        let (other, demand) = another(m, 0.8);
        let other = m.record(0.0, run_of(40.0, demand, Route::Road), Device::good(), other);
        let late = m.rng.between(3.0, 15.0);
        vec![seen(0, Format::Fit, mine), seen(1, Format::Fit, other_device(&other, late, 3.0, &mut m.rng))]
    });
    case("two people who run together, one without a profile", &|m| {
        let run = run_of(40.0, 0.8, Route::Road);
        let mine = m.record(0.0, run, Device::good(), m.runner);
        let (other, demand) = another(m, 0.8);
        let other = m.record(0.0, run_of(40.0, demand, Route::Road), Device::good(), other);
        let late = m.rng.between(3.0, 15.0);
        vec![seen(0, Format::Fit, mine), seen(1, Format::Tcx, tcx(&other_device(&other, late, 3.0, &mut m.rng)))]
    });
    case("a ride to the track, begun to be recorded as a run too early", &|m| {
        let mut ride = m.run(0.0, 22.0, 0.9);
        (ride.sport, ride.sub_sport) = (Sport::Cycling, SubSport::Generic);
        vec![seen(0, Format::Fit, ride), seen(1, Format::Fit, m.run(19.0, 40.0, 0.75))]
    });
    case("the gym in the morning, another log in the evening", &|m| {
        let (start, rest) = (m.rng.between(600.0, 720.0), m.rng.between(60.0, 180.0));
        let (morning, evening) = (m.gym(0.0, 120.0), m.gym(start, rest));
        let typed = log(&evening, 0.0, m.rng.between(-300.0, 300.0), m.rng.between(-300.0, 300.0));
        vec![seen(0, Format::Fit, without_sets(&morning)), seen(1, Format::HevyCsv, typed)]
    });
    case("a treadmill warm-up within the hour of the log", &|m| {
        let warm_up = m.record(
            2.0,
            run_of(12.0, 0.7, Route::Treadmill),
            Device { sky: Sky::Indoors, ..Device::good() },
            m.runner,
        );
        let gym = m.gym(16.0, 120.0);
        let typed = log(&gym, 0.0, -900.0, 60.0);
        vec![seen(0, Format::Fit, warm_up), seen(1, Format::Fit, without_sets(&gym)), seen(1, Format::HevyCsv, typed)]
    });
    case("the gym twice a day, each with its log", &|m| {
        let start = m.rng.between(420.0, 600.0);
        let (one, two) = (m.gym(0.0, 120.0), m.gym(start, 100.0));
        let (first, second) = (log(&one, 0.0, -120.0, 60.0), log(&two, 0.0, -60.0, 120.0));
        vec![
            seen(0, Format::Fit, without_sets(&one)),
            seen(1, Format::Fit, without_sets(&two)),
            Seen { file: Some(1), ..seen(0, Format::HevyCsv, first) },
            Seen { file: Some(1), ..seen(1, Format::HevyCsv, second) },
        ]
    });
    case("three sports of one file", &|m| {
        let whole = m.run(0.0, 60.0, 0.75);
        let parts = [(0.0, 900.0, Sport::Swimming), (900.0, 2400.0, Sport::Cycling), (2400.0, 3600.0, Sport::Running)];
        let part = |(n, (from, to, sport)): (usize, (f64, f64, Sport))| Seen {
            file: Some(1),
            ..seen(n as u8, Format::Fit, Recording { sport, ..cut(&whole, from, to) })
        };
        parts.into_iter().enumerate().map(part).collect()
    });
    cases
}
