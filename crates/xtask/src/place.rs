//! Where things are: the repository and its target folder. Makes nothing but folders under target.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

pub(crate) struct Place {
    pub(crate) root: PathBuf,
    target: PathBuf,
}

impl Place {
    /// The repository this program was built from, and the folder cargo builds into.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask lies two folders below the repository")?
            .to_path_buf();
        let metadata = process::ask(Command::new("cargo").current_dir(&root).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).context("cargo metadata speaks JSON")?;
        let target =
            metadata["target_directory"].as_str().context("cargo metadata names the target folder")?;
        Ok(Self { root, target: PathBuf::from(target) })
    }

    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// A program of ours, built with this profile's folder name (`debug` or `release`).
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(name)
    }

    /// What lies in the target folder under this name.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        self.target.join(name)
    }

    /// A folder under target that belongs to xtask: stamps and logs.
    pub(crate) fn notes(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// A command that starts in the repository.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }
}
