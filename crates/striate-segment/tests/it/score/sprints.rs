//! What one sample a second sees of short sprints: found or not, edges, speed, by how long they last, on the level and
//! uphill.

use super::tally::shared;
use std::fmt::Write as _;
use striate_model::{Timestamp, Told};
use striate_segment::segment;
use striate_synth::{
    Deed, Device, Ground, Knowledge, Origin, Pace, Part, Plan, Role, Runner, Scenario, Sky, Synthetic, Until, generate,
};

/// Lengths, s.
const LENGTHS_S: [f64; 7] = [5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0];

/// Runners and watches for each length and ground.
const RUNNERS: u64 = 12;

/// Sprints of one length on one ground, over all runners.
pub(crate) struct Seen {
    pub(crate) seconds: f64,
    pub(crate) is_uphill: bool,
    wanted: usize,
    /// Some effort that was found shares half of it.
    touched: usize,
    /// The same with four fifths, as in the other tables.
    matched: usize,
    edges_s: Vec<f64>,
    speed_off: Vec<f64>,
    extra: usize,
}

impl Seen {
    /// Share of the sprints that some effort shares half of.
    pub(crate) fn found(&self) -> f64 {
        self.touched as f64 / self.wanted as f64
    }
}

/// Eight sprints with walking between them, by one runner with one watch.
fn session(seconds: f64, is_uphill: bool, seed: u64) -> Synthetic {
    let level = (seed % RUNNERS) as f64 / (RUNNERS - 1) as f64;
    let runner = Runner::with_critical_pace(340.0 - 150.0 * level, seed);
    let ground = if is_uphill { Ground::Slope(0.09) } else { Ground::Flat };
    // A second and a bit goes into getting up to speed.
    let best = 0.95 * runner.best_over_time(seconds) * seconds / (seconds - 1.25);
    let pace = Pace::Demand(best / runner.critical_speed_m_per_s);
    let mut plan = Plan::new(striate_model::SessionKind::SprintInterval).then(Part::new(
        Role::WarmUp,
        Pace::Demand(0.70),
        Until::Time(720.0),
    ));
    for _ in 0..8 {
        plan = plan
            .then(Part::new(Role::Effort, pace, Until::Time(seconds)).over(ground))
            .then(Part::new(Role::Recovery, Pace::Stand, Until::Time(6.0)).over(ground));
        plan = plan.then(if is_uphill {
            Part::new(Role::Recovery, Pace::Walk(1.0), Until::BackAtStart).over(ground).back()
        } else {
            Part::new(Role::Recovery, Pace::Walk(1.3), Until::Time(80.0))
        });
    }
    plan = plan.then(Part::new(Role::CoolDown, Pace::Demand(0.62), Until::Time(300.0)));
    let sky = [Sky::Open, Sky::Mixed, Sky::Poor][(seed % 3) as usize];
    generate(&Scenario {
        name: format!("sprints-{seed}"),
        family: "sprints",
        seed,
        runner,
        knowledge: Knowledge::Estimated,
        deed: Deed::Run(plan),
        device: Device { sky, smoothing_s: 0.6 + 0.1 * (seed % 11) as f64, ..Device::good() },
        origin: Origin {
            time: Timestamp::from_unix_ms(1_767_247_200_000),
            latitude_deg: 0.0,
            longitude_deg: 0.0,
            height_m: 100.0,
        },
    })
}

/// Every length on both grounds.
pub(crate) fn table() -> (String, Vec<Seen>) {
    let mut all = Vec::new();
    for (place, &seconds) in (0u64..).zip(&LENGTHS_S) {
        for is_uphill in [false, true] {
            let mut seen = Seen {
                seconds,
                is_uphill,
                wanted: 0,
                touched: 0,
                matched: 0,
                edges_s: Vec::new(),
                speed_off: Vec::new(),
                extra: 0,
            };
            for k in 0..RUNNERS {
                let made = session(seconds, is_uphill, 50_001 + 1000 * place + 2 * k + 500 * u64::from(is_uphill));
                let raw = made.without_marks();
                let efforts = segment(&raw, &made.athlete, &Told::default()).efforts;
                let at = |t: Timestamp| t.since(raw.start).as_s();
                let mut used = 0;
                for truth in &made.truth.efforts {
                    let wanted = (truth.start_s, truth.end_s);
                    seen.wanted += 1;
                    let best = efforts
                        .iter()
                        .map(|e| (shared((at(e.start), at(e.end)), wanted), e))
                        .max_by(|a, b| a.0.total_cmp(&b.0))
                        .filter(|(share, _)| *share >= 0.5);
                    if let Some((share, effort)) = best {
                        used += 1;
                        seen.touched += 1;
                        seen.matched += usize::from(share >= 0.8);
                        seen.edges_s.extend([(at(effort.start) - wanted.0).abs(), (at(effort.end) - wanted.1).abs()]);
                        let speed = effort.mean_speed.map_or(0.0, striate_model::Speed::as_m_per_s);
                        seen.speed_off.push(speed / truth.mean_speed_m_per_s - 1.0);
                    }
                }
                seen.extra += efforts.len().saturating_sub(used);
            }
            all.push(seen);
        }
    }
    let mut text = "sprint, ground    true  half shared  four fifths  edge  95th  mean speed off\n".to_owned();
    for seen in &mut all {
        let quantile = |values: &mut Vec<f64>, q: f64| {
            values.sort_unstable_by(f64::total_cmp);
            values.get(((values.len() as f64 - 1.0) * q).max(0.0) as usize).copied()
        };
        let seconds = |v: Option<f64>| v.map_or("   -".to_owned(), |v| format!("{v:4.1}"));
        let _ = writeln!(
            text,
            "{:>3.0} s {:<9} {:>6} {:>12.2} {:>12.2}  {}  {}  {}",
            seen.seconds,
            if seen.is_uphill { "9 % up" } else { "level" },
            seen.wanted,
            seen.found(),
            seen.matched as f64 / seen.wanted as f64,
            seconds(quantile(&mut seen.edges_s, 0.5)),
            seconds(quantile(&mut seen.edges_s, 0.95)),
            quantile(&mut seen.speed_off, 0.5).map_or("   -".to_owned(), |v| format!("{:+.0} %", 100.0 * v)),
        );
    }
    let extra: usize = all.iter().map(|s| s.extra).sum();
    let _ = writeln!(text, "efforts found that were none: {extra} in {} sessions", all.len() as u64 * RUNNERS);
    (text, all)
}
