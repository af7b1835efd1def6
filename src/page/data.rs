//! Files that are not made from templates: what the search reads, cards, tables, the list of pages.

use super::address::file_name;
use super::plan::{Plan, What};
use super::{absolute, coverage, escape, search, study};

impl Plan<'_> {
    /// Files that are not made from templates: address and bytes.
    pub fn data_files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        let features = &self.site.config.features;
        // These two grow with the site.
        let (index, cards) = rayon::join(
            || {
                let wanted = features.search || features.explore;
                wanted.then(|| search::index(self.site, &self.addresses, self.own_pages()).into_bytes())
            },
            || if features.study { study::cards(self.site, &self.addresses) } else { Vec::new() },
        );
        let mut files: Vec<_> =
            index.map(|index| ("search-index.js".to_owned(), index)).into_iter().collect();
        files.extend(cards);
        let coverage = self.site.courses.iter().enumerate().map(|(id, course)| {
            let address = format!("courses/{}/coverage.csv", file_name(&course.id));
            (address, coverage::csv(self.site, id).into_bytes())
        });
        let sitemap = self.site.config.base_url.as_ref().map(|base| {
            let is_none = |what: &What| matches!(what, What::NotFound | What::NotKept | What::Redirect(_));
            let pages = self.pages.iter().filter(|page| !is_none(&page.what));
            let sitemap = sitemap(base, pages.map(|page| page.address.as_str()));
            ("sitemap.xml".to_owned(), sitemap.into_bytes())
        });
        files.into_iter().chain(coverage).chain(sitemap)
    }

    /// The pages that a theme has words for, as lists and tools are, for the search.
    fn own_pages(&self) -> impl Iterator<Item = search::OwnPage<'_>> {
        // The matrix of a section is found from that of all.
        let pages = self.pages.iter().filter(|page| !matches!(page.what, What::Matrix(Some(_))));
        pages.filter_map(|page| {
            let [title, lead] = self.own_words(&page.what)?;
            let is_matrix = matches!(page.what, What::Matrix(_));
            let keywords = if is_matrix { self.theme.word("menu-matrix") } else { "" };
            Some(search::OwnPage { address: &page.address, title, lead, keywords })
        })
    }
}

fn sitemap<'p>(base: &str, pages: impl Iterator<Item = &'p str>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        xml.push_str("<url><loc>");
        escape(&mut xml, &absolute(base, page));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
