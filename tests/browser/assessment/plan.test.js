"use strict";

const assert = require("node:assert/strict");
const { after, before, describe, it } = require("node:test");
const { everywhere, printed, start, store, tabTo } = require("./panels-support.js");

function response({ data, put }) {
  put("occasion", { kind: "baseline", date: "2026-03-02" });
  put("plan", { statements: [data.items[1].code], goal: "Wait for an answer", measure: "Ten seconds", action: "Count", support: "Supervision", due: "2026-03-20", review: "2099-01-01", status: "doing" });
  put("plan", { goal: "Without a date" });
  put("plan", { goal: "Over", status: "done", due: "2026-03-03" });
}

describe("plan", () => {
  let site;
  before(async () => (site = await start()));
  after(() => site.stop());

  async function opened(make) {
    const person = await site.person();
    await person.open("assessments/short.html");
    const id = make && (await store(person.page, make));
    await person.open(`assessments/short.html${id ? `?response=${id}` : ""}#assess-plan`);
    await person.page.locator("#assess-plan .entries-head").waitFor();
    return { ...person, panel: person.page.locator("#assess-plan") };
  }

  it("takes a goal with all its fields, by keyboard, and has it after a reload", async () => {
    const { page, panel, close } = await opened();
    const [button, none] = await Promise.all([panel.getByRole("button", { name: "New goal" }).boundingBox(), panel.getByText("No goals yet").boundingBox()]);
    assert.ok(none.y >= button.y + button.height, "beside the button it stands lower than its label");
    await tabTo(page, "#assess-plan .is-primary");
    await page.keyboard.press("Enter");
    for (const text of ["Say what I see", "A member says it too", "One sentence before each meeting", "Ten minutes of practice"]) {
      await page.keyboard.press("Tab");
      await page.keyboard.type(text);
    }
    await panel.getByLabel("To be done by").fill("2027-01-15");
    await panel.getByLabel("To be looked at on").fill("2026-12-10");
    await panel.getByLabel("Status").selectOption("doing");
    await panel.getByLabel("Which statements").selectOption("II.A.6");
    await panel.getByRole("button", { name: "Add this statement" }).click();
    await panel.getByRole("button", { name: "Done", exact: true }).click();
    assert.equal(await page.evaluate(() => Standpoint.assess.app.settled()), true);
    await page.reload();
    await panel.locator(".entry").waitFor();
    const { id, created, modified, by, changed, ...goal } = await page.evaluate(() => Standpoint.assess.app.response.plan[0]);
    assert.deepEqual(goal, {
      ...{ goal: "Say what I see", measure: "A member says it too", action: "One sentence before each meeting", support: "Ten minutes of practice" },
      ...{ due: "2027-01-15", review: "2026-12-10", status: "doing", statements: ["II.A.6"] },
    });
    const text = await panel.locator(".entry").innerText();
    for (const shown of ["Doing", "Say what I see", "Measure", "Action", "Support needed", "January 15, 2027", "December 10, 2026", "II.A.6"]) assert.ok(text.includes(shown), shown);
    await close();
  });

  it("puts what is next first, says what has passed, and what is over last", async () => {
    const { panel, close } = await opened(response);
    assert.deepEqual(await panel.locator(".entry h3").allInnerTexts(), ["Wait for an answer", "Without a date", "Over"]);
    assert.match(await panel.locator(".entry").first().innerText(), /March 20, 2026 \(passed\)[\s\S]*January 1, 2099(?! \()/);
    assert.doesNotMatch(await panel.locator(".entry").last().innerText(), /passed/);
    await close();
  });

  it("refuses what is too long, says so, and keeps what was there", async () => {
    const { page, panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "Without a date" }).getByRole("button").click();
    const area = panel.locator("textarea").first();
    await area.evaluate((one) => {
      one.value = "x".repeat(100_001);
      one.dispatchEvent(new Event("change"));
    });
    assert.match(await panel.getByRole("alert").innerText(), /longer than 100000 characters/);
    assert.ok(await page.evaluate(() => Standpoint.assess.app.response.plan.some(({ goal }) => goal === "Without a date")));
    await close();
  });

  it("is deleted, and put back", async () => {
    const { page, panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "Over" }).getByRole("button").click();
    await panel.getByRole("button", { name: "Delete" }).click();
    assert.equal(await panel.locator(".entry").count(), 2);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await panel.locator(".entry").count(), 3);
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /“Over”/);
    await close();
  });

  it("is accessible, shown and edited, and prints", async () => {
    const { page, panel, close } = await opened(response);
    await everywhere(page, "plan");
    await panel.locator(".entry").first().getByRole("button").click();
    await everywhere(page, "plan, edited");
    await panel.getByRole("button", { name: "Done", exact: true }).click();
    const text = await printed(page);
    assert.match(text, /Wait for an answer[\s\S]*Ten seconds/);
    assert.doesNotMatch(text, /New goal/);
    await close();
  });
});
