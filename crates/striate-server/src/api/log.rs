//! What the athlete writes down: lifts and the check-in.

use crate::app::App;
use crate::extract::{Body, MadeFrom, Segments};
use crate::problem::{ApiError, Problem, Result};
use crate::views::imports::exercises;
use crate::views::lifts::{LastLifts, LiftKept, LoggedLift, entry_of, exercises_of, exercises_of_view};
use crate::views::today::{CheckIn, CheckInKept, Sleep, check_in_of};
use axum::Json;
use axum::extract::State;
use striate_app::check_in_revision;
use striate_journal::{parse_line, unknown_exercises};
use striate_model::{Day, Entry, Muscle, Note};
use striate_store::SessionId;

/// Keeps a lift under a name that the phone has made. Sent again it takes the place of what was sent before.
#[utoipa::path(put, path = "/api/lifts/{id}", tag = "log", params(("id" = String, Path, min_length = 1, max_length = 64)), request_body = LoggedLift, responses((status = 200, body = LiftKept), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn put_lift(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Body(lift): Body<LoggedLift>,
) -> Result<Json<LiftKept>> {
    if id.is_empty() || id.len() > 64 || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(ApiError::unprocessable("A lift is named by up to 64 letters, digits and dashes."));
    }
    let entry = entry_of(&lift, &app.library.zone().await?).map_err(ApiError::unprocessable)?;
    app.library.put_lift(&id, &entry).await?;
    let line = entry.to_string();
    let unknown = unknown_exercises(std::slice::from_ref(&entry)).into_iter().map(|(title, _)| title).collect();
    Ok(Json(LiftKept { id, line, unknown }))
}

/// Takes a lift back.
#[utoipa::path(delete, path = "/api/lifts/{id}", tag = "log", params(("id" = String, Path)), responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn remove_lift(
    State(app): State<App>,
    Segments(id): Segments<String>,
) -> Result<axum::http::StatusCode> {
    app.library.remove_lift(&id).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// What was lifted last time, set by set, and what can be lifted.
#[utoipa::path(get, path = "/api/lifts/last", tag = "log", responses((status = 200, body = LastLifts), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn last_lifts(State(app): State<App>) -> Result<Json<LastLifts>> {
    let library = &app.library;
    let snapshot = library.read_model().await?;
    let mut last = LastLifts { known: exercises(), ..LastLifts::default() };
    // A lift that was just written down is not a session yet.
    let entries = library.store.entries(library.athlete).await?;
    let noted = entries.iter().rev().filter_map(|e| parse_line(&e.line, e.day).ok());
    let noted = noted.filter(|e| e.day <= snapshot.today).find_map(|e| match e.note {
        Note::Lift(all) => Some((e.day, exercises_of(&all))),
        _ => None,
    });
    let session = snapshot.ledger.sessions.iter().rev().find(|s| s.sets > 0 && s.day <= snapshot.today);
    match (noted, session) {
        (Some((day, exercises)), session) if session.is_none_or(|s| s.day <= day) => {
            (last.day, last.exercises) = (Some(day.to_string()), exercises);
        }
        (_, Some(session)) => {
            let (_, detail) = library.store.analysis(library.athlete, &SessionId(session.file.clone())).await?;
            (last.day, last.exercises) = (Some(session.day.to_string()), exercises_of_view(&detail));
        }
        _ => {}
    }
    Ok(Json(last))
}

/// Keeps how the night and the muscles were, in place of what was said about today before.
#[utoipa::path(put, path = "/api/today/check-in", tag = "log", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = CheckIn, responses((status = 200, body = CheckInKept), (status = 400, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn check_in(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(said): Body<CheckIn>,
) -> Result<Json<CheckInKept>> {
    let sore = said.sore.as_deref().unwrap_or_default();
    if sore.iter().any(|s| !(1..=3).contains(&s.level)) || sore.len() > Muscle::ALL.len() {
        return Err(ApiError::unprocessable("A muscle is sore a bit (1), clearly (2) or badly (3)."));
    }
    let (day, notes) = app.library.check_in(&from, move |lines, day| changes(&said, lines, day)).await?;
    let check_in_revision = check_in_revision(&notes, day).to_string();
    Ok(Json(CheckInKept { check_in: check_in_of(&notes, day), check_in_revision }))
}

/// Which lines go and which come. A line by hand that says the same more exactly stays.
fn changes(said: &CheckIn, lines: &[(i64, Entry)], day: Day) -> (Vec<i64>, Vec<Entry>) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let entry = |note| Entry { day, time: None, note };
    let slept = lines.iter().filter_map(|(id, e)| match e.note {
        Note::Sleep { hours } => Some((*id, Sleep::of_hours(hours))),
        _ => None,
    });
    let slept: Vec<(i64, Sleep)> = slept.collect();
    if slept.last().map(|(_, s)| *s) != said.sleep {
        old.extend(slept.iter().map(|(id, _)| *id));
        new.extend(said.sleep.map(|s| entry(Note::Sleep { hours: s.hours() })));
    }
    let before = check_in_of(&lines.iter().map(|(_, e)| e.clone()).collect::<Vec<_>>(), day).sore;
    let is_same = match (&before, &said.sore) {
        (Some(before), Some(said)) => before.len() == said.len() && said.iter().all(|s| before.contains(s)),
        (before, said) => before.is_none() && said.is_none(),
    };
    if !is_same {
        let is_sore = |e: &Entry| matches!(e.note, Note::Soreness { .. } | Note::NothingSore);
        old.extend(lines.iter().filter(|(_, e)| is_sore(e)).map(|(id, _)| *id));
        let sore = said.sore.as_deref();
        new.extend(
            sore.unwrap_or_default()
                .iter()
                .map(|s| entry(Note::Soreness { muscle: s.muscle.muscle(), points: s.points() })),
        );
        if sore.is_some_and(<[_]>::is_empty) {
            new.push(entry(Note::NothingSore));
        }
    }
    (old, new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::today::Sore;
    use crate::views::types::MuscleName;

    #[test]
    fn what_was_noted_by_hand_stays_where_the_check_in_says_the_same() {
        let day: Day = "2026-11-14".parse().unwrap();
        let lines = [(1, parse_line("sleep 7.75 h", day).unwrap()), (2, parse_line("soreness quads 4", day).unwrap())];
        let sore = Some(vec![Sore { muscle: MuscleName::Vasti, level: 2 }]);
        let same = CheckIn { sleep: Some(Sleep::From7), sore: sore.clone() };
        assert_eq!(changes(&same, &lines, day), (Vec::new(), Vec::new()));
        let (old, new) = changes(&CheckIn { sleep: Some(Sleep::Under6), sore }, &lines, day);
        assert_eq!((old, new.len()), (vec![1], 1));
        let (old, new) = changes(&CheckIn { sleep: Some(Sleep::From7), sore: Some(Vec::new()) }, &lines, day);
        assert_eq!(
            (old, new.iter().map(ToString::to_string).collect()),
            (vec![2], vec!["2026-11-14 soreness none".to_owned()])
        );
    }
}
