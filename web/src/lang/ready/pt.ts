// What is said of what is left to do before an edition, and of previews, in Portuguese. Same rules as ../pt.ts.
import { counting } from "../plural.ts";
import type { ReadyWords } from "./en.ts";

const { count } = counting("pt");

export const ready: ReadyWords = {
  title: "Pronto para publicar",
  lead: "O que falta antes de uma edição final. A lista acompanha o texto.",
  desk: "O que falta antes de uma edição final de cada manual.",
  none: "Pronto para publicar. Não falta nada.",
  noneHere: "Não falta nada neste capítulo.",
  here: "Neste capítulo",
  looking: "Verificando …",
  lookAgain: "Verificar de novo",
  close: "Fechar",
  failed: "Não foi possível atualizar a lista. O seu texto está seguro; verifique de novo quando o serviço responder.",
  gone: "Este lugar já não está no texto. Verifique de novo.",
  errors: (n) =>
    count(n, {
      one: "# ponto impede uma edição final",
      many: "# de pontos impedem uma edição final",
      other: "# pontos impedem uma edição final",
    }),
  warnings: (n) => count(n, { one: "# ponto a rever", many: "# de pontos a rever", other: "# pontos a rever" }),
  severity: { error: "Impede uma edição final", warning: "A rever" },
  forAll: "Para uma edição aberta a todos",
  show: "Mostrar a lista",
  other: { what: "Algo não está pronto.", todo: "Veja este lugar." },
  codes: {
    "no-alt": { what: "Uma imagem não tem descrição.", todo: "Diga o que ela mostra, ou que é decorativa." },
    "skipped-level": {
      what: "Um título salta um nível.",
      todo: "Coloque-o um nível abaixo do título anterior.",
    },
    "suggestion-left": { what: "Uma sugestão não está decidida.", todo: "Aceite-a ou descarte-a." },
    "bracket-left": {
      what: "Um texto entre colchetes não está acordado.",
      todo: "Escolha uma das alternativas.",
    },
    "no-glyph": {
      what: "Um sinal não pode ser impresso: nenhuma fonte do PDF o contém.",
      todo: "Escreva-o de outro modo ou retire-o.",
    },
    "empty-chapter": { what: "O capítulo está vazio.", todo: "Escreva-o ou retire-o do manual." },
    "unreleased-case": {
      what: "Um estudo de caso é só para a rede.",
      todo: "Indique na caixa que pode ser publicado, ou congele a edição para os membros.",
    },
    "broken-reference": {
      what: "Uma referência cruzada não leva a lugar nenhum.",
      todo: "Faça-a indicar outro lugar ou retire-a.",
    },
    "no-picture": { what: "Falta uma imagem.", todo: "Escolha a imagem de novo ou retire a figura." },
    "no-title": {
      what: "Falta um título.",
      todo: "Dê um título ao capítulo na página do manual, ou à caixa no seu cabeçalho.",
    },
    "no-head-row": {
      what: "Uma tabela não tem linha de cabeçalho.",
      todo: "Indique no menu da tabela qual linha é a de cabeçalho.",
    },
  },

  preview: {
    title: "Pré-visualização",
    lead: "Tal como seria impresso agora. Uma pré-visualização não é uma edição, e cada página o diz.",
    pdf: "Pré-visualizar em PDF",
    docx: "Pré-visualizar em Word",
    making: "A pré-visualização está sendo preparada. Leva alguns segundos.",
    done: "A pré-visualização está nas suas transferências.",
    noPress:
      "Este serviço não tem programa para PDF, portanto não é possível produzir um. Nada se perdeu: use a pré-visualização em Word ou fale com quem administra o serviço.",
    notPrinted:
      "Nenhum PDF foi produzido: não se conseguiu ou demorou demasiado. O seu texto está seguro; use a pré-visualização em Word ou fale com quem administra o serviço.",
    failed: "Nenhuma pré-visualização foi produzida. O seu texto está seguro; tente de novo dentro de momentos.",
  },
};
