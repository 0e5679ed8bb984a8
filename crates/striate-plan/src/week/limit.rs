//! The limits of a week, each with a name, so that each can be switched off when a clash is explained.

/// One limit of a week. The order is the order of softness, the softest first: what a relaxation gives up first, and what
/// an explanation tries to do without first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// At least so many different kinds of run.
    Variety,
    /// The week's running minutes stay in their band.
    RunningMinutes,
    /// So many lifts a week, at least and at most.
    Lifts,
    /// A day without any session.
    RestDay,
    /// Hard sessions a week at most.
    HardSessions,
    /// Jumps, repetitions and the like: at most so many a week.
    Repetitions,
    /// Leg strength at least so often.
    LegStrength,
    /// The long run is longer than any other run of the week.
    LongIsLongest,
    /// One lift a day.
    OneLift,
    /// One hard session a day: a hard leg day and a fast run spoil each other.
    OneHard,
    /// One run a day.
    OneRun,
    /// No hard runs on consecutive days.
    HardEasy,
    /// The rest that the athlete chose after sprints and heavy legs (48 h unless chosen otherwise).
    ChosenRest,
    /// The minutes that a day has.
    DayMinutes,
    /// The days on which the athlete trains.
    Days,
    /// At least 24 h before the same muscles work hard again.
    DayBetween,
    /// A muscle works hard again only once it is ready.
    Readiness,
    /// Two sessions a day: one in the morning, one in the evening.
    TwoSessions,
}

impl Limit {
    /// Every limit, the softest first.
    pub const ALL: [Self; 18] = [
        Self::Variety,
        Self::RunningMinutes,
        Self::Lifts,
        Self::RestDay,
        Self::HardSessions,
        Self::Repetitions,
        Self::LegStrength,
        Self::LongIsLongest,
        Self::OneLift,
        Self::OneHard,
        Self::OneRun,
        Self::HardEasy,
        Self::ChosenRest,
        Self::DayMinutes,
        Self::Days,
        Self::DayBetween,
        Self::Readiness,
        Self::TwoSessions,
    ];

    /// What a reader is told of it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Variety => "a mix of run types",
            Self::RunningMinutes => "this week's running minutes",
            Self::Lifts => "the number of lifts a week",
            Self::RestDay => "one day without training",
            Self::HardSessions => "the number of hard sessions a week",
            Self::Repetitions => "the number of fast repetitions and jumps a week",
            Self::LegStrength => "leg strength at least once",
            Self::LongIsLongest => "the long run being the longest run",
            Self::OneLift => "one lift a day",
            Self::OneHard => "one hard session a day",
            Self::OneRun => "one run a day",
            Self::HardEasy => "no hard runs on consecutive days",
            Self::ChosenRest => "the rest you chose after sprints and heavy legs",
            Self::DayMinutes => "the minutes you have on a day",
            Self::Days => "the days on which you train",
            Self::DayBetween => "24 h before the same muscles work hard again",
            Self::Readiness => "muscles that are not ready yet",
            Self::TwoSessions => "two sessions a day",
        }
    }

    /// The coaching rules behind it.
    #[must_use]
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Variety => &["A1", "A2"],
            Self::RunningMinutes => &["D5"],
            Self::Lifts => &["A8", "E9"],
            Self::LegStrength => &["B10"],
            Self::RestDay | Self::HardSessions | Self::HardEasy => &["A7"],
            Self::Repetitions => &["E6", "B9"],
            Self::LongIsLongest => &["A5"],
            Self::OneHard => &["A7", "E7"],
            Self::ChosenRest | Self::DayBetween => &["E7"],
            Self::Readiness => &["A7", "B1"],
            Self::OneLift | Self::OneRun | Self::DayMinutes | Self::Days | Self::TwoSessions => &[],
        }
    }
}

/// A set of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitSet(u32);

impl LimitSet {
    /// Every limit.
    #[must_use]
    pub const fn all() -> Self {
        Self((1 << Limit::ALL.len()) - 1)
    }

    /// Whether it holds this limit.
    #[must_use]
    pub const fn has(self, limit: Limit) -> bool {
        self.0 >> limit as u32 & 1 == 1
    }

    /// The set without this limit.
    #[must_use]
    pub const fn without(self, limit: Limit) -> Self {
        Self(self.0 & !(1 << limit as u32))
    }

    /// The set with this limit.
    #[must_use]
    pub const fn with(self, limit: Limit) -> Self {
        Self(self.0 | 1 << limit as u32)
    }
}

impl Default for LimitSet {
    fn default() -> Self {
        Self::all()
    }
}
