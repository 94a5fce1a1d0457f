//! Levels in steps of 10 ms: what edges and hesitations are found by.
//!
//! **Enters:** 16 kHz sound. **Leaves:** dB of full scale. **Must not know:** what is done with them.

use crate::audio::RATE;
use crate::call::Seconds;

pub(super) const STEP: Seconds = 0.01;
pub(super) const STEP_SAMPLES: usize = RATE as usize / 100;
/// 120 dB under full scale stands for silence, which has no logarithm.
const NOTHING: f64 = 1e-12;

/// Root mean square of each whole step.
pub(super) fn levels(samples: &[f32]) -> Vec<f64> {
    let level = |part: &[f32]| {
        let power = part.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / part.len() as f64;
        10.0 * (power + NOTHING).log10()
    };
    samples.chunks_exact(STEP_SAMPLES).map(level).collect()
}

/// The value that `part` (0 to 1) of the values stay under.
pub(super) fn percentile(mut values: Vec<f64>, part: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(((values.len() as f64 - 1.0) * part).round() as usize).copied()
}
