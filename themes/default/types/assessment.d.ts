/**
 * The data and the functions of the assessments, for `tsc --checkJs` and for people who write the interface.
 *
 * This file is not shipped: the pages load the scripts in `scripts/assessment/`, which fill `Standpoint.assess`.
 * Everything that stands in a response file is written down once more, for other programs, in `schemas/`.
 */

interface StandpointGlobal {
  assess: Assess.Api;
}

declare var Standpoint: StandpointGlobal;

declare namespace Assess {
  // ── The data in a page ────────────────────────────────────────────────────────────────────────────────────────

  /** The JSON in `#assessment-data`. */
  interface Data {
    formatVersion?: number;
    site: { key: string; title: string };
    framework: { id: string; title?: string; edition?: string };
    assessment: {
      id: string;
      title: string;
      minutes?: number;
      minimum: number;
      roles: string[];
      groupBy: string[];
      talk: { highOn: string; lowOn: string } | null;
      strength: { highOn: string } | null;
    };
    scales: Scale[];
    reflections: Model[];
    sections: { code: string; title: string }[];
    parts: { code: string; title: string }[];
    topics: { id: string; title: string }[];
    kinds: { id: string; title: string }[];
    items: Item[];
    /** Old code → new code. */
    moved: Record<string, string>;
  }
  interface Scale {
    id: string;
    title: string;
    question?: string;
    questionOther?: string;
    points: { label: string; anchor?: string }[];
    specials: { id: string; label: string }[];
  }
  interface Model {
    id: string;
    title: string;
    source?: string;
    steps: { id: string; title: string; question?: string }[];
  }
  interface Item {
    code: string;
    section: number;
    part: number;
    kind: number;
    topics: number[];
    hash: string;
    words: string;
    address: string;
  }

  // ── A response, as it stands in a file ────────────────────────────────────────────────────────────────────────

  /** A moment, as `Date.prototype.toISOString` writes it. */
  type When = string;
  /** A date: `2026-11-24`. */
  type Day = string;
  /** A point's number from 1, a special's id, or null: cleared. */
  type Value = number | string | null;

  /** Who wrote something, and when. `by` is a writer: this response in one browser's storage, by a random name. */
  interface Stamp {
    at: When;
    by: string;
  }
  /** One value that was written once. Merging works on these. */
  interface Version<V = unknown> extends Stamp {
    value: V;
    /** Of an answer: the hash of the words that were seen. */
    hash?: string;
  }
  /** A version that lost against a later one which did not know it. Kept until a person settles it. */
  interface Conflict extends Version {
    role?: string;
    scale?: string;
    field?: string;
  }
  /** What one role said about one statement. */
  interface Side {
    scales: Record<string, Version<Value>>;
    note?: Version<string>;
    evidence?: Version<string>;
  }
  interface Rating {
    roles: Record<string, Side>;
    marked?: Version<boolean>;
    conflicts?: Conflict[];
  }
  /** Anything with an id. A field that was changed after creation is named in `changed`. */
  interface Entry {
    id: string;
    created: When;
    modified: When;
    by: string;
    changed?: Record<string, Stamp>;
    conflicts?: Conflict[];
  }
  interface Occasion extends Entry {
    kind: "baseline" | "review" | "then";
    name: string;
    date: Day;
    /** Of a *then* rating: the occasion it looks back to. */
    of: string | null;
    ratings: Record<string, Rating>;
  }
  interface JournalEntry extends Entry {
    date: Day;
    model: string | null;
    statements: string[];
    steps: Record<string, string>;
    text: string;
  }
  interface Goal extends Entry {
    statements: string[];
    goal: string;
    measure: string;
    action: string;
    support: string;
    due: Day | null;
    review: Day | null;
    status: "open" | "doing" | "done" | "dropped";
  }
  interface Meeting extends Entry {
    date: Day;
    agenda: (Entry & { kind: "talk" | "journal" | "goal" | "question"; ref: string; text: string; role?: string; order?: number })[];
    earlier: (Entry & { text: string; done: boolean; of?: string })[];
    discussion: string;
    decisions: (Entry & { text: string; reason: string; role?: string })[];
    actions: (Entry & { text: string; who: string; due: Day | null; done: boolean; role?: string })[];
    next: Day | null;
    acknowledged: Record<string, When | null>;
  }
  interface Tombstone extends Stamp {
    id: string;
    kind: string;
  }
  interface Response {
    format: "standpoint-response";
    formatVersion: 1;
    id: string;
    created: When;
    modified: When;
    generator?: string;
    site: { key: string; title: string };
    framework: { id: string; edition: string };
    assessment: { id: string; title: string };
    person: { pseudonym: string; changed?: Record<string, Stamp>; conflicts?: Conflict[] };
    occasions: Occasion[];
    journal: JournalEntry[];
    plan: Goal[];
    supervision: Meeting[];
    deleted: Tombstone[];
    /** How far this file knows each writer. What is older was known when this file was written. */
    seen: Record<string, When>;
  }
  type Kind = "occasion" | "journal" | "plan" | "supervision";
  type AnyEntry = Occasion | JournalEntry | Goal | Meeting;

  // ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────────

  interface Problem {
    /** Where, as `occasions[0].ratings["II.A.6"]`; empty for the whole. */
    path: string;
    /** One word for programs: a key of `words`. */
    code: string;
    message: string;
  }
  interface Checked {
    ok: boolean;
    response: Response | null;
    problems: Problem[];
    /** What is fine, but should be told: other editions, unknown codes, times in the future. */
    notes: Problem[];
  }
  type Limits = Readonly<{
    bytes: number;
    depth: number;
    nodes: number;
    occasions: number;
    entries: number;
    text: number;
    name: number;
    conflicts: number;
    backup: number;
  }>;

  // ── Editing ───────────────────────────────────────────────────────────────────────────────────────────────────

  type Edit =
    | { type: "answer"; occasion: string; code: string; role: string; scale: string; value: Value; hash: string }
    | { type: "write"; occasion: string; code: string; role: string; field: "note" | "evidence"; value: string }
    | { type: "mark"; occasion: string; code: string; value: boolean }
    /** Adds the entry or changes it: only fields that differ count as written. Fields left out stay. */
    | { type: "put"; kind: Kind; record: { id: string } & Record<string, any> }
    | { type: "person"; pseudonym: string }
    | { type: "remove"; kind: Kind; id: string }
    | { type: "restore"; kind: Kind; record: AnyEntry }
    /** Takes the other value of a conflict (`take`) or dismisses it. */
    | { type: "settle"; conflict: FoundConflict; take: boolean };
  interface Edited {
    response: Response;
    /** Keys of what is to be saved; empty if nothing changed. */
    keys: Key[];
    /** Why the edit was not made. */
    refused: Problem | null;
  }
  /** `["head"]`, `["occasion", id]`, `["rating", occasion, code]`, `["journal", id]` … */
  type Key = string[];
  interface FoundConflict {
    kind: "rating" | "person" | Kind;
    /** The occasion of a rating, or the entry. */
    id: string;
    code?: string;
    /** Of something inside an entry: the list and its id there. */
    list?: string;
    item?: string;
    other: Conflict;
    stands: Version | null;
  }

  // ── What changes ──────────────────────────────────────────────────────────────────────────────────────────────

  interface Change {
    nothing: boolean;
    answers: { occasion: string; code: string; role: string; scale: string; from: Value; to: Value }[];
    texts: { occasion: string; code: string; role: string; field: string; from: string; to: string }[];
    marks: { occasion: string; code: string; to: boolean }[];
    added: { kind: Kind; entry: AnyEntry }[];
    changed: { kind: Kind | "person"; entry: AnyEntry | null; fields: string[] }[];
    removed: { kind: Kind; entry: AnyEntry }[];
    conflicts: FoundConflict[];
  }

  // ── Summaries ─────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * What an answer was given for: the present words, other words of the same statement, the same words under an
   * earlier code, other words under an earlier code, or a statement that is not here.
   */
  type Words = "same" | "reworded" | "moved" | "moved-reworded" | "not-here";
  interface Given {
    kind: "point" | "special" | "unknown" | "blank";
    value: Value;
    label: string;
    words: Words;
    /** Whether it counts: a point or special that the scale has, for the present words. */
    counts: boolean;
    hash: string;
    at: When | null;
    by: string;
  }
  interface Row {
    item: Item;
    /** The code it was answered under; differs from `item.code` after a move. */
    code: string;
    given: Record<string, Given>;
    note: string;
    evidence: string;
    marked: boolean;
  }
  interface Kept {
    code: string;
    /** The present code, where there is one; then the statement has an answer of its own. */
    now: string | null;
    rating: Rating;
  }
  interface View {
    rows: Row[];
    /** Answers of statements that are not in this assessment now. */
    kept: Kept[];
  }
  interface Progress {
    total: number;
    notApplicable: number;
    applicable: number;
    answered: number;
    left: number;
    /** Codes of what is left, in order. */
    leftCodes: string[];
    marked: string[];
  }
  interface ScaleSummary {
    scale: string;
    title: string;
    total: number;
    applicable: number;
    /** Applicable and given, specials too. */
    answered: number;
    /** Answered on a point. */
    rated: number;
    blank: number;
    /** Answers for words that have changed since: kept, not counted. */
    earlier: number;
    enough: boolean;
    /** Why there is no summary; empty if there is one. */
    reason: string;
    /** In the order of the scale, lowest first; null if not enough. */
    counts: { value: number; label: string; count: number }[] | null;
    specials: { id: string; label: string; count: number }[];
    /** One point, or the two between which it falls; null if not enough. */
    median: { value: number; label: string }[] | null;
  }
  interface Group {
    by: string;
    id: string;
    title: string;
    codes: string[];
    progress: Progress;
    scales: ScaleSummary[];
  }
  interface Summary {
    progress: Progress;
    scales: ScaleSummary[];
    groups: Group[];
    talk: Row[];
    strengths: Row[];
    noOpportunity: Row[];
    /** Rows with an answer for earlier words. */
    earlier: Row[];
    kept: Kept[];
  }
  interface Moved {
    code: string;
    item: Item | null;
    from: { value: number; label: string };
    to: { value: number; label: string };
  }
  interface Comparison {
    scale: string;
    up: Moved[];
    same: Moved[];
    down: Moved[];
    compared: number;
    total: number;
    /** Codes that were left out, by reason. */
    leftOut: { changedWords: string[]; notBoth: string[]; notPoints: string[] };
  }
  interface TrailStep {
    occasion: Occasion;
    code: string;
    given: Record<string, Given>;
    note: string;
    evidence: string;
  }
  interface SideBySideRow {
    code: string;
    item: Item;
    sides: Record<string, { given: Given; note: string; evidence: string }>;
    /** Points between the furthest two; null if fewer than two rated it, or not for the same words. */
    distance: number | null;
  }

  // ── Keeping ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Why something was not saved. The words are in `words["store-…"]`. */
  type Reason = "refused" | "silent" | "quota" | "cleared" | "version" | "blocked" | "closed" | "same-id" | "unfit" | "failed";
  interface SaveState {
    state: "saved" | "saving" | "not-saved";
    reason: Reason | null;
    message: string;
    /** When it was last saved; null: never. */
    saved: When | null;
    pending: number;
  }
  interface Listed {
    id: string;
    assessment: { id: string; title: string };
    framework: { id: string; edition: string };
    pseudonym: string;
    created: When;
    occasions: number;
    ratings: number;
    journal: number;
    plan: number;
    supervision: number;
    /** Characters of its JSON. */
    size: number;
    saved: When | null;
    /** When it was last saved to a file. */
    file: When | null;
    snapshots: number;
  }
  interface Snapshot {
    key: string;
    response: string;
    at: When;
    why: string;
    title: string;
    size: number;
  }
  type StoreKey = (string | string[])[];
  /** Inside one transaction. */
  interface Work {
    get(store: string, key: StoreKey): Promise<any>;
    all(store: string, under: StoreKey): Promise<{ key: string[]; value: any }[]>;
    put(store: string, key: StoreKey, value: any): void;
    delete(store: string, key: StoreKey): void;
    clear(store: string): void;
  }
  type Run = <T>(mode: "readonly" | "readwrite", work: (inside: Work) => Promise<T>) => Promise<T>;
  interface StoreOptions {
    site: string;
    indexedDB?: IDBFactory | null;
    keyRange?: typeof IDBKeyRange;
    /** Milliseconds to wait for the storage to answer. */
    patience?: number;
    now?: () => Date;
  }
  interface Store {
    /** "kept": in IndexedDB. "memory": only until the page is closed, because of `reason`. */
    mode: "kept" | "memory";
    reason: Reason | null;
    message: string;
    list(assessment?: string): Promise<Listed[]>;
    read(id: string): Promise<Response | null>;
    /** Opens one for editing; `response` adds it first if it is not there. Null if there is none. */
    open(id: string, response?: Response): Promise<Session | null>;
    /** Adds a response, or takes the place of the stored one (which becomes a snapshot) or is merged into it. */
    bring(response: Response, how: "merge" | "replace", why?: string, earlier?: Earlier[]): Promise<Brought>;
    /** Deletes one with its snapshots, which are `earlier`: `bring` puts them back. */
    remove(id: string): Promise<Brought & { earlier: Earlier[] }>;
    /** Deletes all of this site's responses and snapshots on this machine, and nothing else. */
    removeAll(): Promise<Brought>;
    snapshots(id?: string): Promise<Snapshot[]>;
    snapshot(key: string): Promise<Response | null>;
    /** Puts a snapshot back; what it replaces becomes a snapshot itself. */
    goBack(key: string): Promise<Brought>;
    removeSnapshot(key: string): Promise<Brought>;
    noteFile(id: string): Promise<Brought>;
    /** Whether another tab has this response open; null if that cannot be known. */
    openElsewhere(id: string): Promise<boolean | null>;
    /** Called when another tab changed what `list` gives. */
    onList: (() => void) | null;
    close(): void;
  }
  /** A snapshot as it is stored. */
  interface Earlier {
    key: string[];
    value: any;
  }
  interface Brought {
    ok: boolean;
    reason: Reason | null;
    message: string;
    response: Response | null;
  }
  interface Session {
    readonly id: string;
    readonly writer: string;
    readonly response: Response;
    readonly state: SaveState;
    /** Makes the edit at once; resolves when it is saved or could not be. */
    edit(edit: Edit): { edited: Edited; saved: Promise<boolean> };
    /** Tries again to save what is not saved; after "cleared" it puts everything back. */
    retry(): Promise<boolean>;
    /** Reads what other tabs wrote. */
    refresh(): Promise<void>;
    /** Resolves when nothing is waiting to be saved, or it could not be. */
    settled(): Promise<boolean>;
    onState: ((state: SaveState) => void) | null;
    /** Called when something other than `edit` changed the response, with the keys that differ. */
    onChange: ((response: Response, keys: Key[]) => void) | null;
    close(): void;
  }

  // ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Leaves out what people wrote. `true` is notes, evidence and journal. */
  type Without = boolean | { notes?: boolean; journal?: boolean; plan?: boolean; supervision?: boolean };
  interface Opened {
    kind: "response" | "encrypted" | "backup" | "unknown";
    ok: boolean;
    problems: Problem[];
    notes: Problem[];
    /** One for a response, all valid ones of a backup. */
    responses: Response[];
    /** Of a backup: what was kept while studying, as it stands there. */
    study?: unknown;
    text: string;
  }
  interface ImportPlan {
    /** "new": nothing of it is here. "same": nothing would change. "other-assessment": another page's. */
    kind: "new" | "same" | "merge" | "other-assessment";
    merged: Response;
    /** What merging changes, and what replacing would. */
    merge: Change | null;
    replace: Change | null;
    notes: Problem[];
  }
  interface Envelope {
    format: "standpoint-encrypted";
    formatVersion: 1;
    kdf: { name: "PBKDF2"; hash: "SHA-256"; iterations: number; salt: string };
    cipher: { name: "AES-GCM"; length: 256; iv: string };
    /** SHA-256 of salt, iv and data: tells a damaged file from a wrong passphrase. */
    digest?: string;
    data: string;
  }
  interface Unlocked {
    ok: boolean;
    text: string;
    /** A key of `words`: no-crypto, not-envelope, iterations, damaged, passphrase. Empty if ok. */
    code: string;
    message: string;
  }
  interface Hint {
    start: number;
    end: number;
    kind: "name" | "date" | "phone" | "email" | "number";
    text: string;
    message: string;
  }

  // ── The functions ─────────────────────────────────────────────────────────────────────────────────────────────

  type Report = (path: (string | number)[], code: string, values?: Record<string, string | number>) => void;
  /** Takes a value and its path, reports what is wrong, and gives the value back, made whole with what was left out. Fields
   *  that it does not know stay as they are. */
  type Check = (value: any, path: (string | number)[], report: Report) => any;

  interface Api {
    words: Record<string, string>;
    say(key: string, values?: Record<string, string | number>): string;
    /** As `say`, with `n`; where there are words for one (`key-one`), with those. */
    count(key: string, n: number, values?: Record<string, string | number>): string;
    /** What stands between a thing and what became of it. */
    arrow: string;
    roleText(role: string, data: Data): string;

    // shape.js
    limits: Limits;
    isObject(value: unknown): value is Record<string, any>;
    newId(): string;
    own<T>(map: Record<string, T> | null | undefined, key: string): T | undefined;
    canonical(value: unknown): string;
    isMoment(text: string): boolean;
    forbidden(name: string): string | undefined;
    latest(value: unknown): When;
    /** A moment now, but after each of the others. */
    after(now: Date, ...others: (When | undefined)[]): When;
    dayOf(date: Date): Day;
    problem(path: (string | number)[], code: string, values?: Record<string, string | number>): Problem;
    /** Where each kind of entry stands in a response. */
    listOf: Record<Kind, "occasions" | "journal" | "plan" | "supervision">;
    /** Fields of an entry that are lists of entries themselves. */
    innerLists: string[];
    /** Fields of an entry whose values are written, and merged, one by one. */
    innerMaps: string[];
    checks: { person: Check; ratings: Check; entries: Record<Kind, Check> };
    validate(input: unknown, data?: Data | null): Checked;
    /** Where a code stands now: itself, or where `moved` leads. */
    locate(code: string, data: Data): { item: Item | null; moved: boolean };

    // response.js
    /** To sort by a text that is made of each: up, or down with −1. Ends in an id, it is always the same order. */
    byText<T>(textOf: (one: T) => string, direction?: 1 | -1): (a: T, b: T) => number;
    createResponse(data: Data, options?: { id?: string; now?: Date; generator?: string; pseudonym?: string }): Response;
    createEntry(kind: "occasion", fields: Partial<Occasion>, stamp: Stamp): Occasion;
    createEntry(kind: "journal", fields: Partial<JournalEntry>, stamp: Stamp): JournalEntry;
    createEntry(kind: "plan", fields: Partial<Goal>, stamp: Stamp): Goal;
    createEntry(kind: "supervision", fields: Partial<Meeting>, stamp: Stamp): Meeting;
    edit(response: Response, edit: Edit, who: { by: string; now?: Date }): Edited;
    storedPart(response: Response, key: Key): any;
    split(response: Response): Map<string, { key: Key; value: any }>;
    join(entries: Iterable<{ key: Key; value: any }>): Response | null;

    // merge.js
    merge(current: Response, incoming: Response, base?: Response | null): Response;
    describeMerge(current: Response, incoming: Response): Change;
    describeChange(before: Response, after: Response): Change;
    findConflicts(response: Response): FoundConflict[];
    seenOf(response: Response): Record<string, When>;

    // summary.js
    viewOf(response: Response, occasion: string, data: Data, role: string): View;
    progressOf(rows: Row[]): Progress;
    summarizeScale(rows: Row[], scale: Scale, minimum: number): ScaleSummary;
    median(values: number[]): number[];
    groupsOf(rows: Row[], data: Data): Group[];
    worthTalkingAbout(rows: Row[], data: Data): Row[];
    strengths(rows: Row[], data: Data): Row[];
    noOpportunity(rows: Row[]): Row[];
    summarize(response: Response, occasion: string, data: Data, role: string): Summary;
    inOrder(occasions: Occasion[]): Occasion[];
    compare(response: Response, earlier: string, later: string, data: Data, role: string, scale: string): Comparison;
    trail(response: Response, code: string, data: Data, role: string): TrailStep[];
    sideBySide(response: Response, occasion: string, data: Data, scale: string, roles?: string[]): SideBySideRow[];

    // records.js
    records: {
      /** Of the object stores. */
      names: string[];
      Failure: new (reason: Reason) => Error & { reason: Reason };
      inDatabase(database: IDBDatabase, keyRange: typeof IDBKeyRange): Run;
      inMemory(): Run;
      openDatabase(name: string, options: StoreOptions): Promise<IDBDatabase>;
    };

    // store.js
    openStore(options: StoreOptions): Promise<Store>;

    // crypto.js
    canEncrypt(): boolean;
    encrypt(text: string, passphrase: string): Promise<string>;
    decrypt(text: string, passphrase: string): Promise<Unlocked>;

    // backup.js
    toBackup(responses: Response[], options?: { without?: Without; now?: Date; study?: unknown }): string;

    // exchange.js
    /** As JSON, always in the same order. */
    toText(value: unknown): string;
    toJson(response: Response, options?: { without?: Without }): string;
    /** A table as RFC 4180 has it; what a spreadsheet would take for a formula gets an apostrophe. */
    csv(rows: unknown[][], bom?: boolean): string;
    /** Text that stays text on one line of Markdown. */
    markdownLine(text: unknown): string;
    toCsv(response: Response, data: Data, options?: { without?: Without; bom?: boolean }): string;
    toMarkdown(response: Response, data: Data, options?: { without?: Without; occasion?: string; now?: Date }): string;
    toIcs(response: Response, options?: { withTexts?: boolean }): string;
    withoutNotes(response: Response, without?: Without): Response;
    fileName(response: Response, extension: string, now?: Date): string;
    openText(text: unknown, data?: Data | null): Opened;
    openFile(file: Blob, data?: Data | null): Promise<Opened>;
    planImport(current: Response | null, incoming: Response, data?: Data | null): ImportPlan;

    // privacy.js
    knownWords(data: Data): Set<string>;
    hints(text: string, options?: { known?: Set<string>; language?: string }): Hint[];
  }
}
