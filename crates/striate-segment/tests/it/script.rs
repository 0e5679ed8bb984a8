//! Small scripted recordings: parts of (seconds, speed, grade), with the runner's inertia and a little noise.

use striate_model::{
    Athlete, Channel, Distance, HeartRate, Intensity, Lap, LapTrigger, Recording, Sourced, Speed, Sport, SubSport,
    Timestamp,
};

/// When every scripted run begins.
pub(crate) const START: Timestamp = Timestamp::from_unix_ms(1_790_000_000_000);

/// A recording under construction, one sample a second.
pub(crate) struct Script {
    speeds: Vec<f64>,
    grades: Vec<f64>,
    noise: f64,
    seed: u64,
}

/// The instant `seconds` after the start.
pub(crate) fn at(seconds: f64) -> Timestamp {
    Timestamp::from_unix_ms(START.as_unix_ms() + (seconds * 1000.0) as i64)
}

/// An athlete whose critical speed, D' and sprint are known.
pub(crate) fn athlete(critical: f64, sprint: f64) -> Athlete {
    Athlete {
        critical_speed: Sourced::given(Speed::from_m_per_s(critical)),
        max_sprint: Sourced::given(Speed::from_m_per_s(sprint)),
        distance_reserve: Sourced::given(Distance::from_m(180.0)),
        hr_max: Sourced::given(HeartRate::from_bpm(190.0)),
        ..Athlete::default()
    }
}

impl Script {
    pub(crate) fn new() -> Self {
        Self { speeds: Vec::new(), grades: Vec::new(), noise: 0.08, seed: 7 }
    }

    /// Adds a part on level ground.
    pub(crate) fn run(self, seconds: usize, speed: f64) -> Self {
        self.climb(seconds, speed, 0.0)
    }

    /// Adds a part on a slope.
    pub(crate) fn climb(mut self, seconds: usize, speed: f64, grade: f64) -> Self {
        self.speeds.extend(std::iter::repeat_n(speed, seconds));
        self.grades.extend(std::iter::repeat_n(grade, seconds));
        self
    }

    /// Adds work and rest several times.
    pub(crate) fn repeat(mut self, times: usize, work: (usize, f64), rest: (usize, f64)) -> Self {
        for _ in 0..times {
            self = self.run(work.0, work.1).run(rest.0, rest.1);
        }
        self
    }

    /// Sets the standard deviation of the speed's noise, m/s.
    pub(crate) fn noise(mut self, noise: f64) -> Self {
        self.noise = noise;
        self
    }

    fn random(&mut self) -> f64 {
        // SplitMix64 (Vigna), to a number about uniform on -1.7..1.7 (variance 1).
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 * 3.464 - 1.732
    }

    /// The recording.
    pub(crate) fn recording(mut self) -> Recording {
        let mut recording = Recording::new(Sport::Running, SubSport::Generic, START);
        let (mut speed, mut wander, mut along, mut height) = (self.speeds[0], 0.0, 0.0, 100.0);
        for i in 0..self.speeds.len() {
            let wanted = self.speeds[i];
            speed += (wanted - speed) * 0.55;
            wander = 0.8 * wander + 0.6 * self.noise * self.random();
            let shown = if wanted == 0.0 && speed < 0.3 { 0.0 } else { (speed + wander).max(0.0) };
            along += shown;
            height += speed * self.grades[i];
            let barometer = height + 0.1 * self.random();
            let streams = &mut recording.streams;
            streams.time.push(at(i as f64));
            streams.distance_m.push(along);
            streams.channel_mut(Channel::SpeedMPerS).push(shown as f32);
            streams.channel_mut(Channel::AltitudeM).push(barometer as f32);
        }
        recording
    }
}

/// Laps between these seconds.
pub(crate) fn laps(borders: &[f64], trigger: LapTrigger) -> Vec<Lap> {
    borders
        .windows(2)
        .map(|w| Lap {
            start: at(w[0]),
            end: at(w[1]),
            timer: None,
            distance: None,
            intensity: Some(Intensity::Interval),
            trigger: Some(trigger),
            workout_step: None,
        })
        .collect()
}
