//! Connections from their arrival to their end: none is waited for longer than it may take to say what it wants.
//!
//! What is answered is left to [`crate::app`]; how long a body may take to [`crate::ingest`].

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tower::Service;

/// How long to wait where the system gives no more connections: some are about to end.
const OUT_OF_CONNECTIONS: Duration = Duration::from_millis(50);

/// Answers until `stopped`; then takes no new connection, and ends when those that are under way have ended. The head of a
/// request may take as long as `patience` says, and a connection be silent as long between two.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    mut stopped: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // A sender that is dropped stops the server too.
            _ = &mut stopped => break,
        };
        match accepted {
            Ok((stream, peer)) => answer(&http, &graceful, stream, peer, router.clone()),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(OUT_OF_CONNECTIONS).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn answer(
    http: &http1::Builder,
    graceful: &GracefulShutdown,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) {
    // Small answers are not held back for more to send.
    let _best_effort = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "a connection broke");
        }
    });
}
