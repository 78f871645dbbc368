//! `chancery demo`: fills an empty data folder with the demo manual and its three seats. A folder that has a manual
//! already is left alone, so it can be called before every start.

use anyhow::{Context, Result};
use clap::Args;
use manual::flat;
use manual::markup::{self, Names};
use manual::seat::SeatKind;
use server::commands::{Desk, NewChapter, add_seat, create_chapter, create_manual};

use super::{Place, random};
use crate::demo::{CHAPTERS, DemoChapter, TITLE};

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
        fill(&mut Desk::folder(&mut store, &config)).await.context("the demo manual could not be made")
    } else {
        Ok(())
    };
    store.close();
    filled
}

async fn fill(desk: &mut Desk<'_>) -> Result<()> {
    for (name, kind) in SEATS {
        add_seat(desk, name, kind).await?;
    }
    let manual = create_manual(desk, TITLE).await?;
    let mut chapters = Vec::new();
    for DemoChapter { title, name, text } in &CHAPTERS {
        let names = Names { id: &mut id, chapters: &chapters };
        let (blocks, payloads) = markup::chapter(text, names);
        let client = u32::from_le_bytes(random()); // Yjs draws its own from the same range
        let seed = Some(flat::seed(u64::from(client), &blocks, &payloads));
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
