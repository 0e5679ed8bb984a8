//! The exercise catalogue: which movement trains which muscle, and by what names devices and apps know it.
//!
//! The data are `data/exercises.toml` (CC0); its head says what a weight means. This module reads them once, checks
//! them, and answers three questions: which movement does a device or an app mean, which one does an unknown title
//! resemble, and what does a set of it reach.

mod parse;
#[cfg(test)]
mod tests;
mod title;

pub use parse::CatalogueError;
pub use title::MatchKind;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use striate_model::{ExerciseCandidate, ExerciseRef, Mass, Muscle, MuscleMap};
use title::TitleIndex;

/// A device's guess counts from this confidence on, out of 255: a quarter. Judgement; in the recordings seen so far a
/// device that names an exercise at all is surer than that.
pub const MIN_CONFIDENCE: u8 = 64;

/// FIT writes this category, and the one above it, where it does not know.
const FIT_UNKNOWN: u16 = 65534;

/// How the muscles work in a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContractionMode {
    /// Lifting and lowering alike.
    ConcentricEccentric,
    /// The lowering is the work.
    EccentricBiased,
    /// Held still, or carried.
    Isometric,
    /// A mass is thrown, the body or a thing, without a rebound.
    Ballistic,
    /// A rebound from the ground.
    Plyometric,
    /// Getting from one place to another; never counted as a hard set.
    Locomotion,
    /// Moving joints through their range; no stimulus.
    Mobility,
}

/// What the logged load of a movement means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LoadRule {
    /// The mass that is moved.
    External,
    /// A fraction of the body is moved and nothing else.
    Bodyweight {
        /// Share of body mass that moves, 0 to 1.
        body_fraction: f64,
    },
    /// A fraction of the body is moved together with the logged mass.
    BodyweightPlusExternal {
        /// Share of body mass that moves, 0 to 1.
        body_fraction: f64,
    },
    /// A fraction of the body is moved and the logged mass helps.
    Assisted {
        /// Share of body mass that moves, 0 to 1.
        body_fraction: f64,
    },
    /// A force that nobody knows.
    Band,
    /// A number on a stack, comparable on that machine only.
    Machine,
    /// No load at all.
    None,
}

impl LoadRule {
    /// The mass that the muscles move in one repetition, `None` where it cannot be known (bands, machines, a missing
    /// load). An assistance above the body's own share moves nothing.
    #[must_use]
    pub fn moved_mass(self, body: Mass, logged: Option<Mass>) -> Option<Mass> {
        let nothing = Mass::from_kg(0.0);
        match self {
            Self::External => logged,
            Self::Bodyweight { body_fraction } => Some(body * body_fraction),
            Self::BodyweightPlusExternal { body_fraction } => Some(body * body_fraction + logged.unwrap_or(nothing)),
            Self::Assisted { body_fraction } => Some((body * body_fraction - logged?).max(nothing)),
            Self::Band | Self::Machine | Self::None => None,
        }
    }
}

/// A published trial or measurement behind a weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its key in the catalogue.
    pub id: String,
    /// Authors, year, journal.
    pub cite: String,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// PubMed number.
    pub pmid: Option<u64>,
    /// PubMed Central number.
    pub pmcid: Option<String>,
    /// What it found, as far as the catalogue uses it.
    pub found: String,
}

/// What one set of a movement is worth to one muscle.
#[derive(Clone, Debug, PartialEq)]
pub struct MuscleWeight {
    /// The muscle.
    pub muscle: Muscle,
    /// Sets that train the muscle directly, per set: 1 direct, 0.5 indirect, 0 where a trial saw no growth.
    pub weight: f64,
    /// The key of its [`Source`]; `None` means judgement: anatomy and the habit of the field.
    pub source: Option<String>,
}

/// One movement of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Its stable `snake_case` key.
    pub id: String,
    /// The name a person reads.
    pub name: String,
    /// How the muscles work.
    pub mode: ContractionMode,
    /// What a logged load means.
    pub load: LoadRule,
    /// Whether one side works at a time, so that repetitions are per side.
    pub unilateral: bool,
    /// What is needed to do it, any of these; empty where nothing is.
    pub equipment: Vec<String>,
    /// Landings per repetition of a jump; `None` for everything else.
    pub contacts_per_rep: Option<f64>,
    /// Its `[category, exercise]` pairs in FIT; the first is the one to write.
    pub fit: Vec<(u16, u16)>,
    /// The FIT category to write where the protocol has no exercise of its own for it.
    pub fit_category: Option<u16>,
    /// Its titles in Hevy.
    pub hevy: Vec<String>,
    /// Its titles in Strong.
    pub strong: Vec<String>,
    /// What people call it besides.
    pub names: Vec<String>,
    /// Its muscles with where each weight comes from, in the order in which muscles are shown.
    pub muscles: Vec<MuscleWeight>,
    weights: MuscleMap<f64>,
}

impl Movement {
    /// What one set is worth to this muscle; 0 for a muscle that the catalogue does not name.
    #[must_use]
    pub fn weight(&self, muscle: Muscle) -> f64 {
        self.weights[muscle]
    }

    /// The FIT category and, where the protocol has one, the exercise under which a workout shows it.
    #[must_use]
    pub fn fit_to_write(&self) -> Option<(u16, Option<u16>)> {
        let exact = self.fit.first().map(|(category, exercise)| (*category, Some(*exercise)));
        exact.or_else(|| self.fit_category.map(|category| (category, None)))
    }

    /// Whether a set of it can be a hard set at all: jumps are counted by their landings, running by its distance and
    /// time, and stretching not at all.
    #[must_use]
    pub fn counts_as_set(&self) -> bool {
        self.contacts_per_rep.is_none() && !matches!(self.mode, ContractionMode::Locomotion | ContractionMode::Mobility)
    }

    /// Every title under which it is known, its own name first.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.hevy).chain(&self.strong).chain(&self.names).map(String::as_str)
    }
}

/// All movements, with the indices that find them.
#[derive(Clone, Debug)]
pub struct Catalogue {
    movements: Vec<Movement>,
    sources: Vec<Source>,
    by_id: BTreeMap<String, usize>,
    by_fit: BTreeMap<(u16, u16), usize>,
    by_fit_category: BTreeMap<u16, usize>,
    titles: TitleIndex,
}

impl Catalogue {
    /// The catalogue that ships with striate, read on first use.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Self::parse(include_str!("../../data/exercises.toml")).expect("the shipped catalogue is read in every test")
        })
    }

    /// A catalogue from TOML in the form of `data/exercises.toml`.
    ///
    /// # Errors
    /// Where the text is not TOML of that form, or an entry contradicts itself or another: a weight outside 0 to 1, an
    /// unknown muscle, source or mode, a key or title that belongs to two movements.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        parse::parse(text)
    }

    /// Every movement, in the order of the file: within a family the usual one comes first.
    #[must_use]
    pub fn movements(&self) -> &[Movement] {
        &self.movements
    }

    /// Every source that a weight may cite.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The movement with this id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Movement> {
        self.by_id.get(id).map(|&i| &self.movements[i])
    }

    /// The movement of a FIT category and exercise; the category's most usual movement where the exercise is absent or
    /// not listed; `None` for a category that the catalogue does not know.
    #[must_use]
    pub fn by_fit(&self, category: u16, exercise: Option<u16>) -> Option<&Movement> {
        exercise
            .and_then(|exercise| self.by_fit.get(&(category, exercise)))
            .or_else(|| self.by_fit_category.get(&category))
            .map(|&i| &self.movements[i])
    }

    /// The movement that a source means. A device's guesses: the surest one that names a category, if it is at least
    /// [`MIN_CONFIDENCE`] sure. A title: see [`Catalogue::by_title`].
    #[must_use]
    pub fn resolve(&self, exercise: &ExerciseRef) -> Option<&Movement> {
        match exercise {
            ExerciseRef::Fit(candidates) => {
                let best = surest(candidates)?;
                self.by_fit(best.category, best.exercise)
            }
            ExerciseRef::Title(title) => self.by_title(title).map(|(movement, _)| movement),
        }
    }

    /// The movement of a title and how well the title fits: letter case, punctuation, word order, plural and common
    /// abbreviations never matter; failing that the equipment is left out, then how it is done (seated, one arm),
    /// then words in front of or behind a known name.
    #[must_use]
    pub fn by_title(&self, title: &str) -> Option<(&Movement, MatchKind)> {
        let (i, kind) = self.titles.find(title)?;
        Some((&self.movements[i], kind))
    }

    /// The `n` movements whose titles resemble this one most, best first, each with its likeness from 0 to 1; fewer
    /// where nothing else resembles it at all. For asking a person what an unknown title means.
    #[must_use]
    pub fn closest(&self, title: &str, n: usize) -> Vec<(&Movement, f64)> {
        self.titles.closest(title, n).into_iter().map(|(i, likeness)| (&self.movements[i], likeness)).collect()
    }
}

/// The surest candidate that names a category; the first of several that are equally sure. A candidate without a
/// confidence yields to one that has it.
fn surest(candidates: &[ExerciseCandidate]) -> Option<&ExerciseCandidate> {
    let mut best: Option<&ExerciseCandidate> = None;
    for candidate in candidates.iter().filter(|c| c.category < FIT_UNKNOWN) {
        if best.is_none_or(|b| candidate.confidence > b.confidence) {
            best = Some(candidate);
        }
    }
    best.filter(|b| b.confidence.is_none_or(|confidence| confidence >= MIN_CONFIDENCE))
}
