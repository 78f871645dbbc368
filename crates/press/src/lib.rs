//! The PDF of an edition: what `edition::set` decided, set by Typst with a template of ours that is compiled in. Texts go to it as
//! data, never as markup. Opens no file but the fonts that it is given; asks no clock, reaches no network.
//!
//! Read in this order: `source` (what is printed), `data` (as the template reads it), `data::changes` (two editions as one), `world` (all that Typst can reach), `print`
//! (from one to the other), `template/main.typ` (how it looks).

mod data;
mod fonts;
mod glyphs;
mod print;
mod problem;
mod source;
mod words;
mod world;

pub use fonts::{Fonts, NoFonts};
pub use print::{Changes, Order, Printed, changes, print};
pub use problem::{Code, Problem};
pub use source::{Edition, NotReadable};
