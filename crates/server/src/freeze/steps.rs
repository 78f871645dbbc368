//! The moments of a freeze by name, for a test that ends the process in the middle of one. Nothing watches them in the
//! program that people run: only a program made for tests calls [`watch`].

use std::sync::OnceLock;

use store::editions::Moment;

static WATCHER: OnceLock<fn(&str)> = OnceLock::new();

/// Has every moment told to `watcher`, from now on and for this whole process. The first watcher stays.
pub fn watch(watcher: fn(&str)) {
    let _ = WATCHER.set(watcher);
}

/// `asked`, `recorded`, `chapters`, `manifest`, `signed`, `published`.
pub(crate) fn reached(step: &str) {
    if let Some(watcher) = WATCHER.get() {
        watcher(step);
    }
}

/// `half-written:N`, `written:N`, `named:N`: the Nth file that this freeze makes.
pub(super) fn file(moment: Moment, number: usize) {
    let word = match moment {
        Moment::HalfWritten => "half-written",
        Moment::Written => "written",
        Moment::Named => "named",
    };
    reached(&format!("{word}:{number}"));
}
