import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";
import { similarity } from "../read/words.ts";
import { invalid } from "./problem.ts";

/** Less alike than this, a name is no misspelling of another. */
const alike = 0.6;

/** Answers 422 for a query parameter that the route does not declare: a misspelt filter would be every row. */
export function refuseUnknownParameters(query: z.ZodType | undefined): MiddlewareHandler<AppEnv> {
  const known = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  return async (c, next) => {
    const unknown = Object.keys(c.req.queries()).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw invalid(unknown.map((name) => ({
        path: [name.toWellFormed().replaceAll("\0", "\uFFFD").slice(0, 100)],
        code: "unrecognized_keys",
        message: explain(name, known),
      })));
    }
    await next();
  };
}

function explain(name: string, known: readonly string[]): string {
  if (known.length === 0) return "is not a parameter: this request takes none";
  const meant = nearest(name, known);
  return meant === undefined
    ? `is not a parameter, this request takes ${known.join(", ")}`
    : `is not a parameter, did you mean ${meant}?`;
}

/** The known name that was probably meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known.map((other) => ({ other, like: similarity(bare(name.slice(0, 100)), bare(other)) }))
    .sort((a, b) => b.like - a.like);
  return best !== undefined && best.like >= alike ? best.other : undefined;
}

/** `agentId`, `agent-id` and `agent_id` are one name to a person. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
