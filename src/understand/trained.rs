//! What the trainer made of the shipped lexicon, so that a call need not: its examples as points, and the
//! regression's weights.
//!
//! The bytes of `models/understanding/moves.trained` enter; points by their text and weights by their lexicon
//! leave. A file that does not fit is as good as none: what is missing is made again.

use super::embed::{DIMENSIONS, unit};
use super::lexicon::Lexicon;
use super::ridge::{Point, Ridge};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

const BUILTIN: &[u8] = include_bytes!("../../models/understanding/moves.trained");
const MAGIC: &[u8; 4] = b"CCM1";

type Key = [u8; 8];

/// Points and weights made earlier.
#[derive(Debug, Clone, Default)]
pub struct Trained {
    points: HashMap<Key, Point>,
    /// For the lexicon with this digest.
    lexicon: Key,
    alphas: Vec<Vec<f32>>,
}

impl Trained {
    pub fn builtin() -> Self {
        Self::from_bytes(BUILTIN).unwrap_or_default()
    }

    /// The point of an example, where its text was among those of training.
    pub fn point(&self, text: &str) -> Option<Point> {
        self.points.get(&key(text.as_bytes())).cloned()
    }

    /// The regression over a lexicon's points, where it is the one of training.
    pub fn ridge(&self, lexicon: &Lexicon, points: &[Point]) -> Option<Ridge> {
        let fits = self.lexicon == lexicon_key(lexicon)
            && self.alphas.iter().all(|alpha| alpha.len() == points.len());
        (fits && !self.alphas.is_empty()).then(|| Ridge::known(points.to_vec(), self.alphas.clone()))
    }

    /// The file for a lexicon: every text's point, in eight bits a number with a scale for each, and the weights.
    pub fn to_bytes<'a>(
        lexicon: &Lexicon,
        points: impl Iterator<Item = (&'a str, &'a Point)>,
        ridge: &Ridge,
    ) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let points: Vec<(&str, &Point)> = points.collect();
        bytes.extend(lexicon_key(lexicon));
        push_count(&mut bytes, points.len());
        for (text, point) in points {
            bytes.extend(key(text.as_bytes()));
            push_point(&mut bytes, point);
        }
        push_count(&mut bytes, ridge.alphas().len());
        for alpha in ridge.alphas() {
            push_count(&mut bytes, alpha.len());
            alpha.iter().for_each(|weight| bytes.extend(weight.to_le_bytes()));
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(MAGIC)?);
        let lexicon = reader.take()?;
        let mut points = HashMap::new();
        for _ in 0..reader.count()? {
            let key = reader.take()?;
            points.insert(key, reader.point()?);
        }
        let targets = reader.count()?;
        let alphas = (0..targets)
            .map(|_| {
                let size = reader.count()?;
                (0..size).map(|_| reader.take().map(f32::from_le_bytes)).collect()
            })
            .collect::<Option<Vec<Vec<f32>>>>()?;
        Some(Self { points, lexicon, alphas })
    }
}

fn key(bytes: &[u8]) -> Key {
    let digest = Sha256::digest(bytes);
    let mut key = [0; 8];
    key.copy_from_slice(&digest[..8]);
    key
}

/// Changes with every example and its place.
fn lexicon_key(lexicon: &Lexicon) -> Key {
    let mut all = String::new();
    for (name, entry) in &lexicon.moves {
        for part in [name].into_iter().chain(&entry.examples) {
            all.push_str(part);
            all.push('\n');
        }
    }
    for text in &lexicon.off_topic {
        all.push_str(text);
        all.push('\n');
    }
    key(all.as_bytes())
}

fn push_count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend(u32::try_from(count).unwrap_or(0).to_le_bytes());
}

fn push_point(bytes: &mut Vec<u8>, point: &Point) {
    let scale = point.embedding.iter().fold(1e-6_f32, |most, x| most.max(x.abs())) / 127.0;
    bytes.extend(scale.to_le_bytes());
    #[expect(clippy::cast_possible_truncation, reason = "scaled into the range of eight bits")]
    bytes.extend(point.embedding.iter().flat_map(|x| ((x / scale).round() as i8).to_le_bytes()));
    bytes.extend(point.signs.to_le_bytes());
    push_count(bytes, point.grams.len());
    point.grams.iter().for_each(|gram| push_count(bytes, *gram));
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    /// A count that the rest of the file can hold, or a gram's hash.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }

    fn point(&mut self) -> Option<Point> {
        let scale = f32::from_le_bytes(self.take()?);
        let numbers = self.take::<DIMENSIONS>()?;
        let embedding =
            unit(numbers.iter().map(|byte| f32::from(i8::from_le_bytes([*byte])) * scale).collect());
        let signs = u32::from_le_bytes(self.take()?);
        let size = self.count()?;
        let grams = (0..size).map(|_| self.count()).collect::<Option<Vec<usize>>>()?;
        Some(Point { embedding, grams, signs })
    }
}

#[cfg(test)]
mod tests {
    use super::super::moves::bare_point;
    use super::*;

    /// The shipped file was made from the shipped lexicon, with today's reading of words and grammar.
    #[test]
    fn the_shipped_file_is_fresh() {
        let lexicon = Lexicon::builtin().unwrap();
        let trained = Trained::builtin();
        assert!(trained.lexicon == lexicon_key(&lexicon), "run `coldcall moves train`");
        for text in lexicon.texts() {
            let known = trained.point(text).unwrap_or_else(|| panic!("{text:?}: run `coldcall moves train`"));
            let bare = bare_point(text);
            assert!(
                known.grams == bare.grams && known.signs == bare.signs,
                "{text:?}: run `coldcall moves train`"
            );
        }
    }

    #[test]
    fn a_file_survives_and_a_broken_one_is_none() {
        let lexicon = Lexicon::from_toml("[moves.hum]\nexamples = [\"la la\"]\n").unwrap();
        let mut embedding = vec![0.0; DIMENSIONS];
        embedding[3] = 1.0;
        let point = Point { embedding, grams: vec![5, 9], signs: 6 };
        let ridge = Ridge::fit(vec![point.clone()], &[vec![0]]);
        let bytes = Trained::to_bytes(&lexicon, [("la la", &point)].into_iter(), &ridge);
        let read = Trained::from_bytes(&bytes).unwrap();
        assert_eq!(read.point("la la"), Some(point.clone()));
        assert!(read.ridge(&lexicon, &[point]).is_some());
        assert!(Trained::from_bytes(&bytes[..bytes.len() - 1]).is_none());
        assert!(Trained::from_bytes(b"CCM1").is_none());
    }
}
