//! `chancery demo`: fills an empty data folder with the demo manual and its three seats. A folder that has a manual
//! already is left alone, so it can be called before every start.

use anyhow::{Context, Result};
use clap::Args;
use manual::block::{Block, Node};
use manual::flatten;
use manual::inset::Image;
use manual::markup::{self, Names};
use manual::numbers::plain;
use manual::parts::{Part, parts};
use manual::payload::Payloads;
use manual::seat::SeatKind;
use server::commands::{
    Desk, NewChapter, NewTemplate, Pictures, add_seat, create_chapter, create_manual, create_template,
};

use super::{Place, random};
use crate::demo::{CASE, CASE_BEHIND, CHAPTERS, DemoChapter, PICTURES, TEMPLATE, TITLE};

const SEATS: [(&str, SeatKind); 3] =
    [("Secretariat", SeatKind::Secretariat), ("Ghana", SeatKind::State), ("Denmark", SeatKind::State)];

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let place = arguments.place;
    let (mut store, _) = place.open()?;
    let filled = if store.registry().manuals.is_empty() {
        let config = place.config()?;
        let shelf = Pictures::open(&place.data, &config)?;
        let pictures = kept(&shelf).context("the demo manual's pictures could not be kept")?;
        fill(&mut Desk::folder(&mut store, &config), &pictures)
            .await
            .context("the demo manual could not be made")
    } else {
        Ok(())
    };
    store.close();
    filled
}

/// The pictures of the demo manual, each looked at as an upload is.
fn kept(shelf: &Pictures<'_>) -> Result<Vec<(&'static str, Image)>> {
    PICTURES.iter().map(|(name, bytes)| Ok((*name, shelf.keep(bytes).context(*name)?))).collect()
}

async fn fill(desk: &mut Desk<'_>, pictures: &[(&str, Image)]) -> Result<()> {
    for (name, kind) in SEATS {
        add_seat(desk, name, kind).await?;
    }
    let manual = create_manual(desk, TITLE).await?;
    let asking = markup::read(TEMPLATE.text, id);
    let seed_of_template = Some(seed(&asking, &Payloads::default()));
    let template = NewTemplate { manual, title: TEMPLATE.title, seed: seed_of_template };
    let template = Some(create_template(desk, template).await?);
    let mut chapters = Vec::new();
    for (before, DemoChapter { title, name, text }) in CHAPTERS.iter().enumerate() {
        if before == CASE_BEHIND {
            let case = with_parts(markup::read(CASE.text, id), &parts(&asking));
            let seed = Some(seed(&case, &Payloads::default()));
            let made = NewChapter { manual, title: CASE.title, parent: None, template, seed };
            chapters.push((CASE.name, create_chapter(desk, made).await?));
        }
        let names = Names { id: &mut id, chapters: &chapters, pictures };
        let (blocks, payloads) = markup::chapter(text, names);
        let seed = Some(seed(&blocks, &payloads));
        let made = NewChapter { manual, title, parent: None, template: None, seed };
        chapters.push((*name, create_chapter(desk, made).await?));
    }
    Ok(())
}

/// An id for a block or a payload.
fn id() -> String {
    let digits = format!("{:016x}", u64::from_le_bytes(random()));
    digits[..12].to_owned()
}

fn seed(blocks: &[Node], payloads: &Payloads) -> Vec<u8> {
    let client = u32::from_le_bytes(random()); // Yjs draws its own from the same range
    flatten::seed(u64::from(client), blocks, payloads)
}

/// The blocks of a chapter whose headings are a template's: each names its part, and has a paragraph if nothing follows.
fn with_parts(blocks: Vec<Node>, parts: &[Part]) -> Vec<Node> {
    let mut made = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut node) = blocks.next() {
        let part = heading(&node).and_then(|title| parts.iter().find(|part| part.title == title));
        if let (Node::Block(block), Some(part)) = (&mut node, part) {
            block.part = Some(part.id.clone());
        }
        made.push(node);
        if part.is_some() && blocks.peek().is_none_or(|next| heading(next).is_some()) {
            made.push(Node::Block(Block::paragraph(id())));
        }
    }
    made
}

fn heading(node: &Node) -> Option<String> {
    match node {
        Node::Block(block) if block.kind.is_heading() => Some(plain(&block.content)),
        _ => None,
    }
}
