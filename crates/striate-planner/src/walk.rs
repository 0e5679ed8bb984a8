//! From one version of the plan to the next: week by week, what stands stays as it is stored, what cannot stand or was
//! asked to change is solved with the fewest changes, what is not planned yet is planned.

use super::PlanWishes;
use super::kept::{KeptPlan, ReasonView, day_of};
use super::life::Standing;
use super::planner::{Planner, PlannerWeek, Solved};
use super::view::{PlanView, RelaxedView, SessionView, WeekView};
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Viewpoint};
use striate_model::Day;
use striate_plan::kinds::PlannedKind;
use striate_plan::week::{
    Change, Choice, DAYS, Edit, Effort, Entry, FORBIDDEN, ItemId, LEGS, Limit, MUSCLES, Placement, Relaxed, SLOTS,
    WeekPlan, WeekProblem, Wish, check, replan, with_wishes,
};

/// Points for a session that leaves its half-day, is left out or is added: dear, so that a plan changes only where it must
/// or where much is gained (judgement; a leg session's worth to a goal is three to ten times as much).
const PRICE: i32 = 3200;

/// Work for a week while somebody waits.
pub(super) fn work() -> Effort {
    Effort { nodes: 400_000, gap: 20, ..Effort::default() }
}

/// What is asked of a week beyond what its old plan says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Sessions by id, with the day of the week that they go to.
    pub(super) moves: Vec<(String, usize)>,
    /// Sessions by id that are left out.
    pub(super) skips: Vec<String>,
    /// Sessions more: kind and day of the week.
    pub(super) adds: Vec<(PlannedKind, usize)>,
    /// Days of the week on which nothing hard may be.
    pub(super) nothing_hard: Vec<usize>,
    /// Whether the week is to be looked at anew.
    pub(super) anew: bool,
}

/// Every week after the walk.
#[derive(Clone, Debug)]
pub(super) struct Walked {
    pub(super) weeks: Vec<WeekView>,
    pub(super) relaxed: Vec<RelaxedView>,
    pub(super) held_back: Vec<super::view::HeldBackView>,
    /// Why sessions could not stay where they were, by the ids of the sessions.
    pub(super) reasons: BTreeMap<String, ReasonView>,
}

/// A week that cannot be as asked.
#[derive(Clone, Debug)]
pub(super) struct Stuck {
    pub(super) problem: WeekProblem,
}

/// What is asked of the weeks of a plan.
#[derive(Clone, Copy)]
pub(super) struct Asks<'a> {
    /// Ids of planned sessions that were done.
    pub(super) done: &'a BTreeSet<String>,
    /// What is asked of weeks, by their Mondays.
    pub(super) asked: &'a BTreeMap<Day, Asked>,
    /// Weeks after the one that begins on this day stay as they are.
    pub(super) last: Option<Day>,
}

/// Goes over the weeks from `kept`. `Ok(None)`: there is no session yet.
pub(super) fn walk(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    kept: &KeptPlan,
    Asks { done, asked, last }: Asks<'_>,
) -> Result<Option<Walked>, Box<Stuck>> {
    let Some(mut planner) = Planner::new(ledger, viewpoint, wishes) else { return Ok(None) };
    let mut walked = Walked { weeks: Vec::new(), relaxed: Vec::new(), held_back: Vec::new(), reasons: BTreeMap::new() };
    let mut before: Option<Day> = None;
    // Whether an earlier week is no longer what it was: only then can one behind it have lost its ground.
    let mut is_disturbed = false;
    loop {
        if let Some(at) = before.filter(|at| last.is_some_and(|last| *at >= last)) {
            walked.weeks.extend(kept.weeks.iter().filter(|w| day_of(&w.start) > at).cloned());
            walked.relaxed.extend(kept.relaxed.iter().filter(|r| day_of(&r.week) > at).cloned());
            walked.held_back.clone_from(&kept.held_back);
            return Ok(Some(walked));
        }
        let Some(mut week) = planner.next_week() else { break };
        before = Some(week.monday);
        let nothing = Asked::default();
        let asks = asked.get(&week.monday).unwrap_or(&nothing);
        let Some(old) = kept.week(week.monday) else {
            if !fresh_week(&mut planner, &mut week, &mut walked) {
                break;
            }
            continue;
        };
        let first = week.monday.plus(week.problem.first_day as i32);
        // What is done stays in the plan, so that it is known as done later, too.
        let is_open = |s: &SessionView| day_of(&s.date) >= first && !done.contains(&s.id);
        let (open, settled): (Vec<SessionView>, Vec<SessionView>) = old.sessions.iter().cloned().partition(is_open);
        let placement = week.placement_of(&open);
        let gate_km = planner.gate_km(&week);
        let holds = !is_disturbed || hard_breaches(&week.problem, &placement).is_empty();
        let is_same = *asks == nothing && holds && !open.iter().any(|s| is_too_long(s, gate_km));
        is_disturbed |= !is_same;
        let changed = if is_same { None } else { changed(&week, &placement, &open, asks)? };
        let Some(relaxed) = changed else {
            planner.accept_sessions(&week, &placement, exit_of(&week.problem, &placement));
            walked.weeks.push(old.clone());
            walked.relaxed.extend(kept.relaxed.iter().filter(|r| day_of(&r.week) == week.monday).cloned());
            continue;
        };
        let solved = Solved { relaxed, left_out: Vec::new(), missed: Vec::new() };
        let mut view = planner.view(&week, &solved);
        for session in &open {
            let slot = slot_of(session);
            if let Some(reason) = blocked(&week.problem, &placement, slot) {
                walked.reasons.insert(session.id.clone(), reason);
            }
        }
        keep_mobility(&open, &mut view, asks, week.monday);
        carry(&open, &mut view, asks, kept);
        view.sessions.extend(settled);
        view.sessions.sort_by(|a, b| (&a.date, a.slot).cmp(&(&b.date, b.slot)));
        walked.relaxed.extend(planner.relaxed(&week, &solved));
        planner.accept(&week, &solved.relaxed.plan);
        walked.weeks.push(view);
    }
    walked.held_back = planner.held_back();
    Ok(Some(walked))
}

/// Plans a week that has no old plan; says whether there is one.
fn fresh_week(planner: &mut Planner<'_>, week: &mut PlannerWeek, walked: &mut Walked) -> bool {
    let Some(solved) = planner.decide(week) else {
        if week.is_rest_of_week {
            planner.skip(week);
            walked.weeks.push(empty_week(week));
            return true;
        }
        walked.relaxed.push(RelaxedView {
            week: week.monday.to_string(),
            rule: "none".to_owned(),
            because: "no week could be found from here on, whatever was given up: more days or more minutes would help"
                .to_owned(),
        });
        return false;
    };
    walked.weeks.push(planner.view(week, &solved));
    if !week.is_rest_of_week {
        walked.relaxed.extend(planner.relaxed(week, &solved));
    }
    planner.accept(week, &solved.relaxed.plan);
    true
}

/// Takes what a plan has for the rest of the present week over as it stands.
pub(super) fn accept_kept(planner: &mut Planner<'_>, week: &PlannerWeek, standing: &Standing) {
    let Some(old) = standing.plan.week(week.monday) else { return planner.skip(week) };
    let first = week.monday.plus(week.problem.first_day as i32);
    let is_done = |s: &SessionView| standing.done_ahead.iter().any(|f| f.session.id == s.id);
    let open: Vec<SessionView> =
        old.sessions.iter().filter(|s| day_of(&s.date) >= first && !is_done(s)).cloned().collect();
    let placement = week.placement_of(&open);
    planner.accept_sessions(week, &placement, exit_of(&week.problem, &placement));
}

/// What is left of a week in which nothing more can be.
fn empty_week(week: &PlannerWeek) -> WeekView {
    WeekView {
        start: week.monday.to_string(),
        phase: week.season.stage.as_str(),
        deload: false,
        optimal: true,
        gap: 0.0,
        doses: Vec::new(),
        sessions: Vec::new(),
        rest_days: Vec::new(),
        others: Vec::new(),
        season: None,
    }
}

/// The half-day of a session in its week.
pub(super) fn slot_of(session: &SessionView) -> usize {
    2 * usize::from(day_of(&session.date).weekday()) + usize::from(session.slot == "pm")
}

/// Whether a run is longer than the gate on single runs lets it be; distances of planned runs are right to a few percent.
fn is_too_long(session: &SessionView, gate_km: f64) -> bool {
    let is_run = PlannedKind::from_name(session.kind).is_some_and(PlannedKind::is_run);
    // A race is the athlete's own word.
    is_run && session.kind != "race" && session.prescription.metres() > 1030.0 * gate_km
}

/// What of the limits that are never given up a placement breaks.
fn hard_breaches(problem: &WeekProblem, placement: &Placement) -> Vec<Limit> {
    const NEVER: [Limit; 6] =
        [Limit::Readiness, Limit::ChosenRest, Limit::DayBetween, Limit::OneHard, Limit::OneRun, Limit::TwoSessions];
    let breaches = check(problem, placement).err().unwrap_or_default();
    breaches.into_iter().filter_map(|b| b.limit).filter(|l| NEVER.contains(l)).collect()
}

/// Half-days that each muscle still has to wait after the week, whatever the week keeps or breaks.
fn exit_of(problem: &WeekProblem, placement: &Placement) -> Entry {
    let mut exit = Entry::default();
    for (wait, left) in exit.wait.iter_mut().enumerate() {
        let before = 2 * problem.first_day + usize::from(problem.entry_wait(wait));
        let ends = placement.sessions().map(|(slot, id)| slot + usize::from(problem.waits_after(id)[wait]));
        *left = ends.fold(before, usize::max).saturating_sub(SLOTS).min(15) as u8;
    }
    let sunday = placement.0[SLOTS - 2..].iter().flatten();
    exit.hard_run = sunday.map(|id| &problem.kinds[id.kind]).any(|k| k.is_run && k.is_hard);
    exit
}

/// The old week with what is asked, and the fewest other changes.
fn changed(
    week: &PlannerWeek,
    old: &Placement,
    open: &[SessionView],
    asked: &Asked,
) -> Result<Option<Relaxed>, Box<Stuck>> {
    let slot = |id: &String| open.iter().find(|s| s.id == *id).map(slot_of);
    let mut edits: Vec<Edit> = Vec::new();
    edits.extend(asked.moves.iter().filter_map(|(id, day)| Some(Edit::Move { slot: slot(id)?, day: *day })));
    edits.extend(asked.skips.iter().filter_map(|id| Some(Edit::Skip { slot: slot(id)? })));
    let is_touched = |s: &SessionView| asked.moves.iter().any(|m| m.0 == s.id) || asked.skips.contains(&s.id);
    // What the athlete put somewhere stays there.
    let placed = open.iter().filter(|s| s.fixed && !is_touched(s) && old.0[slot_of(s)].is_some());
    let placed: Vec<Edit> = placed.map(|s| Edit::Move { slot: slot_of(s), day: slot_of(s) / 2 }).collect();
    let mut problem = asked_of(week, old, asked);
    if asked.adds.is_empty() {
        let skipped: Vec<usize> = asked.skips.iter().filter_map(slot).collect();
        ask_no_more_than(&mut problem, old, &skipped);
    }
    // Who leaves a session out wants no other in its place.
    let price = if asked.skips.is_empty() || !asked.adds.is_empty() { PRICE } else { 10 * PRICE };
    let solve = |edits: Vec<Edit>| {
        let change = Change { first_day: problem.first_day, done: Vec::new(), edits, price };
        replan(&problem, old, &change, work()).ok().flatten()
    };
    let all = edits.iter().cloned().chain(placed.iter().cloned()).collect();
    let found = solve(all).or_else(|| if placed.is_empty() { None } else { solve(edits.clone()) });
    let Some(found) = found else {
        return if *asked == (Asked { anew: true, ..Asked::default() }) {
            Ok(None)
        } else {
            Err(Box::new(Stuck { problem: week.problem.clone() }))
        };
    };
    let mut placement = found.placement;
    for id in placement.0.iter_mut().flatten().filter(|id| id.kind >= week.free.kinds.len()) {
        *id = origin(week, &problem, *id);
    }
    let plan = WeekPlan { placement, ..found.relaxed.plan };
    Ok(Some(Relaxed { plan, given_up: found.relaxed.given_up, problem: week.problem.clone() }))
}

/// Who leaves sessions out is not asked to make up for them: sums need not be more than what is left has.
fn ask_no_more_than(problem: &mut WeekProblem, old: &Placement, skipped: &[usize]) {
    if skipped.is_empty() {
        return;
    }
    let left = || old.sessions().filter(|s| !skipped.contains(&s.0)).map(|s| s.1);
    for tally in &mut problem.tallies {
        tally.low = tally.low.min(left().map(|id| tally.weight[id.kind][id.item]).sum());
    }
    let types: BTreeSet<u8> = left().filter_map(|id| problem.kinds[id.kind].variety).collect();
    problem.variety_least = problem.variety_least.min(types.len());
}

/// The item of the week's own kinds that one of a session with its own slots stands for.
fn origin(week: &PlannerWeek, problem: &WeekProblem, id: ItemId) -> ItemId {
    let kind = problem.origin(id.kind);
    let name = &problem.item(id).name;
    let item = week.free.kinds.get(kind).and_then(|k| k.items.iter().position(|i| i.name == *name));
    ItemId { kind, item: item.unwrap_or(0) }
}

/// The week's problem with what is asked put on.
fn asked_of(week: &PlannerWeek, old: &Placement, asked: &Asked) -> WeekProblem {
    let mut problem = week.problem.clone();
    for kind in problem.kinds.iter_mut().filter(|k| k.is_hard) {
        for item in &mut kind.items {
            for &day in &asked.nothing_hard {
                item.slot_cost[2 * day] = FORBIDDEN;
                item.slot_cost[2 * day + 1] = FORBIDDEN;
            }
        }
    }
    // A plan may hold more of a kind than the solver would offer: the athlete added it.
    for (k, kind) in problem.kinds.iter_mut().enumerate() {
        let mut items: Vec<(usize, u8)> = Vec::new();
        for (_, id) in old.sessions().filter(|s| s.1.kind == k) {
            match items.iter_mut().find(|i| i.0 == id.item) {
                Some(item) => item.1 += 1,
                None => items.push((id.item, 1)),
            }
        }
        items.sort_unstable();
        if !items.is_empty() && !kind.choices.iter().any(|c| c.items == items) {
            let sessions: i32 = items.iter().map(|i| i32::from(i.1)).sum();
            let dearest = kind.choices.iter().map(|c| c.cost / c.sessions().max(1) as i32).max().unwrap_or(0);
            kind.choices.push(Choice { items, cost: dearest * sessions });
        }
    }
    let mut wishes = Vec::new();
    for (kind, day) in &asked.adds {
        let Some(k) = problem.kind_named(kind.as_str()).filter(|k| !problem.kinds[*k].items.is_empty()) else {
            continue;
        };
        // What is asked for comes on top of what the week holds.
        for tally in &mut problem.tallies {
            tally.high += tally.weight[k].iter().copied().max().unwrap_or(0);
        }
        // One more than there could be, so that the wish takes none of the others' places.
        let most = problem.kinds[k].choices.iter().map(Choice::sessions).max().unwrap_or(0);
        problem.kinds[k].choices.push(Choice { items: vec![(0, most as u8 + 1)], cost: 0 });
        wishes.push(Wish::on_day(k, *day));
    }
    if wishes.is_empty() { problem } else { with_wishes(&problem, &wishes) }
}

/// Why the session in this slot cannot be there; `None` where it can.
pub(super) fn blocked(problem: &WeekProblem, placement: &Placement, slot: usize) -> Option<ReasonView> {
    let because = |rule: &str, text: String| Some(ReasonView { text, rule: Some(rule.to_owned()) });
    let id = placement.0[slot]?;
    let ready_at = |wait: usize| {
        let before = 2 * problem.first_day + usize::from(problem.entry_wait(wait));
        // Leg strength that follows a hard run of the same day waits for what was before that day.
        let is_pair = |(s, e): &(usize, ItemId)| s + 1 == slot && slot % 2 == 1 && problem.may_pair(e.kind, id.kind);
        let earlier = placement.sessions().filter(|s| s.0 < slot && !is_pair(s));
        earlier.map(|(s, e)| s + usize::from(problem.waits_after(e)[wait])).fold(before, usize::max)
    };
    let late = (0..MUSCLES).filter(|&w| problem.must_wait(id.kind, w)).map(|w| (ready_at(w), w)).max();
    if let Some((at, wait)) = late.filter(|(at, _)| *at > slot) {
        let name = super::why::muscle_words(&problem.doses[wait].name);
        let are = if name.ends_with('s') { "are" } else { "is" };
        return because("A7", format!("the {name} {are} not ready before {}", half_day(at)));
    }
    if problem.must_wait(id.kind, LEGS) && ready_at(LEGS) > slot {
        let text = format!("the legs work hard less than 24 h before; they may again on {}", half_day(ready_at(LEGS)));
        return because("E7", text);
    }
    let day = slot / 2;
    let on_day =
        || placement.sessions().filter(move |s| s.0 / 2 == day && s.0 != slot).map(|s| &problem.kinds[s.1.kind]);
    let kind = &problem.kinds[id.kind];
    let pairs = placement.0[slot ^ 1].is_some_and(|other| {
        let (first, second) = if slot.is_multiple_of(2) { (id, other) } else { (other, id) };
        problem.may_pair(first.kind, second.kind)
    });
    if !pairs && kind.is_hard && on_day().any(|k| k.is_hard) {
        return because("A7", "there is one hard session that day already".to_owned());
    }
    if kind.is_run && on_day().any(|k| k.is_run) {
        return Some(ReasonView::plain("there is a run that day already"));
    }
    let is_shut = problem.item(id).slot_cost[slot] >= FORBIDDEN;
    is_shut.then(|| ReasonView::plain("nothing of the kind should be on that day"))
}

const DAY_NAMES: [&str; DAYS] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A half-day in words, also of the week after.
pub(super) fn half_day(slot: usize) -> String {
    let half = if slot.is_multiple_of(2) { "morning" } else { "evening" };
    let next = if slot >= SLOTS { "next " } else { "" };
    format!("{next}{} {half}", DAY_NAMES[slot / 2 % DAYS])
}

/// Mobility of a changed week stays where it was, or goes where something else has its place: it is no reason for a change,
/// and a week that has had it gets no second one.
fn keep_mobility(open: &[SessionView], view: &mut WeekView, asked: &Asked, monday: Day) {
    let mobility = PlannedKind::Mobility.as_str();
    let model = view.sessions.iter().chain(open).find(|s| s.kind == mobility).cloned();
    view.sessions.retain(|s| s.kind != mobility);
    let old = open.iter().filter(|s| s.kind == mobility && !asked.skips.contains(&s.id));
    for old in old {
        if view.sessions.iter().all(|s| (&s.date, s.slot) != (&old.date, old.slot)) {
            view.sessions.push(old.clone());
        }
    }
    // What the athlete asks for is put into a free half of its day; the solver knows nothing of it.
    for (_, day) in asked.adds.iter().filter(|a| a.0 == PlannedKind::Mobility) {
        let date = monday.plus(*day as i32).to_string();
        let is_free = |half: &&str| view.sessions.iter().all(|s| (s.date.as_str(), s.slot) != (date.as_str(), *half));
        let (Some(slot), Some(model)) = (["pm", "am"].into_iter().find(is_free), &model) else { continue };
        let begins = view.sessions.iter().find(|s| s.slot == slot).map_or(&model.begins, |s| &s.begins).clone();
        let id = format!("{date}-{slot}-{mobility}");
        view.sessions.push(SessionView { id, date, slot, begins, ..model.clone() });
    }
    view.sessions.sort_by(|a, b| (&a.date, a.slot).cmp(&(&b.date, b.slot)));
}

/// Gives the sessions of a changed week the names and the stored content of the ones that they were.
fn carry(open: &[SessionView], view: &mut WeekView, asked: &Asked, kept: &KeptPlan) {
    let mut left: Vec<&SessionView> = open.iter().filter(|s| !asked.skips.contains(&s.id)).collect();
    let mut taken: BTreeSet<String> =
        kept.sessions().map(|s| s.id.clone()).chain(kept.past.iter().map(|p| p.id.clone())).collect();
    let mut of_new: Vec<Option<&SessionView>> = vec![None; view.sessions.len()];
    let is_moved = |s: &SessionView| asked.moves.iter().find(|m| m.0 == s.id).map(|m| m.1);
    // Moved ones first, then those that stayed, then the nearest of the kind.
    type Fit = fn(&SessionView, &SessionView, Option<usize>) -> bool;
    let fits: [Fit; 3] = [
        |new, old, moved| moved == Some(slot_of(new) / 2) && new.kind == old.kind,
        |new, old, moved| moved.is_none() && new.kind == old.kind && new.date == old.date && new.slot == old.slot,
        |new, old, moved| moved.is_none() && new.kind == old.kind,
    ];
    for fit in fits {
        for (new, of) in view.sessions.iter().zip(&mut of_new).filter(|(_, of)| of.is_none()) {
            if let Some(i) = left.iter().position(|old| fit(new, old, is_moved(old))) {
                *of = Some(left.remove(i));
            }
        }
    }
    for (new, old) in view.sessions.iter_mut().zip(of_new) {
        let added = asked.adds.iter().any(|(kind, day)| kind.as_str() == new.kind && *day == slot_of(new) / 2);
        let Some(old) = old else {
            new.fixed = added;
            new.id = free_id(&new.id, &taken);
            taken.insert(new.id.clone());
            continue;
        };
        let first = old.from.clone().unwrap_or_else(|| old.date.clone());
        let from = (first != new.date).then_some(first);
        let fixed = old.fixed || is_moved(old).is_some();
        *new = if old.level == new.level {
            let is_there = old.date == new.date && old.slot == new.slot;
            let because = if is_there { old.because.clone() } else { new.because.clone() };
            let (date, slot, begins) = (new.date.clone(), new.slot, new.begins.clone());
            SessionView { date, slot, begins, because, from, fixed, ..old.clone() }
        } else {
            SessionView { id: old.id.clone(), from, fixed, ..new.clone() }
        };
    }
}

/// The id, with a number behind it where it is taken.
fn free_id(id: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(id) {
        return id.to_owned();
    }
    (2..).map(|n| format!("{id}-{n}")).find(|id| !taken.contains(id)).unwrap_or_default()
}

/// The plan as it is shown on a day.
pub(super) fn shown(
    weeks: &[WeekView],
    relaxed: &[RelaxedView],
    held_back: &[super::view::HeldBackView],
    today: Day,
) -> PlanView {
    let (rest, whole): (Vec<&WeekView>, Vec<&WeekView>) = weeks.iter().partition(|w| day_of(&w.start) <= today);
    PlanView {
        verdict: String::new(),
        rest_of_week: rest.into_iter().next_back().cloned(),
        season: whole.iter().filter_map(|w| w.season.clone()).collect(),
        weeks: whole.into_iter().cloned().collect(),
        relaxed: relaxed.to_vec(),
        held_back: held_back.to_vec(),
        rules: Vec::new(),
    }
}
