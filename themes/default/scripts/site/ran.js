// The end of a page's own script: it has run, as theme.js looks for.
document.documentElement.classList.add("ran");
