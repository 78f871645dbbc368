//! What a manual is: chapters as flat texts, the outline, seats and rights.
//!
//! Rules only: no async, no input or output, no clock, no randomness. Ids, times and seeds come in as arguments.
//! Read in this order: `flat` (a chapter's one text), `payload` (what it refers to by id), `inline`, `inset` and `block` (what
//! people see), `assemble` and `flatten` (text to blocks and back), `edit` (changing a text by the rules), `outline`, `parts`
//! (what a template asks for), `proposal`, `seat`, `person`, `rights`; `document` is the only place that lets bytes into yrs. The specification is
//! docs/document-model.md.

pub mod id;

pub mod flat;
pub mod payload;

pub mod inline;
pub mod inset;

pub mod block;

pub mod line;
pub mod table;

pub mod assemble;
pub mod attribution;
pub mod flatten;

pub mod edit;

pub mod numbers;
pub mod shown;

pub mod glossary;
pub mod leftover;
pub mod passages;

pub mod parts;

pub mod outline;

pub mod canon;
pub mod content;
pub mod difference;
pub mod document;
pub mod json;
pub mod markup;
pub mod person;
pub mod proposal;
pub mod rights;
pub mod seat;
