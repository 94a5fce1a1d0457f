//! From the file as typed to the scenario as played: every name checked, every default filled in.
//!
//! What is missing or wrong is noted; the [`Scenario`] is made all the same and only handed out where
//! there was no error.

use super::draft::{Draft, EdgeDraft, FallbackDraft, Named, PersonDraft, StateDraft};
use super::fields::{Placed, Texts};
use super::model::*;
use super::names::quoted;
use super::problem::{Code, Problems};
use crate::call::{Kind, Outcome};
use std::collections::BTreeMap;

/// How often nothing, or nothing fitting, is answered before the fallback is taken.
pub const DEFAULT_LIMIT: u32 = 2;
/// Seconds of talk before a speaker cuts in. Our choice: an opening with greeting, specialty, years, two strengths
/// and the question takes about 20 at 150 words a minute.
pub const DEFAULT_RAMBLING_AFTER: f64 = 25.0;
/// Bad turns that a person bears who has no `patience` of their own.
pub const DEFAULT_PATIENCE: i32 = 3;

/// Lines for those that the author did not write. `authoring::check` asks for better ones.
fn plain_answer(key: &str) -> &'static [&'static str] {
    match key {
        "no_input" => &["Hello? Are you there?", "Are you still there?"],
        "no_match" => &["Sorry, I didn't follow that.", "Sorry, what was that about?"],
        "unclear" => &[
            "Sorry, you broke up there. Could you say that again?",
            "I can't hear you very well. Once more, please?",
        ],
        "unsure" => &["Do you want {a}, or {b}?", "Sorry, is it that you want {a}, or {b}?"],
        "rambling" => &["Sorry, let me stop you there.", "Let me cut in for a second."],
        "rude" => &["There's no need for that.", "I'd ask you to stay polite."],
        _ => &["Of course.", "Sure, I'll say it again."],
    }
}

pub(super) fn resolve(id: &str, draft: &Draft, problems: &mut Problems) -> Scenario {
    tables_are_there(draft, problems);
    names_are_single(draft, problems);
    super::lines::check_placeholders(draft, problems);
    super::secrets::check(draft, problems);
    let lost = draft.endings.iter().find(|(_, ending)| {
        ending.value.outcome.as_ref().is_some_and(|outcome| outcome.value == Outcome::Lost)
    });
    let mut names = Resolver { draft, lost: lost.map(|(id, _)| id.as_str()), problems };
    let cast = draft.cast.iter().map(|(id, entry)| (id.clone(), names.person(id, entry))).collect();
    let states = draft.states.iter().map(|(id, entry)| (id.clone(), names.state(&entry.value))).collect();
    let decks = names.decks();
    let endings = names.endings();
    let start = names.start();
    Scenario {
        id: id.to_owned(),
        title: text_of(&draft.title),
        kind: draft.kind.as_ref().map_or(Kind::FollowUp, |kind| kind.value),
        goal: text_of(&draft.goal),
        known: texts_of(&draft.known),
        brief: draft.brief.iter().filter_map(first_choice).collect(),
        choices: choices(draft),
        say_as: draft.say_as.iter().map(|(word, sound)| (word.value.clone(), sound.value.clone())).collect(),
        hidden: draft.hidden.iter().map(|(id, entry)| (id.clone(), texts_of(&entry.value.one_of))).collect(),
        facts: draft.facts.iter().map(|(id, entry)| (id.clone(), text_of(&entry.value.what))).collect(),
        needs: texts_of(&draft.needs),
        research: texts_of(&draft.research),
        rules: draft.rules.iter().map(|rule| rule.value.unsigned_abs()).collect(),
        start,
        cast,
        states,
        decks,
        endings,
        moves: moves(draft),
    }
}

fn text_of(text: &Option<Placed<String>>) -> String {
    text.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

fn texts_of(texts: &Texts) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn first_choice((key, texts): &(Placed<String>, Placed<Texts>)) -> Option<(String, String)> {
    texts.value.first().map(|text| (key.value.clone(), text.value.clone()))
}

fn choices(draft: &Draft) -> BTreeMap<String, Vec<String>> {
    let several = draft.brief.iter().filter(|(_, texts)| texts.value.len() > 1);
    several.map(|(key, texts)| (key.value.clone(), texts_of(&texts.value))).collect()
}

fn moves(draft: &Draft) -> BTreeMap<String, MoveEntry> {
    let entry = |entry: &super::draft::MoveDraft| MoveEntry {
        meaning: text_of(&entry.meaning),
        examples: texts_of(&entry.examples),
        counter_examples: texts_of(&entry.counter_examples),
    };
    draft.moves.iter().map(|(name, found)| (name.clone(), entry(&found.value))).collect()
}

/// Reports the tables that the file as a whole lacks.
fn tables_are_there(draft: &Draft, problems: &mut Problems) {
    for (absent, what, help) in [
        (draft.cast.is_empty(), "cast", "add who answers: `[cast.dana]` with `name` and `role`"),
        (
            draft.states.is_empty(),
            "state",
            "add the first state: `[state.reception]` with `speaker`, `says` and `on`",
        ),
        (
            draft.endings.is_empty(),
            "ending",
            "add how it can end: `[ending.interview]` with `outcome` and `summary`",
        ),
    ] {
        if absent {
            problems.push(Code::MissingKey, 0..0, format!("the scenario has no [{what}.NAME]"), help);
        }
    }
}

/// States, decks and endings share their names, since an edge names any of them.
fn names_are_single(draft: &Draft, problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let all = names_of("state", &draft.states)
        .chain(names_of("deck", &draft.decks))
        .chain(names_of("ending", &draft.endings));
    for (what, name, span) in all {
        if let Some(other) = seen.insert(name, what) {
            let message = format!("`{name}` names a {other} and this {what}");
            problems.push(
                Code::NameTwice,
                span,
                message,
                "give one of them another name: an edge could mean either",
            );
        }
    }
}

fn names_of<'d, T>(
    what: &'static str,
    named: &'d Named<T>,
) -> impl Iterator<Item = (&'static str, &'d str, std::ops::Range<usize>)> {
    named.iter().map(move |(name, entry)| (what, name.as_str(), entry.span.clone()))
}

struct Resolver<'d, 'p> {
    draft: &'d Draft,
    /// The first ending that means a lost call.
    lost: Option<&'d str>,
    problems: &'p mut Problems,
}

impl Resolver<'_, '_> {
    /// A target that exists, or a problem. `wanted` says which tables may hold it.
    fn target(&mut self, to: &Placed<String>, wanted: Target) -> String {
        let draft = self.draft;
        let name = to.value.as_str();
        let in_states = draft.states.contains_key(name);
        let in_decks = draft.decks.contains_key(name);
        let in_endings = draft.endings.contains_key(name);
        let (fits, what) = match wanted {
            Target::Any => (in_states || in_decks || in_endings, "a state, a deck or an ending"),
            Target::StateOrEnding => (in_states || in_endings, "a state or an ending"),
            Target::State => (in_states, "a state"),
            Target::Ending => (in_endings, "an ending"),
        };
        if !fits {
            let decks = draft.decks.keys().filter(|_| matches!(wanted, Target::Any));
            let endings = draft.endings.keys().filter(|_| !matches!(wanted, Target::State));
            let states = draft.states.keys().filter(|_| !matches!(wanted, Target::Ending));
            let known = states.chain(decks).chain(endings).map(String::as_str);
            let (help, meant) = self.problems.suggest_near(name, known);
            self.problems.push(
                Code::UnknownTarget,
                to.span.clone(),
                format!("{} is not {what}", quoted(name)),
                help,
            );
            // Taken for what was meant, so that one slip of the pen is not also an unreachable state.
            return meant.unwrap_or(name).to_owned();
        }
        to.value.clone()
    }

    fn speaker(&mut self, speaker: &Placed<String>) {
        if !self.draft.cast.contains_key(&speaker.value) {
            let help = self.problems.suggest(&speaker.value, self.draft.cast.keys().map(String::as_str));
            let message = format!("{} is not in the cast", quoted(&speaker.value));
            self.problems.push(Code::UnknownSpeaker, speaker.span.clone(), message, help);
        }
    }

    fn start(&mut self) -> String {
        match &self.draft.start {
            Some(start) => self.target(start, Target::State),
            None => String::new(),
        }
    }

    fn person(&mut self, id: &str, entry: &Placed<PersonDraft>) -> Person {
        let person = &entry.value;
        let out_of_patience = match (&person.out_of_patience, self.lost) {
            (Some(to), _) => self.target(to, Target::StateOrEnding),
            (None, Some(lost)) => lost.to_owned(),
            (None, None) => {
                let message =
                    format!("cast.{id} has no `out_of_patience`, and no ending has the outcome `lost`");
                let help = "say where lost patience leads: `out_of_patience = \"hung_up\"`";
                self.problems.push(Code::MissingKey, entry.span.clone(), message, help);
                String::new()
            }
        };
        let answer = |key: &str| match person.answers.get(key) {
            Some(lines) if !lines.is_empty() => texts_of(lines),
            _ => plain_answer(key).iter().map(|line| (*line).to_owned()).collect(),
        };
        Person {
            name: person.name.as_ref().map_or_else(|| capitalised(id), |name| name.value.clone()),
            role: text_of(&person.role),
            voice: person.voice,
            patience: person.patience.unwrap_or(DEFAULT_PATIENCE),
            mood: person.mood.unwrap_or(0),
            out_of_patience,
            barge_in: person.barge_in.unwrap_or_default(),
            no_input: answer("no_input"),
            no_match: answer("no_match"),
            unclear: answer("unclear"),
            unsure: answer("unsure"),
            rambling: answer("rambling"),
            rude: answer("rude"),
            repeat: answer("repeat"),
        }
    }

    fn state(&mut self, state: &StateDraft) -> State {
        if let Some(speaker) = &state.speaker {
            self.speaker(speaker);
        }
        State {
            speaker: text_of(&state.speaker),
            sound: state.sound,
            says: texts_of(&state.says),
            again: texts_of(&state.again),
            on: state.on.iter().map(|edge| self.edge(&edge.value)).collect(),
            no_input: self.fallback(state, state.no_input.as_ref()),
            no_match: self.fallback(state, state.no_match.as_ref()),
            rambling_after: state.rambling_after.unwrap_or(DEFAULT_RAMBLING_AFTER),
            hang_up: state.hang_up.as_ref().map(|to| self.target(to, Target::Ending)),
            rambling_to: state.rambling_to.as_ref().map(|to| self.target(to, Target::Any)),
            vocabulary: texts_of(&state.vocabulary),
            refuses: state.refuses,
            one_take: state.one_take,
            max_pause: state.max_pause,
            tells: texts_of(&state.tells),
        }
    }

    fn edge(&mut self, edge: &EdgeDraft) -> Edge {
        Edge {
            name: text_of(&edge.name),
            to: edge.to.as_ref().map(|to| self.target(to, Target::Any)),
            when: edge.when.iter().map(|condition| condition.value.clone()).collect(),
            says: texts_of(&edge.says),
            mood: edge.mood,
            patience: edge.patience,
            set: texts_of(&edge.set),
            tells: texts_of(&edge.tells),
        }
    }

    fn fallback(&mut self, state: &StateDraft, fallback: Option<&FallbackDraft>) -> Fallback {
        let to = match fallback.and_then(|fallback| fallback.to.as_ref()) {
            Some(to) => self.target(to, Target::Any),
            // Lost patience has its own problem where it is missing.
            None => out_of_patience(self.draft, state).or(self.lost).unwrap_or_default().to_owned(),
        };
        Fallback {
            says: fallback.map(|fallback| texts_of(&fallback.says)).unwrap_or_default(),
            limit: fallback.and_then(|fallback| fallback.limit).unwrap_or(DEFAULT_LIMIT),
            to,
        }
    }

    fn decks(&mut self) -> BTreeMap<String, Deck> {
        let draft = self.draft;
        let mut decks = BTreeMap::new();
        for (id, entry) in &draft.decks {
            let deck = &entry.value;
            let cards = deck.cards.iter().map(|card| self.target(card, Target::State)).collect();
            let then = deck.then.as_ref().map(|to| self.target(to, Target::Any)).unwrap_or_default();
            decks.insert(id.clone(), Deck { cards, draw: deck.draw, then });
        }
        decks
    }

    fn endings(&mut self) -> BTreeMap<String, Ending> {
        let draft = self.draft;
        let mut endings = BTreeMap::new();
        for (id, entry) in &draft.endings {
            let ending = &entry.value;
            if let Some(speaker) = &ending.speaker {
                self.speaker(speaker);
            }
            endings.insert(
                id.clone(),
                Ending {
                    outcome: ending.outcome.as_ref().map_or(Outcome::Lost, |outcome| outcome.value),
                    speaker: ending.speaker.as_ref().map(|speaker| speaker.value.clone()),
                    says: texts_of(&ending.says),
                    summary: text_of(&ending.summary),
                },
            );
        }
        endings
    }
}

#[derive(Clone, Copy)]
enum Target {
    Any,
    StateOrEnding,
    State,
    Ending,
}

/// Where the speaker's lost patience leads, as the author wrote it.
fn out_of_patience<'d>(draft: &'d Draft, state: &StateDraft) -> Option<&'d str> {
    let speaker = draft.cast.get(&state.speaker.as_ref()?.value)?;
    Some(speaker.value.out_of_patience.as_ref()?.value.as_str())
}

fn capitalised(id: &str) -> String {
    let mut letters = id.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
