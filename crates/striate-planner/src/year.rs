//! A year of simulated life: athletes who follow the plan as people do, some sessions left out, some a day late, some too
//! long. Every week is judged from what it prints, apart from the solver and its checker; the outcomes stand beside an
//! unchanging week and a random feasible one.

mod judge;
mod kinds;

use kinds::Kinds;

use super::planner::{Planner, effort};
use super::*;
use crate::planned::Equipment;
use std::collections::BTreeMap;
use std::fmt::Write;
use striate_history::body::Before;
use striate_history::{Performed, sessions_of_journal};
use striate_journal as journal;
use striate_model::{Athlete, BodyState, Day, Grade, Mass, Muscle, Person, Sourced, Speed, TimeSpan, Timestamp};
use striate_plan::week::{FORBIDDEN, WeekProblem, solve_relaxed, with_wishes};
use striate_state::fatigue::ReadinessStep;
use striate_state::{GrowthMethod, forecast};

/// A small generator, so that every year is the same on every machine.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal with standard deviation 1: twelve uniform numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

struct Character {
    name: &'static str,
    /// What a week looked like before: (day of the week, line of the journal), and for how many weeks.
    habit: &'static [(u8, &'static str)],
    weeks_before: i32,
    age_y: Option<f64>,
    before: Before,
    critical_m_per_s: f64,
    wishes: PlanWishes,
    /// What becomes of the wishes in a block of four weeks, counted from 0.
    life: fn(usize, &mut PlanWishes),
    /// The share of sessions that is done at all, by block.
    does: fn(usize) -> f64,
}

const GYM: Equipment = Equipment {
    has_gym: true,
    has_bands: true,
    has_pull_up_bar: true,
    has_table: false,
    vest: None,
    pack: None,
    ankle_weights: None,
    hill: None,
    has_stairs: false,
    has_trail: false,
    has_track: false,
};

fn usual(_: usize) -> f64 {
    0.92
}

fn nothing(_: usize, _: &mut PlanWishes) {}

fn everything() -> Equipment {
    Equipment {
        vest: Some(Mass::from_kg(10.0)),
        hill: Some(Grade::from_ratio(0.08)),
        has_stairs: true,
        has_trail: true,
        has_track: true,
        ..GYM
    }
}

const RUNS: &[(u8, &str)] = &[
    (1, "run 40 min easy"),
    (3, "run 10 min; 20 min 12 km/h; 10 min tempo"),
    (5, "run 45 min easy"),
    (6, "run 75 min long"),
];
const LIFTS: &[(u8, &str)] = &[
    (0, "lift back squat 3x8 @ 90 kg rir 2; romanian deadlift 3x8 @ 80 kg rir 2; lying leg curl 2x10 @ 40 kg rir 2"),
    (2, "lift bench press 3x8 @ 70 kg rir 2; barbell row 3x8 @ 65 kg rir 2; overhead press 2x8 @ 40 kg rir 2"),
    (4, "lift back squat 3x8 @ 90 kg rir 2; bench press 3x8 @ 70 kg rir 2; barbell row 3x8 @ 65 kg rir 2"),
];
const BOTH: &[(u8, &str)] = &[
    (0, "lift back squat 3x8 @ 80 kg rir 2; romanian deadlift 3x8 @ 70 kg rir 2"),
    (1, "run 40 min easy"),
    (2, "lift bench press 3x8 @ 60 kg rir 2; barbell row 3x8 @ 55 kg rir 2"),
    (3, "run 10 min; 15 min 12 km/h; 10 min tempo"),
    (5, "run 60 min long"),
];

fn characters() -> Vec<Character> {
    let usual_days = PlanWishes::default();
    let base = |name, habit, wishes| Character {
        name,
        habit,
        weeks_before: 8,
        age_y: Some(35.0),
        before: Before::Unknown,
        critical_m_per_s: 3.6,
        wishes,
        life: nothing,
        does: usual,
    };
    let wishes = |minutes: [i32; 7], equipment| PlanWishes { minutes, equipment, ..usual_days.clone() };
    let five = [60, 60, 0, 60, 0, 90, 120];
    vec![
        Character {
            weeks_before: 2,
            before: Before::Nothing,
            critical_m_per_s: 2.9,
            ..base(
                "novice",
                &[(2, "run 15 min easy"), (5, "run 15 min easy")],
                wishes([0, 60, 0, 60, 0, 90, 0], Equipment::default()),
            )
        },
        base("runner", RUNS, wishes(five, Equipment { hill: Some(Grade::from_ratio(0.06)), ..Equipment::default() })),
        Character { critical_m_per_s: 3.1, ..base("lifter", LIFTS, wishes(five, GYM)) },
        base("hybrid", BOTH, wishes([75, 60, 75, 60, 0, 120, 60], everything())),
        Character {
            age_y: Some(56.0),
            critical_m_per_s: 3.2,
            ..base("over 50", RUNS, PlanWishes { goal: Goal::Keep, ..wishes(five, GYM) })
        },
        base("three days", BOTH, wishes([0, 75, 0, 75, 0, 120, 0], GYM)),
        base("six days", RUNS, PlanWishes { goal: Goal::Lean, ..wishes([60, 75, 60, 75, 0, 90, 120], everything()) }),
        Character {
            // Four weeks with a hurt hamstring from week 5 on.
            life: |block, wishes| {
                if block == 1 {
                    wishes.is_injured = true;
                    wishes.spare = vec![Muscle::Hamstrings];
                }
            },
            does: |block| if block == 1 { 0.6 } else { 0.92 },
            ..base("injured in week 5", RUNS, wishes(five, GYM))
        },
        Character {
            // Two days a week in hotels, and twice four weeks in which next to nothing is done.
            life: |block, wishes| {
                if block % 3 == 2 {
                    wishes.minutes = [0, 45, 0, 0, 45, 0, 60];
                    wishes.equipment = Equipment::default();
                }
            },
            does: |block| if block == 5 || block == 9 { 0.05 } else { 0.9 },
            ..base("travelling", BOTH, wishes(five, GYM))
        },
    ]
}

/// How the weeks of a year are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Policy {
    Plan,
    SameWeek,
    RandomWeek,
}

#[derive(Default)]
struct Outcome {
    weeks: usize,
    runs: usize,
    lifts: usize,
    running_h: f64,
    planned: usize,
    done: usize,
    given_up: BTreeMap<String, usize>,
    no_week: usize,
    /// Median size of quads, hamstrings, glutes and calves over the first day, percent.
    size: [f64; 4],
    /// The same had the lifts alone been done.
    size_without_runs: [f64; 4],
    /// Sessions that were done, by sort.
    kinds: Kinds,
    /// Days whose morning found every leg muscle ready, and days in all.
    ready_days: usize,
    days: usize,
    /// Hard sessions that began on a muscle still tired, and hard sessions in all.
    on_tired: usize,
    hard: usize,
    faults: Vec<String>,
}

const SHOWN: [Muscle; 4] = [Muscle::Vasti, Muscle::Hamstrings, Muscle::GluteusMaximus, Muscle::Gastrocnemius];

struct Life<'a> {
    who: &'a Character,
    athlete: Athlete,
    ledger: Ledger,
    chance: Chance,
    start: Day,
}

impl<'a> Life<'a> {
    fn new(who: &'a Character, seed: u64) -> Self {
        let start: Day = "2025-01-05".parse().expect("a Sunday");
        let mut lines = String::new();
        for week in 0..who.weeks_before {
            for (day, line) in who.habit {
                let _ = writeln!(lines, "{} {line}", start.plus(-7 * (week + 1) + 1 + i32::from(*day)));
            }
        }
        let athlete = Athlete {
            critical_speed: Sourced::given(Speed::from_m_per_s(who.critical_m_per_s)),
            max_sprint: Sourced::given(Speed::from_m_per_s(2.05 * who.critical_m_per_s)),
            ..Athlete::default()
        };
        let parsed = journal::parse(&lines);
        assert!(parsed.problems.is_empty(), "{}: {:?}", who.name, parsed.problems);
        let ledger = Ledger::new(sessions_of_journal(&parsed.entries, "journal", &athlete, TimeSpan::default()));
        Self { who, athlete, ledger, chance: Chance(seed), start }
    }

    fn person(&self) -> Person {
        Person { log_response: 0.0, log_response_sd: 0.4, age_y: self.who.age_y }
    }

    fn body(&self, day: Day) -> BodyState {
        let history = self.ledger.history();
        history.body(day, self.person(), self.who.before, GrowthMethod::builtin()).expect("there is a history")
    }

    /// What becomes of a planned session; `None` where it is left out.
    fn lived(&mut self, session: &SessionView, viewpoint: &Viewpoint<'_>, does: f64) -> Option<Performed> {
        if self.chance.uniform() > does {
            return None;
        }
        let mut done = session.as_done(viewpoint)?;
        let by = (0.05 * self.chance.normal()).exp();
        let dose = &mut done.dose;
        for amount in [&mut dose.on_foot_h, &mut dose.running_h, &mut dose.impact_km, &mut dose.cardio] {
            *amount *= by;
        }
        dose.distance = dose.distance * by;
        for muscle in Muscle::ALL {
            let m = &mut dose.muscles[muscle];
            for amount in [&mut m.slow_hse, &mut m.fast_hse, &mut m.hse, &mut m.lifting_hse, &mut m.eccentric] {
                *amount *= by;
            }
        }
        if self.chance.uniform() < 0.06 {
            let late = TimeSpan::from_s(86_400.0);
            (done.day, done.start, done.end) = (done.day.plus(1), done.start + late, done.end + late);
            done.dose.end = Some(done.end);
        }
        Some(done)
    }

    fn live(mut self, blocks: usize, policy: Policy) -> Outcome {
        let mut outcome = Outcome::default();
        let before = self.body(self.start);
        let mut same: Option<Vec<SessionView>> = None;
        for block in 0..blocks {
            let mut wishes = self.who.wishes.clone();
            (self.who.life)(block, &mut wishes);
            let does = (self.who.does)(block);
            let today = self.start.plus(28 * block as i32);
            let athlete = self.athlete;
            let viewpoint = Viewpoint {
                athlete: &athlete,
                person: self.person(),
                before: self.who.before,
                today,
                now: Timestamp::from_unix_ms(0),
                offset: TimeSpan::default(),
                at_hand: None,
            };
            let view = match policy {
                Policy::Plan => plan(&self.ledger, &viewpoint, &wishes),
                Policy::RandomWeek => random_weeks(&self.ledger, &viewpoint, &wishes, &mut self.chance),
                Policy::SameWeek => match &same {
                    None => plan(&self.ledger, &viewpoint, &wishes),
                    Some(week) => Some(repeated(week, today, &wishes)),
                },
            }
            .expect("there is a history");
            if policy == Policy::SameWeek && same.is_none() {
                let first = view.weeks.iter().find(|w| !w.deload).expect("one week in four loads");
                same = Some(first.sessions.clone());
                // From here on it is this week and no other.
                let view = repeated(same.as_ref().expect("it was just set"), today, &wishes);
                self.follow(&view, &viewpoint, does, &mut outcome);
                continue;
            }
            for relaxed in &view.relaxed {
                *outcome.given_up.entry(relaxed.rule.to_string()).or_default() += 1;
            }
            outcome.no_week += 4 - view.weeks.len().min(4);
            if policy == Policy::Plan {
                let found = self.faults(&view, &viewpoint, &wishes);
                outcome.faults.extend(found.into_iter().map(|f| format!("{}, block {block}: {f}", self.who.name)));
            }
            self.follow(&view, &viewpoint, does, &mut outcome);
        }
        let last = self.start.plus(28 * blocks as i32);
        outcome.size = grown(&before, &self.body(last));
        outcome.size_without_runs = grown(&before, &self.body_without_runs(last));
        self.readiness(last, &mut outcome);
        outcome
    }

    fn follow(&mut self, view: &PlanView, viewpoint: &Viewpoint<'_>, does: f64, outcome: &mut Outcome) {
        outcome.weeks += 4;
        for session in view.weeks.iter().flat_map(|w| &w.sessions) {
            outcome.planned += 1;
            if let Some(done) = self.lived(session, viewpoint, does) {
                outcome.done += 1;
                outcome.runs += usize::from(session.prescription.kind.is_run());
                outcome.lifts += usize::from(session.kind.ends_with("_strength"));
                outcome.running_h += done.dose.running_h;
                outcome.kinds.add(session);
                self.ledger.sessions.push(done);
            }
        }
        self.ledger.sessions.sort_by_key(|s| s.start);
    }

    /// The body had nothing but lifts been done since the start.
    fn body_without_runs(&self, day: Day) -> BodyState {
        let mut ledger = self.ledger.clone();
        ledger.sessions.retain(|s| s.day <= self.start || s.dose.running_h <= 0.0);
        let history = ledger.history();
        history.body(day, self.person(), self.who.before, GrowthMethod::builtin()).expect("there is a history")
    }

    /// Mornings and hard sessions of the year against the body as it was.
    fn readiness(&self, last: Day, outcome: &mut Outcome) {
        let growth = GrowthMethod::builtin();
        let values = growth.central();
        let history = self.ledger.history();
        let days = last.days_since(self.start);
        let bodies = history.lives((0..days).map(|d| self.start.plus(d)), self.person(), self.who.before, growth);
        for body in bodies {
            let day = body.day.plus(1);
            let step = |m: Muscle, hour: f64| {
                let at = day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0));
                let rested = striate_state::fatigue::rest(body.muscles[m], at.since(body.fatigue_at), values);
                ReadinessStep::of(&rested, values)
            };
            outcome.days += 1;
            outcome.ready_days += usize::from(Muscle::locomotor().all(|m| step(m, 7.0) == ReadinessStep::Ready));
            let first = self.ledger.sessions.iter().find(|s| s.day == day);
            let hard = first.map(|s| Muscle::locomotor().filter(|m| s.dose.muscles[*m].hse >= 2.0).collect::<Vec<_>>());
            if let Some(hard) = hard.filter(|h| !h.is_empty()) {
                outcome.hard += 1;
                outcome.on_tired += usize::from(hard.iter().any(|m| step(*m, 7.0) == ReadinessStep::Tired));
            }
        }
    }
}

/// What became of the four muscles between two days, percent.
fn grown(before: &BodyState, after: &BodyState) -> [f64; 4] {
    let growth = GrowthMethod::builtin();
    SHOWN.map(|muscle| {
        let of = |body: &BodyState| 1.0 + forecast::size_percent(body, muscle, growth).value / 100.0;
        100.0 * (of(after) / of(before) - 1.0)
    })
}

/// Four weeks of one week, on the days that are there.
fn repeated(week: &[SessionView], today: Day, wishes: &PlanWishes) -> PlanView {
    let weeks = (0..4).map(|n| {
        let monday = today.plus(1 + 7 * n);
        let moved = |s: &SessionView| {
            let day = s.date.parse::<Day>().expect("a day").weekday();
            let is_open = wishes.minutes[usize::from(day)] > 0;
            is_open.then(|| SessionView { date: monday.plus(i32::from(day)).to_string(), ..s.clone() })
        };
        WeekView {
            start: monday.to_string(),
            phase: "building",
            deload: false,
            optimal: false,
            gap: 0.0,
            doses: Vec::new(),
            sessions: week.iter().filter_map(moved).collect(),
            rest_days: Vec::new(),
            others: Vec::new(),
            season: None,
        }
    });
    PlanView {
        verdict: String::new(),
        rest_of_week: None,
        weeks: weeks.collect(),
        relaxed: Vec::new(),
        held_back: Vec::new(),
        season: Vec::new(),
        rules: Vec::new(),
    }
}

/// Weeks that keep every limit and wish for nothing: costs by chance.
fn random_weeks(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    chance: &mut Chance,
) -> Option<PlanView> {
    let mut planner = Planner::new(ledger, viewpoint, wishes)?;
    let mut view = repeated(&[], viewpoint.today, wishes);
    view.weeks.clear();
    while let Some(week) = planner.next_week() {
        let mut problem: WeekProblem = with_wishes(&week.free, &[]);
        problem.doses.clear();
        (problem.variety_bonus, problem.double_cost) = (0, 0);
        for kind in &mut problem.kinds {
            for item in &mut kind.items {
                item.dose.clear();
                item.slot_cost =
                    item.slot_cost.map(|c| if c < FORBIDDEN { (20.0 * chance.uniform()) as i32 } else { c });
            }
            for choice in &mut kind.choices {
                // As likely worth having as not.
                choice.cost = (400.0 * (chance.uniform() - 0.5)) as i32;
            }
        }
        let Ok(Some(relaxed)) = solve_relaxed(&problem, effort()) else {
            planner.skip(&week);
            continue;
        };
        planner.accept(&week, &relaxed.plan);
        let solved = planner::Solved { relaxed, left_out: Vec::new(), missed: Vec::new() };
        view.weeks.push(planner.view(&week, &solved));
    }
    Some(view)
}

/// Every character lives so many blocks of four weeks; two at a time.
fn years(blocks: usize, policy: Policy) -> Vec<(&'static str, Outcome)> {
    let all = characters();
    let half = all.len().div_ceil(2);
    let live = |some: &[Character]| -> Vec<(&'static str, Outcome)> {
        some.iter().map(|who| (who.name, Life::new(who, 7 + who.name.len() as u64).live(blocks, policy))).collect()
    };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| live(&all[half..]));
        let mut first = live(&all[..half]);
        first.extend(second.join().expect("a life does not panic"));
        first
    })
}

fn judge(years: &[(&'static str, Outcome)]) {
    let faults: Vec<&String> = years.iter().flat_map(|y| &y.1.faults).collect();
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(12)]);
    for (name, year) in years {
        assert_eq!(year.no_week, 0, "{name}: every week was found");
        assert!(year.size.iter().all(|s| (-8.0..25.0).contains(s)), "{name}: {:?}", year.size);
        assert!(
            year.on_tired * 10 <= year.hard,
            "{name}: {} of {} hard sessions on tired muscles",
            year.on_tired,
            year.hard
        );
        // Who trains on six days is fully rested in few mornings: squats and Nordics take two days and more (method 2).
        assert!(year.ready_days * 6 >= year.days, "{name}: ready on {} of {} mornings", year.ready_days, year.days);
        assert!(year.runs >= year.weeks, "{name}: {} runs in {} weeks", year.runs, year.weeks);
    }
}

#[test]
fn three_months_of_nine_lives_keep_every_rule_that_is_never_broken() {
    judge(&years(3, Policy::Plan));
}

/// The judge itself: what is put wrong into a plan is found.
#[test]
fn the_judge_of_printed_plans_sees_what_is_put_wrong_into_one() {
    let who = &characters()[3];
    let life = Life::new(who, 1);
    let athlete = life.athlete;
    let viewpoint = Viewpoint {
        athlete: &athlete,
        person: life.person(),
        before: who.before,
        today: life.start,
        now: Timestamp::from_unix_ms(0),
        offset: TimeSpan::default(),
        at_hand: None,
    };
    let view = plan(&life.ledger, &viewpoint, &who.wishes).expect("there is a history");
    let faults = |change: &dyn Fn(&mut PlanView)| {
        let mut changed = view.clone();
        change(&mut changed);
        life.faults(&changed, &viewpoint, &who.wishes)
    };
    assert_eq!(faults(&|_| {}), Vec::<String>::new());
    let loads = view.weeks.iter().position(|w| !w.deload).expect("a week of load");
    let long = |view: &PlanView| view.weeks[loads].sessions.iter().position(|s| s.kind == "long").expect("a long run");
    let far = faults(&|view| {
        let place = long(view);
        let session = &mut view.weeks[loads].sessions[place];
        for bout in session.prescription.blocks.iter_mut().flat_map(|b| &mut b.bouts) {
            if let striate_plan::kinds::Bout::Run { extent: striate_plan::kinds::Extent::Seconds(s), .. } = bout {
                *s *= 1.4;
            }
        }
    });
    assert!(far.iter().any(|f| f.contains(" km after ")), "{far:?}");
    let none = faults(&|view| {
        let place = long(view);
        view.weeks[loads].sessions.remove(place);
    });
    assert!(none.iter().any(|f| f.contains("long runs []")), "{none:?}");
    let crowded = faults(&|view| {
        let sessions = &mut view.weeks[loads].sessions;
        let date = sessions[0].date.clone();
        sessions.iter_mut().for_each(|s| s.date.clone_from(&date));
    });
    assert!(crowded.iter().any(|f| f.contains(&view.weeks[loads].sessions[0].date)), "{crowded:?}");
    assert!(crowded.iter().any(|f| f.contains(" h after ")), "{crowded:?}");
    let weak = faults(&|view| {
        for week in &mut view.weeks {
            week.sessions.retain(|s| !["lower_strength", "full_strength"].contains(&s.kind));
        }
    });
    assert!(weak.iter().any(|f| f.contains("without leg strength")), "{weak:?}");
}

/// Thirteen blocks of four weeks for all nine. `cargo xtask year` runs it under all three policies and writes the table.
#[test]
#[ignore = "long: cargo xtask test --all"]
#[expect(clippy::disallowed_methods, reason = "where the table goes is told by the command")]
fn a_year_of_nine_lives_beside_two_baselines() {
    let Ok(path) = std::env::var("STRIATE_YEAR_WRITE") else {
        let years = years(13, Policy::Plan);
        let faults: Vec<&String> = years.iter().flat_map(|y| &y.1.faults).collect();
        assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(12)]);
        return;
    };
    let mut table = String::from(
        "| athlete | weeks | runs, lifts a week | running, h a week | done | a month: fast, uphill, tempo, long, with jumps, leg lifts | quads, hamstrings, glutes, calves after a year, % | the same without the runs, % | legs ready in the morning | hard sessions on a tired muscle | limits given up |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let policies = [
        (Policy::Plan, "the plan"),
        (Policy::SameWeek, "one week again and again"),
        (Policy::RandomWeek, "random feasible weeks"),
    ];
    let mut faults = Vec::new();
    for (policy, label) in policies {
        for (name, year) in years(13, policy) {
            let weeks = year.weeks as f64;
            let given_up: Vec<String> = year.given_up.iter().map(|(rule, n)| format!("{rule}: {n}")).collect();
            let percents = |sizes: &[f64; 4]| sizes.map(|s| format!("{s:+.1}")).join(", ");
            let _ = writeln!(
                table,
                "| {name} | {label} | {:.1}, {:.1} | {:.1} | {:.0} % | {} | {} | {} | {:.0} % | {} of {} | {} |",
                year.runs as f64 / weeks,
                year.lifts as f64 / weeks,
                year.running_h / weeks,
                100.0 * year.done as f64 / year.planned.max(1) as f64,
                year.kinds.a_month(weeks),
                percents(&year.size),
                percents(&year.size_without_runs),
                100.0 * year.ready_days as f64 / year.days.max(1) as f64,
                year.on_tired,
                year.hard,
                given_up.join(", "),
            );
            faults.extend(year.faults);
        }
    }
    let _ = writeln!(table, "\nRules that are never broken, broken by the plan: {}.", faults.len());
    for fault in &faults {
        let _ = writeln!(table, "- {fault}");
    }
    std::fs::write(&path, table).expect("the table can be written");
}
