//! The whole session as segments that follow one another without gap or overlap.

use crate::clean::{Cleaned, STANDING};
use crate::efforts::{Span, grade_between};
use striate_model::{Grade, Segment, SegmentKind, Speed, TimeSpan};

/// Standing shorter than this stays part of what is around it, s.
const SHORTEST_STOP_S: usize = 10;

/// Covers the session with efforts, the rests between them, stops and steady stretches.
pub(crate) fn tiles(spans: &[Span], cleaned: &Cleaned) -> Vec<Segment> {
    let n = cleaned.grid.len();
    let mut kinds = vec![SegmentKind::Steady; n];
    for pair in spans.windows(2) {
        let (_, from) = pair[0].grid(n);
        let (to, _) = pair[1].grid(n);
        if from < to {
            kinds[from..to].fill(SegmentKind::Recovery);
        }
    }
    let standing = |i: usize| !cleaned.motion.active[i] || cleaned.motion.speed_m_per_s[i] < STANDING;
    if cleaned.on_foot {
        let mut i = 0;
        while i < n {
            let from = i;
            while i < n && standing(i) {
                i += 1;
            }
            if i - from >= SHORTEST_STOP_S {
                kinds[from..i].fill(SegmentKind::Stop);
            }
            i = i.max(from + 1);
        }
    }
    for span in spans {
        let (from, to) = span.grid(n);
        kinds[from..to].fill(SegmentKind::Effort);
    }
    // Two efforts that touch stay two segments.
    let starts: Vec<usize> = spans.iter().map(|s| s.grid(n).0).collect();
    let mut out = Vec::new();
    let mut from = 0;
    for i in 1..=n {
        let cut = i == n || kinds[i] != kinds[from] || starts.binary_search(&i).is_ok();
        if cut {
            out.push(segment(cleaned, from, i, kinds[from]));
            from = i;
        }
    }
    out
}

fn segment(cleaned: &Cleaned, from: usize, to: usize, kind: SegmentKind) -> Segment {
    let moving =
        (from..to).filter(|&i| cleaned.motion.active[i] && cleaned.motion.speed_m_per_s[i] >= STANDING).count();
    let at = |i: usize| cleaned.grid.start + TimeSpan::from_s(i as f64);
    Segment {
        start: at(from),
        end: at(to),
        kind,
        mean_speed: Speed::from_m_per_s(cleaned.distance_m(from, to) / moving.max(1) as f64),
        mean_grade: Grade::from_ratio(grade_between(cleaned, from, to)),
    }
}
