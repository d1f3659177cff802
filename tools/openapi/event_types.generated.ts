// Generated from private.event_types by "npm run types"; do not edit.

/** The event types that endpoints can subscribe to. */
export const eventTypes = [
  { "type": "api_key.narrowed", "description": "An API key lost scopes because its member's role changed" },
  {
    "type": "api_key.revoked",
    "description": "An API key was revoked: by request, with the key that made it, or with its member",
  },
  { "type": "batch.completed", "description": "An import was written; data is the batch" },
  { "type": "batch.failed", "description": "An import was refused; data is the batch with its first errors" },
  { "type": "call.completed", "description": "A finished call was recorded" },
  { "type": "call.routed", "description": "An agent was chosen for a call; data is the decision" },
  {
    "type": "endpoint.disabled",
    "description": "One of your endpoints was disabled because it failed for five days or answered 410 Gone",
  },
  {
    "type": "endpoint.parked_dropped",
    "description": "Parked events of one of your endpoints became too old to be replayed",
  },
  {
    "type": "endpoint.test",
    "description": "Requested with POST …/test; sent to that endpoint whatever it subscribes to",
  },
  {
    "type": "import.cancelled",
    "description": "An upload was cancelled and wrote nothing; data is the upload",
  },
  { "type": "import.completed", "description": "An upload was written; data is the upload" },
  {
    "type": "import.failed",
    "description": "An upload could not be imported and wrote nothing; data is the upload with its error",
  },
  {
    "type": "import.progress",
    "description": "An upload is being read or checked, at most once a second; data is the upload",
  },
  {
    "type": "inbound.*",
    "description": "Another system sent an event to one of your sources; its own type follows inbound.",
  },
  { "type": "incident.opened", "description": "A part of the service is failing" },
  { "type": "incident.resolved", "description": "A failing part of the service works again" },
  { "type": "metrics.updated", "description": "The metrics of agents and teams were recomputed" },
  { "type": "team.created", "description": "A team was created" },
  { "type": "team.deleted", "description": "A team was deleted" },
  { "type": "team.updated", "description": "A team was changed" },
] as const;

export type EventType = typeof eventTypes[number]["type"];
