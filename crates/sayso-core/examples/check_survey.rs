//! Says what is wrong with survey files, each problem on a line of its own; `cargo xtask check-survey` runs it.

use std::process::ExitCode;

use sayso_core::survey::Survey;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let problems = match std::fs::read_to_string(&path) {
            Ok(text) => match Survey::parse(&text) {
                Ok(survey) => {
                    for gap in survey.gaps() {
                        println!(
                            "{path}: {gap}: warning: lacks {}, the first language",
                            survey.first_locale()
                        );
                    }
                    for (rule, question) in survey.loose_rules() {
                        println!(
                            "{path}: {rule}: warning: also holds for whoever passed \"{question}\" over, which counts as 0"
                        );
                    }
                    println!("{path}: sound, {} questions", survey.questions.len());
                    continue;
                }
                Err(problems) => problems.iter().map(ToString::to_string).collect(),
            },
            Err(error) => vec![error.to_string()],
        };
        for problem in problems {
            println!("{path}: {problem}");
        }
        code = ExitCode::FAILURE;
    }
    code
}
