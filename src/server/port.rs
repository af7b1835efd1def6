//! Who has the port that we want, as far as one can find out.

/// The name and number of the process that listens on `port`, such as `hugo, process 4711`.
#[cfg(target_os = "linux")]
pub(super) fn holder(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| {
            table.lines().skip(1).filter_map(|line| socket_listening(line, port)).collect::<Vec<_>>()
        })
        .collect();
    // Only of one's own processes may one see the open files; of others there is nothing to say then.
    for process in std::fs::read_dir("/proc").ok()?.flatten() {
        let Some(number) = process.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(files) = std::fs::read_dir(process.path().join("fd")) else { continue };
        let mut links = files.flatten().filter_map(|file| std::fs::read_link(file.path()).ok());
        if links.any(|link| link.to_str().is_some_and(|link| sockets.iter().any(|socket| socket == link))) {
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("{}, process {number}", name.trim_end()));
        }
    }
    None
}

/// `socket:[1234]` of a line of `/proc/net/tcp`, if it is one that listens on the port.
#[cfg(target_os = "linux")]
fn socket_listening(line: &str, port: u16) -> Option<String> {
    const LISTENING: &str = "0A";
    let columns: Vec<&str> = line.split_whitespace().collect();
    let (_, of_line) = columns.get(1)?.rsplit_once(':')?;
    let fits = u16::from_str_radix(of_line, 16) == Ok(port) && columns.get(3) == Some(&LISTENING);
    fits.then(|| format!("socket:[{}]", columns.get(9).unwrap_or(&"")))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn holder(_: u16) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn the_holder_of_a_port_is_found() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let holder = super::holder(listener.local_addr().unwrap().port()).unwrap();
        assert!(holder.ends_with(&format!(", process {}", std::process::id())), "{holder}");
        assert_eq!(super::holder(0), None);
    }
}
