//! Raw streams to a movement that can be believed, each repair with a warning.
//!
//! The rules, in order: one grid of one second (`grid`); the speed that deserves most trust, without impossible values
//! (`speed`); slope from height with its error (`elevation`); steps, measured or from published relations (`gait`);
//! and from these the *demand*: the level speed that would ask as much of the runner, in which efforts are looked for.

mod demand;
mod elevation;
mod gait;
mod grid;
mod speed;
mod stairs;
mod totals;

pub use gait::usual_cadence;

pub(crate) use grid::Grid;
pub(crate) use speed::{STANDING, one_distance_m};

use demand::{DemandInputs, answer_to_slope, demand, of_speed_and_slope};
use elevation::Slope;
use striate_model::{
    Athlete, Channel, Grade, Motion, Recording, SpeedSource, Sport, SubSport, Timestamp, Warning, WarningCode,
};

/// Where the slope's typical error is larger than this (heights from satellites), more errors are asked for.
const DOUBTFUL: f64 = 0.02;

/// How much later than the climb its height is written, s: watches smooth air pressure over a few seconds (assumption).
pub(crate) const HEIGHT_LATE_S: usize = 2;

/// What the demand is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Speed and slope on foot.
    Speed,
    /// Power on foot, where speed is missing.
    RunningPower,
    /// Power on a machine or bicycle; the demand is in watts over 100.
    Power,
    /// Speed in another sport.
    OtherSpeed,
    /// Nothing.
    None,
}

/// The cleaned movement and what the later stages need beside it.
pub(crate) struct Cleaned {
    /// What leaves the crate.
    pub(crate) motion: Motion,
    /// The grid.
    pub(crate) grid: Grid,
    /// Distance at the start of each second and at the end, m: one value more than the grid.
    pub(crate) along_m: Vec<f64>,
    /// Height above the lowest known, m, smoothed over five seconds; empty where unknown or too doubtful to be read
    /// over
    /// a single effort.
    pub(crate) height_m: Vec<f64>,
    /// Level speed of the same demand, m/s, in each second; 0 where standing or stopped.
    pub(crate) demand: Vec<f32>,
    /// Running sums of the demand: one value more than the grid.
    pub(crate) demand_sums: Vec<f64>,
    /// Like the demand, slopes counted as far as this runner answered to them: what efforts are looked for in.
    pub(crate) sought: Vec<f32>,
    /// Steps or strides a minute on the grid as recorded, NaN where nothing is known; empty where none were.
    pub(crate) recorded_cadence: Vec<f64>,
    /// What the demand is.
    pub(crate) basis: Basis,
    /// Whether the athlete moved on their feet.
    pub(crate) on_foot: bool,
    /// What was repaired or is missing.
    pub(crate) warnings: Vec<Warning>,
    /// What of the athlete went in.
    from: FromAthlete,
}

/// The two figures of an athlete that cleaning reads, as far as it reads them.
#[derive(Clone, Copy, PartialEq)]
struct FromAthlete {
    body_mass_kg: f64,
    beyond_people: f64,
}

impl FromAthlete {
    fn of(athlete: &Athlete) -> Self {
        Self {
            body_mass_kg: athlete.mass.value.as_kg(),
            beyond_people: elevation::beyond_people(athlete.critical_speed.value.as_m_per_s()),
        }
    }
}

impl Cleaned {
    /// Whether the recording, cleaned for this athlete, is the very same.
    pub(crate) fn is_as_for(&self, athlete: &Athlete) -> bool {
        self.from == FromAthlete::of(athlete)
    }

    /// Distance covered between two instants of the grid, m.
    pub(crate) fn distance_m(&self, from: usize, to: usize) -> f64 {
        self.along_m[to.min(self.grid.len())] - self.along_m[from.min(self.grid.len())]
    }
}

/// Samples further apart than this leave a silence between them, of which no source of speed tells anything, s.
const SILENCE_S: f64 = 300.0;

/// Cleans a recording. Of the athlete only body mass (where power stands in for speed) and critical speed (for what
/// cannot be) are read.
pub(crate) fn clean(recording: &Recording, athlete: &Athlete) -> Cleaned {
    let from = FromAthlete::of(athlete);
    let mut warnings = Vec::new();
    let made = totals::made(recording);
    let mut told = Vec::new();
    let filled;
    let recording = match &made {
        Some(made) => {
            filled = made.applied(recording);
            &filled
        }
        None => recording,
    };
    let mut grid = Grid::new(&recording.streams.time, &recording.pauses, &mut warnings);
    let n = grid.len();
    let streams = &recording.streams;
    let column = |channel: Channel, reach_s: f64| {
        let column = streams.channel(channel);
        if column.is_empty() { Vec::new() } else { grid.resample(|i| f64::from(column[i]), reach_s) }
    };
    let recorded_cadence = column(Channel::CadencePerMin, 15.0);
    let mut cadence = recorded_cadence.clone();
    let mut heart_rate = column(Channel::HeartRateBpm, 30.0);
    let height = column(Channel::AltitudeM, 90.0);
    let contact = column(Channel::GroundContactS, 10.0);
    let power = column(Channel::PowerW, 10.0);

    // How much of the time a source covers is asked of the time that has samples.
    let (timer, start) = (grid.active.clone(), grid.start);
    let second = |t: Timestamp| t.since(start).as_s().max(0.0) as usize;
    for pair in recording.streams.time.windows(2).filter(|pair| pair[1].since(pair[0]).as_s() > SILENCE_S) {
        grid.stop(second(pair[0]) + 1, second(pair[1]));
    }
    if let Some(made) = &made {
        made.hide(&mut grid);
    }
    let mut chosen = speed::choose(recording, &grid, &mut warnings);
    grid.active = timer;
    if let Some(made) = &made {
        made.put(&grid, &mut chosen.values, &mut heart_rate);
        tell_of_totals(made, &mut chosen, &mut warnings);
    }
    let on_foot = is_on_foot(recording.sport, &chosen.values, &grid);
    // What was made of totals has been told.
    close_gaps(&mut grid, &chosen.values, if made.is_some() { &mut told } else { &mut warnings });
    for c in &mut cadence {
        if !(0.0..=300.0).contains(c) {
            *c = f64::NAN;
        }
    }
    if on_foot {
        double_strides(&mut cadence, &chosen.values, &mut warnings);
    }
    for h in &mut heart_rate {
        if !(25.0..=245.0).contains(h) {
            *h = f64::NAN;
        }
    }
    let mut speed = chosen.values;
    if speed.is_empty() {
        speed = vec![0.0; n];
    } else {
        let replaced = speed::repair(&mut speed, &cadence, &grid, on_foot);
        speed::scale_to_total(&mut speed, recording, &grid, chosen.source, on_foot);
        if replaced > 0 {
            warnings.push(Warning::of(
                WarningCode::Repaired,
                format!(
                    "{replaced} s of speed could not be true (spikes or steps longer than legs) and were replaced."
                ),
            ));
        }
    }
    let mut along_m = Vec::with_capacity(n + 1);
    let mut total = 0.0;
    along_m.push(0.0);
    for v in &speed {
        total += v;
        along_m.push(total);
    }
    let indoors =
        matches!(recording.sub_sport, SubSport::Treadmill | SubSport::IndoorRunning | SubSport::IndoorCycling);
    let resolution_m = elevation::resolution_m(streams.channel(Channel::AltitudeM)).unwrap_or(0.0);
    let slope = if indoors { None } else { elevation::slope(&height, &along_m, &grid, resolution_m) };
    let slope = slope.filter(|s| !on_foot || !elevation::is_beyond_people(s, &speed, from.beyond_people));
    if slope.is_none() && on_foot && chosen.source != SpeedSource::None && !indoors {
        warnings
            .push(Warning::of(WarningCode::MissingChannel, "No usable elevation: the ground was counted as level."));
    }
    let is_sure = slope.as_ref().is_some_and(|s| s.error <= DOUBTFUL);
    let height_m = if is_sure { speed::triangle(&elevation::filled(&height)) } else { Vec::new() };
    let inputs = DemandInputs {
        speed: &speed,
        slope: slope.as_ref(),
        // Stairs are all slope: their steps look like noise to a noise estimate that knows only ground.
        is_doubtful: !is_sure && recording.sub_sport != SubSport::Stairs,
        power: &power,
        grid: &grid,
        has_speed: chosen.source != SpeedSource::None,
        on_foot,
        body_mass_kg: from.body_mass_kg,
    };
    let (mut demand, basis) = demand(&inputs);
    let has_slope = basis == Basis::Speed && slope.is_some();
    let answer = if has_slope { answer_to_slope(&inputs) } else { 1.0 };
    let mut sought = if has_slope { of_speed_and_slope(&inputs, answer) } else { demand.clone() };
    if recording.sub_sport == SubSport::Stairs && basis == Basis::Speed && slope.is_some() {
        let height = elevation::filled(&height);
        if elevation::is_quiet(&height) {
            stairs::by_climbing(&mut demand, &height, &speed);
            sought.clone_from(&demand);
        }
    }
    if n > 0 && basis == Basis::None && has_efforts(recording.sport, recording.sub_sport) {
        warnings.push(Warning::of(WarningCode::MissingChannel, "Neither speed nor power: efforts cannot be found."));
    }
    let motion = finish(
        &Columns { speed: &speed, cadence: &cadence, contact: &contact, heart_rate, slope },
        &grid,
        chosen.source,
        on_foot,
        &mut warnings,
    );
    Cleaned {
        motion,
        grid,
        along_m,
        height_m,
        demand_sums: running_sums(&demand),
        demand,
        sought,
        recorded_cadence,
        basis,
        on_foot,
        warnings,
        from,
    }
}

/// Says what was made from totals, and that the movement is coarse where it is most of it.
fn tell_of_totals(made: &totals::Made, chosen: &mut speed::ChosenSpeed, warnings: &mut Vec<Warning>) {
    let has_speed = chosen.values.iter().any(|v| *v > 0.0);
    if made.is_coarse && has_speed {
        chosen.source = SpeedSource::Totals;
        warnings.push(Warning::of(
            WarningCode::Assumed,
            "Only totals are known of most of it: it was counted at its mean speed, with wider bands.",
        ));
    } else if !has_speed {
        chosen.values.clear();
    } else {
        warnings.push(Warning::of(
            WarningCode::Assumed,
            format!("{:.0} s without samples were counted at the mean speed that is known of them.", made.made_s),
        ));
    }
}

/// Whether efforts are looked for in such a session: nobody misses a speed under a barbell.
fn has_efforts(sport: Sport, sub_sport: SubSport) -> bool {
    let lifts = matches!(sub_sport, SubSport::StrengthTraining | SubSport::Plyometrics);
    !lifts && (sport.is_on_foot() || matches!(sport, Sport::Unknown | Sport::Cycling))
}

/// Whether the athlete was on their feet; an unnamed sport is taken as running where its speeds are a runner's.
fn is_on_foot(sport: Sport, speed: &[f64], grid: &Grid) -> bool {
    if sport != Sport::Unknown {
        return sport.is_on_foot();
    }
    let mut moving: Vec<f64> =
        speed.iter().zip(&grid.active).filter(|(v, a)| **a && **v > 1.0).map(|(v, _)| *v).collect();
    if moving.len() < 30 {
        return false;
    }
    let middle = moving.len() / 2;
    let (_, median, _) = moving.select_nth_unstable_by(middle, f64::total_cmp);
    *median < 6.5
}

/// A long silence in which hardly any way was made was a stop; one with way was a lost signal.
fn close_gaps(grid: &mut Grid, speed: &[f64], warnings: &mut Vec<Warning>) {
    let (mut stopped, mut lost) = (0, 0);
    for (from, to) in std::mem::take(&mut grid.gaps) {
        let inside = speed.get(from..to).unwrap_or_default();
        let known: Vec<f64> = inside.iter().copied().filter(|v| !v.is_nan()).collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        if known.len() * 2 < inside.len() || mean < 0.5 {
            grid.stop(from, to);
            stopped += to - from;
        } else {
            lost += to - from;
        }
    }
    if stopped > 0 {
        warnings
            .push(Warning::of(WarningCode::Repaired, format!("{stopped} s without samples were counted as stopped.")));
    }
    if lost > 0 {
        warnings.push(Warning::of(
            WarningCode::Repaired,
            format!("{lost} s without samples were filled from the distance around them."),
        ));
    }
}

/// Cadence that counts strides instead of steps (about 80 while running) is doubled.
fn double_strides(cadence: &mut [f64], speed: &[f64], warnings: &mut Vec<Warning>) {
    let mut running: Vec<f64> =
        cadence.iter().zip(speed).filter(|(c, v)| **v > 2.2 && **c > 0.0).map(|(c, _)| *c).collect();
    if running.len() < 30 {
        return;
    }
    let middle = running.len() / 2;
    let (_, median, _) = running.select_nth_unstable_by(middle, f64::total_cmp);
    if *median < 115.0 {
        for c in cadence.iter_mut() {
            *c *= 2.0;
        }
        warnings.push(Warning::of(
            WarningCode::Repaired,
            "Cadence counts strides of one foot; it was doubled to steps of both.",
        ));
    }
}

struct Columns<'a> {
    speed: &'a [f64],
    cadence: &'a [f64],
    contact: &'a [f64],
    heart_rate: Vec<f64>,
    slope: Option<Slope>,
}

/// The columns of [`Motion`], with what is missing filled from published relations.
fn finish(
    columns: &Columns<'_>,
    grid: &Grid,
    speed_source: SpeedSource,
    on_foot: bool,
    warnings: &mut Vec<Warning>,
) -> Motion {
    let n = grid.len();
    let smooth = speed::triangle(columns.speed);
    let mut motion = Motion {
        start: grid.start,
        active: grid.active.clone(),
        speed_m_per_s: columns.speed.iter().map(|v| *v as f32).collect(),
        grade: columns.slope.as_ref().map_or_else(|| vec![0.0; n], |s| s.grade.clone()),
        acceleration_m_per_s2: vec![0.0; n],
        cadence_steps_per_min: vec![0.0; n],
        ground_contact_s: vec![0.0; n],
        heart_rate_bpm: vec![f32::NAN; n],
        speed_source,
        ground_contact_is_measured: false,
        cadence_is_measured: false,
        grade_error: columns.slope.as_ref().map(|s| Grade::from_ratio(s.error)),
    };
    let (mut measured_cadence, mut measured_contact, mut moving) = (0usize, 0usize, 0usize);
    for i in 0..n {
        if !grid.active[i] {
            motion.speed_m_per_s[i] = 0.0;
            motion.grade[i] = 0.0;
            continue;
        }
        if let Some(h) = columns.heart_rate.get(i) {
            motion.heart_rate_bpm[i] = *h as f32;
        }
        let (before, after) = (i.saturating_sub(1), (i + 1).min(n - 1));
        if grid.active[before] && grid.active[after] {
            motion.acceleration_m_per_s2[i] =
                ((smooth[after] - smooth[before]) / (after - before).max(1) as f64) as f32;
        }
        let speed = columns.speed[i];
        let measured = columns.cadence.get(i).copied().filter(|c| *c > 30.0);
        if speed < f64::from(STANDING) && measured.is_none() {
            continue;
        }
        moving += 1;
        measured_cadence += usize::from(measured.is_some());
        let cadence = match measured {
            Some(c) => c,
            None if on_foot => usual_cadence(speed),
            None => 0.0,
        };
        motion.cadence_steps_per_min[i] = cadence as f32;
        if on_foot {
            let contact = columns.contact.get(i).copied().filter(|c| (0.05..=1.2).contains(c));
            measured_contact += usize::from(contact.is_some());
            motion.ground_contact_s[i] = contact.unwrap_or_else(|| gait::usual_contact_s(speed, cadence)) as f32;
        }
    }
    motion.cadence_is_measured = measured_cadence > 0;
    motion.ground_contact_is_measured = measured_contact > 0;
    if on_foot && moving > 0 {
        let estimated = |what: &str, source: &str, measured: usize| {
            (measured * 10 < moving * 9).then(|| {
                let part = if measured == 0 { "is not recorded" } else { "is missing in part" };
                Warning::of(WarningCode::MissingChannel, format!("{what} {part} and was estimated {source}."))
            })
        };
        warnings.extend(estimated("Cadence", "from speed", measured_cadence));
        warnings.extend(estimated("Ground contact time", "from cadence and speed", measured_contact));
    }
    motion
}

/// Running sums of a stream: one value more than the stream.
pub(crate) fn running_sums(stream: &[f32]) -> Vec<f64> {
    let mut out = Vec::with_capacity(stream.len() + 1);
    let mut total = 0.0;
    out.push(total);
    for v in stream {
        total += f64::from(*v);
        out.push(total);
    }
    out
}

/// A movement that covers nothing.
pub(crate) fn no_motion(start: Timestamp) -> Motion {
    Motion {
        start,
        active: Vec::new(),
        speed_m_per_s: Vec::new(),
        grade: Vec::new(),
        acceleration_m_per_s2: Vec::new(),
        cadence_steps_per_min: Vec::new(),
        ground_contact_s: Vec::new(),
        heart_rate_bpm: Vec::new(),
        speed_source: SpeedSource::None,
        ground_contact_is_measured: false,
        cadence_is_measured: false,
        grade_error: None,
    }
}
