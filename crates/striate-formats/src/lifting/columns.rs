//! The names of a table's columns, as logs write them.

/// The names of columns, lower case and with single blanks.
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// From the header of a table.
    pub(super) fn of(header: &[String]) -> Self {
        let name = |name: &String| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        Self { names: header.iter().map(name).collect() }
    }

    /// The names in the order of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The column of this name.
    pub(super) fn find(&self, wanted: &str) -> Option<usize> {
        self.names.iter().position(|name| name == wanted)
    }

    /// The column of the first of these names that there is.
    pub(super) fn any(&self, wanted: &[&str]) -> Option<usize> {
        wanted.iter().find_map(|name| self.find(name))
    }

    /// The column of this name with whatever unit stands behind it: `distance_km`, `Distance (meters)`, `Distance(m)`.
    pub(super) fn with_unit(&self, wanted: &str) -> Option<(usize, &str)> {
        self.names.iter().enumerate().find_map(|(column, name)| {
            let rest = name.strip_prefix(wanted)?;
            let is_end = rest.is_empty() || rest.starts_with([' ', '_', '(', '[']);
            let unit = plain(rest);
            (is_end && unit != "unit").then_some((column, unit))
        })
    }
}

/// A unit without the marks around it.
pub(super) fn plain(text: &str) -> &str {
    text.trim_matches([' ', '_', '(', ')', '[', ']', '.'])
}

/// Metres of one unit of length by its name, `None` for any other text.
pub(super) fn metres_per(unit: &str) -> Option<f64> {
    let unit = plain(unit.trim()).to_lowercase();
    match unit.as_str() {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Some(1000.0),
        "m" | "meter" | "meters" | "metre" | "metres" => Some(1.0),
        "mi" | "mile" | "miles" => Some(1609.344),
        "yd" | "yds" | "yard" | "yards" => Some(0.9144),
        "ft" | "foot" | "feet" => Some(0.3048),
        "cm" => Some(0.01),
        "in" | "inch" | "inches" => Some(0.0254),
        _ => None,
    }
}
