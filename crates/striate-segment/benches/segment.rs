//! What segmentation costs an hour of 1 Hz data, from ten minutes to a day: the least of several rounds, and whether
//! it stays linear. `--json` prints one object a line instead of the table.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench reads the clock and prints")]

use std::hint::black_box;
use std::time::Instant;
use striate_model::{Athlete, Channel, Recording, Sport, SubSport, Timestamp, Told};
use striate_segment::segment;

const ROUNDS: usize = 8;

/// A run of repetitions over rolling ground with every channel that the segmentation reads.
fn recording(seconds: usize) -> Recording {
    let mut recording = Recording::new(Sport::Running, SubSport::Generic, Timestamp::from_unix_ms(1_790_000_000_000));
    let mut random = 1u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 40) as f64 / (1u64 << 24) as f64 - 0.5
    };
    let (mut speed, mut along, mut wander) = (2.5, 0.0, 0.0);
    for i in 0..seconds {
        let wanted = if i % 3600 < 900 || i % 240 >= 90 { 2.6 } else { 4.6 };
        speed += (wanted - speed) * 0.5;
        wander = 0.9 * wander + 0.15 * next();
        let shown = speed + wander;
        along += shown;
        let height = 100.0 + 20.0 * (along / 900.0).sin() + 0.4 * next();
        let streams = &mut recording.streams;
        streams.time.push(Timestamp::from_unix_ms(recording.start.as_unix_ms() + i as i64 * 1000));
        streams.distance_m.push(along);
        streams.latitude_deg.push(along / 111_195.0);
        streams.longitude_deg.push(0.0);
        let mut put = |channel: Channel, value: f64| streams.channel_mut(channel).push(value as f32);
        put(Channel::SpeedMPerS, shown);
        put(Channel::AltitudeM, height);
        put(Channel::HeartRateBpm, 130.0 + 8.0 * speed + 3.0 * next());
        put(Channel::CadencePerMin, 150.0 + 6.0 * speed);
        put(Channel::PowerW, 80.0 * shown);
        put(Channel::GroundContactS, 0.26 - 0.01 * speed);
    }
    recording
}

fn main() {
    let json = std::env::args().any(|a| a == "--json");
    let (athlete, told) = (Athlete::default(), Told::default());
    let mut rows = Vec::new();
    for (name, seconds) in [("10min", 600), ("1h", 3600), ("4h", 14_400), ("24h", 86_400)] {
        let recording = recording(seconds);
        let mut best = f64::INFINITY;
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            black_box(segment(black_box(&recording), &athlete, &told));
            best = best.min(begin.elapsed().as_secs_f64() * 1000.0);
        }
        rows.push((name, best, best * 3600.0 / seconds as f64));
    }
    let linearity = rows[3].2 / rows[1].2;
    if json {
        for (name, ms, per_hour) in &rows {
            println!(
                "{{\"id\":\"P3\",\"work\":\"segmentation of {name} at 1 Hz, {ms:.2} ms in all, for each hour of it\",\"unit\":\"ms\",\
                 \"ours\":{per_hour:.4},\"peer\":null,\"peer_value\":null,\"ratio\":null}}"
            );
        }
    } else {
        println!("segmentation, least of {ROUNDS} rounds");
        for (name, ms, per_hour) in &rows {
            println!("{name:>6}  {ms:9.3} ms  {per_hour:7.3} ms per hour of 1 Hz data");
        }
        println!("a day costs {linearity:.2} times as much an hour as an hour does");
    }
}
