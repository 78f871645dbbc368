//! A figure: the picture, which may be another one now, its caption, and what is said of it.

use manual::inset::{Figure, Image};

use super::line::Para;
use super::{Fate, Writer};
use crate::tree::Block;

impl Writer<'_> {
    pub(super) fn figure(&mut self, was: Option<(&Block, &Figure)>, now: Option<(&Block, &Figure)>) {
        let fate = Fate::of(was, now);
        let image = |figure: Option<(&Block, &Figure)>| figure.and_then(|(_, figure)| figure.image.clone());
        let (image_was, image_now) = (image(was), image(now));
        if image_was.is_some() || image_now.is_some() {
            let frame = Para::plain("Figure", "");
            self.open((fate != Fate::Comes).then_some(&frame), (fate != Fate::Goes).then_some(&frame));
            let alt = |it: Option<(&Block, &Figure)>| it.map_or(String::new(), |(_, it)| it.alt.clone());
            if image_was == image_now {
                self.picture(Fate::Stays, image_now.as_ref(), &alt(now));
            } else {
                self.picture(Fate::Goes, image_was.as_ref(), &alt(was));
                self.picture(Fate::Comes, image_now.as_ref(), &alt(now));
            }
            self.xml.raw("</w:p>");
        }
        self.paragraph(was.map(caption).as_ref(), now.map(caption).as_ref());
        let alt = |(_, figure): (&Block, &Figure)| figure.alt.clone();
        self.texts("Credit", was.map(alt).as_deref(), now.map(alt).as_deref());
        let credit = |(_, figure): (&Block, &Figure)| figure.credit.clone();
        self.texts("Credit", was.map(credit).as_deref(), now.map(credit).as_deref());
    }

    fn picture(&mut self, fate: Fate, image: Option<&Image>, alt: &str) {
        let Some((image, picture)) = image.and_then(|image| Some((image, (self.picture)(image)?))) else {
            return;
        };
        self.fated(fate, |writer| {
            let Self { xml, drawings, relations, .. } = writer;
            drawings.draw(xml, relations, image, picture, alt);
        });
    }
}

fn caption<'c>((block, _): (&'c Block, &Figure)) -> Para<'c> {
    Para::of_block("Caption", block, 0)
}
