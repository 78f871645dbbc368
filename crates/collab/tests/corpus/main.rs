//! What the fuzz targets have kept of updates and frames is asked again by every run of the tests. See tests/fuzz/README.md.

#[path = "../../../../tests/fuzz/kept.rs"]
mod kept;
mod targets;

use kept::ask_all;

#[test]
fn kept_updates_are_taken_or_refused() {
    ask_all("update", targets::update);
}

#[test]
fn kept_frames_are_taken_or_refused() {
    ask_all("message", targets::frame);
}
