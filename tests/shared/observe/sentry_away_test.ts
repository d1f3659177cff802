import { createApp } from "../../../shared/http/app.ts";
import { assertEquals } from "#assert";
import { logged, startProject } from "../../support/project.ts";

Deno.test("an unreachable or refusing Sentry does not change answers", async () => {
  await using refusing = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    return new Response("no", { status: 500 });
  });
  await using _project = await startProject({ SENTRY_DSN: `http://key@127.0.0.1:${refusing.addr.port}/1` });
  const waited: Promise<unknown>[] = [];
  globalThis.EdgeRuntime = { waitUntil: (promise) => void waited.push(promise) };
  const app = createApp("faulty");
  app.get("/fault", () => {
    throw new Error("fault");
  });
  const statuses: number[] = [];
  await logged(async () => {
    statuses.push((await app.request("/faulty/v1/fault")).status);
    await Promise.all(waited);
    await refusing.shutdown();
    statuses.push((await app.request("/faulty/v1/fault")).status);
    await Promise.all(waited);
  });
  globalThis.EdgeRuntime = undefined;
  assertEquals([statuses, waited.length], [[500, 500], 2]);
});
