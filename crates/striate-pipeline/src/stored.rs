//! What a database of sessions asks of the stages: files decoded as the athlete says, what a recording shows, exercise
//! titles that the athlete gave a meaning, and an analysed session as the texts that are kept.

use crate::analyse::Analysis;
use crate::history::Performed;
use crate::json::session_view;
use crate::kept::KeptSession;
use crate::words::verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_formats::DecodeError;
use striate_formats::lifting;
use striate_model::{
    Athlete, Decoded, Distance, ExerciseRef, Format, HeartRate, LiftSet, Mass, Origin, Recording, SetKind, Sex,
    Sourced, Speed, TimeSpan,
};
use striate_stimulus::Catalogue;

pub use striate_formats::lifting::LiftingOptions;

/// Decodes a file's bytes; `options` say what a lifting log means where it does not say it itself.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn decode_as(bytes: &[u8], name: &str, options: &LiftingOptions) -> Result<Decoded, DecodeError> {
    match striate_formats::sniff(bytes) {
        Some(Format::HevyCsv | Format::StrongCsv | Format::FitnotesCsv | Format::LiftosaurCsv) => {
            lifting::decode(bytes, options)
        }
        _ => striate_formats::decode(bytes, name),
    }
}

/// What one recording shows about the athlete, as JSON.
#[must_use]
pub fn shown_json(recording: &Recording) -> String {
    let shown = striate_segment::refine_athlete(&Athlete::default(), recording);
    serde_json::to_string(&Figures::of(&shown)).expect("numbers are always JSON")
}

/// The athlete that [`shown_json`] told of; the default where it says nothing.
#[must_use]
pub fn shown_of_json(text: &str) -> Athlete {
    serde_json::from_str::<Figures>(text).map(|f| f.athlete()).unwrap_or_default()
}

/// Figures of an athlete that are no defaults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Figures {
    #[serde(skip_serializing_if = "Option::is_none")]
    mass_kg: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height_m: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_female: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hr_max_bpm: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hr_rest_bpm: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_sprint_m_per_s: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    critical_speed_m_per_s: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_reserve_m: Option<Figure>,
}

/// A value, and whether the device knew it (else it was estimated).
type Figure = (f64, bool);

impl Figures {
    fn of(athlete: &Athlete) -> Self {
        fn kept<T: Copy>(figure: &Sourced<T>, value: fn(T) -> f64) -> Option<Figure> {
            let is_known = figure.origin != Origin::Default;
            is_known.then(|| (value(figure.value), figure.origin >= Origin::Device))
        }
        Self {
            mass_kg: kept(&athlete.mass, Mass::as_kg),
            height_m: kept(&athlete.height, Distance::as_m),
            is_female: match (athlete.sex.origin, athlete.sex.value) {
                (Origin::Default, _) | (_, Sex::Unspecified) => None,
                (_, sex) => Some(sex == Sex::Female),
            },
            hr_max_bpm: kept(&athlete.hr_max, HeartRate::as_bpm),
            hr_rest_bpm: kept(&athlete.hr_rest, HeartRate::as_bpm),
            max_sprint_m_per_s: kept(&athlete.max_sprint, Speed::as_m_per_s),
            critical_speed_m_per_s: kept(&athlete.critical_speed, Speed::as_m_per_s),
            distance_reserve_m: kept(&athlete.distance_reserve, Distance::as_m),
        }
    }

    fn athlete(&self) -> Athlete {
        fn set<T>(into: &mut Sourced<T>, figure: Option<Figure>, of: fn(f64) -> T) {
            if let Some((value, is_device)) = figure {
                let origin = if is_device { Origin::Device } else { Origin::Estimated };
                *into = Sourced { value: of(value), origin };
            }
        }
        let mut athlete = Athlete::default();
        set(&mut athlete.mass, self.mass_kg, Mass::from_kg);
        set(&mut athlete.height, self.height_m, Distance::from_m);
        set(&mut athlete.hr_max, self.hr_max_bpm, HeartRate::from_bpm);
        set(&mut athlete.hr_rest, self.hr_rest_bpm, HeartRate::from_bpm);
        set(&mut athlete.max_sprint, self.max_sprint_m_per_s, Speed::from_m_per_s);
        set(&mut athlete.critical_speed, self.critical_speed_m_per_s, Speed::from_m_per_s);
        set(&mut athlete.distance_reserve, self.distance_reserve_m, Distance::from_m);
        if let Some(is_female) = self.is_female {
            let value = if is_female { Sex::Female } else { Sex::Male };
            athlete.sex = Sourced { value, origin: Origin::Device };
        }
        athlete
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
        distance_m: analysis.recording.distance.map(|d| d.as_m().round()),
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
    fn what_a_recording_shows_comes_back_from_its_text_and_defaults_are_left_out() {
        let athlete = Athlete {
            mass: Sourced { value: Mass::from_kg(61.5), origin: Origin::Device },
            sex: Sourced { value: Sex::Female, origin: Origin::Device },
            max_sprint: Sourced { value: Speed::from_m_per_s(7.0 / 3.0), origin: Origin::Estimated },
            ..Athlete::default()
        };
        let text = json(&Figures::of(&athlete));
        assert!(!text.contains("hr_max"), "{text}");
        assert_eq!(shown_of_json(&text), athlete);
        assert_eq!(shown_of_json("not json"), Athlete::default());
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
