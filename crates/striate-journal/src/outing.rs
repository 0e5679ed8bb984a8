//! Runs, walks, rides and stairs without a file: `run 45 min 8.2 km easy +5 kg trail hr 142`, part after part.

use crate::words::{Words, mass_unit, metres_in, plain, seconds_in, tenth};
use crate::{JournalError, within};
use striate_model::{Ground, Load, Outing, OutingPart, OutingSport, SessionKind};
use striate_text::names::closest;

const FORM: &str = "write run 45 min 8.2 km easy, or run 20 min; 8x200 m 34 s rest 3 min; 10 min";

/// The kinds that can be said, by their words.
const KINDS: [(&str, SessionKind); 17] = [
    ("recovery", SessionKind::Recovery),
    ("easy", SessionKind::Easy),
    ("long", SessionKind::Long),
    ("tempo", SessionKind::Tempo),
    ("race", SessionKind::Race),
    ("interval", SessionKind::Interval),
    ("intervals", SessionKind::Interval),
    ("series", SessionKind::Series),
    ("sprint interval", SessionKind::SprintInterval),
    ("sprint intervals", SessionKind::SprintInterval),
    ("flat sprints", SessionKind::Sprints),
    ("hill sprint", SessionKind::HillSprints),
    ("hill sprints", SessionKind::HillSprints),
    ("hill repeats", SessionKind::HillRepeats),
    ("hills", SessionKind::HillRepeats),
    ("resisted hill", SessionKind::ResistedHill),
    ("resisted hills", SessionKind::ResistedHill),
];

/// Reads the parts of an outing, one after another, and what holds for the whole of it.
pub(super) fn parse(sport: OutingSport, text: &str) -> Result<Outing, JournalError> {
    let mut outing = Outing { sport, parts: Vec::new(), kind: None, ground: None, carried: None, heart_rate_bpm: None };
    for piece in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let part = part(&mut Words::of(piece), &mut outing)?;
        outing.parts.push(part);
    }
    if outing.parts.is_empty() {
        return Err(JournalError::new(format!("how long or how far the {} was is missing", sport.as_str()), FORM));
    }
    let total = |of: fn(&OutingPart) -> Option<f64>| -> f64 {
        outing.parts.iter().map(|p| f64::from(p.times) * of(p).unwrap_or(0.0)).sum()
    };
    within(total(|p| p.duration_s) / 3600.0, 0.0, 48.0, "hours")?;
    within(total(|p| p.distance_m) / 1000.0, 0.0, 400.0, "km")?;
    Ok(outing)
}

fn part(words: &mut Words, outing: &mut Outing) -> Result<OutingPart, JournalError> {
    let mut part = OutingPart::default();
    while let Some(word) = words.next() {
        if word.contains(':') || plain(&word).is_some() {
            figure(&word, words, &mut part, outing)?;
        } else {
            named(&word, words, &mut part, outing)?;
        }
    }
    if part.duration_s.is_none() && part.distance_m.is_none() {
        return Err(JournalError::new("how long or how far is missing", FORM));
    }
    if part.is_sprint && part.distance_m.is_none() {
        return Err(JournalError::new("how far each sprint went is missing", "write 8x60 m sprint rest 3 min"));
    }
    if let (Some(m), Some(s)) = (part.distance_m, part.duration_s) {
        let fastest = if outing.sport == OutingSport::Ride { 25.0 } else { 12.5 };
        within(m / s, 0.1, fastest, "m/s").map_err(|e| JournalError::new(e.message, "check distance and time"))?;
    }
    Ok(part)
}

/// A number with its unit.
fn figure(word: &str, words: &mut Words, part: &mut OutingPart, outing: &mut Outing) -> Result<(), JournalError> {
    let unit = words.peek().unwrap_or_default().to_owned();
    if word.contains(':') {
        let per_m = match unit.as_str() {
            "/km" | "min/km" => Some(1000.0),
            "/mi" | "min/mi" | "/mile" => Some(1609.344),
            _ => None,
        };
        let mut time = Words::of(&if unit == "h" { format!("{word} h") } else { word.to_owned() });
        let seconds = time.duration_s()?;
        match per_m {
            Some(metres) => part.pace_s_per_km = Some(pace(seconds * 1000.0 / metres)?),
            None => part.duration_s = Some(part.duration_s.unwrap_or(0.0) + seconds),
        }
        if per_m.is_some() || unit == "h" || unit == "min" {
            words.next();
        }
        return Ok(());
    }
    let number = plain(word).unwrap_or(f64::NAN);
    words.next();
    let positive = |what: &str| within(number, 0.01, 1e6, what);
    if unit == "x" {
        if number.fract() != 0.0 {
            return Err(JournalError::new(format!("{number} repetitions cannot be"), "a whole number is needed"));
        }
        part.times = within(number, 1.0, 200.0, "repetitions")? as u16;
    } else if let Some(unit) = mass_unit(&unit) {
        let load = Load { value: number, unit };
        within(load.mass().as_kg(), 0.0, 100.0, "kg carried")?;
        outing.carried = Some(load);
    } else if let Some(s) = seconds_in(&unit) {
        part.duration_s = Some(part.duration_s.unwrap_or(0.0) + tenth(positive("minutes")? * s));
    } else if let Some(m) = metres_in(&unit) {
        part.distance_m = Some((100.0 * positive("km")? * m).round() / 100.0);
    } else {
        match unit.as_str() {
            "%" => part.grade_pct = Some(within(number, -45.0, 45.0, "% of slope")?),
            "km/h" | "kmh" => part.pace_s_per_km = Some(pace(3600.0 / positive("km/h")?)?),
            "mph" => part.pace_s_per_km = Some(pace(3600.0 / 1.609_344 / positive("mph")?)?),
            "m/s" => part.pace_s_per_km = Some(pace(1000.0 / positive("m/s")?)?),
            "bpm" => outing.heart_rate_bpm = Some(heart_rate(number)?),
            "" => return Err(JournalError::new(format!("the unit of {number} is missing"), FORM)),
            other => return Err(JournalError::new(format!("\"{number} {other}\" is not understood"), FORM)),
        }
    }
    Ok(())
}

fn pace(s_per_km: f64) -> Result<f64, JournalError> {
    within(tenth(s_per_km), 40.0, 3600.0, "seconds for a kilometre")
}

fn heart_rate(bpm: f64) -> Result<f64, JournalError> {
    within(bpm, 30.0, 240.0, "beats a minute")
}

/// A word: rest, heart rate, a kind, the ground.
fn named(word: &str, words: &mut Words, part: &mut OutingPart, outing: &mut Outing) -> Result<(), JournalError> {
    let two = words.peek().map(|next| format!("{word} {next}")).unwrap_or_default();
    let kind = |name: &str| KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    if let Some(found) = kind(&two) {
        words.next();
        outing.kind = Some(found);
        return Ok(());
    }
    let ground = Ground::ALL.into_iter().find(|g| g.as_str() == word);
    match (word, kind(word), ground) {
        (_, Some(found), _) => outing.kind = Some(found),
        (_, _, Some(found)) => outing.ground = Some(found),
        ("rest", ..) => part.rest_s = Some(words.duration_s()?),
        ("hr", ..) => {
            outing.heart_rate_bpm = Some(heart_rate(words.number("heart rate, as hr 142")?)?);
            words.skip("bpm");
        }
        ("sprint" | "sprints", ..) => part.is_sprint = true,
        // A mass is what was carried, whatever it was.
        ("vest" | "pack" | "carrying", ..) => {}
        ("in" | "at" | "@" | "with" | "and" | "run" | "each" | "uphill", ..) => {}
        _ => {
            let known = KINDS.iter().map(|(name, _)| *name).chain(Ground::ALL.map(Ground::as_str)).chain(OTHERS);
            let near = closest(word, known, 2);
            let hint = if near.is_empty() { FORM.to_owned() } else { format!("did you mean {}?", near.join(" or ")) };
            return Err(JournalError::new(format!("\"{word}\" is not understood"), hint));
        }
    }
    Ok(())
}

const OTHERS: [&str; 3] = ["rest", "hr", "sprint"];
