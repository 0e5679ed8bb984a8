//! Workouts out: files for a watch, from the plan or from the plain notation.

use super::Form;
use super::kept::{Desk, println_or};
use crate::Outcome;
use crate::here::Failure;
use crate::import::wrong;
use crate::terminal::complain;
use anyhow::{Context, Result};
use serde_json::json;
use std::path::{Path, PathBuf};
use striate_model::Workout;
use striate_planner::{read_notation, sport_word, watch_file};

/// Where to.
#[derive(clap::Args)]
pub(super) struct ExportArguments {
    /// Folder for the FIT files, created if missing; files with the same names are overwritten.
    #[arg(long, value_name = "DIR")]
    fit: PathBuf,
    /// Export the workouts in this text file instead of the plan's (`striate plan --format text` writes one).
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// A text of workouts is not larger.
const TEXT_BYTES_MAX: u64 = 1 << 20;

pub(super) async fn run(desk: &Desk, arguments: &ExportArguments) -> Result<Outcome, Failure> {
    let workouts: Vec<(String, Workout)> = match &arguments.from {
        Some(file) => match from_text(file).map_err(Failure::from)? {
            Ok(found) => found,
            Err(problem) => return Ok(wrong(&problem, "striate plan --format text shows how workouts are written")),
        },
        None => {
            let Some(now) = desk.now().await? else { return Ok(Outcome::CannotWork) };
            let of = |s: &striate_planner::SessionView| Some((s.id.clone(), s.workout(&now.model.athlete)?));
            now.standing.iter().flat_map(|s| s.view.sessions()).filter_map(of).collect()
        }
    };
    std::fs::create_dir_all(&arguments.fit)
        .with_context(|| format!("cannot make the folder {}", arguments.fit.display()))
        .map_err(Failure::from)?;
    let created = desk.library.plan().await?.created();
    let (mut written, mut failed) = (Vec::new(), Vec::new());
    for (name, workout) in &workouts {
        match watch_file(workout, name, created) {
            Ok(bytes) => {
                let path = arguments.fit.join(format!("{name}.fit"));
                std::fs::write(&path, bytes)
                    .with_context(|| format!("cannot write {}", path.display()))
                    .map_err(Failure::from)?;
                written.push(path.display().to_string());
            }
            Err(error) => failed.push((name.clone(), error.to_string())),
        }
    }
    for (name, error) in &failed {
        complain(&format!("{name} was not written: {error}"));
    }
    let folder = arguments.fit.display();
    let line = format!(
        "{} in {folder}. Copy them to the folder GARMIN/NewFiles of the watch over USB; Garmin Connect's import page refuses workout files.",
        if written.len() == 1 { "1 workout".to_owned() } else { format!("{} workouts", written.len()) },
    );
    let failed_json: Vec<_> = failed.iter().map(|(name, error)| json!({ "session": name, "message": error })).collect();
    let form = if desk.form == Form::Json { Form::Json } else { Form::Table };
    println_or(form, &line, &json!({ "files": written, "failed": failed_json }))?;
    Ok(if failed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

/// Workouts of a text, each with a name for its file.
fn from_text(file: &Path) -> Result<Result<Vec<(String, Workout)>, String>> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    if size > TEXT_BYTES_MAX {
        return Ok(Err(format!("{} is larger than any text of workouts", file.display())));
    }
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Ok(Err(format!("{} is no text", file.display())));
    };
    let read = match read_notation(&text) {
        Ok(read) if read.is_empty() => return Ok(Err(format!("{} holds no workout", file.display()))),
        Ok(read) => read,
        Err(error) => return Ok(Err(format!("{}, line {}: {}", file.display(), error.line, error.reason))),
    };
    let name = |(i, workout): (usize, Workout)| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let words: String = workout.name.as_deref().unwrap_or_default().chars().map(plain).collect();
        let words = words.split('-').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("-");
        (format!("{:02}-{}-{}", i + 1, sport_word(&workout), words).trim_end_matches('-').to_owned(), workout)
    };
    Ok(Ok(read.into_iter().enumerate().map(name).collect()))
}
