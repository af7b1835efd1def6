"use strict";
// What the search understands, without a page: the script is loaded as a page loads it, into a global of its own.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { describe, test } = require("node:test");
const vm = require("node:vm");

const filename = path.join(__dirname, "../../../themes/default/scripts/search-core.js");
const page = vm.createContext({});
vm.runInContext(fs.readFileSync(filename, "utf8"), page, { filename });
const core = page.Standpoint.search;

const STATEMENT = 2;
const TERM = 4;

function entry({ type = STATEMENT, code = "", title = "", text = "", keywords = "" }) {
  return [type, code, title, `${code || title}.html`, text, 0, 0, [], keywords];
}
const indexOf = (...entries) =>
  core.makeIndex({ version: 1, sections: [], kinds: [], topics: [], entries: entries.map(entry) });
/** The codes, or else titles, of what is found. */
const found = (index, query) => Array.from(core.search(index, query), (hit) => hit.entry[1] || hit.entry[2]);

const standards = indexOf(
  { type: 0, code: "II", title: "Pre-group phase", text: "Planning, recruitment and new group formation." },
  { type: 1, code: "II.A", title: "Tasks and skills" },
  { code: "II.A.1", text: "The worker identifies aspirations and needs of potential members." },
  { code: "II.A.6", text: "The worker should clarify potential members’ goals." },
  { code: "II.A.16", text: "The worker should develop clear statements of purpose." },
  { type: 0, code: "III", title: "Beginning phase" },
  { code: "III.A.1", text: "The worker and members develop a contract for work.", keywords: "agreement" },
  { code: "III.A.1.c", text: "The worker states confidentiality and its limits." },
  { type: TERM, title: "mutual aid", text: "Members help one another, and are helped by helping." },
  { type: TERM, title: "contract", text: "An agreement of worker and members. Not the work itself." },
  { type: TERM, title: "résumé", text: "A café in Zürich, told as a façade." },
);

describe("a code", () => {
  for (const typed of ["II.A.6", "ii.a.6", "ii a 6", "II A 6", "iia6", " II.A.6 ", "II-A-6", "ii.a 6."]) {
    test(`is found as «${typed}»`, () => assert.equal(found(standards, typed)[0], "II.A.6"));
  }

  test("is found by the number of a section that has a Roman one, where no code begins so", () => {
    for (const typed of ["2.A.6", "2a6", "2 a 6"]) assert.equal(found(standards, typed)[0], "II.A.6", typed);
    assert.deepEqual(found(standards, "3a1c"), ["III.A.1.c"]);
    assert.deepEqual(found(standards, "2"), []);
    const arabic = indexOf({ code: "2.a", text: "one" }, { code: "II.a", text: "two" });
    assert.deepEqual(found(arabic, "2a"), ["2.a"]);
    assert.deepEqual(found(indexOf({ code: "2.a.1" }, { code: "II.a.1" }), "2a"), ["2.a.1"]);
    for (const [number, roman] of Object.entries({ 4: "IV", 8: "VIII", 9: "IX", 12: "XII", 40: "XL", 49: "XLIX", 96: "XCVI" }))
      assert.deepEqual(found(indexOf({ code: `${roman}.A` }), `${number}.a`), [`${roman}.A`]);
  });

  test("of more than four letters needs no dots", () => {
    assert.deepEqual(found(standards, "iiia1c"), ["III.A.1.c"]);
  });

  test("comes first where longer ones begin with it", () => {
    assert.deepEqual(found(standards, "II.A.1"), ["II.A.1", "II.A.16"]);
    assert.deepEqual(found(standards, "III.A.1"), ["III.A.1", "III.A.1.c"]);
  });

  test("that is the beginning of others finds them in the order of the document", () => {
    assert.deepEqual(found(standards, "II.A"), ["II.A", "II.A.1", "II.A.6", "II.A.16"]);
    assert.deepEqual(found(standards, "iii"), ["III", "III.A.1", "III.A.1.c"]);
  });

  test("that is shorter comes before the longer that begin the same", () => {
    assert.deepEqual(found(indexOf({ code: "II.A.16" }, { code: "II.A" }, { code: "II.B" }), "ii"), ["II.A", "II.B", "II.A.16"]);
  });

  test("comes before words that are typed the same", () => {
    const index = indexOf({ type: TERM, title: "iia" }, { code: "II.A.6" });
    assert.deepEqual(found(index, "iia"), ["II.A.6", "iia"]);
  });

  test("that does not exist finds nothing", () => assert.deepEqual(found(standards, "IX.Z.99"), []));
});

describe("words", () => {
  test("are found by their beginning", () => {
    assert.deepEqual(found(standards, "aspir"), ["II.A.1"]);
    assert.deepEqual(found(standards, "confid"), ["III.A.1.c"]);
  });

  test("are not found by their middle, whatever they are written in", () => {
    assert.deepEqual(found(standards, "irations"), []);
    const index = indexOf({ code: "a", text: "In 2024." }, { code: "b", text: "Групповая работа" });
    for (const typed of ["24", "рупп"]) assert.deepEqual(found(index, typed), [], typed);
  });

  test("must all be there, in any order", () => {
    assert.deepEqual(found(standards, "goals clarify"), ["II.A.6"]);
    assert.deepEqual(found(standards, "goals aspirations"), []);
  });

  test("may stand apart, in title and text", () => assert.deepEqual(found(standards, "mutual helping"), ["mutual aid"]));

  test("in a title count more than in keywords, and these more than in the text", () => {
    const index = indexOf(
      { code: "1", text: "About supervision." },
      { code: "2", keywords: "supervision" },
      { code: "3", title: "Supervision and more" },
    );
    assert.deepEqual(found(index, "supervision"), ["3", "2", "1"]);
  });

  test("that are the whole title come first", () => {
    const index = indexOf({ type: TERM, title: "contract for work" }, { type: TERM, title: "contract" });
    assert.deepEqual(found(index, "contract"), ["contract", "contract for work"]);
  });

  test("whole count more than begun", () => {
    const index = indexOf({ code: "1", text: "groups" }, { code: "2", text: "group" });
    assert.deepEqual(found(index, "group"), ["2", "1"]);
  });

  test("count as they stand best, wherever that is", () => {
    assert.deepEqual(found(indexOf({ code: "a", text: "groups" }, { code: "b", text: "groups, then a group" }), "group"), ["b", "a"]);
    assert.deepEqual(found(indexOf({ code: "a", title: "Groups" }, { code: "b", title: "Groups, then a group" }), "group"), ["b", "a"]);
    assert.deepEqual(found(indexOf({ code: "a", title: "Groups", text: "a group" }, { code: "b", keywords: "groups" }), "group"), ["a", "b"]);
  });

  test("side by side count more than apart", () => {
    const index = indexOf({ code: "1", text: "aid that is mutual" }, { code: "2", text: "about mutual aid" });
    for (const typed of ["mutual aid", " Mutual AID "]) assert.deepEqual(found(index, typed), ["2", "1"], typed);
  });

  test("need no accents, and may have them", () => {
    for (const typed of ["resume", "résumé", "RÉSUMÉ", "re\u0301sume\u0301"]) {
      assert.deepEqual(found(standards, typed), ["résumé"], typed);
    }
    assert.deepEqual(found(standards, "zurich facade cafe"), ["résumé"]);
  });

  test("are found with the ligatures that come out of a PDF", () => {
    assert.deepEqual(found(standards, "con\ufb01dentiality"), ["III.A.1.c"]);
  });

  test("of other scripts are words too", () => {
    const index = indexOf({ code: "1", text: "Групповая работа" }, { code: "2", text: "群體 工作" });
    assert.deepEqual(found(index, "групп"), ["1"]);
    assert.deepEqual(found(index, "工作"), ["2"]);
  });

  test("that are none find nothing", () => {
    for (const typed of ["", "   ", "…", ".", "*", "(", "\\"]) assert.deepEqual(found(standards, typed), [], typed);
  });

  test("named as what every object has are words like others", () => {
    for (const typed of ["constructor", "__proto__", "toString"]) assert.deepEqual(found(standards, typed), [], typed);
  });
});

describe("some of the words", () => {
  const some = (index, query) => Array.from(core.searchSome(index, query), (hit) => hit.entry[1] || hit.entry[2]);

  test("find entries that have them, those with the most first", () => {
    assert.deepEqual(some(standards, "goals aspirations potential"), ["II.A.1", "II.A.6"]);
    const index = indexOf({ code: "1", text: "one" }, { code: "2", text: "two, three and one" }, { code: "3", text: "one, two" });
    assert.deepEqual(found(index, "one two three four"), []);
    assert.deepEqual(some(index, "one two three four"), ["2", "3", "1"]);
    assert.deepEqual(some(indexOf({ code: "1", title: "one" }, { code: "2", text: "one and two" }), "one two three"), ["2", "1"]);
  });

  test("count more the rarer they are, and in a title more than in the text", () => {
    const often = Array.from({ length: 9 }, (_, at) => ({ code: `often ${at}`, text: "the group and the worker" }));
    const index = indexOf(...often, { code: "text", text: "the contract" }, { code: "title", title: "Contract" });
    assert.deepEqual(some(index, "group worker contract").slice(0, 3), ["title", "text", "often 0"]);
  });

  test("are forgiven a slip, and may be nowhere", () => {
    assert.deepEqual(some(standards, "aspirashions confidantiality zzzzzz"), ["III.A.1.c"]);
    assert.deepEqual(some(standards, "zzzzzz yyyyyy"), []);
  });

  test("are asked for only where two were typed apart, and not by two letters", () => {
    for (const typed of ["contract", "IX.Z.99", "ix z 99", "clarify/aspirations", "", " a "]) {
      assert.deepEqual(some(standards, typed), [], typed);
    }
    assert.deepEqual(some(standards, "an agreement in II.A"), ["III.A.1", "contract"]);
    for (const typed of ["工作 評估", "工作評估"]) assert.deepEqual(some(indexOf({ code: "1", text: "群體 工作" }), typed), ["1"], typed);
  });

  test("are asked for in every entry by the twelve longest", () => {
    const words = Array.from({ length: 40 }, (_, at) => `word${"x".repeat(at)}`);
    assert.deepEqual(core.apart(words.join(" ")).length, 12);
    assert.equal(core.apart(words.join(" "))[0], words.at(-1));
  });
});

describe("another form of a word", () => {
  const forms = indexOf(
    { code: "1", text: "The termination of a group." },
    { code: "2", text: "The endings of groups." },
    { code: "3", text: "An ending." },
    { code: "4", text: "A terminal." },
    { code: "5", text: "Endangered, and term by term." },
    { code: "6", text: "Die Gruppe." },
  );

  test("that is a letter shorter is found too, after the word itself", () => {
    assert.deepEqual(found(forms, "endings"), ["2", "3"]);
    assert.deepEqual(found(forms, "groups"), ["2", "1"]);
    assert.deepEqual(found(indexOf({ code: "1", text: "news" }, { code: "2", text: "new" }), "news"), ["1"]);
    assert.deepEqual(found(indexOf({ code: "1", text: "groups" }, { code: "2", text: "grouping" }), "groups"), ["1"]);
  });

  test("is found where nothing begins as typed, and nothing is a slip away", () => {
    assert.deepEqual(found(forms, "terminating"), ["1", "4"]);
    assert.deepEqual(found(forms, "Gruppen"), ["6"]);
    assert.deepEqual(found(forms, "grouped"), ["1", "2"]);
    // Too little is the same, or too much is not.
    assert.deepEqual(found(forms, "endorse"), []);
    assert.deepEqual(found(forms, "termed"), []);
    assert.deepEqual(found(forms, "terminologically"), []);
    assert.deepEqual(found(indexOf({ text: "terminologically" }), "terminated"), []);
  });
});

describe("one slip", () => {
  for (const [slip, typed] of [
    ["a letter changed", "confidantiality"],
    ["a letter left out", "confidntiality"],
    ["a letter put in", "confiddentiality"],
    ["two letters exchanged", "confidnetiality"],
    ["the first letter wrong", "donfidentiality"],
    ["the last letter left out and one changed before", "confidantialit"],
    ["a letter left out of a beginning", "confidental"],
    ["a letter put in a beginning", "confiddent"],
  ]) {
    test(`is forgiven: ${slip}`, () => assert.deepEqual(found(standards, typed), ["III.A.1.c"]));
  }

  test("is forgiven from five letters, and not before", () => {
    const index = indexOf({ code: "1", text: "group goal" });
    assert.deepEqual(found(index, "gruop"), ["1"]);
    assert.deepEqual(found(index, "gaol"), []);
  });

  test("is not forgiven at the end of a beginning, where it is another word", () => {
    const index = indexOf({ code: "1", text: "principles of practice" });
    assert.deepEqual(found(index, "print"), []);
    assert.deepEqual(found(index, "primci"), ["1"]);
  });

  test("is forgiven in letters that are not those of ASCII", () => assert.deepEqual(found(indexOf({ code: "1", text: "Групповая работа" }), "рабита"), ["1"]));

  test("is one: two are not forgiven", () => assert.deepEqual(found(standards, "confadantiality"), []));

  test("is not looked for where the word is found as typed", () => {
    const index = indexOf({ code: "1", text: "norms" }, { code: "2", text: "forms" });
    assert.deepEqual(found(index, "norms"), ["1"]);
  });

  test("is forgiven in each word by itself", () => assert.deepEqual(found(standards, "clarfy gaols"), ["II.A.6"]));

  test("is told from none and from two", () => {
    for (const [a, b, is] of [
      ["trust", "trust", false],
      ["trust", "thrust", true],
      ["trust", "rust", true],
      ["trust", "turst", true],
      ["trust", "trusty", true],
      ["trust", "tryst", true],
      ["trust", "thirst", false],
      ["trust", "rusts", false],
      ["trust", "tutsr", false],
      ["trust", "rtusk", false],
    ]) {
      assert.equal(core.oneSlip(a, b), is, `${a} ${b}`);
      assert.equal(core.oneSlip(b, a), is, `${b} ${a}`);
    }
  });
});

describe("a whole text that was pasted", () => {
  const text = Array.from({ length: 60 }, (_, at) => `word${at}`).join(" ");
  const index = indexOf({ code: "1", text }, { code: "2", text: "word1 word2" });

  test("finds its entry", () => assert.deepEqual(found(index, text), ["1"]));
  test("is asked for each word once, and for forty of them", () => {
    const asked = [];
    const counting = { ...index, meanings: { get: (word) => void asked.push(word), set() {} } };
    assert.deepEqual(found(counting, `word1 ${text} `.repeat(500)), ["1"]);
    assert.deepEqual(asked.slice(0, 3), ["word1", "word0", "word2"]);
    assert.equal(asked.length, 40);
  });
});

describe("an excerpt", () => {
  const words = (pieces) => Array.from(pieces, (piece) => piece.text).join("");
  const marked = (pieces) =>
    Array.from(pieces)
      .filter((piece) => piece.match)
      .map((piece) => piece.text);

  test("marks the matched words as they stand in the text", () => {
    const text = "The worker should clarify potential members’ goals.";
    const pieces = core.excerpt(standards, text, "clar GOAL");
    assert.equal(words(pieces), text);
    assert.deepEqual(marked(pieces), ["clarify", "goals"]);
    assert.equal(words(core.excerpt(standards, text, "clar GOAL", 60)), text, "and is whole where there is room");
  });

  test("ends where it ends, whatever else matches after", () => {
    const text = `contract ${"and so on ".repeat(20)}contract`;
    const pieces = core.excerpt(standards, text, "contract", 60);
    assert.deepEqual(marked(pieces), ["contract"]);
    assert.ok(text.startsWith(words(pieces).replace(" …", "")) && words(pieces).length <= 62, words(pieces));
  });

  test("marks what a slip meant, and words with accents", () => {
    assert.deepEqual(marked(core.excerpt(standards, "Confidentiality and its limits.", "confidantiality")), ["Confidentiality"]);
    assert.deepEqual(marked(core.excerpt(standards, "A Café in Zürich.", "cafe zurich")), ["Café", "Zürich"]);
  });

  test("marks another form of a word", () => {
    assert.deepEqual(marked(core.excerpt(indexOf({ text: "The termination of a group." }), "The termination of a group.", "terminating groups")), ["termination", "group"]);
  });

  test("begins with the sentence of the match where the match is far down", () => {
    const before = "Something that goes on about other things for a while. ".repeat(8);
    const pieces = core.excerpt(standards, `${before}The contract is for work. ${before}`, "contract", 100);
    assert.match(words(pieces), /^… The contract is for work\. .* …$/);
    assert.ok(words(pieces).length < 110, words(pieces));
    assert.deepEqual(marked(pieces), ["contract"]);
  });

  test("is cut between words", () => {
    const text = "worker ".repeat(100).trim();
    const pieces = words(core.excerpt(standards, text, "goals", 50)).split(" ");
    assert.deepEqual(new Set(pieces), new Set(["worker", "…"]));
    const around = words(core.excerpt(standards, `${text} goals ${text}`, "goals", 50)).split(" ");
    assert.deepEqual(new Set(around), new Set(["worker", "goals", "…"]));
  });

  test("of a text in which nothing matches is its beginning", () => {
    assert.equal(words(core.excerpt(standards, "Members help one another.", "zzz")), "Members help one another.");
  });

  test("keeps a match in a single very long sentence in view", () => {
    const text = `${"more and more and ".repeat(40)}contract ${"and so on ".repeat(40)}`;
    assert.deepEqual(marked(core.excerpt(standards, text, "contract", 120)), ["contract"]);
    assert.deepEqual(marked(core.excerpt(standards, `${"one/".repeat(60)}contract ${text}`, "contract", 120)), ["contract"]);
  });
});

describe("the other words by which an entry is found", () => {
  /** The line, with what matched in brackets. */
  function line(fields, query) {
    page.document = { createElement: (name) => ({ name, parts: [], append(...parts) { this.parts.push(...parts); } }) };
    const lines = core.alsoFound(indexOf(fields), entry(fields), query, { also: "Also: ", cut: " (cut)" });
    delete page.document;
    return Array.from(lines, ({ name, parts }) => `${name} ${parts.map((part) => part.textContent ? `[${part.textContent}]` : part).join("")}`);
  }

  test("are shown where nothing else shows why", () => {
    const fields = { code: "II.A", title: "Contract", text: `${"and so on ".repeat(30)}for work`, keywords: "agreement" };
    assert.deepEqual(line(fields, "agree"), ["p Also: [agreement]"]);
    for (const query of ["contract agreement", "agreement work", "ii.a", "nothing"]) assert.deepEqual(line(fields, query), [], query);
    assert.deepEqual(line({ ...fields, code: "Agree.A" }, "agree"), []);
    assert.match(line({ ...fields, keywords: `agreement ${"another ".repeat(40)}` }, "agree")[0], /another \(cut\)$/);
  });
});

describe("the index", () => {
  /** A page that asks for it, and what becomes of its script elements. */
  function loading() {
    const scripts = [];
    const own = vm.createContext({ document: { createElement: () => ({}), head: { append: (script) => scripts.push(script) } } });
    vm.runInContext(fs.readFileSync(filename, "utf8"), own, { filename });
    return { own, scripts, load: () => own.Standpoint.search.load("search-index.js") };
  }

  test("is loaded once, however often it is asked for", async () => {
    const { own, scripts, load } = loading();
    const both = [load(), load()];
    own.standpointSearchIndex = { entries: [entry({ code: "1", text: "one" })] };
    scripts[0].onload();
    for (const { index } of await Promise.all(both)) assert.equal(own.Standpoint.search.search(index, "one").length, 1);
    await load();
    assert.deepEqual(scripts.map(({ src }) => src), ["search-index.js"]);
  });

  test("that does not come, or is none, is told of; and it can be asked for again", async () => {
    const { scripts, load } = loading();
    const first = load();
    scripts[0].onerror();
    await assert.rejects(first, /could not be loaded/);
    const second = load();
    scripts[1].onload();
    await assert.rejects(second, /empty/);
  });
});

describe("writing without spaces", () => {
  const chinese = indexOf(
    { code: "1.1", text: "工作者与小组成员建立信任关系，并说明保密的限度。" },
    { code: "1.2", text: "成员之间的关系以相互尊重为基础，信任需要时间。" },
    { code: "1.3", text: "工作者在结束阶段回顾目标。" },
    { type: TERM, title: "保密", text: "成员不把小组里的事说出去。" },
  );

  test("is searched from any letter", () => {
    assert.deepEqual(found(chinese, "信任"), ["1.1", "1.2"]);
    assert.deepEqual(found(chinese, "保密"), ["保密", "1.1"]);
    assert.deepEqual(found(chinese, "目的"), []);
  });

  test("is searched beside writing that has them", () => {
    const index = indexOf({ code: "1", text: "用CBT小组" });
    for (const typed of ["cbt", "小组"]) assert.deepEqual(found(index, typed), ["1"], typed);
  });

  test("is parted into words, which may stand apart", () => {
    assert.deepEqual(found(chinese, "信任关系"), ["1.1", "1.2"]);
    assert.deepEqual(found(chinese, "尊重信任"), ["1.2"]);
    assert.deepEqual(found(chinese, "工作者目标"), ["1.3"]);
  });

  test("is found in Japanese and Thai, too", () => {
    const index = indexOf({ code: "1", text: "ワーカーはグループの目的をはっきりさせる。" }, { code: "2", text: "ผู้ปฏิบัติงานรักษาความลับของสมาชิก" });
    assert.deepEqual(found(index, "グループ"), ["1"]);
    assert.deepEqual(found(index, "目的"), ["1"]);
    assert.deepEqual(found(index, "ความลับ"), ["2"]);
  });

  test("is marked where it stands, and cut to length", () => {
    const shown = (text, query, length) => Array.from(core.excerpt(indexOf({ text }), text, query, length), ({ text, match }) => (match ? `[${text}]` : text)).join("");
    assert.equal(shown("成员之间的关系以相互尊重为基础。", "尊重", 100), "成员之间的关系以相互[尊重]为基础。");
    const long = `${"工作者说明小组的目的".repeat(30)}。${"成员共同决定".repeat(5)}保密的限度${"成员共同决定".repeat(60)}`;
    const text = shown(long, "保密", 60);
    assert.match(text, /^… .*成员共同决定\[保密\]的限度.* …$/);
    assert.ok(text.length < 80, text);
    assert.match(shown(`${"工作者说明小组的目的".repeat(30)}。成员保密${"成员共同决定".repeat(60)}`, "保密", 60), /^… 成员\[保密\]/);
  });
});

test("every statement of the bundled content is first for its code", () => {
  const site = process.env.STANDPOINT_SITE;
  assert.ok(site, "run by `npm test`");
  const own = vm.createContext({});
  own.window = own;
  vm.runInContext(fs.readFileSync(path.join(site, "search-index.js"), "utf8"), own);
  const index = core.makeIndex(own.standpointSearchIndex);
  const codes = own.standpointSearchIndex.entries.map((one) => one[1]).filter(Boolean);
  assert.equal(codes.length, 168);
  for (const code of codes) {
    assert.equal(found(index, code)[0], code);
    assert.equal(found(index, code.toLowerCase().replaceAll(".", " "))[0], code);
    assert.equal(found(index, code.toLowerCase().replaceAll(".", ""))[0], code);
  }
});
