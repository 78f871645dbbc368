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
  happens:
    "Tous les chapitres sont pris tels qu’ils sont à cet instant, et l’édition reçoit un numéro, ses propres pages et une empreinte. Personne n’a besoin d’arrêter d’écrire\u202f: ce qui est écrit plus tard appartient à l’édition suivante.",
  forever:
    "Une édition ne peut ensuite être ni modifiée ni supprimée. Elle peut être retirée\u202f; ses pages le disent alors et restent lisibles.",
  start: "Figer maintenant",
  cancel: "Annuler",
  freezing:
    "Tous les chapitres sont en train d’être figés. Cela prend quelques secondes\u202f; laissez cette fenêtre ouverte.",
  done: (n) => `L’édition ${String(n)} est figée`,
  doneMore: "Elle est sur le disque du service et ne changera plus.",
  open: "Lire l’édition",
  close: "Fermer",
  nothing: "Rien n’a été figé.",
  unknown:
    "Le service n’a pas répondu à temps. L’édition a peut-être été créée malgré tout\u202f: fermez cette fenêtre et consultez la liste.",

  kind: "De quoi s’agit-il\u202f?",
  final: "Édition finale",
  finalMore: "Ce que le réseau assume. Rien dans la liste ci-dessous ne doit l’empêcher.",
  working: "Texte de travail",
  workingMore: (n) =>
    `Rév. ${String(n)}, pour en discuter. Ce qui reste à faire peut rester\u202f; la liste ci-dessous le nomme.`,
  revision: (n) => `Texte de travail, rév. ${String(n)}`,
  isReady: "Il ne reste rien à faire.",
  readyUnknown:
    "Impossible de savoir maintenant ce qui reste à faire. Le service vérifie encore une fois au moment de figer.",
  stopped:
    "Une édition finale n’est pas encore possible. Corrigez ce qui figure dans la liste ci-dessous, ou figez un texte de travail.",

  signed: (key) => `Signée avec la clé ${key}`,
  unsigned: "Vérifiée par son empreinte seulement",
  verify: "Vérifier une copie d’une édition",
  keyNow: "Clé qui signe maintenant",
  verifyMore:
    "Toute personne qui a un fichier d’une édition peut y vérifier s’il est authentique. Rien n’est envoyé nulle part.",
  downloads: "L’emporter",
  formats: { pdf: "PDF", docx: "Word", epub: "EPUB, pour liseuses", md: "Markdown", zip: "Tout, avec la signature" },
  preparing: {
    pdf: "Le PDF est en préparation.",
    docx: "Le fichier Word est en préparation.",
    epub: "L’EPUB est en préparation.",
    md: "Le fichier Markdown est en préparation.",
    zip: "Le fichier avec tout est en préparation.",
  },
  noPdf: {
    "no-press":
      "Le PDF attend\u202f: ce service n’a pas encore de programme pour le PDF. Il viendra de lui-même dès qu’il y en aura un.",
    failed:
      "Le PDF n’a pas pu être produit. Tout le reste est là et rien n’est perdu\u202f; adressez-vous à la personne qui exploite le service.",
  },
  compare: "Ce qui a changé",
  compareWith: (n) => `Depuis l’édition ${String(n)}`,
  compareNow: "D’ici au texte tel qu’il est maintenant",
  notes: "Chapitre par chapitre",
  notesNone: "Aucun chapitre ne diffère de l’édition précédente.",
  notesFailed: "La liste n’a pas pu être chargée. Rien n’est perdu\u202f; réessayez.",
  what: { same: "inchangé", changed: "modifié", added: "nouveau", removed: "supprimé" },
  moved: "déplacé",
  noteOf: (title) => `Ce qui a changé dans «\u202f${title}\u202f»`,
  noteHint: "Une phrase pour les lecteurs. Vide\u202f: la phrase tirée des chiffres.",
  saveNote: "Enregistrer",
  noteSaved: "Enregistré. Les lecteurs le voient maintenant.",
  noteFailed: "Cela n’a pas été enregistré. Vos mots sont encore là\u202f; réessayez.",

  withdrawn: "Retirée",
  withdrawnOn: (date) => `Retirée le ${date}`,
  withdraw: "Retirer",
  withdrawTitle: (n) => `Retirer l’édition ${String(n)}\u202f?`,
  withdrawMore:
    "Toute personne qui l’ouvre apprend qu’il ne faut plus s’y fier, et pourquoi. Elle reste lisible, ses octets et son empreinte restent tels quels. C’est sans retour.",
  why: "Pourquoi",
  whyMissing: "Écrivez d’abord la raison.",
  erratum: "Rectificatif",
  erratumOn: (date) => `Rectificatif du ${date}`,
  addErratum: "Ajouter un rectificatif",
  erratumTitle: (n) => `Ajouter un rectificatif à l’édition ${String(n)}`,
  erratumMore:
    "Il est montré à tous au-dessus de l’édition. L’édition elle-même reste telle quelle. Un rectificatif ne peut pas être repris\u202f; un autre peut suivre.",
  erratumText: "Ce qui est faux, et ce qui est juste",
  erratumMissing: "Écrivez d’abord le rectificatif.",
  tooLong: "C’est trop long. Le maximum est de 1\u202f000 caractères.",
  acting: "Un instant …",
  notDone: "Rien n’a été modifié.",
};
