//! Reads a file into a [`Draft`], key by key: the keys of the format are all here.
//!
//! A spanned TOML tree goes in, a draft comes out; every mistake is noted, none is fatal.

use super::condition;
use super::draft::{
    ANSWERS, DeckDraft, Draft, EdgeDraft, EndingDraft, FactDraft, FallbackDraft, HiddenDraft, MoveDraft,
    Named, PersonDraft, StateDraft,
};
use super::fields::{Fields, Placed};
use super::limits::{MOST_EDGES, MOST_EXAMPLES, MOST_MOVES, MOST_OTHERS, MOST_STATES, MOST_WORDINGS};
use super::problem::{Code, Problems};
use crate::call::{BargeIn, Kind, LineSound, Outcome, VoiceCharacter};
use toml::de::DeTable;

/// What `sound` may be, as files write it.
pub const SOUND_NAMES: [&str; 6] = ["ring", "hold", "transfer", "beep", "hang_up", "other_phone"];

/// The names that `barge_in` takes.
pub const BARGE_IN_NAMES: [&str; 3] = ["stop", "mind", "talk_on"];

const BARGE_IN: [(&str, BargeIn); 3] =
    [("stop", BargeIn::Stop), ("mind", BargeIn::Mind), ("talk_on", BargeIn::TalkOn)];

const SOUNDS: [(&str, LineSound); 6] = [
    ("ring", LineSound::Ring),
    ("hold", LineSound::Hold),
    ("transfer", LineSound::Transfer),
    ("beep", LineSound::Beep),
    ("hang_up", LineSound::HangUp),
    ("other_phone", LineSound::OtherPhone),
];

/// Reads the whole file.
pub(super) fn read(root: &DeTable<'_>, problems: &mut Problems) -> Draft {
    let mut top = Fields::new(root, "the scenario", 0..0, problems);
    format_is_known(&mut top);
    let kinds: Vec<(&str, Kind)> = Kind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
    let mut draft = Draft {
        title: top.text("title"),
        kind: top.one_of("kind", &kinds),
        goal: top.text("goal"),
        known: top.texts("known", MOST_OTHERS).unwrap_or_default(),
        needs: top.texts("needs", MOST_OTHERS).unwrap_or_default(),
        research: top.texts("research", MOST_OTHERS).unwrap_or_default(),
        rules: top.integers("rules", 1..=9_999).map(|rules| rules.value).unwrap_or_default(),
        start: top.name("start"),
        ..Draft::default()
    };
    if let Some(mut brief) = top.table("brief") {
        draft.brief = brief.all_lists(MOST_OTHERS);
    }
    if let Some(mut say_as) = top.table("say_as") {
        draft.say_as = say_as.all_texts(MOST_OTHERS);
    }
    draft.hidden = each(&mut top, "hidden", MOST_OTHERS, hidden);
    draft.facts = each(&mut top, "fact", MOST_OTHERS, fact);
    draft.cast = each(&mut top, "cast", MOST_OTHERS, person);
    draft.states = each(&mut top, "state", MOST_STATES, state);
    draft.decks = each(&mut top, "deck", MOST_OTHERS, deck);
    draft.endings = each(&mut top, "ending", MOST_OTHERS, ending);
    draft.moves = each(&mut top, "moves", MOST_MOVES, one_move);
    top_is_complete(&mut top);
    top.finish();
    draft
}

fn format_is_known(top: &mut Fields<'_, '_>) {
    match top.integer("format", 0..=i32::MAX) {
        Some(format) if format.value != 1 => {
            let message = format!("format {} is not known to this version", format.value);
            top.problems.push(
                Code::UnknownFormat,
                format.span,
                message,
                "write `format = 1`, or use a newer version",
            );
        }
        _ => {}
    }
    if !top.has("format") {
        top.missing("format", "write `format = 1` on the first line");
    }
}

/// A value that is there and wrong has its own problem already; only what is absent is missing.
fn top_is_complete(top: &mut Fields<'_, '_>) {
    for (key, help) in [
        ("title", "name the call in a few words: `title = \"...\"`"),
        ("kind", "say what kind of call it is: `kind = \"follow_up\"`, or one of the other six"),
        ("goal", "say what the caller wants to achieve: `goal = \"...\"`"),
        ("start", "name the state in which the telephone is answered: `start = \"...\"`"),
    ] {
        if !top.has(key) {
            top.missing(key, help);
        }
    }
}

fn each<'t, T>(
    top: &mut Fields<'t, '_>,
    key: &'static str,
    most: usize,
    read: fn(&mut Fields<'t, '_>) -> T,
) -> Named<T> {
    let tables = top.named(key, most);
    let mut named = Named::new();
    for (name, table) in tables {
        let mut fields = Fields::new(table, format!("{key}.{}", name.value), name.span.clone(), top.problems);
        let value = read(&mut fields);
        fields.finish();
        named.insert(name.value, Placed::new(value, name.span));
    }
    named
}

fn person(fields: &mut Fields<'_, '_>) -> PersonDraft {
    let mut person = PersonDraft {
        name: fields.text("name"),
        role: fields.text("role"),
        patience: fields.integer("patience", 1..=10).map(|patience| patience.value),
        mood: fields.integer("mood", -3..=3).map(|mood| mood.value),
        out_of_patience: fields.name("out_of_patience"),
        barge_in: fields.one_of("barge_in", &BARGE_IN).map(|barge_in| barge_in.value),
        ..PersonDraft::default()
    };
    if let Some(mut voice) = fields.table("voice") {
        // Beyond these the voice was measured to be hard to understand; see `call::VoiceCharacter`.
        person.voice = VoiceCharacter {
            pitch: voice.number("pitch", 0.5..=1.5).map_or(1.0, |pitch| pitch.value as f32),
            formant: voice.number("formant", 0.75..=1.2).map_or(1.0, |formant| formant.value as f32),
            pace: voice.number("pace", 0.7..=1.4).map_or(1.0, |pace| pace.value as f32),
        };
        voice.finish();
    }
    for key in ANSWERS {
        if let Some(lines) = fields.texts(key, MOST_WORDINGS) {
            person.answers.insert(key, lines);
        }
    }
    person
}

fn state(fields: &mut Fields<'_, '_>) -> StateDraft {
    let mut state = StateDraft {
        speaker: fields.name("speaker"),
        sound: fields.one_of("sound", &SOUNDS).map(|sound| sound.value),
        says: fields.texts("says", MOST_WORDINGS).unwrap_or_default(),
        again: fields.texts("again", MOST_WORDINGS).unwrap_or_default(),
        no_input: fallback(fields, "no_input"),
        no_match: fallback(fields, "no_match"),
        vocabulary: fields.texts("vocabulary", MOST_OTHERS).unwrap_or_default(),
        refuses: fields.boolean("refuses").unwrap_or(false),
        one_take: fields.boolean("one_take").unwrap_or(false),
        hang_up: fields.name("hang_up"),
        max_pause: fields.number("max_pause", 0.3..=10.0).map(|pause| pause.value),
        tells: fields.names("tells", MOST_OTHERS).unwrap_or_default(),
        ..StateDraft::default()
    };
    if let Some(mut rambling) = fields.table("rambling") {
        state.rambling_after = rambling.number("after", 5.0..=300.0).map(|after| after.value);
        state.rambling_to = rambling.name("to");
        rambling.finish();
    }
    for table in fields.tables("on", MOST_EDGES) {
        let mut fields = Fields::new(
            table.value,
            format!("an edge of {}", fields.name),
            table.span.clone(),
            fields.problems,
        );
        state.on.push(Placed::new(edge(&mut fields), table.span));
        fields.finish();
    }
    if !fields.has("speaker") {
        fields.missing("speaker", "name who speaks here, an id of the cast: `speaker = \"...\"`");
    }
    if !fields.has("says") {
        fields.missing("says", "give the line two or more wordings: `says = [\"...\", \"...\"]`");
    }
    state
}

fn fallback(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<FallbackDraft> {
    let mut fields = fields.table(key)?;
    let fallback = FallbackDraft {
        says: fields.texts("says", MOST_WORDINGS).unwrap_or_default(),
        limit: fields.integer("limit", 1..=10).map(|limit| limit.value.unsigned_abs()),
        to: fields.name("to"),
    };
    fields.finish();
    Some(fallback)
}

fn edge(fields: &mut Fields<'_, '_>) -> EdgeDraft {
    let mut edge = EdgeDraft {
        to: fields.name("to"),
        says: fields.texts("says", MOST_WORDINGS).unwrap_or_default(),
        mood: fields.integer("mood", -6..=6).map_or(0, |mood| mood.value),
        patience: fields.integer("patience", -10..=10).map_or(0, |patience| patience.value),
        set: fields.names("set", MOST_OTHERS).unwrap_or_default(),
        tells: fields.names("tells", MOST_OTHERS).unwrap_or_default(),
        ..EdgeDraft::default()
    };
    match fields.text("move") {
        Some(name) if name.value == "*" || super::names::is_name(&name.value) => edge.name = Some(name),
        Some(name) => {
            let message = format!("{} cannot be a move", super::names::quoted(&name.value));
            fields.problems.push(
                Code::BadName,
                name.span,
                message,
                "name a move of the lexicon, or `*` for anything",
            );
        }
        None if fields.has("move") => {}
        None => fields
            .missing("move", "name what the caller does: `move = \"ask_transfer\"`, or `*` for anything"),
    }
    let conditions = fields.texts("when", MOST_OTHERS);
    edge.when_unread = conditions.is_none() && fields.has("when");
    for text in conditions.unwrap_or_default() {
        match condition::parse(&text.value, fields.problems) {
            Ok(condition) => edge.when.push(Placed::new(condition, text.span)),
            Err((message, help)) => {
                edge.when_unread = true;
                fields.problems.push(Code::BadCondition, text.span, message, help);
            }
        }
    }
    edge
}

fn hidden(fields: &mut Fields<'_, '_>) -> HiddenDraft {
    let one_of = fields.names("one_of", MOST_OTHERS).unwrap_or_default();
    if !fields.has("one_of") {
        fields.missing("one_of", "name what the seed chooses from: `one_of = [\"yes\", \"no\"]`");
    }
    HiddenDraft { one_of }
}

fn fact(fields: &mut Fields<'_, '_>) -> FactDraft {
    let what = fields.text("what");
    if !fields.has("what") {
        fields.missing("what", "write the fact as a sentence: `what = \"{contact} runs the studio.\"`");
    }
    FactDraft { what }
}

fn deck(fields: &mut Fields<'_, '_>) -> DeckDraft {
    let cards = fields.names("cards", MOST_OTHERS).unwrap_or_default();
    let draw = fields.integers("draw", 0..=20);
    let draw_span = draw.as_ref().map_or(fields.place.clone(), |draw| draw.span.clone());
    let numbers: Vec<u32> =
        draw.iter().flat_map(|draw| &draw.value).map(|number| number.value.unsigned_abs()).collect();
    let draw = match numbers.as_slice() {
        [all] => [*all; 3],
        [easy, normal, hard] => [*easy, *normal, *hard],
        [] => [2; 3],
        _ => {
            let help = "write one number, or three for easy, normal and hard";
            fields.problems.push(
                Code::OutOfRange,
                draw_span.clone(),
                "`draw` needs one number or three",
                help,
            );
            [1; 3]
        }
    };
    if !fields.has("cards") {
        fields.missing("cards", "name the states to draw from: `cards = [\"...\"]`");
    }
    let then = fields.name("then");
    if !fields.has("then") {
        fields.missing("then", "name what comes after the cards: `then = \"...\"`");
    }
    DeckDraft { cards, draw, draw_span, then }
}

fn ending(fields: &mut Fields<'_, '_>) -> EndingDraft {
    let outcomes: Vec<(&str, Outcome)> =
        Outcome::ALL.iter().map(|outcome| (outcome.name(), *outcome)).collect();
    let ending = EndingDraft {
        outcome: fields.one_of("outcome", &outcomes),
        speaker: fields.name("speaker"),
        says: fields.texts("says", MOST_WORDINGS).unwrap_or_default(),
        summary: fields.text("summary"),
    };
    if !fields.has("outcome") {
        fields.missing(
            "outcome",
            "say what it means for the caller: `outcome = \"yes\"`, `later`, `no` or `lost`",
        );
    }
    if !fields.has("summary") {
        fields.missing("summary", "tell the caller in one sentence what came of it: `summary = \"...\"`");
    }
    if !ending.says.is_empty() && !fields.has("speaker") {
        fields.missing("speaker", "name who says the last line, or leave `says` out");
    }
    ending
}

fn one_move(fields: &mut Fields<'_, '_>) -> MoveDraft {
    let examples = fields.texts("examples", MOST_EXAMPLES).unwrap_or_default();
    let counter_examples = fields.texts("counter_examples", MOST_EXAMPLES).unwrap_or_default();
    let meaning = fields.text("meaning");
    if !fields.has("meaning") {
        fields.missing(
            "meaning",
            "finish the question \"do you want ...\": `meaning = \"to leave a message\"`",
        );
    }
    if !fields.has("examples") {
        fields
            .missing("examples", "give three or more ways in which a caller says it: `examples = [\"...\"]`");
    }
    MoveDraft { meaning, examples, counter_examples }
}
