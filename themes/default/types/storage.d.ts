/** What the two stores share, for `tsc --checkJs`. This file is not shipped: storage.js fills `Standpoint.storage`. */

interface StandpointGlobal {
  storage: {
    /** Whether this browser deletes what a site stored where one has not been on the site for a week, as Safari does. */
    brief: boolean;
    /** To wait for before each write: once a page, ends always, within two seconds, and at once where it is not needed. */
    newLog(): Promise<void>;
  };
}
