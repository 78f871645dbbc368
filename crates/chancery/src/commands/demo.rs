//! `chancery demo`: fills an empty data folder with the demo manual and its three seats. A folder that has a manual
//! already is left alone, so it can be called before every start.

use anyhow::{Context, Result};
use clap::Args;
use manual::seat::SeatKind;
use server::commands::{Desk, NewChapter, add_seat, create_chapter, create_manual};

use super::{Place, random};
use crate::demo::{CHAPTERS, TITLE};

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
    for chapter in &CHAPTERS {
        let blocks = manual::markup::read(chapter.text, || format!("{:016x}", u64::from_le_bytes(random())));
        let client = u32::from_le_bytes(random()); // Yjs draws its own from the same range
        let seed = manual::flat::seed(u64::from(client), &blocks, &manual::payload::Payloads::default());
        create_chapter(
            desk,
            NewChapter { manual, title: chapter.title, parent: None, template: None, seed: Some(seed) },
        )
        .await?;
    }
    Ok(())
}
