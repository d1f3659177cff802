/**
 * The operator, known by the project's secret key. The key is kept in memory only: a reload forgets it.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { createClient, dataOf } from "../../client/mod.ts";
import { callWith } from "./api.ts";
import { config } from "./config.ts";

const secretKey = signal<string | undefined>(undefined);
export const isOperator = computed(() => secretKey.value !== undefined);

const clientWith = (keyOf: () => string) =>
  createClient({
    url: config.functionsUrl,
    fetch: (request) => callWith(request, { apikey: keyOf() }, "apikey: $SUPABASE_SECRET_KEY"),
  });

export const operatorClient = clientWith(() => secretKey.value ?? "");

/** Takes the key if the server does. */
export async function operate(key: string): Promise<void> {
  dataOf(await clientWith(() => key).GET("/health/v1/incidents", { params: { query: { limit: 1 } } }));
  secretKey.value = key;
}

export function forget(): void {
  secretKey.value = undefined;
}
