//! Words that several views share.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_history::MuscleWeek;
use striate_model::{Estimate, EvidenceGrade, Muscle, SessionKind};
use utoipa::ToSchema;

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the names are the vocabulary of docs/reference")]
        pub enum $name { $($variant),* }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}
pub(crate) use names;

names! {
    /// A muscle.
    MuscleName {
        GluteusMaximus, GluteusMedius, Vasti, RectusFemoris, Hamstrings, Adductors, HipFlexors, Gastrocnemius, Soleus,
        TibialisAnterior, Core, Chest, UpperBack, Lats, Shoulders, Biceps, Triceps, Forearms, LowerBack,
    }
}

names! {
    /// What was done, or is planned.
    KindName {
        Recovery, Easy, Long, Tempo, Race, Interval, SprintInterval, Series, Sprints, RunWalk, Strides, HillSprints,
        HillRepeats, ResistedHill, Trail, Stairs, LowerStrength, UpperStrength, FullStrength, Plyometrics, Mobility, Rest, Other,
    }
}

names! {
    /// A family of kinds: one color.
    Family { Lift, Plyo, Fast, Hill, Tempo, Easy, Other }
}

names! {
    /// A dose in a word.
    Band { None, Low, Moderate, High, PastUseful, Unknown }
}

names! {
    /// How far a muscle is recovered.
    Readiness { Ready, Recovering, Tired, Unknown }
}

/// How well trials support a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Grade {
    /// Lifting trials.
    A,
    /// Jumping trials.
    B,
    /// Running trials that measured size.
    C,
    /// Mechanics only.
    D,
}

/// A sum takes the weakest letter which, with all that is weaker still, feeds this share of it or more.
const LETTER_SHARE: f64 = 0.2;

/// The letter of a sum of doses, each with its own; `None` where there is nothing to sum.
#[must_use]
pub fn weakest(doses: impl Iterator<Item = (Grade, f64)>) -> Option<Grade> {
    let mut by_letter: BTreeMap<Grade, f64> = BTreeMap::new();
    for (grade, hse) in doses {
        *by_letter.entry(grade).or_default() += hse;
    }
    let whole: f64 = by_letter.values().sum();
    let mut so_weak = 0.0;
    let is_reached = |(_, hse): &(Grade, f64)| {
        so_weak += hse;
        whole > 0.0 && so_weak >= LETTER_SHARE * whole
    };
    by_letter.into_iter().rev().find(is_reached).map(|(grade, _)| grade)
}

impl From<EvidenceGrade> for Grade {
    fn from(grade: EvidenceGrade) -> Self {
        match grade {
            EvidenceGrade::A => Self::A,
            EvidenceGrade::B => Self::B,
            EvidenceGrade::C => Self::C,
            EvidenceGrade::D => Self::D,
        }
    }
}

impl Grade {
    /// From its letter.
    #[must_use]
    pub fn of(letter: Option<&str>) -> Option<Self> {
        [Self::A, Self::B, Self::C, Self::D]
            .into_iter()
            .zip(["A", "B", "C", "D"])
            .find(|(_, l)| letter == Some(l))
            .map(|(g, _)| g)
    }
}

/// The name of one of these vocabularies; `None` for any other text.
pub(crate) fn named<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

impl From<Muscle> for MuscleName {
    fn from(muscle: Muscle) -> Self {
        named(muscle.as_str()).expect("both lists name the same muscles; a test says so")
    }
}

impl MuscleName {
    /// The muscle of the model.
    #[must_use]
    pub fn muscle(self) -> Muscle {
        let is_it = |m: &Muscle| Self::from(*m) == self;
        Muscle::ALL.into_iter().find(is_it).expect("both lists name the same muscles; a test says so")
    }
}

impl From<SessionKind> for KindName {
    fn from(kind: SessionKind) -> Self {
        named(kind.as_str()).expect("every kind of session has its name; a test says so")
    }
}

impl KindName {
    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Recovery | Self::Easy | Self::Long | Self::RunWalk | Self::Strides => Family::Easy,
            Self::Tempo | Self::Race => Family::Tempo,
            Self::Interval | Self::SprintInterval | Self::Series | Self::Sprints => Family::Fast,
            Self::HillSprints | Self::HillRepeats | Self::ResistedHill | Self::Trail | Self::Stairs => Family::Hill,
            Self::LowerStrength | Self::UpperStrength | Self::FullStrength => Family::Lift,
            Self::Plyometrics => Family::Plyo,
            Self::Mobility | Self::Rest | Self::Other => Family::Other,
        }
    }
}

impl Band {
    /// From the engine's word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        named(&word.replace(' ', "_")).unwrap_or(Self::Unknown)
    }
}

/// A sentence with the rule that it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// The sentence.
    pub text: String,
    /// The rule.
    pub rule: Option<String>,
}

impl Reason {
    /// A sentence that rests on no rule.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), rule: None }
    }
}

/// One of the four quantities: a word or a number, then what it is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quantity {
    /// The word or the number.
    pub lead: String,
    /// The rest of the sentence.
    pub rest: String,
}

impl Quantity {
    pub(crate) fn new(lead: impl Into<String>, rest: impl Into<String>) -> Self {
        Self { lead: lead.into(), rest: rest.into() }
    }
}

/// The four quantities; never summed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quantities {
    /// Growth stimulus.
    pub growth: Quantity,
    /// Readiness.
    pub readiness: Quantity,
    /// Impact.
    pub impact: Quantity,
    /// Cardio load.
    pub cardio: Quantity,
}

/// A dose in hard-set equivalents; eight cases of ten lie between the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Dose {
    /// The central figure.
    pub hse: Option<f64>,
    /// One in ten lies below.
    pub low: Option<f64>,
    /// One in ten lies above.
    pub high: Option<f64>,
    /// The dose in a word.
    pub band: Band,
    /// How well trials support it.
    pub evidence: Option<Grade>,
}

impl Dose {
    /// Of a week.
    #[must_use]
    pub fn of_week(week: &MuscleWeek) -> Self {
        Self {
            hse: week.hse,
            low: week.low,
            high: week.high,
            band: Band::of(week.band),
            evidence: Grade::of(week.evidence),
        }
    }

    /// Of one session.
    #[must_use]
    pub fn of_session(hse: Estimate, band: &str, evidence: Option<EvidenceGrade>) -> Self {
        let known = |v: f64| Some(rounded(v, 2));
        Self {
            hse: known(hse.value),
            low: known(hse.low),
            high: known(hse.high),
            band: Band::of(band),
            evidence: evidence.map(Grade::from),
        }
    }

    /// Nothing is known.
    pub const UNKNOWN: Self = Self { hse: None, low: None, high: None, band: Band::Unknown, evidence: None };
}

/// A session that fed the legs or a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Fed {
    /// The session.
    pub id: Option<String>,
    /// Its kind.
    pub kind: KindName,
    /// Its name.
    pub title: String,
    /// Its civil day.
    pub day: String,
    /// Its share, 0 to 1.
    pub share: f64,
    /// How well trials support it.
    pub evidence: Option<Grade>,
}

/// Hard-set equivalents, or shares, by family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct ByFamily {
    /// Lifting.
    pub lift: f64,
    /// Jumps.
    pub plyo: f64,
    /// Sprints and series.
    pub fast: f64,
    /// Hills.
    pub hill: f64,
    /// Tempo.
    pub tempo: f64,
    /// Easy and long runs.
    pub easy: f64,
    /// Everything else.
    pub other: f64,
}

impl ByFamily {
    /// The figure of a family.
    pub fn of(&mut self, family: Family) -> &mut f64 {
        match family {
            Family::Lift => &mut self.lift,
            Family::Plyo => &mut self.plyo,
            Family::Fast => &mut self.fast,
            Family::Hill => &mut self.hill,
            Family::Tempo => &mut self.tempo,
            Family::Easy => &mut self.easy,
            Family::Other => &mut self.other,
        }
    }

    /// Every figure times `factor`, rounded to two places.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        for family in Family::ALL {
            let figure = self.of(*family);
            *figure = rounded(*figure * factor, 2);
        }
        self
    }
}

pub(crate) fn rounded(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    // An empty sum is -0.
    (value * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::words::capitalised;
    use serde_json::{Map, Value, json};
    use striate_planner::PlannedKind;

    #[test]
    fn a_sum_takes_the_weakest_letter_that_gives_a_fifth_of_it() {
        let of = |doses: &[(Grade, f64)]| weakest(doses.iter().copied());
        assert_eq!(of(&[(Grade::A, 8.0), (Grade::D, 1.9)]), Some(Grade::A));
        assert_eq!(of(&[(Grade::A, 7.0), (Grade::D, 1.0), (Grade::D, 1.0)]), Some(Grade::D));
        assert_eq!(of(&[(Grade::A, 8.0), (Grade::D, 1.0), (Grade::C, 2.0), (Grade::D, 1.0)]), Some(Grade::C));
        assert_eq!(of(&[(Grade::C, 0.0)]), None);
    }

    /// The file from which the pages take every name, code and family.
    #[test]
    fn the_pages_have_the_names_of_the_tables() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/lib/api/names.json");
        let muscles: Map<String, Value> = MuscleName::ALL
            .iter()
            .map(|m| (m.muscle().as_str().to_owned(), json!(capitalised(m.muscle().label()))))
            .collect();
        let kinds: Map<String, Value> = KindName::ALL
            .iter()
            .map(|kind| {
                let key = serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned();
                let planned = PlannedKind::from_name(&key).map(|k| (k.label(), k.code()));
                let (name, code) = planned
                    .or_else(|| SessionKind::from_name(&key).map(|k| (k.label(), k.code())))
                    .unwrap_or_else(|| panic!("{key} is in no table"));
                (key, json!({ "name": name, "code": code, "family": kind.family() }))
            })
            .collect();
        let names = serde_json::to_string_pretty(&json!({ "kinds": kinds, "muscles": muscles })).unwrap() + "\n";
        if std::env::var_os("STRIATE_BLESS").is_some() {
            std::fs::write(&path, &names).unwrap();
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(known == names, "a name has changed: run `cargo xtask bless` and look at the difference");
    }

    #[test]
    fn the_api_names_every_muscle_and_kind_of_the_model() {
        for muscle in Muscle::ALL {
            assert_eq!(MuscleName::from(muscle).muscle(), muscle);
        }
        assert_eq!(MuscleName::ALL.len(), Muscle::ALL.len());
        for kind in SessionKind::ALL {
            let _ = KindName::from(*kind);
        }
    }

    #[test]
    fn an_unknown_word_is_unknown_and_never_none() {
        assert_eq!(Band::of("past useful"), Band::PastUseful);
        assert_eq!(Band::of("none"), Band::None);
        assert_eq!(Band::of("fresh"), Band::Unknown);
    }
}
