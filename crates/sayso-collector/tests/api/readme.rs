//! The README's curl examples do what it says, in the order in which they stand there.

use reqwest::Method;

use super::harness::Bench;

const README: &str = include_str!("../../README.md");

/// A curl command and what its comment promises.
#[derive(Debug)]
struct Example {
    status: u16,
    fragment: String,
    words: Vec<String>,
}

/// The examples in the `sh` blocks: a comment `# STATUS FRAGMENT`, then a command of one or more lines.
fn examples() -> Vec<Example> {
    let blocks = README.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(|block| block.split("# ").skip(1)).map(example).collect()
}

fn example(text: &str) -> Example {
    let (promise, command) = text.split_once('\n').unwrap();
    let (status, fragment) = promise.split_once(' ').unwrap();
    Example { status: status.parse().unwrap(), fragment: fragment.to_owned(), words: words(command) }
}

/// A command as a shell splits it; quotes do not nest here.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for letter in command.trim().chars().chain([' ']) {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if letter.is_whitespace() => {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            }
            _ => word.push(letter),
        }
    }
    words
}

async fn run(bench: &Bench, example: &Example) -> (u16, String) {
    let mut words = example.words.iter();
    assert_eq!(words.next().unwrap(), "curl");
    let url = words.next().unwrap().replace("$SAYSO", &bench.url(""));
    let (mut method, mut headers, mut body) = (Method::GET, Vec::new(), String::new());
    let mut given: Option<Method> = None;
    while let Some(flag) = words.next() {
        let value = words.next().unwrap().replace("$TOKEN", &bench.token);
        match flag.as_str() {
            "-H" => headers.push(value),
            "-X" => given = Some(value.parse().unwrap()),
            "-d" => (method, body) = (Method::POST, value),
            _ => panic!("{flag} is not used by the README"),
        }
    }
    let mut request = bench.client.request(given.unwrap_or(method), url).body(body);
    for header in headers {
        let (name, value) = header.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn every_example_does_what_it_says() {
    let bench = Bench::open().await;
    let examples = examples();
    assert_eq!(examples.len(), README.matches("\ncurl ").count());
    for example in &examples {
        let (status, text) = run(&bench, example).await;
        assert_eq!(status, example.status, "{example:?}: {text}");
        assert!(text.contains(&example.fragment), "{} in {text}", example.fragment);
    }
}
