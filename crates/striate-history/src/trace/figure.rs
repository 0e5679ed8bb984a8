//! What is asked about, as people type it.

use crate::Viewpoint;
use std::fmt;
use striate_model::{Day, Muscle, TimeSpan};
use striate_text::names::{closest, muscle_named};

/// What can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What a muscle got.
    Dose,
    /// Where a muscle stands: course, size, load.
    State,
    /// When muscles are ready.
    Readiness,
    /// Since when a muscle stands still, and why.
    Plateau,
    /// Twelve weeks ahead.
    Forecast,
    /// Novice, base, building, plateau or detraining.
    Phase,
    /// Leg load.
    Impact,
    /// Cardio load.
    Cardio,
    /// The gate on single runs.
    InjuryGate,
    /// Much of the same.
    Sameness,
    /// Where the stimulus comes from.
    Mix,
    /// Weeks in a row.
    Streak,
    /// The athlete's own response.
    Response,
}

/// The words for each topic; the first is its name.
const WORDS: [(Topic, &[&str]); 12] = [
    (Topic::Dose, &["dose", "stimulus", "load"]),
    (Topic::Readiness, &["readiness", "ready", "fatigue", "recovery"]),
    (Topic::Plateau, &["plateau", "standing still"]),
    (Topic::Forecast, &["forecast", "twelve weeks", "growth"]),
    (Topic::Phase, &["phase"]),
    (Topic::Impact, &["impact", "leg load"]),
    (Topic::Cardio, &["cardio", "cardio load"]),
    (Topic::InjuryGate, &["injury gate", "gate", "longest run", "injury"]),
    (Topic::Sameness, &["sameness", "monotony"]),
    (Topic::Mix, &["mix"]),
    (Topic::Streak, &["streak", "consistency"]),
    (Topic::Response, &["response", "calibration", "measurements"]),
];

impl Topic {
    const fn takes_a_muscle(self) -> bool {
        matches!(self, Self::Dose | Self::State | Self::Readiness | Self::Plateau | Self::Forecast | Self::Phase)
    }
}

/// A figure that somebody asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What about it.
    pub topic: Topic,
    /// The muscle; `None` for the whole athlete.
    pub muscle: Option<Muscle>,
    /// The day; `None` for the present.
    pub day: Option<Day>,
}

impl Figure {
    /// From words as a person types them: `hamstrings`, `2026-11-14 glutes`, `impact`, `readiness calves`.
    ///
    /// # Errors
    /// A sentence that says what is not understood, and what would be.
    pub fn parse(words: &[String]) -> Result<Self, String> {
        let (mut day, mut names) = (None, Vec::new());
        for word in words.iter().flat_map(|w| w.split_whitespace()) {
            match word.parse::<Day>() {
                Ok(found) => day = Some(found),
                Err(_) => names.push(word.to_lowercase().replace(['_', '-'], " ")),
            }
        }
        let name = names.join(" ");
        let (topic, rest) = topic_of(&name);
        let muscle = if rest.is_empty() { None } else { Some(muscle_named(&rest).map_err(|_| unknown(&name))?) };
        match (topic, muscle) {
            (None, None) => Err(unknown(&name)),
            // A day's figure of a muscle is its dose; without a day it is where the muscle stands.
            (None, muscle) => Ok(Self { topic: if day.is_some() { Topic::Dose } else { Topic::State }, muscle, day }),
            (Some(Topic::Dose), None) => Err("say of which muscle: dose hamstrings".to_owned()),
            (Some(topic), Some(_)) if !topic.takes_a_muscle() => {
                Err(format!("{name} is no figure of one muscle; leave the muscle out"))
            }
            (Some(topic), muscle) => Ok(Self { topic, muscle, day }),
        }
    }

    /// Every name that can be asked about.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Muscle::ALL
            .into_iter()
            .map(Muscle::label)
            .chain(WORDS.into_iter().filter_map(|(_, words)| words.first().copied()))
    }

    /// The view from the day that is asked about, at its end.
    pub(super) fn seen_from<'a>(&self, view: &Viewpoint<'a>) -> Viewpoint<'a> {
        match self.day {
            Some(day) if day != view.today => {
                let now = day.plus(1).noon() - TimeSpan::from_s(43_200.0) - view.offset;
                Viewpoint { today: day, now, ..*view }
            }
            _ => *view,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        let word = WORDS.iter().find(|(topic, _)| *topic == self.topic).and_then(|(_, words)| words.first());
        match (word, self.muscle) {
            (None | Some(&"dose"), Some(muscle)) => f.write_str(muscle.label()),
            (Some(word), Some(muscle)) => write!(f, "{word} {}", muscle.label()),
            (Some(word), None) => f.write_str(word),
            (None, None) => f.write_str("state"),
        }
    }
}

/// The topic that begins or ends the words, and the rest.
fn topic_of(name: &str) -> (Option<Topic>, String) {
    let all = WORDS.iter().flat_map(|(topic, words)| words.iter().map(move |word| (*topic, *word)));
    let mut found: Vec<(Topic, &str)> = all
        .filter(|(_, word)| {
            name == *word || name.starts_with(&format!("{word} ")) || name.ends_with(&format!(" {word}"))
        })
        .collect();
    // The longest word is meant: "leg load" is no dose.
    found.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    match found.first() {
        None => (None, name.to_owned()),
        Some((topic, word)) => {
            let rest = name.strip_prefix(word).or_else(|| name.strip_suffix(word)).unwrap_or_default();
            (Some(*topic), rest.trim().trim_start_matches("of ").to_owned())
        }
    }
}

fn unknown(name: &str) -> String {
    let near = closest(name, Figure::names(), 3);
    if name.is_empty() {
        "say which figure: hamstrings, 2026-11-14 glutes, impact".to_owned()
    } else if near.is_empty() {
        let known: Vec<&str> = Figure::names().collect();
        format!("\"{name}\" is no figure that is known; known are {}", known.join(", "))
    } else {
        format!("\"{name}\" is no figure that is known; did you mean {}?", near.join(" or "))
    }
}
