//! The files of vectors that both languages read.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The vectors of every file whose name is such.
pub(crate) fn vectors(such: impl Fn(&str) -> bool) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut vectors = Vec::new();
    for file in fs::read_dir(folder).expect("the vectors") {
        let file = file.expect("listed");
        if such(&file.file_name().to_string_lossy()) {
            let text = fs::read_to_string(file.path()).expect("readable");
            vectors.extend(serde_json::from_str::<Vec<Value>>(&text).expect("JSON"));
        }
    }
    vectors
}
