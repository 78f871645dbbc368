// What the screens say in French about proposals and private drafts. See en.ts.
import { counting } from "../plural.ts";
import type { ProposalWords } from "./en.ts";

const { count } = counting("fr");

export const fr: ProposalWords = {
  title: "Propositions",
  leadKeeper:
    "Ce que des sièges ont écrit pour des chapitres et ont proposé. Rien n’entre dans un chapitre avant d’être fusionné ici.",
  lead: "Ce que votre siège a écrit pour des chapitres et qui n’y figure pas. Le Secrétariat en décide une fois que c’est proposé.",
  none: "Il n’y a aucune proposition.",
  failed:
    "Les propositions n’ont pas pu être chargées. Elles sont en sécurité sur le service\u202f; vérifiez votre connexion et rechargez la page.",
  notThere: "Cette proposition n’existe pas, ou n’est pas ouverte à votre siège.",
  number: (n) => `Proposition ${n.toLocaleString("fr")}`,
  aDraft: "Brouillon privé",
  by: (seat) => `de ${seat}`,
  byMember: "d’un membre",
  handedIn:
    "Elles ont été remises sans nom : le Secrétariat décide à leur sujet, et elles ne peuvent être ni reprises ni suivies, car personne ne sait de qui elles viennent. Vous pouvez lire et copier vos mots ici.",
  added: (n) => count(n, { one: "# mot ajouté", many: "# de mots ajoutés", other: "# mots ajoutés" }),
  removed: (n) => count(n, { one: "# mot supprimé", many: "# de mots supprimés", other: "# mots supprimés" }),
  states: {
    draft: "Visible de votre siège seulement",
    open: "En attente de décision",
    merged: "Fusionnée",
    closed: "Close",
  },
  reasons: {
    draft: "Commencée comme brouillon privé",
    chosen: "Proposée à dessein",
    locked: "Le chapitre a été verrouillé",
    right: "Le siège ne peut pas écrire dans ce chapitre",
    deleted: "Le chapitre a été supprimé",
    "handed-over": "Écrite avant que le siège change de mains ou que la session prenne fin",
    unnamed: "N’a pas pu entrer dans un chapitre où personne n’est nommé",
  },
  note: (words) => `Note\u202f: ${words}`,

  page: {
    changes: "Ce qu’elle change",
    inline: "En un seul texte",
    sides: "Côte à côte",
    before: "Le chapitre",
    after: "La proposition",
    wasAdded: "ajouté\u202f:",
    wasRemoved: "supprimé\u202f:",
    moved: "Se trouve ailleurs",
    form: "Autre mise en forme",
    same: (n) =>
      count(n, {
        one: "# paragraphe inchangé",
        many: "# de paragraphes inchangés",
        other: "# paragraphes inchangés",
      }),
    nothing: "Elle ne change aucun mot.",
    merge: "Fusionner dans le chapitre",
    merged: "Fusionnée. Les mots sont dans le chapitre, sous le nom de qui les a écrits.",
    close: "Clore avec une note",
    closeTitle: "Clore cette proposition\u202f?",
    closeMore: "Rien n’en est perdu\u202f: elle reste ici pour être lue, et peut être rouverte.",
    noteLabel: "Note pour le siège qui l’a écrite",
    noteHint: "Vous pouvez la laisser vide. Elle se lit à côté de la proposition.",
    closeNow: "La clore",
    cancel: "Annuler",
    closed: "Close. Elle peut être rouverte.",
    reopen: "La rouvrir",
    reopened: "Elle est de nouveau ouverte.",
    edit: "Ouvrir dans l’éditeur",
    offer: "Proposer au Secrétariat",
    offered: "Proposée. Le Secrétariat la voit maintenant.",
    chapter: "Voir le chapitre",
    notDone: "Rien n’a été changé.",
  },

  bar: {
    label: "Ceci est une proposition",
    followed: {
      locked: "Ce chapitre a été verrouillé pendant que vous écriviez.",
      "read-only": "Votre siège ne peut plus écrire dans ce chapitre.",
      "not-found": "Ce chapitre a été supprimé pendant que vous écriviez.",
    },
    safe: "Vos modifications sont en sécurité dans une proposition\u202f; le Secrétariat en décide. Vous pouvez continuer à écrire ici.",
    draft: "Seul votre siège voit ce brouillon.",
    open: "Vous écrivez dans une proposition\u202f; le Secrétariat en décide.",
    reading: (seat) => `Vous lisez une proposition de ${seat}.`,
    readingMember: "Vous lisez une proposition d’un membre. Personne n’apprend de qui elle vient.",
    merged: "Cette proposition a été fusionnée\u202f: ses mots sont dans le chapitre.",
    closed: "Cette proposition a été close. Vous pouvez en lire et en copier les mots.",
    chapter: "Voir le chapitre",
    changes: "Voir ce qu’elle change",
    offer: "Proposer au Secrétariat",
    offered: "Elle est proposée\u202f; le Secrétariat en décide.",
    notOffered:
      "Elle n’a pas pu être proposée. Elle est conservée telle quelle\u202f; réessayez une fois la connexion rétablie.",
  },

  begin: {
    title: "Écrire dans un brouillon privé",
    more: "Vous obtenez une copie de ce chapitre tel qu’il est maintenant, pour y écrire à loisir. Seul votre siège la voit jusqu’à ce que vous la proposiez au Secrétariat\u202f; le chapitre reste tel quel.",
    start: "Commencer le brouillon",
    cancel: "Annuler",
    failed:
      "Le brouillon n’a pas pu être commencé. Rien n’a été changé\u202f; réessayez une fois la connexion rétablie.",
    already: "Vous êtes déjà dans un brouillon ou une proposition.",
  },
};
