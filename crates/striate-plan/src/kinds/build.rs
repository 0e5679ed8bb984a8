//! What sessions of running are put together from.

use super::{Block, Bout, Extent, Means, PlannedKind, Prescription, Purpose};

/// Speeds as shares of critical speed: recovery and easy running stay below the first threshold (82 % of critical speed,
/// 26 studies), tempo at and just below critical speed.
pub(super) const RECOVERY: [f64; 2] = [0.60, 0.70];
pub(super) const EASY: [f64; 2] = [0.68, 0.79];
pub(super) const TEMPO: [f64; 2] = [0.92, 0.99];

/// Warm-ups and cool-downs, min.
pub(super) const LONG_WARM_UP_MIN: f64 = 15.0;
pub(super) const WARM_UP_MIN: f64 = 12.0;
pub(super) const COOL_DOWN_MIN: f64 = 8.0;

pub(super) fn scaled(share: [f64; 2], by: f64) -> [f64; 2] {
    share.map(|s| s * by)
}

pub(super) const fn stretch(purpose: Purpose, extent: Extent, speed_m_per_s: [f64; 2]) -> Bout {
    Bout::Run { purpose, extent, speed_m_per_s, grade: 0.0, feel: None }
}

pub(super) fn once(bout: Bout) -> Block {
    Block { times: 1, bouts: vec![bout] }
}

pub(super) fn easy_minutes(purpose: Purpose, minutes: f64, means: &Means) -> Block {
    once(stretch(purpose, Extent::Seconds(60.0 * minutes), scaled(EASY, means.critical_m_per_s)))
}

/// A session without repetitions.
pub(super) fn plain(kind: PlannedKind, level: u8, title: String, blocks: Vec<Block>) -> Prescription {
    Prescription {
        kind,
        level,
        title,
        blocks,
        carried_kg: 0.0,
        reps: None,
        rep_distance_m: None,
        rep_s: None,
        rest_s: None,
    }
}

/// Repetitions between a warm-up and a cool-down.
pub(super) struct Repeats {
    pub(super) kind: PlannedKind,
    pub(super) level: u8,
    pub(super) title: String,
    pub(super) warm_up_min: f64,
    pub(super) times: u32,
    pub(super) work: Bout,
    pub(super) rests: Vec<Bout>,
}

impl Repeats {
    pub(super) fn prescription(self, means: &Means) -> Prescription {
        let rep_s = self.work.seconds();
        let rep_distance_m = match self.work {
            Bout::Run { extent: Extent::Metres(m), .. } => Some(m),
            _ => None,
        };
        let rest_s: f64 = self.rests.iter().map(Bout::seconds).sum();
        let mut bouts = vec![self.work];
        bouts.extend(self.rests);
        let blocks = vec![
            easy_minutes(Purpose::WarmUp, self.warm_up_min, means),
            Block { times: self.times, bouts },
            easy_minutes(Purpose::CoolDown, COOL_DOWN_MIN, means),
        ];
        Prescription {
            reps: Some(self.times),
            rep_distance_m,
            rep_s: Some(rep_s),
            rest_s: Some(rest_s),
            ..plain(self.kind, self.level, self.title, blocks)
        }
    }
}

pub(super) fn jog(seconds: f64, means: &Means) -> Bout {
    stretch(Purpose::Rest, Extent::Seconds(seconds), scaled([0.45, 0.60], means.critical_m_per_s))
}
