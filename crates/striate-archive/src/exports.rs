//! Exports of which the pieces have to find one another: Garmin's summaries and files, Apple's workouts and routes.

use super::bounded::Bounded;
use super::folder::{Members, file_name};
use super::found::Content;
use super::pack::Packed;
use super::{Flow, Walk};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;
use striate_formats::exports::{About, Export, apple, garmin};
use striate_formats::limits;
use striate_model::{Day, TimeSpan, Timestamp};

/// Routes of a health export by their file's name, with the member that holds each.
pub(super) type Routes = HashMap<String, usize>;

/// Whether a member may be the route of a workout: it is then read when its workout was met.
pub(super) fn is_route(member: &str) -> bool {
    member.contains("workout-routes/") && member.ends_with(".gpx")
}

/// Whether a member is a summary of activities by its name, which is read before everything else.
pub(super) fn is_summary(member: &str) -> bool {
    file_name(member).to_ascii_lowercase().ends_with("summarizedactivities.json")
}

/// What Garmin's summaries say, by the second that an activity began in.
#[derive(Default)]
pub(super) struct Activities {
    list: Vec<garmin::Summary>,
    by_second: HashMap<i64, usize>,
    met: HashSet<usize>,
}

impl Activities {
    fn add(&mut self, summaries: Vec<garmin::Summary>) {
        for summary in summaries.into_iter().filter(garmin::Summary::is_whole) {
            let Some(start) = summary.about.start else { continue };
            self.by_second.insert(start.as_unix_ms().div_euclid(1000), self.list.len());
            self.list.push(summary);
        }
    }

    /// What is said about the activity whose file was begun then. Watches make the file within moments of the start.
    pub(super) fn meet(&mut self, created: Timestamp) -> Option<About> {
        let second = created.as_unix_ms().div_euclid(1000);
        let index = [0, -1, 1, -2, 2].into_iter().find_map(|off| self.by_second.get(&(second + off)))?;
        self.met.insert(*index);
        Some(self.list[*index].about.clone())
    }
}

impl Walk<'_, '_> {
    /// A JSON file of a Garmin export.
    pub(super) fn garmin_file(&mut self, head: &[u8], from: &mut Bounded<'_>, name: &str) -> Flow {
        let (contents, fault) = garmin::read(head.chain(&mut *from));
        if let Some(fault) = fault {
            let fault = if from.is_over_limit() { from.fault(&std::io::Error::other("")) } else { fault };
            self.problem(name, fault)?;
        }
        let is_empty = contents.summaries.is_empty() && contents.readings.is_empty();
        self.garmin.add(contents.summaries);
        for reading in contents.readings {
            self.found(name, Content::Reading(reading))?;
        }
        if is_empty {
            self.found(name, Content::Skipped("JSON without sessions".to_owned()))
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Garmin's activities of which no file was met.
    fn garmin_rest(&mut self, name: &str) -> Flow {
        let activities = std::mem::take(&mut self.garmin);
        for (index, summary) in activities.list.into_iter().enumerate() {
            if !activities.met.contains(&index) {
                let label = format!("{name}#{}", summary.about.id);
                let packed = Packed::plain(summary.as_file(), &format!("{}.json", summary.about.id));
                self.found(&label, Content::File(packed, Some(Box::new(summary.about))))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// A health export: it is read to its end now; its workouts leave when their routes are there.
    pub(super) fn health_export(&mut self, head: &[u8], from: &mut Bounded<'_>, name: &str) -> Flow {
        self.health_without_routes()?;
        from.set_limit(limits::APPLE_BYTES);
        let mut fault = None;
        let health = apple::Health::read(head.chain(&mut *from), &mut |error| fault = Some(error.to_string()));
        if let Some(fault) = fault {
            let fault = from.fault(&std::io::Error::other(fault));
            self.problem(name, format!("{fault}; what came before was read"))?;
        }
        for fault in &health.faults {
            self.problem(name, fault.as_str())?;
        }
        self.health = Some((name.to_owned(), health));
        ControlFlow::Continue(())
    }

    /// The workouts of a health export that was met, without any routes.
    fn health_without_routes(&mut self) -> Flow {
        let Some((name, health)) = self.health.take() else { return ControlFlow::Continue(()) };
        for workout in &health.workouts {
            self.workout(&name, workout, &health, &[])?;
        }
        self.health_readings(&name, &health)
    }

    /// The workouts of a health export that was met among `members`, with their routes; which routes were used goes into
    /// `used`.
    pub(super) fn health_with_routes(
        &mut self,
        members: &mut dyn Members,
        routes: &Routes,
        used: &mut HashSet<usize>,
    ) -> Flow {
        let Some((name, health)) = self.health.take() else { return ControlFlow::Continue(()) };
        for workout in &health.workouts {
            let mut bytes = Vec::new();
            for path in &workout.routes {
                match routes.get(file_name(path)) {
                    Some(&index) => match read_route(members, index) {
                        Ok(route) => {
                            used.insert(index);
                            bytes.push(route);
                        }
                        Err(fault) => {
                            self.problem(&format!("{name}{path}"), format!("the route cannot be read: {fault}"))?;
                        }
                    },
                    None => {
                        self.problem(&format!("{name}{path}"), "the route of a workout is missing from the export")?;
                    }
                }
            }
            self.workout(&name, workout, &health, &bytes)?;
        }
        self.health_readings(&name, &health)
    }

    fn workout(&mut self, name: &str, workout: &apple::Workout, health: &apple::Health, routes: &[Vec<u8>]) -> Flow {
        let mut about = About::new(Export::AppleHealth);
        about.kind = Some(workout.kind.clone()).filter(|kind| !kind.is_empty());
        (about.sport, about.sub_sport) = apple::sport(&workout.kind, false);
        about.start = Some(workout.start);
        about.elapsed = Some(workout.end.since(workout.start));
        let day = Day::of(workout.start, TimeSpan::default()).civil();
        let file = workout.as_file(health, routes);
        self.unpacked += file.len() as u64;
        let file_name = format!("workout-{}-{:02}-{:02}.xml", day.0, day.1, day.2);
        let label = format!("{name}#{}", workout.start.as_unix_ms() / 1000);
        self.found(&label, Content::File(Packed::plain(file, &file_name), Some(Box::new(about))))
    }

    fn health_readings(&mut self, name: &str, health: &apple::Health) -> Flow {
        for reading in health.readings() {
            self.found(name, Content::Reading(reading))?;
        }
        ControlFlow::Continue(())
    }

    /// What is left when everything was seen.
    pub(super) fn finish(&mut self, name: &str) -> Flow {
        self.health_without_routes()?;
        self.garmin_rest(name)
    }
}

fn read_route(members: &mut dyn Members, index: usize) -> Result<Vec<u8>, String> {
    let (size, packed) = members.size(index);
    let mut from = members.open(index).map_err(|error| error.to_string())?;
    let mut bounded = Bounded::new(&mut from, size, packed);
    let mut bytes = Vec::new();
    bounded.rest(&mut bytes).map_err(|error| bounded.fault(&error))?;
    Ok(bytes)
}
