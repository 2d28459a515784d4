//! The board, drawn: figures, bars, the heat map and the trend as SVG, each with a title, a description, and a table that says the
//! same to whoever does not see it. Colours and sizes are the style sheet's.

use sayso_core::ledger::{Board, Cell, Day, Figure};
use sayso_core::score::Distribution;
use serde_json::Value;

use crate::node::{classed, element, table, text};
use crate::words::Words;

/// Units of a drawing across; it is as wide as its place, which is a phone's width or a little more.
const WIDTH: f64 = 400.0;

/// The whole board.
pub(crate) fn board(board: &Board, words: &Words) -> Value {
    let figures = [("board.today", board.today), ("board.week", board.week)];
    let figures = figures.map(|(name, it)| figure(words.get(name), it, words));
    let parts = [
        Some(classed("div", "figures", figures)),
        board
            .taps
            .as_ref()
            .map(|taps| part("board.taps", bars(&taps_of(taps, words), "board.taps", words), words)),
        (!board.reasons.is_empty()).then(|| {
            let rows: Vec<_> = board.reasons.iter().map(|(id, n)| (words.reason(id), *n)).collect();
            part("board.reasons", bars(&rows, "board.reasons", words), words)
        }),
        (!board.hours.is_empty()).then(|| part("board.hours", heat(&board.hours, words), words)),
        (board.days.len() > 1).then(|| part("board.days", trend(&board.days, words), words)),
    ];
    classed("div", "board", parts.into_iter().flatten())
}

fn part(name: &str, drawing: Vec<Value>, words: &Words) -> Value {
    let title = text("h3", words.get(name));
    classed("section", "part", [title].into_iter().chain(drawing))
}

fn figure(name: &str, figure: Option<Figure>, words: &Words) -> Value {
    let told = match figure {
        None => vec![classed("p", "value", ["–".into()]), text("p", words.get("board.none"))],
        Some(Figure { value, n, low, high }) => {
            let gaps = [("n", n.to_string()), ("low", format!("{low:.0}")), ("high", format!("{high:.0}"))];
            vec![
                classed("p", "value", [percent(value).into()]),
                text("p", words.fill("board.interval", &gaps)),
            ]
        }
    };
    classed("div", "figure", [text("h3", name)].into_iter().chain(told))
}

fn percent(value: f64) -> String {
    format!("{value:.0} %")
}

fn taps_of(taps: &Distribution, words: &Words) -> Vec<(String, u64)> {
    const FACES: [&str; 5] = ["smiley.awful", "smiley.bad", "smiley.neutral", "smiley.good", "smiley.great"];
    let are_faces = taps.scale().points() == 5;
    let name = |value: u8| match FACES.get(usize::from(value.saturating_sub(1))).filter(|_| are_faces) {
        Some(name) => words.get(name).to_owned(),
        None => value.to_string(),
    };
    let mut rows: Vec<_> = taps.iter().map(|(value, n)| (name(value), n)).collect();
    rows.reverse();
    rows
}

/// What surrounds every drawing: its title and description for a screen reader.
fn svg(
    name: &str,
    about: &str,
    [width, height]: [f64; 2],
    words: &Words,
    shapes: impl IntoIterator<Item = Value>,
) -> Value {
    let attributes = [
        ("viewBox", format!("0 0 {width} {height}")),
        ("role", "img".to_owned()),
        ("aria-label", format!("{}. {about}", words.get(name))),
    ];
    let title = [text("title", words.get(name)), text("desc", about)];
    element("svg", &attributes, title.into_iter().chain(shapes))
}

fn coordinate(value: f64) -> String {
    format!("{value:.1}")
}

fn rect(class: &str, [x, y, width, height]: [f64; 4]) -> Value {
    let attributes = [
        ("class", class.to_owned()),
        ("x", coordinate(x)),
        ("y", coordinate(y)),
        ("width", coordinate(width)),
        ("height", coordinate(height)),
        ("rx", "4".to_owned()),
    ];
    element("rect", &attributes, [])
}

fn line(class: &str, [x1, y1, x2, y2]: [f64; 4]) -> Value {
    let ends =
        [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)].map(|(name, value)| (name, coordinate(value)));
    element("line", &[vec![("class", class.to_owned())], ends.to_vec()].concat(), [])
}

fn label(class: &str, [x, y]: [f64; 2], words: impl Into<String>) -> Value {
    let attributes = [("class", class.to_owned()), ("x", coordinate(x)), ("y", coordinate(y))];
    element("text", &attributes, [Value::from(words.into())])
}

/// As much of a name as a line has room for; the table beside the drawing has it whole.
fn short(name: &str) -> String {
    const ROOM: usize = 42;
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    let kept: String = name.chars().take(ROOM - 1).collect();
    [kept.trim_end(), "…"].concat()
}

/// A bar under each name, which may be long, and how often it was.
fn bars(rows: &[(String, u64)], name: &str, words: &Words) -> Vec<Value> {
    const ROW: f64 = 46.0;
    const COUNT: f64 = 50.0;
    let most = rows.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let all: u64 = rows.iter().map(|(_, n)| n).sum();
    let shapes = rows.iter().enumerate().flat_map(|(index, (name, n))| {
        let y = index as f64 * ROW;
        let width = (WIDTH - COUNT) * *n as f64 / most as f64;
        let bar = (*n > 0).then(|| rect("bar", [0.0, y + 21.0, width.max(2.0), 18.0]));
        let count = label("count", [if *n > 0 { width + 8.0 } else { 0.0 }, y + 36.0], n.to_string());
        [label("name", [0.0, y + 15.0], short(name)), count].into_iter().chain(bar)
    });
    let about = words.fill("board.counted", &[("n", all.to_string())]);
    let head = [words.get(name), words.get("board.n")];
    let told = rows.iter().map(|(name, n)| vec![name.clone(), n.to_string()]);
    vec![
        svg(name, &about, [WIDTH, rows.len() as f64 * ROW], words, shapes),
        table(words.get(name), &head, told),
    ]
}

/// Answers below which an hour's share says little.
const FEW: u64 = 5;

/// Weekdays across, hours down; the darker, the more are satisfied. A cell says its share, so that nobody needs the colours; one of [`FEW`]
/// is an outline alone.
fn heat(cells: &[Cell], words: &Words) -> Vec<Value> {
    const ROW: f64 = 34.0;
    const LEFT: f64 = 58.0;
    const TOP: f64 = 28.0;
    const STEP: f64 = (WIDTH - LEFT) / 7.0;
    let first = cells.iter().map(|cell| cell.hour).min().unwrap_or(0);
    let last = cells.iter().map(|cell| cell.hour).max().unwrap_or(0);
    let across = |weekday: u8| LEFT + f64::from(weekday - 1) * STEP;
    let down = |hour: u8| TOP + f64::from(hour - first) * ROW;
    let days = (1..=7).map(|day| label("hour", [across(day) + STEP / 2.0, 18.0], words.weekday(day)));
    let names = (first..=last).map(|hour| label("name", [0.0, down(hour) + 23.0], format!("{hour}:00")));
    let shapes = cells.iter().flat_map(|cell| {
        let [x, y] = [across(cell.weekday), down(cell.hour)];
        let few = if cell.n < FEW { " few" } else { "" };
        let class = format!("cell step-{}{few}", shade(cell.value));
        [
            rect(&class, [x + 1.0, y + 1.0, STEP - 2.0, ROW - 2.0]),
            label(&format!("share{few}"), [x + STEP / 2.0, y + 23.0], format!("{:.0}", cell.value)),
        ]
    });
    let told = cells.iter().map(|cell| {
        vec![
            words.weekday(cell.weekday),
            format!("{}:00", cell.hour),
            percent(cell.value),
            cell.n.to_string(),
        ]
    });
    let head = ["board.weekday", "board.hour", "board.satisfied", "board.n"].map(|name| words.get(name));
    let about = words.fill("board.hours.about", &[("n", FEW.to_string())]);
    let height = TOP + f64::from(last - first + 1) * ROW;
    let drawing = svg("board.hours", &about, [WIDTH, height], words, names.chain(days).chain(shapes));
    vec![drawing, text("p", about), table(words.get("board.hours"), &head, told)]
}

/// Five shades from none satisfied to all.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage")]
fn shade(value: f64) -> u8 {
    ((value.clamp(0.0, 100.0) / 20.0) as u8).min(4)
}

/// The share of the satisfied day by day, between its control limits. Days without an answer leave their room; a day beyond the limits is
/// marked by another shape.
fn trend(days: &[Day], words: &Words) -> Vec<Value> {
    const HEIGHT: f64 = 220.0;
    const LEFT: f64 = 44.0;
    const BOTTOM: f64 = 190.0;
    let number = |index: usize| days.get(index).map_or(0, |day| day.number);
    let first = number(0);
    let step = (WIDTH - LEFT - 20.0) / f64::from((number(days.len() - 1) - first).max(1));
    let x = |index: usize| LEFT + 10.0 + f64::from(number(index) - first) * step;
    let y = |share: f64| BOTTOM - share * (BOTTOM - 10.0);
    let points = |of: fn(&Day) -> f64| {
        let places = days.iter().enumerate().map(|(index, day)| format!("{:.1},{:.1}", x(index), y(of(day))));
        places.collect::<Vec<_>>().join(" ")
    };
    let curve = |class: &str, of: fn(&Day) -> f64| {
        element("polyline", &[("class", class.to_owned()), ("points", points(of))], [])
    };
    let axis = [0.0, 0.5, 1.0].into_iter().flat_map(|share| {
        let name = label("axis", [LEFT - 8.0, y(share) + 5.0], format!("{:.0}", share * 100.0));
        [line("grid", [LEFT, y(share), WIDTH, y(share)]), name]
    });
    let curves = [
        curve("limit", |day| day.point.high),
        curve("limit", |day| day.point.low),
        curve("center", |day| day.point.center),
        curve("shares", |day| day.point.value),
    ];
    let marks = days.iter().enumerate().map(|(index, day)| {
        let (x, y) = (x(index), y(day.point.value));
        if day.point.signal.is_some() {
            let shape = format!("M{x:.1} {:.1}l8 14h-16z", y - 9.0);
            return element("path", &[("class", "day beyond".to_owned()), ("d", shape)], []);
        }
        let place = [
            ("class", "day".to_owned()),
            ("cx", coordinate(x)),
            ("cy", coordinate(y)),
            ("r", "4".to_owned()),
        ];
        element("circle", &place, [])
    });
    let ends = [(0, "date first"), (days.len() - 1, "date last")];
    let dates =
        ends.map(|(index, class)| label(class, [x(index), HEIGHT - 6.0], words.date(&days[index].date)));
    let beyond = days.iter().filter(|day| day.point.signal.is_some()).count();
    let about = words.fill("board.days.about", &[("n", beyond.to_string())]);
    let shapes = axis.chain(curves).chain(marks).chain(dates);
    let told = days.iter().map(|day| {
        let limits = format!("{} – {}", percent(100.0 * day.point.low), percent(100.0 * day.point.high));
        vec![words.date(&day.date), percent(100.0 * day.point.value), day.n.to_string(), limits]
    });
    let head = ["board.day", "board.satisfied", "board.n", "board.limits"].map(|name| words.get(name));
    let drawing = svg("board.days", &about, [WIDTH, HEIGHT], words, shapes);
    vec![drawing, text("p", about), table(words.get("board.days"), &head, told)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use sayso_core::aggregate::{Digest, LocalTime};
    use sayso_core::ledger::Entry;

    fn drawn(taps: &[(u32, u8)]) -> String {
        let entries = taps.iter().map(|(day, tap)| Entry {
            id: String::new(),
            at: DateTime::parse_from_rfc3339(&format!("2026-11-{day:02}T20:38:00+07:00")).unwrap(),
            digest: Digest::decode(&format!(r#"[null,[["csat","csat",5,false,{tap}]],[]]"#)).unwrap(),
            reasons: vec!["DEL-LATE".to_owned(), "<b>".to_owned()],
        });
        let now = DateTime::parse_from_rfc3339("2026-11-21T21:00:00+07:00").unwrap();
        let made = Board::of(&entries.collect::<Vec<_>>(), LocalTime::new(now).unwrap());
        board(
            &made,
            &Words::new("vi", r#"{ "board.interval": "{n} lượt, {low}–{high}", "date": "{day}/{month}" }"#),
        )
        .to_string()
    }

    #[test]
    fn an_empty_board_is_two_figures_without_a_number() {
        let empty = drawn(&[]);
        assert_eq!(empty.matches("board.none").count(), 2);
        assert!(!empty.contains("\"svg\""));
    }

    #[test]
    fn every_drawing_has_a_name_and_says_the_same_in_a_table() {
        let full = drawn(&[(21, 5), (21, 4), (20, 1), (10, 5)]);
        assert_eq!(full.matches("[\"svg\"").count(), 4, "{full}");
        for part in ["\"role\":\"img\"", "[\"title\"", "[\"desc\"", "[\"table\""] {
            assert_eq!(full.matches(part).count(), 4, "{part}");
        }
        for told in ["67 %", "3 lượt, 21–94", "Giao hàng chậm trễ", "21/11", "<b>"] {
            assert!(full.contains(told), "{told} in {full}");
        }
        assert!(!full.contains("NaN") && !full.contains("inf"));
    }

    #[test]
    fn a_day_without_an_answer_leaves_its_room() {
        let drawn = drawn(&[(1, 5), (2, 4), (6, 1)]);
        // 1, 2 and 6 November over the 336 units between the first and the last day.
        for x in ["54.0", "121.2", "390.0"] {
            assert!(drawn.contains(&format!("\"cx\":\"{x}\"")), "{x} in {drawn}");
        }
    }

    #[test]
    fn what_nobody_chose_has_no_bar_and_an_hour_of_few_is_an_outline() {
        let taps: Vec<_> = [(21, 5); 5].into_iter().chain([(20, 1)]).collect();
        let drawn = drawn(&taps);
        // Two of the five faces were tapped, and two reasons given.
        assert_eq!(drawn.matches("\"class\":\"bar\"").count(), 4, "{drawn}");
        assert!(drawn.contains("\"cell step-4\"") && drawn.contains("\"cell step-0 few\""), "{drawn}");
    }

    #[test]
    fn one_day_is_no_trend() {
        assert!(!drawn(&[(21, 5)]).contains("board.days"));
    }
}
