//! What is seen of an import while it runs.

use crate::terminal::complain;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use striate_store::import::{Listener, Phase, Problem};

/// A bar on a terminal; lines about problems everywhere.
pub(crate) struct Bar {
    bar: ProgressBar,
    phase: Option<Phase>,
    stop: Arc<AtomicBool>,
}

impl Bar {
    /// A bar that draws where standard error is a terminal; `stop` is set by Ctrl-C.
    pub(crate) fn new(stop: Arc<AtomicBool>) -> Self {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, phase: None, stop }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn style(&self, phase: Phase, is_known: bool) {
        let what = match phase {
            Phase::Reading => "files",
            Phase::Analysing => "sessions",
        };
        let template = if is_known {
            format!("{{spinner}} {{bar:24}} {{pos}}/{{len}} {what}  {{per_sec}}  {{eta}} left")
        } else {
            format!("{{spinner}} {{pos}} {what}  {{per_sec}}  {{elapsed}}")
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            self.bar.set_style(style);
        }
    }
}

impl Listener for Bar {
    fn progress(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        if self.phase != Some(phase) || self.bar.length() != of {
            if self.phase != Some(phase) {
                self.bar.reset();
            }
            self.phase = Some(phase);
            if let Some(of) = of {
                self.bar.set_length(of);
            }
            self.style(phase, of.is_some());
        }
        self.bar.set_position(done);
    }

    fn problem(&mut self, problem: &Problem) {
        let line = problem_line(problem);
        self.bar.suspend(|| complain(&line));
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// One line about a file.
pub(super) fn problem_line(problem: &Problem) -> String {
    let what = if problem.is_lost { "not imported" } else { "read in part" };
    format!("{}: {what}: {}", problem.file, problem.message)
}

/// A flag that Ctrl-C sets; pressed again it ends the program at once, which leaves the database whole too.
pub(crate) fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the program at once; the database bears that as well.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        complain("stopping after the file in hand; press Ctrl-C again to end at once");
    });
    stop
}
