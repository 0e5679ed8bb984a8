//! Planned sessions out to the world: calendar, watch workouts, plain text.

use super::changes::upper;
use super::kept::day_of;
use super::season_goals::AwayGoal;
use super::view::{PlanView, SessionView};
use jiff::tz::TimeZone;
use striate_formats::workout_out::calendar::{Event, Offset, Zone, calendar};
use striate_formats::workout_out::{fit, text};
use striate_model::{Athlete, Day, Sport, TimeSpan, Timestamp, Workout};
use striate_plan::kinds::PlannedKind;
use striate_text::units::Units;

pub use striate_formats::workout_out::fit::WorkoutError;
pub use striate_formats::workout_out::text::NotationError;

impl PlanView {
    /// Every session ahead, in order.
    pub fn sessions(&self) -> impl Iterator<Item = &SessionView> {
        self.rest_of_week.iter().chain(&self.weeks).flat_map(|w| &w.sessions)
    }

    /// The plan as a calendar in the athlete's time zone and units, with the dates away as whole days; `revision` grows with
    /// every version of the plan.
    #[must_use]
    pub fn calendar(&self, (zone, units): (&Zone, Units), away: &[AwayGoal], revision: u32, now: Timestamp) -> String {
        let event = |session: &SessionView| {
            let label = PlannedKind::from_name(session.kind).map_or(session.kind, PlannedKind::label);
            let is_named = session.title.to_lowercase().contains(&label.to_lowercase());
            let title = if is_named { session.title.clone() } else { format!("{label}: {}", session.title) };
            Event {
                id: session.id.clone(),
                revision,
                day: day_of(&session.date),
                at_min: Some(session.begins_min()),
                days: 1,
                minutes: session.minutes.max(1) as u32,
                title: upper(&units.told(&title)),
                text: units
                    .told(&format!("{}\n\nWhy: {}.", session.steps.join("\n"), session.because.join("; ")))
                    .into_owned(),
                categories: vec![label.to_owned()],
            }
        };
        let absence = |range: &AwayGoal| {
            let (first, last) = range.days()?;
            Some(Event {
                id: format!("{first}-away"),
                revision,
                day: first,
                at_min: None,
                days: last.days_since(first).max(0).unsigned_abs() + 1,
                minutes: 0,
                title: "Away: no training".to_owned(),
                text: String::new(),
                categories: vec!["Away".to_owned()],
            })
        };
        let events: Vec<Event> = self.sessions().map(event).chain(away.iter().filter_map(absence)).collect();
        calendar("striate", zone, &events, now)
    }

    /// Every session that has steps, in the plain notation of workouts, each under its day.
    #[must_use]
    pub fn notation(&self, athlete: &Athlete) -> String {
        let block = |session: &SessionView| {
            let workout = session.workout(athlete)?;
            Some(format!("# {} {} {}\n{}", session.date, session.slot, session.id, text::write(&workout)))
        };
        self.sessions().filter_map(block).collect::<Vec<_>>().join("\n")
    }
}

/// Workouts read back from the plain notation: several in one text, each beginning with its line `workout`.
///
/// # Errors
/// The first line that is not understood, counted from the top of the text.
pub fn read_notation(notation: &str) -> Result<Vec<Workout>, NotationError> {
    let is_start = |line: &str| line.split_whitespace().next() == Some("workout");
    let mut blocks: Vec<(usize, String)> = Vec::new();
    for (i, line) in notation.lines().enumerate() {
        if is_start(line) || blocks.is_empty() {
            blocks.push((i, String::new()));
        }
        if let Some((_, block)) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
    }
    let says_something = |block: &str| block.lines().any(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'));
    let read = |(first, block): &(usize, String)| {
        text::read(block).map_err(|error| NotationError { line: error.line + first, ..error })
    };
    blocks.iter().filter(|(_, block)| says_something(block)).map(read).collect()
}

/// A workout as a FIT file for a watch. `name` makes its serial number: the same session has the same one in every file.
///
/// # Errors
/// When a watch could not take it: too many steps, or nothing in it.
pub fn watch_file(workout: &Workout, name: &str, created: Timestamp) -> Result<Vec<u8>, WorkoutError> {
    fit::encode(workout, serial(name), created)
}

/// A number that is the same for the same name (FNV-1a), never 0 and never all ones, which mean "none" in FIT.
fn serial(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.clamp(1, u32::MAX - 1)
}

/// The word for a workout's sport, for file names.
#[must_use]
pub fn sport_word(workout: &Workout) -> &'static str {
    if workout.sport == Sport::Running { "run" } else { "strength" }
}

/// A time zone over the days of a plan, for calendars.
#[must_use]
pub fn calendar_zone(name: &str, zone: &TimeZone, from: Day, to: Day) -> Zone {
    let instant = |day: Day| jiff::Timestamp::from_millisecond(day.noon().as_unix_ms()).unwrap_or_default();
    let ours = |at: jiff::Timestamp| Timestamp::from_unix_ms(at.as_millisecond());
    let ahead = |seconds: i32| TimeSpan::from_s(f64::from(seconds));
    let (start, end) = (instant(from.plus(-1)), instant(to.plus(2)));
    let mut offsets = vec![Offset { from: ours(start), ahead: ahead(zone.to_offset(start).seconds()) }];
    for change in zone.following(start).take_while(|c| c.timestamp() <= end).take(8) {
        offsets.push(Offset { from: ours(change.timestamp()), ahead: ahead(change.offset().seconds()) });
    }
    // An offset as +02:00 is no name of a zone; what is in the file says the same under this one.
    let id = if name.starts_with(['+', '-']) { format!("UTC{name}") } else { name.to_owned() };
    Zone { id, offsets }
}

/// A zone without summer time.
#[must_use]
pub fn fixed_zone(ahead: TimeSpan) -> Zone {
    let minutes = (ahead.as_s() / 60.0).round() as i32;
    let sign = if minutes < 0 { '-' } else { '+' };
    let id = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    Zone { id, offsets: vec![Offset { from: Timestamp::default(), ahead }] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_over_the_end_of_summer_time_has_both_offsets() {
        let Ok(berlin) = TimeZone::get("Europe/Berlin") else { return };
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let zone = calendar_zone("Europe/Berlin", &berlin, day("2026-10-19"), day("2026-11-01"));
        let hours: Vec<f64> = zone.offsets.iter().map(|o| o.ahead.as_s() / 3600.0).collect();
        assert_eq!(hours, [2.0, 1.0]);
        let fixed =
            calendar_zone("+02:00", &TimeZone::fixed(jiff::tz::offset(2)), day("2026-10-19"), day("2026-11-01"));
        assert_eq!((fixed.id.as_str(), fixed.offsets.len()), ("UTC+02:00", 1));
    }

    #[test]
    fn several_workouts_are_read_from_one_text_and_a_mistake_is_told_with_its_line() {
        let two = "# a\nworkout \"one\" running\n10:00 warmup\n\n# b\nworkout \"two\" running\n200 m active\n";
        let read = read_notation(two).expect("both are right");
        assert_eq!(read.iter().map(|w| w.steps.len()).collect::<Vec<_>>(), [1, 1]);
        let wrong = read_notation(&two.replace("200 m active", "200 furlongs")).expect_err("no such unit");
        assert_eq!(wrong.line, 7);
        assert_eq!(read_notation("# nothing\n\n").map(|all| all.len()), Ok(0));
    }

    #[test]
    fn a_session_keeps_its_serial_number_and_two_sessions_have_two() {
        assert_eq!(serial("2026-11-24-am-series"), serial("2026-11-24-am-series"));
        assert_ne!(serial("2026-11-24-am-series"), serial("2026-11-25-am-series"));
    }
}
