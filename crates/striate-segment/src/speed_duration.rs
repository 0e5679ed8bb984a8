//! How fast for how long: the curve of best sustained speeds of a recording, what it says about the athlete, and the
//! best that the athlete could do over a distance.

use crate::clean::{Basis, Cleaned, clean, running_sums};
use crate::grade::{level_factor, top_speed_share};
use crate::reference::{CLEARLY, guess, usual_sprint};
use striate_model::{Athlete, Distance, HeartRate, Mass, Origin, Recording, Sex, Sourced, Speed};

/// Durations that bound critical speed, s: 3 to 30 minutes.
const DURATIONS_S: [usize; 6] = [180, 300, 480, 720, 1200, 1800];

/// Best mean speed over each duration of [`DURATIONS_S`] that the recording is long enough for.
pub(crate) struct Curve {
    best: Vec<(usize, f64)>,
}

impl Curve {
    /// The curve of a column of speeds (running sums, one value more than seconds).
    fn of_sums(sums: &[f64]) -> Self {
        let n = sums.len().saturating_sub(1);
        let best = DURATIONS_S.iter().take_while(|&&d| d <= n).map(|&d| (d, most_within(sums, d) / d as f64)).collect();
        Self { best }
    }

    /// Lower bound on critical speed: whoever held `v` for `t` seconds has a critical speed of at least `v - D'/t`
    /// (two-parameter model, Hill 1993 in the form of distance = CS t + D'; 3 to 30 minutes).
    fn least_critical_speed(&self, distance_reserve_m: f64) -> Option<f64> {
        self.best.iter().map(|(t, v)| v - distance_reserve_m / *t as f64).max_by(f64::total_cmp)
    }
}

/// The most that running sums gain over so many seconds, at least nothing.
pub(crate) fn most_within(sums: &[f64], seconds: usize) -> f64 {
    // Several maxima side by side: one alone would wait for itself.
    const LANES: usize = 8;
    let later = &sums[seconds..];
    let (mut from, mut to) = (sums[..later.len()].chunks_exact(LANES), later.chunks_exact(LANES));
    let mut most = [0.0_f64; LANES];
    for (from, to) in from.by_ref().zip(to.by_ref()) {
        for lane in 0..LANES {
            let gain = to[lane] - from[lane];
            most[lane] = if gain > most[lane] { gain } else { most[lane] };
        }
    }
    let rest = from.remainder().iter().zip(to.remainder()).map(|(a, b)| b - a);
    rest.chain(most).fold(0.0, f64::max)
}

/// The mean speed that the athlete could hold for `duration_s` at best on level ground.
///
/// Three-parameter model of Morton 1996 (Ergonomics 39:611) written for speed: from the highest speed at time zero it
/// bends to critical speed, `v = CS + D' / (t + D' / (Vmax - CS))`. It was chosen because its three figures are the
/// ones
/// that are known of an athlete; over 15 to 60 s it lies up to 6 % below the fall that Bundle, Hoyt & Weyand 2003
/// measured in trained runners. Beyond half an hour the endurance fade applies.
pub(crate) fn best_speed_for_time(athlete: &Athlete, duration_s: f64) -> f64 {
    let critical = athlete.critical_speed.value.as_m_per_s();
    let above = (athlete.max_sprint.value.as_m_per_s() - critical).max(0.2 * critical);
    let reserve = athlete.distance_reserve.value.as_m().max(20.0);
    (critical + reserve / (duration_s.max(0.0) + reserve / above)) * endurance_fade(duration_s)
}

/// The mean speed that the athlete could hold for `duration_s` at best up `grade`: the same curve on the slope, where
/// critical speed and D' fall with the cost ([`level_factor`]) and the highest speed only by what is possible there
/// ([`top_speed_share`]). So a climb of minutes is limited by energy and a sprint by what the legs can push. On the level
/// and downhill it is `best_speed_for_time`.
#[must_use]
pub fn best_speed_on_slope(athlete: &Athlete, grade: f64, duration_s: f64) -> f64 {
    let factor = level_factor(grade).max(1.0);
    let critical = athlete.critical_speed.value.as_m_per_s() / factor;
    let top = athlete.max_sprint.value.as_m_per_s() * top_speed_share(grade);
    let above = (top - critical).max(0.2 * critical);
    let reserve = athlete.distance_reserve.value.as_m().max(20.0) / factor;
    (critical + reserve / (duration_s.max(0.0) + reserve / above)) * endurance_fade(duration_s)
}

/// Beyond half an hour critical speed itself cannot be held: speed falls with the 0.06th power of time (Riegel 1981,
/// Am Sci 69:285: time grows with the 1.06th power of distance).
pub(crate) fn endurance_fade(duration_s: f64) -> f64 {
    (1800.0 / duration_s.max(1800.0)).powf(0.0566)
}

/// The mean speed that the athlete could hold over `distance_m` at best on level ground, m/s: the model of
/// `best_speed_for_time`.
#[must_use]
pub fn best_speed_over(athlete: &Athlete, distance_m: f64) -> f64 {
    let mut speed = athlete.critical_speed.value.as_m_per_s().max(0.5);
    for _ in 0..12 {
        let next = best_speed_for_time(athlete, distance_m / speed);
        speed = 0.5 * (speed + next);
    }
    speed
}

/// The athlete with what this recording adds: the device's profile, lower bounds on the fastest speed and on critical speed
/// where the recording shows more than was known, and, where nothing is known of them, what it suggests (these remain
/// defaults). What the athlete said is never replaced, and a bound never lowers a figure: an easy run says nothing about
/// what its runner could do.
///
/// A position fixed once a second supports a maximum of speed held for four seconds, not the peak of a stride: sprints
/// under about 30 m are out of reach.
#[must_use]
pub fn refine_athlete(athlete: &Athlete, recording: &Recording) -> Athlete {
    refined(athlete, recording).0
}

/// The same with the recording as it was cleaned on the way.
pub(crate) fn refined(athlete: &Athlete, recording: &Recording) -> (Athlete, Cleaned) {
    let mut refined = *athlete;
    let profile = &recording.profile;
    let device = |ok: bool| if ok { Some(Origin::Device) } else { None };
    fn offer<T: Copy>(figure: &mut Sourced<T>, value: Option<T>, origin: Option<Origin>) {
        if let (Some(value), Some(origin)) = (value, origin) {
            *figure = figure.or_better(Some(Sourced { value, origin }));
        }
    }
    let within = |x: f64, low: f64, high: f64| device((low..=high).contains(&x));
    offer(&mut refined.mass, profile.mass, within(profile.mass.map_or(0.0, Mass::as_kg), 25.0, 250.0));
    offer(&mut refined.height, profile.height, within(profile.height.map_or(0.0, Distance::as_m), 1.0, 2.4));
    offer(&mut refined.hr_max, profile.hr_max, within(profile.hr_max.map_or(0.0, HeartRate::as_bpm), 120.0, 230.0));
    offer(&mut refined.hr_rest, profile.hr_rest, within(profile.hr_rest.map_or(0.0, HeartRate::as_bpm), 25.0, 110.0));
    let sex = profile.is_female.map(|female| if female { Sex::Female } else { Sex::Male });
    offer(&mut refined.sex, sex, device(true));

    let cleaned = clean(recording, &refined);
    if cleaned.on_foot && cleaned.basis == Basis::Speed {
        raise_from_curve(&mut refined, &cleaned);
    }
    (refined, cleaned)
}

/// Raises sprint and critical speed to what the movement shows. A critical speed of which nothing is known becomes the
/// guess that the movement suggests, and the highest speed what goes with it; both remain assumptions.
fn raise_from_curve(athlete: &mut Athlete, cleaned: &Cleaned) {
    let raise = |figure: &mut Sourced<Speed>, bound: f64| {
        let clearly = if figure.origin == Origin::Default { CLEARLY } else { 1.0 };
        if figure.origin <= Origin::Estimated && bound > clearly * figure.value.as_m_per_s() {
            *figure = Sourced { value: Speed::from_m_per_s(bound), origin: Origin::Estimated };
        }
    };
    let critical = athlete.critical_speed.value.as_m_per_s();
    let bound = least_critical_speed(cleaned, critical, athlete.distance_reserve.value.as_m());
    match (athlete.critical_speed.origin, bound) {
        (Origin::Default, bound) => {
            let (critical, _) = guess(athlete, cleaned, bound);
            athlete.critical_speed.value = Speed::from_m_per_s(critical);
        }
        (_, Some(bound)) => raise(&mut athlete.critical_speed, bound),
        _ => {}
    }
    let critical = athlete.critical_speed.value.as_m_per_s();
    if athlete.max_sprint.origin == Origin::Default {
        athlete.max_sprint.value = Speed::from_m_per_s(usual_sprint(critical));
    }
    if let Some(sprint) = fastest_held(cleaned) {
        raise(&mut athlete.max_sprint, sprint);
    }
    raise(&mut athlete.max_sprint, critical * 1.35);
}

/// The least critical speed that the movement shows, m/s. Descents are left out of the benefit, since their published
/// discount is doubted (science page, section 2): they count no more than `critical`.
pub(crate) fn least_critical_speed(cleaned: &Cleaned, critical: f64, distance_reserve_m: f64) -> Option<f64> {
    let level: Vec<f32> = cleaned
        .demand
        .iter()
        .zip(&cleaned.sought)
        .zip(&cleaned.motion.grade)
        .map(|((demand, sought), grade)| {
            let least = demand.min(*sought);
            if *grade < -0.03 { least.min(critical as f32) } else { least }
        })
        .collect();
    Curve::of_sums(&running_sums(&level)).least_critical_speed(distance_reserve_m)
}

/// The fastest mean of four seconds on ground that does not fall, each second of it believable beside its neighbours.
fn fastest_held(cleaned: &Cleaned) -> Option<f64> {
    let speed = &cleaned.motion.speed_m_per_s;
    let mut best: Option<f64> = None;
    for i in 3..speed.len().saturating_sub(7) {
        let held = &speed[i..i + 4];
        let mean = f64::from(held.iter().sum::<f32>()) / 4.0;
        if best.is_some_and(|b| mean <= b) || cleaned.motion.grade[i] < -0.03 {
            continue;
        }
        let least = f64::from(held.iter().copied().fold(f32::MAX, f32::min));
        let around = f64::from(speed[i - 3..i + 7].iter().sum::<f32>()) / 10.0;
        // A satellite that jumps leaves a burst; a sprinter needs seconds to get there and to come down.
        if least > 0.88 * mean && around > 0.72 * mean {
            best = Some(mean);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_holds_a_speed_longer_than_a_slower_one() {
        let athlete = Athlete::default();
        let speeds: Vec<f64> = (1..400).map(|i| best_speed_for_time(&athlete, f64::from(i) * 15.0)).collect();
        assert!(speeds.windows(2).all(|w| w[1] <= w[0] + 1e-9), "{speeds:?}");
    }

    #[test]
    fn a_short_climb_is_limited_by_the_legs_and_a_long_one_by_energy() {
        let athlete = Athlete::default();
        let level = best_speed_for_time(&athlete, 10.0);
        assert!((best_speed_on_slope(&athlete, 0.0, 10.0) - level).abs() < 1e-9);
        let by_cost = |seconds: f64| best_speed_for_time(&athlete, seconds) / level_factor(0.1);
        let beyond = |seconds: f64| best_speed_on_slope(&athlete, 0.1, seconds) / by_cost(seconds);
        assert!(beyond(10.0) > 1.15 && beyond(10.0) > beyond(60.0), "{} {}", beyond(10.0), beyond(60.0));
        assert!((beyond(1500.0) - 1.0).abs() < 0.03, "{}", beyond(1500.0));
    }

    #[test]
    fn the_best_over_200_m_lies_between_the_sprint_and_the_400() {
        let athlete = Athlete::default();
        let (short, long) = (best_speed_over(&athlete, 200.0), best_speed_over(&athlete, 400.0));
        assert!(short < 7.5 && short > 5.5 && long < short && long > 4.5, "{short} {long}");
    }
}
