//! Somebody who speaks HTTP to the service: with a token, with a cookie, from a page, or as a stranger.
//! Sends exactly the headers it was told to send, follows nothing, stores nothing.

use manual::id::DocumentId;
use reqwest::{Client, Method, redirect::Policy};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Caller {
    http: Client,
    base: String,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Caller {
    /// # Panics
    /// When no HTTP client can be made.
    pub fn new(base: &str) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().expect("a plain client can be made");
        Self { http, base: base.to_owned(), headers: Vec::new() }
    }

    #[must_use]
    pub fn bearing(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// With a cookie pair, as a browser sends it back.
    #[must_use]
    pub fn with_cookie(self, pair: &str) -> Self {
        self.with("cookie", pair)
    }

    /// As a page of this origin sends it.
    #[must_use]
    pub fn from_page(self, origin: &str) -> Self {
        self.with("origin", origin)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string())).await
    }

    /// Bytes as they are.
    pub async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Answer {
        self.bring(Method::POST, path, Some(("application/octet-stream", body))).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// One request, with a body of JSON if there is one.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        self.bring(method, path, body.map(|body| ("application/json", body.into_bytes()))).await
    }

    async fn bring(&self, method: Method, path: &str, body: Option<(&'static str, Vec<u8>)>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
        }
        let answer = request.send().await.expect("the service answers");
        let headers = answer.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let status = answer.status().as_u16();
        Answer { status, headers, body: answer.bytes().await.expect("the whole answer comes").to_vec() }
    }

    /// Makes a manual; its id.
    ///
    /// # Panics
    /// When the service does not answer 201.
    pub async fn make_manual(&self, title: &str) -> String {
        self.post("/api/v1/manuals", json!({ "title": title })).await.created()
    }

    /// Makes a chapter; its id, which is its document's.
    ///
    /// # Panics
    /// When the service does not answer 201.
    pub async fn make_chapter(&self, manual: &str, title: &str) -> DocumentId {
        let path = format!("/api/v1/manuals/{manual}/chapters");
        let id = self.post(&path, json!({ "title": title })).await.created();
        DocumentId::parse(&id).expect("ids are printed as we parse them")
    }
}

impl Answer {
    /// # Panics
    /// When the body is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The id that a 201 brought.
    ///
    /// # Panics
    /// When it is another answer.
    pub fn created(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.text());
        self.json()["id"].as_str().expect("201 brings an id").to_owned()
    }

    /// The code of a problem, once its shape is as promised.
    ///
    /// # Panics
    /// When the body is no problem.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], json!(self.status));
        for field in ["title", "request_id"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{field} in {problem}");
        }
        assert!(problem.get("detail").is_none_or(|detail| detail.as_str() != Some("")), "{problem}");
        (self.status, problem["code"].as_str().expect("a problem has a code").to_owned())
    }

    /// The `name=value` of the cookie that was set.
    ///
    /// # Panics
    /// When none was.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").expect("a cookie is set");
        set.split(';').next().expect("split gives one part").to_owned()
    }
}
