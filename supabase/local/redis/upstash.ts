/**
 * Upstash's REST protocol in front of a real Redis, so that `@upstash/redis` and `@upstash/ratelimit` run as
 * they are. Source: https://upstash.com/docs/redis/features/restapi
 *
 * @module
 */
import { createHash } from "node:crypto";
import { RedisClient, RedisUnavailable, type Reply } from "./resp.ts";

type Command = unknown[];

/** Serves until the signal aborts. While Redis is away each request is answered with 503. */
export function serveUpstash(
  options: { port: number; redisPort: number; token: string; signal: AbortSignal },
) {
  const redis = new RedisClient(options.redisPort);
  options.signal.addEventListener("abort", () => void redis.close());
  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ??
      url.searchParams.get("_token");
    if (token !== options.token) return answer(401, { error: "Unauthorized" });
    const base64 = request.headers.get("upstash-encoding") === "base64";
    try {
      const response = await execute(redis, url.pathname, await request.text(), base64);
      if (base64) response.headers.set("upstash-encoding", "base64");
      return response;
    } catch (error) {
      if (error instanceof RedisUnavailable) return answer(503, { error: `ERR ${error.message}` });
      if (error instanceof SyntaxError || error instanceof URIError) {
        return answer(400, { error: "ERR failed to parse the request" });
      }
      throw error;
    }
  };
  const { port, signal } = options;
  return Deno.serve({ hostname: "127.0.0.1", port, signal, onListen: () => {} }, handle);
}

async function execute(redis: RedisClient, path: string, body: string, base64: boolean): Promise<Response> {
  if (path === "/pipeline" || path === "/multi-exec") {
    const commands: unknown = JSON.parse(body);
    if (!isListOfCommands(commands)) return answer(400, { error: "ERR failed to parse pipeline request" });
    if (path === "/pipeline") {
      const replies = await redis.send(commands.map(withoutUpstashFlags));
      return answer(200, replies.map((reply) => result(reply, base64)));
    }
    const last = (await redis.send([["MULTI"], ...commands.map(withoutUpstashFlags), ["EXEC"]])).at(-1);
    if (last?.type === "array") return answer(200, last.value.map((reply) => result(reply, base64)));
    return answer(400, {
      error: last?.type === "error" ? last.message : "ERR the transaction was discarded",
    });
  }
  const segments = path.split("/").filter(Boolean).map(decodeURIComponent);
  const command: unknown = segments.length === 0 ? JSON.parse(body) : body ? [...segments, body] : segments;
  if (!Array.isArray(command)) return answer(400, { error: "ERR failed to parse command" });
  const [reply] = await redis.send([withoutUpstashFlags(command)]);
  return reply
    ? answer(reply.type === "error" ? 400 : 200, result(reply, base64))
    : answer(500, { error: "ERR" });
}

function isListOfCommands(value: unknown): value is Command[] {
  return Array.isArray(value) && value.every(Array.isArray);
}

/** Digest of a script as the client has it, to that of the script that Redis got. */
const digests = new Map<string, string>();

/** `@upstash/ratelimit`'s scripts ask for a flag that only Upstash knows; Redis would refuse the script. */
function withoutUpstashFlags(command: Command): Command {
  const name = String(command[0]).toUpperCase();
  if (name.startsWith("EVALSHA")) return command.with(1, digests.get(String(command[1])) ?? command[1]);
  const position = name === "SCRIPT" && /^load$/i.test(String(command[1])) ? 2 : 1;
  if (position === 1 && !name.startsWith("EVAL")) return command;
  const script = String(command[position]);
  const known = script.replace(/^#!lua flags=\S*allow-key-locking\S*/, "#!lua");
  if (known !== script) digests.set(sha1(script), sha1(known));
  return command.with(position, known);
}

function result(reply: Reply, base64: boolean): { result: unknown } | { error: string } {
  return reply.type === "error" ? { error: reply.message } : { result: plain(reply, base64) };
}

function plain(reply: Reply, base64: boolean): unknown {
  switch (reply.type) {
    case "array":
      return reply.value.map((item) => item.type === "error" ? { error: item.message } : plain(item, base64));
    case "bulk":
      return base64 ? reply.value.toBase64() : new TextDecoder().decode(reply.value);
    case "simple":
      return base64 && reply.value !== "OK" ? new TextEncoder().encode(reply.value).toBase64() : reply.value;
    case "error":
      return reply.message;
    default:
      return reply.value;
  }
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status });
}
