//! Seasons of random athletes, from the log to the audited plan.

use super::*;
use crate::planned::Equipment;
use std::collections::BTreeMap;
use std::fmt::Write;
use striate_history::body::Before;
use striate_history::{Ledger, Viewpoint, sessions_of_journal};
use striate_journal as journal;
use striate_model::{Athlete, Day, Grade, Mass, Person, TimeSpan, Timestamp};
use striate_plan::kinds::Family;

/// Xorshift (Marsaglia 2003), so that an athlete is the same everywhere.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }

    fn is(&mut self, share: f64) -> bool {
        self.uniform() < share
    }
}

pub(super) fn today() -> Day {
    "2026-11-25".parse().expect("a day")
}

/// What a week of each sort of history holds: day of the week and what was done.
/// Its name, how many weeks, and what is done on which day.
pub(super) type History = (&'static str, usize, &'static [(i32, &'static str)]);

pub(super) const HISTORIES: [History; 6] = [
    (
        "runner",
        20,
        &[
            (1, "run 8 km 44 min easy"),
            (3, "run 8 km 43 min easy"),
            (5, "run 6 km 34 min easy"),
            (6, "run 14 km 80 min easy"),
        ],
    ),
    ("beginner", 2, &[(1, "run 3 km 24 min easy"), (4, "run 3 km 23 min easy")]),
    (
        "hybrid",
        24,
        &[
            (0, "lift back squat 3x6 @ 90 kg rir 2; romanian deadlift 3x8 @ 80 kg rir 2"),
            (1, "run 8 km 42 min easy"),
            (4, "run 15 min; 6x200 m 36 s rest 3 min; 10 min"),
            (6, "run 13 km 72 min easy"),
        ],
    ),
    ("twice a week", 40, &[(2, "run 7 km 40 min easy"), (6, "run 10 km 58 min easy")]),
    (
        "lifter",
        30,
        &[
            (0, "lift back squat 4x6 @ 110 kg rir 2"),
            (3, "lift deadlift 3x5 @ 130 kg rir 2"),
            (5, "run 5 km 28 min easy"),
        ],
    ),
    ("nobody", 0, &[]),
];

struct Someone {
    what: String,
    ledger: Ledger,
    wishes: PlanWishes,
}

impl Someone {
    fn new(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (name, weeks, week) = HISTORIES[chance.below(HISTORIES.len())];
        // Some have paused.
        let pause = if chance.is(0.25) { chance.below(12) as i32 } else { 0 };
        let mut lines = String::new();
        for back in (1..=weeks as i32).filter(|w| *w > pause) {
            for (day, done) in week {
                let date = today().monday().plus(day - 7 * back);
                writeln!(lines, "{date} 07:00 {done}").expect("text takes text");
            }
        }
        let entries = journal::parse(&lines).entries;
        let athlete = Athlete::default();
        let ledger = Ledger::new(sessions_of_journal(&entries, "journal.txt", &athlete, TimeSpan::default()));
        let count = 2 + chance.below(5);
        let mut minutes = [0; 7];
        while minutes.iter().filter(|m| **m > 0).count() < count {
            minutes[chance.below(7)] = [45, 60, 75, 90, 120][chance.below(5)];
        }
        let mut wishes = PlanWishes {
            goal: [Goal::Build, Goal::Build, Goal::Lean, Goal::Keep][chance.below(4)],
            weeks: 12,
            minutes,
            long_day: super::wishes::habitual_long_day(&minutes, &ledger, today()),
            rest_hours: if chance.is(0.2) { 24 } else { 48 },
            equipment: Equipment {
                has_gym: chance.is(0.5),
                hill: chance.is(0.7).then(|| Grade::from_ratio(USUAL_HILL)),
                has_stairs: chance.is(0.3),
                has_trail: chance.is(0.3),
                vest: chance.is(0.3).then(|| Mass::from_kg(5.0)),
                ..Equipment::default()
            },
            approach: chance.is(0.3).then(|| Approach::ALL[chance.below(3)]),
            is_injured: chance.is(0.05),
            protect: if chance.is(0.1) { vec![Region::ALL[chance.below(7)]] } else { Vec::new() },
            same_day: !chance.is(0.15),
            away: if chance.is(0.15) {
                let first = today().plus(3 + chance.below(50) as i32);
                vec![(first, first.plus(chance.below(12) as i32))]
            } else {
                Vec::new()
            },
            race: chance.is(0.15).then(|| today().plus(chance.below(80) as i32)),
            race_km: Some([1.0, 5.0, 10.0][chance.below(3)]),
            ..PlanWishes::default()
        };
        let usual = super::wishes::usual_approach(wishes.equipment.has_gym, &ledger, today());
        wishes.approach = wishes.approach.or(Some(usual));
        Self { what: format!("{seed}: {name}, {pause} weeks off, {wishes:?}"), ledger, wishes }
    }
}

pub(super) fn viewpoint(athlete: &Athlete) -> Viewpoint<'_> {
    Viewpoint {
        athlete,
        person: Person { log_response: 0.0, log_response_sd: 0.4, age_y: None },
        before: Before::Unknown,
        today: today(),
        now: Timestamp::from_unix_ms(0),
        offset: TimeSpan::from_s(0.0),
        at_hand: None,
    }
}

/// What is wrong with a plan, from what it prints alone.
fn faults(someone: &Someone, view: &PlanView) -> Vec<String> {
    let wishes = &someone.wishes;
    let mut faults = Vec::new();
    if view.weeks.len() < wishes.weeks {
        faults.push(format!("{} weeks: {:?}", view.weeks.len(), view.relaxed));
    }
    let gap = if wishes.rest_hours >= 48 { 2 } else { 1 };
    let mut hard: Vec<Day> = Vec::new();
    for week in &view.weeks {
        let mut minutes: BTreeMap<Day, i32> = BTreeMap::new();
        for session in &week.sessions {
            let day: Day = session.date.parse().expect("a day");
            *minutes.entry(day).or_default() += session.minutes;
            let family = session.prescription.kind.family();
            let is_legs = matches!(family, Family::Fast | Family::Hill | Family::Jumps)
                || matches!(session.prescription.kind, PlannedKind::LowerStrength | PlannedKind::FullStrength);
            if session.hard && is_legs {
                hard.push(day);
            }
            if session.because.is_empty() {
                faults.push(format!("{} has no reason", session.id));
            }
            let protection = super::injured::protection(&someone.ledger, wishes, today());
            let kind = session.prescription.kind;
            if kind != PlannedKind::Race && !protection.allows(kind).is_yes() {
                faults.push(format!("{} works what is protected", session.id));
            }
        }
        for (day, sum) in minutes {
            let have = wishes.minutes_on(day);
            if sum > have && wishes.race != Some(day) {
                faults.push(format!("{sum} min on {day}, which has {have}"));
            }
        }
        let long = week.sessions.iter().filter(|s| s.kind == "long").count();
        if long > 1 {
            faults.push(format!("{}: {long} long runs", week.start));
        }
        let season = week.season.as_ref().expect("every week has its place in the season");
        for owed in season.agenda.iter().filter(|o| o.planned < o.times) {
            if owed.why_not.as_ref().is_none_or(String::is_empty) && week.gap <= 0.0 {
                faults.push(format!("{}: {} is missing without a reason", week.start, owed.kind));
            }
        }
    }
    hard.sort_unstable();
    hard.dedup();
    for pair in hard.windows(2).filter(|p| p[1].days_since(p[0]) < gap) {
        faults.push(format!("hard leg days on {} and {}", pair[0], pair[1]));
    }
    let races: Vec<Day> = view.sessions().filter(|s| s.kind == "race").filter_map(|s| s.date.parse().ok()).collect();
    let last = today().monday().plus(7 * (wishes.weeks as i32 + 1) - 1);
    let wanted: Vec<Day> = wishes.race.into_iter().filter(|day| *day <= last).collect();
    if races != wanted {
        faults.push(format!("races on {races:?}, wanted {wanted:?}"));
    }
    if let Some(held) = view.held_back.iter().find(|h| h.until.is_none() && h.rule == "E4") {
        faults.push(format!("{} waits without a date", held.kind));
    }
    faults
}

/// What a rule asks of days, means and wishes before a plan must keep it.
type Need = fn(&PlanWishes) -> bool;

fn always(_: &PlanWishes) -> bool {
    true
}

/// Days with so many minutes.
fn days_of(wishes: &PlanWishes, minutes: i32) -> usize {
    wishes.minutes.iter().filter(|m| **m >= minutes).count()
}

/// Three days on which a hard run or a strength session fits.
fn has_three_days(wishes: &PlanWishes) -> bool {
    days_of(wishes, 45) >= 3
}

/// Three days, and nobody's joints or tissues to protect: what is left out for their sake cannot build.
fn is_free(wishes: &PlanWishes) -> bool {
    has_three_days(wishes) && wishes.protect.is_empty() && !wishes.is_injured
}

/// An easy day between two hard runs beside the long run, and room for leg strength: on the same days, or on a fourth.
fn has_room_for_two(wishes: &PlanWishes) -> bool {
    is_free(wishes) && wishes.hard_runs() >= 2 && (wishes.same_day || days_of(wishes, 45) >= 4)
}

/// The rules that a made plan must keep, and what of days, means and wishes each needs. Rules that are not named here look at
/// notes (food, sleep, body mass, foot strike) or at what only time can tell (E10).
const NEEDS: [(&str, Need); 40] = [
    ("A1", has_room_for_two),
    ("A2", is_free),
    ("A3", always),
    ("A4", always),
    ("A5", |w| days_of(w, 45) >= 2),
    ("A6", always),
    ("A7", always),
    ("A8", has_three_days),
    // On five days and more muscles that run often are not always fully ready again within the week (SHORTCOMINGS).
    ("B1", |w| is_free(w) && w.training_days() <= 4),
    ("B2", always),
    ("B3", always),
    ("B4", is_free),
    ("B5", has_room_for_two),
    ("B6", always),
    ("B8", is_free),
    ("B9", is_free),
    ("B10", has_three_days),
    ("B11", has_three_days),
    ("B12", has_three_days),
    ("C1", is_free),
    ("C3", is_free),
    ("C4", always),
    ("C5", is_free),
    ("C6", is_free),
    ("C7", always),
    ("C8", has_three_days),
    ("C9", is_free),
    ("D1", is_free),
    ("D2", always),
    ("D3", always),
    ("D4", is_free),
    ("D5", is_free),
    ("D6", always),
    ("E2", always),
    ("E3", always),
    ("E4", |w| days_of(w, 45) >= 1),
    ("E5", always),
    ("E6", always),
    ("E7", always),
    ("E9", is_free),
];

/// Rules that no plan breaks, of those that are named above, needed or not: safety and form.
const NEVER: [&str; 10] = ["A3", "A4", "A6", "B3", "D2", "E2", "E3", "E5", "E6", "E7"];

/// Base weeks that a plan has at most: four, as many again where half an hour is not in reach, twice as many on two days.
fn base_at_most(wishes: &PlanWishes) -> usize {
    if wishes.training_days() >= 3 { 8 } else { 12 }
}

/// Kinds whose ladders a season climbs.
const LADDERS: [PlannedKind; 8] = [
    PlannedKind::Series,
    PlannedKind::SprintInterval,
    PlannedKind::Sprints,
    PlannedKind::HillSprints,
    PlannedKind::HillRepeats,
    PlannedKind::ResistedHill,
    PlannedKind::Stairs,
    PlannedKind::Tempo,
];

/// Ladders that were climbed four times and more without a step up.
fn still_ladders(someone: &Someone, view: &PlanView) -> Vec<String> {
    let loads = |w: &&WeekView| matches!(w.phase, "building" | "keeping");
    let of = |kind: PlannedKind| -> Vec<u8> {
        let sessions = view.weeks.iter().filter(loads).flat_map(|w| &w.sessions);
        sessions.filter(|s| s.prescription.kind == kind).map(|s| s.level).collect()
    };
    let is_still = |levels: &[u8]| {
        let later = levels[levels.len() / 2..].iter().max();
        levels.len() >= 4 && later <= levels.first()
    };
    let top = |kind: PlannedKind, level: u8| {
        let means = crate::planned::means(
            &Athlete::default(),
            &someone.wishes.equipment,
            someone.wishes.runner.unwrap_or(striate_plan::kinds::Experience::Trained),
            &[],
        );
        level >= striate_plan::kinds::highest_level(kind, &means)
    };
    if someone.wishes.goal == Goal::Keep || !has_three_days(&someone.wishes) {
        return Vec::new();
    }
    let still = LADDERS.into_iter().map(|k| (k, of(k))).filter(|(_, levels)| is_still(levels));
    still
        .filter(|(k, levels)| !top(*k, levels[0]))
        .map(|(k, levels)| format!("{} stays: {levels:?}", k.as_str()))
        .collect()
}

/// What is wrong with the season of one random athlete.
fn season_faults(athlete: &Athlete, seed: u64) -> Vec<String> {
    let someone = Someone::new(seed);
    let viewpoint = viewpoint(athlete);
    let view = plan(&someone.ledger, &viewpoint, &someone.wishes).expect("there is a plan for everybody");
    let mut wrong = faults(&someone, &view);
    wrong.extend(still_ladders(&someone, &view));
    let base = view.weeks.iter().filter(|w| w.phase == "base").count();
    if base > base_at_most(&someone.wishes) {
        wrong.push(format!("{base} base weeks"));
    }
    let again = plan(&someone.ledger, &viewpoint, &someone.wishes).expect("there is a plan");
    if again != view {
        wrong.push("another answer the second time".to_owned());
    }
    let audit = plan_audit(&view, &someone.ledger, &viewpoint, &someone.wishes).expect("an audit");
    for rule in audit.rules.iter().filter(|r| r.verdict == "broken") {
        // How far a race goes is the athlete's own word.
        if rule.rule == "E2" && rule.sessions.iter().all(|s| s.name == PlannedKind::Race.label()) {
            continue;
        }
        let is_needed = NEEDS.iter().any(|(id, needs)| *id == rule.rule && needs(&someone.wishes));
        if NEVER.contains(&rule.rule) || is_needed {
            wrong.push(format!("breaks {}: {}", rule.rule, rule.because));
        }
    }
    wrong.into_iter().map(|f| format!("{f} ({})", someone.what)).collect()
}

/// Every fault of these athletes, each judged on whatever core is free.
fn seasons(seeds: std::ops::RangeInclusive<u64>) -> Vec<String> {
    let next = std::sync::atomic::AtomicU64::new(*seeds.start());
    let work = || {
        let athlete = Athlete::default();
        let mut wrong = Vec::new();
        loop {
            let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if !seeds.contains(&seed) {
                return wrong;
            }
            wrong.extend(season_faults(&athlete, seed).into_iter().map(|f| (seed, f)));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut wrong: Vec<(u64, String)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|r| r.join().expect("a season does not panic")).collect()
    });
    wrong.sort();
    wrong.into_iter().map(|w| w.1).collect()
}

fn assert_no_fault(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} faults: {:#?}", wrong.len(), &wrong[..wrong.len().min(60)]);
}

/// Faults that are still open among the nine, and among the three hundred: rules that a plan breaks although means and days
/// allow them (mostly D4). No more may be added; each that is mended lowers it.
const OPEN_FAULTS: [usize; 2] = [1, 8];

fn assert_few_open(seeds: std::ops::RangeInclusive<u64>, most: usize) {
    let is_open = |f: &String| f.starts_with("breaks ") || f.contains(" stays: [");
    let (open, others): (Vec<String>, Vec<String>) = seasons(seeds).into_iter().partition(is_open);
    assert_no_fault(&others);
    assert!(open.len() <= most, "{} faults: {open:#?}", open.len());
}

#[test]
fn random_athletes_get_weeks_that_keep_every_limit_and_say_why() {
    assert_few_open(1..=9, OPEN_FAULTS[0]);
}

#[test]
#[ignore = "long: cargo xtask test --all"]
fn three_hundred_random_athletes_get_weeks_that_keep_every_limit_and_say_why() {
    assert_few_open(1..=300, OPEN_FAULTS[1]);
}
