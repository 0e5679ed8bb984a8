//! What is seen of an import while it runs.

use crate::terminal::complain;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use striate_store::import::{Listener, Phase, Problem};

/// A bar on a terminal; lines about problems everywhere.
pub(crate) struct Bar {
    bar: ProgressBar,
    phase: Option<Phase>,
    begun: Instant,
    is_measured: bool,
    stop: Arc<AtomicBool>,
}

impl Bar {
    /// A bar that draws where standard error is a terminal; `stop` is set by Ctrl-C.
    pub(crate) fn new(stop: Arc<AtomicBool>) -> Self {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, phase: None, begun: Instant::now(), is_measured: false, stop }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Begins a phase: reading is measured in bytes, since nobody can count the files of an archive before its end.
    fn enter(&mut self, phase: Phase) {
        if self.phase == Some(phase) {
            return;
        }
        self.bar.reset();
        (self.phase, self.begun) = (Some(phase), Instant::now());
        let template = match phase {
            Phase::Reading => "{spinner} {bar:24} {percent:>3} %  {msg}  {eta} left",
            Phase::Analysing => "{spinner} {bar:24} {pos}/{len} sessions  {per_sec}  {eta} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.with_key("per_sec", |state: &ProgressState, to: &mut dyn Write| {
                // Nobody listens where a terminal takes no text.
                let _ = write!(to, "{:.0} a second", state.per_sec());
            }));
        }
    }
}

impl Listener for Bar {
    fn progress(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        self.enter(phase);
        match phase {
            Phase::Reading => {
                let rate = done as f64 / self.begun.elapsed().as_secs_f64().max(0.05);
                self.bar.set_message(format!("{done} files  {rate:.0} a second"));
                // Originals of the database are counted, not measured.
                if let Some(of) = of.filter(|_| !self.is_measured) {
                    self.bar.set_length(of);
                    self.bar.set_position(done);
                }
            }
            Phase::Analysing => {
                self.bar.set_length(of.unwrap_or(done));
                self.bar.set_position(done);
            }
        }
    }

    fn read(&mut self, bytes: u64, of: u64) {
        self.enter(Phase::Reading);
        self.is_measured = true;
        self.bar.set_length(of);
        self.bar.set_position(bytes);
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
