"use strict";
const assert = require("node:assert/strict");
const fc = require("fast-check");
const { describe, test } = require("node:test");
const { assess, cohort, site, response, file, opened } = require("./load.js");
const { archive } = require("./archive.js");

const json = (content) => JSON.stringify(content);
const codesOf = (into) => [...into.taken.keys()].sort();
const reasons = (into) => Object.fromEntries(into.refused.map(({ name, reason }) => [name, reason]));

describe("many files", () => {
  test("responses, a backup, an archive and other files", async () => {
    const into = await opened([
      file("a.standpoint.json", response("a", [[1, 2]])),
      file("backup.json", assess.toBackup([response("b", [[1]]), response("c", [[2]])])),
      file("class.zip", archive([{ name: "x/d.json", data: json(response("d", [[3]])) }, { name: "__MACOSX/._d.json", data: "?" }, { name: "notes.txt", data: "?" }])),
      file("photo.jpg", "?"),
      file(".hidden.json", "?"),
      file("bom.json", "\uFEFF" + json(response("e", [[3]]))),
    ]);
    assert.deepEqual(codesOf(into), ["a", "b", "c", "d", "e"]);
    assert.deepEqual(into.refused, []);
    assert.deepEqual([...into.skipped], ["class.zip: notes.txt", "photo.jpg"]);
    assert.equal(into.taken.get("c").name, "backup.json, response 2");
  });

  test("an archive whose names all begin with ./, as tar makes them", async () => {
    const entries = ["./", "./a.json", "./group/./b.json", "./group/.hidden.json", ".\\c.json", "../d.json"].map((name, n) => ({ name, data: name.endsWith("/") ? "" : json(response(`r${n}`, [[1]])) }));
    const into = await opened([file("class.zip", archive(entries))]);
    assert.deepEqual(codesOf(into), ["r1", "r2", "r4"]);
  });

  test("a file without a response, and an archive without a file, are listed with what is needed instead", async () => {
    const studied = assess.toBackup([], { study: { records: [] } });
    const into = await opened([file("study.json", studied), file("empty.zip", archive([])), file("mac.zip", archive([{ name: "__MACOSX/._d.json", data: "?" }]))]);
    const needed = cohort.say("no-response");
    assert.deepEqual(reasons(into), { "study.json": needed, "empty.zip": needed, "mac.zip": needed });
  });

  test("files that are too large, too much together or too many are told, and not read", async () => {
    const sized = (name, size, read) => /** @type {any} */ ({ name, size, text: read });
    const unread = () => assert.fail("read");
    const text = async () => "{}";
    const large = Array.from({ length: 25 }, (_, n) => sized(`${n}.json`, 40_000_000, text));
    const into = await opened([sized("large.json", 40_000_001, unread), ...large, sized("one more.json", 40_000_000, unread), ...Array.from({ length: 4_980 }, () => file("photo.jpg", "?"))]);
    const told = reasons(into);
    assert.match(told["large.json"], /40 MB/);
    assert.match(told["one more.json"], /1000 MB/);
    assert.match(Object.entries(told).find(([name]) => /\b7\b/.test(name) && !/json/.test(name))?.[1] ?? "", /5000/);
    assert.equal(into.skipped.length, 4_973);
  });

  test("only what its person rated is kept", async () => {
    const made = response("a", [[1]]);
    const code = site.items[0].code;
    Object.assign(made.occasions[0].ratings[code].roles, { supervisor: { scales: { confidence: { value: 4, at: made.created, by: "s", hash: "h" } } } });
    Object.assign(made.occasions[0].ratings[code].roles.worker, { note: { value: "SECRET", at: made.created, by: "w" } });
    made.occasions[0].name = "SECRET";
    made.journal.push({ id: "j", created: made.created, modified: made.created, by: "w", date: "2026-01-01", model: null, statements: [], steps: {}, text: "SECRET" });
    const { taken } = await opened([file("a.json", made)]);
    assert.doesNotMatch(json([...taken.values()]), /SECRET|supervisor/);
  });

  test("the same again counts once; of two revisions the newest stands, whichever comes first", async () => {
    const early = response("a", [[1, 2]]);
    const late = response("a", [[1, 2], [3, 4]]);
    for (const order of [[early, late], [late, early]]) {
      const into = await opened([...order.map((one, index) => file(`${index}.json`, one)), file("copy.json", late)]);
      assert.equal(into.taken.size, 1);
      assert.equal(into.taken.get("a").response.occasions.length, 2);
      assert.deepEqual(into.revisions.map(({ joined }) => joined), [false]);
      assert.equal(into.duplicates.length, 1);
    }
  });

  test("revisions that went apart are put together, the later answer standing", async () => {
    const [base, here, there] = [response("a", [[1, 1]]), response("a", [[1, 1]]), response("a", [[1, 1]])];
    const [first, second] = site.items.map(({ code }) => code);
    const write = (made, code, value, at, by) => {
      made.occasions[0].ratings[code].roles.worker.scales.confidence = { value, at, by, hash: `hash-${code}` };
      made.modified = at;
      made.seen[by] = at;
    };
    write(here, first, 3, "2026-03-01T00:00:00.000Z", "w1");
    write(there, second, 4, "2026-03-02T00:00:00.000Z", "w2");
    const into = await opened([file("base.json", base), file("here.json", here), file("there.json", there)]);
    const { ratings } = into.taken.get("a").response.occasions[0];
    assert.deepEqual([first, second].map((code) => ratings[code].roles.worker.scales.confidence.value), [3, 4]);
    assert.deepEqual(into.revisions.map(({ joined }) => joined), [false, true]);
  });

  test("a second batch adds to the first", async () => {
    const first = await opened([file("a.json", response("a", [[1]]))]);
    const both = await opened([file("b.json", response("b", [[1]])), file("a.json", response("a", [[1]]))], first);
    assert.deepEqual([first.taken.size, both.taken.size, both.duplicates.length], [1, 2, 1]);
  });

  test("stopping gives nothing, and leaves what was there", async () => {
    const before = await opened([file("a.json", response("a", [[1]]))]);
    let told = 0;
    const files = Array.from({ length: 20 }, (_, n) => file(`${n}.json`, response(`r${n}`, [[1]])));
    const into = await opened(files, before, { onProgress: () => told++, stopped: () => told > 5 });
    assert.equal(into, null);
    assert.equal(before.taken.size, 1);
  });

  test("progress goes from nothing to all, with what is in archives", async () => {
    const seen = [];
    await opened([file("a.zip", archive(["p", "q"].map((id) => ({ name: `${id}.json`, data: json(response(id, [[1]])) })))), file("b.json", response("b", [[1]]))], undefined, { onProgress: (one) => seen.push({ ...one }) });
    assert.deepEqual(seen[0], { done: 0, all: 2, taken: 0 });
    assert.deepEqual(seen.at(-1), { done: 4, all: 4, taken: 3 });
  });

  test("encrypted files wait for their passphrase", async () => {
    const locked = await assess.encrypt(json(response("a", [[1]])), "open water");
    const into = await opened([file("locked.json", locked), file("b.json", response("b", [[1]]))]);
    assert.deepEqual([into.taken.size, into.locked.length, into.refused.length], [1, 1, 0]);
    const wrong = await cohort.unlock(into, "something else", site);
    assert.match(wrong.message, /does not open/);
    assert.deepEqual([wrong.into.taken.size, wrong.into.locked.length], [1, 1]);
    const right = await cohort.unlock(into, "open water", site);
    assert.deepEqual([codesOf(right.into), right.into.locked.length, right.message], [["a", "b"], 0, ""]);
  });
});

describe("what is not taken in is listed with its reason, and the rest is", () => {
  const good = () => file("good.json", response("good", [[1]]));
  const changed = (change) => {
    const made = response("x", [[1]]);
    change(made);
    return json(made);
  };
  const cases = {
    "cut off": ['{"format":', /not JSON/],
    "another format": ["{}", /not a Standpoint response/],
    "a list": ["[]", /not a Standpoint response/],
    "another site": [changed((made) => (made.site = { key: "other", title: "Elsewhere" })), /another site: Elsewhere/],
    "another framework": [changed((made) => (made.framework.id = "other")), /another framework: other/],
    "another assessment": [changed((made) => (made.assessment = { id: "gone", title: "Gone" })), /does not have the self-assessment: Gone/],
    "a newer version": [changed((made) => (made.formatVersion = 2)), /newer version/],
    "prototype keys": ['{"format":"standpoint-response","formatVersion":1,"__proto__":{"id":"x"}}', /__proto__/],
    "constructor as a code": [json(response("x", [[1]])).replace('"I.A.1"', '"constructor"'), /constructor/],
    "a point that is no number": [changed((made) => (made.occasions[0].ratings["I.A.1"].roles.worker.scales.confidence.value = 1.5)), /answer is expected/],
    "a huge number": [json(response("x", [[1]])).replace('"value":1', '"value":1e999'), /too large/],
    "no number at all": [json(response("x", [[1]])).replace('"value":1', '"value":NaN'), /not JSON/],
    "a number below nothing": [json(response("x", [[1]])).replace('"value":1', '"value":-0'), /answer is expected/],
    "a large number": [json(response("x", [[1]])).replace('"value":1', '"value":1000000000'), /answer is expected/],
    "half a letter in the id": [json(response("x", [[1]])).replace('"id":"x"', '"id":"\\ud800"'), /half a letter/],
    "half a letter in a code": [json(response("x", [[1]])).replace('"I.A.1"', '"\\udc00"'), /half a letter/],
    "half a letter in the pseudonym": [changed((made) => (made.person.pseudonym = "a\ud83d")), /half a letter/],
    "ten thousand occasions": [changed((made) => (made.occasions = Array.from({ length: 10_000 }, (_, n) => ({ ...made.occasions[0], id: `o${n}` })))), /more than 500/],
    "endless nesting": ["[".repeat(100_000), /levels deep/],
    "50 MB": [json({ format: "standpoint-response", padding: "x".repeat(50_000_000) }), /larger than 40 MB/],
    "a million small values": [`{"format":"standpoint-response","x":[${"1,".repeat(3_100_000)}1]}`, /more values/],
    "a backup of a newer version": [json({ format: "standpoint-backup", formatVersion: 3, responses: [] }), /newer version/],
  };
  for (const [name, [content, expected]] of Object.entries(cases))
    test(name, async () => {
      const into = await opened([file("bad.json", content), good()]);
      assert.deepEqual(codesOf(into), ["good"]);
      assert.match(reasons(into)["bad.json"] ?? "", expected);
      assert.equal(into.refused.length, 1);
      // In an archive it is no better. What is too large there has tests of its own (zip.test.js).
      if (content.length > 1_000_000) return;
      const packed = await opened([file("a.zip", archive([{ name: "bad.json", data: content }, { name: "good.json", data: json(response("good", [[1]])) }]))]);
      assert.deepEqual(codesOf(packed), ["good"]);
      assert.match(reasons(packed)["a.zip: bad.json"] ?? "", expected);
      assert.equal(/** @type {any} */ ({}).id, undefined);
    });

  test("names that lead elsewhere are only names", async () => {
    const names = ["/etc/passwd.json", "C:\\Windows\\system.json", "a/../../b.json", "file:///a.json", "__proto__.json", "constructor.json", "a\u0000.json", "\u202enosj.json", `${"long".repeat(15_000)}.json`, "same.json", "same.json", "<img src=x onerror=alert(1)>.json"];
    const entries = names.map((name, n) => ({ name, data: json(response(`id${n}`, [[1]])) }));
    const into = await opened([file("a.zip", archive(entries))]);
    // What climbs or is hidden is passed over, as hidden files are; everything else counts, whatever its name.
    const taken = names.flatMap((name, n) => (/(^|\/)\./.test(name) ? [] : [`id${n}`]));
    assert.deepEqual(codesOf(into), taken.sort());
    assert.deepEqual(into.refused, []);
    for (const { name } of into.taken.values()) assert.ok(name.startsWith("a.zip: "), name.slice(0, 80));
    const ids = ["__proto__", "constructor", "toString"];
    const odd = await opened(ids.map((id, n) => file(`${n}.json`, json(response("x", [[1]])).replaceAll('"x"', JSON.stringify(id)))));
    assert.equal(odd.taken.size + odd.refused.length, 3);
    assert.equal(/** @type {any} */ ({}).response, undefined);
  });

  test("a thousand archives of nothing, and one that says it has a thousand", async () => {
    const empty = archive([]);
    const into = await opened([...Array.from({ length: 1000 }, (_, n) => file(`${n}.zip`, empty)), file("a.zip", archive([{ name: "a.json", data: "{}" }], { entriesClaimed: 1000 })), good()]);
    assert.deepEqual(codesOf(into), ["good"]);
    const { "a.zip": damaged, ...others } = reasons(into);
    assert.notEqual(damaged, cohort.say("no-response"));
    assert.deepEqual([Object.keys(others).length, new Set(Object.values(others))], [1000, new Set([cohort.say("no-response")])]);
  });

  test("one bad response in a backup leaves the others", async () => {
    const backup = { format: "standpoint-backup", formatVersion: 1, created: "2026-01-01T00:00:00.000Z", responses: [response("a", [[1]]), { format: "standpoint-response" }, response("b", [[1]])] };
    const into = await opened([file("backup.json", backup)]);
    assert.deepEqual(codesOf(into), ["a", "b"]);
    assert.match(into.refused[0].reason, /responses\[1\]/);
  });

  test("the same id in two self-assessments", async () => {
    const into = await opened([file("a.json", response("a", [[1]])), file("b.json", response("a", [[1]], { assessment: "short" }))]);
    assert.match(reasons(into)["b.json"], /same response as a\.json/);
  });

  test("another edition is taken in and said", async () => {
    const into = await opened([file("a.json", changed((made) => (made.framework.edition = "1")))]);
    assert.equal(into.taken.size, 1);
    assert.deepEqual(into.editions.map(({ edition }) => edition), ["1"]);
  });

  test("a file that cannot be read", async () => {
    const bad = file("gone.json", "{}");
    bad.text = () => Promise.reject(new Error("The file is gone."));
    const into = await opened([bad, good()]);
    assert.deepEqual([codesOf(into), reasons(into)], [["good"], { "gone.json": "The file is gone." }]);
  });

  test("anything at all: refused or taken in, never thrown", async () => {
    const whole = response("a", [[1, 2], [3, null]]);
    const paths = [];
    const walk = (value, path) => {
      paths.push(path);
      if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
    };
    walk(whole, []);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths.filter((path) => path.length)), fc.jsonValue({ maxDepth: 3 }), async (path, value) => {
        const made = structuredClone(whole);
        let part = made;
        for (const name of path.slice(0, -1)) part = part[name];
        part[path.at(-1)] = value;
        const into = await opened([file("a.json", made)]);
        assert.equal(into.taken.size + into.refused.length + into.locked.length, 1);
        if (!into.taken.size) return;
        const planning = cohort.assessmentData(site, "planning");
        const people = cohort.peopleOf([...into.taken.values()], "planning", true);
        await cohort.figuresOf(people, planning, { look: "last", before: "first", minimum: 1, research: true });
        await cohort.toTidy(people, planning, { named: true });
      }),
      { numRuns: 300 },
    );
  });
});
