//! A fault that was survived: what could be read was read, and this says what could not.

/// What kind of fault it was; the text form is stable and part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WarningCode {
    /// The file ends before what it announced.
    Truncated,
    /// A checksum does not match its bytes.
    BadChecksum,
    /// The header announces a length that the file does not have.
    BadHeader,
    /// A data message refers to a definition that never came.
    UndefinedMessage,
    /// A field is defined in a way its type does not allow.
    BadField,
    /// A value lies outside what is possible and was left out.
    ImpossibleValue,
    /// Samples run backwards in time and were left out or reordered.
    TimeDisorder,
    /// Markup is broken from here on.
    BadMarkup,
    /// The text is not valid UTF-8; bad parts were replaced.
    BadText,
    /// A total in the file contradicts its samples; the samples were believed.
    ContradictoryTotal,
    /// A total is missing and was derived from the samples.
    DerivedTotal,
    /// A stated limit on size, depth or count was met; the rest was left out.
    LimitReached,
    /// Something is there that is not understood yet.
    Unsupported,
    /// A channel that the analysis needs is missing and was estimated or left out.
    MissingChannel,
    /// Something that the file does not say was assumed.
    Assumed,
    /// A stretch of the signal was judged unreliable and replaced.
    Repaired,
}

impl WarningCode {
    /// The stable text form, `snake_case`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::BadChecksum => "bad_checksum",
            Self::BadHeader => "bad_header",
            Self::UndefinedMessage => "undefined_message",
            Self::BadField => "bad_field",
            Self::ImpossibleValue => "impossible_value",
            Self::TimeDisorder => "time_disorder",
            Self::BadMarkup => "bad_markup",
            Self::BadText => "bad_text",
            Self::ContradictoryTotal => "contradictory_total",
            Self::DerivedTotal => "derived_total",
            Self::LimitReached => "limit_reached",
            Self::Unsupported => "unsupported",
            Self::MissingChannel => "missing_channel",
            Self::Assumed => "assumed",
            Self::Repaired => "repaired",
        }
    }
}

/// One survived fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Which kind.
    pub code: WarningCode,
    /// One plain sentence for a person.
    pub message: String,
    /// Where in the file, in bytes from its start, when the fault has a place.
    pub offset: Option<u64>,
}

impl Warning {
    /// A fault at a byte offset of the file.
    #[must_use]
    pub fn at(code: WarningCode, offset: u64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), offset: Some(offset) }
    }

    /// A fault of the whole, without a place.
    #[must_use]
    pub fn of(code: WarningCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), offset: None }
    }
}
