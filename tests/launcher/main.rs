//! The launcher script on machines that are not this one: a copy of it in a folder of its own, a PATH
//! that holds nothing but stubs and the few system tools that the script calls, and no home.
#![cfg(unix)]

mod bench;

use bench::{APT, Bench, CARGO, FAILING, Said, on_path};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

#[test]
fn it_builds_once_then_starts_the_program_as_it_was_called() {
    let bench = Bench::complete();
    let first = bench.run(&["call", "a b", "", "*", "--json"]);
    let program = format!("in {}\n<call>\n<a b>\n<>\n<*>\n<--json>\n", bench.path("away").display());
    assert_eq!(first.out, program, "the program's own output, from the caller's folder, and nothing else");
    assert_eq!(first.code, Some(7), "the program's own exit code");
    assert!(first.err.contains("building for the first time; this takes some minutes"), "{}", first.err);
    assert!(first.err.contains("Compiling"), "cargo is heard on standard error: {}", first.err);

    let second = bench.run(&["call", "a b", "", "*", "--json"]);
    assert_eq!((second.out, second.err.as_str()), (program, ""));
    let log = fs::read_to_string(bench.path("cargo.log")).unwrap();
    assert_eq!(log.lines().filter(|line| line.starts_with("build --release --locked")).count(), 1, "{log}");
    assert_eq!(log.lines().count(), 2, "no cargo at all the second time, not even its version: {log}");
}

/// A build, then a change to one file (`None` deletes it), then exactly one more build.
#[track_caller]
fn rebuilds(what: &str, file: &str, text: Option<&str>) {
    let bench = Bench::complete();
    bench.write("my calls/scenarios/follow-up.toml", "").write("my calls/src/call/mod.rs", "");
    bench.write("my calls/models/understanding/heads.bin", "");
    bench.run(&[]);
    bench.run(&[]);
    assert_eq!(bench.builds(), 1, "before: {what}");
    match text {
        Some(text) => drop(fs::write(bench.path(file), text)),
        None => drop(fs::remove_file(bench.path(file))),
    }
    assert_eq!(bench.run(&["--help"]).code, Some(7), "{what}");
    assert_eq!(bench.builds(), 2, "after: {what}");
    bench.run(&[]);
    assert_eq!(bench.builds(), 2, "and once only: {what}");
}

#[test]
fn a_changed_source_is_built_again() {
    rebuilds("a source file edited", "my calls/src/call/mod.rs", Some("// new"));
    rebuilds("a source file added", "my calls/src/call/time.rs", Some(""));
    rebuilds("a source file deleted", "my calls/src/call/mod.rs", None);
    rebuilds("a scenario edited", "my calls/scenarios/follow-up.toml", Some("a = 1"));
    rebuilds("trained weights replaced", "my calls/models/understanding/heads.bin", Some("1"));
    rebuilds("a dependency updated", "my calls/Cargo.lock", Some("# new"));
    rebuilds("build settings changed", "my calls/.cargo/config.toml", Some(""));
    rebuilds("the built program lost", "my calls/target/release/coldcall", None);
}

#[test]
fn what_is_edited_during_the_build_is_built_next_time() {
    let bench = Bench::complete();
    let slow = CARGO.replace(
        "build)",
        "build)\n sleep 0.05; : >>\"$BENCH/my calls/src/main.rs\"; echo x >\"$BENCH/my calls/src/main.rs\"",
    );
    bench.stub("cargo", &slow);
    bench.run(&[]);
    bench.stub("cargo", CARGO).run(&[]);
    assert_eq!(bench.builds(), 2);
}

#[test]
fn a_failed_build_ends_with_two_and_is_tried_again() {
    let bench = Bench::complete();
    bench.stub("cargo", FAILING);
    bench.run(&["rules"]).stops_saying(&["cc: no such thing", "the build failed"]);
    assert_eq!(bench.stub("cargo", CARGO).run(&["rules"]).code, Some(7));
}

#[test]
fn it_starts_within_a_tenth_of_a_second() {
    let bench = Bench::complete();
    bench.run(&[]);
    // The quickest of ten: other work on the machine may slow any one of them.
    let quickest = (0..10).map(|_| milliseconds(|| drop(bench.run(&[])))).min();
    assert!(quickest < Some(100), "{quickest:?} ms");
}

#[expect(clippy::disallowed_methods, reason = "the promise is one about the machine's time")]
fn milliseconds(work: impl FnOnce()) -> u128 {
    let start = std::time::Instant::now();
    work();
    start.elapsed().as_millis()
}

#[test]
fn it_works_through_symbolic_links() {
    let bench = Bench::complete();
    symlink("../my calls/coldcall", bench.path("away/inner")).unwrap();
    symlink(bench.path("away/inner"), bench.path("home/phone")).unwrap();
    let mut command = Command::new(bench.path("home/phone"));
    command.env_clear().env("PATH", bench.path("bin")).env("BENCH", bench.folder.path());
    let said = Said::by(command.current_dir(bench.path("home")).arg("demo"));
    assert_eq!((said.code, said.out.lines().last()), (Some(7), Some("<demo>")), "{}", said.err);
    assert!(bench.path("my calls/target/release/coldcall").exists());
}

#[test]
fn a_target_folder_of_ones_own_is_used() {
    let bench = Bench::complete();
    for (variable, value) in [("CARGO_TARGET_DIR", "there"), ("CARGO_BUILD_TARGET_DIR", "elsewhere")] {
        let said = Said::by(bench.command(&[]).env(variable, value));
        assert_eq!(said.code, Some(7), "{}", said.err);
        assert!(bench.path("away").join(value).join("release/coldcall").exists(), "relative to the caller");
    }
    let said = Said::by(bench.command(&[]).env("CARGO_TARGET_DIR", bench.path("home/t")));
    assert_eq!(said.code, Some(7), "{}", said.err);
    assert!(bench.path("home/t/release/coldcall").exists());
    assert!(!bench.path("my calls/target").exists());
}

#[test]
fn without_rust_it_says_how_to_get_it_and_installs_nothing() {
    let bench = Bench::bare("Linux", 0);
    bench.stub("apt-get", APT);
    bench.run(&["call"]).stops_saying(&[
        "Rust 1.94 or newer",
        "no cargo was found",
        "https://sh.rustup.rs | sh",
    ]);
    assert_eq!(bench.log("apt.log"), [""; 0]);
}

#[test]
fn a_rust_that_is_too_old_is_named() {
    for old in ["1.63.0", "1.93.1", "0.99.0"] {
        let bench = Bench::complete();
        let said = Said::by(bench.command(&[]).env("CARGO_STUB_VERSION", old));
        said.stops_saying(&["needs Rust 1.94 or newer", &format!("here is Rust {old}"), "sh.rustup.rs"]);
        bench.stub("rustup", "#!/bin/sh\n");
        Said::by(bench.command(&[]).env("CARGO_STUB_VERSION", old)).stops_saying(&["rustup update stable"]);
        assert_eq!(bench.builds(), 0);
    }
    for new in ["1.94.0", "1.100.2-nightly", "2.0.0"] {
        let said = Said::by(Bench::complete().command(&[]).env("CARGO_STUB_VERSION", new));
        assert_eq!(said.code, Some(7), "{new}: {}", said.err);
    }
}

#[test]
fn cargo_is_found_where_rustup_puts_it() {
    for (variable, folder, bin) in
        [("HOME", "home", "home/.cargo/bin"), ("CARGO_HOME", "away/c", "away/c/bin")]
    {
        let bench = Bench::complete();
        bench.without(&["cargo"]).write(&format!("{bin}/cargo"), CARGO).executable(&format!("{bin}/cargo"));
        let said = Said::by(bench.command(&[]).env(variable, bench.path(folder)));
        assert_eq!(said.code, Some(7), "{variable}: {}", said.err);
    }
}

#[test]
fn another_home_does_not_hide_the_toolchain() {
    let rustups = r#"#!/bin/sh
[ -d "${RUSTUP_HOME-$HOME/.rustup}/toolchains" ] || { echo 'error: no default toolchain' >&2; exit 1; }
"#;
    let bench = Bench::complete();
    bench.without(&["cargo"]);
    let cargo = format!("{rustups}{}", CARGO.trim_start_matches("#!/bin/sh\n"));
    bench.write("ann/.cargo/bin/cargo", &cargo).executable("ann/.cargo/bin/cargo");
    let path = format!("{}:{}", bench.path("ann/.cargo/bin").display(), bench.path("bin").display());
    let said = Said::by(bench.command(&[]).env("PATH", &path));
    said.stops_saying(&["does not run", "no default toolchain", "rustup default stable"]);
    bench.write("ann/.rustup/toolchains/stable", "");
    let said = Said::by(bench.command(&[]).env("PATH", &path));
    assert_eq!(said.code, Some(7), "{}", said.err);
}

#[test]
fn root_gets_what_is_missing_in_one_go_and_unasked() {
    let bench = Bench::complete();
    bench.without(&["cmake", "make", "pkg-config"]).stub("apt-get", APT).stub("id", "#!/bin/sh\necho 0\n");
    let said = bench.run(&[]);
    assert_eq!(said.code, Some(7), "{}", said.err);
    assert_eq!(bench.log("apt.log").len(), 1);
    let line = &bench.log("apt.log")[0];
    assert!(line.starts_with("install -y"), "{line}");
    assert!(line.ends_with("--no-install-recommends cmake make pkg-config libasound2-dev"), "{line}");
    assert!(said.err.contains("installing cmake make pkg-config libasound2-dev"), "{}", said.err);

    fs::remove_file(bench.path("apt.log")).unwrap();
    bench.without(&["cc", "c++"]).write("my calls/src/new.rs", "");
    bench.run(&[]);
    assert!(bench.log("apt.log")[0].contains("cmake make gcc g++"), "{:?}", bench.log("apt.log"));
}

#[test]
fn the_lists_of_packages_are_fetched_only_when_needed() {
    let bench = Bench::complete();
    bench.without(&["cmake"]).stub("apt-get", APT).stub("id", "#!/bin/sh\necho 0\n");
    let said = Said::by(bench.command(&[]).env("APT_STUB_NEEDS_LISTS", "1"));
    assert_eq!(said.code, Some(7), "{}", said.err);
    let verbs: Vec<_> = bench
        .log("apt.log")
        .iter()
        .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(verbs, ["install", "update", "install"]);
    assert!(!said.err.contains("Unable to locate"), "{}", said.err);
}

#[test]
fn when_apt_fails_its_own_words_are_shown() {
    let bench = Bench::complete();
    bench.without(&["cmake"]).stub("apt-get", APT).stub("id", "#!/bin/sh\necho 0\n");
    let said = Said::by(bench.command(&[]).env("APT_STUB_FAILS", "1"));
    said.stops_saying(&["no space left on device", "could not install cmake"]);
    assert_eq!(bench.builds(), 0);
}

#[test]
fn nobody_else_is_made_root_unasked() {
    let bench = Bench::complete();
    bench.without(&["cmake"]).stub("apt-get", APT);
    bench.run(&[]).stops_saying(&[
        "cmake must be installed",
        "as root, type:",
        "    apt-get install cmake\n",
    ]);
    if bench.path("bin/setsid").exists() {
        bench.stub("sudo", "#!/bin/sh\n\"$@\"\n");
        bench.run(&[]).stops_saying(&["    sudo apt-get install cmake\n"]);
    }
    assert_eq!(bench.log("apt.log"), [""; 0]);
}

/// On a terminal of its own, with `answer` typed: what was shown, and whether packages were installed.
fn at_a_terminal(answer: &str) -> Option<(String, bool)> {
    let script = on_path("script").filter(|_| cfg!(target_os = "linux"))?;
    let bench = Bench::complete();
    bench.without(&["cmake"]).stub("apt-get", APT).stub("sudo", "#!/bin/sh\n\"$@\"\n");
    bench.write("typed", answer);
    let mut command = Command::new(script);
    let line = format!("'{}' rules", bench.path("my calls/coldcall").display());
    command.args(["-q", "-e", "-c", &line, "/dev/null"]).env_clear().env("SHELL", "/bin/sh");
    command.env("PATH", bench.path("bin")).env("HOME", bench.path("home")).env("BENCH", bench.folder.path());
    command.stdin(fs::File::open(bench.path("typed")).expect("what is typed"));
    let said = Said::by(&mut command);
    Some((said.out, !bench.log("apt.log").is_empty()))
}

#[test]
fn at_a_terminal_it_asks_before_sudo() {
    let Some((shown, installed)) = at_a_terminal("n\n") else {
        println!("skipped: no `script` to make a terminal with");
        return;
    };
    assert!(shown.contains("Run \"sudo apt-get install cmake") && shown.contains("now? [Y/n]"), "{shown}");
    assert!(shown.contains("nothing was installed") && !installed, "{shown}");

    let (shown, installed) = at_a_terminal("y\n").unwrap();
    assert!(installed && shown.contains("<rules>"), "{shown}");
}

#[track_caller]
fn advises(system: &str, manager: Option<&str>, words: &[&str]) {
    let bench = Bench::complete();
    bench.without(&["cmake"]).stub("uname", &format!("#!/bin/sh\necho {system}\n"));
    if let Some(manager) = manager {
        bench.stub(manager, "#!/bin/sh\necho called >>\"$BENCH/manager.log\"\n");
    }
    bench.run(&["call"]).stops_saying(words);
    assert_eq!(bench.builds(), 0);
    assert_eq!(bench.log("manager.log"), [""; 0], "only Debian's packages are installed by the script");
}

#[test]
fn each_system_gets_its_own_line_to_type() {
    advises(
        "Linux",
        Some("dnf"),
        &["missing: cmake", "sudo dnf install cmake make gcc-c++", "alsa-lib-devel"],
    );
    advises("Linux", Some("pacman"), &["sudo pacman -S --needed cmake make gcc pkgconf alsa-lib"]);
    advises("Linux", Some("zypper"), &["sudo zypper install cmake make gcc-c++ pkg-config alsa-devel"]);
    advises("Linux", Some("apk"), &["sudo apk add cmake make g++ pkgconf alsa-lib-dev"]);
    advises("Linux", None, &["CMake, make, a C and C++ compiler, pkg-config and ALSA's development files"]);
    advises("Darwin", None, &["xcode-select --install", "brew install cmake"]);
    advises("MINGW64_NT-10.0", None, &["wsl --install", "CMake and Visual Studio's C++ build tools"]);
    advises("CYGWIN_NT-10.0", None, &["wsl --install"]);
}

#[test]
fn on_a_mac_the_linux_sound_library_is_not_asked_for() {
    let bench = Bench::complete();
    bench.without(&["pkg-config"]).stub("uname", "#!/bin/sh\necho Darwin\n");
    let said = bench.run(&[]);
    assert_eq!(said.code, Some(7), "{}", said.err);
}

#[test]
fn test_hands_its_arguments_to_cargo_and_brings_the_virtual_sound_card() {
    let bench = Bench::complete();
    bench.stub("apt-get", APT).stub("id", "#!/bin/sh\necho 0\n");
    let said = bench.run(&["test", "--test", "phone call"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.out, format!("in {}: test result: ok\n", bench.path("my calls").display()));
    let target = bench.path("my calls/target");
    let expected = format!("test --release --locked --target-dir {} --test phone call", target.display());
    assert_eq!(bench.log("cargo.log"), [expected]);
    assert!(bench.log("apt.log")[0].contains("pulseaudio pulseaudio-utils"), "{:?}", bench.log("apt.log"));
}

#[test]
fn the_script_is_executable_and_names_the_version_that_the_manifest_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mode = fs::metadata(root.join("coldcall")).unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111, "{mode:o}");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("rust-version")).unwrap();
    assert!(line.split('"').nth(1).is_some_and(|version| version.split('.').count() >= 2), "{line}");
}
