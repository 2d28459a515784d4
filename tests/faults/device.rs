//! A device: a clock, a shelf, and tabs that people answer in and that send what waits, one tab at a time.
//!
//! What goes next, what a reply means and how long to wait is decided by the functions of [`sayso_core::delivery`] that the
//! widget calls, too. Keeping and sending are done here as the widget does them with `IndexedDB` and `fetch`; that the widget
//! does is shown by the campaign in a browser.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use sayso_core::delivery::{
    Haste, Outcome, Rest, due_ms, is_free, lease_ms, next, refused, retry_after_ms, wait_ms,
};
use serde_json::{Value, json};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::clock::Clock;
use crate::fault::chance;
use crate::ledger::Ledger;
use crate::shelf::{Entry, Shelf};

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a device keeps and sends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    /// How many events a request has at most.
    pub(crate) most: usize,
    /// Whether its browser has locks; a lease on the shelf, where it has none.
    pub(crate) has_locks: bool,
    /// Thanks before it has stored: a mutant.
    pub(crate) thanks_first: bool,
}

/// One device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) clock: Clock,
    pub(crate) shelf: Shelf,
    pub(crate) is_offline: AtomicBool,
    pub(crate) parked: AtomicUsize,
    habits: Habits,
    endpoint: String,
    client: reqwest::Client,
    seed: u64,
    number: u64,
    responses: AtomicU32,
    lock: tokio::sync::Mutex<()>,
    /// Something new waits, or may be sent again.
    stir: Notify,
}

/// One tab; what it could not store is in its memory alone.
#[derive(Debug)]
pub(crate) struct Tab {
    device: Arc<Device>,
    memory: Shelf,
}

impl Device {
    pub(crate) fn new(
        number: u64,
        seed: u64,
        habits: Habits,
        endpoint: String,
        client: reqwest::Client,
    ) -> Arc<Self> {
        Arc::new(Self {
            clock: Clock::new(),
            shelf: Shelf::default(),
            is_offline: AtomicBool::new(false),
            parked: AtomicUsize::new(0),
            habits,
            endpoint,
            client,
            seed,
            number,
            responses: AtomicU32::new(0),
            lock: tokio::sync::Mutex::new(()),
            stir: Notify::new(),
        })
    }

    /// Opens one more tab.
    pub(crate) fn tab(self: &Arc<Self>) -> Arc<Tab> {
        Arc::new(Tab { device: Arc::clone(self), memory: Shelf::default() })
    }

    /// The network is back, or there is something new.
    pub(crate) fn stir(&self) {
        self.stir.notify_waiters();
    }

    /// How much waits on the shelf.
    pub(crate) fn waits(&self) -> usize {
        self.shelf.with(|shelf| shelf.entries.iter().filter(|entry| !entry.is_parked).count())
    }

    /// The events that were refused as they are, for somebody to export.
    pub(crate) fn exported(&self) -> Vec<String> {
        self.shelf.with(|shelf| {
            shelf.entries.iter().filter(|entry| entry.is_parked).map(|entry| entry.body.clone()).collect()
        })
    }
}

impl Tab {
    /// Whether closing it would lose what no storage took.
    pub(crate) fn holds_what_is_nowhere_else(&self) -> bool {
        self.memory.with(|memory| memory.entries.iter().any(|entry| !entry.is_parked))
    }

    /// What it has in memory alone and was refused, for somebody to export.
    pub(crate) fn parked(&self) -> Vec<String> {
        self.memory.with(|memory| {
            memory.entries.iter().filter(|entry| entry.is_parked).map(|entry| entry.body.clone()).collect()
        })
    }

    /// Lets people answer and sends what waits until the tab is closed, which is when this is dropped.
    pub(crate) async fn live(&self, people: &Ledger) {
        tokio::join!(self.answer(people), self.send());
    }

    /// Sends what an earlier visit left, until nothing waits.
    pub(crate) async fn send_the_rest(&self) {
        let nothing_waits = async {
            while self.device.waits() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                self.device.stir();
            }
        };
        tokio::select! {
            () = self.send() => {}
            () = nothing_waits => {}
        }
    }

    async fn answer(&self, people: &Ledger) {
        while let Some(person) = people.come() {
            // People come more slowly than answers go, or all would have answered before anything breaks.
            while self.device.waits() > 4 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let number = self.device.responses.fetch_add(1, Ordering::SeqCst);
            let mut chance = chance(self.device.seed, Uuid::from_u64_pair(self.device.number, 0), number);
            let response = id(&mut chance);
            self.store(self.event(response, 1, &mut chance).0, &mut chance).await;
            tokio::time::sleep(Duration::from_millis(chance.u64(0..3))).await;
            let (event, time) = self.event(response, 2, &mut chance);
            if self.device.habits.thanks_first {
                person.sees_the_thanks(response, time);
                self.store(event, &mut chance).await;
            } else {
                self.store(event, &mut chance).await;
                // In the same breath: no tab is closed between the commit and the thanks.
                person.sees_the_thanks(response, time);
            }
        }
    }

    /// Returns when the event is on the shelf or, where there is no room, in memory.
    async fn store(&self, event: Entry, chance: &mut fastrand::Rng) {
        tokio::time::sleep(Duration::from_millis(chance.u64(1..4))).await;
        if let Err(event) = self.device.shelf.with(|shelf| shelf.put(event)) {
            self.memory.with(|memory| memory.entries.push(event));
        }
        self.device.stir();
    }

    /// A revision of a response, and when it was given.
    fn event(&self, response: Uuid, revision: u32, chance: &mut fastrand::Rng) -> (Entry, String) {
        let id = id(chance);
        let time = self.device.clock.now();
        let tapped = chance.u32(1..=5);
        let body = json!({ "specversion": "1.0", "id": id.to_string(), "source": "https://shop.example/cart",
            "type": "sayso.response.v1", "subject": "checkout", "time": time, "datacontenttype": "application/json",
            "data": { "responseId": response.to_string(), "revision": revision, "complete": revision > 1,
                "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web", "locale": "vi",
                "startedAt": time, "submittedAt": time, "durationMs": 8_123, "clockSkewMs": 0,
                "answers": { "csat": { "type": "smiley", "value": tapped, "scale": 5 } },
                "scores": [{ "metric": "csat", "value": f64::from(tapped - 1) * 25.0, "min": 0.0, "max": 100.0,
                    "method": "rescale/1" }],
                "client": { "version": "0.1.0", "mode": "popover" } } });
        let entry = Entry {
            id,
            response: response.to_string(),
            body: body.to_string(),
            attempts: 0,
            due_ms: 0,
            noted_ms: 0,
            is_parked: false,
        };
        (entry, time)
    }

    /// Sends for as long as the tab is open; one tab at a time.
    async fn send(&self) {
        // A visit is in a hurry, as is a new event and the network's return; each for one request.
        let mut haste = Haste::Now;
        loop {
            let sent = if self.device.habits.has_locks {
                let _lock = self.device.lock.lock().await;
                self.send_once(haste).await
            } else if self.takes_the_lease() {
                let sent = self.send_once(haste).await;
                self.device.shelf.with(|shelf| shelf.lease_until_ms = 0);
                sent
            } else {
                None
            };
            haste = Haste::Due;
            if sent.is_none() {
                // Not longer than a moment: another tab's lease may have run out.
                let moment = self.due().min(Duration::from_millis(50));
                if tokio::time::timeout(moment, self.device.stir.notified()).await.is_ok() {
                    haste = Haste::Now;
                }
            }
        }
    }

    fn takes_the_lease(&self) -> bool {
        let now_ms = self.device.clock.now_ms();
        self.device.shelf.with(|shelf| {
            let is_free = is_free(shelf.lease_until_ms, now_ms);
            if is_free {
                shelf.lease_until_ms = now_ms + lease_ms(0);
            }
            is_free
        })
    }

    /// The queue: what is on the shelf, and behind it what is in this tab's memory; all that is not parked.
    fn queue(&self) -> (Vec<Entry>, Vec<Rest>) {
        let (mut entries, rests) =
            self.device.shelf.with(|shelf| (shelf.entries.clone(), shelf.rests.clone()));
        entries.extend(self.memory.with(|memory| memory.entries.clone()));
        entries.retain(|entry| !entry.is_parked);
        (entries, rests)
    }

    fn due(&self) -> Duration {
        let (entries, rests) = self.queue();
        let waiting: Vec<_> = entries.iter().map(|entry| entry.waiting(self.device.habits.most)).collect();
        let due = due_ms(&waiting, &rests, self.device.clock.now_ms());
        due.map_or(Duration::from_secs(1), |due| self.device.clock.until(due).max(Duration::from_millis(1)))
    }

    /// Sends one request, where anything is due.
    async fn send_once(&self, haste: Haste) -> Option<()> {
        if self.device.is_offline.load(Ordering::SeqCst) {
            return None;
        }
        let (entries, rests) = self.queue();
        let waiting: Vec<_> = entries.iter().map(|entry| entry.waiting(self.device.habits.most)).collect();
        let batch = next(&waiting, &rests, self.device.clock.now_ms(), haste);
        if batch.is_empty() {
            return None;
        }
        let batch: Vec<&Entry> = batch.iter().map(|index| &entries[*index]).collect();
        let reply = self.post(&batch).await;
        let outcome = Outcome::of(reply.status);
        let refused = if outcome == Outcome::Delivered { refused(&reply.body) } else { Vec::new() };
        for (index, entry) in batch.iter().enumerate() {
            let is_refused = refused.iter().any(|(refused, _)| *refused == index);
            let outcome = match outcome {
                Outcome::Delivered if is_refused => Outcome::Parked,
                // Whose fault it is shows when each goes alone.
                Outcome::Parked if batch.len() > 1 => Outcome::Retry,
                outcome => outcome,
            };
            self.settle(entry, outcome, reply.asked_ms);
        }
        Some(())
    }

    fn settle(&self, sent: &Entry, outcome: Outcome, asked_ms: Option<u64>) {
        let now_ms = self.device.clock.now_ms();
        let rest = asked_ms.map(|asked| Rest {
            lane: "collector".to_owned(),
            until_ms: now_ms + asked,
            noted_ms: now_ms,
            is_asked: true,
            has_failed: false,
        });
        let change = |inside: &mut crate::shelf::Inside| {
            if let Some(rest) = rest.clone() {
                inside.rests = vec![rest];
            }
            match outcome {
                Outcome::Delivered => inside.entries.retain(|entry| entry.id != sent.id),
                Outcome::Retry | Outcome::Parked => {
                    for entry in inside.entries.iter_mut().filter(|entry| entry.id == sent.id) {
                        entry.attempts += 1;
                        entry.noted_ms = now_ms;
                        entry.due_ms = now_ms + wait_ms(entry.attempts, fastrand::f64(), asked_ms);
                        entry.is_parked = outcome == Outcome::Parked;
                    }
                }
            }
        };
        self.device.shelf.with(change);
        self.memory.with(change);
        if outcome == Outcome::Parked {
            self.device.parked.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn post(&self, batch: &[&Entry]) -> Reply {
        let (kind, body) = match batch {
            [alone] => ("application/cloudevents+json", alone.body.clone()),
            several => {
                let bodies: Vec<&str> = several.iter().map(|entry| entry.body.as_str()).collect();
                ("application/cloudevents-batch+json", format!("[{}]", bodies.join(",")))
            }
        };
        let request = self.device.client.post(&self.device.endpoint).header("content-type", kind).body(body);
        let Ok(answer) = request.timeout(PATIENCE).send().await else { return Reply::default() };
        let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let asked_ms = asked.and_then(|header| retry_after_ms(header, None, 0));
        let status = answer.status().as_u16();
        // A reply that breaks off in the middle is none.
        match answer.bytes().await {
            Ok(bytes) => Reply {
                status: Some(status),
                asked_ms,
                body: serde_json::from_slice(&bytes).unwrap_or_default(),
            },
            Err(_) => Reply::default(),
        }
    }
}

/// What came back; nothing, where nothing did.
#[derive(Debug, Default)]
struct Reply {
    status: Option<u16>,
    asked_ms: Option<u64>,
    body: Value,
}

/// An id of version 7 in its form, and the same for the same chance.
fn id(chance: &mut fastrand::Rng) -> Uuid {
    let bytes = chance.u128(..).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid()
}
