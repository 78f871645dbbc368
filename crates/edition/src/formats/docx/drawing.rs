//! Pictures in a document of Word: each file once, each place with its size and what the picture shows.

use std::collections::BTreeMap;

use manual::inset::Image;

use super::Picture;
use super::parts::Relation;
use crate::formats::xml::Xml;

/// A pixel in the units of drawings: 96 of them are an inch.
const EMU_PER_PIXEL: u64 = 9_525;
/// Widest and highest picture on a page, in the same units: 160 mm and 200 mm.
const PICTURE_WIDTH_MAX: u64 = 5_760_000;
const PICTURE_HEIGHT_MAX: u64 = 7_200_000;

#[derive(Default)]
pub(super) struct Drawings {
    /// By the name of the file.
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
    /// How many places show one: each has a number.
    count: u32,
}

impl Drawings {
    /// A run that shows a picture.
    pub(super) fn draw(
        &mut self,
        xml: &mut Xml,
        relations: &mut Vec<Relation>,
        image: &Image,
        picture: Picture,
        alt: &str,
    ) {
        let name = format!("{}.{}", image.sha256, picture.extension);
        let relation = format!("rPicture{}", image.sha256);
        if self.pictures.insert(name.clone(), picture.bytes).is_none() {
            relations.push(Relation::Picture { id: relation.clone(), name });
        }
        self.count += 1;
        let id = self.count.to_string();
        let (width, height) = size(image);
        let extent = |xml: &mut Xml, name: &'static str| {
            xml.raw(name).attribute("cx", &width.to_string()).attribute("cy", &height.to_string()).raw("/>");
        };
        xml.raw("<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">");
        extent(xml, "<wp:extent");
        xml.raw("<wp:docPr").attribute("id", &id).attribute("name", &format!("Picture {id}"));
        xml.attribute("descr", alt).raw(
            "/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>",
        );
        xml.raw("<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr");
        xml.attribute("id", &id).attribute("name", &format!("Picture {id}")).attribute("descr", alt);
        xml.raw("/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip").attribute("r:embed", &relation);
        xml.raw(
            "/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>",
        );
        extent(xml, "<a:ext");
        xml.raw("</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>");
    }
}

/// As large as it is, but no larger than the page.
fn size(image: &Image) -> (u64, u64) {
    let (width, height) = (u64::from(image.width) * EMU_PER_PIXEL, u64::from(image.height) * EMU_PER_PIXEL);
    let (mut wide, mut high) = (width.max(1), height.max(1));
    if wide > PICTURE_WIDTH_MAX {
        (wide, high) = (PICTURE_WIDTH_MAX, (high * PICTURE_WIDTH_MAX / wide).max(1));
    }
    if high > PICTURE_HEIGHT_MAX {
        (wide, high) = ((wide * PICTURE_HEIGHT_MAX / high).max(1), PICTURE_HEIGHT_MAX);
    }
    (wide, high)
}
