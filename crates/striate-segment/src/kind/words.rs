//! Figures as a runner says them.

use striate_model::Speed;

/// Minutes and seconds: `2:40`; from an hour on hours, minutes and seconds: `1:05:00`.
pub(crate) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (h, m, s) = (whole / 3600, whole / 60 % 60, whole % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// A length of time as a runner says it: seconds below two minutes, minutes and seconds below ten, then whole minutes
/// and hours.
pub(crate) fn span(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as u64;
    match seconds {
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 599.5 && ((s % 60.0).round() as u64).is_multiple_of(60) => format!("{minutes} min"),
        s if s < 599.5 => format!("{} min", clock(s)),
        _ if minutes < 60 => format!("{minutes} min"),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// Pace: `4:35 min/km`.
pub(crate) fn pace(speed_m_per_s: f64) -> String {
    Speed::from_m_per_s(speed_m_per_s)
        .as_s_per_km()
        .filter(|s| *s < 3600.0)
        .map_or_else(|| "standing".to_owned(), |s| format!("{} min/km", clock(s)))
}

/// A share: `93 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A distance of a repetition, rounded to what a runner would have meant when it is near: `200 m`, `1000 m`, else to
/// ten metres.
pub(crate) fn repetition(metres: f64) -> String {
    const USUAL: [f64; 16] = [
        60.0, 80.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, 500.0, 600.0, 800.0, 1000.0, 1200.0, 1600.0, 2000.0,
        3000.0,
    ];
    let near = USUAL.into_iter().find(|usual| (metres - usual).abs() <= 0.035 * usual);
    match near {
        Some(usual) => format!("{usual:.0} m"),
        None if metres >= 3000.0 => format!("{:.1} km", metres / 1000.0),
        None => format!("about {:.0} m", (metres / 10.0).round() * 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_runners_say_them() {
        assert_eq!(clock(160.0), "2:40");
        assert_eq!(clock(3900.0), "1:05:00");
        assert_eq!(span(45.2), "45 s");
        assert_eq!(span(160.0), "2:40 min");
        assert_eq!(span(180.2), "3 min");
        assert_eq!(span(2827.0), "47 min");
        assert_eq!(span(5939.0), "1 h 39 min");
        assert_eq!(span(7200.0), "2 h");
        assert_eq!(pace(4.0), "4:10 min/km");
        assert_eq!(repetition(203.0), "200 m");
        assert_eq!(repetition(447.0), "about 450 m");
        assert_eq!(percent(0.934), "93 %");
    }
}
