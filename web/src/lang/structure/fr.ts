// What is said about tables, notes, figures, boxes and cross-references, in French. Next: ../fr.ts, the rest.
import { counting } from "../plural.ts";
import type { Structure } from "./en.ts";

const { count } = counting("fr");

export const structure: Structure = {
  caption: "Légende",
  labels: {
    section: (number) => `Section ${number}`,
    table: (number) => `Tableau ${number}`,
    figure: (number) => `Figure ${number}`,
    box: (number) => `Encadré ${number}`,
    note: (number) => `Note ${number}`,
    removed: "(supprimé)",
    again: (label) => `Voir plus haut\u202f: ${label}`,
  },
  pageBreak: "Saut de page",

  table: {
    menu: "Tableau",
    cell: (row, column = 1) => `Ligne ${String(row)}, colonne ${String(column)}`,
    chosen: (n) => count(n, { one: "# cellule choisie", many: "# de cellules choisies", other: "# cellules choisies" }),
    rowAbove: "Ajouter une ligne au-dessus",
    rowBelow: "Ajouter une ligne au-dessous",
    columnBefore: "Ajouter une colonne avant",
    columnAfter: "Ajouter une colonne après",
    merge: "Fusionner les cellules",
    split: "Fractionner les cellules",
    rowUp: "Monter la ligne",
    rowDown: "Descendre la ligne",
    columnBack: "Reculer la colonne",
    columnOn: "Avancer la colonne",
    wider: "Élargir la colonne",
    narrower: "Rétrécir la colonne",
    deleteRow: (n) =>
      n === 1
        ? "Supprimer la ligne"
        : count(n, { one: "Supprimer # ligne", many: "Supprimer # de lignes", other: "Supprimer # lignes" }),
    deleteColumn: (n) =>
      n === 1
        ? "Supprimer la colonne"
        : count(n, { one: "Supprimer # colonne", many: "Supprimer # de colonnes", other: "Supprimer # colonnes" }),
    headRow: "Ligne d’en-tête",
    headColumn: "Colonne d’en-tête",
    delete: "Supprimer le tableau",
  },

  note: {
    title: "Notes de bas de page",
    text: (number) => `Texte de la note ${number}`,
    hint: "Écrivez la note ici",
    back: (number) => `Retour à l’appel de la note ${number}`,
    delete: "Supprimer la note",
    inList: "Afficher dans la liste",
  },

  figure: {
    menu: "Illustration",
    describe: "Décrire cette image",
    alt: "Ce que montre l’image",
    altHint: "Lu à voix haute à qui ne peut pas la voir",
    credit: "Crédit",
    creditHint: "À qui appartient l’image",
    decorative: "Simple décoration\u202f: elle ne montre rien que le texte ne dise",
    missing: "Cette image n’a pas encore de description.",
    choose: "Choisir une image",
    replace: "Remplacer l’image",
    none: "Pas encore d’image",
    done: "Terminé",
    show: "Afficher l’image",
    broken: "L’image n’a pas pu être chargée. Elle apparaîtra au retour de la connexion.",
    sending: "L’image est en route…",
    failed: "L’image n’a pas pu être envoyée. Rien n’a changé\u202f; vérifiez la connexion et réessayez.",
    wrongType: "Le manuel ne peut pas recevoir cette image. Choisissez un fichier PNG, JPEG, WebP ou GIF.",
    tooLarge: "L’image est trop grande. Choisissez-en une plus petite.",
    delete: "Supprimer l’illustration",
  },

  box: {
    menu: "Encadré",
    kinds: { case: "Étude de cas", key: "Message clé", checklist: "Liste de contrôle" },
    title: "Titre",
    region: "Région",
    period: "Période",
    visibility: "Qui peut le lire",
    network: "Réservé au réseau",
    publishable: "Publication possible",
    continued: (title) => `${title}, suite`,
    dissolve: "Retirer l’encadré, garder le texte",
    delete: "Supprimer l’encadré et son texte",
  },

  xref: {
    chapter: "Dans le chapitre",
    here: "Ce chapitre",
    nothing: "Rien ici ne correspond à ces mots.",
    untitled: "sans titre",
  },

  left: {
    title: (n) =>
      n === 1
        ? "Des mots sont arrivés pour un élément qui avait été supprimé."
        : count(n, {
            one: "Des mots sont arrivés pour # élément qui avait été supprimé.",
            many: "Des mots sont arrivés pour # d’éléments qui avaient été supprimés.",
            other: "Des mots sont arrivés pour # éléments qui avaient été supprimés.",
          }),
    safe: "Ils sont conservés. Décidez de ce qu’ils deviennent.",
    kinds: {
      note: "Pour une note",
      table: "Pour un tableau",
      figure: "Pour une illustration",
      box: "Pour un encadré",
      row: "Pour une ligne d’un tableau",
      column: "Pour une colonne d’un tableau",
    },
    show: "Afficher",
    hide: "Masquer",
    putBack: "Remettre",
    leaveOut: "Laisser de côté",
  },
};
