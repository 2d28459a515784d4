//! The collector under load: over HTTP, each request acknowledged after its commit.
//!
//! The client writes bytes that were made before and reads no more of an answer than it must: both share the machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::figure::Figure;
use crate::shape::{Shape, events};

/// Requests, ready to be written.
pub(crate) fn requests(shape: &Shape) -> Vec<Vec<u8>> {
    let events = events(shape.requests() * shape.batch);
    events.chunks(shape.batch).map(request).collect()
}

fn request(events: &[Value]) -> Vec<u8> {
    let (kind, body) = match events {
        [alone] => ("application/cloudevents+json", alone.to_string()),
        several => ("application/cloudevents-batch+json", Value::from(several.to_vec()).to_string()),
    };
    format!(
        "POST /v1/events HTTP/1.1\r\nhost: load\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends all of them to these collectors in turn, each connection one after the other.
///
/// # Errors
/// When a request is answered by anything but 202.
pub(crate) async fn send(addresses: &[String], shape: &Shape, requests: Vec<Vec<u8>>) -> Result<Figure> {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let started = Instant::now();
    let clients: Vec<_> = (0..shape.clients)
        .map(|number| {
            let address = addresses[number % addresses.len()].trim_start_matches("http://").to_owned();
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tokio::spawn(async move { client(&address, &requests, &next).await })
        })
        .collect();
    let mut waits = Vec::new();
    for client in clients {
        waits.extend(client.await??);
    }
    Ok(Figure::new(requests.len() * shape.batch, started.elapsed(), waits))
}

async fn client(address: &str, requests: &[Vec<u8>], next: &AtomicUsize) -> Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(address).await.context("connecting")?;
    stream.set_nodelay(true)?;
    let mut waits = Vec::new();
    let mut answer = Vec::new();
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let started = Instant::now();
        stream.write_all(request).await?;
        read(&mut stream, &mut answer).await?;
        waits.push(started.elapsed());
    }
    Ok(waits)
}

/// Reads one answer, which must be 202, to its end.
async fn read(stream: &mut TcpStream, answer: &mut Vec<u8>) -> Result<()> {
    answer.clear();
    loop {
        ensure!(stream.read_buf(answer).await? > 0, "the collector hung up");
        let Some(head) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&answer[..head])?;
        ensure!(text.starts_with("HTTP/1.1 202"), "{text}");
        let length =
            text.lines().find_map(|line| line.strip_prefix("content-length: ")).context("a length")?;
        if answer.len() >= head + 4 + length.trim().parse::<usize>()? {
            return Ok(());
        }
    }
}
