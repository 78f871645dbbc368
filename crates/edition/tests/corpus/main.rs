//! What the fuzz targets have kept of frozen files and bundles is asked again by every run of the tests. See
//! tests/fuzz/README.md.

#[path = "../../../../tests/fuzz/kept.rs"]
mod kept;
mod targets;

use kept::ask_all;

#[test]
fn kept_frozen_files_are_read_or_refused() {
    ask_all("thaw", targets::thaw);
}

#[test]
fn kept_bundles_are_opened_or_refused() {
    ask_all("bundle", targets::bundle);
}
