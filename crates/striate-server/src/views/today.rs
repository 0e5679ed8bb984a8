//! Today: what to do now, and whether it builds muscle.

use super::plan::PlannedSession;
use super::plan_page::session_view;
use super::types::{
    Dose, Fed, Grade, KindName, MuscleName, Quantities, Quantity, Readiness, Reason, named, rounded, weakest,
};
use super::words::{count, list, weekday, when, whole};
use serde::{Deserialize, Serialize};
use striate_app::{PlanNow, ReadModel, check_in_revision};
use striate_history::audit::Goal;
use striate_history::body::BodyView;
use striate_history::{Performed, StateView};
use striate_model::{Day, Entry, Muscle, Note, Origin, TimeSpan};
use striate_planner::food::nutrition::{Eater, day_of_food};
use striate_planner::{FateView, SessionView, training_of};
use utoipa::ToSchema;

/// The first page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TodayView {
    /// The civil day.
    pub day: String,
    /// Where in the training the athlete is, in words.
    pub phase: Option<String>,
    /// Whether there is nothing to look at yet.
    pub empty: bool,
    /// The answer, in sentences.
    pub verdict: String,
    /// The weakest letter that gives a fifth or more of what the verdict is about.
    pub evidence: Option<Grade>,
    /// What it rests on.
    pub basis: String,
    /// Sessions whose figures are old or missing: they are being worked out behind the page.
    pub stale: usize,
    /// The four quantities; null without sessions.
    pub quantities: Option<Quantities>,
    /// Every muscle.
    pub muscles: Vec<MuscleToday>,
    /// Leg load of the week; null with too few weeks to compare with.
    pub impact: Option<ImpactToday>,
    /// Sessions that fed the legs in the last seven days.
    pub fed: Vec<Fed>,
    /// What the others were good for.
    pub fed_note: Option<Reason>,
    /// The session of today, else the next one, where there is a plan.
    pub session: Option<PlannedSession>,
    /// How much protein.
    pub protein: Option<Protein>,
    /// What was noted about today.
    pub check_in: CheckIn,
    /// What a check-in is made from: sent back as `If-Match`.
    pub check_in_revision: String,
}

/// One muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MuscleToday {
    /// Which.
    pub muscle: MuscleName,
    /// What it got in seven days.
    pub week: Dose,
    /// What its fast fibers got of what its slow fibers got, 0 to 1.
    pub fast_share: Option<f64>,
    /// How far it is recovered.
    pub readiness: Readiness,
    /// Hours until it is ready.
    pub hours_to_ready: Option<f64>,
    /// Days since it last got anything that builds muscle.
    pub days_since_stimulus: Option<i32>,
    /// Whether the verdict speaks of it.
    pub named: bool,
}

/// Leg load of seven days.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ImpactToday {
    /// Flat easy kilometres.
    pub km: f64,
    /// The least of a usual week.
    pub usual_low_km: f64,
    /// The most of a usual week.
    pub usual_high_km: f64,
    /// From far less than usual (0) to far more (4).
    pub step: u8,
    /// The same as a sentence.
    pub words: String,
}

/// A day's protein.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Protein {
    /// At least, g.
    pub low_g: f64,
    /// At most, g.
    pub high_g: f64,
    /// At least, g a kg of body mass.
    pub low_g_per_kg: f64,
    /// At most, g a kg of body mass.
    pub high_g_per_kg: f64,
    /// Why.
    pub because: String,
    /// The rule.
    pub rule: Option<String>,
    /// How well trials support it.
    pub evidence: Option<Grade>,
    /// The arithmetic of the day's food, a line each: protein, a meal, carbohydrate, training, the least to eat.
    pub sums: Vec<String>,
}

/// Hours slept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Sleep {
    /// Under six.
    #[serde(rename = "under_6")]
    Under6,
    /// Six to seven.
    #[serde(rename = "6_7")]
    From6,
    /// Seven to eight.
    #[serde(rename = "7_8")]
    From7,
    /// Over eight.
    #[serde(rename = "over_8")]
    Over8,
}

/// A sore muscle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sore {
    /// Which.
    pub muscle: MuscleName,
    /// 1 a bit, 2 clearly, 3 badly.
    #[schema(minimum = 1, maximum = 3)]
    pub level: u8,
}

/// What the athlete notes about a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// Hours slept; null where nothing was said.
    pub sleep: Option<Sleep>,
    /// Sore muscles; empty where nothing is sore, null where nothing was said.
    pub sore: Option<Vec<Sore>>,
}

/// What was noted about today, once it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckInKept {
    /// What was noted.
    pub check_in: CheckIn,
    /// What the next check-in is made from.
    pub check_in_revision: String,
}

/// The page.
#[must_use]
pub fn today_view(snapshot: &ReadModel, plan: Option<&PlanNow>) -> TodayView {
    let day = snapshot.today.to_string();
    let check_in = check_in_of(&snapshot.ledger.notes, snapshot.today);
    let check_in_revision = check_in_revision(&snapshot.ledger.notes, snapshot.today).to_string();
    let Some(state) = snapshot.state() else {
        return TodayView {
            day,
            phase: None,
            empty: true,
            verdict: "Drop your training history here, and see what it did to each muscle.".to_owned(),
            evidence: None,
            basis: "Nothing leaves this computer.".to_owned(),
            stale: snapshot.stale,
            quantities: None,
            muscles: Vec::new(),
            impact: None,
            fed: Vec::new(),
            fed_note: None,
            session: next_session(snapshot, plan),
            protein: None,
            check_in,
            check_in_revision,
        };
    };
    let week: Vec<&Performed> = snapshot.ledger.up_to(snapshot.today, 7).collect();
    let impact = impact(snapshot);
    TodayView {
        day,
        phase: Some(phase(state).to_owned()),
        empty: false,
        verdict: verdict(snapshot, plan, &state.body),
        evidence: letter(snapshot, &state.body.about),
        basis: basis(snapshot),
        stale: snapshot.stale,
        quantities: Some(quantities(snapshot, state, impact.as_ref())),
        muscles: state.week.iter().filter_map(|w| muscle_today(w.muscle, snapshot, state, &week)).collect(),
        impact,
        fed: fed(&week, snapshot),
        fed_note: fed_note(&week),
        session: next_session(snapshot, plan),
        protein: Some(protein(snapshot, plan)),
        check_in,
        check_in_revision,
    }
}

/// The session of today that is still to come, else the next one.
fn next_session(snapshot: &ReadModel, plan: Option<&PlanNow>) -> Option<PlannedSession> {
    let plan = plan?;
    let session = plan.today().next().or_else(|| plan.after_today())?;
    let view = session_view(plan, session);
    Some(PlannedSession { title: snapshot.units.told(&view.title).into_owned(), ..view })
}

/// Days whose sessions a verdict on growth rests on.
const VERDICT_DAYS: i32 = 28;

/// The letter of what the verdict is about: of what fed the muscles that it names, all leg muscles where it names none;
/// `None` where nothing fed them.
fn letter(snapshot: &ReadModel, about: &[Muscle]) -> Option<Grade> {
    let muscles: Vec<Muscle> = if about.is_empty() { Muscle::locomotor().collect() } else { about.to_vec() };
    let sessions: Vec<&Performed> = snapshot.ledger.up_to(snapshot.today, VERDICT_DAYS).collect();
    let stimuli = sessions.iter().flat_map(|s| muscles.iter().map(|m| &s.muscles[*m]));
    weakest(stimuli.filter_map(|s| Some((s.evidence?.into(), s.hse.value))))
}

/// What to do now, where there is a plan; then what the training does.
fn verdict(snapshot: &ReadModel, plan: Option<&PlanNow>, body: &BodyView) -> String {
    let Some((plan, standing)) = plan.and_then(|p| Some((p, p.standing.as_ref()?))) else {
        return body.verdict.clone();
    };
    let today = snapshot.today.to_string();
    let titles: Vec<String> = plan.today().map(|s| s.title.clone()).collect();
    let fates = || standing.past.iter().chain(&standing.done_ahead);
    let do_now = if !titles.is_empty() {
        format!("Today: {}.", list(&titles))
    } else if fates().any(|f| f.session.date == today && matches!(f.fate, FateView::Done { .. })) {
        "What was planned for today is done.".to_owned()
    } else {
        let next = plan.after_today().and_then(|s| Some((s, s.date.parse::<Day>().ok()?)));
        next.map_or_else(
            || "Rest today.".to_owned(),
            |(s, day)| match day.days_since(snapshot.today) {
                1 => format!("Rest today; tomorrow {}.", s.title),
                _ => format!("Rest today; {} on {}.", s.title, weekday(day)),
            },
        )
    };
    // The plan is the answer to what the other sentences would ask for.
    format!("{do_now} {}", body.course)
}

fn phase(state: &StateView) -> &str {
    match state.body.phase {
        "novice" => "First weeks",
        "base" => "Holding steady",
        "building" => "Building muscle",
        "plateau" => "Plateau",
        "detraining" => "Losing muscle",
        "unknown" => "Nothing known of today",
        other => other,
    }
}

/// "From 41 runs and 22 lifts, last one Thu 18:10".
fn basis(snapshot: &ReadModel) -> String {
    let sessions = snapshot.ledger.sessions.iter().filter(|s| s.day <= snapshot.today);
    let (lifts, others): (Vec<&Performed>, Vec<&Performed>) = sessions.partition(|s| is_lift(s));
    let runs = others.iter().filter(|s| s.dose.on_foot_h > 0.0).count();
    let rest = others.len() - runs;
    let parts: Vec<String> = [(runs, "run"), (lifts.len(), "lift"), (rest, "other session")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| count(n, what))
        .collect();
    let last = lifts.iter().chain(&others).max_by_key(|s| s.start);
    let last = last.map_or_else(String::new, |s| {
        let ago = snapshot.today.days_since(s.day);
        let day = if ago < 7 { weekday(s.day).to_owned() } else { format!("{ago} days ago") };
        format!(", last one {day} {}", super::words::time_of_day(s.start, snapshot.offset_s))
    });
    let stale = match snapshot.stale {
        0 => String::new(),
        n => format!("; {} still being worked out", count(n, "session")),
    };
    format!("From {}{last}{stale}", list(&parts))
}

/// What the athlete trains for where nothing was said.
pub(crate) const GOAL: Goal = Goal::Build;
/// What the day asks of food, from body mass, goal, what was done today and what is planned.
fn protein(snapshot: &ReadModel, plan: Option<&PlanNow>) -> Protein {
    let mass = snapshot.athlete.mass;
    let goal = snapshot.goal.unwrap_or(GOAL);
    let done: Vec<&Performed> = snapshot.ledger.up_to(snapshot.today, 1).collect();
    let planned: Vec<&SessionView> = plan.into_iter().flat_map(PlanNow::today).collect();
    let training = training_of(&done, &planned);
    let is_hard = training.is_hard;
    let eater = Eater { mass_kg: mass.value.as_kg(), lean_kg: None, goal };
    let food = day_of_food(&eater, &training);
    let aim = food.protein_g_per_kg.aim;
    let what = match (is_hard, planned.is_empty()) {
        (true, _) => "hard work today",
        (false, true) => "no hard work so far today",
        (false, false) => "an easy day",
    };
    let goal = match goal {
        Goal::Build => "building muscle",
        Goal::Keep => "keeping muscle",
        Goal::Lean => "losing fat and keeping muscle",
    };
    let assumed = if mass.origin == Origin::Default { " Your body mass is not known; say it in Settings." } else { "" };
    Protein {
        low_g: food.protein_g.low.round(),
        high_g: food.protein_g.high.round(),
        low_g_per_kg: rounded(food.protein_g_per_kg.low, 1),
        high_g_per_kg: rounded(food.protein_g_per_kg.high, 1),
        because: format!(
            "{:.0} g is a good aim for {goal} with {what}: {aim:.1} g for each of {:.0} kg, spread over four meals of about {:.0} g.{assumed}",
            food.protein_g.aim.round(),
            eater.mass_kg,
            food.protein_per_meal_g.aim.round(),
        ),
        rule: Some("B7".to_owned()),
        evidence: Some(Grade::A),
        sums: food.sums,
    }
}

/// What was noted about a day.
#[must_use]
pub fn check_in_of(notes: &[Entry], day: Day) -> CheckIn {
    let mut check_in = CheckIn::default();
    let mut sore: Vec<Sore> = Vec::new();
    for entry in notes.iter().filter(|e| e.day == day) {
        match &entry.note {
            Note::Sleep { hours } => check_in.sleep = Some(Sleep::of_hours(*hours)),
            Note::NothingSore => {
                sore.clear();
                check_in.sore = Some(Vec::new());
            }
            Note::Soreness { muscle, points } => {
                check_in.sore.get_or_insert_default();
                sore.retain(|s| s.muscle.muscle() != *muscle);
                sore.extend(Sore::of_points(*muscle, *points));
            }
            _ => {}
        }
    }
    if check_in.sore.is_some() {
        check_in.sore = Some(sore);
    }
    check_in
}

impl Sleep {
    /// From hours.
    #[must_use]
    pub fn of_hours(hours: f64) -> Self {
        match hours {
            h if h < 6.0 => Self::Under6,
            h if h < 7.0 => Self::From6,
            h if h <= 8.0 => Self::From7,
            _ => Self::Over8,
        }
    }

    /// The middle of it, hours.
    #[must_use]
    pub const fn hours(self) -> f64 {
        match self {
            Self::Under6 => 5.5,
            Self::From6 => 6.5,
            Self::From7 => 7.5,
            Self::Over8 => 8.5,
        }
    }
}

impl Sore {
    /// From points of ten; `None` where nothing is sore.
    #[must_use]
    pub fn of_points(muscle: Muscle, points: f64) -> Option<Self> {
        let level = match points {
            p if p <= 0.0 => return None,
            p if p < 3.5 => 1,
            p if p < 6.5 => 2,
            _ => 3,
        };
        Some(Self { muscle: muscle.into(), level })
    }

    /// Points of ten.
    #[must_use]
    pub const fn points(self) -> f64 {
        match self.level {
            0 => 0.0,
            1 => 2.0,
            2 => 5.0,
            _ => 8.0,
        }
    }
}

pub(super) fn is_lift(session: &Performed) -> bool {
    session.sets > 0 || KindName::from(session.dose.kind).family() == super::types::Family::Lift
}

fn muscle_today(name: &str, snapshot: &ReadModel, state: &StateView, week: &[&Performed]) -> Option<MuscleToday> {
    let muscle = Muscle::from_name(name)?;
    let body = state.body.muscles.iter().find(|m| m.muscle == name)?;
    let dose = state.week.iter().find(|w| w.muscle == name)?;
    let (slow, fast) = week.iter().fold((0.0, 0.0), |(slow, fast), s| {
        let dose = &s.dose.muscles[muscle];
        (slow + dose.slow_hse, fast + dose.fast_hse)
    });
    let readiness = named(body.readiness).unwrap_or(Readiness::Unknown);
    let last = body.last_stimulus.as_deref().and_then(|d| d.parse::<Day>().ok());
    Some(MuscleToday {
        muscle: muscle.into(),
        week: Dose::of_week(dose),
        fast_share: (slow > 0.05).then(|| rounded((fast / slow).min(1.0), 2)),
        readiness,
        hours_to_ready: body.hours_to_ready.filter(|_| readiness != Readiness::Unknown),
        days_since_stimulus: last.map(|d| snapshot.today.days_since(d)),
        named: state.body.about.contains(&muscle),
    })
}

fn quantities(snapshot: &ReadModel, state: &StateView, impact: Option<&ImpactToday>) -> Quantities {
    let legs: Vec<&striate_history::MuscleWeek> =
        state.week.iter().filter(|w| Muscle::from_name(w.muscle).is_some_and(Muscle::is_locomotor)).collect();
    let fed = legs.iter().filter(|w| matches!(w.band, "moderate" | "high" | "past useful")).count();
    let last = state
        .body
        .muscles
        .iter()
        .filter(|m| m.readiness != "unknown")
        .filter_map(|m| Some((m, m.hours_to_ready?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let readiness = match last {
        Some((m, hours)) if hours >= 1.0 => {
            let at = snapshot.now + TimeSpan::from_s(3600.0 * hours);
            let label = Muscle::from_name(m.muscle).map_or(m.muscle, Muscle::label);
            Quantity::new(
                format!("Ready by {}", when(at, snapshot.today, snapshot.offset_s)),
                format!(", {label} last"),
            )
        }
        Some(_) => Quantity::new("Ready", ", every muscle"),
        None => Quantity::new("Unknown", ""),
    };
    let km = sum_of_days(snapshot, 0, |s| s.dose.impact_km);
    let units = snapshot.units;
    let usual = impact.map_or_else(String::new, |i| {
        format!(", usual {:.0}–{:.0}", units.distance(i.usual_low_km), units.distance(i.usual_high_km))
    });
    let [week, six_weeks] = state.body.cardio_load_per_day;
    let course = match week / six_weeks {
        _ if six_weeks < 1.0 => "Too little",
        r if r > 1.15 => "Rising",
        r if r < 0.85 => "Falling",
        _ => "Steady",
    };
    Quantities {
        growth: Quantity::new(format!("{fed} of {}", legs.len()), "leg muscles at moderate or high"),
        readiness,
        impact: Quantity::new(whole(units.distance(km)), format!("{} this week{usual}", units.impact_name())),
        cardio: Quantity::new(course, format!(", 7-day {week:.0} against 42-day {six_weeks:.0} a day")),
    }
}

/// A figure summed over the seven days that end `weeks` weeks before today.
fn sum_of_days(snapshot: &ReadModel, weeks: i32, of: impl Fn(&Performed) -> f64) -> f64 {
    // An empty sum is -0, and would be told so.
    snapshot.ledger.up_to(snapshot.today.plus(-7 * weeks), 7).map(of).sum::<f64>() + 0.0
}

/// Weeks that a usual week is taken from.
const USUAL_WEEKS: i32 = 6;

fn impact(snapshot: &ReadModel) -> Option<ImpactToday> {
    let of = |s: &Performed| s.dose.impact_km;
    let km = sum_of_days(snapshot, 0, of);
    let (first, _) = snapshot.ledger.span()?;
    let known = (1..=USUAL_WEEKS).take_while(|w| snapshot.today.plus(-7 * w - 6) >= first);
    let mut usual: Vec<f64> = known.map(|w| sum_of_days(snapshot, w, of)).collect();
    if usual.len() < 3 {
        return None;
    }
    usual.sort_by(f64::total_cmp);
    // The outermost week of many may be a holiday or a race.
    let cut = usize::from(usual.len() > 4);
    let (low, high) = (usual[cut], usual[usual.len() - 1 - cut]);
    let ratio = km / (0.5 * (low + high)).max(1.0);
    let step = [0.6, 0.85, 1.15, 1.5].iter().filter(|bound| ratio > **bound).count();
    let words = format!("{} flat easy km in seven days. Your usual week is {low:.0}–{high:.0} km.", whole(km));
    let step = u8::try_from(step).unwrap_or(4);
    Some(ImpactToday { km: rounded(km, 1), usual_low_km: low.round(), usual_high_km: high.round(), step, words })
}

fn leg_hse(session: &Performed) -> f64 {
    Muscle::locomotor().map(|m| session.muscles[m].hse.value).sum()
}

/// Shares that are listed one by one; what is below gives nothing worth a row of its own.
const FED_ROWS: usize = 5;

fn fed(week: &[&Performed], snapshot: &ReadModel) -> Vec<Fed> {
    let whole: f64 = week.iter().map(|s| leg_hse(s)).sum();
    let mut rows: Vec<Fed> = week
        .iter()
        .filter(|s| s.muscles_unknown.is_none())
        .map(|s| Fed {
            id: Some(s.file.clone()),
            kind: s.dose.kind.into(),
            title: snapshot.title(s),
            day: s.day.to_string(),
            share: if whole > 0.0 { rounded(leg_hse(s) / whole, 3) } else { 0.0 },
            evidence: Muscle::locomotor().filter_map(|m| s.muscles[m].evidence).max().map(Grade::from),
        })
        .collect();
    rows.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.day.cmp(&b.day)));
    rows.truncate(FED_ROWS);
    rows
}

fn fed_note(week: &[&Performed]) -> Option<Reason> {
    let runs: Vec<&&Performed> = week.iter().filter(|s| s.dose.on_foot_h > 0.0 && !is_lift(s)).collect();
    let cardio: f64 = runs.iter().map(|s| s.dose.cardio).sum();
    (!runs.is_empty()).then(|| Reason {
        text: format!("The runs served heart, joints and endurance as well: cardio load {cardio:.0} in seven days."),
        rule: Some("C9".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_in_survives_being_written_down() {
        for level in 1..=3 {
            let sore = Sore { muscle: MuscleName::Soleus, level };
            assert_eq!(Sore::of_points(Muscle::Soleus, sore.points()), Some(sore));
        }
        for sleep in [Sleep::Under6, Sleep::From6, Sleep::From7, Sleep::Over8] {
            assert_eq!(Sleep::of_hours(sleep.hours()), sleep);
        }
    }

    #[test]
    fn nothing_sore_is_not_the_same_as_nothing_said() {
        let day: Day = "2026-11-14".parse().unwrap();
        let note = |text: &str| striate_journal::parse_line(text, day).unwrap();
        assert_eq!(check_in_of(&[], day).sore, None);
        assert_eq!(check_in_of(&[note("soreness none")], day).sore, Some(Vec::new()));
        assert_eq!(check_in_of(&[note("soreness quads 0")], day).sore, Some(Vec::new()));
        let sore = check_in_of(&[note("soreness quads 5"), note("sleep 7.5 h")], day);
        assert_eq!((sore.sore.unwrap().len(), sore.sleep), (1, Some(Sleep::From7)));
    }
}
