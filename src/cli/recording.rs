//! A recording as a call: what `analyze FILE.wav` hears in it.

use super::ring::Progress;
use crate::audio::WavBlocks;
use crate::call::{
    CallRecord, CallerTurn, Careful, Channel, Difficulty, Kind, MachineMs, RECORD_VERSION, Span, Transcript,
    Turn,
};
use crate::hear::{
    CarefulListener, Ear, Listened, Passage, PassageCutter, Recognizer, SideListener, TurnAudio, Whisper,
    number_through,
};
use crate::line::Telephone;
use crate::score::refuses_in_words;
use crate::understand::{Context, Understander};
use crate::weights::{Weight, Weights};
use std::collections::BTreeMap;
use std::path::Path;

/// The caller's side of a stereo recording.
const CALLER: usize = 0;

/// A recording as heard.
pub struct Recording {
    /// Times in seconds from the start of the file.
    pub record: CallRecord,
    pub notice: Option<String>,
}

/// Listens with the careful ear, a passage at a time, however long the file is. Silence gives no turns, and that is no
/// error.
pub fn hear(
    path: &Path,
    kind: Option<Kind>,
    brief: BTreeMap<String, String>,
    weights: &Weights,
    mind: &mut Understander,
) -> anyhow::Result<Recording> {
    let (passages, notice) = who_spoke_when(path)?;
    let mut ear = Whisper::load(&weights.path(Weight::CarefulEar)?, Ear::Careful)?;
    let turns = listen(path, passages, kind == Some(Kind::Voicemail), &mut ear)?;
    let mut record = empty_record(path, kind, brief);
    for turn in turns {
        let turn = turn.recorded(&record, kind, mind);
        record.seconds = record.seconds.max(turn.end);
        record.turns.push(turn);
    }
    Ok(Recording { record, notice })
}

fn who_spoke_when(path: &Path) -> anyhow::Result<(Vec<Passage>, Option<String>)> {
    let mut blocks = WavBlocks::open(path)?;
    let mut listener = SideListener::new(blocks.sides());
    let all = blocks.seconds() as usize;
    let mut progress = Progress::new("Finding who speaks, seconds");
    let mut second = 0;
    while let Some(block) = blocks.next_block()? {
        listener.push(&block);
        second += 1;
        progress.show(second.min(all), all);
    }
    progress.done();
    Ok((listener.passages(), blocks.take_notice()))
}

/// One turn of either side, heard.
struct HeardTurn {
    side: usize,
    listener: CarefulListener,
    /// The other side's words, for which the voice does not matter.
    words: Vec<String>,
    over_telephone: Option<String>,
    speech: Span,
}

fn listen(
    path: &Path,
    passages: Vec<Passage>,
    over_telephone: bool,
    ear: &mut dyn Recognizer,
) -> anyhow::Result<Vec<HeardTurn>> {
    let mut blocks = WavBlocks::open(path)?;
    let all = blocks.seconds();
    let mut cutter = PassageCutter::new(passages, blocks.sides());
    let mut turns: BTreeMap<usize, HeardTurn> = BTreeMap::new();
    let mut progress = Progress::new("Listening, seconds");
    progress.show(0, all as usize);
    while let Some(block) = blocks.next_block()? {
        for (passage, audio) in cutter.push(block, blocks.ended()) {
            let turn = turns.entry(passage.turn).or_insert_with(|| HeardTurn::new(&passage));
            turn.hear(ear, &audio, over_telephone)?;
            progress.show(passage.sound.end as usize, all as usize);
        }
    }
    progress.done();
    Ok(turns.into_values().collect())
}

impl HeardTurn {
    fn new(passage: &Passage) -> Self {
        Self {
            side: passage.side,
            listener: CarefulListener::default(),
            words: Vec::new(),
            over_telephone: None,
            speech: passage.speech[0],
        }
    }

    fn hear(
        &mut self,
        ear: &mut dyn Recognizer,
        audio: &TurnAudio,
        over_telephone: bool,
    ) -> anyhow::Result<()> {
        self.speech = Span::new(self.speech.start, audio.speech_end());
        if self.side != CALLER {
            self.words.push(audio.recognize(ear, "")?.text);
            return Ok(());
        }
        let heard = self.listener.hear(ear, audio)?;
        if over_telephone {
            let carry = |samples: &[f32]| Telephone::default().carry(samples);
            // The last number said counts: people correct themselves.
            self.over_telephone =
                number_through(ear, &heard, audio.clone(), carry)?.or(self.over_telephone.take());
        }
        Ok(())
    }

    /// As the record of a call has it; `so_far` tells what it answers.
    fn recorded(self, so_far: &CallRecord, kind: Option<Kind>, mind: &mut Understander) -> Turn {
        if self.side != CALLER {
            return Turn {
                speaker: "them".to_owned(),
                name: "Them".to_owned(),
                text: self.words.join(" "),
                start: self.speech.start,
                end: self.speech.end,
                state: String::new(),
                cut_off: false,
                caller: None,
            };
        }
        let Listened { transcript, voice } = self.listener.finish();
        let after_refusal =
            so_far.turns.last().is_some_and(|turn| !turn.is_caller() && refuses_in_words(&turn.text));
        let context = Context { kind, after_refusal, ..Context::default() };
        let understood = mind.understand(&transcript.text, &context);
        let Transcript { text, words } = transcript;
        let end = voice.speech.last().map_or(self.speech.end, |span| span.end);
        let start = voice.speech.first().map_or(self.speech.start, |span| span.start);
        Turn {
            speaker: "you".to_owned(),
            name: "You".to_owned(),
            text: text.clone(),
            start,
            end,
            state: String::new(),
            cut_off: false,
            caller: Some(CallerTurn {
                channel: Channel::Spoken,
                speech_end: end,
                turn_end_decided: end,
                transcript_ready: end,
                reply_start: None,
                machine_ms: MachineMs::default(),
                words: words.clone(),
                speech: voice.speech.clone(),
                sound: Some(voice.sound),
                meant: None,
                moves: Vec::new(),
                elements: understood.elements.clone(),
                facts: understood.facts,
                careful: Some(Careful {
                    text,
                    words,
                    elements: understood.elements,
                    over_telephone: self.over_telephone,
                    voice: Some(voice),
                }),
            }),
        }
    }
}

fn empty_record(path: &Path, kind: Option<Kind>, brief: BTreeMap<String, String>) -> CallRecord {
    CallRecord {
        version: RECORD_VERSION,
        scenario: String::new(),
        title: path.display().to_string(),
        kind: kind.unwrap_or(Kind::Cold),
        seed: 0,
        difficulty: Difficulty::Normal,
        channel: Channel::Spoken,
        started_at: String::new(),
        brief,
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
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
    }
}
