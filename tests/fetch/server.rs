//! A web server on the loopback that answers as a test wants.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a client has asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// By their names in lower case.
    pub(crate) headers: HashMap<String, String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What the server sends, and how.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Status and headers as they are sent, without the length, and the body.
    Whole(String, Vec<u8>),
    /// These bytes again and again, without a length and without an end.
    Endless(Vec<u8>),
    /// Nothing, while the client waits.
    Silence,
    /// The answer after a pause.
    Late(Duration, Box<Answer>),
}

impl Answer {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::with("", body)
    }

    /// With headers, each ended by a line break.
    pub(crate) fn with(headers: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Whole(format!("200 OK\r\n{headers}"), body.into())
    }

    pub(crate) fn status(status: &str) -> Self {
        Self::Whole(format!("{status}\r\n"), b"<h1>Sorry</h1>".to_vec())
    }

    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::status(&format!("{status} Elsewhere\r\nLocation: {location}"))
    }
}

/// Runs until the test ends.
pub(crate) struct Server {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let most_at_once = Arc::new(AtomicUsize::new(0));
        let server = Self {
            address,
            requests: Arc::clone(&requests),
            most_at_once: Arc::clone(&most_at_once),
        };
        let answer = Arc::new(answer);
        let now = Arc::new(AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
                let (now, most) = (Arc::clone(&now), Arc::clone(&most_at_once));
                thread::spawn(move || {
                    let at_once = now.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(at_once, Ordering::SeqCst);
                    if let Some(request) = read(&stream) {
                        requests.lock().unwrap().push(request.clone());
                        // A client that has gone away needs no answer.
                        let _ = send(&stream, &answer(&request));
                    }
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Answers by path; 404 for others.
    pub(crate) fn of(answers: &[(&str, Answer)]) -> Self {
        let answers: HashMap<_, _> = answers
            .iter()
            .map(|(path, answer)| ((*path).to_owned(), answer.clone()))
            .collect();
        Self::start(move |request| {
            let answer = answers.get(&request.path).cloned();
            answer.unwrap_or_else(|| Answer::status("404 Not Found"))
        })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests since the last time.
    pub(crate) fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }

    /// The paths that have been asked for since the last time, in alphabetical order.
    pub(crate) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<_> = self
            .requests()
            .into_iter()
            .map(|request| request.path)
            .collect();
        paths.sort();
        paths
    }

    /// How many clients it has had at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some(Request { path, headers })
}

fn send(mut stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::Whole(head, body) => {
            write!(
                stream,
                "HTTP/1.1 {head}Connection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            )?;
            stream.write_all(body)
        }
        Answer::Endless(bytes) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            loop {
                stream.write_all(bytes)?;
            }
        }
        Answer::Silence => {
            // Until the client goes away.
            let _ = std::io::Read::read(&mut stream, &mut [0]);
            Ok(())
        }
        Answer::Late(pause, answer) => {
            thread::sleep(*pause);
            send(stream, answer)
        }
    }
}

/// The bytes as gzip, which stores them as they are.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut gzip = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1];
    gzip.extend(length.to_le_bytes());
    gzip.extend((!length).to_le_bytes());
    gzip.extend(bytes);
    let crc = !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    });
    gzip.extend(crc.to_le_bytes());
    gzip.extend(u32::from(length).to_le_bytes());
    gzip
}

/// A small gzip of about so many bytes: one letter, and then again and again the 258 bytes before.
pub(crate) fn gzip_bomb(bytes: usize) -> Vec<u8> {
    let mut gzip = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
    let (mut byte, mut held) = (0_u8, 0);
    let mut push = |bit: u8| {
        byte |= bit << held;
        held += 1;
        if held == 8 {
            gzip.push(byte);
            (byte, held) = (0, 0);
        }
    };
    // The last block, with fixed Huffman codes (RFC 1951); a space.
    for bit in [1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0] {
        push(bit);
    }
    for _ in 0..bytes / 258 {
        // A length of 258, code 285; a distance of one, code 0.
        for bit in [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] {
            push(bit);
        }
    }
    for _ in 0..16 {
        push(0);
    }
    gzip
}
