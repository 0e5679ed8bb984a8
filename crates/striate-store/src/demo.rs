//! The demo athlete in a database: two years of made-up running and lifting that end today, put in like anybody's files, and
//! taken out again when the athlete's own come.

use crate::athlete::{AthleteId, Profile};
use crate::error::{Result, StoreError};
use crate::import::{ImportOptions, ImportReport, Listener, Zone, derive, import_files};
use crate::journal::NewEntry;
use crate::sql::binds;
use crate::store::Store;
use crate::writer::GroupLimits;
use striate_model::{Day, Sex};
use striate_synth::{DemoFiles, DemoNote, demo};

/// The name of the import that brings the demo athlete.
pub const ORIGIN: &str = "the demo athlete";
/// Under such a name its notes are stored.
const NOTE_KEY: &str = "demo ";

impl Store {
    /// Whether the athlete is the made-up one.
    ///
    /// # Errors
    /// As every read.
    pub async fn is_demo(&self, athlete: AthleteId) -> Result<bool> {
        let sql = "select id from import where athlete_id = $1 and origin = $2 limit 1";
        Ok(self.pool.first(sql, binds![athlete.0, ORIGIN]).await?.is_some())
    }

    /// Whether nothing was given yet: no file, no line.
    ///
    /// # Errors
    /// As every read.
    pub async fn is_empty(&self, athlete: AthleteId) -> Result<bool> {
        let sql = "select hash from source_file where athlete_id = $1 limit 1";
        let no_file = self.pool.first(sql, binds![athlete.0]).await?.is_none();
        let sql = "select id from journal_entry where athlete_id = $1 limit 1";
        Ok(no_file && self.pool.first(sql, binds![athlete.0]).await?.is_none())
    }
}

/// Fills an empty database with the demo athlete, whose two years end on `today`.
///
/// # Errors
/// `Conflict` where somebody's history is there already; what the database refuses.
pub async fn seed(
    store: &Store,
    athlete: AthleteId,
    (today, zone): (Day, &Zone),
    listener: &mut (dyn Listener + Send),
) -> Result<ImportReport> {
    if !store.is_empty(athlete).await? {
        return Err(StoreError::conflict("this database holds somebody's history already")
            .with_hint("name an empty one: striate demo --seed-only --database sqlite:demo.db"));
    }
    let made = tokio::task::spawn_blocking(move || demo(today)).await;
    let made = made.map_err(|e| StoreError::unavailable("the demo athlete could not be made").caused_by(e))?;
    store.put_profile(athlete, today, &profile(&made, today.civil().0, zone)).await?;
    store.add_entries(athlete, &notes(&made.notes)).await?;
    let files = made.files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let options =
        ImportOptions { zone: zone.clone(), unit: None, miles: None, threads: None, group: GroupLimits::default() };
    import_files(store, (athlete, ORIGIN), files, &options, listener).await
}

/// Takes the demo athlete out again, so that the athlete's own history can come. Returns whether there was one.
///
/// # Errors
/// What the database refuses.
pub async fn remove(store: &Store, athlete: AthleteId, listener: &mut (dyn Listener + Send)) -> Result<bool> {
    let imports = store.imports(athlete).await?;
    let mut is_demo = false;
    for run in imports.iter().filter(|run| run.origin == ORIGIN) {
        store.undo_import(run.id).await?;
        is_demo = true;
    }
    if is_demo {
        let entries = store.entries(athlete).await?;
        let is_ours = |key: &Option<String>| key.as_deref().is_some_and(|key| key.starts_with(NOTE_KEY));
        let ours: Vec<i64> = entries.iter().filter(|e| is_ours(&e.import_key)).map(|e| e.id).collect();
        store.replace_entries(athlete, &ours, &[]).await?;
        store.pool.execute("delete from profile where athlete_id = $1", binds![athlete.0]).await?;
        derive(store, athlete, None, listener).await?;
    }
    Ok(is_demo)
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
fn notes(notes: &[DemoNote]) -> Vec<NewEntry> {
    let mut lines = Vec::new();
    for note in notes {
        let day = note.day;
        if let Some(hours) = note.sleep_h {
            lines.push((day, format!("{day} sleep {hours:.2} h")));
        }
        if let Some(kg) = note.body_mass_kg {
            lines.push((day, format!("{day} mass {kg:.1} kg")));
        }
        for (muscle, points) in &note.soreness {
            lines.push((day, format!("{day} soreness {} {points:.0}", muscle.label())));
        }
    }
    let entry =
        |(at, (day, line)): (usize, (Day, String))| NewEntry { day, line, import_key: Some(format!("{NOTE_KEY}{at}")) };
    lines.into_iter().enumerate().map(entry).collect()
}
