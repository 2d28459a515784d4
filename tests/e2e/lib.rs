//! The harness of the end-to-end tests: processes that end with their test, the pages, and what a person can see and do there.
//!
//! `cargo xtask test --only e2e` builds what is tested and says where it is (see [`setting`]).

mod barriers;
mod browser;
mod endpoint;
mod engine;
mod host;
mod recipes;
mod reference;
mod root;
mod shop;
mod stack;
mod walk;
mod wall;
mod widget;

pub use browser::{Browser, Device};
pub use endpoint::{Endpoint, HostPage, Manner, is_photo};
pub use engine::Engine;
pub use host::{Host, Request};
pub use recipes::recipe;
pub use reference::Reference;
pub use shop::{Language, Shop};
pub use stack::Stack;
pub use walk::{Focus, Refusal, Screen, Walk};
pub use wall::Gallery;
pub use widget::Widget;

pub use sayso_bed::{PATIENCE, Process, setting};

use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

/// Does the same in a browser of each engine of this machine, and says in which one it failed.
///
/// # Errors
/// The first failure, or that an engine does not come up.
pub async fn in_every_engine(device: Device, mut act: impl AsyncFnMut(&Browser) -> Result<()>) -> Result<()> {
    for engine in Engine::here() {
        let done = async { act(&Browser::start_in(engine, device).await?).await };
        done.await.with_context(|| format!("in {engine:?}"))?;
    }
    Ok(())
}

/// Asks again and again until there is an answer.
///
/// # Errors
/// The last failure to ask, or that there was no answer within [`PATIENCE`].
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        let answer = ask().await;
        if let Ok(Some(answer)) = answer {
            return Ok(answer);
        }
        if started.elapsed() > PATIENCE {
            answer.with_context(|| format!("waiting for {what}"))?;
            bail!("waited {} s for {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
