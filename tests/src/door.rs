//! A door between clients and the service: a TCP relay with an address that stays while the service behind it dies and
//! comes back elsewhere. Shut, it cuts whoever is inside and turns away whoever comes.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub struct Door {
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    behind: watch::Sender<Option<SocketAddr>>,
    task: JoinHandle<()>,
}

impl Door {
    /// A shut door.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("a bound port has an address"));
        let (behind, seen) = watch::channel(None);
        let task = tokio::spawn(keep(listener, seen));
        Self { address, behind, task }
    }

    /// Lets people through to this address (`http://...`).
    ///
    /// # Panics
    /// When it is no address.
    pub fn open(&self, address: &str) {
        let host = address.strip_prefix("http://").expect("tests speak plain HTTP");
        self.behind.send_replace(Some(host.parse().expect("an address and a port")));
    }

    /// Cuts everybody.
    pub fn shut(&self) {
        self.behind.send_replace(None);
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(listener: TcpListener, behind: watch::Receiver<Option<SocketAddr>>) {
    while let Ok((guest, _)) = listener.accept().await {
        tokio::spawn(lead_through(guest, behind.clone()));
    }
}

async fn lead_through(mut guest: TcpStream, mut behind: watch::Receiver<Option<SocketAddr>>) {
    let Some(address) = *behind.borrow_and_update() else { return };
    let Ok(mut host) = TcpStream::connect(address).await else { return };
    let _ = guest.set_nodelay(true).and(host.set_nodelay(true)); // slower without, not wrong
    tokio::select! {
        _ = copy_bidirectional(&mut guest, &mut host) => {}
        _ = behind.changed() => {} // shut, or leading elsewhere now
    }
}
