import { assertEquals } from "#assert";
import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../../shared/http/app.ts";
import { dayOrMoment, moment } from "../../../shared/input/time.ts";

createRoutes(); // a function's app makes zod speak these words

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => issue.message);

Deno.test("what is wrong with a value is told with what would be right", () => {
  const day = "must be a day like 2026-12-31";
  const instant = "a moment with its offset, like 2026-12-31T12:00:00Z";
  const cases: [z.ZodType, unknown, string][] = [
    [z.string(), undefined, "is required"],
    [z.string(), 5, "is 5, must be text"],
    [z.string(), null, "is null, must be text"],
    [z.boolean(), "yes", 'is "yes", must be true or false'],
    [z.array(z.string()), {}, "must be a list"],
    [z.strictObject({}), [], "must be an object"],
    [z.int(), 1.5, "is 1.5, must be a whole number"],
    [z.coerce.number().int(), "many", "must be a number"],
    [z.int().min(0), -1, "is -1, must be at least 0"],
    [z.int().max(100), 140, "is 140, must be at most 100"],
    [z.string().min(1), "", "must not be empty"],
    [z.string().min(3), "ab", "must have at least 3 characters"],
    [z.string().max(1000), "x".repeat(1001), "must have at most 1,000 characters"],
    [z.array(z.int()).max(2), [1, 2, 3], "has 3 entries, must have at most 2"],
    [z.enum(["lead", "member"]), "boss", 'is "boss", must be lead or member'],
    [z.enum(["a", "b", "c"]), undefined, "is required"],
    [z.stringbool(), "perhaps", "must be true or false"],
    [z.guid(), "7", "must be an id like 3fa85f64-5717-4562-b3fc-2c963f66afa6"],
    [z.url(), "hook", "must be a URL like https://example.com/hook"],
    [z.iso.date(), "1.2.2026", day],
    [moment(), "2026-12-31", `must be ${instant}`],
    [dayOrMoment(), "tomorrow", `${day} or ${instant}`],
    [z.union([z.ipv4(), z.cidrv4()]), "x", "must be an IPv4 address or an IPv4 network like 203.0.113.0/24"],
    [
      z.strictObject({ agent_id: z.string().optional() }),
      { agentId: "x" },
      '"agentId" is not a field, did you mean agent_id?',
    ],
    [z.strictObject({ name: z.string().optional() }), { zzz: 1 }, '"zzz" is not a field'],
    [z.string().regex(/^a/, "must begin with a"), "b", "must begin with a"],
  ];
  for (const [schema, value, words] of cases) assertEquals(said(schema, value), [words]);
});

Deno.test("a long text is not repeated in the answer", () => {
  assertEquals(said(z.int(), "x".repeat(41)), ["must be a number"]);
});
