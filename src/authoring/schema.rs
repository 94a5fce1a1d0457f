//! A JSON Schema of scenario files, for editors that complete keys and mark mistakes while one types.
//!
//! The words of the format go in, from the same constants that the reader uses; a schema comes out. It says less than
//! `check`: targets, moves and the course of the call are not a schema's business.

use crate::call::{Difficulty, Element, Kind, Outcome};
use crate::scenario::{BARGE_IN_NAMES, LONGEST_NAME, SOUND_NAMES, limits};
use serde_json::{Value, json};

/// JSON Schema, draft 2020-12.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coldcall scenario",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "title", "kind", "goal", "start", "cast", "state", "ending"],
        "properties": {
            "format": { "const": 1 },
            "title": text("a few words, for lists"),
            "kind": one_of(Kind::ALL.iter().map(|kind| kind.name()), "decides which rules score the call"),
            "goal": text("what the caller wants, told before the telephone rings"),
            "start": name("the state in which the telephone is answered"),
            "known": texts("what the caller knows beforehand, in sentences", limits::MOST_OTHERS),
            "needs": texts("words that make a strength relevant to this company", limits::MOST_OTHERS),
            "research": texts("facts that research would have found", limits::MOST_OTHERS),
            "rules": {
                "description": "numbers of the rule book that this call exercises",
                "anyOf": [{ "type": "integer" }, { "type": "array", "items": { "type": "integer", "minimum": 1 } }]
            },
            "brief": named(texts("a value for a placeholder, or a list of which the seed draws one", limits::MOST_WORDINGS), "values for placeholders"),
            "say_as": named(text("how the word sounds"), "words that the voice would say wrong"),
            "hidden": named(table(&["one_of"], json!({ "one_of": names("what the seed chooses from") })), "what the seed decides"),
            "fact": named(table(&["what"], json!({ "what": text("the fact in a sentence") })), "what the caller can learn"),
            "cast": named(person(), "the people"),
            "state": named(state(), "a line of the conversation and what may follow"),
            "deck": named(deck(), "states dealt in the order of the seed"),
            "ending": named(ending(), "how the call can end"),
            "moves": named(a_move(), "what this scenario adds to what a caller can do"),
        }
    })
}

fn person() -> Value {
    let lines = |what: &str| texts(what, limits::MOST_WORDINGS);
    table(
        &[],
        json!({
            "name": text("as captions show it"),
            "role": text("for example receptionist"),
            "voice": table(&[], json!({
                "pitch": number(0.5, 1.5, "below 1 is deeper"),
                "formant": number(0.75, 1.2, "below 1 sounds bigger"),
                "pace": number(0.7, 1.4, "above 1 is faster"),
            })),
            "patience": integer(1, 10, "bad turns that are borne"),
            "mood": integer(-3, 3, "hostile to warm"),
            "out_of_patience": name("the state or ending that lost patience leads to"),
            "barge_in": one_of(BARGE_IN_NAMES, "what they do when the caller speaks while they speak"),
            "no_input": lines("answers to silence"),
            "no_match": lines("answers to words that fit nothing"),
            "unclear": lines("answers to mumbling"),
            "unsure": lines("answers to two possible readings, {a} and {b}"),
            "rambling": lines("answers to a turn too long"),
            "rude": lines("answers to rudeness"),
            "repeat": lines("said before a line is said again"),
        }),
    )
}

fn state() -> Value {
    let lines = |what: &str| texts(what, limits::MOST_WORDINGS);
    table(
        &["speaker", "says"],
        json!({
            "speaker": name("an id of the cast"),
            "sound": one_of(SOUND_NAMES, "what the telephone does"),
            "says": lines("wordings, of which the seed chooses one"),
            "again": lines("wordings for a second and later visit"),
            "on": { "description": "edges, tried from top to bottom", "anyOf": [edge(), { "type": "array", "items": edge(), "maxItems": limits::MOST_EDGES }] },
            "no_input": fallback("when nobody speaks"),
            "no_match": fallback("when the words fit nothing"),
            "rambling": table(&[], json!({
                "after": number(5.0, 300.0, "seconds of talk after which the speaker cuts in"),
                "to": name("where that leads"),
            })),
            "vocabulary": texts("names and terms that may be said here", limits::MOST_OTHERS),
            "refuses": boolean("the line refuses: the next turn is read as an answer to that"),
            "one_take": boolean("a voicemail's recording"),
            "hang_up": name("the ending where the caller hangs up here"),
            "max_pause": number(0.3, 10.0, "longest thinking pause in seconds"),
            "tells": names("facts that the line tells in each of its wordings"),
        }),
    )
}

fn edge() -> Value {
    table(
        &["move"],
        json!({
            "move": { "type": "string", "description": "what the caller does, or * for anything" },
            "to": name("a state, a deck or an ending; without it the call stays"),
            "when": conditions(),
            "says": texts("said on the way", limits::MOST_WORDINGS),
            "mood": integer(-6, 6, "what the move does to the mood"),
            "patience": integer(-10, 10, "what the move does to the patience"),
            "set": names("flags to remember"),
            "tells": names("facts that these words tell"),
        }),
    )
}

fn conditions() -> Value {
    let words = |names: Vec<&str>| names.join("|");
    let elements = words(Element::ALL.iter().map(|element| element.name()).collect());
    let levels = words(Difficulty::ALL.iter().map(|level| level.name()).collect());
    let pattern = format!(
        "^ *(not +)?(({elements})|said +({elements})|flag +[A-Za-z0-9_-]+|(mood|patience|visit) *(>=|<) *-?[0-9]+|{levels}|chance +[0-9.]+|hidden +[A-Za-z0-9_-]+ +[A-Za-z0-9_-]+|knows +[A-Za-z0-9_-]+) *$"
    );
    let one = json!({ "type": "string", "pattern": pattern });
    json!({ "description": "all must hold", "anyOf": [one.clone(), { "type": "array", "items": one }] })
}

fn fallback(what: &str) -> Value {
    let mut value = table(
        &[],
        json!({
            "says": texts("answers", limits::MOST_WORDINGS),
            "limit": integer(1, 10, "so often in a row, then `to`"),
            "to": name("a state, a deck or an ending"),
        }),
    );
    value["description"] = json!(what);
    value
}

fn deck() -> Value {
    let draw = integer(0, 20, "cards to deal");
    table(
        &["cards", "then"],
        json!({
            "cards": names("states"),
            "draw": { "description": "how many: one number, or three for easy, normal and hard",
                "anyOf": [draw, { "type": "array", "items": draw, "minItems": 1, "maxItems": 3 }] },
            "then": name("what comes after the cards"),
        }),
    )
}

fn ending() -> Value {
    table(
        &["outcome", "summary"],
        json!({
            "outcome": one_of(Outcome::ALL.iter().map(|outcome| outcome.name()), "what it means for the caller"),
            "speaker": name("who says the last line"),
            "says": texts("the last line", limits::MOST_WORDINGS),
            "summary": text("what came of it, in a sentence"),
        }),
    )
}

fn a_move() -> Value {
    table(
        &["meaning", "examples"],
        json!({
            "meaning": text("finishes the question: do you want ...?"),
            "examples": texts("ways in which callers say it", limits::MOST_EXAMPLES),
            "counter_examples": texts("what sounds alike and means something else", limits::MOST_EXAMPLES),
        }),
    )
}

fn table(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn named(of: Value, what: &str) -> Value {
    json!({ "description": what, "type": "object", "propertyNames": { "pattern": name_pattern() }, "additionalProperties": of })
}

fn name_pattern() -> String {
    format!("^[A-Za-z0-9_-]{{1,{LONGEST_NAME}}}$")
}

fn text(what: &str) -> Value {
    json!({ "description": what, "type": "string", "minLength": 1, "maxLength": limits::LONGEST_TEXT })
}

fn name(what: &str) -> Value {
    json!({ "description": what, "type": "string", "pattern": name_pattern() })
}

fn texts(what: &str, most: usize) -> Value {
    let one = json!({ "type": "string", "minLength": 1, "maxLength": limits::LONGEST_TEXT });
    json!({ "description": what, "anyOf": [one.clone(), { "type": "array", "items": one, "minItems": 1, "maxItems": most }] })
}

fn names(what: &str) -> Value {
    let one = json!({ "type": "string", "pattern": name_pattern() });
    json!({ "description": what, "anyOf": [one.clone(), { "type": "array", "items": one, "minItems": 1 }] })
}

fn one_of<'n>(names: impl IntoIterator<Item = &'n str>, what: &str) -> Value {
    json!({ "description": what, "enum": names.into_iter().collect::<Vec<_>>() })
}

fn number(least: f64, most: f64, what: &str) -> Value {
    json!({ "description": what, "type": "number", "minimum": least, "maximum": most })
}

fn integer(least: i32, most: i32, what: &str) -> Value {
    json!({ "description": what, "type": "integer", "minimum": least, "maximum": most })
}

fn boolean(what: &str) -> Value {
    json!({ "description": what, "type": "boolean" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Code, Problems, builtin, rungs};
    use boon::{Compiler, SchemaIndex, Schemas};

    struct Validator {
        schemas: Schemas,
        of: SchemaIndex,
    }

    impl Validator {
        fn new() -> Self {
            let mut schemas = Schemas::new();
            let mut compiler = Compiler::new();
            compiler.add_resource("scenario.json", schema()).unwrap();
            let of = compiler.compile("scenario.json", &mut schemas).expect("a JSON Schema");
            Self { schemas, of }
        }

        fn problem(&self, scenario: &str) -> Option<String> {
            let value: Value = toml::from_str(scenario).unwrap();
            self.schemas.validate(&value, self.of).err().map(|error| error.to_string())
        }
    }

    #[test]
    fn every_shipped_scenario_fits_the_schema() {
        let validator = Validator::new();
        for shipped in builtin().iter().chain(rungs()) {
            assert_eq!(validator.problem(shipped.text), None, "{}", shipped.id);
        }
    }

    const SMALL: &str = r#"
format = 1
title = "Small"
kind = "cold"
goal = "See."
start = "a"
[cast.sam]
name = "Sam"
patience = 3
[state.a]
speaker = "sam"
sound = "ring"
says = ["Hello?", "Yes?", "Sam."]
on = [{ move = "greet", when = ["not strong_close", "mood >= 1"], to = "bye" }]
no_match = { limit = 2, to = "bye" }
[ending.bye]
outcome = "later"
summary = "Bye."
"#;

    #[test]
    fn a_slip_does_not_fit() {
        let validator = Validator::new();
        assert_eq!(validator.problem(SMALL), None);
        for (right, wrong) in [
            ("format = 1", "format = 2"),
            ("kind = \"cold\"", "kind = \"chilly\""),
            ("goal = \"See.\"\n", ""),
            ("patience = 3", "patience = 30"),
            ("patience = 3", "patients = 3"),
            ("speaker = \"sam\"", "speaker = \"sam smith\""),
            ("sound = \"ring\"", "sound = \"bark\""),
            ("says = [\"Hello?\", \"Yes?\", \"Sam.\"]", "says = []"),
            ("says = [\"Hello?\", \"Yes?\", \"Sam.\"]", "says = 5"),
            ("move = \"greet\", ", ""),
            ("not strong_close", "never strong_close"),
            ("limit = 2", "limit = \"two\""),
            ("outcome = \"later\"", "outcome = \"perhaps\""),
            ("summary = \"Bye.\"", "ending = \"Bye.\""),
            ("[ending.bye]", "[endings.bye]"),
        ] {
            let scenario = SMALL.replacen(right, wrong, 1);
            assert_ne!(scenario, SMALL, "{right}");
            assert!(validator.problem(&scenario).is_some(), "{wrong:?} fits");
        }
    }

    /// Where the schema lets a key stand, by the table's name in a file.
    fn keys<'s>(schema: &'s Value, at: String, all: &mut Vec<(String, &'s str)>) {
        let Some(properties) = schema["properties"].as_object() else { return };
        for (key, value) in properties {
            all.push((at.clone(), key));
            let named = &value["additionalProperties"];
            let inner = if named.is_object() { named } else { value };
            let name = if named.is_object() { format!("{key}.x") } else { key.clone() };
            keys(inner, if at.is_empty() { name } else { format!("{at}.{name}") }, all);
        }
    }

    #[test]
    fn every_key_of_the_schema_is_known_to_the_reader() {
        let schema = schema();
        let mut all = Vec::new();
        keys(&schema, String::new(), &mut all);
        keys(
            &schema["properties"]["state"]["additionalProperties"]["properties"]["on"]["anyOf"][0],
            "edge".into(),
            &mut all,
        );
        assert!(all.len() > 60, "{}", all.len());
        let unknown = |text: &str| {
            let mut problems = Problems::default();
            let _ = crate::scenario::read("x", text, &mut problems);
            problems.finish(text).iter().any(|problem| problem.code == Code::UnknownKey)
        };
        assert!(unknown("[state.x]\nsay = 0"));
        for (at, key) in all {
            let text = match at.as_str() {
                "" => format!("{key} = 0"),
                "edge" => format!("[[state.x.on]]\n{key} = 0"),
                at => format!("[{at}]\n{key} = 0"),
            };
            assert!(!unknown(&text), "the reader does not know {text}");
        }
    }
}
