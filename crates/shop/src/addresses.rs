//! Addresses that customers keep, to be chosen at checkout.
//!
//! Invariants: at most [`MAX_ADDRESSES`] each; as long as there are any, one is the default.
//! Whoever changes them holds the user's row.

use domain::{Address, AddressId, Contact, FieldError, Phone};
use serde::Serialize;
use store::{AddressRow, StoreError, Tx};

use crate::{Identity, Shop};

/// Addresses that one customer keeps at most.
pub const MAX_ADDRESSES: usize = 10;

/// An address somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedAddress {
    /// Its id.
    pub id: AddressId,
    /// Who takes the parcel.
    pub name: String,
    /// The number the courier calls.
    pub phone: Phone,
    /// House, road.
    pub line: String,
    /// Thana, upazila or neighbourhood.
    pub area: String,
    /// District code, such as `dhaka`.
    pub district: String,
    /// Whether checkout begins with it.
    pub default: bool,
}

/// An address as somebody typed it.
#[derive(Debug, Clone, Default)]
pub struct AddressInput {
    /// Who takes the parcel: 2 to 100 characters.
    pub name: String,
    /// A Bangladeshi mobile number.
    pub phone: String,
    /// House, road: 3 to 200 characters.
    pub line: String,
    /// Thana, upazila or neighbourhood: 2 to 80 characters.
    pub area: String,
    /// A district's code or name.
    pub district: String,
    /// Whether checkout should begin with it. The first one is the default anyway.
    pub default: bool,
}

/// Why an address was not kept, changed or taken away.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// No such address of theirs.
    #[error("there is no such address")]
    NotFound,
    /// There are as many as may be.
    #[error("an account keeps at most {MAX_ADDRESSES} addresses; remove one first")]
    Full,
    /// Some fields are wrong.
    #[error("the address is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TryFrom<AddressRow> for SavedAddress {
    type Error = StoreError;

    fn try_from(row: AddressRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            name: row.name,
            phone: Phone::parse(&row.phone).map_err(|e| StoreError::Corrupt {
                place: "addresses.phone".into(),
                problem: e.to_string(),
            })?,
            line: row.line,
            area: row.area,
            district: row.district,
            default: row.default_since.is_some(),
        })
    }
}

impl AddressInput {
    /// Everything that is wrong with it.
    fn check(&self) -> Result<(Contact, Address), Vec<FieldError>> {
        let contact = Contact::parse(&self.name, &self.phone, None);
        let address = Address::parse(&self.line, &self.area, &self.district);
        match (contact, address) {
            (Ok(contact), Ok(address)) => Ok((contact, address)),
            (contact, address) => Err(contact
                .err()
                .into_iter()
                .chain(address.err())
                .flatten()
                .collect()),
        }
    }
}

impl Shop {
    /// A customer's addresses, the default first.
    pub async fn addresses(&self, identity: &Identity) -> Result<Vec<SavedAddress>, StoreError> {
        let rows = self.store().list_addresses(identity.user).await?;
        rows.into_iter().map(SavedAddress::try_from).collect()
    }

    /// Keeps one more address.
    pub async fn add_address(
        &self,
        identity: &Identity,
        input: &AddressInput,
    ) -> Result<SavedAddress, AddressError> {
        let (contact, address) = input.check().map_err(AddressError::Invalid)?;
        let mut tx = self.own_addresses(identity).await?;
        let kept = tx.list_addresses(identity.user).await?;
        if kept.len() >= MAX_ADDRESSES {
            return Err(AddressError::Full);
        }
        let mut row = self.address_row(
            identity,
            AddressId::mint(self.ambient()),
            &contact,
            &address,
        );
        tx.insert_address(&row).await?;
        if input.default || kept.is_empty() {
            tx.update_default_address(identity.user, row.id, row.created_at)
                .await?;
            row.default_since = Some(row.created_at);
        }
        tx.commit().await?;
        Ok(row.try_into()?)
    }

    /// Changes one of a customer's addresses. Asked to, it becomes the default; the default stays
    /// it until another takes its place.
    pub async fn change_address(
        &self,
        identity: &Identity,
        id: AddressId,
        input: &AddressInput,
    ) -> Result<SavedAddress, AddressError> {
        let (contact, address) = input.check().map_err(AddressError::Invalid)?;
        let mut tx = self.own_addresses(identity).await?;
        let row = self.address_row(identity, id, &contact, &address);
        if !tx.update_address(&row).await? {
            return Err(AddressError::NotFound);
        }
        if input.default {
            tx.update_default_address(identity.user, id, row.updated_at)
                .await?;
        }
        let kept = tx.list_addresses(identity.user).await?;
        tx.commit().await?;
        let changed = kept.into_iter().find(|address| address.id == id);
        Ok(changed.ok_or(AddressError::NotFound)?.try_into()?)
    }

    /// Makes one of a customer's addresses the one that checkout begins with.
    pub async fn default_address(
        &self,
        identity: &Identity,
        id: AddressId,
    ) -> Result<(), AddressError> {
        let mut tx = self.own_addresses(identity).await?;
        let now = self.ambient().now();
        if !tx.update_default_address(identity.user, id, now).await? {
            return Err(AddressError::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes one of a customer's addresses away. If it was the default, the one kept longest
    /// takes its place.
    pub async fn remove_address(
        &self,
        identity: &Identity,
        id: AddressId,
    ) -> Result<(), AddressError> {
        let mut tx = self.own_addresses(identity).await?;
        if !tx.delete_address(identity.user, id).await? {
            return Err(AddressError::NotFound);
        }
        let left = tx.list_addresses(identity.user).await?;
        if let Some(first) = left.first().filter(|first| first.default_since.is_none()) {
            let now = self.ambient().now();
            tx.update_default_address(identity.user, first.id, now)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// A transaction that holds the customer's row.
    async fn own_addresses(&self, identity: &Identity) -> Result<Tx, StoreError> {
        let mut tx = self.store().begin().await?;
        tx.find_user_for_update(identity.user).await?;
        Ok(tx)
    }

    fn address_row(
        &self,
        identity: &Identity,
        id: AddressId,
        contact: &Contact,
        address: &Address,
    ) -> AddressRow {
        let now = self.ambient().now();
        AddressRow {
            id,
            user: identity.user,
            name: contact.name.clone(),
            phone: contact.phone.as_str().to_owned(),
            line: address.line.clone(),
            area: address.area.clone(),
            district: address.district.code.to_owned(),
            default_since: None,
            created_at: now,
            updated_at: now,
        }
    }
}
