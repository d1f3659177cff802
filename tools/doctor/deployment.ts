/**
 * The env file of a deployment.
 *
 * @module
 */
import { z } from "zod";

/** What the doctor needs to know about a deployment. */
export const Deployment = z.object({
  SUPABASE_URL: z.url().transform((text) => text.replace(/\/+$/, "")),
  SUPABASE_SECRET_KEY: z.string().min(1),
  SUPABASE_DB_URL: z.string().optional(),
  SUPABASE_ACCESS_TOKEN: z.string().optional(),
  /** By default the first part of the host in SUPABASE_URL. */
  SUPABASE_PROJECT_REF: z.string().optional(),
  SUPABASE_API_URL: z.url().default("https://api.supabase.com"),
});

/** A deployment as its env file describes it. */
export type Deployment = z.output<typeof Deployment>;

/** Reads the text of an env file; the error names each variable that is missing or wrong, never a value. */
export function readDeployment(text: string): Deployment {
  const entries = [...text.matchAll(/^\s*(?:export\s+)?(\w+)=(["']?)(.*?)\2\s*$/gm)];
  const parsed = Deployment.safeParse(Object.fromEntries(entries.map(([, name, , value]) => [name, value])));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The env file is not usable: ${problems.join("; ")}`);
}
