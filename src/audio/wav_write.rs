//! A call kept as a stereo WAV file: left the caller, right the gatekeeper.
//!
//! Enters: 16 kHz mono of both sides. Leaves: a 16-bit 16 kHz stereo file whose header is valid all the
//! time, so a kill loses at most a second. Knows no device.

use super::frame::RATE;
use super::wav::WavError;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Both sides of a call on their way to a file.
pub struct StereoWav {
    writer: WavWriter<BufWriter<File>>,
    path: PathBuf,
    /// Samples of each side since the header was last made valid.
    since: usize,
}

impl StereoWav {
    /// Creates the file (an older one is overwritten) and writes a valid, empty header.
    ///
    /// # Errors
    /// [`WavError::Unwritable`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, WavError> {
        let path = path.as_ref().to_owned();
        let spec =
            WavSpec { channels: 2, sample_rate: RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };
        let writer = WavWriter::create(&path, spec).map_err(|error| unwritable(&path, error))?;
        let mut wav = Self { writer, path, since: 0 };
        wav.checkpoint()?;
        Ok(wav)
    }

    /// Appends what both sides sounded at the same time, 16 kHz in -1 to 1. Silence stands behind the
    /// shorter one.
    ///
    /// # Errors
    /// [`WavError::Unwritable`], for example on a full disk.
    pub fn write(&mut self, left: &[f32], right: &[f32]) -> Result<(), WavError> {
        for at in 0..left.len().max(right.len()) {
            for side in [left, right] {
                let sample = to_i16(side.get(at).copied().unwrap_or(0.0));
                self.writer.write_sample(sample).map_err(|error| unwritable(&self.path, error))?;
            }
            self.since += 1;
            if self.since >= RATE as usize {
                self.checkpoint()?;
            }
        }
        Ok(())
    }

    /// Seconds written so far.
    pub fn seconds(&self) -> f64 {
        f64::from(self.writer.duration()) / f64::from(RATE)
    }

    /// Closes the file.
    ///
    /// # Errors
    /// [`WavError::Unwritable`].
    pub fn finish(self) -> Result<(), WavError> {
        self.writer.finalize().map_err(|error| unwritable(&self.path, error))
    }

    fn checkpoint(&mut self) -> Result<(), WavError> {
        self.since = 0;
        self.writer.flush().map_err(|error| unwritable(&self.path, error))
    }
}

fn to_i16(sample: f32) -> i16 {
    // A float that is no number casts to 0.
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

fn unwritable(path: &Path, error: hound::Error) -> WavError {
    let source = match error {
        hound::Error::IoError(source) => source,
        other => std::io::Error::other(other.to_string()),
    };
    WavError::Unwritable { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::read_recording;

    #[test]
    fn both_sides_come_back_and_the_shorter_is_padded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.wav");
        let mut wav = StereoWav::create(&path).unwrap();
        wav.write(&[0.5, -0.5, 2.0], &[0.25]).unwrap();
        assert!((wav.seconds() - 3.0 / 16_000.0).abs() < 1e-9);
        wav.finish().unwrap();
        let samples: Vec<i16> =
            hound::WavReader::open(&path).unwrap().into_samples().map(Result::unwrap).collect();
        assert_eq!(samples, [16384, 8192, -16384, 0, 32767, 0]);
    }

    #[test]
    fn a_kill_loses_at_most_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.wav");
        let mut wav = StereoWav::create(&path).unwrap();
        assert!(
            matches!(read_recording(&path), Err(WavError::Empty { .. })),
            "valid and empty from the start"
        );
        wav.write(&vec![0.1; 40_000], &[]).unwrap();
        // What a killed process leaves is what the disk holds now.
        let left = hound::WavReader::open(&path).unwrap().duration();
        assert!((24_000..=40_000).contains(&left), "{left} of 40000 samples are safe");
        std::mem::forget(wav);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let message = StereoWav::create("nowhere/call.wav").err().unwrap().to_string();
        assert!(message.starts_with("cannot write nowhere/call.wav"), "{message}");
    }
}
