//! A session without a file as the recording that a device would have made of it, so that it goes through the same stages
//! as every other: runs second by second at the stated speed, strength sets as sets.

use striate_model::{
    Athlete, Channel, Distance, Entry, ExerciseRef, Ground, LiftSet, Lifted, Note, Outing, OutingPart, OutingSport,
    Recording, SessionKind, SetAmount, SetKind, Sport, SubSport, TimeSpan, Timestamp, Told,
};
use striate_plan::kinds::SPRINT_TAU_S;
use striate_segment::{best_speed_on_slope, top_speed_share};

/// Time of one set with its rest, s, where nobody timed it (assumed).
const SET_WITH_REST_S: f64 = 180.0;
/// Share of the best up a slope at which a hill sprint of unknown speed was run (assumed).
const FLAT_OUT: f64 = 0.95;
/// Walking between repetitions, m/s (assumed).
const REST_SPEED: f64 = 1.2;
/// Rest after a sprint for which nobody noted it, s (assumed).
const SPRINT_REST_S: f64 = 180.0;
/// Walking speed where nobody said it, m/s (assumed).
const WALKING: f64 = 1.35;
/// The longest outing, s.
const LONGEST_S: f64 = 172_800.0;

/// The recording that stands for an entry, and what the athlete said about it; `None` where the entry is no session. Without
/// a time of day it begins at noon, where local time is ahead of UTC by `offset`.
#[must_use]
pub fn recording(entry: &Entry, athlete: &Athlete, offset: TimeSpan) -> Option<(Recording, Told)> {
    let since_noon = entry.time.map_or(0.0, |time| 60.0 * f64::from(time.minutes()) - 43_200.0);
    let start = entry.day.noon() - offset + TimeSpan::from_s(since_noon);
    match &entry.note {
        Note::Lift(all) => Some((strength(all, start), Told::default())),
        Note::Outing(outing) => {
            let carried_mass = outing.carried.map(striate_model::Load::mass);
            Some((moved(outing, athlete, start), Told { carried_mass, kind: outing.kind.or(kind_said(outing)) }))
        }
        _ => None,
    }
}

/// What the parts say about the kind: sprints and climbs that somebody wrote down need not be found.
fn kind_said(outing: &Outing) -> Option<SessionKind> {
    let is_run = outing.sport == OutingSport::Run;
    let repeated = || outing.parts.iter().filter(|p| is_run && p.times > 1);
    if let Some(climb) = repeated().find(|p| p.grade_pct.is_some_and(|g| g >= 4.0)) {
        let carries = outing.carried.is_some_and(|load| load.value > 0.0);
        let is_short = climb.duration_s.is_some_and(|s| s <= HILL_SPRINT_MOST_S)
            || climb.is_sprint && climb.distance_m.is_some_and(|m| m <= SPRINT_MOST_M);
        return Some(match (carries, is_short) {
            (true, _) => SessionKind::ResistedHill,
            (false, true) => SessionKind::HillSprints,
            (false, false) => SessionKind::HillRepeats,
        });
    }
    let sprint = repeated().find(|p| p.is_sprint)?;
    let is_short = sprint.distance_m.is_some_and(|m| m <= SPRINT_MOST_M);
    // Rests that bring nearly everything back: a minute and a half for short sprints, two minutes for a series.
    let enough = if is_short { 90.0 } else { 120.0 };
    Some(match (sprint.rest_s.is_none_or(|rest| rest >= enough), is_short) {
        (true, true) => SessionKind::Sprints,
        (true, false) => SessionKind::Series,
        (false, _) => SessionKind::SprintInterval,
    })
}

/// The longest hill sprint, s, and the longest sprint, m: 12 s and 80 m by the product's definition, a little allowed.
const HILL_SPRINT_MOST_S: f64 = 13.0;
const SPRINT_MOST_M: f64 = 88.0;

fn strength(all: &[Lifted], start: Timestamp) -> Recording {
    let mut recording = Recording::new(Sport::Training, SubSport::StrengthTraining, start);
    for lifted in all {
        let (reps, duration) = match lifted.amount {
            SetAmount::Reps(reps) => (Some(reps), None),
            SetAmount::Seconds(seconds) => (None, Some(TimeSpan::from_s(f64::from(seconds)))),
        };
        let set = LiftSet {
            kind: SetKind::Active,
            start: None,
            duration,
            exercise: Some(ExerciseRef::Title(lifted.exercise.clone())),
            reps,
            load: lifted.load.filter(|load| load.value > 0.0),
            reps_in_reserve: lifted.reps_in_reserve.map(|r| r as f32),
        };
        recording.sets.extend(std::iter::repeat_n(set, usize::from(lifted.sets)));
    }
    let lasted = TimeSpan::from_s(SET_WITH_REST_S * recording.sets.len() as f64);
    (recording.timer, recording.elapsed) = (Some(lasted), Some(lasted));
    recording
}

fn moved(outing: &Outing, athlete: &Athlete, start: Timestamp) -> Recording {
    let (sport, sub_sport) = match (outing.sport, outing.ground) {
        (OutingSport::Ride, _) => (Sport::Cycling, SubSport::Generic),
        (OutingSport::Stairs, _) => (Sport::FitnessEquipment, SubSport::Stairs),
        (OutingSport::Walk, _) => (Sport::Walking, SubSport::Generic),
        (OutingSport::Run, Some(Ground::Trail)) => (Sport::Running, SubSport::Trail),
        (OutingSport::Run, Some(Ground::Track)) => (Sport::Running, SubSport::Track),
        (OutingSport::Run, Some(Ground::Treadmill)) => (Sport::Running, SubSport::Treadmill),
        (OutingSport::Run, Some(Ground::Road)) => (Sport::Running, SubSport::Street),
        (OutingSport::Run, None) => (Sport::Running, SubSport::Generic),
    };
    if let Some(totals) = totals(outing, athlete) {
        return Recording { sport, sub_sport, start, ..totals };
    }
    let mut way = Way::default();
    for (i, part) in outing.parts.iter().enumerate() {
        for round in 0..part.times {
            way.go(part, outing, athlete);
            let is_last = i + 1 == outing.parts.len() && round + 1 == part.times;
            if !is_last && (part.times > 1 || part.rest_s.is_some()) {
                way.rest(part);
            }
        }
    }
    let mut recording = Recording::new(sport, sub_sport, start);
    let samples = way.speed.len();
    let streams = &mut recording.streams;
    streams.time = (0..samples).map(|s| start + TimeSpan::from_s(s as f64)).collect();
    if let Some(bpm) = outing.heart_rate_bpm {
        *streams.channel_mut(Channel::HeartRateBpm) = vec![bpm as f32; samples];
        recording.hr_mean = Some(striate_model::HeartRate::from_bpm(bpm));
    }
    if matches!(outing.sport, OutingSport::Run | OutingSport::Walk) {
        recording.distance = Some(Distance::from_m(way.distance.last().copied().unwrap_or(0.0)));
        streams.distance_m = way.distance;
        *streams.channel_mut(Channel::SpeedMPerS) = way.speed;
        if way.is_sloped {
            *streams.channel_mut(Channel::AltitudeM) = way.altitude;
        }
    }
    let lasted = TimeSpan::from_s(samples.saturating_sub(1) as f64);
    (recording.timer, recording.elapsed) = (Some(lasted), Some(lasted));
    recording
}

/// A run, walk or ride of one steady part: its totals, as those of any other session of which no sample is. `None` where
/// more is known of it.
fn totals(outing: &Outing, athlete: &Athlete) -> Option<Recording> {
    let [part] = outing.parts.as_slice() else { return None };
    let is_steady =
        part.times == 1 && !part.is_sprint && part.grade_pct.is_none() && outing.sport != OutingSport::Stairs;
    if !is_steady {
        return None;
    }
    let mut recording = Recording::new(Sport::Unknown, SubSport::Generic, Timestamp::default());
    let has_speed = outing.sport != OutingSport::Ride;
    let speed = speed(part, outing, athlete);
    let lasts_s = part.duration_s.unwrap_or_else(|| part.distance_m.unwrap_or(0.0) / speed).clamp(1.0, LONGEST_S);
    let lasted = Some(TimeSpan::from_s(lasts_s.round()));
    (recording.timer, recording.elapsed) = (lasted, lasted);
    let metres = part.distance_m.unwrap_or(speed * lasts_s.round());
    recording.distance = has_speed.then(|| Distance::from_m(metres));
    recording.hr_mean = outing.heart_rate_bpm.map(striate_model::HeartRate::from_bpm);
    Some(recording)
}

/// The way so far, one sample a second.
#[derive(Default)]
struct Way {
    speed: Vec<f32>,
    distance: Vec<f64>,
    altitude: Vec<f32>,
    is_sloped: bool,
    at_m: f64,
    height_m: f64,
}

impl Way {
    fn second(&mut self, speed: f64, grade: f64) {
        if self.speed.len() as f64 >= LONGEST_S {
            return;
        }
        self.speed.push(speed as f32);
        self.distance.push(self.at_m);
        self.altitude.push((100.0 + self.height_m) as f32);
        self.at_m += speed;
        self.height_m += speed * grade;
    }

    fn go(&mut self, part: &OutingPart, outing: &Outing, athlete: &Athlete) {
        let grade = part.grade_pct.unwrap_or(0.0) / 100.0;
        self.is_sloped |= grade != 0.0;
        if let (true, Some(distance_m)) = (part.is_sprint, part.distance_m) {
            let own = athlete.max_sprint.value.as_m_per_s() * top_speed_share(grade);
            let max_sprint = sprint_speed(part, own);
            let (from, mut second) = (self.at_m, 0.0);
            while self.at_m < from + distance_m && second < 120.0 {
                // The mean speed of the second, so that the distance is the sprint's.
                let covered = |t: f64| max_sprint * (t + SPRINT_TAU_S * ((-t / SPRINT_TAU_S).exp() - 1.0));
                self.second(covered(second + 1.0) - covered(second), grade);
                second += 1.0;
            }
            return;
        }
        let speed = speed(part, outing, athlete);
        let lasts = part.duration_s.unwrap_or_else(|| part.distance_m.unwrap_or(0.0) / speed).min(LONGEST_S);
        for _ in 0..(lasts.round() as usize).max(1) {
            self.second(speed, grade);
        }
    }

    /// Uphill repetitions are walked back down.
    fn rest(&mut self, part: &OutingPart) {
        let work_s = part.duration_s.unwrap_or(60.0);
        let usual = if part.is_sprint { SPRINT_REST_S } else { work_s.clamp(60.0, 180.0) };
        let rest_s = part.rest_s.unwrap_or(usual).min(7200.0).round().max(1.0);
        let back = if self.height_m > 0.5 { self.height_m } else { 0.0 };
        for _ in 0..rest_s as usize {
            self.second(REST_SPEED, -back / (REST_SPEED * rest_s));
        }
        if back > 0.0 {
            self.height_m = 0.0;
        }
    }
}

/// The speed that a sprint of this distance and time needs at its end, the athlete's own where nobody timed it.
fn sprint_speed(part: &OutingPart, own: f64) -> f64 {
    match (part.distance_m, part.duration_s) {
        (Some(m), Some(s)) => speed_of_sprint(m, s).unwrap_or(own),
        _ => own,
    }
}

/// The maximum sprint speed, m/s, of somebody who covers a distance from standing in this time; `None` for what no human
/// does.
#[must_use]
pub fn speed_of_sprint(distance_m: f64, seconds: f64) -> Option<f64> {
    let effective = seconds - SPRINT_TAU_S * (1.0 - (-seconds / SPRINT_TAU_S).exp());
    Some(distance_m / effective).filter(|v| (3.0..=12.5).contains(v))
}

/// Where the speed was not said, the usual one of such a part (assumed).
fn speed(part: &OutingPart, outing: &Outing, athlete: &Athlete) -> f64 {
    if let (Some(m), Some(s)) = (part.distance_m, part.duration_s) {
        return m / s;
    }
    if let Some(pace) = part.pace_s_per_km {
        return 1000.0 / pace;
    }
    let (critical, sprint) = (athlete.critical_speed.value.as_m_per_s(), athlete.max_sprint.value.as_m_per_s());
    if outing.sport == OutingSport::Walk {
        return WALKING;
    }
    if part.times > 1 {
        return match (part.grade_pct.filter(|g| *g >= 4.0), part.duration_s) {
            (Some(grade), Some(s)) if s <= HILL_SPRINT_MOST_S => {
                FLAT_OUT * best_speed_on_slope(athlete, grade / 100.0, s)
            }
            (Some(_), _) => 0.52 * sprint,
            (None, _) => fast(part, athlete),
        };
    }
    let share = match outing.kind {
        Some(SessionKind::Recovery) => 0.68,
        Some(SessionKind::Tempo) if outing.parts.len() == 1 => 0.95,
        Some(SessionKind::Race) if outing.parts.len() == 1 => 1.0,
        _ => 0.75,
    };
    share * critical
}

/// A repetition at nine tenths of the own best over its distance or time: what lies above critical speed is drawn from
/// the distance reserve.
fn fast(part: &OutingPart, athlete: &Athlete) -> f64 {
    let (critical, sprint) = (athlete.critical_speed.value.as_m_per_s(), athlete.max_sprint.value.as_m_per_s());
    let reserve = athlete.distance_reserve.value.as_m();
    let best = match (part.duration_s, part.distance_m) {
        (Some(s), _) => critical + reserve / s.max(1.0),
        (None, Some(m)) if m > reserve => critical * m / (m - reserve),
        _ => sprint,
    };
    0.9 * best.min(sprint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_line;
    use striate_analysis::{analyse_recording, analysis_dose, planned_dose};
    use striate_model::{Muscle, Sourced, Speed};
    use striate_stimulus::{Method, Part};

    fn analysed(line: &str) -> striate_analysis::Analysis {
        let entry = parse_line(line, "2026-11-14".parse().expect("a day")).expect(line);
        let athlete = Athlete { max_sprint: Sourced::given(Speed::from_m_per_s(8.0)), ..Athlete::default() };
        let (recording, told) = recording(&entry, &athlete, TimeSpan::from_s(3600.0)).expect("a session");
        analyse_recording(recording, &athlete, &told)
    }

    #[test]
    fn a_run_that_was_only_noted_is_as_long_and_as_far_as_it_was_said() {
        let run = analysed("07:30 run 45 min 8.2 km easy +5 kg trail hr 142");
        assert_eq!(run.session.kind.kind, SessionKind::Easy);
        assert_eq!(run.session.start.as_unix_ms() % 86_400_000, (6 * 60 + 30) * 60_000, "half past seven at +01:00");
        let dose = analysis_dose(&run);
        assert!((dose.distance.as_m() / 8200.0 - 1.0).abs() < 0.02, "{}", dose.distance.as_m());
        assert!((dose.running_h - 0.75).abs() < 0.02 && dose.cardio > 20.0 && dose.impact_km > 5.0, "{dose:?}");
        let plain = analysis_dose(&analysed("07:30 run 45 min 8.2 km easy hr 142"));
        assert!(dose.impact_km > plain.impact_km, "the carried mass counts");
    }

    #[test]
    fn a_run_in_the_journal_and_a_file_with_the_same_totals_are_the_same_run_and_less_sure_than_samples() {
        let noted = analysed("run 45 min 8 km hr 148");
        let mut file = Recording::new(Sport::Running, SubSport::Generic, noted.session.start);
        (file.timer, file.elapsed) = (Some(TimeSpan::from_s(2700.0)), Some(TimeSpan::from_s(2700.0)));
        file.distance = Some(Distance::from_m(8000.0));
        file.hr_mean = Some(striate_model::HeartRate::from_bpm(148.0));
        let athlete = Athlete { max_sprint: Sourced::given(Speed::from_m_per_s(8.0)), ..Athlete::default() };
        let typed_in = analyse_recording(file, &athlete, &Told::default());
        assert_eq!(analysis_dose(&noted), analysis_dose(&typed_in));
        assert_eq!(noted.session.distance.map(Distance::as_m), Some(8000.0));
        let mut sampled = typed_in.recording.clone();
        sampled.streams.time = (0..=2700).map(|s| noted.session.start + TimeSpan::from_s(f64::from(s))).collect();
        *sampled.streams.channel_mut(Channel::SpeedMPerS) = vec![(8000.0 / 2700.0) as f32; 2701];
        *sampled.streams.channel_mut(Channel::HeartRateBpm) = vec![148.0; 2701];
        let sampled = analyse_recording(sampled, &athlete, &Told::default());
        let width = |a: &striate_analysis::Analysis| {
            let band = a.stimulus.muscles[Muscle::Soleus].hse;
            band.high / band.low
        };
        assert!(width(&typed_in) > 1.1 * width(&sampled), "{} {}", width(&typed_in), width(&sampled));
    }

    #[test]
    fn noted_sets_count_as_logged_sets_do() {
        let dose = analysis_dose(&analysed("lift back squat 3x5 @ 100 kg rir 2; leg curl 2x12 @ 40 kg"));
        assert!((2.0..3.2).contains(&dose.muscles[Muscle::Vasti].lifting_hse), "{dose:?}");
        assert!((1.2..2.8).contains(&dose.muscles[Muscle::Hamstrings].lifting_hse), "{dose:?}");
        assert_eq!(dose.kind, SessionKind::LowerStrength);
    }

    #[test]
    fn noted_sprints_give_about_what_the_same_sprints_give_in_a_published_protocol() {
        let noted = analysis_dose(&analysed("run 10 min; 8x60 m sprint rest 3 min"));
        let part = [Part::Sprint { distance_m: 60.0, times: 8.0 }];
        let planned = planned_dose(&part, SessionKind::Series, Speed::from_m_per_s(8.0), Method::builtin());
        for muscle in [Muscle::Hamstrings, Muscle::GluteusMaximus] {
            let ratio = noted.muscles[muscle].hse / planned.muscles[muscle].hse;
            assert!((0.5..2.0).contains(&ratio), "{muscle:?} {ratio}");
        }
    }

    #[test]
    fn noted_hill_repeats_load_the_glutes_and_end_where_they_began() {
        let hills = analysed("run 10 min; 10x20 s 4.2 m/s 10 % rest 2 min; 5 min");
        let flat = analysed("run 10 min; 10x20 s 4.2 m/s rest 2 min; 5 min");
        let glutes = |a: &striate_analysis::Analysis| analysis_dose(a).muscles[Muscle::GluteusMaximus].hse;
        assert!(glutes(&hills) > 1.5 * glutes(&flat), "{} {}", glutes(&hills), glutes(&flat));
    }

    #[test]
    fn sprints_and_hill_sprints_are_kinds_of_their_own_when_they_are_noted() {
        let kind = |line: &str| analysed(line).session.kind.kind;
        assert_eq!(kind("run 10 min; 8x60 m sprint rest 3 min"), SessionKind::Sprints);
        assert_eq!(kind("run 10 min; 8x60 m sprint rest 45 s"), SessionKind::SprintInterval);
        assert_eq!(kind("run 10 min; 6x150 m sprint rest 3 min"), SessionKind::Series);
        assert_eq!(kind("run 10 min; 6x10 s 10 % rest 90 s"), SessionKind::HillSprints);
        assert_eq!(kind("run 10 min; 6x40 m 10 % sprint rest 2 min"), SessionKind::HillSprints);
        assert_eq!(kind("run 10 min; 6x30 s 10 % rest 2 min"), SessionKind::HillRepeats);
        assert_eq!(kind("run 10 min; 6x10 s 10 % rest 90 s +5 kg"), SessionKind::ResistedHill);
        assert_eq!(kind("run 40 min flat sprints"), SessionKind::Sprints);
        assert_eq!(kind("run 40 min hill sprints"), SessionKind::HillSprints);
    }

    #[test]
    fn a_noted_hill_sprint_is_run_as_fast_as_the_slope_allows() {
        let sprints = analysed("run 10 min; 6x10 s 10 % rest 90 s");
        let fastest = sprints.session.motion.speed_m_per_s.iter().copied().fold(0.0, f32::max);
        assert!((4.5..6.5).contains(&fastest), "{fastest}");
        let glutes = analysis_dose(&sprints).muscles[Muscle::GluteusMaximus].hse;
        assert!(glutes > 0.5, "{glutes}");
    }

    #[test]
    fn a_sprint_time_says_how_fast_somebody_is() {
        let speed = speed_of_sprint(30.0, 4.6).expect("a human");
        assert!((8.0..9.0).contains(&speed), "{speed}");
        assert_eq!(speed_of_sprint(100.0, 5.0), None);
    }
}
