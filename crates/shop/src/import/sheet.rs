//! A CSV file (RFC 4180) as rows of cells, each with the line of the file it begins on.
//!
//! Nothing here knows what the columns mean. Lines are counted as a text editor counts them
//! (header = line 1, a line break inside quotes counts too), so that a reason given with a line
//! leads straight to the row. Cells are read trimmed, and without the quote that the export puts
//! before what a spreadsheet would take for a formula ([`unprotected`]).

use csv::{ReaderBuilder, StringRecord};

use super::ImportError;

/// Bytes of a file at most.
pub(super) const MAX_BYTES: usize = 50 * 1024 * 1024;
/// Rows of a file at most, the header not counted.
pub(super) const MAX_ROWS: usize = 200_000;
/// Columns of a file at most.
const MAX_COLUMNS: usize = 2_000;

/// The whole file.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The column names, lower case, trimmed.
    pub(super) header: Vec<String>,
    /// The rows under it that aren't blank, in the file's order.
    pub(super) rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// The line it begins on.
    pub(super) line: u64,
    /// Why its cells can't be trusted, if they can't.
    pub(super) problem: Option<String>,
    cells: StringRecord,
}

impl Row {
    /// A cell, trimmed; empty if the file has no such column.
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        let cell = column.and_then(|index| self.cells.get(index));
        unprotected(cell.unwrap_or_default().trim()).trim()
    }
}

impl Sheet {
    /// The place of the first column that has one of these names, given in lower case.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.header.iter().position(|header| header == name))
    }

    /// Reads a file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ImportError> {
        if bytes.len() > MAX_BYTES {
            return Err(ImportError::TooLarge);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut lines = Lines {
            bytes,
            offset: 0,
            line: 1,
        };
        if let Err(error) = std::str::from_utf8(bytes) {
            return Err(ImportError::NotUtf8 {
                line: lines.at(error.valid_up_to()),
            });
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut sheet = Sheet {
            header: Vec::new(),
            rows: Vec::new(),
        };
        let mut record = StringRecord::new();
        let mut last = 0;
        while reader
            .read_record(&mut record)
            .map_err(|_| ImportError::NotUtf8 { line: lines.line })?
        {
            let begins = record.position().map_or(0, |position| position.byte());
            let begins = after_line_breaks(bytes, usize::try_from(begins).unwrap_or(usize::MAX));
            let line = lines.at(begins);
            last = begins;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if sheet.header.is_empty() {
                sheet.header = header(&record)?;
            } else if sheet.rows.len() == MAX_ROWS {
                return Err(ImportError::TooManyRows);
            } else {
                sheet.rows.push(row(line, &mut record, sheet.header.len()));
            }
        }
        if sheet.header.is_empty() {
            return Err(ImportError::Empty);
        }
        if ends_inside_quotes(bytes.get(last..).unwrap_or_default()) {
            let Some(row) = sheet.rows.last_mut() else {
                return Err(ImportError::NoTable);
            };
            row.problem = Some("a quoted cell that begins in this row is never closed".into());
        }
        Ok(sheet)
    }
}

fn header(record: &StringRecord) -> Result<Vec<String>, ImportError> {
    if record.len() > MAX_COLUMNS {
        return Err(ImportError::NoTable);
    }
    Ok(record
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect())
}

fn row(line: u64, record: &mut StringRecord, columns: usize) -> Row {
    let cells = record.len();
    let surplus = record
        .iter()
        .skip(columns)
        .any(|cell| !cell.trim().is_empty());
    let problem = if cells < columns || surplus {
        Some(format!(
            "the row has {cells} cells where the header has {columns}: a comma or a quote is missing or too many"
        ))
    } else if record.as_slice().contains('\0') {
        Some("a NUL character can't be stored".into())
    } else {
        None
    };
    record.truncate(columns);
    Row {
        line,
        problem,
        cells: record.clone(),
    }
}

/// Counts lines on the way through the file; `\n`, `\r\n` and a lone `\r` end one.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a byte at or after the one asked for last.
    fn at(&mut self, offset: usize) -> u64 {
        let offset = offset.min(self.bytes.len());
        for index in self.offset..offset {
            let followed = self.bytes.get(index + 1) == Some(&b'\n');
            match self.bytes.get(index) {
                Some(b'\n') => self.line += 1,
                Some(b'\r') if !followed => self.line += 1,
                _ => {}
            }
        }
        self.offset = offset.max(self.offset);
        self.line
    }
}

/// Where the record really begins: the reader's position is still before blank lines and before
/// the second half of a `\r\n`.
fn after_line_breaks(bytes: &[u8], offset: usize) -> usize {
    let rest = bytes.get(offset..).unwrap_or_default();
    offset
        + rest
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count()
}

/// Whether a record, which goes to the end of the file, still waits for a closing quote.
fn ends_inside_quotes(record: &[u8]) -> bool {
    let (mut quoted, mut begins) = (false, true);
    let mut bytes = record.iter().peekable();
    while let Some(byte) = bytes.next() {
        match (quoted, byte) {
            (true, b'"') if bytes.peek() == Some(&&b'"') => {
                bytes.next();
            }
            (true, b'"') => quoted = false,
            (false, b'"') if begins => quoted = true,
            _ => {}
        }
        begins = !quoted && *byte == b',';
    }
    quoted
}

/// Whether a spreadsheet would take a cell for a formula, or for one that was protected:
/// `=`, `+`, `-`, `@`, tab or carriage return, after any number of quotes.
fn looks_like_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell as it is written to a file: a quote before what looks like a formula (OWASP, "CSV
/// Injection").
pub(crate) fn protected(cell: String) -> String {
    if looks_like_a_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// A cell as it was before [`protected`].
fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if looks_like_a_formula(bare) => bare,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        let sheet = Sheet::read(text.as_bytes()).unwrap();
        let cells = |row: &Row| {
            (0..sheet.header.len())
                .map(|index| row.cell(Some(index)).to_owned())
                .collect()
        };
        sheet
            .rows
            .iter()
            .map(|row| (row.line, cells(row)))
            .collect()
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        for ending in ["\n", "\r\n", "\r"] {
            let text = [
                "A,b", "", "1,\"two", "three\"", "", "", "4,5", "  ,", "6,7", "",
            ]
            .join(ending);
            let lines: Vec<u64> = read(&text).iter().map(|row| row.0).collect();
            assert_eq!(lines, [3, 7, 9], "{ending:?}");
        }
        assert_eq!(
            read("\u{feff}a\n1"),
            [(2, vec!["1".to_owned()])],
            "a byte order mark"
        );
        assert_eq!(
            read("\n\na\n1"),
            [(4, vec!["1".to_owned()])],
            "blank lines before the header"
        );
    }

    #[test]
    fn a_broken_row_says_what_is_wrong() {
        let sheet = Sheet::read(b"a,b\n1\n1,2,3\n1,2,,\n\0,2\n1,2\n1,\"2\n3,4\n").unwrap();
        let problems: Vec<(u64, bool)> = sheet
            .rows
            .iter()
            .map(|row| (row.line, row.problem.is_some()))
            .collect();
        assert_eq!(
            problems,
            [
                (2, true),
                (3, true),
                (4, false),
                (5, true),
                (6, false),
                (7, true)
            ]
        );
        assert!(
            sheet.rows[5]
                .problem
                .as_ref()
                .unwrap()
                .contains("never closed")
        );
    }

    #[test]
    fn quotes_that_are_closed_are_not_complained_about() {
        for last in [
            "\"a\"",
            "\"a\"\"\"",
            "a\"b",
            "\"\"",
            "\"a\"b\"",
            "\"a,\n\"\"b\"",
        ] {
            let sheet = Sheet::read(format!("x,y\n1,{last}").as_bytes()).unwrap();
            assert_eq!(sheet.rows[0].problem, None, "{last}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(matches!(Sheet::read(b""), Err(ImportError::Empty)));
        assert!(matches!(
            Sheet::read(b"\xef\xbb\xbf \n,,\n"),
            Err(ImportError::Empty)
        ));
        assert!(matches!(
            Sheet::read(b"a,b\n1,\xff"),
            Err(ImportError::NotUtf8 { line: 2 })
        ));
        assert!(matches!(
            Sheet::read(b"\"a,b\n1,2"),
            Err(ImportError::NoTable)
        ));
        assert!(matches!(
            Sheet::read(&vec![b'a'; MAX_BYTES + 1]),
            Err(ImportError::TooLarge)
        ));
        let rows = "a\n".repeat(MAX_ROWS + 2);
        assert!(matches!(
            Sheet::read(rows.as_bytes()),
            Err(ImportError::TooManyRows)
        ));
    }

    #[test]
    fn formulas_are_protected_and_come_back() {
        assert_eq!(protected("=1+1".into()), "'=1+1");
        assert_eq!(protected("'@x".into()), "''@x");
        for plain in ["", "'", "it's", "'quoted'", "5", "a=b"] {
            assert_eq!(protected(plain.into()), plain);
            assert_eq!(unprotected(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn protection_loses_nothing(cell in "['=+@\t\r-]{0,4}[a-z']{0,3}") {
            let written = protected(cell.clone());
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(unprotected(&written), cell);
        }

        #[test]
        fn any_bytes_are_a_table_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Sheet::read(&bytes);
        }

        #[test]
        fn any_text_is_a_table_or_an_error(text in "([a-c\"',=\r\n\0 ]|\u{feff}|ক){0,80}") {
            if let Ok(sheet) = Sheet::read(text.as_bytes()) {
                let lines = text.split(['\r', '\n']).count() as u64;
                prop_assert!(sheet.rows.windows(2).all(|two| two[0].line < two[1].line));
                prop_assert!(sheet.rows.iter().all(|row| row.line > 1 && row.line <= lines));
            }
        }
    }
}
