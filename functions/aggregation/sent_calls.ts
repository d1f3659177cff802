import type { Json } from "../../shared/data/database.types.ts";
import type { Problem, Warning } from "../../shared/read/problem.ts";
import type { RowLimit } from "../../shared/read/sent_file.ts";
import { maxCalls } from "./schema.ts";

/** The arguments of `record_calls`. */
export interface ReadCalls {
  calls: Json[];
  /** What is wrong with the form of the calls; SQL judges their values. */
  problems: Problem[];
  options: {
    on_error?: "abort" | "skip";
    /** Times without an offset are the tenant's. */
    local_times?: true;
  };
  /** The file as sent, and what a person should look at; null for plain JSON. */
  source: { warnings: Warning[]; unknown_columns: string[]; [part: string]: Json | undefined } | null;
}

/** How many calls one request may have. */
export const callLimit: RowLimit = { most: maxCalls, noun: "calls" };
