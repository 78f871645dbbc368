// What the screens say in Portuguese about proposals and private drafts. See en.ts.
import { counting } from "../plural.ts";
import type { ProposalWords } from "./en.ts";

const { count } = counting("pt");

export const pt: ProposalWords = {
  title: "Propostas",
  leadKeeper:
    "O que os assentos escreveram para os capítulos e ofereceram. Não está em capítulo nenhum enquanto não for incorporado aqui.",
  lead: "O que o seu assento escreveu para os capítulos e não está neles. O Secretariado decide depois de lhe ser oferecido.",
  none: "Não há propostas.",
  failed:
    "Não foi possível carregar as propostas. Estão a salvo no serviço; verifique a conexão e carregue a página de novo.",
  notThere: "Esta proposta não existe ou não está aberta ao seu assento.",
  number: (n) => `Proposta ${n.toLocaleString("pt")}`,
  aDraft: "Rascunho privado",
  by: (seat) => `de ${seat}`,
  byMember: "de um membro",
  handedIn:
    "Foram entregues sem nome: o Secretariado decide sobre elas, e não podem ser retiradas nem acompanhadas, porque ninguém sabe de quem são. Pode ler e copiar aqui as suas palavras.",
  added: (n) =>
    count(n, { one: "# palavra acrescentada", many: "# de palavras acrescentadas", other: "# palavras acrescentadas" }),
  removed: (n) =>
    count(n, { one: "# palavra retirada", many: "# de palavras retiradas", other: "# palavras retiradas" }),
  states: {
    draft: "Só o seu assento a vê",
    open: "À espera de decisão",
    merged: "Incorporada",
    closed: "Encerrada",
  },
  reasons: {
    draft: "Começada como rascunho privado",
    chosen: "Proposta de propósito",
    locked: "O capítulo foi bloqueado",
    right: "O assento não pode escrever neste capítulo",
    deleted: "O capítulo foi eliminado",
    "handed-over": "Escrita antes de o assento mudar de mãos ou de a sessão terminar",
    unnamed: "Não pôde entrar num capítulo em que ninguém é nomeado",
  },
  note: (words) => `Nota: ${words}`,

  page: {
    changes: "O que ela altera",
    inline: "Num só texto",
    sides: "Lado a lado",
    before: "O capítulo",
    after: "A proposta",
    wasAdded: "acrescentado:",
    wasRemoved: "retirado:",
    moved: "Está noutro lugar",
    form: "Outra formatação",
    same: (n) =>
      count(n, {
        one: "# parágrafo sem alterações",
        many: "# de parágrafos sem alterações",
        other: "# parágrafos sem alterações",
      }),
    nothing: "Não altera nenhuma palavra.",
    merge: "Incorporar no capítulo",
    merged: "Incorporada. As palavras estão no capítulo, com o nome de quem as escreveu.",
    close: "Encerrar com uma nota",
    closeTitle: "Encerrar esta proposta?",
    closeMore: "Nada dela se perde: fica aqui para ser lida e pode ser reaberta.",
    noteLabel: "Nota para o assento que a escreveu",
    noteHint: "Pode deixá-la vazia. É lida ao lado da proposta.",
    closeNow: "Encerrá-la",
    cancel: "Cancelar",
    closed: "Encerrada. Pode ser reaberta.",
    reopen: "Reabri-la",
    reopened: "Está aberta de novo.",
    edit: "Abrir no editor",
    offer: "Oferecer ao Secretariado",
    offered: "Oferecida. O Secretariado já a vê.",
    chapter: "Ver o capítulo",
    notDone: "Nada foi alterado.",
  },

  bar: {
    label: "Isto é uma proposta",
    followed: {
      locked: "Este capítulo foi bloqueado enquanto escrevia.",
      "read-only": "O seu assento já não pode escrever neste capítulo.",
      "not-found": "Este capítulo foi eliminado enquanto escrevia.",
    },
    safe: "As suas alterações estão a salvo numa proposta; o Secretariado decide sobre elas. Pode continuar a escrever aqui.",
    draft: "Só o seu assento vê este rascunho.",
    open: "Está a escrever numa proposta; o Secretariado decide sobre ela.",
    reading: (seat) => `Está a ler uma proposta de ${seat}.`,
    readingMember: "Está a ler uma proposta de um membro. Não se diz a ninguém de quem é.",
    merged: "Esta proposta foi incorporada: as suas palavras estão no capítulo.",
    closed: "Esta proposta foi encerrada. Pode ler e copiar as suas palavras.",
    chapter: "Ver o capítulo",
    changes: "Ver o que altera",
    offer: "Oferecer ao Secretariado",
    offered: "Está oferecida; o Secretariado decide sobre ela.",
    notOffered: "Não foi possível oferecê-la. Fica guardada como está; tente de novo quando tiver conexão.",
  },

  begin: {
    title: "Escrever num rascunho privado",
    more: "Obtém uma cópia deste capítulo tal como está agora, para escrever com calma. Só o seu assento a vê até que a ofereça ao Secretariado; o capítulo fica como está.",
    start: "Começar o rascunho",
    cancel: "Cancelar",
    failed: "Não foi possível começar o rascunho. Nada foi alterado; tente de novo quando tiver conexão.",
    already: "Já está num rascunho ou numa proposta.",
  },
};
