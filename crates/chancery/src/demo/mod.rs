//! The demo manual: three chapters of our own text, a template for case studies and one made from it, in the light markup
//! that `manual::markup` reads.
//! Names no real person. Its cases are invented, and say so.

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

/// The title of the demo manual.
pub(crate) const TITLE: &str = "Manual for R2P focal points (demo)";

/// Its chapters, in order.
pub(crate) const CHAPTERS: [DemoChapter; 3] = [
    DemoChapter { title: "Why a focal point", name: "why", text: include_str!("1-why-a-focal-point.md") },
    DemoChapter {
        title: "Setting up the office",
        name: "office",
        text: include_str!("2-setting-up-the-office.md"),
    },
    DemoChapter {
        title: "الإنذار المبكر", name: "warning", text: include_str!("3-early-warning.ar.md")
    },
];
