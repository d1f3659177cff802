/**
 * What HTTP costs: requests a second beside a function that does nothing but answer, behind the same gateway; how long
 * each function takes to start beside that one; and how large each is.
 *
 * @module
 */
import { Functions, readFunctionConfig } from "../../supabase/local/functions/functions.ts";
import { output, toolsDeno } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import { bareFunctions } from "./http/functions.ts";
import { load } from "./http/load.ts";
import { Measurements, milliseconds, type Side } from "./measure.ts";

const measure = new Measurements("http");
const hello = load("/hello");

await measure.againstItself("a bare Deno.serve / itself, in requests a second", hello);
await measure.compare("/health/v1/live / bare Deno.serve", load("/health/v1/live"), hello, {
  target: { atLeast: 0.8 },
});
const order = {
  name: "Renewal",
  amount: "1200.50",
  currency: "EUR",
  expected_close_date: "2027-01-31",
  tags: ["a", "b"],
};
const put = { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
const path = "/orders/0c000000-0000-4000-8000-000000000001?limit=50";
await measure.compare(
  "path, query and JSON body validated / bare Deno.serve, same request",
  load(`/validated/v1${path}`, put),
  load(`/hello${path}`, put),
  { target: { atLeast: 0.45 } },
);
// For information, without a target: verifying a token and one decision of the limiter in Redis.
const { viewer } = await createTenant();
await measure.compare(
  "signed in and counted in Redis / bare Deno.serve",
  load("/batch-import/v1/template.csv", { headers: { authorization: `Bearer ${viewer.token}` } }, 400),
  load("/hello", {}, 400),
  { pairs: 15 },
);

const folder = await Deno.makeTempDir({ prefix: "frontline-bench-" });
const log = await Deno.open(`${folder}/functions.log`, { create: true, write: true });
const configs = await readFunctionConfig();
const [helloConfig] = bareFunctions;
for (const config of configs) {
  await measure.compare(
    `cold start of ${config.name} / of hello world`,
    coldStart(config),
    coldStart(helloConfig),
    { target: { atMost: 3 }, pairs: 15 },
  );
}
for (const { name, entrypoint } of configs) {
  const bundle = `${folder}/${name}.js`;
  await output(toolsDeno, ["bundle", "--quiet", "--minify", "--platform", "deno", "-o", bundle, entrypoint]);
  measure.size(`bundle of ${name}, minified`, (await Deno.stat(bundle)).size / 1000, "kB", 2000);
}
log.close();
await Deno.remove(folder, { recursive: true });
Deno.exit(await measure.finish());

/** From process start to the first answer, to a preflight, which needs no other part. */
function coldStart(config: typeof helloConfig): Side {
  return async () => {
    const functions = new Functions(
      new Map([[config.name, config]]),
      functionEnvironment(),
      log,
      undefined,
      console.error,
    );
    try {
      return await milliseconds(async () => {
        const isolate = await functions.isolate(config);
        const preflight = { method: "OPTIONS", headers: { origin: "https://app.example" } };
        const response = await isolate.fetch(`/${config.name}/v1`, preflight);
        await response.body?.cancel();
      });
    } finally {
      await functions.stop();
    }
  };
}

function functionEnvironment(): Record<string, string> {
  return {
    SUPABASE_URL: stack.url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: stack.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: stack.secretKey }),
    UPSTASH_REDIS_REST_URL: stack.redisUrl,
    UPSTASH_REDIS_REST_TOKEN: stack.redisToken,
  };
}
