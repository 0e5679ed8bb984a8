//! What goals say about a season: dates without training, a race, experience, joints to protect.

use super::goals::{Goals, list};
use serde::{Deserialize, Serialize};
use striate_model::Day;
use striate_plan::kinds::Experience;
use striate_plan::season::{Approach, Region};

/// How used to running or lifting the athlete is, in their own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExperienceName {
    /// In the first months.
    New,
    /// Some months to a few years.
    Regular,
    /// Years.
    Experienced,
}

impl ExperienceName {
    /// Every word, the least experience first.
    pub const ALL: [Self; 3] = [Self::New, Self::Regular, Self::Experienced];

    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Regular => "regular",
            Self::Experienced => "experienced",
        }
    }

    /// The same as prescriptions take it.
    #[must_use]
    pub const fn experience(self) -> Experience {
        match self {
            Self::New => Experience::Novice,
            Self::Regular => Experience::Trained,
            Self::Experienced => Experience::Experienced,
        }
    }
}

/// Days without training: travel, holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwayGoal {
    /// The first day, as `2026-12-24`.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// Ranges of days without training, at most.
const AWAY_MAX: usize = 20;
/// Days of one range, at most (judgement: who is away for longer has no plan to follow meanwhile).
const AWAY_DAYS_MAX: i32 = 120;
/// Distances of a race, km: a sprint on a track to a multi-day race.
pub(super) const RACE_KM: (f64, f64) = (0.06, 400.0);
/// What a pack and what both ankle weights together can weigh at most, kg.
const PACK_KG_MAX: f64 = 40.0;
const ANKLE_KG_MAX: f64 = 10.0;

impl AwayGoal {
    /// The range of one day or of two.
    #[must_use]
    pub fn new(first: Day, last: Day) -> Self {
        Self { first: first.to_string(), last: last.to_string() }
    }

    /// Both days; `None` where one of them is no day.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        Some((self.first.parse().ok()?, self.last.parse().ok()?))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let Some((first, last)) = self.days() else {
            let Self { first, last } = self;
            return Err(format!("\"{first}\" to \"{last}\" are no dates: write days away as 2026-12-24 to 2027-01-02"));
        };
        if last < first {
            return Err(format!("The days away from {first} to {last} end before they begin: swap the dates"));
        }
        if last.days_since(first) >= AWAY_DAYS_MAX {
            return Err(format!("Days away last at most {AWAY_DAYS_MAX} days; {first} to {last} is longer"));
        }
        Ok(())
    }
}

impl Goals {
    /// The same with the first day of an injury: today where none was said, none without an injury.
    #[must_use]
    pub fn with_injury_day(mut self, today: Day) -> Self {
        let today = || Some(today.to_string());
        self.injured_since = if self.injured { self.injured_since.or_else(today) } else { None };
        self
    }

    /// The same without a race and days away that are over: they no longer say anything, and are no error in what is
    /// changed beside them.
    #[must_use]
    pub fn without_past(mut self, today: Day) -> Self {
        if self.race.as_ref().and_then(|r| r.parse::<Day>().ok()).is_some_and(|day| day < today) {
            (self.race, self.race_km) = (None, None);
        }
        self.away.retain(|a| a.days().is_none_or(|(_, last)| last >= today));
        self
    }

    /// What of the season's wishes cannot be.
    pub(super) fn check_season(&self, today: Day) -> Result<(), String> {
        if let Some(text) = &self.race {
            let Ok(day) = text.parse::<Day>() else {
                return Err(format!("\"{text}\" is not a date: write the race as 2026-12-05"));
            };
            if day < today {
                return Err(format!("The race on {day} is in the past: give a date from {today} on, or none"));
            }
        }
        if let Some(text) = &self.injured_since {
            let Ok(day) = text.parse::<Day>() else {
                return Err(format!("\"{text}\" is not a date: write the first day of the injury as 2026-12-05"));
            };
            if day > today {
                return Err(format!("An injury cannot begin after today: {day} is in the future"));
            }
        }
        let (least, most) = RACE_KM;
        if self.race_km.is_some_and(|km| !(least..=most).contains(&km)) {
            return Err(format!("A race is between {least} and {most:.0} km long"));
        }
        if self.away.len() > AWAY_MAX {
            return Err(format!("At most {AWAY_MAX} ranges of days away are kept"));
        }
        self.away.iter().try_for_each(AwayGoal::check)?;
        if self.pack_kg.is_some_and(|kg| !(0.0..=PACK_KG_MAX).contains(&kg)) {
            return Err(format!("A pack weighs 0 to {PACK_KG_MAX:.0} kg"));
        }
        if self.ankle_weights_kg.is_some_and(|kg| !(0.0..=ANKLE_KG_MAX).contains(&kg)) {
            return Err(format!("Ankle weights weigh 0 to {ANKLE_KG_MAX:.0} kg together"));
        }
        Ok(())
    }

    /// Days away as the planner takes them, the earliest first.
    pub(super) fn away_days(&self) -> Vec<(Day, Day)> {
        let mut away: Vec<(Day, Day)> = self.away.iter().filter_map(AwayGoal::days).collect();
        away.sort_unstable();
        away
    }

    /// Joints and tissues to protect, each once.
    pub(super) fn protected(&self) -> Vec<Region> {
        let mut regions = self.protect.clone();
        regions.sort_unstable();
        regions.dedup();
        regions
    }

    /// What the season's wishes say, in sentences, each with a space before it.
    pub(super) fn season_sentence(&self) -> String {
        let mut text = String::new();
        match self.approach {
            Some(Approach::Running) => text.push_str(" Running first."),
            Some(Approach::Balanced) => text.push_str(" Running and lifting balanced."),
            Some(Approach::Lifting) => text.push_str(" Lifting first."),
            None => {}
        }
        if let Some(system) = self.system {
            text.push_str(&format!(" Follows article {}.", system.as_str().to_uppercase()));
        }
        if !self.same_day {
            text.push_str(" No hard run and leg strength on one day.");
        }
        let used = [(self.runner, "running"), (self.lifter, "lifting")];
        for (word, what) in used.iter().filter_map(|(word, what)| Some(((*word)?, what))) {
            text.push_str(&match word {
                ExperienceName::New => format!(" New to {what}."),
                ExperienceName::Regular => format!(" Regular {what} for some time."),
                ExperienceName::Experienced => format!(" Years of {what}."),
            });
        }
        let regions: Vec<&str> = self.protected().into_iter().map(Region::in_words).collect();
        if !regions.is_empty() {
            text.push_str(&format!(" Protected: {}.", list(&regions)));
        }
        let away: Vec<String> = self.away_days().iter().map(|(first, last)| range(*first, *last)).collect();
        if !away.is_empty() {
            text.push_str(&format!(" Away {}.", list(&away)));
        }
        text
    }

    /// The equipment that the season's wishes add, in words.
    pub(super) fn season_equipment(&self) -> Vec<String> {
        let carried = [(self.pack_kg, "a pack"), (self.ankle_weights_kg, "ankle weights")];
        let some = |(kg, what): (Option<f64>, &str)| Some(format!("{what} of up to {} kg", kg.filter(|k| *k > 0.0)?));
        carried.into_iter().filter_map(some).collect()
    }
}

fn range(first: Day, last: Day) -> String {
    if first == last { format!("on {first}") } else { format!("from {first} to {last}") }
}
