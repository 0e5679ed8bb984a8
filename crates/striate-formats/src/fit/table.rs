//! The numbers of messages and fields, as far as this decoder reads them. Written by hand from the public description
//! of the protocol; scales and offsets are given where a field is read.

/// Numbers of messages.
pub(crate) mod message {
    pub(crate) const FILE_ID: u16 = 0;
    pub(crate) const USER_PROFILE: u16 = 3;
    pub(crate) const ZONES_TARGET: u16 = 7;
    pub(crate) const SPORT: u16 = 12;
    pub(crate) const SESSION: u16 = 18;
    pub(crate) const LAP: u16 = 19;
    pub(crate) const RECORD: u16 = 20;
    pub(crate) const EVENT: u16 = 21;
    pub(crate) const DEVICE_INFO: u16 = 23;
    pub(crate) const WORKOUT: u16 = 26;
    pub(crate) const WORKOUT_STEP: u16 = 27;
    pub(crate) const ACTIVITY: u16 = 34;
    pub(crate) const FILE_CREATOR: u16 = 49;
    pub(crate) const HRV: u16 = 78;
    pub(crate) const HR: u16 = 132;
    pub(crate) const FIELD_DESCRIPTION: u16 = 206;
    pub(crate) const DEVELOPER_DATA_ID: u16 = 207;
    pub(crate) const SET: u16 = 225;
    pub(crate) const TIMESTAMP_CORRELATION: u16 = 162;
    pub(crate) const EXERCISE_TITLE: u16 = 264;
    pub(crate) const SPLIT: u16 = 312;

    /// The name of a message that is not interpreted, where one is known.
    pub(crate) const fn name(number: u16) -> Option<&'static str> {
        Some(match number {
            1 => "capabilities",
            2 => "device_settings",
            4 => "hrm_profile",
            5 => "sdm_profile",
            6 => "bike_profile",
            8 => "hr_zone",
            9 => "power_zone",
            10 => "met_zone",
            13 => "training_settings",
            15 => "goal",
            30 => "weight_scale",
            31 => "course",
            32 => "course_point",
            33 => "totals",
            35 => "software",
            53 => "speed_zone",
            55 => "monitoring",
            72 => "training_file",
            101 => "length",
            103 => "monitoring_info",
            127 => "connectivity",
            128 => "weather_conditions",
            131 => "cadence_zone",
            142 => "segment_lap",
            158 => "workout_session",
            160 => "gps_metadata",
            161 => "camera_event",
            164 => "gyroscope_data",
            165 => "accelerometer_data",
            208 => "magnetometer_data",
            209 => "barometer_data",
            216 => "time_in_zone",
            227 => "stress_level",
            229 => "max_met_data",
            269 => "spo2_data",
            275 => "sleep_level",
            285 => "jump",
            290 => "beat_intervals",
            297 => "respiration_rate",
            313 => "split_summary",
            317 => "climb_pro",
            375 => "device_aux_battery_info",
            _ => return None,
        })
    }
}

/// The time of a message, seconds since the protocol's epoch; the same field in (almost) every message.
pub(super) const TIMESTAMP: u8 = 253;
/// The place of a message among its kind.
pub(super) const MESSAGE_INDEX: u8 = 254;
/// 1989-12-31T00:00:00Z, the protocol's epoch, in seconds of the Unix epoch.
pub(super) const EPOCH_UNIX_S: i64 = 631_065_600;

/// Fields of `file_id`.
pub(crate) mod file_id {
    pub(crate) const KIND: u8 = 0;
    pub(crate) const MANUFACTURER: u8 = 1;
    pub(crate) const PRODUCT: u8 = 2;
    pub(crate) const SERIAL: u8 = 3;
    pub(crate) const TIME_CREATED: u8 = 4;
    pub(crate) const PRODUCT_NAME: u8 = 8;
}

/// Fields of `user_profile`.
pub(super) mod user_profile {
    pub(crate) const GENDER: u8 = 1;
    pub(crate) const HEIGHT: u8 = 3;
    pub(crate) const WEIGHT: u8 = 4;
    pub(crate) const RESTING_HEART_RATE: u8 = 8;
    pub(crate) const MAX_RUNNING_HEART_RATE: u8 = 9;
    pub(crate) const MAX_HEART_RATE: u8 = 11;
}

/// Fields of `zones_target`.
pub(super) mod zones_target {
    pub(crate) const MAX_HEART_RATE: u8 = 1;
}

/// Fields of `sport`.
pub(super) mod sport {
    pub(crate) const SPORT: u8 = 0;
    pub(crate) const SUB_SPORT: u8 = 1;
    pub(crate) const NAME: u8 = 3;
}

/// Fields of `session`.
pub(super) mod session {
    pub(crate) const START_TIME: u8 = 2;
    pub(crate) const SPORT: u8 = 5;
    pub(crate) const SUB_SPORT: u8 = 6;
    pub(crate) const ELAPSED_TIME: u8 = 7;
    pub(crate) const TIMER_TIME: u8 = 8;
    pub(crate) const DISTANCE: u8 = 9;
    pub(crate) const MAX_SPEED: u8 = 15;
    pub(crate) const MEAN_HEART_RATE: u8 = 16;
    pub(crate) const MAX_HEART_RATE: u8 = 17;
    pub(crate) const MEAN_POWER: u8 = 20;
    pub(crate) const ASCENT: u8 = 22;
    pub(crate) const DESCENT: u8 = 23;
    pub(crate) const FIRST_LAP: u8 = 25;
    pub(crate) const LAPS: u8 = 26;
    pub(crate) const PROFILE_NAME: u8 = 110;
    pub(crate) const ENHANCED_MAX_SPEED: u8 = 125;
}

/// Fields of `activity`.
pub(super) mod activity {
    pub(crate) const LOCAL_TIMESTAMP: u8 = 5;
}

/// Fields of `timestamp_correlation`.
pub(super) mod timestamp_correlation {
    pub(crate) const LOCAL_TIMESTAMP: u8 = 3;
}

/// Fields of `lap`.
pub(super) mod lap {
    pub(crate) const START_TIME: u8 = 2;
    pub(crate) const ELAPSED_TIME: u8 = 7;
    pub(crate) const TIMER_TIME: u8 = 8;
    pub(crate) const DISTANCE: u8 = 9;
    pub(crate) const MEAN_HEART_RATE: u8 = 15;
    pub(crate) const MAX_HEART_RATE: u8 = 16;
    pub(crate) const ASCENT: u8 = 21;
    pub(crate) const INTENSITY: u8 = 23;
    pub(crate) const TRIGGER: u8 = 24;
    pub(crate) const SPORT: u8 = 25;
    pub(crate) const SUB_SPORT: u8 = 39;
    pub(crate) const WORKOUT_STEP: u8 = 71;
}

/// Fields of `event`.
pub(super) mod event {
    pub(crate) const EVENT: u8 = 0;
    pub(crate) const KIND: u8 = 1;
    /// The value of [`EVENT`] that says that the timer was started or stopped.
    pub(crate) const TIMER: u8 = 0;
}

/// Fields of `device_info`.
pub(super) mod device_info {
    pub(crate) const INDEX: u8 = 0;
    pub(crate) const MANUFACTURER: u8 = 2;
    pub(crate) const SERIAL: u8 = 3;
    pub(crate) const PRODUCT: u8 = 4;
    pub(crate) const PRODUCT_NAME: u8 = 27;
    /// The value of [`INDEX`] of the device that wrote the file.
    pub(crate) const CREATOR: u8 = 0;
}

/// Fields of `workout`.
pub(crate) mod workout {
    pub(crate) const SPORT: u8 = 4;
    pub(crate) const STEPS: u8 = 6;
    pub(crate) const NAME: u8 = 8;
    pub(crate) const SUB_SPORT: u8 = 11;
}

/// Fields of `workout_step`.
pub(crate) mod workout_step {
    pub(crate) const NAME: u8 = 0;
    pub(crate) const DURATION_KIND: u8 = 1;
    pub(crate) const DURATION: u8 = 2;
    pub(crate) const TARGET_KIND: u8 = 3;
    pub(crate) const TARGET: u8 = 4;
    pub(crate) const TARGET_LOW: u8 = 5;
    pub(crate) const TARGET_HIGH: u8 = 6;
    pub(crate) const INTENSITY: u8 = 7;
    pub(crate) const EXERCISE_CATEGORY: u8 = 10;
    pub(crate) const EXERCISE: u8 = 11;
    pub(crate) const WEIGHT: u8 = 12;
    pub(crate) const WEIGHT_UNIT: u8 = 13;
}

/// Fields of `exercise_title`.
pub(crate) mod exercise_title {
    pub(crate) const CATEGORY: u8 = 0;
    pub(crate) const EXERCISE: u8 = 1;
    pub(crate) const NAME: u8 = 2;
}

/// Fields of `set`.
pub(super) mod set {
    pub(crate) const DURATION: u8 = 0;
    /// Undocumented: the device's confidence in each category, 255 for none.
    pub(crate) const CONFIDENCE: u8 = 2;
    pub(crate) const REPETITIONS: u8 = 3;
    pub(crate) const WEIGHT: u8 = 4;
    pub(crate) const KIND: u8 = 5;
    pub(crate) const START_TIME: u8 = 6;
    pub(crate) const CATEGORY: u8 = 7;
    pub(crate) const EXERCISE: u8 = 8;
    pub(crate) const WEIGHT_UNIT: u8 = 9;
    pub(crate) const INDEX: u8 = 10;
    pub(crate) const WORKOUT_STEP: u8 = 11;
    /// In other messages the place among their kind; here the time, which is the session's start in every set.
    pub(crate) const TIMESTAMP: u8 = 254;
}

/// Fields of `split`.
pub(super) mod split {
    pub(crate) const KIND: u8 = 0;
    pub(crate) const ELAPSED_TIME: u8 = 1;
    pub(crate) const DISTANCE: u8 = 3;
    pub(crate) const START_TIME: u8 = 9;
    pub(crate) const END_TIME: u8 = 27;
}

/// Fields of `hrv`.
pub(super) mod hrv {
    pub(crate) const INTERVALS: u8 = 0;
}

/// Fields of `hr`.
pub(super) mod hr {
    pub(crate) const FRACTION: u8 = 0;
    pub(crate) const HEART_RATE: u8 = 6;
    pub(crate) const EVENT_TIME: u8 = 9;
    pub(crate) const EVENT_TIME_12: u8 = 10;
}

/// Fields of `field_description`.
pub(super) mod field_description {
    pub(crate) const DEVELOPER: u8 = 0;
    pub(crate) const NUMBER: u8 = 1;
    pub(crate) const BASE: u8 = 2;
    pub(crate) const NAME: u8 = 3;
    pub(crate) const SCALE: u8 = 6;
    pub(crate) const OFFSET: u8 = 7;
    pub(crate) const UNIT: u8 = 8;
}
