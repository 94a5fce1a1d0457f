//! Gaussian noise that belongs to a text and a voice: the same ones always breathe the same.

use crate::call::VoiceCharacter;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::f32::consts::TAU;

pub struct Noise {
    generator: ChaCha8Rng,
}

impl Noise {
    pub fn seeded(text: &str, voice: VoiceCharacter) -> Self {
        let mut hash = Sha256::new();
        for value in [voice.pitch, voice.formant, voice.pace] {
            hash.update(value.to_le_bytes());
        }
        hash.update(text.as_bytes());
        Self { generator: ChaCha8Rng::from_seed(hash.finalize().into()) }
    }

    /// Two independent values of mean 0 and variance 1 (Box and Muller, 1958).
    pub fn pair(&mut self) -> (f32, f32) {
        let bits = self.generator.next_u64();
        // 24 bits fill a float's mantissa; the half keeps the logarithm's argument above 0.
        let unit = |bits: u64| (((bits & 0xFF_FFFF) as f32) + 0.5) / 16_777_216.0;
        let radius = (-2.0 * unit(bits).ln()).sqrt();
        let angle = TAU * unit(bits >> 32);
        (radius * angle.cos(), radius * angle.sin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_gaussian_and_repeats() {
        let voice = VoiceCharacter::default();
        let draw = |text: &str, voice| -> Vec<f32> {
            let mut noise = Noise::seeded(text, voice);
            (0..20_000)
                .flat_map(|_| {
                    let (a, b) = noise.pair();
                    [a, b]
                })
                .collect()
        };
        let values = draw("hello", voice);
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let variance = values.iter().map(|v| v * v).sum::<f32>() / values.len() as f32;
        let beyond_two = values.iter().filter(|v| v.abs() > 2.0).count() as f32 / values.len() as f32;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
        assert!((beyond_two - 0.0455).abs() < 0.005, "{beyond_two}");
        assert_eq!(values, draw("hello", voice));
        assert_ne!(values, draw("hello!", voice));
        assert_ne!(values, draw("hello", VoiceCharacter { pace: 1.1, ..voice }));
    }
}
