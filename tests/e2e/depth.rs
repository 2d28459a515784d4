//! A queue of any depth: opening a page, adding to it and sending from it cost what they cost where it is empty.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, Manner, Shop, eventually};
use serde_json::{Value, json};

/// How many entries a page of the queue has, see `sayso_core::delivery::PAGE`.
const PAGE: u64 = 64;

/// How many entries a list of what waits has at most.
const MOST_LISTED: u64 = 16 * PAGE;

/// Counts what is read of any database, or walked over to be counted there, and notes when what was posted.
const WATCH: &str = r#"
    window.read = 0;
    for (const source of [IDBObjectStore, IDBIndex]) {
        for (const name of ["getAll", "count"]) {
            const ask = source.prototype[name];
            source.prototype[name] = function (...all) {
                const request = ask.apply(this, all);
                request.addEventListener("success", () => (read += request.result.length ?? request.result));
                return request;
            };
        }
    }
    window.pieces = [];
    const list = IDBIndex.prototype.getAllKeys;
    IDBIndex.prototype.getAllKeys = function (...all) {
        const request = list.apply(this, all);
        request.addEventListener("success", () => pieces.push(request.result.length));
        return request;
    };
    window.posted = [];
    const post = window.fetch;
    window.fetch = (...all) => {
        if (all[1] && all[1].method === "POST") posted.push({ at: performance.now(), read });
        return post(...all);
    };
    window.tapped = [];
    addEventListener("click", () => tapped.push({ at: performance.now(), read }), true);
    window.submitted = [];
    addEventListener("sayso:submitted", ({ detail }) => submitted.push({ at: performance.now(), read, durable: detail.durable }));"#;

/// Puts so many events of a kilobyte behind those that are there, all for this endpoint.
const FILL: &str = r#"
    const [done, count, endpoint] = [arguments[0], COUNT, "ENDPOINT"];
    const opening = indexedDB.open("sayso");
    opening.onsuccess = async () => {
        const database = opening.result;
        const lane = endpoint + "\ncloudevents\n";
        for (let from = 0; from < count; from += 5000) {
            await new Promise((committed, aborted) => {
                const writing = database.transaction("outbox", "readwrite", { durability: "relaxed" });
                const store = writing.objectStore("outbox");
                for (let at = from; at < Math.min(from + 5000, count); at++) {
                    const id = "00000000-0000-7000-8000-" + at.toString(16).padStart(12, "0");
                    store.put({ id, event: { id, data: { responseId: id, words: "x".repeat(900) } }, response: id, bytes: 1000, batch: 20,
                        attempts: 0, dueAt: 0, queuedAt: 1e12 + at, lane, endpoint, format: "cloudevents", state: "waiting" });
                }
                writing.oncomplete = committed;
                writing.onabort = aborted;
            });
        }
        database.close();
        done(true);
    };"#;

async fn look(browser: &Browser, what: &str) -> Result<Value> {
    browser.evaluate(&format!("arguments[0](JSON.parse(JSON.stringify({what})))")).await
}

/// What something cost.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// Entries read.
    read: u64,
    milliseconds: f64,
}

impl Cost {
    /// From one moment that the page noted to another, for each of so many times.
    fn between(from: &Value, to: &Value, times: usize) -> Result<Self> {
        let read = |noted: &Value| noted["read"].as_u64().with_context(|| format!("a count, not {noted}"));
        let at = |noted: &Value| noted["at"].as_f64().with_context(|| format!("a time, not {noted}"));
        let times = u32::try_from(times.max(1))?;
        let read = (read(to)? - read(from)?) / u64::from(times);
        Ok(Self { read, milliseconds: ((at(to)? - at(from)?) / f64::from(times)).round() })
    }

    /// Of several the most that was read, and the least time.
    fn best(costs: &[Self]) -> Self {
        let read = costs.iter().map(|cost| cost.read).max().unwrap_or_default();
        let milliseconds = costs.iter().map(|cost| cost.milliseconds).fold(f64::INFINITY, f64::min);
        Self { read, milliseconds }
    }
}

/// What a visit to the first request, an event from the tap until it is stored, one request after another (of twenty, where as many
/// wait) and a list of what waits cost at some depth.
#[derive(Debug)]
struct Costs {
    opening: Cost,
    adding: Cost,
    sending: Cost,
    listing: Cost,
}

async fn costs(depth: usize) -> Result<Costs> {
    let endpoint = Endpoint::start(Manner::Busy(1)).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.before_each_page(WATCH).await?;
    // The program makes the database; the page leaves no more than one event in it.
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Tốt").await?;
    widget.thanks().await?;
    eventually("that it was tried", async || Ok((!endpoint.requests().is_empty()).then_some(()))).await?;
    let fill = FILL.replace("COUNT", &depth.to_string()).replace("ENDPOINT", &endpoint.url("/v1/events"));
    assert_eq!(browser.evaluate(&fill).await?, json!(true));

    // The best of three visits: the browser still tidies up after the many that were put there at once.
    let (mut opening, mut adding) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        forget_rests(&browser).await?;
        endpoint.behave(Manner::Busy(3_600));
        let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
        // To the first request of a visit.
        let first = eventually("a request", async || {
            let posted = look(&browser, "posted").await?;
            Ok((posted != json!([])).then(|| posted[0].clone()))
        });
        opening.push(Cost::between(&json!({ "at": 0, "read": 0 }), &first.await?, 1)?);
        // From the tap until it is stored.
        widget.tap("Tốt").await?;
        let stored = eventually("word of it", async || {
            let submitted = look(&browser, "submitted").await?;
            Ok((submitted != json!([])).then(|| submitted[0].clone()))
        });
        let stored = stored.await?;
        assert_eq!(stored["durable"], json!(true));
        adding.push(Cost::between(&look(&browser, "tapped").await?[0], &stored, 1)?);
    }

    // From one request to the next, while all of them arrive.
    endpoint.behave(Manner::Reply(202, ""));
    forget_rests(&browser).await?;
    Shop::open(&browser, &endpoint.url("/")).await?;
    let batches = (depth / 20).clamp(1, 30) + 1;
    let posted = eventually("requests", async || {
        let posted = look(&browser, "posted").await?;
        Ok(posted.as_array().filter(|posted| posted.len() >= batches).cloned())
    })
    .await?;
    endpoint.behave(Manner::Busy(3_600));
    let sending = Cost::between(&posted[0], &posted[batches - 1], batches - 1)?;
    // From here on nothing is sent, and so nothing unsealed for it.
    Shop::open(&browser, &endpoint.url("/")).await?.widget().await?.tap("Tốt").await?;
    eventually("that the endpoint is left alone", async || {
        Ok((browser.evaluate(RESTS).await? == json!(true)).then_some(()))
    })
    .await?;
    Shop::open(&browser, &endpoint.url("/")).await?;
    let (listing, listed) = listing(&browser).await?;
    if depth > 0 {
        assert_eq!(listed, MOST_LISTED, "{depth}");
        counting(&browser, depth).await?;
    }
    Ok(Costs { opening: Cost::best(&opening), adding: Cost::best(&adding), sending, listing })
}

/// The first list of what waits, and how many are in it; the next goes on behind it.
async fn listing(browser: &Browser) -> Result<(Cost, u64)> {
    let list = r"
        const done = arguments[0], unsealed = [], { decrypt } = SubtleCrypto.prototype;
        SubtleCrypto.prototype.decrypt = function (...all) { unsealed.push(1); return decrypt.apply(this, all); };
        const noted = () => ({ at: performance.now(), read });
        const ids = (list) => list.map(({ id }) => id);
        (async () => {
            const from = noted();
            const first = await sayso.pending();
            const to = noted();
            const second = await sayso.pending({ after: first.at(-1) });
            const twice = ids(second).filter((id) => ids(first).includes(id));
            done({ from, to, listed: first.length, follow: second.length, twice, unsealed: unsealed.length });
        })();";
    let told = browser.evaluate(list).await?;
    let listed = told["listed"].as_u64().context("a count")?;
    assert_eq!((&told["twice"], &told["unsealed"]), (&json!([]), &json!(0)), "{told}");
    assert_eq!(told["follow"] != 0, listed == MOST_LISTED, "{told}");
    Ok((Cost::between(&told["from"], &told["to"], 1)?, listed))
}

/// Counts what waits; whoever writes meanwhile waits for one piece of it at most.
async fn counting(browser: &Browser, depth: usize) -> Result<()> {
    let count = r#"
        const done = arguments[0];
        const opening = indexedDB.open("sayso");
        opening.onsuccess = async () => {
            let isOver = false, longest = 0, writes = 0;
            const before = pieces.length;
            const counting = sayso.flush().then((waiting) => ((isOver = true), waiting));
            while (!isOver) {
                const begun = performance.now(), seen = pieces.length;
                await new Promise((committed) => {
                    const writing = opening.result.transaction("outbox", "readwrite", { durability: "relaxed" });
                    writing.objectStore("outbox").put({ id: "between" });
                    writing.oncomplete = committed;
                });
                longest = Math.max(longest, performance.now() - begun);
                // Written while the counting went on.
                writes += pieces.length > before && !isOver;
                await new Promise((later) => setTimeout(later, 1));
            }
            opening.result.close();
            done({ waiting: await counting, pieces: pieces.slice(before), writes, longest: Math.round(longest) });
        };"#;
    let told = browser.evaluate(count).await?;
    let pieces: Vec<u64> = serde_json::from_value(told["pieces"].clone())?;
    println!(
        "{depth} wait: counted in {} pieces, a write waited {} ms at most",
        pieces.len(),
        told["longest"]
    );
    assert!(pieces.iter().all(|piece| *piece <= 500), "{pieces:?}");
    assert!(told["waiting"].as_u64() >= Some(depth as u64 - 1_000), "{told}");
    assert!(told["writes"].as_u64() > Some(0), "nothing could be written while it was counted: {told}");
    Ok(())
}

/// Whether an endpoint asked to be left alone.
const RESTS: &str = r#"
    const opening = indexedDB.open("sayso-device");
    opening.onsuccess = () => {
        const reading = opening.result.transaction("device").objectStore("device").getAll();
        reading.onsuccess = () => { opening.result.close(); arguments[0](reading.result.some(({ asked }) => asked === true)); };
    };"#;

/// As if the endpoint had not asked to be left alone.
async fn forget_rests(browser: &Browser) -> Result<()> {
    let forget = r#"
        const opening = indexedDB.open("sayso-device");
        opening.onsuccess = () => {
            const writing = opening.result.transaction("device", "readwrite");
            writing.objectStore("device").openCursor().onsuccess = ({ target: { result: cursor } }) => {
                if (!cursor) return;
                if (cursor.value.id !== "key") cursor.delete();
                cursor.continue();
            };
            writing.oncomplete = () => { opening.result.close(); arguments[0](); };
        };"#;
    browser.evaluate(forget).await?;
    Ok(())
}

#[tokio::test]
async fn opening_adding_and_sending_read_no_more_of_a_deep_queue() -> Result<()> {
    for depth in [0, 10_000, 100_000] {
        let costs = costs(depth).await?;
        println!("{depth} wait: {costs:?}");
        // A few pages, and what the device knows of endpoints and its key; by far not the queue.
        assert!(costs.opening.read <= 4 * PAGE, "{depth}: {costs:?}");
        assert!(costs.adding.read <= PAGE, "{depth}: {costs:?}");
        assert!(costs.sending.read <= 2 * PAGE, "{depth}: {costs:?}");
        assert!(costs.listing.read <= MOST_LISTED + PAGE, "{depth}: {costs:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_later_version_made_of_the_database_is_used_all_the_same() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.before_each_page(WATCH).await?;
    Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    let later = r#"
        const look = () => {
            const opening = indexedDB.open("sayso", 99);
            opening.onsuccess = () => { opening.result.close(); arguments[0](); };
        };
        indexedDB.databases().then((all) => all.some(({ name }) => name === "sayso") ? look() : arguments[0](false));"#;
    eventually("the database", async || Ok((browser.evaluate(later).await? != json!(false)).then_some(())))
        .await?;
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Tốt").await?;
    widget.thanks().await?;
    let submitted = look(&browser, "submitted").await?;
    assert_eq!(submitted[0]["durable"], json!(true));
    endpoint.behave(Manner::Reply(202, ""));
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
    assert_eq!(endpoint.kept().len(), 1);
    Ok(())
}

/// A newer program in another tab changes the database while this one is open: what is answered here waits for that, and lies on the
/// device all the same.
#[tokio::test]
async fn while_a_newer_program_changes_the_database_an_older_one_goes_on_keeping_answers() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.before_each_page(WATCH).await?;
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    eventually("the database", async || {
        let known =
            "indexedDB.databases().then((all) => arguments[0](all.some(({ name }) => name === 'sayso')))";
        Ok((browser.evaluate(known).await? == json!(true)).then_some(()))
    })
    .await?;
    browser.open_tab().await?;
    browser.open(&endpoint.url("/sayso.js")).await?;
    // It stays in its upgrade until it is told to go on, and keeps the database open from then on.
    let newer = r#"
        const opening = indexedDB.open("sayso", 99);
        window.goesOn = false;
        opening.onupgradeneeded = () => {
            const store = opening.result.createObjectStore("more", { keyPath: "id" });
            const stay = () => goesOn || (store.count().onsuccess = stay);
            stay();
            arguments[0]();
        };
        opening.onsuccess = () => (window.opened = opening.result);"#;
    browser.evaluate(newer).await?;
    browser.to_tab(0).await?;
    widget.tap("Tốt").await?;
    eventually("the tap", async || Ok((look(&browser, "tapped").await? != json!([])).then_some(()))).await?;
    assert_eq!(look(&browser, "submitted").await?, json!([]), "nothing is held in memory for an upgrade");
    browser.to_tab(1).await?;
    browser.evaluate("goesOn = true; arguments[0]()").await?;
    eventually("the upgrade", async || {
        Ok((browser.evaluate("arguments[0](opened.version)").await.ok() == Some(json!(99))).then_some(()))
    })
    .await?;
    browser.to_tab(0).await?;
    widget.thanks().await?;
    assert_eq!(look(&browser, "submitted").await?[0]["durable"], json!(true));

    // And while the newer one keeps it open.
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Tốt").await?;
    widget.thanks().await?;
    assert_eq!(look(&browser, "submitted").await?[0]["durable"], json!(true));
    assert_eq!(browser.outbox().await?.len(), 2);
    Ok(())
}
