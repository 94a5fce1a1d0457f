//! Sound in and out: frames, files, devices.
//!
//! Enters: sound cards and WAV files of any rate, width and channel count. Leaves: [`Frame`]s of
//! 16 kHz mono, and notices in a caller's words. This room knows nothing of speech, turns or calls;
//! only the `device` files know that cpal exists.

mod device;
mod device_callback;
mod device_fault;
mod device_microphone;
mod device_quiet;
mod device_speaker;
mod frame;
mod recorded;
mod resample;
mod wav;
mod wav_stream;
mod wav_write;

pub use device::{
    Direction, FoundDevice, Probe, available, open_microphone, open_speaker, probe, speaker_available,
};
pub use device_microphone::LiveMicrophone;
pub use device_speaker::LiveSpeaker;
pub use frame::{AudioError, FRAME, FRAME_SECONDS, Frame, Microphone, RATE, SILENCE, Speaker};
pub use recorded::{CollectingSpeaker, WavMicrophone};
pub use resample::{Resampler, resample};
pub use wav::{Recording, WavError, decode_wav, read_recording, read_wav};
pub use wav_stream::WavBlocks;
pub use wav_write::StereoWav;
