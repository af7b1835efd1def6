"use strict";
// Every page of the site, opened once: no errors, no requests elsewhere, and what every page must have.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { before, describe, test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { desk } = require("../support/desk.js");
const { filesOf } = require("../support/files.js");
const { onlyOverHttp, pages } = require("../support/pages.js");

const site = desk();
const addresses = filesOf(site.folder, ".html");

/** What a page is made of. Runs in the page. */
function facts() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const attribute = (selector, name) => document.querySelector(selector)?.getAttribute(name) ?? null;
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  return {
    kind: document.body.className.replace(/^page-/, ""),
    lang: document.documentElement.lang,
    title: document.title,
    headings: all("h1").map((one) => squeeze(one.textContent ?? "")),
    levels: all("h1, h2, h3, h4, h5, h6").map((one) => Number(one.tagName[1])),
    description: attribute("meta[name=description]", "content"),
    policy: attribute("meta[http-equiv=Content-Security-Policy]", "content"),
    canonical: attribute("link[rel=canonical]", "href"),
    data: all("script[type='application/ld+json']").map((one) => one.textContent ?? ""),
    ids: all("[id]").map((one) => one.id),
    links: ["href", "src", "poster"].flatMap((name) =>
      all(`body [${name}], head [${name}]:not([rel=canonical])`).map((one) => ({
        to: one.getAttribute(name) ?? "",
        external: (one.getAttribute("rel") ?? "").includes("external"),
      })),
    ),
    styles: all("link[rel=stylesheet]").map((one) => one.getAttribute("href") ?? ""),
    scripts: all("script[src]").map((one) => one.getAttribute("src") ?? ""),
    statements: all("article[data-statement]").map((one) => ({
      code: one.getAttribute("data-statement"),
      words: [...one.querySelectorAll("[data-normative]")].map((words) => squeeze(words.textContent ?? "")),
    })),
    text: squeeze(document.querySelector("main")?.textContent ?? "").length,
  };
}

/** @type {Map<string, ReturnType<typeof facts>>} */
const seen = new Map();
const entries = () => [...seen];

test("every page opens over http without an error, a policy violation or a request elsewhere", async (t) => {
  const context = await site.context(t);
  const waiting = addresses.filter((address) => address !== "404.html");
  const work = async () => {
    const page = await context.newPage();
    for (let address = waiting.shift(); address; address = waiting.shift()) {
      const answer = await page.goto(site.http + address);
      assert.equal(answer?.status(), 200, address);
      seen.set(address, await page.evaluate(facts));
    }
  };
  await Promise.all([work(), work(), work()]);
  assert.ok(seen.size > 280, `only ${seen.size} pages`);
});

test("a page that is not there is answered with the page that says so", async (t) => {
  const page = await site.open(t, "no/such/page.html", { expected: /404/ });
  assert.equal(await page.locator("h1").innerText(), "There is no such page");
  await page.locator("main a").first().click();
  assert.ok(page.url().startsWith(site.http));
  await page.goto(`${site.http}404.html`);
  seen.set("404.html", await page.evaluate(facts));
});

test("a page of every kind opens from a folder", async (t) => {
  const context = await site.context(t);
  const page = await context.newPage();
  for (const one of pages.filter((one) => !onlyOverHttp(one))) {
    await page.goto(site.file + one.address);
    assert.equal(await page.evaluate(() => document.body.className), `page-${one.kind}`);
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("js")), true);
  }
});

test("every kind of page is known to these tests", () => {
  const known = new Set(pages.map((page) => page.kind));
  assert.deepEqual([...new Set(entries().map(([, page]) => page.kind))].filter((kind) => !known.has(kind)), []);
});

describe("every page", () => {
  const each = (check) => {
    assert.equal(seen.size, addresses.length, "the pages were not opened");
    const wrong = entries().flatMap(([address, page]) => {
      const trouble = check(page, address);
      return trouble ? [`${address}: ${trouble === true ? "" : trouble}`] : [];
    });
    assert.deepEqual(wrong, []);
  };

  test("says its language", () => each((page) => page.lang !== "en" && page.lang));
  test("has one first heading", () => each((page) => (page.headings.length !== 1 || page.headings[0] === "") && page.headings.join(" | ")));
  test("leaves out no level of heading", () =>
    each((page) => page.levels.some((level, at) => level > (page.levels[at - 1] ?? 1) + 1) && page.levels.join("")));
  test("has a description that says something", () => each((page) => (page.description ?? "").length < 10 && String(page.description)));
  test("has words", () => each((page) => page.text < 40));
  test("has a title of its own", () => {
    const titles = new Map();
    each((page, address) => {
      const other = titles.get(page.title);
      titles.set(page.title, address);
      return other && `«${page.title}» as ${other}`;
    });
  });
  test("forbids what does not come with it", () =>
    each((page) => {
      const policy = page.policy ?? "";
      const wanted = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'"];
      return (wanted.some((one) => !policy.includes(one)) || /unsafe|\*|https?:/.test(policy)) && policy;
    }));
  test("has no inline script or style", () =>
    each((_, address) => {
      const html = fs.readFileSync(path.join(site.folder, address), "utf8");
      return html.match(/<style\b|<script>|<script(?![^>]*\b(src=|type="application\/))|<[^>]*\s(style|on[a-z]+)=/g)?.join();
    }));
  test("uses an id once", () => each((page) => page.ids.filter((id, at) => page.ids.indexOf(id) !== at).join()));
  test("has structured data that can be read", () =>
    each((page) =>
      page.data
        .map((text) => {
          try {
            return JSON.parse(text)["@context"] === "https://schema.org" ? "" : text;
          } catch (error) {
            return String(error);
          }
        })
        .join(""),
    ));
  test("says nothing canonical where the site has no base URL", () => each((page) => page.canonical));

  test("links to pages, files and places that are there, by relative addresses", () => {
    each((page, address) =>
      page.links
        .filter(({ to, external }) => {
          if (external) return !to.startsWith("https://");
          if (/^[a-z]+:/.test(to)) return true;
          const absolute = to.startsWith("/");
          if (absolute !== (address === "404.html" && !to.startsWith("#"))) return true;
          const url = new URL(to, `http://site/${address}`);
          const target = decodeURIComponent(url.pathname).slice(1);
          if (!fs.statSync(path.join(site.folder, target), { throwIfNoEntry: false })?.isFile()) return true;
          const place = decodeURIComponent(url.hash.slice(1));
          return place !== "" && !seen.get(target)?.ids.includes(place);
        })
        .map(({ to }) => to)
        .join(", "),
    );
  });
});

describe("the published words", () => {
  /** @type {{code: string, level: string, text: string, children: string[], parent: string}[]} */
  let nodes = [];
  before(() => {
    const content = path.join(__dirname, "../../../content");
    const out = execFileSync(process.env.STANDPOINT ?? "standpoint", ["export", "json", "--content", content], { maxBuffer: 1 << 28 });
    nodes = JSON.parse(out.toString()).statements;
  });

  test("of every statement stand on its page, once, apart, and as the export has them", () => {
    const statements = nodes.filter((node) => node.level === "statement");
    assert.equal(statements.length, 150);
    for (const { code, text } of statements) {
      const page = seen.get(`standards/${code}.html`);
      assert.deepEqual(page?.statements, [{ code, words: [text.replace(/\s+/g, " ").trim()] }]);
    }
    const others = entries().filter(([, page]) => page.kind !== "statement" && page.statements.length > 0);
    assert.deepEqual(others.map(([address]) => address), []);
  });

  test("of a part can be pointed at one by one", () => {
    for (const part of nodes.filter((node) => node.level === "part")) {
      const ids = seen.get(`standards/${part.code}.html`)?.ids ?? [];
      const below = nodes.filter((node) => node.code.startsWith(`${part.code}.`)).map((node) => node.code);
      assert.deepEqual(below.filter((code) => !ids.includes(code)), [], part.code);
    }
  });

  test("carry their rights on every page that has them", () => {
    const wrong = addresses.filter((address) => {
      const html = fs.readFileSync(path.join(site.folder, address), "utf8");
      return address.startsWith("standards/") && !(html.includes("© 1999, 2000, 2006, 2015 IASWG, Inc.") && html.includes("Source:"));
    });
    assert.deepEqual(wrong, []);
  });
});

describe("weight", () => {
  const weigh = (file) => gzipSync(fs.readFileSync(path.join(site.folder, file)), { level: 6 }).length;

  test("a first visit to a statement takes at most 30 KB gzip for HTML, CSS and JS together", (t) => {
    const weights = entries()
      .filter(([, page]) => page.kind === "statement")
      .map(([address, page]) => {
        const files = [...page.styles, ...page.scripts].map((to) => new URL(to, `http://site/${address}`).pathname.slice(1));
        return { address, bytes: [address, ...files].reduce((sum, file) => sum + weigh(file), 0) };
      })
      .sort((a, b) => b.bytes - a.bytes);
    assert.equal(weights.length, 150);
    t.diagnostic(`the heaviest is ${weights[0].address} with ${weights[0].bytes} bytes`);
    assert.ok(weights[0].bytes <= 30_720, JSON.stringify(weights.slice(0, 5)));
  });

  test("the search index takes at most 60 KB gzip", (t) => {
    const bytes = weigh("search-index.js");
    t.diagnostic(`it takes ${bytes} bytes`);
    assert.ok(bytes <= 61_440);
  });
});

describe("a site with a base URL", () => {
  const folder = process.env.STANDPOINT_PUBLISHED ?? "";
  const read = (address) => fs.readFileSync(path.join(folder, address), "utf8");
  const canonicalOf = (address) => /<link rel="canonical" href="([^"]*)">/.exec(read(address))?.[1];
  const BASE = "https://example.org/standards/";

  test("says on every page where it is for good", () => {
    for (const address of filesOf(folder, ".html")) {
      if (address === "404.html" || address === "topics/discretion.html") continue;
      assert.equal(canonicalOf(address), BASE + address.replace(/(^|\/)index\.html$/, "$1"), address);
      assert.ok(read(address).includes(`<meta property="og:url" content="${canonicalOf(address)}">`), address);
    }
  });

  test("lists these pages in sitemap.xml, and no others", () => {
    const sitemap = read("sitemap.xml");
    assert.match(sitemap, /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9">/);
    const listed = [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]).sort();
    const own = filesOf(folder, ".html").filter((address) => address !== "404.html" && address !== "topics/discretion.html");
    assert.deepEqual(listed, own.map((address) => String(canonicalOf(address))).sort());
  });

  test("leads from a page's earlier address to its present one", async (t) => {
    assert.equal(canonicalOf("topics/discretion.html"), `${BASE}topics/confidentiality.html`);
    assert.match(read("topics/discretion.html"), /<meta name="robots" content="noindex">/);
    const context = await site.context(t, { also: ["http://published.test/"] });
    await context.route("http://published.test/**", (route) => {
      route.fulfill({ path: path.join(folder, new URL(route.request().url()).pathname) });
    });
    const page = await context.newPage();
    await page.goto("http://published.test/topics/discretion.html");
    await page.waitForURL("http://published.test/topics/confidentiality.html");
    assert.equal(await page.locator("h1").innerText(), "Confidentiality");
  });

  test("gives the page for what is not there addresses from the root", () => {
    assert.match(read("404.html"), /<link rel="stylesheet" href="\/standards\/assets\/standpoint\.[0-9a-f]{10}\.css">/);
  });
});
