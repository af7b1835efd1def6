// Several responses in one file, which only pages that show several write.
(() => {
  "use strict";
  const assess = Standpoint.assess;

  assess.toBackup = (responses, { without = false, now = new Date(), study } = {}) =>
    assess.toText({
      ...{ format: "standpoint-backup", formatVersion: 1, created: now.toISOString() },
      responses: responses.map((response) => assess.withoutNotes(response, without)),
      ...(study === undefined ? {} : { study }),
    });
})();
