/**
 * Functions that are only measured against, served by the benchmarks' stack beside the project's own.
 *
 * @module
 */
import type { FunctionConfig } from "../../../supabase/local/functions/functions.ts";

const bare = (name: string): FunctionConfig => ({
  name,
  verifyJwt: false,
  entrypoint: new URL(`${name}.ts`, import.meta.url).pathname,
});

export const bareFunctions: [hello: FunctionConfig, validated: FunctionConfig] = [
  bare("hello"),
  bare("validated"),
];
