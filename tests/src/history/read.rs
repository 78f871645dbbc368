//! Reads the two formats of the public collection of editing traces, plain or gzipped.
//! One person's session is a chain; several people's names its parents.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::{History, Patch, Transaction};

#[derive(Debug)]
pub enum NotRead {
    Io(std::io::Error),
    Json(serde_json::Error),
    /// What is not as the format says.
    Shape(&'static str),
}

impl std::fmt::Display for NotRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the file cannot be read: {error}"),
            Self::Json(error) => write!(f, "the file is not JSON: {error}"),
            Self::Shape(what) => write!(f, "the file is not an editing history: {what}"),
        }
    }
}

impl std::error::Error for NotRead {}

/// Reads a history from a `.json` or `.json.gz` file.
///
/// # Errors
/// [`NotRead`] says what was wrong.
pub fn read(path: &Path) -> Result<History, NotRead> {
    let file = BufReader::new(File::open(path).map_err(NotRead::Io)?);
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(file).read_to_string(&mut text).map_err(NotRead::Io)?;
    } else {
        { file }.read_to_string(&mut text).map_err(NotRead::Io)?;
    }
    let value: Value = serde_json::from_str(&text).map_err(NotRead::Json)?;
    history(&value)
}

fn history(value: &Value) -> Result<History, NotRead> {
    let end = value["endContent"].as_str().ok_or(NotRead::Shape("endContent is missing"))?.to_owned();
    let recorded = value["txns"].as_array().ok_or(NotRead::Shape("txns is missing"))?;
    let agents = match &value["numAgents"] {
        Value::Null => None,
        agents => Some(number(agents, "numAgents is no number")?),
    };
    let mut transactions = Vec::with_capacity(recorded.len() + 1);
    if let Some(start) = value["startContent"].as_str().filter(|start| !start.is_empty()) {
        let patches = vec![Patch { at: 0, removed: 0, inserted: start.to_owned() }];
        transactions.push(Transaction { agent: 0, parents: Vec::new(), patches });
    }
    for entry in recorded {
        let index = transactions.len();
        let (agent, parents) = match agents {
            None => (0, index.checked_sub(1).into_iter().collect()),
            Some(_) => (number(&entry["agent"], "agent is no number")?, parents(entry, index)?),
        };
        if agent >= agents.unwrap_or(1) {
            return Err(NotRead::Shape("an agent is not below numAgents"));
        }
        transactions.push(Transaction { agent, parents, patches: patches(entry)? });
    }
    Ok(History { agents: agents.unwrap_or(1), transactions, end })
}

fn parents(entry: &Value, index: usize) -> Result<Vec<usize>, NotRead> {
    let parents = entry["parents"].as_array().ok_or(NotRead::Shape("parents is missing"))?;
    let parents: Vec<usize> =
        parents.iter().map(|parent| number(parent, "a parent is no number")).collect::<Result<_, _>>()?;
    if parents.iter().any(|parent| *parent >= index) {
        return Err(NotRead::Shape("a parent is not earlier"));
    }
    Ok(parents)
}

fn patches(entry: &Value) -> Result<Vec<Patch>, NotRead> {
    let patches = entry["patches"].as_array().ok_or(NotRead::Shape("patches is missing"))?;
    let patch = |patch: &Value| {
        Ok(Patch {
            at: number(&patch[0], "a position is no number")?,
            removed: number(&patch[1], "a count is no number")?,
            inserted: patch[2].as_str().ok_or(NotRead::Shape("an insertion is no text"))?.to_owned(),
        })
    };
    patches.iter().map(patch).collect()
}

fn number(value: &Value, what: &'static str) -> Result<usize, NotRead> {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).ok_or(NotRead::Shape(what))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_formats_are_read() {
        let one =
            history(&json!({"startContent": "a", "endContent": "ab", "txns": [{"patches": [[1, 0, "b"]]}]}))
                .unwrap();
        assert_eq!(one.transactions[1].parents, [0]);
        assert_eq!(one.keystrokes(), 2);
        let two = json!({"endContent": "x", "numAgents": 2, "txns": [
            {"parents": [], "agent": 1, "patches": [[0, 0, "x"]]}, {"parents": [0], "agent": 0, "patches": []}]});
        assert_eq!(history(&two).unwrap().transactions[1].parents, [0]);
    }

    #[test]
    fn a_history_whose_parents_come_later_is_refused() {
        let bad =
            json!({"endContent": "", "numAgents": 1, "txns": [{"parents": [0], "agent": 0, "patches": []}]});
        assert!(matches!(history(&bad), Err(NotRead::Shape(_))));
    }
}
