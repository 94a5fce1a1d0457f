//! The sound cards of this machine: find, open, describe.
//!
//! Enters: a device's name, or nothing for the system's default. Leaves: live microphones and speakers,
//! and reasons in a caller's words why there is none. This file and its `device_` companions are the
//! only ones that know cpal.
//!
//! Opening asks the sound service, and a stalled service never answers: every question runs on a thread
//! of its own with a time limit.

use super::device_callback::{Counters, input, output};
use super::device_fault::words;
use super::device_microphone::LiveMicrophone;
use super::device_quiet::hush;
use super::device_speaker::LiveSpeaker;
use super::frame::AudioError;
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, Device, ErrorKind, Host, Stream, StreamConfig, SupportedStreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// `available` answers within this: it is asked before the first ring.
const QUICK: Duration = Duration::from_millis(250);

/// A service that has not opened a device after this long will not.
const PATIENT: Duration = Duration::from_secs(3);

/// A device closes in a few milliseconds, or not at all.
const CLOSING: Duration = Duration::from_millis(300);

/// Callbacks a second that are asked for: two periods of 20 ms gave 40 ms from click to return on a
/// PulseAudio card; half of that ran dry on a busy machine.
const PERIODS_A_SECOND: u32 = 50;

/// Seconds that the microphone's ring holds: the longest recognition, with room.
const MICROPHONE_SECONDS: u32 = 30;

/// Parts of a second that the speaker's ring holds. Its length delays nothing: sound that is queued
/// into an empty ring leaves with the next callback.
const SPEAKER_PARTS: u32 = 4;

/// Which way the sound goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    Microphone,
    Speaker,
}

/// A device as `probe` found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDevice {
    /// What [`open_microphone`] and [`open_speaker`] take.
    pub id: String,
    /// What its maker or the system calls it.
    pub name: String,
    pub default: bool,
    /// Hz and channels that would be used.
    pub rate: u32,
    pub channels: u16,
    /// Lowest and highest rate it offers, Hz.
    pub rates: (u32, u32),
    /// The most channels it offers.
    pub most_channels: u16,
}

/// What sound there is on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// The sound system asked, for example `ALSA`; empty when there is none.
    pub system: String,
    pub microphones: Vec<FoundDevice>,
    pub speakers: Vec<FoundDevice>,
}

/// Opens a microphone: the named one (its id, or part of its name in any case), else the default.
///
/// # Errors
/// [`AudioError::NoMicrophone`] with the reason.
pub fn open_microphone(name: Option<&str>) -> Result<LiveMicrophone, AudioError> {
    LiveMicrophone::open(name).map_err(|why| AudioError::NoMicrophone { why })
}

/// Opens a speaker: the named one (its id, or part of its name in any case), else the default.
///
/// # Errors
/// [`AudioError::NoSpeaker`] with the reason.
pub fn open_speaker(name: Option<&str>) -> Result<LiveSpeaker, AudioError> {
    LiveSpeaker::open(name).map_err(|why| AudioError::NoSpeaker { why })
}

/// Whether there is a microphone that really opens. Answers within 250 ms.
///
/// # Errors
/// The reason why there is none, in a caller's words.
pub fn available() -> Result<(), String> {
    within(QUICK, || open_input(None).map(drop))
}

/// Whether there is a speaker that really opens. Answers within 250 ms.
///
/// # Errors
/// The reason why there is none, in a caller's words.
pub fn speaker_available() -> Result<(), String> {
    within(QUICK, || open_output(None).map(drop))
}

/// The devices of this machine that open at all. Asks each of them, which can take a few seconds.
pub fn probe() -> Probe {
    within(PATIENT, || {
        let host = host()?;
        Ok(Probe {
            system: host.id().to_string(),
            microphones: list(&host, Direction::Microphone),
            speakers: list(&host, Direction::Speaker),
        })
    })
    .unwrap_or_default()
}

/// An open, running stream and this side's end of its ring.
pub(super) struct Line<Ring> {
    stream: Option<Stream>,
    pub(super) ring: Ring,
    pub(super) counters: Arc<Counters>,
    /// The device's rate, Hz.
    pub(super) rate: u32,
    pub(super) built: Instant,
}

impl<Ring> Drop for Line<Ring> {
    fn drop(&mut self) {
        // A device that only one can have must be free again when this returns, but a stalled service
        // must not hold the call.
        if let Some(stream) = self.stream.take() {
            let _ = within(CLOSING, move || {
                hush();
                drop(stream);
                Ok(())
            });
        }
    }
}

/// [`open_input`] with a time limit.
pub(super) fn open_input_line(name: Option<&str>) -> Result<Line<Consumer<f32>>, String> {
    let name = name.map(str::to_owned);
    within(PATIENT, move || open_input(name.as_deref()))
}

/// [`open_output`] with a time limit.
pub(super) fn open_output_line(name: Option<&str>) -> Result<Line<Producer<f32>>, String> {
    let name = name.map(str::to_owned);
    within(PATIENT, move || open_output(name.as_deref()))
}

fn open_input(name: Option<&str>) -> Result<Line<Consumer<f32>>, String> {
    let (device, config) = pick(Direction::Microphone, name)?;
    let rate = config.sample_rate();
    start(rate, sizes(&config), |stream_config, built| {
        let (producer, consumer) = RingBuffer::new((rate * MICROPHONE_SECONDS) as usize);
        let counters = Arc::new(Counters::default());
        let stream = input(&device, stream_config, config.sample_format(), producer, &counters)?;
        Ok(Line { stream: Some(stream), ring: consumer, counters, rate, built })
    })
}

fn open_output(name: Option<&str>) -> Result<Line<Producer<f32>>, String> {
    let (device, config) = pick(Direction::Speaker, name)?;
    let rate = config.sample_rate();
    start(rate, sizes(&config), |stream_config, built| {
        let (producer, consumer) = RingBuffer::new((rate / SPEAKER_PARTS) as usize);
        let counters = Arc::new(Counters::default());
        let stream = output(&device, stream_config, config.sample_format(), consumer, &counters, built)?;
        Ok(Line { stream: Some(stream), ring: producer, counters, rate, built })
    })
}

/// A small buffer first; what the device prefers when it refuses that.
fn sizes(config: &SupportedStreamConfig) -> [StreamConfig; 2] {
    let plain = config.config();
    let period = BufferSize::Fixed(config.sample_rate() / PERIODS_A_SECOND);
    [
        StreamConfig { buffer_size: period, ..plain },
        StreamConfig { buffer_size: BufferSize::Default, ..plain },
    ]
}

#[expect(clippy::disallowed_methods, reason = "the device's callbacks count their time from here")]
fn start<Ring>(
    rate: u32,
    configs: [StreamConfig; 2],
    build: impl Fn(StreamConfig, Instant) -> Result<Line<Ring>, cpal::Error>,
) -> Result<Line<Ring>, String> {
    debug_assert!(rate > 0);
    let mut refused = ErrorKind::Other;
    for config in configs {
        match build(config, Instant::now()) {
            Ok(line) => {
                let played = line.stream.as_ref().map_or(Ok(()), StreamTrait::play);
                return played.map(|()| line).map_err(|error| words(error.kind()).to_owned());
            }
            Err(error) => refused = error.kind(),
        }
    }
    Err(words(refused).to_owned())
}

/// ALSA on Linux, because cpal's PulseAudio host was seen to lose sound at small buffers.
fn host() -> Result<Host, String> {
    hush();
    #[cfg(target_os = "linux")]
    return cpal::host_from_id(cpal::HostId::Alsa).map_err(|error| words(error.kind()).to_owned());
    #[cfg(not(target_os = "linux"))]
    Ok(cpal::default_host())
}

/// The device and the format it would rather have.
fn pick(direction: Direction, name: Option<&str>) -> Result<(Device, SupportedStreamConfig), String> {
    let host = host()?;
    let device = match name {
        Some(name) => {
            named(&host, direction, name).ok_or_else(|| format!("there is none called {name:?}"))?
        }
        None => {
            default_device(&host, direction).ok_or_else(|| words(ErrorKind::DeviceNotAvailable).to_owned())?
        }
    };
    let config = default_config(&device, direction).map_err(|error| words(error.kind()).to_owned())?;
    if config.channels() == 0 || config.sample_rate() < PERIODS_A_SECOND {
        return Err(words(ErrorKind::UnsupportedConfig).to_owned());
    }
    Ok((device, config))
}

fn default_device(host: &Host, direction: Direction) -> Option<Device> {
    match direction {
        Direction::Microphone => host.default_input_device(),
        Direction::Speaker => host.default_output_device(),
    }
}

fn default_config(device: &Device, direction: Direction) -> Result<SupportedStreamConfig, cpal::Error> {
    match direction {
        Direction::Microphone => device.default_input_config(),
        Direction::Speaker => device.default_output_config(),
    }
}

fn devices(host: &Host, direction: Direction) -> Vec<Device> {
    match direction {
        Direction::Microphone => host.input_devices().map(Iterator::collect),
        Direction::Speaker => host.output_devices().map(Iterator::collect),
    }
    .unwrap_or_default()
}

/// The device with this id, else the first whose name holds it.
fn named(host: &Host, direction: Direction, name: &str) -> Option<Device> {
    let all = devices(host, direction);
    let wanted = name.to_lowercase();
    let by_id = all.iter().position(|device| id_of(device) == name);
    let at = by_id.or_else(|| all.iter().position(|device| name_of(device).to_lowercase().contains(&wanted)));
    all.into_iter().nth(at?)
}

fn id_of(device: &Device) -> String {
    device.id().map(|id| id.id().to_string()).unwrap_or_default()
}

fn name_of(device: &Device) -> String {
    device.description().map(|description| description.name().to_owned()).unwrap_or_default()
}

fn list(host: &Host, direction: Direction) -> Vec<FoundDevice> {
    let default = default_device(host, direction);
    let default_id = default.as_ref().map(id_of).unwrap_or_default();
    let mut all = devices(host, direction);
    if !all.iter().any(|device| id_of(device) == default_id) {
        all.extend(default);
    }
    let mut found: Vec<FoundDevice> =
        all.iter().filter_map(|device| describe(device, direction, &default_id)).collect();
    found.sort_by_key(|device| !device.default);
    found
}

/// None for a device that does not open.
fn describe(device: &Device, direction: Direction, default_id: &str) -> Option<FoundDevice> {
    let config = default_config(device, direction).ok()?;
    let ranges: Vec<(u32, u32, u16)> = match direction {
        Direction::Microphone => device.supported_input_configs().ok()?.map(range).collect(),
        Direction::Speaker => device.supported_output_configs().ok()?.map(range).collect(),
    };
    let id = id_of(device);
    Some(FoundDevice {
        default: id == default_id,
        id,
        name: name_of(device),
        rate: config.sample_rate(),
        channels: config.channels(),
        rates: (
            ranges.iter().map(|range| range.0).min().unwrap_or(config.sample_rate()),
            ranges.iter().map(|range| range.1).max().unwrap_or(config.sample_rate()),
        ),
        most_channels: ranges.iter().map(|range| range.2).max().unwrap_or(config.channels()),
    })
}

fn range(config: cpal::SupportedStreamConfigRange) -> (u32, u32, u16) {
    (config.min_sample_rate(), config.max_sample_rate(), config.channels())
}

/// Runs `ask` on a thread of its own and waits for its answer.
fn within<T: Send + 'static>(
    limit: Duration,
    ask: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let (send, answer) = mpsc::channel();
    let asking = std::thread::Builder::new().name("coldcall-device".to_owned());
    asking.spawn(move || send.send(ask())).map_err(|error| format!("no thread for it: {error}"))?;
    answer.recv_timeout(limit).unwrap_or_else(|_| Err("the sound service does not answer".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_never_answers_is_not_waited_for() {
        let (_never, forever) = mpsc::channel::<()>();
        let answer = within(Duration::from_millis(20), move || forever.recv().map_err(|_| String::new()));
        assert_eq!(answer, Err("the sound service does not answer".to_owned()));
        assert_eq!(within(PATIENT, || Ok(7)), Ok(7));
    }

    #[test]
    fn a_name_that_does_not_exist_is_named() {
        let Err(AudioError::NoMicrophone { why }) = open_microphone(Some("tin can on a string")) else {
            panic!("there is no such microphone");
        };
        assert!(why.contains("tin can on a string") || why == words(ErrorKind::HostUnavailable), "{why}");
    }
}
