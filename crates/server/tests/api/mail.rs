//! Invitations by mail: the link and not the code, to whom it is for; and mail servers that are down, slow, silent, endless,
//! without TLS, or take nothing: an invitation stands in any case, and nobody waits for a mail but who sends it.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use server::limits::Limits;
use server::{Config, MailConfig, MailTls};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{Who, World, within};

/// What a mail server does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Does {
    Take,
    /// Repeats the address, as many do.
    Refuse,
    /// Takes the line and never says a word.
    Nothing,
    /// Says its first line and never ends it.
    NeverEnd,
    /// Says a number that is none.
    Babble,
}

/// What a mail server heard.
enum Heard {
    Line(String),
    Mail(Mail),
}

/// A mail as a server got it.
struct Mail {
    to: String,
    head: String,
    text: String,
}

/// A mail server on a free port, and all that it hears.
async fn mail_server(does: Does) -> (u16, mpsc::UnboundedReceiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (send, got) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(one_line(stream, does, send.clone()));
        }
    });
    (port, got)
}

async fn one_line(stream: TcpStream, does: Does, send: mpsc::UnboundedSender<Heard>) {
    let _ = send.send(Heard::Line("somebody came".to_owned()));
    let (read, mut write) = stream.into_split();
    match does {
        Does::NeverEnd => while write.write_all(&[b'2'; 4096]).await.is_ok() {},
        Does::Babble => drop(write.write_all(b"\xff\xff\xff\r\n999\r\n").await),
        Does::Take | Does::Refuse => drop(write.write_all(b"220 mail.example ESMTP\r\n").await),
        Does::Nothing => {}
    }
    let mut lines = BufReader::new(read).lines();
    let (mut to, mut data, mut in_data) = (String::new(), String::new(), false);
    while let Ok(Some(line)) = lines.next_line().await {
        if in_data && line != "." {
            data.push_str(&line);
            data.push('\n');
            continue;
        }
        let _ = send.send(Heard::Line(line.clone()));
        let answer = match line.get(..4).unwrap_or(&line).to_uppercase().as_str() {
            _ if does == Does::Nothing => continue,
            "RCPT" if does == Does::Refuse => "550 no such <ama@example.org>",
            "RCPT" => {
                to = line;
                "250 ok"
            }
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "." => {
                in_data = false;
                let _ = send.send(Heard::Mail(mail(&to, &data)));
                "250 ok"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            break;
        }
    }
}

/// The next mail.
async fn next_mail(got: &mut mpsc::UnboundedReceiver<Heard>) -> Mail {
    loop {
        if let Heard::Mail(mail) = within(got.recv()).await.expect("a mail") {
            return mail;
        }
    }
}

/// Everything heard until now.
fn heard(got: &mut mpsc::UnboundedReceiver<Heard>) -> String {
    let said = |heard| match heard {
        Heard::Line(line) => format!("{line}\n"),
        Heard::Mail(mail) => format!("Mail({})\n", mail.to),
    };
    std::iter::from_fn(|| got.try_recv().ok()).map(said).collect()
}

fn mail(to: &str, data: &str) -> Mail {
    let (head, body) = data.split_once("\n\n").expect("a head and a body");
    let text = if head.contains("base64") {
        let bytes = STANDARD.decode(body.replace('\n', "")).expect("base64");
        String::from_utf8(bytes).expect("text")
    } else {
        body.replace("=\n", "").replace("=3D", "=")
    };
    Mail { to: to.to_owned(), head: head.to_owned(), text }
}

/// A service that mails over this port, with little patience.
fn config(port: u16, tls: MailTls) -> Config {
    let mail = MailConfig {
        server: "127.0.0.1".to_owned(),
        port: Some(port),
        tls,
        from: "Secretariat <secretariat@example.org>".to_owned(),
        user: None,
        password_file: None,
    };
    let limits = Limits { mail_ms_max: 1500, mails_max: 1, ..Limits::default() };
    Config { mail: Some(mail), limits, ..Config::default() }
}

/// The address at which somebody new in Ghana's seat is invited.
async fn newcomer(world: &World, email: Option<&str>) -> String {
    let mut body = json!({"name": "Ama Owusu", "role": "colleague"});
    if let Some(email) = email {
        body["email"] = json!(email);
    }
    let people = format!("/api/v1/seats/{}/people", world.ghana);
    let made = within(world.request(Who::Secretariat, Method::POST, &people).json(&body).send()).await;
    let made: Value = made.expect("an answer").json().await.expect("JSON");
    format!("/api/v1/people/{}/invitation", made["id"].as_str().expect("an id"))
}

async fn invited(world: &World, path: &str) -> Value {
    let answer = world.ask(Who::Secretariat, Method::POST, path).await;
    assert_eq!(answer.status(), 201);
    answer.json().await.expect("JSON")
}

async fn invite(world: &World, email: Option<&str>) -> Value {
    invited(world, &newcomer(world, email).await).await
}

/// The invitation lets its person in.
async fn lets_in(world: &World, invitation: &Value) {
    let secret = invitation["link"].as_str().and_then(|link| link.rsplit('/').next()).expect("a secret");
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in");
    let body = json!({"link": secret, "code": invitation["code"]});
    assert_eq!(within(request.json(&body).send()).await.expect("an answer").status(), 204);
}

#[tokio::test]
async fn the_link_goes_by_mail_and_the_code_does_not() {
    let (port, mut got) = mail_server(Does::Take).await;
    let world = World::with(config(port, MailTls::None)).await;
    let invitation = invite(&world, Some("ama@example.org")).await;
    assert_eq!(invitation["mailed"], json!(true));
    let mail = next_mail(&mut got).await;
    let (link, code) =
        (invitation["link"].as_str().expect("a link"), invitation["code"].as_str().expect("a code"));
    assert!(mail.to.contains("<ama@example.org>"), "{}", mail.to);
    assert!(mail.head.contains("secretariat@example.org") && mail.head.contains("Chancery: Ghana"));
    assert!(mail.text.contains(link) && mail.text.contains("Ghana"), "{}", mail.text);
    for half in code.split('-') {
        assert!(!mail.text.contains(half) && !mail.head.contains(half), "the code is in the mail");
    }
    assert!(!mail.text.contains("Owusu") && !mail.head.contains("Owusu"), "nor whose it is");
    lets_in(&world, &invitation).await;
    // Without an address nothing goes out.
    heard(&mut got);
    let other = invite(&world, None).await;
    assert_eq!((other.get("mailed"), heard(&mut got).as_str()), (None, ""));
    // Whoever takes a seat over is mailed too.
    let handover = format!("/api/v1/seats/{}/handover", world.ghana);
    let successor = json!({"name": "Kofi Mensah", "email": "kofi@example.org", "role": "focal-point"});
    let request = world.request(Who::Secretariat, Method::POST, &handover);
    let over = within(request.json(&json!({"leaving": null, "successor": successor})).send()).await;
    let over: Value = over.expect("an answer").json().await.expect("JSON");
    assert_eq!(over["invitation"]["mailed"], json!(true));
    assert!(next_mail(&mut got).await.to.contains("<kofi@example.org>"));
}

#[tokio::test]
async fn an_invitation_stands_whatever_its_mail_server_does() {
    for does in [Does::Refuse, Does::Nothing, Does::NeverEnd, Does::Babble] {
        let (port, mut got) = mail_server(does).await;
        let world = World::with(config(port, MailTls::None)).await;
        let begun = Instant::now();
        let invitation = invite(&world, Some("ama@example.org")).await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{does:?} took {:?}", begun.elapsed());
        assert_eq!(invitation["mailed"], json!(false), "{does:?}");
        assert!(!heard(&mut got).contains("Mail("), "{does:?}");
        lets_in(&world, &invitation).await;
    }
    // And one that is not there at all.
    let gone =
        TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address").port();
    let world = World::with(config(gone, MailTls::None)).await;
    let invitation = invite(&world, Some("ama@example.org")).await;
    assert_eq!(invitation["mailed"], json!(false));
    lets_in(&world, &invitation).await;
}

/// One mail that hangs keeps nobody: others are answered, and a second invitation is told at once that it was not mailed.
#[tokio::test]
async fn nobody_waits_for_the_mail_of_another() {
    let (port, mut got) = mail_server(Does::Nothing).await;
    let mut config = config(port, MailTls::None);
    config.limits.mail_ms_max = 15_000;
    let world = World::with(config).await;
    let (first, second) =
        (newcomer(&world, Some("ama@example.org")).await, newcomer(&world, Some("kofi@example.org")).await);
    let hanging = tokio::spawn(world.request(Who::Secretariat, Method::POST, &first).send());
    // The service has come to the mail server: from here on the first waits.
    within(got.recv()).await.expect("a line");
    let begun = Instant::now();
    assert_eq!(invited(&world, &second).await["mailed"], json!(false));
    world.get(Who::Ghana, "/api/v1/manuals").await;
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(!hanging.is_finished(), "the first still waits for its server");
    hanging.abort();
}

/// Where a line is to be private, no word of a mail is said on one that is not.
#[tokio::test]
async fn a_server_without_tls_is_told_nothing() {
    for tls in [MailTls::Starttls, MailTls::Implicit] {
        let (port, mut got) = mail_server(Does::Take).await;
        let world = World::with(config(port, tls)).await;
        assert_eq!(invite(&world, Some("ama@example.org")).await["mailed"], json!(false), "{tls:?}");
        let heard = heard(&mut got);
        assert!(!heard.contains("MAIL") && !heard.contains("RCPT") && !heard.contains("Ghana"), "{heard}");
    }
}

/// What is logged, kept to be read.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl io::Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Logged {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_says_that_and_not_to_whom() {
    let logged = Logged::default();
    let talkative = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    let listening = tracing::subscriber::set_default(talkative.with_writer(logged.clone()).finish());
    for does in [Does::Take, Does::Refuse, Does::Babble] {
        let (port, mut got) = mail_server(does).await;
        let world = World::with(config(port, MailTls::None)).await;
        let invitation = invite(&world, Some("ama@example.org")).await;
        heard(&mut got);
        let text = String::from_utf8(logged.0.lock().expect("one thread").clone()).expect("text");
        let secret = invitation["link"].as_str().and_then(|link| link.rsplit('/').next()).expect("a secret");
        let code = invitation["code"].as_str().expect("a code");
        for word in ["ama@example.org", "Owusu", "no such", secret, code] {
            assert!(!text.contains(word), "{does:?}: {word} is in the log");
        }
    }
    drop(listening);
    let text = String::from_utf8(logged.0.lock().expect("one thread").clone()).expect("text");
    assert_eq!(text.matches("an invitation was not mailed").count(), 2, "{text}");
}
