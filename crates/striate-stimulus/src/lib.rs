//! Sessions and lift sets to growth stimulus per muscle and fiber pool, impact and cardio load.

pub mod catalogue;

pub use catalogue::{Catalogue, ContractionMode, LoadRule, MatchKind, Movement};
