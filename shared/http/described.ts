import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../context.ts";
import { deprecationOf } from "./deprecated.ts";

type Describe = OpenAPIHono<AppEnv>["getOpenAPI31Document"];

/** Describes a function with its later versions, and marks the routes that end. */
export function describeVersions(app: OpenAPIHono<AppEnv>, later: OpenAPIHono<AppEnv>[]): void {
  const own = app.getOpenAPI31Document;
  app.getOpenAPI31Document = (config, generator) => {
    const document = own(config, generator);
    for (const version of later) {
      const { paths, components } = version.getOpenAPI31Document(config, generator);
      document.paths = { ...document.paths, ...paths };
      document.components = {
        ...document.components,
        schemas: { ...document.components?.schemas, ...components?.schemas },
      };
    }
    markDeprecated(document);
    return document;
  };
}

function markDeprecated(document: ReturnType<Describe>): void {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      const operation = item[method];
      const found = deprecationOf(`${method.toUpperCase()} ${path}`);
      if (operation === undefined || found === undefined) continue;
      const ends = `Deprecated: ends on ${found.sunset_at.slice(0, 10)}; use \`${found.successor}\`.`;
      operation.deprecated = true;
      operation.description = [operation.description, ends].filter(Boolean).join(" ");
      operation.responses = { ...operation.responses, 410: ended };
    }
  }
}

const ended = {
  description: "`VERSION_SUNSET`",
  content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
};
