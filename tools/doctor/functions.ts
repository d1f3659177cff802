/**
 * Which functions answer, and what `/health/v1/ready` says.
 *
 * @module
 */
import { z } from "zod";
import { functionNames } from "../command.ts";
import type { Deployment } from "./deployment.ts";

const withinMs = 10_000;

const Health = z.object({
  checks: z.record(z.string(), z.array(z.object({ status: z.string(), output: z.string().optional() }))),
});

/** One sentence for each function that does not answer and each part that fails. */
export async function examineFunctions({ SUPABASE_URL }: Deployment): Promise<string[]> {
  const base = `${SUPABASE_URL}/functions/v1`;
  const answers = await Promise.all((await functionNames()).map((name) => examineFunction(base, name)));
  return [...answers.flat(), ...await examineHealth(base)];
}

async function examineFunction(base: string, name: string): Promise<string[]> {
  const { status } = await get(`${base}/${name}/v1/openapi.json`);
  if (status === 200 || status === 429) return [];
  if (status === undefined) return [`The function ${name} cannot be reached at ${base}.`];
  if (status === 404) return [`The function ${name} is not deployed.`];
  return [`The function ${name} answers ${status}: its log names the secret that is missing or wrong.`];
}

async function examineHealth(base: string): Promise<string[]> {
  const { status, body } = await get(`${base}/health/v1/ready`);
  const health = Health.safeParse(body);
  if (!health.success) return status === 404 ? [] : [`/health/v1/ready answers ${status ?? "nothing"}.`];
  return Object.entries(health.data.checks).flatMap(([component, checks]) =>
    checks.filter((check) => check.status === "fail")
      .map(({ output }) => `The health check of ${component} fails: ${output ?? "no reason is given"}.`)
  );
}

async function get(url: string): Promise<{ status?: number; body?: unknown }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: isJson ? JSON.parse(text) : undefined };
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return {}; // no connection, or too late
    throw error;
  }
}
