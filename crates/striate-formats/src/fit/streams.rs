//! Columns by source to streams by meaning.

use super::columns::{Columns, Narrow, Wide};
use std::ops::Range;
use striate_model::{Channel, Streams};

/// The samples of one recording. On foot the devices count strides of one foot: cadence becomes steps of both.
pub(super) fn streams(columns: &mut Columns, range: &Range<usize>, is_on_foot: bool) -> Streams {
    let steps_per_stride = if is_on_foot { 2.0 } else { 1.0 };
    let mut streams = Streams::default();
    streams.latitude_deg = columns.take_wide(Wide::LatitudeDeg, range);
    streams.longitude_deg = columns.take_wide(Wide::LongitudeDeg, range);
    let distance = columns.take_wide(Wide::DistanceM, range);
    streams.distance_m = if distance.is_empty() { columns.take_wide(Wide::PodDistanceM, range) } else { distance };

    let strides = cadence(columns, range);
    let pod_strides = columns.take_narrow(Narrow::PodStridesPerMin, range);
    let mut steps = richer(strides, pod_strides);
    for value in &mut steps {
        *value *= steps_per_stride;
    }
    *streams.channel_mut(Channel::CadencePerMin) = steps;

    for (channel, native, pod) in [
        (Channel::HeartRateBpm, Narrow::HeartRateBpm, Narrow::PodHeartRateBpm),
        (Channel::PowerW, Narrow::PowerW, Narrow::PodPowerW),
        (Channel::GroundContactS, Narrow::ContactS, Narrow::PodContactS),
        (Channel::StepLengthM, Narrow::StepLengthM, Narrow::PodStepLengthM),
        (Channel::VerticalOscillationM, Narrow::OscillationM, Narrow::PodOscillationM),
    ] {
        *streams.channel_mut(channel) = richer(columns.take_narrow(native, range), columns.take_narrow(pod, range));
    }
    for (channel, column) in [
        (Channel::AltitudeM, Narrow::AltitudeM),
        (Channel::SpeedMPerS, Narrow::SpeedMPerS),
        (Channel::FootPodSpeedMPerS, Narrow::PodSpeedMPerS),
        (Channel::LegStiffnessKnPerM, Narrow::LegStiffnessKnPerM),
        (Channel::FormPowerW, Narrow::FormPowerW),
        (Channel::AirPowerW, Narrow::AirPowerW),
        (Channel::TemperatureC, Narrow::TemperatureC),
    ] {
        *streams.channel_mut(channel) = columns.take_narrow(column, range);
    }
    // Last: until then the columns' length is the number of samples.
    let all = *range == (0..columns.len());
    streams.time = if all { std::mem::take(&mut columns.time) } else { columns.time[range.clone()].to_vec() };
    streams
}

fn cadence(columns: &mut Columns, range: &Range<usize>) -> Vec<f32> {
    let mut strides = columns.take_narrow(Narrow::StridesPerMin, range);
    let fraction = columns.take_narrow(Narrow::StridesFraction, range);
    for (whole, part) in strides.iter_mut().zip(fraction) {
        if !part.is_nan() {
            *whole += part;
        }
    }
    strides
}

/// One source for the whole recording, never a mixture: the device's own values, or the pod's where it has more than
/// twice as many.
fn richer(native: Vec<f32>, pod: Vec<f32>) -> Vec<f32> {
    let valid = |column: &[f32]| column.iter().filter(|v| !v.is_nan()).count();
    if pod.is_empty() || !native.is_empty() && valid(&pod) <= 2 * valid(&native) { native } else { pod }
}
