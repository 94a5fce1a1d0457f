//! What the caller meant: which of the state's moves, which elements of the labelling guide, which facts.
//!
//! A turn's text and the state of the talk enter; an [`Understanding`] leaves. Weights come in as bytes. This room
//! knows no sound, no clock and no scenario beyond the names of a state's moves; the same text and context always
//! give the same understanding.
//!
//! `turn` makes a text ready (people, numbers, clauses), `grammar` finds phrases, `embed` meanings; `head` tells from a word
//! in its turn which elements it carries, `direct`, `lexicon` and `ridge` from the whole which move it is, `facts` what can
//! be remembered; `complete` says whether a turn can end where it is. `train` and `models/understanding/finetune.py` make what is trained from the open material there.

mod clauses;
mod complete;
mod direct;
mod elements;
mod embed;
mod facts;
mod grammar;
mod grams;
mod head;
mod lexicon;
mod moves;
mod names;
mod organisations;
mod pattern;
mod ridge;
pub mod train;
mod trained;
mod turn;

pub use complete::completeness;
pub use lexicon::{Entry, Lexicon};

use crate::call::{ElementFound, Kind, Meant, Understanding};
use elements::Reading;
use embed::Embedder;
use head::Head;
use moves::Matcher;
use turn::Turn;

#[derive(Debug, thiserror::Error)]
pub enum UnderstandError {
    #[error("cannot run the sentence model ({0}); check it with `coldcall model verify`")]
    Sentences(String),
    #[error("cannot read the sentence model's tokenizer.json ({0}); check it with `coldcall model verify`")]
    Tokenizer(String),
    #[error(
        "models/understanding/elements.head or moves.head was made for another version; make them again with models/understanding/train"
    )]
    Head,
    #[error("the lexicon is not as it should be: {0}")]
    Lexicon(String),
    #[error("the move \"{0}\" has no examples; give it `examples = [\"...\"]`, ten or more")]
    NoExamples(String),
    #[error("training material, line {line}: {problem}")]
    Material { line: usize, problem: String },
}

/// What is known when the caller speaks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The state's moves; empty means every move of the lexicon.
    pub moves: &'a [String],
    /// The other side has just refused or objected.
    pub after_refusal: bool,
    /// Has no say yet: moves and elements mean the same in every kind of call.
    pub kind: Option<Kind>,
    /// The caller's name, where it was said already.
    pub caller_name: Option<&'a str>,
    /// The last question was who is calling.
    pub asked_name: bool,
}

/// What the model reads before the words of a turn that answers a refusal, as in its training.
const AFTER_REFUSAL: &str = "refused";

/// Reads turns. Keeps nothing from one to the next but vectors of texts it has seen.
pub struct Understander {
    embedder: Embedder,
    head: Head,
    lexicon: Lexicon,
    matcher: Matcher,
}

impl Understander {
    /// `minilm` is MiniLM's ONNX file, `tokenizer` its tokenizer.json. A lexicon of its own costs about 10 ms an
    /// example; the shipped one's vectors are in the binary.
    pub fn new(minilm: &[u8], tokenizer: &[u8], lexicon: Lexicon) -> Result<Self, UnderstandError> {
        let mut embedder = Embedder::new(minilm, tokenizer)?;
        let matcher = Matcher::new(&lexicon, &mut embedder)?;
        Ok(Self { embedder, head: Head::builtin()?, lexicon, matcher })
    }

    /// Leaves the other cores to who works beside it: in a call, the recognizer.
    #[must_use]
    pub fn on_one_core(self) -> Self {
        Self { embedder: self.embedder.on_one_core(), ..self }
    }

    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What a turn meant. Any text is fine; what cannot be read means nothing.
    pub fn understand(&mut self, text: &str, context: &Context) -> Understanding {
        let Some(reading) = self.read(text, context.after_refusal, true) else {
            return Understanding {
                meant: Meant::None,
                moves: Vec::new(),
                elements: Vec::new(),
                facts: Vec::new(),
            };
        };
        let scored = self.matcher.score(&reading, context);
        let (meant, moves) = self.matcher.decide(&scored, context.moves);
        Understanding {
            meant,
            moves,
            elements: elements::find(&reading, context.after_refusal),
            facts: facts::facts(&reading.turn, &reading.signs, context.asked_name, context.caller_name),
        }
    }

    /// The elements in a text alone. The labelling guide means the same by them in every kind of call, so the kind
    /// is taken and has no say yet.
    pub fn elements(&mut self, text: &str, _kind: Option<Kind>, after_refusal: bool) -> Vec<ElementFound> {
        self.read(text, after_refusal, false)
            .map_or_else(Vec::new, |reading| elements::find(&reading, after_refusal))
    }

    /// The move's example that is nearest to a text; none for a move without examples.
    pub fn nearest_example(&mut self, text: &str, name: &str) -> Option<String> {
        let reading = self.read(text, false, true)?;
        let nearest = self.matcher.nearest_examples(&reading).remove(name)?;
        self.lexicon.moves.get(name)?.examples.get(nearest.0).cloned()
    }

    /// A move's examples that are nearer to those of another candidate than to the move's own: the other's name and how
    /// many of how many, most first.
    pub fn rivals(&self, name: &str, candidates: &[String]) -> Vec<(String, usize, usize)> {
        self.matcher.rivals(name, candidates)
    }

    /// `None` for a text without a word in it. One pass of the model gives the whole's meaning and what its words carry;
    /// clauses, which only moves ask for, are read apart.
    fn read<'t>(&mut self, text: &'t str, after_refusal: bool, moves: bool) -> Option<Reading<'t>> {
        let turn = Turn::read(text);
        let words = turn.words(0..turn.tokens.len());
        if words.is_empty() {
            return None;
        }
        // Words of letters and digits always run; were it otherwise, nothing would be understood.
        let texts: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let mut seen = self.embedder.read(&[], &texts).ok()?;
        let whole = std::mem::take(&mut seen.whole);
        if after_refusal {
            seen = self.embedder.read(&[AFTER_REFUSAL], &texts).ok()?;
        }
        let odds = seen.words.iter().map(|word| self.head.odds(word));
        let words = words.iter().map(|(_, tokens)| tokens.clone()).zip(odds).collect();
        let clauses = match turn.clauses.len() {
            2.. if moves => {
                let clauses: Vec<String> =
                    turn.clauses.iter().map(|clause| turn.masked(clause.clone())).collect();
                self.embedder.embed(&clauses).ok()?
            }
            _ => Vec::new(),
        };
        let signs = grammar::signs(&turn);
        Some(Reading { turn, signs, clauses, whole, words })
    }
}
