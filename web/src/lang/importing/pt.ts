// What the screens say in Portuguese about importing a file and about what a paste could not keep. Loaded with the pages that do either.
import type { ImportingWords } from "./en.ts";
import { counting } from "../plural.ts";

const { count } = counting("pt");

export const importing: ImportingWords = {
  title: "Importar um documento",
  lead: "Um documento do Word (.docx) ou Markdown (.md). É lido neste dispositivo; nada é enviado antes de dele se fazer um capítulo.",
  file: "Escolher um documento",
  reading: "Lendo o documento…",
  cancel: "Cancelar",
  close: "Fechar",
  another: "Escolher outro documento",
  chapterTitle: "Título do novo capítulo",
  comesIn: "O que entra",
  counts: {
    headings: (n) => count(n, { one: "# título", many: "# de títulos", other: "# títulos" }),
    tables: (n) => count(n, { one: "# tabela", many: "# de tabelas", other: "# tabelas" }),
    notes: (n) => count(n, { one: "# nota de rodapé", many: "# de notas de rodapé", other: "# notas de rodapé" }),
    pictures: (n) => count(n, { one: "# imagem", many: "# de imagens", other: "# imagens" }),
  },
  leftTitle: "O que não pôde ser mantido",
  leftNone: "Tudo pôde ser mantido.",
  left: {
    deletion: (n) =>
      count(n, {
        one: "# eliminação do controle de alterações fica de fora; as inserções são mantidas.",
        many: "# de eliminações do controle de alterações ficam de fora; as inserções são mantidas.",
        other: "# eliminações do controle de alterações ficam de fora; as inserções são mantidas.",
      }),
    comment: (n) =>
      count(n, {
        one: "# comentário fica de fora.",
        many: "# de comentários ficam de fora.",
        other: "# comentários ficam de fora.",
      }),
    image: (n) =>
      count(n, {
        one: "# imagem fica de fora. Insira-a no capítulo.",
        many: "# de imagens ficam de fora. Insira-as no capítulo.",
        other: "# imagens ficam de fora. Insira-as no capítulo.",
      }),
    object: (n) =>
      count(n, {
        one: "# objeto incorporado fica de fora.",
        many: "# de objetos incorporados ficam de fora.",
        other: "# objetos incorporados ficam de fora.",
      }),
    equation: (n) =>
      count(n, {
        one: "# equação fica como texto simples.",
        many: "# de equações ficam como texto simples.",
        other: "# equações ficam como texto simples.",
      }),
    "text-box": (n) =>
      count(n, {
        one: "# caixa de texto: as suas palavras estão no texto.",
        many: "# de caixas de texto: as suas palavras estão no texto.",
        other: "# caixas de texto: as suas palavras estão no texto.",
      }),
    header: (n) =>
      count(n, {
        one: "# cabeçalho ou rodapé fica de fora.",
        many: "# de cabeçalhos e rodapés ficam de fora.",
        other: "# cabeçalhos e rodapés ficam de fora.",
      }),
    field: (n) =>
      count(n, {
        one: "# campo fica como era mostrado; já não muda.",
        many: "# de campos ficam como eram mostrados; já não mudam.",
        other: "# campos ficam como eram mostrados; já não mudam.",
      }),
  },
  make: "Fazer disto um novo capítulo",
  making: "Criando o capítulo…",
  made: (title) => `O capítulo ${title} está criado.`,
  unsaved:
    "O capítulo foi criado, mas o seu texto não está gravado. O seu documento não mudou: elimine o capítulo e importe o documento outra vez.",
  open: "Abrir o capítulo",
  refused: {
    "too-large": "O documento é grande demais. Um documento pode ter até 20 MB; grave-o sem as imagens ou em partes.",
    "too-long": "É mais texto do que cabe num capítulo. Grave-o em partes e importe cada uma como um capítulo.",
    "not-known":
      "Não é um documento do Word (.docx) nem Markdown (.md). Grave-o num destes formatos e tente outra vez.",
    "old-word": "Este documento é de um Word antigo (.doc). Abra-o no Word, grave-o como .docx e tente outra vez.",
    locked: "Este documento pede uma senha. Grave-o sem senha e tente outra vez.",
    damaged: "Este documento está danificado e não pode ser lido. Abra-o no Word, grave-o de novo e tente outra vez.",
    unsafe:
      "Este documento contém algo de que nenhum texto precisa e por isso não foi lido. Abra-o no Word, grave-o de novo e tente outra vez.",
    "too-slow": "A leitura do documento demorou demais. Grave-o em partes e importe cada uma como um capítulo.",
    empty: "Não há texto neste documento.",
  },
  pasted: "Colado. Nem tudo pôde ser mantido.",
};
