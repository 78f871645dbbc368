//! What the service tells whoever watches it: nothing unless it is asked to, on an address of its own, numbers that move with
//! what happens; and the board, the alerts and the page about it name what there is.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;

const BOARD: &str = include_str!("../../docs/operate/grafana.json");
const ALERTS: &str = include_str!("../../docs/operate/alerts.yml");
const PAGE: &str = include_str!("../../docs/operate/metrics.md");
const TROUBLE: &str = include_str!("../../docs/operate/trouble.md");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_is_counted_and_nobody_else_is_told() {
    let scene = Scene::configured(WATCHED).await;
    let watcher = scene.service.metrics(&scene.folder);
    let before = watcher.get("/metrics").await;
    assert_eq!(before.status, 200);
    assert!(before.text().ends_with("# EOF\n"));
    let kind = before.header("content-type").unwrap();
    assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"), "{kind}");

    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 71).await;
    let update = appended(&mut document, "counted");
    offer(&mut link, &update).await.unwrap();
    let (mut reader, mut read) = joined(&scene.service, &scene.observer, scene.chapter, 72).await;
    let update = appended(&mut read, "refused");
    assert!(offer(&mut reader, &update).await.is_err());
    let page = scene.service.stranger().from_page(&scene.service.address);
    assert_eq!(page.post("/api/v1/sign-in", json!({ "link": "no", "code": "no" })).await.status, 403);
    std::fs::write(scene.folder.data().join(server::BACKED_UP), "").unwrap();

    let (before, after) = (before.text(), watcher.get("/metrics").await.text());
    let grew = |sample: &str| value(&after, sample).unwrap() - value(&before, sample).unwrap_or(0.0);
    for sample in [
        "chancery_commits_total",
        "chancery_records_total",
        "chancery_journal_sync_seconds_count",
        "chancery_commit_records_count",
        "chancery_journal_position",
        "chancery_journal_bytes",
        "chancery_sign_in_tries_total",
        "chancery_requests_total{answer=\"refused\"}",
        "chancery_refusals_total{over=\"link\",code=\"read-only\"}",
        "chancery_refusals_total{over=\"http\",code=\"invitation-refused\"}",
        "chancery_backup_timestamp_seconds",
    ] {
        assert!(grew(sample) > 0.0, "{sample}\n{after}");
    }
    assert_eq!(value(&after, "chancery_links{carrier=\"websocket\"}"), Some(2.0), "{after}");
    assert_eq!(value(&after, "chancery_writable"), Some(1.0));
    assert_eq!(value(&after, "chancery_index_open"), Some(1.0));
    for sample in ["chancery_data_free_bytes", "process_resident_memory_bytes", "process_open_fds"] {
        assert!(value(&after, sample).unwrap() > 0.0, "{sample}");
    }

    assert_eq!(scene.service.stranger().get("/metrics").await.status, 404, "not where people come");
    for path in ["/", "/api/v1/health", "/metrics/"] {
        assert_eq!(watcher.get(path).await.status, 404, "nothing else there: {path}");
    }
    assert_eq!(watcher.post("/metrics", json!({})).await.status, 405);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_the_alerts_and_the_page_name_what_there_is() {
    let scene = Scene::configured(WATCHED).await;
    let told = scene.service.metrics(&scene.folder).get("/metrics").await.text();
    let board: serde_json::Value = serde_json::from_str(BOARD).unwrap();
    let panels = board["panels"].as_array().unwrap().iter();
    let asked: Vec<&str> = panels
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap())
        .chain(ALERTS.lines().filter_map(|line| line.trim().strip_prefix("expr: ")))
        .collect();
    let named: BTreeSet<&str> = asked.iter().flat_map(|expression| names(expression)).collect();
    assert!(named.len() >= 25, "{named:?}");
    for name in named {
        let is_told = told.lines().any(|line| line.split([' ', '{']).next() == Some(name));
        assert!(is_told, "{name} is asked for and not told");
    }
    for line in told.lines() {
        let Some((family, _)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' ')) else {
            continue;
        };
        let is_explained = [family.to_owned(), format!("{family}_total"), format!("{family}_info")]
            .iter()
            .any(|name| PAGE.contains(&format!("`{name}`")));
        assert!(is_explained, "{family} is not in docs/operate/metrics.md");
    }
    for name in names(PAGE) {
        let family = name.trim_end_matches("_total").trim_end_matches("_info");
        assert!(told.contains(&format!("# TYPE {family} ")), "{name} is explained and not told");
    }
    let alerts = ALERTS.lines().filter_map(|line| line.trim().strip_prefix("- alert: "));
    for alert in alerts {
        assert!(TROUBLE.contains(&format!("**{alert}**")), "docs/operate/trouble.md says nothing of {alert}");
    }
}

/// Words that look like metrics of ours or of the process.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
    words.filter(|word| word.starts_with("chancery_") || word.starts_with("process_"))
}

/// The value of one sample, named with its labels.
fn value(told: &str, sample: &str) -> Option<f64> {
    told.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' ')?.parse().ok())
}
