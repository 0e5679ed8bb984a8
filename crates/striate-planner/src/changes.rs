//! Two versions of a plan beside one another: which sessions differ, and how that is said.

use super::goals::weekday_name;
use super::kept::{ChangeView, KeptPlan, ReasonView, day_of};
use super::view::SessionView;
use std::collections::{BTreeMap, BTreeSet};
use striate_model::Day;
use striate_plan::kinds::PlannedKind;

/// One session that differs between two versions of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// Its title, the new one where it has one.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// What happened to it.
    pub what: What,
    /// Its day before.
    pub from: Option<Day>,
    /// Its day now.
    pub to: Option<Day>,
    /// Its title before, where that differs.
    pub before: Option<String>,
}

/// What happened to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// On another day.
    Moved,
    /// New.
    Added,
    /// Gone.
    Dropped,
    /// At another level.
    Changed,
}

impl What {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Changed => "changed",
        }
    }
}

/// The sessions that differ, in weeks that both plans have; the first days first.
#[must_use]
pub fn differences(before: &KeptPlan, after: &KeptPlan, done: &BTreeSet<String>) -> Vec<Moved> {
    let weeks: BTreeSet<&str> = before.weeks.iter().map(|w| w.start.as_str()).collect();
    let is_common =
        |s: &&SessionView| !done.contains(&s.id) && weeks.contains(day_of(&s.date).monday().to_string().as_str());
    let old: BTreeMap<&str, &SessionView> = before.sessions().filter(is_common).map(|s| (s.id.as_str(), s)).collect();
    let new: BTreeMap<&str, &SessionView> = after.sessions().filter(is_common).map(|s| (s.id.as_str(), s)).collect();
    let mut found = Vec::new();
    for (id, s) in &old {
        let entry = |what, to: Option<&SessionView>| Moved {
            id: (*id).to_owned(),
            title: to.unwrap_or(s).title.clone(),
            kind: s.kind,
            what,
            from: Some(day_of(&s.date)),
            to: to.map(|t| day_of(&t.date)),
            before: to.filter(|t| t.title != s.title).map(|_| s.title.clone()),
        };
        match new.get(id) {
            None => found.push(entry(What::Dropped, None)),
            Some(now) if now.date != s.date => found.push(entry(What::Moved, Some(now))),
            Some(now) if now.level != s.level || now.kind != s.kind => found.push(entry(What::Changed, Some(now))),
            Some(_) => {}
        }
    }
    for (id, s) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        found.push(Moved {
            id: (*id).to_owned(),
            title: s.title.clone(),
            kind: s.kind,
            what: What::Added,
            from: None,
            to: Some(day_of(&s.date)),
            before: None,
        });
    }
    found.sort_by(|a, b| (a.from.or(a.to), a.what, &a.id).cmp(&(b.from.or(b.to), b.what, &b.id)));
    found
}

impl Moved {
    /// As a part of a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let name = PlannedKind::from_name(self.kind).map_or(self.kind, PlannedKind::label);
        let day = |day: Option<Day>| day.map_or("", weekday_name);
        match self.what {
            What::Moved => format!("{name} moves from {} to {}", day(self.from), day(self.to)),
            What::Added => format!("{name} on {} is new ({})", day(self.to), self.title),
            What::Dropped => format!("{name} on {} is left out", day(self.from)),
            What::Changed => {
                let before = self.before.as_deref().unwrap_or("as before");
                format!("{name} on {} becomes {} ({before} before)", day(self.to), self.title)
            }
        }
    }
}

/// A change in words: what it is, why, what it costs.
pub(super) fn change_view(
    moved: &[Moved],
    cause: String,
    reasons: &BTreeMap<String, ReasonView>,
    after: &KeptPlan,
) -> ChangeView {
    let title = match moved {
        [] => "Nothing else changes".to_owned(),
        [one] => sentence(&one.words()).trim_end_matches('.').to_owned(),
        [one, other] => format!("{}, and {}", upper(&one.words()), lower(&other.words())),
        [one, rest @ ..] => format!("{}, and {} more changes", upper(&one.words()), rest.len()),
    };
    let mut told: Vec<ReasonView> = Vec::new();
    for m in moved {
        if let Some(reason) = reasons.get(&m.id) {
            let text = sentence(&format!("{}: {}", m.words(), reason.text));
            told.push(ReasonView { text, rule: reason.rule.clone() });
        } else if moved.len() > 1 {
            let why = m.to.and_then(|_| after.session(&m.id)).and_then(|s| s.because.first());
            let why = why.map_or_else(String::new, |w| format!(": {w}"));
            told.push(ReasonView::plain(sentence(&format!("{}{why}", m.words()))));
        }
    }
    ChangeView { title, cause, reasons: told, cost: None }
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", upper(text))
}

pub(super) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
