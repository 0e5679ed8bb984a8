//! Developer fields: values of other makers' devices and apps that a file describes itself. They are recognised by
//! name and unit; numbers of native fields that descriptions name are not trusted (files with wrong ones exist).

use super::columns::Narrow;
use super::table::field_description as field;
use super::wire::{Base, Message};
use crate::limits;
use std::collections::BTreeMap;

/// Where a recognised developer field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Distance of the pod.
    Distance,
    /// A column.
    Channel(Narrow),
    /// A column where zero means that nothing was measured.
    Nonzero(Narrow),
}

/// A described developer field.
#[derive(Clone, Debug)]
pub(super) struct DeveloperField {
    pub(super) base: Base,
    /// `None` where the name or the unit is not known.
    pub(super) target: Option<Target>,
    /// `value = raw / divisor - shift` in the unit of the column.
    pub(super) divisor: f64,
    pub(super) shift: f64,
    /// Name and unit as the file has them.
    pub(super) label: String,
}

/// The developer fields that have been described so far in this part of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Developers {
    fields: BTreeMap<(u8, u8), DeveloperField>,
}

impl Developers {
    /// Reads a description; a later one for the same field replaces it. `false` where the limit on their number is met.
    pub(super) fn describe(&mut self, message: &Message) -> bool {
        let (Some(developer), Some(number)) = (message.u8(field::DEVELOPER), message.u8(field::NUMBER)) else {
            return true;
        };
        let Some(base) = message.number(field::BASE).and_then(|code| Base::from_code(code as u8)) else { return true };
        let name = message.text(field::NAME).unwrap_or_default();
        let unit = message.text(field::UNIT).unwrap_or_default();
        let scale = message.number(field::SCALE).filter(|&s| s != 0.0).unwrap_or(1.0);
        let offset = message.number(field::OFFSET).unwrap_or(0.0);
        let known = recognise(&name, &unit).filter(|_| base != Base::Text);
        let (target, factor) = known.map_or((None, 1.0), |(target, factor)| (Some(target), factor));
        let label = if unit.is_empty() { name } else { format!("{name} [{unit}]") };
        let key = (developer, number);
        if self.fields.len() >= limits::FIT_DEVELOPER_FIELDS && !self.fields.contains_key(&key) {
            return false;
        }
        let described = DeveloperField { base, target, divisor: scale / factor, shift: offset * factor, label };
        self.fields.insert(key, described);
        true
    }

    /// The field with this key.
    pub(super) fn find(&self, key: (u8, u8)) -> Option<&DeveloperField> {
        self.fields.get(&key)
    }
}

/// What a quantity is measured in, as factors to the unit of its column.
fn factor(quantity: Quantity, unit: &str) -> Option<f64> {
    let unit = unit.trim().to_lowercase();
    let known: &[(&str, f64)] = match quantity {
        Quantity::Power => &[("w", 1.0), ("watt", 1.0), ("watts", 1.0), ("", 1.0)],
        Quantity::Time => &[
            ("ms", 0.001),
            ("millisecond", 0.001),
            ("milliseconds", 0.001),
            ("s", 1.0),
            ("sec", 1.0),
            ("seconds", 1.0),
        ],
        Quantity::Length => &[
            ("mm", 0.001),
            ("millimeters", 0.001),
            ("millimetres", 0.001),
            ("cm", 0.01),
            ("centimeters", 0.01),
            ("centimetres", 0.01),
            ("m", 1.0),
            ("meters", 1.0),
            ("metres", 1.0),
            ("km", 1000.0),
        ],
        Quantity::Stiffness => &[("kn/m", 1.0), ("n/m", 0.001)],
        Quantity::Speed => {
            &[("m/s", 1.0), ("meters/second", 1.0), ("km/h", 1.0 / 3.6), ("kph", 1.0 / 3.6), ("mph", 0.447_04)]
        }
        // Both feet together are two strides.
        Quantity::Strides => {
            &[("rpm", 1.0), ("strides/min", 1.0), ("spm", 0.5), ("steps/min", 0.5), ("steps per minute", 0.5)]
        }
        Quantity::HeartRate => &[("bpm", 1.0), ("beats/min", 1.0), ("", 1.0)],
    };
    known.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor)
}

#[derive(Clone, Copy)]
enum Quantity {
    Power,
    Time,
    Length,
    Stiffness,
    Speed,
    Strides,
    HeartRate,
}

/// What a field with this name and unit is, and the factor to the unit of its column.
fn recognise(name: &str, unit: &str) -> Option<(Target, f64)> {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let bare = letters.strip_prefix("stryd").unwrap_or(&letters);
    let (target, quantity) = match bare {
        "power" | "runpower" | "runningpower" => (Target::Channel(Narrow::PodPowerW), Quantity::Power),
        "formpower" => (Target::Channel(Narrow::FormPowerW), Quantity::Power),
        "airpower" => (Target::Channel(Narrow::AirPowerW), Quantity::Power),
        "groundtime" | "groundcontacttime" | "contacttime" | "stancetime" | "gct" => {
            (Target::Nonzero(Narrow::PodContactS), Quantity::Time)
        }
        "verticaloscillation" => (Target::Nonzero(Narrow::PodOscillationM), Quantity::Length),
        "steplength" => (Target::Nonzero(Narrow::PodStepLengthM), Quantity::Length),
        "legspringstiffness" | "legstiffness" | "lss" => {
            (Target::Nonzero(Narrow::LegStiffnessKnPerM), Quantity::Stiffness)
        }
        "cadence" | "runcadence" => (Target::Channel(Narrow::PodStridesPerMin), Quantity::Strides),
        "speed" | "footpodspeed" => (Target::Channel(Narrow::PodSpeedMPerS), Quantity::Speed),
        "distance" | "footpoddistance" => (Target::Distance, Quantity::Length),
        "heartrate" | "hr" => (Target::Nonzero(Narrow::PodHeartRateBpm), Quantity::HeartRate),
        _ => return None,
    };
    Some((target, factor(quantity, unit)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foot_pod_fields_are_known_by_name_and_unit_in_any_spelling() {
        let cases = [
            ("Power", "Watts", Some((Target::Channel(Narrow::PodPowerW), 1.0))),
            ("Ground Time", "Milliseconds", Some((Target::Nonzero(Narrow::PodContactS), 0.001))),
            ("Vertical Oscillation", "Centimeters", Some((Target::Nonzero(Narrow::PodOscillationM), 0.01))),
            ("Leg Spring Stiffness", "KN/m", Some((Target::Nonzero(Narrow::LegStiffnessKnPerM), 1.0))),
            ("Form Power", "W", Some((Target::Channel(Narrow::FormPowerW), 1.0))),
            ("Air Power", "W", Some((Target::Channel(Narrow::AirPowerW), 1.0))),
            ("Speed", "M/S", Some((Target::Channel(Narrow::PodSpeedMPerS), 1.0))),
            ("stryd_distance", "Meters", Some((Target::Distance, 1.0))),
            ("Cadence", "spm", Some((Target::Channel(Narrow::PodStridesPerMin), 0.5))),
        ];
        for (name, unit, expected) in cases {
            assert_eq!(recognise(name, unit), expected, "{name} in {unit}");
        }
    }

    #[test]
    fn a_known_name_in_an_unknown_unit_is_not_guessed() {
        assert_eq!(recognise("Vertical Oscillation", "furlongs"), None);
        assert_eq!(recognise("Vertical Oscillation", ""), None);
        assert_eq!(recognise("Smoothness", "%"), None);
    }
}
