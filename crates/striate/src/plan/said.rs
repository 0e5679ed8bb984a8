//! What a plan is for, as flags say it.

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use striate_model::{Day, Muscle};
use striate_planner::{
    Approach, AwayGoal, DayName, ExperienceName, FixedGoal, GoalName, Goals, OtherGoal, PlannedKind, Region, System,
};

/// Goal, days and limits; anything left out stays as it is.
#[derive(Clone, Default, clap::Args)]
pub(super) struct Said {
    /// Your goal.
    #[arg(long, value_enum)]
    pub(super) goal: Option<GoalWord>,
    /// Training days, optionally with minutes: tue,thu:45,sat:120 [default: the days you have trained on]
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = day)]
    pub(super) days: Vec<(DayName, Option<i32>)>,
    /// Day of the long run.
    #[arg(long, value_name = "DAY", value_parser = weekday)]
    pub(super) long_day: Option<DayName>,
    /// You have a gym or weights at home (--gym=no to remove); otherwise strength uses body weight.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) gym: Option<YesNo>,
    /// You have a hill nearby.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) hills: Option<YesNo>,
    /// You have no hill nearby.
    #[arg(long, conflicts_with = "hills")]
    pub(super) no_hills: bool,
    /// You have stairs to run on.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) stairs: Option<YesNo>,
    /// You have trails or hilly ground.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) trail: Option<YesNo>,
    /// You have a running track.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) track: Option<YesNo>,
    /// You have resistance bands.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) bands: Option<YesNo>,
    /// You have a pull-up bar.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) pull_up_bar: Option<YesNo>,
    /// You have a sturdy table to row under, or a towel and a door.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) table: Option<YesNo>,
    /// Heaviest setting of your weighted vest, kg; 0 for none.
    #[arg(long, value_name = "KG")]
    pub(super) vest: Option<f64>,
    /// Most you can carry in a backpack on a run, kg; 0 for none.
    #[arg(long, value_name = "KG")]
    pub(super) pack: Option<f64>,
    /// Heaviest setting of both ankle weights together, kg; 0 for none.
    #[arg(long, value_name = "KG")]
    pub(super) ankle_weights: Option<f64>,
    /// Strength sessions per week [default: set by the goal]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=5))]
    pub(super) lifts: Option<u8>,
    /// Hours of rest after sprints and heavy leg work: 48 as the research says, 24 as the coaching articles say.
    #[arg(long, value_parser = ["24", "48"])]
    pub(super) rest: Option<String>,
    /// You are injured: return from walking to running in stages, guided by pain (log it: "pain achilles 3").
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no")]
    pub(super) injured: Option<YesNo>,
    /// First day of the injury [default: the day you report it]
    #[arg(long, value_name = "DATE", value_parser = civil_day)]
    pub(super) injured_since: Option<Day>,
    /// Muscles to spare: hamstrings,calves; "none" to clear.
    #[arg(long, value_name = "MUSCLES", value_delimiter = ',', value_parser = muscle)]
    pub(super) spare: Vec<Spare>,
    /// Race date, on any day from today, or "none"; the two weeks before it get easier.
    #[arg(long, value_name = "DATE", value_parser = race)]
    pub(super) race: Option<Race>,
    /// Race distance, km [default: 10]
    #[arg(long, value_name = "KM")]
    pub(super) race_km: Option<f64>,
    /// How to split the work between running and lifting [default: balanced with a gym, else running]
    #[arg(long, value_enum)]
    pub(super) approach: Option<ApproachWord>,
    /// Follow the program of one article, or "none" to combine all five.
    #[arg(long, value_enum)]
    pub(super) system: Option<SystemWord>,
    /// Allow a hard run and leg strength on the same day, run first [default: yes]
    #[arg(long, value_enum, value_name = "yes|no")]
    pub(super) same_day: Option<YesNo>,
    /// Joints and tissues to protect: knee, achilles, hamstring, calf, hip, foot, back; "none" to clear.
    #[arg(long, value_name = "REGIONS", value_delimiter = ',', value_parser = region)]
    pub(super) protect: Vec<Protect>,
    /// Dates away from training: 2026-12-24..2027-01-02 or a single date; repeatable; "none" to clear.
    #[arg(long, value_name = "FROM..TO", value_delimiter = ',', value_parser = away)]
    pub(super) away: Vec<Away>,
    /// Running experience, or "none" to use your history [default: none]
    #[arg(long, value_enum)]
    pub(super) runner: Option<ExperienceWord>,
    /// Lifting experience, or "none" to use your history [default: none]
    #[arg(long, value_enum)]
    pub(super) lifter: Option<ExperienceWord>,
    /// Start time of morning sessions, such as 6:30 [default: 7:00]
    #[arg(long, value_name = "TIME")]
    pub(super) morning: Option<String>,
    /// Start time of evening sessions, such as 19:15 [default: 18:00]
    #[arg(long, value_name = "TIME")]
    pub(super) evening: Option<String>,
    /// Sessions on a fixed day, as type@day: tempo@wed,lower_strength@fri; "none" to clear.
    #[arg(long, value_name = "SESSIONS", value_delimiter = ',', value_parser = fixed)]
    pub(super) fixed: Vec<Fixed>,
    /// Other sports each week, with minutes and effort from 1 to 10: football@wed:90:rpe8,
    /// swimming@mon:45:rpe5:am:arms (morning, arms only); "none" to clear.
    #[arg(long, value_name = "SPORTS", value_delimiter = ',', value_parser = other)]
    pub(super) other: Vec<Other>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Other {
    Sport(OtherGoal),
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    Yes,
    No,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GoalWord {
    /// Gain muscle.
    Build,
    /// Keep the muscle you have.
    Keep,
    /// Lose fat and keep muscle.
    Lean,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ApproachWord {
    /// Running first: one leg session a week, plus the muscles running leaves out.
    Running,
    /// Two leg sessions a week beside the runs.
    Balanced,
    /// Lifting first: half the fast and uphill running, more lifting.
    Lifting,
    /// Decide by equipment.
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SystemWord {
    /// A weekly mix with 15-30 s sprints and resisted hills.
    A,
    /// Sprints and hills with jumps, compound lifts and upper body.
    B,
    /// From first runs to weighted runs, sprints and hills.
    C,
    /// Sprints and heavy lifting with progressive overload.
    D,
    /// A month of base, then 100-400 m series with full rest, plus the gym.
    E,
    /// All five combined.
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExperienceWord {
    /// In your first months.
    New,
    /// Some months to a few years.
    Regular,
    /// Years.
    Experienced,
    /// Use your history.
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Protect {
    Region(Region),
    None,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Away {
    Days(AwayGoal),
    None,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Spare {
    Muscle(Muscle),
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Race {
    On(Day),
    None,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Fixed {
    Session(FixedGoal),
    None,
}

fn weekday(text: &str) -> Result<DayName> {
    DayName::said(text).context("write a day as tue or tuesday")
}

fn day(text: &str) -> Result<(DayName, Option<i32>)> {
    let (word, minutes) = text.split_once(':').map_or((text, None), |(day, minutes)| (day, Some(minutes)));
    let minutes = minutes.map(|m| m.trim().parse::<u16>().context("write minutes as sat:120")).transpose()?;
    Ok((weekday(word)?, minutes.map(i32::from)))
}

fn muscle(text: &str) -> Result<Spare> {
    if text.trim() == "none" {
        return Ok(Spare::None);
    }
    let found = striate_planner::muscle_said(text);
    found
        .map(Spare::Muscle)
        .with_context(|| format!("no muscle is called {text}; try hamstrings, calves, quads, glutes"))
}

fn civil_day(text: &str) -> Result<Day> {
    text.trim().parse().ok().context("write a day as 2026-12-05")
}

fn region(text: &str) -> Result<Protect> {
    let word = text.trim().to_lowercase();
    if word == "none" {
        return Ok(Protect::None);
    }
    let known = || Region::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ");
    let region = Region::from_name(&word);
    region.map(Protect::Region).with_context(|| format!("{text} cannot be protected; write one of {}", known()))
}

fn away(text: &str) -> Result<Away> {
    const HINT: &str = "write dates away as 2026-12-24..2027-01-02, one date as 2026-12-24, or none";
    if text.trim() == "none" {
        return Ok(Away::None);
    }
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let day = |text: &str| text.trim().parse::<Day>().ok().context(HINT);
    Ok(Away::Days(AwayGoal::new(day(first)?, day(last)?)))
}

fn race(text: &str) -> Result<Race> {
    match text.trim() {
        "none" => Ok(Race::None),
        date => date.parse().map(Race::On).ok().context("write a day as 2026-12-05, or none"),
    }
}

fn fixed(text: &str) -> Result<Fixed> {
    if text.trim() == "none" {
        return Ok(Fixed::None);
    }
    let (kind, rest) = text.split_once('@').context("write a session and its day as tempo@wed or easy@mon:40")?;
    let (day, minutes) = day(rest)?;
    let word = kind.trim().to_lowercase().replace([' ', '-'], "_");
    let Some(kind) = PlannedKind::from_name(&word) else {
        let known: Vec<&str> = PlannedKind::ALL.iter().map(|k| k.as_str()).collect();
        bail!("{kind} is no kind of session; write one of {}", known.join(", "));
    };
    Ok(Fixed::Session(FixedGoal { kind: kind.as_str().to_owned(), day, minutes }))
}

fn other(text: &str) -> Result<Other> {
    const HINT: &str = "write another sport as football@wed:90:rpe8 (minutes, and how hard from 1 to 10)";
    if text.trim() == "none" {
        return Ok(Other::None);
    }
    let (name, rest) = text.split_once('@').context(HINT)?;
    let mut parts = rest.split(':');
    let day = weekday(parts.next().unwrap_or_default())?;
    let mut other = OtherGoal { name: name.trim().to_owned(), day, evening: true, minutes: 0, rpe: 0, legs: true };
    for part in parts {
        match part.trim() {
            "am" => other.evening = false,
            "pm" => other.evening = true,
            "arms" => other.legs = false,
            part => match part.strip_prefix("rpe") {
                Some(rpe) => other.rpe = rpe.trim().parse().context(HINT)?,
                None => other.minutes = part.trim_end_matches("min").trim().parse().context(HINT)?,
            },
        }
    }
    if other.minutes == 0 || other.rpe == 0 {
        bail!(HINT);
    }
    Ok(Other::Sport(other))
}

impl Said {
    /// Whether anything was said.
    pub(super) fn is_something(&self) -> bool {
        self.upon(&Goals { weeks: 0, ..Goals::default() }) != Goals { weeks: 0, ..Goals::default() }
            || self.says_default()
    }

    /// Whether a flag says what is the default anyway: that is said, too.
    fn says_default(&self) -> bool {
        self.goal.is_some()
            || !self.days.is_empty()
            || self.rest.is_some()
            || self.hills.is_some()
            || self.no_hills
            || [self.gym, self.stairs, self.trail, self.bands, self.pull_up_bar, self.injured]
                .iter()
                .any(Option::is_some)
            || !self.spare.is_empty()
            || !self.fixed.is_empty()
            || !self.other.is_empty()
            || self.race.is_some()
            || self.says_season()
    }

    /// Whether a flag says something about the season.
    fn says_season(&self) -> bool {
        [self.track, self.table, self.same_day].iter().any(Option::is_some)
            || [self.vest, self.pack, self.ankle_weights].iter().any(Option::is_some)
            || [self.runner, self.lifter].iter().any(Option::is_some)
            || self.approach.is_some()
            || self.injured_since.is_some()
            || self.system.is_some()
            || !self.protect.is_empty()
            || !self.away.is_empty()
    }

    /// The goals with what was said.
    pub(super) fn upon(&self, goals: &Goals) -> Goals {
        let mut goals = goals.clone();
        if let Some(goal) = self.goal {
            goals.goal = match goal {
                GoalWord::Build => GoalName::Build,
                GoalWord::Keep => GoalName::Keep,
                GoalWord::Lean => GoalName::Lean,
            };
        }
        if !self.days.is_empty() {
            goals.days = self.days.iter().map(|d| d.0).collect();
            goals.minutes = self.days.iter().filter_map(|(day, minutes)| Some((*day, (*minutes)?))).collect();
            goals.long_run_day = goals.long_run_day.filter(|d| goals.days.contains(d));
        }
        goals.long_run_day = self.long_day.or(goals.long_run_day);
        let set = |flag: &mut bool, said: Option<YesNo>| {
            if let Some(said) = said {
                *flag = said == YesNo::Yes;
            }
        };
        set(&mut goals.gym, self.gym);
        set(&mut goals.hills, self.hills);
        set(&mut goals.stairs, self.stairs);
        set(&mut goals.trail, self.trail);
        set(&mut goals.bands, self.bands);
        set(&mut goals.pull_up_bar, self.pull_up_bar);
        set(&mut goals.injured, self.injured);
        set(&mut goals.track, self.track);
        set(&mut goals.table, self.table);
        set(&mut goals.same_day, self.same_day);
        goals.hills &= !self.no_hills;
        goals.vest_kg = self.vest.or(goals.vest_kg).filter(|kg| *kg != 0.0);
        goals.lifts_per_week = self.lifts.map(i32::from).or(goals.lifts_per_week);
        if let Some(rest) = &self.rest {
            goals.rest_hours = if rest == "24" { 24 } else { 48 };
        }
        if !self.spare.is_empty() {
            let name = |s: &Spare| if let Spare::Muscle(m) = s { Some(m.as_str().to_owned()) } else { None };
            goals.spare = self.spare.iter().filter_map(name).collect();
        }
        match self.race {
            Some(Race::On(day)) => goals.race = Some(day.to_string()),
            Some(Race::None) => (goals.race, goals.race_km) = (None, None),
            None => {}
        }
        goals.morning = self.morning.clone().or(goals.morning);
        goals.evening = self.evening.clone().or(goals.evening);
        goals.race_km = self.race_km.or(goals.race_km);
        if !self.fixed.is_empty() {
            let session = |f: &Fixed| if let Fixed::Session(s) = f { Some(s.clone()) } else { None };
            goals.fixed = self.fixed.iter().filter_map(session).collect();
        }
        if !self.other.is_empty() {
            let sport = |o: &Other| if let Other::Sport(s) = o { Some(s.clone()) } else { None };
            goals.others = self.other.iter().filter_map(sport).collect();
        }
        self.season_upon(&mut goals);
        goals
    }

    /// What was said about the season.
    fn season_upon(&self, goals: &mut Goals) {
        if let Some(day) = self.injured_since {
            (goals.injured, goals.injured_since) = (true, Some(day.to_string()));
        }
        goals.pack_kg = self.pack.or(goals.pack_kg).filter(|kg| *kg != 0.0);
        goals.ankle_weights_kg = self.ankle_weights.or(goals.ankle_weights_kg).filter(|kg| *kg != 0.0);
        match self.approach {
            Some(ApproachWord::Running) => goals.approach = Some(Approach::Running),
            Some(ApproachWord::Balanced) => goals.approach = Some(Approach::Balanced),
            Some(ApproachWord::Lifting) => goals.approach = Some(Approach::Lifting),
            Some(ApproachWord::None) => goals.approach = None,
            None => {}
        }
        match self.system {
            Some(SystemWord::A) => goals.system = Some(System::A),
            Some(SystemWord::B) => goals.system = Some(System::B),
            Some(SystemWord::C) => goals.system = Some(System::C),
            Some(SystemWord::D) => goals.system = Some(System::D),
            Some(SystemWord::E) => goals.system = Some(System::E),
            Some(SystemWord::None) => goals.system = None,
            None => {}
        }
        let used = [(&mut goals.runner, self.runner), (&mut goals.lifter, self.lifter)];
        for (kept, said) in used.into_iter().filter_map(|(kept, said)| Some((kept, said?))) {
            *kept = match said {
                ExperienceWord::New => Some(ExperienceName::New),
                ExperienceWord::Regular => Some(ExperienceName::Regular),
                ExperienceWord::Experienced => Some(ExperienceName::Experienced),
                ExperienceWord::None => None,
            };
        }
        if !self.protect.is_empty() {
            let region = |p: &Protect| if let Protect::Region(r) = p { Some(*r) } else { None };
            goals.protect = self.protect.iter().filter_map(region).collect();
        }
        if !self.away.is_empty() {
            let days = |a: &Away| if let Away::Days(days) = a { Some(days.clone()) } else { None };
            goals.away = self.away.iter().filter_map(days).collect();
        }
    }
}
