/**
 * Packages for learning platforms: the wrapper that holds the platform's session (`sco.html`), and the little that pages
 * in a package have more than on the site. Not shipped.
 */

interface StandpointGlobal {
  pack: Pack.Api;
}

declare namespace Pack {
  type Version = "1.2" | "2004";

  /** What is tracked: the JSON in `#package-data`. */
  interface Data {
    version: Version;
    /** The page to begin with. */
    start: string;
    /** Pages that can be gone back to. */
    pages: string[];
    track: Track;
  }
  type Track = RatingsTrack | ProgressTrack;
  interface RatingsTrack {
    kind: "ratings";
    assessment: string;
    items: string[];
    scales: { id: string; points: number; specials: string[] }[];
    /** Tells these items and scales from any others. */
    sign: string;
  }
  interface ProgressTrack {
    kind: "progress";
    course: string;
    lessons: string[];
    checks: { id: string; of: number }[];
    sign: string;
  }

  interface Score {
    right: number;
    of: number;
    answered: number;
  }
  /** Of which occasion answers are. */
  interface Occasion {
    id: string;
    kind: string;
    date: string;
  }
  /** What is known of one learner. */
  interface State {
    ratings: Record<string, Record<string, string>>;
    /** When one of them changed last, in seconds to the base of 36; empty where that is not known. */
    at: string;
    /** Null where it is not known: of a package from before, or with nothing answered. */
    occasion: Occasion | null;
    lessons: Record<string, boolean>;
    checks: Record<string, { right: number; answered: number }>;
  }
  /** What a platform is told. */
  interface Standing {
    /** From 0 to 1. */
    measure: number;
    complete: boolean;
    /** Of checks: right answers of all that can be marked. Of a self-assessment there is none. */
    score: { right: number; of: number } | null;
  }
  /** The detail of `standpoint:ratings`. */
  interface Ratings {
    assessment: string;
    items: string[];
    scales: string[];
    points: Record<string, number>;
    ratings: Record<string, Record<string, string>>;
    occasion: Occasion | null;
    answered: number;
    total: number;
  }
  /** The detail of `standpoint:restore-ratings`: what the platform has. */
  interface Restored extends Partial<Pick<State, "ratings" | "at" | "occasion">> {
    /** What this browser and the platform both had of this occasion at last. */
    known?: State["ratings"];
  }

  /** The platform's own words for how it went. */
  interface Failure {
    code: string;
    text: string;
  }
  interface Session {
    /** Whether anything may be written: not where somebody only looks. */
    writes: boolean;
    /** Who learns here, in the platform's words. */
    learner: string;
    location: string;
    suspended: string;
    /** Whether the platform has had it as complete. */
    wasComplete: boolean;
    /** Null: taken, else why not. */
    save(standing: Standing, suspended: string, location: string): Failure | null;
    /** Saves for the last time and takes leave. */
    end(standing: Standing, suspended: string, location: string): Failure | null;
  }

  interface Api {
    /** The platform's API, however it is called, above or behind a window; null if there is none. */
    find(window: Window, name: string): any;
    /** Begins the session; null if there is no API. */
    session(version: Version, window: Window): Session | Failure | null;
    blank(): State;
    /** `state` as text that fits in `suspend_data`. */
    code(track: Track, state: State): string;
    /** Back from text; null if it is of something else. */
    decode(track: Track, text: string): State | null;
    standing(track: Track, state: State): Standing;
    /** A duration as the version wants it. */
    duration(version: Version, milliseconds: number): string;
    /** A short sign of a text: no secret, only to keep things apart. */
    sign(text: string): string;
  }
}
