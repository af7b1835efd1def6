/** The class: `scripts/cohort/` fills `Standpoint.cohort`. Not shipped. */

interface StandpointGlobal {
  cohort: Cohort.Api;
}

declare namespace Cohort {
  // ── statistics.js ─────────────────────────────────────────────────────────────────────────────────────────────

  interface Interval {
    low: number;
    high: number;
  }
  interface Change {
    n: number;
    mean: number | null;
    sd: number | null;
    /** Cohen's d_z; null where the differences are all alike. */
    d: number | null;
    interval: Interval | null;
    up: number;
    same: number;
    down: number;
  }
  interface Statistics {
    mean(values: number[]): number | null;
    variance(values: number[]): number | null;
    standardDeviation(values: number[]): number | null;
    /** `n` are those who answered all. */
    cronbachAlpha(rows: (number | null)[][]): { alpha: number | null; n: number; items: number };
    change(before: number[], after: number[], confidence?: number): Change;
    effectInterval(d: number, n: number, confidence?: number): Interval;
    noncentralT(t: number, freedom: number, delta: number): number;
    normal(z: number): number;
  }

  // ── zip.js ────────────────────────────────────────────────────────────────────────────────────────────────────

  interface ZipEntry {
    name: string;
    flags: number;
    method: number;
    sum: number;
    compressed: number;
    plain: number;
    offset: number;
  }

  // ── reader.js ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The JSON in `#assessment-data` of the page. */
  interface Data {
    site: Assess.Data["site"];
    framework: Assess.Data["framework"];
    assessments: (Assess.Data["assessment"] & { address: string; roleTitles: Record<string, string>; scales: string[]; statements: number[] })[];
    scales: Assess.Scale[];
    sections: Assess.Data["sections"];
    parts: Assess.Data["parts"];
    topics: Assess.Data["topics"];
    kinds: Assess.Data["kinds"];
    items: Assess.Item[];
    moved: Record<string, string>;
  }
  interface Taken {
    /** Of the file. */
    name: string;
    response: Assess.Response;
  }
  /** What was made of all files so far. */
  interface Class {
    taken: Map<string, Taken>;
    refused: { name: string; reason: string }[];
    duplicates: { name: string; kept: string }[];
    /** `joined`: each had something that the other did not know. */
    revisions: { name: string; kept: string; joined: boolean }[];
    /** Files that are no JSON. */
    skipped: string[];
    locked: { name: string; text: string }[];
    editions: { name: string; edition: string }[];
  }
  interface Progress {
    done: number;
    all: number;
    taken: number;
  }
  interface Watch {
    onProgress?: (progress: Progress) => void;
    stopped?: () => boolean;
  }
  interface Pausing {
    pause?: () => Promise<void>;
  }

  // ── people.js ─────────────────────────────────────────────────────────────────────────────────────────────────

  type Choice = "first" | "last" | "baseline" | "review" | "then";
  interface Round {
    response: Assess.Response;
    occasion: Assess.Occasion;
  }
  interface Person {
    code: string;
    pseudonym: string;
    files: number;
    /** In order of date. */
    rounds: Round[];
  }

  // ── figures.js ────────────────────────────────────────────────────────────────────────────────────────────────

  interface Options {
    look: Choice;
    before: Choice | null;
    minimum: number;
    research: boolean;
  }
  /** One occasion of one row, fit to be shown: null is hidden. */
  interface Side {
    /** Everybody with the occasion. */
    people: number;
    n: number | null;
    counts: (number | null)[] | null;
    median: number[] | null;
    without: number | null;
    /** In the order of the scale's specials, then blank. Null where they are hidden, or there are none. */
    specials: number[] | null;
    /** Whether nothing of the counts is hidden. */
    exact: boolean;
    mean: number | null;
    sd: number | null;
  }
  type ShownChange = { [name in keyof Change]: Change[name] | null };
  interface Research {
    n: number | null;
    mean: number | null;
    sd: number | null;
    /** Of groups only. */
    alpha: { alpha: number | null; n: number | null; items: number } | null;
    change: ShownChange | null;
    /** Keys of words: `caution-few` … */
    cautions: string[];
  }
  interface Figure {
    scale: Assess.Scale;
    look: Side;
    before: Side | null;
    research: Research | null;
  }
  interface Block {
    by: "whole" | "section" | "part" | "topic" | "statement";
    id: string;
    title: string;
    /** Places of its statements. */
    items: number[];
    item: Assess.Item | null;
    figures: Figure[];
  }
  interface Report extends Options {
    data: Assess.Data;
    people: { look: number; before: number };
    pairs: number;
    /** People of whom one and the same occasion counts on both sides. */
    same: number;
    /** Empty if too few people have the occasion. */
    blocks: Block[];
  }
  interface Export {
    /** With pseudonyms and dates. */
    named?: boolean;
    invented?: boolean;
  }

  // ── view.js ───────────────────────────────────────────────────────────────────────────────────────────────────

  interface View {
    row(id: string, title: string, note: string, ...inside: Assess.Child[]): HTMLElement;
    /** Which bar is which; null where there is one. */
    legend(report: Report): HTMLElement | null;
    results(report: Report, invented: boolean, root: string): HTMLElement[];
    about(report: Report): HTMLElement;
  }

  interface Api {
    view: View;
    words: Record<string, string>;
    say(key: string, values?: Record<string, string | number>): string;
    statistics: Statistics;

    // zip.js
    zipLimits: Readonly<Record<"archive" | "entries" | "single" | "total" | "ratio" | "free", number>>;
    canUnzip(): boolean;
    openZip(blob: Blob): Promise<ZipEntry[]>;
    readZipEntry(blob: Blob, entry: ZipEntry): Promise<Uint8Array>;
    writeZip(files: { name: string; text: string }[]): Blob;

    // reader.js
    GENERATED: string;
    slices(stopped: () => boolean): () => Promise<void>;
    emptyClass(): Class;
    /** Null if it was stopped. */
    readFiles(before: Class, files: File[], data: Data, watch?: Watch): Promise<Class | null>;
    unlock(before: Class, passphrase: string, data: Data, watch?: Watch): Promise<{ into: Class | null; message: string }>;

    // people.js
    UNCOUNTED: number;
    assessmentData(data: Data, id: string): Assess.Data | null;
    peopleOf(taken: Taken[], assessment: string, match: boolean): Person[];
    choices: readonly Choice[];
    choose(person: Person, how: Choice): Round | null;
    valuesOf(round: Round, data: Assess.Data): Int16Array;

    // disclosure.js
    protect(counts: number[], minimum: number): { whole: boolean; hidden: boolean[] };
    medianLeavesOpen(counts: number[], minimum: number): boolean;
    /** `allow` gives whether a sum may be shown, and takes it down if so. */
    ledger(): { allow(sum: [string, number][]): boolean };

    // figures.js
    groupsOf(data: Assess.Data): { by: Block["by"]; id: string; title: string; items: number[] }[];
    figuresOf(people: Person[], data: Assess.Data, options: Options, pausing?: Pausing): Promise<Report>;

    // exports.js
    nameOf(block: Block): string;
    toTidy(people: Person[], data: Assess.Data, how?: Export, pausing?: Pausing): Promise<string>;
    toWide(people: Person[], data: Assess.Data, options: Options, how?: Export, pausing?: Pausing): Promise<string>;
    toCodebook(data: Assess.Data, options: Options, how?: Export): string;
    toCodebookText(data: Assess.Data, options: Options, how?: Export): string;
    toCounts(report: Report, how?: Export): string;
    toSvg(block: Block, figure: Figure, report: Report, how?: Export): string;
    toCharts(report: Report, how?: Export): { name: string; text: string }[];

    // demo.js
    inventClass(data: Assess.Data, options?: { people?: number; seed?: number }): { name: string; text: string }[];
  }
}
