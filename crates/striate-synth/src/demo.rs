//! The demo athlete: two years of running and lifting that end today, as files and notes in memory.

use crate::archive::{scenario, worn};
use crate::life::{Life, WEEKS};
use crate::rng::Rng;
use crate::runner::Knowledge;
use crate::scenario::{Deed, generate};
use crate::to_fit;
use std::fmt::Write as _;
use striate_model::{Athlete, Day, Muscle, SessionKind, TimeSpan, Timestamp};

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFile {
    /// Its name, `2026-11-14-easy-run.fit`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the demo athlete noted about a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoNote {
    /// The day.
    pub day: Day,
    /// Sleep of the night before, h.
    pub sleep_h: Option<f64>,
    /// Body mass, kg.
    pub body_mass_kg: Option<f64>,
    /// Soreness of some muscles, 0 to 10.
    pub soreness: Vec<(Muscle, f64)>,
}

/// Everything that the demo athlete has.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoFiles {
    /// Runs as FIT files, in order, and behind them one lifting log as Hevy exports it.
    pub files: Vec<DemoFile>,
    /// Notes by day, in order.
    pub notes: Vec<DemoNote>,
    /// Who it is, as far as a profile says it.
    pub athlete: Athlete,
    /// Age, years.
    pub age_y: f64,
    /// Whether there is a gym, hills nearby, and a base of endurance to build on.
    pub has_gym: bool,
    /// Hills within reach.
    pub has_hills: bool,
    /// Months of regular easy running behind.
    pub base_months: u32,
}

/// The two years that end on `today`: a beginner's gains, a plateau of equal runs, hills and lifting, an injury, a
/// comeback (`docs/methods/synth.md`). The same day gives the same bytes everywhere. Nothing is on `today` itself: what
/// today holds is the athlete's to do.
#[must_use]
pub fn demo(today: Day) -> DemoFiles {
    const SEED: u64 = 20_260_907;
    let weeks = WEEKS;
    let first = today.monday().plus(-7 * weeks + 7);
    let life = Life { seed: SEED, first, weeks, is_busy: false };
    let rng = Rng::new(SEED).branch("demo");
    let mut files = Vec::new();
    let mut log = String::from(HEVY);
    let mut sore: Vec<(Day, Vec<(Muscle, f64)>)> = Vec::new();
    for (index, chapter) in life.chapters().iter().enumerate().filter(|(_, chapter)| chapter.day < today) {
        let mut chance = rng.branch(&format!("session {index}"));
        let scene = scenario(chapter, SEED.wrapping_add(index as u64), &mut chance);
        match &chapter.deed {
            Deed::Run(plan) => {
                let (year, month, day) = chapter.day.civil();
                let title = chapter.title.to_lowercase().replace(' ', "-");
                let bytes = to_fit(&worn(generate(&scene).recording, 1));
                files.push(DemoFile { name: format!("{year}-{month:02}-{day:02}-{title}.fit"), bytes });
                if !matches!(plan.kind, SessionKind::Easy | SessionKind::Long) {
                    sore.push((chapter.day.plus(1), vec![(Muscle::Hamstrings, 2.0), (Muscle::Soleus, 3.0)]));
                }
            }
            Deed::Strength(_, lifts) => {
                log_lifts(&mut log, chapter.title, scene.origin.time, lifts, &mut chance);
                let legs = lifts.iter().any(|lift| lift.name.contains("Squat"));
                if legs {
                    sore.push((chapter.day.plus(1), vec![(Muscle::Vasti, 3.0), (Muscle::GluteusMaximus, 2.0)]));
                }
            }
        }
    }
    files.push(DemoFile { name: "hevy-workouts.csv".to_owned(), bytes: log.into_bytes() });
    let runner = life.runner(weeks - 1);
    DemoFiles {
        files,
        notes: notes(first, today, runner.mass_kg, &sore, &rng),
        athlete: runner.as_athlete(Knowledge::Estimated, SEED),
        age_y: 34.0,
        has_gym: true,
        has_hills: true,
        base_months: 24,
    }
}

const HEVY: &str = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,\
                    weight_kg,reps,distance_km,duration_seconds,rpe\n";

fn log_lifts(log: &mut String, title: &str, start: Timestamp, lifts: &[crate::Lift], chance: &mut Rng) {
    let date = |at: Timestamp| {
        let instant = jiff::Timestamp::from_millisecond(at.as_unix_ms()).unwrap_or_default();
        instant.strftime("%-d %b %Y, %H:%M").to_string()
    };
    let sets: usize = lifts.iter().map(|lift| lift.sets + 1).sum();
    let end = start + TimeSpan::from_s(170.0 * sets as f64);
    let mut row = |name: &str, index: usize, kind: &str, kg: f64, reps: u16, rpe: &str| {
        let _ = writeln!(
            log,
            "\"{title}\",\"{}\",\"{}\",\"\",\"{name}\",,\"\",{index},\"{kind}\",{kg},{reps},,,{rpe}",
            date(start),
            date(end)
        );
    };
    for lift in lifts {
        let kg = lift.mass_kg.unwrap_or_default();
        row(lift.name, 0, "warmup", (kg * 0.2).round() * 2.5, lift.reps, "");
        for set in 1..=lift.sets {
            let is_last = set == lift.sets;
            let reps = lift.reps - u16::from(is_last && chance.chance(0.3));
            row(lift.name, set, "normal", kg, reps, if is_last { "9" } else { "8" });
        }
    }
}

/// Sleep of most nights, a weekly body mass that falls in the first year and rises with the lifting, and soreness.
fn notes(first: Day, today: Day, mass_kg: f64, sore: &[(Day, Vec<(Muscle, f64)>)], rng: &Rng) -> Vec<DemoNote> {
    let mut chance = rng.branch("notes");
    let mut notes = Vec::new();
    for offset in 0..today.days_since(first) {
        let day = first.plus(offset);
        let year = f64::from(offset) / 365.0;
        let drift = if year < 0.6 { 2.0 - 3.0 * year } else { 0.2 + 0.6 * (year - 1.1).max(0.0) };
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let sleep_h = chance.chance(0.85).then(|| tenth((7.3 + 0.7 * chance.normal()).clamp(4.5, 9.5)));
        let body_mass_kg = (day.weekday() == 5).then(|| tenth(mass_kg + drift + 0.3 * chance.normal()));
        let soreness = sore.iter().find(|(on, _)| *on == day).map(|(_, list)| list.clone()).unwrap_or_default();
        if sleep_h.is_some() || body_mass_kg.is_some() || !soreness.is_empty() {
            notes.push(DemoNote { day, sleep_h, body_mass_kg, soreness });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_ends_yesterday_and_is_the_same_every_time() {
        let today = Day::from_civil(2026, 11, 20).expect("a day");
        let demo = super::demo(today);
        let runs = demo.files.iter().filter(|file| file.name.ends_with(".fit")).count();
        assert!((300..430).contains(&runs), "{runs} runs");
        let last = demo.files.iter().filter(|f| f.name.ends_with(".fit")).map(|f| &f.name[..10]).max();
        assert!(last.is_some_and(|day| ("2026-11-10"..="2026-11-19").contains(&day)), "{last:?}");
        let log = String::from_utf8(demo.files.last().expect("a log").bytes.clone()).expect("text");
        assert!(log.lines().count() > 300, "{} rows", log.lines().count());
        assert!(demo.notes.iter().all(|note| note.day < today) && demo.notes.len() > 500);
        let soreness = demo.notes.iter().flat_map(|note| &note.soreness);
        assert!(soreness.clone().count() > 40 && soreness.clone().all(|(_, level)| (0.0..=10.0).contains(level)));
    }
}
