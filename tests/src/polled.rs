//! A link carried by requests, as `raw` carries one by a websocket; and the single requests, for tests that lose, repeat or
//! shuffle them. Answers nothing by itself.

use bytes::Bytes;
use collab::code::Code;
use collab::parcel;
use manual::id::DocumentId;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use std::collections::VecDeque;

use crate::raw::Came;

/// The client's end of a link.
#[derive(Clone)]
pub struct Polled {
    http: Client,
    headers: Vec<(&'static str, String)>,
    /// `http://…/poll/NAME`.
    pub address: String,
    /// The number of the next frame that goes up.
    next: u64,
    /// The last number that came down.
    after: u64,
    came: VecDeque<Bytes>,
}

/// The answer to a request for frames.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    Frames(Vec<(u64, Bytes)>),
    Nothing,
    /// The status and the code.
    Refused(u16, String),
}

impl Polled {
    /// Opens a link with these headers.
    ///
    /// # Errors
    /// The status and the body of a refusal.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn open(
        address: &str,
        document: DocumentId,
        headers: Vec<(&'static str, String)>,
    ) -> Result<Self, (u16, String)> {
        let address = format!("{address}/api/v1/sync/{document}/poll");
        let http = Client::new();
        let link = Self { http, headers, address, next: 1, after: 0, came: VecDeque::new() };
        let answer = link.request(Method::POST, "").send().await.expect("the service answers");
        let (status, body) = (answer.status().as_u16(), answer.text().await.expect("the whole answer comes"));
        if status != 201 {
            return Err((status, body));
        }
        let made: Value = serde_json::from_str(&body).expect("JSON");
        let name = made["link"].as_str().expect("a link has a name");
        Ok(Self { address: format!("{}/{name}", link.address), ..link })
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
    }

    /// Brings up a body as it is; the status, and the number awaited next or the code.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn bring(&self, body: Vec<u8>) -> Result<u64, (u16, String)> {
        let answer = self.request(Method::POST, "").body(body).send().await.expect("the service answers");
        let status = answer.status().as_u16();
        let said: Value = answer.json().await.expect("JSON");
        match said["next"].as_u64() {
            Some(next) if status == 200 => Ok(next),
            _ => Err((status, said["code"].as_str().expect("a problem has a code").to_owned())),
        }
    }

    /// Asks for what waits behind a number.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn ask(&self, after: u64, wait_s: u64) -> Asked {
        let request =
            self.request(Method::GET, &format!("/{after}")).header("prefer", format!("wait={wait_s}"));
        let Ok(answer) = request.send().await else { return Asked::Refused(0, "no answer".to_owned()) };
        let status = answer.status().as_u16();
        let body = answer.bytes().await.expect("the whole answer comes");
        match status {
            200 => {
                let parcel = parcel::read(&body).expect("the service sends whole frames");
                Asked::Frames(parcel.frames().map(|(n, frame)| (n, Bytes::copy_from_slice(frame))).collect())
            }
            204 => Asked::Nothing,
            _ => {
                let said: Value = serde_json::from_slice(&body).expect("JSON");
                Asked::Refused(status, said["code"].as_str().expect("a problem has a code").to_owned())
            }
        }
    }

    /// Says goodbye; the status.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn end(&self) -> u16 {
        self.request(Method::DELETE, "").send().await.expect("the service answers").status().as_u16()
    }

    /// Sends a frame, again until it is taken. A link that is over is not an error here.
    pub(crate) async fn send_bytes(&mut self, frame: Bytes) {
        loop {
            match self.bring(parcel::write(self.next, [&frame])).await {
                Ok(next) if next <= self.next => continue,
                Ok(_) => {
                    self.next += 1;
                    return;
                }
                Err(_) => return,
            }
        }
    }

    /// The next frame or the end, however long it takes.
    pub(crate) async fn next_whenever(&mut self) -> Came {
        loop {
            if let Some(frame) = self.came.pop_front() {
                return Came::Frame(frame);
            }
            match self.ask(self.after, 25).await {
                Asked::Frames(frames) => {
                    for (number, frame) in frames {
                        assert_eq!(number, self.after + 1, "frames come in their order");
                        self.after = number;
                        self.came.push_back(frame);
                    }
                }
                Asked::Nothing => {}
                Asked::Refused(_, word) => {
                    let code = Code::ALL.into_iter().find(|code| code.word() == word);
                    return Came::Closed(code.map(Code::close_code));
                }
            }
        }
    }
}
