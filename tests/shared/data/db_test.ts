import { z } from "@hono/zod-openapi";
import { assert, assertEquals, assertMatch, assertNotMatch, assertRejects } from "#assert";
import { adminClient, settle, unwrap, userClient } from "../../../shared/data/db.ts";
import { ApiError } from "../../../shared/http/errors.ts";
import { hang, type Project, startProject } from "../../support/project.ts";

function promise(name: string, test: (project: Project) => Promise<void>): void {
  Deno.test(name, async () => {
    await using project = await startProject();
    await test(project);
  });
}

const read = async () => unwrap(await userClient("token", {}).from("clients").select());
const refusal = () => assertRejects(read, ApiError);

const bytes = (text: string) => new TextEncoder().encode(text);

/** The Data API answers with this error from now on. */
function failWith(project: Project, status: number, error: Record<string, unknown>): void {
  project.parts.rest = () => Response.json({ message: "m", details: null, hint: null, ...error }, { status });
}

promise("an error raised by private.fail reaches the caller unchanged", async (project) => {
  const details = JSON.stringify({ batch_id: "b1", retry_after: 60, details: [{ row: 1 }] });
  failWith(project, 409, { code: "PT409", hint: "DUPLICATE_BATCH", message: "Imported before", details });
  const error = await refusal();
  assertEquals([error.status, error.code, error.message], [409, "DUPLICATE_BATCH", "Imported before"]);
  assertEquals(error.extra, { batch_id: "b1", retry_after: 60, details: [{ row: 1 }] });
  failWith(project, 404, { code: "PT404", hint: "NOT_FOUND", message: "No such batch" });
  assertEquals((await refusal()).body("r").error.details, []);
});

promise(
  "any other error of the database is a fault that says nothing, with the cause for the log",
  async (project) => {
    const message = 'duplicate key value violates unique constraint "clients_pkey"';
    for (const code of ["23505", "22P02", "42501", "42P01", "P0001", "XX000", "PGRST202", "PGRST204"]) {
      failWith(project, 400, { code, message, details: "Key (id)=(1)", hint: "Perhaps" });
      const error = await refusal();
      assertEquals([error.status, error.code], [500, "INTERNAL_ERROR"], code);
      assertNotMatch(JSON.stringify(error.body("r")), /clients|Key|Perhaps/);
      assertMatch(String(error.cause instanceof Error && error.cause.message), /clients_pkey/);
    }
  },
);

promise("an error code that is not in the list is a fault, so that tests notice it", async (project) => {
  failWith(project, 409, { code: "PT409", hint: "NOBODY_LISTED_THIS" });
  assertEquals((await refusal()).status, 500);
});

promise("an overloaded, restarting or unreachable database answers 503 with Retry-After", async (project) => {
  const codes = [
    "57014",
    "40001",
    "40P01",
    "53300",
    "08006",
    "57P01",
    "57P02",
    "57P03",
    "PGRST000",
    "PGRST003",
  ];
  for (const code of codes) {
    failWith(project, 500, { code });
    const error = await refusal();
    assertEquals([error.status, error.code], [503, "SERVICE_UNAVAILABLE"], code);
    assert(Number(error.extra.retry_after) > 0);
  }
  for (const status of [502, 503, 504]) {
    project.parts.rest = () => new Response("<html>bad gateway", { status });
    assertEquals((await refusal()).status, 503, String(status));
  }
});

promise("a token that expires during the request answers 401", async (project) => {
  for (const code of ["PGRST301", "PGRST303"]) {
    failWith(project, 401, { code, message: "JWT expired" });
    assertEquals((await refusal()).code, "UNAUTHORIZED");
  }
});

promise("a missing single row answers 404", async (project) => {
  failWith(project, 406, {
    code: "PGRST116",
    message: "JSON object requested, multiple (or no) rows returned",
  });
  assertEquals((await refusal()).code, "NOT_FOUND");
});

Deno.test("a Data API that refuses connections answers 503", async () => {
  const project = await startProject();
  await project[Symbol.asyncDispose]();
  const error = await refusal();
  assertEquals(error.status, 503);
  assertNotMatch(error.message, /127|refused/);
});

promise("a Data API that hangs before or during its answer is 503 after 9 s", async (project) => {
  const { timeout } = AbortSignal;
  const asked: number[] = [];
  AbortSignal.timeout = (ms) => {
    asked.push(ms);
    return timeout.call(AbortSignal, 100);
  };
  try {
    for (
      const answer of [hang, () => new Response(new ReadableStream({ start: (c) => c.enqueue(bytes("[")) }))]
    ) {
      project.parts.rest = answer;
      assertEquals((await refusal()).status, 503);
    }
  } finally {
    AbortSignal.timeout = timeout;
  }
  assertEquals(asked, [9_000, 9_000]);
});

promise("a read is not retried, so the caller learns of an outage at once", async (project) => {
  project.parts.rest = () => new Response("{}", { status: 503 });
  await refusal();
  assertEquals(project.asked.rest, 1);
});

promise("the admin client is the secret key, whoever called", async (project) => {
  let authorization: string | null = null;
  project.parts.rest = (request) => {
    authorization = request.headers.get("authorization");
    return Response.json([]);
  };
  unwrap(await adminClient().from("clients").select());
  assertEquals(authorization, "Bearer sb_secret_test");
});

const answered = (data: unknown) => {
  return { data, error: null, success: true, count: null, status: 200, statusText: "OK" } as const;
};

Deno.test("a stored success of an RPC is returned with its status and body", () => {
  const body = { id: "b1", rows: 2 };
  assertEquals(settle(answered({ status: 201, body })), { status: 201, body, replayed: false });
  const shaped = settle(answered({ status: 201, body, replayed: true }), z.object({ id: z.string() }));
  assertEquals(shaped, { status: 201, body: { id: "b1" }, replayed: true });
});

Deno.test("a stored refusal of an RPC is thrown with its code, message and details", async () => {
  const body = {
    code: "VALIDATION_ERROR",
    message: "2 rows are wrong",
    details: [{ row: 1 }],
    batch_id: "b1",
  };
  const settled = () => Promise.resolve().then(() => settle(answered({ status: 422, body, replayed: true })));
  const error = await assertRejects(settled, ApiError);
  assertEquals([error.status, error.code, error.message], [422, "VALIDATION_ERROR", "2 rows are wrong"]);
  assertEquals(error.extra, { details: [{ row: 1 }], batch_id: "b1" });
  assertEquals(error.options.headers, { "Idempotency-Replayed": "true" });
});

Deno.test("an RPC that answers something else is a fault", async () => {
  for (const data of [null, {}, { status: 201 }, { status: 422, body: { code: "NO_SUCH", message: "m" } }]) {
    const error = await assertRejects(() => Promise.resolve().then(() => settle(answered(data))));
    assert(!(error instanceof ApiError));
  }
});
