//! Numbers as a person should read them: no decimals that the bounds do not bear, no minus nothing.

/// From here on a figure has no decimals.
const WHOLE_FROM: f64 = 9.95;

/// A figure: whole from ten on, one decimal below.
#[must_use]
pub fn figure(x: f64) -> String {
    let x = if x.abs() < 0.05 { 0.0 } else { x };
    if x.abs() < WHOLE_FROM { format!("{x:.1}") } else { format!("{x:.0}") }
}

/// A figure with its bounds: "1.4 (0.3 to 7.3)", "11 (7 to 22)". Where the upper bound is ten or more, tenths above one
/// would say more than is known.
#[must_use]
pub fn banded(value: f64, low: f64, high: f64) -> String {
    let coarse = |x: f64| if high >= WHOLE_FROM && x >= 0.95 { format!("{x:.0}") } else { figure(x) };
    format!("{} ({} to {})", coarse(value), coarse(low), coarse(high))
}

/// A change with its sign, in tenths or in whole numbers; nothing has no sign.
fn signed(x: f64, is_whole: bool) -> String {
    let rounded = if is_whole { x.round() } else { (10.0 * x).round() / 10.0 };
    match (rounded == 0.0, is_whole) {
        (true, _) => "0".to_owned(),
        (false, true) => format!("{rounded:+.0}"),
        (false, false) => format!("{rounded:+.1}"),
    }
}

/// The bounds of a change: "+0.4 to +5.9", "+2 to +13". One decimal only where both stay below ten.
#[must_use]
pub fn signed_span(low: f64, high: f64) -> String {
    let is_whole = low.abs().max(high.abs()) >= WHOLE_FROM;
    format!("{} to {}", signed(low, is_whole), signed(high, is_whole))
}

/// A change with its bounds: "+2.1 (+0.4 to +5.9)", "+23 (+5 to +58)".
#[must_use]
pub fn signed_banded(value: f64, low: f64, high: f64) -> String {
    let is_whole = [value, low, high].into_iter().any(|x| x.abs() >= WHOLE_FROM);
    format!("{} ({})", signed(value, is_whole), signed_span(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_shows_no_decimals_that_its_bounds_do_not_bear() {
        assert_eq!(banded(11.04, 7.3, 21.9), "11 (7 to 22)");
        assert_eq!(banded(3.3, 0.9, 12.0), "3 (0.9 to 12)");
        assert_eq!(banded(1.4, 0.3, 7.3), "1.4 (0.3 to 7.3)");
        assert_eq!((figure(736.7), figure(9.96), figure(-0.01)), ("737".to_owned(), "10".to_owned(), "0.0".to_owned()));
    }

    #[test]
    fn a_change_has_a_sign_and_nothing_has_none() {
        assert_eq!(signed_span(2.2, 12.9), "+2 to +13");
        assert_eq!(signed_span(-0.5, 5.7), "-0.5 to +5.7");
        assert_eq!(signed_span(-0.04, 0.04), "0 to 0");
        assert_eq!(signed_banded(22.7, 5.1, 58.2), "+23 (+5 to +58)");
    }
}
