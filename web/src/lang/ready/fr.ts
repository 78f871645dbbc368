// What is said of what is left to do before an edition, and of previews, in French. Same rules as ../fr.ts.
import { counting } from "../plural.ts";
import type { ReadyWords } from "./en.ts";

const { count } = counting("fr");

export const ready: ReadyWords = {
  title: "Prêt à publier",
  lead: "Ce qui reste à faire avant une édition finale. La liste suit le texte.",
  desk: "Ce qui reste à faire avant une édition finale de chaque manuel.",
  none: "Prêt à publier. Il ne reste rien à faire.",
  noneHere: "Il ne reste rien à faire dans ce chapitre.",
  here: "Dans ce chapitre",
  looking: "Vérification …",
  lookAgain: "Vérifier de nouveau",
  close: "Fermer",
  failed:
    "La liste n’a pas pu être mise à jour. Votre texte est en sécurité\u202f; vérifiez de nouveau quand le service répondra.",
  gone: "Ce passage n’est plus dans le texte. Vérifiez de nouveau.",
  errors: (n) =>
    count(n, {
      one: "# point empêche une édition finale",
      many: "# de points empêchent une édition finale",
      other: "# points empêchent une édition finale",
    }),
  warnings: (n) =>
    count(n, { one: "# point à regarder", many: "# de points à regarder", other: "# points à regarder" }),
  severity: { error: "Empêche une édition finale", warning: "À regarder" },
  forAll: "Pour une édition ouverte à tous",
  show: "Afficher la liste",
  other: { what: "Quelque chose n’est pas prêt.", todo: "Regardez ce passage." },
  codes: {
    "no-alt": {
      what: "Une image n’a pas de description.",
      todo: "Dites ce qu’elle montre, ou qu’elle est décorative.",
    },
    "skipped-level": {
      what: "Un titre saute un niveau.",
      todo: "Placez-le un niveau sous le titre qui le précède.",
    },
    "suggestion-left": {
      what: "Une suggestion n’est pas tranchée.",
      todo: "Acceptez-la, ou écartez-la.",
    },
    "bracket-left": {
      what: "Un texte entre crochets n’est pas convenu.",
      todo: "Choisissez l’une des variantes.",
    },
    "no-glyph": {
      what: "Un signe ne peut pas être imprimé\u202f: aucune police du PDF ne le contient.",
      todo: "Écrivez-le autrement, ou retirez-le.",
    },
    "empty-chapter": { what: "Le chapitre est vide.", todo: "Écrivez-le, ou retirez-le du manuel." },
    "unreleased-case": {
      what: "Une étude de cas est réservée au réseau.",
      todo: "Indiquez dans l’encadré qu’elle peut être publiée, ou figez l’édition pour les membres.",
    },
    "broken-reference": {
      what: "Un renvoi ne mène nulle part.",
      todo: "Faites-lui désigner un autre passage, ou retirez-le.",
    },
    "no-picture": { what: "Une image manque.", todo: "Choisissez l’image de nouveau, ou retirez la figure." },
    "no-title": {
      what: "Il manque un titre.",
      todo: "Donnez un titre au chapitre sur la page du manuel, ou à l’encadré dans son en-tête.",
    },
    "no-head-row": {
      what: "Un tableau n’a pas de ligne d’en-tête.",
      todo: "Indiquez dans le menu du tableau quelle ligne est la ligne d’en-tête.",
    },
  },

  preview: {
    title: "Aperçu",
    lead: "Tel que ce serait imprimé maintenant. Un aperçu n’est pas une édition, et chaque page le dit.",
    pdf: "Aperçu en PDF",
    docx: "Aperçu en Word",
    making: "L’aperçu est en préparation. Cela prend quelques secondes.",
    done: "L’aperçu est dans vos téléchargements.",
    noPress:
      "Ce service n’a pas de programme pour le PDF\u202f: aucun PDF ne peut être produit. Rien n’est perdu\u202f; prenez l’aperçu en Word, ou adressez-vous à la personne qui exploite le service.",
    notPrinted:
      "Aucun PDF n’a été produit\u202f: cela n’a pas réussi ou a pris trop de temps. Votre texte est en sécurité\u202f; prenez l’aperçu en Word, ou adressez-vous à la personne qui exploite le service.",
    failed: "Aucun aperçu n’a été produit. Votre texte est en sécurité\u202f; réessayez dans un instant.",
  },
};
