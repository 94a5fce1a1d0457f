//! The record of a call: its events folded into turns.

use super::{
    CallEvent, CampaignCall, Channel, Difficulty, ElementFound, Fact, Heard, Kind, MachineMs, Meant,
    MoveGuess, Origin, Outcome, Scorecard, ScriptFollowed, Seconds, Sound, Span, VoiceHeard, Word,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the record's shape; a reader refuses a higher one.
pub const RECORD_VERSION: u32 = 1;

/// What only a caller's turn has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallerTurn {
    pub channel: Channel,
    pub speech_end: Seconds,
    pub turn_end_decided: Seconds,
    pub transcript_ready: Seconds,
    /// The first audible sample of the reply; none when the call ended without one.
    pub reply_start: Option<Seconds>,
    pub machine_ms: MachineMs,
    pub words: Vec<Word>,
    pub speech: Vec<Span>,
    pub sound: Option<Sound>,
    pub meant: Option<Meant>,
    pub moves: Vec<MoveGuess>,
    pub elements: Vec<ElementFound>,
    pub facts: Vec<Fact>,
    /// The careful ear's reading after hang-up.
    pub careful: Option<Careful>,
}

/// The second pass over a turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Careful {
    pub text: String,
    pub words: Vec<Word>,
    pub elements: Vec<ElementFound>,
    /// What came out of a telephone's band, where a number was left on a voicemail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_telephone: Option<String>,
    /// None in records from before there was more than words to hear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceHeard>,
}

impl CallerTurn {
    /// Stretches of speech: with exact edges where the careful ear listened, else as the call detected them.
    pub fn spoken(&self) -> &[Span] {
        self.voice().map_or(&self.speech, |voice| &voice.speech)
    }

    /// What was measured on the voice, last.
    pub fn measured(&self) -> Option<&Sound> {
        self.voice().map(|voice| &voice.sound).or(self.sound.as_ref())
    }

    pub fn voice(&self) -> Option<&VoiceHeard> {
        self.careful.as_ref().and_then(|careful| careful.voice.as_ref())
    }
}

/// One turn of either side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// `you`, or a cast id.
    pub speaker: String,
    pub name: String,
    pub text: String,
    pub start: Seconds,
    pub end: Seconds,
    /// The scenario's state in which it was said.
    pub state: String,
    /// The caller cut in here; `text` are the words that were said until then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_off: bool,
    #[serde(flatten)]
    pub caller: Option<CallerTurn>,
}

impl Turn {
    pub fn is_caller(&self) -> bool {
        self.caller.is_some()
    }

    /// The words to score: the careful ear's where it listened, else what the call itself heard.
    pub fn scored_text(&self) -> &str {
        match self.caller.as_ref().and_then(|caller| caller.careful.as_ref()) {
            Some(careful) => &careful.text,
            None => &self.text,
        }
    }

    /// The elements to score, with offsets into [`Turn::scored_text`].
    pub fn scored_elements(&self) -> &[ElementFound] {
        match &self.caller {
            Some(caller) => match &caller.careful {
                Some(careful) => &careful.elements,
                None => &caller.elements,
            },
            None => &[],
        }
    }
}

/// Something that the caller was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactLearned {
    /// Its name in the scenario.
    pub fact: String,
    /// In a sentence.
    pub what: String,
    /// The words that told it.
    pub line: String,
    /// The cast id of who said them.
    pub speaker: String,
}

/// How somebody felt after a turn of the caller's: -3 hostile to 3 warm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoodAfter {
    /// The state in which the caller spoke.
    pub state: String,
    /// Where that led; the mood is of who speaks there, or spoke last.
    pub to: String,
    pub mood: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndingReached {
    pub id: String,
    pub outcome: Outcome,
    pub summary: String,
}

/// A whole call, or as much of it as happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallRecord {
    pub version: u32,
    pub scenario: String,
    pub title: String,
    pub kind: Kind,
    pub seed: u64,
    pub difficulty: Difficulty,
    pub channel: Channel,
    pub started_at: String,
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
    /// The ending's id; none when the call broke off (a crash, a kill).
    pub ending: Option<String>,
    pub ended: Option<EndingReached>,
    /// Call time at the end.
    pub seconds: Seconds,
    pub turns: Vec<Turn>,
    /// The states visited, in order.
    pub path: Vec<String>,
    /// What the caller was told, each with the words that told it.
    #[serde(default)]
    pub facts_learned: Vec<FactLearned>,
    /// The mood of whoever was spoken with, after each turn of the caller's.
    #[serde(default)]
    pub moods: Vec<MoodAfter>,
    pub notices: Vec<String>,
    /// None in a call without a script, and in records from before there were scripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<ScriptFollowed>,
    pub scorecard: Option<Scorecard>,
}

impl CallRecord {
    /// Folds events. `None` without a `Started` event first. An incomplete call gives an incomplete
    /// record, never an error: the call so far is always kept.
    pub fn from_events(events: &[CallEvent]) -> Option<Self> {
        let mut events = events.iter();
        let CallEvent::Started(start) = events.next()? else { return None };
        let mut record = Self {
            version: start.version,
            scenario: start.scenario.clone(),
            title: start.title.clone(),
            kind: start.kind,
            seed: start.seed,
            difficulty: start.difficulty,
            channel: start.channel,
            started_at: start.started_at.clone(),
            brief: start.brief.clone(),
            needs: start.needs.clone(),
            research: start.research.clone(),
            campaign: start.campaign.clone(),
            origin: start.origin.clone(),
            ending: None,
            ended: None,
            seconds: 0.0,
            turns: Vec::new(),
            path: Vec::new(),
            facts_learned: Vec::new(),
            moods: Vec::new(),
            notices: Vec::new(),
            script: None,
            scorecard: None,
        };
        let mut state = String::new();
        for event in events {
            record.apply(event, &mut state);
        }
        Some(record)
    }

    fn apply(&mut self, event: &CallEvent, state: &mut String) {
        match event {
            CallEvent::Started(_) => {}
            CallEvent::Sounded { end, .. } => self.seconds = self.seconds.max(*end),
            CallEvent::Spoke { speaker, name, text, state: said_in, start, end, synthesize_ms } => {
                self.answered(*start, *synthesize_ms);
                self.seconds = self.seconds.max(*end);
                state.clone_from(said_in);
                self.visit(said_in);
                self.turns.push(Turn {
                    speaker: speaker.clone(),
                    name: name.clone(),
                    text: text.clone(),
                    start: *start,
                    end: *end,
                    state: said_in.clone(),
                    cut_off: false,
                    caller: None,
                });
            }
            CallEvent::SpokeUntil { end, heard } => {
                if let Some(turn) = self.turns.last_mut().filter(|turn| !turn.is_caller()) {
                    turn.end = *end;
                    if let Some(heard) = heard {
                        turn.cut_off = true;
                        turn.text.clone_from(heard);
                    }
                }
                self.seconds = self.seconds.max(*end);
            }
            CallEvent::Heard { heard } => self.turns.push(caller_turn(heard, state)),
            CallEvent::Silence { end, .. } => self.seconds = self.seconds.max(*end),
            CallEvent::Understood { understanding, understand_ms } => {
                if let Some(caller) = self.last_caller() {
                    caller.meant = Some(understanding.meant.clone());
                    caller.moves = understanding.moves.clone();
                    caller.elements = understanding.elements.clone();
                    caller.facts = understanding.facts.clone();
                    caller.machine_ms.understand = *understand_ms;
                }
            }
            CallEvent::Moved { from, to, mood, .. } => {
                self.moods.push(MoodAfter { state: from.clone(), to: to.clone(), mood: *mood });
                self.visit(to);
            }
            CallEvent::Told { fact, what, line, speaker } => self.facts_learned.push(FactLearned {
                fact: fact.clone(),
                what: what.clone(),
                line: line.clone(),
                speaker: speaker.clone(),
            }),
            CallEvent::Noticed { message, .. } => self.notices.push(message.clone()),
            CallEvent::Ended { ending, outcome, summary, at } => {
                self.seconds = self.seconds.max(*at);
                self.ending = Some(ending.clone());
                self.ended =
                    Some(EndingReached { id: ending.clone(), outcome: *outcome, summary: summary.clone() });
            }
            CallEvent::HeardAgain { turn, transcript, elements, over_telephone, voice } => {
                if let Some(caller) = self.turns.get_mut(*turn).and_then(|turn| turn.caller.as_mut()) {
                    caller.careful = Some(Careful {
                        text: transcript.text.clone(),
                        words: transcript.words.clone(),
                        elements: elements.clone(),
                        over_telephone: over_telephone.clone(),
                        voice: voice.clone(),
                    });
                }
            }
            CallEvent::FollowedScript { followed } => self.script = Some(followed.clone()),
            CallEvent::Scored { scorecard } => self.scorecard = Some(scorecard.as_ref().clone()),
        }
    }

    fn visit(&mut self, state: &str) {
        if self.path.last().is_none_or(|last| last != state) {
            self.path.push(state.to_owned());
        }
    }

    fn last_caller(&mut self) -> Option<&mut CallerTurn> {
        self.turns.iter_mut().rev().find_map(|turn| turn.caller.as_mut())
    }

    /// The reply that starts now answers the last turn, if that was the caller's.
    fn answered(&mut self, start: Seconds, synthesize_ms: f64) {
        if let Some(caller) = self.turns.last_mut().and_then(|turn| turn.caller.as_mut()) {
            caller.reply_start = Some(start);
            caller.machine_ms.synthesize = synthesize_ms;
        }
    }
}

fn caller_turn(heard: &Heard, state: &str) -> Turn {
    Turn {
        speaker: "you".to_owned(),
        name: "You".to_owned(),
        text: heard.text.clone(),
        start: heard.timing.start,
        end: heard.timing.speech_end,
        state: state.to_owned(),
        cut_off: false,
        caller: Some(CallerTurn {
            channel: heard.channel,
            speech_end: heard.timing.speech_end,
            turn_end_decided: heard.timing.turn_end_decided,
            transcript_ready: heard.timing.transcript_ready,
            reply_start: None,
            machine_ms: heard.machine_ms,
            words: heard.words.clone(),
            speech: heard.speech.clone(),
            sound: heard.sound,
            meant: None,
            moves: Vec::new(),
            elements: Vec::new(),
            facts: Vec::new(),
            careful: None,
        }),
    }
}
