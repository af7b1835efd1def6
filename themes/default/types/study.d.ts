/**
 * The study tools: what is kept while studying, flashcards, and what the scripts of courses share. Not shipped.
 */

interface StandpointGlobal {
  study: Study.Api;
}

/** From the files `cards/…`: code, address, part, words, code of the task group; or id, address, term, definition. */
declare var standpointCards: Record<string, [string, string, any, string, string][]> | undefined;

declare namespace Study {
  type Reason = "quota" | "failed";

  /**
   * One thing that is kept. Kinds, with their ids and values:
   * - `bookmark`: a statement's code; true
   * - `note`: a statement's code; the text
   * - `highlight`: code and a random id, parted by a space; {@link Highlight}
   * - `card`: deck and key, parted by a space; {@link Card}
   * - `cards`: `settings`, or `day` for what was done on it
   * - `lesson`: course/lesson; true, when done
   * - `answer`: course/check/question; {@link Answer}
   * - `check`: course/check; {@link Score}, the best so far
   * - `vignette`: course/vignette; pairs of scene and choice, in the order they were taken
   */
  interface Record {
    kind: string;
    id: string;
    /** Grows with every change. */
    rev: number;
    /** When it was changed, as `Date.prototype.toISOString` writes it. */
    at: string;
    value: any;
  }
  interface Edit {
    kind: string;
    id: string;
    /** From the value that is stored (undefined: none) to the one to store (undefined: none; the same: no change). */
    edit(value: any, at: string | undefined): any;
    /** When, if not now: for what comes out of a file. What is newer here, and changes all the same, changes now. */
    at?: string;
  }
  interface Done {
    /** Whether it is on the disk. */
    ok: boolean;
    message: string;
  }
  interface Last {
    kind: string;
    id: string;
    /** What this page started from. */
    base: any;
    value: any;
  }
  interface Store {
    mode: "kept" | "memory";
    /** What has to be said about where things are kept; empty if nothing. */
    message: string;
    all(kind?: string): Promise<Record[]>;
    get(kind: string, id: string): Promise<any>;
    /** All edits in one transaction. */
    change(edits: Edit[]): Promise<Done>;
    set(kind: string, id: string, value: any): Promise<Done>;
    /** While the page is left, when the database would not finish any more: kept elsewhere until a page opens. */
    leave(last: Last[]): void;
    /** Told which records changed (`kind id`), here or in another tab; null: perhaps any. Gives what ends it. */
    listen(listener: (keys: string[] | null) => void): () => void;
    close(): void;
  }

  /** Of the words with all white space left out, from `start` up to `end`; `quote` as it reads. */
  interface Highlight {
    start: number;
    end: number;
    quote: string;
  }

  interface Answer {
    /** The value of the option, the values of several, or of all selects in order. */
    given?: string | string[];
    /** Of a reflection: what was written. */
    text?: string;
    /** A sign of the question's words, so that no answer is put to another question. */
    words: string;
    /** Whether it was checked. */
    marked?: boolean;
  }
  interface Score {
    right: number;
    of: number;
    answered: number;
  }
  /** The detail of `standpoint:progress` and `standpoint:restore-progress`. */
  interface Progress {
    course: string;
    lessons: globalThis.Record<string, "done" | "open">;
    checks: globalThis.Record<string, Score>;
  }

  interface Card {
    state: "learning" | "relearning" | "review";
    /** Which step of learning. */
    step: number;
    stability: number;
    difficulty: number;
    due: string;
    last: string;
    reps: number;
    lapses: number;
  }
  interface Schedule {
    /** The card after an answer: 1 again, 2 hard, 3 good, 4 easy. Null is a new card. */
    next(card: Card | null, rating: number, now?: Date): Card;
    /** How likely recall is after some days. */
    recall(days: number, stability: number): number;
    name: string;
    source: string;
  }

  /** A record as it stands in a file. */
  type Kept = Pick<Record, "kind" | "id" | "at" | "value">;
  interface Problem {
    path: string;
    message: string;
  }
  interface Opened {
    ok: boolean;
    problems: Problem[];
    records: Kept[];
  }
  interface File {
    /** The field `study` of a backup. */
    pack(records: Kept[]): { formatVersion: number; site: string; records: Kept[] };
    unpack(packed: unknown, path?: string): Opened;
    /** A whole file. */
    toText(records: Kept[], now?: Date): string;
    /** `responses`: how many self-assessments are in the file, too. */
    open(text: string): Opened & { responses: number; site: string };
    /** What bringing the records of a file would do. */
    plan(current: Kept[], records: Kept[]): globalThis.Record<"added" | "changed" | "kept" | "same", Kept[]>;
    bring(store: Store, records: Kept[]): Promise<Done>;
    /** Deletes everything, and gives what was there. */
    remove(store: Store): Promise<{ records: Record[]; done: Done }>;
    /** "3 bookmarks", "1 note" … */
    counts(records: Kept[]): string[];
  }

  /** The JSON in `#study-data`. */
  interface Data {
    title: string;
    framework: string;
    sections: { code: string; title: string; file: string; count: number; parts: { code: string; title: string; count: number }[] }[];
    terms: number;
    practice: boolean;
  }

  interface Api {
    file: File;
    /** The words of a site in another language, or with words of its own (study-words.js). */
    ofSite?: globalThis.Record<string, string>;
    /** Adds words, which those of the site go before. */
    words(words: globalThis.Record<string, string>): void;
    say(key: string, values?: globalThis.Record<string, string | number>): string;
    open(options?: { site?: string; indexedDB?: IDBFactory | null; now?: () => Date }): Promise<Store>;
    /** A value in the place of another of which nobody knew: what was written stays beside what is written now. */
    joined(old: any, value: any): any;
    /** Of two texts the one that holds the other, or both. */
    both(mine: string, theirs: string): string;
    store(): Promise<Store>;
    /** Waits for a reading to end, well or not, but no longer than a second: a page must not wait for ever. */
    soon(reading: Promise<unknown>): Promise<unknown>;
    /** Loads a script or a style once; scripts asked for one after the other run in that order. */
    load(src: string): Promise<void>;
    schedule: Schedule;
    dom: Dom;
    /** On the page of a statement. */
    statement: Statement;
  }

  interface Statement {
    code: string;
    slot: HTMLElement;
    /** The element with the published words. */
    words: HTMLElement;
    noteButton: HTMLButtonElement;
    store: Store;
    /** The highlights that fit the words, by the id of their record, in the order of the words. */
    marked(): [string, Highlight][];
    /** Those that don't any more. */
    unfit(): [string, Highlight][];
    /** Says what became of something. */
    tell(message: string): void;
    /** What is loaded when it is first wanted. */
    tools?: { note(focus: boolean): void; highlight(selected: Range | null): void };
  }

  type Child = Node | string | number | null | undefined | false | Child[];
  interface Dom {
    /** `class`, `data` (dataset), listeners as `onclick`, properties and attributes; null, undefined and false are left out. */
    el<K extends keyof HTMLElementTagNameMap>(tag: K, props?: globalThis.Record<string, any> | null, ...children: Child[]): HTMLElementTagNameMap[K];
    button(label: Child, onclick: (event: MouseEvent) => unknown, props?: globalThis.Record<string, any>): HTMLButtonElement;
    /** A modal dialog; gives the value of the action taken, "" if it was given up. */
    dialog(options: { title: string; body: Child; actions: { label: string; value: string; primary?: boolean; danger?: boolean }[] }): Promise<string>;
    /** Says something in the page's role=status, with a way to undo it. */
    tell(message: string, undo?: () => unknown): void;
    /** Moves the focus to what has come, so that a screen reader reads all of it out, with a name before it. */
    readOut(element: Element | null, name: string): void;
    download(name: string, text: string): void;
    date(when: string): string;
    /** The day of a time, or today, where one is: `2026-01-05`. */
    dayOf(when?: string): string;
    /** Focus on something that is no control. */
    focus(element: Element | null | undefined): void;
  }
}
