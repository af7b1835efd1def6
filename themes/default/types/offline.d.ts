/** The worker of a site that was built with `--offline`, for `tsc --checkJs`. This file is not shipped. */

declare namespace Offline {
  /** `offline-list.json`, which src/page/offline.rs makes. */
  interface List {
    version: string;
    pages: number;
    bytes: number;
    /** Whether the site may be kept as a whole. */
    whole: boolean;
    /** What is kept with the first visit. */
    first: string[];
    files: string[];
    folders: string[];
  }
  /** What the worker tells of itself. */
  interface State {
    /** While files are fetched: how many, of how many. */
    done: number;
    of: number;
    /** Files that could not be kept, and whether that was for want of room. */
    failed: number;
    full: boolean;
    /** The last that is told, and whether that is not what was asked for. */
    ended: boolean;
    broken: boolean;
    pages: number;
    bytes: number;
    whole: boolean;
    /** Pages that are kept, and files that are not. */
    kept: number;
    missing: number;
    /** Whether more is kept than with the first visit. */
    more: boolean;
  }
  interface ExtendableEvent extends Event {
    waitUntil(work: Promise<unknown>): void;
  }
  interface FetchEvent {
    request: Request;
    waitUntil(work: Promise<unknown>): void;
  }
  interface MessageEvent extends ExtendableEvent {
    data: { ask: string; addresses: string[] };
    ports: MessagePort[];
  }
  /** What of a worker's global scope is used. */
  interface Worker {
    registration: ServiceWorkerRegistration;
    clients: { claim(): Promise<void> };
    skipWaiting(): Promise<void>;
    addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
    addEventListener(type: "fetch", listener: (event: ExtendableEvent & FetchEvent & { respondWith(answer: Promise<Response>): void }) => void): void;
    addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  }
}
