import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { answerDocument } from "./document.ts";
import { page } from "./page.ts";

const app = createApp("docs", {
  document: answerDocument,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    imgSrc: ["data:"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

// createApp serves it.
app.openAPIRegistry.registerPath({
  method: "get",
  path: "/openapi.json",
  summary: "Get the OpenAPI 3.1 document of all functions",
  responses: {
    200: json(
      z.looseObject({ openapi: z.string() }),
      "The document, in gzip or Brotli if the client accepts that",
    ),
    ...problems(400, 429, 500, 503),
  },
});

const getPage = defineRoute({
  method: "get",
  path: "/",
  summary: "Find the API document and the interactive reference",
  description:
    "The hosted platform serves HTML as plain text on its own domain, so the interactive reference is a static " +
    "folder: `npm run docs` writes it, any web host can serve it.",
  access: "public",
  responses: { 200: { description: "A page", content: { "text/html": { schema: z.string() } } } },
});

app.openapi(getPage, (c) => c.html(page));

export default app;
