//! The season as the plan's page begins with it: what each week is for and owes, the ladders that climb, what comes in
//! later, and the coaching rules held against the plan.

use super::activity::RuleVerdict;
use super::plan_page::{rule_or_none, short};
use super::types::{KindName, named};
use super::words::{capitalised, sentence};
use serde::Serialize;
use striate_app::PlanNow;
use striate_history::audit::{AuditView, RuleAnswer};
use striate_model::Day;
use striate_planner::{Emphasis, OwedView, PlannedKind, SeasonWeekView, Stage};
use utoipa::ToSchema;

/// A week of the season.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SeasonWeek {
    /// Its Monday.
    pub start: String,
    /// Whether it is the present one.
    pub is_now: bool,
    /// What it is for, as the stable text of the plan: `base`, `building`, `deload`.
    pub stage: String,
    /// What its block works on first, `hills` or `speed`; null outside of blocks.
    pub emphasis: Option<String>,
    /// Stage and emphasis, as a reader is told.
    pub label: String,
    /// The week of its stage or block, from 1.
    pub number: u8,
    /// Sessions that it owes, the most important first.
    pub agenda: Vec<AgendaItem>,
    /// How many sessions it owes in all.
    pub owed: u32,
    /// How many of them are planned or done.
    pub met: u32,
}

/// Sessions of a kind that a week owes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AgendaItem {
    /// The kind.
    pub kind: KindName,
    /// What it is called.
    pub label: String,
    /// How many of it.
    pub times: u8,
    /// How many of them are planned or done.
    pub met: u8,
    /// The level of its ladder that is due.
    pub level: u8,
    /// How many levels its ladder has.
    pub levels: u8,
    /// Its place in the season.
    pub because: String,
    /// The rule behind it.
    pub rule: Option<String>,
    /// What stands against it, and what would make room; null where all of it is planned.
    pub why_not: Option<String>,
}

/// The ladder of a kind over the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ladder {
    /// The kind.
    pub kind: KindName,
    /// What it is called.
    pub label: String,
    /// The level of the first week that owes it.
    pub now: u8,
    /// The level of the last week that owes it.
    pub at_end: u8,
    /// How many levels there are.
    pub levels: u8,
    /// The Monday of the first week that owes it, where that is not the plan's first; else null.
    pub from: Option<String>,
}

/// A kind that comes in later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComingKind {
    /// What it is called.
    pub label: String,
    /// The first day on which it may be planned; null where that lies beyond the plan.
    pub from: Option<String>,
    /// Why not before.
    pub because: String,
    /// The rule behind it.
    pub rule: Option<String>,
}

/// The coaching rules held against the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRules {
    /// How many it keeps.
    pub kept: usize,
    /// How many it breaks.
    pub broken: usize,
    /// How many ask nothing of it.
    pub not_applicable: usize,
    /// How many cannot be told.
    pub unknown: usize,
    /// The rules, broken ones first.
    pub rules: Vec<PlanRule>,
}

/// A rule held against the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRule {
    /// A1 to E10.
    pub rule: String,
    /// What the articles say.
    pub claim: String,
    /// How the plan keeps it.
    pub verdict: RuleVerdict,
    /// Why, with the numbers.
    pub because: String,
}

/// Stage and emphasis of a week, as a reader is told: "Build: hills".
#[must_use]
pub fn season_label(week: &SeasonWeekView) -> String {
    let stage = Stage::from_name(week.stage).map_or_else(|| capitalised(week.stage), |s| s.label().to_owned());
    let emphasis = week.emphasis.and_then(Emphasis::from_name).map(Emphasis::label);
    emphasis.map_or_else(|| stage.clone(), |emphasis| format!("{stage}: {emphasis}"))
}

/// The weeks, the present one first where something of it is left.
#[must_use]
pub fn season(now: &PlanNow) -> Vec<SeasonWeek> {
    let Some(standing) = &now.standing else { return Vec::new() };
    let view = &standing.view;
    let rest = view.rest_of_week.as_ref().and_then(|w| Some((w, w.season.as_ref()?)));
    let present = rest.map(|(rest, season)| {
        let monday: Day = season.start.parse().unwrap_or_default();
        let done: Vec<KindName> =
            now.model.ledger.up_to(monday.plus(6), 7).map(|s| KindName::from(s.dose.kind)).collect();
        // What is done counts beside what is still to come.
        let met = |owed: &OwedView| {
            let kind: Option<KindName> = named(owed.kind);
            let done = done.iter().filter(|d| Some(**d) == kind).count();
            let ahead = rest.sessions.iter().filter(|s| s.kind == owed.kind).count();
            u8::try_from(done + ahead).unwrap_or(u8::MAX)
        };
        season_week(season, true, met)
    });
    present.into_iter().chain(view.season.iter().map(|w| season_week(w, false, |o| o.planned))).collect()
}

fn season_week(week: &SeasonWeekView, is_now: bool, met: impl Fn(&OwedView) -> u8) -> SeasonWeek {
    let item = |owed: &OwedView| {
        let met = met(owed).min(owed.times);
        AgendaItem {
            kind: named(owed.kind).unwrap_or(KindName::Other),
            label: kind_label(owed.kind),
            times: owed.times,
            met,
            level: owed.level,
            levels: owed.levels,
            because: sentence(&owed.because),
            rule: rule_or_none(owed.rule),
            why_not: (met < owed.times).then(|| match (&owed.why_not, is_now) {
                (Some(why), _) => why.clone(),
                (None, true) => "No day of this week is left for it.".to_owned(),
                (None, false) => "The week has no room for it.".to_owned(),
            }),
        }
    };
    let agenda: Vec<AgendaItem> = week.agenda.iter().map(item).collect();
    let sum = |of: fn(&AgendaItem) -> u8| agenda.iter().map(|a| u32::from(of(a))).sum();
    SeasonWeek {
        start: week.start.clone(),
        is_now,
        stage: week.stage.to_owned(),
        emphasis: week.emphasis.map(str::to_owned),
        label: season_label(week),
        number: week.number,
        owed: sum(|a| a.times),
        met: sum(|a| a.met),
        agenda,
    }
}

fn kind_label(kind: &str) -> String {
    PlannedKind::from_name(kind).map_or_else(|| kind.to_owned(), |k| k.label().to_owned())
}

/// The ladders of the kinds that the season owes, in the order in which it first owes them. Easy runs have their minutes
/// from the week's load, not from a ladder.
#[must_use]
pub fn ladders(season: &[SeasonWeek]) -> Vec<Ladder> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for (place, week) in season.iter().enumerate() {
        for item in &week.agenda {
            if item.levels < 2 || matches!(item.kind, KindName::Easy | KindName::Recovery) {
                continue;
            }
            match ladders.iter_mut().find(|l| l.kind == item.kind) {
                // An easier week comes a level down and leaves the ladder where it was.
                Some(_) if is_easier(week) => {}
                Some(ladder) => ladder.at_end = item.level,
                None => ladders.push(Ladder {
                    kind: item.kind,
                    label: item.label.clone(),
                    now: item.level,
                    at_end: item.level,
                    levels: item.levels,
                    from: (place > 0).then(|| week.start.clone()),
                }),
            }
        }
    }
    ladders
}

fn is_easier(week: &SeasonWeek) -> bool {
    Stage::from_name(&week.stage).is_some_and(|stage| !stage.loads() && stage != Stage::Injury)
}

/// The kinds that wait, those with the earliest date first.
#[must_use]
pub fn coming(now: &PlanNow) -> Vec<ComingKind> {
    let held = now.standing.iter().flat_map(|s| &s.view.held_back);
    let mut coming: Vec<ComingKind> = held
        .map(|h| ComingKind {
            label: kind_label(h.kind),
            from: h.until.clone(),
            because: sentence(&h.because),
            rule: rule_or_none(h.rule),
        })
        .collect();
    coming.sort_by_key(|c| (c.from.is_none(), c.from.clone()));
    coming
}

/// The rules, broken ones first, then unknown ones, kept ones and those that ask nothing; each in the order of the rules.
#[must_use]
pub fn plan_rules(audit: &AuditView) -> PlanRules {
    let rule = |answer: &RuleAnswer| PlanRule {
        rule: answer.rule.to_owned(),
        claim: answer.claim.to_owned(),
        verdict: named(answer.verdict).unwrap_or(RuleVerdict::Unknown),
        because: capitalised(&answer.because),
    };
    let mut rules: Vec<PlanRule> = audit.rules.iter().map(rule).collect();
    rules.sort_by_key(|r| match r.verdict {
        RuleVerdict::Broken => 0,
        RuleVerdict::Unknown => 1,
        RuleVerdict::Kept => 2,
        RuleVerdict::NotApplicable => 3,
    });
    let counts = audit.counts;
    PlanRules {
        kept: counts.kept,
        broken: counts.broken,
        not_applicable: counts.not_applicable,
        unknown: counts.unknown,
        rules,
    }
}

/// The season and the rules in a sentence, for the head of the page.
#[must_use]
pub fn season_sentence(season: &[SeasonWeek]) -> Option<String> {
    let first = season.first()?;
    let missing: u32 = season.iter().map(|w| w.owed - w.met).sum();
    let next = season.iter().find(|w| w.label != first.label);
    let then = next.map_or_else(String::new, |w| format!(", then {} from {}", lowered(&w.label), short(&w.start)));
    let met = match missing {
        0 => "Every session on the agenda is planned".to_owned(),
        1 => "One session on the agenda could not be planned".to_owned(),
        n => format!("{n} sessions on the agenda could not be planned"),
    };
    Some(format!("{}{then}. {met}.", first.label))
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed(kind: &'static str, times: u8, planned: u8, level: u8) -> OwedView {
        let because = "first week of the hill block".to_owned();
        OwedView { kind, times, planned, level, levels: 8, rule: "B8", because, why_not: None }
    }

    fn week(start: &str, stage: &'static str, emphasis: Option<&'static str>, agenda: Vec<OwedView>) -> SeasonWeekView {
        SeasonWeekView { start: start.to_owned(), stage, emphasis, number: 1, agenda }
    }

    #[test]
    fn a_week_counts_what_it_owes_and_says_why_something_is_missing() {
        let of = week(
            "2026-12-07",
            "building",
            Some("hills"),
            vec![owed("hill_repeats", 2, 1, 3), owed("long", 1, 1, 2), owed("easy", 1, 1, 1)],
        );
        let shown = season_week(&of, false, |o| o.planned);
        assert_eq!((shown.label.as_str(), shown.owed, shown.met), ("Build: hills", 4, 3));
        assert_eq!(shown.agenda[0].why_not.as_deref(), Some("The week has no room for it."));
        assert_eq!(shown.agenda[1].why_not, None);
    }

    #[test]
    fn ladders_climb_from_the_first_week_that_owes_a_kind_to_the_last() {
        let weeks = [
            week("2026-12-07", "introduce", None, vec![owed("hill_sprints", 1, 1, 1), owed("easy", 2, 2, 1)]),
            week("2026-12-14", "building", Some("hills"), vec![owed("hill_sprints", 1, 1, 2), owed("series", 1, 1, 4)]),
            week("2026-12-21", "deload", None, vec![owed("hill_sprints", 1, 1, 1)]),
        ];
        let season: Vec<SeasonWeek> = weeks.iter().map(|w| season_week(w, false, |o| o.planned)).collect();
        let ladders = ladders(&season);
        let told: Vec<_> = ladders.iter().map(|l| (l.label.as_str(), l.now, l.at_end, l.from.as_deref())).collect();
        assert_eq!(told, [("Hill sprints", 1, 2, None), ("Series", 4, 4, Some("2026-12-14"))]);
        let said = season_sentence(&season).unwrap();
        assert!(said.starts_with("Introduction, then build: hills from"), "{said}");
    }
}
