//! The caller at the virtual telephone: speaks into the microphone, and times the answer by what leaves the speaker.
//!
//! Both are recorded where they pass the sound server, at the same settings, so what the recorder itself takes cancels
//! out; sound is placed in time by the earliest that any of it came.

use super::corpus::{AUDIBLE, Item};
use coldcall::audio::RATE;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One end of the line, overheard.
pub struct Tap {
    parec: Child,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Default)]
struct Heard {
    samples: Vec<f32>,
    /// When sample 0 passed, as far as is known.
    origin: Option<Instant>,
}

impl Tap {
    pub fn on(source: &str) -> Self {
        let mut parec = Command::new("parec")
            .args(["--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=10"])
            .arg(format!("--device={source}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut sound = parec.stdout.take().unwrap();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            let mut bytes = [0_u8; 320];
            while sound.read_exact(&mut bytes).is_ok() {
                kept.lock().unwrap().take(&bytes);
            }
        });
        Self { parec, heard }
    }

    /// How much was overheard so far.
    pub fn len(&self) -> usize {
        self.heard.lock().unwrap().samples.len()
    }

    /// When the first audible sample from `from` on passed, and its place.
    pub fn first_sound(&self, from: usize) -> Option<(Instant, usize)> {
        let heard = self.heard.lock().unwrap();
        let at = from + heard.samples.get(from..)?.iter().position(|sample| sample.abs() > AUDIBLE)?;
        Some((heard.when(at), at))
    }

    /// Waits until there was sound, and then none for `quiet`; what was heard from now on.
    pub fn until_quiet(&self, quiet: Duration, patience: Duration) {
        let (begun, from) = (Instant::now(), self.len());
        let gap = (quiet.as_secs_f64() * f64::from(RATE)) as usize;
        while begun.elapsed() < patience {
            let heard = self.heard.lock().unwrap();
            let last = heard.samples[from..].iter().rposition(|sample| sample.abs() > AUDIBLE);
            if last.is_some_and(|last| heard.samples.len() - from - last > gap) {
                return;
            }
            drop(heard);
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Heard {
    fn take(&mut self, bytes: &[u8]) {
        let sample = |pair: &[u8]| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
        self.samples.extend(bytes.chunks_exact(2).map(sample));
        let origin = Instant::now().checked_sub(duration(self.samples.len())).unwrap();
        self.origin = Some(self.origin.map_or(origin, |known| known.min(origin)));
    }

    fn when(&self, at: usize) -> Instant {
        self.origin.unwrap() + duration(at)
    }
}

fn duration(samples: usize) -> Duration {
    Duration::from_secs_f64(samples as f64 / f64::from(RATE))
}

impl Drop for Tap {
    fn drop(&mut self) {
        let _ = self.parec.kill();
        let _ = self.parec.wait();
    }
}

/// How a turn was answered.
#[derive(Debug, Clone, Copy)]
pub enum Answered {
    /// Seconds from the true end of the words to the first sound of the answer.
    After(f64),
    /// So long before their end.
    CutOff(f64),
    Never,
}

const PATIENCE: Duration = Duration::from_secs(7);

/// Says one turn. A caller who is cut off stops speaking.
pub fn say(item: &Item, microphone: &Tap, speaker: &Tap) -> Answered {
    let (said_from, answer_from) = (microphone.len(), speaker.len());
    let sink = std::env::var("PHONE_MIC_SINK").unwrap();
    let mut player = Command::new("paplay").arg(format!("--device={sink}")).arg(&item.file).spawn().unwrap();
    let begun = Instant::now();
    let mut end = None;
    let answered = loop {
        std::thread::sleep(Duration::from_millis(5));
        if end.is_none() {
            end = microphone.first_sound(said_from).map(|(onset, _)| onset + duration(item.end - item.onset));
        }
        let Some(end) = end else {
            if begun.elapsed() > PATIENCE {
                break Answered::Never;
            }
            continue;
        };
        if let Some((answer, _)) = speaker.first_sound(answer_from) {
            break match answer.checked_duration_since(end) {
                Some(gap) => Answered::After(gap.as_secs_f64()),
                None => Answered::CutOff((end - answer).as_secs_f64()),
            };
        }
        if end.elapsed() > PATIENCE {
            break Answered::Never;
        }
    };
    let _ = player.kill();
    let _ = player.wait();
    answered
}
