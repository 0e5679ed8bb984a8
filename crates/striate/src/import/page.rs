//! The summary of an import, for reading and as JSON.

use super::print;
use crate::Outcome;
use crate::database::Form;
use crate::terminal::{CAUTION, STRONG, counted, styled};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use striate_history::stored::{closest_movements, format_named};
use striate_store::import::{Counts, DryRun, ImportOptions, ImportReport, Problem};

/// Exercises that are listed with their closest movements; the rest is only counted.
const LISTED: usize = 20;
/// Notes on how lifting logs were read that are listed.
const NOTES: usize = 10;

/// How the command ends.
pub(super) fn outcome(counts: &Counts, problems: &[Problem], is_stopped: bool) -> Outcome {
    let lost = problems.iter().any(|p| p.is_lost);
    let read = counts.imported + counts.duplicates + counts.readings;
    match (lost, read) {
        (_, 0) if lost || counts.skipped > 0 => Outcome::CannotWork,
        (true, _) => Outcome::DoneWithProblems,
        _ if is_stopped => Outcome::DoneWithProblems,
        _ => Outcome::Done,
    }
}

pub(super) fn report(report: &ImportReport, options: &ImportOptions, form: Form) -> Result<()> {
    let mut answer = facts(&report.counts, &report.problems, options);
    answer["dry_run"] = false.into();
    answer["import"] = report.id.0.into();
    answer["stopped"] = report.is_stopped.into();
    answer["sessions"] = report.derived.sessions.into();
    answer["analysed"] = report.derived.analysed.into();
    answer["twins"] = report.derived.twins.into();
    answer["doubtful_twins"] = report.derived.doubtful.into();
    print(form, || report_page(report, options), &answer)
}

fn report_page(report: &ImportReport, options: &ImportOptions) -> String {
    let counts = &report.counts;
    let mut text = String::new();
    let verdict = match (report.is_stopped, counts.new_recordings()) {
        (true, _) => "Stopped. What was imported so far is kept; the same command goes on where it stopped.".to_owned(),
        (_, 0) if !counts.said.is_nothing() => format!("{} imported.", said(counts)),
        (_, 0) if counts.duplicates > 0 => "Nothing new: all of it was there already.".to_owned(),
        (_, 0) if counts.readings + counts.journal_lines == 0 => "Nothing was imported.".to_owned(),
        (_, 0) if counts.journal_lines > 0 => format!("{} imported.", counted(counts.journal_lines, "journal line")),
        (_, n) => format!("{} imported.", counted(n, "recording")),
    };
    let _ = writeln!(text, "{}", styled(STRONG, verdict));
    text.push_str(&counts_page(counts, &report.problems, options));
    let derived = &report.derived;
    if derived.sessions > 0 {
        let _ =
            writeln!(text, "History      {}, {} analysed now", counted(derived.sessions, "session"), derived.analysed);
    }
    if derived.twins > 0 || derived.doubtful > 0 {
        let doubtful = if derived.doubtful > 0 { format!(", {} doubtful", derived.doubtful) } else { String::new() };
        let _ = writeln!(
            text,
            "Twins        {} with several recordings{doubtful}: striate import twins",
            counted(derived.twins, "session")
        );
    }
    for (session, reason) in &derived.failed {
        let _ = writeln!(text, "{}", styled(CAUTION, format!("session {} was not analysed: {reason}", session.0)));
    }
    if counts.imported + counts.readings > 0 {
        let _ = writeln!(text, "Undo with striate import undo {}", report.id.0);
    }
    text
}

pub(super) fn dry_run(seen: &DryRun, options: &ImportOptions, form: Form) -> Result<()> {
    let mut answer = facts(&seen.counts, &seen.problems, options);
    answer["dry_run"] = true.into();
    answer["stopped"] = seen.is_stopped.into();
    answer["new_sessions"] = seen.new_sessions.into();
    answer["twins"] = seen.twins.into();
    answer["doubtful_twins"] = seen.doubtful.into();
    print(form, || dry_run_page(seen, options), &answer)
}

fn dry_run_page(seen: &DryRun, options: &ImportOptions) -> String {
    let mut text = String::new();
    let verdict = match seen.counts.new_recordings() {
        0 if !seen.counts.said.is_nothing() => format!("{} would be imported.", said(&seen.counts)),
        0 => "Nothing would be imported.".to_owned(),
        n => format!("{} would be imported: {}.", counted(n, "recording"), counted(seen.new_sessions, "new session")),
    };
    let _ = writeln!(text, "{}", styled(STRONG, verdict));
    text.push_str(&counts_page(&seen.counts, &seen.problems, options));
    if seen.twins > 0 || seen.doubtful > 0 {
        let doubtful = if seen.doubtful > 0 { format!(", {} doubtful", seen.doubtful) } else { String::new() };
        let _ = writeln!(text, "Twins        {} with several recordings{doubtful}", counted(seen.twins, "session"));
    }
    text.push_str("Nothing was written.\n");
    text
}

fn counts_page(counts: &Counts, problems: &[Problem], options: &ImportOptions) -> String {
    let mut text = String::new();
    let by = |map: &BTreeMap<String, u64>| {
        let mut all: Vec<(&String, &u64)> = map.iter().collect();
        all.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        all.into_iter().map(|(what, n)| format!("{n} {}", what.replace('_', " "))).collect::<Vec<_>>().join(", ")
    };
    let files = [
        (counts.imported, "new"),
        (counts.duplicates, "there already"),
        (counts.failed, "could not be read"),
        (counts.skipped, "not for striate"),
    ];
    let files: Vec<String> = files.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !files.is_empty() {
        let _ = writeln!(text, "Files        {}", files.join(", "));
    }
    if !counts.recordings.is_empty() {
        let label = |format: &str| format_named(format).map_or_else(|| format.to_owned(), |f| f.label().to_owned());
        let labels = counts.recordings.iter().map(|(format, n)| (label(format), *n)).collect();
        let _ = writeln!(text, "Formats      {}", by(&labels));
        let _ = writeln!(text, "Sports       {}", by(&counts.sports));
    }
    if !counts.cardio.is_empty() {
        let _ = writeln!(text, "Cardio       {} from rows of lifting logs", by(&counts.cardio));
    }
    if let Some((first, last)) = counts.span {
        let _ = writeln!(text, "Days         {first} to {last}");
    }
    if counts.readings > 0 {
        let _ = writeln!(text, "Readings     {} of body mass or sleep", counts.readings);
    }
    if counts.journal_lines > 0 {
        let _ = writeln!(text, "Journal      {}", counted(counts.journal_lines, "line"));
    }
    if !counts.said.is_nothing() {
        let _ = writeln!(text, "You said     {}", said(counts));
    }
    if !counts.passed_over.is_empty() {
        let _ = writeln!(text, "Passed over  {}", by(&counts.passed_over));
    }
    if counts.undated > 0 {
        let line = format!(
            "{} dated before 1990 or in the future: the watch had lost its clock, they do not count",
            counted(counts.undated, "recording")
        );
        let _ = writeln!(text, "{}", styled(CAUTION, line));
    }
    if let Some(n) = counts.sports.get("unknown") {
        let line = format!(
            "{} without a sport, not counted for muscles: set it on the session's page or with striate log correct ID --sport run",
            counted(*n, "recording")
        );
        let _ = writeln!(text, "{}", styled(CAUTION, line));
    }
    if !counts.assumed_unit.is_empty() && options.unit.is_none() {
        let line = "The log names no unit: loads were read as kilograms. If they are pounds, undo this import and repeat it with --unit lb.";
        let _ = writeln!(text, "{}", styled(CAUTION, line));
    }
    for note in counts.log_notes.iter().take(NOTES) {
        let _ = writeln!(text, "Log          {note}");
    }
    if counts.log_notes.len() > NOTES {
        let _ = writeln!(text, "Log          {} more such notes", counts.log_notes.len() - NOTES);
    }
    if !problems.is_empty() {
        let lost = problems.iter().filter(|p| p.is_lost).count();
        let _ = writeln!(text, "Problems     {} ({lost} not imported)", problems.len());
    }
    if !counts.unknown_exercises.is_empty() {
        let _ = writeln!(text, "{}", styled(STRONG, "Exercises that are not known yet"));
        for (title, sets) in counts.unknown_exercises.iter().take(LISTED) {
            let near: Vec<String> = closest_movements(title, 3).into_iter().map(|m| m.name).collect();
            let near = if near.is_empty() { String::new() } else { format!("; close to {}", near.join(", ")) };
            let _ = writeln!(text, "  \"{title}\" ({}){near}", counted(*sets, "set"));
        }
        if counts.unknown_exercises.len() > LISTED {
            let _ = writeln!(text, "  and {} more", counts.unknown_exercises.len() - LISTED);
        }
        text.push_str("  Say once what each is: striate import map \"TITLE\" \"MOVEMENT\"\n");
    }
    text
}

fn facts(counts: &Counts, problems: &[Problem], options: &ImportOptions) -> Value {
    let problem = |p: &Problem| json!({ "file": p.file, "code": p.code, "message": p.message, "imported": !p.is_lost });
    let unknown = |(title, sets): (&String, &u64)| json!({ "title": title, "sets": sets, "closest": closest_movements(title, 5) });
    json!({
        "files": {
            "imported": counts.imported, "duplicates": counts.duplicates, "failed": counts.failed,
            "skipped": counts.skipped,
        },
        "recordings": counts.new_recordings(),
        "formats": counts.recordings,
        "sports": counts.sports,
        "skipped_kinds": counts.passed_over,
        "readings": counts.readings,
        "journal_lines": counts.journal_lines,
        "said": {
            "profiles": counts.said.profiles, "goals": counts.said.goals, "plans": counts.said.plans,
            "corrections": counts.said.corrections, "twins": counts.said.twins, "exercises": counts.said.exercises,
            "lines": counts.said.lines,
        },
        "undated": counts.undated,
        "cardio": counts.cardio,
        "log_notes": counts.log_notes,
        "first_day": counts.span.map(|(first, _)| first.to_string()),
        "last_day": counts.span.map(|(_, last)| last.to_string()),
        "time_zone": options.zone.name(),
        "unit_assumed": !counts.assumed_unit.is_empty() && options.unit.is_none(),
        "problems": problems.iter().map(problem).collect::<Vec<_>>(),
        "unknown_exercises": counts.unknown_exercises.iter().map(unknown).collect::<Vec<_>>(),
    })
}

/// What an export of striate says: "1 profile, 3 corrections".
fn said(counts: &Counts) -> String {
    let said = &counts.said;
    let parts = [
        (said.profiles, "profile"),
        (said.goals, "goal"),
        (said.plans, "plan"),
        (said.corrections, "correction"),
        (said.twins, "word on twins"),
        (said.exercises, "exercise name"),
        (said.lines, "journal line"),
    ];
    let words = |n: u64, what: &str| match what {
        "word on twins" if n != 1 => format!("{n} words on twins"),
        _ => counted(n, what),
    };
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| words(n, what)).collect::<Vec<_>>().join(", ")
}
