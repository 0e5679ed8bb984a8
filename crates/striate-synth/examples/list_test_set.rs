//! Prints one line for each recording of the public test set: `cargo run -p striate-synth --example list_test_set`.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool at the edge: it prints and takes the time"
)]

use striate_synth::{generate, test_set};

fn main() {
    let begin = std::time::Instant::now();
    let (mut recordings, mut hours, mut efforts) = (0, 0.0, 0);
    for scenario in test_set() {
        let synthetic = generate(&scenario);
        let truth = &synthetic.truth;
        let elapsed_s = synthetic.recording.elapsed.map_or(0.0, striate_model::TimeSpan::as_s);
        let lengths: Vec<f64> = truth.efforts.iter().map(|e| (e.end_s - e.start_s).round()).collect();
        let shares: Vec<f64> = truth.efforts.iter().filter_map(|e| e.fraction_of_own_best).collect();
        println!(
            "{:32} {:5} {:15} cs {:.2} {:6.0} s {:7.0} m +{:4.0} m {:2} efforts {:?} best {:?} {:?}",
            truth.name,
            scenario.half().as_str(),
            truth.kind,
            truth.runner.critical_speed_m_per_s,
            elapsed_s,
            truth.distance_m,
            truth.ascent_m,
            truth.efforts.len(),
            lengths.first(),
            shares.first(),
            truth.faults,
        );
        recordings += 1;
        hours += elapsed_s / 3600.0;
        efforts += truth.efforts.len();
    }
    println!("{recordings} recordings, {hours:.0} hours, {efforts} efforts in {:.1} s", begin.elapsed().as_secs_f64());
}
