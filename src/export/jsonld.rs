//! `export jsonld`: the framework as linked data.
//!
//! Two vocabularies, each for what it is good at: schema.org's `DefinedTermSet` and `DefinedTerm`, which catalogues and
//! search engines read and which the pages of the site carry too; and SKOS, the W3C's vocabulary for such systems, for
//! what schema.org has no words for: codes as notations, what stands under what, relations, topics as collections. SKOS
//! doesn't say in which way two are related; `export json` and `export case` do.
//!
//! Things are named by their page where the site says its base URL, else by the UUIDs of [`super::ids`]. The context
//! stands in the file, so that nothing need be fetched to read it.

use serde_json::{Value, json};

use super::ids::{Names, urn};
use super::text;
use crate::model::{NodeId, Site};

/// The JSON text, with a line end.
pub fn export(site: &Site) -> String {
    let graph = Graph { site, names: Names::new(site) };
    super::pretty(&graph.value())
}

struct Graph<'a> {
    site: &'a Site,
    names: Names,
}

impl Graph<'_> {
    fn value(&self) -> Value {
        let mut things = vec![self.framework()];
        things.extend((0..self.site.nodes.len()).map(|id| self.node(id)));
        things.extend((0..self.site.topics.len()).map(|id| self.topic(id)));
        if !self.site.terms.is_empty() {
            things.push(json!({
                "@id": self.glossary(),
                "@type": ["DefinedTermSet", "skos:ConceptScheme"],
                "inLanguage": self.site.config.language,
                "name": self.site.config.title,
            }));
        }
        things.extend((0..self.site.terms.len()).map(|id| self.term(id)));
        json!({
            "@context": {
                "@vocab": "https://schema.org/",
                "@language": self.site.config.language,
                "skos": "http://www.w3.org/2004/02/skos/core#",
                "dcterms": "http://purl.org/dc/terms/",
                "prefLabel": "skos:prefLabel",
                "notation": {"@id": "skos:notation", "@language": null},
                "broader": {"@id": "skos:broader", "@type": "@id"},
                "narrower": {"@id": "skos:narrower", "@type": "@id"},
                "related": {"@id": "skos:related", "@type": "@id"},
                "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
                "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
                "member": {"@id": "skos:member", "@type": "@id"},
                "inDefinedTermSet": {"@type": "@id"},
                "termCode": {"@language": null},
                "inLanguage": {"@language": null},
                "version": {"@language": null},
                "datePublished": {"@language": null},
                "url": {"@type": "@id"},
            },
            "@graph": things,
        })
    }

    fn framework(&self) -> Value {
        let framework = &self.site.framework;
        let mut publisher = json!({"@type": "Organization", "name": framework.publisher});
        if let Some(url) = &framework.publisher_url {
            publisher["url"] = url.as_str().into();
        }
        let mut set = json!({
            "@id": self.framework_id(),
            "@type": ["DefinedTermSet", "skos:ConceptScheme"],
            "name": framework.title,
            "description": self.site.config.description,
            "inLanguage": self.site.published_language(),
            "publisher": publisher,
            "copyrightNotice": framework.rights,
            "dcterms:rights": text::rights(self.site),
            "dcterms:source": framework.source.trim(),
        });
        if let Some(edition) = &framework.edition {
            set["version"] = edition.as_str().into();
        }
        if let Some(year) = framework.year {
            set["datePublished"] = year.to_string().into();
        }
        set
    }

    fn node(&self, id: NodeId) -> Value {
        let node = &self.site.nodes[id];
        let scheme = self.framework_id();
        let mut term = json!({
            "@id": self.node_id(id),
            "@type": ["DefinedTerm", "skos:Concept"],
            "termCode": node.code,
            "notation": node.code,
            "name": node.label,
            "prefLabel": node.label,
            "description": text::full(node),
            "inDefinedTermSet": scheme,
            "inScheme": scheme,
        });
        if self.site.languages.differ() {
            term["@context"] = json!({"@language": self.site.published_language()});
        }
        match node.parent {
            Some(parent) => term["broader"] = self.node_id(parent).into(),
            None => term["topConceptOf"] = scheme.into(),
        }
        let mut list = |key: &str, mut ids: Vec<NodeId>| {
            ids.sort_unstable();
            ids.dedup();
            if !ids.is_empty() {
                term[key] = ids.into_iter().map(|id| self.node_id(id)).collect();
            }
        };
        list("narrower", node.children.clone());
        list("related", node.relations.iter().map(|relation| relation.other).collect());
        if !node.keywords.is_empty() {
            term["keywords"] = json!(node.keywords);
        }
        term
    }

    fn topic(&self, id: usize) -> Value {
        let topic = &self.site.topics[id];
        let page = super::page_uri(self.site, &crate::page::address::topic(&topic.id));
        json!({
            "@id": page.unwrap_or_else(|| urn(&self.names.of("subject", &topic.id))),
            "@type": "skos:Collection",
            "name": topic.title,
            "prefLabel": topic.title,
            "description": topic.summary,
            "member": topic.statements.iter().map(|id| self.node_id(*id)).collect::<Vec<_>>(),
        })
    }

    fn term(&self, id: usize) -> Value {
        let term = &self.site.terms[id];
        let page = super::page_uri(self.site, &crate::page::address::term(&term.id));
        json!({
            "@id": page.unwrap_or_else(|| urn(&self.names.of("term", &term.id))),
            "@type": ["DefinedTerm", "skos:Concept"],
            "name": term.term,
            "prefLabel": term.term,
            "description": term.summary,
            "inDefinedTermSet": self.glossary(),
            "inScheme": self.glossary(),
        })
    }

    fn framework_id(&self) -> String {
        let page = super::page_uri(self.site, "standards/index.html");
        page.unwrap_or_else(|| urn(&self.names.framework()))
    }

    fn node_id(&self, id: NodeId) -> String {
        let page = super::node_uri(self.site, id);
        page.unwrap_or_else(|| urn(&self.names.of("item", &self.site.nodes[id].code)))
    }

    fn glossary(&self) -> String {
        let page = super::page_uri(self.site, "glossary/index.html");
        page.unwrap_or_else(|| urn(&self.names.of("glossary", "")))
    }
}
