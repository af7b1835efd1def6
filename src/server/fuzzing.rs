//! What fuzzing needs to ask the preview without a connection; nothing else uses it.

use std::io::Read as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::answer::{Answer, Body, Desk};
use super::live::Live;
use super::request::{NoRequest, parse};

/// The status and the body that a preview of the folder `site` on 127.0.0.1, port 4000, gives to a request with
/// these bytes. The stream of news has no body.
pub fn answer(site: &Path, head: &[u8]) -> (u16, Vec<u8>) {
    let request = match parse(head) {
        Ok(request) => request,
        Err(NoRequest::Refused(status)) => return (status, Vec::new()),
        Err(NoRequest::Gone) => return (0, Vec::new()),
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 4000));
    match Desk::new(site, address, Arc::new(Live::new()), Arc::default()).answer(&request) {
        Answer::News => (200, Vec::new()),
        Answer::Whole(whole) => {
            let mut body = Vec::new();
            match whole.body {
                Body::Bytes(bytes) => body.extend_from_slice(&bytes),
                // What can't be read is nothing that could be seen.
                Body::File(mut file, _) => drop(file.read_to_end(&mut body)),
            }
            (whole.status, body)
        }
    }
}
