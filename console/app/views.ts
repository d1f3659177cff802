/**
 * The views in the order of the navigation. Each is loaded when it is first shown.
 *
 * @module
 */
import type { ComponentType } from "preact";

export interface View {
  name: string;
  title: string;
  /** What it takes to see it. */
  scope: string;
  load(): Promise<{ default: ComponentType }>;
}

export const views: View[] = [
  { name: "overview", title: "Overview", scope: "metrics:read", load: () => import("../views/overview.tsx") },
  {
    name: "imports",
    title: "Import",
    scope: "opportunities:read",
    load: () => import("../views/imports.tsx"),
  },
  {
    name: "webhooks",
    title: "Webhooks",
    scope: "webhooks:read",
    load: () => import("../views/webhooks.tsx"),
  },
  { name: "jobs", title: "Jobs", scope: "jobs:read", load: () => import("../views/jobs.tsx") },
  { name: "routing", title: "Routing", scope: "routing:read", load: () => import("../views/routing.tsx") },
  { name: "teams", title: "Teams", scope: "teams:read", load: () => import("../views/teams.tsx") },
  {
    name: "channels",
    title: "Channels",
    scope: "channels:read",
    load: () => import("../views/channels.tsx"),
  },
  { name: "metrics", title: "Metrics", scope: "metrics:read", load: () => import("../views/metrics.tsx") },
  {
    name: "analytics",
    title: "Analytics",
    scope: "analytics:read",
    load: () => import("../views/analytics.tsx"),
  },
  { name: "email", title: "E-mail", scope: "email:read", load: () => import("../views/email.tsx") },
  { name: "search", title: "Search", scope: "search:read", load: () => import("../views/search.tsx") },
  { name: "account", title: "Account", scope: "account:read", load: () => import("../views/account.tsx") },
  { name: "audit", title: "Audit", scope: "audit:read", load: () => import("../views/audit.tsx") },
  {
    name: "operations",
    title: "Operations",
    scope: "observability:read",
    load: () => import("../views/operations.tsx"),
  },
  { name: "keys", title: "Keys", scope: "api_keys:manage", load: () => import("../views/keys.tsx") },
  {
    name: "settings",
    title: "Settings",
    scope: "settings:read",
    load: () => import("../views/settings.tsx"),
  },
];

/** Has a frame of its own, because it needs a secret key instead of a person. */
export const operator: View = {
  name: "operator",
  title: "Operator",
  scope: "",
  load: () => import("../views/operator.tsx"),
};
