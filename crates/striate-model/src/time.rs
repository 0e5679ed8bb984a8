//! Instants and spans of time. Civil days and time zones belong to the stages that need them.

use crate::quantity::quantity;
use std::ops::{Add, Div, Mul, Sub};

quantity!(
    /// A span of time; negative where an instant lies before another.
    TimeSpan, from_s, as_s, "seconds"
);

impl TimeSpan {
    /// The value in milliseconds, rounded to a whole number.
    #[must_use]
    pub fn as_whole_ms(self) -> i64 {
        (self.as_s() * 1000.0).round() as i64
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_unix_ms(self) -> i64 {
        self.0
    }

    /// The span from `earlier` to this instant, negative when the order is the other way round.
    #[must_use]
    pub fn since(self, earlier: Self) -> TimeSpan {
        TimeSpan::from_s(self.0.saturating_sub(earlier.0) as f64 / 1000.0)
    }
}

impl Add<TimeSpan> for Timestamp {
    type Output = Self;
    /// Later by `span`, rounded to the millisecond, saturating at the ends of time.
    fn add(self, span: TimeSpan) -> Self {
        Self(self.0.saturating_add(span.as_whole_ms()))
    }
}

impl Sub<TimeSpan> for Timestamp {
    type Output = Self;
    /// Earlier by `span`, rounded to the millisecond, saturating at the ends of time.
    fn sub(self, span: TimeSpan) -> Self {
        Self(self.0.saturating_sub(span.as_whole_ms()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_plus_the_span_between_is_the_other_instant() {
        let (a, b) = (Timestamp::from_unix_ms(1_000), Timestamp::from_unix_ms(3_500));
        assert_eq!(a + b.since(a), b);
        assert_eq!(b.since(a).as_s(), 2.5);
    }

    #[test]
    fn arithmetic_at_the_ends_of_time_saturates() {
        let end = Timestamp::from_unix_ms(i64::MAX);
        assert_eq!(end + TimeSpan::from_s(1.0), end);
    }
}
