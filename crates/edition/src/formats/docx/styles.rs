//! The styles of the document, by the names that Word knows: headings, boxes, notes, tables.

use super::body::language_of;
use super::parts::NAMESPACES;
use crate::formats::xml::Xml;
use crate::set::Book;

/// A style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    after: &'static str,
    /// In the order of the schema.
    paragraph: &'static str,
    text: &'static str,
}

const fn style(
    id: &'static str,
    name: &'static str,
    after: &'static str,
    paragraph: &'static str,
    text: &'static str,
) -> Style {
    Style { id, name, after, paragraph, text }
}

const HEAD: &str = "<w:rFonts w:ascii=\"Cambria\" w:hAnsi=\"Cambria\" w:cs=\"Arial\"/><w:b/><w:bCs/>";

const STYLES: [Style; 23] = [
    style(
        "Title",
        "Title",
        "Subtitle",
        "<w:spacing w:before=\"2400\" w:after=\"240\"/>",
        "<w:rFonts w:ascii=\"Cambria\" w:hAnsi=\"Cambria\" w:cs=\"Arial\"/><w:b/><w:bCs/><w:sz w:val=\"64\"/><w:szCs w:val=\"64\"/>",
    ),
    style(
        "Subtitle",
        "Subtitle",
        "BodyText",
        "<w:spacing w:after=\"120\"/>",
        "<w:color w:val=\"4A5568\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
    ),
    style(
        "Fingerprint",
        "Fingerprint",
        "BodyText",
        "<w:spacing w:after=\"480\"/>",
        "<w:color w:val=\"4A5568\"/><w:sz w:val=\"14\"/><w:szCs w:val=\"14\"/>",
    ),
    style(
        "ContentsHeading",
        "Contents Heading",
        "BodyText",
        "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"120\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
    ),
    style(
        "TOC1",
        "toc 1",
        "BodyText",
        "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs><w:spacing w:after=\"60\"/>",
        "",
    ),
    style(
        "TOC2",
        "toc 2",
        "BodyText",
        "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs><w:ind w:left=\"240\"/>",
        "",
    ),
    style(
        "TOC3",
        "toc 3",
        "BodyText",
        "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs><w:ind w:left=\"480\"/>",
        "",
    ),
    style(
        "Heading1",
        "heading 1",
        "BodyText",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"360\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
    ),
    style(
        "Heading2",
        "heading 2",
        "BodyText",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    ),
    style(
        "Heading3",
        "heading 3",
        "BodyText",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
    style(
        "Heading4",
        "heading 4",
        "BodyText",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"3\"/>",
        "<w:sz w:val=\"23\"/><w:szCs w:val=\"23\"/>",
    ),
    style(
        "BodyText",
        "Body Text",
        "BodyText",
        "<w:spacing w:after=\"140\" w:line=\"283\" w:lineRule=\"auto\"/>",
        "",
    ),
    style(
        "ListParagraph",
        "List Paragraph",
        "ListParagraph",
        "<w:spacing w:after=\"80\" w:line=\"276\" w:lineRule=\"auto\"/>",
        "",
    ),
    style(
        "Quote",
        "Quote",
        "BodyText",
        "<w:spacing w:before=\"120\" w:after=\"180\"/><w:ind w:left=\"567\" w:right=\"567\"/>",
        "<w:i/><w:iCs/>",
    ),
    style(
        "Definition",
        "Definition",
        "BodyText",
        "<w:spacing w:after=\"140\"/><w:ind w:left=\"360\" w:hanging=\"360\"/>",
        "",
    ),
    style(
        "Caption",
        "caption",
        "BodyText",
        "<w:spacing w:before=\"200\" w:after=\"100\"/>",
        "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    style(
        "Credit",
        "Credit",
        "BodyText",
        "<w:spacing w:after=\"200\"/>",
        "<w:color w:val=\"4A5568\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    style("Figure", "Figure", "Caption", "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/>", ""),
    style(
        "TableText",
        "Table Text",
        "TableText",
        "<w:spacing w:before=\"40\" w:after=\"40\"/>",
        "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    style(
        "TableHead",
        "Table Head",
        "TableText",
        "<w:spacing w:before=\"40\" w:after=\"40\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    style(
        "AfterTable",
        "After Table",
        "BodyText",
        "<w:spacing w:after=\"120\" w:line=\"120\" w:lineRule=\"exact\"/>",
        "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>",
    ),
    style(
        "BoxTitle",
        "Box Title",
        "BodyText",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/>",
        "<w:color w:val=\"1F2328\"/>",
    ),
    style(
        "BoxAbout",
        "Box About",
        "BodyText",
        "<w:spacing w:after=\"80\"/>",
        "<w:color w:val=\"4A5568\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
];

pub(super) fn styles(book: &Book) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<w:styles").raw(NAMESPACES).raw("><w:docDefaults><w:rPrDefault><w:rPr>");
    xml.raw("<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang");
    xml.attribute("w:val", &language_of(book)).raw(
        " w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
    );
    xml.raw("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    xml.raw("<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>");
    xml.raw("<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    for Style { id, name, after, paragraph, text } in STYLES {
        xml.raw("<w:style w:type=\"paragraph\"")
            .attribute("w:styleId", id)
            .raw("><w:name")
            .attribute("w:val", name);
        xml.raw("/><w:basedOn w:val=\"Normal\"/><w:next")
            .attribute("w:val", after)
            .raw("/><w:qFormat/><w:pPr>")
            .raw(paragraph);
        xml.raw("</w:pPr><w:rPr>");
        if id.starts_with("Heading") {
            xml.raw(HEAD);
        }
        xml.raw(text).raw("</w:rPr></w:style>");
    }
    for (id, name, paragraph) in [
        (
            "Header",
            "header",
            "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"BFB8A8\"/></w:pBdr>",
        ),
        ("Footer", "footer", "<w:jc w:val=\"center\"/>"),
        ("FootnoteText", "footnote text", "<w:spacing w:after=\"40\"/>"),
    ] {
        xml.raw("<w:style w:type=\"paragraph\"")
            .attribute("w:styleId", id)
            .raw("><w:name")
            .attribute("w:val", name);
        xml.raw("/><w:basedOn w:val=\"Normal\"/><w:pPr>").raw(paragraph);
        xml.raw("</w:pPr><w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr></w:style>");
    }
    for (id, name, text) in [
        ("FootnoteReference", "footnote reference", "<w:vertAlign w:val=\"superscript\"/>"),
        ("Hyperlink", "Hyperlink", "<w:color w:val=\"1F4E79\"/><w:u w:val=\"single\"/>"),
        ("Code", "Code", "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>"),
    ] {
        xml.raw("<w:style w:type=\"character\"")
            .attribute("w:styleId", id)
            .raw("><w:name")
            .attribute("w:val", name);
        xml.raw("/><w:rPr>").raw(text).raw("</w:rPr></w:style>");
    }
    xml.raw("<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        xml.raw("<w:").raw(side).raw(" w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFB8A8\"/>");
    }
    xml.raw("</w:tblBorders></w:tblPr></w:style></w:styles>");
    xml.finish()
}
