//! Invitations by mail: the link, never the code, to the address of whom it is for. What a mail scanner does with the link is
//! of no use to it. One way out, over TLS with the certificates that this machine trusts; nothing is kept or tried again,
//! and no address is logged. A mail server gets so much time, may say so much, and no more than a few mails are on their way at
//! once: whoever invites is told that nothing was mailed, and has the link. Configured as `[mail]`; next: `routes::people`.

mod line;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use lettre::Address;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use self::line::Line;
use crate::chance;
use crate::limits::Limits;

/// Where mail goes out, and from whom.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The name of the mail server.
    pub server: String,
    /// 465 for `implicit`, 587 for `starttls`, 25 for `none`.
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: MailTls,
    /// `Secretariat <secretariat@example.org>`
    pub from: String,
    /// Who signs in at the mail server, with what stands in `password_file`.
    pub user: Option<String>,
    pub password_file: Option<PathBuf>,
}

/// How the line to the mail server is kept private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailTls {
    /// From the first byte.
    #[default]
    Implicit,
    /// From the server's consent on; without it nothing is sent.
    Starttls,
    /// Not at all: only to this machine itself.
    None,
}

impl MailConfig {
    /// What does not fit together, in words.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let here = ["localhost", "127.0.0.1", "::1"].contains(&self.server.as_str());
        if self.tls == MailTls::None && !here {
            return Some("`tls = \"none\"` is for a mail server on this machine alone");
        }
        if self.from.parse::<Mailbox>().is_err() {
            return Some("`from` is not an address, such as `Secretariat <secretariat@example.org>`");
        }
        if self.user.is_some() != self.password_file.is_some() {
            return Some("`user` and `password_file` go together");
        }
        None
    }
}

/// The way out.
pub(crate) struct Mailer {
    server: String,
    port: u16,
    tls: Private,
    credentials: Option<Credentials>,
    hello: ClientId,
    from: Mailbox,
    patience: Duration,
    answer_bytes_max: usize,
    /// Mails that may be on their way at once; one more is not sent.
    under_way: Semaphore,
}

/// How the line is kept private, ready to be used.
enum Private {
    Implicit(TlsParameters),
    Starttls(TlsParameters),
    NotAtAll,
}

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
enum NotMailed {
    #[error("the mail server could not be reached")]
    NoServer(#[from] io::Error),
    #[error("the mail server did not take it")]
    Refused(#[from] Error),
}

/// What goes into a mail.
#[derive(Clone, Copy)]
pub(crate) struct Invited<'a> {
    pub(crate) to: &'a str,
    pub(crate) seat: &'a str,
    pub(crate) link: &'a str,
    /// The last day, as `2026-12-01`.
    pub(crate) until: &'a str,
}

impl Mailer {
    /// Reads the password; opens no connection yet.
    ///
    /// # Errors
    /// When the password cannot be read, or the server's name is none.
    pub(crate) fn new(config: &MailConfig, limits: &Limits) -> io::Result<Self> {
        let parameters = || {
            let made = TlsParameters::new(config.server.clone());
            made.map_err(|_| io::Error::other("[mail] names no server"))
        };
        let from: Mailbox = config.from.parse().map_err(|_| io::Error::other("[mail] names no sender"))?;
        let (tls, usual) = match config.tls {
            MailTls::None => (Private::NotAtAll, 25),
            MailTls::Starttls => (Private::Starttls(parameters()?), 587),
            MailTls::Implicit => (Private::Implicit(parameters()?), 465),
        };
        let credentials = match (&config.user, &config.password_file) {
            (Some(user), Some(file)) => {
                let password = std::fs::read_to_string(file)?;
                Some(Credentials::new(user.clone(), password.trim_end().to_owned()))
            }
            _ => None,
        };
        Ok(Self {
            server: config.server.clone(),
            port: config.port.unwrap_or(usual),
            tls,
            credentials,
            hello: ClientId::Domain(from.email.domain().to_owned()),
            from,
            patience: Duration::from_millis(limits.mail_ms_max),
            answer_bytes_max: limits.mail_answer_bytes_max,
            under_way: Semaphore::new(limits.mails_max),
        })
    }

    /// Sends the link of an invitation. Whether the mail server took it; if not, the log has the kind of trouble alone.
    pub(crate) async fn send(&self, invited: &Invited<'_>) -> bool {
        let Ok(_one_of_few) = self.under_way.try_acquire() else {
            tracing::warn!("an invitation was not mailed: too many are under way");
            return false;
        };
        let Some(message) = message(&self.from, invited) else { return false };
        match tokio::time::timeout(self.patience, self.deliver(&message)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                // What a mail server answers may repeat the address: of that the number alone.
                let status = match &error {
                    NotMailed::Refused(error) => error.status(),
                    NotMailed::NoServer(_) => None,
                };
                let status = status.map(|code| code.to_string()).unwrap_or_default();
                tracing::warn!(%error, status, "an invitation was not mailed");
                false
            }
            Err(_) => {
                tracing::warn!("an invitation was not mailed: the mail server did not answer in time");
                false
            }
        }
    }

    async fn deliver(&self, message: &Message) -> Result<(), NotMailed> {
        let mut connection = self.connect().await?;
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        connection.send(message.envelope(), &message.formatted()).await?;
        // It was taken. How the server says goodbye is its own affair.
        let _ = connection.quit().await;
        Ok(())
    }

    /// A line on which everything from here on is private, or stays on this machine.
    async fn connect(&self) -> Result<AsyncSmtpConnection, NotMailed> {
        let (address, hello) = ((self.server.as_str(), self.port), &self.hello);
        let tls = match &self.tls {
            Private::Implicit(tls) => {
                let (tls, patience) = (Some(tls.clone()), Some(self.patience));
                return Ok(AsyncSmtpConnection::connect_tokio1(address, patience, hello, tls, None).await?);
            }
            Private::Starttls(tls) => Some(tls),
            Private::NotAtAll => None,
        };
        // What is said before anybody has shown a certificate may come from anybody.
        let line = Line::new(TcpStream::connect(address).await?, self.answer_bytes_max);
        let mut connection = AsyncSmtpConnection::connect_with_transport(Box::new(line), hello).await?;
        if let Some(tls) = tls {
            connection.starttls(tls.clone(), hello).await?;
        }
        Ok(connection)
    }
}

/// The mail. Nothing that people have typed becomes a line of its head: the address is parsed, the subject encoded.
fn message(from: &Mailbox, invited: &Invited<'_>) -> Option<Message> {
    let to: Address = invited.to.parse().ok()?;
    let seat: String = invited.seat.chars().filter(|c| !c.is_control()).collect();
    let id = format!("<{}@{}>", chance::request_id(), from.email.domain());
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(format!("Chancery: {seat}"))
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN)
        .body(text(&Invited { seat: &seat, ..*invited }));
    message.ok()
}

/// The same in every language: nobody has said yet which of them the person reads.
fn text(invited: &Invited<'_>) -> String {
    let Invited { seat, link, until, .. } = invited;
    format!(
        "{link}\n\n\
         You are invited to write for {seat}. Open this link until {until} and type the code that you are told by another \
         way: it is not in this mail. If you did not expect this, do nothing; the link alone lets nobody in.\n\n\
         Vous êtes invité(e) à écrire pour : {seat}. Ouvrez ce lien avant le {until} et saisissez le code qui vous est \
         communiqué par une autre voie : il n’est pas dans ce message. Si vous n’attendiez rien, ne faites rien ; le lien \
         seul ne fait entrer personne.\n\n\
         Se le invita a escribir para: {seat}. Abra este enlace hasta el {until} y escriba el código que recibirá por otra \
         vía: no está en este mensaje. Si no esperaba esto, no haga nada; el enlace por sí solo no deja entrar a nadie.\n\n\
         Recebeu um convite para escrever por: {seat}. Abra este link até {until} e escreva o código que lhe é comunicado \
         por outra via: ele não está nesta mensagem. Se não esperava isto, não faça nada; o link sozinho não deixa entrar \
         ninguém.\n\n\
         هذه دعوة للكتابة باسم: {seat}. افتح هذا الرابط حتى {until} واكتب الرمز الذي يصلك بطريقة أخرى: ليس في هذه الرسالة. \
         إن لم تكن تتوقع ذلك فلا تفعل شيئًا؛ الرابط وحده لا يُدخل أحدًا.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> MailConfig {
        toml::from_str(text).expect("a configuration")
    }

    #[test]
    fn contradictions_are_refused_in_words() {
        let right = config("server = 'mail.example.org'\nfrom = 'Secretariat <s@example.org>'");
        assert_eq!((right.tls, right.contradiction()), (MailTls::Implicit, None));
        for wrong in [
            "server = 'mail.example.org'\nfrom = 's@example.org'\ntls = 'none'",
            "server = 'mail.example.org'\nfrom = 'nobody'",
            "server = 'mail.example.org'\nfrom = 's@example.org'\nuser = 'u'",
        ] {
            assert!(config(wrong).contradiction().is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_mail_has_the_link_and_no_code() {
        let link = "https://manual.example/sign-in/abc";
        let invited = Invited { to: "ama@example.org", seat: "Ghana", link, until: "2026-12-01" };
        let text = text(&invited);
        assert!(text.starts_with(link) && text.matches("Ghana").count() == 5, "{text}");
    }

    #[test]
    fn what_people_typed_becomes_no_line_of_the_head() {
        let from: Mailbox = "Secretariat <s@example.org>".parse().expect("a sender");
        let link = "https://manual.example/sign-in/abc";
        let lines_of = |seat: &str| {
            let invited = Invited { to: "ama@example.org", seat, link, until: "2026-12-01" };
            let bytes = message(&from, &invited).expect("a mail").formatted();
            let mail = String::from_utf8(bytes).expect("text");
            let (head, body) = mail.split_once("\r\n\r\n").expect("a head");
            assert!(!head.to_lowercase().contains("\nbcc:") && !body.contains("\nBcc:"), "{mail}");
            head.replace("\r\n ", " ").lines().count()
        };
        let usual = lines_of("Ghana");
        let long = "Ghana ".repeat(300);
        for seat in ["Ghana\r\nBcc: thief@example.org", "Ghana\nBcc: a@b", "\u{2028}Bcc: a@b", "غانا", &long]
        {
            assert_eq!(lines_of(seat), usual, "{seat:?}");
        }
        for to in [
            "ama@example.org\r\nBcc: thief@example.org",
            "ama@example.org>\r\nRCPT TO:<thief@example.org",
            "a b@c",
            "",
        ] {
            assert!(message(&from, &Invited { to, seat: "Ghana", link, until: "" }).is_none(), "{to:?}");
        }
    }
}
