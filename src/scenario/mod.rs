//! Scenario files: text in, a resolved [`Scenario`] or all of its [`Problem`]s out.
//!
//! This room reads no file and knows no other room but `call`. The file's bytes come from strangers:
//! [`limits`] says what they may cost, and nothing here recurses over them.
//!
//! # The format
//!
//! A scenario is flat TOML: a few keys, then tables with a name each. Wherever a list of texts is
//! expected, one text is a list of one. Names are letters, digits, `_` and `-`, at most 64.
//! `coldcall scenario new NAME` writes a small complete file to start from.
//!
//! | key at the top | what it is | where it is missing |
//! |---|---|---|
//! | `format` | `1` | a problem |
//! | `title` | a few words, for lists | a problem |
//! | `kind` | `information`, `follow_up`, `cold`, `referral`, `voicemail`, `reverse`, `rejection`: decides which rules score the call | a problem |
//! | `goal` | what the caller wants, told before the telephone rings | a problem |
//! | `start` | the state in which the telephone is answered | a problem |
//! | `known` | sentences: what the caller knows beforehand | nothing |
//! | `needs` | words that make a strength relevant to this company | nothing |
//! | `research` | facts that research would have found | nothing |
//! | `rules` | numbers of the book that this call exercises | all of its kind |
//!
//! `known`, `goal`, `needs` and `research` may hold placeholders of the brief.
//!
//! **`[brief]`** has a text for each placeholder: `company`, `contact`, `job`, `sent`, or any other name.
//! In every line `{company}` stands for it, `{contact|your manager}` says what to say where it is not
//! known, and `{caller}`, `{time}`, `{phone}` and the others of [`ALWAYS_KNOWN`] stand for what the caller said. A value may be a list: the seed draws
//! one number for all lists, which are equally long, so that the third contact belongs to the third company.
//!
//! **`[say_as]`** respells words by their sound where the voice would say them wrong: `Nguyen = "win"`.
//!
//! **`[hidden.NAME]`** is decided by the seed before the telephone rings: one of `one_of = [".."]`; a value that is there
//! twice is twice as likely. **`[fact.NAME]`** is something that the caller can learn, in a sentence: `what = ".."`.
//!
//! **`[cast.ID]`** is a person.
//!
//! | key | what it is | where it is missing |
//! |---|---|---|
//! | `name` | as captions show it | the id, with a capital |
//! | `role` | for example `receptionist` | nothing |
//! | `voice` | `{ pitch = 0.5..1.5, formant = 0.75..1.2, pace = 0.7..1.4 }` | 1.0 each |
//! | `patience` | bad turns that are borne, 1 to 10 | 3 |
//! | `mood` | -3 hostile to 3 warm | 0 |
//! | `out_of_patience` | the state or ending that lost patience leads to | the first ending (by name) with the outcome `lost`; none is a problem |
//! | `barge_in` | what they do when the caller speaks while they speak: `stop` and listen, `mind` it and stop (the mood falls by one), `talk_on` | `stop`; a voicemail always talks on |
//! | `no_input` | answers to silence | a problem, unless each state has its own |
//! | `no_match` | answers to words that fit nothing | a problem, unless each state has its own |
//! | `unclear`, `unsure`, `rambling`, `rude`, `repeat` | answers to mumbling, to two possible readings (`{a}` and `{b}`), to a turn too long, to rudeness, before a line is said again | plain ones, and a warning |
//!
//! **`[state.ID]`** is one line of the conversation and what may follow.
//!
//! | key | what it is | where it is missing |
//! |---|---|---|
//! | `speaker` | an id of the cast | a problem |
//! | `says` | wordings; the call's seed chooses one | a problem |
//! | `again` | wordings for a second and later visit | `says` |
//! | `sound` | `ring`, `hold`, `transfer`, `beep`, `other_phone` or `hang_up`, before the line | none |
//! | `on` | edges, tried from top to bottom | none |
//! | `no_input`, `no_match` | `{ says = [..], limit = 2, to = ".." }`: answered until the `limit`th time in a row, which leads to `to` | the person's lines, 2, the person's `out_of_patience` |
//! | `rambling` | `{ after = 25, to = ".." }`: seconds of talk after which the speaker cuts in, and where that leads | 25, stays |
//! | `vocabulary` | names and terms that may be said here | none |
//! | `refuses` | true: the line refuses, the next turn is read as an answer to that | false |
//! | `one_take` | true: a voicemail's recording | false |
//! | `tells` | facts that the line tells, in each of its wordings | none |
//! | `hang_up` | the ending where the caller hangs up here, as after a message left | `caller_hung_up`, lost |
//! | `max_pause` | longest thinking pause in seconds, 0.3 to 10 | the call's |
//!
//! **An edge** is `{ move = "ask_transfer", to = "screening", when = [..], says = [..], mood = -1, patience = -1,
//! set = ["flag"], tells = ["fact"] }`. `move` is a name of the lexicon, of this file's `[moves]`, or `*` for whatever was said.
//! `to` is a state, a deck or an ending; without it the call stays. `says` is said on the way. The first edge
//! whose move was meant and whose conditions all hold is taken.
//!
//! A **condition** is one of `strong_close` (an element of this turn), `said referral` (this or an earlier
//! turn), `flag asked`, `mood >= 1`, `mood < 0`, `patience >= 2`, `visit >= 2`, `hard` (or `easy`, `normal`),
//! `chance 0.4`, `hidden motive expert`, `knows manager`; each with `not ` in front if it must not hold.
//!
//! **`[deck.ID]`** deals states in the order of the seed: `cards = [..]`, `draw = 2` or `[1, 2, 3]` for easy,
//! normal and hard (2 where missing), then leads to `then`. An edge to a deck draws the next card.
//!
//! **`[ending.ID]`** has an `outcome` (`yes`, `later`, `no`, `lost`), a `summary` in one sentence, and perhaps
//! a `speaker` with `says`.
//!
//! **`[moves.NAME]`** adds a move: `meaning` (finishes "do you want ..."), `examples`, `counter_examples`.

mod brief;
mod builtin;
mod condition;
mod draft;
mod fields;
mod fill;
pub mod limits;
mod lines;
mod model;
mod names;
mod problem;
mod reader;
mod resolve;
mod secrets;

pub use brief::{Brief, VALUES as BRIEF_VALUES};
pub use builtin::{Builtin, builtin, rungs};
pub use draft::{
    ANSWERS, DeckDraft, Draft, EdgeDraft, EndingDraft, FallbackDraft, MoveDraft, Named, PersonDraft,
    StateDraft,
};
pub use fields::{Placed, Texts};
pub use fill::{Filled, fill, fill_words};
pub use lines::{ALWAYS_KNOWN, Wordings, all as all_lines};
pub use model::*;
pub use names::{LONGEST_NAME, is_control, is_name, nearest, quoted, visible};
pub use problem::{Code, MOST_PROBLEMS, Position, Positions, Problem, Problems, Severity};
pub use reader::{BARGE_IN_NAMES, SOUND_NAMES};
pub use resolve::{DEFAULT_LIMIT, DEFAULT_PATIENCE, DEFAULT_RAMBLING_AFTER};

use toml::de::DeTable;

/// What a text turned out to be.
#[derive(Debug)]
pub struct Parsed {
    /// There when no problem is an error.
    pub scenario: Option<Scenario>,
    /// All of them, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Reads a scenario file. `id` is the file's stem. Takes time linear in the text, never panics,
/// and reports every problem at once; only a syntax error or a broken limit hides what comes after.
///
/// `authoring::check` looks further: at the course of the call, its moves and its rules.
pub fn parse(id: &str, text: &str) -> Parsed {
    let mut problems = Problems::default();
    let scenario = read(id, text, &mut problems).map(|(scenario, _)| scenario);
    let scenario = scenario.filter(|_| !problems.has_errors());
    Parsed { scenario, problems: problems.finish(text) }
}

/// The scenario as resolved and as typed, whatever its problems; `None` where the text is no TOML.
pub fn read(id: &str, text: &str, problems: &mut Problems) -> Option<(Scenario, Draft)> {
    let draft = read_draft(text, problems)?;
    Some((resolve::resolve(id, &draft, problems), draft))
}

fn read_draft(text: &str, problems: &mut Problems) -> Option<Draft> {
    if !limits::measure(text, problems) {
        return None;
    }
    tree(text, problems).map(|root| reader::read(&root, problems))
}

/// The text as a tree of values with their places. A key that is there twice is a problem, and the rest is read; any
/// other mistake of TOML's hides what comes after it.
fn tree<'t>(text: &'t str, problems: &mut Problems) -> Option<DeTable<'t>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        if error.message() == "duplicate key" {
            let name = quoted(text.get(span.clone()).unwrap_or_default());
            problems.push(Code::DuplicateKey, span, format!("{name} is there twice"), "keep one of the two");
        } else {
            let message = format!("this is no TOML: {}", visible(error.message()));
            problems.push(
                Code::Syntax,
                span,
                message,
                "mend this first: what follows cannot be read until then",
            );
            return None;
        }
    }
    Some(root.into_inner())
}

/// A file's bytes as text, or the one problem that they are none.
pub fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| Problem {
        code: Code::NotText,
        severity: Severity::Error,
        message: format!("byte {} is not UTF-8", error.valid_up_to()),
        span: error.valid_up_to()..error.valid_up_to(),
        help: "save the file as UTF-8 text".to_owned(),
    })
}

#[cfg(test)]
mod hostile_tests;

#[cfg(test)]
mod tests {
    use super::*;

    pub const GOOD: &str = include_str!("../authoring/first.toml");

    #[test]
    fn a_good_file_becomes_a_scenario() {
        let parsed = parse("first", GOOD);
        assert_eq!(parsed.problems, []);
        let scenario = parsed.scenario.expect("no problems, so a scenario");
        assert_eq!(scenario.start, "reception");
        assert_eq!(scenario.states.len(), 6);
        assert_eq!(scenario.decks["objection"].draw, [1, 1, 2]);
        let okafor = &scenario.states["okafor"];
        assert_eq!(okafor.on[0].when.len(), 1, "one text is a list of one");
        assert_eq!((okafor.no_input.limit, okafor.no_input.to.as_str()), (DEFAULT_LIMIT, "hung_up"));
        assert_eq!((okafor.rambling_after, okafor.rambling_to.as_deref()), (20.0, Some("call_back")));
        assert_eq!(scenario.states["reception"].rambling_after, DEFAULT_RAMBLING_AFTER);
        assert_eq!(scenario.cast["sam"].voice.pitch, 0.85);
    }

    #[track_caller]
    fn first(text: &str) -> Problem {
        let parsed = parse("x", text);
        assert!(parsed.scenario.is_none());
        parsed.problems.into_iter().next().expect("a problem")
    }

    #[test]
    fn hostile_files_are_refused() {
        assert_eq!(first(&"[".repeat(100_000)).code, Code::TooDeep);
        assert_eq!(first(&"#".repeat(limits::MOST_BYTES + 1)).code, Code::TooLarge);
        assert_eq!(first("title = \"\\u001b[2J\"").code, Code::MissingKey);
        let painted = parse("x", "title = \"\\u001b[2J\"").problems;
        assert!(painted.iter().any(|problem| problem.code == Code::ControlCharacter));
        assert_eq!(first("# \u{1b}[2J").code, Code::ControlCharacter);
        assert!(decode(&[b'a', 0xff]).is_err());
    }

    #[test]
    fn all_problems_come_at_once() {
        let text = GOOD
            .replacen("to = \"screening\"", "to = \"sreening\"", 1)
            .replace("kind = \"follow_up\"", "kind = \"follow-up\"")
            .replace("speaker = \"okafor\"\nsound", "speaker = \"okafr\"\nsuond")
            .replace("strong_close", "strong_clsoe");
        let found: Vec<&str> = parse("x", &text).problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!(found, ["E008", "E101", "E102", "E005", "E009", "E009", "E009", "E009"]);
    }
}
