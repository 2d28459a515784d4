//! The SQL that `docs/endpoints.md` gives to those who have `PostgREST` instead of a collector: each event once, the latest
//! revision counts, and the page's role may call the function and nothing else.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::database::{self, ON_POSTGRES};

const PAPER: &str = include_str!("../../../../docs/endpoints.md");

fn recipe() -> &'static str {
    let (_, section) = PAPER.split_once("\n## PostgREST\n").expect("a section");
    let (_, block) = section.split_once("```sql\n").expect("its SQL");
    block.split_once("```").expect("an end").0
}

/// Posts as `PostgREST` does, by the role of the page.
async fn post(connection: &mut PgConnection, data: &str) -> Result<(), sqlx::Error> {
    let call = sqlx::query("select sayso($1::jsonb)").bind(data);
    call.execute(connection).await.map(drop)
}

#[tokio::test]
async fn the_recipe_for_postgrest_keeps_each_event_once_and_gives_away_nothing() {
    if !ON_POSTGRES {
        return; // the recipe is PostgreSQL's own
    }
    let folder = tempfile::tempdir().unwrap();
    let address = database::new(folder.path()).await;
    let mut owner = PgConnection::connect(&address).await.unwrap();
    // Roles are the server's, which every test of this program shares.
    let role = format!("web_anon_{}", uuid::Uuid::now_v7().simple());
    let sql = format!("create role {role}; {}", recipe().replace("web_anon", &role));
    owner.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();

    let mut page = PgConnection::connect(&address).await.unwrap();
    page.execute(sqlx::raw_sql(AssertSqlSafe(format!("set role {role}")))).await.unwrap();
    for data in [
        r#"{"responseId": "r", "revision": 2, "answers": "second"}"#,
        r#"{"responseId": "r", "revision": 1, "answers": "first"}"#,
        r#"{"responseId": "r", "revision": 2, "answers": "second"}"#,
        r#"{"responseId": "r", "revision": 10, "answers": "tenth"}"#,
        r#"{"complaintId": "c", "responseId": "r"}"#,
        r#"{"complaintId": "c", "responseId": "r"}"#,
    ] {
        post(&mut page, data).await.unwrap();
    }
    for stranger in ["{}", "[]", "null", r#"{"responseId": "r"}"#] {
        assert!(post(&mut page, stranger).await.is_err(), "{stranger} has no id");
    }
    for forbidden in
        ["select * from sayso_events", "select * from sayso_responses", "delete from sayso_events"]
    {
        assert!(sqlx::query(forbidden).execute(&mut page).await.is_err(), "{forbidden}");
    }

    let ids: Vec<String> =
        sqlx::query_scalar("select id from sayso_events order by id").fetch_all(&mut owner).await.unwrap();
    assert_eq!(ids, ["c", "r.1", "r.10", "r.2"]);
    let counted: Vec<String> = sqlx::query_scalar("select data->>'answers' from sayso_responses")
        .fetch_all(&mut owner)
        .await
        .unwrap();
    assert_eq!(counted, ["tenth"]);

    // Straight into a table, as PostgREST writes it: a repeat is a unique violation, which it answers by 409.
    let insert = "insert into sayso_events (id, data) values ('c', '{}')";
    let repeat = sqlx::query(insert).execute(&mut owner).await.unwrap_err();
    assert!(repeat.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation));
}
