// Generated from private.deprecations by "npm run types"; do not edit.

/** Routes that end. */
export interface Deprecation {
  deprecation: string;
  /** Method and pattern, such as `GET /teams/v1/{team}`. */
  routes: string[];
  deprecated_at: string;
  sunset_at: string;
  /** The function and version to call instead. */
  successor: string;
}

export const deprecations: readonly Deprecation[] = [{
  "deprecation": "aggregation-v1-trends",
  "routes": ["GET /aggregation/v1/agents/{agent}/trends", "GET /aggregation/v1/teams/{team}/trends"],
  "deprecated_at": "2026-12-01T00:00:00.000Z",
  "sunset_at": "2027-06-01T00:00:00.000Z",
  "successor": "/aggregation/v2",
}];
