//! Words and pairs of neighbours as numbers, for the comparison of texts by their words.

/// A stable hash for each word and each pair of neighbours, the clause's ends included.
pub fn grams(masked: &str) -> Vec<usize> {
    let words: Vec<&str> =
        std::iter::once("^").chain(masked.split(' ')).chain(std::iter::once("$")).collect();
    let single = words[1..words.len() - 1].iter().map(|word| hash(&[word]));
    let pairs = words.windows(2).map(hash);
    single.chain(pairs).collect()
}

/// FNV-1a, 64 bits: the same on every machine.
fn hash(words: &[&str]) -> usize {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain(std::iter::once(b' '))) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    usize::try_from(state >> 33).unwrap_or(0)
}
