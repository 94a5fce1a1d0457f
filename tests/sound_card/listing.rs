//! Which devices there are, and why there are none. These run inside what the tests of `sound_card.rs` start.

use super::phone::in_line;
use coldcall::audio::{available, open_microphone, open_speaker, probe, speaker_available};
use std::time::{Duration, Instant};

#[test]
#[ignore = "runs inside the virtual phone line"]
fn probes() {
    if !in_line() {
        return;
    }
    for (what, ask) in [("microphone", available as fn() -> _), ("speaker", speaker_available)] {
        let began = Instant::now();
        assert_eq!(ask(), Ok(()), "{what}");
        println!("{what} available after {} ms", began.elapsed().as_millis());
    }
    let began = Instant::now();
    let found = probe();
    println!("{} in {} ms: {found:#?}", found.system, began.elapsed().as_millis());
    assert!(found.microphones.iter().any(|device| device.default && device.rate > 0));
    assert!(found.microphones.iter().any(|device| device.id == "caller_mic"));
    assert!(found.speakers.iter().any(|device| device.id == "gatekeeper_out"));
    open_microphone(Some("Caller MICROPHONE")).unwrap();
    open_speaker(Some("gatekeeper_out")).unwrap();
    assert!(open_microphone(Some("no such thing")).is_err());
}

#[test]
#[ignore = "runs with an ALSA that has nothing"]
fn says_why_there_is_none() {
    if std::env::var_os("ALSA_CONFIG_PATH").is_none() {
        println!("skipped: this one runs with a configuration of its own");
        return;
    }
    let began = Instant::now();
    assert_eq!(available(), Err("none is connected".to_owned()));
    println!("answered in {} ms", began.elapsed().as_millis());
    assert!(began.elapsed() < Duration::from_millis(300));
    let error = open_speaker(None).err().unwrap().to_string();
    assert_eq!(
        error,
        "no speaker: none is connected; `coldcall doctor` shows what there is, `--text` types the call"
    );
    assert!(probe().microphones.is_empty());
}
