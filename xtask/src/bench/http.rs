//! Just enough of an HTTP/1.1 client: one kept connection, one request at a time (RFC 9112).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// An answer takes this long at most.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

/// An answer.
pub(super) struct Answer {
    /// Its status.
    pub(super) status: u16,
    /// Names in lower case, and values.
    pub(super) headers: Vec<(String, String)>,
    /// As it came: compressed if `content-encoding` says so.
    pub(super) body: Vec<u8>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub(super) fn connect(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
            address,
        })
    }

    /// `GET`, with a header of one's own or none.
    ///
    /// # Errors
    /// When the connection or the answer breaks.
    pub(super) fn get(&mut self, path: &str, header: &str) -> Result<Answer> {
        self.send("GET", path, header, "")
    }

    /// A request with a JSON body, or with none.
    ///
    /// # Errors
    /// When the connection or the answer breaks.
    pub(super) fn send(
        &mut self,
        method: &str,
        path: &str,
        header: &str,
        body: &str,
    ) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        if !header.is_empty() {
            request.push_str(header);
            request.push_str("\r\n");
        }
        if method != "GET" {
            let length = body.len();
            request.push_str(&format!(
                "Content-Type: application/json\r\nContent-Length: {length}\r\n"
            ));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
            .with_context(|| format!("the answer to {method} {path}"))
    }

    fn answer(&mut self) -> Result<Answer> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.context("there is no status")?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("a header has no colon")?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer {
            status,
            headers,
            body: Vec::new(),
        };
        if let Some(length) = answer.header("content-length") {
            answer.body = self.bytes(length.parse()?)?;
        } else if answer.header("transfer-encoding").is_some() {
            answer.body = self.chunks()?;
        }
        Ok(answer)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(&self.line()?, 16)?;
            let chunk = self.bytes(size)?;
            let end = self.line()?;
            if !end.is_empty() {
                bail!("a chunk is longer than it says");
            }
            if size == 0 {
                return Ok(body);
            }
            body.extend(chunk);
        }
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the connection was closed");
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

impl Answer {
    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The answer, if it has this status.
    ///
    /// # Errors
    /// When it has another, with what it says.
    pub(super) fn expect(self, status: u16) -> Result<Self> {
        if self.status != status {
            let said = String::from_utf8_lossy(&self.body);
            bail!(
                "answered {} where {status} was expected: {said}",
                self.status
            );
        }
        Ok(self)
    }

    /// The first value of a field of this name in the JSON body, quotes taken off. Good for ids
    /// and amounts, which hold no quotation marks.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn field(&self, name: &str) -> Result<String> {
        let text = String::from_utf8_lossy(&self.body);
        let start = format!("\"{name}\":");
        let value = text
            .split_once(&start)
            .map(|(_, rest)| rest.trim_start_matches('"'));
        let value = value.and_then(|rest| rest.split(['"', ',', '}']).next());
        value
            .map(str::to_owned)
            .with_context(|| format!("no {name} in {text}"))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// What the client makes of these bytes.
    fn answer(bytes: &'static [u8]) -> Result<Answer> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(bytes).unwrap();
        });
        let answer = Client::connect(address).unwrap().get("/", "");
        server.join().unwrap();
        answer
    }

    #[test]
    fn bodies_come_with_a_length_or_in_chunks() {
        let plain =
            answer(b"HTTP/1.1 201 Created\r\nContent-Length: 14\r\n\r\n{\"id\":\"a-1\",1}rest");
        let plain = plain.unwrap().expect(201).unwrap();
        assert_eq!(plain.field("id").unwrap(), "a-1");
        let chunks = answer(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"n\r\na\r\n\":7000,\"m\"\r\n0\r\n\r\n");
        assert_eq!(chunks.unwrap().field("n").unwrap(), "7000");
    }

    #[test]
    fn what_is_not_whole_is_an_error() {
        assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nshort").is_err());
        assert!(
            answer(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                .unwrap()
                .expect(200)
                .is_err()
        );
        assert!(answer(b"").is_err());
    }
}
