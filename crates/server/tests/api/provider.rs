//! A provider of identities in this process that does what a test wants: rightly, or wrong in one thing. Its keys are real
//! and it checks what it is shown, so that only what a test has changed can be what is refused.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::Signer as _;
use hmac::{Hmac, Mac};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::sha2::{Digest, Sha256};
use rsa::signature::{SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) const CLIENT: &str = "chancery";
pub(crate) const SECRET: &str = "a secret of the provider's";

/// How it signs a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
    Rsa,
    Ec,
    Ed,
    /// `alg: none`, with no signature.
    Not,
    /// `alg: none` in the header, and a good signature behind it.
    NotInTheHeader,
    /// HMAC under the public key, as anybody can.
    HmacPublic,
    /// HMAC under the secret that this service has.
    HmacSecret,
    /// With a key that it does not have.
    OtherKey,
    /// And names that key with a name of its own.
    UnknownKey,
    /// With its own key, and something changed afterwards.
    Changed,
}

/// What it answers when it is asked for a token, or for anything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Right,
    Html,
    Huge,
    Endless,
    Slow,
    /// To a place that would answer rightly.
    Redirect,
    Fails,
    NotJson,
    Empty,
    /// The token that it gave the last time.
    LastToken,
    NoToken,
}

pub(crate) type Change = fn(&mut Value);

/// All that a test may want.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) sign: Sign,
    pub(crate) token: Answer,
    pub(crate) described: Answer,
    pub(crate) keys: Answer,
    /// Changes what the token says.
    pub(crate) claims: Change,
    pub(crate) header: Change,
    /// Changes how it describes itself.
    pub(crate) description: Change,
    /// Whom it knows.
    pub(crate) subject: String,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            sign: Sign::Rsa,
            token: Answer::Right,
            described: Answer::Right,
            keys: Answer::Right,
            claims: |_| {},
            header: |_| {},
            description: |_| {},
            subject: "ama-4711".to_owned(),
        }
    }
}

#[derive(Default)]
struct Inside {
    manner: Manner,
    /// By code: the nonce, the challenge and where to come back to.
    codes: HashMap<String, (String, String, String)>,
    last: Option<String>,
    key: String,
    asked: u32,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let inside = Inside { key: "first".to_owned(), ..Inside::default() };
        let provider = Self { address, inside: Arc::new(Mutex::new(inside)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/right/{what}", any(right))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panics here")
    }

    pub(crate) fn behaves(&self, manner: Manner) {
        self.inside().manner = manner;
    }

    /// How often it was asked for anything.
    pub(crate) fn asked(&self) -> u32 {
        self.inside().asked
    }

    /// It has another key from now on, under another name.
    pub(crate) fn changes_its_key(&self) {
        self.inside().key = "second".to_owned();
    }

    /// What it does for a person who says yes: a code for what the address asks for.
    pub(crate) fn code(&self, asked: &HashMap<String, String>) -> String {
        let mut inside = self.inside();
        let code = format!("code-{}", inside.codes.len());
        let of = |name: &str| asked[name].clone();
        inside.codes.insert(code.clone(), (of("nonce"), of("code_challenge"), of("redirect_uri")));
        code
    }

    /// What a token says if nothing is changed about it.
    fn says(&self, nonce: &str, subject: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        json!({
            "iss": self.issuer(), "aud": CLIENT, "sub": subject, "nonce": nonce, "iat": now, "exp": now + 300,
            "email": "secretariat@example.org", "email_verified": true,
        })
    }

    fn token(&self, nonce: &str) -> String {
        let (manner, key) = {
            let inside = self.inside();
            (inside.manner.clone(), inside.key.clone())
        };
        let mut claims = self.says(nonce, &manner.subject);
        (manner.claims)(&mut claims);
        let (alg, kid) = match manner.sign {
            Sign::Rsa | Sign::OtherKey | Sign::Changed => ("RS256", format!("rsa-{key}")),
            Sign::UnknownKey => ("RS256", "unknown".to_owned()),
            Sign::Ec => ("ES256", "ec".to_owned()),
            Sign::Ed => ("EdDSA", "ed".to_owned()),
            Sign::Not | Sign::NotInTheHeader => ("none", format!("rsa-{key}")),
            Sign::HmacPublic | Sign::HmacSecret => ("HS256", format!("rsa-{key}")),
        };
        let mut head = json!({ "alg": alg, "kid": kid, "typ": "JWT" });
        (manner.header)(&mut head);
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&head), part(&claims));
        let signature = match manner.sign {
            Sign::Rsa | Sign::NotInTheHeader | Sign::Changed => rsa(&key, &text),
            Sign::OtherKey | Sign::UnknownKey => rsa("stranger", &text),
            Sign::Ec => {
                p256::ecdsa::signature::Signer::<p256::ecdsa::Signature>::sign(&ec(), text.as_bytes())
                    .to_bytes()
                    .to_vec()
            }
            Sign::Ed => ed().sign(text.as_bytes()).to_bytes().to_vec(),
            Sign::Not => Vec::new(),
            Sign::HmacPublic => hmac(rsa_key(&key).n().to_bytes_be().as_slice(), &text),
            Sign::HmacSecret => hmac(SECRET.as_bytes(), &text),
        };
        let text = if manner.sign == Sign::Changed {
            claims["sub"] = json!("kofi-0815");
            format!("{}.{}", part(&head), part(&claims))
        } else {
            text
        };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn rsa_key(name: &str) -> &'static RsaPrivateKey {
    static KEYS: [OnceLock<RsaPrivateKey>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let place = match name {
        "first" => 0,
        "second" => 1,
        _ => 2,
    };
    KEYS[place].get_or_init(|| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key"))
}

fn rsa(name: &str, text: &str) -> Vec<u8> {
    let key = pkcs1v15::SigningKey::<Sha256>::new(rsa_key(name).clone());
    key.sign(text.as_bytes()).to_vec()
}

fn ec() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key")
}

fn ed() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[7; 32])
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// What is answered in the place of the right thing, if something is.
async fn instead(answer: Answer, what: &str) -> Option<Response> {
    let json = [(header::CONTENT_TYPE, "application/json")];
    Some(match answer {
        Answer::Right | Answer::LastToken | Answer::NoToken => return None,
        Answer::Html => ([(header::CONTENT_TYPE, "text/html")], "<p>Please sign in</p>").into_response(),
        Answer::Huge => (json, format!("{{\"x\": \"{}\"}}", "y".repeat(1 << 20))).into_response(),
        Answer::Endless => {
            let more = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 4096]));
            (json, Body::from_stream(more)).into_response()
        }
        Answer::Slow => {
            tokio::time::sleep(Duration::from_secs(15)).await;
            return None;
        }
        Answer::Redirect => Redirect::temporary(&format!("/right/{what}")).into_response(),
        Answer::Fails => (StatusCode::BAD_REQUEST, json, r#"{"error": "invalid_grant"}"#).into_response(),
        Answer::NotJson => (json, "{").into_response(),
        Answer::Empty => (json, "").into_response(),
    })
}

async fn describe(State(provider): State<Provider>) -> Response {
    let manner = provider.heard();
    match instead(manner.described, "description").await {
        Some(other) => other,
        None => Json(provider.description()).into_response(),
    }
}

async fn keys(State(provider): State<Provider>) -> Response {
    let manner = provider.heard();
    match instead(manner.keys, "keys").await {
        Some(other) => other,
        None => Json(provider.jwks()).into_response(),
    }
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    let manner = provider.heard();
    match instead(manner.token, "token").await {
        Some(other) => other,
        None => provider.give(&headers, &body, manner.token),
    }
}

/// Where a redirect would lead: everything is as it should be there.
async fn right(
    State(provider): State<Provider>,
    axum::extract::Path(what): axum::extract::Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    match what.as_str() {
        "description" => Json(provider.description()).into_response(),
        "keys" => Json(provider.jwks()).into_response(),
        _ => provider.give(&headers, &body, Answer::Right),
    }
}

impl Provider {
    fn heard(&self) -> Manner {
        let mut inside = self.inside();
        inside.asked += 1;
        inside.manner.clone()
    }

    fn description(&self) -> Value {
        let issuer = self.issuer();
        let mut description = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "EdDSA", "HS256", "none"],
        });
        (self.inside().manner.description)(&mut description);
        description
    }

    fn jwks(&self) -> Value {
        let key = self.inside().key.clone();
        let (rsa, text) = (rsa_key(&key), |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes));
        let point = ec().verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("x").to_vec(), point.y().expect("y").to_vec());
        json!({ "keys": [
            {
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": format!("rsa-{key}"),
                "n": text(&rsa.n().to_bytes_be()), "e": text(&rsa.e().to_bytes_be()),
            },
            { "kty": "EC", "use": "sig", "crv": "P-256", "kid": "ec", "x": text(&x), "y": text(&y) },
            {
                "kty": "OKP", "use": "sig", "crv": "Ed25519", "kid": "ed",
                "x": text(ed().verifying_key().as_bytes()),
            },
        ] })
    }

    /// Gives a token for a code, once, to whoever knows the secret and both halves of the challenge.
    fn give(&self, headers: &HeaderMap, body: &str, answer: Answer) -> Response {
        let form = pairs(body);
        let refused = || {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::BAD_REQUEST, json, r#"{"error": "invalid_grant"}"#).into_response()
        };
        let basic = format!(
            "Basic {}",
            STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+").replace('\'', "%27")))
        );
        if headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok()) != Some(basic.as_str()) {
            return refused();
        }
        let code = form.get("code").and_then(|code| self.inside().codes.remove(code));
        let Some((nonce, challenge, come_back)) = code else { return refused() };
        let verifier = form.get("code_verifier").map(|text| URL_SAFE_NO_PAD.encode(Sha256::digest(text)));
        if verifier != Some(challenge) || form.get("redirect_uri") != Some(&come_back) {
            return refused();
        }
        let last = self.inside().last.clone();
        let token = match answer {
            Answer::LastToken => last.expect("one was given before"),
            _ => self.token(&nonce),
        };
        self.inside().last = Some(token.clone());
        let mut given = json!({ "access_token": "opaque", "token_type": "Bearer", "id_token": token });
        if answer == Answer::NoToken {
            given.as_object_mut().expect("an object").remove("id_token");
        }
        Json(given).into_response()
    }
}

/// What stands behind the question mark, or in a form.
pub(crate) fn pairs(text: &str) -> HashMap<String, String> {
    let address = format!("http://x/?{text}");
    let address = reqwest::Url::parse(&address).expect("pairs");
    address.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}
