//! What a week's plan costs in time. `--json` prints one object a line, `--each` one line for each instance.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures time and prints it")]

mod instances;

use instances::{Rich, earlier, rich};
use std::time::Instant;
use striate_plan::week::{Effort, solve_counted};

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
        let problem = earlier(seed);
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
}
