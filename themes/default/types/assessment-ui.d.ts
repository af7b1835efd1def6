/** The interface of the assessments: what dom.js and app.js give to the panels. Not shipped. */
declare namespace Assess {
  type Child = Node | string | number | null | undefined | false | Child[];
  /** `class`, `onclick` and other listeners, `data` (dataset), properties and attributes; null, undefined and false are left out. */
  type Props = Record<string, any> | null;

  interface DialogAction {
    label: string;
    /** What the dialog gives back; "" is to give up. */
    value: string;
    kind?: "primary" | "danger";
    /** Runs before the dialog closes; false keeps it open (say why inside it). */
    run?: () => unknown;
  }
  interface Dom {
    el<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props, ...children: Child[]): HTMLElementTagNameMap[K];
    button(label: Child, onClick: (event: MouseEvent) => void, className?: string, props?: Props): HTMLButtonElement;
    /** A control with its label, and a hint that describes it. `inline` is for boxes to tick. */
    field(label: string, control: HTMLElement, options?: { hint?: string | false; inline?: boolean; class?: string }): HTMLElement;
    select(options: { value: string; label: string }[], value: string, props?: Props): HTMLSelectElement;
    /** Radio buttons in a fieldset. */
    choice(legend: string, name: string, options: { value: string; label: string; hint?: string }[], value: string, onChange?: (value: string) => void): HTMLFieldSetElement;
    /** Shows a modal dialog; resolves with the value of the action taken, "" if it was given up. Focus goes back to where it was. */
    dialog(options: { title: string; body: Child; actions: DialogAction[]; class?: string; focus?: HTMLElement }): Promise<string>;
    /** Asks before something is lost; `lost` is listed; `save` offers a file first. */
    confirm(options: { title: string; text?: string; lost?: string[]; action: string; save?: () => unknown }): Promise<boolean>;
    clear<T extends Element>(node: T): T;
    /** Says something in the page's one role=status, with a way to undo it where there is one. */
    tell(message: string, undo?: { label?: string; run: () => unknown }): void;
    /** Says something when the focus is where it is going. */
    later(say: () => void): number;
    /** Says that no more goes into a field: of what is pasted, the rest is left out, which nobody would see. */
    full(area: HTMLTextAreaElement | HTMLInputElement): void;
    /** Hands out a file; inside a frame, which may refuse it unseen, its text as well. */
    download(name: string, text: string | Blob, type: string): void;
    /** A link waits until all is saved, instead of asking whether to leave. `saving` writes what is only typed, too. */
    holdLinks(saving: () => boolean, settled: () => Promise<boolean>): void;
    /** A date (`2026-11-24`) or moment as people write it; `time` adds the hour. */
    date(when: string | null | undefined, time?: boolean): string;
    /** Moves focus to something that is not a control: a heading, a panel. */
    focus(element: HTMLElement | null | undefined, options?: FocusOptions): void;
    /** "1 answer", "3 answers": the word `key-one` or `key` with {n}. */
    count(key: string, n: number, values?: Record<string, string | number>): string;
    /** So much of a text as stands in a line: whole words, and a sign that more follows. */
    short(text: string, most: number): string;
    /** JSON in a <script> of the page. */
    json(id: string): any;
  }

  type PanelName = "form" | "results" | "journal" | "plan" | "files";
  interface Panel {
    /** Called when the panel is shown, and after every change while it is shown. */
    update(keys?: Key[]): void;
  }
  /** Called with what changed; `own` is false when another tab or a file did it. */
  type Listener = (response: Response, keys: Key[], own: boolean) => void;

  interface App {
    readonly data: Data;
    readonly store: Store;
    /** Null until something was written: a page that was only looked at stores nothing. */
    readonly session: Session | null;
    readonly response: Response;
    edit(change: Edit): Edited;
    subscribe(listener: Listener): () => void;
    /** Its occasion may not be in the response yet: it is made with the first answer. */
    readonly occasion: string;
    setOccasion(id: string): void;
    readonly role: string;
    setRole(role: string): void;
    goTo(code: string): void;
    show(panel: PanelName, options?: { focus?: boolean }): void;
    readonly panel: PanelName;
    link(code: string): string;
    /** "Baseline: before the training, 24 November 2026" */
    occasionName(occasion: Occasion | undefined): string;
    /** Writes what is still being typed; resolves when all is saved or could not be. */
    settled(): Promise<boolean>;
    /** Whether something else may take the place of this response; if it is not saved, it would be lost, and that is told. */
    free(): Promise<boolean>;
    /** Opens another response of this assessment that is stored here. */
    openResponse(id: string): Promise<void>;
    /** A response without anything in it; nothing is stored until something is written.
     * `gone` was deleted: the page's small choices for it are forgotten. */
    startNew(gone?: string): void;
    /** Saves the response to a file, as it is. */
    saveFile(): Promise<void>;
    /** Something is being typed: until the edit, nothing may say "saved". */
    typing(): void;
    /** Both values of a conflict, with a button for each. */
    conflictView(conflict: FoundConflict): HTMLElement;
    roleName(role: string): string;
    /** Called before anything is saved or left, to write what is still being typed. */
    readonly drafts: Set<() => void>;
  }
  type PanelMaker = (element: HTMLElement, app: App) => Panel;

  interface Api {
    dom: Dom;
    app: App;
    panels: Record<string, PanelMaker>;
  }
}
