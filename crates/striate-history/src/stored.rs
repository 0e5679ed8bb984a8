//! What a database of sessions asks of the stages: files decoded as the athlete says, what a recording shows, exercise
//! titles that the athlete gave a meaning, and an analysed session as the texts that are kept.

use crate::Performed;
use crate::stored_session::KeptSession;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_analysis::{Analysis, session_view, verdict};
use striate_formats::exports::About;
use striate_formats::{DecodeError, lifting};
use striate_model::{
    Athlete, Decoded, ExerciseRef, Format, HeartAtSpeed, HeartRate, LiftSet, Recording, SessionKind, SetKind, Speed,
    SpeedBest, SpeedBests, SpeedSource, Split, SplitKind, Sport, SubSport, TimeSpan, Timestamp,
};
use striate_segment::speed_bests;
use striate_stimulus::Catalogue;

pub use striate_formats::lifting::LiftingOptions;

/// Decodes a file's bytes; `options` say what a lifting log means where it does not say it itself.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn decode_as(bytes: &[u8], name: &str, options: &LiftingOptions) -> Result<Decoded, DecodeError> {
    match striate_formats::sniff(bytes) {
        Some(format) if is_lifting_log(format) => lifting::decode(bytes, options),
        _ => striate_formats::decode(bytes, name),
    }
}

const FORMATS: [Format; 14] = [
    Format::Fit,
    Format::Tcx,
    Format::Gpx,
    Format::HevyCsv,
    Format::StrongCsv,
    Format::FitnotesCsv,
    Format::LiftosaurCsv,
    Format::FitbodCsv,
    Format::StrongliftsCsv,
    Format::LiftingCsv,
    Format::StravaCsv,
    Format::GarminSummary,
    Format::AppleHealth,
    Format::Journal,
];

/// The format of a stable text form, `None` for any other text.
#[must_use]
pub fn format_named(text: &str) -> Option<Format> {
    FORMATS.into_iter().find(|format| format.as_str() == text)
}

/// Whether a format is a lifting log, whose times and loads may need the athlete's word.
#[must_use]
pub const fn is_lifting_log(format: Format) -> bool {
    format.is_lifting_log()
}

/// What an export says about one session beside its file. The order is that in which several are believed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct SaidAbout {
    /// Which service.
    pub export: String,
    /// The session's number there.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the athlete wrote about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the athlete wrote for their own eyes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_note: Option<String>,
    /// Shoes, or another piece of gear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gear: Option<String>,
    /// The sport, where the service's word for it is understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sport: Option<String>,
}

impl SaidAbout {
    /// From JSON; `None` for what this version did not write.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// What an export says about a session, as the JSON of a [`SaidAbout`].
#[must_use]
pub fn about_json(about: &About) -> String {
    json(&SaidAbout {
        export: about.export.as_str().to_owned(),
        id: about.id.clone(),
        name: about.name.clone(),
        description: about.description.clone(),
        private_note: about.private_note.clone(),
        gear: about.gear.clone(),
        sport: (about.sport != Sport::Unknown).then(|| about.sport.as_str().to_owned()),
    })
}

/// What is said about a session beside its recording.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word<'a> {
    /// The sport by the athlete's word: it wins over the device's.
    pub sport: Option<&'a str>,
    /// The sport that an export names: for recordings that name none.
    pub sport_by_export: Option<&'a str>,
    /// The kind by the athlete's word: a kind of run makes a run of a recording that names no sport.
    pub kind: Option<SessionKind>,
    /// The ground.
    pub surface: Option<&'a str>,
    /// The efforts as (start, end), milliseconds since 1970. They take the place of every mark that a device made.
    pub efforts_ms: Option<&'a [(i64, i64)]>,
}

/// Makes a recording what the athlete, or an export, says that it was.
pub fn correct(recording: &mut Recording, said: Word<'_>) {
    let Word { surface, efforts_ms: efforts, .. } = said;
    if let Some(told) = said.sport.and_then(sport_named) {
        if told != recording.sport {
            // The variety is one of another sport, but for the ground that both can have.
            let is_kept = told.is_on_foot() && recording.sport.is_on_foot();
            recording.sub_sport = if is_kept { recording.sub_sport } else { SubSport::Generic };
        }
        recording.sport = told;
    } else if recording.sport == Sport::Unknown {
        let by_kind = said.kind.filter(|kind| kind.is_run()).map(|_| Sport::Running);
        recording.sport = by_kind.or_else(|| said.sport_by_export.and_then(sport_named)).unwrap_or(Sport::Unknown);
    }
    if recording.sport.is_on_foot() {
        recording.sub_sport = match surface {
            Some("road") => SubSport::Street,
            // What is known about soft ground is what is known about trails.
            Some("trail" | "grass" | "sand") => SubSport::Trail,
            Some("track") => SubSport::Track,
            Some("treadmill") => SubSport::Treadmill,
            _ => recording.sub_sport,
        };
    }
    if let Some(efforts) = efforts {
        recording.workout = None;
        recording.laps.clear();
        recording.splits = told_splits(recording, efforts);
    }
}

/// The sport of a stable text form or of what people call it (`run`, `ride`, `walk`); `None` for any other text.
#[must_use]
pub fn sport_named(text: &str) -> Option<Sport> {
    let short = [("row", Sport::Rowing), ("gym", Sport::Training), ("stairs", Sport::FitnessEquipment)];
    let known = SPORTS.into_iter().find(|s| s.as_str() == text);
    let known = known.or_else(|| short.into_iter().find(|(word, _)| *word == text).map(|(_, sport)| sport));
    known.or_else(|| Some(striate_formats::sport_of(text).0).filter(|s| *s != Sport::Unknown))
}

/// Sports that a session can be said to be.
pub const SPORTS: [Sport; 9] = [
    Sport::Running,
    Sport::Walking,
    Sport::Hiking,
    Sport::Cycling,
    Sport::Swimming,
    Sport::Training,
    Sport::FitnessEquipment,
    Sport::Rowing,
    Sport::Other,
];

/// Told efforts with the rests between them.
fn told_splits(recording: &Recording, efforts: &[(i64, i64)]) -> Vec<Split> {
    let mut told: Vec<(Timestamp, Timestamp)> = efforts
        .iter()
        .map(|(from, to)| (Timestamp::from_unix_ms(*from), Timestamp::from_unix_ms(*to)))
        .filter(|(from, to)| from < to)
        .collect();
    told.sort();
    let split = |start, end, kind| Split { start, end, kind, distance: None };
    let mut splits = Vec::new();
    let mut at = recording.start;
    for (from, to) in told {
        if from > at {
            splits.push(split(at, from, SplitKind::IntervalRest));
        }
        splits.push(split(from.max(at), to, SplitKind::IntervalActive));
        at = at.max(to);
    }
    let end = recording.streams.time.last().copied().unwrap_or(at);
    if end > at && !splits.is_empty() {
        splits.push(split(at, end, SplitKind::IntervalRest));
    }
    splits
}

/// What one recording shows of its runner's speeds, as JSON.
#[must_use]
pub fn shown_json(recording: &Recording) -> String {
    json(&KeptBests::of(&speed_bests(recording, &Athlete::default())))
}

/// What [`shown_json`] told; `None` for what this version did not write.
#[must_use]
pub fn shown_of_json(text: &str) -> Option<SpeedBests> {
    serde_json::from_str::<KeptBests>(text).ok().map(|kept| kept.bests())
}

/// [`SpeedBests`] as they are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptBests {
    start_ms: i64,
    source: String,
    has_steps: bool,
    /// Duration in s, speed and its error in m/s.
    bests: Vec<(f64, f64, f64)>,
    /// Speed in m/s, mean and highest heart rate.
    heart: Option<(f64, f64, f64)>,
}

const SOURCES: [(SpeedSource, &str); 6] = [
    (SpeedSource::FootPod, "foot_pod"),
    (SpeedSource::Device, "device"),
    (SpeedSource::Distance, "distance"),
    (SpeedSource::Position, "position"),
    (SpeedSource::Totals, "totals"),
    (SpeedSource::None, "none"),
];

impl KeptBests {
    fn of(shown: &SpeedBests) -> Self {
        let source = SOURCES.iter().find(|(source, _)| *source == shown.source).map_or("none", |(_, text)| text);
        let best = |b: &SpeedBest| (b.duration.as_s(), b.speed.as_m_per_s(), b.error.as_m_per_s());
        let heart = |h: HeartAtSpeed| (h.speed.as_m_per_s(), h.mean.as_bpm(), h.highest.as_bpm());
        Self {
            start_ms: shown.start.as_unix_ms(),
            source: source.to_owned(),
            has_steps: shown.has_steps,
            bests: shown.bests.iter().map(best).collect(),
            heart: shown.heart.map(heart),
        }
    }

    fn bests(&self) -> SpeedBests {
        let best = |&(duration, speed, error): &(f64, f64, f64)| SpeedBest {
            duration: TimeSpan::from_s(duration),
            speed: Speed::from_m_per_s(speed),
            error: Speed::from_m_per_s(error),
        };
        let heart = |(speed, mean, highest)| HeartAtSpeed {
            speed: Speed::from_m_per_s(speed),
            mean: HeartRate::from_bpm(mean),
            highest: HeartRate::from_bpm(highest),
        };
        SpeedBests {
            start: Timestamp::from_unix_ms(self.start_ms),
            source: SOURCES.iter().find(|(_, t)| *t == self.source).map_or(SpeedSource::None, |(s, _)| *s),
            has_steps: self.has_steps,
            bests: self.bests.iter().map(best).collect(),
            heart: self.heart.map(heart),
        }
    }
}

/// A movement of the catalogue, as a person picks one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MovementView {
    /// Its stable key.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How much a title resembles it, 0 to 1.
    pub likeness: f64,
}

/// The movements whose titles resemble this one most, best first.
#[must_use]
pub fn closest_movements(title: &str, n: usize) -> Vec<MovementView> {
    let view = |(movement, likeness): (&striate_stimulus::Movement, f64)| MovementView {
        id: movement.id.clone(),
        name: movement.name.clone(),
        likeness: (100.0 * likeness).round() / 100.0,
    };
    Catalogue::builtin().closest(title, n).into_iter().map(view).collect()
}

/// Every movement of the catalogue by name.
#[must_use]
pub fn movements() -> Vec<MovementView> {
    let view = |m: &striate_stimulus::Movement| MovementView { id: m.id.clone(), name: m.name.clone(), likeness: 1.0 };
    let mut all: Vec<MovementView> = Catalogue::builtin().movements().iter().map(view).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// The movement that a person names, by its key or any of its titles.
#[must_use]
pub fn movement_named(text: &str) -> Option<MovementView> {
    let catalogue = Catalogue::builtin();
    let movement = catalogue.by_id(text.trim()).or_else(|| catalogue.by_title(text).map(|(movement, _)| movement))?;
    Some(MovementView { id: movement.id.clone(), name: movement.name.clone(), likeness: 1.0 })
}

/// Titles of exercises that neither the catalogue nor the athlete's own map knows, with their working sets.
#[must_use]
pub fn unknown_exercises(recording: &Recording, map: &BTreeMap<String, String>) -> BTreeMap<String, u64> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for set in recording.sets.iter().filter(|s| s.kind == SetKind::Active) {
        if let Some(exercise @ ExerciseRef::Title(title)) = &set.exercise
            && !map.contains_key(title)
            && Catalogue::builtin().resolve(exercise).is_none()
        {
            *found.entry(title.clone()).or_default() += 1;
        }
    }
    found
}

/// Gives titles the meaning that the athlete said: `map` is from titles to keys of movements.
pub fn map_exercises(sets: &mut [LiftSet], map: &BTreeMap<String, String>) {
    for set in sets.iter_mut().filter(|_| !map.is_empty()) {
        let Some(ExerciseRef::Title(title)) = &mut set.exercise else { continue };
        if let Some(movement) = map.get(title).and_then(|id| Catalogue::builtin().by_id(id)) {
            title.clone_from(&movement.name);
        }
    }
}

/// An analysed session as the texts that are kept of it, all JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionTexts {
    /// A few figures for lists.
    pub summary: String,
    /// What the body gets from it: a [`KeptSession`].
    pub dose: String,
    /// The whole view, as `analyze` prints it for a recording.
    pub detail: String,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionSummary {
    /// What it was, in words.
    pub name: String,
    /// The name that the athlete gave it.
    pub title: Option<String>,
    /// Its kind.
    pub kind: String,
    /// How sure the kind is, 0 to 1.
    pub kind_confidence: f64,
    /// Its sport.
    pub sport: String,
    /// Time with the timer running, s.
    pub timer_s: f64,
    /// Distance, m.
    pub distance_m: Option<f64>,
    /// Mean heart rate.
    pub hr_mean_bpm: Option<f64>,
    /// Efforts.
    pub efforts: usize,
    /// Working sets.
    pub active_sets: usize,
    /// Leg load.
    pub impact_km: Option<f64>,
    /// Cardio load.
    pub cardio_load: Option<f64>,
    /// What it did, in a sentence.
    pub verdict: String,
    /// Titles of exercises that nobody knows, with their working sets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unknown_exercises: BTreeMap<String, u64>,
}

impl SessionSummary {
    /// The title alone from the text that is kept.
    #[must_use]
    pub fn title_of_json(text: &str) -> Option<String> {
        #[derive(Deserialize)]
        struct Titled {
            title: Option<String>,
        }
        serde_json::from_str::<Titled>(text).ok()?.title
    }

    /// From the text that is kept; `None` for what this version did not write.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// The texts of an analysed session where local time is ahead of UTC by `offset`.
#[must_use]
pub fn session_texts(analysis: &Analysis, format: Format, offset: TimeSpan) -> SessionTexts {
    let performed = Performed::of("", 0, format, analysis, offset);
    let session = &analysis.session;
    let summary = SessionSummary {
        name: performed.name.to_owned(),
        title: analysis.recording.name.clone(),
        kind: session.kind.kind.as_str().to_owned(),
        kind_confidence: (100.0 * session.kind.confidence).round() / 100.0,
        sport: session.sport.as_str().to_owned(),
        timer_s: session.timer.as_s().round(),
        distance_m: session.distance.map(|d| d.as_m().round()),
        hr_mean_bpm: analysis.hr_mean().map(|h| h.as_bpm().round()),
        efforts: session.efforts.len(),
        active_sets: performed.sets,
        impact_km: analysis.stimulus.impact.map(|i| (10.0 * i.easy_km).round() / 10.0),
        cardio_load: analysis.stimulus.cardio.map(|c| c.impulse.round()),
        verdict: verdict(analysis).sentence,
        unknown_exercises: unknown_exercises(&analysis.recording, &BTreeMap::new()),
    };
    SessionTexts {
        summary: json(&summary),
        dose: KeptSession::of(&performed).to_json(),
        detail: json(&session_view(analysis)),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("numbers and texts are always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_recording_shows_comes_back_from_its_text() {
        let shown = SpeedBests {
            start: Timestamp::from_unix_ms(1_772_431_200_000),
            source: SpeedSource::FootPod,
            has_steps: true,
            bests: vec![SpeedBest {
                duration: TimeSpan::from_s(20.0),
                speed: Speed::from_m_per_s(7.0 / 3.0),
                error: Speed::from_m_per_s(0.1),
            }],
            heart: Some(HeartAtSpeed {
                speed: Speed::from_m_per_s(3.0),
                mean: HeartRate::from_bpm(140.0),
                highest: HeartRate::from_bpm(171.0),
            }),
        };
        assert_eq!(shown_of_json(&json(&KeptBests::of(&shown))), Some(shown));
        assert_eq!(shown_of_json("not json"), None);
    }

    #[test]
    fn an_unknown_exercise_is_mapped_once_and_then_known() {
        let mut recording = Recording::new(
            striate_model::Sport::Training,
            striate_model::SubSport::StrengthTraining,
            striate_model::Timestamp::from_unix_ms(0),
        );
        let set = |title: &str| LiftSet {
            kind: SetKind::Active,
            start: None,
            duration: None,
            exercise: Some(ExerciseRef::Title(title.to_owned())),
            reps: Some(8),
            load: None,
            reps_in_reserve: None,
        };
        recording.sets = vec![set("Squat (Barbell)"), set("Zzyzx blaster"), set("Zzyzx blaster")];
        let nothing = BTreeMap::new();
        assert_eq!(unknown_exercises(&recording, &nothing), BTreeMap::from([("Zzyzx blaster".to_owned(), 2)]));
        let squat = movement_named("Squat (Barbell)").expect("squats are known");
        assert_eq!(movement_named(&squat.id), Some(squat.clone()));
        let map = BTreeMap::from([("Zzyzx blaster".to_owned(), squat.id)]);
        map_exercises(&mut recording.sets, &map);
        assert!(unknown_exercises(&recording, &nothing).is_empty(), "{:?}", recording.sets);
        assert!(closest_movements("back squats", 3).len() == 3);
    }
}
