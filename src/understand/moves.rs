//! Which of a state's moves was meant.
//!
//! A reading and the state's candidates enter; a verdict and the candidates in order leave. Each clause and the
//! whole turn are compared with every move of the lexicon; a request counts more than the courtesy around it. A shipped
//! move's score is the mean of what its examples say and of what the trained head says; a scenario's own moves have their
//! examples alone.

use super::direct::Direct;
use super::elements::Reading;
use super::embed::{Embedder, Embedding};
use super::grammar::{Evidence, Sign};
use super::grams::grams;
use super::head::sigmoid;
use super::lexicon::Lexicon;
use super::ridge::{Point, Ridge, kernel};
use super::trained::Trained;
use super::turn::Turn;
use super::{Context, UnderstandError};
use crate::call::{Meant, MoveGuess};
use std::collections::BTreeMap;
use std::ops::Range;

/// A clause alone says a little less than a turn of the same likeness.
const CLAUSE: f32 = 0.04;
/// Words that say nothing by themselves beside others; alone, "Sorry?" is a question.
const BESIDE: &[&str] = &["please", "sorry", "well", "oh", "so", "now", "then", "hey", "look", "listen"];
/// What a courtesy loses beside a move that is clearly there.
const GIVES_WAY: f32 = 0.3;
/// How much "none of these" takes from every move's score.
const OFF_TOPIC: f32 = 0.5;
/// A counter-example that is this much nearer than the nearest example takes the move's score away.
const COUNTER: f32 = 0.5;
/// Two candidates whose scores differ by less than this are too close to choose.
const TOO_CLOSE: f32 = 0.04;
/// Nor is it told apart from noise below this.
const AUDIBLE: f32 = 0.1;
/// A best score below this: none of these. On utterances of writers who had no part in an earlier training, with a state's
/// candidates: 96 % of what is off topic was told, and 5 % of what is not was lost; later training made both better.
const NOTHING: f32 = 0.1;
/// The score at which a move is as likely meant as not, and how fast that rises: a logistic curve through the shares of
/// candidates meant, on the same utterances.
const MIDDLE: f32 = 0.24;
const SLOPE: f32 = 9.0;
/// A score from which a request is clearly there.
const CLEAR: f32 = 0.15;

/// A lexicon ready for comparison.
pub struct Matcher {
    names: Vec<String>,
    gives_way: Vec<bool>,
    /// One target for each move and a last one for what is off topic.
    ridge: Ridge,
    members: Vec<Vec<usize>>,
    direct: Direct,
    /// Each move's place in the direct head, and last that of none.
    places: Vec<Option<usize>>,
    examples: Vec<Vec<Point>>,
    counters: Vec<Vec<Point>>,
}

/// A score for each of a matcher's moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    pub scores: Vec<f32>,
}

impl Matcher {
    /// With what was trained earlier, where it fits.
    pub fn new(lexicon: &Lexicon, embedder: &mut Embedder) -> Result<Self, UnderstandError> {
        Self::with(lexicon, embedder, &Trained::builtin())
    }

    /// Without it.
    pub fn anew(lexicon: &Lexicon, embedder: &mut Embedder) -> Result<Self, UnderstandError> {
        Self::with(lexicon, embedder, &Trained::default())
    }

    fn with(lexicon: &Lexicon, embedder: &mut Embedder, trained: &Trained) -> Result<Self, UnderstandError> {
        let names: Vec<String> = lexicon.names().map(str::to_string).collect();
        let gives_way = lexicon.moves.values().map(|entry| entry.gives_way).collect();
        let mut prepared = Prepared { embedder, trained };
        let mut examples = Vec::new();
        let mut counters = Vec::new();
        for entry in lexicon.moves.values() {
            examples.push(prepared.points(&entry.examples)?);
            counters.push(prepared.points(&entry.counter_examples)?);
        }
        examples.push(prepared.points(&lexicon.off_topic)?);
        counters.push(Vec::new());
        let mut points = Vec::new();
        let mut members = Vec::new();
        for examples in &examples {
            members.push((points.len()..points.len() + examples.len()).collect());
            points.extend(examples.iter().cloned());
        }
        let ridge = trained.ridge(lexicon, &points).unwrap_or_else(|| Ridge::fit(points, &members));
        let direct = Direct::builtin()?;
        let places = direct.places(lexicon, &Lexicon::builtin()?);
        Ok(Self { names, gives_way, ridge, members, direct, places, examples, counters })
    }

    /// Every move's score for a turn.
    pub fn score(&self, reading: &Reading, context: &Context) -> Scored {
        let turn = &reading.turn;
        let mut scores = self.unit(&point(turn, &reading.signs, 0..turn.tokens.len(), &reading.whole));
        debug_assert_eq!(scores.len(), self.names.len());
        if turn.clauses.len() > 1 {
            for (clause, embedding) in turn.clauses.iter().zip(&reading.clauses) {
                if turn.tokens[clause.clone()].iter().all(|token| token.is(BESIDE)) {
                    continue;
                }
                let unit = self.unit(&point(turn, &reading.signs, clause.clone(), embedding));
                scores.iter_mut().zip(unit).for_each(|(best, here)| *best = best.max(here - CLAUSE));
            }
        }
        self.answer_names(turn, context, &mut scores);
        Scored { scores }
    }

    /// Every move's score for one stretch, less what speaks for none of them.
    fn unit(&self, point: &Point) -> Vec<f32> {
        let mut scores = self.ridge.scores(point);
        let told = self.direct.probabilities(&point.embedding, &self.places);
        for (score, told) in scores.iter_mut().zip(told) {
            *score = told.map_or(*score, |told| (*score + told) / 2.0);
        }
        lessened(&mut scores);
        for (at, score) in scores.iter_mut().enumerate() {
            if self.counters[at].is_empty() || *score <= 0.0 {
                continue;
            }
            let counter = nearest(&self.counters[at], point);
            let example = nearest(&self.examples[at], point);
            *score -= COUNTER * (counter - example).max(0.0);
        }
        scores
    }

    /// For each move its example that is nearest to the whole turn, by number, and how near it is.
    pub fn nearest_examples(&self, reading: &Reading) -> BTreeMap<&str, (usize, f32)> {
        let turn = &reading.turn;
        let whole = point(turn, &reading.signs, 0..turn.tokens.len(), &reading.whole);
        let nearest = |examples: &[Point]| {
            let likeness = examples.iter().map(|example| kernel(example, &whole)).enumerate();
            likeness.max_by(|a, b| a.1.total_cmp(&b.1))
        };
        let all = self.names.iter().zip(&self.examples);
        all.filter_map(|(name, examples)| Some((name.as_str(), nearest(examples)?))).collect()
    }

    /// See [`super::Understander::rivals`].
    pub fn rivals(&self, name: &str, candidates: &[String]) -> Vec<(String, usize, usize)> {
        let Some(own) = self.names.iter().position(|known| known == name) else { return Vec::new() };
        let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, example) in self.examples[own].iter().enumerate() {
            let others = self.examples[own].iter().enumerate().filter(|(other, _)| *other != at);
            let home = others.map(|(_, other)| kernel(other, example)).fold(0.0, f32::max);
            let away = candidates
                .iter()
                .filter(|other| *other != name)
                .filter_map(|other| self.names.iter().position(|known| known == other))
                .map(|other| (other, nearest(&self.examples[other], example)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((other, likeness)) = away
                && likeness > home
            {
                *lost.entry(&self.names[other]).or_default() += 1;
            }
        }
        let count = self.examples[own].len();
        let mut rivals: Vec<(String, usize, usize)> =
            lost.into_iter().map(|(other, times)| (other.to_owned(), times, count)).collect();
        rivals.sort_by_key(|(_, times, _)| std::cmp::Reverse(*times));
        rivals
    }

    /// "Rosa Delgado." answers "who is calling?", and nothing else does so better.
    fn answer_names(&self, turn: &Turn, context: &Context, scores: &mut [f32]) {
        let names = turn.person.iter().filter(|person| **person).count();
        let bare = names > 0
            && turn.tokens.iter().zip(&turn.person).all(|(token, person)| {
                *person
                    || token.text.chars().count() == 1
                    || token.is(&["it", "is", "sure", "yes", "okay", "the", "name", "of", "course"])
            });
        let place = self.names.iter().position(|name| name == "give_name");
        if let Some(place) = place.filter(|_| bare && context.asked_name) {
            scores[place] = scores[place].max(0.95);
        }
    }

    /// The verdict among `candidates`; unknown names are never meant. No candidates means all moves.
    pub fn decide(&self, scored: &Scored, candidates: &[String]) -> (Meant, Vec<MoveGuess>) {
        let open: Vec<usize> = (0..self.names.len())
            .filter(|at| candidates.is_empty() || candidates.contains(&self.names[*at]))
            .collect();
        let request = open
            .iter()
            .filter(|at| !self.gives_way[**at])
            .map(|at| scored.scores[*at])
            .fold(f32::MIN, f32::max);
        let mut ranked: Vec<(usize, f32)> = open
            .iter()
            .map(|at| {
                let way = if self.gives_way[*at] && request > CLEAR { GIVES_WAY } else { 0.0 };
                (*at, scored.scores[*at] - way)
            })
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let guesses: Vec<MoveGuess> = ranked
            .iter()
            .map(|(at, score)| MoveGuess {
                name: self.names[*at].clone(),
                confidence: sigmoid(SLOPE * (score - MIDDLE)),
            })
            .collect();
        let meant = match guesses.as_slice() {
            [_, ..] if ranked[0].1 < NOTHING => Meant::None,
            [first, second, ..] if ranked[0].1 - ranked[1].1 < TOO_CLOSE && ranked[1].1 >= AUDIBLE => {
                Meant::Uncertain(first.name.clone(), second.name.clone())
            }
            [first, ..] => Meant::Move(first.name.clone()),
            [] => Meant::None,
        };
        (meant, guesses)
    }

    /// For each example of each move, then for what is off topic, the scores it gets from all others.
    pub fn left_out(&self) -> Vec<Vec<f32>> {
        let mut scores = self.ridge.left_out(&self.members);
        scores.iter_mut().for_each(lessened);
        scores
    }

    /// The move that each of [`Self::left_out`]'s rows is an example of; `None` is off topic.
    pub fn owners(&self) -> Vec<Option<usize>> {
        let mut owners: Vec<Option<usize>> = Vec::new();
        for (at, members) in self.members.iter().enumerate() {
            owners.extend(members.iter().map(|_| Some(at).filter(|at| *at < self.names.len())));
        }
        owners
    }

    /// The regression fitted anew, and every text's point, for the file of what was trained.
    pub fn fitted(&self, lexicon: &Lexicon) -> Vec<u8> {
        let points: Vec<Point> = self.examples.iter().flatten().cloned().collect();
        let ridge = Ridge::fit(points, &self.members);
        let owners = lexicon.moves.values().map(|entry| (&entry.examples, &entry.counter_examples));
        let mut named: Vec<(&str, &Point)> = Vec::new();
        for (at, (examples, counters)) in owners.enumerate() {
            named.extend(examples.iter().map(String::as_str).zip(&self.examples[at]));
            named.extend(counters.iter().map(String::as_str).zip(&self.counters[at]));
        }
        named.extend(lexicon.off_topic.iter().map(String::as_str).zip(&self.examples[self.names.len()]));
        Trained::to_bytes(lexicon, named.into_iter(), &ridge)
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// Takes the last score, which speaks for none, from the others.
fn lessened(scores: &mut Vec<f32>) {
    let none = scores.pop().unwrap_or(0.0).max(0.0);
    scores.iter_mut().for_each(|score| *score -= OFF_TOPIC * none);
}

fn nearest(points: &[Point], point: &Point) -> f32 {
    points.iter().map(|known| kernel(known, point)).fold(0.0, f32::max)
}

/// A stretch of a turn as the kernel compares it.
fn point(turn: &Turn, signs: &[Sign], range: Range<usize>, embedding: &Embedding) -> Point {
    let mut grams = grams(&turn.masked(range.clone()));
    grams.sort_unstable();
    grams.dedup();
    let mut bits = 0_u32;
    for sign in signs.iter().filter(|sign| sign.evidence == Evidence::For) {
        if sign.first < range.end && range.start < sign.end {
            bits |= 1 << (sign.element as u32);
        }
    }
    Point { embedding: embedding.clone(), grams, signs: bits }
}

/// A text as the kernel compares it, but for its meaning.
pub fn bare_point(text: &str) -> Point {
    let turn = Turn::read(text);
    point(&turn, &super::grammar::signs(&turn), 0..turn.tokens.len(), &Embedding::new())
}

/// Examples on their way to points, with those made earlier at hand.
struct Prepared<'a> {
    embedder: &'a mut Embedder,
    trained: &'a Trained,
}

impl Prepared<'_> {
    fn points(&mut self, texts: &[String]) -> Result<Vec<Point>, UnderstandError> {
        let known: Vec<Option<Point>> = texts.iter().map(|text| self.trained.point(text)).collect();
        let missing = texts.iter().zip(&known).filter(|(_, point)| point.is_none()).map(|(text, _)| text);
        let masked: Vec<String> = missing
            .map(|text| {
                let turn = Turn::read(text);
                turn.masked(0..turn.tokens.len())
            })
            .collect();
        let mut embeddings = self.embedder.embed(&masked)?.into_iter();
        let made = texts.iter().zip(known).map(|(text, known)| {
            known.unwrap_or_else(|| Point {
                embedding: embeddings.next().unwrap_or_default(),
                ..bare_point(text)
            })
        });
        Ok(made.collect())
    }
}
