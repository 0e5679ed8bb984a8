//! Tables of parameters: every number of a method with its range, its source and how far it can be trusted, read from TOML
//! and refused where it contradicts itself.
//!
//! This crate does not know any method, draw anything or open files.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use striate_model::{Muscle, MuscleMap};

/// How far a parameter can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterGrade {
    /// Read in the source that is named.
    Measured,
    /// Follows from measured figures by the arithmetic that the source field states.
    Derived,
    /// Known from general knowledge of the field; the named source was not read.
    Recalled,
    /// A modelling choice.
    Assumed,
}

impl ParameterGrade {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Derived => "derived",
            Self::Recalled => "recalled",
            Self::Assumed => "assumed",
        }
    }
}

/// One number of a method.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The central value, the median of the draws.
    pub value: f64,
    /// One draw in ten lies below.
    pub low: f64,
    /// One draw in ten lies above.
    pub high: f64,
    /// Where it comes from: paper and year, or the reasoning of a choice.
    pub source: String,
    /// How far it can be trusted.
    pub grade: ParameterGrade,
}

/// One entry for each muscle that running reaches, and one statement about how far all of them can be trusted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuscleTable<T> {
    /// Half the width of the range of every entry, in its own unit.
    pub error: f64,
    /// Where they come from.
    pub source: String,
    /// How far they can be trusted.
    pub grade: ParameterGrade,
    /// The entries by the stable names of the muscles.
    pub values: BTreeMap<String, T>,
}

/// Why a table of parameters cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// The text is not the expected TOML.
    #[error("the table of parameters cannot be read: {0}")]
    Syntax(String),
    /// A parameter contradicts itself.
    #[error("parameter {name}: {problem}")]
    Parameter {
        /// The parameter's full name.
        name: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// The table belongs to another version of the program.
    #[error("the table is of version {found}, the program of version {expected}")]
    Version {
        /// The version that the table states.
        found: String,
        /// The version that the program needs.
        expected: &'static str,
    },
}

/// A table from its text.
///
/// # Errors
/// When the text is no such table, or lacks a parameter or has one too many.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, ParameterError> {
    toml::from_str(text).map_err(|e| ParameterError::Syntax(e.message().to_owned()))
}

/// The entries of a table in the order of `names`: for sections, which have one field for each name.
///
/// # Errors
/// When a name is missing, or there is an entry of another name.
pub fn entries<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
    names: &'static [&'static str],
) -> Result<Vec<T>, D::Error> {
    let mut table = BTreeMap::<String, T>::deserialize(from)?;
    let entry = |name: &&'static str| table.remove(*name).ok_or_else(|| D::Error::missing_field(name));
    let entries = names.iter().map(entry).collect::<Result<Vec<T>, _>>()?;
    match table.into_keys().next() {
        Some(unknown) => Err(D::Error::unknown_field(&unknown, names)),
        None => Ok(entries),
    }
}

/// Refuses a table of another version than the program's.
///
/// # Errors
/// When they differ.
pub fn check_version(found: &str, expected: &'static str) -> Result<(), ParameterError> {
    if found == expected {
        return Ok(());
    }
    Err(ParameterError::Version { found: found.to_owned(), expected })
}

/// A fingerprint of what tables say: of every line but comments, sources and grades, so that a better source changes
/// nothing. FNV-1a over 64 bits, in hexadecimal; it finds a forgotten version, it guards against nobody.
#[must_use]
pub fn fingerprint(tables: &[&str]) -> String {
    let is_said = |line: &&str| !line.is_empty() && !["#", "source =", "grade ="].iter().any(|p| line.starts_with(p));
    let lines = tables.iter().flat_map(|table| table.lines()).map(str::trim).filter(is_said);
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = lines.fold(0xcbf2_9ce4_8422_2325, |hash, line| step(line.bytes().fold(hash, step), b'\n'));
    format!("{hash:016x}")
}

/// Whether a list of versions, each on a line with the fingerprint of its tables, has this version with these tables.
///
/// # Errors
/// A sentence about what to do where it has not.
pub fn check_fingerprint(versions: &str, version: &str, tables: &[&str]) -> Result<(), String> {
    let found = fingerprint(tables);
    let line = format!("{version} {found}");
    match versions.lines().find_map(|l| l.strip_prefix(version)?.strip_prefix(' ')) {
        Some(known) if known.trim() == found => Ok(()),
        Some(_) => Err(format!(
            "a parameter has changed and the version is still {version}: raise it, say in docs/methods what moved, and add \
             the line \"NEW {found}\" (a version that nobody has used yet may keep its number: replace its line)"
        )),
        None => Err(format!("add the line \"{line}\" for the new version")),
    }
}

/// Refuses parameters that contradict themselves.
///
/// # Errors
/// The first that does.
pub fn check(parameters: &[(String, Parameter)]) -> Result<(), ParameterError> {
    for (name, p) in parameters {
        let problem = if ![p.value, p.low, p.high].iter().all(|x| x.is_finite()) {
            "a value is not a number"
        } else if !(p.low <= p.value && p.value <= p.high) {
            "the value lies outside its range"
        } else if p.source.trim().is_empty() {
            "the source is empty"
        } else {
            continue;
        };
        return Err(ParameterError::Parameter { name: name.clone(), problem });
    }
    Ok(())
}

/// What stands in a table for one muscle.
pub trait Entry: Copy + Default {
    /// Its figures.
    fn figures(&self) -> &[f64];
}

impl Entry for f64 {
    fn figures(&self) -> &[f64] {
        std::slice::from_ref(self)
    }
}

impl Entry for [f64; 6] {
    fn figures(&self) -> &[f64] {
        self
    }
}

impl<T: Entry> MuscleTable<T> {
    /// The entries of a table that has one for every muscle that running reaches; each is also added to the list of
    /// parameters.
    ///
    /// # Errors
    /// When one is missing, or there is one too many.
    pub fn complete(
        &self,
        table: &str,
        parameters: &mut Vec<(String, Parameter)>,
    ) -> Result<MuscleMap<T>, ParameterError> {
        match Muscle::locomotor().find(|m| !self.values.contains_key(m.as_str())) {
            Some(missing) => Err(ParameterError::Parameter {
                name: format!("{table}.{}", missing.as_str()),
                problem: "it is missing",
            }),
            None => self.entries(table, parameters),
        }
    }

    /// The entries by muscle, the default for those without; each is also added to the list of parameters.
    ///
    /// # Errors
    /// When an entry names no muscle that running reaches.
    pub fn entries(
        &self,
        table: &str,
        parameters: &mut Vec<(String, Parameter)>,
    ) -> Result<MuscleMap<T>, ParameterError> {
        let mut map = MuscleMap::from_fn(|_| T::default());
        for (name, entry) in &self.values {
            let muscle = Muscle::from_name(name).filter(|m| m.is_locomotor());
            let muscle = muscle.ok_or_else(|| ParameterError::Parameter {
                name: format!("{table}.{name}"),
                problem: "running does not reach this muscle",
            })?;
            map[muscle] = *entry;
            let figures = entry.figures();
            for (i, &value) in figures.iter().enumerate() {
                let name = if figures.len() == 1 { format!("{table}.{name}") } else { format!("{table}.{name}.{i}") };
                let (low, high) = (value - self.error, value + self.error);
                parameters.push((name, Parameter { value, low, high, source: self.source.clone(), grade: self.grade }));
            }
        }
        Ok(map)
    }
}

/// Declares a section of a table: read from the file entry by entry, and turned into figures entry by entry. The text is
/// what stands before the names of the entries where they are told.
#[macro_export]
macro_rules! section {
    ($(#[$section_doc:meta])* $visibility:vis $section:ident, $prefix:literal { $($(#[$doc:meta])* $name:ident,)* }) => {
        $(#[$section_doc])*
        #[derive(Clone, Debug, PartialEq)]
        $visibility struct $section<T = f64> {
            $($(#[$doc])* $visibility $name: T,)*
        }

        // Not derived: the derived code for so many fields takes longer to compile than the rest of the crate.
        impl<'de, T: ::serde::Deserialize<'de>> ::serde::Deserialize<'de> for $section<T> {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let mut entries = $crate::entries(from, &[$(stringify!($name)),*])?.into_iter();
                let mut next = || entries.next().expect("there is one for each name");
                Ok(Self { $($name: next(),)* })
            }
        }

        impl<T> $section<T> {
            /// The same section with every entry turned into something else.
            fn map<'a, U>(&'a self, entry: &mut impl FnMut(&'static str, &'a T) -> U) -> $section<U> {
                $section { $($name: entry(concat!($prefix, stringify!($name)), &self.$name),)* }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(value: f64, source: &str) -> (String, Parameter) {
        let source = source.to_owned();
        ("x".to_owned(), Parameter { value, low: 0.0, high: 1.0, source, grade: ParameterGrade::Assumed })
    }

    #[test]
    fn a_parameter_needs_a_value_within_its_range_and_a_source() {
        assert!(check(&[parameter(0.5, "a reason")]).is_ok());
        for broken in [parameter(1.5, "a reason"), parameter(f64::NAN, "a reason"), parameter(0.5, " ")] {
            assert!(check(&[broken]).is_err());
        }
    }

    section! {
        /// Two entries.
        Pair, "pair." {
            /// One.
            first,
            /// The other.
            second,
        }
    }

    #[test]
    fn a_section_has_every_entry_once_and_no_other() {
        let pair = read::<Pair>("second = 2.0\nfirst = 1.0\n").expect("both are there");
        assert_eq!(pair, Pair { first: 1.0, second: 2.0 });
        let mut names = Vec::new();
        pair.map(&mut |name, _| names.push(name));
        assert_eq!(names, ["pair.first", "pair.second"]);
        let refused = |text: &str| read::<Pair>(text).map(drop).expect_err("it is refused").to_string();
        assert!(refused("first = 1.0\n").contains("missing field `second`"));
        assert!(refused("first = 1.0\nsecond = 2.0\nthird = 3.0\n").contains("unknown field `third`"));
        assert!(refused("first = 1.0\nfirst = 1.0\nsecond = 2.0\n").contains("duplicate"));
    }

    #[test]
    fn a_changed_value_has_another_fingerprint_and_a_better_source_has_the_same() {
        let table = "# why\nversion = \"1\"\n[a]\nvalue = 1.0\nsource = \"somebody\"\n";
        let versions = format!("0 0000\n1 {}\n", fingerprint(&[table]));
        assert_eq!(check_fingerprint(&versions, "1", &[table]), Ok(()));
        let cited = table.replace("somebody", "somebody 2004").replace("# why", "# why not");
        assert_eq!(check_fingerprint(&versions, "1", &[&cited]), Ok(()));
        let moved = table.replace("1.0", "1.1");
        assert!(check_fingerprint(&versions, "1", &[&moved]).is_err_and(|e| e.contains("raise it")));
        assert!(check_fingerprint(&versions, "2", &[&moved]).is_err_and(|e| e.contains("add the line \"2 ")));
    }

    #[test]
    fn a_table_of_muscles_has_one_entry_for_each_that_running_reaches_and_no_other() {
        let table = |text: &str| read::<MuscleTable<f64>>(text).expect("a table");
        let head = "error = 0.1\nsource = \"it\"\ngrade = \"assumed\"\n";
        let mut list = Vec::new();
        let one = table(&format!("{head}values = {{ vasti = 0.5 }}"));
        assert!(one.complete("t", &mut list).is_err());
        assert_eq!(one.entries("t", &mut list).map(|m| m[Muscle::Vasti]).ok(), Some(0.5));
        assert_eq!((list[0].0.as_str(), list[0].1.low), ("t.vasti", 0.4));
        assert!(table(&format!("{head}values = {{ biceps = 0.5 }}")).entries("t", &mut list).is_err());
    }
}
