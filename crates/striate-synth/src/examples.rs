//! The recordings that the repository carries under `examples/`.

use crate::device::{Device, Laps, Sky};
use crate::runner::{Knowledge, Runner};
use crate::scenario::{Deed, Scenario, Synthetic, generate};
use crate::script::{Ground, Pace, Part, Plan, Role, Route, Until};
use crate::sensor::Origin;
use crate::strength::Lift;
use striate_model::{SessionKind, SubSport, Timestamp};

/// 2026-09-07T05:30:00Z, a Monday.
const FIRST_MORNING_MS: i64 = 1_788_759_000_000;
const DAY_MS: i64 = 86_400_000;

/// Each example by its file name without ending. The runner is one invented person; the place is the open Gulf of Guinea
/// where equator and prime meridian cross, so that no real street is run.
#[must_use]
pub fn examples() -> Vec<(&'static str, Synthetic)> {
    scenarios().into_iter().map(|s| (s.family, generate(&s))).collect()
}

/// The truth as the text of its file.
///
/// # Panics
/// Never: the truth is made of plain values.
#[must_use]
pub fn truth_text(synthetic: &Synthetic) -> String {
    let mut text = serde_json::to_string_pretty(&synthetic.truth).expect("plain values have a JSON form");
    text.push('\n');
    text
}

fn scenarios() -> Vec<Scenario> {
    let runner = Runner {
        critical_speed_m_per_s: 3.9,
        distance_reserve_m: 190.0,
        max_sprint_m_per_s: 7.6,
        hr_rest_bpm: 52.0,
        hr_max_bpm: 188.0,
        mass_kg: 68.5,
        height_m: 1.76,
        ..Runner::with_critical_pace(1000.0 / 3.9, 2026)
    };
    let plans = [
        ("easy-run", 0, Deed::Run(easy_run()), Laps::EachKilometre),
        ("8x200m", 1, Deed::Run(eight_times_200_m(&runner)), Laps::PressedLate),
        ("strength-session", 2, Deed::Strength(SessionKind::LowerStrength, leg_day()), Laps::Whole),
        ("tempo-run", 3, Deed::Run(tempo_run()), Laps::EachKilometre),
        ("hill-sprints", 5, Deed::Run(hill_sprints()), Laps::Whole),
        ("long-run", 6, Deed::Run(long_run()), Laps::EachKilometre),
    ];
    plans
        .into_iter()
        .map(|(name, day, deed, laps)| Scenario {
            name: name.to_owned(),
            family: name,
            seed: 20_260_907 + day as u64,
            runner,
            knowledge: Knowledge::Given,
            deed,
            device: Device { laps, has_dynamics: true, has_pod: name == "tempo-run", sky: Sky::Open, ..Device::good() },
            origin: Origin {
                time: Timestamp::from_unix_ms(FIRST_MORNING_MS + day * DAY_MS),
                latitude_deg: 0.01,
                longitude_deg: 0.01,
                height_m: 40.0,
            },
        })
        .collect()
}

fn easy_run() -> Plan {
    Plan::new(SessionKind::Easy)
        .then(Part::new(Role::Steady, Pace::Demand(0.74), Until::Distance(8100.0)).over(Ground::Rolling(0.012, 120.0)))
}

fn long_run() -> Plan {
    Plan::new(SessionKind::Long).then(
        Part::new(Role::Steady, Pace::Ramp(0.73, 0.76), Until::Distance(20_050.0)).over(Ground::Rolling(0.018, 150.0)),
    )
}

fn tempo_run() -> Plan {
    Plan::new(SessionKind::Tempo)
        .then(Part::new(Role::WarmUp, Pace::Demand(0.72), Until::Time(780.0)).over(Ground::Rolling(0.008, 150.0)))
        .then(Part::new(Role::Steady, Pace::Demand(0.96), Until::Time(1500.0)).over(Ground::Rolling(0.008, 150.0)))
        .then(Part::new(Role::CoolDown, Pace::Demand(0.68), Until::Time(600.0)).over(Ground::Rolling(0.008, 150.0)))
}

/// Repetitions at 95 % of the own best with three minutes of walking: a series by rules E3, E5 and E6.
fn eight_times_200_m(runner: &Runner) -> Plan {
    let seconds = 200.0 / (0.95 * runner.best_over_distance(200.0));
    // The first second and a bit goes into getting up to speed.
    let demand = 200.0 / (seconds - 1.1) / runner.critical_speed_m_per_s;
    let mut plan = Plan::new(SessionKind::Series).on(Route::Track, SubSport::Track).then(Part::new(
        Role::WarmUp,
        Pace::Demand(0.70),
        Until::Time(900.0),
    ));
    for round in 0..8 {
        plan = plan.then(Part::new(Role::Effort, Pace::Demand(demand), Until::Distance(200.0)));
        if round < 7 {
            plan = plan.then(Part::new(Role::Recovery, Pace::Walk(1.35), Until::Time(180.0)));
        }
    }
    plan.then(Part::new(Role::CoolDown, Pace::Demand(0.64), Until::Time(480.0)))
}

/// Ten sprints of some twenty seconds up a 9 % hill with 8 kg on the back, walking back for about 75 s (rule A3).
fn hill_sprints() -> Plan {
    let mut plan =
        Plan::new(SessionKind::ResistedHill).then(Part::new(Role::WarmUp, Pace::Demand(0.68), Until::Time(840.0)));
    for round in 0..10 {
        let seconds = [20.3, 19.6, 20.1, 19.8, 20.4, 20.0, 19.5, 20.2, 19.9, 20.6][round];
        plan = plan
            .then(Part::new(Role::Effort, Pace::Demand(1.62), Until::Time(seconds)).over(Ground::Slope(0.09)))
            .then(Part::new(Role::Recovery, Pace::Stand, Until::Time(9.0)).over(Ground::Slope(0.09)))
            .then(Part::new(Role::Recovery, Pace::Walk(0.95), Until::BackAtStart).back())
            .then(Part::new(Role::Recovery, Pace::Stand, Until::Time(5.0)));
    }
    let mut plan = plan.then(Part::new(Role::CoolDown, Pace::Demand(0.64), Until::Time(540.0)).back());
    plan.carried_mass_kg = 8.0;
    plan
}

fn leg_day() -> Vec<Lift> {
    let lift = |name, (category, exercise), sets, reps, mass_kg, rest_s| Lift {
        name,
        category,
        exercise,
        sets,
        reps,
        mass_kg,
        rest_s,
    };
    vec![
        lift("Barbell back squat", (28, 6), 4, 6, Some(80.0), 150.0),
        lift("Romanian deadlift", (8, 23), 3, 8, Some(70.0), 120.0),
        lift("Barbell hip thrust with bench", (10, 1), 3, 10, Some(90.0), 105.0),
        lift("Leg curl", (15, 0), 3, 10, Some(35.0), 90.0),
        lift("Standing calf raise", (1, 18), 4, 12, Some(40.0), 75.0),
    ]
}
