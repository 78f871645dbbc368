//! What a page says inside the text of a chapter, in the chapter's language where we speak it: what a table, a figure or a
//! box is called, where the notes begin. Everything around the text is in English.

use manual::inset::BoxKind;

/// The words of one language.
pub(super) struct Words {
    /// Its tag.
    pub(super) lang: &'static str,
    pub(super) table: &'static str,
    pub(super) figure: &'static str,
    pub(super) boxed: &'static str,
    case: &'static str,
    key: &'static str,
    checklist: &'static str,
    pub(super) continued: &'static str,
    pub(super) notes: &'static str,
    /// The way from a note to where it is referred to; its number follows.
    pub(super) back: &'static str,
    /// In place of what a cross-reference points at.
    pub(super) missing: &'static str,
    /// What a cross-reference points at, if it has no words.
    pub(super) there: &'static str,
    /// Between a number and a title.
    pub(super) colon: &'static str,
}

const ENGLISH: Words = Words {
    lang: "en",
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
};

const FRENCH: Words = Words {
    lang: "fr",
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
};

const SPANISH: Words = Words {
    lang: "es",
    table: "Tabla",
    figure: "Figura",
    boxed: "Recuadro",
    case: "Estudio de caso",
    key: "Mensaje clave",
    checklist: "Lista de verificación",
    continued: "continuación",
    notes: "Notas",
    back: "Volver al texto, nota",
    missing: "(esta remisión señala algo que no está en esta edición)",
    there: "este pasaje",
    colon: ": ",
};

const PORTUGUESE: Words = Words {
    lang: "pt",
    table: "Tabela",
    figure: "Figura",
    boxed: "Caixa",
    case: "Estudo de caso",
    key: "Mensagem-chave",
    checklist: "Lista de verificação",
    continued: "continuação",
    notes: "Notas",
    back: "Voltar ao texto, nota",
    missing: "(esta remissão aponta para algo que não está nesta edição)",
    there: "esta passagem",
    colon: ": ",
};

const ARABIC: Words = Words {
    lang: "ar",
    table: "الجدول",
    figure: "الشكل",
    boxed: "الإطار",
    case: "دراسة حالة",
    key: "رسالة رئيسية",
    checklist: "قائمة تحقق",
    continued: "تابع",
    notes: "الحواشي",
    back: "العودة إلى النص، الحاشية",
    missing: "(تشير هذه الإحالة إلى ما ليس في هذه الطبعة)",
    there: "هذا الموضع",
    colon: ": ",
};

impl Words {
    /// The words for a chapter in this language, or in one that nobody wrote down.
    pub(super) fn of(lang: &str) -> &'static Self {
        let language = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let spoken = [&FRENCH, &SPANISH, &PORTUGUESE, &ARABIC];
        spoken.into_iter().find(|words| words.lang == language).unwrap_or(&ENGLISH)
    }

    pub(super) fn kind(&self, kind: &BoxKind) -> &'static str {
        match kind {
            BoxKind::Case { .. } => self.case,
            BoxKind::Key => self.key,
            BoxKind::Checklist => self.checklist,
        }
    }
}
