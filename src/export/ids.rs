//! Identifiers that stay the same: the same content gives the same UUID, on every machine, every time.

use uuid::Uuid;

use crate::model::Site;

/// Where things of a framework are named: a UUID of version 5 (RFC 9562) from its permanent id, and below it one from
/// the kind and the code of each thing. So an identifier changes only when the framework's id or a code does, which
/// are permanent; that words, titles, the web address or the order changed doesn't matter.
pub struct Names {
    framework: Uuid,
}

impl Names {
    /// Names for this site's framework.
    pub fn new(site: &Site) -> Self {
        let name = format!("urn:standpoint:framework:{}", site.framework.id);
        Self { framework: Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()) }
    }

    /// The framework's own.
    pub fn framework(&self) -> String {
        self.framework.to_string()
    }

    /// That of something in it: of a kind such as `item`, with a code or id.
    pub fn of(&self, kind: &str, id: &str) -> String {
        Uuid::new_v5(&self.framework, format!("{kind}:{id}").as_bytes()).to_string()
    }
}

/// A UUID as a URI.
pub fn urn(uuid: &str) -> String {
    format!("urn:uuid:{uuid}")
}

/// The moment that stands for the edition: the beginning of its year of publication. Exports that must carry a date
/// carry this one and not that of the day they were made, so that the same content gives the same bytes. A framework
/// that doesn't say its year gets the first moment that computers know.
pub fn edition_date(site: &Site) -> String {
    let year = site.framework.year.filter(|year| (1..=9999).contains(year)).unwrap_or(1970);
    format!("{year:04}-01-01T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_rfc_9562() {
        // Its own example (appendix A.4): the name www.example.com, of the namespace for domain names.
        let example = Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"www.example.com");
        assert_eq!(example.to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
