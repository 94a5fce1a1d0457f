//! The launcher script on machines that are not this one: a copy of it in a folder of its own, a PATH
//! that holds nothing but stubs and the few system tools that the script calls, and no home.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const SCRIPT: &str = include_str!("../coldcall");
/// What the script (and, from chmod on, its stubs) may call; anything else must be found missing by it.
const SYSTEM_TOOLS: [&str; 14] = [
    "sh", "env", "sed", "find", "dirname", "readlink", "mkdir", "rm", "mv", "mktemp", "tail", "chmod",
    "sleep", "setsid",
];
/// Notes its arguments; `build` makes a program that shows how it was called.
const CARGO: &str = r#"#!/bin/sh
echo "$*" >>"$BENCH/cargo.log"
case $1 in
--version) echo "cargo ${CARGO_STUB_VERSION-1.95.0} (0000000 2026-01-01)" ;;
build)
    echo 'Compiling on standard output'
    while [ $# -gt 0 ]; do
        if [ "$1" = --target-dir ]; then target=$2; fi
        shift
    done
    mkdir -p "$target/release"
    printf '#!/bin/sh\necho "in $PWD"\nfor word; do echo "<$word>"; done\nexit 7\n' >"$target/release/coldcall"
    chmod +x "$target/release/coldcall"
    ;;
test) echo "in $PWD: test result: ok" ;;
esac
"#;
const FAILING: &str = "#!/bin/sh\necho 'cc: no such thing' >&2\ncase $1 in --version) echo 'cargo 1.95.0';; *) exit 101;; esac\n";
/// `apt-get install` makes the tools appear, as the packages would.
const APT: &str = r#"#!/bin/sh
echo "$*" >>"$BENCH/apt.log"
if [ "$1" = update ]; then : >"$BENCH/lists"; exit 0; fi
if [ -n "${APT_STUB_NEEDS_LISTS-}" ] && [ ! -e "$BENCH/lists" ]; then echo 'E: Unable to locate package' >&2; exit 100; fi
if [ -n "${APT_STUB_FAILS-}" ]; then echo 'E: no space left on device' >&2; exit 100; fi
"#;

/// A machine to try the script on. Its project lies in a folder whose name has a space.
struct Bench {
    folder: TempDir,
}

impl Bench {
    /// Nothing but the system's own tools.
    fn bare(system: &str, user: u32) -> Self {
        let folder = tempfile::Builder::new().prefix("a bench ").tempdir().expect("a folder for the bench");
        let bench = Self { folder };
        for sub in ["bin", "home", "away", "my calls/src", "my calls/models", "my calls/.cargo"] {
            fs::create_dir_all(bench.path(sub)).expect("a folder on the bench");
        }
        for tool in SYSTEM_TOOLS {
            if let Some(found) = on_path(tool) {
                symlink(found, bench.path("bin").join(tool)).expect("a system tool");
            }
        }
        bench.write("my calls/coldcall", SCRIPT).executable("my calls/coldcall");
        bench.write("my calls/Cargo.toml", "[package]\nrust-version = \"1.94\"\n");
        bench.write("my calls/Cargo.lock", "").write("my calls/src/main.rs", "");
        bench.stub("uname", &format!("#!/bin/sh\necho {system}\n"));
        bench.stub("id", &format!("#!/bin/sh\necho {user}\n"));
        bench
    }

    /// Rust and everything that a build needs.
    fn complete() -> Self {
        let bench = Self::bare("Linux", 1000);
        bench.stub("cargo", CARGO);
        for tool in ["cmake", "make", "cc", "c++", "pkg-config"] {
            bench.stub(tool, "#!/bin/sh\n");
        }
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, text).expect("a file on the bench");
        self
    }

    fn executable(&self, name: &str) -> &Self {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("an executable");
        self
    }

    fn stub(&self, name: &str, text: &str) -> &Self {
        let name = format!("bin/{name}");
        self.write(&name, text).executable(&name)
    }

    fn without(&self, tools: &[&str]) -> &Self {
        for tool in tools {
            fs::remove_file(self.path("bin").join(tool)).expect("a tool to take away");
        }
        self
    }

    /// Called from another folder, without a terminal.
    fn command(&self, args: &[&str]) -> Command {
        // A session of its own has no controlling terminal; where there is no setsid, the test's own may.
        let mut command = if self.path("bin/setsid").exists() {
            let mut command = Command::new(self.path("bin/setsid"));
            command.arg("--wait").arg(self.path("my calls/coldcall"));
            command
        } else {
            Command::new(self.path("my calls/coldcall"))
        };
        command
            .args(args)
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("HOME", self.path("home"))
            .env("BENCH", self.folder.path())
            .current_dir(self.path("away"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        Said::by(&mut self.command(args))
    }

    /// What a stub wrote down, a call a line, version questions left out.
    fn log(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.path(name)).unwrap_or_default();
        text.lines().filter(|line| *line != "--version").map(str::to_owned).collect()
    }

    fn builds(&self) -> usize {
        self.log("cargo.log").iter().filter(|line| line.starts_with("build")).count()
    }
}

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn by(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the script starts");
        Self {
            code: status.code(),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// Exit code 2, nothing on standard output, and all of `words` on standard error.
    #[track_caller]
    fn stops_saying(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "exit code; it said: {}", self.err);
        assert_eq!(self.out, "", "standard output belongs to the program");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in: {}", self.err);
        }
    }
}

fn on_path(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

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
