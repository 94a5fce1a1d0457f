//! A problem of a scenario file, as data: a stable code, where it stands, what is wrong, what to do.
//!
//! Nothing here knows how a problem is drawn; `authoring::render` does that.

use std::fmt;
use std::ops::Range;

/// At most this many problems are kept for one file: a file of junk must not fill a screen for minutes.
pub const MOST_PROBLEMS: usize = 500;

/// For so many unknown names of a file the nearest known one is looked for.
const MOST_SUGGESTIONS: usize = 200;

/// A problem's weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be played, or not as its author meant it.
    Error,
    /// It can be played; an author would want to know.
    Warning,
}

impl Severity {
    /// `error` or `warning`, as JSON and the terminal write it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $severity:ident;)+) => {
        /// What kind of problem it is. A code never changes its meaning: scripts may rely on it.
        ///
        /// `E0..` is about the file, `E1..` about names, `E2..` about the course of the call,
        /// `W3..` warns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant),+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// For example `E101`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $code),+ }
            }

            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    /// The text is no TOML.
    Syntax = "E001", Error;
    /// The file is larger than [`super::limits::MOST_BYTES`].
    TooLarge = "E002", Error;
    /// Brackets or dotted keys are nested deeper than the format ever needs.
    TooDeep = "E003", Error;
    /// A value is of another type than its key asks for.
    WrongType = "E004", Error;
    /// A key that the format does not have.
    UnknownKey = "E005", Error;
    /// A key that the format cannot do without.
    MissingKey = "E006", Error;
    /// The same key or table twice.
    DuplicateKey = "E007", Error;
    /// A word that is none of those that may stand there: kind, outcome, sound.
    UnknownValue = "E008", Error;
    /// A condition that cannot be read.
    BadCondition = "E009", Error;
    /// A number outside its range.
    OutOfRange = "E010", Error;
    /// A control character: a scenario must not paint the terminal.
    ControlCharacter = "E011", Error;
    /// More states, edges, wordings, moves or examples than a scenario may have.
    TooMany = "E012", Error;
    /// A name with characters that names do not have.
    BadName = "E013", Error;
    /// An empty list, or a text without a word.
    Empty = "E014", Error;
    /// A `format` that this version does not read.
    UnknownFormat = "E015", Error;
    /// The file is not UTF-8.
    NotText = "E016", Error;
    /// A target that is no state, deck or ending.
    UnknownTarget = "E101", Error;
    /// A speaker who is not in the cast.
    UnknownSpeaker = "E102", Error;
    /// A move that neither the lexicon nor the scenario has.
    UnknownMove = "E103", Error;
    /// A `{placeholder}` that nothing fills, or one that is not closed.
    UnknownPlaceholder = "E104", Error;
    /// One name for two of state, deck and ending.
    NameTwice = "E105", Error;
    /// A rule that the book does not have.
    UnknownRule = "E106", Error;
    /// A rule that belongs to other kinds of call.
    ForeignRule = "E107", Error;
    /// Lists of the brief that are not equally long.
    UnevenLists = "E108", Error;
    /// A condition asks for something hidden, or a value of it, that does not exist.
    UnknownHidden = "E109", Error;
    /// A fact is told or asked for that does not exist.
    UnknownFact = "E110", Error;
    /// A state that no path from the start reaches.
    Unreachable = "E201", Error;
    /// A state without any edge that leaves it.
    NoWayOut = "E202", Error;
    /// A state from which no ending can be reached.
    NeverEnds = "E203", Error;
    /// An ending that no path reaches.
    EndingNeverReached = "E204", Error;
    /// Neither the state nor its speaker has an answer to silence.
    NoInputMissing = "E205", Error;
    /// Neither the state nor its speaker has an answer to words that fit nothing.
    NoMatchMissing = "E206", Error;
    /// A line too long to be said in one go.
    LineTooLong = "E207", Error;
    /// A move of the scenario that no edge uses.
    MoveNeverUsed = "E208", Error;
    /// An edge that an earlier edge always takes away.
    Shadowed = "E209", Error;
    /// A deck that must deal more cards than it has.
    DeckTooSmall = "E210", Error;
    /// Decks that lead only to one another.
    DeckLoop = "E211", Error;
    /// A call can come to a state from which no way leads to an ending.
    Stuck = "E212", Error;
    /// One wording only: the second call sounds like the first.
    OneWording = "W301", Warning;
    /// A line of many words.
    LongLine = "W302", Warning;
    /// A condition asks for a flag that no edge sets.
    FlagNeverSet = "W303", Warning;
    /// A flag that no condition asks for.
    FlagNeverAsked = "W304", Warning;
    /// Somebody in the cast who never speaks.
    SilentCast = "W305", Warning;
    /// Nobody wrote this person's answer to mumbling, rambling, rudeness or "say that again".
    PlainAnswer = "W306", Warning;
    /// A deck that nothing deals from.
    DeckNeverUsed = "W307", Warning;
    /// Something hidden that no condition asks for.
    HiddenNeverAsked = "W308", Warning;
    /// A fact that nobody tells.
    FactNeverTold = "W309", Warning;
    /// Signs or letters that nobody can say.
    Unspeakable = "W310", Warning;
    /// Asking for the job wins where the kind of call says not to ask.
    AskRewarded = "W311", Warning;
    /// An ending that no call came to, whatever was tried.
    EndingNeverComes = "W312", Warning;
    /// A move of the scenario that is hard to tell from another one of the same state.
    CloseMoves = "W313", Warning;
    /// More problems than are kept.
    MoreProblems = "W399", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One problem of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub severity: Severity,
    /// What is wrong, lower case, without control characters.
    pub message: String,
    /// Bytes of the text, on character boundaries; empty where something is missing.
    pub span: Range<usize>,
    /// What to do, one sentence.
    pub help: String,
}

/// The problems of one file, in the order found until [`Problems::finish`] sorts them.
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    suggested: usize,
    more: usize,
}

impl Problems {
    pub fn push(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.list.len() >= MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        let (message, help) = (message.into(), help.into());
        self.list.push(Problem { code, severity: code.severity(), message, span, help });
    }

    /// The help for a name that is not known: the nearest of `known`, or all of them where they are few.
    pub fn suggest<'a>(&mut self, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
        self.suggest_near(name, known).0
    }

    /// The help, and the known name that was probably meant.
    pub fn suggest_near<'a>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> (String, Option<&'a str>) {
        self.suggested += 1;
        // Comparing costs name x names: beyond what anybody reads it is not worth its time.
        let known: Vec<&str> = known.into_iter().take(1_000).collect();
        if self.suggested <= MOST_SUGGESTIONS
            && let Some(near) = super::names::nearest(name, known.iter().copied())
        {
            return (format!("did you mean {}?", super::names::quoted(near)), Some(near));
        }
        let help = match known.len() {
            0 => "there is none to choose from yet: add it first".to_owned(),
            1..=30 => format!("choose from: {}", known.join(", ")),
            many => format!("there are {many} to choose from; look at the spelling"),
        };
        (help, None)
    }

    pub fn has_errors(&self) -> bool {
        self.more > 0 || self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// In the order of the file; what stands in one place keeps the order in which it was found.
    pub fn finish(mut self, text: &str) -> Vec<Problem> {
        self.list.sort_by_key(|problem| (problem.span.start, problem.span.end));
        for problem in &mut self.list {
            problem.span = on_boundaries(text, problem.span.clone());
        }
        if self.more > 0 {
            let (code, end) = (Code::MoreProblems, text.len());
            self.list.push(Problem {
                code,
                severity: code.severity(),
                message: format!("and {} more problems", self.more),
                span: end..end,
                help: "mend these first and check again".to_owned(),
            });
        }
        self.list
    }
}

/// The span inside the text and on character boundaries, whatever was handed in.
fn on_boundaries(text: &str, span: Range<usize>) -> Range<usize> {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = down(span.start);
    start..down(span.end).max(start)
}

/// Where a byte of the text stands: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Finds lines and columns. Made once for a text, in linear time.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Positions<'a> {
    pub fn new(text: &'a str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(newlines).collect() }
    }

    /// Beyond the end counts as the end.
    pub fn of(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts[line - 1];
        let before = self.text.as_bytes()[start..byte].iter();
        // Bytes that begin a character; counting them needs no boundary at `byte`.
        let column = before.filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count() + 1;
        Position { line, column }
    }

    /// The bytes of the line, counted from 1, with its newline.
    pub fn line(&self, line: usize) -> Range<usize> {
        let at = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        at(line.saturating_sub(1))..at(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, byte: usize, line: usize, column: usize) {
        assert_eq!(Positions::new(text).of(byte), Position { line, column }, "byte {byte} of {text:?}");
    }

    #[test]
    fn bytes_become_lines_and_columns() {
        case("", 0, 1, 1);
        case("ab\ncd", 0, 1, 1);
        case("ab\ncd", 2, 1, 3);
        case("ab\ncd", 3, 2, 1);
        case("ab\ncd", 99, 2, 3);
        case("é\u{1F4DE}x\n", 6, 1, 3);
        case("a\n", 2, 2, 1);
    }

    #[test]
    fn codes_are_unique_and_say_their_severity() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let warns = code.name().starts_with('W');
            assert_eq!(code.severity() == Severity::Warning, warns, "{code}");
        }
    }

    #[test]
    fn a_flood_is_counted_not_kept() {
        let mut problems = Problems::default();
        for _ in 0..MOST_PROBLEMS + 7 {
            problems.push(Code::Empty, 0..0, "x", "y");
        }
        let list = problems.finish("");
        assert_eq!(list.len(), MOST_PROBLEMS + 1);
        assert_eq!(list.last().map(|last| last.message.as_str()), Some("and 7 more problems"));
    }
}
