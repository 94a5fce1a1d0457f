//! A recording of any length, read a second at a time: one side for each person.
//!
//! Enters: a WAV file. Leaves: blocks of 16 kHz sound, mono or, from a stereo file, both sides apart. Knows no device.

use super::frame::RATE;
use super::resample::Resampler;
use super::wav::{Layout, WavError, check};
use std::fs::File;
use std::io::{BufReader, Chain, Cursor, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

/// The sound begins within this much of the file.
const LONGEST_HEADER: u64 = 1024 * 1024;

type Sound = hound::WavReader<Chain<Cursor<Vec<u8>>, Take<BufReader<File>>>>;

/// A WAV file being read.
pub struct WavBlocks {
    path: PathBuf,
    reader: Sound,
    spec: hound::WavSpec,
    /// One for each side.
    resamplers: Vec<Resampler>,
    /// Samples of all channels that are still to come.
    left: usize,
    seconds: f64,
    notice: Option<String>,
}

impl WavBlocks {
    /// # Errors
    /// See [`WavError`]. A file that breaks off is read as far as it goes, and has a notice.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, WavError> {
        let path = path.as_ref();
        let unreadable = |source| WavError::Unreadable { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        let mut header = Vec::new();
        file.by_ref().take(LONGEST_HEADER).read_to_end(&mut header).map_err(unreadable)?;
        let layout = Layout::find(path, &header)?;
        let there = file.metadata().map_err(unreadable)?.len() as usize - layout.data;
        let length = layout.length(there);
        if length == 0 {
            return Err(WavError::Empty { path: path.to_owned() });
        }
        file.seek(SeekFrom::Start(layout.data as u64)).map_err(unreadable)?;
        let sound = layout.header(length).chain(BufReader::new(file).take(length as u64));
        let reader = hound::WavReader::new(sound).map_err(|error| match error {
            hound::Error::Unsupported => layout.unsupported(path),
            error => torn(path, &error),
        })?;
        let spec = reader.spec();
        check(path, spec)?;
        let sides = if spec.channels == 2 { 2 } else { 1 };
        let left = reader.len() as usize;
        Ok(Self {
            path: path.to_owned(),
            resamplers: (0..sides).map(|_| Resampler::new(spec.sample_rate, RATE)).collect(),
            seconds: left as f64 / f64::from(spec.channels) / f64::from(spec.sample_rate),
            reader,
            spec,
            left,
            notice: layout.broken_off(path, length),
        })
    }

    /// 2 for a stereo file, else 1: what is in several channels is mixed.
    pub fn sides(&self) -> usize {
        self.resamplers.len()
    }

    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// The last block has been read.
    pub fn ended(&self) -> bool {
        self.left == 0
    }

    /// What a caller should be told about the file.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// The next second or so of each side, -1 to 1; none at the end.
    ///
    /// # Errors
    /// [`WavError::TornHeader`] where the sound cannot be decoded.
    pub fn next_block(&mut self) -> Result<Option<Vec<Vec<f32>>>, WavError> {
        if self.left == 0 {
            return Ok(None);
        }
        let channels = usize::from(self.spec.channels);
        let wanted = self.left.min(channels * self.spec.sample_rate as usize);
        let interleaved = self.decode(wanted).map_err(|error| torn(&self.path, &error))?;
        self.left -= wanted;
        let sides = self.resamplers.len();
        let ends = self.left == 0;
        let blocks = self.resamplers.iter_mut().enumerate().map(|(side, resampler)| {
            let mut block = Vec::new();
            resampler.push(&channel(&interleaved, channels, sides, side), &mut block);
            if ends {
                resampler.flush(&mut block);
            }
            block.iter_mut().for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
            block
        });
        Ok(Some(blocks.collect()))
    }

    /// Samples of all channels; what is no number is silence.
    fn decode(&mut self, wanted: usize) -> hound::Result<Vec<f32>> {
        let finite = |sample: f32| if sample.is_finite() { sample } else { 0.0 };
        match self.spec.sample_format {
            hound::SampleFormat::Float => {
                self.reader.samples::<f32>().take(wanted).map(|sample| sample.map(finite)).collect()
            }
            hound::SampleFormat::Int => {
                let scale = 2f32.powi(1 - i32::from(self.spec.bits_per_sample));
                let samples = self.reader.samples::<i32>().take(wanted);
                samples.map(|sample| sample.map(|sample| sample as f32 * scale)).collect()
            }
        }
    }
}

/// One channel of two, or the mean of all.
fn channel(interleaved: &[f32], channels: usize, sides: usize, side: usize) -> Vec<f32> {
    let frames = interleaved.chunks_exact(channels);
    if sides == 2 {
        frames.map(|frame| frame[side]).collect()
    } else {
        frames.map(|frame| frame.iter().sum::<f32>() / channels as f32).collect()
    }
}

fn torn(path: &Path, error: &hound::Error) -> WavError {
    WavError::TornHeader { path: path.to_owned(), why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::read_wav;

    fn file(channels: u16, rate: u32, frames: usize) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let spec = hound::WavSpec {
            channels,
            sample_rate: rate,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(file.path(), spec).unwrap();
        for frame in 0..frames {
            for channel in 0..channels {
                let turn = 0.02 * (f32::from(channel) + 1.0) * frame as f32 * 16_000.0 / rate as f32;
                writer.write_sample((turn.sin() * 8000.0) as i16).unwrap();
            }
        }
        writer.finalize().unwrap();
        file
    }

    fn read(file: &tempfile::NamedTempFile) -> Vec<Vec<f32>> {
        let mut blocks = WavBlocks::open(file.path()).unwrap();
        let mut sides = vec![Vec::new(); blocks.sides()];
        while let Some(block) = blocks.next_block().unwrap() {
            sides.iter_mut().zip(block).for_each(|(side, block)| side.extend(block));
        }
        sides
    }

    #[test]
    fn block_by_block_is_the_whole_file() {
        for (rate, frames) in [(16_000, 40_000), (44_100, 100_001), (8_000, 3)] {
            let file = file(1, rate, frames);
            let (sides, whole) = (read(&file), read_wav(file.path()).unwrap());
            assert_eq!(sides.len(), 1);
            assert_eq!(sides[0].len(), whole.len(), "{rate}");
            let inside = 800..whole.len().saturating_sub(800);
            let apart = inside.map(|at| (sides[0][at] - whole[at]).abs()).fold(0.0, f32::max);
            assert!(apart < 0.01, "{rate}: {apart}");
        }
    }

    #[test]
    fn the_sides_of_a_stereo_file_stay_apart() {
        let sides = read(&file(2, 16_000, 20_000));
        assert_eq!(sides.len(), 2);
        let at = |turn: f32| (turn.sin() * 8000.0).trunc() / 32_768.0;
        assert!((sides[0][1000] - at(20.0)).abs() < 1e-4 && (sides[1][1000] - at(40.0)).abs() < 1e-4);
        assert_eq!(read(&file(3, 16_000, 20_000)).len(), 1);
    }
}
