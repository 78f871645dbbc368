//! What pages say of an edition beside what was frozen: how it stands, what to load, how to cite, what changed, how to search.

/// The words of one language.
pub(crate) struct Beside {
    pub(crate) lang: &'static str,
    /// Before the date, and between it and why.
    pub(crate) withdrawn: (&'static str, &'static str),
    /// In a list.
    pub(crate) is_withdrawn: &'static str,
    pub(crate) errata: &'static str,
    /// The way to the newer one follows.
    pub(crate) newer: &'static str,
    /// Of a working text.
    pub(crate) working: &'static str,
    pub(crate) downloads: &'static str,
    /// What it is written as: PDF, Word, EPUB, Markdown, the bundle.
    pub(crate) formats: [&'static str; 5],
    /// What is not there yet follows.
    pub(crate) preparing: &'static str,
    /// Thousand bytes and a million.
    pub(crate) units: [&'static str; 2],
    pub(crate) decimal: &'static str,
    pub(crate) cite: &'static str,
    /// The address follows.
    pub(crate) permanent: &'static str,
    pub(crate) passages: &'static str,
    /// The fingerprint of the key follows.
    pub(crate) signed: &'static str,
    pub(crate) unsigned: &'static str,
    pub(crate) compare_key: &'static str,
    pub(crate) verify: &'static str,
    pub(crate) changes: &'static str,
    /// The number of the edition before follows.
    pub(crate) compare: &'static str,
}

impl Beside {
    pub(crate) const ALL: [&'static Self; 5] = [&EN, &FR, &ES, &PT, &AR];
}

static EN: Beside = Beside {
    lang: "en",
    withdrawn: ("The secretariat withdrew this edition on ", ". The reason: "),
    is_withdrawn: "Withdrawn",
    errata: "Corrections to this edition",
    newer: "There is a newer edition: ",
    working: "This is a working text and no final edition.",
    downloads: "Download",
    formats: ["PDF", "Word", "EPUB", "Markdown", "Everything, signed (ZIP)"],
    preparing: "Being prepared: ",
    units: ["kB", "MB"],
    decimal: ".",
    cite: "How to cite",
    permanent: "Permanent link: ",
    passages: "Every heading and every paragraph of a chapter has a permanent link too, behind the sign ¶.",
    signed: "It was signed with the key that has this fingerprint (SHA-256):",
    unsigned: "Nobody signed it: compare its fingerprint with the one that the secretariat tells you.",
    compare_key: "Compare it with the fingerprint that the secretariat tells you by telephone or in print.",
    verify: "Check a copy of an edition",
    changes: "What changed since the edition before",
    compare: "Compare with edition ",
};

static FR: Beside = Beside {
    lang: "fr",
    withdrawn: ("Le secrétariat a retiré cette édition le ", ". Motif : "),
    is_withdrawn: "Retirée",
    errata: "Rectificatifs à cette édition",
    newer: "Il existe une édition plus récente : ",
    working: "Ceci est un texte de travail et non une édition définitive.",
    downloads: "Télécharger",
    formats: ["PDF", "Word", "EPUB", "Markdown", "L’ensemble, signé (ZIP)"],
    preparing: "En préparation : ",
    units: ["ko", "Mo"],
    decimal: ",",
    cite: "Comment citer",
    permanent: "Lien permanent : ",
    passages: "Chaque titre et chaque paragraphe d’un chapitre a aussi son lien permanent, derrière le signe ¶.",
    signed: "Elle a été signée avec la clé dont voici l’empreinte (SHA-256) :",
    unsigned: "Personne ne l’a signée : comparez son empreinte à celle que le secrétariat vous communique.",
    compare_key: "Comparez-la à l’empreinte que le secrétariat vous communique par téléphone ou sur papier.",
    verify: "Vérifier une copie d’une édition",
    changes: "Ce qui a changé depuis l’édition précédente",
    compare: "Comparer avec l’édition ",
};

static ES: Beside = Beside {
    lang: "es",
    withdrawn: ("La secretaría retiró esta edición el ", ". El motivo: "),
    is_withdrawn: "Retirada",
    errata: "Correcciones de esta edición",
    newer: "Hay una edición más reciente: ",
    working: "Este es un texto de trabajo y no una edición definitiva.",
    downloads: "Descargar",
    formats: ["PDF", "Word", "EPUB", "Markdown", "Todo, firmado (ZIP)"],
    preparing: "En preparación: ",
    units: ["kB", "MB"],
    decimal: ",",
    cite: "Cómo citar",
    permanent: "Enlace permanente: ",
    passages: "Cada título y cada párrafo de un capítulo tiene también su enlace permanente, tras el signo ¶.",
    signed: "Se firmó con la clave que tiene esta huella (SHA-256):",
    unsigned: "Nadie la firmó: compare su huella con la que le comunique la secretaría.",
    compare_key: "Compárela con la huella que la secretaría le comunique por teléfono o en papel.",
    verify: "Comprobar una copia de una edición",
    changes: "Qué cambió desde la edición anterior",
    compare: "Comparar con la edición ",
};

static PT: Beside = Beside {
    lang: "pt",
    withdrawn: ("O secretariado retirou esta edição em ", ". O motivo: "),
    is_withdrawn: "Retirada",
    errata: "Correções a esta edição",
    newer: "Existe uma edição mais recente: ",
    working: "Este é um texto de trabalho e não uma edição final.",
    downloads: "Descarregar",
    formats: ["PDF", "Word", "EPUB", "Markdown", "Tudo, assinado (ZIP)"],
    preparing: "Em preparação: ",
    units: ["kB", "MB"],
    decimal: ",",
    cite: "Como citar",
    permanent: "Ligação permanente: ",
    passages: "Cada título e cada parágrafo de um capítulo tem também a sua ligação permanente, atrás do sinal ¶.",
    signed: "Foi assinada com a chave que tem esta impressão digital (SHA-256):",
    unsigned: "Ninguém a assinou: compare a sua impressão digital com a que o secretariado lhe comunicar.",
    compare_key: "Compare-a com a impressão digital que o secretariado lhe comunicar por telefone ou em papel.",
    verify: "Verificar uma cópia de uma edição",
    changes: "O que mudou desde a edição anterior",
    compare: "Comparar com a edição ",
};

static AR: Beside = Beside {
    lang: "ar",
    withdrawn: ("سحبت الأمانة هذه الطبعة في ", ". السبب: "),
    is_withdrawn: "مسحوبة",
    errata: "تصويبات لهذه الطبعة",
    newer: "توجد طبعة أحدث: ",
    working: "هذا نص عمل وليس طبعة نهائية.",
    downloads: "تنزيل",
    formats: ["PDF", "Word", "EPUB", "Markdown", "الكل، موقّعًا (ZIP)"],
    preparing: "قيد الإعداد: ",
    units: ["كيلوبايت", "ميغابايت"],
    decimal: ".",
    cite: "كيفية الاستشهاد",
    permanent: "الرابط الدائم: ",
    passages: "ولكل عنوان وكل فقرة من الفصل رابط دائم أيضًا، خلف العلامة ¶.",
    signed: "وُقّعت بالمفتاح الذي بصمته (SHA-256):",
    unsigned: "لم يوقّعها أحد: قارنوا بصمتها بالبصمة التي تبلغكم بها الأمانة.",
    compare_key: "قارنوها بالبصمة التي تبلغكم بها الأمانة هاتفيًا أو مطبوعة.",
    verify: "التحقق من نسخة من طبعة",
    changes: "ما تغيّر منذ الطبعة السابقة",
    compare: "قارن بالطبعة ",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_english() {
        let said = |words: &Beside| {
            let Beside { withdrawn, errata, newer, working, downloads, preparing, cite, permanent, .. } =
                words;
            let Beside {
                is_withdrawn,
                passages,
                signed,
                unsigned,
                compare_key,
                verify,
                changes,
                compare,
                ..
            } = words;
            let one =
                vec![withdrawn.0, withdrawn.1, errata, newer, working, downloads, preparing, cite, permanent];
            let other =
                vec![*is_withdrawn, passages, signed, unsigned, compare_key, verify, changes, compare];
            [one, other].concat()
        };
        for words in &Beside::ALL[1..] {
            for (ours, english) in said(words).into_iter().zip(said(Beside::ALL[0])) {
                assert!(ours != english && !ours.trim().is_empty(), "{}: {english}", words.lang);
            }
        }
    }
}
