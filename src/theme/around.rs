//! What stands around the text of a page: masthead, footer and search box. They take a third of a page and are the same
//! on nearly all of them, so each that differs is made once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use tera::{Context, Tera, TeraResult, Value};

use crate::page::context::Page;

/// Names for templates, and the templates that make them.
const PARTS: [(&str, &str); 3] = [
    ("masthead", "components/masthead.html"),
    ("footer", "components/footer.html"),
    ("search", "components/search.html"),
];

/// The parts that were made, by all they depend on: the way to the root, and what they look at of a page.
#[derive(Default)]
pub(super) struct Around {
    /// The addresses in the menu, whose pages are marked there.
    menu: HashSet<String>,
    made: RwLock<HashMap<(String, Page), Value>>,
}

impl Around {
    pub(super) fn new(menu: impl Iterator<Item = String>) -> Self {
        Self { menu: menu.collect(), made: RwLock::default() }
    }

    /// The parts for a page, as safe HTML by name.
    pub(super) fn of(&self, page: &Page, root: &str, tera: &Tera) -> TeraResult<Value> {
        let key = (root.to_owned(), self.seen(page));
        if let Some(made) = self.made.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(made.clone());
        }
        let mut context = Context::new();
        context.insert("page", &key.1);
        context.insert("root", root);
        let mut parts = BTreeMap::new();
        for (name, template) in PARTS {
            parts.insert(name, Value::safe_string(&tera.render(template, &context)?));
        }
        let made = Value::from_serializable(&parts);
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
        Ok(made)
    }

    /// The page without what no built-in part looks at, so that pages are the same to them.
    fn seen(&self, page: &Page) -> Page {
        let of = |seen: bool, text: &str| if seen { text.to_owned() } else { String::new() };
        Page {
            address: of(self.menu.contains(&page.address), &page.address),
            kind: if page.kind == "home" { page.kind } else { "" },
            menu: page.menu,
            normative: page.normative,
            print_address: page.print_address.clone(),
            title: String::new(),
            description: String::new(),
            canonical: None,
            json_ld_html: None,
            breadcrumbs: Vec::new(),
        }
    }
}
