//! Fits the elements' head: messages in, logistic regressions out.
//!
//! Messages are also put together into longer turns and made worse, so that the head sees clauses beside other
//! clauses and without marks. A label of a stretch with several clauses goes to the clause that fits it best, found
//! by fitting twice.

use super::super::UnderstandError;
use super::super::elements::{Reading, refused};
use super::super::features::{FEATURES, Row, rows};
use super::super::head::{Head, sigmoid};
use super::super::turn::Turn;
use super::Trainer;
use super::material::{Material, Message, Segment};
use super::noise::{chance, pick, worsen};
use crate::call::Element;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

const ELEMENTS: usize = Element::ALL.len();
/// Longer turns put together from single sentences.
const COMPOSED: usize = 1500;
/// Worse versions of each sentence.
const VARIANTS: usize = 3;
const PASSES: usize = 10;
const RATE: f32 = 0.12;
/// Keeps weights small (L2), and so the head from learning its examples by heart.
const DECAY: f32 = 2e-4;
/// A positive example weighs this much more than a negative one: most clauses carry one element of 24.
const POSITIVE: f32 = 2.0;
/// Folds of the messages for the report.
const FOLDS: usize = 3;

/// What a clause should be: 1 said, 0 not said, -1 said in this stretch but perhaps in another clause.
type Targets = [i8; ELEMENTS];

/// A turn ready for fitting.
struct Sample {
    rows: Vec<Row>,
    targets: Vec<Targets>,
    /// Groups of clauses of which one or more say the element.
    stretches: Vec<(Element, Vec<usize>)>,
    wanted: Vec<Element>,
    refused: bool,
    phone: bool,
}

/// How the head does on turns that it was not trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub micro_f1: f64,
    pub by_element: Vec<(Element, f64)>,
}

/// Trains the head on `material`. The report comes from fits that leave a third of the messages out.
pub fn train_elements(trainer: &mut Trainer, material: &Material) -> Result<(Head, Report), UnderstandError> {
    let mut tally = Tally::default();
    let mut held: Vec<(Sample, Vec<f32>)> = Vec::new();
    for fold in 0..FOLDS {
        let part = |keep: bool| -> Vec<Message> {
            let messages =
                material.messages.iter().enumerate().filter(|(at, _)| (at % FOLDS == fold) != keep);
            messages.map(|(_, message)| message.clone()).collect()
        };
        let train = samples(trainer, &part(true), COMPOSED * 2 / 3, 11)?;
        let test = samples(trainer, &part(false), COMPOSED / 3, 12)?;
        let head = fit(&train);
        held.extend(test.into_iter().map(|sample| {
            let best = strongest(&head, &sample);
            (sample, best)
        }));
    }
    let thresholds = thresholds(&held);
    held.iter().for_each(|(sample, best)| tally.add(sample, best, &thresholds));
    let all = samples(trainer, &material.messages, COMPOSED, 13)?;
    let mut head = fit(&all);
    head.threshold = thresholds;
    Ok((head, tally.report()))
}

/// Each message clean and worse, and turns put together from single sentences.
fn samples(
    trainer: &mut Trainer,
    messages: &[Message],
    composed: usize,
    seed: u64,
) -> Result<Vec<Sample>, UnderstandError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut all: Vec<(Message, bool)> = Vec::new();
    for message in messages {
        all.extend([(message.clone(), false), (message.clone(), true)]);
    }
    for at in 0..composed {
        all.push((compose(messages, &mut random), at % 2 == 0));
    }
    let mut samples = Vec::with_capacity(all.len());
    for (message, worse) in all {
        if let Some(sample) = sample(trainer, &message, worse, &mut random)? {
            samples.push(sample);
        }
    }
    Ok(samples)
}

/// Two to six messages of the same state of the talk, in an order that callers use.
fn compose(messages: &[Message], random: &mut ChaCha8Rng) -> Message {
    let after_refusal = chance(random, 20);
    let fitting: Vec<&Message> =
        messages.iter().filter(|m| m.after_refusal == after_refusal || !m.after_refusal).collect();
    let mut chosen: Vec<&Message> =
        (0..2 + pick(random, 5)).map(|_| fitting[pick(random, fitting.len())]).collect();
    chosen.sort_by_key(|message| place(message));
    let segments: Vec<Segment> = chosen.iter().flat_map(|message| message.segments.clone()).collect();
    Message { segments, after_refusal }
}

/// Where in a turn a message tends to stand: greetings first, farewells last.
fn place(message: &Message) -> u8 {
    let first = message.segments.iter().flat_map(|segment| &segment.elements).next();
    match first {
        Some(Element::Greeting) => 0,
        Some(Element::SelfName | Element::Acknowledge) => 1,
        Some(Element::Thanks) => 8,
        Some(Element::Farewell) => 9,
        Some(Element::StrongClose | Element::WeakClose | Element::CallbackRequest | Element::FollowUp) => 6,
        _ => 4,
    }
}

fn sample(
    trainer: &mut Trainer,
    message: &Message,
    worse: bool,
    random: &mut ChaCha8Rng,
) -> Result<Option<Sample>, UnderstandError> {
    let mut text = String::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for segment in &message.segments {
        let said = if worse { worsen(&segment.text, pick(random, VARIANTS)) } else { segment.text.clone() };
        if !text.is_empty() {
            text.push(' ');
        }
        places.push((text.len(), text.len() + said.len()));
        text.push_str(&said);
    }
    let turn = Turn::read(&text);
    if turn.clauses.is_empty() {
        return Ok(None);
    }
    let refused = refused(&turn, message.after_refusal);
    let embeddings = trainer.embedder.embed(&Reading::clause_texts(&turn))?;
    let reading = Reading::new(turn, embeddings);
    let rows = rows(&reading.turn, &reading.signs, &reading.clauses, refused);
    let mut targets = vec![[0_i8; ELEMENTS]; rows.len()];
    let mut stretches = Vec::new();
    for (segment, place) in message.segments.iter().zip(&places) {
        let clauses = clauses_in(&reading.turn, *place);
        for element in &segment.elements {
            let sure = if clauses.len() == 1 { 1 } else { -1 };
            clauses
                .iter()
                .for_each(|at| targets[*at][*element as usize] = targets[*at][*element as usize].max(sure));
            if clauses.len() == 1 {
                targets[clauses[0]][*element as usize] = 1;
            } else {
                stretches.push((*element, clauses.clone()));
            }
        }
    }
    let mut wanted: Vec<Element> =
        message.segments.iter().flat_map(|segment| segment.elements.clone()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.contains(&Element::StrongClose) {
        wanted.retain(|element| *element != Element::WeakClose);
    }
    let phone = !reading.turn.telephones.is_empty();
    Ok(Some(Sample { rows, targets, stretches, wanted, refused, phone }))
}

/// The clauses that lie in a stretch of the text for the greater part.
fn clauses_in(turn: &Turn, (start, end): (usize, usize)) -> Vec<usize> {
    let share = |at: usize| {
        let bytes = turn.bytes(turn.clauses[at].start, turn.clauses[at].end);
        let both = bytes.end.min(end).saturating_sub(bytes.start.max(start));
        (both, bytes.len())
    };
    let inside: Vec<usize> = (0..turn.clauses.len()).filter(|at| share(*at).0 * 2 > share(*at).1).collect();
    if inside.is_empty() {
        return (0..turn.clauses.len()).max_by_key(|at| share(*at).0).into_iter().collect();
    }
    inside
}

/// Fits twice: the second time, an element of a stretch belongs to the clause that the first fit finds likeliest.
fn fit(samples: &[Sample]) -> Head {
    let first = descend(samples, &targets_of(samples, None));
    descend(samples, &targets_of(samples, Some(&first)))
}

fn targets_of(samples: &[Sample], head: Option<&Head>) -> Vec<Vec<Targets>> {
    let settle = |sample: &Sample| {
        let mut targets = sample.targets.clone();
        if let Some(head) = head {
            for (element, clauses) in &sample.stretches {
                let element = *element as usize;
                let best = clauses.iter().copied().max_by(|a, b| {
                    head.odds(element, &sample.rows[*a]).total_cmp(&head.odds(element, &sample.rows[*b]))
                });
                if let Some(best) = best {
                    targets[best][element] = 1;
                }
            }
        }
        targets
    };
    samples.iter().map(settle).collect()
}

/// Stochastic gradient descent with AdaGrad steps, always in the same order for the same samples.
fn descend(samples: &[Sample], targets: &[Vec<Targets>]) -> Head {
    let mut head = Head::zero();
    let mut squares = vec![vec![1e-3_f32; FEATURES + 1]; ELEMENTS];
    let mut order: Vec<(usize, usize)> = samples
        .iter()
        .enumerate()
        .flat_map(|(at, sample)| (0..sample.rows.len()).map(move |row| (at, row)))
        .collect();
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, pick(&mut random, at + 1));
        }
        for (at, row) in &order {
            let sample = &samples[*at];
            for element in 0..ELEMENTS {
                let target = targets[*at][*row][element];
                // The answers to a refusal are learned where there is one.
                if target < 0 || (!sample.refused && answers_refusal(element)) {
                    continue;
                }
                step(&mut head, &mut squares[element], element, &sample.rows[*row], target == 1);
            }
        }
    }
    head
}

fn answers_refusal(element: usize) -> bool {
    [Element::Acknowledge, Element::AnswerObjection, Element::AskAgain].iter().any(|e| *e as usize == element)
}

fn step(head: &mut Head, squares: &mut [f32], element: usize, row: &Row, said: bool) {
    let wanted = f32::from(u8::from(said));
    let weight = if said { POSITIVE } else { 1.0 };
    let error = (sigmoid(head.odds(element, row)) - wanted) * weight;
    if error.abs() < 5e-3 {
        return;
    }
    let weights = &mut head.weights[element];
    for (at, x) in row.dense.iter().enumerate() {
        let gradient = error * x + DECAY * weights[at];
        squares[at] += gradient * gradient;
        weights[at] -= RATE * gradient / squares[at].sqrt();
    }
    for (at, x) in &row.sparse {
        let gradient = error * x + DECAY * weights[*at];
        squares[*at] += gradient * gradient;
        weights[*at] -= RATE * gradient / squares[*at].sqrt();
    }
    squares[FEATURES] += error * error;
    head.bias[element] -= RATE * error / squares[FEATURES].sqrt();
}

/// The highest probability of each element over a sample's clauses, 0 where it cannot be.
fn strongest(head: &Head, sample: &Sample) -> Vec<f32> {
    (0..ELEMENTS)
        .map(|element| {
            let possible = (sample.refused || !answers_refusal(element))
                && (sample.phone || element != Element::CallbackNumber as usize);
            let rows = sample.rows.iter().map(|row| head.probability(element, row));
            if possible { rows.fold(0.0, f32::max) } else { 0.0 }
        })
        .collect()
}

/// For each element the threshold with the best F1 on what was held back, kept away from the ends.
fn thresholds(held: &[(Sample, Vec<f32>)]) -> Vec<f32> {
    (0..ELEMENTS)
        .map(|element| {
            let candidates = (3..=14).map(|step| f32::from(u8::try_from(step).unwrap_or(10)) * 0.05);
            let score = |threshold: f32| {
                let mut counts = Counts::default();
                held.iter().for_each(|(sample, best)| {
                    counts.add(sample.wanted.contains(&Element::ALL[element]), best[element] >= threshold);
                });
                counts.f1()
            };
            candidates
                .fold(
                    (0.5, score(0.5)),
                    |best, t| if score(t) > best.1 + 1e-9 { (t, score(t)) } else { best },
                )
                .0
        })
        .collect()
}

#[derive(Default, Clone, Copy)]
struct Counts {
    right: u32,
    extra: u32,
    missed: u32,
}

impl Counts {
    fn add(&mut self, wanted: bool, found: bool) {
        match (wanted, found) {
            (true, true) => self.right += 1,
            (false, true) => self.extra += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn f1(self) -> f64 {
        let all = 2 * self.right + self.extra + self.missed;
        if all == 0 { 1.0 } else { f64::from(2 * self.right) / f64::from(all) }
    }
}

#[derive(Default)]
struct Tally {
    counts: Vec<Counts>,
}

impl Tally {
    fn add(&mut self, sample: &Sample, best: &[f32], thresholds: &[f32]) {
        self.counts.resize(ELEMENTS, Counts::default());
        let strong = Element::StrongClose as usize;
        for (at, element) in Element::ALL.iter().enumerate() {
            let outdone = *element == Element::WeakClose && best[strong] >= thresholds[strong];
            self.counts[at].add(sample.wanted.contains(element), best[at] >= thresholds[at] && !outdone);
        }
    }

    fn report(&self) -> Report {
        let mut all = Counts::default();
        for counts in &self.counts {
            all.right += counts.right;
            all.extra += counts.extra;
            all.missed += counts.missed;
        }
        let by_element =
            Element::ALL.iter().copied().zip(self.counts.iter().map(|counts| counts.f1())).collect();
        Report { micro_f1: all.f1(), by_element }
    }
}
