//! `GET` and `POST /api/addresses`, `PUT` and `DELETE /api/addresses/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use domain::AddressId;
use edge::{Customer, Json, Path, Problem};
use serde::{Deserialize, Serialize};
use shop::{AddressInput, SavedAddress, Shop};
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// An address that a customer keeps.
#[derive(Serialize, ToSchema)]
#[schema(as = SavedAddress)]
pub(crate) struct AddressBody {
    #[schema(value_type = Uuid)]
    id: AddressId,
    /// Who takes the parcel.
    name: String,
    /// `+8801XXXXXXXXX`
    phone: String,
    /// House, road.
    line: String,
    /// Thana, upazila or neighbourhood.
    area: String,
    /// The district's code.
    #[schema(examples("dhaka"))]
    district: String,
    /// Whether checkout begins with it.
    default: bool,
}

/// Everything a customer keeps.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressList {
    /// The default first.
    addresses: Vec<AddressBody>,
}

/// An address to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressRequest {
    #[schema(min_length = 2, max_length = 100, examples("Rahima Khatun"))]
    name: String,
    #[schema(schema_with = words::phone)]
    phone: String,
    #[schema(min_length = 3, max_length = 200, examples("House 7, Road 4"))]
    line: String,
    #[schema(min_length = 2, max_length = 80, examples("Dhanmondi"))]
    area: String,
    #[schema(value_type = words::District)]
    district: String,
    /// Whether checkout should begin with it; the first address is the default anyway.
    #[serde(default)]
    default: bool,
}

/// Names an address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AddressPath {
    /// The address's id.
    #[param(value_type = Uuid)]
    id: AddressId,
}

impl From<SavedAddress> for AddressBody {
    fn from(address: SavedAddress) -> Self {
        AddressBody {
            id: address.id,
            name: address.name,
            phone: address.phone.into_string(),
            line: address.line,
            area: address.area,
            district: address.district,
            default: address.default,
        }
    }
}

impl From<AddressRequest> for AddressInput {
    fn from(body: AddressRequest) -> Self {
        AddressInput {
            name: body.name,
            phone: body.phone,
            line: body.line,
            area: body.area,
            district: body.district,
            default: body.default,
        }
    }
}

/// List my addresses
#[utoipa::path(get, path = "/api/addresses", tag = "Accounts", operation_id = "list_addresses",
    responses((status = 200, description = "The addresses, the default first.", body = AddressList)))]
pub(crate) async fn list_addresses(
    State(shop): State<Shop>,
    Customer(identity): Customer,
) -> Result<Json<AddressList>, Problem> {
    let addresses = shop.addresses(&identity).await?;
    Ok(Json(AddressList {
        addresses: addresses.into_iter().map(AddressBody::from).collect(),
    }))
}

/// Keep an address
#[utoipa::path(post, path = "/api/addresses", tag = "Accounts", operation_id = "add_address",
    responses(
        (status = 201, description = "The address.", body = AddressBody),
        (status = 409, description = "`list_full`: an account keeps 10."),
    ))]
pub(crate) async fn add_address(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Json(body): Json<AddressRequest>,
) -> Result<(StatusCode, Json<AddressBody>), Problem> {
    let address = shop.add_address(&identity, &body.into()).await?;
    Ok((StatusCode::CREATED, Json(address.into())))
}

/// Change an address
///
/// With `default` it becomes the one that checkout begins with; the default stays it until
/// another takes its place.
#[utoipa::path(put, path = "/api/addresses/{id}", tag = "Accounts", operation_id = "change_address",
    params(AddressPath),
    responses((status = 200, description = "The address.", body = AddressBody)))]
pub(crate) async fn change_address(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Path(AddressPath { id }): Path<AddressPath>,
    Json(body): Json<AddressRequest>,
) -> Result<Json<AddressBody>, Problem> {
    let address = shop.change_address(&identity, id, &body.into()).await?;
    Ok(Json(address.into()))
}

/// Remove an address
///
/// If it was the default, the one kept longest takes its place.
#[utoipa::path(delete, path = "/api/addresses/{id}", tag = "Accounts", operation_id = "remove_address",
    params(AddressPath),
    responses((status = 200, description = "The addresses that are left.", body = AddressList)))]
pub(crate) async fn remove_address(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Path(AddressPath { id }): Path<AddressPath>,
) -> Result<Json<AddressList>, Problem> {
    shop.remove_address(&identity, id).await?;
    list_addresses(State(shop), Customer(identity)).await
}
