import type { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import type { Json } from "../../shared/data/database.types.ts";
import { invalid } from "../../shared/http/problem.ts";
import { isRecord } from "../../shared/input/record.ts";
import { isStorable, isStorableJson, storable } from "../../shared/input/text.ts";
import { faultText } from "../../shared/read/faults.ts";
import { mapRows } from "../../shared/read/mapped_rows.ts";
import type { Problem } from "../../shared/read/problem.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { whole } from "../../shared/read/whole_numbers.ts";
import { callReaders } from "./call_values.ts";
import { requireFew, requireFile } from "../../shared/read/sent_file.ts";
import { callLimit, type ReadCalls } from "./sent_calls.ts";
import { type CallQuery, CallsBody, savedCalls, target } from "./schema.ts";

/** Reads a JSON body; options in the body win over those of the query, and those over what is saved. */
export async function readJson(body: unknown, query: z.output<typeof CallQuery>, db: Db): Promise<ReadCalls> {
  const { mapping: inQuery, round, on_error, ...ofFiles } = query;
  const isSaved = typeof inQuery === "string";
  requireFile({ ...ofFiles, mapping: isSaved ? undefined : inQuery });
  const { data, error } = CallsBody.safeParse(body);
  if (error) throw invalid(error.issues);
  const { calls: sent, options, mapping = isSaved ? inQuery : undefined, ...foreign } = data;
  requireFew(sent.length, `${sent.length}`, callLimit);
  const { calls, problems } = withoutFaults(sent);
  if (!mapping && !foreign.values && !foreign.formats) {
    const isRounded = options?.round ?? round ?? false;
    return {
      calls: isRounded ? calls.map(rounded) : calls,
      problems,
      options: { on_error: options?.on_error ?? on_error },
      source: null,
    };
  }
  const settled = await withSaved(db, savedCalls, { round, on_error, ...options, ...foreign, mapping });
  const mapped = mapRows(calls, {
    target,
    mapping: settled.mapping ?? {},
    values: settled.values ?? {},
    readers: (texts) => callReaders(texts, settled.formats ?? {}, { rounds: settled.round ?? false }),
  });
  return {
    calls: settled.round ? mapped.rows.map(rounded) : mapped.rows,
    problems: [...problems, ...mapped.problems],
    options: { on_error: settled.on_error, local_times: true },
    source: { rows: calls, warnings: [], unknown_columns: mapped.unknown_columns },
  };
}

/** The calls without the fields that the database cannot store. */
function withoutFaults(sent: Json[]): { calls: Json[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const calls = sent.map((call, index) => {
    if (isStorableJson(call)) return call;
    if (!isRecord(call)) return null;
    const kept = Object.entries(call).filter(([name, value]) => {
      if (isStorable(name) && isStorableJson(value)) return true;
      const field = storable(name);
      problems.push({
        row: index + 1,
        field,
        code: "characters",
        message: `${field} ${faultText("characters")}`,
      });
      return false;
    });
    return Object.fromEntries(kept);
  });
  return { calls, problems };
}

function rounded(call: Json): Json {
  if (!isRecord(call)) return call;
  const entries = ["satisfaction", "handling_seconds", "wait_seconds"].flatMap((field) => {
    const value = call[field];
    return typeof value === "number" ? [[field, Number(whole(String(value), true))] as const] : [];
  });
  return { ...call, ...Object.fromEntries(entries) };
}
