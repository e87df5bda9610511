//! `GET /api/admin/blocks` and `DELETE /api/admin/blocks/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use edge::needs::Blocks as ForBlocks;
use edge::{Block, Json, May, Path, Problem};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::state::Api;

/// Clients that are blocked now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Blocks {
    /// `shared`: for all replicas; `per_process`: for the one that answers.
    #[schema(examples("shared"))]
    counted: &'static str,
    /// The longest first, 200 at most.
    blocks: Vec<BlockBody>,
}

/// A client that is blocked.
#[derive(Serialize, ToSchema)]
#[schema(as = Block)]
pub(crate) struct BlockBody {
    /// Names it for lifting.
    #[schema(examples("api-0cc175b9c0f1b6a831c399e269772661"))]
    id: String,
    /// Where it is blocked: `api` or `pages`.
    #[schema(examples("api"))]
    face: &'static str,
    /// An address (of IPv6 a /64), a user's id, or the beginning of a visitor's.
    #[schema(examples("203.0.113.7"))]
    whom: String,
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
    /// Unless it goes on pushing.
    #[serde(with = "time::serde::rfc3339")]
    until: OffsetDateTime,
    /// How often it was blocked without a quiet day in between.
    times: u32,
    /// Requests refused while it was blocked.
    refused: u64,
}

impl From<Block> for BlockBody {
    fn from(block: Block) -> Self {
        BlockBody {
            id: block.id,
            face: block.face,
            whom: block.whom,
            since: block.since,
            until: block.until,
            times: block.times,
            refused: block.refused,
        }
    }
}

/// Which block.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct BlockPath {
    /// As in the list.
    #[param(example = "api-0cc175b9c0f1b6a831c399e269772661")]
    id: String,
}

/// See who is blocked
///
/// Clients that went on calling long past the limit: for a minute at first, then twice as long each time, up to a day.
#[utoipa::path(get, path = "/api/admin/blocks", tag = "Back office: blocks", operation_id = "list_blocks",
    responses((status = 200, description = "Who is blocked now.", body = Blocks)))]
pub(crate) async fn list_blocks(State(api): State<Api>, _: May<ForBlocks>) -> Json<Blocks> {
    let blocks = api.limiter().blocks().await;
    Json(Blocks {
        counted: api.limiter().mode(),
        blocks: blocks.into_iter().map(BlockBody::from).collect(),
    })
}

/// Lift a block
///
/// Its client starts clean: with whole budgets, and a minute for the next block.
#[utoipa::path(delete, path = "/api/admin/blocks/{id}", tag = "Back office: blocks", operation_id = "lift_block",
    params(BlockPath),
    responses(
        (status = 204, description = "Lifted."),
        (status = 404, description = "Nobody is blocked under this id."),
    ))]
pub(crate) async fn lift_block(
    State(api): State<Api>,
    May(who, ..): May<ForBlocks>,
    Path(BlockPath { id }): Path<BlockPath>,
) -> Result<StatusCode, Problem> {
    let block = api.limiter().block(&id).await;
    let block = block.ok_or_else(Problem::not_found)?;
    // On paper first: nothing is lifted that the log doesn't know of.
    api.shop()
        .audit_lifted_block(&who, &block.whom, &block)
        .await?;
    api.limiter().lift(&id).await;
    Ok(StatusCode::NO_CONTENT)
}
