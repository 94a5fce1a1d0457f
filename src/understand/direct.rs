//! The trained head of the shipped moves: a text's meaning in, how likely it is each of them, or none, out.
//!
//! Cosines to one direction for each move, trained together with the sentence model on utterances that no lexicon need
//! carry; in `models/understanding/moves.head`, made by `models/understanding/finetune.py`.

use super::UnderstandError;
use super::embed::{DIMENSIONS, Embedding, dot};
use super::lexicon::Lexicon;

const MAGIC: &[u8; 4] = b"CCD1";
/// What the file calls "none of these".
const NONE: &str = "none";

#[derive(Debug, Clone)]
pub struct Direct {
    names: Vec<String>,
    directions: Vec<Embedding>,
    bias: Vec<f32>,
    scale: f32,
}

impl Direct {
    pub fn builtin() -> Result<Self, UnderstandError> {
        Self::from_bytes(include_bytes!("../../models/understanding/moves.head")).ok_or(UnderstandError::Head)
    }

    /// Probabilities of the moves `names` and, last, of none of them. Nothing is known of a move that is not the shipped
    /// lexicon's own: it has no probability.
    pub fn probabilities(&self, meaning: &Embedding, places: &[Option<usize>]) -> Vec<Option<f32>> {
        let odds: Vec<f32> = self
            .directions
            .iter()
            .zip(&self.bias)
            .map(|(direction, bias)| self.scale * dot(meaning, direction) + bias)
            .collect();
        let most = odds.iter().copied().fold(f32::MIN, f32::max);
        let weights: Vec<f32> = odds.iter().map(|odds| (odds - most).exp()).collect();
        let sum: f32 = weights.iter().sum();
        places.iter().map(|place| place.map(|place| weights[place] / sum)).collect()
    }

    /// Where the moves of a lexicon stand in the head, and last none of them.
    pub fn places(&self, lexicon: &Lexicon, shipped: &Lexicon) -> Vec<Option<usize>> {
        let place = |name: &str| self.names.iter().position(|known| known == name);
        let own = lexicon.moves.iter().map(|(name, entry)| {
            let same = shipped.moves.get(name) == Some(entry);
            place(name).filter(|_| same)
        });
        own.chain([place(NONE)]).collect()
    }

    /// Four letters, then little-endian: the count of moves, the scale, and for each move the length of its name, the
    /// name, its direction and its bias.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut take = |count: usize| {
            let (taken, left) = rest.split_at_checked(count)?;
            rest = left;
            Some(taken)
        };
        let count = u32::from_le_bytes(take(4)?.try_into().ok()?);
        let scale = f32::from_le_bytes(take(4)?.try_into().ok()?);
        let mut head = Self { names: Vec::new(), directions: Vec::new(), bias: Vec::new(), scale };
        for _ in 0..count {
            let length = u32::from_le_bytes(take(4)?.try_into().ok()?);
            head.names.push(std::str::from_utf8(take(length as usize)?).ok()?.to_owned());
            let number = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
            head.directions.push(take(DIMENSIONS * 4)?.chunks_exact(4).map(number).collect());
            head.bias.push(number(take(4)?));
        }
        rest.is_empty().then_some(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_head_knows_every_shipped_move_and_no_other() {
        let head = Direct::builtin().unwrap();
        let shipped = Lexicon::builtin().unwrap();
        let places = head.places(&shipped, &shipped);
        assert!(places.iter().all(Option::is_some), "{places:?}");
        let meaning = vec![0.05; DIMENSIONS];
        let sum: f32 = head.probabilities(&meaning, &places).into_iter().flatten().sum();
        assert!((sum - 1.0).abs() < 1e-3, "{sum}");
        let own =
            Lexicon::from_toml("[moves.hum]\nexamples = [\"la la\"]\n[moves.greet]\nexamples = [\"hi\"]\n")
                .unwrap();
        assert_eq!(
            head.places(&own, &shipped).iter().filter(|place| place.is_some()).count(),
            1,
            "only none"
        );
        assert!(Direct::from_bytes(b"CCD1").is_none());
    }
}
