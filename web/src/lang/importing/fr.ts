// What the screens say in French about importing a file and about what a paste could not keep. Loaded with the pages that do either.
import type { ImportingWords } from "./en.ts";
import { counting } from "../plural.ts";

const { count } = counting("fr");

export const importing: ImportingWords = {
  title: "Importer un fichier",
  lead: "Un fichier Word (.docx) ou Markdown (.md). Il est lu sur cet appareil\u202f; rien n’est envoyé avant que vous en fassiez un chapitre.",
  file: "Choisir un fichier",
  reading: "Lecture du fichier…",
  cancel: "Annuler",
  close: "Fermer",
  another: "Choisir un autre fichier",
  chapterTitle: "Titre du nouveau chapitre",
  comesIn: "Ce qui est repris",
  counts: {
    headings: (n) => count(n, { one: "# titre", many: "# de titres", other: "# titres" }),
    tables: (n) => count(n, { one: "# tableau", many: "# de tableaux", other: "# tableaux" }),
    notes: (n) =>
      count(n, { one: "# note de bas de page", many: "# de notes de bas de page", other: "# notes de bas de page" }),
    pictures: (n) => count(n, { one: "# image", many: "# d’images", other: "# images" }),
  },
  leftTitle: "Ce qui n’a pas pu être conservé",
  leftNone: "Tout a pu être conservé.",
  left: {
    deletion: (n) =>
      count(n, {
        one: "# suppression du suivi des modifications est écartée\u202f; les insertions sont reprises.",
        many: "# de suppressions du suivi des modifications sont écartées\u202f; les insertions sont reprises.",
        other: "# suppressions du suivi des modifications sont écartées\u202f; les insertions sont reprises.",
      }),
    comment: (n) =>
      count(n, {
        one: "# commentaire est écarté.",
        many: "# de commentaires sont écartés.",
        other: "# commentaires sont écartés.",
      }),
    image: (n) =>
      count(n, {
        one: "# image est écartée. Insérez-la dans le chapitre.",
        many: "# d’images sont écartées. Insérez-les dans le chapitre.",
        other: "# images sont écartées. Insérez-les dans le chapitre.",
      }),
    object: (n) =>
      count(n, {
        one: "# objet incorporé est écarté.",
        many: "# d’objets incorporés sont écartés.",
        other: "# objets incorporés sont écartés.",
      }),
    equation: (n) =>
      count(n, {
        one: "# équation est reprise en texte simple.",
        many: "# d’équations sont reprises en texte simple.",
        other: "# équations sont reprises en texte simple.",
      }),
    "text-box": (n) =>
      count(n, {
        one: "# zone de texte\u202f: ses mots figurent dans le texte.",
        many: "# de zones de texte\u202f: leurs mots figurent dans le texte.",
        other: "# zones de texte\u202f: leurs mots figurent dans le texte.",
      }),
    header: (n) =>
      count(n, {
        one: "# en-tête ou pied de page est écarté.",
        many: "# d’en-têtes et de pieds de page sont écartés.",
        other: "# en-têtes et pieds de page sont écartés.",
      }),
    field: (n) =>
      count(n, {
        one: "# champ est repris tel qu’il s’affichait\u202f; il ne change plus.",
        many: "# de champs sont repris tels qu’ils s’affichaient\u202f; ils ne changent plus.",
        other: "# champs sont repris tels qu’ils s’affichaient\u202f; ils ne changent plus.",
      }),
  },
  make: "En faire un nouveau chapitre",
  making: "Création du chapitre…",
  made: (title) => `Le chapitre ${title} est créé.`,
  unsaved:
    "Le chapitre a été créé, mais son texte n’est pas enregistré. Votre fichier est intact\u202f: supprimez le chapitre et importez le fichier de nouveau.",
  open: "Ouvrir le chapitre",
  refused: {
    "too-large":
      "Le fichier est trop volumineux. Un fichier peut compter jusqu’à 20\u00a0Mo\u202f; enregistrez-le sans ses images ou en plusieurs parties.",
    "too-long":
      "C’est plus de texte qu’un chapitre ne peut en contenir. Enregistrez-le en plusieurs parties et importez chacune comme un chapitre.",
    "not-known":
      "Ce n’est ni un fichier Word (.docx) ni du Markdown (.md). Enregistrez-le sous l’un de ces formats et réessayez.",
    "old-word":
      "Ce fichier vient d’un ancien Word (.doc). Ouvrez-le dans Word, enregistrez-le au format .docx et réessayez.",
    locked: "Ce fichier demande un mot de passe. Enregistrez-le sans mot de passe et réessayez.",
    damaged:
      "Ce fichier est endommagé et ne peut pas être lu. Ouvrez-le dans Word, enregistrez-le de nouveau et réessayez.",
    unsafe:
      "Ce fichier contient quelque chose dont aucun texte n’a besoin\u202f; il n’a donc pas été lu. Ouvrez-le dans Word, enregistrez-le de nouveau et réessayez.",
    "too-slow":
      "La lecture du fichier a pris trop de temps. Enregistrez-le en plusieurs parties et importez chacune comme un chapitre.",
    empty: "Ce fichier ne contient aucun texte.",
  },
  pasted: "Collé. Tout n’a pas pu être conservé.",
};
