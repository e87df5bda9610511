//! A new user or password for the same database, without closing the shop.

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::{Pools, Store, postgres_options};
use crate::StoreError;

impl Store {
    /// From now on connections are made as `url` says, which differs from the present address in
    /// its user and its password alone. One connection is made first: an address that the server
    /// doesn't let in changes nothing. Connections that are open live on until their time is up.
    ///
    /// # Errors
    /// [`StoreError::Settings`]: another database, which takes a restart. Anything else: the server
    /// can't be reached, or doesn't let this user in.
    pub async fn renew_credentials(&self, url: &str) -> Result<(), StoreError> {
        let Pools::Postgres(pool) = &self.0.pools else {
            return Err(another_database());
        };
        let new = postgres_options(url, &self.0.options)?;
        if !same_database(&new, &pool.connect_options()) {
            return Err(another_database());
        }
        let connection = PgConnection::connect_with(&new);
        let connection = tokio::time::timeout(self.0.options.acquire_timeout, connection)
            .await
            .map_err(|_| StoreError::timed_out())??;
        pool.set_connect_options(new);
        // Closed politely if it can be; it did what it was for.
        let _ = connection.close().await;
        Ok(())
    }
}

fn another_database() -> StoreError {
    StoreError::Settings("another database takes a restart".into())
}

fn same_database(a: &PgConnectOptions, b: &PgConnectOptions) -> bool {
    let place = |options: &PgConnectOptions| {
        let database = options.get_database().unwrap_or(options.get_username());
        (
            options.get_host().to_owned(),
            options.get_port(),
            options.get_socket().cloned(),
            database.to_owned(),
            options.get_options().map(str::to_owned),
        )
    };
    place(a) == place(b)
}
