//! Makes what brings people to a survey; `cargo xtask qr` and `cargo xtask snippet` run it.
//!
//! `email BASE SURVEY TOUCHPOINT`, `sms BASE SURVEY TOUCHPOINT`, or
//! `poster BASE SURVEY FOLDER PAPERS TOUCHPOINT…`, PAPERS being names joined by commas, a touch point `ID` or `ID=VIETNAMESE|ENGLISH`.

use std::path::Path;
use std::process::ExitCode;

use sayso_core::config::Channel;
use sayso_core::preset;
use sayso_core::survey::{Question, Survey};
use sayso_invite::{self as invite, Coding, Link, Message, Paper, Poster};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["poster", base, survey, folder, papers, touchpoints @ ..] => {
            posters(base, survey, Path::new(folder), papers, touchpoints)
        }
        ["email", base, survey, touchpoint] => email(base, survey, touchpoint),
        ["sms", base, survey, touchpoint] => sms(base, survey, touchpoint),
        _ => Err("expected what to make, and of what; see the head of this file".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn posters(
    base: &str,
    survey: &str,
    folder: &Path,
    papers: &str,
    touchpoints: &[&str],
) -> Result<(), String> {
    let question = question(survey)?;
    let named = |name: &str| Paper::NAMES.iter().find(|(known, _)| *known == name).map(|(_, paper)| *paper);
    let papers: Option<Vec<Paper>> = papers.split(',').map(named).collect();
    let papers = papers.ok_or_else(|| {
        format!("no such paper; there are {}", Paper::NAMES.map(|(name, _)| name).join(", "))
    })?;
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for touchpoint in touchpoints {
        let (id, names) = touchpoint.split_once('=').unwrap_or((touchpoint, touchpoint));
        let (vi, en) = names.split_once('|').unwrap_or((names, names));
        let link = link(base, id, Channel::Qr)?;
        let poster = Poster { link: &link, title: &question.title, place: [vi, en] };
        for paper in &papers {
            let drawn = poster.draw(*paper).ok_or_else(|| {
                format!("{}: is longer than 331 bytes, which no phone reads off a poster", link.address())
            })?;
            let file = folder.join(format!("{}-{}.svg", invite::file_name(id), paper.name()));
            std::fs::write(&file, drawn).map_err(|error| format!("{}: {error}", file.display()))?;
            println!("{}: {}", file.display(), link.address());
        }
    }
    Ok(())
}

fn email(base: &str, survey: &str, touchpoint: &str) -> Result<(), String> {
    let letter = invite::letter(&link(base, touchpoint, Channel::Email)?, &question(survey)?);
    print!("{}", letter.ok_or("there is no rating to ask")?);
    Ok(())
}

/// Each text, and below what a network makes of it.
fn sms(base: &str, survey: &str, touchpoint: &str) -> Result<(), String> {
    let (link, question) = (link(base, touchpoint, Channel::Social)?, question(survey)?);
    for (language, with_marks) in [("vi", false), ("vi", true), ("en", true)] {
        if !question.title.speaks(language) {
            continue;
        }
        let Message { text, coding, length, parts } =
            Message::inviting(&link, &question, language, with_marks);
        let coding = match coding {
            Coding::Gsm7 => "GSM-7",
            Coding::Ucs2 => "UCS-2",
        };
        let messages = if parts == 1 { "message" } else { "messages" };
        println!("{text}\n  {length} signs of {coding}: {parts} {messages}\n");
    }
    Ok(())
}

fn link(base: &str, touchpoint: &str, channel: Channel) -> Result<Link, String> {
    let expected =
        "the base is the address of a page, such as https://shop.example/rate, and a touch point has an id";
    Link::new(base, touchpoint, channel).map_err(|error| format!("{touchpoint}: {error}; {expected}"))
}

/// The rating of a preset, or of the survey in a file.
fn question(survey: &str) -> Result<Question, String> {
    let text = match preset::document(survey) {
        Some(document) => document.to_owned(),
        None => std::fs::read_to_string(survey).map_err(|error| format!("{survey}: {error}"))?,
    };
    let problems = |problems: Vec<_>| {
        let lines = problems.iter().map(|problem| format!("{survey}: {problem}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let survey_read = Survey::parse(&text).map_err(problems)?;
    invite::rating(&survey_read).cloned().ok_or_else(|| format!("{survey}: has no rating to ask"))
}
