// What the pages of editions and of freezing say, in French: loaded with them. Same rules as ../fr.ts.
import type { EditionsWords } from "./en.ts";

export const editions: EditionsWords = {
  title: "Éditions",
  lead: "Une édition est le manuel entier à un moment donné. Elle ne change jamais\u202f; la rédaction continue pour la suivante.",
  none: "Aucune édition pour l’instant.",
  noneKeeper: "Aucune édition pour l’instant. Figez-en une quand les chapitres seront prêts.",
  failed:
    "Les éditions n’ont pas pu être chargées. Elles sont en sécurité sur le service\u202f; vérifiez votre connexion et réessayez.",
  number: (n) => `Édition ${String(n)}`,
  frozen: (date) => `Figée le ${date}`,
  public: "Ouverte à tous",
  members: "Réservée aux membres",
  fingerprint: "Empreinte",
  copyFingerprint: (n) => `Copier l’empreinte complète de l’édition ${String(n)}`,
  copied: "Copié",
  copyFailed: "Non copié",
  read: "La lire",
  freeze: "Figer une édition",
  name: "Titre de l’édition",
  nameHint: "Par exemple\u202f: Première édition 2027. Il figure sur chaque page.",
  nameMissing: "Donnez d’abord un titre à l’édition.",
  nameLong: "Le titre est trop long. Il compte au plus 200 caractères.",
  who: "Qui peut la lire\u202f?",
  membersMore: "Toute personne qui a ouvert une session pour un siège.",
  everyone: "Tout le monde",
  everyoneMore: "Toute personne qui a l’adresse, sans ouvrir de session. Aucun nom d’auteur n’y figure.",
  what: "Tous les chapitres sont pris tels qu’ils sont à cet instant, et l’édition reçoit un numéro, ses propres pages et une empreinte. Personne n’a besoin d’arrêter d’écrire\u202f: ce qui est écrit plus tard appartient à l’édition suivante.",
  forever: "Une édition ne peut ensuite être ni modifiée, ni retirée, ni supprimée.",
  start: "Figer maintenant",
  cancel: "Annuler",
  working:
    "Tous les chapitres sont en train d’être figés. Cela prend quelques secondes\u202f; laissez cette fenêtre ouverte.",
  done: (n) => `L’édition ${String(n)} est figée`,
  doneMore: "Elle est sur le disque du service et ne changera plus.",
  open: "Lire l’édition",
  close: "Fermer",
  nothing: "Rien n’a été figé.",
  unknown:
    "Le service n’a pas répondu à temps. L’édition a peut-être été créée malgré tout\u202f: fermez cette fenêtre et consultez la liste.",
};
