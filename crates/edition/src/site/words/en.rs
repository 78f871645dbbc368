//! English.

use super::{About, Around, Inside, Nothing, Words, month};
use crate::site::count::{Counting, Form, Forms};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) static WORDS: Words = Words {
    lang: "en",
    counting: Counting {
        form: |n| if n == 1 { Form::One } else { Form::Other },
        group: ",",
        grouped_from: 1_000,
        chapters: Forms { one: "# chapter", other: "# chapters", ..Forms::NONE },
        words: Forms { one: "# word", other: "# words", ..Forms::NONE },
    },
    inside: Inside {
        table: "Table",
        figure: "Figure",
        boxed: "Box",
        case: "Case study",
        key: "Key message",
        checklist: "Checklist",
        continued: "continued",
        notes: "Notes",
        back: "Back to the text, note",
        missing: "(this points at something that is not in this edition)",
        there: "this place",
        colon: ": ",
    },
    around: Around {
        skip: "Skip to the text",
        untitled: "Untitled",
        chapter: "Chapter",
        chapters: "Chapters",
        contents: "Contents",
        previous: "Previous",
        next: "Next",
        glossary: "Glossary",
        edition: "Edition",
        revision: "Rev.",
        editions: "Editions",
        all_editions: "All editions",
        no_chapters: "This edition has no chapters.",
        no_terms: "This edition defines no terms.",
        no_editions: "No edition can be read here yet.",
        for_members: "for members",
        comma: ", ",
    },
    about: About {
        title: "About this edition",
        frozen: ("It was frozen on ", " and does not change."),
        fingerprint: "Its fingerprint (SHA-256) is computed from every word of it: where the fingerprint is the same, so is the text.",
        of_chapter: "Fingerprint of this chapter (SHA-256): ",
        file: ("It is the fingerprint of the file ", ", which holds those of the chapters."),
    },
    nothing: Nothing {
        title: "There is nothing to read here",
        why: "Either nothing is at this address, or what is here is for members and you are not signed in.",
        way: (
            "If you have a seat, ",
            "go to your manual",
            " on the device where you signed in, and then come back to this address.",
        ),
    },
    day: |day, number, year| format!("{day} {} {year}", month(MONTHS, number)),
};
