//! The one table: who may do what, to what stands how. Every answer of the service about a right comes from [`may`], and
//! the matrix that the tests run, and its part of docs/security.md, are made from it. Knows nobody and nothing by name.

use super::Right;

/// What a keeper decided about a chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ChapterState {
    /// It is written by whoever may edit.
    #[default]
    Open,
    /// Nobody writes into it; who may suggest makes proposals, and they can be merged.
    Locked,
    /// It is read, and nothing else.
    Closed,
}

impl ChapterState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Locked, Self::Closed];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Locked => "locked",
            Self::Closed => "closed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// What of a right is left for writing: a locked chapter takes proposals, a closed one nothing.
    #[must_use]
    pub fn leaves(self, right: Right) -> Right {
        match self {
            Self::Open => right,
            Self::Locked => right.min(Right::Suggest),
            Self::Closed => Right::Read,
        }
    }
}

/// How a chapter or a template stands. A manual, an outline and the service as a whole are always open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    Is(ChapterState),
    /// Taken out of its manual, whatever it was before.
    Deleted,
}

impl Standing {
    pub const OPEN: Self = Self::Is(ChapterState::Open);
    /// All there are, in the order in which they are listed to people.
    pub const ALL: [Self; 4] =
        [Self::OPEN, Self::Is(ChapterState::Locked), Self::Is(ChapterState::Closed), Self::Deleted];

    pub fn word(self) -> &'static str {
        match self {
            Self::Is(state) => state.word(),
            Self::Deleted => "deleted",
        }
    }
}

/// Something that somebody wants to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Know that it is there, and its title.
    See,
    /// Read its text and hear of its changes.
    Read,
    /// Write a comment on it.
    Comment,
    /// Make a proposal or a draft of it.
    Propose,
    /// Change its text.
    Write,
    /// Put a proposal aside, or open it again. Its seat does, and whoever keeps it.
    Settle,
    /// Take a proposal into it.
    Merge,
    /// Decide its state, its mode, and who may what in it.
    Decide,
    /// Change its title or its place.
    Rename,
    /// Take it out of its manual, or put it back.
    Delete,
    /// Keep a manual, or the service: make what is in it, freeze editions.
    Keep,
}

impl Action {
    pub const ALL: [Self; 11] = [
        Self::See,
        Self::Read,
        Self::Comment,
        Self::Propose,
        Self::Write,
        Self::Settle,
        Self::Merge,
        Self::Decide,
        Self::Rename,
        Self::Delete,
        Self::Keep,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Propose => "propose",
            Self::Write => "write",
            Self::Settle => "settle",
            Self::Merge => "merge",
            Self::Decide => "decide",
            Self::Rename => "rename",
            Self::Delete => "delete",
            Self::Keep => "keep",
        }
    }

    /// The least right with which it can be allowed at all.
    pub fn needs(self) -> Right {
        match self {
            Self::See | Self::Read => Right::Read,
            Self::Comment => Right::Comment,
            Self::Propose | Self::Settle => Right::Suggest,
            Self::Write => Right::Edit,
            Self::Merge | Self::Decide | Self::Rename | Self::Delete | Self::Keep => Right::Keep,
        }
    }
}

/// Why something may not be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// It does not exist for whoever asks; or there is nothing any more that this could be done to.
    NotThere,
    /// The right does not reach so far.
    NotAllowed,
    /// The same, of writing: whoever reads is told this.
    ReadOnly,
    /// The right would do, but nobody writes here until the chapter is unlocked.
    Locked,
    /// The chapter is for reading only.
    Closed,
}

/// Whether somebody with this right (`None`: it does not exist for them) may do something to what stands like this.
///
/// # Errors
/// [`Why`] not.
pub fn may(right: Option<Right>, standing: Standing, action: Action) -> Result<(), Why> {
    let right = right.ok_or(Why::NotThere)?;
    match (standing, action) {
        (Standing::Deleted, Action::Read | Action::Comment | Action::Write | Action::Merge) => {
            return Err(Why::NotThere);
        }
        (Standing::Is(ChapterState::Closed), Action::Comment | Action::Propose | Action::Write) => {
            return Err(Why::Closed);
        }
        (Standing::Is(ChapterState::Closed), Action::Merge) if right >= action.needs() => {
            return Err(Why::Closed);
        }
        // Whoever may at least propose is told that it is the lock.
        (Standing::Is(ChapterState::Locked), Action::Write) if right >= Right::Suggest => {
            return Err(Why::Locked);
        }
        _ => {}
    }
    match action {
        _ if right >= action.needs() => Ok(()),
        Action::Write => Err(Why::ReadOnly),
        _ => Err(Why::NotAllowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everybody() -> impl Iterator<Item = Option<Right>> {
        [None].into_iter().chain(Right::ALL.map(Some))
    }

    #[test]
    fn words_read_back() {
        for state in ChapterState::ALL {
            assert_eq!(ChapterState::parse(state.word()), Some(state));
        }
        assert_eq!(ChapterState::parse("deleted"), None);
    }

    #[test]
    fn for_whom_it_does_not_exist_everything_answers_alike() {
        for standing in Standing::ALL {
            for action in Action::ALL {
                assert_eq!(may(None, standing, action), Err(Why::NotThere));
            }
        }
    }

    #[test]
    fn a_greater_right_never_allows_less() {
        for standing in Standing::ALL {
            for action in Action::ALL {
                let mut allowed = false;
                for right in everybody() {
                    let may = may(right, standing, action).is_ok();
                    assert!(may || !allowed, "{right:?} {standing:?} {action:?}");
                    allowed = may;
                }
            }
        }
    }

    #[test]
    fn nobody_writes_into_what_is_not_open() {
        for right in everybody() {
            for standing in Standing::ALL {
                let may = may(right, standing, Action::Write).is_ok();
                assert!(!may || (standing == Standing::OPEN && right >= Some(Right::Edit)));
            }
        }
    }

    /// A room is told what a state leaves of a right, and judges by that.
    #[test]
    fn what_a_state_leaves_of_a_right_is_judged_like_the_right() {
        for right in Right::ALL {
            for state in ChapterState::ALL {
                let standing = Standing::Is(state);
                let judged = |right| may(Some(right), standing, Action::Write);
                assert_eq!(judged(state.leaves(right)), judged(right), "{right:?} {state:?}");
                assert_eq!(state.leaves(right) >= Right::Edit, judged(right).is_ok());
            }
        }
    }

    #[test]
    fn the_table_is_this() {
        let mut lines = Vec::new();
        for action in Action::ALL {
            for standing in Standing::ALL {
                let cells: Vec<String> = everybody()
                    .map(|right| match may(right, standing, action) {
                        Ok(()) => "yes".to_owned(),
                        Err(why) => format!("{why:?}"),
                    })
                    .collect();
                lines.push(format!("{} {}: {}", action.word(), standing.word(), cells.join(" ")));
            }
        }
        expect_test::expect![[r#"
            see open: NotThere yes yes yes yes yes
            see locked: NotThere yes yes yes yes yes
            see closed: NotThere yes yes yes yes yes
            see deleted: NotThere yes yes yes yes yes
            read open: NotThere yes yes yes yes yes
            read locked: NotThere yes yes yes yes yes
            read closed: NotThere yes yes yes yes yes
            read deleted: NotThere NotThere NotThere NotThere NotThere NotThere
            comment open: NotThere NotAllowed yes yes yes yes
            comment locked: NotThere NotAllowed yes yes yes yes
            comment closed: NotThere Closed Closed Closed Closed Closed
            comment deleted: NotThere NotThere NotThere NotThere NotThere NotThere
            propose open: NotThere NotAllowed NotAllowed yes yes yes
            propose locked: NotThere NotAllowed NotAllowed yes yes yes
            propose closed: NotThere Closed Closed Closed Closed Closed
            propose deleted: NotThere NotAllowed NotAllowed yes yes yes
            write open: NotThere ReadOnly ReadOnly ReadOnly yes yes
            write locked: NotThere ReadOnly ReadOnly Locked Locked Locked
            write closed: NotThere Closed Closed Closed Closed Closed
            write deleted: NotThere NotThere NotThere NotThere NotThere NotThere
            settle open: NotThere NotAllowed NotAllowed yes yes yes
            settle locked: NotThere NotAllowed NotAllowed yes yes yes
            settle closed: NotThere NotAllowed NotAllowed yes yes yes
            settle deleted: NotThere NotAllowed NotAllowed yes yes yes
            merge open: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            merge locked: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            merge closed: NotThere NotAllowed NotAllowed NotAllowed NotAllowed Closed
            merge deleted: NotThere NotThere NotThere NotThere NotThere NotThere
            decide open: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            decide locked: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            decide closed: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            decide deleted: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            rename open: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            rename locked: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            rename closed: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            rename deleted: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            delete open: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            delete locked: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            delete closed: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            delete deleted: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            keep open: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            keep locked: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            keep closed: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes
            keep deleted: NotThere NotAllowed NotAllowed NotAllowed NotAllowed yes"#]]
        .assert_eq(&lines.join("\n"));
    }
}
