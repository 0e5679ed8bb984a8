//! How often each sort of session was done in a simulated year.

use super::super::*;
use striate_plan::kinds::Family;

/// Sorts of session, as the table of the year has them.
const SORTS: usize = 6;

/// Sessions that were done, by sort: fast, uphill, tempo, long, with jumps, leg lifts. A session may be of two sorts.
#[derive(Default)]
pub(super) struct Kinds([usize; SORTS]);

impl Kinds {
    pub(super) fn add(&mut self, session: &SessionView) {
        let prescription = &session.prescription;
        let kind = prescription.kind;
        let is = [
            kind.family() == Family::Fast,
            kind.family() == Family::Hill && kind != PlannedKind::Trail,
            kind == PlannedKind::Tempo || prescription.title.contains("at tempo"),
            kind == PlannedKind::Long,
            prescription.landings() > 0,
            matches!(kind, PlannedKind::LowerStrength | PlannedKind::FullStrength),
        ];
        for (count, is) in self.0.iter_mut().zip(is) {
            *count += usize::from(is);
        }
    }

    /// How many of each in four weeks: "2.8, 3.1, ...".
    pub(super) fn a_month(&self, weeks: f64) -> String {
        self.0.map(|n| format!("{:.1}", 4.0 * n as f64 / weeks.max(1.0))).join(", ")
    }
}
