//! Sessions become a history: every session once, on its civil day ([`Ledger`]); the body over time, folded from what each
//! day brought ([`body`]); the coaching rules held against it ([`audit`]); and where a figure of it comes from ([`trace`]).
//!
//! This crate does not open files, know the time, print, analyze recordings by itself or plan anything.

pub mod audit;
pub mod body;
mod calibrate;
mod days;
mod ledger;
mod noted;
mod people;
pub mod stored;
mod stored_session;
pub mod trace;
mod view;

pub use calibrate::{CalibrationView, FactorView, SeriesView};
pub use days::{BodyDay, MuscleDay, each_day};
pub use ledger::{
    Duplicate, Ledger, LineSays, Performed, PerhapsTwice, analyse_at, analyse_entry, decode_at, sessions_of,
    sessions_of_journal,
};
pub use noted::{NotedView, PainView};
pub use people::{
    BoundsView, CurvePointView, SpeedsView, athlete_of_history, response_between_people, shown_by, shown_by_notes,
    speeds_view,
};
pub use stored_session::KeptSession;
pub use view::{MuscleWeek, StateView, TwelveWeeks, Viewpoint, fan_words, state_view};
pub(crate) use view::{evidence_of, sum_of};
