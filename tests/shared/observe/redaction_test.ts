import { assert, assertEquals } from "#assert";
import { noteError, takeErrors, whenFailed } from "../../../shared/observe/errors.ts";
import { takeLines, whenLogged } from "../../../shared/observe/lines.ts";
import { describeError, log } from "../../../shared/observe/log.ts";
import { startTracing } from "../../../shared/observe/otlp.ts";
import { inScope, Scope, timed } from "../../../shared/observe/scope.ts";
import { reportFault } from "../../../shared/observe/sentry.ts";
import { addSpan } from "../../../shared/observe/spans.ts";
import { kinds, places } from "../../fixtures/secrets.ts";
import { logged, startProject } from "../../support/project.ts";

const samples = Object.entries(kinds).flatMap(([kind, make]) =>
  Object.entries(places).flatMap(([place, put]) =>
    Array.from({ length: 17 }, () => {
      const { shown, hidden } = make();
      const fields = put(shown);
      const [said] = Object.values(fields);
      return { kind, place, fields, hidden, text: typeof said === "string" ? said : JSON.stringify(said) };
    })
  )
);
/** An error in Sentry has up to four causes. */
const groups = Array.from(
  { length: Math.ceil(samples.length / 5) },
  (_, n) => samples.slice(5 * n, 5 * n + 5),
);

/** An error that says the first text, with a cause that says the next, and so on. */
function chained([first, ...rest]: string[]): Error {
  return new Error(first, rest.length > 0 ? { cause: chained(rest) } : {});
}

/** Tells everybody of a group's secrets, in every way that the code has. */
async function tell(group: typeof samples, number: number): Promise<void> {
  const error = chained(group.map(({ text }) => text));
  const context = { requestId: "r", userId: null, action: "GET /things", clientId: null };
  for (const { fields } of group) log("info", { ...fields, number });
  log("error", { error: describeError(error), number });
  noteError({ error, code: "INTERNAL_ERROR", status: 500, ...context });
  reportFault(error, { ...context, function: "test", fingerprint: String(number) });
  const scope = new Scope("r");
  await inScope(scope, () => timed(group[0]!.text, () => Promise.resolve()));
  const tags = Object.fromEntries(group.map(({ text }, place) => [`tag${place}`, text]));
  const name = group[0]!.text;
  addSpan(scope, { name, kind: "client", ms: 1, tags: { ...tags, number }, failed: true });
}

// Sentry's client lives as long as the process, and one server is Sentry and the collector.
Deno.test("secrets of every kind stay out of the console, the tables, Sentry and traces, wherever they are", async () => {
  assert(samples.length >= 2_000, `${samples.length} samples`);
  const seen: Record<string, Set<number>> = {};
  const leaks: string[] = [];
  const look = (sink: string, number: number, text: string) => {
    (seen[sink] ??= new Set()).add(number);
    for (const { kind, place, hidden } of groups[number] ?? []) {
      if (text.includes(hidden)) leaks.push(`${sink}: ${kind} ${place}: ${hidden}`);
    }
  };
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    if (new URL(request.url).pathname !== "/v1/traces") {
      const envelope = await request.text();
      const { fingerprint } = JSON.parse(envelope.trimEnd().split("\n").at(-1) ?? "");
      look("Sentry", Number(fingerprint[0]), envelope);
      return Response.json({});
    }
    const { resourceSpans: [{ scopeSpans: [{ spans }] }] } = await request.json();
    let number = 0;
    // A group's span comes after the one of its call.
    for (const span of spans.toReversed()) {
      number = Number(
        span.attributes.find(({ key }: { key: string }) => key === "number")?.value.intValue ?? number,
      );
      look("traces", number, JSON.stringify(span));
    }
    return Response.json({});
  });
  const { port } = server.addr;
  await using _project = await startProject({
    SENTRY_DSN: `http://publickey@127.0.0.1:${port}/42`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  const sending: Promise<unknown>[] = [];
  globalThis.EdgeRuntime = { waitUntil: (promise) => void sending.push(promise) };
  whenLogged(() => {});
  whenFailed(() => {});
  startTracing();
  const lines = await logged(async () => {
    for (const [number, group] of groups.entries()) {
      await tell(group, number);
      for (const { line } of takeLines()) look("lines", number, line);
      for (const noted of takeErrors()) look("errors", number, JSON.stringify(noted));
      // Sentry's client holds 64 faults at most.
      if (number % 50 === 49) await Promise.all(sending.slice(-49));
    }
    await Promise.all(sending);
  });
  globalThis.EdgeRuntime = undefined;
  for (const line of lines) look("console", Number(line.number), JSON.stringify(line));

  assertEquals(leaks, []);
  for (const sink of ["console", "lines", "errors", "Sentry", "traces"]) {
    assertEquals(seen[sink]?.size, groups.length, `${sink} did not get everything`);
  }
});
