//! The bytes, read back by our own decoder: encoder and decoder were written by different people, so what both agree on
//! is what the format says.

use striate_formats::fit;
use striate_model::{Channel, Recording, SubSport};
use striate_synth::{Synthetic, examples, generate, test_set, to_fit};

fn decoded(synthetic: &Synthetic) -> Recording {
    let decoded = fit::decode(&to_fit(&synthetic.recording)).expect("a FIT file");
    assert!(decoded.warnings.is_empty(), "{}: {:?}", synthetic.truth.name, decoded.warnings);
    assert_eq!(decoded.recordings.len(), 1);
    decoded.recordings.into_iter().next().expect("just counted")
}

fn same_columns(written: &Synthetic, read: &Recording) {
    let (name, written, read) = (&written.truth.name, &written.recording.streams, &read.streams);
    assert_eq!(written.time, read.time, "{name}");
    let close = |a: &[f64], b: &[f64], tolerance: f64, what: &str| {
        assert_eq!(a.len(), b.len(), "{name}: {what}");
        let fits = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance || (a.is_nan() && b.is_nan());
        assert!(a.iter().zip(b).all(fits), "{name}: {what}");
    };
    close(&written.latitude_deg, &read.latitude_deg, 1e-9, "latitude");
    close(&written.longitude_deg, &read.longitude_deg, 1e-9, "longitude");
    close(&written.distance_m, &read.distance_m, 1e-6, "distance");
    for channel in Channel::ALL {
        let wide = |column: &[f32]| column.iter().map(|v| f64::from(*v)).collect::<Vec<f64>>();
        close(&wide(written.channel(channel)), &wide(read.channel(channel)), 2e-4, &format!("{channel:?}"));
    }
}

#[test]
fn our_decoder_gives_back_the_columns_of_every_example() {
    for (_, synthetic) in examples() {
        let read = decoded(&synthetic);
        same_columns(&synthetic, &read);
        let written = &synthetic.recording;
        assert_eq!((written.sport, written.sub_sport, written.start), (read.sport, read.sub_sport, read.start));
        assert_eq!((written.timer, written.elapsed, written.distance), (read.timer, read.elapsed, read.distance));
        assert_eq!((written.hr_mean, written.hr_max), (read.hr_mean, read.hr_max));
        assert_eq!(written.laps, read.laps);
        assert_eq!(written.profile, read.profile);
    }
}

#[test]
fn our_decoder_gives_back_the_sets_of_the_strength_session() {
    let (_, synthetic) = examples().into_iter().find(|(n, _)| *n == "strength-session").expect("it exists");
    let read = decoded(&synthetic);
    assert_eq!(synthetic.recording.sets.len(), read.sets.len());
    for (written, read) in synthetic.recording.sets.iter().zip(&read.sets) {
        assert_eq!(
            (written.kind, written.start, written.duration, written.reps),
            (read.kind, read.start, read.duration, read.reps)
        );
        assert_eq!((&written.exercise, written.load), (&read.exercise, read.load));
    }
}

#[test]
fn our_decoder_gives_back_recordings_with_every_fault() {
    // Every nineteenth: all families and all faults come by.
    for scenario in test_set().step_by(19) {
        let synthetic = generate(&scenario);
        let read = decoded(&synthetic);
        same_columns(&synthetic, &read);
        let written = &synthetic.recording;
        assert_eq!(written.pauses, read.pauses, "{}", scenario.name);
        assert_eq!(written.laps, read.laps, "{}", scenario.name);
        assert_eq!(written.workout, read.workout, "{}", scenario.name);
        if written.sub_sport != SubSport::Race {
            assert_eq!(written.sub_sport, read.sub_sport, "{}", scenario.name);
        }
    }
}
