"use strict";
// A lesson and a course as the contract has their markup, to try the scripts on whatever the bundled course says.

const lesson = ({ root = "../../" } = {}) => `<!doctype html>
<html lang="en" data-site="fixture"><head><meta charset="utf-8"><title>Lesson</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${root}assets/standpoint.css"><link rel="stylesheet" href="${root}assets/lesson-page.css"><link rel="stylesheet" href="${root}assets/paper.css" media="print">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml"><script src="${root}assets/theme.js"></script><script defer src="${root}assets/site.js"></script><script defer src="${root}assets/lesson-page.js"></script>
</head><body>
<main id="main" class="wrap" tabindex="-1"><article class="lesson" data-course="demo" data-lesson="one"><h1>Lesson one</h1><h2>Text</h2>
<section class="check" id="check-quiz" data-check="quiz" aria-labelledby="check-quiz-title"><h3 id="check-quiz-title">Quiz</h3><form autocomplete="off">
<fieldset class="check-question" data-question="s" data-kind="single"><legend>Which one?</legend>
<label class="check-option" data-option="0" data-right><input type="radio" name="quiz.s" value="0"> <span>This one</span></label>
<label class="check-option" data-option="1"><input type="radio" name="quiz.s" value="1"> <span>That one</span></label>
<template data-feedback="0"><p>Yes, as <a href="${root}about.html">II.A.6</a> says.</p></template><template data-feedback="1"><p>That one is another.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<fieldset class="check-question" data-question="m" data-kind="multiple"><legend>Which of them?</legend>
<label class="check-option" data-option="0" data-right><input type="checkbox" name="quiz.m" value="0"> <span>First</span></label>
<label class="check-option" data-option="1" data-right><input type="checkbox" name="quiz.m" value="1"> <span>Second</span></label>
<label class="check-option" data-option="2"><input type="checkbox" name="quiz.m" value="2"> <span>Third</span></label>
<template data-feedback="0"><p>First feedback.</p></template><template data-feedback="1"><p>Second feedback.</p></template><template data-feedback="2"><p>Third feedback.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<fieldset class="check-question" data-question="t" data-kind="true-false"><legend>Is it so?</legend>
<label class="check-option" data-option="true"><input type="radio" name="quiz.t" value="true"> <span>True</span></label>
<label class="check-option" data-option="false" data-right><input type="radio" name="quiz.t" value="false"> <span>False</span></label>
<template data-feedback="true"><p>It is not so.</p></template><template data-feedback="false"><p>Indeed it is not.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<fieldset class="check-question" data-question="p" data-kind="matching"><legend>What belongs together?</legend>
<label>Cat <select name="quiz.p.0" data-right="1"><option value="">–</option><option value="0">barks</option><option value="1">purrs</option></select></label>
<label>Dog <select name="quiz.p.1" data-right="0"><option value="">–</option><option value="0">barks</option><option value="1">purrs</option></select></label>
<template data-feedback="0"><p>Cats purr.</p></template><template data-feedback="1"><p>Dogs bark.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<fieldset class="check-question" data-question="o" data-kind="ordering"><legend>In which order?</legend>
<ol><li data-item="1" data-place="2"><label for="o1">Two</label> <select id="o1" name="quiz.o.1"><option value="">–</option><option value="1">1</option><option value="2">2</option></select></li>
<li data-item="0" data-place="1"><label for="o0">One</label> <select id="o0" name="quiz.o.0"><option value="">–</option><option value="1">1</option><option value="2">2</option></select></li></ol>
<template data-feedback="0"><p>One is first.</p></template><template data-feedback="1"><p>Two is second.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<fieldset class="check-question" data-question="r" data-kind="reflection"><legend>What do you think?</legend>
<textarea name="quiz.r" aria-label="What do you think?"></textarea><template data-consider><p>Consider this.</p></template>
<div class="check-feedback" data-feedback-out></div></fieldset>
<div class="check-actions" data-check-actions hidden></div><p data-check-out role="status"></p></form></section>
<section class="vignette" id="vignette-v" data-vignette="v" data-start="a" aria-labelledby="vignette-v-title"><h3 id="vignette-v-title">A case</h3>
<section class="vignette-scene" id="vignette-v-a" data-scene="a"><div class="prose"><p>Everybody is silent.</p></div><ol class="vignette-choices">
<li data-choice="0" data-to="b"><p class="choice-text"><a href="#vignette-v-b">Wait</a> <span class="choice-to">(to scene 2)</span></p><div class="vignette-feedback"><p>Waiting gives room.</p></div></li>
<li data-choice="1" data-to="c"><p class="choice-text"><a href="#vignette-v-c">Speak</a></p><div class="vignette-feedback"><p>Speaking takes room.</p></div></li></ol></section>
<section class="vignette-scene" id="vignette-v-b" data-scene="b"><div class="prose"><p>Somebody begins.</p></div><ol class="vignette-choices">
<li data-choice="0" data-to="c"><p class="choice-text"><a href="#vignette-v-c">Thank them</a></p><div class="vignette-feedback"><p>Thanks are heard.</p></div></li></ol></section>
<section class="vignette-scene" id="vignette-v-c" data-scene="c" data-ending><div class="prose"><p>The meeting closes.</p></div></section></section>
<div class="lesson-progress" data-lesson-progress hidden></div></article></main></body></html>`;

const course = ({ root = "../../" } = {}) => `<!doctype html>
<html lang="en" data-site="fixture"><head><meta charset="utf-8"><title>Course</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${root}assets/standpoint.css"><link rel="stylesheet" href="${root}assets/lesson-page.css"><link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml"><script src="${root}assets/theme.js"></script><script defer src="${root}assets/site.js"></script><script defer src="${root}assets/course-page.js"></script>
</head><body><main id="main" class="wrap" tabindex="-1"><section class="course" data-course="demo"><h1>Course</h1>
<div data-course-progress hidden></div><ol><li data-lesson="one"><a href="one.html">Lesson one</a> <span data-lesson-state></span></li><li data-lesson="two"><a href="two.html">Lesson two</a> <span data-lesson-state></span></li></ol></section></main></body></html>`;

module.exports = { course, lesson };
