/**
 * The analytics function as a further isolate: a process with modules, loaders and a view of Redis of its own. It
 * prints its port.
 *
 * @module
 */
import app from "../../functions/analytics/index.ts";
import { stack } from "../support/env.ts";
import { useStack } from "../support/in_process.ts";

useStack({ UPSTASH_REDIS_REST_URL: stack.redisUrl, UPSTASH_REDIS_REST_TOKEN: stack.redisToken });
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(port) }, app.fetch);
