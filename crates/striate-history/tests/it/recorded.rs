//! From recorded files to a body: the repository's own synthetic examples.

use striate_analysis::{analyse_bytes, analysis_dose};
use striate_history::body::{Before, History, body_view};
use striate_model::{Athlete, Day, Muscle, Person, TimeSpan, Told};
use striate_state::{GrowthMethod, fatigue};

#[test]
fn hill_sprints_leave_glutes_less_ready_than_an_easy_run_does_and_the_body_remembers_both() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let growth = GrowthMethod::builtin();
    let athlete = Athlete::default();
    let body_after = |name: &str| {
        let bytes = std::fs::read(format!("{folder}/{name}.fit")).expect("the repository carries the example");
        let file = analyse_bytes(&bytes, name, &athlete, &Told::default()).expect("it is a recording");
        let analysis = &file.analyses[0];
        let dose = analysis_dose(analysis);
        assert!(dose.running_h > 0.1 && dose.distance.as_m() > 1000.0 && dose.impact_km > 0.0, "{name}");
        assert!(dose.on_foot_h >= dose.running_h && dose.cardio > 0.0, "{name}");
        let fast = dose.muscles[Muscle::GluteusMaximus].fast_hse;
        let day = Day::of(analysis.session.start, TimeSpan::from_s(0.0));
        let mut history = History::default();
        history.add(day, name, dose);
        let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
        let body = history.body(day, person, Before::Nothing, growth).expect("the day is known");
        let view = body_view(&history, &body, &athlete, body.fatigue_at, growth);
        assert!(view.verdict.starts_with("Too few days"), "{}", view.verdict);
        (fatigue::readiness(&body.muscles[Muscle::GluteusMaximus]), fast, body)
    };
    let (hills, hills_fast, body) = body_after("hill-sprints");
    let (easy, easy_fast, _) = body_after("easy-run");
    assert!(hills < easy && hills_fast > 10.0 * easy_fast, "{hills} {easy}, {hills_fast} {easy_fast}");
    assert_eq!(body.runs.len(), 1);
}
