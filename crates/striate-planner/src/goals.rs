//! What the athlete wants of a plan and has for it, as it is kept: goal, days, equipment, limits.

pub use super::day_name::{DayName, weekday_name};
use super::season_goals::{AwayGoal, ExperienceName};
use super::wishes::{
    FixedDay, FixedSession, OtherSport, PlanWishes, USUAL_BEGINS, USUAL_HILL, clock, clock_min, habitual_long_day,
    usual_approach,
};
use crate::planned::Equipment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_history::Ledger;
use striate_history::body::AtHand;
use striate_model::{Day, Grade, Mass, Muscle};
use striate_plan::kinds::PlannedKind;
use striate_plan::season::{Approach, Goal, Region, System};
use striate_text::names::muscle_named;

/// What for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GoalName {
    /// Gain muscle.
    #[default]
    Build,
    /// Keep what there is.
    Keep,
    /// Keep it while losing fat.
    Lean,
}

impl GoalName {
    /// The goal of the planner.
    #[must_use]
    pub const fn goal(self) -> Goal {
        match self {
            Self::Build => Goal::Build,
            Self::Keep => Goal::Keep,
            Self::Lean => Goal::Lean,
        }
    }

    /// What the weeks are for, to begin a sentence with.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Build => "Build muscle while running",
            Self::Keep => "Keep muscle while running",
            Self::Lean => "Keep muscle while losing fat",
        }
    }
}

/// A session that has its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedGoal {
    /// The kind.
    pub kind: String,
    /// The day of the week.
    pub day: DayName,
    /// How long; null where the plan may choose.
    #[serde(default)]
    pub minutes: Option<i32>,
}

/// Another sport that has its half-day every week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherGoal {
    /// What it is called: football, swimming.
    pub name: String,
    /// The day of the week.
    pub day: DayName,
    /// In the evening; else in the morning.
    #[serde(default = "yes")]
    pub evening: bool,
    /// How long.
    pub minutes: i32,
    /// How hard, 1 to 10.
    pub rpe: u8,
    /// Whether the legs work in it.
    #[serde(default = "yes")]
    pub legs: bool,
}

const fn yes() -> bool {
    true
}

/// Letters of a sport's name, and sports in a week, at most.
const NAME_LETTERS: usize = 40;
const OTHERS_MAX: usize = 14;

/// What the athlete wants of a plan and has for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goals {
    /// What for.
    pub goal: GoalName,
    /// Days on which there is training; empty means those that the history shows.
    pub days: Vec<DayName>,
    /// Minutes of the days that have their own; the others have [`USUAL_MINUTES`].
    pub minutes: BTreeMap<DayName, i32>,
    /// A gym, or weights at home.
    pub gym: bool,
    /// A hill.
    pub hills: bool,
    /// Stairs to run on.
    pub stairs: bool,
    /// A trail or hilly ground.
    pub trail: bool,
    /// A running track.
    pub track: bool,
    /// Rubber bands.
    pub bands: bool,
    /// A bar to hang from.
    pub pull_up_bar: bool,
    /// A sturdy table to row under, or a towel and a door to row with.
    pub table: bool,
    /// What a vest can weigh at most, kg.
    pub vest_kg: Option<f64>,
    /// What a pack can weigh at most, kg.
    pub pack_kg: Option<f64>,
    /// What both ankle weights together can weigh at most, kg.
    pub ankle_weights_kg: Option<f64>,
    /// Lifts a week; the goal decides where nothing is said.
    pub lifts_per_week: Option<i32>,
    /// The day of the long run.
    pub long_run_day: Option<DayName>,
    /// The day of a race.
    pub race: Option<String>,
    /// Its distance, km.
    pub race_km: Option<f64>,
    /// Rest after sprints and heavy legs, h: 48 or 24.
    pub rest_hours: u32,
    /// An injury: the way back to running, step by step.
    pub injured: bool,
    /// The first day of the injury, as `2026-12-05`; where it was not said, the day on which it was told.
    pub injured_since: Option<String>,
    /// Muscles to spare.
    pub spare: Vec<String>,
    /// Sessions that have their day.
    pub fixed: Vec<FixedGoal>,
    /// Other sports that have their half-day.
    pub others: Vec<OtherGoal>,
    /// When sessions of the morning begin, as `7:00`; null for seven.
    pub morning: Option<String>,
    /// When sessions of the evening begin, as `18:00`; null for six in the evening.
    pub evening: Option<String>,
    /// How many whole weeks are planned.
    pub weeks: usize,
    /// How running and lifting share the work; null leaves it to the equipment.
    pub approach: Option<Approach>,
    /// One article's own program; null joins all five.
    pub system: Option<System>,
    /// A hard run and leg strength may share a day, the run first.
    pub same_day: bool,
    /// Joints and tissues to protect.
    pub protect: Vec<Region>,
    /// Days without training.
    pub away: Vec<AwayGoal>,
    /// How used to running the athlete is; null leaves it to the history.
    pub runner: Option<ExperienceName>,
    /// How used to lifting the athlete is; null leaves it to the history.
    pub lifter: Option<ExperienceName>,
}

impl Default for Goals {
    fn default() -> Self {
        Self {
            goal: GoalName::Build,
            days: Vec::new(),
            minutes: BTreeMap::new(),
            gym: false,
            hills: true,
            stairs: false,
            trail: false,
            track: false,
            bands: false,
            pull_up_bar: false,
            table: true,
            vest_kg: None,
            pack_kg: None,
            ankle_weights_kg: None,
            lifts_per_week: None,
            long_run_day: None,
            race: None,
            race_km: None,
            rest_hours: 48,
            injured: false,
            injured_since: None,
            spare: Vec::new(),
            fixed: Vec::new(),
            others: Vec::new(),
            morning: None,
            evening: None,
            weeks: 4,
            approach: None,
            system: None,
            same_day: true,
            protect: Vec::new(),
            away: Vec::new(),
            runner: None,
            lifter: None,
        }
    }
}

/// Minutes of a day for which none were said, Monday first.
pub const USUAL_MINUTES: [i32; 7] = [75, 75, 75, 75, 75, 120, 120];
/// Weeks that can be planned ahead.
pub const WEEKS_MAX: usize = 26;
/// Days that are planned where the history shows too few.
const FEW_DAYS: [DayName; 4] = [DayName::Tue, DayName::Thu, DayName::Sat, DayName::Sun];

impl Goals {
    /// From JSON; `None` for what this version did not write.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        // A list would be read as goals of which nothing is said.
        serde_json::from_str(text).ok().filter(|_| text.trim_start().starts_with('{'))
    }

    /// As JSON.
    ///
    /// # Panics
    /// Never: every value of it can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers and texts are always JSON")
    }

    /// What cannot be, as a sentence that says what would. A race can be on any day from `today` on, whatever the days of
    /// training are.
    ///
    /// # Errors
    /// The first thing that is out of bounds.
    pub fn check(&self, today: Day) -> Result<(), String> {
        let minutes = self.minutes.iter().find(|(_, m)| !(10..=600).contains(*m));
        if let Some((day, minutes)) = minutes {
            return Err(format!(
                "{} with {minutes} minutes cannot be planned: between 10 and 600 is possible",
                day.name()
            ));
        }
        if self.lifts_per_week.is_some_and(|n| !(0..=5).contains(&n)) {
            return Err("Lifts a week lie between 0 and 5".to_owned());
        }
        if self.vest_kg.is_some_and(|kg| !(0.0..=40.0).contains(&kg)) {
            return Err("A vest weighs 0 to 40 kg".to_owned());
        }
        if ![24, 48].contains(&self.rest_hours) {
            return Err("Rest after sprints and heavy legs is 24 or 48 hours".to_owned());
        }
        self.check_season(today)?;
        if !(1..=WEEKS_MAX).contains(&self.weeks) {
            return Err(format!("Between 1 and {WEEKS_MAX} weeks can be planned"));
        }
        if let Some(day) = self.long_run_day.filter(|d| !self.days.is_empty() && !self.days.contains(d)) {
            return Err(format!("The long run is on {}, which is no day of training", day.name()));
        }
        if let Some(fixed) = self.fixed.iter().find(|f| PlannedKind::from_name(&f.kind).is_none()) {
            return Err(format!("\"{}\" is no kind of session: try easy, tempo, series, lower_strength", fixed.kind));
        }
        let halves = [(&self.morning, 3 * 60..12 * 60, "morning"), (&self.evening, 12 * 60..23 * 60, "evening")];
        for (said, range, half) in halves {
            let Some(text) = said else { continue };
            if !clock_min(text).is_some_and(|min| range.contains(&min)) {
                let (first, last) = (clock(range.start), clock(range.end - 1));
                return Err(format!("\"{text}\" is no time in the {half}: {first} to {last} is possible"));
            }
        }
        if self.others.len() > OTHERS_MAX {
            return Err(format!("At most {OTHERS_MAX} other sports fit a week"));
        }
        for other in &self.others {
            let name = other.name.trim();
            if name.is_empty() || name.chars().count() > NAME_LETTERS {
                return Err(format!("Another sport has a name of 1 to {NAME_LETTERS} letters"));
            }
            if !(10..=600).contains(&other.minutes) || !(1..=10).contains(&other.rpe) {
                return Err(format!("{name} takes 10 to 600 minutes and is 1 to 10 hard"));
            }
        }
        for muscle in &self.spare {
            if let Err(near) = muscle_named(muscle) {
                let near = near.join(" or ");
                let hint = if near.is_empty() { "try hamstrings, calves, quads, glutes".to_owned() } else { near };
                return Err(format!("No muscle is called \"{muscle}\"; {hint}"));
            }
        }
        Ok(())
    }

    /// The days: those that were said, else those on which at least two of the last eight weeks saw training, else four.
    #[must_use]
    pub fn days_or_usual(&self, ledger: &Ledger, today: Day) -> Vec<DayName> {
        if !self.days.is_empty() {
            let mut days = self.days.clone();
            days.sort_unstable();
            days.dedup();
            return days;
        }
        let usual = usual_days(ledger, today);
        if usual.is_empty() { FEW_DAYS.to_vec() } else { usual }
    }

    /// The same as the planner takes it.
    #[must_use]
    pub fn wishes(&self, ledger: &Ledger, today: Day) -> PlanWishes {
        let mut minutes = [0; 7];
        for day in self.days_or_usual(ledger, today) {
            let said = self.minutes.get(&day).copied();
            minutes[day.place()] = said.unwrap_or(USUAL_MINUTES[day.place()]);
        }
        let long_day = self.long_run_day.map(DayName::place).or_else(|| habitual_long_day(&minutes, ledger, today));
        PlanWishes {
            goal: self.goal.goal(),
            weeks: self.weeks.clamp(1, WEEKS_MAX),
            minutes,
            long_day,
            rest_hours: self.rest_hours,
            is_injured: self.injured,
            injured_since: self.injured_since.as_ref().and_then(|day| day.parse().ok()),
            spare: self.spare.iter().filter_map(|m| muscle_named(m).ok()).collect(),
            race: self.race.as_ref().and_then(|r| r.parse().ok()),
            race_km: self.race_km,
            lifts_per_week: self.lifts_per_week,
            equipment: self.equipment(),
            fixed: self.fixed_sessions(),
            others: self.other_sports(),
            begins_min: [
                self.morning.as_deref().and_then(clock_min).unwrap_or(USUAL_BEGINS[0]),
                self.evening.as_deref().and_then(clock_min).unwrap_or(USUAL_BEGINS[1]),
            ],
            weeks_since_deload: None,
            approach: self.approach.or_else(|| Some(usual_approach(self.gym, ledger, today))),
            system: self.system,
            same_day: self.same_day,
            protect: self.protected(),
            away: self.away_days(),
            runner: self.runner.map(ExperienceName::experience),
            lifter: self.lifter.map(ExperienceName::experience),
        }
    }

    /// What a next step may use.
    #[must_use]
    pub fn at_hand(&self) -> AtHand {
        AtHand { has_gym: self.gym, has_hill: self.hills }
    }

    fn equipment(&self) -> Equipment {
        Equipment {
            has_gym: self.gym,
            has_bands: self.bands,
            has_pull_up_bar: self.pull_up_bar,
            has_table: self.table,
            vest: self.vest_kg.filter(|kg| *kg > 0.0).map(Mass::from_kg),
            pack: self.pack_kg.filter(|kg| *kg > 0.0).map(Mass::from_kg),
            ankle_weights: self.ankle_weights_kg.filter(|kg| *kg > 0.0).map(Mass::from_kg),
            hill: self.hills.then(|| Grade::from_ratio(USUAL_HILL)),
            has_stairs: self.stairs,
            has_trail: self.trail,
            has_track: self.track,
        }
    }

    fn fixed_sessions(&self) -> Vec<FixedSession> {
        let fixed = |f: &FixedGoal| {
            let kind = PlannedKind::from_name(&f.kind)?;
            Some(FixedSession { kind, when: FixedDay::Weekday(f.day.place()), slot: None, minutes: f.minutes })
        };
        self.fixed.iter().filter_map(fixed).collect()
    }

    fn other_sports(&self) -> Vec<OtherSport> {
        let sport = |o: &OtherGoal| OtherSport {
            name: o.name.trim().to_owned(),
            day: o.day.place(),
            slot: usize::from(o.evening),
            minutes: o.minutes,
            rpe: o.rpe,
            legs: o.legs,
        };
        self.others.iter().map(sport).collect()
    }

    /// The goals in a sentence.
    #[must_use]
    pub fn sentence(&self, ledger: &Ledger, today: Day) -> String {
        let days = self.days_or_usual(ledger, today);
        let day = |d: &DayName| {
            let minutes = self.minutes.get(d).map_or_else(String::new, |m| format!(" ({m} min)"));
            format!("{}{minutes}", &d.name()[..3])
        };
        let from_history = match (self.days.is_empty(), usual_days(ledger, today).is_empty()) {
            (false, _) => "",
            (true, false) => ", the days on which you usually train",
            (true, true) => ", until you say which days are yours",
        };
        let mut has: Vec<String> = [
            (self.gym, "a gym"),
            (self.hills, "hills"),
            (self.stairs, "stairs"),
            (self.trail, "trails"),
            (self.track, "a track"),
            (self.bands, "bands"),
            (self.pull_up_bar, "a pull-up bar"),
        ]
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, what)| what.to_owned())
        .collect();
        has.extend(self.vest_kg.filter(|kg| *kg > 0.0).map(|kg| format!("a vest of up to {kg} kg")));
        has.extend(self.season_equipment());
        let has = if has.is_empty() { "your own weight and level ground".to_owned() } else { list(&has) };
        let mut text = format!(
            "{} on {}{from_history}, with {has}; {} h of rest after sprints and heavy legs.",
            self.goal.words(),
            list(&days.iter().map(day).collect::<Vec<_>>()),
            self.rest_hours,
        );
        if let Some(n) = self.lifts_per_week {
            text.push_str(&format!(" {n} {} a week.", if n == 1 { "lift" } else { "lifts" }));
        }
        if let Some(day) = self.long_run_day {
            text.push_str(&format!(" Long run on {}.", day.name()));
        }
        let others = self.others.iter().map(|o| format!("{} on {}", o.name.trim(), &o.day.name()[..3]));
        let others: Vec<String> = others.collect();
        if !others.is_empty() {
            text.push_str(&format!(" Around {}.", list(&others)));
        }
        if let Some(race) = &self.race {
            let km = self.race_km.map_or_else(String::new, |km| format!(" over {km} km"));
            text.push_str(&format!(" Race on {race}{km}."));
        }
        text.push_str(&self.season_sentence());
        if self.injured {
            let since = self.injured_since.as_ref().map_or_else(String::new, |day| format!(" since {day}"));
            text.push_str(&format!(" Injured{since}: back to running step by step."));
        }
        let spared: Vec<&str> = self.spare.iter().filter_map(|m| muscle_named(m).ok()).map(Muscle::label).collect();
        if !spared.is_empty() {
            text.push_str(&format!(" Spared: {}.", list(&spared)));
        }
        text
    }
}

/// Days of the week on which at least two of the last eight weeks saw training; none where they are fewer than three.
fn usual_days(ledger: &Ledger, today: Day) -> Vec<DayName> {
    let mut trained = [0; 7];
    let mut seen: Vec<Day> = ledger.up_to(today, 56).map(|s| s.day).collect();
    seen.dedup();
    for day in seen {
        trained[usize::from(day.weekday())] += 1;
    }
    let usual: Vec<DayName> = DayName::ALL.into_iter().filter(|d| trained[d.place()] >= 2).collect();
    if usual.len() >= 3 { usual } else { Vec::new() }
}

/// The muscle of a usual word for it.
#[must_use]
pub fn muscle_said(text: &str) -> Option<Muscle> {
    muscle_named(text).ok()
}

/// "a, b and c".
pub(super) fn list<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests;
