//! The pitch: who you are and what you bring, in the articles' order and said straight.
//!
//! What enters: the story of a call. What leaves: verdicts on greeting, name, specialty, years, strengths,
//! result, relevance, research, benefit, hedges and order. This file must not know the points.

use super::check::{Verdict, said, told};
use super::phrases::{count_all, tokens};
use super::story::{Mention, Story};
use crate::call::{Element, Evidence};

/// Rule 40. Greeting the person who decides counts most; greeting only whoever picked up counts partly.
pub(super) fn greeting(story: &Story) -> Verdict {
    let first = story.said.first().map(|said| said.turn);
    let first_to_decider = story.to_decider().next().map(|said| said.turn);
    let better = opening_sentence(story);
    let greetings: Vec<Mention> = story.mentions(Element::Greeting).collect();
    let in_turn = |turn: Option<usize>| greetings.iter().find(|mention| Some(mention.said.turn) == turn);
    let wanted = if story.reached { first_to_decider.or(first) } else { first };
    if let Some(mention) = in_turn(wanted) {
        return Verdict::full(vec![mention.evidence()]);
    }
    match in_turn(first).or(greetings.first()) {
        Some(mention) => {
            let advice = "Greet the person who decides as well, before anything else.";
            Verdict::judged(0.6, vec![mention.evidence()], advice).say_instead(better)
        }
        None => Verdict::missing("Begin with a greeting.").say_instead(better),
    }
}

/// Rule 42 (54 and 66 elsewhere): the caller's own name.
pub(super) fn own_name(story: &Story) -> Verdict {
    said(story, Element::SelfName, "Say your name, so that they can remember you.", opening_sentence(story))
}

pub(super) fn specialty(story: &Story) -> Verdict {
    let better = match (story.brief("job"), story.own_words(Element::YearsExperience)) {
        (Some(job), _) => format!("I'm {} by profession.", with_article(job)),
        (None, Some(years)) => format!("I'm a [your field]; {years}."),
        (None, None) => "I'm a [your field].".to_owned(),
    };
    told(story, Element::Specialty, "Say what your field is in one plain sentence.", better)
}

pub(super) fn years(story: &Story) -> Verdict {
    let better = "I have [number] years of experience in this.";
    told(story, Element::YearsExperience, "Give the number of years you have done this.", better)
}

/// Rule 44. One is thin, six is a list nobody keeps; what answers an objection later is no list.
pub(super) fn strengths(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let is_strength =
        |mention: &Mention| matches!(mention.found.element, Element::Strength | Element::Accomplishment);
    let told: Vec<Mention> =
        story.all_mentions().filter(|mention| is_strength(mention) && mention.said.to_decider).collect();
    let named: usize = told.iter().map(|mention| parts(mention.text())).sum();
    let listed: usize =
        told.iter().filter(|mention| !mention.said.after_refusal).map(|mention| parts(mention.text())).sum();
    let evidence: Vec<Evidence> = told.iter().map(Mention::evidence).collect();
    let another = "Besides that, I'm good at [a second strength], which you need for [their need].";
    match (named, listed) {
        (0, _) => Verdict::missing("Name two or three strengths that this company can use.")
            .say_instead("Two things I'm good at: [one strength] and [another]."),
        (_, 6..) => Verdict::judged(0.5, evidence, "Keep to two or three: nobody remembers a longer list."),
        (1, _) => Verdict::judged(0.5, evidence, "One strength is thin: name a second.").say_instead(another),
        _ => Verdict::full(evidence),
    }
}

/// "I can close sales, and negotiate deals" names two strengths. "sales and" does not end a part by itself.
fn parts(text: &str) -> usize {
    let lower = text.to_lowercase().replace(" and ", ",").replace(';', ",");
    lower.split(',').filter(|part| tokens(part).iter().any(|word| word.text.len() > 3)).count().max(1)
}

/// Rule 46.
pub(super) fn quantified(story: &Story) -> Verdict {
    let better = match story.own_words(Element::Strength) {
        Some(strength) => format!("{strength}: last year that [saved or brought in] [number] percent."),
        None => "Last year I [what you did], which [saved or brought in] [number] percent.".to_owned(),
    };
    told(story, Element::Accomplishment, "Name one result with a number in it.", better)
}

/// Words that make a request small. "Just" counts only where it shrinks what follows.
const HEDGES: &[&str] = &[
    "just calling",
    "just wanted",
    "just want",
    "just wondering",
    "just checking",
    "just following",
    "just hoping",
    "just thought",
    "just asking",
    "just see",
    "just trying",
    "was just",
    "i'm just",
    "am just",
    "sort of",
    "kind of",
    "i was wondering if maybe",
    "i was wondering if",
    "i was wondering whether",
    "wondering if maybe",
    "maybe",
    "perhaps",
    "i guess",
    "i suppose",
    "if that's okay",
    "if that's ok",
    "if that's all right",
    "if it's not too much trouble",
    "if you don't mind",
    "sorry to bother",
    "hate to bother",
    "don't want to bother",
    "i was hoping maybe",
    "possibly",
    "a little bit",
    "or something",
    "or anything",
    "i don't know if",
];

/// A hedge belongs to the sense of these words, not to their letters.
const NO_HEDGES: &[&str] =
    &["what kind of", "this kind of", "that kind of", "the kind of", "same kind of", "some kind of"];

/// Fewer words than this show nothing about how straight someone talks.
const WORDS_TO_JUDGE: usize = 12;

/// Each hedge costs a third of the points: three are heard as a habit.
const HEDGE_COST: f64 = 1.0 / 3.0;

/// Rule 31.
pub(super) fn straight(story: &Story) -> Verdict {
    if story.word_count() < WORDS_TO_JUDGE {
        return Verdict::missing("Too few words to show it: say what you want, straight.");
    }
    let mut evidence = Vec::new();
    for said in &story.said {
        let harmless = count_all(&said.words, NO_HEDGES);
        for (start, end) in count_all(&said.words, HEDGES) {
            if !harmless.iter().any(|(from, to)| *from <= start && end <= *to) {
                evidence.push(said.evidence(start, end));
            }
        }
    }
    if evidence.is_empty() {
        return Verdict::full(Vec::new());
    }
    let words: Vec<String> = evidence.iter().take(3).filter_map(|seen| seen.quote.clone()).collect();
    let share = 1.0 - HEDGE_COST * evidence.len() as f64;
    let advice = format!("Leave out words that make you small: {}.", words.join(", "));
    Verdict::judged(share, evidence, advice)
}

/// Rule 47, the order: greeting, name, field and years, strengths, question. The score is the longest run
/// of steps in the right order, so that one more step can only add to it.
pub(super) fn order(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let step = |element: Element| match element {
        Element::Greeting => Some(0),
        Element::SelfName => Some(1),
        Element::Specialty | Element::YearsExperience => Some(2),
        Element::Strength | Element::Accomplishment => Some(3),
        Element::StrongClose | Element::WeakClose => Some(4),
        _ => None,
    };
    let steps: Vec<usize> = story.all_mentions().filter_map(|mention| step(mention.found.element)).collect();
    let share = longest_ascent(&steps) as f64 / 5.0;
    let advice =
        "Keep the order: greeting, your name, your field and years, two or three strengths, the question.";
    Verdict::judged(share, Vec::new(), if share < 1.0 { advice } else { "" })
}

/// The length of the longest strictly ascending subsequence; a handful of steps, so the plain way serves.
pub(super) fn longest_ascent(steps: &[usize]) -> usize {
    let mut best: Vec<usize> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let before = (0..at).filter(|other| steps[*other] < *step).map(|other| best[other]).max();
        best.push(before.unwrap_or(0) + 1);
    }
    best.into_iter().max().unwrap_or(0)
}

/// "Hello, my name is Mark Swann." from the caller's own name where it is known.
pub(super) fn opening_sentence(story: &Story) -> String {
    format!("Hello, my name is {}.", story.caller_name().unwrap_or("[your name]"))
}

/// `a designer`, `an engineer`; what already has an article keeps it.
pub fn with_article(job: &str) -> String {
    let job = job.trim();
    let lower = job.to_lowercase();
    if ["a ", "an ", "the "].iter().any(|article| lower.starts_with(article)) {
        return job.to_owned();
    }
    let article = if lower.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {job}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_are_counted_as_people_list_them() {
        assert_eq!(parts("I have the ability to close sales, and negotiate killer deals"), 2);
        assert_eq!(parts("I'm patient"), 1);
        assert_eq!(parts("I plan, I write, I sell, I teach"), 4);
    }

    #[test]
    fn one_more_step_never_shortens_the_order() {
        assert_eq!(longest_ascent(&[0, 1, 2, 3, 4]), 5);
        assert_eq!(longest_ascent(&[4, 0, 1, 2, 3, 4]), 5);
        assert_eq!(longest_ascent(&[4, 3, 2]), 1);
        assert_eq!(longest_ascent(&[]), 0);
    }

    #[test]
    fn sentences_read_well() {
        assert_eq!(with_article("engineer"), "an engineer");
        assert_eq!(with_article("the designer"), "the designer");
    }
}
