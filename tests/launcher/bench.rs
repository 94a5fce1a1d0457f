//! A machine to try the launcher on: a PATH of stubs, a home and a project folder of its own.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const SCRIPT: &str = include_str!("../../coldcall");
/// What the script (and, from chmod on, its stubs) may call; anything else must be found missing by it.
const SYSTEM_TOOLS: [&str; 14] = [
    "sh", "env", "sed", "find", "dirname", "readlink", "mkdir", "rm", "mv", "mktemp", "tail", "chmod",
    "sleep", "setsid",
];
/// Notes its arguments; `build` makes a program that shows how it was called.
pub const CARGO: &str = r#"#!/bin/sh
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
pub const FAILING: &str = "#!/bin/sh\necho 'cc: no such thing' >&2\ncase $1 in --version) echo 'cargo 1.95.0';; *) exit 101;; esac\n";
/// `apt-get install` makes the tools appear, as the packages would.
pub const APT: &str = r#"#!/bin/sh
echo "$*" >>"$BENCH/apt.log"
if [ "$1" = update ]; then : >"$BENCH/lists"; exit 0; fi
if [ -n "${APT_STUB_NEEDS_LISTS-}" ] && [ ! -e "$BENCH/lists" ]; then echo 'E: Unable to locate package' >&2; exit 100; fi
if [ -n "${APT_STUB_FAILS-}" ]; then echo 'E: no space left on device' >&2; exit 100; fi
"#;

/// A machine to try the script on. Its project lies in a folder whose name has a space.
pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    /// Nothing but the system's own tools.
    pub fn bare(system: &str, user: u32) -> Self {
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
    pub fn complete() -> Self {
        let bench = Self::bare("Linux", 1000);
        bench.stub("cargo", CARGO);
        for tool in ["cmake", "make", "cc", "c++", "pkg-config"] {
            bench.stub(tool, "#!/bin/sh\n");
        }
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, text).expect("a file on the bench");
        self
    }

    pub fn executable(&self, name: &str) -> &Self {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("an executable");
        self
    }

    pub fn stub(&self, name: &str, text: &str) -> &Self {
        let name = format!("bin/{name}");
        self.write(&name, text).executable(&name)
    }

    pub fn without(&self, tools: &[&str]) -> &Self {
        for tool in tools {
            fs::remove_file(self.path("bin").join(tool)).expect("a tool to take away");
        }
        self
    }

    /// Called from another folder, without a terminal.
    pub fn command(&self, args: &[&str]) -> Command {
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

    pub fn run(&self, args: &[&str]) -> Said {
        Said::by(&mut self.command(args))
    }

    /// What a stub wrote down, a call a line, version questions left out.
    pub fn log(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.path(name)).unwrap_or_default();
        text.lines().filter(|line| *line != "--version").map(str::to_owned).collect()
    }

    pub fn builds(&self) -> usize {
        self.log("cargo.log").iter().filter(|line| line.starts_with("build")).count()
    }
}

pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn by(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the script starts");
        Self {
            code: status.code(),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// Exit code 2, nothing on standard output, and all of `words` on standard error.
    #[track_caller]
    pub fn stops_saying(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "exit code; it said: {}", self.err);
        assert_eq!(self.out, "", "standard output belongs to the program");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in: {}", self.err);
        }
    }
}

pub fn on_path(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file())
}
