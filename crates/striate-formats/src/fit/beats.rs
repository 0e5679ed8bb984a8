//! Heart rate that a chest strap kept while it was out of reach (under water) and handed over afterwards, in `hr`
//! messages: the full time of one beat, then the lower twelve bits of the times of those that follow.

use super::contents::Contents;
use super::table::{TIMESTAMP, hr};
use super::wire::Message;
use striate_model::Timestamp;

/// Ticks of the strap's clock in a second.
const TICKS: f64 = 1024.0;
/// A sample takes the mean of the beats since the sample before it, but of no more than these seconds.
const WINDOW_S: f64 = 5.0;

/// The strap's clock while the messages are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StrapClock {
    /// Seconds of the protocol's epoch at tick zero of the strap, once known.
    zero_s: Option<f64>,
    ticks: u64,
}

impl StrapClock {
    /// Reads one `hr` message. Beats before the first full time have no place and are left out.
    pub(super) fn read(&mut self, message: &Message, contents: &mut Contents) {
        let mut times = Vec::new();
        for ticks in message.numbers(hr::EVENT_TIME).flatten() {
            self.ticks = u64::from(ticks as u32);
            times.push(self.ticks);
        }
        if let (Some(first), Some(time)) = (times.first(), message.u32(TIMESTAMP)) {
            let fraction = message.amount(hr::FRACTION, 32_768.0).unwrap_or(0.0);
            self.zero_s = Some(f64::from(time) + fraction - *first as f64 / TICKS);
        }
        for &[a, b, c] in message.bytes(hr::EVENT_TIME_12).as_chunks::<3>().0 {
            let pair = [u16::from(a) | u16::from(b & 0x0F) << 8, u16::from(b >> 4) | u16::from(c) << 4];
            for low_bits in pair {
                self.ticks += u64::from(low_bits).wrapping_sub(self.ticks) & 0xFFF;
                times.push(self.ticks);
            }
        }
        let Some(zero_s) = self.zero_s else { return };
        for (ticks, bpm) in times.into_iter().zip(message.numbers(hr::HEART_RATE)) {
            if let Some(bpm) = bpm.filter(|bpm| (1.0..255.0).contains(bpm)) {
                contents.stored_beat(zero_s + ticks as f64 / TICKS, bpm);
            }
        }
    }
}

/// Fills missing heart rates from stored beats. `times` must not decrease; `beats` are seconds of the same clock (the
/// Unix epoch) and beats a minute in any order.
pub(super) fn fill(times: &[Timestamp], heart_rate: &mut [f32], mut beats: Vec<(f64, f32)>) {
    beats.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut before_s = f64::NEG_INFINITY;
    for (time, value) in times.iter().zip(heart_rate) {
        let now_s = time.as_unix_ms() as f64 / 1000.0;
        if value.is_nan() {
            let from = beats.partition_point(|b| b.0 <= before_s.max(now_s - WINDOW_S));
            let to = beats.partition_point(|b| b.0 <= now_s);
            if from < to {
                let sum: f64 = beats[from..to].iter().map(|b| f64::from(b.1)).sum();
                *value = (sum / (to - from) as f64) as f32;
            }
        }
        before_s = now_s;
    }
}
