//! The plan as others read it: the JSON contract, and a calendar.

use serde::Serialize;
use striate_model::{Athlete, Day, Workout};
use striate_plan::kinds::{Prescription, workout};

/// `plan --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    /// What the plan says first.
    pub verdict: String,
    /// What is left of the present week; `None` on a Sunday.
    pub rest_of_week: Option<WeekView>,
    /// The weeks, Monday to Sunday; the first is next Monday's.
    pub weeks: Vec<WeekView>,
    /// Limits that some week could not keep.
    pub relaxed: Vec<RelaxedView>,
    /// What waits for a better base.
    pub held_back: Vec<HeldBackView>,
}

/// A week.
#[derive(Clone, Debug, Serialize)]
pub struct WeekView {
    /// Its first day.
    pub start: String,
    /// What it is.
    pub phase: &'static str,
    /// An easier week.
    pub deload: bool,
    /// Nothing better exists.
    pub optimal: bool,
    /// By how much a better week could be cheaper at most, share of the week's points.
    pub gap: f64,
    /// Growth stimulus of each muscle.
    pub doses: Vec<DoseView>,
    /// Sessions in order.
    pub sessions: Vec<SessionView>,
    /// Days of training that hold none: rest is part of the plan.
    pub rest_days: Vec<String>,
}

/// The stimulus of a muscle in a week.
#[derive(Clone, Debug, Serialize)]
pub struct DoseView {
    /// The muscle.
    pub muscle: &'static str,
    /// Hard sets.
    pub hse: f64,
    /// What was aimed at, at least.
    pub target_low: f64,
    /// What was aimed at, at most.
    pub target_high: f64,
}

/// What one session gives to a muscle.
#[derive(Clone, Debug, Serialize)]
pub struct SessionDoseView {
    /// The muscle.
    pub muscle: &'static str,
    /// Hard sets.
    pub hse: f64,
}

/// A planned session.
#[derive(Clone, Debug, Serialize)]
pub struct SessionView {
    /// Stable: day, half of the day, kind.
    pub id: String,
    /// The day.
    pub date: String,
    /// `am` or `pm`.
    pub slot: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// The level of its ladder.
    pub level: u8,
    /// How long it takes.
    pub minutes: i32,
    /// A hard session.
    pub hard: bool,
    /// Repetitions, where it has some.
    pub reps: Option<u32>,
    /// Distance of each, m.
    pub rep_distance_m: Option<u32>,
    /// Rest after each, s.
    pub rest_s: Option<u32>,
    /// What it is in words.
    pub title: String,
    /// Its parts in words.
    pub steps: Vec<String>,
    /// What it gives.
    pub muscles: Vec<SessionDoseView>,
    /// Why it is there.
    pub because: Vec<String>,
    /// Coaching rules behind it.
    pub rules: Vec<&'static str>,
    /// Everything that is done, bout by bout.
    pub prescription: Prescription,
}

impl SessionView {
    /// The session as the steps of a watch; `None` for one without any.
    #[must_use]
    pub fn workout(&self, athlete: &Athlete) -> Option<Workout> {
        workout(&self.prescription, [athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm()])
    }
}

/// A limit that a week could not keep.
#[derive(Clone, Debug, Serialize)]
pub struct RelaxedView {
    /// The week's first day.
    pub week: String,
    /// The coaching rule behind the limit, or the limit where it has none.
    pub rule: String,
    /// In words.
    pub because: String,
}

/// What waits.
#[derive(Clone, Debug, Serialize)]
pub struct HeldBackView {
    /// The kind.
    pub kind: &'static str,
    /// The first day on which it may be; `None` where it cannot be said or lies beyond the plan.
    pub until: Option<String>,
    /// Why.
    pub because: String,
    /// The rule.
    pub rule: &'static str,
}

impl PlanView {
    /// The plan as an iCalendar file (RFC 5545): sessions in local time without a zone, from 7:00 in the morning and 18:00
    /// in the evening. `stamp` is the instant that the standard asks for, as `20261120T120000Z`.
    #[must_use]
    pub fn ics(&self, stamp: &str) -> String {
        let mut lines = vec!["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//striate//plan//EN", "CALSCALE:GREGORIAN"]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let sessions = self.rest_of_week.iter().chain(&self.weeks).flat_map(|w| &w.sessions);
        for session in sessions {
            let day = session.date.replace('-', "");
            let start = if session.slot == "am" { "070000" } else { "180000" };
            let note = format!("{}\n{}", session.steps.join("\n"), session.because.join("\n"));
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                format!("UID:{}@striate", session.id),
                format!("DTSTAMP:{stamp}"),
                format!("DTSTART:{day}T{start}"),
                format!("DURATION:PT{}M", session.minutes),
                format!("SUMMARY:{}", escaped(&session.title)),
                format!("DESCRIPTION:{}", escaped(&note)),
                "END:VEVENT".to_owned(),
            ]);
        }
        lines.push("END:VCALENDAR".to_owned());
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line with its end; after 75 bytes it goes on in the next, behind a space.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 74 {
            folded.push_str("\r\n ");
            width = 1;
        }
        folded.push(c);
        width += c.len_utf8();
    }
    folded + "\r\n"
}

/// The day as text.
pub(super) fn text(day: Day) -> String {
    day.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_of_a_calendar_are_folded_within_75_bytes_and_signs_are_escaped() {
        let line = folded(&format!("DESCRIPTION:{}", escaped(&"back squat 3x6; übung, leicht\n".repeat(5))));
        assert!(line.split("\r\n").all(|l| l.len() <= 75));
        assert_eq!(line.replace("\r\n ", "").matches("\\;").count(), 5);
        assert!(line.ends_with("\r\n"));
    }
}
