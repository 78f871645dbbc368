//! Spanish.

use super::{About, Around, Inside, Nothing, Words, month};
use crate::site::count::{Counting, Forms, romance};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

pub(super) static WORDS: Words = Words {
    lang: "es",
    counting: Counting {
        form: |n| romance(n, n == 1),
        group: ".",
        grouped_from: 10_000,
        chapters: Forms { one: "# capítulo", many: "# de capítulos", other: "# capítulos", ..Forms::NONE },
        words: Forms { one: "# palabra", many: "# de palabras", other: "# palabras", ..Forms::NONE },
    },
    inside: Inside {
        table: "Tabla",
        figure: "Figura",
        boxed: "Recuadro",
        case: "Estudio de caso",
        key: "Mensaje clave",
        checklist: "Lista de verificación",
        continued: "continuación",
        notes: "Notas",
        back: "Volver al texto, nota",
        missing: "(esta referencia señala algo que no está en esta edición)",
        there: "este pasaje",
        colon: ": ",
    },
    around: Around {
        skip: "Ir al texto",
        untitled: "Sin título",
        chapter: "Capítulo",
        chapters: "Capítulos",
        contents: "Índice",
        previous: "Anterior",
        next: "Siguiente",
        glossary: "Glosario",
        edition: "Edición",
        revision: "Rev.",
        editions: "Ediciones",
        all_editions: "Todas las ediciones",
        no_chapters: "Esta edición no tiene capítulos.",
        no_terms: "Esta edición no define ningún término.",
        no_editions: "Aquí todavía no se puede leer ninguna edición.",
        for_members: "para los miembros",
        comma: ", ",
    },
    about: About {
        title: "Acerca de esta edición",
        frozen: ("Se congeló el ", " y no cambia."),
        fingerprint: "Su huella (SHA-256) se calcula a partir de cada una de sus palabras: si la huella es la misma, también lo es el texto.",
        of_chapter: "Huella de este capítulo (SHA-256): ",
        file: ("Es la huella del archivo ", ", que contiene las de los capítulos."),
    },
    nothing: Nothing {
        title: "Aquí no hay nada que leer",
        why: "O bien no hay nada en esta dirección, o bien lo que hay es solo para miembros y no ha iniciado sesión.",
        way: (
            "Si tiene un puesto, ",
            "vaya a su manual",
            " en el dispositivo en el que inició sesión y vuelva después a esta dirección.",
        ),
    },
    day: |day, number, year| format!("{day} de {} de {year}", month(MONTHS, number)),
};
