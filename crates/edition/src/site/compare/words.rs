//! What the pages that compare two editions say, in five languages. Numbers stand behind a colon, so that none needs a plural.

/// The words of one language.
pub(super) struct Said {
    pub(super) lang: &'static str,
    pub(super) title: &'static str,
    /// Between the two editions.
    pub(super) arrow: &'static str,
    pub(super) now: &'static str,
    pub(super) left_out: &'static str,
    pub(super) views: &'static str,
    pub(super) inline: &'static str,
    pub(super) side: &'static str,
    /// A document in which the changes are tracked.
    pub(super) word: &'static str,
    pub(super) nothing: &'static str,
    /// What became of a chapter: changed, new, gone, moved, the same.
    pub(super) chapters: [&'static str; 5],
    /// The same in a sentence, in a change note: new, gone, moved; and that its title is another.
    pub(super) sentences: [&'static str; 4],
    pub(super) words_added: &'static str,
    pub(super) words_removed: &'static str,
    pub(super) title_before: &'static str,
    pub(super) form: &'static str,
    pub(super) moved: &'static str,
    /// The chapter follows.
    pub(super) came: &'static str,
    pub(super) went: &'static str,
    pub(super) new: &'static str,
    pub(super) gone: &'static str,
    /// Said before what comes and what goes, where nobody sees how it looks.
    pub(super) ins: &'static str,
    pub(super) del: &'static str,
    /// A cell, a note, a line of a box, the description of a picture, whose it is.
    pub(super) pieces: [&'static str; 5],
}

impl Said {
    pub(super) const ALL: [&'static Self; 5] = [&EN, &FR, &ES, &PT, &AR];

    pub(super) fn of(lang: &str) -> &'static Self {
        Self::ALL.into_iter().find(|said| said.lang == lang).unwrap_or(&EN)
    }
}

static EN: Said = Said {
    lang: "en",
    title: "What changed",
    arrow: " → ",
    now: "the text as it stands now",
    left_out: "What is the same is left out. New numbers of chapters, tables and notes are no change.",
    views: "Views",
    inline: "In one text",
    side: "Side by side",
    word: "Word, with tracked changes",
    nothing: "Nothing changed.",
    chapters: ["changed", "new", "gone", "moved", "the same"],
    sentences: [
        "New chapter.",
        "This chapter was taken out.",
        "The chapter stands in another place.",
        "The chapter has another title.",
    ],
    words_added: "Words added: ",
    words_removed: "Words removed: ",
    title_before: "Title before: ",
    form: "Only the form changed",
    moved: "Moved within the chapter",
    came: "Moved here from: ",
    went: "Moved to: ",
    new: "New",
    gone: "Gone",
    ins: "[added: ",
    del: "[removed: ",
    pieces: ["Table cell", "Note", "Box", "Description of the picture", "Credit"],
};

static FR: Said = Said {
    lang: "fr",
    title: "Ce qui a changé",
    arrow: " → ",
    now: "le texte tel qu’il est maintenant",
    left_out: "Ce qui est identique est omis. De nouveaux numéros de chapitres, de tableaux et de notes ne sont pas un changement.",
    views: "Vues",
    inline: "En un seul texte",
    side: "Côte à côte",
    word: "Word, avec suivi des modifications",
    nothing: "Rien n’a changé.",
    chapters: ["modifié", "nouveau", "supprimé", "déplacé", "identique"],
    sentences: [
        "Nouveau chapitre.",
        "Ce chapitre a été retiré.",
        "Le chapitre se trouve à un autre endroit.",
        "Le chapitre porte un autre titre.",
    ],
    words_added: "Mots ajoutés : ",
    words_removed: "Mots supprimés : ",
    title_before: "Titre précédent : ",
    form: "Seule la forme a changé",
    moved: "Déplacé dans le chapitre",
    came: "Déplacé ici depuis : ",
    went: "Déplacé vers : ",
    new: "Nouveau",
    gone: "Supprimé",
    ins: "[ajouté : ",
    del: "[supprimé : ",
    pieces: ["Cellule de tableau", "Note de fin", "Encadré", "Description de l’image", "Crédit"],
};

static ES: Said = Said {
    lang: "es",
    title: "Qué cambió",
    arrow: " → ",
    now: "el texto tal como está ahora",
    left_out: "Se omite lo que es igual. Los nuevos números de capítulos, cuadros y notas no son un cambio.",
    views: "Vistas",
    inline: "En un solo texto",
    side: "Lado a lado",
    word: "Word, con control de cambios",
    nothing: "Nada cambió.",
    chapters: ["cambiado", "nuevo", "suprimido", "trasladado", "igual"],
    sentences: [
        "Capítulo nuevo.",
        "Este capítulo se ha retirado.",
        "El capítulo está en otro lugar.",
        "El capítulo tiene otro título.",
    ],
    words_added: "Palabras añadidas: ",
    words_removed: "Palabras suprimidas: ",
    title_before: "Título anterior: ",
    form: "Solo cambió la forma",
    moved: "Trasladado dentro del capítulo",
    came: "Trasladado aquí desde: ",
    went: "Trasladado a: ",
    new: "Nuevo",
    gone: "Suprimido",
    ins: "[añadido: ",
    del: "[suprimido: ",
    pieces: ["Celda de cuadro", "Nota", "Recuadro", "Descripción de la imagen", "Crédito"],
};

static PT: Said = Said {
    lang: "pt",
    title: "O que mudou",
    arrow: " → ",
    now: "o texto tal como está agora",
    left_out: "O que é igual é omitido. Novos números de capítulos, quadros e notas não são uma alteração.",
    views: "Vistas",
    inline: "Num só texto",
    side: "Lado a lado",
    word: "Word, com alterações registadas",
    nothing: "Nada mudou.",
    chapters: ["alterado", "novo", "suprimido", "deslocado", "igual"],
    sentences: [
        "Capítulo novo.",
        "Este capítulo foi retirado.",
        "O capítulo está noutro lugar.",
        "O capítulo tem outro título.",
    ],
    words_added: "Palavras acrescentadas: ",
    words_removed: "Palavras suprimidas: ",
    title_before: "Título anterior: ",
    form: "Só a forma mudou",
    moved: "Deslocado dentro do capítulo",
    came: "Deslocado para aqui de: ",
    went: "Deslocado para: ",
    new: "Novo",
    gone: "Suprimido",
    ins: "[acrescentado: ",
    del: "[suprimido: ",
    pieces: ["Célula de quadro", "Nota", "Caixa", "Descrição da imagem", "Crédito"],
};

static AR: Said = Said {
    lang: "ar",
    title: "ما الذي تغيّر",
    arrow: " ← ",
    now: "النص كما هو الآن",
    left_out: "يُحذف هنا ما بقي كما هو. ولا تُعدّ الأرقام الجديدة للفصول والجداول والحواشي تغييرًا.",
    views: "طرق العرض",
    inline: "في نص واحد",
    side: "جنبًا إلى جنب",
    word: "Word مع تتبّع التغييرات",
    nothing: "لم يتغيّر شيء.",
    chapters: ["تغيّر", "جديد", "حُذف", "نُقل", "كما هو"],
    sentences: ["فصل جديد.", "حُذف هذا الفصل.", "نُقل الفصل إلى موضع آخر.", "للفصل عنوان آخر."],
    words_added: "الكلمات المضافة: ",
    words_removed: "الكلمات المحذوفة: ",
    title_before: "العنوان السابق: ",
    form: "تغيّر الشكل وحده",
    moved: "نُقل داخل الفصل",
    came: "نُقل إلى هنا من: ",
    went: "نُقل إلى: ",
    new: "جديد",
    gone: "حُذف",
    ins: "[أُضيف: ",
    del: "[حُذف: ",
    pieces: ["خلية جدول", "حاشية", "إطار", "وصف الصورة", "المصدر"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_english() {
        let said = |said: &Said| {
            let Said {
                title,
                now,
                left_out,
                views: _,
                inline,
                side,
                nothing,
                words_added,
                words_removed,
                ..
            } = said;
            let Said { title_before, form, moved, came, went, new, gone, ins, del, .. } = said;
            let one =
                vec![*title, now, left_out, inline, side, nothing, words_added, words_removed, title_before];
            [
                one,
                vec![*form, moved, came, went, new, gone, ins, del],
                said.chapters.to_vec(),
                said.pieces.to_vec(),
                said.sentences.to_vec(),
            ]
            .concat()
        };
        for words in &Said::ALL[1..] {
            for (ours, english) in said(words).into_iter().zip(said(Said::ALL[0])) {
                assert!(ours != english && !ours.trim().is_empty(), "{}: {english}", words.lang);
            }
        }
    }
}
