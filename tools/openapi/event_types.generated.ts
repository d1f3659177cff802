// Generated from private.event_types by "npm run types"; do not edit.

/** The event types that endpoints can subscribe to. */
export const eventTypes = [
  { "type": "alert.firing", "description": "An alert fires" },
  { "type": "alert.resolved", "description": "An alert that fired is over" },
  { "type": "api_key.narrowed", "description": "An API key lost scopes because its member's role changed" },
  {
    "type": "api_key.revoked",
    "description": "An API key was revoked: by request, with the key that made it, or with its member",
  },
  { "type": "archive.completed", "description": "A run moved or deleted rows of a kind" },
  { "type": "archive_hold.created", "description": "A hold was placed: its rows are not deleted" },
  { "type": "archive_hold.deleted", "description": "A hold was released" },
  { "type": "archive_policy.updated", "description": "How long rows of a kind are kept was changed" },
  {
    "type": "audit.checkpoint",
    "description": "The root of the audit log was signed; data is the checkpoint",
  },
  { "type": "batch.completed", "description": "An import was written; data is the batch" },
  { "type": "batch.failed", "description": "An import was refused; data is the batch with its first errors" },
  { "type": "call.completed", "description": "A finished call was recorded" },
  { "type": "call.routed", "description": "An agent was chosen for a call; data is the decision" },
  {
    "type": "caller.blocked",
    "description": "A user or API key was refused for so many minutes that it is blocked for 15",
  },
  { "type": "email.bounced", "description": "A mail was refused by its recipient's server" },
  { "type": "email.complained", "description": "A recipient marked a mail as spam" },
  { "type": "email.delivered", "description": "A mail reached its recipient's server" },
  { "type": "email.failed", "description": "A mail could not be sent" },
  {
    "type": "email.suppressed",
    "description": "An address gets no more mail: it bounced, complained, unsubscribed or was added by hand",
  },
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
  { "type": "member.invited", "description": "An invitation was created, or got a new token" },
  { "type": "member.joined", "description": "An invited person became a member" },
  { "type": "member.removed", "description": "A member was removed or left" },
  { "type": "member.signed_out", "description": "All sessions of a member were ended by another" },
  { "type": "member.updated", "description": "A member got another role" },
  { "type": "metrics.updated", "description": "The metrics of agents and teams were recomputed" },
  {
    "type": "secret.expiring",
    "description": "A secret ends, or should be replaced, within 14 or 3 days; data is the secret as listed",
  },
  { "type": "team.created", "description": "A team was created" },
  { "type": "team.deleted", "description": "A team was deleted" },
  { "type": "team.updated", "description": "A team was changed" },
  { "type": "tenant.updated", "description": "The tenant's name, currency, time zone or status was changed" },
  { "type": "transaction.deleted", "description": "A transaction was deleted" },
  { "type": "transaction.refunded", "description": "A transaction was refunded, in part or in full" },
  { "type": "transactions.recorded", "description": "Transactions were added or changed" },
  {
    "type": "version.deprecated_call",
    "description": "Users or API keys of the tenant called a deprecated route yesterday",
  },
] as const;

export type EventType = typeof eventTypes[number]["type"];
