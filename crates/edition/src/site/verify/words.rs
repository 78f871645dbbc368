//! What the page says where a reader checks a copy, in five languages. The script takes its words from the page.

/// The words of one language. Those with a name are the script's too.
pub(super) struct Said {
    pub(super) lang: &'static str,
    /// What the language calls itself.
    pub(super) own_name: &'static str,
    pub(super) title: &'static str,
    pub(super) intro: &'static str,
    pub(super) privacy: &'static str,
    pub(super) choose: &'static str,
    pub(super) drop: &'static str,
    pub(super) expected: &'static str,
    pub(super) languages: &'static str,
    pub(super) result: &'static str,
    pub(super) no_script: &'static str,
    pub(super) script: [(&'static str, &'static str); 19],
}

impl Said {
    pub(super) const ALL: [&'static Self; 5] = [&EN, &FR, &ES, &PT, &AR];

    pub(super) fn of(lang: &str) -> &'static Self {
        Self::ALL.into_iter().find(|said| said.lang == lang).unwrap_or(&EN)
    }
}

static EN: Said = Said {
    lang: "en",
    own_name: "English",
    title: "Check a copy of an edition",
    intro: "Choose the ZIP of an edition, or all files of its folder. You learn whether every file is what was frozen, and which key signed it.",
    privacy: "Everything happens in this page: nothing is sent anywhere.",
    choose: "The ZIP, or the files",
    drop: "You can also drop them anywhere on this page.",
    expected: "The fingerprint that the secretariat told you (of the key, or of the edition)",
    languages: "Languages",
    result: "What was found",
    no_script: "This page needs scripts to check anything. Without them: the file VERIFY.txt inside the ZIP says how to check it with openssl, minisign and sha256sum.",
    script: [
        ("working", "Checking…"),
        ("fine", "Fine: every file of this edition is what was frozen."),
        ("wrong", "Not fine: this is not the edition as it was frozen."),
        ("changed", "changed: this is not what was published"),
        ("missing", "missing: it belongs to the edition and is not here"),
        ("unknown", "unknown: nothing in the edition names it"),
        ("listed", "Not signed, and as the list SHA256SUMS has them: "),
        ("edition", "Edition: "),
        ("fingerprint", "Fingerprint of the edition: "),
        ("signed", "Signed with the key: "),
        ("badly", "No key signed this edition.json."),
        (
            "unsigned",
            "Nobody signed it: compare its fingerprint with the one that the secretariat tells you.",
        ),
        (
            "stripped",
            "The signature is missing: every edition of this format has one. Take the ZIP of the edition from the service.",
        ),
        (
            "compare",
            "Compare the fingerprint of the key with the one that the secretariat tells you: no file can prove whose key it is.",
        ),
        ("same", "The fingerprint is the one that you were told."),
        ("other", "The fingerprint is another one than you were told: do not rely on this copy."),
        (
            "none",
            "There is no edition in what you chose. Choose the ZIP of an edition, or all files of its folder.",
        ),
        ("zip", "This ZIP cannot be read, or holds what no edition holds."),
        ("old", "This browser cannot check signatures. Use a newer one, or the words in VERIFY.txt."),
    ],
};

static FR: Said = Said {
    lang: "fr",
    own_name: "Français",
    title: "Vérifier une copie d’une édition",
    intro: "Choisissez le ZIP d’une édition, ou tous les fichiers de son dossier. Vous saurez si chaque fichier est bien ce qui a été figé, et quelle clé l’a signé.",
    privacy: "Tout se passe dans cette page : rien n’est envoyé nulle part.",
    choose: "Le ZIP, ou les fichiers",
    drop: "Vous pouvez aussi les déposer n’importe où sur cette page.",
    expected: "L’empreinte que le secrétariat vous a communiquée (de la clé ou de l’édition)",
    languages: "Langues",
    result: "Ce qui a été constaté",
    no_script: "Cette page a besoin de scripts pour vérifier. Sans eux, le fichier VERIFY.txt du ZIP dit comment faire avec openssl, minisign et sha256sum.",
    script: [
        ("working", "Vérification en cours…"),
        ("fine", "En ordre : chaque fichier de cette édition est ce qui a été figé."),
        ("wrong", "Pas en ordre : ceci n’est pas l’édition telle qu’elle a été figée."),
        ("changed", "modifié : ce n’est pas ce qui a été publié"),
        ("missing", "manquant : il fait partie de l’édition et n’est pas ici"),
        ("unknown", "inconnu : rien dans l’édition ne le nomme"),
        ("listed", "Non signés, et tels que la liste SHA256SUMS les donne : "),
        ("edition", "Édition : "),
        ("fingerprint", "Empreinte de l’édition : "),
        ("signed", "Signée avec la clé : "),
        ("badly", "Aucune clé n’a signé ce fichier edition.json."),
        (
            "unsigned",
            "Personne ne l’a signée : comparez son empreinte à celle que le secrétariat vous communique.",
        ),
        (
            "stripped",
            "La signature manque : toute édition de ce format en a une. Prenez le ZIP de l’édition auprès du service.",
        ),
        (
            "compare",
            "Comparez l’empreinte de la clé à celle que le secrétariat vous communique : aucun fichier ne peut prouver à qui est la clé.",
        ),
        ("same", "L’empreinte est celle qui vous a été communiquée."),
        ("other", "L’empreinte n’est pas celle qui vous a été communiquée : ne vous fiez pas à cette copie."),
        (
            "none",
            "Il n’y a pas d’édition dans ce que vous avez choisi. Choisissez le ZIP d’une édition, ou tous les fichiers de son dossier.",
        ),
        ("zip", "Ce ZIP ne peut pas être lu, ou contient ce qu’aucune édition ne contient."),
        (
            "old",
            "Ce navigateur ne sait pas vérifier les signatures. Prenez-en un plus récent, ou suivez VERIFY.txt.",
        ),
    ],
};

static ES: Said = Said {
    lang: "es",
    own_name: "Español",
    title: "Comprobar una copia de una edición",
    intro: "Elija el ZIP de una edición, o todos los archivos de su carpeta. Sabrá si cada archivo es lo que se congeló y qué clave la firmó.",
    privacy: "Todo ocurre en esta página: nada se envía a ninguna parte.",
    choose: "El ZIP, o los archivos",
    drop: "También puede soltarlos en cualquier lugar de esta página.",
    expected: "La huella que le comunicó la secretaría (de la clave o de la edición)",
    languages: "Idiomas",
    result: "Lo que se encontró",
    no_script: "Esta página necesita scripts para comprobar algo. Sin ellos, el archivo VERIFY.txt del ZIP dice cómo hacerlo con openssl, minisign y sha256sum.",
    script: [
        ("working", "Comprobando…"),
        ("fine", "En orden: cada archivo de esta edición es lo que se congeló."),
        ("wrong", "No está en orden: esta no es la edición tal como se congeló."),
        ("changed", "cambiado: no es lo que se publicó"),
        ("missing", "falta: pertenece a la edición y no está aquí"),
        ("unknown", "desconocido: nada en la edición lo nombra"),
        ("listed", "Sin firmar, y tal como los da la lista SHA256SUMS: "),
        ("edition", "Edición: "),
        ("fingerprint", "Huella de la edición: "),
        ("signed", "Firmada con la clave: "),
        ("badly", "Ninguna clave firmó este edition.json."),
        ("unsigned", "Nadie la firmó: compare su huella con la que le comunique la secretaría."),
        (
            "stripped",
            "Falta la firma: toda edición de este formato la tiene. Tome el ZIP de la edición del servicio.",
        ),
        (
            "compare",
            "Compare la huella de la clave con la que le comunique la secretaría: ningún archivo puede probar de quién es la clave.",
        ),
        ("same", "La huella es la que le comunicaron."),
        ("other", "La huella es otra que la que le comunicaron: no se fíe de esta copia."),
        (
            "none",
            "No hay ninguna edición en lo que eligió. Elija el ZIP de una edición, o todos los archivos de su carpeta.",
        ),
        ("zip", "Este ZIP no se puede leer, o contiene lo que ninguna edición contiene."),
        ("old", "Este navegador no puede comprobar firmas. Use uno más reciente, o siga VERIFY.txt."),
    ],
};

static PT: Said = Said {
    lang: "pt",
    own_name: "Português",
    title: "Verificar uma cópia de uma edição",
    intro: "Escolha o ZIP de uma edição, ou todos os ficheiros da sua pasta. Ficará a saber se cada ficheiro é o que foi congelado e que chave a assinou.",
    privacy: "Tudo acontece nesta página: nada é enviado para lado nenhum.",
    choose: "O ZIP, ou os ficheiros",
    drop: "Também os pode largar em qualquer lugar desta página.",
    expected: "A impressão digital que o secretariado lhe comunicou (da chave ou da edição)",
    languages: "Línguas",
    result: "O que foi encontrado",
    no_script: "Esta página precisa de scripts para verificar. Sem eles, o ficheiro VERIFY.txt do ZIP diz como o fazer com openssl, minisign e sha256sum.",
    script: [
        ("working", "A verificar…"),
        ("fine", "Em ordem: cada ficheiro desta edição é o que foi congelado."),
        ("wrong", "Não está em ordem: esta não é a edição tal como foi congelada."),
        ("changed", "alterado: não é o que foi publicado"),
        ("missing", "em falta: pertence à edição e não está aqui"),
        ("unknown", "desconhecido: nada na edição o nomeia"),
        ("listed", "Sem assinatura, e tal como a lista SHA256SUMS os dá: "),
        ("edition", "Edição: "),
        ("fingerprint", "Impressão digital da edição: "),
        ("signed", "Assinada com a chave: "),
        ("badly", "Nenhuma chave assinou este edition.json."),
        (
            "unsigned",
            "Ninguém a assinou: compare a sua impressão digital com a que o secretariado lhe comunicar.",
        ),
        (
            "stripped",
            "Falta a assinatura: toda a edição deste formato tem uma. Obtenha o ZIP da edição junto do serviço.",
        ),
        (
            "compare",
            "Compare a impressão digital da chave com a que o secretariado lhe comunicar: nenhum ficheiro pode provar de quem é a chave.",
        ),
        ("same", "A impressão digital é a que lhe foi comunicada."),
        ("other", "A impressão digital é outra que não a que lhe foi comunicada: não confie nesta cópia."),
        (
            "none",
            "Não há nenhuma edição no que escolheu. Escolha o ZIP de uma edição, ou todos os ficheiros da sua pasta.",
        ),
        ("zip", "Este ZIP não pode ser lido, ou contém o que nenhuma edição contém."),
        (
            "old",
            "Este navegador não consegue verificar assinaturas. Use um mais recente, ou siga o VERIFY.txt.",
        ),
    ],
};

static AR: Said = Said {
    lang: "ar",
    own_name: "العربية",
    title: "التحقق من نسخة من طبعة",
    intro: "اختاروا ملف ZIP لطبعة، أو جميع ملفات مجلدها. فتعرفون هل كل ملف هو ما جُمّد، وأي مفتاح وقّعها.",
    privacy: "كل شيء يجري في هذه الصفحة: لا يُرسل شيء إلى أي مكان.",
    choose: "ملف ZIP، أو الملفات",
    drop: "ويمكنكم أيضًا إسقاطها في أي موضع من هذه الصفحة.",
    expected: "البصمة التي أبلغتكم بها الأمانة (بصمة المفتاح أو الطبعة)",
    languages: "اللغات",
    result: "ما وُجد",
    no_script: "تحتاج هذه الصفحة إلى البرامج النصية للتحقق. ومن دونها يقول الملف VERIFY.txt داخل ZIP كيف يجري التحقق بواسطة openssl وminisign وsha256sum.",
    script: [
        ("working", "جارٍ التحقق…"),
        ("fine", "سليمة: كل ملف من هذه الطبعة هو ما جُمّد."),
        ("wrong", "غير سليمة: ليست هذه الطبعة كما جُمّدت."),
        ("changed", "تغيّر: ليس هذا ما نُشر"),
        ("missing", "مفقود: هو من الطبعة وليس هنا"),
        ("unknown", "مجهول: لا شيء في الطبعة يذكره"),
        ("listed", "غير موقّعة، وهي كما في القائمة SHA256SUMS: "),
        ("edition", "الطبعة: "),
        ("fingerprint", "بصمة الطبعة: "),
        ("signed", "وُقّعت بالمفتاح: "),
        ("badly", "لم يوقّع أي مفتاح هذا الملف edition.json."),
        ("unsigned", "لم يوقّعها أحد: قارنوا بصمتها بالبصمة التي تبلغكم بها الأمانة."),
        ("stripped", "التوقيع مفقود: لكل طبعة بهذه الصيغة توقيع. خذوا ملف ZIP للطبعة من الخدمة."),
        ("compare", "قارنوا بصمة المفتاح بالبصمة التي تبلغكم بها الأمانة: لا يثبت أي ملف لمن المفتاح."),
        ("same", "البصمة هي التي أُبلغتم بها."),
        ("other", "البصمة غير التي أُبلغتم بها: لا تعتمدوا على هذه النسخة."),
        ("none", "لا طبعة فيما اخترتم. اختاروا ملف ZIP لطبعة، أو جميع ملفات مجلدها."),
        ("zip", "تتعذّر قراءة ملف ZIP هذا، أو فيه ما ليس في أي طبعة."),
        ("old", "لا يستطيع هذا المتصفح التحقق من التواقيع. استعملوا متصفحًا أحدث، أو اتبعوا VERIFY.txt."),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_english_and_the_script_finds_its_words() {
        let said = |said: &Said| {
            let Said { title, intro, privacy, choose, drop, expected, languages, result, no_script, .. } =
                said;
            let own = vec![*title, intro, privacy, choose, drop, expected, languages, result, no_script];
            [own, said.script.iter().map(|(_, words)| *words).collect()].concat()
        };
        for words in &Said::ALL[1..] {
            for (ours, english) in said(words).into_iter().zip(said(Said::ALL[0])) {
                assert!(ours != english && !ours.trim().is_empty(), "{}: {english}", words.lang);
            }
            let names = |said: &Said| said.script.map(|(name, _)| name);
            assert_eq!(names(words), names(Said::ALL[0]));
        }
        for (name, _) in EN.script {
            assert!(super::super::VERIFY_SCRIPT.contains(&format!("say(\"{name}\"")), "{name} is not used");
        }
    }
}
