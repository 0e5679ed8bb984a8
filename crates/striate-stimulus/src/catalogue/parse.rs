//! From TOML to a checked [`Catalogue`].

use super::title::{TitleIndex, key};
use super::{Catalogue, ContractionMode, LoadRule, Movement, MuscleWeight, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use striate_model::{Muscle, MuscleMap};
use thiserror::Error;

/// The word in place of a source where a weight has none.
const JUDGEMENT: &str = "judgement";

/// Why a catalogue cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The text is not TOML of the catalogue's form.
    #[error("the exercise catalogue cannot be read: {0}")]
    Form(#[from] toml::de::Error),
    /// An entry contradicts itself or another.
    #[error("the exercise catalogue contradicts itself at `{entry}`: {problem}")]
    Entry {
        /// The id of the movement, or the table's key.
        entry: String,
        /// What is wrong, in words.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCatalogue {
    sources: BTreeMap<String, RawSource>,
    fit_categories: BTreeMap<String, String>,
    exercise: Vec<RawMovement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    cite: String,
    doi: Option<String>,
    pmid: Option<u64>,
    pmcid: Option<String>,
    found: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawMode {
    ConcentricEccentric,
    EccentricBiased,
    Isometric,
    Ballistic,
    Plyometric,
    Locomotion,
    Mobility,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawLoad {
    External,
    Bodyweight,
    BodyweightPlusExternal,
    Assisted,
    Band,
    Machine,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMovement {
    id: String,
    name: String,
    mode: RawMode,
    load: RawLoad,
    body_fraction: Option<f64>,
    #[serde(default)]
    unilateral: bool,
    contacts_per_rep: Option<f64>,
    #[serde(default)]
    equipment: Vec<String>,
    #[serde(default)]
    fit: Vec<(u16, u16)>,
    fit_category: Option<u16>,
    #[serde(default)]
    hevy: Vec<String>,
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    muscles: BTreeMap<String, (f64, String)>,
}

fn wrong(entry: &str, problem: impl Into<String>) -> CatalogueError {
    CatalogueError::Entry { entry: entry.to_owned(), problem: problem.into() }
}

pub(super) fn parse(text: &str) -> Result<Catalogue, CatalogueError> {
    let raw: RawCatalogue = toml::from_str(text)?;
    let sources =
        raw.sources.into_iter().map(|(id, source)| checked_source(id, source)).collect::<Result<Vec<_>, _>>()?;
    let movements =
        raw.exercise.into_iter().map(|movement| checked_movement(movement, &sources)).collect::<Result<Vec<_>, _>>()?;

    let mut by_id = BTreeMap::new();
    let mut by_fit = BTreeMap::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for (i, movement) in movements.iter().enumerate() {
        if by_id.insert(movement.id.clone(), i).is_some() {
            return Err(wrong(&movement.id, "this id is there twice"));
        }
        for &pair in &movement.fit {
            if let Some(other) = by_fit.insert(pair, i) {
                let other = &movements[other].id;
                return Err(wrong(&movement.id, format!("FIT exercise {pair:?} belongs to `{other}` already")));
            }
        }
        for title in movement.titles() {
            match by_key.insert(key(title), i) {
                Some(other) if other != i => {
                    let other = &movements[other].id;
                    return Err(wrong(&movement.id, format!("the title {title:?} belongs to `{other}` already")));
                }
                _ => {}
            }
        }
    }

    let mut by_fit_category = BTreeMap::new();
    for (category, id) in raw.fit_categories {
        let number = category.parse::<u16>().map_err(|_| wrong(&category, "a FIT category is a number"))?;
        let &i = by_id.get(&id).ok_or_else(|| wrong(&category, format!("there is no movement `{id}`")))?;
        by_fit_category.insert(number, i);
    }
    let titles = TitleIndex::new(movements.iter().map(Movement::titles));
    Ok(Catalogue { movements, sources, by_id, by_fit, by_fit_category, titles })
}

fn checked_source(id: String, raw: RawSource) -> Result<Source, CatalogueError> {
    if raw.cite.trim().is_empty() || raw.found.trim().is_empty() {
        return Err(wrong(&id, "a source says what it is and what it found"));
    }
    if raw.doi.is_none() && raw.pmid.is_none() && raw.pmcid.is_none() {
        return Err(wrong(&id, "a source has a DOI or a PubMed number"));
    }
    Ok(Source { id, cite: raw.cite, doi: raw.doi, pmid: raw.pmid, pmcid: raw.pmcid, found: raw.found })
}

fn checked_movement(raw: RawMovement, sources: &[Source]) -> Result<Movement, CatalogueError> {
    let id = raw.id;
    let is_key = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if id.is_empty() || !is_key(&id) {
        return Err(wrong(&id, "an id is snake_case"));
    }
    if raw.name.trim().is_empty() {
        return Err(wrong(&id, "the name is empty"));
    }
    if let Some(tool) = raw.equipment.iter().find(|tool| !is_key(tool)) {
        return Err(wrong(&id, format!("equipment is snake_case, not {tool:?}")));
    }
    let mode = match raw.mode {
        RawMode::ConcentricEccentric => ContractionMode::ConcentricEccentric,
        RawMode::EccentricBiased => ContractionMode::EccentricBiased,
        RawMode::Isometric => ContractionMode::Isometric,
        RawMode::Ballistic => ContractionMode::Ballistic,
        RawMode::Plyometric => ContractionMode::Plyometric,
        RawMode::Locomotion => ContractionMode::Locomotion,
        RawMode::Mobility => ContractionMode::Mobility,
    };
    let load = checked_load(&id, &raw.load, raw.body_fraction)?;
    if mode == ContractionMode::Plyometric && raw.contacts_per_rep.is_none() {
        return Err(wrong(&id, "a plyometric movement says how many landings a repetition has"));
    }
    if raw.contacts_per_rep.is_some_and(|contacts| !(contacts > 0.0 && contacts <= 4.0)) {
        return Err(wrong(&id, "landings per repetition lie above 0 and at most at 4"));
    }
    if !raw.fit.is_empty() && raw.fit_category.is_some() {
        return Err(wrong(&id, "a movement with FIT exercises has their category already"));
    }
    let muscles = checked_muscles(&id, &raw.muscles, sources)?;
    if muscles.is_empty() && mode != ContractionMode::Mobility {
        return Err(wrong(&id, "only mobility trains no muscle"));
    }
    let mut weights = MuscleMap::default();
    for entry in &muscles {
        weights[entry.muscle] = entry.weight;
    }
    Ok(Movement {
        id,
        name: raw.name,
        mode,
        load,
        unilateral: raw.unilateral,
        equipment: raw.equipment,
        contacts_per_rep: raw.contacts_per_rep,
        fit: raw.fit,
        fit_category: raw.fit_category,
        hevy: raw.hevy,
        strong: raw.strong,
        names: raw.names,
        muscles,
        weights,
    })
}

fn checked_load(id: &str, load: &RawLoad, body_fraction: Option<f64>) -> Result<LoadRule, CatalogueError> {
    let rule = match (load, body_fraction) {
        (RawLoad::Bodyweight, Some(body_fraction)) => LoadRule::Bodyweight { body_fraction },
        (RawLoad::BodyweightPlusExternal, Some(body_fraction)) => LoadRule::BodyweightPlusExternal { body_fraction },
        (RawLoad::Assisted, Some(body_fraction)) => LoadRule::Assisted { body_fraction },
        (RawLoad::External, None) => LoadRule::External,
        (RawLoad::Band, None) => LoadRule::Band,
        (RawLoad::Machine, None) => LoadRule::Machine,
        (RawLoad::None, None) => LoadRule::None,
        (_, Some(_)) => return Err(wrong(id, "this load rule has no body_fraction")),
        (_, None) => return Err(wrong(id, "this load rule needs a body_fraction")),
    };
    if body_fraction.is_some_and(|fraction| !(fraction > 0.0 && fraction <= 1.0)) {
        return Err(wrong(id, "body_fraction lies above 0 and at most at 1"));
    }
    Ok(rule)
}

fn checked_muscles(
    id: &str,
    raw: &BTreeMap<String, (f64, String)>,
    sources: &[Source],
) -> Result<Vec<MuscleWeight>, CatalogueError> {
    let mut muscles = Vec::with_capacity(raw.len());
    for (name, (weight, source)) in raw {
        let muscle = Muscle::from_name(name).ok_or_else(|| wrong(id, format!("there is no muscle `{name}`")))?;
        if !(0.0..=1.0).contains(weight) {
            return Err(wrong(id, format!("the weight of {name} lies outside 0 to 1")));
        }
        if source != JUDGEMENT && !sources.iter().any(|s| &s.id == source) {
            return Err(wrong(id, format!("the weight of {name} cites `{source}`, which is no source")));
        }
        let source = (source != JUDGEMENT).then(|| source.clone());
        muscles.push(MuscleWeight { muscle, weight: *weight, source });
    }
    muscles.sort_by_key(|entry| entry.muscle);
    Ok(muscles)
}
