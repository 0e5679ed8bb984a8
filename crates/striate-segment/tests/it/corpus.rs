//! Real recordings with known efforts, read where they are present.

use crate::real::{bytes, recordings, truth};
use striate_formats::decode;
use striate_model::{Athlete, EffortSource, Recording, Session, SessionKind, Told};
use striate_segment::{refine_athlete, segment};

/// As an athlete of whom nothing is known but what the recording shows.
fn session(recording: &Recording) -> Session {
    segment(recording, &refine_athlete(&Athlete::default(), recording), &Told::default())
}

/// Efforts as seconds after the start of the recording.
fn spans(session: &Session) -> Vec<(f64, f64)> {
    session.efforts.iter().map(|e| (e.start.since(session.start).as_s(), e.end.since(session.start).as_s())).collect()
}

fn assert_near(found: &[(f64, f64)], wanted: &[(f64, f64)], tolerance_s: f64) {
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (f, w) in found.iter().zip(wanted) {
        assert!((f.0 - w.0).abs() <= tolerance_s && (f.1 - w.1).abs() <= tolerance_s, "{f:?} for {w:?}");
    }
}

#[test]
fn four_real_thousands_are_four_and_the_aborted_ones_do_not_count() {
    let Some(recordings) = recordings("running-with-developer-data.fit") else { return };
    let session = session(&recordings[0]);
    assert!(session.efforts.iter().all(|e| e.source == EffortSource::WorkoutSteps));
    let wanted = truth("running-with-developer-data", session.start).expect("it lies beside the recording");
    assert_eq!(wanted.len(), 4);
    assert_near(&spans(&session), &wanted, 3.0);
    assert_eq!(session.kind.kind, SessionKind::Interval, "{:?}", session.kind);
}

/// The runner started the first one gently and was running again before the second lap began, so the signal alone
/// cannot give the laps' seconds; four efforts that overlap the laps by four fifths or nearly so are right.
#[test]
fn four_real_thousands_are_found_in_the_signal_alone() {
    let Some(mut recordings) = recordings("running-with-developer-data.fit") else { return };
    recordings[0].laps.clear();
    recordings[0].workout = None;
    let found = spans(&session(&recordings[0]));
    assert_eq!(found.len(), 4, "{found:?}");
    let wanted = truth("running-with-developer-data", recordings[0].start).expect("it lies beside the recording");
    for (f, w) in found.iter().zip(&wanted) {
        let overlap = f.1.min(w.1) - f.0.max(w.0);
        assert!(overlap / (f.1.max(w.1) - f.0.min(w.0)) > 0.78, "{f:?} for {w:?}");
    }
}

#[test]
fn four_real_1600s_without_rests_are_a_tempo_run_without_efforts() {
    let Some(recordings) = recordings("20210604_track_run_garmin_fenix_6.fit") else { return };
    let session = session(&recordings[0]);
    assert_eq!(spans(&session), []);
    assert_eq!(session.kind.kind, SessionKind::Tempo, "{:?}", session.kind);
}

#[test]
fn three_bouts_on_a_bicycle_come_from_the_steps_of_the_workout() {
    let Some(recordings) = recordings("hrv-activity.fit") else { return };
    let session = session(&recordings[0]);
    let wanted = truth("hrv-activity", session.start).expect("it lies beside the recording");
    assert_eq!(wanted.len(), 3);
    assert_near(&spans(&session), &wanted, 3.0);
}

#[test]
fn every_real_recording_gets_an_answer() {
    let Some(manifest) = bytes("manifest.csv") else { return };
    let manifest = String::from_utf8_lossy(&manifest).into_owned();
    for line in manifest.lines().skip(1) {
        let name = line.split(',').next().expect("a line has a first cell");
        let Some(decoded) = bytes(name).and_then(|bytes| decode(&bytes, name).ok()) else {
            println!("{name}: cannot be read");
            continue;
        };
        for recording in &decoded.recordings {
            let refined = refine_athlete(&Athlete::default(), recording);
            let session = session(recording);
            println!(
                "{name} {}/{} {:.0} s {:.2} km, {} laps: {} {:.2}; CS {:.2} max {:.2}; speed {:?}, grade error {:?}",
                recording.sport.as_str(),
                recording.sub_sport.as_str(),
                session.timer.as_s(),
                recording.distance.map_or(0.0, striate_model::Distance::as_m) / 1000.0,
                recording.laps.len(),
                session.kind.kind.as_str(),
                session.kind.confidence,
                refined.critical_speed.value.as_m_per_s(),
                refined.max_sprint.value.as_m_per_s(),
                session.motion.speed_source,
                session.motion.grade_error.map(striate_model::Grade::as_ratio),
            );
            for reason in &session.kind.reasons {
                println!("    {reason}");
            }
            for warning in &session.warnings {
                println!("    ! {}", warning.message);
            }
            for (effort, span) in session.efforts.iter().zip(spans(&session)) {
                println!(
                    "    {:6.0}-{:6.0} {:5.0} m {:.2} m/s grade {:+.3} of best {:.2} {}",
                    span.0,
                    span.1,
                    effort.distance.map_or(0.0, striate_model::Distance::as_m),
                    effort.mean_speed.map_or(0.0, striate_model::Speed::as_m_per_s),
                    effort.mean_grade.map_or(0.0, striate_model::Grade::as_ratio),
                    effort.fraction_of_own_best.unwrap_or(0.0),
                    effort.source.as_str()
                );
            }
            assert!(!session.kind.reasons.is_empty());
            assert!(session.segments.windows(2).all(|w| w[0].end == w[1].start));
        }
    }
}
