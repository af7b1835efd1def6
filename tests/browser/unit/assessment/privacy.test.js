"use strict";
const assert = require("node:assert/strict");
const { test, describe } = require("node:test");
const vm = require("node:vm");

const { assess, data } = require("./load.js");

const found = (text, options) => assess.hints(text, options).map(({ kind, text: part }) => `${kind}: ${part}`);

describe("points out", () => {
  const cases = {
    "Yesterday Maria cried.": ["name: Maria"],
    "I talked to Mrs. Lopez about it.": ["name: Lopez"],
    "Mrs Lopez came late.": ["name: Lopez"],
    "I met J. Smith and Anna-Lena O’Brien.": ["name: Smith", "name: Anna-Lena", "name: O’Brien"],
    "That was Kim's idea, and Ana’s and Jonas’ too.": ["name: Kim", "name: Ana", "name: Jonas"],
    "Maria spoke first. Later Maria left.": ["name: Maria", "name: Maria"],
    "born 4 May 1998": ["date: 4 May 1998"],
    "on May 4th, 1998, in the group": ["date: May 4th, 1998"],
    "on 2026-11-24 and 24.11.2026 and 11/24/26": ["date: 2026-11-24", "date: 24.11.2026", "date: 11/24/26"],
    "call 555 1234, 555-123-4567 or (030) 123 456 78 or +49 151 23456789": ["phone: 555 1234", "phone: 555-123-4567", "phone: (030) 123 456 78", "phone: +49 151 23456789"],
    "write to maria.lopez+x@example.co.uk please": ["email: maria.lopez+x@example.co.uk"],
    "see case 2024-0815-AB and AB123456, file #4711, and 12345678": ["number: 2024-0815-AB", "number: AB123456", "number: #4711", "number: 12345678"],
    "the 4th of May, december 24 and Jan. 5th; 31/12/24 or 12/31/24": ["date: 4th of May", "date: december 24", "date: Jan. 5th", "date: 31/12/24", "date: 12/31/24"],
    "ask Élodie.Ünal@exämple.org about # 123": ["email: Élodie.Ünal@exämple.org", "number: # 123"],
    "He asked (Maria) and: “Maria”": ["name: Maria", "name: Maria"],
  };
  for (const [text, expected] of Object.entries(cases)) test(text, () => assert.deepEqual(found(text), expected));

  test("who stands after a form of address, whatever else the word means", () => {
    for (const title of "Mr. Mrs. Ms Mx. Miss Dr. Prof. Sir Madam Pastor Father Sister Judge Officer Herr Herrn Frau Mme Mlle Monsieur Madame Señor Señora Sr. Sra. Srta. Don Doña Sig. Signora Dhr. Mevr.".split(" "))
      assert.deepEqual(found(`I saw ${title} White on Zoom. ${title} J. Black came, and ${title.toLowerCase()} MONDAY.`), ["name: White", "name: Black", "name: MONDAY"], title);
  });

  test("dates of every month, in full and short", () => {
    const months = "January February March April May June July August September October November December".split(" ");
    for (const month of [...months, ...months.map((name) => name.slice(0, 3))]) assert.deepEqual(found(`On ${month} 4 it rained.`), [`date: ${month} 4`]);
  });

  test("ranges are where the words are, in order, and never overlap", () => {
    const text = "With Dr. Okafor on 4 May 1998; a@b.de, 0151 2345678 “Lena”";
    let last = 0;
    for (const { start, end, text: part, message } of assess.hints(text)) {
      assert.equal(text.slice(start, end), part);
      assert.ok(start >= last && message.length > 10);
      last = end;
    }
    assert.deepEqual(found(text), ["name: Okafor", "date: 4 May 1998", "email: a@b.de", "phone: 0151 2345678", "name: Lena"]);
  });
});

describe("leaves alone", () => {
  const texts = [
    "The group was quiet. Nobody said a word! Then it changed… We waited. “Yes,” somebody said.",
    "It was quiet. _So_ we waited. **Then** it changed.* *Nobody* spoke._ \"Yes,\" somebody said.",
    "- First point\n- Second point\n\n3. Third point\n> Quoted\nAnother line",
    "I think I've seen II.A.6 and III.A.1.c; see V.B.10.",
    "On Monday in January the AIDS workshop at 10:30, with 12 people, 3 of 15, room 101, in 2026.",
    "We used Zoom in English, rated 3/4, 50%, 1.5 hours, 2-3 times, $200.",
    "",
    "12",
    "Not 99.99.24 nor 13.13.24 nor 1.32.24 nor 0.10.24 nor 1234 5678 9012 3456 7890, and not version 0.1.2.24 or pages 1-2-34-5.",
    "Listen: Nobody knew.\nThen it ended; (Perhaps.) Somebody asked. “So what?” And after.",
    "lower case only, as some people write",
    "Why? Because. (Perhaps it was me.) [Or not.]",
  ];
  for (const text of texts) test(JSON.stringify(text.slice(0, 50)), () => assert.deepEqual(found(text), []));

  test("words that the standards use", () => {
    const known = assess.knownWords({ ...data, items: [{ ...data.items[0], words: "Mutual Aid and the Contract" }] });
    assert.deepEqual(found("We spoke of Mutual Aid, the Contract and Trust in Example Standards.", { known }), []);
    assert.deepEqual(found("We spoke of Mutual Aid.", {}), ["name: Mutual", "name: Aid"]);
  });

  test("words of every title that the page shows, with all their letters", () => {
    const titled = (title) => [{ title }];
    const known = assess.knownWords({
      ...{ site: { title: "Élan" }, framework: { title: "Two" }, assessment: { title: "Three" }, sections: [...titled("Four"), {}], parts: titled("Five") },
      ...{ topics: titled("Six"), scales: titled("Seven"), reflections: titled("Eight"), items: [{ words: "Nine" }] },
    });
    assert.deepEqual([...known].sort(), ["eight", "five", "four", "nine", "seven", "six", "three", "two", "élan"]);
  });
});

describe("in other languages", () => {
  test("nouns with capitals are no names in German, but what follows a form of address is", () => {
    assert.deepEqual(found("In der Gruppe war Vertrauen ein Thema. Mit Frau Yılmaz sprach ich lange.", { language: "de" }), ["name: Yılmaz"]);
    assert.deepEqual(found("am 4. Mai 1998 und am 12. März", { language: "de-AT" }), ["date: 4. Mai 1998", "date: 12. März"]);
    assert.deepEqual(found("am 4. Okt. und am 24. 11. 2026", { language: "de" }), ["date: 4. Okt.", "date: 24. 11. 2026"]);
    for (const language of ["de-AT", "lb", "gsw", "nds", "bar-AT"]) assert.deepEqual(found("mit Vertrauen", { language }), [], language);
    for (const language of ["en", "del"]) assert.deepEqual(found("mit Vertrauen", { language }), ["name: Vertrauen"], language);
  });
  test("months and days are known in the page's language", () => {
    assert.deepEqual(found("el 4 de mayo de 1998 con la señora Gómez", { language: "es" }), ["date: 4 de mayo de 1998", "name: Gómez"]);
    assert.deepEqual(found("hier, Élodie a parlé", { language: "fr" }), ["name: Élodie"]);
    assert.deepEqual(found("le 4 mars, on May 4", { language: "fr" }), ["date: 4 mars", "date: May 4"]);
    assert.deepEqual(found("le 4 mars", { language: "en" }), []);
  });
  test("scripts without capitals, and a language that nobody knows", () => {
    assert.deepEqual(found("今天小组很安静。مريم تحدثت", { language: "zh" }), []);
    assert.deepEqual(found("with Maria", { language: "not a language" }), ["name: Maria"]);
  });
});

test("a hostile text is gone through once, and not once for each of its signs", () => {
  // A million signs, ten times what a field takes, are half a second's work. If the work grew with their square, two minutes
  // would not do, after which this is ended.
  for (const part of ["A", "a", "1", "A-1/", "-1", "(1) ", "a@", "a.", "Ab ", "Mr. ", "\n- ", "\ud800", "May 1 ", "é"]) {
    globalThis.hostile = part.repeat(1_000_000 / part.length);
    vm.runInThisContext("Standpoint.assess.hints(hostile)", { timeout: 120_000 });
  }
  delete globalThis.hostile;
});
