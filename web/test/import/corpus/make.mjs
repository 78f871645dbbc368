// Makes the .docx files of this corpus whose names begin with `made-`, part by part as Word writes them. The same bytes
// every time: node test/import/corpus/make.mjs. The others are genuine (README.md).
import { writeFileSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const NAMESPACES = `xmlns:w="${W}" xmlns:r="${R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"`;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

/** A zip with these entries, deflated. */
export function zip(entries) {
  const parts = [];
  const central = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const described = Buffer.alloc(26);
    described.writeUInt16LE(20, 0);
    described.writeUInt16LE(8, 4);
    described.writeUInt32LE(crc32(bytes), 10);
    described.writeUInt32LE(packed.length, 14);
    described.writeUInt32LE(bytes.length, 18);
    described.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from("PK\x03\x04"), described, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), described, tail, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const text = (value) => value.replace(/&/g, "&amp;").replace(/</g, "&lt;");
/** A run; `how`: its properties. */
export const r = (value, how = "") =>
  `<w:r>${how === "" ? "" : `<w:rPr>${how}</w:rPr>`}<w:t xml:space="preserve">${text(value)}</w:t></w:r>`;
const run = (inside, how = "") => `<w:r>${how === "" ? "" : `<w:rPr>${how}</w:rPr>`}${inside}</w:r>`;
/** A paragraph of runs; `how`: its properties. */
export const p = (inside, how = "") =>
  `<w:p w:rsidR="00A77B3E">${how === "" ? "" : `<w:pPr>${how}</w:pPr>`}${inside.startsWith("<") || inside === "" ? inside : r(inside)}</w:p>`;
const style = (id) => `<w:pStyle w:val="${id}"/>`;
const item = (inside, num, level = 0) =>
  p(inside, `${style("ListParagraph")}<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${num}"/></w:numPr>`);
const B = "<w:b/><w:bCs/>";
const I = "<w:i/><w:iCs/>";
const footnote = (id) => run(`<w:footnoteReference w:id="${id}"/>`, '<w:rStyle w:val="FootnoteReference"/>');
const endnote = (id) => run(`<w:endnoteReference w:id="${id}"/>`, '<w:rStyle w:val="EndnoteReference"/>');
const field = (instruction, shown) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${text(instruction)} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const cell = (inside, how = "") => `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>${how}</w:tcPr>${inside}</w:tc>`;
const row = (cells, how = "") => `<w:tr>${how === "" ? "" : `<w:trPr>${how}</w:trPr>`}${cells}</w:tr>`;
const table = (rows, how = "") =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>${how}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>${rows}</w:tbl>`;
const SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>';

const paragraphStyle = (id, name, inside = "", basedOn = "Normal") =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${basedOn}"/>${inside}</w:style>`;
const styles = (lang = "en-GB", more = "") =>
  `<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="${lang}" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${[1, 2, 3, 4].map((n) => paragraphStyle(`Heading${n}`, `heading ${n}`, `<w:pPr><w:outlineLvl w:val="${n - 1}"/></w:pPr>`)).join("")}${paragraphStyle("Title", "Title")}${paragraphStyle("ListParagraph", "List Paragraph")}${paragraphStyle("Quote", "Quote")}${paragraphStyle("FootnoteText", "footnote text")}${paragraphStyle("EndnoteText", "endnote text")}<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="character" w:styleId="EndnoteReference"><w:name w:val="endnote reference"/></w:style><w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style><w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style>${more}</w:styles>`;
const levels = (format, linked = "") =>
  Array.from(
    { length: 9 },
    (_, level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${level === 0 ? linked : ""}<w:lvlText w:val="${format === "bullet" ? "\uf0b7" : `%${level + 1}.`}"/></w:lvl>`,
  ).join("");
const numbering = `<w:numbering ${NAMESPACES}><w:abstractNum w:abstractNumId="0">${levels("bullet")}</w:abstractNum><w:abstractNum w:abstractNumId="1">${levels("decimal")}</w:abstractNum><w:abstractNum w:abstractNumId="2">${levels("bullet", style("ListBullet"))}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>`;
const notesPart = (kind, notes) =>
  `<w:${kind}s ${NAMESPACES}><w:${kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:${kind}><w:${kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:${kind}>${notes
    .map(
      (inside, index) =>
        `<w:${kind} w:id="${index + 1}"><w:p><w:pPr>${style(kind === "footnote" ? "FootnoteText" : "EndnoteText")}</w:pPr><w:r><w:rPr><w:rStyle w:val="${kind === "footnote" ? "Footnote" : "Endnote"}Reference"/></w:rPr><w:${kind}Ref/></w:r>${inside}</w:p></w:${kind}>`,
    )
    .join("")}</w:${kind}s>`;

/** A whole .docx; `parts`: further parts by the kind of their relation, or with a name and a kind. */
export function docx(body, { lang = "en-GB", moreStyles = "", parts = [], main = "document.xml", title = "" } = {}) {
  const relations = [
    ["styles", "styles.xml", styles(lang, moreStyles)],
    ["numbering", "numbering.xml", numbering],
    ...parts,
  ];
  const entries = {
    "[Content_Types].xml": `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/><Override PartName="/word/${main}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="word/${main}"/></Relationships>`,
    [`word/${main}`]: `${DECLARATION}<w:document ${NAMESPACES}><w:body>${body}${SECTION}</w:body></w:document>`,
    [`word/_rels/${main}.rels`]: `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations
      .map(([kind, target], index) =>
        /^https?:|^mailto:/.test(target)
          ? `<Relationship Id="rId${index + 1}" Type="${R}/${kind}" Target="${target}" TargetMode="External"/>`
          : `<Relationship Id="rId${index + 1}" Type="${R}/${kind}" Target="${target}"/>`,
      )
      .join("")}</Relationships>`,
  };
  for (const [, target, content] of relations) {
    if (content !== undefined)
      entries[`word/${target}`] = typeof content === "string" ? `${DECLARATION}${content}` : content;
  }
  if (title !== "")
    entries["docProps/core.xml"] =
      `${DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${text(title)}</dc:title></cp:coreProperties>`;
  return zip(entries);
}

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAIAAABChommAAAAEUlEQVR4nGPQiOohiBiGkiIAOL5UwVLRYV4AAAAASUVORK5CYII=",
  "base64",
);
const drawing = (relation, alt, embed = "r:embed") =>
  run(
    `<w:drawing><wp:inline><wp:extent cx="1143000" cy="762000"/><wp:docPr id="1" name="Picture 1" descr="${alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip ${embed}="${relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`,
  );
const box = (inside) => `<w:txbxContent>${inside}</w:txbxContent>`;
const newBox = (inside) =>
  `<w:drawing><wp:anchor><wp:docPr id="2" name="Text Box 2"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>${box(inside)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`;
const change = 'w:author="Ama" w:date="2026-03-02T09:14:00Z"';
const rtl = (value, more = "") => r(value, `<w:rtl/><w:lang w:bidi="ar-SA"/>${more}`);
const fr = (value, how = "") => r(value, `${how}<w:lang w:val="fr-FR"/>`);

export const FILES = {
  "made-report.docx": docx(
    [
      p("The work of a focal point", style("Title")),
      p("Setting up the office", style("Heading1")),
      p(
        r("A focal point needs ") + r("three things", B) + r(": a mandate, a ") + r("small budget", I) + r(" and time") + footnote(1) + r("; the first two come from the ministry") + endnote(1) + r("."),
      ),
      p("Who it reports to", style("Heading2")),
      item("The minister, twice a year", 1),
      item("in writing in January", 1, 1),
      item("with a date", 1, 2),
      item("in person in June", 1, 1),
      item("The parliament, when it asks", 1),
      p("In the first month", style("Heading2")),
      item("Find the desks", 2),
      item("human rights", 2, 1),
      item(r("Call the ") + `<w:hyperlink r:id="rId5">${r("Global Centre", '<w:rStyle w:val="Hyperlink"/>')}</w:hyperlink>` + r(" or ") + field('HYPERLINK "mailto:info@example.org"', r("write")), 2),
      p(r("CO") + r("2", '<w:vertAlign w:val="subscript"/>') + r(", the 21") + r("st", '<w:vertAlign w:val="superscript"/>') + r(" century.") + run("<w:br/>") + r("A new line,") + run("<w:tab/>") + r("a tab, a non") + run("<w:noBreakHyphen/>") + r("breaking hyphen ") + run('<w:sym w:font="Wingdings" w:char="F0FC"/>')),
      p(run('<w:br w:type="page"/>') + r("On a new page.")),
      p("“Never again” is a promise with an address.", style("Quote")),
    ].join(""),
    {
      parts: [
        ["footnotes", "footnotes.xml", notesPart("footnote", [r(" Half a day a week, see ") + r("chapter 4", I) + r(".")])],
        ["endnotes", "endnotes.xml", notesPart("endnote", [r(" In some states it is the Ministry of Justice.")])],
        ["hyperlink", "https://www.globalr2p.org/focal-points/?a=1&amp;b=2"],
      ],
    },
  ),
  "made-table.docx": docx(
    [
      p("Who answers when", style("Heading1")),
      table(
        [
          row(cell(p(r("Sign", B))) + cell(p(r("Who answers", B)), '<w:gridSpan w:val="2"/>'), "<w:tblHeader/>"),
          row(cell(p("Speech that dehumanises") + p("See chapter 4."), '<w:vMerge w:val="restart"/>') + cell(item("the embassy", 1) + item("the desk", 1)) + cell(p("within a day"))),
          row(cell(p(""), "<w:vMerge/>") + cell(p("the minister")) + cell(p(""))),
          row(cell(p("One row over all"), '<w:gridSpan w:val="3"/>')),
          row(cell(p("Inside:") + table(row(cell(p("one")) + cell(p("two"))) + row(cell(p("three")) + cell(p("four")))) + p("")) + cell(p("b")) + cell(p("c"))),
        ].join(""),
      ),
      p("After the table."),
    ].join(""),
  ),
  "made-tracked.docx": docx(
    [
      p(
        r("The State ") + `<w:del w:id="1" ${change}><w:r><w:delText>shall</w:delText></w:r></w:del><w:ins w:id="2" ${change}>${r("should")}</w:ins>` + r(" appoint ") + '<w:commentRangeStart w:id="0"/>' + r("a focal point") + '<w:commentRangeEnd w:id="0"/>' + run('<w:commentReference w:id="0"/>') + r(" within a year."),
        `<w:pPrChange w:id="3" ${change}><w:pPr><w:bidi/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>`,
      ),
      p(`<w:del w:id="4" ${change}><w:r><w:delText>This whole paragraph was taken out.</w:delText></w:r></w:del>`, `<w:rPr><w:del w:id="5" ${change}/></w:rPr>`),
      p(`<w:ins w:id="6" ${change}>${r("This one was ")}${r("put in", B)}${r(".")}</w:ins>`, `<w:rPr><w:ins w:id="7" ${change}/></w:rPr>`),
      p(`<w:moveFrom w:id="8" ${change}>${r("Moved words.")}</w:moveFrom>`),
      p("Between."),
      p(`<w:moveTo w:id="9" ${change}>${r("Moved words.")}</w:moveTo>`),
      table(row(cell(p("stays")) + cell(p("too"))) + row(cell(p(`<w:del w:id="10" ${change}><w:r><w:delText>goes</w:delText></w:r></w:del>`)) + cell(p("")), `<w:del w:id="11" ${change}/>`)),
    ].join(""),
    {
      lang: "en-US",
      parts: [["comments", "comments.xml", `<w:comments ${NAMESPACES}><w:comment w:id="0" w:author="Luis" w:initials="LR">${p("Only one? Some have two.")}</w:comment></w:comments>`]],
    },
  ),
  "made-arabic.docx": docx(
    [
      p(rtl("مسؤولية الحماية"), `${style("Heading1")}<w:bidi/>`),
      p(rtl("تقع على عاتق كل دولة مسؤولية حماية سكانها من ") + rtl("الإبادة الجماعية", "<w:b/><w:bCs/>") + footnote(1) + rtl("."), "<w:bidi/>"),
      p(r("R2P", '<w:lang w:val="en-US"/>') + rtl(" هو الاختصار الإنجليزي."), "<w:bidi/>"),
      p(rtl("المنع"), `${style("ListParagraph")}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:bidi/>`),
      p(rtl("الاستجابة"), `${style("ListParagraph")}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:bidi/>`),
      table(row(cell(p(rtl("العلامة"), "<w:bidi/>")) + cell(p(rtl("المصدر"), "<w:bidi/>"))), "<w:bidiVisual/>"),
      p("Adopted in 2005, paragraph 138."),
    ].join(""),
    { lang: "en-US", parts: [["footnotes", "footnotes.xml", notesPart("footnote", [rtl(" الوثيقة الختامية لمؤتمر القمة العالمي، الفقرة ١٣٨.")])]] },
  ),
  "made-french.docx": docx(
    [
      p(fr("L’alerte précoce"), style("Heading2")),
      p(fr("Que faire\u00a0? Trois choses\u00a0: lire, peser, dire. «\u00a0Prévenir vaut mieux que guérir\u00a0», et 1\u00a0500\u00a0€ par mois suffisent\u202f!")),
      p(fr("Un mot anglais, ") + r("accountability", `${I}<w:lang w:val="en-GB"/>`) + fr(", n’a pas d’équivalent exact.")),
      p(r("The title of the report is “In larger freedom”.", '<w:lang w:val="en-US"/>')),
    ].join(""),
  ),
  "made-pictures.docx": docx(
    [p("The region", style("Heading1")), p(r("Before ") + drawing("rId3", "A map of the region") + r(" and after.")), p(drawing("rId4", "An old drawing")), p(drawing("rId5", "From elsewhere", "r:link")), p(drawing("rId3", "")), p("Figure 1: The region")].join(""),
    {
      parts: [
        ["image", "media/image1.png", PNG],
        ["image", "media/image2.emf", Buffer.from("not a picture that a page can show")],
        ["image", "https://pictures.example/a.png"],
      ],
    },
  ),
  "made-fields-boxes.docx": docx(
    [
      p("Fields and boxes", style("Title")),
      p(field('TOC \\o "1-3" \\h', `<w:hyperlink w:anchor="_Toc1">${r("Why")}${run("<w:tab/>")}${field("PAGEREF _Toc1 \\h", r("2"))}</w:hyperlink>`)),
      p(`<w:bookmarkStart w:id="7" w:name="_Toc1"/>${r("Why")}<w:bookmarkEnd w:id="7"/>`, style("Heading1")),
      p(r("See table ") + `<w:fldSimple w:instr=" REF t1 \\h ">${r("1")}</w:fldSimple>` + r(" on page ") + field("PAGE", r("3")) + r(".")),
      p(r("Energy is ") + '<m:oMath><m:r><m:t>E</m:t></m:r><m:r><m:t>=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>' + r(" here.")),
      p(r("Beside a box.") + run(`<mc:AlternateContent><mc:Choice Requires="wps">${newBox(p("In a box that both know."))}</mc:Choice><mc:Fallback><w:pict><v:shape>${`<v:textbox>${box(p("In a box that both know."))}</v:textbox>`}</v:shape></w:pict></mc:Fallback></mc:AlternateContent>`)),
      p(r("Beside another.") + run(`<mc:AlternateContent><mc:Choice Requires="wps">${newBox(p("In a box that only new programs know.") + p("With two paragraphs."))}</mc:Choice></mc:AlternateContent>`)),
      p(r("Beside a round one.") + run(`<w:pict><v:oval><v:textbox>${box(p("In a round box."))}</v:textbox></v:oval></w:pict>`)),
      p(run('<w:object><v:shape><v:imagedata r:id="rId3"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object>')),
      p("The end."),
    ].join(""),
    {
      title: "Not this title",
      parts: [
        ["image", "media/image1.emf", Buffer.from("x")],
        ["header", "header1.xml", `<w:hdr ${NAMESPACES}>${p("Draft of March")}</w:hdr>`],
        ["footer", "footer1.xml", `<w:ftr ${NAMESPACES}>${p(r("Page ") + field("PAGE", r("1")))}</w:ftr>`],
      ],
    },
  ),
  "made-styles.docx": docx(
    [
      p("Why", style("CaseHeading")),
      p(r("Because ") + r("prevention", '<w:rStyle w:val="Strong"/>') + r(" is ") + r("cheaper", '<w:rStyle w:val="Emphasis"/>') + r(" than cure.") + r(" Nobody sees this.", "<w:vanish/>")),
      p("By its outline level alone", '<w:outlineLvl w:val="1"/>'),
      p("Little."),
      p("A numbered heading", `${style("CaseHeading2")}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>`),
      p("Styled as a list", style("ListBullet")),
      p("Styled as a list too", style("ListBullet")),
      p("A small heading", style("Heading4")),
      p(r("On a page of its own"), "<w:pageBreakBefore/>"),
    ].join(""),
    {
      moreStyles: paragraphStyle("CaseHeading", "Case heading", "", "Heading1") + paragraphStyle("CaseHeading2", "Case heading 2", "", "Heading2") + paragraphStyle("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
    },
  ),
  "made-wrappers.docx": docx(
    [
      `<w:sdt><w:sdtPr><w:alias w:val="Title"/></w:sdtPr><w:sdtContent>${p("In a content control", style("Heading1"))}</w:sdtContent></w:sdt>`,
      p(r("Is it done? ") + '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>' + r("☒") + "</w:sdtContent></w:sdt>" + r(" Yes, in ") + `<w:smartTag w:uri="urn:x" w:element="place">${r("Accra")}</w:smartTag>` + r(" and ") + `<w:customXml w:uri="urn:x" w:element="place">${r("Bogotá")}</w:customXml>` + r(".")),
      p(`<w:bdo w:val="ltr">${r("Ordered by hand. ")}</w:bdo><w:dir w:val="ltr">${r("Directed.")}</w:dir> <w:r><w:ruby><w:rubyPr/><w:rt>${r("ho")}</w:rt><w:rubyBase>${r("保")}</w:rubyBase></w:ruby></w:r>`),
      `<w:customXml w:uri="urn:x" w:element="part">${p("A paragraph inside custom markup.")}</w:customXml>`,
    ].join(""),
  ),
  "made-portuguese-online.docx": docx([p("Aviso antecipado", style("Heading1")), p("O ponto focal lê, avalia e informa o ministro. A decisão não é sua; a informação, sim.")].join(""), {
    lang: "pt-PT",
    main: "document2.xml",
  }),
  "made-deep-list.docx": docx(Array.from({ length: 9 }, (_, level) => item(`Level ${level + 1}`, level % 2 === 0 ? 1 : 2, level)).join("") + item("Back at the top", 1)),
  "made-untitled.docx": docx([p("No heading at all."), p("Two paragraphs.")].join(""), { title: "A title among the properties" }),
};

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [name, bytes] of Object.entries(FILES)) writeFileSync(new URL(name, import.meta.url), bytes);
}
