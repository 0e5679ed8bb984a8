//! What ten years of history cost: the fold to today's body, and what is asked of it then. `--json` prints one object a
//! line.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures time and prints it")]

use std::hint::black_box;
use std::time::Instant;
use striate_model::{
    DailyDose, DailyLog, Day, Distance, MuscleDose, MuscleMap, Person, SessionKind, TimeSpan, sampling::SplitMix64,
};
use striate_state::{Calendar, GrowthMethod, Habit, fold, forecast, outlooks};

const DAYS: usize = 3650;
const SESSIONS: usize = 4000;
const ROUNDS: usize = 12;

/// Ten years: 4,000 sessions of all kinds, more than one on some days, none on others.
fn history() -> Vec<(Day, Vec<DailyDose>, DailyLog)> {
    let mut random = SplitMix64::named("bench.fold");
    let mut days: Vec<(Day, Vec<DailyDose>, DailyLog)> =
        (0..DAYS).map(|i| (Day::from_ordinal(16_000 + i as i32), Vec::new(), DailyLog::default())).collect();
    for i in 0..SESSIONS {
        let day = (random.uniform() * DAYS as f64) as usize;
        let is_lift = i % 4 == 0;
        let hard = random.uniform();
        let hours = 0.5 + random.uniform();
        let end = days[day].0.noon() + TimeSpan::from_s(3600.0 * (6.0 * random.uniform() - 4.0));
        days[day].1.push(DailyDose {
            kind: if is_lift { SessionKind::FullStrength } else { SessionKind::Easy },
            end: Some(end),
            on_foot_h: if is_lift { 0.0 } else { hours },
            running_h: if is_lift { 0.0 } else { hours },
            distance: Distance::from_m(if is_lift { 0.0 } else { 10_000.0 * hours }),
            mean_speed_m_per_s: (!is_lift).then_some(2.8),
            mean_heart_rate_bpm: (!is_lift).then_some(140.0),
            impact_km: if is_lift { 0.0 } else { 10.0 * hours },
            cardio: 60.0 * hours,
            muscles: MuscleMap::from_fn(|m| {
                let hse = if is_lift {
                    3.0 * hard
                } else if m.is_locomotor() {
                    hard * hard
                } else {
                    0.0
                };
                MuscleDose {
                    slow_hse: hse,
                    fast_hse: hse * hard,
                    hse,
                    lifting_hse: if is_lift { hse } else { 0.0 },
                    log_doubt: 0.4,
                    eccentric: 0.1 * hse,
                }
            }),
        });
    }
    days
}

fn best_ms(mut call: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            call();
            start.elapsed().as_secs_f64() * 1e3
        })
        .fold(f64::INFINITY, f64::min)
}

fn main() {
    let json = std::env::args().any(|argument| argument == "--json");
    let method = GrowthMethod::builtin();
    let days = history();
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let start = Habit::default().body(days[0].0.plus(-1), person, method);
    let run = || fold(start.clone(), days.iter().map(|(day, doses, log)| (*day, doses.as_slice(), log)), method);
    let body = run();
    let fold_ms = best_ms(|| {
        black_box(run());
    });
    let outlook_ms = best_ms(|| {
        black_box(outlooks(black_box(&body), method));
    });
    let calendar = Calendar::going_on(&body, 84);
    let forecast_ms = best_ms(|| {
        black_box(forecast(black_box(&body), &calendar, method));
    });
    let rows = [
        ("ten years (3,650 days, 4,000 sessions) to today's body", fold_ms),
        ("growing, holding or losing: every muscle, 28 days, 200 draws", outlook_ms),
        ("forecast of every muscle, 84 days, 200 draws", forecast_ms),
    ];
    for (work, ms) in rows {
        if json {
            println!(
                r#"{{"id":"P6","work":"{work}","unit":"ms","ours":{ms:.3},"peer":null,"peer_value":null,"ratio":null}}"#
            );
        } else {
            println!("{work}: {ms:.2} ms");
        }
    }
}
