//! Sending events to the webhooks of their types, signed after Standard Webhooks, until they arrive or it is hopeless.
//!
//! What is to be sent stands in a table, put there in the transaction that kept the event; so it outlives this process, and
//! several collectors share the work. An event may arrive twice, and not in order; its `webhook-id` is the event's id.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, StatusCode, redirect};
use sayso_core::event::EventType;
use sha2::Sha256;
use url::Url;
use uuid::Uuid;

use crate::error::Error;
use crate::metrics::Metrics;
use crate::store::{Delivery, Millis, Outcome, Store, WebhookRow};
use crate::time::now;

/// How often the table is looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// How many deliveries are under way at once.
const AT_ONCE: u32 = 20;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long a collector has a delivery to itself; after that it must have died.
const LEASE: Millis = 60_000;

/// The waits between attempts, in seconds: those that Standard Webhooks suggests. After the last, it is given up.
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// What a secret begins with.
const PREFIX: &str = "whsec_";

impl WebhookRow {
    /// A new webhook with a secret of its own.
    ///
    /// # Errors
    /// When the address is none that can be posted to, or the operating system has no random bytes.
    pub fn generate(kind: EventType, url: &str, created_at: Millis) -> Result<Self, Error> {
        let parsed = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let parsed = parsed.ok_or_else(|| Error::Setting {
            name: "--url",
            reason: format!("expected an address such as https://desk.example/sayso, found \"{url}\""),
        })?;
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| Error::System(format!("no random bytes: {error}")))?;
        let secret = format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes));
        let id = Uuid::now_v7();
        Ok(Self { id, kind, url: parsed.to_string(), secret, created_at, revoked_at: None })
    }
}

/// The header `webhook-signature`; `None` for a secret that is none.
///
/// ```
/// use sayso_collector::webhook::sign;
/// // The example of the libraries of Standard Webhooks.
/// let signature = sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
///     r#"{"test": 2432232314}"#);
/// assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
/// ```
pub fn sign(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}

/// Sends what is due until it is aborted. A delivery that is broken off is tried again after its lease.
pub(crate) async fn deliver(store: Arc<dyn Store>, metrics: Arc<Metrics>) {
    // Made when there is something to send: most collectors have no webhook.
    let mut client = None;
    loop {
        let now = now();
        match store.claim_deliveries(now, now + LEASE, AT_ONCE).await {
            Ok(due) if !due.is_empty() => {
                let client = client.get_or_insert_with(new_client);
                join_all(
                    due.iter().map(|delivery| attempt(store.as_ref(), &metrics, client.as_ref(), delivery)),
                )
                .await;
            }
            Ok(_) => tokio::time::sleep(PAUSE).await,
            Err(error) => {
                tracing::error!(%error, "what is to be sent to webhooks could not be read");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A client that goes where it is told and nowhere else.
fn new_client() -> Option<Client> {
    // Fails where somebody in this process has chosen already, which is as good.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().redirect(redirect::Policy::none()).timeout(PATIENCE).build();
    client.inspect_err(|error| tracing::error!(%error, "webhooks cannot be sent")).ok()
}

async fn attempt(store: &dyn Store, metrics: &Metrics, client: Option<&Client>, delivery: &Delivery) {
    let outcome = match post(client, delivery).await {
        Ok(()) => Outcome::Delivered(now()),
        Err(failure) => after(delivery, failure, now(), jitter()),
    };
    metrics.count_delivery(matches!(outcome, Outcome::Delivered(_)));
    if let Outcome::Again(_, error) | Outcome::GivenUp(error) = &outcome {
        let (event, webhook) = (delivery.event_id, delivery.webhook_id);
        tracing::warn!(%event, %webhook, attempts = delivery.attempts, error, "a webhook was not reached");
    }
    if let Err(error) = store.settle(delivery, &outcome).await {
        tracing::error!(%error, "what became of a delivery could not be written down");
    }
}

/// Why a delivery did not arrive.
struct Failure {
    reason: String,
    is_final: bool,
}

async fn post(client: Option<&Client>, delivery: &Delivery) -> Result<(), Failure> {
    let failure = |reason: String| Failure { reason, is_final: false };
    let client = client.ok_or_else(|| failure("there is no client".to_owned()))?;
    let (id, seconds) = (delivery.event_id.to_string(), now() / 1_000);
    let signature = sign(&delivery.secret, &id, seconds, &delivery.body)
        .ok_or_else(|| Failure { reason: "the secret is none".to_owned(), is_final: true })?;
    let request = client
        .post(&delivery.url)
        .header("content-type", "application/cloudevents+json")
        .header("webhook-id", id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature)
        .body(delivery.body.clone());
    // The address may hold a secret of its own, which is nobody's business in a log.
    let answer = request.send().await.map_err(|error| failure(error.without_url().to_string()))?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        // The receiver says that it is no more.
        StatusCode::GONE => Err(Failure { reason: "answered 410 Gone".to_owned(), is_final: true }),
        status => Err(failure(format!("answered {status}"))),
    }
}

/// What comes of an attempt that failed. `jitter` is from 0 to 1, so that what failed together is not tried together.
fn after(delivery: &Delivery, failure: Failure, now: Millis, jitter: f64) -> Outcome {
    let wait = usize::try_from(delivery.attempts - 1).ok().and_then(|attempt| WAITS.get(attempt));
    match wait.filter(|_| !failure.is_final) {
        #[expect(clippy::cast_possible_truncation, reason = "a tenth of a day in ms")]
        Some(seconds) => {
            let ms = seconds * 1_000;
            Outcome::Again(now + ms + (ms as f64 * 0.1 * jitter) as Millis, failure.reason)
        }
        None => Outcome::GivenUp(failure.reason),
    }
}

fn jitter() -> f64 {
    getrandom::u32().map_or(0.5, |bits| f64::from(bits) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(attempts: i64) -> Delivery {
        let id = Uuid::nil();
        Delivery {
            webhook_id: id,
            event_id: id,
            url: String::new(),
            secret: String::new(),
            attempts,
            body: String::new(),
        }
    }

    #[test]
    fn the_waits_grow_until_it_is_given_up() {
        let check = |attempts, is_final, jitter, expected: Option<Millis>| {
            let failure = Failure { reason: "no".to_owned(), is_final };
            let outcome = after(&delivery(attempts), failure, 0, jitter);
            let expected =
                expected.map_or(Outcome::GivenUp("no".into()), |at| Outcome::Again(at, "no".into()));
            assert_eq!(outcome, expected);
        };
        check(1, false, 0.0, Some(5_000));
        check(1, false, 1.0, Some(5_500));
        check(2, false, 0.0, Some(300_000));
        check(9, false, 0.0, Some(86_400_000));
        check(10, false, 0.0, None);
        check(1, true, 0.0, None);
    }

    #[test]
    fn a_webhook_is_an_address_that_can_be_posted_to() {
        for url in ["desk.example", "ftp://desk.example", "file:///etc/passwd", ""] {
            assert!(WebhookRow::generate(EventType::Complaint, url, 0).is_err(), "{url}");
        }
        let hook = WebhookRow::generate(EventType::Complaint, "https://desk.example/sayso", 0).unwrap();
        assert!(sign(&hook.secret, "id", 0, "body").is_some());
        assert_eq!(sign("whsec_%", "id", 0, "body"), None);
    }
}
