//! Portuguese, one text for Brazil and Portugal.

use super::{About, Around, Inside, Nothing, Words, month};
use crate::site::count::{Counting, Forms, romance};

const MONTHS: [&str; 12] = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
];

pub(super) static WORDS: Words = Words {
    lang: "pt",
    counting: Counting {
        form: |n| romance(n, n <= 1),
        group: ".",
        grouped_from: 1_000,
        chapters: Forms { one: "# capítulo", many: "# de capítulos", other: "# capítulos", ..Forms::NONE },
        words: Forms { one: "# palavra", many: "# de palavras", other: "# palavras", ..Forms::NONE },
    },
    inside: Inside {
        table: "Tabela",
        figure: "Figura",
        boxed: "Caixa",
        case: "Estudo de caso",
        key: "Mensagem-chave",
        checklist: "Lista de verificação",
        continued: "continuação",
        notes: "Notas",
        back: "Voltar ao texto, nota",
        missing: "(esta referência aponta para algo que não está nesta edição)",
        there: "esta passagem",
        colon: ": ",
    },
    around: Around {
        skip: "Ir para o texto",
        untitled: "Sem título",
        chapter: "Capítulo",
        chapters: "Capítulos",
        contents: "Índice",
        previous: "Anterior",
        next: "Seguinte",
        glossary: "Glossário",
        edition: "Edição",
        revision: "Rev.",
        editions: "Edições",
        all_editions: "Todas as edições",
        no_chapters: "Esta edição não tem capítulos.",
        no_terms: "Esta edição não define nenhum termo.",
        no_editions: "Ainda não é possível ler aqui nenhuma edição.",
        for_members: "para os membros",
        comma: ", ",
    },
    about: About {
        title: "Sobre esta edição",
        frozen: ("Foi congelada em ", " e não muda."),
        fingerprint: "A sua impressão digital (SHA-256) é calculada a partir de cada uma das suas palavras: se a impressão digital é a mesma, o texto também o é.",
        of_chapter: "Impressão digital deste capítulo (SHA-256): ",
        file: ("É a impressão digital do documento ", ", que contém as dos capítulos."),
    },
    nothing: Nothing {
        title: "Não há nada para ler aqui",
        why: "Ou não há nada neste endereço, ou o que aqui está é apenas para membros e a sua sessão não está iniciada.",
        way: (
            "Se tem um assento, ",
            "vá ao seu manual",
            " no dispositivo em que iniciou sessão e volte depois a este endereço.",
        ),
    },
    day: |day, number, year| format!("{day} de {} de {year}", month(MONTHS, number)),
};
