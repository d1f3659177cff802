/**
 * Compares an entry as it is shown with the text that was sealed.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { isRecord } from "../../../shared/input/record.ts";
import { type Opening, readText } from "../../../shared/audit/sealed_entry.ts";

type Entry = Schemas["AuditEntry"];

const plain = ["id", "action", "resource", "actor_id", "key_id", "origin"] as const;
const free = ["record_id", "request_id", "ip", "user_agent"] as const;

/** The name of the first field that says something else than what was sealed. The openings must be checked before. */
export function differing(entry: Entry, text: string, openings: readonly Opening[]): string | undefined {
  const sealed = readText(text);
  const values = new Map(openings.map(({ path, value }): [string, unknown] => [path, JSON.parse(value)]));
  const isSame = (path: string, shown: unknown, kept: unknown) => {
    const committed = typeof kept === "string" ? /^sha256:(.*)$/.exec(kept)?.[1] : undefined;
    if (committed === undefined) return canonical(shown) === canonical(kept);
    if (values.has(path)) return canonical(shown) === canonical(values.get(path));
    return shown === `erased:${committed}`;
  };
  if (microseconds(entry.occurred_at) !== microseconds(String(sealed.occurred_at))) return "occurred_at";
  const field = plain.find((name) => canonical(entry[name]) !== canonical(sealed[name])) ??
    free.find((name) => !isSame(`entry.${name}`, entry[name], sealed[name]));
  if (field !== undefined) return field;
  for (const part of ["before", "after"] as const) {
    const [shown, kept] = [entry[part] ?? {}, sealed[part] ?? {}];
    if (!isRecord(kept) || (entry[part] === null) !== (sealed[part] === null)) return part;
    const name = namesOf(shown, kept).find((name) => !isSame(`${part}.${name}`, shown[name], kept[name]));
    if (name !== undefined) return `${part}.${name}`;
  }
  return isChanged(entry) ? undefined : "changed";
}

/** Whether `changed` names the fields that differ. Numbers that JavaScript rounds may differ unseen. */
function isChanged({ before, after, changed }: Entry): boolean {
  const [former, present] = [before ?? {}, after ?? {}];
  const names = namesOf(former, present);
  return changed.every((name) => names.includes(name)) &&
    names.every((name) => canonical(former[name]) === canonical(present[name]) || changed.includes(name));
}

function namesOf(...records: Record<string, unknown>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

/** JSON with the fields of objects in order. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(
    value,
    (_, inner: unknown) =>
      isRecord(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => one < other ? -1 : 1))
        : inner,
  );
}

/** A moment to its last digit, which a Date would lose. */
function microseconds(iso: string): string {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? "";
  return `${Math.floor(Date.parse(iso) / 1000)}.${fraction.padEnd(6, "0")}`;
}
