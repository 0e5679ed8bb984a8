//! Who the athlete is, and what is theirs.

use crate::library::Snapshot;
use serde::Serialize;
use striate_model::{Distance, FootStrike, HeartRate, Mass, Origin, Sex, Sourced, Speed};
use utoipa::ToSchema;

/// What stands beside the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Badge {
    /// A word; null where it would say nothing.
    pub label: Option<String>,
    /// Whether this is the made-up athlete.
    pub demo: bool,
    /// The method's version.
    pub method: String,
}

impl Badge {
    /// Of a picture.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let demo = snapshot.shelf.is_demo;
        Self {
            label: demo.then(|| "Demo athlete".to_owned()),
            demo,
            method: striate_pipeline::METHOD_VERSION.to_owned(),
        }
    }
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
    /// The method's version.
    pub method: String,
    /// The program's version.
    pub version: String,
}

/// Units of what is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Units {
    /// `km` or `mi`.
    pub distance: String,
    /// `kg` or `lb`.
    pub mass: String,
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
pub fn settings_view(snapshot: &Snapshot, password_set: bool) -> SettingsView {
    let a = &snapshot.shelf.athlete;
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
            ..field(("sex", "Sex", ""), sex, a.sex.origin, "For equations that differ by it")
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
            "About what you can race for half an hour to an hour",
        ),
        field(
            ("hr_max_bpm", "Highest heart rate", "beats a minute"),
            number(&a.hr_max, 0, HeartRate::as_bpm),
            a.hr_max.origin,
            "",
        ),
        field(
            ("hr_rest_bpm", "Heart rate at rest", "beats a minute"),
            number(&a.hr_rest, 0, HeartRate::as_bpm),
            a.hr_rest.origin,
            "",
        ),
        ProfileField {
            options: options(&[
                ("rearfoot", "heel first"),
                ("midfoot", "whole sole"),
                ("forefoot", "ball of the foot first"),
            ]),
            ..field(
                ("foot_strike", "Foot strike", ""),
                Some(strike.to_owned()),
                a.foot_strike.origin,
                "More load on the calves towards the ball",
            )
        },
    ];
    SettingsView {
        profile,
        units: Units { distance: "km".to_owned(), mass: "kg".to_owned() },
        database: snapshot.shelf.place.clone(),
        sessions: snapshot.shelf.sessions.len(),
        password_set,
        method: striate_pipeline::METHOD_VERSION.to_owned(),
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
