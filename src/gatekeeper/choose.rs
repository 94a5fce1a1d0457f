//! Which edge a turn takes.
//!
//! Enters: a state, what was understood of the turn, and the memory. Leaves: a [`Choice`]. It says nothing and
//! changes nothing.

use super::state::{Memory, Place, Turn};
use crate::call::{Element, Meant, Understanding};
use crate::scenario::{Edge, State};

pub(super) const ASK_REPEAT: &str = "ask_repeat";
pub(super) const PUSHY_RUDE: &str = "pushy_rude";
/// Moves that everybody answers, whether a state lists them or not.
pub(super) const ALWAYS: [&str; 2] = [ASK_REPEAT, PUSHY_RUDE];

/// A second move of the same turn counts when it is at least this likely: callers often do several things at
/// once ("This is Ann, is Robert in?"). Well above even, because moves that sound alike rise together.
const ALSO_MEANT: f32 = 0.78;

/// "Say that again" and rudeness are answered anywhere from here on; below, the next likeliest move is taken that is at
/// least perhaps there.
const CLEAR_ENOUGH: f32 = 0.75;
const RUDE_ENOUGH: f32 = 0.5;
const PERHAPS: f32 = 0.28;
/// Nobody is sent away on less: a misunderstanding must not end a call.
const GIVE_UP: &str = "give_up";
const GONE_AT_LEAST: f32 = 0.36;

/// Elements that are a move by themselves. They help where a turn holds several moves and the embedding of the
/// whole turn shows only one.
const ELEMENT_MOVES: [(Element, &str); 13] = [
    (Element::SelfName, "give_name"),
    (Element::AskSpeak, "ask_transfer"),
    (Element::StrongClose, "request_meeting"),
    (Element::WeakClose, "request_meeting"),
    (Element::Reason, "reason_followup"),
    (Element::Reason, "reason_job"),
    (Element::FollowUp, "offer_callback"),
    (Element::Farewell, "thank_end"),
    (Element::Greeting, "greet"),
    (Element::AskLeads, "ask_leads"),
    (Element::CallbackNumber, "give_number"),
    (Element::Accomplishment, "pitch"),
    (Element::YearsExperience, "pitch"),
];

/// The reason of calls that ask and listen.
const LEARNS: &str = "reason_learn";

/// Nobody asks "do you want to be rude, or human resources?": such a doubt is answered as not understood.
const UNSPEAKABLE: [&str; 6] = ["evasive", "false_claim", "pushy_rude", "give_up", "thank_end", "ask_repeat"];

/// Moves that may come with a request to be put through.
const OPENINGS: [&str; 5] = ["greet", "give_name", "reason_followup", "reason_job", "referral"];

/// Words that fit nothing here, and sound rude more than anything else, are answered as rude from here on.
const RUDE_AT_LEAST: f32 = 0.02;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// The index of the edge in the state.
    Edge(usize),
    /// "Sorry, could you repeat that?"
    Repeat,
    Rude,
    /// Two readings: ask back.
    AskBack(String, String),
    /// Nothing that fits here.
    NoMatch,
}

/// The first edge whose move was meant and whose conditions hold; the behaviour that everybody has comes
/// before, where the state has no edge of its own for it.
pub(super) fn choose(
    state: &State,
    heard: &Understanding,
    turn: &Turn,
    memory: &Memory,
    at: Place,
) -> Choice {
    let meant = Moves::of(state, heard, turn, memory);
    if let Some(always) = meant.always(state) {
        return always;
    }
    let fits = |edge: &Edge| holds(edge, Some(turn), memory, at);
    // In doubt between two readings, what else was surely said decides first; the rest (`*`) comes last.
    let waits = |edge: &Edge| meant.doubt.is_some() && is_rest(edge);
    let sure = state.on.iter().position(|edge| meant.surely(&edge.name) && !waits(edge) && fits(edge));
    if let Some(index) = sure {
        return Choice::Edge(index);
    }
    if let Some((a, b)) = &meant.doubt {
        let edge_of = |name: &str| state.on.iter().position(|edge| edge.name == name && fits(edge));
        match (edge_of(a), edge_of(b)) {
            (Some(first), Some(second)) if state.on[first].to == state.on[second].to => {
                return Choice::Edge(first.min(second));
            }
            (Some(_), Some(_)) if [a, b].iter().any(|name| UNSPEAKABLE.contains(&name.as_str())) => {}
            (Some(_), Some(_)) => return Choice::AskBack(a.clone(), b.clone()),
            (Some(only), None) | (None, Some(only)) => return Choice::Edge(only),
            (None, None) => {}
        }
    }
    match state.on.iter().position(|edge| is_rest(edge) && fits(edge)) {
        Some(index) => Choice::Edge(index),
        None if sounds_rude(heard) => Choice::Rude,
        None => Choice::NoMatch,
    }
}

/// Whether all conditions of an edge hold; `turn` is `None` while the caller has not spoken yet.
pub(super) fn holds(edge: &Edge, turn: Option<&Turn>, memory: &Memory, at: Place) -> bool {
    let name = edge_name(edge);
    edge.when.iter().all(|condition| memory.holds(condition, &Place { edge: &name, ..at }, turn))
}

pub(super) fn edge_name(edge: &Edge) -> String {
    format!("{}/{}", edge.name, edge.to.as_deref().unwrap_or(""))
}

/// `*` without a condition on this turn's elements.
fn is_rest(edge: &Edge) -> bool {
    use crate::scenario::Test;
    edge.name == "*" && !edge.when.iter().any(|condition| matches!(condition.test, Test::Element(_)))
}

fn sounds_rude(heard: &Understanding) -> bool {
    heard.moves.first().is_some_and(|guess| guess.name == PUSHY_RUDE && guess.confidence >= RUDE_AT_LEAST)
}

fn likely(heard: &Understanding, name: &str) -> bool {
    heard.moves.iter().any(|guess| guess.name == name && guess.confidence >= ALSO_MEANT)
}

/// Nobody is rude, evasive or gone on the side: "okay" is also what people say who give up.
const NEVER_ASIDE: [&str; 5] = ["evasive", "false_claim", PUSHY_RUDE, "give_up", ASK_REPEAT];

/// Every move that is surely in the turn.
fn also_meant(heard: &Understanding) -> impl Iterator<Item = &str> {
    let names =
        heard.moves.iter().filter(|guess| guess.confidence >= ALSO_MEANT).map(|guess| guess.name.as_str());
    names.filter(|name| !NEVER_ASIDE.contains(name))
}

struct Moves<'a> {
    sure: Vec<&'a str>,
    doubt: Option<(String, String)>,
    primary: Option<&'a str>,
}

impl<'a> Moves<'a> {
    fn of(state: &State, heard: &'a Understanding, turn: &Turn, memory: &Memory) -> Self {
        let mut sure: Vec<&str> = Vec::new();
        let mut doubt = None;
        let mut primary = None;
        // What everybody answers must be clearer than what the state waits for: with few moves to choose from, one of
        // these is always the nearest.
        let faint = |name: &str| {
            let guess = heard.moves.iter().find(|guess| guess.name == name);
            let listed = state.on.iter().any(|edge| edge.name == name);
            let bar = match name {
                GIVE_UP => GONE_AT_LEAST,
                ASK_REPEAT if !listed => CLEAR_ENOUGH,
                PUSHY_RUDE if !listed => RUDE_ENOUGH,
                _ => 0.0,
            };
            guess.is_some_and(|guess| guess.confidence < bar)
        };
        match &heard.meant {
            Meant::Move(name) | Meant::Uncertain(name, _) if faint(name) => {
                let next = heard.moves.iter().find(|guess| !faint(&guess.name));
                if let Some(next) = next.filter(|guess| guess.confidence >= PERHAPS) {
                    sure.push(&next.name);
                    primary = Some(next.name.as_str());
                }
            }
            Meant::Move(name) => {
                sure.push(name);
                primary = Some(name.as_str());
                sure.extend(also_meant(heard));
            }
            // Asked back once already: the likelier one it is.
            Meant::Uncertain(a, _) if memory.asked_back.is_some() => sure.push(a),
            // Two things done at once are no doubt between them, nor is a third.
            Meant::Uncertain(a, b) if likely(heard, a) && likely(heard, b) => {
                sure.extend(also_meant(heard));
            }
            Meant::Uncertain(a, b) => doubt = Some((a.clone(), b.clone())),
            Meant::None => {}
        }
        let lists = |name: &str| state.on.iter().any(|edge| edge.name == name);
        for (element, name) in ELEMENT_MOVES {
            // Where callers come to learn, a reason is no word of a job.
            let listed = lists(name) && !(element == Element::Reason && lists(LEARNS));
            if listed && heard.has(element) && !sure.contains(&name) {
                sure.push(name);
            }
        }
        // Who names the contact at the front desk and asks for nothing else wants to speak to them.
        let opening = primary.is_none_or(|name| OPENINGS.contains(&name));
        if turn.names_contact && opening && doubt.is_none() {
            sure.push("ask_transfer");
        }
        Self { sure, doubt, primary }
    }

    fn surely(&self, name: &str) -> bool {
        name == "*" || self.sure.contains(&name)
    }

    fn always(&self, state: &State) -> Option<Choice> {
        let primary = self.primary?;
        if state.on.iter().any(|edge| edge.name == primary) {
            return None;
        }
        match primary {
            ASK_REPEAT => Some(Choice::Repeat),
            PUSHY_RUDE => Some(Choice::Rude),
            _ => None,
        }
    }
}
