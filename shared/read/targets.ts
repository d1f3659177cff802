/** The fields that files may fill, by what their rows are, in the order of error files. */
export const targetFields = {
  opportunities: [
    "external_id",
    "name",
    "organization_id",
    "organization",
    "principal_id",
    "principal",
    "product_id",
    "product",
    "stage",
    "probability_percent",
    "amount",
    "currency",
    "expected_close_date",
    "deal_owner",
    "notes",
    "context",
    "custom_context",
  ],
  calls: [
    "external_id",
    "agent_id",
    "agent",
    "team_id",
    "topic",
    "outcome",
    "resolved",
    "satisfaction",
    "handling_seconds",
    "wait_seconds",
    "started_at",
  ],
  transactions: [
    "external_id",
    "occurred_at",
    "amount",
    "currency",
    "status",
    "product",
    "quantity",
    "customer_external_id",
    "customer_name",
    "customer_email",
  ],
} as const;

export type TargetName = keyof typeof targetFields;

export const targetNames = ["opportunities", "calls", "transactions"] as const satisfies TargetName[];
