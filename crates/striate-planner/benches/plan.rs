//! What planning costs on the product's own model: random athletes, each with a log, means and wishes of their own.
//! `--json` prints one object a line; a number says how many athletes.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures time and prints it")]

use std::fmt::Write;
use std::time::Instant;
use striate_history::body::Before;
use striate_history::{Ledger, Viewpoint, sessions_of_journal};
use striate_journal as journal;
use striate_model::{Athlete, Day, Grade, Mass, Person, Sourced, Speed, TimeSpan, Timestamp};
use striate_plan::week::{Answer, Change, Done, Edit, Effort, WeekProblem, replan, solve};
use striate_planner::planned::Equipment;
use striate_planner::{Goal, PlanWish, PlanWishes, PlannedKind, WishAnswer, answer, plan, plan_audit, week_problems};

/// Xorshift (Marsaglia 2003), so that an athlete is the same everywhere.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }
}

struct Someone {
    athlete: Athlete,
    ledger: Ledger,
    wishes: PlanWishes,
    today: Day,
}

impl Someone {
    /// A random athlete with eight weeks of nearly everything.
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let critical = 3.0 + 1.4 * random.uniform();
        let athlete = Athlete {
            critical_speed: Sourced::given(Speed::from_m_per_s(critical)),
            max_sprint: Sourced::given(Speed::from_m_per_s(critical * (1.9 + 0.3 * random.uniform()))),
            mass: Sourced::given(Mass::from_kg(55.0 + 35.0 * random.uniform())),
            ..Athlete::default()
        };
        let today: Day = "2026-11-22".parse().expect("a Sunday");
        let mut lines = String::new();
        let long = 55 + 5 * random.below(10);
        let (reps, sets) = (4 + random.below(4), 2 + random.below(3));
        let tempo = 3.6 * 0.95 * critical;
        let hard = [
            format!("run 15 min; {reps}x200 m rest 3 min; 8 min series"),
            format!("run 12 min; {reps}x3 min {:.1} km/h rest 2 min; 8 min interval", 3.6 * 1.03 * critical),
            format!("run 12 min; {reps}x20 s {:.1} km/h 8 % rest 100 s; 8 min hill repeats", 3.6 * critical),
            format!("run 15 min; {reps}x20 s {:.1} km/h rest 80 s; 8 min sprint interval", 3.6 * 1.5 * critical),
        ];
        for week in 0..8 {
            let monday = today.plus(-6 - 7 * week);
            let fast = &hard[(week as usize + random.below(2)) % hard.len()];
            let jumps = if week % 2 == 0 { "lift box jump 4x5; jump squat 4x5" } else { "run 40 min trail" };
            let of_week = [
                (
                    0,
                    format!(
                        "lift back squat {sets}x8 @ 80 kg rir 2; romanian deadlift {sets}x8 @ 70 kg rir 2; lying leg curl 2x10 @ 40 kg rir 2"
                    ),
                ),
                (1, fast.clone()),
                (
                    2,
                    format!(
                        "lift bench press {sets}x8 @ 60 kg rir 2; barbell row {sets}x8 @ 55 kg rir 2; overhead press 2x8 @ 35 kg rir 2"
                    ),
                ),
                (3, format!("run 10 min; 20 min {tempo:.1} km/h; 10 min tempo")),
                (4, jumps.to_owned()),
                (5, "run 40 min easy".to_owned()),
                (6, format!("run {long} min long")),
            ];
            for (day, line) in of_week {
                let _ = writeln!(lines, "{} {line}", monday.plus(day));
            }
        }
        let entries = journal::parse(&lines).entries;
        let ledger = Ledger::new(sessions_of_journal(&entries, "journal", &athlete, TimeSpan::default()));
        let mut minutes = [0; 7].map(|_: i32| 45 + 10 * random.below(6) as i32);
        (minutes[5], minutes[6]) = (90 + 10 * random.below(5) as i32, 120);
        for _ in 0..random.below(3) {
            minutes[random.below(5)] = 0;
        }
        let wishes = PlanWishes {
            goal: [Goal::Build, Goal::Keep, Goal::Lean][random.below(3)],
            weeks: 1,
            minutes,
            long_day: Some(5 + random.below(2)),
            equipment: Equipment {
                has_gym: true,
                has_bands: true,
                has_pull_up_bar: true,
                vest: Some(Mass::from_kg(10.0)),
                hill: Some(Grade::from_ratio(0.05 + 0.05 * random.uniform())),
                has_stairs: true,
                has_trail: true,
                has_track: true,
                ..Equipment::default()
            },
            weeks_since_deload: Some(0),
            ..PlanWishes::default()
        };
        Self { athlete, ledger, wishes, today }
    }

    fn viewpoint(&self) -> Viewpoint<'_> {
        Viewpoint {
            athlete: &self.athlete,
            person: Person { log_response: 0.0, log_response_sd: 0.5, age_y: None },
            before: Before::TheSame,
            today: self.today,
            now: Timestamp::from_unix_ms(0),
            offset: TimeSpan::default(),
        }
    }

    fn week(&self) -> WeekProblem {
        week_problems(&self.ledger, &self.viewpoint(), &self.wishes).and_then(|w| w.into_iter().next()).expect("a week")
    }
}

fn spread(mut times: Vec<f64>) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    [at(0.5), at(0.95), at(1.0)]
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let count = arguments.iter().find_map(|a| a.parse::<u64>().ok()).unwrap_or(200);
    let report = |id: &str, work: &str, times: Vec<f64>| {
        let n = times.len();
        if n == 0 {
            return;
        }
        let [median, p95, most] = spread(times);
        if has("--json") {
            for (what, value) in [("median", median), ("p95", p95)] {
                println!(
                    r#"{{"id":"{id}","work":"{work}, {n} athletes, {what}","unit":"ms","ours":{value:.2},"peer":null,"peer_value":null,"ratio":null}}"#
                );
            }
        } else {
            println!("{id} {work}: n {n}, ms median {median:.2} p95 {p95:.2} most {most:.2}");
        }
    };
    let people: Vec<Someone> = (1..=count).map(Someone::new).collect();
    let weeks: Vec<WeekProblem> = people.iter().map(Someone::week).collect();
    let mut levels: Vec<usize> = weeks.iter().map(|w| w.kinds.iter().map(|k| k.items.len()).sum()).collect();
    levels.sort_unstable();
    let size = format!("{} to {} kind-levels, 13 muscles", levels[0], levels[levels.len() - 1]);
    for (work, effort) in [
        ("product model, within 2 %", Effort { gap: 20, ..Effort::default() }),
        ("product model, proven", Effort::default()),
    ] {
        let (mut times, mut open, mut none) = (Vec::new(), 0, 0);
        for (seed, week) in weeks.iter().enumerate() {
            let start = Instant::now();
            let answer = solve(week, effort);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            match answer {
                Ok(Answer::Plan(plan)) => open += u32::from(plan.certificate.gap > effort.gap),
                _ => none += 1,
            }
            if has("--each") {
                println!("{} {:.1} ms", seed + 1, times[times.len() - 1]);
            }
        }
        if !has("--json") {
            println!("{work}: {open} left open, {none} without a week");
        }
        report("P7", &format!("{work}, {size}"), times);
    }
    let few = people.len().min(40);
    let mut times = Vec::new();
    for one in &people[..few.min(10)] {
        let wishes = PlanWishes { weeks: 12, weeks_since_deload: None, ..one.wishes.clone() };
        let start = Instant::now();
        let view = plan(&one.ledger, &one.viewpoint(), &wishes);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        if !has("--json") {
            println!("12 weeks: {:?}", view.map(|v| (v.weeks.len(), v.relaxed.len())));
        }
    }
    report("P8", "twelve weeks from the log to the printed plan", times);
    let (mut times, mut none, mut changed) = (Vec::new(), 0, 0);
    for week in &weeks[..few] {
        let Ok(Answer::Plan(plan)) = solve(week, Effort::interactive()) else { continue };
        let past = plan.placement.sessions().filter(|s| s.0 < 4);
        let done: Vec<Done> = past.map(|(slot, id)| Done::as_planned(week, slot, id)).collect();
        let hard = plan.placement.sessions().find(|(slot, id)| *slot >= 4 && week.kinds[id.kind].is_hard);
        let Some((slot, id)) = hard else { continue };
        let Some(day) = (slot / 2 + 1..7).find(|&d| week.minutes[d] >= week.item(id).minutes) else { continue };
        let change = Change { first_day: 2, done, edits: vec![Edit::Move { slot, day }], price: 480 };
        let start = Instant::now();
        let answer = replan(week, &plan.placement, &change, Effort::interactive());
        times.push(start.elapsed().as_secs_f64() * 1e3);
        match answer {
            Ok(Some(found)) => changed += found.changed.len(),
            _ => none += 1,
        }
    }
    if !has("--json") {
        println!("moves: {} asked, {none} without an answer, {changed} slots changed", times.len());
    }
    report("P8", "one session moved, Monday and Tuesday past", times);
    let (mut times, mut shown) = (Vec::new(), String::new());
    let kinds = [PlannedKind::LowerStrength, PlannedKind::Series, PlannedKind::HillRepeats, PlannedKind::Tempo];
    for (seed, week) in weeks[..few].iter().enumerate() {
        let mut random = Random(seed as u64 * 7919 + 1);
        let wishes: Vec<PlanWish> =
            kinds.iter().map(|kind| PlanWish::On { kind: *kind, day: 1 + random.below(3), slot: None }).collect();
        let start = Instant::now();
        let found = answer(week, &wishes, Effort::interactive());
        let time = start.elapsed().as_secs_f64() * 1e3;
        if let Ok(WishAnswer::Clash(clash)) = found {
            times.push(time);
            shown = format!("{} {}", clash.sentence, clash.hint);
        }
    }
    if !has("--json") {
        println!("{shown}");
    }
    report("P8", "why not: four wishes that clash, in words with ways out", times);
    let (mut made, mut audited, mut sessions) = (Vec::new(), Vec::new(), 0);
    for one in &people[..few.min(10)] {
        let ledger = ten_years(&one.ledger);
        sessions = ledger.sessions.len();
        let wishes = PlanWishes { weeks: 4, ..one.wishes.clone() };
        let start = Instant::now();
        let view = plan(&ledger, &one.viewpoint(), &wishes).expect("there is a history");
        made.push(start.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        let audit = plan_audit(&view, &ledger, &one.viewpoint(), &wishes);
        audited.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(audit.is_some_and(|a| a.rules.len() == 45));
    }
    report("P8", &format!("four weeks behind ten years of history ({sessions} sessions)"), made);
    report("P8", "the 45 rules held against such a plan", audited);
}

/// Eight weeks again and again for ten years.
fn ten_years(ledger: &Ledger) -> Ledger {
    let mut sessions = Vec::new();
    for block in 0..65 {
        let back = -56 * block;
        for session in &ledger.sessions {
            let mut one = session.clone();
            let by = TimeSpan::from_s(86_400.0 * f64::from(back));
            one.file = format!("{} {block}", one.file);
            (one.day, one.start, one.end) = (one.day.plus(back), one.start + by, one.end + by);
            one.dose.end = one.dose.end.map(|end| end + by);
            sessions.push(one);
        }
    }
    sessions.sort_by_key(|s| s.start);
    Ledger::new(sessions)
}
