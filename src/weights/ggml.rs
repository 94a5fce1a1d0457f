//! A look at the head of a Whisper model in whisper.cpp's ggml format.
//!
//! Enters: a path that the user named. Leaves: nothing, or why whisper.cpp would choke on it. Only the
//! first bytes are read.

use super::WeightsError;
use std::io::Read;
use std::path::Path;

/// `ggml` as a little-endian number.
const MAGIC: [u8; 4] = *b"lmgg";

/// Whisper's vocabularies have 51,864 (English) to 51,866 (large-v3) tokens.
const VOCABULARY: std::ops::RangeInclusive<u32> = 51_000..=53_000;

/// Every Whisper hears 30 s in 1500 steps.
const AUDIO_CONTEXT: u32 = 1_500;

/// tiny in 4 bits has 24 MB, large in 16 bits 3.1 GB.
const SIZES: std::ops::RangeInclusive<u64> = 10_000_000..=4_000_000_000;

/// Checks that `path` can be a Whisper model in ggml format: its magic, its first numbers, its size.
///
/// # Errors
/// [`WeightsError::NotGgml`] with the reason, [`WeightsError::Unreadable`].
pub fn check_ggml(path: &Path) -> Result<(), WeightsError> {
    let unreadable = |source| WeightsError::Unreadable { path: path.to_owned(), source };
    let mut head = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    file.take(12).read_to_end(&mut head).map_err(unreadable)?;
    complaint(&head, bytes).map_or(Ok(()), |why| Err(WeightsError::NotGgml { path: path.to_owned(), why }))
}

fn complaint(head: &[u8], bytes: u64) -> Option<String> {
    let number =
        |at: usize| head.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
    let (vocabulary, context) = (number(4).unwrap_or(0), number(8).unwrap_or(0));
    if head.starts_with(b"GGUF") {
        Some("it is a GGUF file".to_owned())
    } else if head.starts_with(b"version https://git-lfs") || head.starts_with(b"version http") {
        Some("it is a Git LFS pointer; `git lfs pull` fetches the model".to_owned())
    } else if !head.starts_with(&MAGIC) {
        Some("it does not begin with the ggml magic".to_owned())
    } else if !VOCABULARY.contains(&vocabulary) {
        Some(format!("its vocabulary has {vocabulary} tokens, and Whisper's has 51864 to 51866"))
    } else if context != AUDIO_CONTEXT {
        Some(format!("it hears {context} steps of sound, and Whisper hears {AUDIO_CONTEXT}"))
    } else if !SIZES.contains(&bytes) {
        Some(format!("it has {bytes} bytes, and Whisper models have 24 MB to 3.1 GB"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(vocabulary: u32, context: u32) -> Vec<u8> {
        [&MAGIC[..], &vocabulary.to_le_bytes(), &context.to_le_bytes()].concat()
    }

    #[track_caller]
    fn case(head: &[u8], bytes: u64, says: &str) {
        let why = complaint(head, bytes).unwrap_or_default();
        assert!(why.contains(says), "{why:?} does not say {says:?}");
    }

    #[test]
    fn each_wrong_file_is_told_apart() {
        case(b"GGUF....", 50_000_000, "GGUF");
        case(b"version http", 130, "Git LFS");
        case(b"", 0, "ggml magic");
        case(b"PK\x03\x04........", 50_000_000, "ggml magic");
        case(&head(32_000, 1_500), 50_000_000, "32000 tokens");
        case(&head(51_864, 3), 50_000_000, "3 steps");
        case(&head(51_864, 1_500), 5_000, "5000 bytes");
        assert_eq!(complaint(&head(51_866, 1_500), 3_100_000_000), None);
    }

    #[test]
    fn the_models_that_are_carried_pass() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        check_ggml(&models.join("whisper/ggml-tiny.en-q8_0.bin")).unwrap();
        check_ggml(&models.join("whisper/ggml-base-q5_1.bin")).unwrap();
        let message = check_ggml(&models.join("hibari/hibari.onnx")).unwrap_err().to_string();
        assert!(message.contains("hibari.onnx") && message.contains("ggml magic"), "{message}");
    }
}
