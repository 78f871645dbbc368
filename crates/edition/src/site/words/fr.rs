//! French. A no-break space stands before a colon.

use super::{About, Around, Inside, Nothing, Words, month};
use crate::site::count::{Counting, Forms, romance};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

pub(super) static WORDS: Words = Words {
    lang: "fr",
    counting: Counting {
        form: |n| romance(n, n <= 1),
        group: "\u{202f}",
        grouped_from: 1_000,
        chapters: Forms { one: "# chapitre", many: "# de chapitres", other: "# chapitres", ..Forms::NONE },
        words: Forms { one: "# mot", many: "# de mots", other: "# mots", ..Forms::NONE },
    },
    inside: Inside {
        table: "Tableau",
        figure: "Figure",
        boxed: "Encadré",
        case: "Étude de cas",
        key: "Message clé",
        checklist: "Liste de contrôle",
        continued: "suite",
        notes: "Notes",
        back: "Retour au texte, note",
        missing: "(ce renvoi désigne un élément absent de cette édition)",
        there: "ce passage",
        colon: "\u{a0}: ",
    },
    around: Around {
        skip: "Aller au texte",
        untitled: "Sans titre",
        chapter: "Chapitre",
        chapters: "Chapitres",
        contents: "Table des matières",
        previous: "Précédent",
        next: "Suivant",
        glossary: "Glossaire",
        edition: "Édition",
        revision: "Rév.",
        editions: "Éditions",
        all_editions: "Toutes les éditions",
        no_chapters: "Cette édition ne contient aucun chapitre.",
        no_terms: "Cette édition ne définit aucun terme.",
        no_editions: "Aucune édition ne peut encore être lue ici.",
        for_members: "pour les membres",
        comma: ", ",
    },
    about: About {
        title: "À propos de cette édition",
        frozen: ("Elle a été figée le ", " et ne change plus."),
        fingerprint: "Son empreinte (SHA-256) est calculée à partir de chacun de ses mots\u{a0}: si l’empreinte est la même, le texte l’est aussi.",
        of_chapter: "Empreinte de ce chapitre (SHA-256)\u{a0}: ",
        file: ("C’est l’empreinte du fichier ", ", qui contient celles des chapitres."),
    },
    nothing: Nothing {
        title: "Il n’y a rien à lire ici",
        why: "Soit il n’y a rien à cette adresse, soit ce qui s’y trouve est réservé aux membres et votre session n’est pas ouverte.",
        way: (
            "Si vous avez un siège, ",
            "allez à votre manuel",
            " sur l’appareil où vous avez ouvert la session, puis revenez à cette adresse.",
        ),
    },
    day: |day, number, year| {
        let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
        format!("{day} {} {year}", month(MONTHS, number))
    },
};
