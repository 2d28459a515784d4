//! The bytes of a request, within the limit, inflated where they came compressed.

use std::io::Read;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt;

use crate::auth;
use crate::problem::Problem;

/// The most that a body may hold, both as sent and as inflated.
pub(crate) const LIMIT: usize = 1 << 20;

/// How much of a body that is too large is still read and forgotten. A client that is cut off while it sends sees a
/// broken connection in place of the 413, and would try again for ever.
const PATIENCE: usize = 16 * LIMIT;

/// Reads a body, which may take so long to arrive.
pub(crate) async fn read(headers: &HeaderMap, body: Body, patience: Duration) -> Result<Vec<u8>, Problem> {
    let coding = auth::header(headers, header::CONTENT_ENCODING).unwrap_or("identity").trim();
    let bytes = tokio::time::timeout(patience, collect(body)).await.map_err(|_| too_slow())??;
    if coding.eq_ignore_ascii_case("identity") {
        Ok(bytes)
    } else if coding.eq_ignore_ascii_case("gzip") {
        inflate(&bytes)
    } else {
        let problem =
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Encoding may be gzip or absent.");
        Err(problem.with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip")))
    }
}

async fn collect(mut body: Body) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::bad_request("The body broke off."))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LIMIT {
            bytes.extend_from_slice(&data);
        } else if length > PATIENCE {
            break;
        }
    }
    if length > LIMIT { Err(too_large()) } else { Ok(bytes) }
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut inflated = Vec::new();
    // One byte over the limit is enough to know; a bomb is never blown up.
    let mut decoder = MultiGzDecoder::new(bytes).take(LIMIT as u64 + 1);
    decoder.read_to_end(&mut inflated).map_err(|_| Problem::bad_request("The body is not valid gzip."))?;
    if inflated.len() > LIMIT { Err(too_large()) } else { Ok(inflated) }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "A body holds at most 1 MiB (1,048,576 bytes), inflated.")
}

fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "The body took too long to arrive.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_limit_is_on_what_comes_out() {
        assert_eq!(inflate(&gzip(&vec![b' '; LIMIT])).unwrap().len(), LIMIT);
        assert!(inflate(&gzip(&vec![b' '; LIMIT + 1])).is_err());
    }

    #[test]
    fn a_bomb_is_never_blown_up() {
        let bomb = gzip(&vec![0; 256 * LIMIT]);
        assert!(bomb.len() < LIMIT);
        assert!(inflate(&bomb).is_err());
    }

    #[tokio::test]
    async fn a_body_at_the_limit_is_read_and_one_above_is_not() {
        assert_eq!(collect(Body::from(vec![b' '; LIMIT])).await.unwrap().len(), LIMIT);
        assert!(collect(Body::from(vec![b' '; LIMIT + 1])).await.is_err());
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        let whole = gzip(b"[]");
        assert!(inflate(&whole[..whole.len() - 4]).is_err());
        assert!(inflate(b"[]").is_err());
    }
}
