/**
 * The smallest possible function: `Deno.serve` and one answer, as long as that of `/health/v1/live`.
 *
 * @module
 */
export default {
  fetch: (): Response => Response.json({ status: "pass", serviceId: "frontline" }),
};
