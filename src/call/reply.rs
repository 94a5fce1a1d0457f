//! What the gatekeeper's side sends down the line.

use serde::{Deserialize, Serialize};

/// How one person sounds: factors on the one voice model. 1.0 leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VoiceCharacter {
    /// On the pitch: 0.5 (an octave down) to 1.5.
    pub pitch: f32,
    /// On the frequency axis of the vocal tract: 0.75 to 1.2; below 1 is a longer tract.
    pub formant: f32,
    /// On the speaking rate: 0.7 to 1.4; above 1 is faster.
    pub pace: f32,
}

impl Default for VoiceCharacter {
    fn default() -> Self {
        Self { pitch: 1.0, formant: 1.0, pace: 1.0 }
    }
}

/// One line said by one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// The cast id, for example `dana`.
    pub speaker: String,
    /// As captions show it, for example `Dana (receptionist)`.
    pub name: String,
    pub voice: VoiceCharacter,
    pub text: String,
    /// The words respelled by their sound, where the voice would read them wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
}

impl Say {
    /// What the voice reads.
    pub fn aloud(&self) -> &str {
        self.spoken.as_deref().unwrap_or(&self.text)
    }
}

/// What somebody does when the caller speaks while they are speaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BargeIn {
    /// Stops and listens.
    #[default]
    Stop,
    /// Stops and listens, and takes it amiss.
    Mind,
    /// Says what there is to say, like a machine.
    TalkOn,
}

/// What the telephone itself does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineSound {
    /// One to three rings and the pick-up.
    Ring,
    /// A few seconds of hold, then a click.
    Hold,
    /// The extension rings once and is picked up.
    Transfer,
    /// The voicemail's beep.
    Beep,
    /// Click and busy tone.
    HangUp,
    /// Another telephone rings in the room of whoever speaks next.
    OtherPhone,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Sound(LineSound),
    Say(Say),
}

/// All that happens on the gatekeeper's side before the caller's next turn, in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// The state (or ending) that is reached: the caller's next turn belongs to it.
    pub state: String,
    pub parts: Vec<Part>,
}
