"use strict";
// Checks, vignettes and progress, on a lesson made for these tests.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, describe, test } = require("node:test");
const { pathToFileURL } = require("node:url");
const { accessible, desk, eventually, fits, put, refuse, stored } = require("./support.js");
const { isWhole } = require("../support/pages.js");
const { serve } = require("../support/serve.js");
const { toldOfFocus } = require("../support/spoken.js");
const fixture = require("./lesson-fixture.js");

const site = desk();
const LESSON = "courses/fixture/one.html";
const COURSE = "courses/fixture/index.html";

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
const own = { http: "", file: "" };
before(async () => {
  const folder = path.join(process.env.STANDPOINT_MADE ?? "", "lesson-fixture");
  fs.cpSync(path.join(site.folder, "assets"), path.join(folder, "assets"), { recursive: true });
  fs.mkdirSync(path.join(folder, "courses/fixture"), { recursive: true });
  fs.copyFileSync(path.join(site.folder, "about.html"), path.join(folder, "404.html"));
  fs.writeFileSync(path.join(folder, LESSON), fixture.lesson());
  fs.writeFileSync(path.join(folder, COURSE), fixture.course());
  server = await serve(folder);
  Object.assign(own, { http: server.url, file: pathToFileURL(`${folder}/`).href });
});
after(() => server?.close());
const context = (t, options) => site.context(t, { also: [own.http, own.file], ...options });

async function open(t, { over = "http", ...options } = {}) {
  const page = await (await context(t, options)).newPage();
  await page.goto(own[over] + LESSON);
  if (options.javaScriptEnabled !== false) await page.waitForFunction(isWhole);
  return page;
}
const question = (page, id) => page.locator(`[data-question="${id}"]`);
const button = (page, name) => page.locator(".check").getByRole("button", { name, exact: true });
const said = (page) => page.locator("[data-check-out]").innerText();
/** The last thing told to who listens. */
const listen = (page) =>
  page.addInitScript(() => {
    window["told"] = [];
    document.addEventListener("standpoint:progress", (event) => window["told"].push(event["detail"]));
  });
const told = (page) => page.evaluate(() => window["told"].at(-1));

async function answerAll(page) {
  await page.getByLabel("This one").check();
  await page.getByLabel("First").check();
  await page.getByLabel("Second").check();
  await page.getByLabel("False").check();
  await page.getByLabel("Cat").selectOption("1");
  await page.getByLabel("Dog").selectOption("0");
  await page.getByLabel("Two").selectOption("2");
  await page.getByLabel("One", { exact: true }).selectOption("1");
}

describe("a check", () => {
  for (const over of /** @type {const} */ (["http", "file"])) {
    test(`marks every kind of question, and keeps answers and marks, over ${over}`, async (t) => {
      const page = await open(t, { over });
      await answerAll(page);
      await button(page, "Check the answers").click();
      assert.equal(await said(page), "All 5 questions right.");
      assert.match(await question(page, "s").locator("[data-feedback-out]").innerText(), /Right\.\s+Yes, as II\.A\.6 says\./);
      assert.equal(await question(page, "s").locator("[data-feedback-out] a").getAttribute("href"), "../../about.html");
      assert.match(await question(page, "p").innerText(), /Cat\. Right\. ?\s*Cats purr\./);
      await eventually(async () => assert.deepEqual((await stored(page))["check demo/quiz"], { right: 5, of: 5, answered: 5 }));
      await page.reload();
      await eventually(async () => assert.equal(await said(page), "All 5 questions right."));
      assert.ok(await page.getByLabel("Second").isChecked());
      assert.equal(await page.getByLabel("Cat").inputValue(), "1");
    });
  }

  test("says what is wrong and why, lets one try again, and keeps what was right", async (t) => {
    const page = await open(t);
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "Nothing is answered yet.");
    for (const name of ["Try again", "Show the answers"]) assert.equal(await button(page, name).isVisible(), false, name);
    await page.getByLabel("That one").check();
    await page.getByLabel("First").check();
    await page.getByLabel("Third").check();
    await page.getByLabel("False").check();
    await page.getByLabel("Cat").selectOption("1");
    await page.getByLabel("Dog").selectOption("1");
    await page.getByLabel("Two").selectOption("1");
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "1 of 5 questions right.");
    assert.match(await question(page, "s").innerText(), /Not right yet\.\s+That one is another\./);
    assert.match(await question(page, "m").innerText(), /Partly right\.\s+Something that belongs to the answer is not chosen\.[\s\S]*First\.\s+First feedback\.[\s\S]*Third\.\s+Third feedback\./);
    assert.match(await question(page, "p").innerText(), /Partly right/);
    assert.equal(await page.locator(".check-looks").innerText().then((text) => text.replace(/\s+/g, " ")), "Look again at question 1 2 4 5");
    await page.getByRole("button", { name: "Question 4" }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.closest("[data-question]")?.getAttribute("data-question")), "p");
    await button(page, "Try again").click();
    assert.equal(await question(page, "s").locator("[data-feedback-out]").innerText(), "");
    assert.match(await question(page, "t").innerText(), /Right\.\s+Indeed it is not\./);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "quiz.s");
    await answerAll(page);
    await page.getByLabel("Third").uncheck();
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "All 5 questions right.");
    assert.equal(await button(page, "Try again").isVisible(), false);
  });

  test("a changed answer loses its mark, unanswered ones are counted", async (t) => {
    const page = await open(t);
    await page.getByLabel("This one").check();
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "1 of 5 questions right. 4 not answered yet.");
    await page.getByLabel("That one").check();
    assert.equal(await question(page, "s").locator("[data-feedback-out]").innerText(), "");
  });

  test("speaks of one question where there is one, and tells a long case from its beginning", async (t) => {
    const page = await (await context(t, { viewport: { width: 360, height: 300 } })).newPage();
    const long = "<p>Somebody begins.</p>".repeat(40);
    const one = fixture.lesson().replace(/<fieldset [^>]*data-question="[^s]"[\s\S]*?<\/fieldset>/g, "").replace("<p>Somebody begins.</p>", long);
    await page.route("**/one.html", (route) => route.fulfill({ contentType: "text/html", body: one }));
    await page.goto(own.http + LESSON);
    await page.getByLabel("That one").check();
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "0 of 1 question right.");
    await page.getByRole("button", { name: "Wait" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    await eventually(async () => {
      const top = await page.locator(".vignette-scene.is-here").evaluate((scene) => scene.getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 100, `${top}`);
    });
  });

  test("shows the answers with the feedback of every option", async (t) => {
    const page = await open(t);
    await page.getByLabel("That one").check();
    await button(page, "Check the answers").click();
    await page.getByLabel("Cat").selectOption("0");
    await button(page, "Show the answers").click();
    assert.match(await question(page, "s").innerText(), /This one\. This is the answer\.\s+Yes, as II\.A\.6 says\.[\s\S]*That one\. Not the answer\.\s+That one is another\./);
    assert.match(await question(page, "p").innerText(), /Cat\. The answer: purrs\./);
    assert.match(await question(page, "t").innerText(), /False\. This is the answer\./);
    // It is no score.
    assert.deepEqual((await stored(page))["check demo/quiz"], { right: 0, of: 5, answered: 1 });
  });

  test("places given twice are told of", async (t) => {
    const page = await open(t);
    await page.getByLabel("Two").selectOption("1");
    await page.getByLabel("One", { exact: true }).selectOption("1");
    await button(page, "Check the answers").click();
    assert.match(await question(page, "o").innerText(), /Every place can be given only once\./);
  });

  test("a reflection is kept, never marked, and shows what to consider once something is written", async (t) => {
    const page = await open(t);
    const consider = page.getByRole("button", { name: "Show what to consider" });
    await consider.click();
    await page.getByText("Write something first").waitFor();
    await question(page, "r").locator("textarea").fill("My thoughts.");
    await consider.click();
    await page.getByText("Consider this.").waitFor();
    assert.deepEqual(await toldOfFocus(page), { role: "group", name: "Show what to consider", description: "Consider this." });
    await eventually(async () => assert.equal((await stored(page))["answer demo/quiz/r"].text, "My thoughts."));
    await page.reload();
    await eventually(async () => assert.equal(await question(page, "r").locator("textarea").inputValue(), "My thoughts."));
    const all = JSON.stringify(await page.evaluate(() => window["told"] ?? []));
    assert.ok(!all.includes("My thoughts"));
  });

  test("a reflection that is still being written is there when the page was left at once", async (t) => {
    const page = await open(t);
    await question(page, "r").locator("textarea").fill("Half a sent");
    await page.goto(own.http + COURSE);
    await page.goto(own.http + LESSON);
    await eventually(async () => assert.equal(await question(page, "r").locator("textarea").inputValue(), "Half a sent"));
  });

  test("what is answered before what is kept is read stays, and so does what is kept", async (t) => {
    const made = await context(t);
    const page = await made.newPage();
    await page.goto(own.http + LESSON);
    await page.waitForFunction(isWhole);
    await page.getByLabel("This one").check();
    await question(page, "r").locator("textarea").fill("An earlier thought.");
    await eventually(async () => assert.equal((await stored(page))["answer demo/quiz/r"]?.text, "An earlier thought."));
    // Nothing is read until it is let go on.
    await made.addInitScript(() => {
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        const made = transaction.call(this, names, mode, options);
        if (mode === "readonly" && !window["goes"]) {
          const ends = new Promise((done) => (window["held"] ??= []).push(done));
          Object.defineProperty(made, "oncomplete", { set: (listener) => made.addEventListener("complete", (event) => ends.then(() => listener(event))) });
        }
        return made;
      };
    });
    await page.reload();
    // Meanwhile everything can be used, and is saved.
    await button(page, "Check the answers").waitFor();
    await page.getByRole("button", { name: "Mark this lesson as done" }).waitFor();
    const writing = question(page, "r").locator("textarea");
    assert.equal(await writing.inputValue(), "");
    await page.getByLabel("That one").check();
    // What is saved half is not taken for an earlier one.
    for (const words of ["A new", " one."]) {
      await writing.pressSequentially(words);
      await page.waitForTimeout(500);
    }
    const both = "An earlier thought.\n\nA new one.";
    await page.evaluate(() => void (window["goes"] = true));
    assert.equal((await stored(page))["answer demo/quiz/r"].text, both);
    await page.evaluate(() => window["held"].forEach((/** @type {() => void} */ go) => go()));
    await eventually(async () => assert.equal(await writing.inputValue(), both));
    assert.ok(await page.getByLabel("That one").isChecked());
    await eventually(async () => {
      const answers = await stored(page);
      assert.equal(answers["answer demo/quiz/r"].text, both);
      assert.equal(answers["answer demo/quiz/s"].given, "1");
    });
  });

  test("works where what is kept can't be read", async (t) => {
    const made = await context(t);
    await made.addInitScript(() => {
      IDBObjectStore.prototype.getAll = () => {
        throw new DOMException("no", "UnknownError");
      };
    });
    const page = await made.newPage();
    await page.goto(own.http + LESSON);
    await page.getByRole("button", { name: "Mark this lesson as done" }).waitFor();
    await answerAll(page);
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "All 5 questions right.");
    assert.equal(await page.locator(".vignette-scene:visible").count(), 1);
  });

  test("starting over can be undone", async (t) => {
    const page = await open(t);
    await answerAll(page);
    await button(page, "Check the answers").click();
    await button(page, "Start over").click();
    assert.equal(await page.getByLabel("This one").isChecked(), false);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await said(page), "All 5 questions right.");
    await eventually(async () => assert.equal((await stored(page))["answer demo/quiz/s"].given, "0"));
  });

  test("an answer to a question that has changed since is not put to the new one", async (t) => {
    const page = await open(t);
    await put(page, [["answer", "demo/quiz/s", { given: "0", words: "other", marked: true }]]);
    await page.reload();
    await page.getByText("This question has changed since you answered it.").waitFor();
    await page.getByLabel("First").check();
    await eventually(async () => assert.ok((await stored(page))["answer demo/quiz/m"]));
    assert.equal((await stored(page))["answer demo/quiz/s"].words, "other");
    assert.equal(await page.getByLabel("This one").isChecked(), false);
  });

  test("works with the keyboard alone, and axe-core finds nothing in any state", async (t) => {
    for (const [width, colorScheme] of /** @type {const} */ ([[360, "light"], [1280, "dark"]])) {
      const page = await open(t, { width, colorScheme, bypassCSP: true });
      await accessible(page, "before");
      await page.getByLabel("This one").focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(await said(page), /0 of 5/));
      await accessible(page, "marked");
      await fits(page);
      await button(page, "Show the answers").focus();
      await page.keyboard.press("Space");
      await accessible(page, "answers");
    }
  });

  test("works where storage is refused", async (t) => {
    const made = await context(t);
    await refuse(made);
    const page = await made.newPage();
    await page.goto(own.http + LESSON);
    await page.getByText("does not let the page store anything").waitFor();
    await answerAll(page);
    await button(page, "Check the answers").click();
    assert.equal(await said(page), "All 5 questions right.");
  });
});

describe("a check without room to store anything", () => {
  test("says so, keeps on the page what was written, and saves it with the next answer", async (t) => {
    const page = await open(t);
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function () {
        this.transaction.abort();
      };
      window["makeRoom"] = () => (IDBObjectStore.prototype.put = put);
    });
    const area = page.getByLabel("What do you think?");
    await area.fill("Only here.");
    await eventually(async () => assert.match(await said(page), /^Not saved/));
    await area.blur();
    // As it is when somebody turns to another tab and back.
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.waitForTimeout(300);
    assert.equal(await area.inputValue(), "Only here.");
    // Also where it is tried again while that is read.
    await page.evaluate(() => {
      const { getAll } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.getAll = function (...range) {
        IDBObjectStore.prototype.getAll = getAll;
        /** @type {HTMLFormElement} */ (document.querySelector("[data-check] form")).requestSubmit();
        return getAll.apply(this, range);
      };
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.waitForTimeout(300);
    assert.equal(await area.inputValue(), "Only here.");
    await page.evaluate(() => window["makeRoom"]());
    await page.getByLabel("This one").check();
    await eventually(async () => assert.deepEqual(Object.keys(await stored(page)).sort(), ["answer demo/quiz/r", "answer demo/quiz/s"]));
    await page.reload();
    await page.waitForFunction(isWhole);
    await eventually(async () => assert.equal(await area.inputValue(), "Only here."));
  });
});

describe("a vignette", () => {
  const scene = (page) => page.locator("[data-scene]:visible");
  const choose = (page, name) => page.locator(".vignette").getByRole("button", { name, exact: true });

  test("goes a scene at a time, with feedback before going on, back, and again; the way is kept", async (t) => {
    const page = await open(t);
    assert.equal(await scene(page).count(), 1);
    assert.equal(await page.getByText("Waiting gives room.").isVisible(), false);
    await choose(page, "Wait").click();
    assert.ok(await page.getByText("Waiting gives room.").isVisible());
    assert.equal(await choose(page, "Speak").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.className), "vignette-feedback");
    assert.deepEqual(await toldOfFocus(page), { role: "group", name: "You chose: Wait", description: "Waiting gives room." });
    await choose(page, "Choose differently").click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Wait");
    await choose(page, "Wait").click();
    await choose(page, "Go on").click();
    assert.match(await scene(page).innerText(), /Somebody begins\./);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Scene 2");
    await page.reload();
    await eventually(async () => assert.match(await scene(page).innerText(), /Somebody begins\./));
    await choose(page, "Thank them").click();
    await choose(page, "Go on").click();
    assert.match(await scene(page).innerText(), /The meeting closes\./);
    await page.getByText("This is where this way ends.").waitFor();
    await page.getByText("The way you took").click();
    assert.deepEqual(await page.locator(".vignette-way li").allInnerTexts(), ["Wait", "Thank them"]);
    await choose(page, "One step back").click();
    assert.match(await scene(page).innerText(), /Somebody begins\./);
    await choose(page, "Begin again").click();
    assert.match(await scene(page).innerText(), /Everybody is silent\./);
    assert.equal((await stored(page))["vignette demo/v"], undefined);
  });

  test("a step that could not be saved before the page was left is there when it opens again", async (t) => {
    const page = await open(t);
    await page.evaluate(() => {
      const transaction = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === "readwrite") throw new Error("not now");
        return transaction.call(this, stores, mode, options);
      };
    });
    await choose(page, "Wait").click();
    await choose(page, "Go on").click();
    await page.reload();
    await eventually(async () => assert.match(await scene(page).innerText(), /Somebody begins\./));
    await eventually(async () => assert.deepEqual((await stored(page))["vignette demo/v"], [["a", "0"]]));
  });

  test("works with the keyboard alone, and axe-core finds nothing", async (t) => {
    const page = await open(t, { width: 360, bypassCSP: true });
    await choose(page, "Speak").focus();
    await page.keyboard.press("Space");
    await accessible(page, "feedback");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Go on");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Scene 2, the end");
    await accessible(page, "end");
    await fits(page);
  });

  test("a way that the course no longer has ends where it still fits", async (t) => {
    const page = await open(t);
    await put(page, [["vignette", "demo/v", [["a", "0"], ["b", "9"], ["x", "0"]]]]);
    await page.reload();
    await eventually(async () => assert.match(await scene(page).innerText(), /Somebody begins\./));
  });

  test("prints every scene, and reads so without scripts", async (t) => {
    const page = await open(t);
    await page.emulateMedia({ media: "print" });
    assert.equal(await scene(page).count(), 3);
    const plain = await open(t, { javaScriptEnabled: false });
    assert.equal(await scene(plain).count(), 3);
    assert.equal(await plain.locator("button:visible").count(), 0);
  });
});

describe("progress", () => {
  test("a lesson is marked as done, shown on the course's page, and told to who listens", async (t) => {
    const made = await context(t);
    const page = await made.newPage();
    await listen(page);
    await page.goto(own.http + LESSON);
    await eventually(async () => assert.deepEqual(await told(page), { course: "demo", lessons: { one: "open" }, checks: {} }));
    await page.getByRole("button", { name: "Mark this lesson as done" }).click();
    await page.getByText("Marked as done. Saved in this browser.").waitFor();
    await page.getByLabel("This one").check();
    await button(page, "Check the answers").click();
    await eventually(async () => assert.deepEqual(await told(page), { course: "demo", lessons: { one: "done" }, checks: { quiz: { right: 1, of: 5, answered: 1 } } }));
    await page.goto(own.http + COURSE);
    await page.getByText("1 of 2 lessons done").waitFor();
    assert.equal(await page.locator("li[data-lesson=one] [data-lesson-state]").innerText(), "✓ Done".replace("✓ ", ""));
    assert.equal(await page.locator("[data-course-progress] a").innerText(), "Lesson two");
    assert.deepEqual(await told(page), { course: "demo", lessons: { one: "done", two: "open" }, checks: { quiz: { right: 1, of: 5, answered: 1 } } });
  });

  test("is restored by an event; done stays done, and the better score stays", async (t) => {
    const made = await context(t, { bypassCSP: true });
    const page = await made.newPage();
    await listen(page);
    await page.goto(own.http + COURSE);
    await page.getByText("0 of 2 lessons done").waitFor();
    await put(page, [["lesson", "demo/two", true], ["check", "demo/quiz", { right: 4, of: 5, answered: 5 }]]);
    await page.evaluate(() => {
      const detail = { course: "demo", lessons: { one: "done", two: "open" }, checks: { quiz: { right: 2, of: 5, answered: 5 }, other: { right: 1, of: 1, answered: 1 } } };
      document.dispatchEvent(new CustomEvent("standpoint:restore-progress", { detail }));
      // Not this course's, and nothing at all.
      document.dispatchEvent(new CustomEvent("standpoint:restore-progress", { detail: { course: "x", lessons: { one: "done" } } }));
      document.dispatchEvent(new CustomEvent("standpoint:restore-progress", { detail: null }));
    });
    await page.getByText("2 of 2 lessons done").waitFor();
    await page.getByText("All lessons are done.").waitFor();
    assert.deepEqual(await told(page), {
      ...{ course: "demo", lessons: { one: "done", two: "done" } },
      checks: { quiz: { right: 4, of: 5, answered: 5 }, other: { right: 1, of: 1, answered: 1 } },
    });
    await accessible(page);
  });
});

describe("the lessons of the bundled course", () => {
  const folder = path.join(site.folder, "courses/foundations");
  const lessons = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => fs.readFileSync(path.join(folder, name), "utf8").includes('class="lesson"')) : [];

  test("can all be answered right, by their own marks", async (t) => {
    assert.ok(lessons.length >= 10);
    const page = await site.open(t, `courses/foundations/${lessons[0]}`);
    for (const name of lessons) {
      await page.goto(`${site.http}courses/foundations/${name}`);
      await page.waitForFunction(isWhole);
      for (const check of await page.locator("[data-check]").all()) {
        await check.locator("form").evaluate((form) => {
          for (const one of form.querySelectorAll("[data-right] input")) one.checked = true;
          for (const one of form.querySelectorAll("select")) one.value = one.dataset.right ?? one.closest("[data-place]").dataset.place;
        });
        await check.getByRole("button", { name: "Check the answers" }).click();
        assert.match(await check.locator("[data-check-out]").innerText(), /^All \d+ questions right\.$/, name);
      }
    }
  });

  test("have vignettes whose every way ends", async (t) => {
    const page = await site.open(t, `courses/foundations/${lessons[0]}`);
    let played = 0;
    for (const name of lessons) {
      await page.goto(`${site.http}courses/foundations/${name}`);
      await page.waitForFunction(isWhole);
      for (const vignette of await page.locator("[data-vignette]").all()) {
        played++;
        for (let step = 0; step < 20 && !(await vignette.getByText("This is where this way ends.").isVisible()); step++) {
          await vignette.locator(".choice-text a:visible").last().click();
          await vignette.getByRole("button", { name: "Go on", exact: true }).click();
        }
        assert.ok(await vignette.getByText("This is where this way ends.").isVisible(), name);
      }
    }
    assert.ok(played >= 4);
  });

  test("are accessible and fit at 360 px with feedback shown", async (t) => {
    const page = await site.open(t, `courses/foundations/${lessons[0]}`, { width: 360, colorScheme: "dark", bypassCSP: true });
    for (const name of lessons.slice(0, 4)) {
      await page.goto(`${site.http}courses/foundations/${name}`);
      await page.waitForFunction(isWhole);
      for (const check of await page.locator("[data-check]").all()) {
        await check.locator("form").evaluate((form) => {
          for (const one of form.querySelectorAll(".check-option:first-of-type input")) one.checked = true;
          for (const one of form.querySelectorAll("select")) one.selectedIndex = 1;
        });
        await check.getByRole("button", { name: "Check the answers" }).click();
        await check.getByRole("button", { name: "Show the answers" }).click();
      }
      for (const vignette of await page.locator("[data-vignette]").all()) await vignette.locator(".choice-text a:visible").first().click();
      await accessible(page, name);
      await fits(page, name);
    }
  });

  test("show no button that goes again, and never a vignette without a scene, while what is kept is read", async (t) => {
    const made = await site.context(t);
    await made.addInitScript(() => {
      const seen = new Set();
      const now = () => [...document.querySelectorAll("[data-check] button, [data-lesson-progress] button, [data-vignette] button")].filter((one) => one.checkVisibility());
      let empty = 0;
      new MutationObserver(() => {
        for (const one of now()) seen.add(one);
        for (const one of document.querySelectorAll("[data-vignette].is-live")) if (!one.querySelector(".is-here")) empty++;
      }).observe(document, { subtree: true, childList: true, attributes: true });
      Object.assign(window, { gone: () => ({ buttons: now().length, gone: [...seen].filter((one) => !now().includes(one)).map((one) => one.textContent), empty }) });
    });
    const page = await made.newPage();
    await page.goto(`${site.http}courses/foundations/history-and-values.html`);
    await page.waitForFunction(isWhole);
    // What is read after all the page has asked for.
    await stored(page);
    const { buttons, ...trouble } = await page.evaluate("gone()");
    assert.ok(buttons >= 2);
    assert.deepEqual(trouble, { gone: [], empty: 0 });
  });

  test("show on the course's page what is done", async (t) => {
    const page = await site.open(t, `courses/foundations/${lessons[0]}`);
    await page.getByRole("button", { name: "Mark this lesson as done" }).click();
    await page.getByText("Marked as done.").waitFor();
    await page.goto(`${site.http}courses/foundations/index.html`);
    await page.getByText(`1 of ${lessons.length} lessons done`).waitFor();
  });
});
