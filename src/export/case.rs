//! `export case`: a `CFPackage` of 1EdTech's Competencies and Academic Standards Exchange, version 1.1.
//!
//! Sections, parts and statements are items; what stands under what, and the relations, are associations:
//!
//! | here | there |
//! |---|---|
//! | stands under | `isChildOf`, numbered in order |
//! | supports | `isRelatedTo`, from the one that supports, in the grouping of that name |
//! | continues | `precedes`, from the earlier to the one that carries it on |
//! | see also | `isRelatedTo`, once, in the grouping of that name |
//!
//! Identifiers are those of [`super::ids`]. Addresses are pages of the site where it says its base URL, else URNs. What
//! version 1.0 doesn't have is left out where readers of that version would stumble over it (`targetType`, `ext:…`), so
//! that both take the file.

use serde_json::{Map, Value, json};

use super::ids::{Names, edition_date, urn};
use super::text;
use crate::model::{Level, Node, NodeId, RelationKind, Site};
use crate::theme::Theme;

/// The JSON text, with a line end.
pub fn export(site: &Site, theme: &Theme) -> String {
    let package = Package { site, theme, names: Names::new(site), date: edition_date(site) };
    super::pretty(&package.value())
}

struct Package<'a> {
    site: &'a Site,
    theme: &'a Theme,
    names: Names,
    date: String,
}

impl Package<'_> {
    fn value(&self) -> Value {
        json!({
            "CFDocument": self.document(),
            "CFItems": (0..self.site.nodes.len()).map(|id| self.item(id)).collect::<Vec<_>>(),
            "CFAssociations": self.associations(),
            "CFDefinitions": self.definitions(),
        })
    }

    fn document(&self) -> Value {
        let framework = &self.site.framework;
        let mut document = json!({
            "identifier": self.names.framework(),
            "uri": self.document_uri(),
            "caseVersion": "1.1",
            "creator": framework.publisher,
            "publisher": framework.publisher,
            "title": framework.title,
            "description": self.site.config.description,
            "language": self.site.published_language(),
            "notes": format!("{} {}", framework.source.trim(), self.theme.word("about-ours-text")),
            "licenseURI": self.license_link(),
            "lastChangeDateTime": self.date,
        });
        if let Some(edition) = &framework.edition {
            document["version"] = edition.as_str().into();
        }
        if let Some(url) = &framework.publisher_url {
            document["officialSourceURL"] = url.as_str().into();
        }
        document
    }

    fn item(&self, id: NodeId) -> Value {
        let node = &self.site.nodes[id];
        let (kind, title) = self.item_type(node);
        let mut item = json!({
            "identifier": self.item_id(id),
            "uri": self.item_uri(id),
            "fullStatement": text::full(node),
            "humanCodingScheme": node.code,
            "CFItemType": title,
            "CFItemTypeURI": self.definition_link("item-type", kind, title),
            "language": self.site.published_language(),
            "licenseURI": self.license_link(),
            "lastChangeDateTime": self.date,
        });
        if node.label != node.words {
            item["abbreviatedStatement"] = node.label.as_str().into();
        }
        if !node.keywords.is_empty() {
            item["conceptKeywords"] = json!(node.keywords);
        }
        if !node.topics.is_empty() {
            let topics = node.topics.iter().map(|topic| &self.site.topics[*topic]);
            item["subject"] = topics.clone().map(|topic| topic.title.as_str()).collect();
            let links = topics.map(|topic| self.definition_link("subject", &topic.id, &topic.title));
            item["subjectURI"] = links.collect();
        }
        item
    }

    fn associations(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut sections = 0;
        for (id, node) in self.site.nodes.iter().enumerate() {
            let (parent, place) = if let Some(parent) = node.parent {
                let siblings = &self.site.nodes[parent].children;
                let place = siblings.iter().position(|child| *child == id).unwrap_or_default();
                (self.item_link(parent), place + 1)
            } else {
                sections += 1;
                (self.document_link(), sections)
            };
            let mut under = self.association("isChildOf", &self.item_link(id), &parent);
            under["sequenceNumber"] = place.into();
            all.push(under);
        }
        for (id, node) in self.site.nodes.iter().enumerate() {
            for relation in node.relations.iter().filter(|relation| relation.outgoing) {
                let (own, other) = (self.item_link(id), self.item_link(relation.other));
                let mut association = match relation.kind {
                    RelationKind::Continues => self.association("precedes", &other, &own),
                    RelationKind::Supports | RelationKind::SeeAlso => {
                        self.association("isRelatedTo", &own, &other)
                    }
                };
                let title = self.relation_title(relation.kind);
                association["CFAssociationGroupingURI"] =
                    self.definition_link("grouping", relation.kind.id(), title);
                // Two statements may be related in two ways.
                let ends = format!("{}:{}:{}", relation.kind.id(), node.code, self.code(relation.other));
                let id = self.names.of("relation", &ends);
                association["identifier"] = json!(id);
                association["uri"] = urn(&id).into();
                all.push(association);
            }
        }
        all
    }

    fn association(&self, kind: &str, origin: &Value, destination: &Value) -> Value {
        let word = |link: &Value| link["identifier"].as_str().unwrap_or_default().to_owned();
        let id = self.names.of("association", &format!("{kind}:{}:{}", word(origin), word(destination)));
        json!({
            "identifier": id,
            "uri": urn(&id),
            "associationType": kind,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
            "lastChangeDateTime": self.date,
        })
    }

    fn definitions(&self) -> Value {
        let mut definitions = Map::new();
        let mut types: Vec<(&str, &str)> = Vec::new();
        for node in &self.site.nodes {
            let kind = self.item_type(node);
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
        let types = types.into_iter().enumerate().map(|(place, (id, title))| {
            let mut value = self.definition("item-type", id, title, title);
            value["hierarchyCode"] = (place + 1).to_string().into();
            value["typeCode"] = id.into();
            value
        });
        definitions.insert("CFItemTypes".to_owned(), types.collect());
        let topics = self.site.topics.iter().enumerate().map(|(place, topic)| {
            let mut value = self.definition("subject", &topic.id, &topic.title, &topic.summary);
            value["hierarchyCode"] = (place + 1).to_string().into();
            value
        });
        definitions.insert("CFSubjects".to_owned(), topics.collect());
        let mut license = self.license_link();
        license["licenseText"] = text::rights(self.site).into();
        license["lastChangeDateTime"] = self.date.as_str().into();
        definitions.insert("CFLicenses".to_owned(), json!([license]));
        let used = RelationKind::ALL.into_iter().filter(|kind| {
            self.site.nodes.iter().any(|node| node.relations.iter().any(|relation| relation.kind == *kind))
        });
        let groupings = used.map(|kind| {
            let note = self.theme.word(match kind {
                RelationKind::Supports => "relation-supports-note",
                RelationKind::Continues => "relation-continues-note",
                RelationKind::SeeAlso => "relation-see-also-note",
            });
            self.definition("grouping", kind.id(), self.relation_title(kind), note)
        });
        definitions.insert("CFAssociationGroupings".to_owned(), groupings.collect());
        Value::Object(definitions)
    }

    fn definition(&self, kind: &str, id: &str, title: &str, description: &str) -> Value {
        let mut value = self.definition_link(kind, id, title);
        value["description"] = description.into();
        value["lastChangeDateTime"] = self.date.as_str().into();
        value
    }

    fn definition_link(&self, kind: &str, id: &str, title: &str) -> Value {
        let uuid = self.names.of(kind, id);
        json!({"title": title, "identifier": uuid, "uri": urn(&uuid)})
    }

    fn license_link(&self) -> Value {
        self.definition_link("license", "", &self.site.framework.rights)
    }

    fn document_link(&self) -> Value {
        json!({
            "title": self.site.framework.title,
            "identifier": self.names.framework(),
            "uri": self.document_uri(),
        })
    }

    fn item_link(&self, id: NodeId) -> Value {
        let node = &self.site.nodes[id];
        let title = format!("{} {}", node.code, node.label);
        json!({"title": title, "identifier": self.item_id(id), "uri": self.item_uri(id)})
    }

    fn document_uri(&self) -> String {
        let page = super::page_uri(self.site, "standards/index.html");
        page.unwrap_or_else(|| urn(&self.names.framework()))
    }

    fn item_uri(&self, id: NodeId) -> String {
        let page = super::node_uri(self.site, id);
        page.unwrap_or_else(|| urn(&self.item_id(id)))
    }

    fn item_id(&self, id: NodeId) -> String {
        self.names.of("item", self.code(id))
    }

    fn code(&self, id: NodeId) -> &str {
        &self.site.nodes[id].code
    }

    /// A statement is of its part's kind, where it has one.
    fn item_type(&self, node: &Node) -> (&str, &str) {
        match (node.level, node.kind) {
            (Level::Section, _) => ("section", self.theme.word("section")),
            (Level::Part, _) => ("part", self.theme.word("part")),
            (Level::Statement, None) => ("statement", self.theme.word("statement")),
            (Level::Statement, Some(kind)) => {
                let kind = &self.site.framework.kinds[kind];
                (&kind.id, &kind.title)
            }
        }
    }

    fn relation_title(&self, kind: RelationKind) -> &str {
        self.theme.word(match kind {
            RelationKind::Supports => "relation-supports",
            RelationKind::Continues => "relation-continues",
            RelationKind::SeeAlso => "relation-see-also",
        })
    }
}
