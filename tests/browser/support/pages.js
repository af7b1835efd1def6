"use strict";
// One page of every kind. `every-page.test.js` fails if the site has a kind that is not here.

const pages = [
  { kind: "home", address: "index.html" },
  { kind: "standards", address: "standards/index.html" },
  { kind: "section", address: "standards/II.html" },
  { kind: "part", address: "standards/II.A.html" },
  { kind: "statement", address: "standards/II.A.6.html" },
  { kind: "statement", address: "standards/III.A.1.html", name: "task group" },
  { kind: "topics", address: "topics/index.html" },
  { kind: "topic", address: "topics/confidentiality.html" },
  { kind: "glossary", address: "glossary/index.html" },
  { kind: "term", address: "glossary/mutual-aid.html" },
  { kind: "guides", address: "guides/index.html" },
  { kind: "guide", address: "guides/for-students.html" },
  { kind: "explore", address: "explore.html" },
  { kind: "matrix", address: "matrix.html" },
  { kind: "matrix", address: "matrix/II.html", name: "matrix of a section" },
  { kind: "assessments", address: "assessments/index.html" },
  { kind: "assessment", address: "assessments/short.html" },
  { kind: "practice", address: "practice.html" },
  { kind: "supervision", address: "supervision.html" },
  { kind: "courses", address: "courses/index.html" },
  { kind: "course", address: "courses/foundations/index.html" },
  { kind: "unit", address: "courses/foundations/unit-ground.html" },
  { kind: "lesson", address: "courses/foundations/history-and-values.html" },
  { kind: "worksheet", address: "courses/foundations/history-and-values-worksheet.html" },
  { kind: "key", address: "courses/foundations/history-and-values-key.html" },
  { kind: "readings", address: "courses/foundations/readings.html" },
  { kind: "syllabus", address: "courses/foundations/syllabus.html" },
  { kind: "coverage", address: "courses/foundations/coverage.html" },
  { kind: "study", address: "study.html" },
  { kind: "flashcards", address: "flashcards.html" },
  { kind: "cohort", address: "cohort.html" },
  { kind: "about", address: "about.html" },
  { kind: "not-found", address: "404.html" },
  { kind: "print", address: "standards/print.html" },
  { kind: "print", address: "standards/II.print.html", name: "print view of a section" },
].map((page) => ({ ...page, name: page.name ?? page.kind }));

/** Its links begin at the root of the host, so that it works at any address; it can't be opened as a file. */
const onlyOverHttp = (page) => page.kind === "not-found";

/** In the page: whether what scripts add, when they know what is kept, has been added. */
const isWhole = () =>
  ![...document.querySelectorAll("[data-lesson-progress], [data-course-progress], [data-study], [data-check-actions]")].some((slot) => /** @type {HTMLElement} */ (slot).hidden) &&
  !document.querySelector("[data-vignette]:not(.is-live)") &&
  (!document.body.matches(".page-study, .page-flashcards") || Boolean(document.documentElement.dataset.ready));

module.exports = { isWhole, pages, onlyOverHttp };
