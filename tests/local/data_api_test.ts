/**
 * What the functions rely on in the Data API, and what @supabase/lite does otherwise without the corrections of
 * supabase/local.
 *
 * @module
 */
import { assertEquals, assertMatch } from "#assert";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { createUser, signIn } from "../support/tenant.ts";
import { dataApi, withScratch } from "./scratch.ts";

async function newUser(): Promise<{ id: string; token: string }> {
  const { id, email, password } = await createUser(`${crypto.randomUUID()}@local.test`);
  return { id, token: await signIn(email, password) };
}

const whoAmI = `
  create function public.$() returns jsonb language sql as $$
    select jsonb_build_object('role', current_user, 'uid', auth.uid(), 'session', session_user)
  $$;
  grant execute on function public.$ to anon, authenticated, service_role;`;

Deno.test("each statement runs in its caller's role", async () => {
  const user = await newUser();
  await withScratch(whoAmI, async (name) => {
    const role = async (options: Parameters<typeof dataApi>[1]) =>
      (await dataApi(`rpc/${name}`, { json: {}, ...options })).body.role;
    assertEquals(await role({}), "anon");
    assertEquals(await role({ token: user.token }), "authenticated");
    assertEquals(await role({ key: stack.secretKey }), "service_role");
  });
});

Deno.test("tables, columns and functions that are not granted are refused", async () => {
  const user = await newUser();
  const definition = `
    create table public.$ (id int primary key, shown text, hidden text);
    insert into public.$ values (1, 'a', 'b');
    revoke all on public.$ from anon, authenticated;
    grant select (id, shown) on public.$ to authenticated;
    create function public.$_secret() returns int language sql as 'select 1';
    revoke execute on function public.$_secret from public, anon, authenticated;`;
  await withScratch(definition, async (name) => {
    const { token } = user;
    assertEquals((await dataApi(`${name}?select=id,shown`, { token })).body, [{ id: 1, shown: "a" }]);
    assertEquals((await dataApi(`${name}?select=hidden`, { token })).body.code, "42501");
    assertEquals((await dataApi(name, { token, json: { id: 2 } })).body.code, "42501");
    assertEquals((await dataApi(`rpc/${name}_secret`, { token, json: {} })).body.code, "42501");
    assertEquals((await dataApi(name)).status, 401);
  });
});

Deno.test("row level security uses auth.uid()", async () => {
  const [one, other] = await Promise.all([newUser(), newUser()]);
  const definition = `
    create table public.$ (owner uuid default auth.uid(), note text);
    alter table public.$ enable row level security;
    create policy "own rows" on public.$ to authenticated
      using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
    grant select, insert on public.$ to authenticated;`;
  await withScratch(definition, async (name) => {
    assertEquals((await dataApi(name, { token: one.token, json: { note: "mine" } })).status, 201);
    assertEquals((await dataApi(`${name}?select=note`, { token: one.token })).body, [{ note: "mine" }]);
    assertEquals((await dataApi(name, { token: other.token })).body, []);
    const foreign = await dataApi(name, { token: other.token, json: { owner: one.id } });
    assertEquals([foreign.status, foreign.body.code], [403, "42501"]);
  });
});

Deno.test("jsonb arguments and results keep their shape", async () => {
  const definition = `
    create function public.$(value jsonb, other jsonb default '[]') returns jsonb language sql as $$
      select jsonb_build_object('type', jsonb_typeof(value), 'value', value, 'other', other)
    $$;`;
  await withScratch(definition, async (name) => {
    const rows = Array.from(
      { length: 500 },
      (_, row) => ({ row, text: `é"'\\ ${row}`, none: null, nested: [1, {}] }),
    );
    for (
      const [value, type] of [[rows, "array"], [{ a: [1] }, "object"], [12.5, "number"], [true, "boolean"]]
    ) {
      const { body } = await dataApi(`rpc/${name}`, { key: stack.secretKey, json: { value } });
      assertEquals(body, { type, value, other: [] });
    }
  });
});

Deno.test("bytes reach a function with one argument without a name as they are", async () => {
  const definition =
    "create function public.$(bytea) returns text language sql as $$ select encode($1, 'hex') $$";
  await withScratch(definition, async (name) => {
    for (const sent of [[], [0, 10, 39, 92, 255]]) {
      const bytes = Uint8Array.from(sent);
      const { body } = await dataApi(`rpc/${name}`, { key: stack.secretKey, bytes });
      assertEquals(body, bytes.toHex());
    }
  });
});

Deno.test("a call with a large body is answered as a small one is", async () => {
  const definition = `
    create function public.$(value text, other int default 1) returns jsonb language plpgsql as $$
    begin
      if other = 0 then
        raise exception 'it is 0' using errcode = 'PT418', hint = 'not 0';
      end if;
      return jsonb_build_object('length', length(value), 'user', auth.uid(), 'role', current_user, 'header',
        current_setting('request.headers')::json ->> 'x-request-id');
    end $$;
    grant execute on function public.$ to authenticated;`;
  const user = await newUser();
  await withScratch(definition, async (name) => {
    const headers = { "x-request-id": "one" };
    for (const length of [1, 300_000]) {
      const value = "x".repeat(length);
      const call = (json: unknown) => dataApi(`rpc/${name}`, { token: user.token, headers, json });
      const seen = { length, user: user.id, role: "authenticated", header: "one" };
      assertEquals(await call({ value }), { status: 200, body: seen });
      const { status, body } = await call({ value, other: 0 });
      assertEquals([status, body.message, body.hint], [418, "it is 0", "not 0"]);
      assertEquals((await call({ value, another: 1 })).body.code, "PGRST202");
      assertEquals((await call([value])).body.code, "PGRST102");
    }
  });
});

Deno.test("a function can return void, a scalar, a row or a set", async () => {
  const definition = `
    create function public.$() returns void language sql as '';
    create function public.$_text() returns text language sql as $$ select 'a "word"' $$;
    create function public.$_number() returns int language sql as 'select 7';
    create function public.$_array() returns jsonb language sql as $$ select '[1, 2]'::jsonb $$;
    create function public.$_null() returns jsonb language sql as 'select null::jsonb';
    create function public.$_set() returns table (id int, item jsonb) language sql as $$
      values (1, '{"a": 1}'::jsonb), (2, '[]')
    $$;`;
  await withScratch(definition, async (name) => {
    const call = (suffix: string) => dataApi(`rpc/${name}${suffix}`, { key: stack.secretKey, json: {} });
    assertEquals(await call(""), { status: 204, body: null });
    assertEquals((await call("_text")).body, 'a "word"');
    assertEquals((await call("_number")).body, 7);
    assertEquals((await call("_array")).body, [1, 2]);
    assertEquals((await call("_null")).body, null);
    assertEquals((await call("_set")).body, [{ id: 1, item: { a: 1 } }, { id: 2, item: [] }]);
  });
});

Deno.test("numbers are JSON numbers and timestamps ISO 8601", async () => {
  const definition = `
    create table public.$ (
      amount numeric(12, 2), count bigint, day date, at timestamptz, local timestamp, tags text[], data jsonb
    );
    insert into public.$ values (1234.50, 9007199254740991, '2026-02-28', '2026-02-28 12:30:45.123456+00',
      '2026-02-28 12:30:45', '{a,b}', '{"n": 1}');`;
  await withScratch(definition, async (name) => {
    assertEquals((await dataApi(name, { key: stack.secretKey })).body, [{
      amount: 1234.5,
      count: 9007199254740991,
      day: "2026-02-28",
      at: "2026-02-28T12:30:45.123456+00:00",
      local: "2026-02-28T12:30:45",
      tags: ["a", "b"],
      data: { n: 1 },
    }]);
  });
});

Deno.test("errors carry SQL's code, message, details and hint, with PostgREST's status", async () => {
  const definition = `
    create table public.$ (n int check (n > 0), u int unique);
    create function public.$(how text) returns void language plpgsql as $$
    begin
      case how
        when 'PT409' then raise exception using errcode = 'PT409', message = 'taken', hint = 'DUPLICATE', detail = '{"a": 1}';
        when 'PT429' then raise exception using errcode = 'PT429', message = 'slow down', hint = 'RATE';
        when 'P0001' then raise exception 'plain' using detail = 'd', hint = 'h';
        when '23514' then insert into public.$ values (0, 1);
        when '23505' then insert into public.$ values (1, 1), (2, 1);
        when '22P02' then perform 'x'::int;
        when '40001' then raise exception using errcode = '40001', message = 'again';
        when '57014' then raise exception using errcode = '57014', message = 'canceling';
        when '53300' then raise exception using errcode = '53300', message = 'too many';
      end case;
    end $$;`;
  await withScratch(definition, async (name) => {
    const fail = async (how: string) => {
      const { status, body } = await dataApi(`rpc/${name}`, { key: stack.secretKey, json: { how } });
      return { status, ...body };
    };
    assertEquals(await fail("PT409"), {
      status: 409,
      code: "PT409",
      message: "taken",
      details: '{"a": 1}',
      hint: "DUPLICATE",
    });
    assertEquals((await fail("PT429")).status, 429);
    assertEquals(await fail("P0001"), {
      status: 400,
      code: "P0001",
      message: "plain",
      details: "d",
      hint: "h",
    });
    const statuses = { "23514": 400, "23505": 409, "22P02": 400, "40001": 500, "57014": 500, "53300": 503 };
    for (const [code, status] of Object.entries(statuses)) {
      const failed = await fail(code);
      assertEquals([failed.code, failed.status], [code, status]);
    }
  });
});

Deno.test("SQL can read the request's headers, for functions and tables", async () => {
  const definition = `
    create function public.$_header() returns text language sql as $$
      select current_setting('request.headers', true)::json ->> 'x-request-id'
    $$;
    create table public.$ (id int, request text default public.$_header());`;
  await withScratch(definition, async (name) => {
    const headers = { "X-Request-Id": "it's \\ one", prefer: "return=representation" };
    const key = stack.secretKey;
    assertEquals((await dataApi(`rpc/${name}_header`, { key, headers, json: {} })).body, "it's \\ one");
    assertEquals((await dataApi(name, { key, headers, json: { id: 1 } })).body, [{
      id: 1,
      request: "it's \\ one",
    }]);
  });
});

Deno.test("a GET of a function runs in a read-only transaction", async () => {
  const definition = `
    create table public.$ (id int);
    create function public.$_write() returns void language sql as 'insert into public.$ values (1)';`;
  await withScratch(definition, async (name) => {
    assertEquals((await dataApi(`rpc/${name}_write`, { key: stack.secretKey })).status, 405);
  });
});

Deno.test("a statement may take 3 s for anon and 8 s for other roles", async () => {
  const definition = `
    create function public.$() returns text language sql as $$ select current_setting('statement_timeout') $$;
    create function public.$_sleep() returns void language sql as 'select pg_sleep(10)';
    grant execute on function public.$, public.$_sleep to anon, authenticated;`;
  const user = await newUser();
  await withScratch(definition, async (name) => {
    assertEquals((await dataApi(`rpc/${name}`, { json: {} })).body, "3s");
    assertEquals((await dataApi(`rpc/${name}`, { json: {}, token: user.token })).body, "8s");
    assertEquals((await dataApi(`rpc/${name}_sleep`, { json: {} })).body.code, "57014");
  });
});

Deno.test("a changed schema is known at once without a restart", async () => {
  await withScratch("create table public.$ (a int); insert into public.$ values (1);", async (name, sql) => {
    assertEquals((await dataApi(name, { key: stack.secretKey })).body, [{ a: 1 }]);
    await sql.unsafe(`alter table public.${name} add column b int default 2`);
    await sql`notify pgrst, 'reload schema'`;
    await eventually(
      "the new column is known",
      async () => (await dataApi(`${name}?b=eq.2`, { key: stack.secretKey })).status === 200,
    );
  });
});

Deno.test("more requests than the pool has connections are answered while the schema is read anew", async () => {
  const definition = "create function public.$() returns int language sql as 'select 1';";
  await withScratch(definition, async (name, sql) => {
    await sql`notify pgrst, 'reload schema'`;
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => dataApi(`rpc/${name}`, { key: stack.secretKey, json: {} })),
    );
    assertEquals([...new Set(answers.map(({ status, body }) => `${status} ${body}`))], ["200 1"]);
  });
});

Deno.test("a table of another schema does not hide the public table of the same name", async () => {
  const definition = `
    create table public.$ (id int primary key, note text);
    insert into public.$ values (1, 'seen');
    create table public.$_child (parent int references public.$);
    insert into public.$_child values (1);
    create table private.$ (id int primary key, other text);`;
  await withScratch(definition, async (name) => {
    const { body } = await dataApi(`${name}_child?select=${name}(*)`, { key: stack.secretKey });
    assertEquals(body, [{ [name]: { id: 1, note: "seen" } }]);
  });
});

Deno.test("an unknown function or table answers 404 with PostgREST's code", async () => {
  const rpc = await dataApi("rpc/no_such_function", { json: {} });
  assertEquals([rpc.status, rpc.body.code], [404, "PGRST202"]);
  const table = await dataApi("no_such_table", { key: stack.secretKey });
  assertEquals([table.status, table.body.code], [404, "PGRST205"]);
});

Deno.test("concurrent and aborted requests never see each other's claims", async () => {
  const users = await Promise.all(Array.from({ length: 5 }, newUser));
  const definition = whoAmI + `
    create function public.$_slow() returns jsonb language sql as $$
      select jsonb_build_object('uid', auth.uid(), 'slept', pg_sleep(0.02)::text)
    $$;
    grant execute on function public.$_slow to anon, authenticated;`;
  await withScratch(definition, async (name) => {
    const giveUp = async (token: string) => {
      const signal = AbortSignal.timeout(5);
      const request = fetch(`${stack.url}/rest/v1/rpc/${name}_slow`, {
        method: "POST",
        headers: {
          apikey: stack.publishableKey,
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
        },
        body: "{}",
        signal,
      });
      await request.then((response) => response.body?.cancel()).catch((error) =>
        assertMatch(String(error), /Time/)
      );
    };
    await Promise.all(Array.from({ length: 200 }, async (_, i) => {
      const user = users[i % users.length]!;
      if (i % 4 === 0) return await giveUp(user.token);
      if (i % 4 === 1) return assertEquals((await dataApi(`rpc/${name}`, { json: {} })).body.uid, null);
      const { body } = await dataApi(`rpc/${name}${i % 4 === 2 ? "_slow" : ""}`, {
        token: user.token,
        json: {},
      });
      assertEquals(body.uid, user.id);
    }));
  });
});
