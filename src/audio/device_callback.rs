//! The audio callbacks: between a device's own format and two rings of mono f32.
//!
//! Enters and leaves: samples at the device's rate. Callbacks allocate nothing, lock nothing, log
//! nothing and never wait: they touch a wait-free ring and a handful of atomics. Resampling, faults and
//! words are for the other end of the ring.

use super::device_fault::code;
use super::device_quiet::hush;
use cpal::traits::DeviceTrait;
use cpal::{Device, Error, ErrorKind, FromSample, Sample, SampleFormat, SizedSample, Stream, StreamConfig};
use rtrb::{Consumer, Producer};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};
use std::time::Instant;

/// What the callbacks tell the other side. Sample counts run from the stream's start.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) callbacks: AtomicU64,
    pub(super) errors: AtomicU64,
    /// [`code`] of the last error.
    pub(super) last_error: AtomicU8,
    /// Microphone: samples that found the ring full.
    pub(super) lost: AtomicU64,
    /// Speaker: samples taken out of the ring.
    pub(super) taken: AtomicU64,
    /// Speaker, set by the other side: samples before this count are dropped unheard.
    pub(super) drop_before: AtomicU64,
    /// Speaker, set by the other side: the sample whose onset is wanted.
    pub(super) onset_from: AtomicU64,
    /// Speaker: when that sample is heard, ns after the stream was built; 0 until then.
    pub(super) onset_ns: AtomicU64,
    /// Speaker: from a callback to its first sample being heard, ns.
    pub(super) delay_ns: AtomicU64,
    /// Speaker: samples (of each channel) that a callback asked for.
    pub(super) block: AtomicU64,
}

impl Counters {
    fn note(&self, error: &Error) {
        self.last_error.store(code(error.kind()), Relaxed);
        self.errors.fetch_add(1, Relaxed);
    }
}

/// Silences alsa-lib once on the thread that calls.
#[derive(Default)]
struct Hush(bool);

impl Hush {
    fn once(&mut self) {
        if !self.0 {
            hush();
            self.0 = true;
        }
    }
}

/// A paused stream that fills `ring` with the mean of the device's channels.
pub(super) fn input(
    device: &Device,
    config: StreamConfig,
    format: SampleFormat,
    ring: Producer<f32>,
    counters: &Arc<Counters>,
) -> Result<Stream, Error> {
    match format {
        SampleFormat::F32 => input_of::<f32>(device, config, ring, counters),
        SampleFormat::F64 => input_of::<f64>(device, config, ring, counters),
        SampleFormat::I8 => input_of::<i8>(device, config, ring, counters),
        SampleFormat::I16 => input_of::<i16>(device, config, ring, counters),
        SampleFormat::I24 => input_of::<cpal::I24>(device, config, ring, counters),
        SampleFormat::I32 => input_of::<i32>(device, config, ring, counters),
        SampleFormat::U8 => input_of::<u8>(device, config, ring, counters),
        SampleFormat::U16 => input_of::<u16>(device, config, ring, counters),
        SampleFormat::U32 => input_of::<u32>(device, config, ring, counters),
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }
}

/// A paused stream that empties `ring` onto all of the device's channels, silence when it is empty.
pub(super) fn output(
    device: &Device,
    config: StreamConfig,
    format: SampleFormat,
    ring: Consumer<f32>,
    counters: &Arc<Counters>,
    built: Instant,
) -> Result<Stream, Error> {
    match format {
        SampleFormat::F32 => output_of::<f32>(device, config, ring, counters, built),
        SampleFormat::F64 => output_of::<f64>(device, config, ring, counters, built),
        SampleFormat::I8 => output_of::<i8>(device, config, ring, counters, built),
        SampleFormat::I16 => output_of::<i16>(device, config, ring, counters, built),
        SampleFormat::I24 => output_of::<cpal::I24>(device, config, ring, counters, built),
        SampleFormat::I32 => output_of::<i32>(device, config, ring, counters, built),
        SampleFormat::U8 => output_of::<u8>(device, config, ring, counters, built),
        SampleFormat::U16 => output_of::<u16>(device, config, ring, counters, built),
        SampleFormat::U32 => output_of::<u32>(device, config, ring, counters, built),
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }
}

fn input_of<T>(
    device: &Device,
    config: StreamConfig,
    mut ring: Producer<f32>,
    counters: &Arc<Counters>,
) -> Result<Stream, Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels);
    let (counters, errors) = (Arc::clone(counters), Arc::clone(counters));
    let mut quiet = Hush::default();
    device.build_input_stream::<T, _, _>(
        config,
        move |data, _| {
            quiet.once();
            let lost = store(data, channels, &mut ring);
            counters.lost.fetch_add(lost as u64, Relaxed);
            counters.callbacks.fetch_add(1, Release);
        },
        move |error| errors.note(&error),
        None,
    )
}

/// Interleaved samples, mixed down into the ring; how many frames found no room.
fn store<T>(data: &[T], channels: usize, ring: &mut Producer<f32>) -> usize
where
    T: Sample,
    f32: FromSample<T>,
{
    let frames = data.len() / channels;
    let fit = frames.min(ring.slots());
    if let Ok(chunk) = ring.write_chunk_uninit(fit) {
        let scale = 1.0 / channels as f32;
        let mono = data
            .chunks_exact(channels)
            .map(|frame| frame.iter().map(|sample| f32::from_sample(*sample)).sum::<f32>() * scale);
        chunk.fill_from_iter(mono);
    }
    frames - fit
}

fn output_of<T>(
    device: &Device,
    config: StreamConfig,
    mut ring: Consumer<f32>,
    counters: &Arc<Counters>,
    built: Instant,
) -> Result<Stream, Error>
where
    T: SizedSample + FromSample<f32>,
{
    let channels = usize::from(config.channels);
    let (counters, errors) = (Arc::clone(counters), Arc::clone(counters));
    let mut quiet = Hush::default();
    device.build_output_stream::<T, _, _>(
        config,
        move |data, info| {
            quiet.once();
            let stamp = info.timestamp();
            let delay = stamp.playback.saturating_duration_since(stamp.callback);
            counters.delay_ns.store(delay.as_nanos() as u64, Relaxed);
            counters.block.store((data.len() / channels) as u64, Relaxed);
            let onset = sound(data, channels, &mut ring, &counters);
            if onset && counters.onset_ns.load(Acquire) == 0 {
                let heard = built.elapsed() + delay;
                counters.onset_ns.store(heard.as_nanos() as u64, Release);
            }
            counters.callbacks.fetch_add(1, Release);
        },
        move |error| errors.note(&error),
        None,
    )
}

/// Fills `data` from the ring, and silence behind it. True when the sample whose onset is wanted, or a
/// later one, is in it.
fn sound<T>(data: &mut [T], channels: usize, ring: &mut Consumer<f32>, counters: &Counters) -> bool
where
    T: Sample + FromSample<f32>,
{
    let mut taken = counters.taken.load(Relaxed);
    let unheard = counters.drop_before.load(Acquire).saturating_sub(taken) as usize;
    if let Ok(chunk) = ring.read_chunk(unheard.min(ring.slots())) {
        taken += chunk.len() as u64;
        chunk.commit_all();
    }
    let fit = (data.len() / channels).min(ring.slots());
    let (sounding, silent) = data.split_at_mut(fit * channels);
    if let Ok(chunk) = ring.read_chunk(fit) {
        for (frame, sample) in sounding.chunks_exact_mut(channels).zip(chunk) {
            frame.fill(T::from_sample(sample));
        }
    }
    silent.fill(T::EQUILIBRIUM);
    taken += fit as u64;
    counters.taken.store(taken, Release);
    fit > 0 && taken > counters.onset_from.load(Acquire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_mixed_and_a_full_ring_loses_the_rest() {
        let (mut producer, mut consumer) = rtrb::RingBuffer::new(3);
        let data: [i16; 8] = [16384, 0, -16384, -16384, 0, 0, 32767, 32767];
        assert_eq!(store(&data, 2, &mut producer), 1);
        let kept: Vec<f32> = std::iter::from_fn(|| consumer.pop().ok()).collect();
        assert_eq!(kept, [0.25, -0.5, 0.0]);
        assert_eq!(store(&[128_u8, 255], 1, &mut producer), 0);
        assert_eq!(consumer.pop(), Ok(0.0));
        assert!(consumer.pop().unwrap() > 0.98);
    }

    fn ring(samples: &[f32]) -> Consumer<f32> {
        let (mut producer, consumer) = rtrb::RingBuffer::new(64);
        producer.push_entire_slice(samples).unwrap();
        consumer
    }

    #[test]
    fn every_channel_sounds_and_silence_follows() {
        let (mut consumer, counters) = (ring(&[0.5, -0.5]), Counters::default());
        let mut data = [77_i16; 6];
        assert!(sound(&mut data, 2, &mut consumer, &counters));
        assert_eq!(data, [16384, 16384, -16384, -16384, 0, 0]);
        assert_eq!(counters.taken.load(Relaxed), 2);
        let mut unsigned = [7_u8; 2];
        assert!(!sound(&mut unsigned, 1, &mut consumer, &counters), "nothing sounds any more");
        assert_eq!(unsigned, [128, 128], "an unsigned format rests in its middle");
    }

    #[test]
    fn what_was_cleared_is_never_heard_and_the_onset_waits_for_its_sample() {
        let (mut consumer, counters) = (ring(&[0.1, 0.2, 0.3, 0.4]), Counters::default());
        counters.drop_before.store(2, Relaxed);
        counters.onset_from.store(3, Relaxed);
        let mut data = [0.0_f32; 1];
        assert!(!sound(&mut data, 1, &mut consumer, &counters), "sample 2 comes before the onset");
        assert_eq!((data, counters.taken.load(Relaxed)), ([0.3], 3));
        assert!(sound(&mut data, 1, &mut consumer, &counters));
        assert_eq!(data, [0.4]);
    }
}
