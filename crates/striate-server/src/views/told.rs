//! Answers in the athlete's units: sentences are told in them, figures with a unit in their key stay metric, and what the
//! athlete or somebody else has written stays as it is.

use crate::problem::{ApiError, Result};
use serde::Serialize;
use serde_json::Value;
use striate_text::units::Units;

/// Texts that are names or quotations.
const KEPT: [&str; 13] = [
    "claim",
    "database",
    "device",
    "evidence",
    "exercise",
    "file",
    "format",
    "id",
    "key",
    "known_failures",
    "line",
    "name",
    "source",
];
/// What a session is called: by the athlete, or by the plan.
const TITLE: &str = "title";

/// An answer whose titles the athlete may have written.
pub(crate) fn to_json(units: Units, value: &impl Serialize) -> Result<Vec<u8>> {
    written(units, value, false)
}

/// An answer whose titles are all striate's own.
pub(crate) fn to_json_with_titles(units: Units, value: &impl Serialize) -> Result<Vec<u8>> {
    written(units, value, true)
}

fn written(units: Units, value: &impl Serialize, tells_titles: bool) -> Result<Vec<u8>> {
    if units.is_metric() {
        return serde_json::to_vec(value).map_err(ApiError::internal);
    }
    let mut value = serde_json::to_value(value).map_err(ApiError::internal)?;
    tell(units, tells_titles, &mut value);
    serde_json::to_vec(&value).map_err(ApiError::internal)
}

fn tell(units: Units, tells_titles: bool, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(told) = units.told(text) {
                *text = told;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| tell(units, tells_titles, item)),
        Value::Object(object) => {
            for (key, item) in object {
                let is_kept = KEPT.contains(&key.as_str()) || (key == TITLE && !tells_titles);
                if !is_kept {
                    tell(units, tells_titles, item);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sentences_are_told_and_names_and_quotations_stay() {
        let miles = Units::named(Some("mi"), Some("lb"));
        let answer = json!({"title": "5 km easy", "km": 5.0, "claim": "over 10 km", "because": ["up to 10 km", {"text": "5 kg"}]});
        let told = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).unwrap();
        let expected = json!({"title": "5 km easy", "km": 5.0, "claim": "over 10 km", "because": ["up to 6.2 mi", {"text": "11 lb"}]});
        assert_eq!(told(to_json(miles, &answer).unwrap()), expected);
        assert_eq!(told(to_json_with_titles(miles, &answer).unwrap())["title"], "3.1 mi easy");
        assert_eq!(told(to_json(Units::default(), &answer).unwrap()), answer);
    }
}
