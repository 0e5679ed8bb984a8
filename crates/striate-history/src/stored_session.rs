//! What is kept of an analysed session, as JSON whose keys end in the unit: enough to fold a history and to list it, so
//! that no stream is read again until somebody asks for the session itself.

use crate::Performed;
use serde::{Deserialize, Serialize, Serializer};
use striate_analysis::SessionFacts;
use striate_model::{
    DailyDose, Day, Distance, Estimate, EvidenceGrade, Format, Muscle, MuscleDose, MuscleMap, MuscleStimulus,
    MusclesUnknown, SessionKind, Timestamp,
};

/// A session as it is kept. Muscles that got nothing are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptSession {
    start_ms: i64,
    end_ms: i64,
    name: String,
    kind: String,
    sets: usize,
    dose_end_ms: Option<i64>,
    on_foot_h: f64,
    running_h: f64,
    distance_m: f64,
    mean_speed_m_per_s: Option<f64>,
    mean_heart_rate_bpm: Option<f64>,
    impact_km: f64,
    cardio: f64,
    unknown: Option<String>,
    #[serde(with = "by_name")]
    muscles: Vec<(Muscle, KeptMuscle)>,
    #[serde(default)]
    facts: SessionFacts,
}

/// One muscle of it: written as a row without keys and with seven digits, since a history of ten years is read before any
/// page is drawn; read also with keys.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
struct KeptMuscle {
    slow_hse: f64,
    fast_hse: f64,
    hse: f64,
    lifting_hse: f64,
    log_doubt: f64,
    eccentric: f64,
    value_hse: f64,
    low_hse: f64,
    high_hse: f64,
    fast_twitch_share: Option<f64>,
    evidence: Option<char>,
}

impl Serialize for KeptMuscle {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let short = |x: f64| x as f32;
        let Self { slow_hse, fast_hse, hse, lifting_hse, log_doubt, eccentric, value_hse, low_hse, high_hse, .. } =
            *self;
        let dose = [slow_hse, fast_hse, hse, lifting_hse, log_doubt, eccentric].map(short);
        let [slow, fast, whole, lifting, doubt, eccentric] = dose;
        let [value, low, high] = [value_hse, low_hse, high_hse].map(short);
        let share = self.fast_twitch_share.map(short);
        (slow, fast, whole, lifting, doubt, eccentric, value, low, high, share, self.evidence).serialize(to)
    }
}

/// Muscles under their names: read without a text of its own for each, since ten years are fifty thousand of them.
mod by_name {
    use super::{KeptMuscle, Muscle};
    use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
    use serde::ser::Serializer;
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(muscles: &[(Muscle, KeptMuscle)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(muscles.iter().map(|(m, kept)| (m.as_str(), kept)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Muscle, KeptMuscle)>, D::Error> {
        from.deserialize_map(Muscles)
    }

    struct Muscles;

    impl<'de> Visitor<'de> for Muscles {
        type Value = Vec<(Muscle, KeptMuscle)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("muscles by name")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut muscles = Vec::with_capacity(Muscle::COUNT);
            while let Some((Name(muscle), kept)) = map.next_entry::<Name, KeptMuscle>()? {
                // Another version may know more muscles.
                muscles.extend(muscle.map(|muscle| (muscle, kept)));
            }
            Ok(muscles)
        }
    }

    struct Name(Option<Muscle>);

    impl<'de> Deserialize<'de> for Name {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct OfText;
            impl Visitor<'_> for OfText {
                type Value = Name;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a muscle's name")
                }

                fn visit_str<E: Error>(self, text: &str) -> Result<Name, E> {
                    Ok(Name(Muscle::from_name(text)))
                }
            }
            from.deserialize_str(OfText)
        }
    }
}

const UNKNOWN: [(MusclesUnknown, &str); 5] = [
    (MusclesUnknown::NoSpeed, "no_speed"),
    (MusclesUnknown::NoHeartRate, "no_heart_rate"),
    (MusclesUnknown::NoSets, "no_sets"),
    (MusclesUnknown::NoKnownExercise, "no_known_exercise"),
    (MusclesUnknown::NotModelled, "not_modelled"),
];
const GRADES: [EvidenceGrade; 4] = [EvidenceGrade::A, EvidenceGrade::B, EvidenceGrade::C, EvidenceGrade::D];

/// What a session whose name nobody knows any more is called.
const NAMELESS: &str = "Session";

impl KeptSession {
    /// What is kept of a session.
    #[must_use]
    pub fn of(session: &Performed) -> Self {
        let dose = &session.dose;
        let muscle = |m: Muscle| {
            let (dose, stimulus) = (dose.muscles[m], session.muscles[m]);
            let kept = KeptMuscle {
                slow_hse: dose.slow_hse,
                fast_hse: dose.fast_hse,
                hse: dose.hse,
                lifting_hse: dose.lifting_hse,
                log_doubt: dose.log_doubt,
                eccentric: dose.eccentric,
                value_hse: stimulus.hse.value,
                low_hse: stimulus.hse.low,
                high_hse: stimulus.hse.high,
                fast_twitch_share: stimulus.fast_twitch_share,
                evidence: stimulus.evidence.and_then(|grade| grade.as_str().chars().next()),
            };
            let is_nothing = dose == MuscleDose::default()
                && stimulus.hse == Estimate::default()
                && stimulus.fast_twitch_share.is_none()
                && stimulus.evidence.is_none();
            (!is_nothing).then_some((m, kept))
        };
        Self {
            start_ms: session.start.as_unix_ms(),
            end_ms: session.end.as_unix_ms(),
            name: session.name.to_owned(),
            kind: dose.kind.as_str().to_owned(),
            sets: session.sets,
            dose_end_ms: dose.end.map(Timestamp::as_unix_ms),
            on_foot_h: dose.on_foot_h,
            running_h: dose.running_h,
            distance_m: dose.distance.as_m(),
            mean_speed_m_per_s: dose.mean_speed_m_per_s,
            mean_heart_rate_bpm: dose.mean_heart_rate_bpm,
            impact_km: dose.impact_km,
            cardio: dose.cardio,
            unknown: session
                .muscles_unknown
                .and_then(|why| UNKNOWN.iter().find(|(known, _)| *known == why).map(|(_, text)| (*text).to_owned())),
            muscles: Muscle::ALL.into_iter().filter_map(muscle).collect(),
            facts: session.facts.clone(),
        }
    }

    /// As JSON.
    ///
    /// # Panics
    /// Never: every value of it can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers and texts are always JSON")
    }

    /// From JSON; `None` for what this version did not write.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn muscle(&self, muscle: Muscle) -> Option<&KeptMuscle> {
        self.muscles.iter().find(|(m, _)| *m == muscle).map(|(_, kept)| kept)
    }

    /// What each muscle got, with its bands.
    #[must_use]
    pub fn muscles(&self) -> MuscleMap<MuscleStimulus> {
        MuscleMap::from_fn(|m: Muscle| {
            let nothing = MuscleStimulus { hse: Estimate::default(), fast_twitch_share: None, evidence: None };
            self.muscle(m).map_or(nothing, |k| MuscleStimulus {
                hse: Estimate { value: k.value_hse, low: k.low_hse, high: k.high_hse },
                fast_twitch_share: k.fast_twitch_share,
                evidence: GRADES.into_iter().find(|g| k.evidence.is_some_and(|c| g.as_str().starts_with(c))),
            })
        })
    }

    /// The session again. `file` says where it can be found, `day` on which civil day it lies.
    #[must_use]
    pub fn performed(&self, file: &str, format: Format, day: Day) -> Performed {
        let dose = |m: Muscle| {
            self.muscle(m).map_or_else(MuscleDose::default, |k| MuscleDose {
                slow_hse: k.slow_hse,
                fast_hse: k.fast_hse,
                hse: k.hse,
                lifting_hse: k.lifting_hse,
                log_doubt: k.log_doubt,
                eccentric: k.eccentric,
            })
        };
        Performed {
            file: file.to_owned(),
            place: 0,
            format,
            start: Timestamp::from_unix_ms(self.start_ms),
            end: Timestamp::from_unix_ms(self.end_ms),
            day,
            name: striate_analysis::known_session_name(&self.name).unwrap_or(NAMELESS),
            sets: self.sets,
            dose: DailyDose {
                kind: SessionKind::from_name(&self.kind).unwrap_or(SessionKind::Other),
                end: self.dose_end_ms.map(Timestamp::from_unix_ms),
                on_foot_h: self.on_foot_h,
                running_h: self.running_h,
                distance: Distance::from_m(self.distance_m),
                mean_speed_m_per_s: self.mean_speed_m_per_s,
                mean_heart_rate_bpm: self.mean_heart_rate_bpm,
                impact_km: self.impact_km,
                cardio: self.cardio,
                muscles: MuscleMap::from_fn(dose),
            },
            muscles: self.muscles(),
            muscles_unknown: self
                .unknown
                .as_deref()
                .and_then(|text| UNKNOWN.iter().find(|(_, known)| *known == text).map(|(why, _)| *why)),
            facts: self.facts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::LiftPattern;
    use striate_analysis::RepetitionFacts;

    fn session() -> Performed {
        let mut muscles: MuscleMap<MuscleStimulus> = MuscleMap::from_fn(|_| MuscleStimulus {
            hse: Estimate::default(),
            fast_twitch_share: None,
            evidence: None,
        });
        muscles[Muscle::Soleus] = MuscleStimulus {
            hse: Estimate { value: 0.125, low: 0.1, high: 2.0 / 3.0 },
            fast_twitch_share: Some(1.0 / 3.0),
            evidence: Some(EvidenceGrade::D),
        };
        let mut doses: MuscleMap<MuscleDose> = MuscleMap::default();
        doses[Muscle::Soleus] = MuscleDose { slow_hse: 0.1, hse: 1.0 / 7.0, log_doubt: 0.7, ..MuscleDose::default() };
        Performed {
            file: "a.fit".into(),
            place: 0,
            format: Format::Fit,
            start: Timestamp::from_unix_ms(1_772_431_200_000),
            end: Timestamp::from_unix_ms(1_772_434_800_123),
            day: Day::from_ordinal(20_514),
            name: "Hill repeats",
            sets: 3,
            dose: DailyDose {
                kind: SessionKind::HillRepeats,
                mean_speed_m_per_s: Some(3.1),
                distance: Distance::from_m(8012.25),
                muscles: doses,
                ..DailyDose::default()
            },
            muscles,
            muscles_unknown: Some(MusclesUnknown::NoSets),
            facts: SessionFacts {
                warm_up_min: Some(12.5),
                efforts: vec![RepetitionFacts { duration_s: 30.0, grade: Some(0.08), ..RepetitionFacts::default() }],
                lifts: vec![(LiftPattern::LegPress, 3)],
                ..SessionFacts::default()
            },
        }
    }

    #[test]
    fn a_kept_session_comes_back_as_it_was() {
        let session = session();
        let kept = KeptSession::of(&session);
        let text = kept.to_json();
        assert!(text.contains("\"soleus\"") && !text.contains("hamstrings"), "{text}");
        let back = KeptSession::from_json(&text).unwrap().performed("a.fit", Format::Fit, session.day);
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs();
        for muscle in Muscle::ALL {
            let (a, b) = (back.muscles[muscle].hse, session.muscles[muscle].hse);
            assert!(near(a.value, b.value) && near(a.low, b.low) && near(a.high, b.high), "{muscle:?}");
            let (a, b) = (back.dose.muscles[muscle], session.dose.muscles[muscle]);
            assert!(near(a.slow_hse, b.slow_hse) && near(a.hse, b.hse) && near(a.log_doubt, b.log_doubt), "{muscle:?}");
            assert_eq!(back.muscles[muscle].evidence, session.muscles[muscle].evidence);
        }
        assert_eq!(KeptSession::of(&back).to_json(), text, "what was kept stays what it is");
        let rest = |s: &Performed| Performed {
            muscles: session.muscles,
            dose: DailyDose { muscles: session.dose.muscles, ..s.dose.clone() },
            ..s.clone()
        };
        assert_eq!(rest(&back), rest(&session), "everything else comes back to the last bit");
        let named = text.replace(
            "[0.1,0.0,0.14285715,0.0,0.7,0.0,0.125,0.1,0.6666667,0.33333334,\"D\"]",
            "{\"slow_hse\":0.1,\"fast_hse\":0.0,\"hse\":0.14285715,\"lifting_hse\":0.0,\"log_doubt\":0.7,\"eccentric\":0.0,\
             \"value_hse\":0.125,\"low_hse\":0.1,\"high_hse\":0.6666667,\"fast_twitch_share\":0.33333334,\"evidence\":\"D\"}",
        );
        assert!(named != text && KeptSession::from_json(&named) == KeptSession::from_json(&text), "{text}");
        assert!(KeptSession::from_json("{}").is_none());
    }
}
