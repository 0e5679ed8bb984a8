//! Who the athlete is, and what is theirs.

use super::imports::MassUnitName;
use super::types::{named, names};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_app::{Progress, ReadModel};
use striate_model::{Distance, FootStrike, HeartRate, Mass, Origin, Sex, Sourced, Speed};
use striate_store::{DISTANCE_UNIT, Profile};
use utoipa::ToSchema;

/// What stands beside the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Badge {
    /// A word; null where it would say nothing.
    pub label: Option<String>,
    /// Whether this is the made-up athlete.
    pub demo: bool,
    /// Whether nothing of it outlives the program.
    pub temporary: bool,
    /// What is being worked out behind the pages; null where everything is up to date.
    pub busy: Option<Busy>,
    /// The method's version.
    pub method: String,
}

impl Badge {
    /// Of a picture.
    #[must_use]
    pub fn of(snapshot: &ReadModel, temporary: bool, progress: Option<Progress>) -> Self {
        let demo = snapshot.is_demo;
        Self {
            label: demo.then(|| "Demo athlete".to_owned()),
            demo,
            temporary,
            busy: progress.map(|p| Busy { done: p.done, of: p.of }),
            method: striate_stimulus::METHOD_VERSION.to_owned(),
        }
    }
}

/// Work behind the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Busy {
    /// Sessions that are done.
    pub done: u64,
    /// Sessions in all.
    pub of: u64,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SettingsView {
    /// Figures of the athlete.
    pub profile: Vec<ProfileField>,
    /// How figures are shown.
    pub units: Units,
    /// Where everything is kept.
    pub database: String,
    /// How many sessions.
    pub sessions: usize,
    /// Whether a password is set.
    pub password_set: bool,
    /// What a change of it is made from: sent back as `If-Match`.
    pub revision: String,
    /// The method's version.
    pub method: String,
    /// The program's version.
    pub version: String,
}

/// Units of what is shown, and of loads in logs that name none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Distances.
    pub distance: DistanceUnit,
    /// Masses.
    pub mass: MassUnitName,
}

names! {
    /// A unit of distances.
    DistanceUnit { Km, Mi }
}

impl Units {
    /// As the profile says them.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let distance = profile.more.get(DISTANCE_UNIT).and_then(|v| v.as_str());
        Self {
            distance: distance.and_then(named).unwrap_or(DistanceUnit::Km),
            mass: profile.mass_unit.as_deref().and_then(named).unwrap_or(MassUnitName::Kg),
        }
    }
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureOrigin {
    /// Nothing is known.
    Default,
    /// From the athlete's recordings.
    Estimated,
    /// From the device.
    Device,
    /// The athlete said so.
    Given,
}

impl From<Origin> for FigureOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Default => Self::Default,
            Origin::Estimated => Self::Estimated,
            Origin::Device => Self::Device,
            Origin::Given => Self::Given,
        }
    }
}

/// A figure of the athlete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileField {
    /// Names it.
    pub key: String,
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Its value; null where nothing is known.
    pub value: Option<String>,
    /// Where it comes from.
    pub origin: FigureOrigin,
    /// What it is for.
    pub hint: String,
    /// What it can be, where that is a short list.
    pub options: Option<Vec<ProfileOption>>,
}

/// One of a short list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileOption {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub text: String,
}

/// The page.
#[must_use]
pub fn settings_view(snapshot: &ReadModel, password_set: bool) -> SettingsView {
    let a = &snapshot.athlete;
    let options = |all: &[(&str, &str)]| {
        Some(all.iter().map(|(v, t)| ProfileOption { value: (*v).to_owned(), text: (*t).to_owned() }).collect())
    };
    let sex = match a.sex.value {
        Sex::Female => Some("female".to_owned()),
        Sex::Male => Some("male".to_owned()),
        Sex::Unspecified => None,
    };
    let strike = match a.foot_strike.value {
        FootStrike::Rearfoot => "rearfoot",
        FootStrike::Midfoot => "midfoot",
        FootStrike::Forefoot => "forefoot",
    };
    let profile = vec![
        field(("mass_kg", "Body mass", "kg"), number(&a.mass, 1, Mass::as_kg), a.mass.origin, ""),
        field(("height_m", "Height", "m"), number(&a.height, 2, Distance::as_m), a.height.origin, ""),
        ProfileField {
            options: options(&[("female", "female"), ("male", "male")]),
            ..field(("sex", "Sex", ""), sex, a.sex.origin, "Some formulas differ by sex")
        },
        field(
            ("max_sprint_m_per_s", "Fastest sprint", "m/s"),
            number(&a.max_sprint, 1, Speed::as_m_per_s),
            a.max_sprint.origin,
            "Held for about three seconds",
        ),
        field(
            ("critical_speed_m_per_s", "Critical speed", "m/s"),
            number(&a.critical_speed, 2, Speed::as_m_per_s),
            a.critical_speed.origin,
            "The pace you can race for 30 to 60 minutes",
        ),
        field(
            ("hr_max_bpm", "Maximum heart rate", "beats a minute"),
            number(&a.hr_max, 0, HeartRate::as_bpm),
            a.hr_max.origin,
            "",
        ),
        field(
            ("hr_rest_bpm", "Resting heart rate", "beats a minute"),
            number(&a.hr_rest, 0, HeartRate::as_bpm),
            a.hr_rest.origin,
            "",
        ),
        ProfileField {
            options: options(&[
                ("rearfoot", "heel first"),
                ("midfoot", "midfoot"),
                ("forefoot", "ball of the foot first"),
            ]),
            ..field(
                ("foot_strike", "Foot strike", ""),
                Some(strike.to_owned()),
                a.foot_strike.origin,
                "Landing on the ball of the foot loads the calves more",
            )
        },
        field(
            ("birth_year", "Year of birth", ""),
            snapshot.profile.birth_year.map(|y| y.to_string()),
            if snapshot.profile.birth_year.is_some() { Origin::Given } else { Origin::Default },
            "Muscle responds a little less with age",
        ),
        field(
            ("time_zone", "Time zone", ""),
            Some(snapshot.zone.name().to_owned()),
            if snapshot.profile.time_zone.is_some() { Origin::Given } else { Origin::Default },
            "For example Europe/Berlin; decides which day a late run counts for",
        ),
    ];
    SettingsView {
        profile,
        units: Units::of(&snapshot.profile),
        database: snapshot.place.clone(),
        sessions: snapshot.ledger.sessions.len(),
        password_set,
        revision: snapshot.settings_revision().to_string(),
        method: striate_stimulus::METHOD_VERSION.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn number<T: Copy>(figure: &Sourced<T>, places: usize, of: fn(T) -> f64) -> Option<String> {
    Some(format!("{:.places$}", of(figure.value)))
}

fn field((key, label, unit): (&str, &str, &str), value: Option<String>, origin: Origin, hint: &str) -> ProfileField {
    ProfileField {
        key: key.to_owned(),
        label: label.to_owned(),
        unit: Some(unit.to_owned()).filter(|u| !u.is_empty()),
        value,
        origin: origin.into(),
        hint: hint.to_owned(),
        options: None,
    }
}

/// What a stored key of the profile is called; `None` where the page names none.
pub(crate) fn label_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "mass_kg" => "Body mass",
        "height_m" => "Height",
        "sex" => "Sex",
        "max_sprint_m_per_s" => "Fastest sprint",
        "critical_speed_m_per_s" => "Critical speed",
        "hr_max_bpm" => "Highest heart rate",
        "hr_rest_bpm" => "Heart rate at rest",
        "foot_strike" => "Foot strike",
        "birth_year" => "Year of birth",
        "time_zone" => "Time zone",
        "mass_unit" => "The unit of mass",
        DISTANCE_UNIT => "The unit of distance",
        super::rules::REST_HOURS => "The rest between hard sessions",
        _ => return None,
    })
}

/// Figures that the athlete says, as text by their keys; null takes one back. Beside another `time_zone` the key
/// `time_zone_from` with the value `now` says that the athlete has moved: lifting logs that are stored keep the zone they were
/// read under, where else they are read again under the new one.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ProfilePatch(pub BTreeMap<String, Option<String>>);

impl ProfilePatch {
    /// Whether a time zone in it holds for what comes from now on alone.
    #[must_use]
    pub fn is_from_now_on(&self) -> bool {
        self.0.get(ZONE_FROM).is_some_and(|from| from.as_deref() == Some("now"))
    }
}

/// The key that says since when a time zone holds.
const ZONE_FROM: &str = "time_zone_from";

/// Puts what was said into the profile.
///
/// # Errors
/// A sentence about the first figure that cannot be.
pub fn change_profile(profile: &mut Profile, said: &ProfilePatch) -> Result<(), String> {
    for (key, value) in &said.0 {
        let value = value.as_deref().map(str::trim).filter(|v| !v.is_empty());
        match key.as_str() {
            "mass_kg" => profile.mass_kg = figure(value, 25.0, 300.0, "Body mass", "kg")?,
            "height_m" => profile.height_m = figure(value, 1.0, 2.5, "Height", "m")?,
            "hr_max_bpm" => {
                profile.hr_max_bpm = figure(value, 100.0, 240.0, "The highest heart rate", "beats a minute")?;
            }
            "hr_rest_bpm" => profile.hr_rest_bpm = figure(value, 25.0, 110.0, "Resting heart rate", "beats a minute")?,
            "max_sprint_m_per_s" => profile.max_sprint_m_per_s = figure(value, 3.0, 12.5, "The fastest sprint", "m/s")?,
            "critical_speed_m_per_s" => {
                profile.critical_speed_m_per_s = figure(value, 1.5, 7.0, "Critical speed", "m/s")?;
            }
            "birth_year" => {
                let year = figure(value, 1900.0, 2030.0, "The year of birth", "")?;
                profile.birth_year = year.map(|y| y.round() as i32);
            }
            "sex" => profile.sex = one_of(value, &["female", "male"], "Sex")?,
            "foot_strike" => {
                profile.foot_strike = one_of(value, &["rearfoot", "midfoot", "forefoot"], "Foot strike")?;
            }
            "time_zone" => {
                if let Some(name) = value {
                    striate_store::import::Zone::named(name)
                        .map_err(|_| format!("\"{name}\" is no time zone; write it as Europe/Berlin or +02:00."))?;
                }
                profile.time_zone = value.map(str::to_owned);
            }
            ZONE_FROM if matches!(value, None | Some("now")) => {}
            other => return Err(format!("The profile has no \"{other}\".")),
        }
    }
    Ok(())
}

fn figure(value: Option<&str>, low: f64, high: f64, what: &str, unit: &str) -> Result<Option<f64>, String> {
    let Some(text) = value else { return Ok(None) };
    let said = text.replace(',', ".").parse::<f64>().ok().filter(|v| v.is_finite());
    let said = said.ok_or_else(|| format!("{what} is a number; \"{text}\" is none."))?;
    if (low..=high).contains(&said) {
        return Ok(Some(said));
    }
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    Err(format!("{what} lies between {low} and {high}{unit}."))
}

fn one_of(value: Option<&str>, known: &[&str], what: &str) -> Result<Option<String>, String> {
    match value {
        None => Ok(None),
        Some(text) if known.contains(&text) => Ok(Some(text.to_owned())),
        Some(text) => Err(format!("{what} is one of {}; \"{text}\" is none.", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(key: &str, value: &str) -> Result<Profile, String> {
        let mut profile = Profile::default();
        change_profile(&mut profile, &ProfilePatch(BTreeMap::from([(key.to_owned(), Some(value.to_owned()))])))?;
        Ok(profile)
    }

    #[test]
    fn a_figure_is_taken_with_a_comma_and_refused_where_it_cannot_be() {
        assert_eq!(changed("mass_kg", "71,5").unwrap().mass_kg, Some(71.5));
        assert_eq!(changed("mass_kg", "  ").unwrap().mass_kg, None);
        for (key, value) in [
            ("mass_kg", "7"),
            ("mass_kg", "NaN"),
            ("mass_kg", "heavy"),
            ("sex", "yes"),
            ("time_zone", "Nowhere/Land"),
            ("shoe_size", "44"),
        ] {
            let error = changed(key, value).unwrap_err();
            assert!(error.ends_with('.'), "{key} {value}: {error}");
        }
    }
}
