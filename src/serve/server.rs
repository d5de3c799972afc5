//! [`Server`]: a portal that is being served.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use axum::serve::ListenerExt as _;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::http::{Served, router};
use super::live::Live;
use super::watcher::Wake;
use super::worker::Worker;
use super::{Config, Error, Event};
use crate::pipeline::Build;
use crate::source::Sources;

/// How many ports after the first one are tried.
const MORE_PORTS: u16 = 10;

/// After this long the server stops whatever browsers and builds still do.
const DEADLINE: Duration = Duration::from_secs(1);

/// A portal that is being served. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    lives: watch::Receiver<Arc<Live>>,
    stopping: watch::Sender<bool>,
    wake: Sender<Wake>,
    /// Ends when the worker has.
    worked: Receiver<()>,
    /// `None` once it stopped.
    runtime: Option<Runtime>,
    /// Ends when the last answer was sent.
    served: Option<tokio::task::JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Takes a port, builds the course, and serves it from then on. A browser that comes while
    /// the first build runs waits for it.
    ///
    /// `config.open` is not looked at here. See [`serve`](super::serve()) for the rest.
    ///
    /// # Errors
    ///
    /// If the folder can't be read or no port is free.
    pub fn start<B>(
        config: Config,
        builder: impl Fn() -> B + Send + 'static,
        events: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        B: FnMut(&Sources) -> Build + 'static,
    {
        let listener = listen(config.port)?;
        let (wake, wakes) = mpsc::channel();
        let (ready, started) = mpsc::channel();
        let (working, worked) = mpsc::channel();
        let channel = (wake.clone(), wakes);
        thread::Builder::new()
            .name("stoa-serve".to_owned())
            .spawn(move || {
                let _working: Sender<()> = working;
                match Worker::new(config, builder, events, channel) {
                    Ok(worker) => {
                        // Nobody waits for it only if the program ends.
                        let _ = ready.send(Ok(worker.lives()));
                        worker.run();
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                }
            })
            .map_err(Error::Start)?;
        let lives = started
            .recv()
            .map_err(|_| Error::Start(io::Error::other("the first build did not end")))??;
        let (stopping, stops) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("stoa-http")
            .enable_all()
            .build()
            .map_err(Error::Start)?;
        let router = router(Served {
            lives: lives.clone(),
            stopping: stops.clone(),
            preview: Arc::default(),
        });
        let address = listener.local_addr().map_err(Error::Start)?;
        listener.set_nonblocking(true).map_err(Error::Start)?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(Error::Start)?
        };
        // Else a reload can wait for the acknowledgement of the message before it. Without this
        // the portal is served all the same.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let mut stop = stops;
        let served = runtime.spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async move {
                    let _ = stop.wait_for(|stopping| *stopping).await;
                })
                .await
        });
        Ok(Self {
            address,
            lives,
            stopping,
            wake,
            worked,
            runtime: Some(runtime),
            served: Some(served),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the portal for a browser, `http://127.0.0.1:4000/social/`.
    #[must_use]
    pub fn url(&self) -> String {
        let live = self.lives.borrow();
        let base = live.portal.as_ref().map_or("/", |portal| &portal.base);
        format!("http://{}{base}", self.address)
    }

    /// Stops, within about a second.
    pub fn stop(self) {
        drop(self);
    }

    /// Waits for Ctrl-C, or for another polite request of the system to end.
    pub(super) fn wait_for_signal(&self) -> Result<(), Error> {
        let Some(runtime) = &self.runtime else {
            return Ok(());
        };
        runtime.block_on(signal()).map_err(Error::Start)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let deadline = Instant::now() + DEADLINE;
        self.stopping.send_replace(true);
        // The worker is gone already if this fails.
        let _ = self.wake.send(Wake::Stop);
        if let (Some(runtime), Some(served)) = (self.runtime.take(), self.served.take()) {
            let _ = runtime.block_on(async { tokio::time::timeout(DEADLINE, served).await });
            runtime.shutdown_timeout(deadline.saturating_duration_since(Instant::now()));
        }
        // A build can't be interrupted. One that takes longer ends with the program.
        let _ = self
            .worked
            .recv_timeout(deadline.saturating_duration_since(Instant::now()));
    }
}

/// Takes the first free port, on this computer only.
fn listen(first: u16) -> Result<TcpListener, Error> {
    let last = if first == 0 {
        0
    } else {
        first.saturating_add(MORE_PORTS)
    };
    for port in first..=last {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(source) => return Err(Error::Port { port, source }),
        }
    }
    Err(Error::PortsTaken { first, last })
}

#[cfg(unix)]
async fn signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        done = tokio::signal::ctrl_c() => done,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
