// The French catalogue. The same shape as English, which the compiler checks. It says "vous" and never gives the reader a
// gender. Before ; : ! ? and inside « » stands a narrow no-break space, written \u202f because it cannot be seen otherwise.
import type { Code } from "../code.ts";
import type { Words } from "./en.ts";
import { finding } from "./finding/fr.ts";
import { counting } from "./plural.ts";
import { structure } from "./structure/fr.ts";
import { writing } from "./writing/fr.ts";

const { count, agree } = counting("fr");

const changes = (n: number): string =>
  count(n, { one: "# modification", many: "# de modifications", other: "# modifications" });
const quoted = (title: string): string => `«\u202f${title}\u202f»`;

const refusals: Record<Code, string> = {
  malformed: "Le service n’a pas pu lire ce que cette page a envoyé.",
  "too-large": "Le chapitre est devenu trop long pour être enregistré. Déplacez-en une partie vers un autre chapitre.",
  "forbidden-content": "Le service n’accepte pas ce type de contenu dans un chapitre.",
  "delete-ahead": "Le service n’a pas pu lire ce que cette page a envoyé.",
  foreign:
    "Les modifications faites au nom d’un autre siège, ou avant qu’il soit décidé à nouveau qui est nommé ici, ne peuvent pas être envoyées depuis cette page.",
  gap: "Il manque quelque chose entre cette page et le service.",
  locked: "Ce chapitre est verrouillé\u202f: il peut être lu, et personne ne le modifie avant son déverrouillage.",
  closed: "Ce chapitre est clos\u202f: il peut être lu, mais plus modifié.",
  paused:
    "Le Secrétariat a suspendu le service\u202f: tout peut être lu. Votre texte reste ici et partira de lui-même à la reprise du service.",
  "read-only": "Votre siège peut lire ce chapitre, mais ne peut plus y écrire.",
  damaged:
    "Ce chapitre est endommagé sur le service et s’affiche dans son dernier état. Le Secrétariat peut le restaurer\u202f; les autres chapitres fonctionnent.",
  "signed-out": "Votre session est fermée.",
  "not-allowed":
    "Votre siège n’est pas autorisé à ouvrir ce chapitre. Adressez-vous au Secrétariat s’il devrait l’être.",
  "not-found":
    "Ce chapitre n’existe pas, ou n’est pas ouvert à votre siège. Le Secrétariat peut vous en dire davantage.",
  "foreign-origin": "Cette page a été ouverte depuis une adresse que le service ne connaît pas.",
  "invitation-refused":
    "Le lien ou le code est erroné, déjà utilisé ou expiré. Vérifiez le code et réessayez, ou demandez une nouvelle invitation au Secrétariat.",
  "sign-in-refused":
    "La session n’a pas pu être ouverte. Réessayez, ou demandez une nouvelle invitation au Secrétariat.",
  "touch-needed": "Ceci doit d’abord être confirmé avec votre clé d’accès.",
  "too-many": "Trop de tentatives en peu de temps. Attendez une minute, puis réessayez.",
  "too-many-pages":
    "Trop de pages de ce manuel sont ouvertes dans ce navigateur. Fermez-en quelques-unes\u202f; celle-ci reprendra d’elle-même.",
  invalid: "Le service n’a pas pu lire ce que cette page a envoyé.",
  "wrong-method": "Le service n’a pas pu lire ce que cette page a envoyé.",
  conflict: "Quelqu’un d’autre a modifié ceci au même moment. Rechargez la page pour en voir l’état actuel.",
  "not-freezable": "Le manuel ne peut pas être figé dans son état actuel.",
  "members-only":
    "Un élément du manuel est réservé aux membres. Figez l’édition pour les membres, ou faites-le d’abord rendre publiable.",
  "not-ready": "Le manuel n’est pas prêt pour une édition finale.",
  "no-press": "Aucun PDF ne peut être produit maintenant.",
  "not-persisted": "Le service ne peut rien enregistrer pour le moment. Cette page garde votre texte et réessaie.",
  "too-slow": "La connexion était trop lente. Cette page rattrape son retard d’elle-même.",
  stopping: "Le service redémarre. Cette page reviendra d’elle-même.",
  unattributed: "Dans ce chapitre, personne n’est nommé, et ceci nommerait quelqu’un.",
  "mode-changed": "Il a été décidé à nouveau qui est nommé dans ce chapitre. Cette page reviendra d’elle-même.",
  internal: "Une erreur s’est produite sur le service. Cette page réessaie.",
};

export const fr: Words = {
  code: "fr",
  name: "Français",
  direction: "ltr",

  product: "Chancery",
  language: "Langue",
  loading: "Ouverture…",
  tryAgain: "Réessayer",
  backToManuals: "Tous les chapitres",
  signOut: "Fermer la session",
  signedInAs: (seat) => `Session ouverte au nom de ${seat}`,
  skipToText: "Aller au texte",

  bar: { desk: "Bureau", seat: "Votre siège", access: "Vos accès" },

  signIn: {
    title: "Ouvrir une session",
    without: "Ouvrez le lien de votre invitation pour ouvrir une session.",
    withoutMore:
      "Le Secrétariat vous envoie un lien et, séparément, un code. Un lien ne sert qu’une fois\u202f; demandez-en un nouveau si le vôtre a déjà servi.",
  },

  manual: {
    title: "Chapitres",
    chapterCount: (n) => count(n, { one: "# chapitre", many: "# de chapitres", other: "# chapitres" }),
    empty: "Aucun chapitre pour l’instant. Le Secrétariat ajoute le premier.",
    noManuals: "Aucun manuel pour l’instant. Le Secrétariat crée le premier.",
    untitled: "Chapitre sans titre",
    failed: "Les chapitres n’ont pas pu être chargés. Rien n’est perdu\u202f; vérifiez votre connexion et réessayez.",
  },

  outline: {
    manuals: "Manuels",
    noManual: "Il n’y a pas de manuel à cette adresse, ou il n’est pas ouvert à votre siège.",
    editions: "Éditions",
    changed: (when) => `modifié ${when}`,
    news: (when) => `modifié ${when}, depuis votre dernière visite`,
    justNow: "à l’instant",
    noWords: "encore aucun mot",
    drag: "Faire glisser pour déplacer",
    change: "Modifier",
    rename: "Renommer",
    moves: {
      up: "Monter",
      down: "Descendre",
      under: "Placer sous le chapitre précédent",
      out: "Remonter d’un niveau",
    },
    addUnder: "Nouveau chapitre sous celui-ci",
    delete: "Supprimer",
    titleOf: (title) => `Titre de ${quoted(title)}`,
    importFile: "Importer un fichier Word ou Markdown",
    newChapter: "Nouveau chapitre",
    titleOfNew: "Titre du nouveau chapitre",
    titleOfNewUnder: (title) => `Titre du nouveau chapitre sous ${quoted(title)}`,
    titleFirst: "Saisissez d’abord un titre. Il pourra être modifié plus tard.",
    create: "Créer",
    cancel: "Annuler",
    deleteTitle: (title) => `Supprimer ${quoted(title)}\u202f?`,
    deleteMore:
      "Il se ferme pour tout le monde\u202f; les chapitres placés sous lui restent, et vous pouvez le restaurer à tout moment.",
    keepIt: "Le garder",
    deletedTitle: (n) =>
      count(n, { one: "# chapitre supprimé", many: "# de chapitres supprimés", other: "# chapitres supprimés" }),
    restore: "Restaurer",
    needsService:
      "Cette action a besoin du service, qui ne répond pas. Rien n’a été modifié\u202f; renommer et déplacer restent possibles en attendant.",
    moved: (title, number = "1", above = "") =>
      above === ""
        ? `${quoted(title)} est maintenant le chapitre ${number}.`
        : `${quoted(title)} est maintenant le chapitre ${number}, sous ${quoted(above)}.`,
    cannot: {
      up: "C’est déjà le premier ici.",
      down: "C’est déjà le dernier ici.",
      under: "Il n’y a pas de chapitre précédent sous lequel le placer.",
      out: "Il est déjà au premier niveau.",
    },
    cannotThere: "Il ne peut pas être déplacé à cet endroit.",
    renamed: (title) => `Le chapitre s’intitule ${quoted(title)}.`,
    blank: "Un chapitre doit avoir un titre. Il garde celui qu’il avait.",
    created: (title) => `Le chapitre ${quoted(title)} a été créé.`,
    deleted: (title) =>
      `Le chapitre ${quoted(title)} a été supprimé. Il se trouve en bas de la page, d’où il peut être restauré.`,
    restored: (title) => `Le chapitre ${quoted(title)} a été restauré.`,
    keep: "Conserver ce manuel sur cet appareil",
    keepHint: "Tous ses chapitres s’ouvrent alors sans connexion.",
    keepMemory: "Rien n’est conservé sur cet appareil\u202f: ce n’est pas le vôtre, ou il n’a plus de place.",
    kept: (done, of = done) => `Chapitres présents sur cet appareil\u202f: ${String(done)} sur ${String(of)}.`,
  },

  templates: {
    title: "Modèles",
    hint: "Ce par quoi un nouveau chapitre peut commencer. Seul le Secrétariat les voit.",
    none: "Aucun modèle pour l’instant. Avec un modèle, les chapitres d’un même genre commencent par les mêmes titres.",
    untitled: "Modèle sans titre",
    newTemplate: "Nouveau modèle",
    titleOfNew: "Titre du nouveau modèle",
    beginWith: "Ce par quoi le chapitre commence",
    empty: "Une page vide",
    created: (title) => `Le modèle ${quoted(title)} a été créé. Ouvrez-le pour en écrire les titres.`,
    renamed: (title) => `Le modèle s’appelle ${quoted(title)}.`,
    blank: "Un modèle a besoin d’un titre. Il garde celui qu’il avait.",
    deleteTitle: (title) => `Supprimer le modèle ${quoted(title)}\u202f?`,
    deleteMore:
      "Les chapitres qui en viennent gardent leur texte, et plus rien ne leur est demandé. Vous pouvez le restaurer à tout moment.",
    deleted: (title) => `Le modèle ${quoted(title)} a été supprimé. Il se trouve en fin de page et peut être restauré.`,
    deletedTitle: (n) =>
      count(n, { one: "# modèle supprimé", many: "# de modèles supprimés", other: "# modèles supprimés" }),
    restored: (title) => `Le modèle ${quoted(title)} a été restauré.`,
    missing: (n) => count(n, { one: "# partie manque", many: "# de parties manquent", other: "# parties manquent" }),
    isTemplate:
      "Ceci est un modèle. Chaque titre 2 ou 3 devient une partie que doit avoir tout chapitre qui en vient. Tout autre texte y est montré comme indication à qui écrit, et n’entre jamais dans le chapitre. Les tableaux, les images et les encadrés sont copiés.",
    start: "Commencez par un titre\u202f: il devient la première partie. Seul le Secrétariat voit cette page.",
    parts: "Parties de ce chapitre",
    written: (n, of = n) =>
      n < of || of === 0
        ? `${count(n, { one: "# partie rédigée", many: "# de parties rédigées", other: "# parties rédigées" })} sur ${String(of)}`
        : agree(
            of,
            "Tout est rédigé",
            `Les ${count(of, { one: "# partie", many: "# de parties", other: "# parties" })} sont rédigées`,
          ),
    needed: "Il manque encore\u202f:",
    putBack: (title) => `Remettre ${quoted(title)}`,
    fixed: "Ce titre vient du modèle et reste tel qu’il est. Écrivez en dessous.",
  },

  chapter: {
    textOf: (title) => `Texte de ${quoted(title)}`,
    empty: "Commencez à écrire. Tous les sièges voient votre texte au fil de la frappe\u202f; rien n’est public.",
    here: "Dans ce chapitre",
    you: (name) => `${name} (vous)`,
    joined: (names) => `Arrivée dans le chapitre\u202f: ${names}`,
    words: (n) => count(n, { one: "# mot", many: "# de mots", other: "# mots" }),
    unknown: "Un élément que cette version ne peut pas afficher",
    pageFailed:
      "Cette page n’a pas pu être chargée. Rien n’est perdu\u202f; vérifiez votre connexion et rechargez la page.",
    nowhere: "Il n’y a rien à cette adresse. Le lien est peut-être ancien.",
  },

  toolbar: {
    label: "Mise en forme",
    kind: "Type de paragraphe",
    kinds: { p: "Texte", h2: "Titre 2", h3: "Titre 3", h4: "Titre 4", quote: "Citation", def: "Définition" },
    mixed: "Mixte",
    caption: "Légende",
    strong: "Gras",
    em: "Italique",
    bullet: "Puces",
    number: "Numérotation",
    deeper: "Plus de retrait",
    shallower: "Moins de retrait",
    link: "Lien",
    undo: "Annuler",
    redo: "Rétablir",
    sub: "Indice",
    sup: "Exposant",
    more: "Plus",
    keys: "Touches",
  },

  link: {
    title: "Lien",
    address: "Adresse",
    hint: "Une adresse qui commence par https:// ou http://, ou une adresse électronique.",
    apply: "Insérer le lien",
    remove: "Supprimer le lien",
    cancel: "Annuler",
    wrong:
      "Le manuel ne peut pas renvoyer à cette adresse. Commencez-la par https:// ou indiquez une adresse électronique.",
  },

  keys: {
    title: "Touches",
    close: "Fermer",
    text: "Texte",
    heading: "Titre 2, 3, 4",
    lists: "Numérotation, puces",
    level: "Niveau de liste",
    all: "Cette liste",
  },

  status: {
    label: "État",
    word: {
      opening: "Ouverture…",
      unreachable: "Pas encore de connexion",
      saved: "Enregistré",
      saving: "Enregistrement…",
      reading: "Lecture",
      connecting: "Connexion…",
      offline: "Hors connexion",
      "cannot-keep": "Non conservé sur cet appareil",
      "signed-out": "Session fermée",
      "other-seat": "Session ouverte pour un autre siège",
      outdated: "Rechargez la page",
      refused: "Non envoyé",
    },
    waits: (n) => `${changes(n)} en attente`,
    savedHint: "Tout ce que vous avez écrit est sur le disque du service.",
    savedAt: (time) => `Enregistré à ${time}. Tout ce que vous avez écrit est sur le disque du service.`,
    opening: "Ouverture…",
    unreachable:
      "Pas encore de connexion. Ce chapitre n’a jamais été ouvert sur cet appareil\u202f; il s’ouvrira dès que le service répondra.",
    reading: "Lecture. Votre siège peut lire ce chapitre, mais ne peut pas y écrire.",
    paused: "En pause",
    readingDamaged: `Lecture seule. ${refusals.damaged}`,
    keptHere: (n) => `${changes(n)} ${agree(n, "est conservée", "sont conservées")} sur cet appareil.`,
    onPage: (n) =>
      `${changes(n)} ${agree(n, "se trouve", "se trouvent")} uniquement sur cette page\u202f: laissez-la ouverte.`,
    notKept: (n) =>
      `${changes(n)} ${agree(n, "n’est pas encore conservée", "ne sont pas encore conservées")}\u202f: laissez cette page ouverte.`,
    offline: {
      head: "Hors connexion.",
      some: "Vous pouvez continuer à écrire. Tout sera envoyé au retour de la connexion.",
      none: "Vous pouvez continuer à écrire\u202f: vos modifications sont conservées sur cet appareil et seront envoyées au retour de la connexion.",
      noneOnPage:
        "Vous pouvez continuer à écrire, mais laissez cette page ouverte\u202f: rien n’est conservé sur cet appareil, comme vous l’avez demandé.",
      reader: "Vous pouvez continuer à lire ce que cet appareil contient.",
    },
    cannotKeep: {
      full: "Cet appareil n’a plus de place pour conserver vos modifications.",
      private: "Ce navigateur ne nous permet pas de conserver vos modifications sur l’appareil.",
      blocked:
        "Un autre onglet empêche cette page de conserver vos modifications. Fermez les autres onglets de ce manuel.",
      damaged:
        "Ce que cet appareil avait conservé est endommagé\u202f; il ne peut donc pas conserver vos modifications.",
      gone: "Ce que cet appareil avait conservé a été effacé. Il ne conservera plus rien tant que vous n’aurez pas rechargé la page.",
      onlyPage: (n) => `${changes(n)} ${agree(n, "se trouve", "se trouvent")} uniquement sur cette page.`,
      upNone: "Tant que la connexion est établie, tout est enregistré au fil de la frappe.",
      upSome: "Laissez cette page ouverte pendant l’envoi.",
      downNone:
        "Attendez le retour de la connexion avant de continuer à écrire, ou enregistrez une copie de ce que vous écrivez.",
      downSome:
        "Ne fermez pas cette page. Enregistrez une copie maintenant\u202f; le reste sera envoyé au retour de la connexion.",
    },
    signedOut: {
      head: "Votre session est fermée.",
      none: "Tout ce que vous avez écrit est enregistré. Ouvrez le lien d’une invitation pour ouvrir une nouvelle session.",
      some: "Ouvrez une nouvelle session pour le même siège, et tout sera envoyé.",
    },
    otherSeat: {
      head: (name) => `La session sur cet appareil est maintenant celle de ${name}.`,
      none: (name) => `Tout ce que vous avez écrit est enregistré. Rechargez la page pour continuer au nom de ${name}.`,
      some: (name) =>
        `Rien de ce que vous avez écrit n’est envoyé au nom de ${name}. L’envoi se fera quand votre siège ouvrira de nouveau une session ici.`,
    },
    outdated: {
      head: "Le service a été renouvelé ou rétabli\u202f; cette page date d’avant.",
      none: "Rechargez-la quand cela vous conviendra\u202f: ce que cet appareil conserve et qui manque au service y revient alors.",
      some: "Rien n’est envoyé tant que vous n’avez pas rechargé la page. Faites-le quand cela vous conviendra.",
    },
    refused: {
      head: (code) => refusals[code],
      some: "L’envoi n’a pas pu se faire. Réessayez, ou enregistrez une copie.",
    },
    shelved: {
      head: (n) =>
        `${changes(n)} de votre part ${agree(n, "n’a pas pu être intégrée", "n’ont pas pu être intégrées")}.`,
      rest: (code) => `${refusals[code]} Votre texte est conservé dans l’étagère de cet appareil.`,
    },
    showShelf: "Afficher mon texte",
    saveText: "Enregistrer mon texte",
    saveEdits: "Enregistrer mes modifications",
    copy: "Copier mon texte",
    copied: "Copié. Collez-le dans un fichier pour le garder.",
    copyFailed: "La copie n’a pas pu se faire. Sélectionnez le texte et copiez-le vous-même.",
    more: "Plus",
    less: "Moins",
    close: "Fermer",
    reload: "Recharger",
    update: "Une nouvelle version est prête. Rechargez la page quand cela vous conviendra.",
  },

  leaving: {
    title: "Fermer la session",
    sending: "Envoi de vos dernières modifications…",
    progress: (n) => `${changes(n)} encore en attente.`,
    stuck: (n) => `${changes(n)} ${agree(n, "n’a pas pu être envoyée", "n’ont pas pu être envoyées")}`,
    stuckMore:
      "Le service ne les a pas reçues à temps. Gardez la session ouverte et elles seront envoyées au retour de la connexion, ou enregistrez une copie avant de fermer la session.",
    shelf: (n) =>
      `Le contenu de votre étagère sera supprimé de cet appareil\u202f: ${count(n, { one: "# élément", many: "# d’éléments", other: "# éléments" })}.`,
    shelfTitle: "Votre étagère n’est pas vide",
    save: "Enregistrer une copie",
    stay: "Garder la session ouverte",
    lose: (n) => `Fermer la session et perdre ${changes(n)}`,
    loseShelf: "Fermer la session et perdre le contenu de l’étagère",
    failed: "Le service n’a pas répondu\u202f: votre session reste donc ouverte. Réessayez au retour de la connexion.",
    notWiped:
      "Votre session est fermée, mais cet appareil n’a pas pu supprimer ce qu’il conservait. Fermez tous les onglets de ce manuel et effacez ce que le navigateur garde pour cette adresse.",
  },

  kept: {
    title: "Conservé sur cet appareil",
    lead: (seat) => `Pour ${seat}, sur cet appareil uniquement.`,
    memory: "Rien n’est conservé sur cet appareil, comme vous l’avez demandé à l’ouverture de la session.",
    nobody:
      "Aucune session n’est ouverte sur cet appareil. Ouvrez une session pour voir ce qu’il conserve pour votre siège.",
    failed:
      "Ce que cet appareil conserve n’a pas pu être lu. Fermez les autres onglets de ce manuel et rechargez la page.",
    waiting: "En attente d’envoi",
    waitingNone: "Rien n’est en attente. Tout ce que vous avez écrit est enregistré.",
    waitingMore: "Ouvrez le chapitre avec une connexion, et ses modifications seront envoyées.",
    changes,
    shelf: "Étagère",
    shelfMore:
      "Des passages de votre texte qui n’ont pas pu être intégrés à un chapitre. Ils restent ici jusqu’à ce que vous les supprimiez.",
    shelfNone: "L’étagère est vide.",
    onDate: (date) => `Conservé depuis le ${date}`,
    words: "Votre texte",
    noWords:
      "Il n’y a pas de texte à afficher\u202f: ces modifications portaient sur la mise en forme ou sur du texte supprimé.",
    copy: "Copier",
    copied: "Copié",
    saveText: "Enregistrer comme texte",
    saveEdits: "Enregistrer les modifications",
    remove: "Supprimer",
    removeSure: "Supprimer ce texte de cet appareil\u202f? Cette action est irréversible.",
    removeYes: "Le supprimer",
    removeNo: "Le garder",
    manuals: "Manuels utilisables sans connexion",
    manualsMore: "Tous les chapitres d’un manuel conservé ici s’ouvrent sans connexion.",
    manualsNone: "Aucun manuel n’est conservé en entier. Les chapitres que vous avez ouverts sont ici de toute façon.",
    stopKeeping: "Ne plus le conserver",
    signOut: "Fermeture de la session",
    signOutMore:
      "Quand vous fermez la session, tout ce qui figure ici est supprimé de cet appareil. La question vous est d’abord posée si quelque chose n’a pas été envoyé.",
    outline: "Titres et ordre des chapitres",
  },

  proposals: { title: "Propositions", draft: "Écrire dans un brouillon privé" },

  appear: {
    title: "Comment les autres vous voient",
    isOn: "Les autres vous voient comme membre",
    as: "Apparaître comme membre du réseau",
    named: "Les autres voient le nom de votre siège : dans la liste des présents et auprès de votre curseur.",
    hidden:
      "Les autres voient qu’un membre du réseau est ici et où vous écrivez, en gris. Ils ne voient pas de quel siège il s’agit.",
    still:
      "Ce que vous écrivez ne porte le nom de personne, comme toujours. Le registre du service indique encore quel siège l’a écrit, et quiconque a vu votre nom auparavant peut le deviner.",
    holds: "Cela vaut dans tous les chapitres sur cet appareil, jusqu’à ce que vous y renonciez ou fermiez la session.",
    unknown:
      "Le service ne répond pas pour le moment. Vous pourrez consulter et modifier ce choix quand la connexion sera rétablie.",
    failed: "Rien n’a été modifié : le service n’a pas répondu. Vérifiez votre connexion et réessayez.",
    member: (n) => (n === 1 ? "Un membre" : `Membre ${n.toLocaleString("fr")}`),
  },

  writing,

  structure,

  finding,

  problem: {
    ...refusals,
    unreachable: "Le service n’a pas répondu. Vérifiez votre connexion et réessayez.",
  },
};
