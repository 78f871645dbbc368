// What is said about tables, notes, figures, boxes and cross-references, in Portuguese. Next: ../pt.ts, the rest.
import { counting } from "../plural.ts";
import type { Structure } from "./en.ts";

const { count } = counting("pt");

export const structure: Structure = {
  caption: "Legenda",
  labels: {
    section: (number) => `Seção ${number}`,
    table: (number) => `Tabela ${number}`,
    figure: (number) => `Figura ${number}`,
    box: (number) => `Caixa ${number}`,
    note: (number) => `Nota ${number}`,
    removed: "(removido)",
    again: (label) => `Aparece acima como ${label}`,
  },
  pageBreak: "Quebra de página",

  table: {
    menu: "Tabela",
    cell: (row, column = 1) => `Linha ${String(row)}, coluna ${String(column)}`,
    chosen: (n) =>
      count(n, { one: "# célula escolhida", many: "# de células escolhidas", other: "# células escolhidas" }),
    rowAbove: "Inserir linha acima",
    rowBelow: "Inserir linha abaixo",
    columnBefore: "Inserir coluna antes",
    columnAfter: "Inserir coluna depois",
    merge: "Mesclar células",
    split: "Dividir células",
    rowUp: "Mover linha para cima",
    rowDown: "Mover linha para baixo",
    columnBack: "Mover coluna para trás",
    columnOn: "Mover coluna para a frente",
    wider: "Coluna mais larga",
    narrower: "Coluna mais estreita",
    deleteRow: (n) =>
      n === 1
        ? "Eliminar linha"
        : count(n, { one: "Eliminar # linha", many: "Eliminar # de linhas", other: "Eliminar # linhas" }),
    deleteColumn: (n) =>
      n === 1
        ? "Eliminar coluna"
        : count(n, { one: "Eliminar # coluna", many: "Eliminar # de colunas", other: "Eliminar # colunas" }),
    headRow: "Linha de cabeçalho",
    headColumn: "Coluna de cabeçalho",
    delete: "Eliminar tabela",
  },

  note: {
    title: "Notas de rodapé",
    text: (number) => `Texto da nota ${number}`,
    hint: "Escreva a nota aqui",
    back: (number) => `Voltar à nota ${number} no texto`,
    delete: "Eliminar nota",
    inList: "Mostrar na lista",
  },

  figure: {
    menu: "Ilustração",
    describe: "Descrever esta imagem",
    alt: "O que a imagem mostra",
    altHint: "Lido em voz alta a quem não a pode ver",
    credit: "Crédito",
    creditHint: "De quem é a imagem",
    decorative: "Só decoração: não mostra nada que o texto não diga",
    missing: "Esta imagem ainda não tem descrição.",
    choose: "Escolher uma imagem",
    replace: "Substituir imagem",
    none: "Ainda sem imagem",
    done: "Concluir",
    show: "Mostrar imagem",
    broken: "Não foi possível carregar a imagem. Aparecerá quando a conexão voltar.",
    sending: "A imagem está a caminho…",
    failed: "Não foi possível enviar a imagem. Nada mudou; verifique a conexão e tente de novo.",
    wrongType: "O manual não pode receber esta imagem. Escolha uma imagem em PNG, JPEG, WebP ou GIF.",
    tooLarge: "A imagem é grande demais. Escolha uma menor.",
    delete: "Eliminar ilustração",
  },

  box: {
    menu: "Caixa",
    kinds: { case: "Estudo de caso", key: "Mensagem-chave", checklist: "Lista de verificação" },
    title: "Título",
    region: "Região",
    period: "Período",
    visibility: "Quem pode ler",
    network: "Só para a rede",
    publishable: "Pode ser publicado",
    continued: (title) => `${title}, continuação`,
    dissolve: "Remover a caixa, manter o texto",
    delete: "Eliminar a caixa e o texto",
  },

  xref: {
    chapter: "No capítulo",
    here: "Este capítulo",
    nothing: "Não há aqui nada com estas palavras.",
    untitled: "sem título",
  },

  left: {
    title: (n) =>
      n === 1
        ? "Chegaram palavras para algo que tinha sido removido."
        : count(n, {
            one: "Chegaram palavras para # elemento que tinha sido removido.",
            many: "Chegaram palavras para # de elementos que tinham sido removidos.",
            other: "Chegaram palavras para # elementos que tinham sido removidos.",
          }),
    safe: "Estão conservadas. Decida o que fazer com elas.",
    kinds: {
      note: "Para uma nota",
      table: "Para uma tabela",
      figure: "Para uma ilustração",
      box: "Para uma caixa",
      row: "Para uma linha de uma tabela",
      column: "Para uma coluna de uma tabela",
    },
    show: "Mostrar",
    hide: "Ocultar",
    putBack: "Repor",
    leaveOut: "Deixar de fora",
  },
};
