//! What a printed plan breaks of the rules that are never broken: read from the plan alone, by means of its own.

use super::super::*;
use super::Life;
use striate_history::Performed;
use striate_history::audit::Verdict;
use striate_model::{Day, Muscle, RunRecord};
use striate_state::{GrowthMethod, injury_gate};

impl Life<'_> {
    /// What a printed plan breaks of the rules that are never broken.
    pub(super) fn faults(&self, view: &PlanView, viewpoint: &Viewpoint<'_>, wishes: &PlanWishes) -> Vec<String> {
        let mut faults = Vec::new();
        let growth = GrowthMethod::builtin();
        let mut runs: Vec<RunRecord> = self.ledger.sessions.iter().filter_map(run_of).collect();
        // What is left of the present week is planned, too: the gate of the weeks behind it looks back at it.
        let rest = view.rest_of_week.iter().flat_map(|w| &w.sessions).filter_map(|s| s.as_done(viewpoint));
        runs.extend(rest.filter_map(|done| run_of(&done)));
        let mut without_legs = 0;
        let spared = |s: &SessionView, muscles: &[Muscle]| {
            s.muscles.iter().any(|d| muscles.iter().any(|m| m.as_str() == d.muscle) && d.hse > 0.55)
        };
        let mut all: Vec<Performed> = Vec::new();
        for week in &view.weeks {
            let monday: Day = week.start.parse().expect("a day");
            if monday.weekday() != 0 {
                faults.push(format!("{} is no Monday", week.start));
            }
            let loads = ["base", "introduce", "building", "keeping"].contains(&week.phase);
            let long: Vec<i32> = week.sessions.iter().filter(|s| s.kind == "long").map(|s| s.minutes).collect();
            let others = week.sessions.iter().filter(|s| s.prescription.kind.is_run() && s.kind != "long");
            // Rests between repetitions are no running.
            let other = others.filter(|s| s.reps.is_none()).map(|s| s.minutes).max().unwrap_or(0);
            if loads && (long.len() != 1 || long[0] <= other) {
                faults.push(format!("{}: long runs {long:?} beside {other} min", week.start));
            }
            let legs = week.sessions.iter().any(|s| ["lower_strength", "full_strength"].contains(&s.kind));
            without_legs = if legs { 0 } else { without_legs + 1 };
            let mut trained = 0;
            for day in 0..7 {
                let date = monday.plus(day).to_string();
                let on: Vec<&SessionView> = week.sessions.iter().filter(|s| s.date == date).collect();
                trained += usize::from(!on.is_empty());
                let minutes: i32 = on.iter().map(|s| s.minutes).sum();
                let count = |is: &dyn Fn(&SessionView) -> bool| on.iter().filter(|s| is(s)).count();
                if minutes > wishes.minutes_on(monday.plus(day))
                    || on.len() > 2
                    || count(&|s| s.prescription.kind.is_run()) > 1
                    || count(&|s| s.kind.ends_with("_strength")) > 1
                    || count(&|s| s.hard) > 1 && !is_pair(&on)
                {
                    let names: Vec<&str> = on.iter().map(|s| s.title.as_str()).collect();
                    faults.push(format!("{date}: {names:?}, {minutes} min"));
                }
            }
            if trained > 6 {
                faults.push(format!("{}: no day of rest", week.start));
            }
            for session in &week.sessions {
                if spared(session, &wishes.spare) {
                    faults.push(format!("{} works a muscle to spare", session.id));
                }
                if session.kind.ends_with("_strength")
                    && !session
                        .steps
                        .iter()
                        .any(|s| s.contains(" x ") && s.contains("reps") && s.contains("in reserve"))
                {
                    faults.push(format!("{}: {:?}", session.id, session.steps));
                }
                if session.because.is_empty() || session.steps.is_empty() {
                    faults.push(format!("{} has no reason or no steps", session.id));
                }
                let Some(done) = session.as_done(viewpoint) else { continue };
                if let Some(run) = run_of(&done) {
                    let reference = injury_gate::reference(&runs, run.day, growth);
                    if run.distance.as_m() > 1.105 * reference.distance.as_m() {
                        let (d, r) = (run.distance.as_m() / 1000.0, reference.distance.as_m() / 1000.0);
                        faults.push(format!("{}: {d:.2} km after {r:.2} km", session.id));
                    }
                    runs.push(run);
                }
                let kind = session.prescription.kind;
                if kind == PlannedKind::Series
                    && lately::base_weeks(&self.ledger, monday) < 4
                    && week.start == view.weeks[0].start
                {
                    faults.push(format!("{}: series before the base", session.id));
                }
                all.push(done);
            }
        }
        if without_legs >= 4 && wishes.spare.is_empty() {
            faults.push("four weeks without leg strength".to_owned());
        }
        // Hours between heavy work of one muscle.
        let heavy = |s: &Performed| {
            use striate_model::SessionKind as K;
            let is = matches!(
                s.dose.kind,
                K::SprintInterval
                    | K::Series
                    | K::Sprints
                    | K::HillSprints
                    | K::HillRepeats
                    | K::ResistedHill
                    | K::LowerStrength
                    | K::FullStrength
                    | K::Plyometrics
            );
            Muscle::locomotor().filter(|m| is && s.dose.muscles[*m].hse >= 1.3).collect::<Vec<_>>()
        };
        for (i, later) in all.iter().enumerate() {
            for earlier in &all[..i] {
                let hours = later.start.since(earlier.start).as_s() / 3600.0;
                let both = heavy(later).iter().any(|m| heavy(earlier).contains(m));
                // Leg strength after a run of the same day is one hard leg day with it.
                let is_pair = earlier.day == later.day && earlier.dose.running_h > 0.0 && later.dose.running_h <= 0.0;
                if both && !is_pair && hours < f64::from(wishes.rest_hours) - 1.0 {
                    faults.push(format!("{} {hours:.0} h after {}", later.file, earlier.file));
                }
            }
        }
        let audit = plan_audit(view, &self.ledger, viewpoint, wishes).expect("there is a plan");
        let never = ["A3", "A4", "A6", "A7", "E3", "E5", "E6"];
        for rule in audit.rules.iter().filter(|r| never.contains(&r.rule)) {
            if rule.verdict == Verdict::Broken.as_str() && rule.sessions.iter().any(|s| s.is_planned) {
                faults.push(format!("{}: {}", rule.rule, rule.because));
            }
        }
        faults
    }
}

/// A hard run in the morning and leg strength in the evening.
fn is_pair(on: &[&SessionView]) -> bool {
    let legs = [PlannedKind::LowerStrength, PlannedKind::FullStrength];
    matches!(on, [run, lift] if run.prescription.kind.is_run() && legs.contains(&lift.prescription.kind))
}

fn run_of(s: &Performed) -> Option<RunRecord> {
    let is_run = s.dose.running_h > 0.0 && s.dose.distance.as_m() > 0.0;
    is_run.then_some(RunRecord {
        day: s.day,
        distance: s.dose.distance,
        mean_speed_m_per_s: None,
        mean_heart_rate_bpm: None,
    })
}
