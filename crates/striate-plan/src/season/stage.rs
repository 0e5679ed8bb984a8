//! What a week of a season is for.

/// What a week of a season is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Running half an hour without walking is still to come.
    Start,
    /// The four weeks that rule E4 asks for before anything fast.
    Base,
    /// The first two weeks of fast and uphill work.
    Introduce,
    /// A block with an emphasis: load rises.
    Building,
    /// The same kinds at a dose that keeps what there is.
    Keeping,
    /// An easier week.
    Deload,
    /// Less before a race.
    Taper,
    /// The week of a race.
    Race,
    /// The way back to running after an injury.
    Injury,
    /// The first week after a pause of two to six weeks.
    Comeback,
}

impl Stage {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Base => "base",
            Self::Introduce => "introduce",
            Self::Building => "building",
            Self::Keeping => "keeping",
            Self::Deload => "deload",
            Self::Taper => "taper",
            Self::Race => "race",
            Self::Injury => "injury",
            Self::Comeback => "comeback",
        }
    }

    /// The stage with this stable text form, `None` for any other text.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        const ALL: [Stage; 10] = [
            Stage::Start,
            Stage::Base,
            Stage::Introduce,
            Stage::Building,
            Stage::Keeping,
            Stage::Deload,
            Stage::Taper,
            Stage::Race,
            Stage::Injury,
            Stage::Comeback,
        ];
        ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// What a reader is told.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Base => "Base",
            Self::Introduce => "Introduction",
            Self::Building => "Build",
            Self::Keeping => "Keep",
            Self::Deload => "Easier week",
            Self::Taper => "Taper",
            Self::Race => "Race week",
            Self::Injury => "Return from injury",
            Self::Comeback => "Comeback",
        }
    }

    /// Whether the week asks for a full load: three of them in a row are followed by an easier one.
    #[must_use]
    pub const fn loads(self) -> bool {
        matches!(self, Self::Start | Self::Base | Self::Introduce | Self::Building | Self::Keeping | Self::Comeback)
    }

    /// Whether the week has exactly one long run; an easier week has a shorter one.
    #[must_use]
    pub const fn has_long_run(self) -> bool {
        self.loads() || matches!(self, Self::Deload)
    }

    /// Whether fast and uphill running, and jumps other than low hops, may be in the week.
    #[must_use]
    pub const fn allows_fast(self) -> bool {
        matches!(self, Self::Introduce | Self::Building | Self::Keeping | Self::Deload | Self::Taper | Self::Race)
    }
}

/// What a block of a season works on first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// Hills and resistance.
    Hills,
    /// Sprints and series.
    Speed,
}

impl Emphasis {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hills => "hills",
            Self::Speed => "speed",
        }
    }

    /// The emphasis with this stable text form, `None` for any other text.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        [Self::Hills, Self::Speed].into_iter().find(|e| e.as_str() == text)
    }

    /// What a reader is told.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Hills => "hills",
            Self::Speed => "sprints and series",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Hills => Self::Speed,
            Self::Speed => Self::Hills,
        }
    }
}
