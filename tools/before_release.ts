/** What a database is refused with that the migrations from before 1.0 built. */
export const builtBeforeRelease =
  "This database was built by migrations from before 1.0 and cannot be upgraded: start with an empty one";
