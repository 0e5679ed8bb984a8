//! Recordings as FIT files, through an encoder that is not our own: `rustyfit` writes every byte, so that decoder and
//! encoder cannot share one mistake. Message order and habits (one session, timer events at pauses, set time stamps
//! that repeat the session's start, three category slots of which one is filled) follow what watches write.

use rustyfit::Encoder;
use rustyfit::profile::{mesgdef, typedef};
use rustyfit::proto::{DeveloperField, FIT, Message, ProtocolVersion, Value};
use striate_model::{
    Channel, ExerciseRef, Intensity, Lap, LapTrigger, LiftSet, MassUnit, Recording, SetKind, Sport, StepDuration,
    SubSport, Timestamp, Workout,
};

/// The recording as a FIT activity file.
///
/// # Panics
/// Never for recordings whose values lie in the ranges of the format's fields, as generated ones do.
#[must_use]
pub fn to_fit(recording: &Recording) -> Vec<u8> {
    // Fields of a pod need the second version of the protocol.
    encode_fit(&mut Encoder::builder().protocol_version(ProtocolVersion::V2).build(), messages(recording))
}

/// The bytes of a FIT file with these messages: the one place where `rustyfit` writes into memory.
///
/// # Panics
/// When the encoder refuses the messages.
#[must_use]
pub fn encode_fit(encoder: &mut Encoder, messages: Vec<Message>) -> Vec<u8> {
    let mut file = File::default();
    let mut fit = FIT { messages, ..Default::default() };
    encoder.encode(&mut file, &mut fit).expect("messages are valid and memory takes every byte");
    file.bytes
}

/// A file that a watch writes beside its activities: a day's steps (32) or a night (49), as far as its first messages.
pub(crate) fn watch_file(kind: u8, start: Timestamp) -> Vec<u8> {
    let mut id = mesgdef::FileId::new();
    id.r#type = typedef::File(kind);
    id.manufacturer = typedef::Manufacturer(super::session::MANUFACTURER_DEVELOPMENT);
    id.serial_number = 4_000_001;
    id.time_created = date(start);
    encode_fit(&mut Encoder::builder().build(), vec![Message::from(id)])
}

/// A file in memory: the encoder goes back to write the length into the header.
#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    at: usize,
}

impl embedded_io::ErrorType for File {
    type Error = core::convert::Infallible;
}

impl embedded_io::Write for File {
    fn write(&mut self, new: &[u8]) -> Result<usize, Self::Error> {
        let end = self.at + new.len();
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.bytes[self.at..end].copy_from_slice(new);
        self.at = end;
        Ok(new.len())
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl embedded_io::Seek for File {
    fn seek(&mut self, to: embedded_io::SeekFrom) -> Result<u64, Self::Error> {
        let at = match to {
            embedded_io::SeekFrom::Start(at) => at as i64,
            embedded_io::SeekFrom::End(by) => self.bytes.len() as i64 + by,
            embedded_io::SeekFrom::Current(by) => self.at as i64 + by,
        };
        self.at = at.max(0) as usize;
        Ok(self.at as u64)
    }
}

fn messages(recording: &Recording) -> Vec<Message> {
    let mut all = heading(recording);
    if let Some(workout) = &recording.workout {
        all.extend(workout_messages(workout));
    }
    all.extend(pod_descriptions(recording));
    // Records, timer events and laps stand in the order in which the watch wrote them.
    let mut timed: Vec<(Timestamp, u8, Message)> =
        Vec::with_capacity(recording.streams.len() + recording.laps.len() + 8);
    let end = recording.streams.time.last().copied().unwrap_or(recording.start);
    timed.push((recording.start, 0, timer_event(recording.start, typedef::EventType::START)));
    for pause in &recording.pauses {
        timed.push((pause.start, 2, timer_event(pause.start, typedef::EventType::STOP_ALL)));
        timed.push((pause.end, 0, timer_event(pause.end, typedef::EventType::START)));
    }
    timed.push((end, 2, timer_event(end, typedef::EventType::STOP_ALL)));
    for index in 0..recording.streams.len() {
        timed.push((recording.streams.time[index], 1, record(recording, index)));
    }
    for (index, lap) in recording.laps.iter().enumerate() {
        timed.push((lap.end, 3, lap_message(lap, index, recording)));
    }
    timed.sort_by_key(|(time, rank, _)| (*time, *rank));
    all.extend(timed.into_iter().map(|(_, _, message)| message));
    for (index, set) in recording.sets.iter().enumerate() {
        all.push(set_message(set, index, recording.start));
    }
    all.push(session(recording, end));
    all.push(activity(recording, end));
    all
}

fn heading(recording: &Recording) -> Vec<Message> {
    let device = &recording.device;
    let manufacturer = typedef::Manufacturer(device.manufacturer.unwrap_or(super::session::MANUFACTURER_DEVELOPMENT));
    let mut id = mesgdef::FileId::new();
    id.r#type = typedef::File::ACTIVITY;
    id.manufacturer = manufacturer;
    id.product = device.product.unwrap_or(u16::MAX);
    id.serial_number = device.serial.unwrap_or(0);
    id.time_created = date(recording.start);
    let mut info = mesgdef::DeviceInfo::new();
    info.timestamp = date(recording.start);
    info.device_index = typedef::DeviceIndex(0);
    info.manufacturer = manufacturer;
    info.product = id.product;
    info.serial_number = id.serial_number;
    let mut profile = mesgdef::UserProfile::new();
    let known = &recording.profile;
    if let Some(mass) = known.mass {
        profile.weight = (mass.as_kg() * 10.0).round() as u16;
    }
    if let Some(height) = known.height {
        profile.height = (height.as_m() * 100.0).round() as u8;
    }
    if let Some(is_female) = known.is_female {
        profile.gender = if is_female { typedef::Gender::FEMALE } else { typedef::Gender::MALE };
    }
    if let Some(rest) = known.hr_rest {
        profile.resting_heart_rate = rest.as_bpm().round() as u8;
    }
    if let Some(max) = known.hr_max {
        profile.default_max_heart_rate = max.as_bpm().round() as u8;
    }
    vec![Message::from(id), Message::from(info), Message::from(profile)]
}

fn workout_messages(workout: &Workout) -> Vec<Message> {
    let mut head = mesgdef::Workout::new();
    head.sport = sport(workout.sport);
    head.num_valid_steps = workout.steps.len() as u16;
    head.wkt_name = workout.name.clone().unwrap_or_default().into();
    let steps = workout.steps.iter().map(|step| {
        let mut message = mesgdef::WorkoutStep::new();
        message.message_index = typedef::MessageIndex(step.index);
        match step.duration {
            StepDuration::Time(time) => {
                message.duration_type = typedef::WktStepDuration::TIME;
                message.duration_value = time.as_whole_ms() as u32;
            }
            StepDuration::Distance(distance) => {
                message.duration_type = typedef::WktStepDuration::DISTANCE;
                message.duration_value = (distance.as_m() * 100.0).round() as u32;
            }
            StepDuration::Reps(reps) => {
                message.duration_type = typedef::WktStepDuration::REPS;
                message.duration_value = reps;
            }
            StepDuration::Repeat { from, rounds } => {
                message.duration_type = typedef::WktStepDuration::REPEAT_UNTIL_STEPS_CMPLT;
                message.duration_value = u32::from(from);
                message.target_value = rounds;
            }
            StepDuration::Open | StepDuration::Other => message.duration_type = typedef::WktStepDuration::OPEN,
        }
        if !matches!(step.duration, StepDuration::Repeat { .. }) {
            message.target_type = typedef::WktStepTarget::OPEN;
        }
        if let Some(intensity) = step.intensity {
            message.intensity = fit_intensity(intensity);
        }
        Message::from(message)
    });
    std::iter::once(Message::from(head)).chain(steps).collect()
}

fn timer_event(time: Timestamp, kind: typedef::EventType) -> Message {
    let mut event = mesgdef::Event::new();
    event.timestamp = date(time);
    event.event = typedef::Event::TIMER;
    event.event_type = kind;
    event.event_group = 0;
    Message::from(event)
}

fn record(recording: &Recording, index: usize) -> Message {
    let streams = &recording.streams;
    let value = |channel| streams.channel(channel).get(index).copied().filter(|v| !v.is_nan()).map(f64::from);
    let place = |column: &[f64]| column.get(index).copied().filter(|v| !v.is_nan());
    let mut record = mesgdef::Record::new();
    record.timestamp = date(streams.time[index]);
    if let (Some(latitude), Some(longitude)) = (place(&streams.latitude_deg), place(&streams.longitude_deg)) {
        record.position_lat = semicircles(latitude);
        record.position_long = semicircles(longitude);
    }
    if let Some(metres) = place(&streams.distance_m) {
        record.distance = (metres * 100.0).round() as u32;
    }
    if let Some(speed) = value(Channel::SpeedMPerS) {
        record.enhanced_speed = (speed * 1000.0).round() as u32;
    }
    if let Some(metres) = value(Channel::AltitudeM) {
        record.enhanced_altitude = ((metres + 500.0) * 5.0).round() as u32;
    }
    if let Some(bpm) = value(Channel::HeartRateBpm) {
        record.heart_rate = bpm.round() as u8;
    }
    if let Some(steps) = value(Channel::CadencePerMin) {
        // FIT counts strides: two steps. The half stride goes into the fraction.
        record.cadence = (steps / 2.0).floor() as u8;
        record.fractional_cadence = ((steps / 2.0).fract() * 128.0).round() as u8;
    }
    if let Some(watts) = value(Channel::PowerW) {
        record.power = watts.round() as u16;
    }
    if let Some(seconds) = value(Channel::GroundContactS) {
        record.stance_time = (seconds * 10_000.0).round() as u16;
    }
    if let Some(metres) = value(Channel::StepLengthM) {
        record.step_length = (metres * 10_000.0).round() as u16;
    }
    if let Some(metres) = value(Channel::VerticalOscillationM) {
        record.vertical_oscillation = (metres * 10_000.0).round() as u16;
    }
    if let Some(celsius) = value(Channel::TemperatureC) {
        record.temperature = celsius.round() as i8;
    }
    for (number, pod) in POD_FIELDS.iter().enumerate() {
        if let Some(value) = streams.channel(pod.channel).get(index).filter(|v| !v.is_nan()) {
            record.developer_fields.push(DeveloperField {
                num: number as u8,
                developer_data_index: 0,
                value: Value::Float32(*value),
            });
        }
    }
    Message::from(record)
}

/// A field that a pod at the foot adds to the records, named and measured as common pods do.
struct PodField {
    channel: Channel,
    name: &'static str,
    unit: &'static str,
}

const POD_FIELDS: [PodField; 3] = [
    PodField { channel: Channel::FootPodSpeedMPerS, name: "Speed", unit: "m/s" },
    PodField { channel: Channel::LegStiffnessKnPerM, name: "Leg Spring Stiffness", unit: "kN/m" },
    PodField { channel: Channel::FormPowerW, name: "Form Power", unit: "Watts" },
];

/// What the pod's fields are, where there is a pod.
fn pod_descriptions(recording: &Recording) -> Vec<Message> {
    if !POD_FIELDS.iter().any(|field| recording.streams.has(field.channel)) {
        return Vec::new();
    }
    let mut developer = mesgdef::DeveloperDataId::new();
    developer.developer_data_index = 0;
    developer.application_id = (0..16).collect();
    let fields = POD_FIELDS.iter().enumerate().map(|(number, field)| {
        let mut description = mesgdef::FieldDescription::new();
        description.developer_data_index = 0;
        description.field_definition_number = number as u8;
        description.fit_base_type_id = typedef::FitBaseType::FLOAT32;
        description.field_name = [field.name.into()].into();
        description.units = [field.unit.into()].into();
        Message::from(description)
    });
    std::iter::once(Message::from(developer)).chain(fields).collect()
}

fn lap_message(lap: &Lap, index: usize, recording: &Recording) -> Message {
    let mut message = mesgdef::Lap::new();
    message.message_index = typedef::MessageIndex(index as u16);
    message.timestamp = date(lap.end);
    message.start_time = date(lap.start);
    message.event = typedef::Event::LAP;
    message.event_type = typedef::EventType::STOP;
    message.total_elapsed_time = lap.end.since(lap.start).as_whole_ms() as u32;
    message.total_timer_time = lap.timer.unwrap_or(lap.end.since(lap.start)).as_whole_ms() as u32;
    if let Some(distance) = lap.distance {
        message.total_distance = (distance.as_m() * 100.0).round() as u32;
    }
    message.sport = sport(recording.sport);
    message.sub_sport = sub_sport(recording.sub_sport);
    if let Some(intensity) = lap.intensity {
        message.intensity = fit_intensity(intensity);
    }
    if let Some(trigger) = lap.trigger {
        message.lap_trigger = match trigger {
            LapTrigger::Manual | LapTrigger::Other => typedef::LapTrigger::MANUAL,
            LapTrigger::Time => typedef::LapTrigger::TIME,
            LapTrigger::Distance => typedef::LapTrigger::DISTANCE,
            LapTrigger::Position => typedef::LapTrigger::POSITION_LAP,
            LapTrigger::SessionEnd => typedef::LapTrigger::SESSION_END,
        };
    }
    if let Some(step) = lap.workout_step {
        message.wkt_step_index = typedef::MessageIndex(step);
    }
    Message::from(message)
}

fn set_message(set: &LiftSet, index: usize, session_start: Timestamp) -> Message {
    let mut message = mesgdef::Set::new();
    message.message_index = typedef::MessageIndex(index as u16);
    // Watches repeat the session's start here; the set's own time is `start_time`.
    message.timestamp = date(session_start);
    if let Some(start) = set.start {
        message.start_time = date(start);
    }
    if let Some(duration) = set.duration {
        message.duration = duration.as_whole_ms() as u32;
    }
    message.set_type = if set.kind == SetKind::Rest { typedef::SetType::REST } else { typedef::SetType::ACTIVE };
    if let Some(reps) = set.reps {
        message.repetitions = reps;
    }
    if let Some(ExerciseRef::Fit(candidates)) = &set.exercise {
        let slot = |index: usize| candidates.get(index);
        message.category = (0..3)
            .map(|i| slot(i).map_or(typedef::ExerciseCategory(u16::MAX), |c| typedef::ExerciseCategory(c.category)))
            .collect();
        message.category_subtype = (0..3).map(|i| slot(i).and_then(|c| c.exercise).unwrap_or(u16::MAX)).collect();
    }
    if let Some(load) = set.load {
        message.weight = (load.mass().as_kg() * 16.0).round() as u16;
        message.weight_display_unit = match load.unit {
            MassUnit::Kilogram => typedef::FitBaseUnit::KILOGRAM,
            MassUnit::Pound => typedef::FitBaseUnit::POUND,
        };
    } else if set.kind != SetKind::Rest {
        // What devices write when nobody entered a load.
        message.weight = 0;
        message.weight_display_unit = typedef::FitBaseUnit::KILOGRAM;
    }
    Message::from(message)
}

fn session(recording: &Recording, end: Timestamp) -> Message {
    let mut session = mesgdef::Session::new();
    session.message_index = typedef::MessageIndex(0);
    session.timestamp = date(end);
    session.start_time = date(recording.start);
    session.event = typedef::Event::LAP;
    session.event_type = typedef::EventType::STOP;
    session.sport = sport(recording.sport);
    session.sub_sport = sub_sport(recording.sub_sport);
    session.trigger = typedef::SessionTrigger::ACTIVITY_END;
    session.first_lap_index = 0;
    session.num_laps = recording.laps.len() as u16;
    if let Some(elapsed) = recording.elapsed {
        session.total_elapsed_time = elapsed.as_whole_ms() as u32;
    }
    if let Some(timer) = recording.timer {
        session.total_timer_time = timer.as_whole_ms() as u32;
    }
    if let Some(distance) = recording.distance {
        session.total_distance = (distance.as_m() * 100.0).round() as u32;
    }
    if let Some(ascent) = recording.ascent {
        session.total_ascent = ascent.as_m().round() as u16;
    }
    if let Some(descent) = recording.descent {
        session.total_descent = descent.as_m().round() as u16;
    }
    if let Some(mean) = recording.hr_mean {
        session.avg_heart_rate = mean.as_bpm().round() as u8;
    }
    if let Some(max) = recording.hr_max {
        session.max_heart_rate = max.as_bpm().round() as u8;
    }
    if let Some(max) = recording.speed_max {
        session.enhanced_max_speed = (max.as_m_per_s() * 1000.0).round() as u32;
    }
    Message::from(session)
}

fn activity(recording: &Recording, end: Timestamp) -> Message {
    let mut activity = mesgdef::Activity::new();
    activity.timestamp = date(end);
    activity.num_sessions = 1;
    activity.r#type = typedef::Activity::MANUAL;
    activity.event = typedef::Event::ACTIVITY;
    activity.event_type = typedef::EventType::STOP;
    if let Some(timer) = recording.timer {
        activity.total_timer_time = timer.as_whole_ms() as u32;
    }
    Message::from(activity)
}

fn date(time: Timestamp) -> typedef::DateTime {
    typedef::DateTime::from_unix_timestamp(time.as_unix_ms().div_euclid(1000))
}

fn semicircles(degrees: f64) -> i32 {
    (degrees * (2_147_483_648.0 / 180.0)).round() as i32
}

const fn fit_intensity(intensity: Intensity) -> typedef::Intensity {
    match intensity {
        Intensity::Active => typedef::Intensity::ACTIVE,
        Intensity::Rest => typedef::Intensity::REST,
        Intensity::Warmup => typedef::Intensity::WARMUP,
        Intensity::Cooldown => typedef::Intensity::COOLDOWN,
        Intensity::Recovery => typedef::Intensity::RECOVERY,
        Intensity::Interval => typedef::Intensity::INTERVAL,
        Intensity::Other => typedef::Intensity::OTHER,
    }
}

const fn sport(sport: Sport) -> typedef::Sport {
    match sport {
        Sport::Running => typedef::Sport::RUNNING,
        Sport::Walking => typedef::Sport::WALKING,
        Sport::Hiking => typedef::Sport::HIKING,
        Sport::Cycling => typedef::Sport::CYCLING,
        Sport::Training => typedef::Sport::TRAINING,
        Sport::FitnessEquipment => typedef::Sport::FITNESS_EQUIPMENT,
        _ => typedef::Sport::GENERIC,
    }
}

/// FIT has no sub-sport for a race: the word is lost in the file.
const fn sub_sport(sub_sport: SubSport) -> typedef::SubSport {
    match sub_sport {
        SubSport::Treadmill => typedef::SubSport::TREADMILL,
        SubSport::IndoorRunning => typedef::SubSport::INDOOR_RUNNING,
        SubSport::Street => typedef::SubSport::STREET,
        SubSport::Trail => typedef::SubSport::TRAIL,
        SubSport::Track => typedef::SubSport::TRACK,
        SubSport::Stairs => typedef::SubSport::STAIR_CLIMBING,
        SubSport::StrengthTraining => typedef::SubSport::STRENGTH_TRAINING,
        SubSport::CardioTraining => typedef::SubSport::CARDIO_TRAINING,
        _ => typedef::SubSport::GENERIC,
    }
}
