// What the screens say in French about passkeys and about one's own access.
import type { DoorWords } from "./index.ts";

export const door: DoorWords = {
  passkey: {
    signIn: "Ouvrir une session avec une clé d’accès",
    signInMore:
      "Votre appareil demande votre empreinte digitale, votre visage ou son code PIN. Il n’y a rien à saisir.",
    asking: "Votre appareil vous interroge…",
    stopped: "Votre appareil n’a pas confirmé. Rien n’a changé\u202f; réessayez, ou utilisez une invitation.",
    refused:
      "Cette clé d’accès n’ouvre plus aucun siège ici. Demandez une nouvelle invitation au Secrétariat, ou à la personne qui administre votre siège.",
    unreachable: "Le service n’a pas répondu. Vérifiez votre connexion et réessayez.",
    orTitle: "Avec une invitation",
    orMore: "Ouvrez le lien de votre invitation et saisissez le code envoyé séparément.",
    haveTitle: "Vous avez déjà une clé d’accès\u202f?",
    none: "Aucune clé d’accès ne peut servir dans ce navigateur à cette adresse. Utilisez une invitation.",
  },
  provider: {
    title: "Avec un compte extérieur",
    signIn: (name) => `Ouvrir une session avec ${name}`,
    signInMore: "Vous ouvrez une session là-bas, puis revenez. La première fois, il faut une invitation à votre nom.",
    going: "Vous y êtes conduit…",
    link: (name) => `Continuer avec ${name}`,
    linkMore: (name) =>
      `Saisissez d’abord votre code. Vous ouvrez une session là-bas et revenez\u202f; dès lors, ${name} vous fait entrer sans code.`,
    away: (name) =>
      `${name} ne répond pas en ce moment. Rien n’a changé\u202f; réessayez un peu plus tard, ou entrez autrement.`,
    forNobody:
      "Cette invitation est destinée au siège et non à vous en personne. Ouvrez une session avec le code seul, ou demandez une invitation à votre nom.",
    finishing: "Votre session s’ouvre…",
    finishingMore: "Votre compte extérieur est en cours de vérification. Cela prend un instant.",
    notIn: "Votre session n’est pas ouverte",
    cancelled:
      "Vous n’avez pas ouvert de session là-bas. Rien n’a changé, et une invitation que vous avez peut encore servir.",
    refused:
      "Ce compte ne fait entrer personne ici, ou la demande était trop ancienne ou commencée dans un autre navigateur. Rien n’a changé. Recommencez\u202f; si cela ne suffit pas, demandez une nouvelle invitation à votre nom.",
    again: "Recommencer",
    account: "Compte extérieur",
    accountMore:
      "Ce compte vous fait entrer sans lien ni code. Qui le gère voit que vous ouvrez une session ici, et rien de ce que vous y faites. Une nouvelle invitation permet d’en relier un autre.",
    linked: (name) => `Entre avec ${name}`,
    since: (when) => `Depuis le ${when}`,
    rests: "Il ne fait entrer personne en ce moment, car le service est réglé sans lui.",
    removeOf: (name) => `Supprimer le lien avec ${name}`,
    removeTitle: (name) => `Ne plus entrer avec ${name}\u202f?`,
    removeMore: "Vos clés d’accès vous font toujours entrer. Seule une nouvelle invitation relie de nouveau le compte.",
    removeLast:
      "Vous n’avez pas de clé d’accès. Sans ce compte, seule une nouvelle invitation vous fera entrer. Vos sessions ouvertes le restent.",
    removed: (name) => `${name} ne vous fait plus entrer.`,
  },
  code: {
    lead: "Saisissez le code qui accompagne votre invitation. Il vous a été envoyé séparément du lien.",
    label: "Code",
    hint: "Dix lettres et chiffres, par exemple 7K3PM-\u2060X2QWB. Les majuscules et le trait d’union sont sans importance.",
    start: "Commencer",
    working: "Ouverture de la session…",
    empty: "Saisissez d’abord le code. Il compte dix lettres et chiffres.",
    length: (n) => `Le code compte dix lettres et chiffres\u202f; celui-ci en a ${String(n)}.`,
    wrong: (tries) =>
      tries > 1
        ? "Cela n’a pas fonctionné cette fois non plus. Après cinq tentatives erronées, une invitation expire. Demandez-en une nouvelle au Secrétariat si le code vous paraît incertain."
        : "Cela n’a pas fonctionné. Le code contient peut-être une faute de frappe, ou l’invitation a déjà servi ou a expiré. Vérifiez le code et réessayez, ou demandez une nouvelle invitation au Secrétariat.",
    unreachable:
      "Le service n’a pas répondu. Votre invitation reste valable\u202f: vérifiez votre connexion et réessayez.",
    errorTitle: "Un problème est survenu",
    once: "Le lien et le code servent une seule fois, ensemble, sur cet appareil.",
  },
  ownDevice: {
    legend: "Cet appareil est-il le vôtre\u202f?",
    yes: "Oui, personne d’autre ne l’utilise",
    yesMore:
      "Vos chapitres et vos modifications non envoyées y sont conservés, pour que vous puissiez écrire sans connexion.",
    no: "Non, d’autres l’utilisent aussi",
    noMore: "Rien n’y est conservé, et votre session se ferme en même temps que le navigateur.",
  },
  touch: {
    title: "Confirmez avec votre clé d’accès",
    lead: "Ce que vous allez faire compte pour d’autres. Votre appareil demande votre empreinte, votre visage ou son code, puis c’est fait. La question n’est plus posée pendant dix minutes.",
    confirm: "Confirmer",
    stopped: "Votre appareil ne l’a pas confirmé. Rien n’a changé ; réessayez ou annulez.",
    refused: "Cela ne l’a pas confirmé. Rien n’a changé ; réessayez avec une clé d’accès à vous.",
    lost: "Vous n’avez pas votre clé d’accès sous la main ? Déconnectez-vous et reconnectez-vous avec une nouvelle invitation : cela confirme aussi.",
  },
  offer: {
    title: "Entrer sans code la prochaine fois",
    lead: (seat) =>
      `Votre session est ouverte pour\u202f: ${seat}. Avec une clé d’accès sur cet appareil, vous entrez au moyen de votre empreinte digitale, de votre visage ou du code PIN de l’appareil. Aucun mot de passe ne peut être volé.`,
    make: "Créer une clé d’accès",
    later: "Pas maintenant",
    laterMore: "Vous pouvez en créer une à tout moment sous «\u202fVos accès\u202f».",
  },
  access: {
    title: "Vos accès",
    lead: (seat) => `Comment vous entrez pour ${seat}, et où vos sessions sont ouvertes en ce moment.`,
    nobody:
      "Aucune session n’est ouverte ici. Ouvrez le lien de votre invitation, ou ouvrez une session avec une clé d’accès.",
    failed: "La demande n’a pas abouti. Rien n’a changé\u202f; vérifiez votre connexion et réessayez.",
    passkeys: "Clés d’accès",
    passkeysMore:
      "Une clé d’accès reste sur votre appareil, ou dans votre gestionnaire de mots de passe, et vous fait entrer sans lien ni code. Ayez-en une sur chaque appareil que vous utilisez. Si vous les perdez toutes, demandez une nouvelle invitation.",
    passkeysNone: "Vous n’avez pas encore de clé d’accès.",
    notYours:
      "Cette session appartient au siège et non à vous en personne. Demandez une invitation à votre nom pour créer des clés d’accès et voir toutes vos sessions.",
    name: "Nom de la nouvelle clé d’accès",
    nameHint: "Pour la reconnaître plus tard, par exemple «\u202fOrdinateur du bureau\u202f».",
    nameEmpty: "Donnez d’abord un nom à la clé d’accès.",
    add: "Ajouter une clé d’accès",
    adding: "Votre appareil vous interroge…",
    added: (name) => `La clé d’accès ${name} est ajoutée. Elle vous fait entrer dès maintenant.`,
    had: "Cet appareil a déjà une clé d’accès à vous. Rien n’a changé.",
    addFailed: "Aucune clé d’accès n’a été créée. Rien n’a changé\u202f; réessayez.",
    addedOn: (when) => `Ajoutée le ${when}`,
    usedOn: (when) => `Utilisée pour la dernière fois le ${when}`,
    usedNever: "Pas encore utilisée",
    rename: "Renommer",
    renameOf: (name) => `Renommer la clé d’accès ${name}`,
    newName: "Nouveau nom",
    save: "Enregistrer",
    cancel: "Annuler",
    remove: "Supprimer",
    removeOf: (name) => `Supprimer la clé d’accès ${name}`,
    removeTitle: (name) => `Supprimer ${name}\u202f?`,
    removeMore:
      "Elle ne fait plus entrer personne. Les sessions ouvertes avec elle restent ouvertes\u202f; fermez-les plus bas. Supprimez-la aussi sur votre appareil.",
    removed: (name) => `La clé d’accès ${name} est supprimée.`,
    sessions: "Où vos sessions sont ouvertes",
    sessionsMore:
      "Chaque session est un navigateur. Si vous n’en reconnaissez pas une, fermez-la\u202f: l’appareil est coupé aussitôt et ne peut plus rien envoyer.",
    current: "Ce navigateur",
    unknownDevice: "Appareil inconnu",
    otherBrowser: "Autre navigateur",
    otherSystem: "autre système",
    since: (when) => `Ouverte le ${when}`,
    seen: (day) => `Dernier passage le ${day}`,
    end: "Fermer",
    endOf: (device) => `Fermer la session\u202f: ${device}`,
    ended: (device) => `La session est fermée\u202f: ${device}.`,
    everywhere: "Fermer toutes les sessions",
    everywhereMore:
      "Ferme toutes vos sessions, celle-ci aussi. Ce qui est en attente sur cet appareil est d’abord envoyé.",
    notAllowed: "Cela n’a pas pu se faire. Rien n’a changé\u202f; rechargez la page.",
  },
};
