/** What the panels of an assessment, the practice page and the supervision page share: panels.js. Not shipped. */
declare namespace Assess {
  /** What a panel needs of the page that it stands on: of `App`, what the supervision page has too. */
  type Host = Pick<App, "data" | "store" | "session" | "response" | "edit" | "link" | "drafts"> &
    Partial<Pick<App, "goTo">>;
  type Choices = { value: string; label: string }[];

  /** Makes the fields of one entry; what is written is saved as it is written. */
  interface Writer {
    id: string;
    current(): any;
    put(fields: Record<string, any>): void;
    /** Several lines, with hints at what could tell who somebody is. `steps/what` is one value of a map. */
    lines(name: string, label: string, hint?: string, rows?: number): HTMLElement;
    line(name: string, label: string, hint?: string): HTMLElement;
    day(name: string, label: string, hint?: string): HTMLElement;
    select(name: string, label: string, options: Choices, onChange?: () => void): HTMLElement;
    statements(label: string): HTMLElement;
    /** Shows what was changed elsewhere, except where somebody writes. */
    refresh(): void;
    /** Saves at once what waits. */
    flush(): void;
    /** Where it is said that something could not be written. */
    problem: HTMLElement;
  }
  interface EntriesOptions {
    host: Host;
    kind: Kind;
    /** As said when it is deleted. */
    name(entry: any): string;
    /** Those to show, in order. */
    list(all: any[]): any[];
    show(entry: any): Child;
    edit(writer: Writer): Child;
    /** For the heading of the form. */
    isNew: string;
    isOld: string;
  }
  interface Entries {
    node: HTMLElement;
    update(): void;
    /** Opens the form for a new entry. */
    write(start: Record<string, any>): void;
  }

  interface Parts {
    /** What is written in an entry, step by step; under steps that its model does not have, too. */
    journalParts(entry: JournalEntry, models: Model[]): { title: string; text: string }[];
    /** Deletes a state to go back to, if one really wants to. */
    forgetState(store: Store, state: Snapshot): Promise<boolean>;
    /** What there is, in words: "2 occasions", "20 statements …". */
    amounts(counts: Record<string, number>): string[];
    /** What is in a response, in the same words. */
    holds(response: Response): string[];
    occasionText(occasion: Occasion | undefined): string;
    /** When something was written, and whether on this machine. */
    written(stamp: Partial<Stamp> | undefined, host: Host): string;
    medianText(median: { label: string }[] | null): string;
    bar(count: number, unit: number): SVGElement;
    /** Puts these nodes into the parent, in this order, without touching those that stay. */
    arrange(parent: Element, nodes: Node[]): void;
    /** Several lines as they were written. */
    quote(text: string, className?: string): HTMLElement;
    /** The published words of a statement on paper, with its code as a link. */
    statement(host: Host, code: string, ...after: Child[]): HTMLElement;
    /** Codes as links. */
    codes(host: Host, codes: string[]): Child;
    fold(title: Child, open: boolean, ...inside: Child[]): HTMLDetailsElement;
    /** Says in a box what of a text could tell who somebody is. */
    pointOut(area: HTMLTextAreaElement | HTMLInputElement, box: HTMLElement, data: Data): void;
    /** The box of a text, which follows what is typed. */
    hints(area: HTMLTextAreaElement | HTMLInputElement, host: Host): HTMLElement;
    writer(host: Host, kind: Kind, id: string, start?: Record<string, any>): Writer;
    entries(options: EntriesOptions): Entries;
    /** What two people answered, differences first. Null if only one did. */
    sideBySide(host: Host, occasion: string): HTMLElement | null;
  }

  /** On practice.html and supervision.html. */
  interface Listing {
    id: string;
    title: string;
    address: string;
    minimum: number;
    roles: string[];
    roleTitles: Record<string, string>;
    groupBy: string[];
    talk: Data["assessment"]["talk"];
    strength: Data["assessment"]["strength"];
    scales: string[];
    /** Indices into `statements`; only on supervision.html. */
    statements?: number[];
  }
  interface WorkspaceData {
    site: Data["site"];
    framework: Data["framework"];
    assessments: Listing[];
    scales?: Scale[];
    reflections?: Model[];
    statements?: Pick<Item, "code" | "hash" | "words" | "address">[];
    moved?: Record<string, string>;
  }
  interface Workspace {
    data: WorkspaceData;
    root: string;
    /** Whether pages cannot see what one another stores, and why; empty if they can. */
    apart(store: Store): string;
    sizeText(size: number): string;
    /** What a change does, one line each. */
    changes(change: Change): string[];
    /** A control that opens files: never more than read. Encrypted ones ask for their passphrase. */
    opener(label: string, many: boolean, onOpen: (responses: Response[], studied: Study.Kept[]) => void, withStudy?: boolean): HTMLElement;
    /** Shows what files would change, and changes it if asked to. */
    takeIn(store: Store, responses: Response[]): Promise<{ taken: Response[]; problem: string }>;
    titleOf(one: Listed | Response): string;
    /** Hands a file of one response to the person; asks what to leave out and for a passphrase. */
    saveFile(store: Store, responses: Response[], onSaved?: () => void, studied?: Study.Kept[]): Promise<void>;
  }
  interface Api {
    parts: Parts;
    workspace: Workspace;
    /** Asks the journal or the plan for a new entry with these statements. */
    begin?(panel: "journal" | "plan", codes: string[]): void;
  }
}
