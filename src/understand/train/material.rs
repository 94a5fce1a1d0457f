//! The elements' training material: labelled sentences and whole turns.
//!
//! Text files enter, messages of labelled segments leave. `= labels` labels the lines below it, `=! labels` the
//! same after a refusal; in a line with braces each stretch ends in its own `{labels}`.

use super::super::UnderstandError;
use crate::call::Element;

/// A stretch of a message and what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub text: String,
    pub elements: Vec<Element>,
}

/// One message: a sentence, or a whole turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub segments: Vec<Segment>,
    pub after_refusal: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Material {
    pub messages: Vec<Message>,
}

impl Material {
    /// The material that is shipped beside the head made from it.
    pub fn builtin() -> Result<Self, UnderstandError> {
        let mut material = Self::parse(include_str!("../../../models/understanding/elements-phrases.txt"))?;
        let turns = Self::parse(include_str!("../../../models/understanding/elements-turns.txt"))?;
        material.messages.extend(turns.messages);
        Ok(material)
    }

    pub fn parse(text: &str) -> Result<Self, UnderstandError> {
        let mut messages = Vec::new();
        let mut labels: Vec<Element> = Vec::new();
        let mut refusal = false;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(rest) = line.strip_prefix('=') {
                refusal = rest.starts_with('!');
                labels = elements(rest.trim_start_matches('!'), index + 1)?;
                continue;
            }
            let segments = if line.contains('{') {
                segments(line, index + 1)?
            } else {
                vec![Segment { text: line.to_string(), elements: labels.clone() }]
            };
            messages.push(Message { segments, after_refusal: refusal });
        }
        Ok(Self { messages })
    }
}

fn elements(names: &str, line: usize) -> Result<Vec<Element>, UnderstandError> {
    let unknown =
        |name: &str| UnderstandError::Material { line, problem: format!("no element is called {name:?}") };
    names.split_whitespace().map(|name| Element::from_name(name).ok_or_else(|| unknown(name))).collect()
}

fn segments(line: &str, number: usize) -> Result<Vec<Segment>, UnderstandError> {
    let mut segments = Vec::new();
    for part in line.split_inclusive('}') {
        let Some((text, labels)) = part.strip_suffix('}').and_then(|part| part.split_once('{')) else {
            let problem = format!("{part:?} has no labels; end it with {{}} where it carries none");
            return Err(UnderstandError::Material { line: number, problem });
        };
        segments.push(Segment { text: text.trim().to_string(), elements: elements(labels, number)? });
    }
    Ok(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_messages() {
        let text = "= thanks\nThank you.\n=! \nNo idea. {} Bye! {farewell}\n";
        let material = Material::parse(text).unwrap();
        assert_eq!(material.messages[0].segments[0].elements, [Element::Thanks]);
        assert!(material.messages[1].after_refusal);
        assert_eq!(material.messages[1].segments[1].text, "Bye!");
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = Material::parse("= thanks\n= thank\n").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("thank"), "{error}");
        assert!(Material::parse("= \nHello {greeting} there").is_err());
    }

    #[test]
    fn the_shipped_material_covers_every_element() {
        let material = Material::builtin().unwrap();
        assert!(material.messages.len() >= 600, "{}", material.messages.len());
        for element in Element::ALL {
            let count = material
                .messages
                .iter()
                .filter(|m| m.segments.iter().any(|s| s.elements.contains(element)))
                .count();
            assert!(count >= 12, "{element}: {count}");
        }
    }
}
