//! A link's name: what a room and its shell call one connection. Says nothing of who sits at its other end.

/// A link's name inside its room; drawn by the shell, never reused while the room lives.
pub type LinkId = u64;
