//! What one activity's messages say, one plain struct for each kind, before recordings are made of them.

use super::columns::Columns;
use super::table::{
    EPOCH_UNIX_S, MESSAGE_INDEX, TIMESTAMP, activity, device_info, event, exercise_title, file_id, hrv, lap, session,
    set, split, sport, timestamp_correlation, user_profile, workout, workout_step, zones_target,
};
use super::wire::Message;
use crate::limits;
use crate::xml::own_offset;
use striate_model::{Device, DeviceProfile, Distance, HeartRate, Mass, TimeSpan, Timestamp};

/// Seconds of the protocol's epoch as an instant.
pub(super) fn instant(fit_s: u32) -> Timestamp {
    Timestamp::from_unix_ms((EPOCH_UNIX_S + i64::from(fit_s)) * 1000)
}

fn instant_of(message: &Message, field: u8) -> Option<Timestamp> {
    message.u32(field).map(instant)
}

/// A `session` message.
#[derive(Clone, Debug, Default)]
pub(super) struct SessionMessage {
    pub(super) time: Option<Timestamp>,
    pub(super) start: Option<Timestamp>,
    pub(super) sport: Option<u8>,
    pub(super) sub_sport: Option<u8>,
    pub(super) elapsed_s: Option<f64>,
    pub(super) timer_s: Option<f64>,
    pub(super) distance_m: Option<f64>,
    pub(super) speed_max_m_per_s: Option<f64>,
    pub(super) hr_mean_bpm: Option<f64>,
    pub(super) hr_max_bpm: Option<f64>,
    pub(super) power_mean_w: Option<f64>,
    pub(super) ascent_m: Option<f64>,
    pub(super) descent_m: Option<f64>,
    pub(super) first_lap: Option<u16>,
    pub(super) laps: Option<u16>,
    pub(super) name: Option<String>,
}

/// A `lap` message.
#[derive(Clone, Debug, Default)]
pub(super) struct LapMessage {
    pub(super) time: Option<Timestamp>,
    pub(super) start: Option<Timestamp>,
    pub(super) elapsed_s: Option<f64>,
    pub(super) timer_s: Option<f64>,
    pub(super) distance_m: Option<f64>,
    pub(super) hr_mean_bpm: Option<f64>,
    pub(super) hr_max_bpm: Option<f64>,
    pub(super) ascent_m: Option<f64>,
    pub(super) intensity: Option<u8>,
    pub(super) trigger: Option<u8>,
    pub(super) sport: Option<u8>,
    pub(super) sub_sport: Option<u8>,
    pub(super) workout_step: Option<u16>,
}

impl LapMessage {
    /// Whether it says how long or how far it was.
    fn says_something(&self) -> bool {
        let some = |value: Option<f64>| value.is_some_and(|v| v > 0.0);
        some(self.timer_s) || some(self.elapsed_s) || some(self.distance_m)
    }
}

/// A `split` message.
#[derive(Clone, Debug)]
pub(super) struct SplitMessage {
    pub(super) kind: Option<u8>,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) elapsed_s: Option<f64>,
    pub(super) distance_m: Option<f64>,
}

/// A `set` message.
#[derive(Clone, Debug)]
pub(super) struct SetMessage {
    pub(super) time: Option<Timestamp>,
    pub(super) start: Option<Timestamp>,
    pub(super) duration_s: Option<f64>,
    pub(super) repetitions: Option<u16>,
    /// As it is written: sixteenths of a kilogram divided out, zero where nobody entered one.
    pub(super) weight_kg: Option<f64>,
    pub(super) weight_unit: Option<u16>,
    pub(super) kind: Option<u8>,
    pub(super) categories: Vec<Option<u16>>,
    pub(super) exercises: Vec<Option<u16>>,
    pub(super) confidences: Vec<Option<u8>>,
    pub(super) index: Option<u16>,
    pub(super) workout_step: Option<u16>,
}

/// The timer was started or stopped.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimerEvent {
    pub(super) time: Timestamp,
    pub(super) runs: bool,
}

/// A `workout` message.
#[derive(Clone, Debug, Default)]
pub(super) struct WorkoutMessage {
    pub(super) name: Option<String>,
    pub(super) sport: Option<u8>,
    pub(super) sub_sport: Option<u8>,
    pub(super) steps: Vec<StepMessage>,
}

/// A `workout_step` message.
#[derive(Clone, Debug, Default)]
pub(super) struct StepMessage {
    pub(super) index: Option<u16>,
    pub(super) name: Option<String>,
    pub(super) duration_kind: Option<u8>,
    pub(super) duration: Option<u32>,
    pub(super) target_kind: Option<u8>,
    pub(super) target: Option<u32>,
    pub(super) target_low: Option<u32>,
    pub(super) target_high: Option<u32>,
    pub(super) intensity: Option<u8>,
    pub(super) category: Option<u16>,
    pub(super) exercise: Option<u16>,
    pub(super) weight_kg: Option<f64>,
    pub(super) weight_unit: Option<u16>,
}

/// An `exercise_title` message: the words for an exercise's number.
#[derive(Clone, Debug)]
pub(super) struct TitleMessage {
    pub(super) category: Option<u16>,
    pub(super) exercise: Option<u16>,
    pub(super) title: String,
}

/// A `sport` message.
#[derive(Clone, Debug, Default)]
pub(super) struct SportMessage {
    pub(super) sport: Option<u8>,
    pub(super) sub_sport: Option<u8>,
    pub(super) name: Option<String>,
}

/// Everything that the messages of one activity (one part of a file and the parts that continue it) say.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    pub(super) has_file_id: bool,
    /// What the file says that it is.
    pub(super) file_kind: Option<u8>,
    pub(super) created: Option<Timestamp>,
    /// How far the watch's own clock was ahead of UTC.
    pub(super) utc_offset: Option<TimeSpan>,
    pub(super) device: Device,
    pub(super) profile: DeviceProfile,
    pub(super) sessions: Vec<SessionMessage>,
    pub(super) laps: Vec<LapMessage>,
    pub(super) splits: Vec<SplitMessage>,
    pub(super) sets: Vec<SetMessage>,
    pub(super) timer: Vec<TimerEvent>,
    pub(super) workouts: Vec<WorkoutMessage>,
    pub(super) titles: Vec<TitleMessage>,
    pub(super) sports: Vec<SportMessage>,
    /// Times between beats, s, each with the last instant seen before it.
    pub(super) rr: Vec<(Option<Timestamp>, f32)>,
    /// Heart rates that a chest strap stored for later: seconds of the protocol's epoch, beats a minute.
    pub(super) stored_beats: Vec<(f64, f32)>,
    pub(super) samples: Columns,
    /// Whether a list was cut at its limit.
    pub(super) cut: bool,
}

impl Contents {
    fn keep<T>(list: &mut Vec<T>, cut: &mut bool, limit: usize, item: T) {
        if list.len() < limit {
            list.push(item);
        } else {
            *cut = true;
        }
    }

    /// Whether there is anything that a recording can be made of.
    pub(super) fn is_activity(&self) -> bool {
        !self.sessions.is_empty() || self.samples.len() > 0 || self.laps.iter().any(LapMessage::says_something)
    }

    /// Whether a part with these contents is a file of its own, not the continuation of the part before it.
    pub(super) fn is_file(&self) -> bool {
        self.has_file_id && (self.is_activity() || !self.workouts.is_empty())
    }

    /// Takes over what a later part of the same activity says.
    pub(super) fn append(&mut self, later: Self) {
        self.sessions.extend(later.sessions);
        self.laps.extend(later.laps);
        self.splits.extend(later.splits);
        self.sets.extend(later.sets);
        self.timer.extend(later.timer);
        self.workouts.extend(later.workouts);
        self.titles.extend(later.titles);
        self.sports.extend(later.sports);
        self.rr.extend(later.rr);
        self.stored_beats.extend(later.stored_beats);
        self.samples.append(later.samples);
        self.utc_offset = self.utc_offset.or(later.utc_offset);
        self.cut |= later.cut;
    }

    pub(super) fn file_id(&mut self, message: &Message) {
        self.has_file_id = true;
        self.file_kind = message.u8(file_id::KIND).or(self.file_kind);
        self.created = instant_of(message, file_id::TIME_CREATED).or(self.created);
        self.device.manufacturer = message.u16(file_id::MANUFACTURER).or(self.device.manufacturer);
        self.device.product = message.u16(file_id::PRODUCT).or(self.device.product);
        self.device.serial = message.u32(file_id::SERIAL).or(self.device.serial);
        self.device.name = message.text(file_id::PRODUCT_NAME).or(self.device.name.take());
    }

    /// The watch's own clock beside UTC: in the message that ends an activity.
    pub(super) fn activity(&mut self, message: &Message) {
        self.local_time(message, activity::LOCAL_TIMESTAMP);
    }

    /// The same where a watch notes it by itself.
    pub(super) fn timestamp_correlation(&mut self, message: &Message) {
        if self.utc_offset.is_none() {
            self.local_time(message, timestamp_correlation::LOCAL_TIMESTAMP);
        }
    }

    fn local_time(&mut self, message: &Message, field: u8) {
        let ahead_s = || Some(f64::from(message.u32(field)?) - f64::from(message.u32(TIMESTAMP)?));
        self.utc_offset = ahead_s().and_then(own_offset).or(self.utc_offset);
    }

    pub(super) fn device_info(&mut self, message: &Message) {
        if message.u8(device_info::INDEX) != Some(device_info::CREATOR) {
            return;
        }
        let device = &mut self.device;
        device.manufacturer = device.manufacturer.or(message.u16(device_info::MANUFACTURER));
        device.product = device.product.or(message.u16(device_info::PRODUCT));
        device.serial = device.serial.or(message.u32(device_info::SERIAL));
        device.name = device.name.take().or_else(|| message.text(device_info::PRODUCT_NAME));
    }

    pub(super) fn user_profile(&mut self, message: &Message) {
        let positive = |value: Option<f64>| value.filter(|&v| v > 0.0);
        let profile = &mut self.profile;
        // 65,534 (one below invalid) means that the device is still computing the mass.
        let mass = positive(message.amount(user_profile::WEIGHT, 10.0)).filter(|&kg| kg < 6553.4);
        profile.mass = mass.map(Mass::from_kg).or(profile.mass);
        profile.height = positive(message.amount(user_profile::HEIGHT, 100.0)).map(Distance::from_m).or(profile.height);
        profile.is_female = message.u8(user_profile::GENDER).filter(|&g| g <= 1).map(|g| g == 0).or(profile.is_female);
        let resting = positive(message.number(user_profile::RESTING_HEART_RATE));
        profile.hr_rest = resting.map(HeartRate::from_bpm).or(profile.hr_rest);
        let highest = positive(message.number(user_profile::MAX_RUNNING_HEART_RATE))
            .or_else(|| positive(message.number(user_profile::MAX_HEART_RATE)));
        self.see_hr_max(highest);
    }

    pub(super) fn zones_target(&mut self, message: &Message) {
        self.see_hr_max(message.number(zones_target::MAX_HEART_RATE));
    }

    /// Devices keep one maximum for each sport; the highest is nearest to the athlete's own.
    fn see_hr_max(&mut self, bpm: Option<f64>) {
        if let Some(bpm) = bpm.filter(|&bpm| bpm > 0.0) {
            let seen = self.profile.hr_max.map_or(bpm, |old| old.as_bpm().max(bpm));
            self.profile.hr_max = Some(HeartRate::from_bpm(seen));
        }
    }

    pub(super) fn sport(&mut self, message: &Message) {
        let item = SportMessage {
            sport: message.u8(sport::SPORT),
            sub_sport: message.u8(sport::SUB_SPORT),
            name: message.text(sport::NAME),
        };
        Self::keep(&mut self.sports, &mut self.cut, limits::FIT_SESSIONS, item);
    }

    pub(super) fn session(&mut self, message: &Message) {
        let item = SessionMessage {
            time: instant_of(message, TIMESTAMP),
            start: instant_of(message, session::START_TIME),
            sport: message.u8(session::SPORT),
            sub_sport: message.u8(session::SUB_SPORT),
            elapsed_s: message.amount(session::ELAPSED_TIME, 1000.0),
            timer_s: message.amount(session::TIMER_TIME, 1000.0),
            distance_m: message.amount(session::DISTANCE, 100.0),
            speed_max_m_per_s: message
                .amount(session::ENHANCED_MAX_SPEED, 1000.0)
                .or_else(|| message.amount(session::MAX_SPEED, 1000.0)),
            hr_mean_bpm: message.amount(session::MEAN_HEART_RATE, 1.0).filter(|&v| v > 0.0),
            hr_max_bpm: message.amount(session::MAX_HEART_RATE, 1.0).filter(|&v| v > 0.0),
            power_mean_w: message.amount(session::MEAN_POWER, 1.0),
            ascent_m: message.amount(session::ASCENT, 1.0),
            descent_m: message.amount(session::DESCENT, 1.0),
            first_lap: message.u16(session::FIRST_LAP),
            laps: message.u16(session::LAPS),
            name: message.text(session::PROFILE_NAME),
        };
        Self::keep(&mut self.sessions, &mut self.cut, limits::FIT_SESSIONS, item);
    }

    pub(super) fn lap(&mut self, message: &Message) {
        let item = LapMessage {
            time: instant_of(message, TIMESTAMP),
            start: instant_of(message, lap::START_TIME),
            elapsed_s: message.amount(lap::ELAPSED_TIME, 1000.0),
            timer_s: message.amount(lap::TIMER_TIME, 1000.0),
            distance_m: message.amount(lap::DISTANCE, 100.0),
            hr_mean_bpm: message.amount(lap::MEAN_HEART_RATE, 1.0).filter(|&v| v > 0.0),
            hr_max_bpm: message.amount(lap::MAX_HEART_RATE, 1.0).filter(|&v| v > 0.0),
            ascent_m: message.amount(lap::ASCENT, 1.0),
            intensity: message.u8(lap::INTENSITY),
            trigger: message.u8(lap::TRIGGER),
            sport: message.u8(lap::SPORT),
            sub_sport: message.u8(lap::SUB_SPORT),
            workout_step: message.u16(lap::WORKOUT_STEP),
        };
        Self::keep(&mut self.laps, &mut self.cut, limits::FIT_LIST, item);
    }

    pub(super) fn split(&mut self, message: &Message) {
        let item = SplitMessage {
            kind: message.u8(split::KIND),
            start: instant_of(message, split::START_TIME),
            end: instant_of(message, split::END_TIME),
            elapsed_s: message.amount(split::ELAPSED_TIME, 1000.0),
            distance_m: message.amount(split::DISTANCE, 100.0),
        };
        Self::keep(&mut self.splits, &mut self.cut, limits::FIT_LIST, item);
    }

    pub(super) fn set(&mut self, message: &Message) {
        let list_16 = |field| message.numbers(field).map(|v| v.map(|v| v as u16)).collect();
        let item = SetMessage {
            time: instant_of(message, set::TIMESTAMP),
            start: instant_of(message, set::START_TIME),
            duration_s: message.amount(set::DURATION, 1000.0),
            repetitions: message.u16(set::REPETITIONS),
            weight_kg: message.amount(set::WEIGHT, 16.0),
            weight_unit: message.u16(set::WEIGHT_UNIT),
            kind: message.u8(set::KIND),
            categories: list_16(set::CATEGORY),
            exercises: list_16(set::EXERCISE),
            confidences: message.bytes(set::CONFIDENCE).iter().map(|&c| (c != 0xFF).then_some(c)).collect(),
            index: message.u16(set::INDEX),
            workout_step: message.u16(set::WORKOUT_STEP),
        };
        Self::keep(&mut self.sets, &mut self.cut, limits::FIT_LIST, item);
    }

    pub(super) fn event(&mut self, message: &Message) {
        if message.u8(event::EVENT) != Some(event::TIMER) {
            return;
        }
        let runs = match message.u8(event::KIND) {
            Some(0) => true,
            // stop, stop_all, stop_disable, stop_disable_all
            Some(1 | 4 | 8 | 9) => false,
            _ => return,
        };
        if let Some(time) = instant_of(message, TIMESTAMP) {
            Self::keep(&mut self.timer, &mut self.cut, limits::FIT_EVENTS, TimerEvent { time, runs });
        }
    }

    pub(super) fn workout(&mut self, message: &Message) {
        let head = WorkoutMessage {
            name: message.text(workout::NAME),
            sport: message.u8(workout::SPORT),
            sub_sport: message.u8(workout::SUB_SPORT),
            steps: Vec::new(),
        };
        Self::keep(&mut self.workouts, &mut self.cut, limits::FIT_WORKOUTS, head);
    }

    pub(super) fn workout_step(&mut self, message: &Message) {
        let step = StepMessage {
            index: message.u16(MESSAGE_INDEX),
            name: message.text(workout_step::NAME),
            duration_kind: message.u8(workout_step::DURATION_KIND),
            duration: message.u32(workout_step::DURATION),
            target_kind: message.u8(workout_step::TARGET_KIND),
            target: message.u32(workout_step::TARGET),
            target_low: message.u32(workout_step::TARGET_LOW),
            target_high: message.u32(workout_step::TARGET_HIGH),
            intensity: message.u8(workout_step::INTENSITY),
            category: message.u16(workout_step::EXERCISE_CATEGORY),
            exercise: message.u16(workout_step::EXERCISE),
            weight_kg: message.amount(workout_step::WEIGHT, 100.0),
            weight_unit: message.u16(workout_step::WEIGHT_UNIT),
        };
        if self.workouts.is_empty() {
            self.workouts.push(WorkoutMessage::default());
        }
        let workout = self.workouts.last_mut().expect("one was pushed where none was");
        Self::keep(&mut workout.steps, &mut self.cut, limits::FIT_STEPS, step);
    }

    pub(super) fn exercise_title(&mut self, message: &Message) {
        if let Some(title) = message.text(exercise_title::NAME) {
            let item = TitleMessage {
                category: message.u16(exercise_title::CATEGORY),
                exercise: message.u16(exercise_title::EXERCISE),
                title,
            };
            Self::keep(&mut self.titles, &mut self.cut, limits::FIT_STEPS, item);
        }
    }

    pub(super) fn hrv(&mut self, message: &Message, last_time: Option<u32>) {
        for milliseconds in message.numbers(hrv::INTERVALS).flatten().filter(|ms| (1.0..65_535.0).contains(ms)) {
            let item = (last_time.map(instant), (milliseconds / 1000.0) as f32);
            Self::keep(&mut self.rr, &mut self.cut, limits::FIT_BEATS, item);
        }
    }

    pub(super) fn stored_beat(&mut self, fit_s: f64, bpm: f64) {
        Self::keep(&mut self.stored_beats, &mut self.cut, limits::FIT_BEATS, (fit_s, bpm as f32));
    }
}
