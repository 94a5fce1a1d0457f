use super::super::verify::State;
use super::*;
use std::fs;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// A folder with a small model in it, and weights that look there first and in the checkout next.
fn with_vocabulary(bytes: impl FnOnce(Vec<u8>) -> Vec<u8>) -> (tempfile::TempDir, Weights, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let entry = Weight::VoiceVocabulary.entry();
    let path = folder.path().join(&entry.path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes(fs::read(checkout().join(&entry.path)).unwrap())).unwrap();
    let cache = folder.path().join("cache");
    let weights = Weights::in_folders(vec![folder.path().to_owned(), checkout()], Some(cache));
    (folder, weights, path)
}

#[test]
fn the_first_folder_that_has_a_file_wins() {
    let (_folder, weights, path) = with_vocabulary(|bytes| bytes);
    assert_eq!(weights.path(Weight::VoiceVocabulary).unwrap(), path);
    assert!(weights.path(Weight::UnknownWordsLetters).unwrap().starts_with(checkout()));
    assert_eq!(weights.load(Weight::VoiceVocabulary).unwrap().len(), 1144);
}

#[track_caller]
fn refused(bytes: impl FnOnce(Vec<u8>) -> Vec<u8>, state: State, says: &str) {
    let (_folder, weights, path) = with_vocabulary(bytes);
    for error in [
        weights.path(Weight::VoiceVocabulary).unwrap_err().to_string(),
        weights.load(Weight::VoiceVocabulary).unwrap_err().to_string(),
    ] {
        assert!(error.contains(says), "{error:?} does not say {says:?}");
        assert!(error.contains(&path.display().to_string()), "{error:?} does not name the file");
        assert!(error.contains("`coldcall model verify`"), "{error:?} does not say what to type");
    }
    assert_eq!(weights.verify(Weight::VoiceVocabulary).state, state);
}

#[test]
fn a_torn_or_altered_model_is_named_and_refused() {
    refused(
        |bytes| bytes[..100].to_vec(),
        State::Truncated,
        "has 100 bytes instead of 1144: it is truncated",
    );
    refused(|bytes| [bytes, vec![0]].concat(), State::Altered, "it is another file");
    let flipped = |mut bytes: Vec<u8>| {
        bytes[500] ^= 1;
        bytes
    };
    refused(flipped, State::Altered, "was altered");
}

#[test]
fn a_verified_file_is_not_read_again_until_it_changes() {
    let (_folder, weights, path) = with_vocabulary(|bytes| bytes);
    weights.path(Weight::VoiceVocabulary).unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[500] ^= 1;
    fs::write(&path, bytes).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    // The stamp stands for size and time of change, so a change behind its back is not seen ...
    file.set_modified(before).unwrap();
    weights.path(Weight::VoiceVocabulary).unwrap();
    // ... except by a full check, and by anything that shows in the time.
    assert_eq!(weights.verify(Weight::VoiceVocabulary).state, State::Altered);
    file.set_modified(before + std::time::Duration::from_secs(2)).unwrap();
    assert!(matches!(weights.path(Weight::VoiceVocabulary), Err(WeightsError::Altered { .. })));
}

#[test]
fn what_is_nowhere_says_where_it_was_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let weights = Weights::in_folders(vec![folder.path().to_owned()], None);
    let message = weights.path(Weight::FastEar).unwrap_err().to_string();
    assert!(message.contains("whisper/ggml-tiny.en-q8_0.bin"), "{message}");
    assert!(message.contains(&folder.path().display().to_string()), "{message}");
    assert_eq!(weights.look(Weight::FastEar).state, State::Missing);
    assert!(weights.ready().is_err());
}

#[test]
fn a_named_folder_must_be_there_and_the_checkout_is_always_found() {
    let error = Weights::locate(Some(Path::new("no/such/folder"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no folder no/such/folder; name one that holds the models, or leave it out"
    );
    let weights = Weights::locate(None).unwrap();
    assert_eq!(weights.look(Weight::EndOfTurn).state, State::Ok);
}

#[test]
fn an_ear_of_ones_own_skips_the_manifest_but_not_the_magic() {
    let (_folder, weights, path) = with_vocabulary(|bytes| bytes);
    let own = checkout().join("whisper/ggml-base-q5_1.bin");
    let mine = weights.clone().with_ear(&own);
    assert_eq!((mine.own_ear(), mine.path(Weight::FastEar).unwrap()), (Some(own.as_path()), own.clone()));
    assert!(mine.path(Weight::CarefulEar).unwrap().starts_with(checkout()), "the careful ear stays");
    let wrong = weights.with_ear(&path).path(Weight::FastEar).unwrap_err();
    assert!(matches!(wrong, WeightsError::NotGgml { .. }), "{wrong}");
}

#[test]
fn every_model_of_the_checkout_is_what_the_manifest_says() {
    let cache = tempfile::tempdir().unwrap();
    let weights = Weights::in_folders(vec![checkout()], Some(cache.path().to_owned()));
    for weight in Weight::ALL {
        let checked = weights.verify(*weight);
        assert_eq!(checked.problem, None);
    }
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), Weight::ALL.len(), "a stamp for each");
    weights.ready().unwrap();
}
