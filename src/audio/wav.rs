//! WAV files in: any rate from 4 to 192 kHz, 1 to 8 channels, 8, 16, 24 or 32 bits or f32.
//!
//! Enters: a file. Leaves: 16 kHz mono, or an error that says what is wrong with the file. A file that
//! breaks off (a killed recorder, a half copy) is kept as far as it goes, and says so. Knows no device.

use super::frame::RATE;
use super::resample::resample;
use std::io::{Cursor, Read};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Sample rates that are read; below is no speech, above is a broken header.
const RATES: RangeInclusive<u32> = 4_000..=192_000;
const CHANNELS: RangeInclusive<u16> = 1..=8;

/// 512 MiB: 46 minutes of 48 kHz stereo in 16 bits; a call is a few minutes.
const LARGEST: u64 = 512 * 1024 * 1024;

const CONVERT: &str = "convert it with `ffmpeg -i IN -c:a pcm_s16le OUT.wav`";

/// Why a WAV file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    #[error("cannot read {path}: {source}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is not a WAV file: {why}; {CONVERT}")]
    NotWav { path: PathBuf, why: &'static str },
    #[error("{path} has a torn header: {why}; record or copy it again")]
    TornHeader { path: PathBuf, why: String },
    #[error("{path} holds no sound; record or copy it again")]
    Empty { path: PathBuf },
    #[error("{path} is larger than {} MB; cut out the part that you need", LARGEST / 1_000_000)]
    TooLarge { path: PathBuf },
    #[error("{path} has {what}, and coldcall reads {reads}; {CONVERT}")]
    Unsupported { path: PathBuf, what: String, reads: &'static str },
    #[error("cannot write {path}: {source}")]
    Unwritable { path: PathBuf, source: std::io::Error },
}

/// What a WAV file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// 16 kHz mono, -1 to 1.
    pub samples: Vec<f32>,
    /// As the file has it, Hz.
    pub rate: u32,
    pub channels: u16,
    pub bits: u16,
    /// What a caller should be told: a file that breaks off, samples that are no numbers.
    pub notices: Vec<String>,
}

/// Reads a WAV file as 16 kHz mono in -1 to 1.
///
/// # Errors
/// See [`WavError`]. A file that breaks off in its sound is no error; [`read_recording`] tells of it.
pub fn read_wav(path: impl AsRef<Path>) -> Result<Vec<f32>, WavError> {
    read_recording(path).map(|recording| recording.samples)
}

/// Reads a WAV file and keeps what there is to say about it.
///
/// # Errors
/// See [`WavError`].
pub fn read_recording(path: impl AsRef<Path>) -> Result<Recording, WavError> {
    let path = path.as_ref();
    let unreadable = |source| WavError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(WavError::TooLarge { path: path.to_owned() });
    }
    decode_wav(path, &bytes)
}

/// Decodes the bytes of a WAV file; `path` is for messages.
///
/// # Errors
/// See [`WavError`].
pub fn decode_wav(path: &Path, bytes: &[u8]) -> Result<Recording, WavError> {
    let layout = Layout::find(path, bytes)?;
    let mut notices = Vec::new();
    let length = layout.sound(bytes).len();
    notices.extend(layout.broken_off(path, length));
    if length == 0 {
        return Err(WavError::Empty { path: path.to_owned() });
    }
    let torn = |error: hound::Error| WavError::TornHeader { path: path.to_owned(), why: error.to_string() };
    let header = layout.header(length);
    let mut reader =
        hound::WavReader::new(header.chain(layout.sound(bytes))).map_err(|error| match error {
            hound::Error::Unsupported => layout.unsupported(path),
            error => torn(error),
        })?;
    let spec = reader.spec();
    check(path, spec)?;
    let mut odd = 0_usize;
    let mono = match spec.sample_format {
        hound::SampleFormat::Float => mix(reader.samples::<f32>(), spec.channels, 1.0, &mut odd),
        hound::SampleFormat::Int => {
            let full_scale = 2f32.powi(i32::from(spec.bits_per_sample) - 1);
            let samples = reader.samples::<i32>().map(|sample| sample.map(|sample| sample as f32));
            mix(samples, spec.channels, 1.0 / full_scale, &mut odd)
        }
    }
    .map_err(torn)?;
    if odd > 0 {
        notices.push(format!(
            "{} has {odd} samples that are no numbers; silence stands for them",
            path.display()
        ));
    }
    Ok(Recording {
        samples: resample(&mono, spec.sample_rate, RATE).into_iter().map(|x| x.clamp(-1.0, 1.0)).collect(),
        rate: spec.sample_rate,
        channels: spec.channels,
        bits: spec.bits_per_sample,
        notices,
    })
}

pub(super) fn check(path: &Path, spec: hound::WavSpec) -> Result<(), WavError> {
    let unsupported = |what, reads| WavError::Unsupported { path: path.to_owned(), what, reads };
    if !RATES.contains(&spec.sample_rate) {
        return Err(unsupported(format!("{} samples a second", spec.sample_rate), "4000 to 192000"));
    }
    if !CHANNELS.contains(&spec.channels) {
        return Err(unsupported(format!("{} channels", spec.channels), "1 to 8"));
    }
    Ok(())
}

/// The mean of each sample's channels. What is not finite counts in `odd` and becomes silence.
fn mix(
    samples: impl Iterator<Item = hound::Result<f32>>,
    channels: u16,
    scale: f32,
    odd: &mut usize,
) -> hound::Result<Vec<f32>> {
    let mut mono = Vec::new();
    let (mut sum, mut seen) = (0.0, 0);
    for sample in samples {
        let sample = sample?;
        if sample.is_finite() {
            sum += sample * scale;
        } else {
            *odd += 1;
        }
        seen += 1;
        if seen == channels {
            mono.push(sum / f32::from(channels));
            (sum, seen) = (0.0, 0);
        }
    }
    Ok(mono)
}

/// What a program that writes to a pipe puts for a length it cannot know.
const STREAMED: usize = u32::MAX as usize;

const SHORTEST_FORMAT: usize = 16;

/// Where the sound lies. Found by walking the chunks, because lengths in files from killed recorders
/// and pipes are wrong, and odd chunks are padded: hound stumbles over both.
pub(super) struct Layout {
    /// The format chunk, as hound reads it.
    fmt: Vec<u8>,
    block: usize,
    pub(super) data: usize,
    claimed: usize,
}

impl Layout {
    pub(super) fn find(path: &Path, bytes: &[u8]) -> Result<Self, WavError> {
        let not_wav = |why| WavError::NotWav { path: path.to_owned(), why };
        let torn = |why: &str| WavError::TornHeader { path: path.to_owned(), why: why.to_owned() };
        match bytes {
            [] => return Err(WavError::Empty { path: path.to_owned() }),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => {}
            [b'R', b'I', b'F', b'F', ..] if bytes.len() < 12 => return Err(torn("it ends after RIFF")),
            [b'R', b'F', b'6', b'4', ..] => return Err(not_wav("it is an RF64 file")),
            _ => return Err(not_wav("it does not begin with RIFF and WAVE")),
        }
        let mut format = None;
        let mut at = 12;
        while let Some(header) = bytes.get(at..at + 8) {
            let length = u32_at(header, 4) as usize;
            let body = at + 8;
            match &header[..4] {
                b"fmt " => {
                    let end = body.saturating_add(length.max(SHORTEST_FORMAT));
                    format = Some(bytes.get(body..end).ok_or_else(|| torn("it ends inside the format"))?);
                }
                b"data" => {
                    let fmt = format.ok_or_else(|| torn("the format is missing"))?.to_vec();
                    let block = usize::from(u16_at(&fmt, 12)).max(1);
                    return Ok(Self { fmt, block, data: body, claimed: length });
                }
                _ => {}
            }
            at = body.saturating_add(length).saturating_add(length % 2);
        }
        Err(torn("it ends before the sound"))
    }

    /// The sound that is there: whole blocks only.
    fn sound<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let there = &bytes[self.data..];
        &there[..self.length(there.len())]
    }

    /// Bytes of sound where so many follow the header.
    pub(super) fn length(&self, there: usize) -> usize {
        // A recorder killed before it wrote its lengths leaves 0 with sound behind it.
        let wanted = if self.claimed == 0 { there } else { self.claimed.min(there) };
        wanted - wanted % self.block
    }

    /// What to tell where the file breaks off.
    pub(super) fn broken_off(&self, path: &Path, length: usize) -> Option<String> {
        (length < self.claimed && self.claimed != STREAMED).then(|| {
            format!("{} breaks off: {length} of {} bytes of sound are there", path.display(), self.claimed)
        })
    }

    /// A header that holds for `length` bytes of sound, and nothing but the format.
    pub(super) fn header(&self, length: usize) -> Cursor<Vec<u8>> {
        let size = |length: usize| (length as u32).to_le_bytes();
        let riff = size(4 + 8 + self.fmt.len() + 8 + length);
        Cursor::new(
            [b"RIFF", &riff[..], b"WAVEfmt ", &size(self.fmt.len()), &self.fmt, b"data", &size(length)]
                .concat(),
        )
    }

    pub(super) fn unsupported(&self, path: &Path) -> WavError {
        let what = match u16_at(&self.fmt, 0) {
            2 | 17 => "ADPCM sound".to_owned(),
            6 => "A-law sound".to_owned(),
            7 => "mu-law sound".to_owned(),
            85 => "MP3 sound".to_owned(),
            other => format!("sound in format {other} with {} bits", u16_at(&self.fmt, 14)),
        };
        WavError::Unsupported {
            path: path.to_owned(),
            what,
            reads: "PCM in 8, 16, 24 or 32 bits and 32-bit float",
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
#[path = "wav_tests.rs"]
mod tests;
