//! `striate demo --seed-only`: a database with the demo athlete in it.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::{Failure, block_on, open};
use crate::import::{Bar, print, wrong};
use anyhow::Result;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use striate_model::{Sex, Timestamp};
use striate_pipeline::demo::{DemoFiles, DemoNote, demo};
use striate_store::import::{ImportOptions, Zone, import_files};
use striate_store::{AthleteId, GroupLimits, NewEntry, Profile, Store, StoreError};

/// Fills the database with a synthetic athlete of two years that end today.
///
/// Nobody's recordings: two years of running and lifting with a plateau, an injury and a comeback, a gym, hills and a base.
#[derive(clap::Args)]
pub(crate) struct DemoArguments {
    /// Fills the database and ends.
    #[arg(long)]
    seed_only: bool,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(crate) fn run(arguments: &DemoArguments) -> Result<Outcome> {
    if !arguments.seed_only {
        let hint = "striate demo --seed-only fills the database; striate status tells about it";
        return Ok(wrong("the demo's server is not part of this build yet", hint));
    }
    block_on(async {
        let (store, athlete) = open(&arguments.database).await?;
        if !store.sources(athlete).await?.is_empty() || !store.entries(athlete).await?.is_empty() {
            let taken = StoreError::conflict("this database holds somebody's history already");
            return Err(taken
                .with_hint("name an empty one: striate demo --seed-only --database sqlite:demo.db")
                .into());
        }
        let zone = Zone::of_system();
        let today = zone.day(Timestamp::from_unix_ms(crate::status::now_ms()));
        let made = demo(today);
        store.put_profile(athlete, today, &profile(&made, today.civil().0, &zone)).await?;
        note(&store, athlete, &made.notes).await?;
        let files = made.files.into_iter().map(|file| (file.name, file.bytes)).collect();
        let options = ImportOptions { zone, unit: None, threads: None, group: GroupLimits::default() };
        let mut bar = Bar::new(Arc::new(AtomicBool::new(false)));
        let report = import_files(&store, athlete, "the demo athlete", files, &options, &mut bar).await;
        bar.finish();
        let report = report?;
        store.close().await;
        let sessions = report.derived.sessions;
        let page = || format!("The demo athlete is in the database: {sessions} sessions up to {today}.\n");
        print(arguments.format, page, &json!({ "sessions": sessions, "today": today.to_string() }))?;
        Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    })
}

/// Who the demo athlete is.
fn profile(made: &DemoFiles, year: i32, zone: &Zone) -> Profile {
    let mut more = serde_json::Map::new();
    more.insert("has_gym".to_owned(), made.has_gym.into());
    more.insert("has_hills".to_owned(), made.has_hills.into());
    more.insert("base_months".to_owned(), made.base_months.into());
    let athlete = &made.athlete;
    Profile {
        mass_kg: Some(athlete.mass.value.as_kg()),
        height_m: Some(athlete.height.value.as_m()),
        sex: match athlete.sex.value {
            Sex::Female => Some("female".to_owned()),
            Sex::Male => Some("male".to_owned()),
            Sex::Unspecified => None,
        },
        birth_year: Some(year - made.age_y.round() as i32),
        hr_max_bpm: Some(athlete.hr_max.value.as_bpm()),
        hr_rest_bpm: Some(athlete.hr_rest.value.as_bpm()),
        time_zone: Some(zone.name().to_owned()),
        mass_unit: Some("kg".to_owned()),
        more,
        ..Profile::default()
    }
}

/// What the demo athlete wrote down. Body mass belongs to the profile too, but its course is in the notes.
async fn note(store: &Store, athlete: AthleteId, notes: &[DemoNote]) -> Result<(), Failure> {
    let mut entries = Vec::new();
    for note in notes {
        let day = note.day;
        let mut add = |line: String| entries.push(NewEntry::by_hand(day, line));
        if let Some(hours) = note.sleep_h {
            add(format!("{day} sleep {hours:.2} h"));
        }
        if let Some(kg) = note.body_mass_kg {
            add(format!("{day} mass {kg:.1} kg"));
        }
        for (muscle, points) in &note.soreness {
            add(format!("{day} soreness {} {points:.0}", muscle.label()));
        }
    }
    store.add_entries(athlete, &entries).await?;
    Ok(())
}
