//! One way to speak to both databases: the same SQL text, values and rows that know neither of them.

use crate::error::{Result, StoreError};
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Postgres, Row as _, SqlSafeStr, Sqlite, Transaction};

/// Connections to the one or the other.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(sqlx::Pool<Sqlite>),
    Postgres(sqlx::Pool<Postgres>),
}

/// A transaction; what was not committed is taken back when it is dropped.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A connection of its own, for reads.
pub(crate) enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A value to bind. PostgreSQL wants to know the type of a missing one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bind<'a> {
    Int(Option<i64>),
    Float(Option<f64>),
    Text(Option<&'a str>),
    Blob(Option<&'a [u8]>),
}

macro_rules! bind_from {
    ($($from:ty => $variant:ident;)*) => {$(
        impl<'a> From<$from> for Bind<'a> {
            fn from(value: $from) -> Self {
                Self::$variant(Some(value.into()))
            }
        }
        impl<'a> From<Option<$from>> for Bind<'a> {
            fn from(value: Option<$from>) -> Self {
                Self::$variant(value.map(Into::into))
            }
        }
    )*};
}
bind_from! { i64 => Int; i32 => Int; u32 => Int; u16 => Int; bool => Int; f64 => Float; &'a str => Text; &'a [u8] => Blob; }

impl<'a> From<&'a String> for Bind<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Some(value))
    }
}

/// Values in a slice, each turned into a [`Bind`].
macro_rules! binds {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Bind::from($value)),*] };
}
pub(crate) use binds;

/// A row of either database; columns by their place.
pub(crate) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

macro_rules! getters {
    ($($name:ident: $type:ty;)*) => {$(
        pub(crate) fn $name(&self, column: usize) -> Result<$type> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get::<$type, _>(column)?,
                Self::Postgres(row) => row.try_get::<$type, _>(column)?,
            })
        }
    )*};
}

impl Row {
    getters! {
        int: i64;
        int_or_none: Option<i64>;
        float_or_none: Option<f64>;
        text: String;
        text_or_none: Option<String>;
        blob: Vec<u8>;
        blob_or_none: Option<Vec<u8>>;
    }

    pub(crate) fn flag(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// A count or size that is never negative.
    pub(crate) fn count(&self, column: usize) -> Result<u64> {
        u64::try_from(self.int(column)?).map_err(|_| StoreError::corrupt("a stored count is negative"))
    }
}

macro_rules! query {
    ($sql:expr, $binds:expr) => {{
        let mut query = sqlx::query($sql);
        for bind in $binds {
            query = match *bind {
                Bind::Int(value) => query.bind(value),
                Bind::Float(value) => query.bind(value),
                Bind::Text(value) => query.bind(value.map(storable)),
                Bind::Blob(value) => query.bind(value),
            };
        }
        query
    }};
}

/// PostgreSQL's texts hold no zero; neither do SQLite's here, so that both keep the same.
fn storable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

macro_rules! statements {
    ($type:ty) => {
        impl $type {
            /// Every row.
            pub(crate) async fn all(&mut self, sql: impl SqlSafeStr + Send, binds: &[Bind<'_>]) -> Result<Vec<Row>> {
                let sql = sql.into_sql_str();
                Ok(match self {
                    Self::Sqlite(inner) => {
                        query!(sql, binds).fetch_all(&mut **inner).await?.into_iter().map(Row::Sqlite).collect()
                    }
                    Self::Postgres(inner) => {
                        query!(sql, binds).fetch_all(&mut **inner).await?.into_iter().map(Row::Postgres).collect()
                    }
                })
            }

            /// The first row, where there is one.
            pub(crate) async fn first(
                &mut self,
                sql: impl SqlSafeStr + Send,
                binds: &[Bind<'_>],
            ) -> Result<Option<Row>> {
                let sql = sql.into_sql_str();
                Ok(match self {
                    Self::Sqlite(inner) => query!(sql, binds).fetch_optional(&mut **inner).await?.map(Row::Sqlite),
                    Self::Postgres(inner) => query!(sql, binds).fetch_optional(&mut **inner).await?.map(Row::Postgres),
                })
            }

            /// The first row.
            pub(crate) async fn one(&mut self, sql: impl SqlSafeStr + Send, binds: &[Bind<'_>]) -> Result<Row> {
                self.first(sql, binds).await?.ok_or_else(|| StoreError::not_found("no such row"))
            }
        }
    };
}

statements!(Tx);
statements!(Conn);

impl Pool {
    /// A connection of its own.
    pub(crate) async fn connection(&self) -> Result<Conn> {
        Ok(match self {
            Self::Sqlite(pool) => Conn::Sqlite(pool.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that writes. SQLite takes its write lock at once, so that it waits here and never fails halfway.
    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that reads one consistent state, whatever others write meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("begin").await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("begin transaction isolation level repeatable read read only").await?)
            }
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// How many rows a single statement changed.
    pub(crate) async fn execute(&self, sql: &'static str, binds: &[Bind<'_>]) -> Result<u64> {
        let mut tx = self.write().await?;
        let changed = tx.execute(sql, binds).await?;
        tx.commit().await?;
        Ok(changed)
    }

    pub(crate) async fn all(&self, sql: &'static str, binds: &[Bind<'_>]) -> Result<Vec<Row>> {
        self.connection().await?.all(sql, binds).await
    }

    pub(crate) async fn first(&self, sql: &'static str, binds: &[Bind<'_>]) -> Result<Option<Row>> {
        self.connection().await?.first(sql, binds).await
    }

    pub(crate) async fn one(&self, sql: &'static str, binds: &[Bind<'_>]) -> Result<Row> {
        self.connection().await?.one(sql, binds).await
    }
}

impl Tx {
    /// How many rows changed.
    pub(crate) async fn execute(&mut self, sql: impl SqlSafeStr + Send, binds: &[Bind<'_>]) -> Result<u64> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite(inner) => query!(sql, binds).execute(&mut **inner).await?.rows_affected(),
            Self::Postgres(inner) => query!(sql, binds).execute(&mut **inner).await?.rows_affected(),
        })
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// The rows one at a time: tables larger than the memory. `sql` is made of names from this crate's own catalogue.
    pub(crate) fn stream(&mut self, sql: String) -> BoxStream<'_, Result<Row>> {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(tx) => {
                Box::pin(sqlx::query(sql).fetch(&mut **tx).map_ok(Row::Sqlite).map_err(StoreError::from))
            }
            Self::Postgres(tx) => {
                Box::pin(sqlx::query(sql).fetch(&mut **tx).map_ok(Row::Postgres).map_err(StoreError::from))
            }
        }
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}
