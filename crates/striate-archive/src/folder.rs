//! Many files that belong together: the members of a zip, or the files of a folder that somebody unpacked. Where they are
//! an export, its tables are read first, so that each file meets what the export says about it.

use super::bounded::Bounded;
use super::exports::{Routes, is_route, is_summary};
use super::found::Content;
use super::own::is_own;
use super::pack::Packed;
use super::{Flow, Sink, Walk};
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::ops::ControlFlow;
use striate_formats::exports::strava::{Activity, Table};
use striate_formats::exports::{About, Export, Reading, possible_mass};
use striate_formats::limits;
use striate_model::{Day, TimeSpan};

/// Files with names relative to one root, each of which can be opened. A zip is such; a folder is one made by whoever may
/// open files.
pub trait Members {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a member, its parts joined by `/`.
    fn name(&self, index: usize) -> String;

    /// Its size as it is announced, and the size of its packed bytes where they are packed.
    fn size(&self, index: usize) -> (u64, Option<u64>);

    /// Its bytes.
    ///
    /// # Errors
    /// It cannot be opened; the words of the error go to the reader.
    fn open(&mut self, index: usize) -> io::Result<Box<dyn Read + '_>>;
}

/// Walks over files that belong together like [`super::walk`] does over a zip: a folder that holds an unpacked export is
/// recognised.
pub fn walk_members(members: &mut dyn Members, name: &str, sink: &mut Sink<'_>) {
    let mut walk = Walk::new(sink);
    if walk.members(members, name).is_continue() {
        let _ = walk.finish(name);
    }
}

/// What the tables of an export say.
#[derive(Default)]
struct Tables {
    /// Strava's activities.
    activities: Vec<Activity>,
    /// The activity of each file name.
    by_file: HashMap<String, usize>,
    /// Activities whose file was found.
    met: HashSet<usize>,
    /// Members that were read already.
    done: HashSet<usize>,
}

impl Walk<'_, '_> {
    /// Walks over files that belong together.
    pub(super) fn members(&mut self, members: &mut dyn Members, name: &str) -> Flow {
        let (mut tables, mut routes) = (Tables::default(), Routes::new());
        for index in 0..members.len() {
            let member = members.name(index);
            if is_route(&member) && !is_litter(&member) {
                routes.insert(file_name(&member).to_owned(), index);
            }
            if (is_summary(&member) || is_own(&member)) && !is_litter(&member) {
                tables.done.insert(index);
                self.one(members, index, &format!("{name}/{member}"), None)?;
            }
            if file_name(&member).eq_ignore_ascii_case("activities.csv") && !is_litter(&member) {
                self.strava_table(members, index, name, &mut tables)?;
            }
        }
        for index in 0..members.len() {
            let member = members.name(index);
            let waits = routes.get(file_name(&member)) == Some(&index);
            if tables.done.contains(&index) || waits || member.ends_with(['/', '\\']) || is_litter(&member) {
                continue;
            }
            let activity = tables.by_file.get(&member).copied();
            tables.met.extend(activity);
            let about = activity.map(|at| Box::new(tables.activities[at].about.clone()));
            self.one(members, index, &format!("{name}/{member}"), about)?;
            self.health_with_routes(members, &routes, &mut tables.done)?;
        }
        // Routes that no workout asked for are files like others.
        let mut left: Vec<usize> = routes.into_values().filter(|index| !tables.done.contains(index)).collect();
        left.sort_unstable();
        for index in left {
            let label = format!("{name}/{}", members.name(index));
            self.one(members, index, &label, None)?;
        }
        self.strava_rest(&tables, name)
    }

    /// One of the members.
    fn one(&mut self, members: &mut dyn Members, index: usize, label: &str, about: Option<Box<About>>) -> Flow {
        if self.unpacked > limits::ARCHIVE_BYTES {
            self.problem(label, "the archive unpacks to more than is read of one; the rest was left out")?;
            return ControlFlow::Break(());
        }
        let (size, packed) = members.size(index);
        match members.open(index) {
            Ok(mut from) => self.member(&mut Bounded::new(&mut from, size, packed), label, about),
            Err(error) => self.problem(label, format!("it cannot be opened: {error}")),
        }
    }

    /// Reads a table of Strava's activities, where it is one.
    fn strava_table(&mut self, members: &mut dyn Members, index: usize, name: &str, tables: &mut Tables) -> Flow {
        let member = members.name(index);
        let (size, packed) = members.size(index);
        let mut bytes = Vec::new();
        let read = match members.open(index) {
            Ok(mut from) => {
                let mut bounded = Bounded::new(&mut from, size, packed);
                bounded.set_limit(limits::STRAVA_TABLE_BYTES);
                bounded.rest(&mut bytes).map_err(|error| bounded.fault(&error))
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(fault) = read {
            let sentence = format!("the table of activities could not be read whole: {fault}");
            self.problem(&format!("{name}/{member}"), sentence)?;
        }
        let Some(table) = Table::read(&bytes) else { return ControlFlow::Continue(()) };
        tables.done.insert(index);
        let folder = &member[..member.len() - file_name(&member).len()];
        for warning in table.warnings {
            self.problem(&format!("{name}/{member}"), warning.message)?;
        }
        for activity in table.activities {
            if !activity.file.is_empty() {
                tables.by_file.insert(format!("{folder}{}", activity.file), tables.activities.len());
            }
            tables.activities.push(activity);
        }
        ControlFlow::Continue(())
    }

    /// Strava's activities without a file, and what its table knows about the athlete.
    fn strava_rest(&mut self, tables: &Tables, name: &str) -> Flow {
        for (index, activity) in tables.activities.iter().enumerate() {
            if tables.met.contains(&index) {
                continue;
            }
            let label = format!("{name}/activities.csv#{}", activity.about.id);
            if !activity.file.is_empty() {
                let file: String = activity.file.chars().take(100).collect();
                self.problem(&label, format!("its file {file} is missing from the export; only its row was read"))?;
            }
            if activity.about.start.is_some() {
                let packed = Packed::plain(activity.as_file(), &label);
                self.found(&label, Content::File(packed, Some(Box::new(activity.about.clone()))))?;
            }
        }
        self.strava_masses(&tables.activities, name)
    }

    /// Body mass whenever it changed: Strava repeats the last one it was told with every activity.
    fn strava_masses(&mut self, activities: &[Activity], name: &str) -> Flow {
        let mut said: Vec<(Day, f64)> = activities
            .iter()
            .filter_map(|a| Some((Day::of(a.about.start?, TimeSpan::default()), a.athlete_kg?)))
            .collect();
        said.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        said.dedup_by(|later, earlier| later.1 == earlier.1);
        for (day, kg) in said {
            if let Some(measure) = possible_mass(kg) {
                let source = Export::Strava.as_str().to_owned();
                self.found(&format!("{name}/activities.csv"), Content::Reading(Reading { day, measure, source }))?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// The last part of a name.
pub(super) fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Files that computers leave behind on their own.
fn is_litter(name: &str) -> bool {
    name.split(['/', '\\'])
        .any(|part| part == "__MACOSX" || part == ".DS_Store" || part == "Thumbs.db" || part.starts_with("._"))
}
