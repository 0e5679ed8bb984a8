//! The plan's page filled: its weeks, its sessions, their reasons.

use super::calendar::{Change, WeekDose};
use super::plan::{
    Gift, OtherInWeek, PlanPage, PlanWeek, PlannedSession, SessionState, SessionWhy, Without, WorkoutStep,
    choice_options, goals_view, usual_days,
};
use super::plan_choices::ChoicesOf;
use super::plan_season::{coming, ladders, plan_rules, season, season_label, season_sentence};
use super::types::{Band, Dose, Family, KindName, Reason, named, rounded};
use super::words::{count, sentence};
use striate_app::{PlanNow, most_fed};
use striate_model::{Day, Muscle, SessionBand};
use striate_planner::planned::kinds::{Block, Bout, Purpose, step_lines};
use striate_planner::{FateView, OtherView, PlannedKind, SessionView, Stage, WeekView, why};

/// The page.
#[must_use]
pub fn plan_page(now: &PlanNow, feed: Option<String>) -> PlanPage {
    let goals =
        if now.state.goals_are_said || now.standing.is_some() { goals_view(&now.state.goals, now) } else { None };
    let mut page = PlanPage {
        verdict: if now.model.state().is_none() {
            "No plan yet. Your answers are enough for one; with your files it starts from what you have done."
                .to_owned()
        } else {
            "No plan yet. Say what it is for, and the next weeks are built around what your muscles need.".to_owned()
        },
        basis: "From your history, your days and your equipment".to_owned(),
        goals,
        usual_days: usual_days(now),
        approaches: choice_options(&ChoicesOf::Approach.all()),
        systems: choice_options(&ChoicesOf::System.all()),
        season: Vec::new(),
        ladders: Vec::new(),
        coming: Vec::new(),
        rules: None,
        weeks: Vec::new(),
        relaxed: Vec::new(),
        change: None,
        version: None,
        revision: now.revision().to_string(),
        is_accepted: false,
        feed,
    };
    let Some(standing) = &now.standing else { return page };
    let view = &standing.view;
    page.verdict.clone_from(&view.verdict);
    page.version = now.version();
    page.is_accepted = !now.is_pending();
    page.change = open_change(now);
    page.relaxed = view
        .relaxed
        .iter()
        .map(|r| Reason { text: format!("Week of {}: {}.", short(&r.week), r.because), rule: rule_or_none(&r.rule) })
        .collect();
    page.season = season(now);
    page.basis = season_sentence(&page.season).map_or_else(|| basis(now), |said| format!("{said} {}.", basis(now)));
    page.ladders = ladders(&page.season);
    page.coming = coming(now);
    page.rules = now.audit().map(plan_rules);
    page.weeks = weeks(now);
    page
}

pub(super) fn rule_or_none(rule: &str) -> Option<String> {
    let is_rule = rule.len() <= 3 && rule.starts_with(|c: char| c.is_ascii_uppercase());
    is_rule.then(|| rule.to_owned())
}

/// The proposal that waits for the athlete's word.
#[must_use]
pub fn open_change(now: &PlanNow) -> Option<Change> {
    now.pending_change().map(Change::from)
}

fn basis(now: &PlanNow) -> String {
    let Some(standing) = &now.standing else { return String::new() };
    let sessions = standing.view.sessions().count();
    let proven = standing.view.weeks.iter().filter(|w| w.optimal).count();
    let weeks = standing.view.weeks.len();
    let ahead = format!("{} ahead", count(sessions, "session"));
    if proven == weeks {
        return format!("{ahead}; no better week keeps these limits");
    }
    format!("{ahead}; each week is within 2 % of the best one")
}

/// "Mon 30 Nov".
pub(super) fn short(date: &str) -> String {
    date.parse::<Day>().map_or_else(|_| date.to_owned(), super::words::day_month)
}

/// The muscles that a runner's week is shown by.
pub(super) const STRIP: [Muscle; 6] = [
    Muscle::GluteusMaximus,
    Muscle::Vasti,
    Muscle::RectusFemoris,
    Muscle::Hamstrings,
    Muscle::Gastrocnemius,
    Muscle::Soleus,
];

fn weeks(now: &PlanNow) -> Vec<PlanWeek> {
    let Some(standing) = &now.standing else { return Vec::new() };
    let this_monday = now.model.today.monday();
    let mut weeks: Vec<PlanWeek> = Vec::new();
    let monday = this_monday.to_string();
    let past: Vec<PlannedSession> = standing
        .past
        .iter()
        .chain(&standing.done_ahead)
        .filter(|f| f.session.date >= monday)
        .map(|f| {
            let (state, done_id, done_note) = match &f.fate {
                FateView::Done { file, note } => (SessionState::Done, Some(file.clone()), note.clone()),
                FateView::Missed => (SessionState::Missed, None, None),
                FateView::Open => (SessionState::Planned, None, None),
            };
            PlannedSession {
                id: f.session.id.clone(),
                date: f.session.date.clone(),
                slot: f.session.slot.to_owned(),
                kind: named(f.session.kind).unwrap_or(KindName::Other),
                title: f.session.title.clone(),
                minutes: f.session.minutes,
                hard: f.session.hard,
                target: String::new(),
                profile: Vec::new(),
                steps: Vec::new(),
                because: Vec::new(),
                gives: Vec::new(),
                state,
                from: None,
                done_id,
                done_note,
            }
        })
        .collect();
    let rest = standing.view.rest_of_week.as_ref();
    if rest.is_some() || !past.is_empty() {
        let mut sessions = past;
        sessions.extend(rest.iter().flat_map(|w| &w.sessions).map(|s| session_view(now, s)));
        weeks.push(PlanWeek {
            start: monday,
            phase: rest.map_or_else(|| "This week".to_owned(), phase),
            deload: rest.is_some_and(|w| w.deload),
            sentence: "This week: what's done and what's left.".to_owned(),
            doses: doses(now, this_monday, rest),
            sessions,
            others: rest.map(others).unwrap_or_default(),
        });
    }
    weeks.extend(standing.view.weeks.iter().map(|w| PlanWeek {
        start: w.start.clone(),
        phase: phase(w),
        deload: w.deload,
        sentence: week_sentence(w),
        doses: doses(now, w.start.parse().unwrap_or_default(), Some(w)),
        sessions: w.sessions.iter().map(|s| session_view(now, s)).collect(),
        others: others(w),
    }));
    weeks
}

/// The week's place in the season, as a reader is told; of a plan of an earlier version its stage alone.
#[must_use]
pub(super) fn phase(week: &WeekView) -> String {
    let stage = || Stage::from_name(week.phase).map_or_else(|| week.phase.to_owned(), |s| s.label().to_owned());
    week.season.as_ref().map_or_else(stage, season_label)
}

fn others(week: &WeekView) -> Vec<OtherInWeek> {
    let other = |o: &OtherView| OtherInWeek {
        date: o.date.clone(),
        slot: o.slot.to_owned(),
        name: o.name.clone(),
        minutes: o.minutes,
        hard: o.hard,
    };
    week.others.iter().map(other).collect()
}

fn week_sentence(week: &WeekView) -> String {
    let minutes: i32 = week.sessions.iter().map(|s| s.minutes).sum();
    let hard = week.sessions.iter().filter(|s| s.hard).count();
    let proof = if week.optimal {
        "no better week keeps these limits".to_owned()
    } else {
        format!("within {:.0} % of the best week", (100.0 * week.gap).ceil().max(1.0))
    };
    format!(
        "{}, {hard} hard, {:.1} h in all; {proof}.",
        count(week.sessions.len(), "session"),
        f64::from(minutes) / 60.0
    )
}

/// Done stimulus of a week where there is no plan.
#[must_use]
pub(super) fn done_doses(snapshot: &striate_app::ReadModel, monday: Day) -> Vec<WeekDose> {
    let done: Vec<_> = snapshot.ledger.up_to(monday.plus(6), 7).collect();
    let dose = |muscle: Muscle| WeekDose {
        muscle: muscle.into(),
        done: rounded(done.iter().map(|s| s.muscles[muscle].hse.value).sum(), 2),
        planned: 0.0,
        target_low: None,
        target_high: None,
    };
    STRIP.into_iter().map(dose).collect()
}

/// Done and planned stimulus of a week against its target.
#[must_use]
pub(super) fn doses(now: &PlanNow, monday: Day, week: Option<&WeekView>) -> Vec<WeekDose> {
    let done: Vec<_> = now.model.ledger.up_to(monday.plus(6), 7).collect();
    STRIP
        .into_iter()
        .map(|muscle| {
            let name = muscle.as_str();
            let planned: f64 = week
                .iter()
                .flat_map(|w| &w.sessions)
                .flat_map(|s| &s.muscles)
                .filter(|d| d.muscle == name)
                .map(|d| d.hse)
                .sum();
            let target = week.and_then(|w| w.doses.iter().find(|d| d.muscle == name));
            WeekDose {
                muscle: muscle.into(),
                done: rounded(done.iter().map(|s| s.muscles[muscle].hse.value).sum(), 2),
                planned: rounded(planned, 2),
                target_low: target.map(|t| t.target_low),
                target_high: target.map(|t| t.target_high),
            }
        })
        .collect()
}

/// A session that is still to come.
#[must_use]
pub fn session_view(now: &PlanNow, session: &SessionView) -> PlannedSession {
    let kind: KindName = named(session.kind).unwrap_or(KindName::Other);
    let rules = session.rules.first().map(|r| (*r).to_owned());
    PlannedSession {
        id: session.id.clone(),
        date: session.date.clone(),
        slot: session.slot.to_owned(),
        kind,
        title: session.title.clone(),
        minutes: session.minutes,
        hard: session.hard,
        target: target(session),
        profile: profile(session, kind.family()),
        steps: session.steps.clone(),
        because: session
            .because
            .iter()
            .enumerate()
            .map(|(i, text)| Reason { text: sentence(text), rule: rules.clone().filter(|_| i == 0) })
            .collect(),
        gives: gives(now, session),
        state: if session.from.is_some() { SessionState::Moved } else { SessionState::Planned },
        from: session.from.clone(),
        done_id: None,
        done_note: None,
    }
}

/// What to aim at: the step that the session is about.
fn target(session: &SessionView) -> String {
    let main = session.prescription.blocks.iter().position(|b| b.times > 1);
    let main =
        main.or_else(|| (session.steps.len() == 1).then_some(0)).or(Some(1).filter(|i| *i < session.steps.len()));
    main.and_then(|i| session.steps.get(i)).cloned().unwrap_or_default()
}

fn profile(session: &SessionView, family: Family) -> Vec<WorkoutStep> {
    let prescription = &session.prescription;
    let lines = step_lines(prescription);
    let step = |(block, line): (&Block, &String)| -> Vec<WorkoutStep> {
        let line = line.strip_prefix(&format!("{} x ", block.times)).unwrap_or(line);
        let words: Vec<&str> = line.split(", then ").collect();
        let of = |(i, bout): (usize, &Bout)| WorkoutStep {
            text: words.get(i).copied().unwrap_or(line).to_owned(),
            minutes: rounded(bout.seconds() / 60.0, 2),
            effort: effort(bout, prescription.kind),
            family,
            times: block.times,
        };
        block.bouts.iter().enumerate().map(of).collect()
    };
    prescription.blocks.iter().zip(&lines).flat_map(step).collect()
}

/// How hard a bout is, 0 to 1: the height of its step (a drawing, no figure).
fn effort(bout: &Bout, kind: PlannedKind) -> f64 {
    let work = match kind {
        PlannedKind::Recovery => 0.3,
        PlannedKind::Easy | PlannedKind::Long | PlannedKind::RunWalk | PlannedKind::Trail => 0.42,
        PlannedKind::Tempo => 0.65,
        PlannedKind::Interval => 0.8,
        PlannedKind::Strides => 0.75,
        PlannedKind::SprintInterval | PlannedKind::HillRepeats | PlannedKind::ResistedHill | PlannedKind::Stairs => {
            0.92
        }
        PlannedKind::Series | PlannedKind::Sprints | PlannedKind::HillSprints => 1.0,
        _ => 0.8,
    };
    match bout {
        Bout::Run { purpose, .. } | Bout::Stairs { purpose, .. } => match purpose {
            Purpose::Work => work,
            Purpose::WarmUp | Purpose::CoolDown => 0.35,
            Purpose::Rest => 0.2,
        },
        Bout::Pause { .. } => 0.1,
        Bout::Set { .. } | Bout::Jumps { .. } => 0.85,
        Bout::Mobility { .. } => 0.2,
    }
}

fn gives(now: &PlanNow, session: &SessionView) -> Vec<Gift> {
    let gives = now.gives_of(session);
    most_fed(&gives)
        .into_iter()
        .map(|m| {
            let stimulus = gives[m];
            let band = SessionBand::of_hse(stimulus.hse.value).as_str();
            Gift { muscle: m.into(), dose: Dose::of_session(stimulus.hse, band, stimulus.evidence) }
        })
        .filter(|g| g.dose.band != Band::Unknown)
        .collect()
}

/// Why a session is there; `None` where there is none of this id ahead.
#[must_use]
pub fn session_why(now: &PlanNow, id: &str) -> Option<SessionWhy> {
    let standing = now.standing.as_ref()?;
    let session = standing.view.sessions().find(|s| s.id == id)?;
    let view = why(&standing.plan, id)?;
    Some(SessionWhy {
        id: view.id,
        title: view.title,
        sentence: view.sentence,
        because: view.because.into_iter().map(Reason::plain).collect(),
        rules: view.rules.iter().map(|r| (*r).to_owned()).collect(),
        gives: gives(now, session),
        without: view
            .without
            .iter()
            .filter_map(|w| Some(Without { muscle: named(w.muscle)?, before: w.with_hse, after: w.without_hse }))
            .collect(),
    })
}
