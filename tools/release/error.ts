/** What keeps a release from being checked, or what the check found, as a sentence for the operator. */
export class ReleaseError extends Error {}
