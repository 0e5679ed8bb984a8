//! Recordings from what the messages say: each lap, set, pause and sample goes to its session.

use super::beats;
use super::columns::Narrow;
use super::contents::{Contents, LapMessage, SessionMessage, SplitMessage, WorkoutMessage};
use super::fault::Faults;
use super::order::put_in_order;
use super::table::EPOCH_UNIX_S;
use super::totals;
use super::{moves, names, streams, workouts};
use striate_model::{
    Distance, HeartRate, Lap, LiftSet, Pause, Power, Recording, Speed, Split, TimeSpan, Timestamp, WarningCode, Workout,
};

/// The recordings of one activity in the order of their start, and workouts that nobody performed.
pub(super) fn assemble(mut contents: Contents, faults: &mut Faults) -> (Vec<Recording>, Vec<Workout>) {
    if contents.cut {
        faults.of(
            WarningCode::LimitReached,
            "there are more laps, sets, events or beats than are read; the rest was left out",
        );
    }
    let titles = std::mem::take(&mut contents.titles);
    let messages: Vec<WorkoutMessage> = std::mem::take(&mut contents.workouts);
    let workouts: Vec<Workout> = messages.into_iter().filter_map(|w| workouts::workout(w, &titles)).collect();
    let is_route = contents.file_kind == Some(names::COURSE) && contents.sessions.is_empty();
    if is_route || !contents.is_activity() {
        note_other_file(&contents, &workouts, faults);
        return (Vec::new(), workouts);
    }
    moves::set_clock_right(&mut contents, faults);
    for row in put_in_order(&mut contents.samples.time, faults) {
        contents.samples.blank(row);
    }
    fill_heart_rate(&mut contents);

    let sessions = sessions(&mut contents, faults);
    let starts: Vec<Timestamp> = sessions.iter().map(|s| s.start).collect();
    let mut parts = Parts::new(&contents, sessions.iter().map(|s| &s.message), &starts);
    let mut recordings = Vec::with_capacity(sessions.len());
    let single = sessions.len() == 1;
    for (place, session) in sessions.into_iter().enumerate() {
        let (sport, sub_sport) = names::sport(session.message.sport, session.message.sub_sport);
        let mut recording = Recording::new(sport, sub_sport, session.start);
        recording.sport_word = names::sport_word(session.message.sport, session.message.sub_sport);
        recording.utc_offset = contents.utc_offset;
        recording.workout = workouts.iter().find(|w| single || w.sport == sport).cloned();
        recording.laps = std::mem::take(&mut parts.laps[place]);
        recording.splits = std::mem::take(&mut parts.splits[place]);
        recording.sets = sets(&contents, &starts, place, recording.workout.as_ref());
        recording.pauses = std::mem::take(&mut parts.pauses[place]);
        recording.rr_intervals_s = std::mem::take(&mut parts.rr[place]);
        let range = sample_range(&contents.samples.time, &starts, place);
        recording.streams = streams::streams(&mut contents.samples, &range, sport.is_on_foot());
        recording.device = contents.device.clone();
        recording.profile = contents.profile;
        describe(&mut recording, session.message);
        recordings.push(recording);
    }
    for (place, recording) in recordings.iter_mut().enumerate() {
        totals::complete(recording, place == 0, starts.get(place + 1).copied(), faults);
    }
    (recordings, Vec::new())
}

fn note_other_file(contents: &Contents, workouts: &[Workout], faults: &mut Faults) {
    let kind = contents.file_kind.filter(|&kind| kind != names::WORKOUT);
    if let Some(words) = kind.and_then(names::other_file) {
        faults.of(WarningCode::Unsupported, format!("the file is {words}, not the recording of an activity"));
    } else if workouts.is_empty() {
        faults.of(WarningCode::Unsupported, "the file holds neither samples nor a session nor a workout");
    }
}

fn fill_heart_rate(contents: &mut Contents) {
    if contents.stored_beats.is_empty() || contents.samples.len() == 0 {
        return;
    }
    let beats = std::mem::take(&mut contents.stored_beats);
    let beats = beats.into_iter().map(|(fit_s, bpm)| (fit_s + EPOCH_UNIX_S as f64, bpm)).collect();
    let times = std::mem::take(&mut contents.samples.time);
    contents.samples.time = times.clone();
    beats::fill(&times, contents.samples.narrow_mut(Narrow::HeartRateBpm), beats);
}

/// A session with a start.
struct Session {
    message: SessionMessage,
    start: Timestamp,
}

/// The sessions in the order of their start; one made from samples and laps where the file has none.
fn sessions(contents: &mut Contents, faults: &mut Faults) -> Vec<Session> {
    let first_sample = contents.samples.time.first().copied();
    let messages = std::mem::take(&mut contents.sessions);
    let count = messages.len();
    let mut sessions: Vec<Session> = Vec::with_capacity(count.max(1));
    for message in messages {
        let ended = message.time.zip(message.elapsed_s).map(|(end, elapsed_s)| end - TimeSpan::from_s(elapsed_s));
        let said = message.start.or(ended);
        let start = match (said, first_sample) {
            (Some(start), Some(sample)) if count == 1 && is_far(start, sample) => {
                faults.of(
                    WarningCode::ContradictoryTotal,
                    "the session's start lies weeks away from its samples; the samples were believed",
                );
                sample
            }
            (Some(start), _) => start,
            (None, Some(sample)) => sample,
            (None, None) => contents.created.unwrap_or_default(),
        };
        let is_twice = sessions.iter().any(|s: &Session| s.start == start && s.message.sport == message.sport);
        if !is_twice {
            sessions.push(Session { message, start });
        }
    }
    if sessions.is_empty() {
        let first_lap = contents.laps.first().map(|lap| self::lap(lap, contents.created.unwrap_or_default()).start);
        let start = first_sample.or(first_lap).unwrap_or_default();
        let sentence = match first_sample {
            Some(_) => "the file has no session; its totals were derived from the samples",
            None => "the file has neither a session nor samples; its totals are those of its laps",
        };
        faults.of(WarningCode::DerivedTotal, sentence);
        let said = contents.sports.first();
        let lap = contents.laps.iter().find(|l| l.sport.is_some());
        let message = SessionMessage {
            sport: said.and_then(|s| s.sport).or(lap.and_then(|l| l.sport)),
            sub_sport: said.and_then(|s| s.sub_sport).or(lap.and_then(|l| l.sub_sport)),
            ..SessionMessage::default()
        };
        let message = if first_sample.is_none() { of_laps(message, &contents.laps) } else { message };
        sessions.push(Session { message, start });
    }
    sessions.sort_by_key(|s| s.start);
    for session in &mut sessions {
        let message = &mut session.message;
        let profile = contents.sports.iter().find(|s| s.sport == message.sport && s.name.is_some());
        message.name = message.name.take().or_else(|| profile?.name.clone());
    }
    sessions
}

/// The totals of laps as those of their session.
fn of_laps(message: SessionMessage, laps: &[LapMessage]) -> SessionMessage {
    let sum = |of: fn(&LapMessage) -> Option<f64>| {
        let known: Vec<f64> = laps.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>())
    };
    let timer = |lap: &LapMessage| lap.timer_s.or(lap.elapsed_s);
    let beats: Vec<(f64, f64)> = laps.iter().filter_map(|lap| Some((lap.hr_mean_bpm?, timer(lap)?))).collect();
    let beaten_s: f64 = beats.iter().map(|(_, s)| s).sum();
    SessionMessage {
        elapsed_s: sum(|lap| lap.elapsed_s.or(lap.timer_s)),
        timer_s: sum(|lap| lap.timer_s.or(lap.elapsed_s)),
        distance_m: sum(|lap| lap.distance_m),
        ascent_m: sum(|lap| lap.ascent_m),
        hr_mean_bpm: (beaten_s > 0.0).then(|| beats.iter().map(|(bpm, s)| bpm * s).sum::<f64>() / beaten_s),
        hr_max_bpm: laps.iter().filter_map(|lap| lap.hr_max_bpm).reduce(f64::max),
        ..message
    }
}

fn is_far(a: Timestamp, b: Timestamp) -> bool {
    a.since(b).as_s().abs() > crate::limits::FIT_SPAN_S
}

/// Which session an instant belongs to: the last that has begun, the first for what lies before them all.
fn owner(starts: &[Timestamp], time: Timestamp) -> usize {
    starts.partition_point(|&start| start <= time).saturating_sub(1)
}

fn sample_range(times: &[Timestamp], starts: &[Timestamp], place: usize) -> std::ops::Range<usize> {
    let from = if place == 0 { 0 } else { times.partition_point(|&t| t < starts[place]) };
    let to = starts.get(place + 1).map_or(times.len(), |&next| times.partition_point(|&t| t < next));
    from..to.max(from)
}

/// What belongs to each session, in their order.
struct Parts {
    laps: Vec<Vec<Lap>>,
    splits: Vec<Vec<Split>>,
    pauses: Vec<Vec<Pause>>,
    rr: Vec<Vec<f32>>,
}

impl Parts {
    fn new<'a>(contents: &Contents, sessions: impl Iterator<Item = &'a SessionMessage>, starts: &[Timestamp]) -> Self {
        let empty = starts.len();
        let mut parts = Self {
            laps: vec![Vec::new(); empty],
            splits: vec![Vec::new(); empty],
            pauses: vec![Vec::new(); empty],
            rr: vec![Vec::new(); empty],
        };
        let counted = lap_owners(sessions, contents.laps.len());
        let mut before = starts[0];
        for (place, message) in contents.laps.iter().enumerate() {
            let lap = lap(message, before);
            before = lap.end;
            let owner = counted.as_ref().map_or_else(|| owner(starts, lap.start), |owners| owners[place]);
            parts.laps[owner].push(lap);
        }
        for split in contents.splits.iter().filter_map(split) {
            parts.splits[owner(starts, split.start)].push(split);
        }
        for laps in &mut parts.laps {
            laps.sort_by_key(|l| l.start);
        }
        for splits in &mut parts.splits {
            splits.sort_by_key(|s| s.start);
        }
        for pause in pauses(contents) {
            let place = owner(starts, pause.start);
            // From the end of one session to the start of the next is no pause of either.
            if starts.get(place + 1).is_none_or(|&next| pause.end < next) {
                parts.pauses[place].push(pause);
            }
        }
        for &(time, interval_s) in &contents.rr {
            parts.rr[time.map_or(0, |t| owner(starts, t))].push(interval_s);
        }
        parts
    }
}

/// The session of each lap as the sessions' own counts say, where these account for every lap exactly once.
fn lap_owners<'a>(sessions: impl Iterator<Item = &'a SessionMessage>, laps: usize) -> Option<Vec<usize>> {
    let mut owners = Vec::with_capacity(laps);
    for (place, session) in sessions.enumerate() {
        let (first, count) = (session.first_lap?, session.laps?);
        if usize::from(first) != owners.len() {
            return None;
        }
        owners.extend(std::iter::repeat_n(place, usize::from(count)));
    }
    (owners.len() == laps).then_some(owners)
}

/// A lap; one without any time of its own begins and ends where the lap before it ended.
fn lap(message: &LapMessage, before: Timestamp) -> Lap {
    let elapsed = message.elapsed_s.map(TimeSpan::from_s);
    let start = message.start.or_else(|| Some(message.time? - elapsed?)).unwrap_or(before);
    let end = elapsed.map(|e| start + e).or(message.time).unwrap_or(start).max(start);
    Lap {
        start,
        end,
        timer: message.timer_s.map(TimeSpan::from_s),
        distance: message.distance_m.map(Distance::from_m),
        intensity: message.intensity.map(names::intensity),
        trigger: message.trigger.map(names::lap_trigger),
        workout_step: message.workout_step,
    }
}

fn split(message: &SplitMessage) -> Option<Split> {
    let start = message.start?;
    let elapsed = message.elapsed_s.map(TimeSpan::from_s);
    let end = message.end.or_else(|| Some(start + elapsed?))?.max(start);
    let distance = message.distance_m.map(Distance::from_m);
    Some(Split { start, end, kind: names::split_kind(message.kind), distance })
}

fn sets(contents: &Contents, starts: &[Timestamp], place: usize, workout: Option<&Workout>) -> Vec<LiftSet> {
    // The time of a set is the session's start in every set: only its own start says when it was.
    let mine = |time: Option<Timestamp>| owner(starts, time.unwrap_or(starts[0])) == place;
    let mut messages: Vec<_> = contents.sets.iter().filter(|m| mine(m.start.or(m.time))).collect();
    messages.sort_by_key(|m| (m.start, m.index));
    messages.into_iter().map(|m| workouts::set(m, workout)).collect()
}

/// Stretches between a stop of the timer and the next start.
fn pauses(contents: &Contents) -> Vec<Pause> {
    let mut events = contents.timer.clone();
    events.sort_by_key(|e| e.time);
    let mut stopped = None;
    let mut pauses: Vec<Pause> = Vec::new();
    for event in events {
        if !event.runs {
            stopped = stopped.or(Some(event.time));
        } else if let Some(start) = stopped.take().filter(|&start| event.time > start) {
            match pauses.last_mut() {
                // Started and stopped again in the same second.
                Some(Pause { end, .. }) if *end == start => *end = event.time,
                _ => pauses.push(Pause { start, end: event.time }),
            }
        }
    }
    pauses
}

/// The device's figures about a session.
fn describe(recording: &mut Recording, message: SessionMessage) {
    recording.name = message.name;
    recording.timer = message.timer_s.map(TimeSpan::from_s);
    recording.elapsed = message.elapsed_s.map(TimeSpan::from_s);
    recording.distance = message.distance_m.map(Distance::from_m);
    recording.ascent = message.ascent_m.map(Distance::from_m);
    recording.descent = message.descent_m.map(Distance::from_m);
    recording.hr_mean = message.hr_mean_bpm.map(HeartRate::from_bpm);
    recording.hr_max = message.hr_max_bpm.map(HeartRate::from_bpm);
    recording.power_mean = message.power_mean_w.map(Power::from_w);
    recording.speed_max = message.speed_max_m_per_s.map(Speed::from_m_per_s);
    if let (None, Some(end)) = (recording.elapsed, message.time) {
        recording.elapsed = Some(end.since(recording.start)).filter(|span| span.as_s() > 0.0);
    }
}
