//! Does the microphone hear the speaker? Then there are no headphones, and nobody can be let cut in.

use super::doctor_checks::{Check, Health, reason};
use super::sound::Sound;
use crate::audio::{
    AudioError, FRAME, FRAME_SECONDS, Frame, Microphone, RATE, Speaker, open_microphone, open_speaker,
};
use serde_json::{Value, json};
use std::f32::consts::TAU;

const NAME: &str = "headphones";
/// The tone: soft, in the middle of what laptops play and telephones carry, and short.
const HERTZ: f32 = 1000.0;
const LEVEL: f32 = 0.1;
const SECONDS: f64 = 0.6;
/// Before it, for comparison.
const QUIET: f64 = 0.5;
/// Until a tone that was sent has gone through speaker, air and microphone.
const DELAY: f64 = 0.25;
/// So much louder than before, in its own band, the tone is heard.
const HEARD_DB: f64 = 10.0;

pub(super) fn headphones(sound: &Sound) -> Check {
    let over = match tone_over_room(sound) {
        Ok(Some(over)) => over,
        Ok(None) => {
            let says = "cannot be told: the microphone gives nothing but silence";
            return Check::new(NAME, Health::Ok, says, json!({ "told": sound.headphones }));
        }
        Err(error) => {
            return Check::new(NAME, Health::Ok, format!("not tried: {}", reason(&error)), Value::Null);
        }
    };
    let heard = over >= HEARD_DB;
    let told = sound.headphones;
    let measured = json!({ "speaker_heard": heard, "over_room_db": over, "told": told });
    let says = match (heard, told) {
        (true, Some(true)) => "you said yes, but the microphone hears the speaker: lines would be broken off",
        (true, _) => "none: the microphone hears the speaker, so you can speak once a line is over",
        (false, Some(true)) => "yes: you can cut in while somebody speaks",
        (false, Some(false)) => "you said no, but the microphone does not hear the speaker",
        (false, None) => "it seems so: the microphone does not hear the speaker",
    };
    let health = if heard && told == Some(true) { Health::Warn } else { Health::Ok };
    let check = Check::new(NAME, health, says, measured);
    match (heard, told) {
        (true, Some(true)) => check.fix("put them on, or: coldcall doctor --headphones no"),
        (false, Some(false) | None) => check.fix("to be able to cut in: coldcall doctor --headphones yes"),
        _ => check,
    }
}

/// How far a tone from the speaker stands out of the room in the microphone, dB; none where it is muted.
fn tone_over_room(sound: &Sound) -> Result<Option<f64>, AudioError> {
    let mut microphone = open_microphone(sound.microphone.as_deref())?;
    let mut speaker = open_speaker(sound.speaker.as_deref())?;
    let mut heard = Vec::new();
    let (first, count) = (frames(QUIET), frames(QUIET + SECONDS + DELAY));
    for at in 0..count {
        if (first..first + frames(SECONDS)).contains(&at) {
            speaker.play(&tone(at - first))?;
        }
        heard.extend_from_slice(&microphone.next_frame()?);
    }
    let at = |seconds: f64| (seconds * f64::from(RATE)) as usize;
    let room = power(&heard[at(0.1)..at(QUIET)]);
    let with_tone = power(&heard[at(QUIET + DELAY)..at(QUIET + SECONDS)]);
    let muted = heard.iter().all(|sample| *sample == 0.0);
    Ok((!muted).then(|| 10.0 * (with_tone / room).log10()))
}

fn frames(seconds: f64) -> usize {
    (seconds / FRAME_SECONDS) as usize
}

fn tone(frame: usize) -> Frame {
    std::array::from_fn(|i| {
        let t = (frame * FRAME + i) as f32 / RATE as f32;
        // Without a click at its beginning.
        LEVEL * (TAU * HERTZ * t).sin() * (t / 0.02).min(1.0)
    })
}

/// Mean power at the tone's frequency (one bin of a Fourier transform), over a floor of 16-bit silence.
fn power(samples: &[f32]) -> f64 {
    let (mut re, mut im) = (0.0_f64, 0.0_f64);
    for (i, sample) in samples.iter().enumerate() {
        let phase = f64::from(TAU * HERTZ) * i as f64 / f64::from(RATE);
        re += f64::from(*sample) * phase.cos();
        im += f64::from(*sample) * phase.sin();
    }
    let n = samples.len().max(1) as f64;
    (re * re + im * im) / (n * n) + 1e-10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tone_stands_out_of_a_room_and_silence_does_not() {
        let played: Vec<f32> = (0..15).flat_map(tone).collect();
        let room: Vec<f32> = (0..played.len()).map(|i| ((i * 7919) % 101) as f32 / 5050.0 - 0.01).collect();
        let faint: Vec<f32> = played.iter().zip(&room).map(|(tone, room)| tone * 0.1 + room).collect();
        assert!(10.0 * (power(&faint) / power(&room)).log10() >= HEARD_DB);
        assert!(10.0 * (power(&vec![0.0; 8000]) / power(&vec![0.0; 8000])).log10() < HEARD_DB);
    }
}
