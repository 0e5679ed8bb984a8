//! The table of activities in a Strava export (`activities.csv`).
//!
//! Its names of columns are translated into the account's language and doubled: there are two elapsed times, two
//! distances, two highest heart rates. So columns are found by what does not change: the first seven stand in the same
//! order in every language and year, the column of file names shows by its values (or stands three before the second
//! elapsed time), gear stands before it and the exact figures behind it. A doubled name proves each exact column.
//! Times are UTC.

use super::{About, Export};
use crate::civil::{Calendar, Order, Stamp};
use crate::lifting::rows::{Row, Rows, Step};
use crate::number::number;
use crate::xml::{sport_of, sport_of_name};
use crate::{DecodeError, LooksLike, limits};
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use striate_model::{
    Decoded, Distance, Format, HeartRate, Recording, Speed, Sport, SubSport, TimeSpan, Timestamp, Warning, WarningCode,
};

/// Names of the column of file names, for tables in which no activity has a file. They are of the account's language.
const FILE_COLUMN: [&str; 16] = [
    "filename",
    "dateiname",
    "nom du fichier",
    "nombre de archivo",
    "nombre del archivo",
    "nome file",
    "nome del file",
    "nome do arquivo",
    "nome do ficheiro",
    "bestandsnaam",
    "filnamn",
    "filnavn",
    "nazwa pliku",
    "имя файла",
    "ファイル名",
    "文件名",
];

/// The columns of this program's own small tables: as Strava names them in English.
const OWN_HEADER: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,\
                          Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,\
                          Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,\
                          Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,Average Grade,\
                          Average Positive Grade,Average Negative Grade,Max Cadence,Average Cadence,Max Heart Rate,\
                          Average Heart Rate";

/// Where the columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Columns {
    file: usize,
    gear: Option<usize>,
    note: Option<usize>,
    /// The first of the exact figures: elapsed time in seconds.
    exact: Option<usize>,
    /// Whether the first distance is metres, as in the oldest exports, and not kilometres.
    is_metres: bool,
}

/// One activity of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// What is said about it.
    pub about: About,
    /// The name of its file inside of the export; empty where it has none.
    pub file: String,
    /// The athlete's mass as Strava knew it, kg.
    pub athlete_kg: Option<f64>,
    speed_max_m_per_s: Option<f64>,
    ascent_m: Option<f64>,
    hr_max_bpm: Option<f64>,
    hr_mean_bpm: Option<f64>,
}

/// The whole table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its activities in the order of the rows.
    pub activities: Vec<Activity>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// Whether these first bytes of a file are such a table.
pub(crate) fn sniff(head: &[u8]) -> bool {
    let Some(mut rows) = Rows::open(head).map(Rows::with_lines_anywhere) else { return false };
    if rows.header().len() < 10 {
        return false;
    }
    let header = rows.header().to_vec();
    let is_named = matches!(
        (header[0].to_lowercase().as_str(), header[1].to_lowercase().as_str()),
        ("activity id", "activity date") | ("id", "date")
    );
    match rows.advance() {
        Some(Step::Row(row)) => is_activity(&row) && (is_named || columns(&header, &[row.cell_at_names()]).is_some()),
        Some(_) => false,
        None => is_named && columns(&header, &[]).is_some(),
    }
}

fn is_activity(row: &Row<'_>) -> bool {
    let id = row.cell(0);
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) && Stamp::read(&row.cell(1)).is_some()
}

/// Finds the columns. `files` are, for each of some rows, the columns that hold the name of a recording.
fn columns(header: &[String], files: &[Vec<usize>]) -> Option<Columns> {
    let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
    let named = || names.iter().rposition(|name| FILE_COLUMN.contains(&name.as_str()));
    let doubled = || {
        let second = names.iter().skip(7).position(|name| *name == names[5])? + 7;
        (names.get(second + 2) == Some(&names[6])).then(|| second.checked_sub(3))?
    };
    let by_values = || {
        let mut counts = vec![0_usize; names.len()];
        for column in files.iter().flatten().filter(|column| **column < names.len()) {
            counts[*column] += 1;
        }
        let (column, count) = counts.iter().enumerate().skip(7).max_by_key(|(_, count)| **count)?;
        (*count > 0).then_some(column)
    };
    let file = by_values().or_else(doubled).or_else(named)?;
    let is_doubled = |column: usize, first: usize| names.get(column).is_some_and(|name| *name == names[first]);
    Some(Columns {
        file,
        gear: (file >= 9).then(|| file - 1),
        note: (file == 12).then_some(10),
        exact: (is_doubled(file + 3, 5) && is_doubled(file + 5, 6)).then_some(file + 3),
        is_metres: names[5].contains('_'),
    })
}

impl Table {
    /// Reads the table; `None` where it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let open = || Rows::open(bytes).map(Rows::with_lines_anywhere);
        let mut rows = open()?;
        let header = rows.header().to_vec();
        if header.len() < 10 {
            return None;
        }
        let (mut files, mut stamps, mut activities) = (Vec::new(), Vec::new(), 0_usize);
        while let Some(step) = rows.advance() {
            if let Step::Row(row) = step {
                activities += usize::from(is_activity(&row));
                if stamps.len() < limits::STRAVA_ROWS {
                    stamps.extend(Stamp::read(&row.cell(1)));
                }
                if files.len() < 1_000 {
                    files.push(row.cell_at_names());
                }
            }
        }
        let columns = columns(&header, &files)?;
        if activities == 0 && !stamps.is_empty() {
            return None;
        }
        let proves = |order| stamps.iter().any(|stamp| stamp.proves() == Some(order));
        let order = match (proves(Order::DayFirst), proves(Order::MonthFirst)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        let calendar = Calendar { zone: TimeZone::UTC, order };
        let mut table = Self::default();
        let mut rows = open()?;
        while let Some(step) = rows.advance() {
            match step {
                Step::Row(row) if row.is_blank() => {}
                Step::Row(_) if table.activities.len() >= limits::STRAVA_ROWS => {
                    table.warn(
                        WarningCode::LimitReached,
                        "the table has more rows than are read; the rest was left out",
                    );
                    break;
                }
                Step::Row(row) => table.take(&row, &columns, &calendar),
                Step::Broken(place) | Step::GivenUp(place) => {
                    let sentence = format!("line {}: the row cannot be read and was left out", place.line);
                    table.warn(WarningCode::BadMarkup, &sentence);
                }
            }
        }
        Some(table)
    }

    fn warn(&mut self, code: WarningCode, sentence: &str) {
        if self.warnings.len() < limits::WARNINGS {
            self.warnings.push(Warning::of(code, sentence));
        }
    }

    fn take(&mut self, row: &Row<'_>, columns: &Columns, calendar: &Calendar) {
        let text = |column: usize| kept(&row.cell(column));
        let figure = |column: usize| number(&row.cell(column)).filter(|value| *value >= 0.0);
        let exact = |behind: usize| columns.exact.and_then(|first| figure(first + behind));
        let mut about = About::new(Export::Strava);
        about.id = kept(&row.cell(0)).filter(|id| id.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
        about.start = Stamp::read(&row.cell(1)).and_then(|stamp| stamp.instant(calendar));
        if about.start.is_none() {
            let sentence = format!("line {}: the date \"{}\" cannot be read", row.place.line, short_date(&row.cell(1)));
            self.warn(WarningCode::BadField, &sentence);
        }
        about.name = text(2);
        about.kind = text(3);
        (about.sport, about.sub_sport) = about.kind.as_deref().map_or((Sport::Unknown, SubSport::Generic), sport_of);
        if let (Sport::Unknown, Some(name)) = (about.sport, about.name.as_deref()) {
            (about.sport, about.sub_sport) = sport_of_name(name);
        }
        about.description = text(4);
        about.private_note = columns.note.and_then(text);
        about.gear = columns.gear.and_then(text);
        let span = |s: f64| (s > 0.0 && s <= 31.0 * 86_400.0).then(|| TimeSpan::from_s(s));
        about.elapsed = exact(0).or_else(|| figure(5)).and_then(span);
        about.moving = exact(1).and_then(span);
        // The first distance is for the eye: kilometres, and metres where one swims.
        let by_eye =
            || figure(6).map(|d| if columns.is_metres || about.sport == Sport::Swimming { d } else { d * 1000.0 });
        about.distance = exact(2).or_else(by_eye).filter(|m| *m > 0.0 && *m < 2e7).map(Distance::from_m);
        let proven = |column: usize, first: usize, bounds: std::ops::RangeInclusive<f64>| {
            exact(0)?;
            (columns.file == first).then(|| figure(column)).flatten().filter(|value| bounds.contains(value))
        };
        let file = row.cell(columns.file).into_owned();
        self.activities.push(Activity {
            about,
            file: if file.len() <= limits::ARCHIVE_NAME { file } else { String::new() },
            athlete_kg: columns.exact.and_then(|first| figure(first - 2)).filter(|kg| *kg > 0.0),
            speed_max_m_per_s: exact(3).filter(|speed| (0.1..=60.0).contains(speed)),
            ascent_m: exact(5).filter(|m| *m < 30_000.0),
            // Behind the climbs the columns are only known of the layout with 12 columns before the file.
            hr_max_bpm: proven(30, 12, 30.0..=250.0),
            hr_mean_bpm: proven(31, 12, 30.0..=250.0),
        });
    }
}

impl Activity {
    /// The activity as a recording without samples; `None` without a date.
    fn recording(&self) -> Option<Recording> {
        let mut recording = self.about.recording()?;
        recording.ascent = self.ascent_m.map(Distance::from_m);
        recording.speed_max = self.speed_max_m_per_s.map(Speed::from_m_per_s);
        recording.hr_mean = self.hr_mean_bpm.map(HeartRate::from_bpm);
        recording.hr_max = self.hr_max_bpm.map(HeartRate::from_bpm);
        Some(recording)
    }

    /// The activity as a table of its own, in English and with plain numbers: the same for every export it is in.
    pub fn as_file(&self) -> Vec<u8> {
        let about = &self.about;
        let text = |text: &Option<String>| text.as_deref().map(quoted).unwrap_or_default();
        let seconds = |span: Option<TimeSpan>| figure(span.map(TimeSpan::as_s));
        let mut table = String::from(OWN_HEADER);
        let _ = write!(
            table,
            "\n{},{},{},{},{},{},{},,,,{},{},,{},,{},{},{},{},,{},,,,,,,,,,{},{}\n",
            about.id,
            about.start.map(date).unwrap_or_default(),
            text(&about.name),
            text(&about.kind),
            text(&about.description),
            seconds(about.elapsed),
            figure(about.distance.map(|d| d.as_m() / 1000.0)),
            text(&about.private_note),
            text(&about.gear),
            figure(self.athlete_kg),
            seconds(about.elapsed),
            seconds(about.moving),
            figure(about.distance.map(Distance::as_m)),
            figure(self.speed_max_m_per_s),
            figure(self.ascent_m),
            figure(self.hr_max_bpm),
            figure(self.hr_mean_bpm),
        );
        table.into_bytes()
    }
}

/// Every activity of such a table, as recordings without samples.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let table = Table::read(bytes).ok_or_else(|| DecodeError::NotRecognised(LooksLike::of(bytes)))?;
    let mut recordings: Vec<Recording> = table.activities.iter().filter_map(Activity::recording).collect();
    recordings.sort_by_key(|recording| recording.start);
    let (workouts, unknown) = (Vec::new(), Vec::new());
    Ok(Decoded { format: Format::StravaCsv, recordings, workouts, warnings: table.warnings, unknown })
}

fn kept(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(limits::ABOUT_TEXT).collect())
}

fn short_date(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn figure(value: Option<f64>) -> String {
    value.map(|value| format!("{value}")).unwrap_or_default()
}

/// A date that every reader of this module understands.
fn date(start: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(start.as_unix_ms()).unwrap_or_default();
    instant.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

impl Row<'_> {
    /// The columns of the row that hold the name of a recording in a folder.
    fn cell_at_names(&self) -> Vec<usize> {
        let is_name = |column: &usize| {
            let cell = self.cell(*column);
            cell.contains('/') && super::has_recording_name(&cell)
        };
        (0..limits::LIFT_COLUMNS.min(self.columns())).filter(is_name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,\
                          Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete \
                          Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,\
                          Elevation Loss,Elevation Low,Elevation High,Max Grade,Average Grade,Average Positive Grade,\
                          Average Negative Grade,Max Cadence,Average Cadence,Max Heart Rate,Average Heart Rate\n";
    const GERMAN: &str = "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,\
                          Verstrichene Zeit,Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,Hinweis zur Privatsphäre,\
                          Aktivitätsausrüstung,Dateiname,Sportlergewicht,Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,\
                          Distanz,Höchstgeschw.,Durchschnittliche Geschwindigkeit,Höhenzunahme\n";

    fn table(text: &str) -> Table {
        assert!(sniff(text.as_bytes()), "it is not recognised");
        Table::read(text.as_bytes()).expect("it is a table")
    }

    #[test]
    fn an_activity_has_the_exact_figures_and_not_those_for_the_eye() {
        let row = "11,\"Sep 26, 2026, 10:56:05 AM\",\"Morning, \"\"easy\"\"\nRun\",Run,,3189,9.44,150,33,false,,Old shoes,\
                   activities/99.fit.gz,71.5,,3189.0,3070.0,9441.5,4.1,3.0,44.0,,,,,,,,,,171.0,150.2\n";
        let table = table(&format!("{HEADER}{row}"));
        let activity = &table.activities[0];
        let about = &activity.about;
        assert_eq!((about.id.as_str(), activity.file.as_str()), ("11", "activities/99.fit.gz"));
        assert_eq!(about.name.as_deref(), Some("Morning, \"easy\"\nRun"));
        assert_eq!(about.gear.as_deref(), Some("Old shoes"));
        assert_eq!(about.start, Some(Timestamp::from_unix_ms(1_790_420_165_000)));
        assert_eq!(about.distance, Some(Distance::from_m(9441.5)));
        assert_eq!(about.moving, Some(TimeSpan::from_s(3070.0)));
        assert_eq!(activity.athlete_kg, Some(71.5));
        assert_eq!((activity.hr_max_bpm, activity.hr_mean_bpm), (Some(171.0), Some(150.2)));
        assert_eq!(activity.ascent_m, Some(44.0));
        assert!(table.warnings.is_empty());
    }

    #[test]
    fn columns_are_found_in_another_language_with_and_without_files() {
        let with = "8,\"09.12.2022, 15:24:49\",Abendrunde,Lauf,,3189,\"9,44\",,,true,\"\",Patria,activities/8.gpx,,20.0,\
                    3189.0,2070.0,9441.0,9.0,3.0,20.0\n";
        let without = "9,\"13.12.2022, 18:00:00\",Beine,Krafttraining,,3600,0,,,false,,,,,,3600.0,3600.0,0.0,,,\n";
        let both = table(&format!("{GERMAN}{with}{without}"));
        assert_eq!(both.activities[0].about.sport, Sport::Running);
        assert_eq!(
            both.activities[0].about.start,
            Some(Timestamp::from_unix_ms(1_670_599_489_000)),
            "day before month"
        );
        assert_eq!(both.activities[0].about.distance, Some(Distance::from_m(9441.0)));
        let alone = table(&format!("{GERMAN}{without}"));
        assert_eq!(alone.activities[0].about.sub_sport, SubSport::StrengthTraining);
        assert_eq!(alone.activities[0].file, "");
        assert_eq!(alone.activities[0].about.elapsed, Some(TimeSpan::from_s(3600.0)));
    }

    #[test]
    fn the_tables_of_earlier_years_have_fewer_columns() {
        let newer = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,\
                     Commute,Activity Gear,Filename\n1,\"Sep 12, 2018, 3:02:23 PM\",Evening,Run,,783,3.68,true,Shoe,\
                     activities/1.gpx\n";
        let oldest = "id,date,name,type,description,elapsed_time,distance,commute,gear,filename\n\
                      1,2018-09-12 15:02:23,Evening,Run,,783,3680.0,true,Shoe,activities/1.gpx\n";
        for text in [newer, oldest] {
            let table = table(text);
            let about = &table.activities[0].about;
            assert_eq!(about.start, Some(Timestamp::from_unix_ms(1_536_764_543_000)));
            assert!((about.distance.unwrap().as_m() - 3680.0).abs() < 1e-6);
            assert_eq!(about.gear.as_deref(), Some("Shoe"));
        }
    }

    #[test]
    fn an_activity_without_a_file_becomes_a_file_that_says_the_same() {
        let row = "12,\"Sep 27, 2026, 6:00:00 PM\",\"Legs, heavy\",Weight Training,\"squats\n\"\"hard\"\"\",3600,0,140,,false,\
                   knee hurt,,,70.0,,3600.0,3500.0,0.0,,,,,,,,,,,,,140.0,110.5\n";
        let activity = table(&format!("{HEADER}{row}")).activities.remove(0);
        let file = activity.as_file();
        let again = Table::read(&file).unwrap();
        assert_eq!(again.activities, std::slice::from_ref(&activity));
        let decoded = crate::decode(&file, "row").unwrap();
        assert_eq!(
            (decoded.format, decoded.recordings.as_slice()),
            (Format::StravaCsv, &[activity.recording().unwrap()][..])
        );
        assert_eq!(decoded.recordings[0].timer, Some(TimeSpan::from_s(3500.0)));
    }

    #[test]
    fn other_tables_are_none() {
        for text in [
            "a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,10\n",
            "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n",
            "",
            "Activity ID,Activity Date\n1,\"Sep 26, 2026, 10:56:05 AM\"\n",
        ] {
            assert!(!sniff(text.as_bytes()), "{text}");
        }
    }
}
