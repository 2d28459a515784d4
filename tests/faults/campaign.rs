//! A whole campaign: devices, the proxy, a collector that is killed, a database that crashes, and the count at the end.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use sayso_bed::{Care, Collector, Database, Kind};
use tokio::task::{JoinHandle, JoinSet};

use crate::count::{Count, count};
use crate::device::{Device, Habits, Tab};
use crate::fault::Weather;
use crate::ledger::Ledger;
use crate::proxy::{Breach, Proxy};

/// How many devices are about at once.
const DEVICES: usize = 24;

/// What is run.
#[derive(Clone, Copy, Debug)]
pub struct Campaign {
    /// Where the rows are kept.
    pub database: Kind,
    /// How many people answer.
    pub responses: usize,
    /// What is drawn is drawn from it.
    pub seed: u64,
    /// The part of all requests that something happens to.
    pub faults: f64,
    /// What is wrong on purpose.
    pub mutant: Option<Mutant>,
}

/// What makes a campaign fail that can find anything: a test of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The endpoint breaks the contract.
    Endpoint(Breach),
    /// The device thanks before it has stored.
    SeenBeforeStored,
}

/// What happened to whom how often.
#[derive(Clone, Debug, Default)]
pub struct Happened {
    /// The collector was killed with SIGKILL and started again.
    pub kills: usize,
    /// The database's server crashed and came back.
    pub crashes: usize,
    /// Nothing got through for a while.
    pub outages: usize,
    /// Tabs that were closed at whatever they were doing.
    pub closed_tabs: usize,
    /// Devices that lost their network for a while.
    pub offline: usize,
    /// Devices whose storage was full for a while.
    pub full: usize,
    /// Clocks that were set back.
    pub clocks: usize,
    /// Events that were refused as they are, and handed in by hand at the end.
    pub handed_in: usize,
}

/// What came of a campaign.
#[derive(Clone, Debug)]
pub struct Report {
    /// The answers.
    pub count: Count,
    /// What stood in their way.
    pub happened: Happened,
    /// What the proxy did, and how often.
    pub requests: Vec<(String, u64)>,
}

/// Runs a campaign to its end.
///
/// # Errors
/// When something that it needs does not come up, or events are still under way long after the last fault.
pub async fn run(campaign: Campaign) -> Result<Report> {
    let mut database = Database::new(campaign.database, Care::Crash)?;
    let mut collector = Collector::start(&database.url(), &[])?;
    let weather = Weather { seed: campaign.seed, faults: campaign.faults };
    let breach = match campaign.mutant {
        Some(Mutant::Endpoint(breach)) => Some(breach),
        Some(Mutant::SeenBeforeStored) | None => None,
    };
    let proxy = Proxy::start(collector.url("").as_str(), weather, breach).await?;
    let people = Arc::new(Ledger::new(campaign.responses));
    let client = crate::client()?;
    let mut devices = JoinSet::new();
    for number in 0..DEVICES.min(campaign.responses) {
        let habits = Habits {
            most: [1, 10][number % 2],
            has_locks: number % 3 > 0,
            thanks_first: campaign.mutant == Some(Mutant::SeenBeforeStored),
        };
        let number = u64::try_from(number)?;
        let device = Device::new(number, campaign.seed, habits, proxy.url("/v1/events"), client.clone());
        devices.spawn(use_device(device, campaign, number, Arc::clone(&people)));
    }
    let mut happened = Happened::default();
    let troubles = trouble(campaign, &people, &mut database, &mut collector, &proxy, &mut happened);
    // With every device that ended well, what it has to hand in.
    let mut exported = Vec::new();
    let uses = async {
        while let Some(used) = devices.join_next().await {
            let (done, rest) = used??;
            exported.push((done, rest));
        }
        anyhow::Ok(())
    };
    let enough = Duration::from_mins(5) + Duration::from_millis(100) * u32::try_from(campaign.responses)?;
    tokio::time::timeout(enough, async { tokio::try_join!(troubles, uses) })
        .await
        .context("events are still under way")??;
    for (done, rest) in exported {
        happened.closed_tabs += done.closed_tabs;
        happened.offline += done.offline;
        happened.full += done.full;
        happened.clocks += done.clocks;
        happened.handed_in += rest.len();
        hand_in(&client, &collector, &rest).await?;
    }
    let count = count(&database.url(), &collector, &people.thanked()).await?;
    Ok(Report { count, happened, requests: proxy.tally().into_iter().collect() })
}

/// What befalls the collector and its database, spread over the campaign by how many people were thanked.
async fn trouble(
    campaign: Campaign,
    people: &Ledger,
    database: &mut Database,
    collector: &mut Collector,
    proxy: &Proxy,
    happened: &mut Happened,
) -> Result<()> {
    let mut chance = fastrand::Rng::with_seed(campaign.seed);
    let times = 6 + campaign.responses / 400;
    for time in 1..=times {
        while people.len() * (times + 1) < campaign.responses * time {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let pause = Duration::from_millis(chance.u64(0..150));
        match (time % 3, database.server()) {
            (0, _) => {
                proxy.set_down(true);
                tokio::time::sleep(pause).await;
                proxy.set_down(false);
                happened.outages += 1;
            }
            (1, Some(server)) => {
                server.crash_and_return()?;
                happened.crashes += 1;
            }
            _ => {
                collector.kill();
                tokio::time::sleep(pause).await;
                collector.start_again()?;
                happened.kills += 1;
            }
        }
    }
    Ok(())
}

/// An open tab and what runs in it.
struct Open {
    tab: Arc<Tab>,
    life: JoinHandle<()>,
}

/// A device from the first person on it to the last event that it had.
async fn use_device(
    device: Arc<Device>,
    campaign: Campaign,
    number: u64,
    people: Arc<Ledger>,
) -> Result<(Happened, Vec<String>)> {
    let mut chance = fastrand::Rng::with_seed(campaign.seed ^ (number + 1));
    let mut happened = Happened::default();
    let mut exported = Vec::new();
    let together = [1, 2, 5][usize::try_from(number)? % 3];
    let mut open: Vec<Open> = (0..together).map(|_| open_tab(&device, &people)).collect();
    while !people.is_full(campaign.responses) {
        let a_while = Duration::from_millis(chance.u64(5..60));
        tokio::time::sleep(a_while).await;
        match chance.u32(0..10) {
            0..6 => {
                let which = chance.usize(0..open.len());
                // What no storage took is lost with its tab, as people are told; nobody closes that one here.
                if !open[which].tab.holds_what_is_nowhere_else() {
                    let closed = std::mem::replace(&mut open[which], open_tab(&device, &people));
                    exported.extend(close(closed).await);
                    happened.closed_tabs += 1;
                }
            }
            6..8 => {
                device.is_offline.store(true, Ordering::SeqCst);
                tokio::time::sleep(a_while).await;
                device.is_offline.store(false, Ordering::SeqCst);
                device.stir();
                happened.offline += 1;
            }
            8 => {
                device.shelf.with(|shelf| shelf.is_full = true);
                tokio::time::sleep(a_while).await;
                device.shelf.with(|shelf| shelf.is_full = false);
                happened.full += 1;
            }
            _ => {
                // By a few minutes or by days. Between them lies what an endpoint could have asked to wait, and is waited for.
                let minutes = if chance.bool() { chance.u64(1..10) } else { chance.u64(1_500..5_000) };
                device.clock.set_back(Duration::from_mins(minutes));
                happened.clocks += 1;
            }
        }
    }
    for closed in open {
        while closed.tab.holds_what_is_nowhere_else() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        exported.extend(close(closed).await);
    }
    device.tab().send_the_rest().await;
    exported.extend(device.exported());
    Ok((happened, exported))
}

fn open_tab(device: &Arc<Device>, people: &Arc<Ledger>) -> Open {
    let tab = device.tab();
    let (living, people) = (Arc::clone(&tab), Arc::clone(people));
    Open { tab, life: tokio::spawn(async move { living.live(&people).await }) }
}

/// Ends what the tab does wherever it is; what it has to hand in.
async fn close(open: Open) -> Vec<String> {
    open.life.abort();
    let _cut_off = open.life.await;
    open.tab.parked()
}

/// What a business does with the events that its endpoint refused: it exports them, and hands them in.
async fn hand_in(client: &reqwest::Client, collector: &Collector, events: &[String]) -> Result<()> {
    for event in events {
        let request =
            client.post(collector.url("/v1/events")).header("content-type", "application/cloudevents+json");
        let status = request.body(event.clone()).send().await?.status();
        ensure!(status == 202, "an exported event was answered {status}");
    }
    Ok(())
}

impl Report {
    /// Whether each answer that was thanked for is there, once, with its time, and no other.
    ///
    /// # Errors
    /// What is wrong.
    pub fn verdict(&self) -> Result<()> {
        let Count { thanked, kept, missing, unthanked, rows_too_many, wrong_times } = self.count;
        if thanked == kept && [missing, unthanked, rows_too_many, wrong_times] == [0; 4] {
            return Ok(());
        }
        bail!("{}", self.figure());
    }

    /// The count in one line.
    pub fn figure(&self) -> String {
        let Count { thanked, kept, missing, unthanked, rows_too_many, wrong_times } = self.count;
        format!(
            "{thanked} thanks shown, {kept} complete responses kept: {missing} missing, {unthanked} that nobody was \
             thanked for, {rows_too_many} rows too many, {wrong_times} with another capture time"
        )
    }

    /// What stood in the way, in lines.
    pub fn troubles(&self) -> String {
        let Happened { kills, crashes, outages, closed_tabs, offline, full, clocks, handed_in } =
            self.happened;
        let mut lines = format!(
            "{kills} kills of the collector, {crashes} crashes of the database, {outages} outages, {closed_tabs} tabs closed, \
             {offline} times offline, {full} times full, {clocks} clocks set back, {handed_in} events handed in by hand\n"
        );
        for (what, times) in &self.requests {
            lines.extend([&format!("{times:>8} requests "), what.as_str(), "\n"]);
        }
        lines
    }
}
