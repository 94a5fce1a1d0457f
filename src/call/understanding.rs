//! What the caller's words meant.

use super::Element;
use serde::{Deserialize, Serialize};

/// One element of the labelling guide, with the words that carry it.
/// `start` and `end` are byte offsets into the turn's text, on character boundaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementFound {
    pub element: Element,
    pub quote: String,
    pub start: usize,
    pub end: usize,
    /// 0 to 1.
    pub confidence: f32,
}

/// A move and how likely it was meant, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoveGuess {
    #[serde(rename = "move")]
    pub name: String,
    pub confidence: f32,
}

/// The verdict over a state's moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// One move, clearly.
    Move(String),
    /// Two readings too close to choose between: ask back.
    Uncertain(String, String),
    /// None of the state's moves.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// The caller's own name.
    CallerName,
    /// Another person that the caller named.
    Person,
    /// A name that was spelled, letter by letter ("Swann").
    Spelled,
    /// A telephone number, digits only (a leading + kept, an extension as in "6125550199 ext. 21").
    Telephone,
    /// A day or time, as said ("thursday at two").
    Time,
    /// Where the caller works or calls from ("Harbor Foods").
    Company,
    /// A part of a company, as said ("quality control department").
    Department,
    /// A count with what is counted, as said ("twelve years", "35 percent").
    Amount,
}

/// Something that the caller said and the gatekeeper can remember.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub kind: FactKind,
    pub value: String,
    pub start: usize,
    pub end: usize,
}

/// Everything that was understood from one turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Understanding {
    pub meant: Meant,
    /// The state's moves, most likely first.
    pub moves: Vec<MoveGuess>,
    pub elements: Vec<ElementFound>,
    pub facts: Vec<Fact>,
}

impl Understanding {
    pub fn has(&self, element: Element) -> bool {
        self.elements.iter().any(|found| found.element == element)
    }
}
