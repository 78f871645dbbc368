//! All that can be read of a document, in one form that Rust and TypeScript both write: two copies share it exactly when
//! people see the same in them. For fingerprints that a page and the service compare; never stored.
//!
//! TypeScript has the same function in web/src/sync/canon.ts; both read crates/manual/vectors/canon.json. It looks at the
//! body and the side maps (docs/document-model.md, "Roots") as they are written, before anything is assembled: it does not
//! depend on clocks, on who wrote, or on how formats were marked. Bounded by what stands there, and by a depth.

use std::collections::HashMap;
use std::fmt::Write;

use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Array, Map, Number, Out, ReadTxn, Text, TextRef};

use crate::content::MAPS;
use crate::document::Document;
use crate::flat::{BODY, JSON_DEPTH_MAX, units_of};

/// Largest number of which every smaller whole one is exact in JavaScript.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// The canonical form of what a document holds.
pub fn canon(document: &Document) -> String {
    let mut out = String::new();
    document.read(|txn| {
        if let Some(body) = txn.get_text(BODY) {
            text(txn, &body, JSON_DEPTH_MAX, &mut out);
        }
        if out == "T." {
            out.clear(); // an empty body and none are the same
        }
        for name in MAPS {
            let Some(map) = txn.get_map(name) else { continue };
            if map.len(txn) > 0 {
                string(name, &mut out);
                shared(txn, &Out::YMap(map), JSON_DEPTH_MAX, &mut out);
            }
        }
    });
    out
}

/// Pieces as long as their attributes stay the same.
fn text<T: ReadTxn>(txn: &T, text: &TextRef, depth: usize, out: &mut String) {
    out.push('T');
    let mut run = String::new();
    let mut formats = String::new();
    for piece in text.diff(txn, YChange::identity) {
        let here = formats_of(piece.attributes.as_deref());
        if here != formats {
            close(&mut run, &formats, out);
            formats = here;
        }
        if let Out::Any(Any::String(words)) = &piece.insert {
            run.push_str(words);
        } else {
            close(&mut run, &formats, out);
            shared(txn, &piece.insert, depth, out);
            out.push_str(&formats);
        }
    }
    close(&mut run, &formats, out);
    out.push('.');
}

fn close(run: &mut String, formats: &str, out: &mut String) {
    if !run.is_empty() {
        string(run, out);
        out.push_str(formats);
        run.clear();
    }
}

fn formats_of(attributes: Option<&Attrs>) -> String {
    let mut out = String::new();
    if let Some(attributes) = attributes.filter(|attributes| !attributes.is_empty()) {
        let entries = attributes.iter().map(|(key, value)| {
            let mut said = String::new();
            any(value, JSON_DEPTH_MAX, &mut said);
            (key.as_ref(), said)
        });
        braced(entries.collect(), &mut out);
    }
    out
}

fn shared<T: ReadTxn>(txn: &T, value: &Out, depth: usize, out: &mut String) {
    match value {
        Out::Any(value) => any(value, depth, out),
        _ if depth == 0 => out.push('x'),
        Out::YText(inner) => text(txn, inner, depth - 1, out),
        Out::YArray(values) => {
            out.push('A');
            values.iter(txn).for_each(|value| shared(txn, &value, depth - 1, out));
            out.push('.');
        }
        Out::YMap(map) => {
            out.push('M');
            let entries = map.iter(txn).map(|(key, value)| {
                let mut said = String::new();
                shared(txn, &value, depth - 1, &mut said);
                (key, said)
            });
            braced(entries.collect(), out);
        }
        _ => out.push('x'),
    }
}

fn any(value: &Any, depth: usize, out: &mut String) {
    match value {
        Any::Null | Any::Undefined | Any::Buffer(_) => out.push('n'),
        Any::Bool(true) => out.push('t'),
        Any::Bool(false) => out.push('f'),
        Any::Number(Number::Int(number)) => whole(*number, out),
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the bound")]
        Any::Number(Number::Float(number)) if number.fract() == 0.0 && number.abs() <= WHOLE_MAX => {
            whole(*number as i64, out);
        }
        Any::Number(Number::Float(number)) if number.is_nan() => out.push('n'),
        Any::Number(Number::Float(number)) => write(format_args!("d{:016x}", number.to_bits()), out),
        Any::String(text) => string(text, out),
        Any::Array(_) | Any::Map(_) if depth == 0 => out.push('n'),
        Any::Array(values) => {
            out.push('[');
            values.iter().for_each(|value| any(value, depth - 1, out));
            out.push(']');
        }
        Any::Map(values) => braced(said(values, depth - 1), out),
    }
}

fn said(values: &HashMap<String, Any>, depth: usize) -> Vec<(&str, String)> {
    let said = |value: &Any| {
        let mut said = String::new();
        any(value, depth, &mut said);
        said
    };
    values.iter().map(|(key, value)| (key.as_str(), said(value))).collect()
}

/// In the order of their keys' code units, as JavaScript sorts.
fn braced(mut entries: Vec<(&str, String)>, out: &mut String) {
    entries.sort_unstable_by(|one, other| one.0.encode_utf16().cmp(other.0.encode_utf16()));
    out.push('{');
    for (key, value) in entries {
        string(key, out);
        out.push_str(&value);
    }
    out.push('}');
}

fn whole(number: i64, out: &mut String) {
    write(format_args!("i{number};"), out);
}

/// Its length goes first, so that no text can pass for something else.
fn string(text: &str, out: &mut String) {
    write(format_args!("\"{}:{text}", units_of(text)), out);
}

fn write(said: std::fmt::Arguments<'_>, out: &mut String) {
    let _ = out.write_fmt(said); // a string takes everything
}
