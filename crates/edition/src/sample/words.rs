//! Words of five languages, put together without meaning.

use super::Chance;

/// A language, with the words that sentences are made of.
pub(super) struct Language {
    pub(super) tag: &'static str,
    words: &'static str,
    /// What stands between two parts of a sentence, and at its end.
    comma: &'static str,
    stop: &'static str,
}

pub(super) const ENGLISH: Language = Language {
    tag: "en",
    words: "early warning signs focal point office ministry region border river village market school council assembly report \
            review assessment prevention protection population civilian mandate resolution dialogue mediation capacity training \
            coordination information indicator trend risk response follow share prepare decide consult record verify publish \
            between within before after during together carefully regularly always never often national regional local public",
    comma: ", ",
    stop: ". ",
};
pub(super) const FRENCH: Language = Language {
    tag: "fr",
    words: "alerte précoce signes point focal bureau ministère région frontière rivière marché école conseil assemblée rapport \
            évaluation prévention protection population civile mandat résolution dialogue médiation capacité formation \
            coordination information indicateur tendance risque réponse suivre partager préparer décider consulter vérifier \
            publier entre avant après pendant ensemble avec soin toujours jamais souvent national régional intérêt où être",
    comma: ", ",
    stop: ". ",
};
pub(super) const SPANISH: Language = Language {
    tag: "es",
    words: "alerta temprana señales punto focal oficina ministerio región frontera río aldea mercado escuela consejo asamblea \
            informe evaluación prevención protección población civil mandato resolución diálogo mediación capacidad formación \
            coordinación información indicador tendencia riesgo respuesta seguir compartir preparar decidir consultar verificar \
            publicar entre antes después durante juntos siempre nunca a menudo nacional regional año mañana según también",
    comma: ", ",
    stop: ". ",
};
pub(super) const PORTUGUESE: Language = Language {
    tag: "pt",
    words: "alerta precoce sinais ponto focal gabinete ministério região fronteira rio aldeia mercado escola conselho assembleia \
            relatório avaliação prevenção proteção população civil mandato resolução diálogo mediação capacidade formação \
            coordenação informação indicador tendência risco resposta seguir partilhar preparar decidir consultar verificar \
            publicar entre antes depois durante juntos sempre nunca muitas vezes nacional regional não são através até",
    comma: ", ",
    stop: ". ",
};
pub(super) const ARABIC: Language = Language {
    tag: "ar",
    words: "الإنذار المبكر علامات جهة التنسيق مكتب وزارة إقليم حدود نهر قرية سوق مدرسة مجلس جمعية تقرير تقييم وقاية حماية \
            السكان المدنيون ولاية قرار حوار وساطة قدرات تدريب تنسيق معلومات مؤشر اتجاه خطر استجابة متابعة مشاركة إعداد تشاور \
            تحقق نشر بين قبل بعد أثناء معا بعناية بانتظام دائما أبدا غالبا وطني إقليمي محلي عام",
    comma: "، ",
    stop: ". ",
};

impl Language {
    pub(super) fn word(&self, chance: &mut Chance) -> &'static str {
        let words: Vec<&'static str> = self.words.split_whitespace().collect();
        words[chance.below(words.len())]
    }

    /// So many words in a row.
    pub(super) fn words(&self, chance: &mut Chance, count: usize) -> String {
        (0..count).map(|_| self.word(chance)).collect::<Vec<_>>().join(" ")
    }

    /// The same with a capital, as headings and captions have.
    pub(super) fn title(&self, chance: &mut Chance, count: usize) -> String {
        capital(&self.words(chance, count))
    }

    pub(super) fn sentence(&self, chance: &mut Chance) -> String {
        let mut sentence = String::new();
        for part in 0..chance.within(1, 3) {
            if part > 0 {
                sentence.push_str(self.comma);
            }
            let count = chance.within(4, 9);
            sentence.push_str(&self.words(chance, count));
        }
        capital(&sentence) + self.stop
    }

    pub(super) fn sentences(&self, chance: &mut Chance, count: usize) -> String {
        (0..count).map(|_| self.sentence(chance)).collect()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
