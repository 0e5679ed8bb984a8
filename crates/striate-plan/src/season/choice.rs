//! What the athlete may choose about the way to train.

macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($variant:ident, $text:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name {
            $(#[doc = $label] $variant,)*
        }

        impl $name {
            /// Every choice, in the order in which it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What a reader is told.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The choice with this stable text form, `None` for any other text.
            #[must_use]
            pub fn from_name(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.as_str() == text)
            }
        }
    };
}

choices! {
    /// How running and lifting share the work of building muscle.
    Approach {
        Running, "running", "Running first: one leg session a week plus what running leaves out";
        Balanced, "balanced", "Balanced: two leg sessions a week beside the runs";
        Lifting, "lifting", "Lifting first: half of the fast and uphill running, more lifting";
    }
}

choices! {
    /// One source article's own program, in place of all five joined.
    System {
        A, "a", "A: a weekly mix with 15-30 s sprints and resisted hills";
        B, "b", "B: sprints and hills with jumps, compound lifts and upper body";
        C, "c", "C: from first runs to weighted runs, sprints and hills";
        D, "d", "D: sprints and heavy lifting with progressive overload";
        E, "e", "E: a month of base, then 100-400 m series with full rests and the gym beside it";
    }
}

choices! {
    /// A joint or tissue to protect.
    Region {
        Knee, "knee", "Knee";
        Achilles, "achilles", "Achilles tendon";
        Hamstring, "hamstring", "Hamstring";
        Calf, "calf", "Calf";
        Hip, "hip", "Hip";
        Foot, "foot", "Foot";
        Back, "back", "Back";
    }
}
