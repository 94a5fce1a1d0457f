//! One call from dialling to the score: shared by `call` and `demo`.

mod sink;

use super::profile;
use super::prompter::Prompt;
use super::sound::Sound;
use super::thinker::Thinker;
use crate::audio::{self, Speaker};
use crate::call::{
    CallEvent, CallRecord, CallStart, CampaignCall, Channel, Controls, Difficulty, Origin, Past,
    RECORD_VERSION, Transcript, exchanges,
};
use crate::gatekeeper::settle;
use crate::hear::{Ear, EndOfTurn, Recognizer, Whisper};
use crate::line::{
    CallerTurns, Line, LineError, LiveCaller, OpenEar, Passage, Quality, Rewound, TextLine, VoiceLine,
    VoiceParts, VoiceRoom, WavStream, WavTurns, Worker,
};
use crate::practice::Profile;
use crate::replay::{Conversation, otherwise, with_the_strong_question};
use crate::scenario::{Brief, Scenario};
use crate::screen::give_back;
use crate::session::{Mind, Session};
use crate::speak::{Hibari, HibariBytes};
use crate::understand::Lexicon;
use crate::weights::{Weight, Weights, WeightsError};
use anyhow::Context;
pub(super) use sink::Progress;
use sink::Sink;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Who calls.
pub enum Caller {
    Typed,
    Live(Sound),
    /// One recording for each turn, 16 kHz mono.
    Recorded(Vec<Vec<f32>>),
    /// One recording like an open microphone, 16 kHz mono.
    Stream {
        samples: Vec<f32>,
        /// The other side is not in it: the caller can cut in.
        headphones: bool,
    },
}

impl Caller {
    /// Whether the caller can be heard while somebody else speaks.
    pub fn headphones(&self) -> bool {
        match self {
            Self::Live(sound) => sound.headphones == Some(true),
            Self::Stream { headphones, .. } => *headphones,
            Self::Typed | Self::Recorded(_) => false,
        }
    }
}

pub struct Plan {
    pub scenario: Scenario,
    pub caller: Caller,
    /// The caller's own company, contact and so on, instead of the scenario's.
    pub brief: Brief,
    pub origin: Origin,
    /// The beginning of an earlier call, which this one takes up.
    pub past: Vec<Past>,
    /// Its place in a campaign.
    pub campaign: Option<CampaignCall>,
    /// Facts that the caller learned in earlier calls.
    pub knowing: Vec<String>,
    pub seed: u64,
    pub difficulty: Difficulty,
    /// Seconds.
    pub max_pause: Option<f64>,
    pub ear: Option<PathBuf>,
    pub wav_out: Option<PathBuf>,
    /// How the line is.
    pub line: Quality,
    pub save: bool,
    /// Captions go to standard error, because standard output belongs to the JSON.
    pub captions_aside: bool,
    /// Whether a live call at a terminal has the live screen; else lines only.
    pub live_screen: bool,
    /// Where a recorded call is heard.
    pub play_aloud: Option<Box<dyn Speaker>>,
    /// Who calls, as far as they told. The gatekeepers learn of it only what is said.
    pub profile: Profile,
    /// What the caller wants to say.
    pub script: Option<Prompt>,
}

/// A call that was made.
pub struct Ring {
    pub record: CallRecord,
    /// Its name among the kept calls; none where it was not kept.
    pub saved: Option<String>,
}

/// Makes the call. Whatever happens on the way, what was said so far is kept and scored.
pub fn ring(plan: Plan) -> anyhow::Result<Ring> {
    let mut weights = Weights::locate(None)?;
    if let Some(ear) = plan.ear {
        weights = weights.with_ear(ear);
    }
    let hang_up = hang_up_on_ctrl_c()?;
    let mut brief = plan.brief;
    for (word, sound) in plan.profile.say_as() {
        brief.say_as.entry(word).or_insert(sound);
    }
    let scenario = settle(&plan.scenario, plan.seed, &brief);
    let mut start = start_of(&scenario, &plan.caller, plan.seed, plan.difficulty);
    plan.profile.fill(&mut start.brief);
    if start.channel == Channel::Spoken {
        profile::fill_usual_voice(&mut start.brief);
    }
    start.campaign = plan.campaign;
    start.origin = plan.origin;
    let controls = Controls::with_hang_up(Arc::clone(&hang_up));
    let mut sink = Sink::open(&start, &plan.caller, plan.save, plan.captions_aside)?;
    sink.script = plan.script;
    sink.brief(&scenario)?;
    if plan.live_screen && matches!(plan.caller, Caller::Live(_)) {
        sink.go_live(controls.clone());
    }

    let lexicon = Lexicon::builtin()?.with(&scenario.moves);
    let mut mind = Thinker::start(weights.clone(), lexicon.clone());
    let typed = matches!(plan.caller, Caller::Typed);
    let mut line: Box<dyn Line> = match plan.caller {
        Caller::Typed => Box::new(TextLine::new(std::io::BufReader::new(std::io::stdin()), hang_up)),
        caller => {
            let headphones = caller.headphones();
            let line = voice_line(
                ends_of(caller, plan.play_aloud, &controls)?,
                &weights,
                (plan.line, plan.seed),
                plan.wav_out,
                plan.max_pause,
                headphones,
                controls,
            )?;
            Box::new(line.beginning_at(end_of(&plan.past)))
        }
    };
    if !plan.past.is_empty() {
        line = Box::new(Rewound::new(plan.past, line));
    }
    let mut conversation = Conversation::new(&scenario, &lexicon, plan.seed, plan.difficulty)
        .called_by(plan.profile.name)
        .knowing(plan.knowing.iter().map(String::as_str));
    let mut session = Session::new(line.as_mut(), &mut mind, &mut sink);
    if let Err(error) = session.play(&mut conversation) {
        session.notice(format!("the call broke off: {error}"));
    }
    if !typed {
        let mut progress = Progress::new("Listening to your turns once more");
        let again = session.hear_again(scenario.kind, &mut |done, all| progress.show(done, all));
        progress.done();
        if let Err(error) = again {
            session.notice(format!("there was no second hearing: {error}"));
        }
    }
    let fresh = || {
        Conversation::new(&scenario, &lexicon, plan.seed, plan.difficulty)
            .knowing(plan.knowing.iter().map(String::as_str))
    };
    sink.finish(&scenario, &mut |record, events| {
        let (turn, words) = with_the_strong_question(record)?;
        // A mind that is gone has told so already.
        otherwise(fresh(), &exchanges(events), turn, &words, |question| mind.understand(question)).ok()?
    })
}

/// Call time at which a past ended.
fn end_of(past: &[Past]) -> f64 {
    let ends = past.iter().flat_map(|past| &past.told).map(|event| match event {
        CallEvent::Spoke { end, .. }
        | CallEvent::SpokeUntil { end, .. }
        | CallEvent::Sounded { end, .. }
        | CallEvent::Silence { end, .. } => *end,
        CallEvent::Heard { heard } => heard.timing.transcript_ready,
        _ => 0.0,
    });
    ends.fold(0.0, f64::max)
}

fn start_of(scenario: &Scenario, caller: &Caller, seed: u64, difficulty: Difficulty) -> CallStart {
    CallStart {
        version: RECORD_VERSION,
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        kind: scenario.kind,
        seed,
        difficulty,
        channel: if matches!(caller, Caller::Typed) { Channel::Typed } else { Channel::Spoken },
        started_at: jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        brief: scenario.brief.clone(),
        needs: scenario.needs.clone(),
        research: scenario.research.clone(),
        campaign: None,
        origin: Default::default(),
    }
}

/// Ctrl-C hangs up: the call ends, its record is closed and scored. A second one stops the program.
pub(super) fn hang_up_on_ctrl_c() -> anyhow::Result<Arc<AtomicBool>> {
    let hang_up = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&hang_up);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            give_back();
            #[expect(clippy::disallowed_methods, reason = "asked twice; every event so far is on disk")]
            std::process::exit(130);
        }
    })
    .context("Ctrl-C cannot be heard")?;
    Ok(hang_up)
}

/// The caller's ends of the line: microphone and speaker.
type Ends = (Box<dyn CallerTurns>, Option<Box<dyn Speaker>>);

pub(super) fn ends_of(
    caller: Caller,
    aloud: Option<Box<dyn Speaker>>,
    controls: &Controls,
) -> anyhow::Result<Ends> {
    Ok(match caller {
        Caller::Live(sound) => {
            let (microphone, speaker) = sound.open()?;
            (Box::new(LiveCaller::new(microphone, controls.clone())), Some(Box::new(speaker)))
        }
        Caller::Recorded(turns) => (Box::new(WavTurns::new(turns)), aloud),
        Caller::Stream { samples, .. } => (Box::new(WavStream::new(samples)), aloud),
        Caller::Typed => unreachable!("a typed call has no microphone"),
    })
}

pub(super) fn voice_line(
    (microphone, speaker): Ends,
    weights: &Weights,
    line: (Quality, u64),
    wav_out: Option<PathBuf>,
    max_pause: Option<f64>,
    headphones: bool,
    controls: Controls,
) -> anyhow::Result<VoiceLine> {
    let recording = match wav_out {
        Some(path) => {
            super::call::check_writable(&path)?;
            Some(audio::StereoWav::create(&path)?)
        }
        None => None,
    };
    Ok(VoiceLine::new(VoiceParts {
        line,
        microphone,
        speaker,
        voices: voices(weights.clone()),
        ear: fast_ear(weights.clone()),
        dictation: Some(dictation_ear(weights.clone())),
        end_of_turn: end_of_turn(weights.clone()),
        careful_ear: Some(careful_ear(weights.clone(), Ear::Careful)),
        recording,
        max_pause,
        headphones,
        controls,
    }))
}

fn not_loaded(error: WeightsError) -> LineError {
    LineError::Model(error.to_string())
}

fn voices(weights: Weights) -> VoiceRoom {
    VoiceRoom::start(move || {
        let load = |weight| weights.load(weight).map_err(not_loaded);
        Ok(Hibari::load(HibariBytes {
            voice: load(Weight::Voice)?,
            vocabulary: load(Weight::VoiceVocabulary)?,
            unknown_words: load(Weight::UnknownWords)?,
            unknown_letters: load(Weight::UnknownWordsLetters)?,
        })?)
    })
}

fn fast_ear(weights: Weights) -> Worker<Passage, Transcript> {
    Worker::start("recognition", move || {
        let mut ear = Whisper::load(&weights.path(Weight::FastEar).map_err(not_loaded)?, Ear::Fast)?;
        Ok(move |(turn, prompt): Passage| Ok(turn.recognize(&mut ear, &prompt)?))
    })
}

/// Loads when the first number is dictated, in about a tenth of a second.
fn dictation_ear(weights: Weights) -> Worker<Passage, Transcript> {
    Worker::start("recognition", move || {
        let mut ear: Option<Box<dyn Recognizer>> = None;
        Ok(move |(turn, prompt): Passage| {
            let ear = match &mut ear {
                Some(ear) => ear,
                None => ear.insert(careful_ear(weights.clone(), Ear::Dictation)()?),
            };
            Ok(turn.recognize(ear.as_mut(), &prompt)?)
        })
    })
}

fn end_of_turn(weights: Weights) -> Worker<Vec<f32>, f32> {
    Worker::start("end-of-turn", move || {
        let model = EndOfTurn::new(weights.load(Weight::EndOfTurn).map_err(not_loaded)?)?;
        Ok(move |sound: Vec<f32>| Ok(model.complete_probability(&sound)?))
    })
}

fn careful_ear(weights: Weights, ear: Ear) -> OpenEar {
    Box::new(move || {
        let path = weights.path(Weight::CarefulEar).map_err(not_loaded)?;
        Ok(Box::new(Whisper::load(&path, ear)?) as Box<dyn Recognizer>)
    })
}
