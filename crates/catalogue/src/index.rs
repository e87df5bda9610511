//! The full-text index of one set of products, in memory.
//!
//! Invariant: immutable once built, one segment, documents in the order they were given, so that a
//! document's number is its place in [`SearchIndex::products`]. Nothing is stored in it but terms:
//! a hit is looked up in the snapshot, which also decides whether the product is still for sale.
//! Next: [`document`] for what is indexed, [`search`] for how a query is answered.

pub(crate) mod document;
pub(crate) mod plan;
pub(crate) mod score;
pub(crate) mod search;
mod spelling;
mod vocabulary;

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Product, ProductId};
use tantivy::directory::RamDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{
    Index, IndexSettings, InvertedIndexReader, ReloadPolicy, Searcher, SingleSegmentIndexWriter,
    TantivyDocument,
};

use self::document::{Document, RANKED};
use self::vocabulary::Vocabulary;
use crate::text::tokenizer::{Mode, ShopTokenizer};

/// Bytes the writer may use before it would spill; a catalogue of 10,000 products needs less.
const WRITER_BUDGET: usize = 16_000_000;

/// A product to be indexed.
pub(crate) struct Entry<'a> {
    pub(crate) product: &'a Product,
    /// The names of its category and of those above, both languages.
    pub(crate) category: &'a [String],
    /// Of the text, categories included.
    pub(crate) fingerprint: u64,
}

/// An index, open for reading.
pub(crate) struct SearchIndex {
    searcher: Searcher,
    ranked: Vec<RankedField>,
    /// Words of everything, and words of names only.
    everything: Vocabulary,
    names: Vocabulary,
    products: Vec<ProductId>,
    fingerprints: HashMap<ProductId, u64>,
}

/// A field open for reading, with what BM25 wants to know of it.
struct RankedField {
    field: Field,
    boost: f32,
    names: bool,
    terms: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    average_length: f32,
}

struct Fields {
    schema: Schema,
    ranked: Vec<Field>,
    everything: Field,
    names: Field,
}

impl SearchIndex {
    /// Builds the index on the calling thread; about 10,000 products a second.
    ///
    /// # Errors
    /// Only if tantivy refuses, which for an index in memory is a mistake in this crate.
    pub(crate) fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> tantivy::Result<Self> {
        let fields = Fields::new();
        let mut writer = writer(&fields)?;
        let mut products = Vec::new();
        let mut fingerprints = HashMap::new();
        for entry in entries {
            writer.add_document(fields.document(&Document::new(entry.product, entry.category)))?;
            products.push(entry.product.id);
            fingerprints.insert(entry.product.id, entry.fingerprint);
        }
        let index = writer.finalize()?;
        Self::open(&index, &fields, products, fingerprints)
    }

    fn open(
        index: &Index,
        fields: &Fields,
        products: Vec<ProductId>,
        fingerprints: HashMap<ProductId, u64>,
    ) -> tantivy::Result<Self> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let segment = searcher.segment_reader(0);
        let mut ranked = Vec::with_capacity(RANKED.len());
        for (&field, spec) in fields.ranked.iter().zip(&RANKED) {
            let terms = segment.inverted_index(field)?;
            let average_length = terms.total_num_tokens() as f32 / products.len().max(1) as f32;
            ranked.push(RankedField {
                field,
                boost: spec.boost,
                names: spec.names,
                lengths: segment.get_fieldnorms_reader(field)?,
                average_length: average_length.max(1.0),
                terms,
            });
        }
        let everything = Vocabulary::open(segment, fields.everything)?;
        let names = Vocabulary::open(segment, fields.names)?;
        Ok(Self {
            searcher,
            ranked,
            everything,
            names,
            products,
            fingerprints,
        })
    }

    /// The product behind each document number.
    pub(crate) fn products(&self) -> &[ProductId] {
        &self.products
    }

    /// Whether a product's text of that fingerprint is what is indexed.
    pub(crate) fn holds(&self, product: ProductId, fingerprint: u64) -> bool {
        self.fingerprints.get(&product) == Some(&fingerprint)
    }
}

impl Fields {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let ranked = RANKED
            .iter()
            .map(|spec| {
                let record = IndexRecordOption::WithFreqsAndPositions;
                schema.add_text_field(spec.name, indexed(spec.mode, record))
            })
            .collect();
        let words = || indexed(Mode::Words, IndexRecordOption::Basic);
        let everything = schema.add_text_field("words", words());
        let names = schema.add_text_field("name_words", words());
        Self {
            schema: schema.build(),
            ranked,
            everything,
            names,
        }
    }

    fn document(&self, document: &Document) -> TantivyDocument {
        let mut indexed = TantivyDocument::new();
        for ((texts, &field), spec) in document.fields().iter().zip(&self.ranked).zip(&RANKED) {
            for text in texts {
                indexed.add_text(field, text);
                if spec.mode == Mode::Pairs {
                    continue;
                }
                indexed.add_text(self.everything, text);
                if spec.names {
                    indexed.add_text(self.names, text);
                }
            }
        }
        indexed
    }
}

fn indexed(mode: Mode, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(mode.name())
        .set_index_option(record)
        .set_fieldnorms(record.has_freq());
    TextOptions::default().set_indexing_options(indexing)
}

/// A writer that makes one segment on this thread and starts no other.
fn writer(fields: &Fields) -> tantivy::Result<SingleSegmentIndexWriter> {
    let tokenizers = TokenizerManager::new();
    for mode in [Mode::Text, Mode::Words, Mode::Pairs] {
        tokenizers.register(mode.name(), ShopTokenizer::new(mode));
    }
    let settings = IndexSettings {
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(fields.schema.clone())
        .tokenizers(tokenizers)
        .settings(settings)
        .single_segment_index_writer(RamDirectory::create(), WRITER_BUDGET)
}
