//! Phrases of the grammar: a small pattern over tokens, compiled once, matched in linear time.
//!
//! A pattern is words with spaces between: `a|b` alternatives, `word?` optional, `*` any one token, `*3` up to
//! three tokens (as few as fit), `^` the start of a clause, `$` the end of one, `@day` a class of words. It knows
//! tokens and their classes, not what a match means.

use super::turn::Turn;

/// What a token can be besides its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Name,
    Number,
    Day,
    Time,
    Role,
    Telephone,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Words { any_of: Vec<&'static str>, optional: bool },
    Class { class: Class, optional: bool },
    Gap(usize),
    One,
    ClauseStart,
    ClauseEnd,
}

/// A compiled phrase.
#[derive(Debug, Clone)]
pub struct Pattern {
    steps: Vec<Step>,
}

impl Pattern {
    /// Compiles a phrase of the grammar's own tables.
    pub fn new(phrase: &'static str) -> Self {
        Self { steps: phrase.split_whitespace().map(step).collect() }
    }

    /// The end (exclusive) of the shortest match that begins at token `at`, if one does.
    pub fn match_at(&self, turn: &Turn, at: usize) -> Option<usize> {
        match_steps(&self.steps, turn, at).filter(|end| *end > at)
    }
}

fn step(word: &'static str) -> Step {
    match word {
        "^" => return Step::ClauseStart,
        "$" => return Step::ClauseEnd,
        "*" => return Step::One,
        _ => {}
    }
    if let Some(most) = word.strip_prefix('*').and_then(|most| most.parse().ok()) {
        return Step::Gap(most);
    }
    let (word, optional) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
    let class = match word {
        "@name" => Class::Name,
        "@num" => Class::Number,
        "@day" => Class::Day,
        "@time" => Class::Time,
        "@role" => Class::Role,
        "@phone" => Class::Telephone,
        _ => return Step::Words { any_of: word.split('|').collect(), optional },
    };
    Step::Class { class, optional }
}

fn match_steps(steps: &[Step], turn: &Turn, at: usize) -> Option<usize> {
    let Some((first, rest)) = steps.split_first() else { return Some(at) };
    match first {
        Step::ClauseStart => turn.starts_clause(at).then(|| match_steps(rest, turn, at)).flatten(),
        Step::ClauseEnd => turn.ends_clause(at).then(|| match_steps(rest, turn, at)).flatten(),
        Step::One => (at < turn.tokens.len()).then(|| match_steps(rest, turn, at + 1)).flatten(),
        Step::Gap(most) => {
            (0..=*most).filter(|n| at + n <= turn.tokens.len()).find_map(|n| match_steps(rest, turn, at + n))
        }
        Step::Words { any_of, optional } => {
            let here = turn.tokens.get(at).is_some_and(|token| any_of.contains(&token.text.as_str()));
            one(here, *optional, rest, turn, at)
        }
        Step::Class { class, optional } => one(is_class(*class, turn, at), *optional, rest, turn, at),
    }
}

fn one(here: bool, optional: bool, rest: &[Step], turn: &Turn, at: usize) -> Option<usize> {
    let taken = if here { match_steps(rest, turn, at + 1) } else { None };
    taken.or_else(|| if optional { match_steps(rest, turn, at) } else { None })
}

fn is_class(class: Class, turn: &Turn, at: usize) -> bool {
    let Some(token) = turn.tokens.get(at) else { return false };
    match class {
        Class::Name => turn.person[at],
        Class::Number => turn.numbers.iter().any(|number| (number.first..=number.last).contains(&at)),
        Class::Telephone => turn.telephones.iter().any(|phone| (phone.first..=phone.last).contains(&at)),
        Class::Day => token.is(DAYS),
        Class::Time => token.is(DAYS) || token.is(TIMES),
        Class::Role => is_role(&token.text),
    }
}

pub const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
];
pub const TIMES: &[&str] = &[
    "today",
    "tomorrow",
    "tonight",
    "morning",
    "mornings",
    "afternoon",
    "afternoons",
    "evening",
    "noon",
    "lunch",
    "week",
    "weekend",
    "month",
    "later",
    "soon",
    "oclock",
    "am",
    "pm",
    "quarter",
    "half",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Occupations that no suffix gives away.
const ROLES: &[&str] = &[
    "nurse",
    "chef",
    "cook",
    "clerk",
    "buyer",
    "coach",
    "pilot",
    "mechanic",
    "guard",
    "agent",
    "analyst",
    "architect",
    "barber",
    "butcher",
    "cashier",
    "chemist",
    "dentist",
    "electrician",
    "foreman",
    "graduate",
    "intern",
    "janitor",
    "lawyer",
    "librarian",
    "machinist",
    "major",
    "paralegal",
    "pharmacist",
    "physicist",
    "plumber",
    "professional",
    "programmer",
    "receptionist",
    "rep",
    "representative",
    "secretary",
    "student",
    "surgeon",
    "tech",
    "technician",
    "temp",
    "therapist",
    "vet",
    "waiter",
    "waitress",
    "assistant",
    "associate",
    "attorney",
    "consultant",
    "accountant",
    "economist",
    "journalist",
    "specialist",
    "statistician",
    "salesman",
    "saleswoman",
    "salesperson",
    "biologist",
    "psychologist",
    "geologist",
    "tailor",
    "hygienist",
    "dietitian",
    "florist",
    "pianist",
    "apprentice",
    "trainee",
    "veteran",
    "engineer",
    "carpenter",
    "bartender",
    "supervisor",
    "coordinator",
    "administrator",
    "sergeant",
    "medic",
];
/// Words that end like an occupation and are none.
const NOT_ROLES: &[&str] = &[
    "her",
    "over",
    "after",
    "under",
    "other",
    "another",
    "number",
    "ever",
    "never",
    "better",
    "letter",
    "offer",
    "paper",
    "later",
    "rather",
    "whether",
    "together",
    "either",
    "neither",
    "water",
    "computer",
    "newsletter",
    "september",
    "october",
    "november",
    "december",
    "quarter",
    "order",
    "matter",
    "center",
    "winter",
    "summer",
    "dinner",
    "member",
    "for",
    "or",
    "floor",
    "door",
    "major",
    "minor",
    "color",
    "favor",
    "honor",
    "prior",
    "labor",
    "error",
    "customer",
    "former",
    "super",
    "proper",
    "per",
    "user",
    "answer",
    "power",
    "tower",
    "remember",
    "consider",
    "cover",
    "hour",
    "first",
    "list",
    "exist",
    "best",
    "just",
    "most",
    "last",
    "must",
    "past",
    "cost",
    "interest",
    "request",
    "computer",
    "available",
    "doctor",
    "brother",
    "father",
    "mother",
    "sister",
    "daughter",
    "partner",
    "corner",
    "career",
    "transfer",
    "chapter",
    "wonder",
    "bother",
    "river",
    "silver",
    "newspaper",
    "higher",
    "lower",
    "faster",
    "longer",
    "shorter",
    "bigger",
    "older",
    "younger",
    "earlier",
    "easier",
    "cheaper",
    "further",
    "larger",
    "your",
    "our",
    "sir",
    "mayor",
    "dozer",
    "er",
];

fn is_role(word: &str) -> bool {
    if ROLES.contains(&word) {
        return true;
    }
    word.len() > 5
        && (word.ends_with("er") || word.ends_with("or") || word.ends_with("ist") || word.ends_with("cian"))
        && !NOT_ROLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(phrase: &'static str, text: &str, expected: Option<&str>) {
        let turn = Turn::read(text);
        let pattern = Pattern::new(phrase);
        let found = (0..turn.tokens.len())
            .find_map(|at| pattern.match_at(&turn, at).map(|end| turn.quote(at, end).to_string()));
        assert_eq!(found.as_deref(), expected, "{phrase:?} in {text:?}");
    }

    #[test]
    fn steps_match_as_documented() {
        case("my name is @name", "Hi, my name is Ann Lee.", Some("my name is Ann"));
        case("call|phone me *2 at", "Please phone me back at five", Some("phone me back at"));
        case("^ is @name in", "Hello. Is Karen in?", Some("Is Karen in"));
        case("could you? see", "could see", Some("could see"));
        case("thanks $", "thanks to him", None);
        case("on @day", "I'm free on Monday", Some("on Monday"));
    }
}
