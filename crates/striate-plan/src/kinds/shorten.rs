//! Sessions for days with less time: the work stays, what stands around it gets shorter.

use super::{Block, Bout, Extent, Prescription, Purpose};

/// The shortest warm-up before hard running and the shortest cool-down after it, min (rule A4 asks for a proper warm-up,
/// which the audit takes as eight minutes or more).
const LEAST_WARM_UP_MIN: f64 = 10.0;
const LEAST_COOL_DOWN_MIN: f64 = 5.0;

/// The same work with a shorter cool-down, then a shorter warm-up, so that the session takes no more than so many whole
/// minutes; `None` where it is no longer than that as it is, or still is with the shortest of both.
#[must_use]
pub fn shortened(prescription: &Prescription, minutes: u32) -> Option<Prescription> {
    let mut over_s = 60.0 * (f64::from(prescription.minutes()) - f64::from(minutes));
    if over_s <= 0.0 {
        return None;
    }
    let mut short = prescription.clone();
    let parts = [(Purpose::CoolDown, LEAST_COOL_DOWN_MIN), (Purpose::WarmUp, LEAST_WARM_UP_MIN)];
    for (part, least_min) in parts {
        for seconds in short.blocks.iter_mut().filter_map(|b| around(b, part)) {
            let cut = (*seconds - 60.0 * least_min).clamp(0.0, over_s);
            // Whole minutes are what a reader is told.
            let cut = (60.0 * (cut / 60.0).ceil()).min((*seconds - 60.0 * least_min).max(0.0));
            *seconds -= cut;
            over_s -= cut;
        }
    }
    if short.minutes() > minutes {
        return None;
    }
    short.title = format!("{}, short warm-up", short.title);
    Some(short)
}

/// The length of a block that is nothing but this part of a session, s.
fn around(block: &mut Block, part: Purpose) -> Option<&mut f64> {
    match block.bouts.as_mut_slice() {
        [Bout::Run { purpose, extent: Extent::Seconds(seconds), .. } | Bout::Stairs { purpose, seconds, .. }]
            if block.times == 1 && *purpose == part =>
        {
            Some(seconds)
        }
        _ => None,
    }
}
