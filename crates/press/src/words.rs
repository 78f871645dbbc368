//! The last page: what this edition is, what its fingerprint stands for, and how anybody checks it. In the language of the
//! edition where it is one that we speak.

use serde_json::{Value, json};

use crate::Edition;

/// What the last page says in one language.
struct Words {
    check: &'static str,
    /// What is inside this file.
    attached: &'static str,
    /// The fingerprint of the key follows.
    signed: &'static str,
    /// Why the key alone proves nothing.
    ask: &'static str,
    unsigned: &'static str,
    /// What to type follows.
    save: &'static str,
    same: &'static str,
    fonts: &'static str,
}

const EN: Words = Words {
    check: "How to check it",
    attached: "Attached to this file is the frozen text itself: edition.json, which names every chapter and picture by its fingerprint, the chapters, and the signature.",
    signed: "The edition is signed with the key that has this fingerprint (SHA-256):",
    ask: "Whoever changed this file could have changed the key with it. Ask the secretariat for the fingerprint of its key in another way, and compare all of it.",
    unsigned: "This edition is not signed. Ask the secretariat for its fingerprint in another way, and compare all of it.",
    save: "Save the attachments into one folder, and type there:",
    same: "The last line prints the fingerprint of the edition.",
    fonts: "Set in Noto Serif, Noto Sans and Noto Naskh Arabic, which are under the SIL Open Font License 1.1.",
};

const FR: Words = Words {
    check: "Comment la vérifier",
    attached: "Le texte figé lui-même est joint à ce fichier\u{a0}: edition.json, qui désigne chaque chapitre et chaque image par son empreinte, les chapitres et la signature.",
    signed: "L’édition est signée avec la clé qui porte cette empreinte (SHA-256)\u{a0}:",
    ask: "Quiconque aurait modifié ce fichier aurait pu modifier la clé avec lui. Demandez au secrétariat l’empreinte de sa clé par une autre voie, et comparez-la tout entière.",
    unsigned: "Cette édition n’est pas signée. Demandez son empreinte au secrétariat par une autre voie, et comparez-la tout entière.",
    save: "Enregistrez les pièces jointes dans un même dossier, puis saisissez-y\u{a0}:",
    same: "La dernière ligne affiche l’empreinte de l’édition.",
    fonts: "Composé en Noto Serif, Noto Sans et Noto Naskh Arabic, sous licence SIL Open Font License 1.1.",
};

const ES: Words = Words {
    check: "Cómo comprobarla",
    attached: "Este archivo lleva adjunto el propio texto congelado: edition.json, que designa cada capítulo y cada imagen por su huella, los capítulos y la firma.",
    signed: "La edición está firmada con la clave que tiene esta huella (SHA-256):",
    ask: "Quien hubiera cambiado este archivo podría haber cambiado también la clave. Pida a la secretaría la huella de su clave por otra vía y compárela entera.",
    unsigned: "Esta edición no está firmada. Pida su huella a la secretaría por otra vía y compárela entera.",
    save: "Guarde los archivos adjuntos en una misma carpeta y escriba en ella:",
    same: "La última línea muestra la huella de la edición.",
    fonts: "Compuesto en Noto Serif, Noto Sans y Noto Naskh Arabic, con licencia SIL Open Font License 1.1.",
};

const PT: Words = Words {
    check: "Como verificá-la",
    attached: "Este ficheiro traz em anexo o próprio texto congelado: edition.json, que designa cada capítulo e cada imagem pela sua impressão digital, os capítulos e a assinatura.",
    signed: "A edição está assinada com a chave que tem esta impressão digital (SHA-256):",
    ask: "Quem tivesse alterado este ficheiro poderia ter alterado também a chave. Peça ao secretariado a impressão digital da sua chave por outra via e compare-a por inteiro.",
    unsigned: "Esta edição não está assinada. Peça a sua impressão digital ao secretariado por outra via e compare-a por inteiro.",
    save: "Guarde os anexos numa mesma pasta e escreva nela:",
    same: "A última linha mostra a impressão digital da edição.",
    fonts: "Composto em Noto Serif, Noto Sans e Noto Naskh Arabic, sob a licença SIL Open Font License 1.1.",
};

const AR: Words = Words {
    check: "كيفية التحقق منها",
    attached: "أُرفق بهذا الملف النص المجمّد نفسه: الملف edition.json الذي يعيّن كل فصل وكل صورة ببصمته، والفصول، والتوقيع.",
    signed: "وُقّعت هذه الطبعة بالمفتاح الذي بصمته (SHA-256):",
    ask: "من غيّر هذا الملف كان بوسعه أن يغيّر المفتاح معه. فاطلب من الأمانة بصمة مفتاحها بطريق آخر، وقارنها كاملة.",
    unsigned: "هذه الطبعة غير موقّعة. فاطلب بصمتها من الأمانة بطريق آخر، وقارنها كاملة.",
    save: "احفظ المرفقات في مجلد واحد، واكتب فيه:",
    same: "يعرض السطر الأخير بصمة الطبعة.",
    fonts: "صُفّ النص بخطوط Noto Naskh Arabic وNoto Serif وNoto Sans برخصة SIL Open Font License 1.1.",
};

const OPENSSL: &str =
    "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in edition.json -sigfile edition.json.sig";
const KEY: &str = "openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | sha256sum";
const SUM: &str = "sha256sum edition.json";

fn of(lang: &str) -> &'static Words {
    match lang {
        "fr" => &FR,
        "es" => &ES,
        "pt" => &PT,
        "ar" => &AR,
        _ => &EN,
    }
}

/// The last page of an edition.
pub(crate) fn colophon(edition: &Edition) -> Value {
    let book = &edition.book;
    let (facts, told) = (&book.manifest.facts, book.told());
    let words = of(told.lang());
    let key = edition.key();
    let commands = if key.is_some() { vec![KEY, OPENSSL, SUM] } else { vec![SUM] };
    json!({
        "title": told.about(),
        "frozen": told.frozen(facts.frozen_at),
        "fingerprint": told.fingerprint(),
        "check": words.check,
        "attached": words.attached,
        "signed": key.as_ref().map(|_| words.signed),
        "key": key.as_ref().map(|key| edition::hex(&key.fingerprint())),
        "ask": if key.is_some() { words.ask } else { words.unsigned },
        "save": words.save,
        "commands": commands,
        "same": words.same,
        "fonts": words.fonts,
    })
}
