// Character references of HTML, the ones that programs write: numbers, and the names of HTML 4. A name that is not known
// stays as it was written. Next: html.ts.

/** U+00A0 to U+00FF, in order. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const OTHERS =
  "amp & lt < gt > quot \" apos ' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € trade ™ larr ← uarr ↑ rarr → darr ↓ harr ↔ minus − infin ∞ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sum ∑ radic √ part ∂ deg ° Delta Δ Omega Ω alpha α beta β gamma γ delta δ epsilon ε lambda λ mu μ pi π sigma σ omega ω ensp \u2002 emsp \u2003 thinsp \u2009 nnbsp \u202f zwnj \u200c zwj \u200d lrm \u200e rlm \u200f zwsp \u200b";
/** What numbers from 128 to 159 mean, since programs of the time wrote them for Windows. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const NAMED = new Map<string, string>(
  LATIN_1.split(" ").map((name, index) => [name, String.fromCharCode(0xa0 + index)]),
);
OTHERS.split(/ (?=[A-Za-z])/).forEach((pair) => {
  const space = pair.indexOf(" ");
  NAMED.set(pair.slice(0, space), pair.slice(space + 1));
});

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z][A-Za-z0-9]{1,30}))(;?)/g;
/** These mean something in text even without the semicolon. */
const BARE = /^(?:amp|lt|gt|quot|nbsp)$/;

export function decoded(text: string, where: "text" | "attribute"): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (whole, hex?: string, decimal?: string, name?: string, semicolon?: string) => {
    if (name === undefined) return ofNumber(hex === undefined ? Number(decimal) : parseInt(hex, 16));
    if (semicolon === "" && (where === "attribute" || !BARE.test(name))) return whole;
    return NAMED.get(name) ?? whole;
  });
}

function ofNumber(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS.charAt(code - 0x80);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "\ufffd";
}
