//! What happened, in the order it happened. A record is a fold over these.

use super::{
    Channel, Difficulty, ElementFound, Heard, Kind, LineSound, Outcome, Scorecard, ScriptFollowed, Seconds,
    Transcript, Understanding, VoiceHeard,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that decides a call besides the caller's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallStart {
    pub version: u32,
    /// The scenario's id, for example `follow-up`.
    pub scenario: String,
    pub title: String,
    pub kind: Kind,
    pub seed: u64,
    pub difficulty: Difficulty,
    pub channel: Channel,
    /// RFC 3339, given by the command; the mind knows no clock.
    pub started_at: String,
    /// What the lines' placeholders stand for, the caller's brief included.
    pub brief: BTreeMap<String, String>,
    /// Words that make a strength relevant to this company.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What research would have found.
    #[serde(default)]
    pub research: Vec<String>,
    /// The campaign that the call belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignCall>,
    #[serde(flatten)]
    pub origin: Origin,
}

/// Where a call comes from, so that it can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The scenario's file, where it is no shipped one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<RetryOf>,
}

/// The call that this one took up in the middle, to try another answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryOf {
    /// The name of its record.
    pub call: String,
    /// Index into its turns, and into the new call's: the first turn that is new.
    pub turn: usize,
}

/// A call's place in a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignCall {
    /// The campaign's name.
    pub name: String,
    /// The rung of its ladder: `reception`, `manager`, ...
    pub step: String,
    /// The day on which it counts, `2026-03-04`: tries on different days are different tries.
    pub day: String,
}

/// One line of the record file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CallEvent {
    Started(CallStart),
    /// The telephone made a sound.
    Sounded {
        sound: LineSound,
        start: Seconds,
        end: Seconds,
    },
    /// The gatekeeper speaks.
    Spoke {
        speaker: String,
        name: String,
        text: String,
        state: String,
        start: Seconds,
        end: Seconds,
        synthesize_ms: f64,
    },
    /// The last line ended otherwise than it began: later, because the speaker was quiet for a moment while the caller made
    /// a sound, or before its end, because the caller cut in. Then `heard` are the words that were said.
    SpokeUntil {
        end: Seconds,
        heard: Option<String>,
    },
    /// The caller took a turn.
    Heard {
        heard: Heard,
    },
    /// Nobody spoke until the state's limit.
    Silence {
        start: Seconds,
        end: Seconds,
    },
    /// What the last turn was taken for.
    Understood {
        understanding: Understanding,
        understand_ms: f64,
    },
    /// Where the conversation went. `because` names the move or the reason (`no_input`, `rambling`, ...).
    Moved {
        from: String,
        because: String,
        to: String,
        mood: i32,
        patience: i32,
    },
    /// Somebody's words told the caller something worth knowing.
    Told {
        /// Its name in the scenario.
        fact: String,
        /// In a sentence.
        what: String,
        /// The words that told it.
        line: String,
        /// The cast id of who said them.
        speaker: String,
    },
    /// Something about the line that the caller was told (a device, a limit).
    Noticed {
        message: String,
        at: Seconds,
    },
    Ended {
        ending: String,
        outcome: Outcome,
        summary: String,
        at: Seconds,
    },
    /// The careful ear's reading of caller turn number `turn` (index into the record's turns).
    HeardAgain {
        turn: usize,
        transcript: Transcript,
        elements: Vec<ElementFound>,
        /// The same over a telephone's band, where a number was left on a voicemail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over_telephone: Option<String>,
        /// None in records from before there was more than words to hear.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voice: Option<VoiceHeard>,
    },
    /// How closely the caller kept to a script, where there was one.
    FollowedScript {
        followed: ScriptFollowed,
    },
    Scored {
        scorecard: Box<Scorecard>,
    },
}

/// Where events go as they happen: the screen, the record file, a test's vector.
pub trait EventSink {
    fn event(&mut self, event: &CallEvent);

    /// An event of an earlier call that this one takes up: it belongs to the record like any other.
    fn retold(&mut self, event: &CallEvent) {
        self.event(event);
    }

    /// It is the caller's turn. Nothing that a record keeps.
    fn listening(&mut self) {}

    /// The conversation is over; what follows is no part of it.
    fn over(&mut self) {}

    /// The words so far of a turn that is still being spoken. Nothing that a record keeps.
    fn partial(&mut self, _text: &str) {}
}

impl EventSink for Vec<CallEvent> {
    fn event(&mut self, event: &CallEvent) {
        self.push(event.clone());
    }
}
