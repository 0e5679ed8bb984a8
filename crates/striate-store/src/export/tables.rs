//! Sessions and days as CSV, and the journal as text.

use super::{Reader, instant, today, unreadable};
use crate::athlete::day_of;
use crate::error::Result;
use crate::sql::{Row, binds};
use futures_util::TryStreamExt;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use striate_history::body::Before;
use striate_history::stored::SessionSummary;
use striate_history::{BodyDay, KeptSession, Ledger, Performed, Viewpoint, each_day, response_between_people};
use striate_journal::{athlete_with_notes, parse_line};
use striate_model::{Day, EvidenceGrade, Format, Muscle, Person, TimeSpan};
use striate_stimulus::METHOD_VERSION;

const SESSION: [&str; 24] = [
    "session_id",
    "start",
    "end",
    "day",
    "time_zone",
    "kind",
    "kind_confidence",
    "sport",
    "name",
    "title",
    "timer_s",
    "elapsed_s",
    "distance_m",
    "ascent_m",
    "hr_mean_bpm",
    "hr_max_bpm",
    "efforts",
    "working_sets",
    "impact_easy_km",
    "cardio_load",
    "muscles_known",
    "is_stale",
    "recording_ids",
    "verdict",
];
const DAY: [&str; 9] = [
    "day",
    "sessions",
    "on_foot_km",
    "impact_easy_km",
    "cardio_load",
    "impact_7_days_easy_km_per_day",
    "impact_42_days_easy_km_per_day",
    "cardio_load_7_days_per_day",
    "cardio_load_42_days_per_day",
];
const JOURNAL: &str = "# The journal, one line an entry: docs/reference/journal.md\n";

/// What a recording says about itself, for the columns that the analysis does not tell.
struct Told {
    id: String,
    ascent_m: Option<f64>,
    hr_max_bpm: Option<f64>,
}

impl Reader<'_> {
    pub(super) async fn sessions(&mut self) -> Result<()> {
        let mut told = self.told().await?;
        self.begin("sessions.csv", false)?;
        let mut table = csv::Writer::from_writer(&mut *self.out);
        let figures = ["hse", "hse_low", "hse_high", "band", "fast_twitch_share", "evidence"];
        let of_muscle = |m: Muscle| figures.map(|figure| format!("{}_{figure}", m.as_str()));
        let head = SESSION.map(str::to_owned).into_iter().chain(Muscle::ALL.into_iter().flat_map(of_muscle));
        let mut failed = table.write_record(head).err();
        let sql = format!(
            "select s.id, s.start_ms, s.end_ms, s.day, s.time_zone, s.choice, a.method_version, a.summary, a.dose \
             from session s left join analysis a on a.athlete_id = s.athlete_id and a.session_id = s.id \
             where s.athlete_id = {} order by s.start_ms, s.id",
            self.athlete.0
        );
        let mut rows = self.tx.stream(sql);
        while let Some(row) = rows.try_next().await? {
            let recordings = told.remove(&row.text(0)?).unwrap_or_default();
            let (cells, is_stale) = session(&row, &recordings)?;
            self.done.sessions += 1;
            self.done.sessions_stale += u64::from(is_stale);
            failed = table.write_record(cells).err();
            if failed.is_some() {
                break;
            }
        }
        drop(rows);
        failed = failed.or(table.flush().err().map(csv::Error::from));
        drop(table);
        failed.map_or(Ok(()), |error| Err(self.out.failed(error.into())))
    }

    /// The recordings of every session.
    async fn told(&mut self) -> Result<HashMap<String, Vec<Told>>> {
        let sql = "select m.session_id, r.id, r.ascent_m, r.hr_max_bpm from session_recording m join recording r \
                   on r.athlete_id = m.athlete_id and r.id = m.recording_id where m.athlete_id = $1 order by r.id";
        let mut found: HashMap<String, Vec<Told>> = HashMap::new();
        for row in self.tx.all(sql, binds![self.athlete.0]).await? {
            let told = Told { id: row.text(1)?, ascent_m: row.float_or_none(2)?, hr_max_bpm: row.float_or_none(3)? };
            found.entry(row.text(0)?).or_default().push(told);
        }
        Ok(found)
    }

    pub(super) async fn days(&mut self) -> Result<()> {
        let profile = self.profile().await?;
        let lines = self.lines().await?;
        let notes: Vec<_> = lines.iter().filter_map(|(day, line)| parse_line(line, *day).ok()).collect();
        let athlete = athlete_with_notes(&profile.athlete(), &notes, Day::from_ordinal(i32::MAX));
        let mut ledger = Ledger::default();
        let sql = "select s.id, s.day, a.dose from session s join analysis a on a.athlete_id = s.athlete_id and \
                   a.session_id = s.id where s.athlete_id = $1 order by s.start_ms, s.id";
        for row in self.tx.all(sql, binds![self.athlete.0]).await? {
            ledger.sessions.extend(kept(&row.text(0)?, &row.text(1)?, &row.text(2)?)?);
        }
        // A date that a watch without a clock wrote, or one of the future, would only make a long table of nothing.
        let end = today().plus(1);
        ledger.sessions.retain(|s| s.day >= EARLIEST && s.day <= end);
        let last = ledger.sessions.iter().map(|s| s.day).chain(notes.iter().map(|n| n.day).filter(|d| *d <= end)).max();
        let last = last.unwrap_or(end);
        let ledger = ledger.with_notes(notes, athlete.mass.value);
        let age_y =
            profile.birth_year.map(|year| f64::from(last.civil().0 - year)).filter(|y| (5.0..=120.0).contains(y));
        let offset = profile.time_zone.as_deref().and_then(super::zone_of).map_or(0.0, |zone| {
            let noon = jiff::Timestamp::from_millisecond(last.noon().as_unix_ms()).unwrap_or_default();
            f64::from(zone.to_offset(noon).seconds())
        });
        let view = Viewpoint {
            athlete: &athlete,
            person: Person { log_response: 0.0, log_response_sd: response_between_people(), age_y },
            before: Before::Unknown,
            today: last,
            now: last.noon(),
            offset: TimeSpan::from_s(offset),
        };
        self.begin("days.csv", false)?;
        let mut table = csv::Writer::from_writer(&mut *self.out);
        let figures = [
            "hse",
            "hse_low",
            "hse_high",
            "weekly_hse",
            "weekly_band",
            "readiness",
            "hours_to_ready",
            "size_low_pct",
            "size_high_pct",
        ];
        let of_muscle = |m: Muscle| figures.map(|figure| format!("{}_{figure}", m.as_str()));
        let head = DAY.map(str::to_owned).into_iter().chain(Muscle::ALL.into_iter().flat_map(of_muscle));
        let mut days = 0;
        let written = table.write_record(head).and_then(|()| {
            each_day(&ledger, &view, |day| {
                days += 1;
                table.write_record(day_cells(day))
            })
        });
        let written = written.and_then(|()| table.flush().map_err(csv::Error::from));
        drop(table);
        self.done.days = days;
        written.map_err(|e| self.out.failed(e.into()))
    }

    pub(super) async fn journal(&mut self) -> Result<()> {
        let lines = self.lines().await?;
        self.begin("journal.txt", false)?;
        self.write(JOURNAL.as_bytes())?;
        for (day, line) in lines {
            self.done.journal_lines += 1;
            self.write(format!("{}\n", journal_line(day, &line)).as_bytes())?;
        }
        Ok(())
    }
}

/// Nothing was recorded before: a watch that has lost its clock writes dates around 1990.
const EARLIEST: Day = Day::from_ordinal(7_305);

/// A stored line as it stands in a text by itself: with its day, its words kept where they are read as the same.
fn journal_line(day: Day, line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let Ok(entry) = parse_line(&line, day) else { return format!("# {day} {line}") };
    let elsewhere = Day::from_ordinal(0);
    let is_same = |text: &str| parse_line(text, elsewhere).is_ok_and(|read| read == entry);
    let dated = format!("{day} {line}");
    [line, dated].into_iter().find(|text| is_same(text)).unwrap_or_else(|| entry.to_string())
}

fn kept(id: &str, day: &str, dose: &str) -> Result<Option<Performed>> {
    // A dose that another version of the program wrote is made anew by the next `striate status`.
    let day = day_of(day)?;
    Ok(KeptSession::from_json(dose).map(|kept| kept.performed(id, Format::Fit, day)))
}

/// A session's row, and whether its figures are old or missing.
fn session(row: &Row, recordings: &[Told]) -> Result<(Vec<String>, bool)> {
    let (id, day, zone) = (row.text(0)?, row.text(3)?, row.text(4)?);
    let choice: Value = serde_json::from_str(&row.text(5)?).unwrap_or_default();
    let is_stale = row.text_or_none(6)?.as_deref() != Some(METHOD_VERSION);
    let summary = row.text_or_none(7)?.and_then(|text| SessionSummary::from_json(&text));
    let performed = match row.text_or_none(8)? {
        Some(dose) => kept(&id, &day, &dose)?,
        None => None,
    };
    let (start_ms, end_ms) = (row.int(1)?, row.int(2)?);
    let time = |ms| instant(ms, &zone).ok_or_else(|| unreadable(&format!("the time of session {id}")));
    // The recording whose samples are believed speaks first.
    let picks = choice["picks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let streams: HashSet<&str> = picks
        .iter()
        .filter(|pick| pick["part"] == "streams")
        .flat_map(|pick| pick["recordings"].as_array().map(Vec::as_slice).unwrap_or_default())
        .filter_map(Value::as_str)
        .collect();
    let says = |of: fn(&Told) -> Option<f64>| {
        let believed = recordings.iter().filter(|r| streams.contains(r.id.as_str()));
        believed.chain(recordings).find_map(of)
    };
    let s = summary.as_ref();
    let of_export = choice["name"].as_str().map(str::to_owned);
    let mut cells = vec![
        id.clone(),
        time(start_ms)?,
        time(end_ms)?,
        day,
        zone.clone(),
        s.map_or_else(String::new, |s| s.kind.clone()),
        number(s.map(|s| s.kind_confidence), 2),
        s.map_or_else(String::new, |s| s.sport.clone()),
        s.map_or_else(String::new, |s| s.name.clone()),
        of_export.or_else(|| s.and_then(|s| s.title.clone())).unwrap_or_default(),
        number(s.map(|s| s.timer_s), 0),
        number(Some((end_ms - start_ms) as f64 / 1000.0), 0),
        number(s.and_then(|s| s.distance_m), 0),
        number(says(|r| r.ascent_m), 0),
        number(s.and_then(|s| s.hr_mean_bpm), 0),
        number(says(|r| r.hr_max_bpm), 0),
        s.map_or_else(String::new, |s| s.efforts.to_string()),
        s.map_or_else(String::new, |s| s.active_sets.to_string()),
        number(s.and_then(|s| s.impact_km), 1),
        number(s.and_then(|s| s.cardio_load), 0),
        performed.as_ref().map_or_else(String::new, |p| p.muscles_unknown.is_none().to_string()),
        is_stale.to_string(),
        recordings.iter().map(|r| r.id.as_str()).collect::<Vec<_>>().join(" "),
        s.map_or_else(String::new, |s| s.verdict.clone()),
    ];
    let known = performed.as_ref().filter(|p| p.muscles_unknown.is_none());
    for muscle in Muscle::ALL {
        match known.map(|p| &p.muscles[muscle]) {
            Some(m) => cells.extend([
                number(Some(m.hse.value), 2),
                number(Some(m.hse.low), 2),
                number(Some(m.hse.high), 2),
                m.band().as_str().to_owned(),
                number(m.fast_twitch_share, 2),
                m.evidence.map(EvidenceGrade::as_str).unwrap_or_default().to_owned(),
            ]),
            None => cells.extend(["", "", "", "unknown", "", ""].map(str::to_owned)),
        }
    }
    Ok((cells, is_stale))
}

fn day_cells(day: &BodyDay) -> Vec<String> {
    let mut cells = vec![day.day.to_string(), day.sessions.to_string()];
    let loads = [day.on_foot_km, day.impact_km, day.cardio_load];
    let averages = [day.impact_km_per_day, day.cardio_load_per_day].concat();
    cells.extend(loads.into_iter().chain(averages).map(|x| number(Some(x), 1)));
    for muscle in Muscle::ALL {
        match &day.muscles[muscle] {
            Some(m) => cells.extend([
                number(Some(m.hse.value), 2),
                number(Some(m.hse.low), 2),
                number(Some(m.hse.high), 2),
                number(Some(m.weekly_hse), 1),
                m.weekly_band.to_owned(),
                m.readiness.to_owned(),
                number(Some(m.hours_to_ready), 0),
                number(m.size_pct.map(|(low, _)| low), 1),
                number(m.size_pct.map(|(_, high)| high), 1),
            ]),
            None => cells.extend(["", "", "", "", "unknown", "unknown", "", "", ""].map(str::to_owned)),
        }
    }
    cells
}

/// A number with so many decimals at most; nothing where there is none.
fn number(value: Option<f64>, decimals: i32) -> String {
    let scale = 10_f64.powi(decimals);
    // Adding zero makes of a negative zero a plain one.
    value.filter(|x| x.is_finite()).map_or_else(String::new, |x| ((x * scale).round() / scale + 0.0).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_journal_stands_by_itself_and_is_read_as_the_same() {
        let day: Day = "2026-11-14".parse().unwrap();
        let kept = [
            ("sleep 7.5 h", "2026-11-14 sleep 7.5 h"),
            ("2026-11-14 sleep 7.5 h # well", "2026-11-14 sleep 7.5 h # well"),
            ("18:30 lift back squat 3x5 @ 100 kg", "2026-11-14 18:30 lift back squat 3x5 @ 100 kg"),
            ("yesterday sleep 8 h", "2026-11-13 sleep 8 h"),
            ("no such thing", "# 2026-11-14 no such thing"),
        ];
        for (line, text) in kept {
            assert_eq!(journal_line(day, line), text);
        }
    }

    #[test]
    fn numbers_carry_no_false_decimals() {
        assert_eq!(number(Some(1.0 / 3.0), 2), "0.33");
        assert_eq!(number(Some(-0.001), 1), "0");
        assert_eq!(number(Some(8000.0), 0), "8000");
        assert_eq!(number(Some(f64::NAN), 0) + &number(None, 0), "");
    }
}
