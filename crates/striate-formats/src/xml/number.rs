//! Decimal numbers as TCX and GPX write them.

const POWERS_OF_TEN: [f64; 20] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

/// Characters whose digits always fit a `u64`.
const EXACT: usize = 19;

/// Whole numbers up to here are doubles. A mantissa above may lose further decimals, which are less than its rounding.
const DOUBLE_BITS: u64 = 1 << 53;

/// The number in a text, blanks around it allowed; a comma may stand for the decimal point. `None` for anything else,
/// infinities and NaN included.
///
/// Plain decimals are read by hand: correctly rounded up to 15 digits, and with a relative error below 4e-16 for the
/// 30-digit coordinates that some exporters write. Exponents go through the library.
pub(crate) fn number(text: &str) -> Option<f64> {
    plain(text.as_bytes()).or_else(|| by_library(text))
}

fn plain(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let head = &digits[..digits.len().min(EXACT)];
    let mut mantissa = 0_u64;
    let mut at = 0;
    while let Some(digit) = digit_at(head, at) {
        mantissa = mantissa * 10 + digit;
        at += 1;
    }
    let whole = at;
    if at < head.len() {
        if head[at] != b'.' {
            return None;
        }
        at += 1;
        while let Some(digit) = digit_at(head, at) {
            mantissa = mantissa * 10 + digit;
            at += 1;
        }
        let lost = &digits[head.len()..];
        if at < head.len() || !lost.iter().all(u8::is_ascii_digit) || (!lost.is_empty() && mantissa < DOUBLE_BITS) {
            return None;
        }
    } else if digits.len() > head.len() {
        return None;
    }
    let decimals = at.saturating_sub(whole + 1);
    if whole + decimals == 0 {
        return None;
    }
    let value = mantissa as f64 / POWERS_OF_TEN[decimals];
    Some(if negative { -value } else { value })
}

fn digit_at(text: &[u8], at: usize) -> Option<u64> {
    text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10).map(u64::from)
}

#[cold]
fn by_library(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() || text.len() > crate::limits::XML_TEXT {
        return None;
    }
    let value: f64 = match text.parse() {
        Ok(value) => value,
        Err(_) if text.matches(',').count() == 1 && !text.contains('.') => text.replace(',', ".").parse().ok()?,
        Err(_) => return None,
    };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_exporters_write_them() {
        let cases = [
            ("0", 0.0),
            ("-80.578806000", -80.578_806),
            ("28.0784869752824306488037109375", 28.078_486_975_282_43),
            (" 12.5\n", 12.5),
            ("+3", 3.0),
            ("000000.0000000000001", 1e-13),
            (".5", 0.5),
            ("5.", 5.0),
            ("1.2E2", 120.0),
            ("12,5", 12.5),
            ("00000000000000000000000000001", 1.0),
            ("123456789012345678901234567890", 1.234_567_890_123_456_8e29),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in [
            "",
            " ",
            ".",
            "-",
            "+",
            "NaN",
            "inf",
            "-Infinity",
            "1,234.5",
            "1,2,3",
            "12 bpm",
            "0x10",
            "--1",
            "1e999",
            "1.2.3",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_decimal_is_what_the_library_reads(sign in "-?", whole in "[0-9]{1,16}", part in "(\\.[0-9]{0,30})?") {
            let text = format!("{sign}{whole}{part}");
            let (ours, theirs) = (number(&text).unwrap(), text.parse::<f64>().unwrap());
            prop_assert!((ours - theirs).abs() <= theirs.abs() * 4e-16, "{text}: {ours} {theirs}");
        }

        #[test]
        fn any_text_is_a_finite_number_or_none(text in ".{0,40}") {
            prop_assert!(number(&text).is_none_or(f64::is_finite));
        }
    }
}
