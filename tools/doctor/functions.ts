/**
 * Which functions answer, and what `/health/v1/ready` says.
 *
 * @module
 */
import { z } from "zod";
import { functionNames } from "../command.ts";
import type { Deployment } from "./deployment.ts";
import { get } from "./get.ts";

const looks = 5;
const betweenLooksMs = 3_000;

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

/** A check may be late while all functions start, so what fails is asked for again before it is said. */
async function examineHealth(base: string): Promise<string[]> {
  for (let look = 1; look < looks; look++) {
    if ((await askHealth(base)).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  }
  return await askHealth(base);
}

async function askHealth(base: string): Promise<string[]> {
  const { status, body } = await get(`${base}/health/v1/ready`);
  const health = Health.safeParse(body);
  if (!health.success) return status === 404 ? [] : [`/health/v1/ready answers ${status ?? "nothing"}.`];
  return Object.entries(health.data.checks).flatMap(([component, checks]) =>
    checks.filter((check) => check.status === "fail")
      .map(({ output }) => `The health check of ${component} fails: ${output ?? "no reason is given"}.`)
  );
}
