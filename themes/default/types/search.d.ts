/** The search, for `tsc --checkJs`. This file is not shipped: search-core.js fills `Standpoint.search`. */

interface StandpointGlobal {
  search: Search.Api;
  /** Tells the language of published words, where it is not the page's. */
  inTheirLanguage(element: HTMLElement): void;
  /** Gives an element its classes, and published words their language. */
  setClass(element: HTMLElement, names: string): void;
  /** The key of the form of a word that stands by `n`; `key` itself where there is none. */
  formOf(words: Record<string, unknown>, key: string, n: unknown): string;
  /** Keeps a setting of the site in the browser, and in the page as an attribute `data-…`; "" takes it back. */
  keep(setting: "scheme" | "slash", value: string): void;
  /** The index, once it has been asked for. */
  loaded?: Promise<Search.Loaded>;
}

declare var Standpoint: StandpointGlobal;

/** Set by search-index.js, which src/page/search.rs makes. */
declare var standpointSearchIndex: Search.Data | undefined;

declare namespace Search {
  interface Data {
    version: number;
    sections: { code: string; title: string; shortTitle: string }[];
    kinds: { id: string; title: string }[];
    topics: { id: string; title: string }[];
    entries: Entry[];
  }
  /** 0 section, 1 part, 2 statement, 3 topic, 4 term, 5 guide, 6 assessment, 7 course, 8 lesson, 9 page; −1 for no section or kind. */
  type Entry = [
    type: number,
    code: string,
    title: string,
    address: string,
    text: string,
    section: number,
    kind: number,
    topics: number[],
    keywords: string,
  ];
  interface Index {
    entries: Entry[];
    codes: string[];
    /** Of each entry: title, keywords and text, folded, each on a line. */
    texts: string[];
    /** Every word once, when a slip has asked for them. */
    words?: string[];
    /** What typed words mean, once asked for. */
    meanings: Map<string, Meaning>;
  }
  interface Meaning {
    /** Beginnings of words. */
    begun: string[];
    /** Whole words that are like the typed one: without its last letter, a slip from it, or forms of it. */
    alike: string[];
  }
  interface Hit {
    entry: Entry;
    index: number;
    score: number;
  }
  interface Piece {
    text: string;
    match: boolean;
  }
  interface Loaded {
    data: Data;
    index: Index;
  }
  interface Api {
    fold(text: string): string;
    wordsOf(text: string): string[];
    bareCode(text: string): string;
    makeIndex(data: Data): Index;
    search(index: Index, query: string): Hit[];
    searchSome(index: Index, query: string): Hit[];
    apart(query: string): string[];
    excerpt(index: Index, text: string, query: string, length?: number, cut?: string): Piece[];
    put<T extends HTMLElement>(element: T, pieces: Piece[]): T;
    alsoFound(index: Index, entry: Entry, query: string, words: DOMStringMap): HTMLElement[];
    oneSlip(a: string, b: string): boolean;
    load(address: string): Promise<Loaded>;
  }
}
