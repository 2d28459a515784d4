//! What a collector does by itself, every now and then: forgets who asked, and takes out what was kept long enough.

use std::sync::Arc;
use std::time::Duration;

use crate::limit::Limits;
use crate::store::{Millis, Store};
use crate::time::now;

/// How often.
const PAUSE: Duration = Duration::from_mins(1);

/// How many events are erased in one transaction, so that who writes does not wait for long.
const CHUNK: u32 = 500;

/// Runs until it is aborted.
pub(crate) async fn keep_house(store: Arc<dyn Store>, limits: Arc<Limits>, keep_personal: Option<Duration>) {
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        limits.forget();
        if let Some(age) = keep_personal {
            erase_older(store.as_ref(), age).await;
        }
    }
}

async fn erase_older(store: &dyn Store, age: Duration) {
    let now = now();
    let before = now.saturating_sub(Millis::try_from(age.as_millis()).unwrap_or(Millis::MAX));
    loop {
        match store.erase_older(before, now, CHUNK).await {
            Ok(0) => return,
            Ok(erased) => tracing::info!(erased, "events are older than personal data is kept"),
            Err(error) => {
                tracing::error!(%error, "what is old could not be erased");
                return;
            }
        }
    }
}
