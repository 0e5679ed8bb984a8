//! What is not known about a session as a whole: the runner's critical speed and distance reserve, and the slope.
//!
//! Each is one number for every second of a session, so that its error does not average out. Running the session again for
//! each of 200 draws would cost 200 times as much; instead it is run again at the two ends of each range, and a draw takes
//! its place between them on a logarithmic scale.

use crate::dose::Dose;
use crate::exposure::Exposure;
use crate::method::{Draw, General, LEG_MUSCLES, Method, PerMuscle};
use striate_model::{Muscle, MuscleMap, Origin};
use striate_parameters::Parameter;

/// What is one number for all of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The runner's critical speed, known from there.
    CriticalSpeed(Origin),
    /// The runner's distance reserve, known from there.
    DistanceReserve(Origin),
    /// How far the slopes of the recording are off, all in one direction.
    Slope,
    /// What a mean speed hides, where only totals are known.
    Totals,
}

/// The factors on figures below and above which one case in ten lies, by where the figure is known from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranges {
    critical_speed: [[f64; 2]; 3],
    distance_reserve: [[f64; 2]; 3],
    slope: [f64; 2],
    totals_slow: [f64; 2],
    totals_fast: [f64; 2],
}

impl Ranges {
    pub(crate) fn new(general: &General<Parameter>) -> Self {
        let ends = |p: &Parameter| [(p.low / p.value).min(0.999), (p.high / p.value).max(1.001)];
        let each = |ps: [&Parameter; 3]| ps.map(ends);
        let g = general;
        Self {
            critical_speed: each([&g.critical_speed_given, &g.critical_speed_estimated, &g.critical_speed_default]),
            distance_reserve: each([
                &g.distance_reserve_given,
                &g.distance_reserve_estimated,
                &g.distance_reserve_default,
            ]),
            slope: ends(&g.slope_error),
            totals_slow: ends(&g.totals_slow),
            totals_fast: ends(&g.totals_fast),
        }
    }

    /// The factors at the ends of what is believed; for the slope they stand for its standard error either way.
    pub(crate) fn ends(&self, doubt: Doubt) -> [f64; 2] {
        match doubt {
            Doubt::CriticalSpeed(origin) => self.critical_speed[place_of(origin)],
            Doubt::DistanceReserve(origin) => self.distance_reserve[place_of(origin)],
            Doubt::Slope => self.slope,
            Doubt::Totals => self.totals_slow,
        }
    }
}

fn place_of(origin: Origin) -> usize {
    match origin {
        Origin::Given => 0,
        Origin::Estimated | Origin::Device => 1,
        Origin::Default => 2,
    }
}

/// The factor that one draw believes.
fn drawn(doubt: Doubt, g: &General<f64>) -> f64 {
    match doubt {
        Doubt::CriticalSpeed(origin) => {
            [g.critical_speed_given, g.critical_speed_estimated, g.critical_speed_default][place_of(origin)]
        }
        Doubt::DistanceReserve(origin) => {
            [g.distance_reserve_given, g.distance_reserve_estimated, g.distance_reserve_default][place_of(origin)]
        }
        Doubt::Slope => g.slope_error,
        Doubt::Totals => g.totals_slow,
    }
}

/// Logarithms of how the two pools of a muscle's dose change at the lower and at the upper end of a range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ends {
    slow: [f64; 2],
    fast: [f64; 2],
}

/// How far the doses of a session hang on what is one number for all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubts(Vec<(Doubt, Box<PerMuscle<Ends>>)>);

/// Nobody believes a factor beyond this, either way.
const MOST_LOG: f64 = 2.5;
/// A dose below this is nothing, and has no ratio to another.
const NOTHING_HSE: f64 = 1e-6;

impl Doubts {
    /// Adds a doubt of a session, which at the lower and upper end of what is believed would have been these.
    pub(crate) fn add(&mut self, doubt: Doubt, session: &Exposure, ends: &[Exposure; 2], method: &Method) {
        let of = |e: &Exposure| e.doses(method, Draw::Central);
        let (middle, ends) = (of(session), [of(&ends[0]), of(&ends[1])]);
        let log = |end: f64, middle: f64| {
            if end < NOTHING_HSE || middle < NOTHING_HSE { 0.0 } else { (end / middle).ln().clamp(-MOST_LOG, MOST_LOG) }
        };
        let of_muscle = |m: usize| {
            let at = |pool: fn(&Dose) -> f64, end: usize| {
                log(pool(&ends[end][Muscle::ALL[m]]), pool(&middle[Muscle::ALL[m]]))
            };
            Ends { slow: [0, 1].map(|end| at(|d| d.slow, end)), fast: [0, 1].map(|end| at(|d| d.fast, end)) }
        };
        self.0.push((doubt, Box::new(std::array::from_fn(of_muscle))));
    }

    /// Adds what a mean speed hides: the same for every muscle, its slow and fast fibers each by their own range.
    pub(crate) fn add_totals(&mut self, method: &Method) {
        let ranges = method.doubt_ranges();
        let ends = Ends { slow: ranges.totals_slow.map(f64::ln), fast: ranges.totals_fast.map(f64::ln) };
        self.0.push((Doubt::Totals, Box::new([ends; LEG_MUSCLES])));
    }

    /// What one draw makes of the doses of a session.
    pub(crate) fn apply(&self, doses: &mut MuscleMap<Dose>, general: &General<f64>, method: &Method) {
        for (doubt, of_muscles) in &self.0 {
            let factor = drawn(*doubt, general);
            let [low, high] = method.doubt_ranges().ends(*doubt);
            let (end, share) = if factor < 1.0 { (0, factor.ln() / low.ln()) } else { (1, factor.ln() / high.ln()) };
            for m in 0..LEG_MUSCLES {
                let (muscle, ends) = (Muscle::ALL[m], &of_muscles[m]);
                let dose = doses[muscle];
                let (slow, fast) = ((share * ends.slow[end]).exp(), (share * ends.fast[end]).exp());
                doses[muscle] = Dose::of_pools(dose.slow * slow, dose.fast * fast, method.fast_fibers(muscle));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::DRAW_COUNT;
    use crate::session::stimulus;
    use striate_model::{
        Athlete, Distance, Grade, KindVerdict, Mass, Motion, Session, SessionKind, Sourced, Speed, SpeedSource, Sport,
        SubSport, TimeSpan, Timestamp,
    };

    /// Bouts of (seconds, speed, grade).
    fn session(bouts: &[(usize, f32, f32)]) -> Session {
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

    #[test]
    fn of_synthetic_athletes_whose_truth_is_known_eight_in_ten_lie_within_the_band_for_every_kind_of_run() {
        let method = Method::builtin();
        let times = |n: usize, bout: (usize, f32, f32), rest: usize| -> Vec<(usize, f32, f32)> {
            (0..n).flat_map(|_| [bout, (rest, 0.0, 0.0)]).collect()
        };
        // The last two: mass carried, kg, and the error of the recorded slope.
        let kinds = [
            ("easy", vec![(900, 2.6, 0.0)], 0.0, 0.0),
            ("long", vec![(3600, 2.8, 0.0)], 0.0, 0.0),
            ("tempo", vec![(900, 3.5, 0.0)], 0.0, 0.0),
            ("intervals", times(4, (150, 3.9, 0.0), 90), 0.0, 0.0),
            ("series", times(5, (28, 6.2, 0.0), 120), 0.0, 0.0),
            ("sprints", times(8, (8, 7.2, 0.0), 150), 0.0, 0.0),
            ("hill sprints", times(8, (10, 5.2, 0.09), 90), 0.0, 0.0),
            ("hill repeats", times(6, (20, 4.4, 0.09), 75), 0.0, 0.0),
            ("hill repeats on a doubtful slope", times(6, (20, 4.4, 0.09), 75), 0.0, 0.015),
            ("downhill", vec![(1200, 2.9, -0.10)], 0.0, 0.0),
            ("a vest", vec![(900, 3.3, 0.0)], 8.0, 0.0),
        ];
        let default = |speed: f64| Sourced::default_of(Speed::from_m_per_s(speed));
        let believed = Athlete { max_sprint: default(7.5), critical_speed: default(3.6), ..Athlete::default() };
        let given = |speed: f64| Sourced::given(Speed::from_m_per_s(speed));
        let [steep_low, steep_high] = method.doubt_ranges().ends(Doubt::Slope);
        for (kind, bouts, carried_kg, slope_error) in kinds {
            let mut session = session(&bouts);
            session.carried_mass = Mass::from_kg(carried_kg);
            session.motion.grade_error = (slope_error > 0.0).then(|| Grade::from_ratio(slope_error));
            let bands = stimulus(&session, &believed, method).muscles;
            let (mut inside, mut count) = (0, 0);
            for draw in (0..DRAW_COUNT).step_by(2) {
                // The truth: one draw of the parameters, and a runner whose speeds are off by what the same draw says. The
                // session is run again in full.
                let general = &method.values(Draw::Number(draw)).general;
                let truth = Athlete {
                    max_sprint: given(7.5 * general.sprint_speed_default),
                    critical_speed: given(3.6 * general.critical_speed_default),
                    distance_reserve: Sourced::given(Distance::from_m(180.0 * general.distance_reserve_default)),
                    ..believed
                };
                // What was recorded is off from the true slope by what the draw says of its error.
                let factor = general.slope_error;
                let tenths = if factor < 1.0 { -factor.ln() / steep_low.ln() } else { factor.ln() / steep_high.ln() };
                let off = (1.2816 * tenths * slope_error) as f32;
                let mut lived = session.clone();
                lived.motion.grade_error = None;
                lived.motion.grade.iter_mut().filter(|g| **g > 0.0).for_each(|g| *g += off);
                let mut exposure = method.expose(&lived, &truth);
                exposure.doubts = Doubts::default();
                let doses = exposure.doses(method, Draw::Number(draw));
                for muscle in [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius] {
                    let band = bands[muscle].hse;
                    count += 1;
                    inside += usize::from((band.low..=band.high).contains(&doses[muscle].hse));
                }
            }
            let coverage = f64::from(inside as u32) / f64::from(count);
            println!("{kind}: {coverage:.2} of {count} within the band");
            // A band of everything would hold them all, one of nothing none.
            assert!(count == 4 * 100 && bands[Muscle::Vasti].hse.low < bands[Muscle::Vasti].hse.high, "{kind}");
            assert!((0.75..=0.90).contains(&coverage), "{kind}: {coverage}");
        }
    }
}
