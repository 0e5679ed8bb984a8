//! Ladders of sprints, series, hills and stairs: what is run near the best that this athlete can do.
//!
//! The shares of the best, the lengths and the rests are those of the coaching rules A3, A4, E3, E5 and E6 and of the
//! product's description of hill sprints, sprints and hill repeats; the steps between levels are assumed.

use super::build::{LONG_WARM_UP_MIN, Repeats, WARM_UP_MIN, once, scaled};
use super::{Bout, Experience, Extent, Feel, Means, Missing, PlannedKind, Prescription, Purpose};

/// Repetitions, metres from standing, and seconds of rest: about a minute for ten metres beyond the shortest, so that
/// every one is as fast as the first.
const SPRINTS: [(u32, f64, f64); 10] = [
    (6, 20.0, 120.0),
    (6, 30.0, 120.0),
    (8, 30.0, 120.0),
    (7, 40.0, 150.0),
    (8, 40.0, 150.0),
    (6, 60.0, 180.0),
    (7, 60.0, 180.0),
    (8, 60.0, 180.0),
    (7, 80.0, 240.0),
    (8, 80.0, 240.0),
];
/// Repetitions and their seconds.
const HILL_SPRINTS: [(u32, f64); 9] =
    [(4, 8.0), (5, 8.0), (6, 8.0), (6, 10.0), (7, 10.0), (8, 10.0), (8, 12.0), (9, 12.0), (10, 12.0)];
const SPRINT_INTERVALS: [(u32, f64); 8] =
    [(4, 15.0), (6, 15.0), (8, 15.0), (8, 20.0), (9, 20.0), (9, 25.0), (10, 25.0), (10, 30.0)];
/// A climb twice as long can only be run so much slower that it gives less: the ladder grows by repetitions first, and by
/// speed with the length.
const HILLS: [(u32, f64); 9] =
    [(4, 15.0), (5, 15.0), (6, 15.0), (7, 15.0), (8, 15.0), (8, 20.0), (9, 20.0), (10, 20.0), (12, 20.0)];
const STAIRS: [(u32, f64); 9] =
    [(4, 20.0), (6, 20.0), (6, 30.0), (8, 30.0), (8, 40.0), (10, 40.0), (10, 45.0), (12, 45.0), (12, 60.0)];
/// Repetitions, seconds and the carried mass as a share of body mass (rule A3). Time of work rises with every level, so
/// that the ladder climbs by repetitions where what there is to carry is too light.
const RESISTED: [(u32, f64, f64); 9] = [
    (4, 15.0, 0.05),
    (5, 15.0, 0.05),
    (6, 15.0, 0.06),
    (6, 18.0, 0.06),
    (7, 18.0, 0.07),
    (8, 18.0, 0.08),
    (8, 20.0, 0.08),
    (9, 20.0, 0.09),
    (10, 20.0, 0.10),
];
/// Repetitions, metres, and seconds of rest: two to five minutes bring the fast stores back (rule E5).
const SERIES: [(u32, f64, f64); 11] = [
    (4, 100.0, 150.0),
    (6, 100.0, 150.0),
    (8, 100.0, 150.0),
    (6, 150.0, 180.0),
    (8, 150.0, 180.0),
    (7, 200.0, 210.0),
    (8, 200.0, 210.0),
    (7, 300.0, 270.0),
    (8, 300.0, 270.0),
    (7, 400.0, 330.0),
    (8, 400.0, 330.0),
];

/// Share of the own best over its distance or time that a repetition aims at. The first series of somebody's life stays
/// at the lower end.
const FIRST_SERIES_BEST: [f64; 2] = [0.90, 0.93];
const SERIES_BEST: [f64; 2] = [0.91, 0.96];
const LONG_SERIES_BEST: [f64; 2] = [0.93, 0.97];
/// From here on a series is a long one, m: the longer, the nearer to the best it has to be to give as much.
const LONG_SERIES_M: f64 = 150.0;
const SPRINT_INTERVAL_BEST: [f64; 2] = [0.95, 0.99];
const SPRINT_BEST: [f64; 2] = [0.95, 1.0];
const HILL_BEST: [f64; 2] = [0.90, 0.96];
const LONG_HILL_BEST: [f64; 2] = [0.93, 0.98];
const LONG_HILL_S: f64 = 20.0;
/// Active rest of resisted hills, s (rule A3).
const RESISTED_REST_S: f64 = 75.0;
/// Walking back down, m/s.
const WALK_BACK: f64 = 1.3;
/// Heart rates on stairs as shares of the reserve.
const STAIRS_HARD: f64 = 0.88;
const STAIRS_EASY: f64 = 0.55;
const STAIRS_REST_S: f64 = 90.0;

/// The highest levels of a ladder by experience: who is new to running begins on the lower third, who has trained for
/// months goes on to what is asked of everybody, years open the rest.
const NOVICE_LEVELS: u8 = 4;
const TRAINED_LEVELS: u8 = 8;

/// Whether experience allows a level of something hard.
pub(super) const fn is_allowed(level: u8, experience: Experience) -> bool {
    match experience {
        Experience::Novice => level <= NOVICE_LEVELS,
        Experience::Trained => level <= TRAINED_LEVELS,
        Experience::Experienced => true,
    }
}

/// Levels of the ladders of this module; 0 for a kind that is none of them.
pub(super) const fn levels(kind: PlannedKind) -> u8 {
    let n = match kind {
        PlannedKind::Sprints => SPRINTS.len(),
        PlannedKind::HillSprints => HILL_SPRINTS.len(),
        PlannedKind::SprintInterval => SPRINT_INTERVALS.len(),
        PlannedKind::Series => SERIES.len(),
        PlannedKind::HillRepeats => HILLS.len(),
        PlannedKind::ResistedHill => RESISTED.len(),
        PlannedKind::Stairs => STAIRS.len(),
        _ => 0,
    };
    n as u8
}

pub(super) fn run(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    if !is_allowed(level, means.runner) {
        return Err(Missing::Experience);
    }
    let i = usize::from(level - 1);
    match kind {
        PlannedKind::Sprints => Ok(sprints(level, SPRINTS[i], means)),
        PlannedKind::HillSprints => hill_sprints(level, HILL_SPRINTS[i], means),
        PlannedKind::SprintInterval => Ok(sprint_interval(level, SPRINT_INTERVALS[i], means)),
        PlannedKind::Series => Ok(series(level, SERIES[i], means)),
        PlannedKind::HillRepeats => hills(level, HILLS[i], means),
        PlannedKind::ResistedHill => resisted(level, RESISTED[i], means),
        PlannedKind::Stairs => stairs(level, STAIRS[i], means),
        _ => Err(Missing::Level),
    }
}

/// Where nothing is known about how fast somebody sprints, the effort is told in words.
fn in_words(means: &Means) -> Option<Feel> {
    (!means.is_sprint_known).then_some(Feel::NearlyFlatOut)
}

/// Work on the level.
fn level_work(extent: Extent, speed_m_per_s: [f64; 2], feel: Option<Feel>) -> Bout {
    Bout::Run { purpose: Purpose::Work, extent, speed_m_per_s, grade: 0.0, feel }
}

fn sprints(level: u8, (times, metres, rest): (u32, f64, f64), means: &Means) -> Prescription {
    let speed = scaled(SPRINT_BEST, means.best_from_standing(metres));
    Repeats {
        kind: PlannedKind::Sprints,
        level,
        title: format!("{times} x {metres:.0} m sprints"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work: level_work(Extent::Metres(metres), speed, in_words(means).or(Some(Feel::FlatOut))),
        rests: vec![Bout::Pause { seconds: rest }],
    }
    .prescription(means)
}

fn sprint_interval(level: u8, (times, seconds): (u32, f64), means: &Means) -> Prescription {
    let speed = scaled(SPRINT_INTERVAL_BEST, means.best_for(seconds));
    // Rule A4: 60 to 90 s.
    let rest = if seconds > 20.0 { 90.0 } else { 75.0 };
    Repeats {
        kind: PlannedKind::SprintInterval,
        level,
        title: format!("{times} x {seconds:.0} s sprint intervals"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work: level_work(Extent::Seconds(seconds), speed, in_words(means)),
        rests: vec![Bout::Pause { seconds: rest }],
    }
    .prescription(means)
}

fn series(level: u8, (times, metres, rest): (u32, f64, f64), means: &Means) -> Prescription {
    let share = match level {
        1 => FIRST_SERIES_BEST,
        _ if metres >= LONG_SERIES_M => LONG_SERIES_BEST,
        _ => SERIES_BEST,
    };
    Repeats {
        kind: PlannedKind::Series,
        level,
        title: format!("{times} x {metres:.0} m series"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work: level_work(Extent::Metres(metres), scaled(share, means.best_over(metres)), in_words(means)),
        rests: vec![Bout::Pause { seconds: rest }],
    }
    .prescription(means)
}

/// Work on the hill that there is, as a share of the best for that time on it.
fn uphill(seconds: f64, share: [f64; 2], means: &Means) -> Result<(Bout, f64), Missing> {
    let (grade, _) = means.hill.ok_or(Missing::Hill)?;
    let best = means.best_uphill(seconds).ok_or(Missing::Hill)?;
    let (extent, speed_m_per_s) = (Extent::Seconds(seconds), scaled(share, best));
    Ok((Bout::Run { purpose: Purpose::Work, extent, speed_m_per_s, grade, feel: in_words(means) }, grade))
}

/// Walking down again, then waiting.
fn down_again(work: &Bout, seconds: f64, grade: f64) -> Vec<Bout> {
    let walk_s = (work.metres() / WALK_BACK).min(seconds);
    let down = Bout::Run {
        purpose: Purpose::Rest,
        extent: Extent::Seconds(walk_s),
        speed_m_per_s: [WALK_BACK, WALK_BACK],
        grade: -grade,
        feel: None,
    };
    let mut rests = vec![down];
    if seconds - walk_s >= 5.0 {
        rests.push(Bout::Pause { seconds: seconds - walk_s });
    }
    rests
}

fn hill_sprints(level: u8, (times, seconds): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    let (mut work, grade) = uphill(seconds, SPRINT_BEST, means)?;
    if let Bout::Run { feel, .. } = &mut work {
        *feel = feel.or(Some(Feel::FlatOut));
    }
    // Walking back takes most of it; twelve times the work brings nearly everything back.
    let rests = down_again(&work, (12.0 * seconds).max(90.0), grade);
    Ok(Repeats {
        kind: PlannedKind::HillSprints,
        level,
        title: format!("{times} x {seconds:.0} s hill sprints"),
        warm_up_min: LONG_WARM_UP_MIN,
        times,
        work,
        rests,
    }
    .prescription(means))
}

fn hills(level: u8, (times, seconds): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    let share = if seconds >= LONG_HILL_S { LONG_HILL_BEST } else { HILL_BEST };
    let (work, grade) = uphill(seconds, share, means)?;
    let rests = down_again(&work, (4.0 * seconds).clamp(90.0, 180.0), grade);
    Ok(Repeats {
        kind: PlannedKind::HillRepeats,
        level,
        title: format!("{times} x {seconds:.0} s uphill"),
        warm_up_min: WARM_UP_MIN,
        times,
        work,
        rests,
    }
    .prescription(means))
}

/// Something that makes a hill heavier.
struct Resistance {
    /// What it costs as much as carrying on the trunk, kg.
    kg: f64,
    /// How much it slows, in kilograms on the trunk for each of its own.
    slows: f64,
    /// How it is told.
    told: String,
}

/// What costs as much at the ankle as one kilogram on the trunk, kg (Martin 1985, recalled: half a kilogram on each foot
/// costs 7 % more oxygen, as much as 5 kg on the trunk; a little less at the ankle).
const ANKLE_PER_TRUNK: f64 = 0.25;
/// A pack sways: it slows by this much more than a vest of the same mass (assumed), and is kept to this share of the mass.
const PACK_SLOWS: f64 = 1.15;
const PACK_SHARE: f64 = 0.8;
/// The least mass worth carrying, kg.
const LEAST_KG: f64 = 1.0;

/// Rounded to half kilograms, never more than there is.
fn half_kilograms(kg: f64, most: f64) -> f64 {
    ((2.0 * kg).round() / 2.0).min(most)
}

/// What the hill is made heavier with: the first that there is of vest, pack, band and ankle weights.
fn resistance(share: f64, means: &Means) -> Result<Resistance, Missing> {
    let wanted = share * means.mass_kg;
    if let Some(most) = means.vest_kg.filter(|kg| *kg >= LEAST_KG) {
        let kg = half_kilograms(wanted, most);
        return Ok(Resistance { kg, slows: 1.0, told: format!("with {kg} kg") });
    }
    if let Some(most) = means.pack_kg.filter(|kg| *kg >= LEAST_KG) {
        let kg = half_kilograms(PACK_SHARE * wanted, most);
        return Ok(Resistance { kg, slows: PACK_SLOWS, told: format!("with {kg} kg in a pack") });
    }
    if means.has_bands {
        // Held back by a band: a pull that costs about as much as that mass. How strong it is nobody can tell better.
        return Ok(Resistance {
            kg: half_kilograms(wanted, f64::MAX),
            slows: 1.0,
            told: "against a band around the hips".to_owned(),
        });
    }
    if let Some(most) = means.ankle_kg.filter(|kg| *kg >= LEAST_KG) {
        let kg = half_kilograms(ANKLE_PER_TRUNK * wanted, most).max(LEAST_KG);
        let each = kg / 2.0;
        return Ok(Resistance { kg, slows: 1.0 / ANKLE_PER_TRUNK, told: format!("with {each} kg at each ankle") });
    }
    Err(Missing::Vest)
}

fn resisted(level: u8, (times, seconds, share): (u32, f64, f64), means: &Means) -> Result<Prescription, Missing> {
    means.hill.ok_or(Missing::Hill)?;
    let with = resistance(share, means)?;
    let slower = 1.0 + with.slows * with.kg / means.mass_kg.max(1.0);
    let (work, grade) = uphill(seconds, scaled(HILL_BEST, 1.0 / slower), means)?;
    let rests = down_again(&work, RESISTED_REST_S, grade);
    let repeats = Repeats {
        kind: PlannedKind::ResistedHill,
        level,
        title: format!("{times} x {seconds:.0} s uphill {}", with.told),
        warm_up_min: WARM_UP_MIN,
        times,
        work,
        rests,
    };
    Ok(Prescription { carried_kg: with.kg, ..repeats.prescription(means) })
}

fn stairs(level: u8, (times, seconds): (u32, f64), means: &Means) -> Result<Prescription, Missing> {
    if !means.has_stairs {
        return Err(Missing::Stairs);
    }
    let climb = |purpose, seconds, reserve| Bout::Stairs { purpose, seconds, reserve };
    let repeats = Repeats {
        kind: PlannedKind::Stairs,
        level,
        title: format!("{times} x {seconds:.0} s stairs"),
        warm_up_min: WARM_UP_MIN,
        times,
        work: climb(Purpose::Work, seconds, STAIRS_HARD),
        rests: vec![Bout::Pause { seconds: STAIRS_REST_S }],
    };
    let mut prescription = repeats.prescription(means);
    prescription.blocks[0] = once(climb(Purpose::WarmUp, 60.0 * WARM_UP_MIN, STAIRS_EASY));
    prescription.blocks.truncate(2);
    Ok(prescription)
}
