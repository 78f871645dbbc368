//! What the fuzz target has kept of marked-up texts is asked again by every run of the tests. See tests/fuzz/README.md.

#[path = "../../../../tests/fuzz/kept.rs"]
mod kept;
mod targets;

use kept::ask_all;

#[test]
fn kept_texts_are_read() {
    ask_all("markup", targets::markup);
}
