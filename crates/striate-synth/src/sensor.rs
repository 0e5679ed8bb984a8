//! From truth to what the watch writes: noise, lag, drift, quantisation, dropped samples, missing channels.

use crate::body::{Moment, Performance};
use crate::course::Place;
use crate::device::{Device, HeartSensor, HeightSensor, Rate, Sky, SpeedSensor, scale_error};
use crate::rng::{Rng, Wander};
use crate::script::Role;
use std::collections::VecDeque;
use striate_model::{Channel, Pause, Streams, TimeSpan, Timestamp};

/// Metres in a degree of latitude (mean meridian arc of WGS 84).
const METRES_PER_DEGREE: f64 = 111_132.0;

/// One written instant, in the format's own steps (FIT's quantisation), so that writing and reading loses nothing.
#[derive(Clone, Copy, Debug)]
struct Written {
    second: usize,
    latitude_deg: f64,
    longitude_deg: f64,
    distance_m: f64,
    speed: f32,
    height: f32,
    heart: f32,
    cadence: f32,
    contact: f32,
    step_length: f32,
    oscillation: f32,
    power: f32,
    temperature: f32,
    pod_speed: f32,
    stiffness: f32,
    form_power: f32,
}

/// What the sensors wrote.
pub(crate) struct Sensed {
    pub(crate) streams: Streams,
    pub(crate) pauses: Vec<Pause>,
    /// Distance by the watch at every whole second, for its laps.
    pub(crate) distance_by_second: Vec<f64>,
    /// Whether the timer ran at every whole second.
    pub(crate) timer_by_second: Vec<bool>,
}

/// Where and when the recording begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// The first instant; a whole second.
    pub time: Timestamp,
    /// Degrees north of the first place.
    pub latitude_deg: f64,
    /// Degrees east of the first place.
    pub longitude_deg: f64,
    /// Height of the first place above the sea, m.
    pub height_m: f64,
}

/// Watches the performance through the device.
pub(crate) fn sense(performance: &Performance, device: &Device, origin: &Origin, rng: &Rng) -> Sensed {
    let timer = timer(performance, device);
    let mut written = Vec::with_capacity(performance.moments.len());
    let mut sensors = Sensors::new(device, rng);
    let mut distance_by_second = Vec::with_capacity(performance.moments.len());
    for (second, moment) in performance.moments.iter().enumerate() {
        let sample = sensors.read(second, moment, timer[second], origin);
        distance_by_second.push(sample.distance_m);
        if timer[second] {
            written.push(sample);
        }
    }
    if device.heart == HeartSensor::WristLockedToSteps {
        lock_to_steps(&mut written, rng);
    }
    if device.rate == Rate::Smart {
        thin(&mut written, rng);
    }
    Sensed {
        streams: columns(&written, device, origin.time),
        pauses: pauses(&timer, origin.time),
        distance_by_second,
        timer_by_second: timer,
    }
}

/// Whether the timer runs at each second: off in pauses by hand and, with auto-pause, three seconds into a halt.
fn timer(performance: &Performance, device: &Device) -> Vec<bool> {
    let mut timer: Vec<bool> = performance.moments.iter().map(|m| m.is_timer_on).collect();
    if device.pauses_by_itself {
        for part in performance.parts.iter().filter(|p| p.part.role == Role::Halt) {
            let (from, to) = ((part.start_s + 3.0).ceil() as usize, (part.end_s + 1.0).ceil() as usize);
            for second in from..to.min(timer.len()) {
                timer[second] = false;
            }
        }
    }
    timer
}

fn pauses(timer: &[bool], start: Timestamp) -> Vec<Pause> {
    let at = |second: usize| start + TimeSpan::from_s(second as f64);
    let mut found = Vec::new();
    let mut stopped = None;
    for (second, on) in timer.iter().enumerate() {
        match (*on, stopped) {
            // The timer stops at the last second it ran and starts at the first one it runs again.
            (false, None) => stopped = Some(second.saturating_sub(1)),
            (true, Some(from)) => {
                found.push(Pause { start: at(from), end: at(second) });
                stopped = None;
            }
            _ => {}
        }
    }
    found
}

struct Sensors<'a> {
    device: &'a Device,
    scale: f64,
    east: Wander,
    north: Wander,
    jitter: Rng,
    speed_error: Wander,
    burst: Rng,
    burst_left_s: usize,
    burst_error: f64,
    smooth_speed: f64,
    past_speeds: VecDeque<f64>,
    distance_m: f64,
    shown_distance_m: f64,
    distance_error: Wander,
    pressure: Wander,
    weather_m: f64,
    weather_m_per_s: f64,
    weather: Rng,
    height_far: Wander,
    smooth_height: Option<f64>,
    smooth_heart: Option<f64>,
    heart_error: Wander,
    dynamics: Rng,
    temperature: f64,
    pod: Pod,
    gusts: Gusts,
    past_places: VecDeque<Place>,
}

/// Fixes that jump ahead or fall back for some seconds: speed, distance and position are wrong together.
struct Gusts {
    chance: Rng,
    per_second: f64,
    left_s: usize,
    /// Error of speed, m/s.
    speed: f64,
    /// What is left of its error of position along the way, m.
    ahead_m: f64,
}

impl Gusts {
    /// The error of this second, m/s.
    fn next(&mut self) -> f64 {
        if self.per_second <= 0.0 {
            return 0.0;
        }
        if self.left_s > 0 {
            self.left_s -= 1;
        } else if self.chance.chance(self.per_second) {
            // 8 to 20 s, a metre a second and more: as seen between houses and with sparse fixes in real recordings.
            self.left_s = self.chance.count(8, 20);
            self.speed = 1.1 * self.chance.normal();
        } else {
            self.speed = 0.0;
        }
        self.ahead_m = 0.98 * self.ahead_m + self.speed;
        self.speed
    }
}

/// A pod at the foot: prompt, off by a constant percent or two (assumption; vendors claim under 3 % uncalibrated).
struct Pod {
    scale: f64,
    error: Wander,
    mass_kg: f64,
    chance: Rng,
}

impl Pod {
    fn new(rng: &Rng) -> Self {
        let mut chance = rng.branch("pod");
        Self {
            scale: 1.0 + 0.015 * chance.normal().clamp(-2.0, 2.0),
            error: Wander::new(0.05, 1.5, rng.branch("pod error")),
            mass_kg: chance.between(55.0, 85.0),
            chance,
        }
    }

    /// Speed m/s, leg stiffness kN/m and form power W; sizes of the last two are assumptions.
    fn read(&mut self, truth: &Moment) -> (f64, f64, f64) {
        let error = self.error.next(1.0) * (truth.speed_m_per_s / 1.5).min(1.0);
        let speed = (truth.speed_m_per_s * self.scale + error).max(0.0);
        if truth.contact_s.is_none() {
            return (speed, f64::NAN, f64::NAN);
        }
        let stiffness = 9.5 + 0.2 * (truth.speed_m_per_s - 3.0) + 0.15 * self.chance.normal();
        (speed, stiffness, 0.95 * self.mass_kg + 0.8 * self.chance.normal())
    }
}

impl<'a> Sensors<'a> {
    fn new(device: &'a Device, rng: &Rng) -> Self {
        let sky = device.sky.errors();
        let speed_error = if device.speed == SpeedSensor::FootPod { 0.06 } else { sky.speed_m_per_s };
        Self {
            device,
            scale: scale_error(device, rng),
            east: Wander::new(sky.drift_m, 60.0, rng.branch("east")),
            north: Wander::new(sky.drift_m, 60.0, rng.branch("north")),
            jitter: rng.branch("jitter"),
            speed_error: Wander::new(speed_error, 3.0, rng.branch("speed")),
            burst: rng.branch("bursts"),
            burst_left_s: 0,
            burst_error: 0.0,
            smooth_speed: 0.0,
            past_speeds: VecDeque::new(),
            distance_m: 0.0,
            shown_distance_m: 0.0,
            distance_error: Wander::new(sky.distance_m, 2.0, rng.branch("distance")),
            pressure: Wander::new(0.35, 3.0, rng.branch("pressure")),
            weather_m: 0.0,
            // Weather moves sea-level pressure by up to about 1 hPa an hour on ordinary days: 8.4 m of height.
            weather_m_per_s: rng.branch("weather trend").normal() * 3.0 / 3600.0,
            weather: rng.branch("weather"),
            height_far: Wander::new(5.0, 80.0, rng.branch("satellite height")),
            smooth_height: None,
            smooth_heart: None,
            heart_error: Wander::new(
                if device.heart == HeartSensor::Chest { 0.0 } else { 2.5 },
                20.0,
                rng.branch("wrist"),
            ),
            dynamics: rng.branch("dynamics"),
            temperature: rng.branch("temperature").between(6.0, 24.0),
            pod: Pod::new(rng),
            gusts: Gusts {
                chance: rng.branch("gusts"),
                per_second: device.gusts_per_hour / 3600.0,
                left_s: 0,
                speed: 0.0,
                ahead_m: 0.0,
            },
            past_places: VecDeque::new(),
        }
    }

    fn read(&mut self, second: usize, truth: &Moment, timer: bool, origin: &Origin) -> Written {
        let gust = self.gusts.next() * (truth.speed_m_per_s / 1.5).min(1.0);
        let speed = self.speed(truth, gust);
        if timer && second > 0 {
            self.count_distance(truth, gust);
        }
        let (latitude_deg, longitude_deg) = self.position(truth, origin);
        let height = self.height(truth, origin);
        let heart = self.heart(truth);
        let cadence = if truth.cadence_spm > 0.0 { truth.cadence_spm.round() } else { 0.0 };
        let step_length =
            if truth.cadence_spm > 40.0 { truth.speed_m_per_s * 60.0 / truth.cadence_spm } else { f64::NAN };
        let contact = truth.contact_s.map_or(f64::NAN, |c| c * (1.0 + 0.015 * self.dynamics.normal()));
        // Rise and fall of the trunk: 8 to 10 cm in easy running, less when sprinting (assumption).
        let oscillation = truth
            .contact_s
            .map_or(f64::NAN, |_| 0.096 - 0.005 * (truth.speed_m_per_s - 3.0) + 0.002 * self.dynamics.normal());
        let (pod_speed, stiffness, form_power) = self.pod.read(truth);
        Written {
            second,
            latitude_deg,
            longitude_deg,
            distance_m: quantise(self.shown_distance_m, 100.0),
            speed: quantise(speed, 1000.0) as f32,
            height: quantise(height, 1.0 / self.device.height_step_m) as f32,
            heart: heart.round() as f32,
            cadence: cadence as f32,
            contact: quantise(contact, 10_000.0) as f32,
            step_length: quantise(step_length, 10_000.0) as f32,
            oscillation: quantise(oscillation, 10_000.0) as f32,
            power: truth.power_w.round() as f32,
            temperature: self.temperature.round() as f32,
            pod_speed: quantise(pod_speed, 1000.0) as f32,
            stiffness: quantise(stiffness, 10.0) as f32,
            form_power: form_power.round() as f32,
        }
    }

    /// Distance is counted from position and does not lag, but jitters from second to second and never goes back.
    fn count_distance(&mut self, truth: &Moment, gust: f64) {
        self.distance_m += truth.speed_m_per_s * self.scale + gust;
        let error = self.distance_error.next(1.0);
        // Standing still is seen as such.
        if truth.speed_m_per_s > 0.2 {
            self.shown_distance_m = self.shown_distance_m.max(self.distance_m + error);
        }
    }

    fn speed(&mut self, truth: &Moment, gust: f64) -> f64 {
        let sky = self.device.sky.errors();
        if self.burst_left_s > 0 {
            self.burst_left_s -= 1;
        } else if self.device.speed != SpeedSensor::FootPod && self.burst.chance(sky.bursts_per_hour / 3600.0) {
            // A reflected signal: some seconds of speed that is off by up to a metre a second or so (assumption).
            self.burst_left_s = self.burst.count(2, 6);
            self.burst_error = 0.7 * self.burst.normal();
        }
        let burst = if self.burst_left_s > 0 { self.burst_error } else { 0.0 };
        // Standing still is seen well: errors of speed shrink with speed.
        let moving = (truth.speed_m_per_s / 1.5).min(1.0);
        let raw = (truth.speed_m_per_s * self.scale + gust + (self.speed_error.next(1.0) + burst) * moving).max(0.0);
        self.past_speeds.push_back(raw);
        let late = self.past_speeds.len() > self.device.delay_s;
        let raw = if late { self.past_speeds.pop_front().unwrap_or(raw) } else { 0.0 };
        let kept = (-1.0 / self.device.smoothing_s.max(0.05)).exp();
        self.smooth_speed = raw + (self.smooth_speed - raw) * kept;
        if self.smooth_speed < 0.15 { 0.0 } else { self.smooth_speed }
    }

    fn position(&mut self, truth: &Moment, origin: &Origin) -> (f64, f64) {
        let before = self.past_places.back().copied();
        self.past_places.push_back(truth.place);
        if self.past_places.len() > self.device.fix_delay_s + 1 {
            self.past_places.pop_front();
        }
        let place = self.past_places.front().copied().unwrap_or(truth.place);
        let (east, north) = (self.east.next(1.0), self.north.next(1.0));
        let (jitter_east, jitter_north) = (0.15 * self.jitter.normal(), 0.15 * self.jitter.normal());
        if self.device.sky == Sky::Indoors {
            return (f64::NAN, f64::NAN);
        }
        let (ahead_north, ahead_east) = before.filter(|_| self.gusts.ahead_m != 0.0).map_or((0.0, 0.0), |b| {
            let (n, e) = (truth.place.north_m - b.north_m, truth.place.east_m - b.east_m);
            let length = n.hypot(e).max(0.3);
            (self.gusts.ahead_m * n / length, self.gusts.ahead_m * e / length)
        });
        let north_m = place.north_m + north + jitter_north + ahead_north;
        let east_m = place.east_m + east + jitter_east + ahead_east;
        let latitude = origin.latitude_deg + north_m / METRES_PER_DEGREE;
        let longitude = origin.longitude_deg + east_m / (METRES_PER_DEGREE * origin.latitude_deg.to_radians().cos());
        (semicircles(latitude), semicircles(longitude))
    }

    fn height(&mut self, truth: &Moment, origin: &Origin) -> f64 {
        let height = origin.height_m + truth.place.height_m;
        self.weather_m += self.weather_m_per_s + 0.03 * self.weather.normal();
        match self.device.height {
            HeightSensor::None => f64::NAN,
            HeightSensor::Barometer => {
                let raw = height + self.weather_m + self.pressure.next(1.0);
                // Watches smooth pressure over a few seconds.
                let smooth = self.smooth_height.map_or(raw, |before| before + (raw - before) * 0.33);
                self.smooth_height = Some(smooth);
                smooth
            }
            HeightSensor::Satellites => height + self.height_far.next(1.0),
        }
    }

    fn heart(&mut self, truth: &Moment) -> f64 {
        let error = self.heart_error.next(1.0);
        match self.device.heart {
            HeartSensor::None => f64::NAN,
            HeartSensor::Chest => truth.heart_rate_bpm,
            HeartSensor::Wrist | HeartSensor::WristLockedToSteps => {
                let smooth = self
                    .smooth_heart
                    .map_or(truth.heart_rate_bpm, |before| before + (truth.heart_rate_bpm - before) / 12.0);
                self.smooth_heart = Some(smooth);
                smooth + error
            }
        }
    }
}

/// For some minutes the optical sensor takes the beat of the arm for the beat of the heart.
fn lock_to_steps(written: &mut [Written], rng: &Rng) {
    let mut rng = rng.branch("lock");
    for _ in 0..rng.count(1, 2) {
        let from = (rng.between(0.05, 0.7) * written.len() as f64) as usize;
        let length = rng.count(150, 480);
        for sample in written.iter_mut().skip(from).take(length).filter(|s| s.cadence > 100.0) {
            sample.heart = (f64::from(sample.cadence) + 1.2 * rng.normal()).round() as f32;
        }
    }
}

/// Keeps samples where speed, direction of travel or heart rate changed, and at least one in eight seconds.
fn thin(written: &mut Vec<Written>, rng: &Rng) {
    let mut rng = rng.branch("smart");
    let Some(mut last) = written.first().copied() else { return };
    let end = written[written.len() - 1].second;
    let mut allowed_s = 4;
    written.retain(|sample| {
        let gap = sample.second - last.second;
        let changed = (sample.speed - last.speed).abs() > 0.35 || (sample.heart - last.heart).abs() >= 4.0;
        let keep = gap == 0 || sample.second == end || gap >= allowed_s || (gap >= 2 && changed);
        if keep {
            last = *sample;
            allowed_s = rng.count(3, 8);
        }
        keep
    });
}

fn columns(written: &[Written], device: &Device, start: Timestamp) -> Streams {
    let mut streams = Streams::default();
    streams.time = written.iter().map(|w| start + TimeSpan::from_s(w.second as f64)).collect();
    streams.distance_m = written.iter().map(|w| w.distance_m).collect();
    if device.sky != Sky::Indoors {
        streams.latitude_deg = written.iter().map(|w| w.latitude_deg).collect();
        streams.longitude_deg = written.iter().map(|w| w.longitude_deg).collect();
    }
    let mut fill = |channel, has: bool, value: fn(&Written) -> f32| {
        if has {
            *streams.channel_mut(channel) = written.iter().map(value).collect();
        }
    };
    fill(Channel::SpeedMPerS, device.speed != SpeedSensor::DistanceOnly, |w| w.speed);
    fill(Channel::AltitudeM, device.height != HeightSensor::None, |w| w.height);
    fill(Channel::HeartRateBpm, device.heart != HeartSensor::None, |w| w.heart);
    fill(Channel::CadencePerMin, device.has_cadence, |w| w.cadence);
    fill(Channel::GroundContactS, device.has_dynamics, |w| w.contact);
    fill(Channel::StepLengthM, device.has_dynamics, |w| w.step_length);
    fill(Channel::VerticalOscillationM, device.has_dynamics, |w| w.oscillation);
    fill(Channel::PowerW, device.has_dynamics, |w| w.power);
    fill(Channel::FootPodSpeedMPerS, device.has_pod, |w| w.pod_speed);
    fill(Channel::LegStiffnessKnPerM, device.has_pod, |w| w.stiffness);
    fill(Channel::FormPowerW, device.has_pod, |w| w.form_power);
    fill(Channel::TemperatureC, device.has_dynamics, |w| w.temperature);
    streams
}

/// The value in whole steps, given how many steps make one.
fn quantise(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

/// Degrees in FIT's steps of 180 over 2 to the 31st.
fn semicircles(degrees: f64) -> f64 {
    const STEPS: f64 = 2_147_483_648.0 / 180.0;
    (degrees * STEPS).round() / STEPS
}
