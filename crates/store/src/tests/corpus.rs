//! What the fuzz target `frame` has kept of segments is asked again by every run of the tests. See tests/fuzz/README.md.

#[path = "../../../../tests/fuzz/kept.rs"]
mod kept;

use crate::asked;

#[test]
fn kept_segments_are_read_or_refused() {
    kept::ask_all("frame", asked::segment);
}
