// What the screens say in French about finding words and definitions across a manual. Part of ../fr.ts.
import type { finding as en } from "./en.ts";

export const finding: typeof en = {
  label: "Rechercher dans le manuel",
  find: "Rechercher",
  short: "Saisissez au moins deux lettres.",
  looking: "Recherche en cours…",
  found: "Trouvé aux endroits suivants :",
  more: "Il y a d’autres endroits. Saisissez plus de mots pour en voir moins.",
  none: "Rien n’a été trouvé. Ce qui vient d’être écrit se trouve dès que c’est enregistré.",
  onDevice: (n, of = n) =>
    `Le service n’a pas répondu\u202f; seuls les chapitres présents sur cet appareil ont été parcourus\u202f: ${n.toLocaleString("fr")} sur ${of.toLocaleString("fr")}.`,
  noneOnDevice: "Rien n’y a été trouvé.",
  failed: "Le service n’a pas répondu : la recherche n’a pas pu se faire. Réessayez une fois la connexion rétablie.",
  glossary: "Glossaire",
  noDefinitions:
    "Aucun chapitre ne définit encore de terme. Les définitions apparaissent ici à mesure qu’elles sont écrites.",
};
