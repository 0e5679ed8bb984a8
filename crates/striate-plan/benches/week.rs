//! What a week's plan costs in time. `--json` prints one object a line, `--each` one line for each instance.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures time and prints it")]

mod instances;

use instances::{Random, Rich, earlier_week, rich};
use std::time::Instant;
use striate_plan::week::{
    Answer, Change, Done, Edit, Effort, Entry, Verdict, Wish, replan, roll, solve, solve_counted, why_not,
};

/// Least, median, 95th in a hundred and most.
fn spread(mut times: Vec<f64>) -> [f64; 4] {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    [times[0], at(0.5), at(0.95), at(1.0)]
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let number = arguments.iter().find_map(|a| a.parse::<u64>().ok());
    let each = has("--each");
    let report = |id: &str, work: &str, times: Vec<f64>| {
        let count = times.len();
        let [least, median, p95, most] = spread(times);
        if has("--json") {
            for (what, value) in [("median", median), ("p95", p95)] {
                println!(
                    r#"{{"id":"{id}","work":"{work}, {count} weeks, {what}","unit":"ms","ours":{value:.2},"peer":null,"peer_value":null,"ratio":null}}"#
                );
            }
        } else {
            println!("{id} {work}: n {count}, ms least {least:.2} median {median:.2} p95 {p95:.2} most {most:.2}");
        }
    };
    let count = number.unwrap_or(200);
    let mut times = Vec::new();
    for seed in 1..=count.min(100) {
        let problem = earlier_week(1, seed, 1, 0, (300, 400));
        let start = Instant::now();
        let _ = solve_counted(&problem, Effort::default());
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    report("P7", "earlier model, proven", times);
    for (work, effort) in
        [("rich model, within 2 %", Effort { gap: 20, ..Effort::default() }), ("rich model, proven", Effort::default())]
    {
        let (mut times, mut open) = (Vec::new(), 0);
        for seed in 1..=count {
            let problem = rich(seed, &Rich { series: seed % 4 != 0, ..Rich::default() });
            let start = Instant::now();
            let answer = solve_counted(&problem, effort);
            let time = start.elapsed().as_secs_f64() * 1e3;
            if let Ok((answer, counters)) = answer {
                let certificate = answer.plan().map(|p| p.certificate);
                open += u32::from(certificate.is_some_and(|c| c.gap > effort.gap));
                if each {
                    println!("{seed} {time:.1} ms {certificate:?} {counters:?}");
                }
            }
            times.push(time);
        }
        if open > 0 && !has("--json") {
            println!("{open} left open");
        }
        report("P7", work, times);
    }
    let few = count.min(40);
    let mut times = Vec::new();
    for seed in 1..=few.min(10) {
        let start = Instant::now();
        let _ = twelve_weeks(seed);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    report("P8", "twelve weeks rolled", times);
    let (mut times, mut given_up, mut changed, mut none) = (Vec::new(), Vec::new(), 0, 0);
    for seed in 1..=few {
        let problem = rich(seed, &Rich::default());
        let Ok(Answer::Plan(plan)) = solve(&problem, Effort::default()) else { continue };
        let past = plan.placement.sessions().filter(|s| s.0 < 4);
        let done: Vec<Done> = past.map(|(slot, id)| Done::as_planned(&problem, slot, id)).collect();
        let hard = plan.placement.sessions().find(|(slot, id)| *slot >= 4 && problem.kinds[id.kind].is_hard);
        let Some((slot, id)) = hard else { continue };
        let Some(day) = (slot / 2 + 1..7).find(|&d| problem.minutes[d] >= problem.item(id).minutes) else { continue };
        let change = Change { first_day: 2, done, edits: vec![Edit::Move { slot, day }], price: 480 };
        let start = Instant::now();
        let answer = replan(&problem, &plan.placement, &change, Effort::interactive());
        times.push(start.elapsed().as_secs_f64() * 1e3);
        match answer {
            Ok(Some(found)) => {
                changed += found.changed.len();
                given_up.extend(found.relaxed.given_up);
            }
            _ => none += 1,
        }
    }
    if !has("--json") {
        println!(
            "moves: {} asked, {none} without an answer, {changed} slots changed, given up {given_up:?}",
            times.len()
        );
    }
    report("P8", "one session moved, Monday and Tuesday past", times);
    let (mut times, mut clashes) = (Vec::new(), 0);
    for seed in 1..=few {
        let problem = rich(seed, &Rich::default());
        let mut random = Random::new(seed + 7919);
        let hard: Vec<usize> = (0..problem.kinds.len()).filter(|&k| problem.kinds[k].is_hard).collect();
        let mut wishes: Vec<(usize, usize)> = Vec::new();
        while wishes.len() < 6 {
            let (kind, day) = (hard[random.below(hard.len())], random.below(7));
            if problem.minutes[day] > 0 && wishes.iter().all(|w| w.0 != kind) {
                wishes.push((kind, day));
            }
        }
        let wishes: Vec<Wish> = wishes.into_iter().map(|(k, d)| Wish::on_day(k, d)).collect();
        let start = Instant::now();
        let verdict = why_not(&problem, &wishes, Effort::interactive());
        if let Ok(Verdict::Clash { core, ways_out, .. }) = verdict {
            clashes += 1;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            if each {
                println!("clash {seed} {core:?} ways out {}", ways_out.len());
            }
        }
    }
    if clashes > 0 {
        report("P8", "why not: six wishes that clash, with ways out", times);
    }
}

/// Twelve weeks with a deload in four, growing by 4 %.
fn twelve_weeks(seed: u64) -> Option<i64> {
    let mut base = 170.0;
    let rolled = roll(12, Entry::default(), Effort { gap: 20, ..Effort::default() }, |week, entry, _| {
        let deload = week % 4 == 3;
        let minutes = base * if deload { 0.65 } else { 1.0 };
        if !deload {
            base *= 1.04;
        }
        let band = ((minutes * 0.92) as i32 / 5 * 5, (minutes * 1.08) as i32 / 5 * 5);
        let longest = 70 + 10 * (week as i32 / 2).min(5);
        let scale = if deload { 0.65 } else { 1.0 + 0.03 * week as f64 };
        rich(seed, &Rich { deload, entry, minutes: band, longest, series: week >= 4, scale })
    });
    rolled.ok().map(|r| r.cost())
}
