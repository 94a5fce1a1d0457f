//! The virtual line from inside: speaking into it, overhearing it, pulling its plugs.

use coldcall::audio::{AudioError, FRAME, Microphone, RATE, read_wav};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// False outside a virtual line, for someone who runs the ignored tests by hand.
pub fn in_line() -> bool {
    let there = std::env::var_os("PHONE_DIR").is_some();
    if !there {
        println!("skipped: this one runs inside tests/virtual-phone-line");
    }
    there
}

pub fn phone(variable: &str) -> String {
    std::env::var(variable).unwrap()
}

pub fn paplay(file: &Path) -> Child {
    Command::new("paplay").arg(format!("--device={}", phone("PHONE_MIC_SINK"))).arg(file).spawn().unwrap()
}

pub fn listen(microphone: &mut impl Microphone, seconds: f64) -> Vec<f32> {
    let frames = (seconds * f64::from(RATE)) as usize / FRAME;
    (0..frames).flat_map(|_| microphone.next_frame().unwrap()).collect()
}

/// Records the virtual speaker while `play` runs, and half a second more.
pub fn overhear(play: impl FnOnce()) -> Vec<f32> {
    let file = Path::new(&phone("PHONE_DIR")).join("heard.wav");
    let mut recorder = Command::new("parec")
        .args(["--file-format=wav", "--latency-msec=20"])
        .arg(format!("--device={}", phone("PHONE_SPEAKER_SOURCE")))
        .arg(&file)
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(600));
    play();
    std::thread::sleep(Duration::from_millis(500));
    Command::new("kill").args(["-INT", &recorder.id().to_string()]).status().unwrap();
    recorder.wait().unwrap();
    read_wav(&file).unwrap()
}

pub fn pactl(arguments: &[&str]) -> String {
    let output = Command::new("pactl").args(arguments).output().unwrap();
    assert!(output.status.success(), "pactl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub fn module(file: &str) -> String {
    std::fs::read_to_string(Path::new(&phone("PHONE_DIR")).join(file)).unwrap().trim().to_owned()
}

/// Reads on until the microphone is gone or the time is over; true when it is gone.
pub fn gone_within(microphone: &mut impl Microphone, seconds: u64) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        match microphone.next_frame() {
            Ok(_) => {}
            Err(AudioError::Gone { what, why }) => {
                println!("gone after {:.1} s: the {what}: {why}", began.elapsed().as_secs_f64());
                return true;
            }
            Err(other) => panic!("{other}"),
        }
    }
    false
}
