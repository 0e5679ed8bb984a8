//! What becomes of a recording elsewhere: exports, second devices, logs.

use striate_model::{
    Channel, Distance, ExerciseRef, LapTrigger, LiftSet, Recording, SetKind, Streams, TimeSpan, Timestamp,
};
use striate_synth::Rng;

/// Samples from `from_s` to `to_s` after the start, times and distance of the whole kept as the device counts them.
pub(crate) fn cut(recording: &Recording, from_s: f64, to_s: f64) -> Recording {
    let inside = |t: &Timestamp| (from_s..=to_s).contains(&t.since(recording.start).as_s());
    let kept: Vec<usize> = (0..recording.streams.len()).filter(|&i| inside(&recording.streams.time[i])).collect();
    let mut cut = Recording { streams: rows(&recording.streams, &kept), ..recording.clone() };
    cut.start = recording.start + TimeSpan::from_s(from_s);
    let metres = &mut cut.streams.distance_m;
    let (first, last) = (metres.first().copied().unwrap_or(0.0), metres.last().copied().unwrap_or(0.0));
    metres.iter_mut().for_each(|m| *m -= first);
    cut.distance = (last > first).then(|| Distance::from_m(last - first));
    let length = cut.streams.time.last().map_or(0.0, |t| t.since(cut.start).as_s());
    (cut.elapsed, cut.timer) = (Some(TimeSpan::from_s(length)), Some(TimeSpan::from_s(length)));
    cut.laps.clear();
    cut.device.serial = None;
    cut
}

/// The rows of some samples.
fn rows(streams: &Streams, kept: &[usize]) -> Streams {
    let pick = |column: &Vec<f64>| kept.iter().filter_map(|&i| column.get(i).copied()).collect();
    let mut found = Streams::default();
    found.time.extend(kept.iter().map(|&i| streams.time[i]));
    found.latitude_deg = pick(&streams.latitude_deg);
    found.longitude_deg = pick(&streams.longitude_deg);
    found.distance_m = pick(&streams.distance_m);
    for channel in Channel::ALL {
        let column = streams.channel(channel);
        *found.channel_mut(channel) = kept.iter().filter_map(|&i| column.get(i).copied()).collect();
    }
    found
}

/// What a site's TCX holds: position, height, distance, heart rate, cadence; a name; no laps that were pressed.
pub(crate) fn tcx(recording: &Recording) -> Recording {
    let mut copy = recording.clone();
    for channel in Channel::ALL {
        let kept = matches!(channel, Channel::AltitudeM | Channel::HeartRateBpm | Channel::CadencePerMin);
        if !kept {
            copy.streams.channel_mut(channel).clear();
        }
    }
    copy.name = Some("Morning Run".to_owned());
    copy.laps.retain(|lap| lap.trigger == Some(LapTrigger::SessionEnd));
    (copy.workout, copy.device, copy.profile) = (None, Default::default(), Default::default());
    copy
}

/// What a GPX holds: position, height and heart rate; no totals, times in whole seconds.
pub(crate) fn gpx(recording: &Recording) -> Recording {
    let mut copy = tcx(recording);
    copy.streams.channel_mut(Channel::CadencePerMin).clear();
    // The distance is measured again along the positions.
    copy.streams.distance_m.iter_mut().for_each(|m| *m *= 1.012);
    copy.distance = copy.streams.distance_m.last().map(|m| Distance::from_m(*m));
    copy
}

/// The same run as another device on the same body saw it: its own clock, button and scale of distance.
pub(crate) fn other_device(recording: &Recording, starts_s: f64, ends_early_s: f64, rng: &mut Rng) -> Recording {
    let length = recording.elapsed.map_or(0.0, TimeSpan::as_s);
    let mut seen = cut(recording, starts_s, length - ends_early_s);
    let (scale, clock) = (1.0 + 0.008 * rng.normal(), TimeSpan::from_s(rng.between(-2.0, 2.0).round()));
    seen.start = seen.start + clock;
    seen.streams.time.iter_mut().for_each(|t| *t = *t + clock);
    seen.streams.distance_m.iter_mut().for_each(|m| *m *= scale);
    seen.distance = seen.distance.map(|d| Distance::from_m(d.as_m() * scale));
    seen
}

/// The lifting log of a strength recording: sets in words, civil time in whole minutes, begun and ended by hand.
pub(crate) fn log(recording: &Recording, zone_h: f64, begins_s: f64, ends_s: f64) -> Recording {
    let length = recording.elapsed.map_or(0.0, TimeSpan::as_s);
    let begin = recording.start + TimeSpan::from_s(begins_s + 3600.0 * zone_h);
    let start = Timestamp::from_unix_ms(begin.as_unix_ms().div_euclid(60_000) * 60_000);
    let mut log = Recording::new(recording.sport, recording.sub_sport, start);
    log.elapsed = Some(TimeSpan::from_s(((length + ends_s - begins_s) / 60.0).round() * 60.0));
    log.name = Some("Leg day".to_owned());
    let typed = |set: &LiftSet| LiftSet {
        start: None,
        duration: None,
        exercise: Some(ExerciseRef::Title("Squat (Barbell)".to_owned())),
        ..set.clone()
    };
    log.sets = recording.sets.iter().filter(|s| s.kind == SetKind::Active).map(typed).collect();
    log
}

/// A log that knows only the day.
pub(crate) fn log_of_the_day(recording: &Recording) -> Recording {
    let day = recording.start.as_unix_ms().div_euclid(86_400_000) * 86_400_000;
    let mut by_day = log(recording, 0.0, 0.0, 0.0);
    by_day.start = Timestamp::from_unix_ms(day + 43_200_000);
    (by_day.elapsed, by_day.name) = (None, None);
    by_day
}

/// The watch's strength recording without its own counts: it is not asked to count sets.
pub(crate) fn without_sets(recording: &Recording) -> Recording {
    Recording { sets: Vec::new(), ..recording.clone() }
}
