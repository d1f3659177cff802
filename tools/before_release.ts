/** Refuses a database that was built by the migrations from before 1.0. */
export const builtBeforeRelease =
  "This database was built by migrations from before 1.0 and cannot be upgraded: start with an empty one";
