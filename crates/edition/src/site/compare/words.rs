//! What the pages that compare two editions say, in five languages. Numbers stand behind a colon, so that none needs a plural.

use manual::difference::{Of, What};

use crate::compare::ChapterChange;
use crate::site::words::Words;

/// What is said of what changed, in one language.
pub struct Said {
    pub lang: &'static str,
    pub title: &'static str,
    /// Between the two editions.
    pub arrow: &'static str,
    pub now: &'static str,
    pub left_out: &'static str,
    pub views: &'static str,
    pub inline: &'static str,
    pub side: &'static str,
    /// A document in which the changes are tracked.
    pub word: &'static str,
    /// A PDF in which they are marked.
    pub pdf: &'static str,
    /// How that marks them.
    pub legend: &'static str,
    /// Over a picture in whose place another stands.
    pub picture_before: &'static str,
    pub nothing: &'static str,
    /// What became of a chapter: changed, new, gone, moved, the same.
    pub chapters: [&'static str; 5],
    /// The same in a sentence, in a change note: new, gone, moved; and that its title is another.
    pub sentences: [&'static str; 4],
    pub words_added: &'static str,
    pub words_removed: &'static str,
    pub title_before: &'static str,
    pub form: &'static str,
    pub moved: &'static str,
    /// The chapter follows.
    pub came: &'static str,
    pub went: &'static str,
    pub new: &'static str,
    pub gone: &'static str,
    /// Said before what comes and what goes, where nobody sees how it looks.
    pub ins: &'static str,
    pub del: &'static str,
    /// A cell, a note, a line of a box, the description of a picture, whose it is.
    pub pieces: [&'static str; 5],
}

impl Said {
    pub(super) const ALL: [&'static Self; 5] = [&EN, &FR, &ES, &PT, &AR];

    /// Of a language, or else in English.
    pub fn of(lang: &str) -> &'static Self {
        Self::ALL.into_iter().find(|said| said.lang == lang).unwrap_or(&EN)
    }

    /// `changed, moved · Words added: 12 · Words removed: 3`.
    pub fn became(&self, chapter: &ChapterChange) -> String {
        let [changed, new, gone, moved, same] = self.chapters;
        let is_text =
            chapter.changes.iter().any(|it| it.what != What::Same) || chapter.title_before.is_some();
        let what = match chapter.what {
            What::Same => Some(same),
            What::Added => Some(new),
            What::Removed => Some(gone),
            What::Changed => is_text.then_some(changed),
        };
        let states = [what, chapter.moved.then_some(moved)].into_iter().flatten().collect::<Vec<_>>();
        let mut parts = vec![states.join(Words::of(self.lang).around.comma)];
        let counts = [(self.words_added, chapter.tally.added), (self.words_removed, chapter.tally.removed)];
        parts.extend(counts.iter().filter(|(_, n)| *n > 0).map(|(label, n)| format!("{label}{n}")));
        parts.join(" · ")
    }

    /// What a piece is, where it is no block's own text.
    pub fn piece(&self, of: Of) -> Option<&'static str> {
        let [cell, note, boxed, alt, credit] = self.pieces;
        match of {
            Of::Block(_) => None,
            Of::Cell => Some(cell),
            Of::Note => Some(note),
            Of::Box => Some(boxed),
            Of::Alt => Some(alt),
            Of::Credit => Some(credit),
        }
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
    pdf: "PDF, with the changes marked",
    legend: "Added words are underlined, removed words are struck through, and a bar in the margin stands beside whatever changed. Chapters in which nothing changed are left out. New numbers of chapters, tables and notes are no change.",
    picture_before: "The picture before",
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
    pdf: "PDF, avec les modifications marquées",
    legend: "Les mots ajoutés sont soulignés, les mots supprimés sont barrés, et un trait dans la marge accompagne tout ce qui a changé. Les chapitres où rien n’a changé sont omis. De nouveaux numéros de chapitres, de tableaux et de notes ne sont pas un changement.",
    picture_before: "L’image précédente",
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
    pdf: "PDF, con los cambios marcados",
    legend: "Las palabras añadidas están subrayadas, las suprimidas están tachadas, y una raya al margen acompaña todo lo que cambió. Se omiten los capítulos en los que nada cambió. Los nuevos números de capítulos, cuadros y notas no son un cambio.",
    picture_before: "La imagen anterior",
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
    pdf: "PDF, com as alterações marcadas",
    legend: "As palavras acrescentadas estão sublinhadas, as suprimidas estão riscadas, e um traço na margem acompanha tudo o que mudou. Os capítulos em que nada mudou são omitidos. Novos números de capítulos, quadros e notas não são uma alteração.",
    picture_before: "A imagem anterior",
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
    pdf: "PDF مع إبراز التغييرات",
    legend: "تحت الكلمات المضافة خط، والكلمات المحذوفة مشطوبة، وفي الهامش خط بجانب كل ما تغيّر. وتُحذف هنا الفصول التي لم يتغيّر فيها شيء. ولا تُعدّ الأرقام الجديدة للفصول والجداول والحواشي تغييرًا.",
    picture_before: "الصورة السابقة",
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
            let Said { pdf, legend, picture_before, .. } = said;
            let one =
                vec![*title, now, left_out, inline, side, nothing, words_added, words_removed, title_before];
            [
                one,
                vec![*form, moved, came, went, new, gone, ins, del, pdf, legend, picture_before],
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
