//! What a half-finished week leaves for the rest of it, packed into one word: fourteen waiting times of four bits, the
//! hard run of yesterday, and the rest days had so far.

use super::problem::{LONGEST_WAIT, WAITS};

const NIBBLES: u64 = (1 << (4 * WAITS)) - 1;
const ONES: u64 = 0x11_1111_1111_1111;
const HARD_RUN: u64 = 1 << (4 * WAITS);
const REST_SHIFT: u32 = 4 * WAITS as u32 + 1;
const REST: u64 = 3 << REST_SHIFT;

/// The state at the start of a half-day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(super) struct State(pub(super) u64);

impl State {
    pub(super) fn entering(waits: &[u8; WAITS], hard_run: bool) -> Self {
        Self(pack(&waits.map(|w| w.min(LONGEST_WAIT - 1))) | if hard_run { HARD_RUN } else { 0 })
    }

    /// Whether one of the waiting times under `mask` still runs.
    #[inline]
    pub(super) const fn must_wait(self, mask: u64) -> bool {
        self.0 & mask != 0
    }

    pub(super) const fn hard_run_yesterday(self) -> bool {
        self.0 & HARD_RUN != 0
    }

    pub(super) const fn rest_days(self) -> usize {
        ((self.0 & REST) >> REST_SHIFT) as usize
    }

    /// Half a day later; what was put into it has the waiting times `set`, counted from its end.
    #[inline]
    pub(super) const fn after_slot(self, set: u64) -> Self {
        let waits = self.0 & NIBBLES;
        let running = (waits | waits >> 1 | waits >> 2 | waits >> 3) & ONES;
        Self(self.0 & !NIBBLES | largest(waits - running, set))
    }

    /// At the end of a day.
    #[inline]
    pub(super) const fn after_day(self, hard_run: bool, is_rest: bool, rest_wanted: usize) -> Self {
        let mut word = self.0 & !HARD_RUN;
        if hard_run {
            word |= HARD_RUN;
        }
        if is_rest && self.rest_days() < rest_wanted {
            word += 1 << REST_SHIFT;
        }
        Self(word)
    }

    /// Without what nothing that is left to place asks about.
    #[inline]
    pub(super) const fn only(self, waits: u64, hard_run: bool) -> Self {
        let keep = waits | REST | if hard_run { HARD_RUN } else { 0 };
        Self(self.0 & keep)
    }
}

/// Waiting times as nibbles.
pub(super) fn pack(waits: &[u8; WAITS]) -> u64 {
    waits.iter().enumerate().fold(0, |word, (i, &w)| word | u64::from(w) << (4 * i))
}

/// Waiting times of a session as they stand half a day after its start.
pub(super) fn pack_after(waits: &[u8; WAITS]) -> u64 {
    pack(&waits.map(|w| w.min(LONGEST_WAIT).saturating_sub(1)))
}

/// The larger of each pair of nibbles.
#[inline]
const fn largest(a: u64, b: u64) -> u64 {
    const LOW: u64 = 0x0f0f_0f0f_0f0f_0f0f;
    largest_bytes(a & LOW, b & LOW) | largest_bytes(a >> 4 & LOW, b >> 4 & LOW) << 4
}

/// The larger of each pair of bytes below 128.
#[inline]
const fn largest_bytes(a: u64, b: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The high bit of a byte survives the subtraction where a >= b.
    let a_wins = ((a | HIGH) - b) & HIGH;
    let mask = (a_wins >> 7) * 0xff;
    a & mask | b & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_times_count_down_by_half_days_and_the_longer_one_holds() {
        let mut waits = [0; WAITS];
        (waits[0], waits[5], waits[13]) = (4, 1, 9);
        let state = State::entering(&waits, true);
        let mut again = [0; WAITS];
        (again[0], again[5], again[6]) = (2, 8, 16);
        let next = state.after_slot(pack_after(&again));
        let at = |s: State, i: usize| s.0 >> (4 * i) & 15;
        assert_eq!([at(next, 0), at(next, 5), at(next, 6), at(next, 13), at(next, 1)], [3, 7, 15, 8, 0]);
        assert!(next.hard_run_yesterday());
        assert_eq!(next.after_day(false, true, 1).after_day(false, true, 1).rest_days(), 1);
    }
}
