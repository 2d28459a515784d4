//! A collector from its start to its end. What it answers is left to [`crate::app`].

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::{self, App};
use crate::config::{Config, Database};
use crate::credential::{Role, Token};
use crate::error::Error;
use crate::housekeeping;
use crate::limit::Limits;
use crate::listen;
use crate::metrics::Metrics;
use crate::portal;
use crate::store::{SqlStore, Store};
use crate::time::now;
use crate::webhook;

/// How long requests that are under way at the end may take.
const DRAIN: Duration = Duration::from_secs(10);

/// Starts collectors.
#[derive(Debug)]
pub struct Collector;

impl Collector {
    /// Listens, opens the database, and answers until [`Running::shutdown`].
    ///
    /// # Errors
    /// When the address or the database is not to be had.
    pub async fn start(config: Config) -> Result<Running, Error> {
        // First the port: an admin token that is made must also get printed.
        let listener =
            TcpListener::bind(config.listen).await.map_err(|error| Error::Listen(config.listen, error))?;
        let addr = listener.local_addr().map_err(|error| Error::Listen(config.listen, error))?;
        let store = open_store(&config.database).await?;
        let admin_token = first_token(store.as_ref()).await?;
        let app = App {
            store: Arc::clone(&store),
            access: config.access,
            metrics: Arc::new(Metrics::new()),
            patience: config.patience,
            portal: config.portal.clone().map(Into::into),
            has_widget: config.site.as_deref().is_some_and(portal::has_widget),
            limits: Arc::new(Limits::new(&config.rates)),
        };
        let router = app::router(&app, &config);
        let (stop, stopped) = oneshot::channel::<()>();
        let house =
            housekeeping::keep_house(Arc::clone(&store), Arc::clone(&app.limits), config.keep_personal);
        let webhooks = webhook::deliver(Arc::clone(&store), Arc::clone(&app.metrics));
        let chores = vec![tokio::spawn(house), tokio::spawn(webhooks)];
        let server = tokio::spawn(listen::serve(listener, router, config.patience, stopped));
        Ok(Running { addr, admin_token, stop, server, chores, store })
    }
}

/// A collector that answers.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// The admin token, if the database was empty: the only time it is ever to be seen.
    pub admin_token: Option<String>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    chores: Vec<JoinHandle<()>>,
    store: Arc<dyn Store>,
}

impl Running {
    /// Takes no new connection, ends the requests that are under way, commits what they brought, and closes.
    pub async fn shutdown(self) {
        let Self { stop, mut server, chores, store, .. } = self;
        drop(stop);
        // Each leaves off between two transactions or within one that then never was.
        chores.iter().for_each(JoinHandle::abort);
        if tokio::time::timeout(DRAIN, &mut server).await.is_err() {
            tracing::warn!("some requests did not end in time");
            server.abort();
        }
        store.close().await;
    }
}

/// Opens the database that the settings name.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_store(database: &Database) -> Result<Arc<dyn Store>, Error> {
    let opened = match database {
        Database::Sqlite(path) => SqlStore::sqlite(path).await,
        Database::Postgres(url) => SqlStore::postgres(url).await,
    };
    opened
        .map(|store| Arc::new(store) as Arc<dyn Store>)
        .map_err(|error| Error::Database(database.to_string(), error))
}

async fn first_token(store: &dyn Store) -> Result<Option<String>, Error> {
    let token = Token::generate()?;
    let kept = store.add_first_token(&token.row(Role::Admin, "first", now())).await?;
    Ok(kept.then(|| token.reveal()))
}
