// @ts-check
// Added by the preview to every page it serves: reloads the page when the site has changed, and shows what is
// wrong when it could not be built. Never part of a published site.
'use strict';

(() => {
  /**
   * @typedef {{ severity: 'error' | 'warning', message: string, place?: string, line?: string, help?: string }} Problem
   * @typedef {{ state: string, generation: string, problems: Problem[], more: number }} News
   */

  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** Which generation of the site this page is of. */
  const generation = own.dataset.generation;
  /** Set instead on the page that the preview shows while there is no site. */
  const state = own.dataset.state;

  const FIRST_DELAY = 1000;
  const LONGEST_DELAY = 8000;

  /** @type {EventSource | null} */
  let source = null;
  let delay = FIRST_DELAY;
  let timer = 0;
  /** @type {HTMLElement | null} */
  let panel = null;
  /** The state whose problems somebody has put away. */
  let hidden = '';

  // Browsers open six connections to a host and no more, so pages that nobody sees let go of theirs.
  function connect() {
    if (source || document.visibilityState !== 'visible') return;
    source = new EventSource('/__standpoint/events');
    source.onmessage = (event) => {
      delay = FIRST_DELAY;
      take(JSON.parse(event.data));
    };
    source.onerror = () => {
      disconnect();
      timer = window.setTimeout(connect, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY);
    };
  }

  function disconnect() {
    window.clearTimeout(timer);
    source?.close();
    source = null;
  }

  /** @param {News} news */
  function take(news) {
    if (state === undefined ? news.generation !== generation : news.state !== state) {
      disconnect();
      window.location.reload();
    } else if (state === undefined && news.problems.length > 0) {
      if (news.state !== hidden) show(news);
    } else {
      panel?.remove();
    }
  }

  /** @param {News} news */
  function show(news) {
    panel?.remove();
    panel = document.createElement('standpoint-problems');
    const shadow = panel.attachShadow({ mode: 'open' });
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = '/__standpoint/reload.css';

    const section = add(null, 'section');
    section.setAttribute('aria-labelledby', 'title');
    section.hidden = true;
    const head = add(section, 'header');
    const title = add(head, 'h2');
    title.id = 'title';
    // Only this is announced; the rest is there to be read.
    title.setAttribute('role', 'alert');
    const button = add(head, 'button', 'Hide');
    button.setAttribute('type', 'button');
    button.addEventListener('click', hide);
    section.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') hide();
    });
    add(section, 'p', 'You see the site as it was before. It shows the new one as soon as this is mended.');
    const list = add(section, 'ol');
    for (const problem of news.problems) describe(add(list, 'li'), problem);
    if (news.more > 0) add(section, 'p', `And ${news.more} more; the terminal has them all.`);

    const reveal = () => {
      section.hidden = false;
      title.textContent = 'The site could not be built';
    };
    style.addEventListener('load', reveal);
    style.addEventListener('error', reveal);
    shadow.append(style, section);
    (document.body ?? document.documentElement).append(panel);

    function hide() {
      hidden = news.state;
      panel?.remove();
    }
  }

  /**
   * @param {HTMLElement} item
   * @param {Problem} problem
   */
  function describe(item, problem) {
    const warning = problem.severity === 'warning' ? 'Warning: ' : '';
    add(item, 'h3', warning + problem.message);
    if (problem.place) add(item, 'p', problem.place).className = 'place';
    if (problem.line) {
      const line = add(item, 'pre', problem.line);
      // So that a long line can be scrolled with the keyboard.
      line.tabIndex = 0;
      line.setAttribute('role', 'group');
      line.setAttribute('aria-label', 'The line, marked');
    }
    if (problem.help) add(item, 'p', problem.help).className = 'help';
  }

  /**
   * @param {HTMLElement | null} parent
   * @param {string} name
   * @param {string} [text]
   */
  function add(parent, name, text) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connect();
    else disconnect();
  });
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', connect);
  connect();
})();
