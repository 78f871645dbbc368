//! What a format says around the text, in the language of the edition or of one of its chapters.

use manual::block::Direction;

use super::{Book, Chapter};
use crate::Moment;
use crate::site::words::Words;

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Told {
    words: &'static Words,
}

impl Told {
    /// The tag of the language.
    pub fn lang(self) -> &'static str {
        self.words.lang
    }

    pub fn dir(self) -> Direction {
        self.words.dir()
    }

    /// `Chapter`; its number follows.
    pub fn chapter(self) -> &'static str {
        self.words.around.chapter
    }

    pub fn contents(self) -> &'static str {
        self.words.around.contents
    }

    pub fn glossary(self) -> &'static str {
        self.words.around.glossary
    }

    pub fn untitled(self) -> &'static str {
        self.words.around.untitled
    }

    /// Of a box that began elsewhere.
    pub fn continued(self) -> &'static str {
        self.words.inside.continued
    }

    /// Between a number and a title.
    pub fn colon(self) -> &'static str {
        self.words.inside.colon
    }

    pub fn about(self) -> &'static str {
        self.words.about.title
    }

    /// What the fingerprint of an edition stands for.
    pub fn fingerprint(self) -> &'static str {
        self.words.about.fingerprint
    }

    /// `It was frozen on 23 November 2026 and never changes.`
    pub fn frozen(self, moment: Moment) -> String {
        let (before, behind) = self.words.about.frozen;
        [before, &self.words.day(moment), behind].concat()
    }

    pub fn day(self, moment: Moment) -> String {
        self.words.day(moment)
    }

    /// `Rev. 1`, of a working text.
    pub fn revision(self, n: u32) -> String {
        self.words.revision(n)
    }

    /// `Edition 2`.
    pub fn edition(self, n: u32) -> String {
        self.words.edition(n)
    }
}

impl Book {
    /// What is said around the chapters.
    pub fn told(&self) -> Told {
        Told { words: self.words }
    }
}

impl Chapter {
    /// What is said inside the chapter.
    pub fn told(&self) -> Told {
        Told { words: self.words }
    }
}
