//! The encodings in which servers send a file: brotli and gzip, both at their smallest, both the same on every run.

use anyhow::Result;
use std::io::Write;

/// The bytes of the `.br` twin: quality 11, window of 16 MiB, which every browser takes.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

/// The bytes of the `.gz` twin: level 9, no name and no time in the header.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// JSON without the white space between its tokens. Keys keep their order, which a parser and printer would not promise.
pub(crate) fn json(text: &str) -> Result<String> {
    serde_json::from_str::<serde_json::Value>(text)?;
    let (mut packed, mut quoted, mut escaped) = (String::with_capacity(text.len()), false, false);
    for letter in text.chars() {
        if !quoted && letter.is_ascii_whitespace() {
            continue;
        }
        if letter == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = letter == '\\' && !escaped;
        packed.push(letter);
    }
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_packed_unpacks_to_the_same() {
        let text = "Bạn thấy việc giao hàng thế nào? ".repeat(200).into_bytes();
        let packed = brotli(&text).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(packed.len() < text.len() / 10);

        let packed = gzip(&text).unwrap();
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert_eq!(&packed[4..8], [0; 4], "a time in the header would make every build another");
    }

    #[test]
    fn json_loses_white_space_and_nothing_else() {
        let check = |text: &str, expected: &str| assert_eq!(json(text).unwrap(), expected);
        check("{ \"b\" : 1,\n\t\"a\": [ true, null ] }\n", r#"{"b":1,"a":[true,null]}"#);
        check(r#"{"say": "a \"b c\" \\", "x y": " "}"#, r#"{"say":"a \"b c\" \\","x y":" "}"#);
        assert!(json("{").is_err());
    }
}
