use super::*;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::f32::consts::TAU;

fn tone(rate: u32) -> Vec<f32> {
    (0..rate / 2).map(|n| 0.5 * (TAU * 300.0 * n as f32 / rate as f32).sin()).collect()
}

/// Half a second of a 300 Hz tone on every channel.
fn wav(rate: u32, channels: u16, bits: u16, format: SampleFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let spec = WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format: format };
    let mut writer = WavWriter::new(Cursor::new(&mut bytes), spec).unwrap();
    let full_scale = 2f64.powi(i32::from(bits) - 1) - 1.0;
    for sample in tone(rate) {
        for _ in 0..channels {
            match format {
                SampleFormat::Float => writer.write_sample(sample).unwrap(),
                SampleFormat::Int => writer.write_sample((f64::from(sample) * full_scale) as i32).unwrap(),
            }
        }
    }
    writer.finalize().unwrap();
    bytes
}

fn plain() -> Vec<u8> {
    wav(16_000, 1, 16, SampleFormat::Int)
}

fn read(bytes: Vec<u8>) -> Result<Recording, WavError> {
    decode_wav(Path::new("said.wav"), &bytes)
}

#[track_caller]
fn case(rate: u32, channels: u16, bits: u16, format: SampleFormat) {
    let recording = read(wav(rate, channels, bits, format)).unwrap();
    assert_eq!((recording.rate, recording.channels, recording.bits), (rate, channels, bits));
    assert!(recording.notices.is_empty());
    assert_eq!(recording.samples.len(), (rate as usize / 2 * 16_000).div_ceil(rate as usize));
    let wanted = tone(16_000);
    let worst = (800..7200).map(|n| (recording.samples[n] - wanted[n]).abs()).fold(0.0, f32::max);
    let allowed = if bits == 8 { 0.02 } else { 0.005 };
    assert!(worst < allowed, "{rate} Hz, {channels} channels, {bits} bits: off by {worst}");
}

#[test]
fn every_width_rate_and_channel_count() {
    for bits in [8, 16, 24, 32] {
        case(16_000, 1, bits, SampleFormat::Int);
        case(44_100, 2, bits, SampleFormat::Int);
    }
    case(48_000, 2, 32, SampleFormat::Float);
    for rate in [4_000, 8_000, 11_025, 22_050, 96_000, 192_000] {
        case(rate, 1, 16, SampleFormat::Int);
    }
    for channels in [3, 6, 8] {
        case(48_000, channels, 16, SampleFormat::Int);
    }
}

#[track_caller]
fn refused(bytes: Vec<u8>, says: &str) {
    let message = read(bytes).unwrap_err().to_string();
    assert!(message.contains(says), "{message:?} does not say {says:?}");
    assert!(message.contains("said.wav"), "{message:?} does not name the file");
}

#[test]
fn what_cannot_be_read_says_why() {
    refused(Vec::new(), "holds no sound");
    refused(b"RIFF".to_vec(), "torn header");
    refused(b"OggS and so on and so on".to_vec(), "not a WAV file");
    refused(plain()[..30].to_vec(), "ends inside the format");
    refused(plain()[..36].to_vec(), "ends before the sound");
    refused(plain()[..44].to_vec(), "holds no sound");
    refused(wav(3_999, 1, 16, SampleFormat::Int), "3999 samples a second");
    refused(wav(192_001, 1, 16, SampleFormat::Int), "192001 samples a second");
    refused(wav(16_000, 9, 16, SampleFormat::Int), "9 channels");
    let mut law = plain();
    law[20] = 7;
    refused(law, "mu-law");
    let mut none = plain();
    none[22..24].fill(0);
    refused(none, "torn header");
}

#[test]
fn a_truncated_file_is_kept_and_says_so() {
    let whole = plain();
    let recording = read(whole[..whole.len() - 4001].to_vec()).unwrap();
    assert_eq!(recording.samples.len(), 8000 - 2001);
    assert_eq!(recording.notices, ["said.wav breaks off: 11998 of 16000 bytes of sound are there"]);
}

#[test]
fn lengths_that_a_killed_or_piped_recorder_leaves() {
    for claimed in [0_u32, u32::MAX, u32::MAX - 36] {
        let mut bytes = plain();
        bytes[40..44].copy_from_slice(&claimed.to_le_bytes());
        bytes[4..8].fill(0xff);
        assert_eq!(read(bytes).unwrap().samples.len(), 8000, "claimed {claimed}");
    }
}

#[test]
fn chunks_before_the_sound_are_stepped_over() {
    let mut bytes = plain();
    bytes.splice(12..12, *b"LIST\x05\0\0\0INFO!\0");
    assert_eq!(read(bytes).unwrap().samples.len(), 8000);
}

#[test]
fn numbers_that_are_none_become_silence() {
    let mut bytes = Vec::new();
    let spec =
        WavSpec { channels: 1, sample_rate: 16_000, bits_per_sample: 32, sample_format: SampleFormat::Float };
    let mut writer = WavWriter::new(Cursor::new(&mut bytes), spec).unwrap();
    for sample in [0.5, f32::NAN, f32::INFINITY, 3.0] {
        writer.write_sample(sample).unwrap();
    }
    writer.finalize().unwrap();
    let recording = read(bytes).unwrap();
    assert_eq!(recording.samples, [0.5, 0.0, 0.0, 1.0]);
    assert_eq!(recording.notices, ["said.wav has 2 samples that are no numbers; silence stands for them"]);
}

#[test]
fn a_missing_file_is_named() {
    let message = read_wav("nowhere/said.wav").unwrap_err().to_string();
    assert!(message.starts_with("cannot read nowhere/said.wav"), "{message}");
}

proptest::proptest! {
    #[test]
    fn no_header_makes_it_panic(at in 0_usize..60, value: u8, cut in 0_usize..300) {
        let mut bytes = plain();
        bytes[at] = value;
        bytes.truncate(300 - cut);
        // Ok or Err, but never a panic.
        let _ = read(bytes);
    }
}
