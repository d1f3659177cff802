/** A cell as it was understood, or why it was not. Text that is no value of the kind is left for SQL to refuse. */
export type Reading = { value: string } | { code: "ambiguous" | "format"; message: string };

/** Reads a cell; the message of a problem goes on after the name of the field. */
export type Reader = (text: string) => Reading;
