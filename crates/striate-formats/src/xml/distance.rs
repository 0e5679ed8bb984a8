//! The distance that each point carries: it should be metres since the start, and often is not.

use super::Faults;
use striate_model::WarningCode;

/// What else is known about the length of the recording.
#[derive(Clone, Copy, Default)]
pub(crate) struct Known {
    /// Length of the line of positions, m.
    pub(crate) path_m: Option<f64>,
    /// Sum of the distances of the laps as the file writes them.
    pub(crate) laps: Option<f64>,
    /// How many laps there are.
    pub(crate) lap_count: usize,
}

#[derive(Default)]
struct Shape {
    count: usize,
    rise: f64,
    sum: f64,
    falls: usize,
    fallen: f64,
}

fn shape(column: &[f64]) -> Shape {
    let mut shape = Shape::default();
    let (mut low, mut high, mut before) = (f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    for &value in column.iter().filter(|v| !v.is_nan()) {
        shape.count += 1;
        shape.sum += value;
        (low, high) = (low.min(value), high.max(value));
        if value < before {
            shape.falls += 1;
            shape.fallen += before - value;
        }
        before = value;
    }
    shape.rise = (high - low).max(0.0);
    shape
}

/// Makes the column metres since the start, never falling, or empties it where it says nothing.
///
/// In this order: a column that falls again and again holds steps from point to point, believed where their sum agrees
/// with the positions (or with the laps, where there are none); a few deep falls are laps that count from 0; a column
/// that stands still while the position moves says nothing; one a thousandth of the positions holds kilometres.
pub(crate) fn repair(column: &mut Vec<f64>, known: Known, faults: &mut Faults) {
    let shape = shape(column);
    if shape.count < 2 {
        return;
    }
    let reference = known.path_m.or(known.laps).filter(|m| *m > 30.0);
    let agrees = |m: f64| reference.is_some_and(|r| (0.8..=1.25).contains(&(m / r)));
    let few_falls = shape.falls <= (shape.count / 50).max(known.lap_count);
    if shape.falls > 0 && !few_falls && shape.fallen > 0.1 * shape.rise {
        let unit = if agrees(shape.sum) || reference.is_none() && shape.sum > 0.0 && known.path_m.is_none() {
            1.0
        } else if agrees(1000.0 * shape.sum) {
            1000.0
        } else {
            column.clear();
            let sentence = "the distances of the points run up and down; they were left out";
            return faults.of(WarningCode::ImpossibleValue, sentence);
        };
        let sentence = "each point carries the distance from the point before; they were added up";
        faults.of(WarningCode::Repaired, sentence);
        let mut total = 0.0;
        for value in column.iter_mut().filter(|v| !v.is_nan()) {
            total += *value * unit;
            *value = total;
        }
        return;
    }
    let mut rise = shape.rise;
    if shape.falls > 0 {
        rise = join_laps(column, faults);
    }
    if rise <= 0.0 {
        if reference.is_some() {
            column.clear();
            let sentence = "the distance of every point is the same although the run moves on; it was left out";
            faults.of(WarningCode::ContradictoryTotal, sentence);
        }
    } else if agrees(1000.0 * rise) {
        column.iter_mut().for_each(|v| *v *= 1000.0);
        let sentence = "the distances of the points are kilometres instead of metres; they were converted";
        faults.of(WarningCode::ContradictoryTotal, sentence);
    }
}

/// Lets a column that starts again at 0 go on, and levels small steps back. Gives its rise.
fn join_laps(column: &mut [f64], faults: &mut Faults) -> f64 {
    let (mut base, mut before, mut high, mut first) = (0.0, f64::NEG_INFINITY, f64::NEG_INFINITY, f64::NAN);
    for value in column.iter_mut().filter(|v| !v.is_nan()) {
        if *value < 0.2 * before && before > 20.0 {
            base = high;
            faults.of(
                WarningCode::Repaired,
                "the distance starts again at 0 within the recording; the parts were joined",
            );
        }
        before = *value;
        high = (base + *value).max(high);
        *value = high;
        if first.is_nan() {
            first = high;
        }
    }
    high - first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(mut column: Vec<f64>, known: Known) -> (Vec<f64>, Vec<WarningCode>) {
        let mut faults = Faults::default();
        repair(&mut column, known, &mut faults);
        (column, faults.finish().into_iter().map(|w| w.code).collect())
    }

    fn path(m: f64) -> Known {
        Known { path_m: Some(m), ..Known::default() }
    }

    #[test]
    fn metres_since_the_start_are_left_as_they_are() {
        let column: Vec<_> = (0..100).map(|i| f64::from(i) * 3.0).collect();
        assert_eq!(repaired(column.clone(), path(310.0)), (column, vec![]));
    }

    #[test]
    fn a_footpod_that_disagrees_with_the_positions_is_still_believed() {
        let column: Vec<_> = (0..100).map(|i| f64::from(i) * 3.0).collect();
        assert_eq!(repaired(column.clone(), path(40.0)), (column, vec![]));
    }

    #[test]
    fn steps_from_point_to_point_are_added_up() {
        let column: Vec<_> = (0..100).map(|i| 3.0 + f64::from(i % 3)).collect();
        let (column, codes) = repaired(column, path(399.0));
        assert_eq!(column.last(), Some(&399.0));
        assert_eq!(codes, [WarningCode::Repaired]);
    }

    #[test]
    fn steps_that_agree_with_nothing_are_left_out() {
        let column: Vec<_> = (0..100).map(|i| 3.0 + f64::from(i % 3)).collect();
        assert_eq!(repaired(column, path(5_000.0)), (vec![], vec![WarningCode::ImpossibleValue]));
    }

    #[test]
    fn kilometres_become_metres_by_the_positions() {
        let column: Vec<_> = (0..100).map(|i| f64::from(i) * 0.003).collect();
        let (column, codes) = repaired(column, path(300.0));
        assert!((column[99] - 297.0).abs() < 1e-9);
        assert_eq!(codes, [WarningCode::ContradictoryTotal]);
    }

    #[test]
    fn laps_that_count_from_zero_are_joined() {
        let column: Vec<_> = (0..100).map(|i| f64::from(i % 50) * 3.0).collect();
        let (column, codes) = repaired(column, Known { lap_count: 2, ..path(300.0) });
        assert_eq!(column[99], 294.0);
        assert_eq!(codes, [WarningCode::Repaired]);
    }

    #[test]
    fn a_distance_that_stands_still_on_a_run_says_nothing() {
        assert_eq!(repaired(vec![0.0; 100], path(300.0)), (vec![], vec![WarningCode::ContradictoryTotal]));
        assert_eq!(repaired(vec![0.0; 100], Known::default()), (vec![0.0; 100], vec![]));
    }
}
