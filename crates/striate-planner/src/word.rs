//! Words of fixed vocabularies in a stored plan, read back as the ones that the program knows.

use serde::{Deserialize, Deserializer, de::Error};
use striate_model::Muscle;
use striate_plan::audit::rules;
use striate_plan::kinds::PlannedKind;
use striate_plan::season::Stage;

/// A word of a fixed vocabulary: a muscle, a kind of session, a rule, a phase, a half of the day.
pub type Word = &'static str;

/// The word of this text; `None` for one that no vocabulary has.
pub(super) fn known(text: &str) -> Option<Word> {
    Muscle::from_name(text)
        .map(Muscle::as_str)
        .or_else(|| PlannedKind::from_name(text).map(PlannedKind::as_str))
        .or_else(|| Stage::from_name(text).map(Stage::as_str))
        .or_else(|| ["am", "pm", "hills", "speed", "other", "none"].into_iter().find(|w| *w == text))
        .or_else(|| rules().iter().map(|r| r.id.as_str()).find(|id| *id == text))
}

pub(super) fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    let text = String::deserialize(from)?;
    known(&text).ok_or_else(|| D::Error::custom(format!("\"{text}\" is no word of a plan")))
}

pub(super) fn optional_word<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Word>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    known(&text).map(Some).ok_or_else(|| D::Error::custom(format!("\"{text}\" is no word of a plan")))
}

pub(super) fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Word>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|t| known(t).ok_or_else(|| D::Error::custom(format!("\"{t}\" is no word of a plan")))).collect()
}
