//! Who the athlete is: flags before profile file before stated defaults.

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde::Deserialize;
use std::path::PathBuf;
use striate_model::{Athlete, Distance, FootStrike, HeartRate, Mass, SessionKind, Sex, Sourced, Speed, Told};

/// Figures about the athlete. Anything left out comes from the device, the recording or a default; the output says
/// which.
#[derive(clap::Args)]
pub(crate) struct AthleteArguments {
    /// TOML file with the figures below as keys (mass = "72 kg", `max_sprint` = "8.1 m/s", ...).
    #[arg(long, value_name = "FILE", help_heading = "Athlete")]
    profile: Option<PathBuf>,
    #[command(flatten)]
    figures: Figures,
}

/// What was so about one session, and is not in its signal.
#[derive(clap::Args)]
pub(crate) struct SessionArguments {
    /// Carried weight on this run, such as a vest: 6kg or 13lb [default: none]
    #[arg(long, value_name = "MASS", value_parser = mass, help_heading = "This session")]
    added_mass: Option<Mass>,
    /// Session type, if you know better.
    #[arg(long, value_name = "KIND", value_parser = kind, help_heading = "This session")]
    kind: Option<SessionKind>,
}

#[derive(clap::Args, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = "Athlete")]
struct Figures {
    /// Body mass: 72kg or 159lb [default: from the device, else 70 kg]
    #[arg(long, value_name = "MASS")]
    mass: Option<Figure>,
    /// Body height: 178cm, 1.78m or 70in [default: from the device, else 173 cm]
    #[arg(long, value_name = "LENGTH")]
    height: Option<Figure>,
    /// Sex, for equations that differ by it [default: from the device, else the mean of both]
    #[arg(long, value_enum)]
    sex: Option<SexWord>,
    /// Fastest sprint: 8.2m/s, 29km/h or 2:02/km [default: the fastest seen, at least 7.5 m/s]
    #[arg(long, value_name = "SPEED")]
    max_sprint: Option<Figure>,
    /// Critical speed, roughly your race pace for 30 to 60 minutes: 4:10/km, 4m/s, 14.4km/h [default: from the run,
    /// else 3.6 m/s]
    #[arg(long, value_name = "SPEED")]
    critical_speed: Option<Figure>,
    /// Maximum heart rate, beats per minute [default: from the device or the highest seen, else 188]
    #[arg(long, value_name = "BPM")]
    hr_max: Option<f64>,
    /// Resting heart rate, beats per minute [default: from the device, else 58]
    #[arg(long, value_name = "BPM")]
    hr_rest: Option<f64>,
    /// Which part of the foot lands first [default: rearfoot]
    #[arg(long, value_enum)]
    foot_strike: Option<StrikeWord>,
}

/// A number with or without its unit, as a person types it or as TOML holds it.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Figure {
    Number(f64),
    Text(String),
}

impl std::str::FromStr for Figure {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.trim().parse().map_or_else(|_| Self::Text(text.to_owned()), Self::Number))
    }
}

impl Figure {
    /// The value in the unit whose suffix is found, the first unit where there is none.
    fn value(&self, units: &[(&str, f64)]) -> Result<f64> {
        let (number, factor) = match self {
            Self::Number(number) => (*number, units[0].1),
            Self::Text(text) => {
                let text = text.trim().to_lowercase();
                let unit = units.iter().find(|(unit, _)| text.ends_with(unit));
                let known = || units.iter().map(|u| u.0).collect::<Vec<_>>().join(", ");
                let (unit, factor) =
                    unit.with_context(|| format!("\"{text}\" has no unit that is known here ({})", known()))?;
                let number = text.trim_end_matches(unit).trim().replace(',', ".");
                (number.parse().with_context(|| format!("\"{text}\" holds no number"))?, *factor)
            }
        };
        Ok(number * factor)
    }
}

#[derive(Clone, Copy, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
enum SexWord {
    Female,
    Male,
}

#[derive(Clone, Copy, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
enum StrikeWord {
    Rearfoot,
    Midfoot,
    Forefoot,
}

impl AthleteArguments {
    /// Whether anything was said.
    pub(crate) fn says_something(&self) -> bool {
        let Figures { mass, height, sex, max_sprint, critical_speed, hr_max, hr_rest, foot_strike } = &self.figures;
        self.profile.is_some()
            || [mass, height, max_sprint, critical_speed].iter().any(|f| f.is_some())
            || hr_max.or(*hr_rest).is_some()
            || sex.is_some()
            || foot_strike.is_some()
    }

    /// The athlete as the flags and the profile say.
    pub(crate) fn resolve(&self) -> Result<Athlete> {
        let mut athlete = Athlete::default();
        if let Some(path) = &self.profile {
            let name = path.display();
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the profile {name}"))?;
            let figures: Figures =
                toml::from_str(&text).with_context(|| format!("the profile {name} is not understood"))?;
            figures.apply(&mut athlete).with_context(|| format!("the profile {name}"))?;
        }
        self.figures.apply(&mut athlete)?;
        if athlete.max_sprint.value < athlete.critical_speed.value {
            bail!("the fastest sprint must be faster than critical speed; check --max-sprint and --critical-speed");
        }
        Ok(athlete)
    }
}

impl SessionArguments {
    /// What was said about the session.
    pub(crate) fn told(&self) -> Told {
        Told { carried_mass: self.added_mass, kind: self.kind }
    }
}

impl Figures {
    fn apply(&self, athlete: &mut Athlete) -> Result<()> {
        if let Some(figure) = &self.mass {
            athlete.mass = Sourced::given(Mass::from_kg(within(figure.value(&MASS)?, 25.0, 300.0, "--mass", "kg")?));
        }
        if let Some(figure) = &self.height {
            let mut m = figure.value(&LENGTH)?;
            // A bare number above three is centimetres.
            if matches!(figure, Figure::Number(_)) && m > 3.0 {
                m /= 100.0;
            }
            athlete.height = Sourced::given(Distance::from_m(within(m, 1.0, 2.5, "--height", "m")?));
        }
        if let Some(sex) = self.sex {
            athlete.sex = Sourced::given(match sex {
                SexWord::Female => Sex::Female,
                SexWord::Male => Sex::Male,
            });
        }
        if let Some(figure) = &self.max_sprint {
            athlete.max_sprint = Sourced::given(speed(figure, 3.0, 12.5, "--max-sprint")?);
        }
        if let Some(figure) = &self.critical_speed {
            athlete.critical_speed = Sourced::given(speed(figure, 1.2, 6.8, "--critical-speed")?);
        }
        if let Some(bpm) = self.hr_max {
            athlete.hr_max = Sourced::given(HeartRate::from_bpm(within(bpm, 100.0, 240.0, "--hr-max", "bpm")?));
        }
        if let Some(bpm) = self.hr_rest {
            athlete.hr_rest = Sourced::given(HeartRate::from_bpm(within(bpm, 25.0, 110.0, "--hr-rest", "bpm")?));
        }
        if let Some(strike) = self.foot_strike {
            athlete.foot_strike = Sourced::given(match strike {
                StrikeWord::Rearfoot => FootStrike::Rearfoot,
                StrikeWord::Midfoot => FootStrike::Midfoot,
                StrikeWord::Forefoot => FootStrike::Forefoot,
            });
        }
        Ok(())
    }
}

const POUND_KG: f64 = 0.453_592_37;
const MASS: [(&str, f64); 3] = [("kg", 1.0), ("lbs", POUND_KG), ("lb", POUND_KG)];
const LENGTH: [(&str, f64); 4] = [("cm", 0.01), ("in", 0.0254), ("ft", 0.3048), ("m", 1.0)];
const SPEED: [(&str, f64); 4] = [("m/s", 1.0), ("km/h", 1.0 / 3.6), ("kmh", 1.0 / 3.6), ("mph", 0.447_04)];

fn within(value: f64, low: f64, high: f64, flag: &str, unit: &str) -> Result<f64> {
    if !(low..=high).contains(&value) {
        bail!("{flag}: {value:.2} {unit} lies outside {low} to {high} {unit}; check the number and its unit");
    }
    Ok(value)
}

fn speed(figure: &Figure, low: f64, high: f64, flag: &str) -> Result<Speed> {
    let m_per_s = match figure {
        Figure::Text(text) if text.contains(':') => pace(text)?,
        _ => figure.value(&SPEED)?,
    };
    Ok(Speed::from_m_per_s(within(m_per_s, low, high, flag, "m/s")?))
}

/// Minutes and seconds for a kilometre or a mile, as metres per second.
fn pace(text: &str) -> Result<f64> {
    let text = text.trim().to_lowercase();
    let (time, metres) = match text.split_once('/') {
        Some((time, "mi" | "mile")) => (time, 1609.344),
        Some((time, "km")) => (time, 1000.0),
        None => (text.as_str(), 1000.0),
        Some(_) => bail!("\"{text}\" is no pace; write 4:15/km or 6:50/mi"),
    };
    let parts: Option<(f64, f64)> =
        time.split_once(':').and_then(|(m, s)| Some((m.trim().parse().ok()?, s.trim().parse().ok()?)));
    let Some((minutes, seconds)) = parts.filter(|(m, s)| *m >= 0.0 && (0.0..60.0).contains(s)) else {
        bail!("\"{text}\" is no pace; write 4:15/km or 6:50/mi");
    };
    Ok(metres / (minutes * 60.0 + seconds))
}

fn mass(text: &str) -> Result<Mass> {
    let figure: Figure = text.parse()?;
    Ok(Mass::from_kg(within(figure.value(&MASS)?, 0.0, 100.0, "--added-mass", "kg")?))
}

fn kind(text: &str) -> Result<SessionKind, String> {
    SessionKind::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = SessionKind::ALL.iter().map(|k| k.as_str()).collect();
        format!("known kinds: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure {
        text.parse().unwrap()
    }

    #[test]
    fn masses_and_lengths_are_read_with_and_without_unit() {
        assert_eq!(figure("72").value(&MASS).unwrap(), 72.0);
        assert!((figure("159 lb").value(&MASS).unwrap() - 72.12).abs() < 0.01);
        assert!((figure("1,78m").value(&LENGTH).unwrap() - 1.78).abs() < 1e-9);
        assert!(figure("heavy").value(&MASS).is_err());
    }

    #[test]
    fn a_speed_may_be_a_pace() {
        assert_eq!(speed(&figure("4:10/km"), 1.0, 10.0, "x").unwrap().as_m_per_s(), 4.0);
        assert_eq!(speed(&figure("14.4 km/h"), 1.0, 10.0, "x").unwrap().as_m_per_s(), 4.0);
        assert_eq!(speed(&figure("4"), 1.0, 10.0, "x").unwrap().as_m_per_s(), 4.0);
        assert!(speed(&figure("4:75/km"), 1.0, 10.0, "x").is_err());
        assert!(speed(&figure("40"), 1.0, 10.0, "x").is_err());
    }

    #[test]
    fn a_bare_height_above_three_is_centimetres() {
        let mut athlete = Athlete::default();
        Figures { height: Some(figure("178")), ..Figures::default() }.apply(&mut athlete).unwrap();
        assert!((athlete.height.value.as_m() - 1.78).abs() < 1e-9);
    }
}
