/** What can become of a mail. */
export const messageStatuses = [
  "queued",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "suppressed",
  "failed",
] as const;
