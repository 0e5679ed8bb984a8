//! Muscles, muscle groups and fiber types: the places where stimulus lands.

use std::ops::{Index, IndexMut};

macro_rules! muscles {
    ($($name:ident, $text:literal, $label:literal, $leg:literal;)*) => {
        /// A muscle or muscle group that the product tells apart. Leg and trunk muscles receive running, plyometrics
        /// and lifting; the upper-body groups receive lifting only.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Muscle {
            $(#[doc = concat!("`", $text, "`: the ", $label, ".")] $name,)*
        }

        impl Muscle {
            /// Every muscle, in the order in which it is shown.
            pub const ALL: [Self; 19] = [$(Self::$name),*];

            /// The stable text form used in JSON, TOML and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The name a runner would use.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// Whether running reaches it (legs, hips and core).
            #[must_use]
            pub const fn is_locomotor(self) -> bool {
                match self { $(Self::$name => $leg,)* }
            }
        }
    };
}

muscles! {
    GluteusMaximus, "gluteus_maximus", "glutes", true;
    GluteusMedius, "gluteus_medius", "side glutes", true;
    Vasti, "vasti", "quads", true;
    RectusFemoris, "rectus_femoris", "rectus femoris", true;
    Hamstrings, "hamstrings", "hamstrings", true;
    Adductors, "adductors", "adductors", true;
    HipFlexors, "hip_flexors", "hip flexors", true;
    Gastrocnemius, "gastrocnemius", "calves", true;
    Soleus, "soleus", "soleus", true;
    TibialisAnterior, "tibialis_anterior", "shins", true;
    Core, "core", "core", true;
    Chest, "chest", "chest", false;
    UpperBack, "upper_back", "upper back", false;
    Lats, "lats", "lats", false;
    Shoulders, "shoulders", "shoulders", false;
    Biceps, "biceps", "biceps", false;
    Triceps, "triceps", "triceps", false;
    Forearms, "forearms", "forearms", false;
    LowerBack, "lower_back", "lower back", false;
}

impl Muscle {
    /// How many muscles there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The muscles that running reaches, in the order in which they are shown.
    pub fn locomotor() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|m| m.is_locomotor())
    }

    /// The muscle with this stable text form, `None` for any other text.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == text)
    }

    /// Whether the label takes a plural verb: "the hamstrings are", "the soleus is".
    #[must_use]
    pub const fn is_plural(self) -> bool {
        use Muscle::{Chest, Core, LowerBack, RectusFemoris, Soleus, UpperBack};
        !matches!(self, Chest | Core | LowerBack | RectusFemoris | Soleus | UpperBack)
    }
}

/// The two fiber types that a stimulus is split into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fiber {
    /// Type I: enduring, recruited first.
    Slow,
    /// Type II (IIa and IIx together): strong, recruited when the demand is high.
    Fast,
}

/// One value for every muscle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MuscleMap<T>([T; Muscle::COUNT]);

impl<T: Default + Copy> Default for MuscleMap<T> {
    fn default() -> Self {
        Self([T::default(); Muscle::COUNT])
    }
}

impl<T> MuscleMap<T> {
    /// A map whose value for each muscle is `value(muscle)`.
    pub fn from_fn(value: impl FnMut(Muscle) -> T) -> Self {
        Self(Muscle::ALL.map(value))
    }

    /// Muscles with their values, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (Muscle, &T)> {
        Muscle::ALL.into_iter().zip(&self.0)
    }
}

impl<T> Index<Muscle> for MuscleMap<T> {
    type Output = T;
    fn index(&self, muscle: Muscle) -> &T {
        &self.0[muscle as usize]
    }
}

impl<T> IndexMut<Muscle> for MuscleMap<T> {
    fn index_mut(&mut self, muscle: Muscle) -> &mut T {
        &mut self.0[muscle as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_muscle_is_found_by_its_text_form_and_by_its_place() {
        for (place, muscle) in Muscle::ALL.into_iter().enumerate() {
            assert_eq!(Muscle::from_name(muscle.as_str()), Some(muscle));
            assert_eq!(muscle as usize, place);
        }
        assert_eq!(Muscle::from_name("quads"), None);
    }

    #[test]
    fn running_reaches_eleven_muscles() {
        assert_eq!(Muscle::locomotor().count(), 11);
    }
}
