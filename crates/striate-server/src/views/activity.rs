//! One session: what it was, what it did.

use super::types::{Dose, Grade, KindName, MuscleName, Quantities, Quantity, Reason, names, rounded};
use super::words::{list, rfc3339, time_of_day, weekday, whole};
use serde::{Deserialize, Serialize};
use striate_analysis::{kind_name, set_groups, verdict};
use striate_app::Opened;
use striate_model::{Day, Muscle, SessionKind, SetKind, TimeSpan};
use striate_text::units::Units;
use utoipa::{IntoParams, ToSchema};

/// A session.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ActivityView {
    /// Names it.
    pub id: String,
    /// What a correction is made from: sent back as `If-Match`.
    pub revision: String,
    /// What it is called.
    pub title: String,
    /// When it began, RFC 3339.
    pub start: String,
    /// Its civil day.
    pub day: String,
    /// Day, place, size, in words.
    pub facts: Vec<String>,
    /// What it was and did, in sentences.
    pub verdict: String,
    /// The weakest letter behind it.
    pub evidence: Option<Grade>,
    /// How far it can be trusted.
    pub basis: String,
    /// The four quantities.
    pub quantities: Quantities,
    /// What kind it was.
    pub kind: KindView,
    /// What it could be corrected to.
    pub kinds_to_choose: Vec<KindName>,
    /// Its sport; null where nothing says which one it was.
    pub sport: Option<SportName>,
    /// The sport in the device's own words, where it has any.
    pub sport_word: Option<String>,
    /// What the sport could be corrected to.
    pub sports_to_choose: Vec<SportName>,
    /// Mass carried on top of the body, kg.
    pub carried_kg: Option<f64>,
    /// The surface, where it is known.
    pub surface: Option<String>,
    /// What the surface could be corrected to.
    pub surfaces_to_choose: Vec<SurfaceName>,
    /// What the athlete said about it.
    pub said: Said,
    /// Its efforts.
    pub efforts: Vec<EffortView>,
    /// The line that decides which efforts count.
    pub limit: Option<LimitView>,
    /// Its working sets.
    pub sets: Vec<SetGroupView>,
    /// What each muscle got.
    pub muscles: Vec<MuscleDose>,
    /// Rules that can be judged on it alone.
    pub rules: Vec<RuleResult>,
    /// The name of its file.
    pub file: Option<String>,
    /// The recordings of it, where several devices or apps recorded it.
    pub recordings: Vec<RecordingView>,
    /// Whether there is anything to draw charts of.
    pub has_streams: bool,
}

/// Which of its parts the athlete has corrected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// Its kind.
    pub kind: bool,
    /// Its sport.
    pub sport: bool,
    /// The mass that was carried.
    pub carried_kg: bool,
    /// The ground.
    pub surface: bool,
    /// Its efforts.
    pub efforts: bool,
}

/// A recording of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordingView {
    /// Names it.
    pub id: String,
    /// What wrote it.
    pub device: Option<String>,
    /// What its file is.
    pub format: String,
    /// When it began, local time.
    pub time: String,
}

names! {
    /// The ground.
    SurfaceName { Road, Track, Trail, Grass, Sand, Treadmill }
}

impl SurfaceName {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Road => "road",
            Self::Track => "track",
            Self::Trail => "trail",
            Self::Grass => "grass",
            Self::Sand => "sand",
            Self::Treadmill => "treadmill",
        }
    }
}

names! {
    /// A sport that a session can be said to be.
    SportName { Running, Walking, Hiking, Cycling, Swimming, Rowing, Training, FitnessEquipment, Other }
}

impl SportName {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Walking => "walking",
            Self::Hiking => "hiking",
            Self::Cycling => "cycling",
            Self::Swimming => "swimming",
            Self::Rowing => "rowing",
            Self::Training => "training",
            Self::FitnessEquipment => "fitness_equipment",
            Self::Other => "other",
        }
    }

    fn of(sport: striate_model::Sport) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.as_str() == sport.as_str())
    }
}

/// A span of a session.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpanSaid {
    /// Its start, seconds since the start of the session.
    #[schema(minimum = 0)]
    pub start_s: f64,
    /// Its end, seconds since the start of the session.
    #[schema(minimum = 0)]
    pub end_s: f64,
}

/// A kind, how sure, and why.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct KindView {
    /// The kind.
    pub kind: KindName,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// `workout_steps`, `splits`, `laps`, `detected`, `corrected` or `logged`.
    pub source: String,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// An effort and the rest before it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EffortView {
    /// From 1.
    pub number: usize,
    /// Seconds since the start of the session.
    pub start_s: f64,
    /// Seconds since the start of the session.
    pub end_s: f64,
    /// How long, s.
    pub duration_s: f64,
    /// How far, m.
    pub distance_m: Option<f64>,
    /// How fast.
    pub mean_speed_m_per_s: Option<f64>,
    /// How steep, rise over run.
    pub mean_grade: Option<f64>,
    /// Grade-adjusted speed over the athlete's own best over that distance.
    pub fraction_of_own_best: Option<f64>,
    /// The rest before it, s; null for the first.
    pub rest_before_s: Option<f64>,
    /// How complete that was, 0 to 1.
    pub rest_completeness: Option<f64>,
    /// Whether it was fast enough for growth.
    pub counts: bool,
    /// The same in words.
    pub why: String,
}

/// A line in a chart with its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LimitView {
    /// In which stream.
    pub stream: super::streams::StreamName,
    /// Where.
    pub value: f64,
    /// What it means.
    pub text: String,
}

/// Working sets of one exercise in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SetGroupView {
    /// What was done; null where the file does not say.
    pub exercise: Option<String>,
    /// Sets, repetitions and loads.
    pub summary: String,
}

/// What a muscle got.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MuscleDose {
    /// Which.
    pub muscle: MuscleName,
    /// The dose.
    #[serde(flatten)]
    pub dose: Dose,
    /// What its fast fibers got of what its slow fibers got, 0 to 1.
    pub fast_share: Option<f64>,
}

/// How a rule was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleVerdict {
    /// As it says.
    Kept,
    /// Not as it says.
    Broken,
    /// It asks nothing here.
    NotApplicable,
    /// The log cannot tell.
    Unknown,
}

/// A rule held against a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleResult {
    /// Which.
    pub rule: String,
    /// How it went.
    pub verdict: RuleVerdict,
    /// Why.
    pub because: String,
}

/// A correction. What is left out stays; null takes it back.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityPatch {
    /// What kind it was.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<KindName>)]
    pub kind: Option<Option<KindName>>,
    /// Its sport: it wins over the device's.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<SportName>)]
    pub sport: Option<Option<SportName>>,
    /// Mass carried on top of the body, kg.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100)]
    pub carried_kg: Option<Option<f64>>,
    /// The ground.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<SurfaceName>)]
    pub surface: Option<Option<SurfaceName>>,
    /// Its efforts; an empty list says that there were none.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Vec<SpanSaid>>, max_items = 500)]
    pub efforts: Option<Option<Vec<SpanSaid>>>,
}

/// Tells a null from a key that is left out.
fn said<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// A part of a session.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// Its start, seconds since the start of the session.
    #[param(minimum = 0)]
    pub from_s: f64,
    /// Its end, seconds since the start of the session.
    #[param(minimum = 0)]
    pub to_s: f64,
}

/// What a part of a session would have done alone and fresh.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PartView {
    /// What each muscle would have got.
    pub muscles: Vec<MuscleDose>,
}

/// Efforts at this share of the own best count for growth (rule E3).
const COUNTS_FROM: f64 = 0.9;

/// The page of a session.
#[must_use]
pub fn activity_view(opened: &Opened, units: Units) -> ActivityView {
    let analysis = &opened.analysis;
    let (recording, session) = (&analysis.recording, &analysis.session);
    let said = verdict(analysis);
    let day = Day::of(session.start, TimeSpan::from_s(opened.offset_s));
    let muscles = muscle_doses(analysis.stimulus.muscles.iter().map(|(m, s)| (m, *s)), opened);
    let mut top: Vec<&MuscleDose> = muscles.iter().filter(|m| m.dose.hse.is_some_and(|h| h >= 0.5)).collect();
    top.sort_by(|a, b| b.dose.hse.unwrap_or_default().total_cmp(&a.dose.hse.unwrap_or_default()));
    ActivityView {
        id: opened.id.clone(),
        revision: opened.revision().to_string(),
        title: recording.name.clone().unwrap_or_else(|| kind_name(analysis).to_owned()),
        start: rfc3339(session.start),
        day: day.to_string(),
        facts: facts(opened, day),
        verdict: said.sentence,
        evidence: super::types::weakest(top.iter().filter_map(|m| Some((m.dose.evidence?, m.dose.hse?)))),
        basis: said.certainty.unwrap_or_default(),
        quantities: quantities(opened, &top, units),
        kind: kind_view(opened),
        kinds_to_choose: kinds_to_choose(session.sport.is_on_foot()),
        sport: SportName::of(session.sport),
        sport_word: recording.sport_word.clone(),
        sports_to_choose: SportName::ALL.to_vec(),
        carried_kg: Some(session.carried_mass.as_kg()).filter(|kg| *kg > 0.0).map(|kg| rounded(kg, 1)),
        surface: surface(opened),
        surfaces_to_choose: if session.sport.is_on_foot() { SurfaceName::ALL.to_vec() } else { Vec::new() },
        said: Said {
            kind: opened.said.kind.is_some(),
            sport: opened.said.sport.is_some(),
            carried_kg: opened.said.added_mass_kg.is_some(),
            surface: opened.said.surface.is_some(),
            efforts: opened.said.efforts_ms.is_some(),
        },
        recordings: recordings(opened),
        efforts: efforts(opened),
        limit: None,
        sets: sets(opened),
        muscles,
        rules: Vec::new(),
        file: opened.file.clone(),
        has_streams: session.motion.len() > 1 && !recording.streams.is_empty(),
    }
}

/// Doses of a stimulus; unknown ones where the file cannot tell.
pub(crate) fn muscle_doses(
    muscles: impl Iterator<Item = (Muscle, striate_model::MuscleStimulus)>,
    opened: &Opened,
) -> Vec<MuscleDose> {
    let session = &opened.analysis.session;
    let has_sets = session.sets.iter().any(|s| s.kind == SetKind::Active);
    let is_unknown = opened.analysis.stimulus.muscles_unknown.is_some();
    muscles
        .filter(|(m, _)| m.is_locomotor() || *m == Muscle::Core || has_sets)
        .map(|(m, s)| MuscleDose {
            muscle: m.into(),
            dose: if is_unknown { Dose::UNKNOWN } else { Dose::of_session(s.hse, s.band().as_str(), s.evidence) },
            fast_share: s.fast_twitch_share.filter(|_| !is_unknown).map(|share| rounded(share, 2)),
        })
        .collect()
}

fn facts(opened: &Opened, day: Day) -> Vec<String> {
    let session = &opened.analysis.session;
    let (year, _, _) = day.civil();
    let when = format!(
        "{} {} {year}, {}",
        weekday(day),
        super::words::day_month(day),
        time_of_day(session.start, opened.offset_s)
    );
    let minutes = (session.timer.as_s() / 60.0).round();
    let long = if minutes >= 60.0 {
        format!("{:.0} h {:02.0} min", (minutes / 60.0).floor(), minutes % 60.0)
    } else {
        format!("{minutes:.0} min")
    };
    let size = session.distance.map(|d| d.as_m() / 1000.0).filter(|km| *km >= 0.05);
    let size = size.map_or_else(|| long.clone(), |km| format!("{km:.1} km, {long}"));
    let climb =
        opened.analysis.ascent().map(|a| a.as_m().round()).filter(|m| *m >= 10.0).map(|m| format!("{m:.0} m up"));
    [Some(when), surface(opened).map(|s| super::words::capitalised(&s)), Some(size), climb]
        .into_iter()
        .flatten()
        .collect()
}

fn surface(opened: &Opened) -> Option<String> {
    if let Some(said) = &opened.said.surface {
        return Some(said.clone());
    }
    let name = opened.analysis.recording.sub_sport.as_str();
    ["track", "trail", "treadmill", "street", "virtual_activity", "indoor_running"]
        .contains(&name)
        .then(|| name.replace('_', " "))
}

fn recordings(opened: &Opened) -> Vec<RecordingView> {
    let view = |r: &striate_store::RecordingRow| RecordingView {
        id: r.id.0.clone(),
        device: r.device.clone(),
        format: r.format.clone(),
        time: time_of_day(r.start, opened.offset_s),
    };
    opened.recordings.iter().map(view).collect()
}

fn quantities(opened: &Opened, top: &[&MuscleDose], units: Units) -> Quantities {
    let analysis = &opened.analysis;
    let label = |m: &MuscleDose| m.muscle.muscle().label();
    let growth = match top.first() {
        Some(first) => {
            let word = first.dose.band;
            let same: Vec<&str> = top.iter().filter(|m| m.dose.band == word).take(3).map(|m| label(m)).collect();
            let word = serde_json::to_value(word).ok().and_then(|w| w.as_str().map(str::to_owned)).unwrap_or_default();
            Quantity::new(super::words::capitalised(&word.replace('_', " ")), format!("for {}", list(&same)))
        }
        None if analysis.stimulus.muscles_unknown.is_some() => Quantity::new("Unknown", ", the file cannot tell"),
        None => Quantity::new("None", ", no muscle got half a set"),
    };
    let run_km = analysis.session.distance.map(|d| d.as_m() / 1000.0);
    let impact = match analysis.stimulus.impact {
        Some(impact) => Quantity::new(
            whole(units.distance(impact.easy_km)),
            match run_km {
                Some(km) => format!("{}, from {:.1} run", units.impact_name(), units.distance(km)),
                None => units.impact_name().to_owned(),
            },
        ),
        None => Quantity::new("None", ", not on foot or unknown"),
    };
    let cardio = match analysis.stimulus.cardio {
        Some(cardio) => Quantity::new(format!("{:.0}", cardio.impulse), "points"),
        None => Quantity::new("Unknown", ", neither heart rate nor speed"),
    };
    let waits = striate_analysis::hours_after(analysis);
    let told: Vec<String> =
        waits.iter().take(2).map(|(muscle, hours)| format!("{} {hours:.0} h", muscle.label())).collect();
    let readiness = match (waits.first(), told.as_slice()) {
        (Some((first, hours)), [_, second]) => Quantity::new(
            format!("Up to {hours:.0} h"),
            format!("{}, {second}; less if you are used to it", first.label()),
        ),
        (Some((first, hours)), _) => {
            Quantity::new(format!("Up to {hours:.0} h"), format!("{}; less if you are used to it", first.label()))
        }
        (None, _) if analysis.stimulus.muscles_unknown.is_some() => Quantity::new("Unknown", ", the file cannot tell"),
        (None, _) => Quantity::new("Ready", ", no muscle needs rest after it alone"),
    };
    Quantities { growth, readiness, impact, cardio }
}

fn kind_view(opened: &Opened) -> KindView {
    let session = &opened.analysis.session;
    let source = if opened.said.kind.is_some() {
        "corrected"
    } else if !session.sets.is_empty() && session.efforts.is_empty() {
        "logged"
    } else {
        session.efforts.first().map_or("detected", |e| e.source.as_str())
    };
    KindView {
        kind: session.kind.kind.into(),
        confidence: rounded(session.kind.confidence, 2),
        source: source.to_owned(),
        reasons: session.kind.reasons.iter().map(Reason::plain).collect(),
    }
}

fn kinds_to_choose(on_foot: bool) -> Vec<KindName> {
    let fits = |k: &&SessionKind| {
        let is_lift = matches!(k, SessionKind::LowerStrength | SessionKind::UpperStrength | SessionKind::FullStrength);
        is_lift != on_foot || matches!(k, SessionKind::Plyometrics | SessionKind::Other)
    };
    SessionKind::ALL.iter().filter(fits).map(|k| (*k).into()).collect()
}

fn efforts(opened: &Opened) -> Vec<EffortView> {
    let session = &opened.analysis.session;
    let since = |t: striate_model::Timestamp| rounded(t.since(session.motion.start).as_s(), 1);
    let mut views = Vec::with_capacity(session.efforts.len());
    for (at, effort) in session.efforts.iter().enumerate() {
        let rest = at.checked_sub(1).and_then(|before| session.recoveries.get(before));
        let share = effort.fraction_of_own_best.map(|f| rounded(f, 2));
        let counts = share.is_some_and(|f| f >= COUNTS_FROM);
        let why = match share {
            None => "unknown, no speed",
            Some(_) if counts => "counts",
            Some(_) => "under 90 % of your best",
        };
        views.push(EffortView {
            number: at + 1,
            start_s: since(effort.start),
            end_s: since(effort.end),
            duration_s: rounded(effort.duration().as_s(), 1),
            distance_m: effort.distance.map(|d| rounded(d.as_m(), 1)),
            mean_speed_m_per_s: effort.mean_speed.map(|s| rounded(s.as_m_per_s(), 2)),
            mean_grade: effort.mean_grade.map(|g| rounded(g.as_ratio(), 3)),
            fraction_of_own_best: share,
            rest_before_s: rest.map(|r| rounded(r.duration().as_s(), 1)),
            rest_completeness: rest.and_then(|r| r.completeness).map(|c| rounded(c, 2)),
            counts,
            why: why.to_owned(),
        });
    }
    views
}

fn sets(opened: &Opened) -> Vec<SetGroupView> {
    let groups = set_groups(&opened.analysis);
    groups.into_iter().map(|g| SetGroupView { exercise: g.exercise, summary: g.summary }).collect()
}
