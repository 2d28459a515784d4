//! The fault campaign in a browser: the widget as it ships, in real tabs that are closed at whatever they are doing, behind the
//! proxy that loses, doubles, delays and refuses. Each answer that somebody saw the thanks for is in the database once.
//!
//! Long and over thousands it runs in `tests/faults`, where devices are made of the core's decisions; here it is shown that the
//! widget keeps and sends by them.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sayso_bed::{Care, Collector, Database, Kind};
use sayso_e2e::{Browser, Device, eventually, setting};
use sayso_faults::{Count, Proxy, Weather, count};
use serde_json::{Value, json};
use uuid::Uuid;

/// Answers by itself and notes what it saw.
const PERSON: &str = include_str!("campaign.js");

/// How many people answer at least.
const PEOPLE: usize = 20;

/// How often something breaks at least: each thing once, tabs being closed between all others.
const TROUBLES: usize = 8;

/// Storage that says yes and keeps nothing: with it the widget thanks for what it has not stored.
const LIES: &str = "const { put } = IDBObjectStore.prototype; IDBObjectStore.prototype.put = function (...given) { \
    return this.name === 'outbox' ? this.count() : put.apply(this, given); };";

/// What the campaign runs in.
struct Field {
    browser: Browser,
    collector: Collector,
    database: Database,
    proxy: Proxy,
    /// Runs in each tab before its page.
    script: String,
    chance: fastrand::Rng,
    closed: usize,
    handed_in: Vec<Value>,
}

impl Field {
    async fn new(seed: u64, script: String) -> Result<Self> {
        let database = Database::new(Kind::Sqlite, Care::Crash)?;
        let site = setting("SAYSO_SITE")?.display().to_string();
        let collector = Collector::start(&database.url(), &["--site".to_owned(), site])?;
        let proxy = Proxy::start(&collector.url(""), Weather { seed, faults: 0.4 }, None).await?;
        let browser = Browser::start(Device::DESKTOP).await?;
        let chance = fastrand::Rng::with_seed(seed);
        Ok(Self { browser, collector, database, proxy, script, chance, closed: 0, handed_in: Vec::new() })
    }

    /// Opens the shop in this tab.
    async fn visit(&self) -> Result<()> {
        self.browser.before_each_page(&self.script).await?;
        self.browser.open(&self.proxy.url("/")).await
    }

    async fn open_tab(&self) -> Result<()> {
        self.browser.open_tab().await?;
        self.visit().await
    }

    /// What was noted under such a name: of each response the time at which it was given.
    async fn noted(&self, kind: &str) -> Result<BTreeMap<Uuid, String>> {
        let notes = self.browser.evaluate("arguments[0](Object.entries(localStorage))").await?;
        let notes = notes.as_array().context("notes")?;
        notes
            .iter()
            .filter_map(|note| {
                let response = note[0].as_str()?.strip_prefix(kind)?.strip_prefix(':')?;
                Some((response, note[1].as_str()?))
            })
            .map(|(response, note)| {
                let note: Value = serde_json::from_str(note)?;
                Ok((Uuid::try_parse(response)?, note["time"].as_str().context("a time")?.to_owned()))
            })
            .collect()
    }

    async fn say(&self, script: &str) -> Result<Value> {
        self.browser.evaluate(&format!("{script}; arguments[0](null)")).await
    }

    /// What waits still, after a push.
    async fn pending(&self) -> Result<Vec<Value>> {
        let ask = "dispatchEvent(new Event('online')); setTimeout(() => arguments[0](null), 5000); \
            sayso.pending().then(async (all) => { \
            const whole = ({ id, parked }) => (parked ? sayso.pending({ id }) : []); \
            const parked = (await Promise.all(all.map(whole))).flat(); \
            arguments[0](all.map((entry) => parked.find(({ id }) => id === entry.id) ?? entry)); })";
        self.browser.evaluate(ask).await?.as_array().cloned().context("what waits")
    }

    /// Waits until nothing of this tab is in its memory alone. What was refused of it is handed in, as a business would.
    async fn empty_the_memory(&mut self) -> Result<()> {
        let mut refused = Vec::new();
        eventually("that nothing is in memory alone", async || {
            let in_memory = self.browser.evaluate("arguments[0]([...memory])").await?;
            let in_memory = in_memory.as_array().context("ids")?;
            if in_memory.is_empty() {
                return Ok(Some(()));
            }
            let is_of_memory = |event: &Value| event["parked"] == true && in_memory.contains(&event["id"]);
            refused = self.pending().await?.into_iter().filter(is_of_memory).collect();
            Ok((refused.len() == in_memory.len()).then_some(()))
        })
        .await?;
        self.handed_in.extend(refused);
        Ok(())
    }

    /// Something breaks.
    async fn trouble(&mut self, time: usize, tabs: usize) -> Result<()> {
        let pause = Duration::from_millis(self.chance.u64(20..300));
        match time % 8 {
            0 => {
                self.collector.kill();
                tokio::time::sleep(pause).await;
                self.collector.start_again()
            }
            2 => {
                self.browser.set_offline(true).await?;
                tokio::time::sleep(pause).await;
                self.browser.set_offline(false).await
            }
            4 => {
                let minutes = self.chance.u64(1..100_000);
                let back = format!(
                    "localStorage.setItem('clock', Number(localStorage.getItem('clock')) + {minutes}e4)"
                );
                self.say(&back).await.map(drop)
            }
            6 => {
                let origin = self.proxy.url("");
                let quota =
                    async |limits: Value| self.browser.cdp("Storage.overrideQuotaForOrigin", limits).await;
                quota(json!({ "origin": origin, "quotaSize": 1 })).await?;
                tokio::time::sleep(pause * 4).await;
                quota(json!({ "origin": origin })).await?;
                self.empty_the_memory().await
            }
            _ => {
                tokio::time::sleep(pause).await;
                self.browser.to_tab(self.chance.usize(..tabs)).await?;
                // What no storage took is lost with its tab, as people are told; nobody closes that one here.
                self.empty_the_memory().await?;
                self.browser.close_tab().await?;
                self.closed += 1;
                self.open_tab().await
            }
        }
    }

    /// Everybody goes home; the next visit sends what is left.
    async fn end(&mut self, tabs: usize) -> Result<()> {
        self.say("localStorage.setItem('stop', '')").await?;
        for _ in 0..tabs {
            eventually("the last thanks", async || {
                let rests = self.browser.evaluate("arguments[0](globalThis.rests === true)").await?;
                Ok((rests == true).then_some(()))
            })
            .await?;
            self.empty_the_memory().await?;
            self.open_tab().await?;
            self.browser.to_tab(0).await?;
            self.browser.close_tab().await?;
        }
        self.browser.to_tab(0).await?;
        let refused = eventually("that nothing waits", async || {
            let kept = self.pending().await?;
            Ok(kept.iter().all(|event| event["parked"] == true).then_some(kept))
        });
        let refused = refused.await?;
        self.handed_in.extend(refused);
        for kept in &self.handed_in {
            let client = reqwest::Client::new().post(self.collector.url("/v1/events"));
            let request = client.header("content-type", "application/cloudevents+json");
            let status = request.body(kept["event"].to_string()).send().await?.status();
            ensure!(status == 202, "an exported event was answered {status}");
        }
        Ok(())
    }
}

/// Runs a campaign; how many answers are kept beside how many were thanked for, and how many that were stored were not thanked
/// for, since their tab was closed at that moment.
async fn campaign(seed: u64, people: usize, tabs: usize, script: String) -> Result<(Count, usize, Field)> {
    let mut field = Field::new(seed, script).await?;
    field.visit().await?;
    for _ in 1..tabs {
        field.open_tab().await?;
    }
    let (mut time, mut thanked) = (0, 0);
    while time < TROUBLES || thanked < people {
        time += 1;
        // However slow the machine is, somebody comes to their thanks between two troubles.
        thanked = eventually("one more thanks", async || {
            let now = field.noted("thanks").await?.len();
            Ok((now > thanked).then_some(now))
        })
        .await?;
        field.trouble(time, tabs).await?;
    }
    field.end(tabs).await?;
    let (thanked, stored) = (field.noted("thanks").await?, field.noted("submitted").await?);
    let count = count(&field.database.url(), &field.collector, &thanked).await?;
    Ok((count, stored.len() - thanked.len(), field))
}

#[tokio::test]
async fn whatever_breaks_each_answer_that_was_thanked_for_arrives_once() -> Result<()> {
    for (seed, tabs) in [(1, 2), (2, 5)] {
        let (count, cut_off, field) = campaign(seed, PEOPLE, tabs, PERSON.to_owned()).await?;
        let said = format!(
            "{tabs} tabs: {} thanks shown, {} complete responses kept, {cut_off} stored in a tab that was closed before its \
             thanks; {} tabs closed, {} events handed in; {:?}",
            count.thanked,
            count.kept,
            field.closed,
            field.handed_in.len(),
            field.proxy.tally()
        );
        // Past the test runner, which keeps what passing tests print to itself.
        writeln!(std::io::stderr(), "{said}")?;
        assert_eq!([count.missing, count.rows_too_many, count.wrong_times], [0; 3], "{count:?}\n{said}");
        assert!(count.unthanked <= field.closed, "{count:?}\n{said}");
        assert!(count.thanked >= PEOPLE && field.closed > 0, "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_widget_that_thanks_for_what_it_has_not_stored_is_found_out() -> Result<()> {
    let (count, _, _) = campaign(3, PEOPLE, 2, format!("{LIES}\n{PERSON}")).await?;
    assert!(count.missing > 0, "{count:?}");
    Ok(())
}
