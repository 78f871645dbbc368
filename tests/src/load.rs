//! Load for a running service, ours or another's, and what it cost: the parts that the program `load` puts together.
//!
//! Every side is measured alike: the same clients, the same bytes of the same edits, from outside. What differs is how a
//! side is started (`side`), how its clients knock and frame what they say (`line`), and nothing else. A *delivery* is one
//! character typed by one client and received by one other. Nothing here asserts a speed; that what was sent arrives, is
//! counted. Read `side`, `line`, `crowd` (many typists and all they hear), then the scenarios: `fan_out`,
//! `saturate`, `first_sync`, `many`, `killed`, `freeze`.

pub mod chart;
pub mod crowd;
pub mod fan_out;
pub mod first_sync;
pub mod freeze;
pub mod histogram;
pub mod killed;
pub mod line;
pub mod many;
pub mod process;
pub mod saturate;
pub mod side;
pub mod table;
