//! The demo manual: fifteen chapters of our own text, a template for case studies and one made from it, in the light markup
//! that `manual::markup` reads. Most are in English, one each in Arabic, French, Spanish and Portuguese.
//! Names no real person. Its cases are invented, and say so.
//!
//! Its diagrams are drawn by hand as SVG, in the colours of the editor, and rendered by Chromium without a window at the
//! size they say (1,400 pixels wide) with the faces of `web/` (Source Sans 3; Noto Naskh Arabic), then reduced to 48 colours
//! to be small: `pictures/*.png` beside each `pictures/*.svg`. Who changes a drawing renders it again.

/// One chapter of the demo manual.
pub(crate) struct DemoChapter {
    pub(crate) title: &'static str,
    /// How cross-references of later chapters name it.
    pub(crate) name: &'static str,
    /// Light markup. A first line such as `dir: rtl lang: ar` holds for every block.
    pub(crate) text: &'static str,
}

/// What a case study has to have.
pub(crate) const TEMPLATE: DemoChapter =
    DemoChapter { title: "Case study", name: "template", text: include_str!("case-study.template.md") };

/// One that was made from the template. Two of its parts are still to be written.
pub(crate) const CASE: DemoChapter = DemoChapter {
    title: "A market before the vote",
    name: "market",
    text: include_str!("4-a-market-before-the-vote.md"),
};

/// Behind how many of the other chapters it stands.
pub(crate) const CASE_BEHIND: usize = 3;

/// The title of the demo manual.
pub(crate) const TITLE: &str = "Manual for R2P focal points (demo)";

/// Its other chapters, in order.
pub(crate) const CHAPTERS: [DemoChapter; 15] = [
    DemoChapter { title: "Why a focal point", name: "why", text: include_str!("1-why-a-focal-point.md") },
    DemoChapter {
        title: "Setting up the office",
        name: "office",
        text: include_str!("2-setting-up-the-office.md"),
    },
    DemoChapter {
        title: "الإنذار المبكر", name: "warning", text: include_str!("3-early-warning.ar.md")
    },
    DemoChapter {
        title: "The note that is read",
        name: "notes",
        text: include_str!("5-the-note-that-is-read.md"),
    },
    DemoChapter {
        title: "Le droit interne, le parlement et les juridictions",
        name: "law",
        text: include_str!("6-droit-interne.fr.md"),
    },
    DemoChapter {
        title: "Words that prepare: hate speech and incitement",
        name: "speech",
        text: include_str!("7-words-that-prepare.md"),
    },
    DemoChapter {
        title: "Educación y memoria",
        name: "memory",
        text: include_str!("8-educacion-y-memoria.es.md"),
    },
    DemoChapter {
        title: "The desks that license and pay",
        name: "desks",
        text: include_str!("9-desks-that-license-and-pay.md"),
    },
    DemoChapter {
        title: "Refugiados e comunidades da diáspora",
        name: "refuge",
        text: include_str!("10-refugiados-e-diaspora.pt.md"),
    },
    DemoChapter {
        title: "New York, Geneva and the region",
        name: "missions",
        text: include_str!("11-new-york-geneva-and-the-region.md"),
    },
    DemoChapter {
        title: "Those who are at risk",
        name: "victims",
        text: include_str!("12-those-who-are-at-risk.md"),
    },
    DemoChapter {
        title: "The first ten days",
        name: "crisis",
        text: include_str!("13-the-first-ten-days.md"),
    },
    DemoChapter {
        title: "Keeping the office honest",
        name: "keeping",
        text: include_str!("14-keeping-the-office-honest.md"),
    },
    DemoChapter { title: "Cases at home", name: "home", text: include_str!("15-cases-at-home.md") },
    DemoChapter {
        title: "Cases between capitals",
        name: "between",
        text: include_str!("16-cases-between-capitals.md"),
    },
];

/// The pictures that its figures name.
pub(crate) const PICTURES: [(&str, &[u8]); 8] = [
    ("pillars.png", include_bytes!("pictures/pillars.png")),
    ("warning.png", include_bytes!("pictures/warning.png")),
    ("certain.png", include_bytes!("pictures/certain.png")),
    ("note.png", include_bytes!("pictures/note.png")),
    ("staircase.png", include_bytes!("pictures/staircase.png")),
    ("licence.png", include_bytes!("pictures/licence.png")),
    ("circulos.png", include_bytes!("pictures/circulos.png")),
    ("ten-days.png", include_bytes!("pictures/ten-days.png")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use manual::inset::{Image, ImageKind};
    use manual::markup::{self, Names};

    use super::*;

    #[test]
    fn every_figure_shows_a_picture_and_says_what_is_on_it_and_every_picture_is_shown() {
        let known: Vec<(&str, Image)> = PICTURES.iter().enumerate().map(known).collect();
        let mut shown = BTreeSet::new();
        for chapter in &CHAPTERS {
            let mut ids = 0;
            let mut id = || {
                ids += 1;
                format!("{ids:012}")
            };
            let names = Names { id: &mut id, chapters: &[], pictures: &known };
            let (_, payloads) = markup::chapter(chapter.text, names);
            for figure in payloads.figures.values() {
                assert!(!figure.alt.is_empty() && !figure.credit.is_empty(), "{}", chapter.name);
                shown.insert(figure.image.as_ref().expect(chapter.name).width);
            }
        }
        assert_eq!(shown.len(), PICTURES.len());
    }

    /// A picture that is told from the others by its width.
    fn known((number, (name, bytes)): (usize, &(&'static str, &[u8]))) -> (&'static str, Image) {
        assert!(bytes.len() <= 40_000, "{name} is small");
        (*name, Image { sha256: "0".repeat(64), width: number as u32 + 1, height: 1, kind: ImageKind::Png })
    }
}
