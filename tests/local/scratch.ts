/**
 * A test's own tables and functions, and plain calls to the Data API.
 *
 * @module
 */
import { stack } from "../support/env.ts";
import { type Database, withDatabase } from "../support/sql.ts";

/** An answer of the Data API. */
export interface DataApiAnswer {
  status: number;
  // deno-lint-ignore no-explicit-any -- each test knows the shape it asked for
  body: any;
}

/** Calls the Data API with a token or a key, or as anon without either. */
export async function dataApi(
  path: string,
  options: {
    token?: string;
    key?: string;
    json?: unknown;
    bytes?: Uint8Array<ArrayBuffer>;
    method?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<DataApiAnswer> {
  const key = options.key ?? stack.publishableKey;
  const type = options.json !== undefined ? "application/json" : options.bytes && "application/octet-stream";
  const response = await fetch(`${stack.url}/rest/v1/${path}`, {
    method: options.method ?? (type === undefined ? "GET" : "POST"),
    headers: {
      apikey: key,
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(type === undefined ? {} : { "content-type": type }),
      ...options.headers,
    },
    body: options.json === undefined ? options.bytes : JSON.stringify(options.json),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

/**
 * Runs the work with objects that `definition` makes; `public.$` and `private.$` in it get a name of their own. The
 * superuser owns them, the service role may use all of them, and they are dropped afterwards.
 */
export async function withScratch(
  definition: string,
  work: (name: string, sql: Database) => Promise<void>,
): Promise<void> {
  const name = `scratch_${crypto.randomUUID().replaceAll("-", "")}`;
  await withDatabase(async (sql) => {
    const named = definition.replaceAll(/(public|private)\.\$/g, `$1.${name}`);
    await sql.unsafe(`
      ${named};
      create function public.${name}_probe() returns void language sql as '';
      do $grant$ declare t regclass; begin
        for t in select oid from pg_class where relname ~ '^${name}(_[a-z]+)?$' and relkind = 'r' loop
          execute 'grant all on ' || t || ' to service_role';
        end loop;
      end $grant$`);
    try {
      await untilKnown(`${name}_probe`);
      await work(name, sql);
    } finally {
      await sql.unsafe(`
        do $drop$ declare t regclass; f regprocedure; begin
          for t in select oid from pg_class where relname ~ '^${name}(_[a-z]+)?$' and relkind = 'r' loop
            execute 'drop table ' || t || ' cascade';
          end loop;
          for f in select oid::regprocedure from pg_proc where proname like '${name}%' loop
            execute 'drop function ' || f;
          end loop;
        end $drop$`);
    }
  }, "superuser");
}

/** The Data API learns about new objects from a notification shortly after the commit. */
async function untilKnown(rpc: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await dataApi(`rpc/${rpc}`, { key: stack.secretKey, json: {} })).status === 204) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the Data API does not know ${rpc} after 4 s`);
}
