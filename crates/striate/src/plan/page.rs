//! The weeks ahead for people.

use crate::terminal::{CAUTION, FAINT, STRONG, padded, styled, wrapped};
use std::fmt::Write as _;
use striate_app::PlanNow;
use striate_model::{Day, Muscle};
use striate_planner::{ChangeView, FateView, OtherView, PlanView, PlannedKind, SessionView, Standing, WeekView};
use striate_text::dates::{MONTHS, WEEKDAYS};

/// The plan alone: its verdict, its weeks, what is held back and what gave way.
pub(super) fn page(view: &PlanView, width: usize) -> String {
    let mut page = String::new();
    let _ = write!(page, "{}", styled(STRONG, wrapped(&view.verdict, width, "")));
    if let Some(rest) = view.rest_of_week.as_ref().filter(|w| !w.sessions.is_empty()) {
        let _ = writeln!(page, "\n{}", styled(STRONG, "The rest of this week"));
        sessions(&mut page, rest, width);
    }
    for week in &view.weeks {
        let proof = if week.optimal {
            "no better week exists".to_owned()
        } else {
            format!("within {:.0} % of the best", (100.0 * week.gap).ceil().max(1.0))
        };
        let head = format!("Week of {}, {}", in_words(&week.start), week.phase);
        let _ = writeln!(page, "\n{} {}", styled(STRONG, &head), styled(FAINT, format!("({proof})")));
        sessions(&mut page, week, width);
        let mut doses: Vec<_> = week.doses.iter().filter(|d| d.hse >= 0.5).collect();
        doses.sort_by(|a, b| b.hse.total_cmp(&a.hse));
        let most: Vec<String> = doses.iter().take(6).map(|d| format!("{} {:.0}", label(d.muscle), d.hse)).collect();
        if !most.is_empty() {
            let line = format!("hard sets: {}", most.join(", "));
            let _ = write!(page, "{}", styled(FAINT, wrapped(&line, width, "  ")));
        }
    }
    for held in &view.held_back {
        let until = held.until.as_ref().map_or_else(String::new, |day| format!(" until {}", in_words(day)));
        let kind = kind_label(held.kind);
        let text = format!("Held back{until}: {} ({}). {}.", kind.to_lowercase(), held.rule, capital(&held.because));
        let _ = write!(page, "\n{}", wrapped(&text, width, ""));
    }
    for relaxed in &view.relaxed {
        let text = format!("Week of {}: {} ({}).", in_words(&relaxed.week), relaxed.because, relaxed.rule);
        let _ = write!(page, "\n{}", wrapped(&text, width, ""));
    }
    page
}

/// What stands beside a plan that is kept.
pub(super) struct Beside<'a> {
    pub(super) now: &'a PlanNow,
    pub(super) standing: &'a Standing,
    pub(super) goals: &'a str,
    pub(super) rules: Option<String>,
}

/// The days of this week that are over, what changed, what it is for, food, and what can be done now.
pub(super) fn beside(beside: &Beside<'_>, width: usize) -> String {
    let mut page = String::new();
    let (now, standing) = (beside.now, beside.standing);
    let monday = now.model.today.monday().to_string();
    let fates = standing.past.iter().chain(&standing.done_ahead);
    let this_week: Vec<_> = fates.filter(|f| f.session.date >= monday).collect();
    if !this_week.is_empty() {
        let _ = writeln!(page, "\n{}", styled(STRONG, "This week so far"));
        for fate in this_week {
            let (word, note) = match &fate.fate {
                FateView::Done { note, .. } => ("done", note.as_deref()),
                FateView::Missed => ("not done", None),
                FateView::Open => ("to come", None),
            };
            let note = note.map_or_else(String::new, |n| format!(", {n}"));
            let s = &fate.session;
            let _ = writeln!(page, "  {} {} {word}{note}", weekday(&s.date), padded(&s.title, 40));
        }
    }
    let change = standing.plan.change.as_ref().filter(|_| now.is_pending() && now.version().is_some());
    if let Some(change) = change {
        let _ = write!(page, "\n{}", changed(change, width));
    } else if !standing.notes.is_empty() {
        let text = format!("Taken into account, without a change: {}.", standing.notes.join("; "));
        let _ = write!(page, "\n{}", wrapped(&text, width, ""));
    }
    let _ = write!(page, "\n{}", wrapped(beside.goals, width, ""));
    if let Some(rules) = &beside.rules {
        let _ = write!(page, "{}", wrapped(rules, width, ""));
    }
    let _ = write!(page, "{}", wrapped(&now.food().sentence, width, ""));
    if now.is_pending() && !now.is_for_once() {
        let undo =
            if now.accepted().is_some() { "; striate plan undo goes back to the one that you accepted" } else { "" };
        let text = match now.stored_version() {
            Some(version) => format!("Plan {version} is a proposal: striate plan accept takes it{undo}."),
            None => format!("This is a proposal and not stored yet: striate plan accept takes it{undo}."),
        };
        let _ = write!(page, "{}", styled(CAUTION, wrapped(&text, width, "")));
    }
    page
}

/// A change in words.
pub(super) fn changed(change: &ChangeView, width: usize) -> String {
    let mut text = String::new();
    let _ = write!(text, "{}", styled(STRONG, wrapped(&format!("{}.", change.title.trim_end_matches('.')), width, "")));
    let _ = write!(text, "{}", wrapped(&change.cause, width, "  "));
    for reason in &change.reasons {
        let rule = reason.rule.as_ref().map_or_else(String::new, |r| format!(" ({r})"));
        let _ = write!(text, "{}", wrapped(&format!("{}{rule}", reason.text), width, "  "));
    }
    if let Some(cost) = &change.cost {
        let _ = write!(text, "{}", styled(CAUTION, wrapped(&format!("It costs: {cost}."), width, "  ")));
    }
    text
}

pub(super) fn label(muscle: &'static str) -> &'static str {
    Muscle::from_name(muscle).map_or(muscle, Muscle::label)
}

pub(super) fn kind_label(kind: &'static str) -> String {
    PlannedKind::from_name(kind).map_or_else(|| capital(&kind.replace('_', " ")), |k| k.label().to_owned())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn weekday(date: &str) -> &'static str {
    date.parse::<Day>().map_or("", |d| WEEKDAYS[usize::from(d.weekday())])
}

/// "30 November".
pub(super) fn in_words(date: &str) -> String {
    date.parse::<Day>().map_or_else(
        |_| date.to_owned(),
        |day| {
            let (_, month, day) = day.civil();
            format!("{day} {}", MONTHS[usize::from(month.clamp(1, 12)) - 1])
        },
    )
}

pub(super) fn sessions(page: &mut String, week: &WeekView, width: usize) {
    let mut others = week.others.iter().peekable();
    for session in &week.sessions {
        while let Some(other) = others.next_if(|o| (&o.date, o.slot) < (&session.date, session.slot)) {
            let _ = writeln!(page, "{}", other_line(other));
        }
        let _ = writeln!(page, "{}", line(session));
        let from = session.from.as_ref().map_or_else(String::new, |d| format!(" (from {})", weekday(d)));
        let why = format!("{}{from}: {}", session.id, session.because.join("; "));
        let _ = write!(page, "{}", styled(FAINT, wrapped(&why, width, "          ")));
    }
    for other in others {
        let _ = writeln!(page, "{}", other_line(other));
    }
}

/// Another sport of the athlete's on a line.
fn other_line(other: &OtherView) -> String {
    let hard = if other.hard { ", hard" } else { "" };
    let (day, slot) = (weekday(&other.date), other.slot);
    let name = padded(&capital(&other.name), 26);
    styled(FAINT, format!("  {day} {slot}  {name} {:>3} min  yours{hard}", other.minutes))
}

/// One session on a line.
pub(super) fn line(session: &SessionView) -> String {
    let kind = kind_label(session.kind);
    let title = without_kind(&session.title, &kind, session.minutes);
    let (day, slot) = (weekday(&session.date), session.slot);
    format!("  {day} {slot}  {} {:>3} min  {title}", padded(&kind, 26), session.minutes).trim_end().to_owned()
}

/// What a title says beyond kind and minutes, which stand before it.
fn without_kind(title: &str, kind: &str, minutes: i32) -> String {
    let kind = kind.to_lowercase();
    let rest = match title.to_lowercase().find(&kind) {
        Some(at)
            if title.is_char_boundary(at)
                && title.is_char_boundary(at + kind.len())
                && !title[at + kind.len()..].starts_with('-') =>
        {
            format!("{}{}", &title[..at], &title[at + kind.len()..])
        }
        _ => title.to_owned(),
    };
    let rest = rest.trim_matches([' ', ',']);
    let rest = rest.strip_prefix(&format!("{minutes} min")).map_or(rest, |after| after.trim_start_matches([' ', ',']));
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_kind;

    #[test]
    fn a_kind_and_its_minutes_are_not_said_twice() {
        assert_eq!(without_kind("59 min long run", "Long run", 59), "");
        assert_eq!(without_kind("upper-body strength, 6 sets", "Upper-body strength", 23), "6 sets");
        assert_eq!(without_kind("12 min tempo", "Tempo run", 32), "12 min tempo");
        assert_eq!(without_kind("6 x 200 m", "Series", 50), "6 x 200 m");
        let long = "75 min long run, the last 15 min at tempo";
        assert_eq!(without_kind(long, "Long run", 75), "the last 15 min at tempo");
        assert_eq!(without_kind("22 min long run-walk", "Long run", 31), "22 min long run-walk");
    }
}
