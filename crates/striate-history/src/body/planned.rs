//! A calendar of sessions that somebody means to do, in the grammar of the journal (`docs/reference/journal.md`): what each
//! day would bring, through the same engine as what was done.

use std::collections::BTreeMap;
use striate_analysis::{analyse_recording, analysis_dose};
use striate_journal::{JournalError, LineProblem, parse_line, recording};
use striate_model::{Athlete, DailyDose, Day, Entry, Note, TimeSpan};
use striate_state::Planned;

/// A calendar worked out day by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlannedDays {
    /// What each day brings; the first is the day after the present one.
    pub days: Vec<Planned>,
    /// Sessions in all.
    pub sessions: usize,
    /// Lines that are not understood.
    pub problems: Vec<LineProblem>,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const FORM: &str = "write every tue, fri lift back squat 3x5 @ 100 kg, or 2026-12-01 run 45 min easy";

/// Reads a calendar for the `weeks` weeks after `today`.
///
/// A line is a day or weekdays with a session: `2026-12-01 run 45 min easy`, `every tue, fri lift leg curl 3x10 @ 40 kg`.
/// After a line `weeks 1-4` or `week 5`, weekdays count in those weeks alone; week 1 begins on the day after `today`.
#[must_use]
pub fn planned_days(text: &str, today: Day, weeks: usize, athlete: &Athlete, offset: TimeSpan) -> PlannedDays {
    let mut planned = PlannedDays { days: vec![Vec::new(); 7 * weeks], ..PlannedDays::default() };
    let mut in_weeks = (1, weeks);
    // What one line brings is worked out once, however often it comes.
    let mut known: BTreeMap<String, Option<DailyDose>> = BTreeMap::new();
    for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if let Some(said) = week_header(line) {
            in_weeks = said;
            continue;
        }
        match days_of(line, today, weeks, in_weeks).and_then(|(days, note)| Ok((days, entry(note, today)?))) {
            Ok((days, entry)) => {
                let dose = known.entry(entry.note.to_string()).or_insert_with(|| {
                    let (recording, told) = recording(&entry, athlete, offset)?;
                    Some(analysis_dose(&analyse_recording(recording, athlete, &told)))
                });
                for day in days {
                    if let Some(dose) = &*dose {
                        planned.days[day].push(DailyDose { end: None, ..dose.clone() });
                        planned.sessions += 1;
                    }
                }
            }
            Err(error) => planned.problems.push(LineProblem { line: i + 1, error }),
        }
    }
    planned
}

fn entry(note: &str, today: Day) -> Result<Entry, JournalError> {
    let entry = parse_line(note, today)?;
    match entry.note {
        Note::Lift(_) | Note::Outing(_) => Ok(entry),
        _ => Err(JournalError::new("only sessions can be planned", FORM)),
    }
}

/// `weeks 1-4`, `week 5`, `all weeks`.
fn week_header(line: &str) -> Option<(usize, usize)> {
    let line = line.to_lowercase();
    if line.trim_end_matches(':') == "all weeks" {
        return Some((1, usize::MAX));
    }
    let numbers = line.strip_prefix("weeks ").or_else(|| line.strip_prefix("week "))?.trim().trim_end_matches(':');
    let (from, to) = numbers.split_once('-').unwrap_or((numbers, numbers));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// The places of the days that a line is about, and what stands behind them.
fn days_of(line: &str, today: Day, weeks: usize, in_weeks: (usize, usize)) -> Result<(Vec<usize>, &str), JournalError> {
    let mut rest = line;
    if let Some((day, note)) = line.split_once(char::is_whitespace) {
        if let Ok(day) = day.parse::<Day>() {
            let place = day.days_since(today) - 1;
            // Days outside the calendar are left out in silence: a plan may be longer than what is looked ahead.
            let inside = usize::try_from(place).ok().filter(|p| *p < 7 * weeks);
            return Ok((inside.into_iter().collect(), note));
        }
        if day.eq_ignore_ascii_case("every") {
            rest = note.trim_start();
        }
    }
    let mut weekdays = Vec::new();
    while let Some((word, note)) = rest.split_once(char::is_whitespace) {
        let Some(found) = weekdays_of(word) else { break };
        weekdays.extend(found);
        rest = note.trim_start();
    }
    if weekdays.is_empty() {
        return Err(JournalError::new("neither a day nor a weekday stands first", FORM));
    }
    let is_meant = |place: &usize| {
        let week = place / 7 + 1;
        (in_weeks.0..=in_weeks.1).contains(&week) && weekdays.contains(&today.plus(*place as i32 + 1).weekday())
    };
    Ok(((0..7 * weeks).filter(is_meant).collect(), rest))
}

/// `tue`, `Tuesday,`, `mon,thu`, `day` (every day).
fn weekdays_of(word: &str) -> Option<Vec<u8>> {
    let word = word.to_lowercase();
    if word == "day" || word == "daily" {
        return Some((0..7).collect());
    }
    let one = |name: &str| {
        let place = WEEKDAYS.iter().position(|day| name.len() >= 3 && day.starts_with(name))?;
        u8::try_from(place).ok()
    };
    word.split([',', '/', '+'])
        .filter(|name| !name.is_empty())
        .map(one)
        .collect::<Option<Vec<u8>>>()
        .filter(|d| !d.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_model::{Muscle, SessionKind};

    fn plan(text: &str) -> PlannedDays {
        // A Friday: the calendar begins on a Saturday.
        planned_days(text, "2026-11-20".parse().expect("a day"), 12, &Athlete::default(), TimeSpan::from_s(0.0))
    }

    #[test]
    fn weekdays_repeat_and_days_come_once() {
        let planned =
            plan("every tue, fri lift back squat 5x5 @ 100 kg rir 2\nsun run 90 min easy\n2026-11-25 run 20 min");
        assert_eq!((planned.sessions, planned.problems.len()), (12 * 3 + 1, 0), "{:?}", planned.problems);
        let on = |place: usize| planned.days[place].iter().map(|d| d.kind).collect::<Vec<_>>();
        assert_eq!(on(1), [planned.days[8][0].kind], "Sundays are alike");
        assert_eq!(on(3), [SessionKind::LowerStrength]);
        assert_eq!(planned.days[4].len(), 1, "the single run");
        assert!(planned.days[3][0].muscles[Muscle::Vasti].hse > 3.0);
    }

    #[test]
    fn a_part_of_the_weeks_can_be_meant_and_what_is_no_session_is_refused() {
        let planned = plan("weeks 1-2\nwed lift leg curl 3x10 @ 40 kg\nweek 12:\nwed lift leg curl 5x10 @ 40 kg\n");
        assert_eq!((planned.sessions, planned.problems.len()), (3, 0));
        let wrong = plan("wed sleep 8 h\nnever run 10 km\nmon run fst 10 km\n");
        assert_eq!(wrong.problems.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(wrong.sessions, 0);
    }
}
