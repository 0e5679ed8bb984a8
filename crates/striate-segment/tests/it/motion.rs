//! The cleaned movement, and what a recording says about its athlete.

use crate::script::{START, Script, at, athlete};
use striate_model::{
    Athlete, Channel, Mass, Origin, Pause, Recording, Sourced, Speed, SpeedSource, Sport, SubSport, Told, WarningCode,
};
use striate_segment::{refine_athlete, segment};

fn default_session(recording: &Recording) -> striate_model::Session {
    segment(recording, &Athlete::default(), &Told::default())
}

#[test]
fn every_column_is_as_long_as_the_grid() {
    let motion = default_session(&Script::new().run(600, 3.0).recording()).motion;
    let lengths = [
        motion.speed_m_per_s.len(),
        motion.grade.len(),
        motion.acceleration_m_per_s2.len(),
        motion.cadence_steps_per_min.len(),
        motion.ground_contact_s.len(),
        motion.heart_rate_bpm.len(),
    ];
    assert!(motion.len() == 600 && lengths.iter().all(|l| *l == 600));
}

#[test]
fn missing_contact_time_and_cadence_come_from_published_relations_and_a_warning_says_so() {
    let session = default_session(&Script::new().run(600, 3.04).noise(0.0).recording());
    let motion = &session.motion;
    assert!((f64::from(motion.cadence_steps_per_min[300]) - 165.0).abs() < 1.0);
    assert!((f64::from(motion.ground_contact_s[300]) - 0.229).abs() < 0.005);
    assert!(!motion.ground_contact_is_measured && !motion.cadence_is_measured);
    let estimated = session.warnings.iter().filter(|w| w.code == WarningCode::MissingChannel).count();
    assert_eq!(estimated, 2, "{:?}", session.warnings);
}

#[test]
fn nothing_is_said_about_seconds_in_which_the_timer_was_stopped() {
    let mut recording = Script::new().run(300, 3.0).run(60, 0.0).run(300, 3.0).recording();
    recording.pauses = vec![Pause { start: at(300.0), end: at(360.0) }];
    let motion = default_session(&recording).motion;
    assert!(
        (301..359).all(|i| !motion.active[i] && motion.speed_m_per_s[i] == 0.0 && motion.heart_rate_bpm[i].is_nan())
    );
}

#[test]
fn a_speed_that_contradicts_the_distance_is_replaced_by_the_distance() {
    let mut recording = Script::new().run(900, 3.0).recording();
    for v in recording.streams.channel_mut(Channel::SpeedMPerS) {
        *v *= 3.6;
    }
    let session = default_session(&recording);
    assert_eq!(session.motion.speed_source, SpeedSource::Distance);
    assert!((f64::from(session.motion.speed_m_per_s[400]) - 3.0).abs() < 0.4);
    assert!(session.warnings.iter().any(|w| w.code == WarningCode::Repaired));
}

#[test]
fn a_foot_pod_is_scaled_to_the_distance_of_the_satellites() {
    let mut recording = Script::new().run(900, 3.0).recording();
    let pod: Vec<f32> = recording.streams.channel(Channel::SpeedMPerS).iter().map(|v| v * 0.95).collect();
    *recording.streams.channel_mut(Channel::FootPodSpeedMPerS) = pod;
    let motion = default_session(&recording).motion;
    assert_eq!(motion.speed_source, SpeedSource::FootPod);
    let mean = motion.speed_m_per_s.iter().sum::<f32>() / 900.0;
    assert!((mean - 3.0).abs() < 0.03, "{mean}");
}

#[test]
fn position_alone_gives_a_speed() {
    let mut recording = Script::new().run(900, 3.0).recording();
    let along = std::mem::take(&mut recording.streams.distance_m);
    recording.streams.channel_mut(Channel::SpeedMPerS).clear();
    recording.streams.latitude_deg = along.iter().map(|d| d / 111_195.0).collect();
    recording.streams.longitude_deg = vec![0.0; along.len()];
    let motion = default_session(&recording).motion;
    assert_eq!(motion.speed_source, SpeedSource::Position);
    assert!((f64::from(motion.speed_m_per_s[400]) - 3.0).abs() < 0.3);
}

#[test]
fn uneven_samples_give_the_same_efforts_as_even_ones() {
    let even = Script::new().run(600, 2.8).repeat(6, (60, 5.0), (120, 2.0)).run(300, 2.6).recording();
    let mut uneven = even.clone();
    let keep = |i: usize| i.is_multiple_of(5) || i.is_multiple_of(7);
    let mut index = 0;
    let mut wanted = || {
        index += 1;
        keep(index - 1)
    };
    uneven.streams.time.retain(|_| wanted());
    for column in [Channel::SpeedMPerS, Channel::AltitudeM] {
        let kept = even.streams.channel(column).iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, v)| *v);
        *uneven.streams.channel_mut(column) = kept.collect();
    }
    uneven.streams.distance_m =
        even.streams.distance_m.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, v)| *v).collect();
    let of = |r: &Recording| segment(r, &athlete(3.8, 7.5), &Told::default()).efforts;
    let (a, b) = (of(&even), of(&uneven));
    assert_eq!((a.len(), b.len()), (6, 6));
    assert!(a.iter().zip(&b).all(|(a, b)| a.start.since(b.start).as_s().abs() <= 4.0));
}

#[test]
fn a_recording_without_samples_is_a_session_without_movement() {
    let session = default_session(&Recording::new(Sport::Training, SubSport::StrengthTraining, START));
    assert!(session.motion.is_empty() && session.segments.is_empty() && session.efforts.is_empty());
}

#[test]
fn a_fast_run_raises_what_is_known_of_its_runner_and_an_easy_one_lowers_nothing() {
    let fast = Script::new().run(600, 3.0).run(1500, 4.6).run(120, 2.0).run(20, 8.6).run(60, 1.0).recording();
    let refined = refine_athlete(&Athlete::default(), &fast);
    // What was run is a bound; the runner is taken to be a little faster.
    let critical = refined.critical_speed;
    assert_eq!(critical.origin, Origin::Default);
    assert!((4.5..4.85).contains(&critical.value.as_m_per_s()), "{critical:?}");
    assert_eq!(refined.max_sprint.origin, Origin::Estimated);
    assert!((refined.max_sprint.value.as_m_per_s() - 8.5).abs() < 0.25);
    // Of a history that knows better an easy run changes nothing.
    let known = Athlete {
        critical_speed: Sourced { value: Speed::from_m_per_s(4.0), origin: Origin::Estimated },
        ..Athlete::default()
    };
    let easy = refine_athlete(&known, &Script::new().run(2400, 2.5).recording());
    assert_eq!(easy.critical_speed, known.critical_speed);
}

#[test]
fn a_strangers_critical_speed_is_guessed_from_the_run_and_stays_an_assumption() {
    let guess = |speed| refine_athlete(&Athlete::default(), &Script::new().run(2400, speed).recording());
    let (slow, fast) = (guess(2.3), guess(3.9));
    assert_eq!((slow.critical_speed.origin, slow.max_sprint.origin), (Origin::Default, Origin::Default));
    let speeds = [slow, fast].map(|a| a.critical_speed.value.as_m_per_s());
    assert!(speeds[0] > 2.5 && speeds[0] < 3.5 && speeds[1] > 3.95 && speeds[1] < 5.2, "{speeds:?}");
    assert!(slow.max_sprint.value < fast.max_sprint.value);
}

#[test]
fn a_fix_that_comes_late_makes_no_sprint_and_standing_no_walk() {
    let mut recording = Script::new().run(600, 3.0).run(90, 0.0).run(600, 3.0).recording();
    let streams = &mut recording.streams;
    let along = std::mem::take(&mut streams.distance_m);
    streams.channel_mut(Channel::SpeedMPerS).clear();
    for (i, metres) in along.iter().enumerate() {
        // Every seventh fix is the one before once more; all of them wander a little to the side.
        let north = if i % 7 == 3 { along[i - 1] } else { *metres };
        streams.latitude_deg.push(north / 111_195.0);
        streams.longitude_deg.push(0.3 * ((i * 7919 % 101) as f64 / 50.0 - 1.0) / 111_195.0);
    }
    let session = default_session(&recording);
    assert!(session.efforts.is_empty(), "{:?}", session.efforts);
    let speed = &session.motion.speed_m_per_s;
    assert!(speed[20..580].iter().all(|v| (2.2..3.8).contains(v)));
    let mean = speed[610..680].iter().sum::<f32>() / 70.0;
    assert!(mean < 0.4, "{mean}");
}

#[test]
fn a_satellite_jump_is_not_a_personal_best() {
    let mut recording = Script::new().run(1800, 3.0).recording();
    for (i, v) in recording.streams.channel_mut(Channel::SpeedMPerS).iter_mut().enumerate() {
        if (900..903).contains(&i) {
            *v = 11.0;
        }
    }
    let refined = refine_athlete(&Athlete::default(), &recording).max_sprint;
    assert!(refined.origin == Origin::Default && refined.value.as_m_per_s() < 8.0, "{refined:?}");
}

#[test]
fn what_the_athlete_said_is_not_replaced_by_the_device() {
    let mut recording = Script::new().run(60, 3.0).recording();
    recording.profile.mass = Some(Mass::from_kg(90.0));
    let given = Athlete { mass: Sourced::given(Mass::from_kg(64.0)), ..Athlete::default() };
    assert_eq!(refine_athlete(&given, &recording).mass.value.as_kg(), 64.0);
    assert_eq!(refine_athlete(&Athlete::default(), &recording).mass.value.as_kg(), 90.0);
    let fast = Script::new().run(1800, 5.0).recording();
    let given = athlete(4.0, 8.0);
    assert_eq!(refine_athlete(&given, &fast).critical_speed.value, Speed::from_m_per_s(4.0));
}

/// The rows of a recording as some services write them: of each second one row with the position and one with distance,
/// speed and height, of the same time.
fn in_two_rows(recording: &Recording) -> Recording {
    let mut doubled = recording.clone();
    let streams = &mut doubled.streams;
    streams.time = recording.streams.time.iter().flat_map(|t| [*t, *t]).collect();
    let position = |v: &f64| [*v, f64::NAN];
    streams.latitude_deg = recording.streams.latitude_deg.iter().flat_map(position).collect();
    streams.longitude_deg = recording.streams.longitude_deg.iter().flat_map(position).collect();
    streams.distance_m = recording.streams.distance_m.iter().flat_map(|v| [f64::NAN, *v]).collect();
    for channel in [Channel::SpeedMPerS, Channel::AltitudeM] {
        let column = recording.streams.channel(channel).iter().flat_map(|v| [f32::NAN, *v]).collect();
        *streams.channel_mut(channel) = column;
    }
    doubled
}

#[test]
fn two_rows_of_one_second_are_one_sample() {
    let mut single = Script::new().run(600, 2.8).repeat(6, (60, 5.0), (120, 2.0)).run(300, 2.6).recording();
    single.streams.latitude_deg = single.streams.distance_m.iter().map(|d| d / 111_195.0).collect();
    single.streams.longitude_deg = vec![0.0; single.streams.time.len()];
    let doubled = in_two_rows(&single);
    let of = |r: &Recording| segment(r, &athlete(3.8, 7.5), &Told::default());
    let (one, two) = (of(&single), of(&doubled));
    assert_eq!(one.efforts, two.efforts);
    assert_eq!(one.kind, two.kind);
    let most = one.motion.speed_m_per_s.iter().zip(&two.motion.speed_m_per_s).map(|(a, b)| (a - b).abs());
    assert!(most.fold(0.0, f32::max) < 1e-3);
    assert!(one.motion.grade.iter().zip(&two.motion.grade).all(|(a, b)| (a - b).abs() < 1e-3));
    // The same with distance only, which is where speed comes from then.
    let mut far = single.clone();
    far.streams.channel_mut(Channel::SpeedMPerS).clear();
    let mut far_doubled = doubled;
    far_doubled.streams.channel_mut(Channel::SpeedMPerS).clear();
    assert_eq!(of(&far).efforts, of(&far_doubled).efforts);
}

#[test]
fn a_strength_session_is_not_blamed_for_having_no_speed() {
    for (sport, sub_sport) in [
        (Sport::Training, SubSport::StrengthTraining),
        (Sport::FitnessEquipment, SubSport::StrengthTraining),
        (Sport::Training, SubSport::Generic),
    ] {
        let mut recording = Recording::new(sport, sub_sport, START);
        for i in 0..600 {
            recording.streams.time.push(at(f64::from(i)));
            recording.streams.channel_mut(Channel::HeartRateBpm).push(110.0);
        }
        assert_eq!(default_session(&recording).warnings, [], "{sport:?}");
    }
    let mut run = Recording::new(Sport::Running, SubSport::Generic, START);
    run.streams.time = (0..600).map(|i| at(f64::from(i))).collect();
    assert!(default_session(&run).warnings.iter().any(|w| w.message.contains("Neither speed nor power")));
}
