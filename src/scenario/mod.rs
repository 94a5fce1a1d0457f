//! Scenario files: text in, a resolved [`Scenario`] or all of its [`Problem`]s out.
mod builtin;
mod condition;
mod draft;
mod fields;
pub mod limits;
mod lines;
mod model;
mod names;
mod problem;
mod resolve;

pub use builtin::{Builtin, builtin};
pub use draft::{
    ANSWERS, DeckDraft, Draft, EdgeDraft, EndingDraft, FallbackDraft, MoveDraft, Named, PersonDraft, StateDraft,
};
pub use fields::{Placed, Texts};
pub use lines::{ALWAYS_KNOWN, Wordings, all as all_lines};
pub use model::*;
pub use names::{LONGEST_NAME, is_control, is_name, quoted, visible};
pub use problem::{Code, MOST_PROBLEMS, Position, Positions, Problem, Problems, Severity};
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
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        if error.message() == "duplicate key" {
            let name = quoted(text.get(span.clone()).unwrap_or_default());
            problems.push(Code::DuplicateKey, span, format!("{name} is there twice"), "keep one of the two");
        } else {
            let message = format!("this is no TOML: {}", visible(error.message()));
            problems.push(Code::Syntax, span, message, "mend this first: what follows cannot be read until then");
            return None;
        }
    }
    Some(draft::read(root.get_ref(), problems))
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
            .replace("to = \"screening\"", "to = \"sreening\"")
            .replace("kind = \"follow_up\"", "kind = \"follow-up\"")
            .replace("speaker = \"okafor\"\nsound", "speaker = \"okafr\"\nsuond")
            .replace("strong_close", "strong_clsoe");
        let found: Vec<&str> = parse("x", &text).problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!(found, ["E008", "E101", "E102", "E005", "E009", "E009", "E009", "E009"]);
    }
}
