//! Values that go into a statement and rows that come out, the same for both databases.
//!
//! A [`Value`] knows its type even when it is NULL (PostgreSQL asks for it). A [`Row`] decodes by
//! column name; a value it can't read is [`StoreError::Corrupt`], naming the column.

use std::time::Duration;

use serde::de::DeserializeOwned;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Executor, Postgres, Row as _, Sqlite};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use crate::StoreError;

/// One bound value.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(Option<i64>),
    Bool(bool),
    Text(Option<String>),
    Bytes(Vec<u8>),
    Uuid(Option<Uuid>),
    Time(Option<OffsetDateTime>),
    Json(Option<serde_json::Value>),
}

/// SQLite keeps times as text of one width, so that text order is time order.
const SQLITE_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// Whatever offset it came with: the text says `Z`, so it has to be UTC.
fn sqlite_time(at: OffsetDateTime) -> Option<String> {
    at.checked_to_offset(UtcOffset::UTC)?
        .format(SQLITE_TIME)
        .ok()
}

impl Value {
    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        // Our own types serialise; a failure would be a map with non-text keys, which none has.
        Self::Json(Some(serde_json::to_value(value).unwrap_or_default()))
    }

    pub(crate) fn bind_postgres(
        self,
        query: Query<'_, Postgres, PgArguments>,
    ) -> Query<'_, Postgres, PgArguments> {
        match self {
            Self::Int(v) => query.bind(v),
            Self::Bool(v) => query.bind(v),
            Self::Text(v) => query.bind(v),
            Self::Bytes(v) => query.bind(v),
            Self::Uuid(v) => query.bind(v),
            Self::Time(v) => query.bind(v),
            Self::Json(v) => query.bind(v),
        }
    }

    pub(crate) fn bind_sqlite(
        self,
        query: Query<'_, Sqlite, SqliteArguments>,
    ) -> Query<'_, Sqlite, SqliteArguments> {
        match self {
            Self::Int(v) => query.bind(v),
            Self::Bool(v) => query.bind(v),
            Self::Text(v) => query.bind(v),
            Self::Bytes(v) => query.bind(v),
            Self::Uuid(v) => query.bind(v),
            Self::Time(v) => query.bind(v.and_then(sqlite_time)),
            Self::Json(v) => query.bind(v),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $to:expr;)*) => {
        $(impl From<$from> for Value { fn from($v: $from) -> Self { $to } })*
    };
}

value_from! {
    i64 => |v| Self::Int(Some(v));
    Option<i64> => |v| Self::Int(v);
    bool => |v| Self::Bool(v);
    &str => |v| Self::Text(Some(v.to_owned()));
    String => |v| Self::Text(Some(v));
    Option<String> => |v| Self::Text(v);
    Option<&str> => |v| Self::Text(v.map(str::to_owned));
    Vec<u8> => |v| Self::Bytes(v);
    &[u8] => |v| Self::Bytes(v.to_vec());
    Uuid => |v| Self::Uuid(Some(v));
    Option<Uuid> => |v| Self::Uuid(v);
    OffsetDateTime => |v| Self::Time(Some(v));
    Option<OffsetDateTime> => |v| Self::Time(v);
    domain::Paisa => |v| Self::Int(Some(v.get()));
    Option<domain::Paisa> => |v| Self::Int(v.map(domain::Paisa::get));
}

macro_rules! id_values {
    ($($id:ident)*) => {
        $(impl From<domain::$id> for Value { fn from(v: domain::$id) -> Self { Self::Uuid(Some(v.uuid())) } }
          impl From<Option<domain::$id>> for Value { fn from(v: Option<domain::$id>) -> Self { Self::Uuid(v.map(|id| id.uuid())) } }
          impl Column for domain::$id { fn read(row: &Row, name: &str) -> Result<Self, StoreError> { Uuid::read(row, name).map(Self::from) } })*
    };
}

id_values! { ProductId VariantId CategoryId OrderId OrderLineId UserId SessionId CartId PaymentId MovementId JobId ImportId AuditId ReviewId AddressId StockRequestId CouponId FlashSaleId FlashLineId StaffRoleId }

/// A list of bound values: `binds![id, name, now]`.
macro_rules! binds {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}
pub(crate) use binds;

/// One row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The value of the column called `name`.
    pub(crate) fn get<T: Column>(&self, name: &str) -> Result<T, StoreError> {
        T::read(self, name)
    }

    /// A value parsed from text, such as a status or a SKU.
    pub(crate) fn parse<T>(&self, name: &str) -> Result<T, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let text: String = self.get(name)?;
        text.parse().map_err(|e| StoreError::corrupt(name, e))
    }

    /// A value kept as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T, StoreError> {
        let value: serde_json::Value = self.get(name)?;
        serde_json::from_value(value).map_err(|e| StoreError::corrupt(name, e))
    }
}

/// A type that a column can be read as.
pub(crate) trait Column: Sized {
    fn read(row: &Row, name: &str) -> Result<Self, StoreError>;
}

macro_rules! native_columns {
    ($($ty:ty)*) => {
        $(impl Column for $ty {
            fn read(row: &Row, name: &str) -> Result<Self, StoreError> {
                Ok(match row {
                    Row::Sqlite(row) => row.try_get(name)?,
                    Row::Postgres(row) => row.try_get(name)?,
                })
            }
        })*
    };
}

native_columns! {
    i64 bool String Uuid Vec<u8> OffsetDateTime serde_json::Value
    Option<i64> Option<String> Option<Vec<u8>> Option<Uuid> Option<OffsetDateTime> Option<serde_json::Value>
}

impl Column for domain::Paisa {
    fn read(row: &Row, name: &str) -> Result<Self, StoreError> {
        i64::read(row, name).map(Self::new)
    }
}

impl Column for Option<domain::Paisa> {
    fn read(row: &Row, name: &str) -> Result<Self, StoreError> {
        Ok(Option::<i64>::read(row, name)?.map(domain::Paisa::new))
    }
}

macro_rules! optional_ids {
    ($($id:ident)*) => {
        $(impl Column for Option<domain::$id> { fn read(row: &Row, name: &str) -> Result<Self, StoreError> { Ok(Option::<Uuid>::read(row, name)?.map(domain::$id::from)) } })*
    };
}

optional_ids! { CategoryId UserId CouponId FlashLineId StaffRoleId JobId }

/// How a struct is read from a row.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

/// Waits for an answer, but not for ever: a server that is gone without a word never says so.
pub(crate) async fn patiently<T, E: Into<StoreError>>(
    patience: Duration,
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(patience, asked).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(StoreError::timed_out()),
    }
}

/// Runs a statement on PostgreSQL and reads its rows.
pub(crate) async fn fetch_postgres<'c, T: FromRow>(
    executor: impl Executor<'c, Database = Postgres>,
    text: AssertSqlSafe<String>,
    binds: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    let query = binds
        .into_iter()
        .fold(sqlx::query(text), |q, v| v.bind_postgres(q));
    let rows = query.fetch_all(executor).await?;
    rows.into_iter()
        .map(|row| T::from_row(&Row::Postgres(row)))
        .collect()
}

/// Runs a statement on SQLite and reads its rows.
pub(crate) async fn fetch_sqlite<'c, T: FromRow>(
    executor: impl Executor<'c, Database = Sqlite>,
    text: AssertSqlSafe<String>,
    binds: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    let query = binds
        .into_iter()
        .fold(sqlx::query(text), |q, v| v.bind_sqlite(q));
    let rows = query.fetch_all(executor).await?;
    rows.into_iter()
        .map(|row| T::from_row(&Row::Sqlite(row)))
        .collect()
}
