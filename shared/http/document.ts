import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../context.ts";
import { limitAddress } from "../access/auth.ts";
import { ErrorBody } from "./openapi.ts";
import type { AppOptions } from "./options.ts";

/** Serves `/openapi.json`: what the function says of itself, made when it is first asked for, unless it is `given`. */
export function addDocument(app: OpenAPIHono<AppEnv>, name: string, given?: AppOptions["document"]): void {
  const { openAPIRegistry: registry } = app;
  registry.register("Error", ErrorBody);
  registry.registerComponent("securitySchemes", "user", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a signed-in user; scopes come from the role in the tenant",
  });
  registry.registerComponent("securitySchemes", "key", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "An API key of the tenant, `fl_live_…`; also taken as `Authorization: Bearer fl_live_…`",
  });
  registry.registerComponent("securitySchemes", "secret", {
    type: "apiKey",
    in: "header",
    name: "apikey",
    description: "The project's secret key, for the operator's own servers",
  });
  let document: object | undefined;
  app.get("/openapi.json", async (c) => {
    await limitAddress(c);
    if (given !== undefined) return given(c);
    return c.json(
      document ??= app.getOpenAPI31Document({
        openapi: "3.1.0",
        info: { title: name, version: "1.0.0" },
        servers: [{ url: "/functions/v1" }],
      }),
    );
  });
}
