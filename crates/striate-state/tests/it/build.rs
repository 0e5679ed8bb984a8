//! Histories in a few words.

use striate_model::{
    BodyState, DailyDose, DailyLog, Day, Distance, Muscle, MuscleDose, MuscleMap, Person, SessionKind, TimeSpan,
};
use striate_state::{GrowthMethod, Habit, advance};

pub(crate) fn method() -> &'static GrowthMethod {
    GrowthMethod::builtin()
}

pub(crate) fn anybody() -> Person {
    Person { log_response: 0.0, log_response_sd: 0.4, age_y: None }
}

/// A day that is a Monday.
pub(crate) fn monday() -> Day {
    "2026-03-02".parse().expect("a day")
}

pub(crate) fn untrained() -> BodyState {
    Habit::default().body(monday().plus(-1), anybody(), method())
}

/// Hard sets for the quads and glutes.
pub(crate) fn squats(sets: f64) -> DailyDose {
    let dose =
        MuscleDose { slow_hse: sets, fast_hse: sets, hse: sets, lifting_hse: sets, log_doubt: 0.17, eccentric: 0.0 };
    DailyDose {
        kind: SessionKind::LowerStrength,
        muscles: MuscleMap::from_fn(|m| {
            if matches!(m, Muscle::Vasti | Muscle::GluteusMaximus) { dose } else { MuscleDose::default() }
        }),
        ..DailyDose::default()
    }
}

/// A run that tires and batters the legs, and builds nothing worth speaking of.
pub(crate) fn easy_run(km: f64) -> DailyDose {
    let dose = MuscleDose {
        slow_hse: 0.01 * km,
        fast_hse: 0.001 * km,
        hse: 0.006 * km,
        lifting_hse: 0.0,
        log_doubt: 0.8,
        eccentric: 0.005 * km,
    };
    DailyDose {
        kind: SessionKind::Easy,
        on_foot_h: km / 10.0,
        running_h: km / 10.0,
        distance: Distance::from_m(1000.0 * km),
        mean_speed_m_per_s: Some(2.8),
        mean_heart_rate_bpm: Some(140.0),
        impact_km: km,
        cardio: 6.0 * km,
        muscles: MuscleMap::from_fn(|m| if m.is_locomotor() { dose } else { MuscleDose::default() }),
        ..DailyDose::default()
    }
}

/// The session, ending at this hour of the day in UTC.
pub(crate) fn at(day: Day, hour: f64, mut session: DailyDose) -> DailyDose {
    session.end = Some(day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0)));
    session
}

/// Weeks of the same days: `week(0)` is Monday.
pub(crate) fn weeks(mut body: BodyState, weeks: usize, week: impl Fn(u8) -> Vec<DailyDose>) -> BodyState {
    for _ in 0..7 * weeks {
        let day = body.day.plus(1);
        body = advance(&body, day, &week(day.weekday()), &DailyLog::default(), method());
    }
    body
}

/// Squats on Monday and Thursday.
pub(crate) fn lifting(sets: f64) -> impl Fn(u8) -> Vec<DailyDose> {
    move |day| if day == 0 || day == 3 { vec![squats(sets)] } else { Vec::new() }
}

/// Size of a whole muscle, percent over untrained.
pub(crate) fn percent(body: &BodyState, muscle: Muscle) -> f64 {
    use striate_state::growth::Sizes;
    let sizes = Sizes::of(&body.muscles[muscle], body.calf_loss);
    100.0 * method().whole_change(muscle, Sizes::default(), sizes, method().central())
}
