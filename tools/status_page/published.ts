import { z } from "zod";
import { StatusPage } from "../../functions/health/schema.ts";

/** The answer of `GET /health/v1/status`. */
export const Answer = z.object({ data: StatusPage });

type Page = z.output<typeof StatusPage>;
type Component = Page["components"][number];

/** What the static page says; `unknown` if nobody could be asked. */
export interface Published {
  status: Page["status"] | "unknown";
  published_at: string;
  components: Component[];
  open_incidents: Page["open_incidents"];
  past_incidents: Page["past_incidents"];
  maintenance: Page["maintenance"];
}

/**
 * What is published: never greener than an open incident. A part may answer again for minutes before its incident is
 * over, and until then it is at best `warn`.
 */
export function published(page: Page, at: Date): Published {
  const failing = new Set(page.open_incidents.map(({ component }) => component));
  const components = page.components.map((part) =>
    failing.has(part.component) && part.status === "pass" ? { ...part, status: "warn" as const } : part
  );
  const isCalm = page.open_incidents.length === 0 && components.every(({ status }) => status === "pass");
  const status = page.status === "pass" && !isCalm ? "warn" : page.status;
  return { ...page, status, components, published_at: at.toISOString() };
}

/** What is published if the API could not be asked: nothing is known, so nothing is green. */
export function unknown(at: Date): Published {
  const nothing = { components: [], open_incidents: [], past_incidents: [], maintenance: [] };
  return { status: "unknown", published_at: at.toISOString(), ...nothing };
}
