//! What every document of Word needs around its text: types, relations, styles, lists, settings, fonts, theme.

use manual::block::{Direction, ListStyle};

use super::body::language_of;
use super::runs::{Around, run};
use crate::formats::xml::Xml;
use crate::set::Book;

pub(super) const NAMESPACES: &str = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
/// Most lists inside each other, as the document model has it.
const DEPTHS: usize = crate::tree::LISTS_MAX;
const SERIF: &str = "Cambria";
const SANS: &str = "Calibri";
const ARABIC: &str = "Arial";

/// What the text refers to.
pub(super) enum Relation {
    Picture { id: String, name: String },
    Link { id: String, address: String },
}

const RELATIONS: &str =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

fn relations(xml: &mut Xml, relations: &[Relation]) {
    for relation in relations {
        match relation {
            Relation::Picture { id, name } => {
                xml.raw("<Relationship").attribute("Id", id);
                xml.raw(
                    " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\"",
                );
                xml.attribute("Target", &format!("media/{name}")).raw("/>");
            }
            Relation::Link { id, address } => {
                xml.raw("<Relationship").attribute("Id", id);
                xml.raw(
                    " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\"",
                );
                xml.attribute("Target", address).raw(" TargetMode=\"External\"/>");
            }
        }
    }
}

pub(super) fn document_relations(of_text: &[Relation]) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw(RELATIONS);
    for (id, kind, target) in [
        (
            "rStyles",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles",
            "styles.xml",
        ),
        (
            "rNumbering",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering",
            "numbering.xml",
        ),
        (
            "rFootnotes",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
            "footnotes.xml",
        ),
        (
            "rSettings",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings",
            "settings.xml",
        ),
        (
            "rFonts",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable",
            "fontTable.xml",
        ),
        (
            "rTheme",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme",
            "theme/theme1.xml",
        ),
        (
            "rHeader",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header",
            "header1.xml",
        ),
        (
            "rFooter",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer",
            "footer1.xml",
        ),
    ] {
        xml.raw("<Relationship")
            .attribute("Id", id)
            .attribute("Type", kind)
            .attribute("Target", target)
            .raw("/>");
    }
    relations(&mut xml, of_text);
    xml.raw("</Relationships>");
    xml.finish()
}

pub(super) fn notes_relations(of_notes: &[Relation]) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw(RELATIONS);
    relations(&mut xml, of_notes);
    xml.raw("</Relationships>");
    xml.finish()
}

pub(super) fn package_relations() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw(RELATIONS);
    xml.raw("<Relationship Id=\"rDocument\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>");
    xml.raw("<Relationship Id=\"rCore\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>");
    xml.raw("<Relationship Id=\"rApp\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>");
    xml.raw("</Relationships>");
    xml.finish()
}

pub(super) fn content_types() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (extension, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
    ] {
        xml.raw("<Default").attribute("Extension", extension).attribute("ContentType", kind).raw("/>");
    }
    for (name, kind) in [
        (
            "/word/document.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        ),
        ("/word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"),
        (
            "/word/numbering.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
        ),
        (
            "/word/footnotes.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        ),
        ("/word/settings.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"),
        (
            "/word/fontTable.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
        ),
        ("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("/word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"),
        ("/word/footer1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ] {
        xml.raw("<Override").attribute("PartName", name).attribute("ContentType", kind).raw("/>");
    }
    xml.raw("</Types>");
    xml.finish()
}

/// The title, the language and the moment of freezing. Nobody's name.
pub(super) fn core(book: &Book) -> Vec<u8> {
    let facts = &book.manifest.facts;
    let mut xml = Xml::file();
    xml.raw("<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    xml.raw("<dc:title>").text(book.title()).raw("</dc:title>");
    if book.draft.is_none() {
        xml.raw("<dc:identifier>urn:sha256:")
            .text(&crate::hex(&book.manifest.sha256))
            .raw("</dc:identifier>");
    }
    xml.raw("<dc:language>");
    xml.text(&language_of(book)).raw("</dc:language>");
    for name in ["created", "modified"] {
        xml.raw("<dcterms:")
            .raw(name)
            .raw(" xsi:type=\"dcterms:W3CDTF\">")
            .text(&facts.frozen_at.to_string());
        xml.raw("</dcterms:").raw(name).raw(">");
    }
    xml.raw("</cp:coreProperties>");
    xml.finish()
}

pub(super) fn app() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Chancery</Application></Properties>");
    xml.finish()
}

pub(super) fn settings() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<w:settings")
        .raw(NAMESPACES)
        .raw("><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/>");
    xml.raw("<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>");
    xml.raw("<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>");
    xml.raw("<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>");
    xml.finish()
}

pub(super) fn fonts() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<w:fonts").raw(NAMESPACES).raw(">");
    for (name, family) in [(SERIF, "roman"), (SANS, "swiss"), (ARABIC, "swiss"), ("Consolas", "modern")] {
        xml.raw("<w:font")
            .attribute("w:name", name)
            .raw("><w:family")
            .attribute("w:val", family)
            .raw("/></w:font>");
    }
    xml.raw("</w:fonts>");
    xml.finish()
}

/// The least that Word takes for a theme.
pub(super) fn theme() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Chancery\"><a:themeElements><a:clrScheme name=\"Chancery\">");
    xml.raw("<a:dk1><a:srgbClr val=\"000000\"/></a:dk1><a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1>");
    for (name, colour) in [
        ("dk2", "1F2328"),
        ("lt2", "F3F0E9"),
        ("accent1", "1F4E79"),
        ("accent2", "8A6D3B"),
        ("accent3", "2E6B4A"),
        ("accent4", "6B4A7A"),
        ("accent5", "7A3B3B"),
        ("accent6", "4A5568"),
        ("hlink", "1F4E79"),
        ("folHlink", "5A4A78"),
    ] {
        xml.raw("<a:").raw(name).raw("><a:srgbClr").attribute("val", colour).raw("/></a:").raw(name).raw(">");
    }
    xml.raw("</a:clrScheme><a:fontScheme name=\"Chancery\">");
    for (name, font) in [("majorFont", SERIF), ("minorFont", SANS)] {
        xml.raw("<a:").raw(name).raw("><a:latin").attribute("typeface", font);
        xml.raw("/><a:ea typeface=\"\"/><a:cs")
            .attribute("typeface", ARABIC)
            .raw("/></a:")
            .raw(name)
            .raw(">");
    }
    xml.raw("</a:fontScheme><a:fmtScheme name=\"Chancery\"><a:fillStyleLst>");
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    xml.raw(fill).raw(fill).raw(fill).raw("</a:fillStyleLst><a:lnStyleLst>");
    let line = "<a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>";
    xml.raw(line).raw(line).raw(line).raw("</a:lnStyleLst><a:effectStyleLst>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    xml.raw(effect).raw(effect).raw(effect).raw("</a:effectStyleLst><a:bgFillStyleLst>");
    xml.raw(fill).raw(fill).raw(fill).raw("</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>");
    xml.finish()
}

/// Two kinds of lists, and a list of its own for each that is in the text, so that each counts from one.
pub(super) fn numbering(lists: &[ListStyle]) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<w:numbering").raw(NAMESPACES).raw(">");
    for (id, style) in [("0", ListStyle::Bullet), ("1", ListStyle::Number)] {
        xml.raw("<w:abstractNum")
            .attribute("w:abstractNumId", id)
            .raw("><w:multiLevelType w:val=\"hybridMultilevel\"/>");
        for depth in 0..DEPTHS {
            level(&mut xml, depth, style);
        }
        xml.raw("</w:abstractNum>");
    }
    for (number, style) in (1..).zip(lists) {
        let of = match style {
            ListStyle::Bullet => "0",
            ListStyle::Number => "1",
        };
        xml.raw("<w:num")
            .attribute("w:numId", &i32::to_string(&number))
            .raw("><w:abstractNumId")
            .attribute("w:val", of)
            .raw("/>");
        if *style == ListStyle::Number {
            for depth in 0..DEPTHS {
                xml.raw("<w:lvlOverride").attribute("w:ilvl", &depth.to_string());
                xml.raw("><w:startOverride w:val=\"1\"/></w:lvlOverride>");
            }
        }
        xml.raw("</w:num>");
    }
    xml.raw("</w:numbering>");
    xml.finish()
}

fn level(xml: &mut Xml, depth: usize, style: ListStyle) {
    xml.raw("<w:lvl").attribute("w:ilvl", &depth.to_string()).raw("><w:start w:val=\"1\"/>");
    match style {
        ListStyle::Bullet => {
            let sign = ["•", "–", "▪"][depth % 3];
            xml.raw("<w:numFmt w:val=\"bullet\"/><w:lvlText").attribute("w:val", sign).raw("/>");
        }
        ListStyle::Number => {
            let kind = ["decimal", "lowerLetter", "lowerRoman"][depth % 3];
            xml.raw("<w:numFmt").attribute("w:val", kind).raw("/><w:lvlText");
            xml.attribute("w:val", &format!("%{}.", depth + 1)).raw("/>");
        }
    }
    xml.raw("<w:lvlJc w:val=\"left\"/><w:pPr><w:ind").attribute("w:left", &(360 * (depth + 2)).to_string());
    xml.raw(" w:hanging=\"360\"/></w:pPr></w:lvl>");
}

pub(super) fn header(book: &Book) -> Vec<u8> {
    let text = [book.title(), book.said().as_str()].join(book.words.around.comma);
    around(book, ("<w:hdr", "</w:hdr>", "Header"), |xml| {
        run(xml, &text, &Default::default(), None, Around { dir: book.dir, lang: book.lang });
    })
}

pub(super) fn footer(book: &Book) -> Vec<u8> {
    around(book, ("<w:ftr", "</w:ftr>", "Footer"), |xml| {
        xml.raw("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>");
        xml.raw("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    })
}

fn around(
    book: &Book,
    (open, close, style): (&'static str, &'static str, &'static str),
    text: impl FnOnce(&mut Xml),
) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw(open).raw(NAMESPACES).raw("><w:p><w:pPr><w:pStyle").attribute("w:val", style).raw("/>");
    if book.dir == Direction::RightToLeft {
        xml.raw("<w:bidi/>");
    }
    xml.raw("</w:pPr>");
    text(&mut xml);
    xml.raw("</w:p>").raw(close);
    xml.finish()
}
