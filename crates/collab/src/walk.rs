//! How far yrs has to walk to find the places of an update's structs: counted before it does, without it.
//!
//! What several people wrote at one place at once is put in order by walking over what the others wrote there. Two
//! claimed neighbours that stand far apart make that a walk over everything between, for each struct anew: thirty
//! kilobytes can cost seconds. Here stands the order of a document's structs, row by row, and nothing else of it; the
//! walk is that of `Item::integrate` in Yjs and yrs, step for step. Never holds text, never refuses: it counts.

use std::collections::HashMap;

use crate::bouncer::{Id, Kind, Parent, Scan, Struct, scan};
use crate::code::Code;
use crate::limits::Limits;

/// The structs of one document in the order in which they stand.
#[derive(Default)]
pub(crate) struct Rows {
    nodes: Vec<Node>,
    /// The nodes of each client, by clock.
    clients: HashMap<u64, Vec<NodeId>>,
    rows: Vec<Row>,
    by_place: HashMap<Place, usize>,
    /// Steps walked since the rows were made.
    steps: u64,
    /// Numbers walks, and stretches of one walk, so that marks of earlier ones need not be wiped.
    mark: u64,
}

/// More steps than were allowed. The rows are of no use any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooFar;

type NodeId = usize;

/// A struct, or the part of one that nobody has split yet.
struct Node {
    id: Id,
    len: u32,
    origin: Option<Id>,
    right_origin: Option<Id>,
    row: usize,
    left: Option<NodeId>,
    right: Option<NodeId>,
    /// The walk that last passed it.
    passed: u64,
    /// The stretch of a walk in which it last counted as conflicting.
    conflicts: u64,
}

/// What stands in one container, or under one key of one.
#[derive(Default)]
struct Row {
    first: Option<NodeId>,
    len: u64,
    keyed: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    container: Container,
    key: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Container {
    Root(String),
    Item(Id),
}

impl Rows {
    /// The rows of a document, from its state.
    ///
    /// # Errors
    /// As the scan of the state.
    pub(crate) fn of(state: &[u8]) -> Result<Self, Code> {
        let bounds = Limits { items_max: usize::MAX, depth_max: usize::MAX, ..Limits::default() };
        let mut rows = Self::default();
        // Without a bound nothing is ever too far.
        let _ = rows.take(&scan(state, &bounds)?, |_| 0, u64::MAX);
        Ok(rows)
    }

    /// How many parts the structs are in.
    pub(crate) fn parts(&self) -> u64 {
        u64::try_from(self.nodes.len()).unwrap_or(u64::MAX)
    }

    /// Steps walked since the rows were made, making them included: what it takes to open the document.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    /// Puts the new structs of an update where they belong, and says how many steps that took. `known` is the clock that
    /// the document has of a client.
    ///
    /// # Errors
    /// [`TooFar`] as soon as it takes more than `steps_max`.
    pub(crate) fn take(
        &mut self,
        update: &Scan<'_>,
        known: impl Fn(u64) -> u32,
        steps_max: u64,
    ) -> Result<u64, TooFar> {
        let clients: Vec<u64> = update.clients().collect();
        let before = self.steps;
        let most = before.saturating_add(steps_max);
        let mut walked = Ok(());
        update.in_order(known, |turn| {
            if walked.is_ok() {
                walked = self.put(clients[turn.section], turn.start, turn.item, most);
            }
        });
        walked.map(|()| self.steps - before)
    }

    /// What is gone, or rests on what is gone, stands nowhere.
    fn put(&mut self, client: u64, start: u32, item: &Struct<'_>, most: u64) -> Result<(), TooFar> {
        let origin = match item.clock < start {
            true => Some(Id { client, clock: start - 1 }),
            false => item.origin,
        };
        let left = origin.map(|id| self.ending_at(id));
        let right = item.right_origin.map(|id| self.beginning_at(id));
        if matches!(item.kind, Kind::Gone | Kind::Skip) || left == Some(None) || right == Some(None) {
            return Ok(());
        }
        let (mut left, right) = (left.flatten(), right.flatten());
        let row = match left.or(right) {
            Some(neighbour) => self.nodes[neighbour].row,
            None => match self.row_of(item) {
                Some(row) => row,
                None => return Ok(()),
            },
        };
        let node = Node {
            id: Id { client, clock: start },
            len: item.end() - start,
            origin,
            right_origin: item.right_origin,
            row,
            left: None,
            right: None,
            passed: 0,
            conflicts: 0,
        };
        if left.is_none() && self.rows[row].keyed {
            self.steps += self.rows[row].len; // yrs looks for the beginning from the end
        }
        let stands_apart = match (left, right) {
            (None, None) => true,
            (None, Some(right)) => self.nodes[right].left.is_some(),
            (Some(left), right) => self.nodes[left].right != right,
        };
        if stands_apart {
            left = self.walk(&node, left, right, most)?;
        }
        self.link(node, left);
        Ok(())
    }

    /// The left neighbour that a node gets among those who wrote at the same place.
    fn walk(
        &mut self,
        node: &Node,
        from: Option<NodeId>,
        until: Option<NodeId>,
        most: u64,
    ) -> Result<Option<NodeId>, TooFar> {
        let mut left = from;
        let mut at = from.map_or(self.rows[node.row].first, |left| self.nodes[left].right);
        self.mark += 1;
        let (walk, mut stretch) = (self.mark, self.mark);
        while let Some(other) = at {
            if until == Some(other) {
                break;
            }
            self.steps += 1;
            if self.steps > most {
                return Err(TooFar);
            }
            (self.nodes[other].passed, self.nodes[other].conflicts) = (walk, stretch);
            let (origin, right_origin) = (self.nodes[other].origin, self.nodes[other].right_origin);
            if origin == node.origin {
                if self.nodes[other].id.client < node.id.client {
                    left = Some(other);
                    self.mark += 1;
                    stretch = self.mark;
                } else if right_origin == node.right_origin {
                    break;
                }
            } else if let Some(before) = origin.and_then(|id| self.holding(id))
                && self.nodes[before].passed == walk
            {
                if self.nodes[before].conflicts != stretch {
                    left = Some(other);
                    self.mark += 1;
                    stretch = self.mark;
                }
            } else {
                break;
            }
            at = self.nodes[other].right;
        }
        Ok(left)
    }

    /// Puts a node behind its left neighbour, or first in its row.
    fn link(&mut self, mut node: Node, left: Option<NodeId>) {
        let new = self.nodes.len();
        node.left = left;
        node.right = match left {
            Some(left) => self.nodes[left].right.replace(new),
            None => self.rows[node.row].first.replace(new),
        };
        if let Some(right) = node.right {
            self.nodes[right].left = Some(new);
        }
        self.rows[node.row].len += 1;
        self.clients.entry(node.id.client).or_default().push(new);
        self.nodes.push(node);
    }

    fn row_of(&mut self, item: &Struct<'_>) -> Option<usize> {
        let container = match item.parent {
            Parent::Root(name) => Container::Root(name.to_owned()),
            Parent::Item(id) => Container::Item(id),
            Parent::Inherited => return None,
        };
        let place = Place { container, key: item.key.map(str::to_owned) };
        let (next, keyed) = (self.rows.len(), place.key.is_some());
        let row = *self.by_place.entry(place).or_insert(next);
        if row == next {
            self.rows.push(Row { keyed, ..Row::default() });
        }
        Some(row)
    }

    /// Where in the list of its client the node with this unit is.
    fn find(&self, id: Id) -> Option<usize> {
        let nodes = self.clients.get(&id.client)?;
        let at = nodes.partition_point(|node| self.nodes[*node].id.clock <= id.clock).checked_sub(1)?;
        let node = &self.nodes[nodes[at]];
        (id.clock < node.id.clock + node.len).then_some(at)
    }

    fn holding(&self, id: Id) -> Option<NodeId> {
        self.find(id).map(|at| self.clients[&id.client][at])
    }

    /// The node that begins with this unit; split off if need be.
    fn beginning_at(&mut self, id: Id) -> Option<NodeId> {
        let at = self.find(id)?;
        let node = self.clients[&id.client][at];
        let offset = id.clock - self.nodes[node].id.clock;
        Some(if offset == 0 { node } else { self.split(at, node, offset) })
    }

    /// The node that ends with this unit; what follows in it is split off if need be.
    fn ending_at(&mut self, id: Id) -> Option<NodeId> {
        let at = self.find(id)?;
        let node = self.clients[&id.client][at];
        let offset = id.clock + 1 - self.nodes[node].id.clock;
        if offset < self.nodes[node].len {
            self.split(at, node, offset);
        }
        Some(node)
    }

    fn split(&mut self, at: usize, node: NodeId, offset: u32) -> NodeId {
        let new = self.nodes.len();
        let Node { id, len, right_origin, row, right, passed, conflicts, .. } = self.nodes[node];
        let begins = Id { client: id.client, clock: id.clock + offset };
        self.nodes.push(Node {
            id: begins,
            len: len - offset,
            origin: Some(Id { clock: begins.clock - 1, ..begins }),
            right_origin,
            row,
            left: Some(node),
            right,
            passed,
            conflicts,
        });
        (self.nodes[node].len, self.nodes[node].right) = (offset, Some(new));
        if let Some(right) = right {
            self.nodes[right].left = Some(new);
        }
        self.rows[row].len += 1;
        self.clients.entry(id.client).or_default().insert(at + 1, new);
        new
    }
}

#[cfg(test)]
mod tests;
