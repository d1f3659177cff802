/**
 * The last checkpoint that this tab found right: a log that was replaced since does not begin with it.
 *
 * @module
 */
import type { Root } from "../../../shared/audit/merkle.ts";
import { isRecord } from "../../../shared/input/record.ts";

const storedAs = (log: string) => `frontline.checkpoint.${log}`;

export function seen(log: string): Root | undefined {
  const root: unknown = JSON.parse(sessionStorage.getItem(storedAs(log)) ?? "null");
  return isRoot(root) ? root : undefined;
}

export function keep(log: string, { size, root }: Root): void {
  sessionStorage.setItem(storedAs(log), JSON.stringify({ size, root }));
}

function isRoot(value: unknown): value is Root {
  return isRecord(value) && typeof value.size === "number" && typeof value.root === "string";
}
