//! A plan as time goes by: done sessions are matched to planned ones, and what life changes changes the days ahead as
//! little as possible and says why.

use super::changes::{change_view, differences, sentence};
use super::goals::{Goals, list, weekday_name};
use super::kept::{ChangeView, KeptPlan, PastSession, ReasonView, day_of};
use super::lately::weeks_since_easier;
use super::matched::{Fate, Matched, Meant, is_demanding, matched};
use super::view::PlanView;
use super::walk::{Asked, Asks, Walked, shown, walk};
use super::{PlanWishes, verdict};
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Performed, Viewpoint};
use striate_model::{Day, Muscle};
use striate_plan::season::pain::present as present_pain;

/// Days before a plan is made whose sessions it counts with already.
const COUNTED_DAYS: i32 = 9;
/// Days back in which planned and done sessions are matched.
const MATCHED_DAYS: i32 = 186;
/// Soreness from which on a plan is looked at anew, and in the legs from which on nothing hard is asked on the day, points
/// of ten (judgement).
const SORE: f64 = 4.0;
const VERY_SORE: f64 = 6.0;
/// Hours of sleep below which nothing hard is asked on the day (assumed: after a night of less than six hours trials saw
/// strength and endurance a few percent down).
const SHORT_NIGHT_H: f64 = 6.0;

/// The plan as it stands on a day.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The plan, seen today, with what life changed in it.
    pub plan: KeptPlan,
    /// The same as it is shown.
    pub view: PlanView,
    /// What became of the sessions whose day has come.
    pub past: Vec<PastFate>,
    /// Sessions of today and later that were done already.
    pub done_ahead: Vec<PastFate>,
    /// Done sessions of this week that nobody planned.
    pub extra: Vec<String>,
    /// What happened that the plan took into account without changing.
    pub notes: Vec<String>,
    /// Whether the sessions ahead differ from those of the stored plan.
    pub is_changed: bool,
    /// Whether there is something to store: a change, or weeks that are planned anew.
    pub is_new: bool,
}

/// A planned session and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PastFate {
    /// The session.
    pub session: PastSession,
    /// What became of it: the file of the session that it was, and how that differed.
    pub fate: FateView,
}

/// What became of a planned session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FateView {
    /// Done by the session of this file, with a word on how it differed.
    Done {
        /// The file.
        file: String,
        /// The word.
        note: Option<String>,
    },
    /// Not done.
    Missed,
    /// To come.
    Open,
}

impl FateView {
    /// The stable text form: `done`, `missed` or `open`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Missed => "missed",
            Self::Open => "open",
        }
    }

    /// The file of the session that it was, and how that differed.
    #[must_use]
    pub fn done(&self) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Done { file, note } => Some((file, note.as_deref())),
            Self::Missed | Self::Open => None,
        }
    }
}

/// Something that happened and that the plan may have to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cause {
    key: String,
    sentence: String,
    /// Day of this week on which nothing hard should be.
    spares: Option<Day>,
}

/// Makes a plan for these goals, whatever was planned before; the past of the plan before stays known.
#[must_use]
pub fn made(ledger: &Ledger, viewpoint: &Viewpoint<'_>, goals: &Goals, before: Option<&KeptPlan>) -> Option<KeptPlan> {
    let today = viewpoint.today;
    let loading = match before {
        Some(before) => before.clone().on(today).loading(today.monday()),
        None => weeks_since_easier(ledger, today.monday()),
    };
    let wishes = PlanWishes { weeks_since_deload: Some(loading), ..goals.wishes(ledger, today) };
    let view = super::plan(ledger, viewpoint, &wishes)?;
    let counted = ledger.up_to(today, COUNTED_DAYS).map(|s| s.file.clone()).collect();
    let mut plan = KeptPlan::new(goals, &view, counted, loading, today);
    if let Some(before) = before {
        plan.past = before.clone().on(today).past;
    }
    Some(plan)
}

/// How the plan stands today. `None` where no session lies before.
#[must_use]
pub fn standing(ledger: &Ledger, viewpoint: &Viewpoint<'_>, stored: &KeptPlan) -> Option<Standing> {
    let today = viewpoint.today;
    let mut plan = stored.clone().on(today);
    let (fates, found, done) = fates(&plan, ledger, today);
    let causes = causes(&plan, (&fates, &found), &done, ledger, today);
    let done_ids: BTreeSet<String> =
        fates.iter().filter(|f| matches!(f.fate, FateView::Done { .. })).map(|f| f.session.id.clone()).collect();
    let (past, ahead): (Vec<PastFate>, Vec<PastFate>) =
        fates.into_iter().partition(|f| plan.past.iter().any(|p| p.id == f.session.id));
    let done_ahead = ahead.into_iter().filter(|f| matches!(f.fate, FateView::Done { .. })).collect();
    let wishes = wishes_of(&plan, ledger, today);
    let is_long_enough = plan.whole_weeks(today) >= wishes.weeks;
    let is_present = today.weekday() == 6 || plan.week(today.monday()).is_some();
    let mut notes = Vec::new();
    let mut is_changed = false;
    let before = plan.clone();
    if !causes.is_empty() || !is_long_enough || !is_present {
        let mut asked = BTreeMap::new();
        if !causes.is_empty() {
            asked.insert(today.monday(), asked_by(&causes));
        }
        let walked =
            walk(ledger, viewpoint, &wishes, &plan, Asks { done: &done_ids, asked: &asked, last: None }).ok().flatten();
        // Where not even the rest of the week has an answer it stays as it was, and the causes are told.
        if let Some(walked) = walked {
            let reasons = walked.reasons.clone();
            take(&mut plan, walked);
            is_changed = is_changed_from(&before, &plan, &done_ids);
            if is_changed && !causes.is_empty() {
                plan.change = Some(adapted(&before, &plan, &done_ids, &causes, &reasons));
            }
        }
        notes = causes.iter().map(|c| c.sentence.clone()).collect();
        plan.handled.extend(causes.iter().map(|c| c.key.clone()));
        plan.counted.extend(found.extra.iter().map(|&e| done[e].file.clone()));
        trim(&mut plan);
    }
    let is_new = plan != before;
    let extra =
        found.extra.iter().map(|&e| done[e]).filter(|s| s.day >= today.monday()).map(|s| s.file.clone()).collect();
    let mut open = plan.clone();
    for week in &mut open.weeks {
        week.sessions.retain(|s| !done_ids.contains(&s.id));
    }
    let mut view = shown(&open.weeks, &plan.relaxed, &plan.held_back, today);
    view.verdict = verdict(&view, &wishes);
    Some(Standing { plan, view, past, done_ahead, extra, notes, is_changed, is_new })
}

/// The planner's wishes for what is left of a plan.
pub(super) fn wishes_of(plan: &KeptPlan, ledger: &Ledger, today: Day) -> PlanWishes {
    let mut wishes = plan.goals.wishes(ledger, today);
    wishes.weeks = wishes.weeks.max(plan.whole_weeks(today));
    wishes.weeks_since_deload = Some(plan.loading(today.monday()));
    wishes
}

pub(super) fn take(plan: &mut KeptPlan, walked: Walked) {
    plan.weeks = walked.weeks;
    plan.relaxed = walked.relaxed;
    plan.held_back = walked.held_back;
}

/// Answered causes and counted sessions are of use for some weeks only.
fn trim(plan: &mut KeptPlan) {
    const KEPT: usize = 60;
    for list in [&mut plan.handled, &mut plan.counted] {
        let mut seen = BTreeSet::new();
        list.retain(|key| seen.insert(key.clone()));
        let over = list.len().saturating_sub(KEPT);
        list.drain(..over);
    }
}

/// What became of the planned sessions, what the matching found, and the done sessions that it looked at.
fn fates<'l>(plan: &KeptPlan, ledger: &'l Ledger, today: Day) -> (Vec<PastFate>, Matched, Vec<&'l Performed>) {
    let ahead = plan.sessions().filter(|s| day_of(&s.date) <= today.plus(2)).map(PastSession::of);
    let planned: Vec<PastSession> = plan.past.iter().cloned().chain(ahead).collect();
    let done: Vec<&Performed> = ledger
        .sessions
        .iter()
        .filter(|s| s.day <= today && today.days_since(s.day) <= MATCHED_DAYS && !plan.counted.contains(&s.file))
        .collect();
    let meant: Vec<Meant> =
        planned.iter().map(|p| Meant { day: day_of(&p.date), kind: p.kind.to_owned(), minutes: p.minutes }).collect();
    let found = matched(&meant, &done, today);
    let fate = |fate: &Fate| match fate {
        Fate::Done { by, note, .. } => FateView::Done { file: done[*by].file.clone(), note: note.clone() },
        Fate::Missed => FateView::Missed,
        Fate::Open => FateView::Open,
    };
    let all = planned.into_iter().zip(&found.fates).map(|(session, f)| PastFate { session, fate: fate(f) }).collect();
    (all, found, done)
}

/// What happened lately that the plan has not answered yet.
fn causes(
    plan: &KeptPlan,
    (fates, found): (&[PastFate], &Matched),
    done: &[&Performed],
    ledger: &Ledger,
    today: Day,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    let when = |day: Day| match today.days_since(day) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => format!("on {}", weekday_name(day)),
    };
    let is_lately = |day: Day| day >= today.monday() && day <= today;
    for (fate, matched) in fates.iter().zip(&found.fates) {
        let (session, day) = (&fate.session, day_of(&fate.session.date));
        let title = &session.title;
        match matched {
            // An easy run that was not done changes nothing.
            Fate::Missed if is_lately(day) && (session.hard || session.kind.ends_with("_strength")) => {
                causes.push(Cause {
                    key: format!("missed {}", session.id),
                    sentence: format!("{title} {} was not done", when(day)),
                    spares: None,
                });
            }
            Fate::Done { by, note, is_more: true } if is_lately(done[*by].day) && is_demanding(done[*by]) => {
                let how = note.as_ref().map_or_else(String::new, |n| format!(": {n}"));
                causes.push(Cause {
                    key: format!("more {}", done[*by].file),
                    sentence: format!("{title} {} was more than planned{how}", when(done[*by].day)),
                    spares: None,
                });
            }
            _ => {}
        }
    }
    for session in found.extra.iter().map(|&e| done[e]).filter(|s| is_lately(s.day) && is_demanding(s)) {
        causes.push(Cause {
            key: format!("extra {}", session.file),
            sentence: format!(
                "a hard session {} was not in the plan ({})",
                when(session.day),
                session.name.to_lowercase()
            ),
            spares: None,
        });
    }
    causes.extend(noted(ledger, today));
    causes.retain(|c| !plan.handled.contains(&c.key));
    causes
}

/// What the athlete noted about today and yesterday: soreness, a short night, pain.
fn noted(ledger: &Ledger, today: Day) -> Vec<Cause> {
    let mut causes = Vec::new();
    let log = ledger.logs.get(&today);
    let sore = |m: &Muscle| log.and_then(|l| l.soreness[*m]).is_some_and(|points| points >= SORE);
    let is_very = Muscle::locomotor().any(|m| log.and_then(|l| l.soreness[m]).is_some_and(|p| p >= VERY_SORE));
    let sore: Vec<&str> = Muscle::ALL.into_iter().filter(sore).map(Muscle::label).collect();
    if !sore.is_empty() {
        causes.push(Cause {
            key: format!("sore {today} {}", sore.join(" ")),
            sentence: format!("sore {} today", list(&sore)),
            spares: is_very.then_some(today),
        });
    }
    if let Some(hours) = log.and_then(|l| l.sleep_h).filter(|h| *h < SHORT_NIGHT_H) {
        causes.push(Cause {
            key: format!("sleep {today}"),
            sentence: format!("a night of {hours:.1} h, so nothing hard today"),
            spares: Some(today),
        });
    }
    let notes = ledger.pain_notes(today);
    for note in present_pain(&notes, today).into_iter().filter(|n| (0..2).contains(&today.days_since(n.day))) {
        let place = &note.place;
        causes.push(Cause {
            key: format!("pain {} {place}", note.day),
            sentence: format!("pain ({place}): stop what hurts; nothing hard today, and a doctor if it stays"),
            spares: Some(today),
        });
    }
    causes
}

fn asked_by(causes: &[Cause]) -> Asked {
    let mut nothing_hard: Vec<usize> =
        causes.iter().filter_map(|c| c.spares).map(|day| usize::from(day.weekday())).collect();
    nothing_hard.dedup();
    Asked { nothing_hard, anew: true, ..Asked::default() }
}

fn is_changed_from(before: &KeptPlan, after: &KeptPlan, done: &BTreeSet<String>) -> bool {
    !differences(before, after, done).is_empty()
}

/// What an adaptation says.
fn adapted(
    before: &KeptPlan,
    after: &KeptPlan,
    done: &BTreeSet<String>,
    causes: &[Cause],
    reasons: &BTreeMap<String, ReasonView>,
) -> ChangeView {
    let moved = differences(before, after, done);
    let because: Vec<&str> = causes.iter().map(|c| c.sentence.as_str()).collect();
    let cause = sentence(&because.join("; "));
    change_view(&moved, cause, reasons, after)
}
