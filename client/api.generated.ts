// Generated from the functions' routes by "npm run openapi"; do not edit.
// deno-lint-ignore-file

export interface paths {
  "/accounts/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the tenants you are a member of, the one activated last first */
    get: operations["get_accounts"];
    put?: never;
    /** Create a tenant and become its owner; refresh the session to act for it */
    post: operations["post_accounts"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/{account}/activate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Switch to another of your tenants; refresh the session to act for it */
    post: operations["post_accounts_by_account_activate"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/{account}/restore": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore a deleted tenant that you own; refresh the session to act for it */
    post: operations["post_accounts_by_account_restore"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/current": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get your active tenant */
    get: operations["get_accounts_current"];
    put?: never;
    post?: never;
    /** Delete your active tenant: it is closed at once and deleted after account.deletion_days */
    delete: operations["delete_accounts_current"];
    options?: never;
    head?: never;
    /** Change your active tenant's name, currency or time zone */
    patch: operations["patch_accounts_current"];
    trace?: never;
  };
  "/accounts/v1/members": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the tenant's members, newest first; e-mail addresses need members:write */
    get: operations["get_accounts_members"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/members/{user_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Change a member's role; nobody gives or takes a role above their own */
    put: operations["put_accounts_members_by_user_id"];
    post?: never;
    /** Remove a member, or leave the tenant yourself; removing others needs members:write */
    delete: operations["delete_accounts_members_by_user_id"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/invitations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List invitations, newest first; ended ones for 30 days */
    get: operations["get_accounts_invitations"];
    put?: never;
    /** Invite an address; replaces an open invitation of the same address */
    post: operations["post_accounts_invitations"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/invitations/accept": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Join the tenant that invited your confirmed address; refresh the session to act for it */
    post: operations["post_accounts_invitations_accept"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/invitations/{invitation}/resend": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give an open invitation a new token and its full time */
    post: operations["post_accounts_invitations_by_invitation_resend"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/invitations/{invitation}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Withdraw an open invitation */
    delete: operations["delete_accounts_invitations_by_invitation"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/security": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the sign-in policy, and the members who have no second factor yet */
    get: operations["get_accounts_security"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List your own sessions, newest first */
    get: operations["get_accounts_sessions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/sessions/revoke": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End one of your sessions, or with members:write all sessions of a member; their tokens end with them */
    post: operations["post_accounts_sessions_revoke"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export everything of your tenant but its secrets, as NDJSON that npm run import-tenant loads */
    get: operations["get_accounts_export"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/erasures": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Erase a person: a pseudonym takes the place of their address in every table */
    post: operations["post_accounts_erasures"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/accounts/v1/erasures/{erasure}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get what an erasure has done, table by table */
    get: operations["get_accounts_erasures_by_erasure"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/agents/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List agents with their sectors, newest first; deleted ones only with active=false */
    get: operations["get_agents"];
    put?: never;
    /** Create an agent */
    post: operations["post_agents"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/agents/v1/{agent}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an agent with its sectors */
    get: operations["get_agents_by_agent"];
    /** Replace an agent, except for its sectors */
    put: operations["put_agents_by_agent"];
    post?: never;
    /** Delete an agent; its history stays */
    delete: operations["delete_agents_by_agent"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/agents/v1/{agent}/sectors/{sector}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set an agent's priority and capacity in a sector
     * @description What is left out stays as it is, unlike in other PUT requests.
     */
    put: operations["put_agents_by_agent_sectors_by_sector"];
    post?: never;
    /** Remove an agent from a sector */
    delete: operations["delete_agents_by_agent_sectors_by_sector"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/agents/v1/{agent}/availability": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Set an agent's availability in all its sectors */
    put: operations["put_agents_by_agent_availability"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/calls": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Record up to 1,000 finished calls
     * @description JSON, or a CSV or .xlsx file with the fields as columns, or with `mapping` any columns. A known `external_id` replaces its call. All are recorded or none, unless `on_error` is skip; every invalid row is named. In a file, times without an offset are in the tenant's time zone.
     */
    post: operations["post_aggregation_calls"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/batches/{id}/errors.csv": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the invalid calls of a request as CSV with an `error` column, to correct and send again
     * @description Kept for 7 days; of a tenant the last 20.
     */
    get: operations["get_aggregation_batches_by_id_errors_csv"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/status": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the last metrics run, its lag and what waits */
    get: operations["get_aggregation_status"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Update the tenant's metrics now instead of within a minute */
    post: operations["post_aggregation_runs"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/compare": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Compare agents or teams over a range of days */
    get: operations["get_aggregation_compare"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/agents/{agent}/trends": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an agent's metrics by day, week or month
     * @deprecated
     * @description Deprecated: ends on 2027-06-01; use `/aggregation/v2`.
     */
    get: operations["get_aggregation_agents_by_agent_trends"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v1/teams/{team}/trends": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a team's metrics by day, week or month
     * @deprecated
     * @description Deprecated: ends on 2027-06-01; use `/aggregation/v2`.
     */
    get: operations["get_aggregation_teams_by_team_trends"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v2/agents/{agent}/trends": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an agent's metrics by day, week or month */
    get: operations["get_aggregation_v2_agents_by_agent_trends"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/aggregation/v2/teams/{team}/trends": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a team's metrics by day, week or month */
    get: operations["get_aggregation_v2_teams_by_team_trends"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/transactions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List transactions, the latest first */
    get: operations["get_analytics_transactions"];
    put?: never;
    /**
     * Record up to 1,000 transactions, all or nothing
     * @description JSON, or a CSV or .xlsx file with the fields as columns, or with `mapping` any columns. A known `external_id` replaces its transaction. Every bad row is named. In a file, times without an offset are in the tenant's time zone.
     */
    post: operations["post_analytics_transactions"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/transactions/{transaction}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a transaction */
    get: operations["get_analytics_transactions_by_transaction"];
    /**
     * Replace a transaction
     * @description Answers 409 if it would be worth less than its refunds.
     */
    put: operations["put_analytics_transactions_by_transaction"];
    post?: never;
    /** Delete a transaction that has no refunds */
    delete: operations["delete_analytics_transactions_by_transaction"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/transactions/{transaction}/refund": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Refund a completed transaction, in part or in full
     * @description Adds a transaction with the status `refunded`; all refunds together are at most the amount. The sale stays.
     */
    post: operations["post_analytics_transactions_by_transaction_refund"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/revenue": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get revenue by day, week or month */
    get: operations["get_analytics_revenue"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/dashboard": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get totals, the best products and the last 30 days */
    get: operations["get_analytics_dashboard"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/customers": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List customers by what they spent */
    get: operations["get_analytics_customers"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/customers/{customer}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a customer with revenue by month */
    get: operations["get_analytics_customers_by_customer"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/products": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List products by revenue */
    get: operations["get_analytics_products"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/pipeline": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get what is open, won and lost by stage, owner or month */
    get: operations["get_analytics_pipeline"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/usage": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get what the tenant used by day, week or month */
    get: operations["get_analytics_usage"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/analytics/v1/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Record up to 1,000 events of your own kinds, all or nothing
     * @description An event with a known `dedupe_key` is counted once, however often it is sent.
     */
    post: operations["post_analytics_events"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api-keys/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List API keys, newest first
     * @description Without `status`, lists keys that are not revoked.
     */
    get: operations["get_api_keys"];
    put?: never;
    /**
     * Create an API key
     * @description `key` is returned only in this answer; we store only its digest. The key ends when you leave the tenant, and loses the scopes that a new role of yours does not grant.
     */
    post: operations["post_api_keys"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api-keys/v1/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an API key, including a revoked one */
    get: operations["get_api_keys_by_id"];
    put?: never;
    post?: never;
    /**
     * Revoke an API key immediately and permanently
     * @description Also revokes every key that it created or rotated.
     */
    delete: operations["delete_api_keys_by_id"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api-keys/v1/{id}/rotate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rotate an API key
     * @description Keeps id, scopes and expiry. Only the previous secret keeps working, for the overlap.
     */
    post: operations["post_api_keys_by_id_rotate"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/policies": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List how long each kind of row is kept, with bounds */
    get: operations["get_archive_policies"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/policies/{kind}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set how long rows of a kind are kept
     * @description The next nightly run applies it. The preview shows what it would move and delete.
     */
    put: operations["put_archive_policies_by_kind"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/policies/{kind}/preview": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show what the policy, or another one, would move and delete */
    get: operations["get_archive_policies_by_kind_preview"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/holds": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List holds, newest first */
    get: operations["get_archive_holds"];
    put?: never;
    /**
     * Keep rows of a time from being deleted
     * @description They may still move to the archive. Policies delete them once no hold is left.
     */
    post: operations["post_archive_holds"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/holds/{hold}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Release a hold */
    delete: operations["delete_archive_holds_by_hold"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what moved to the archive and what was deleted, the latest run first */
    get: operations["get_archive_runs"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/archive/v1/{kind}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List archived rows of a kind, the latest first */
    get: operations["get_archive_by_kind"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_audit_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/checkpoints": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List signed checkpoints, newest first
     * @description One an hour in which the log grew. Keep one outside: it proves what the log held when it was signed.
     */
    get: operations["get_audit_checkpoints"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the public keys that checkpoints are verified with */
    get: operations["get_audit_keys"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Verify that no entry was changed, removed, inserted or reordered
     * @description Hashes the entries of the window again and follows the tree to the signed checkpoints. At most 500,000 entries.
     */
    get: operations["get_audit_verify"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Export sealed entries with their proofs
     * @description JSON lines: `log`, then `entry` and `leaf` (its entry ended by retention) in order, then `end` with what ended meanwhile. `npm run verify-audit -- <file>` checks the file without a database.
     */
    get: operations["get_audit_export"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List audit entries, newest first
     * @description `q` reads 10,000 entries at a time, so a page may be short although `has_more` is true. `total` counts up to 100,000.
     */
    get: operations["get_audit"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/audit/v1/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an audit entry with the proof that it is in the log */
    get: operations["get_audit_by_id"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List batches, newest first: your own, or the tenant's for managers */
    get: operations["get_batch_import_batches"];
    put?: never;
    /**
     * Import opportunities
     * @description All rows are checked and written in one transaction. Options of a form may be its fields.
     */
    post: operations["post_batch_import_batches"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel a processing batch */
    post: operations["post_batch_import_batches_by_id_cancel"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches/{id}/rollback": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Roll back a batch
     * @description Deletes what it created and restores what it updated, except rows edited since, which `kept` lists.
     */
    post: operations["post_batch_import_batches_by_id_rollback"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/template.csv": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a CSV template */
    get: operations["get_batch_import_template_csv"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a batch with its errors */
    get: operations["get_batch_import_batches_by_id"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches/{id}/rows": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the opportunities that a batch wrote, in row order */
    get: operations["get_batch_import_batches_by_id_rows"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/batches/{id}/errors.csv": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the rejected rows as CSV with an `error` column, to correct and import again */
    get: operations["get_batch_import_batches_by_id_errors_csv"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List uploads, newest first: your own, or the tenant's for managers */
    get: operations["get_batch_import_uploads"];
    put?: never;
    /**
     * Begin the upload of a large file
     * @description Send its parts, then complete it. It counts once to the hourly quota of imports. 404 for a mapping that is not saved.
     */
    post: operations["post_batch_import_uploads"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}/parts/{part}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Send a part of the file
     * @description The file's bytes, cut anywhere. A part sent again replaces the one before.
     */
    put: operations["put_batch_import_uploads_by_id_parts_by_part"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}/complete": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Complete an upload: read, check and import its file */
    post: operations["post_batch_import_uploads_by_id_complete"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an upload with its progress */
    get: operations["get_batch_import_uploads_by_id"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}/promote": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Write an upload that is ready
     * @description All of its good rows appear at once, as one batch, or none do.
     */
    post: operations["post_batch_import_uploads_by_id_promote"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel an unfinished upload
     * @description Possible until it is completed; nothing of it is left behind.
     */
    post: operations["post_batch_import_uploads_by_id_cancel"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/uploads/{id}/errors.csv": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get all bad rows as CSV with an `error` column, to correct and import again
     * @description Available until a day after the upload has ended.
     */
    get: operations["get_batch_import_uploads_by_id_errors_csv"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_batch_import_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/analyse": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Suggest how to import a file
     * @description Send the start of a CSV file (256 kB are enough, more is not read), an .xlsx file, or columns and some rows as JSON. Nothing is stored. Import with the `mapping`, `values` and `formats` of the answer, corrected where needed.
     */
    post: operations["post_batch_import_analyse"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/mappings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the saved mappings by name */
    get: operations["get_batch_import_mappings"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/batch-import/v1/mappings/{name}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a saved mapping */
    get: operations["get_batch_import_mappings_by_name"];
    /**
     * Save a mapping under a name
     * @description Import with `mapping=@name` to use it. Parameters of an import win over what is saved.
     */
    put: operations["put_batch_import_mappings_by_name"];
    post?: never;
    /** Delete a saved mapping */
    delete: operations["delete_batch_import_mappings_by_name"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List channels, newest first */
    get: operations["get_channels"];
    put?: never;
    /** Create a channel */
    post: operations["post_channels"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1/{channel}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a channel */
    get: operations["get_channels_by_channel"];
    /**
     * Replace a channel's name and config
     * @description Credentials are kept (see rotate), and so is the enabled state (see enable and disable).
     */
    put: operations["put_channels_by_channel"];
    post?: never;
    /** Delete a channel and its credentials */
    delete: operations["delete_channels_by_channel"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1/{channel}/enable": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Enable a channel */
    post: operations["post_channels_by_channel_enable"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1/{channel}/disable": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Disable a channel */
    post: operations["post_channels_by_channel_disable"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1/{channel}/rotate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replace a channel's credentials */
    post: operations["post_channels_by_channel_rotate"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/channels/v1/re-encrypt": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Re-encrypt a page of secrets with the newest key
     * @description Credentials of channels, and secrets of webhook endpoints and sources. Of the caller's tenant; with the secret key of every tenant, or of the one that the header x-client-id names. It can be stopped at any time, called beside itself and beside every other route.
     */
    post: operations["post_channels_re_encrypt"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/docs/v1/openapi.json": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the OpenAPI 3.1 document of all functions */
    get: operations["get_docs_openapi_json"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/docs/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find the API document and the interactive reference
     * @description The hosted platform serves HTML as plain text on its own domain, so the interactive reference is a static folder: `npm run docs` writes it, any web host can serve it.
     */
    get: operations["get_docs"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/messages": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List mails, newest first */
    get: operations["get_email_messages"];
    put?: never;
    /**
     * Send a mail to one address
     * @description The mail goes out after the answer. To a suppressed address nothing is sent.
     */
    post: operations["post_email_messages"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/messages/{message}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a mail with its attempts and events */
    get: operations["get_email_messages_by_message"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/messages/{message}/retry": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a failed mail again */
    post: operations["post_email_messages_by_message_retry"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/suppressions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List suppressed addresses, newest first */
    get: operations["get_email_suppressions"];
    put?: never;
    /**
     * Send no more mail to an address
     * @description `email_verification` and `password_reset` still go there.
     */
    post: operations["post_email_suppressions"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/suppressions/{email}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Let mail go to an address again */
    delete: operations["delete_email_suppressions_by_email"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/templates": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List templates */
    get: operations["get_email_templates"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/templates/{name}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a template's words */
    get: operations["get_email_templates_by_name"];
    /**
     * Use your own words for a template
     * @description Mustache without lists: `{{variable}}` is escaped, `{{#variable}}…{{/variable}}` shows a part if it has a value. HTML without a document around it gets the layout. Without `text` it is made from the HTML.
     */
    put: operations["put_email_templates_by_name"];
    post?: never;
    /** Go back to the default words of a template */
    delete: operations["delete_email_templates_by_name"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/templates/{name}/preview": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** See a mail without sending it */
    post: operations["post_email_templates_by_name_preview"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count mails by what became of them */
    get: operations["get_email_metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/open/{token}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count that a mail was opened; the image in it */
    get: operations["get_email_open_by_token"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/click/{token}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count a click and go where the mail's link leads */
    get: operations["get_email_click_by_token"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/unsubscribe/{token}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Go to the page that asks whether to unsubscribe; changes nothing */
    get: operations["get_email_unsubscribe_by_token"];
    put?: never;
    /** Unsubscribe the address that a mail went to (RFC 8058) */
    post: operations["post_email_unsubscribe_by_token"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/hooks/auth": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a mail of Supabase Auth; signed by its hook */
    post: operations["post_email_hooks_auth"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_email_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/email/v1/urgent/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_email_urgent_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/live": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the process answers
     * @description Checks no dependency, has no rate limit and writes no log line.
     */
    get: operations["get_health_live"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/ready": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check each dependency
     * @description Answers within a second, whatever hangs. The whole fails when the database, sign-in, the scheduler, a queue or the aggregation does; without Redis, or a provider, it is `warn`. `connections` warns when 80 % of the database's are used. HEALTH_CHECKS chooses the parts.
     */
    get: operations["get_health_ready"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/status": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get components, uptime and incidents for a status page
     * @description By samples of every minute; one without a sample counts as bad. An incident opens after three bad samples of a part and closes after three good ones. The page is at most 15 seconds old. With the secret key, incidents have `affected_clients` and their whole timeline.
     */
    get: operations["get_health_status"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/status.atom": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get incidents and maintenance as an Atom feed */
    get: operations["get_health_status_atom"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/samples": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Complete this minute's sample with external checks (called by the database) */
    post: operations["post_health_samples"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/incidents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List incidents with their whole timeline, newest first */
    get: operations["get_health_incidents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/incidents/{incident}/notes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add a note to an incident's timeline */
    post: operations["post_health_incidents_by_incident_notes"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/maintenance": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List maintenance, past and to come, newest first */
    get: operations["get_health_maintenance"];
    put?: never;
    /** Announce maintenance on the status page */
    post: operations["post_health_maintenance"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health/v1/maintenance/{maintenance}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take an announcement back */
    delete: operations["delete_health_maintenance_by_maintenance"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List jobs, newest first */
    get: operations["get_jobs"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/stats": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get depth, oldest due time and throughput by queue
     * @description The secret key sees all tenants and the system, or the tenant in x-client-id.
     */
    get: operations["get_jobs_stats"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/schedules": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List scheduled tasks with their last run */
    get: operations["get_jobs_schedules"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/schedules/{name}/run": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Run a scheduled task now (operator only) */
    post: operations["post_jobs_schedules_by_name_run"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/schedules/{name}/runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the runs of a scheduled task, newest first */
    get: operations["get_jobs_schedules_by_name_runs"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_jobs_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/{job}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a job */
    get: operations["get_jobs_by_job"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/{job}/retry": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Retry a job now and reset its attempt count */
    post: operations["post_jobs_by_job_retry"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/jobs/v1/{job}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel a waiting job */
    post: operations["post_jobs_by_job_cancel"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/requests": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get requests with error rate and percentiles
     * @description Counts are at most a second behind. Windows that begin more than 2 days ago begin at a whole hour, more than 14 days ago at a whole day in UTC.
     */
    get: operations["get_observability_requests"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/dependencies": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get calls to the database, Redis, sign-in and other hosts */
    get: operations["get_observability_dependencies"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/logs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Search log lines, newest first
     * @description Lines are kept `observability.log_days` (14), up to `limits.log_bytes` a day. Addresses, numbers and secrets are masked before a line is written.
     */
    get: operations["get_observability_logs"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/errors": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List error groups, last seen first */
    get: operations["get_observability_errors"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/errors/{error}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an error group with its last 20 occurrences */
    get: operations["get_observability_errors_by_error"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/errors/{error}/resolve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Resolve an error group */
    post: operations["post_observability_errors_by_error_resolve"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/errors/{error}/ignore": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ignore an error group */
    post: operations["post_observability_errors_by_error_ignore"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/errors/{error}/reopen": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Open an error group again */
    post: operations["post_observability_errors_by_error_reopen"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/alerts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List alerts with their state, newest first
     * @description The secret key sees its own, about all tenants together, or those of the tenant in x-client-id.
     */
    get: operations["get_observability_alerts"];
    put?: never;
    /**
     * Create an alert
     * @description Each minute the alert looks at the minute before. It fires after `for_minutes` bad minutes in a row, and is over after as many good ones, at least five. Sends `alert.firing` and `alert.resolved`.
     */
    post: operations["post_observability_alerts"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/alerts/{alert}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an alert with its state */
    get: operations["get_observability_alerts_by_alert"];
    /** Replace an alert; its state begins anew */
    put: operations["put_observability_alerts_by_alert"];
    post?: never;
    /** Delete an alert with its history */
    delete: operations["delete_observability_alerts_by_alert"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/alerts/{alert}/history": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the changes of an alert's state, newest first */
    get: operations["get_observability_alerts_by_alert_history"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/timeline/{request_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get everything that a request caused, in order
     * @description Requests of other functions under the same id, audit entries (with audit:read), events, jobs, deliveries with their attempts, errors and log lines.
     */
    get: operations["get_observability_timeline_by_request_id"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/versions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get calls by API version, tenant and caller
     * @description Of whole UTC days, kept for 35; the most first, at most 1,500 rows.
     */
    get: operations["get_observability_versions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/deprecations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List deprecated routes and the tenants that still call them */
    get: operations["get_observability_deprecations"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/deprecations/{deprecation}/sunset": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End deprecated routes once their day has come
     * @description Happens by itself within an hour if no tenant called in the last seven days. A forced end is in the audit log of each tenant that still calls.
     */
    post: operations["post_observability_deprecations_by_deprecation_sunset"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/database": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get connections, slowest statements, index advice and locks (operator only)
     * @description Statements are looked at each minute; their texts hold no values.
     */
    get: operations["get_observability_database"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/database/slow": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List minutes in which a statement was slow, newest first (operator only)
     * @description A statement is slow if its calls took 100 ms on average or one took longer. Kept 14 days.
     */
    get: operations["get_observability_database_slow"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/observability/v1/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get all metrics as OpenMetrics text (operator only)
     * @description Counters begin with the database and never go back. They are up to a minute behind. Durations carry the id of a request as exemplar; its timeline shows what it did.
     */
    get: operations["get_observability_metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/decisions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List decisions, newest first */
    get: operations["get_routing_decisions"];
    put?: never;
    /** Choose the best agent for a call and take a slot */
    post: operations["post_routing_decisions"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/decisions/batch": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make up to 100 decisions in one transaction
     * @description A call without an available agent gets an entry with an error; an invalid request rolls back all of them.
     */
    post: operations["post_routing_decisions_batch"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/decisions/{id}/complete": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Complete a call: free the slot and record the call
     * @description Repeating it returns the first answer, with another outcome 409. It also works after the lease has expired and the slot is free.
     */
    post: operations["post_routing_decisions_by_id_complete"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/decisions/{id}/release": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Release a slot without recording a call */
    post: operations["post_routing_decisions_by_id_release"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/decisions/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a decision with its candidates */
    get: operations["get_routing_decisions_by_id"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/load": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List load and capacity by agent and sector */
    get: operations["get_routing_load"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/routing/v1/health": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get free slots by sector, and decisions and refusals of the last hour */
    get: operations["get_routing_health"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/search/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find anything that you may see, best first
     * @description Case, accents and one typo in a word of five letters do not matter. Types that you may not read are left out. At most 1,000 hits are ranked.
     */
    get: operations["get_search"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/search/v1/suggestions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Suggest up to ten titles as one types */
    get: operations["get_search_suggestions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/search/v1/clicks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Record that a hit was opened
     * @description Once for each hit of a search; repeating it changes nothing.
     */
    post: operations["post_search_clicks"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/search/v1/analytics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show what was searched, what was not found, and which hits were opened
     * @description The text of a query is shown once three callers asked it.
     */
    get: operations["get_search_analytics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List settings with value, default and last change */
    get: operations["get_settings"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change several settings, all or none
     * @description `{key: value, …}`; null resets to the default. `details` names each key with a wrong value.
     */
    patch: operations["patch_settings"];
    trace?: never;
  };
  "/settings/v1/definitions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List setting definitions with their bounds */
    get: operations["get_settings_definitions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/audit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List changes of settings, newest first */
    get: operations["get_settings_audit"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/blocks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List callers that are blocked, newest first
     * @description A user or key that is refused for its rate in each of `limits.block_after` minutes in a row.
     */
    get: operations["get_settings_blocks"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/blocks/{subject}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Lift a caller's block
     * @description Functions know of it within 5 s.
     */
    delete: operations["delete_settings_blocks_by_subject"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/flags": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List which feature flags are on for your tenant
     * @description By flag. With the secret key, for the tenant that `x-client-id` names.
     */
    get: operations["get_settings_flags"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/flags/{flag}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a feature flag, and why it is on or off for a tenant */
    get: operations["get_settings_flags_by_flag"];
    /**
     * Create or replace a feature flag
     * @description Without `clients` and `percent` it is on for everyone. Functions know of a change within 10 s.
     */
    put: operations["put_settings_flags_by_flag"];
    post?: never;
    /** Delete a feature flag, which turns it off for everyone */
    delete: operations["delete_settings_flags_by_flag"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/secrets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List every secret of the tenant, newest first
     * @description API keys, credentials of channels, and secrets of endpoints and sources, never their text.
     */
    get: operations["get_settings_secrets"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/usage": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what the tenant uses of its limits
     * @description A limit for each parent, such as sectors of an agent, shows the parent nearest to it. The operator changes a maximum with the setting of the same name.
     */
    get: operations["get_settings_usage"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/settings/v1/{key}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a setting */
    get: operations["get_settings_by_key"];
    /** Change a setting */
    put: operations["put_settings_by_key"];
    post?: never;
    /** Reset a setting to its default */
    delete: operations["delete_settings_by_key"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List teams, newest first; deleted ones only with status=inactive */
    get: operations["get_teams"];
    put?: never;
    /** Create a team */
    post: operations["post_teams"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a team with its members, their agents and the last seven days' performance */
    get: operations["get_teams_by_team"];
    /** Replace a team */
    put: operations["put_teams_by_team"];
    post?: never;
    /** Delete a team; its history stays and its name becomes free */
    delete: operations["delete_teams_by_team"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}/performance": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a team's metrics by day, week or month */
    get: operations["get_teams_by_team_performance"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}/members": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List a team's members with their agents, newest first */
    get: operations["get_teams_by_team_members"];
    put?: never;
    /** Add a user to a team, or change a member's role and title */
    post: operations["post_teams_by_team_members"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}/members/{member}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replace a member's role and title */
    put: operations["put_teams_by_team_members_by_member"];
    post?: never;
    /** Remove a member and their assignments from a team */
    delete: operations["delete_teams_by_team_members_by_member"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}/members/{member}/agents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Assign more agents to a member */
    post: operations["post_teams_by_team_members_by_member_agents"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/teams/v1/{team}/members/{member}/agents/{agent}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Remove an agent's assignment to a member */
    delete: operations["delete_teams_by_team_members_by_member_agents_by_agent"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/endpoints": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List endpoints, newest first */
    get: operations["get_webhooks_endpoints"];
    put?: never;
    /** Create an endpoint that receives events */
    post: operations["post_webhooks_endpoints"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/endpoints/{endpoint}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an endpoint */
    get: operations["get_webhooks_endpoints_by_endpoint"];
    /** Replace an endpoint, except for its secret */
    put: operations["put_webhooks_endpoints_by_endpoint"];
    post?: never;
    /** Delete an endpoint and cancel its waiting deliveries */
    delete: operations["delete_webhooks_endpoints_by_endpoint"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/endpoints/{endpoint}/rotate-secret": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rotate an endpoint's secret
     * @description Former secrets also sign for `overlap_hours`, 24 if left out.
     */
    post: operations["post_webhooks_endpoints_by_endpoint_rotate_secret"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/endpoints/{endpoint}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a test event */
    post: operations["post_webhooks_endpoints_by_endpoint_test"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/endpoints/{endpoint}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replay past events, including parked ones
     * @description Sends events that the endpoint subscribes to, except those still waiting to be sent to it.
     */
    post: operations["post_webhooks_endpoints_by_endpoint_replay"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List deliveries, newest first */
    get: operations["get_webhooks_deliveries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/deliveries/{delivery}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a delivery with its attempts */
    get: operations["get_webhooks_deliveries_by_delivery"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/deliveries/{delivery}/retry": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Retry a failed, parked or waiting delivery now */
    post: operations["post_webhooks_deliveries_by_delivery_retry"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/sources": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List sources of inbound events, newest first */
    get: operations["get_webhooks_sources"];
    put?: never;
    /** Create a source of inbound events */
    post: operations["post_webhooks_sources"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/sources/{source}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a source */
    get: operations["get_webhooks_sources_by_source"];
    /**
     * Replace a source
     * @description Without `secret` the secret stays; with one the former secrets end at once.
     */
    put: operations["put_webhooks_sources_by_source"];
    post?: never;
    /** Delete a source */
    delete: operations["delete_webhooks_sources_by_source"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/sources/{source}/rotate-secret": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rotate a source's secret
     * @description Former secrets stay valid for `overlap_hours`, 24 if left out. The sender may have issued the new one.
     */
    post: operations["post_webhooks_sources_by_source_rotate_secret"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/in/{source}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Receive events from another system
     * @description The source is `stripe`, `resend`, `sendgrid`, or the id of a tenant's own. The signature says who sends: no token. An event that came before is answered alike and has no second effect. A JSON array is one event per element; a form is an object of its fields, or the JSON in its field `payload`; CloudEvents come in either mode.
     */
    post: operations["post_webhooks_in_by_source"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/event-types": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List event types */
    get: operations["get_webhooks_event_types"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get delivery metrics of the last hours by endpoint */
    get: operations["get_webhooks_metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/webhooks/v1/worker": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Wake the worker of this function's queue; for the database only */
    post: operations["post_webhooks_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Acceptance: {
      /** @description The token of the invitation */
      token: string;
    };
    Account: {
      /** Format: uuid */
      id: string;
      name: string;
      /**
       * @description suspended: closed by the operator; deleting: deleted by an owner, who can still restore it
       * @enum {string}
       */
      status: "active" | "suspended" | "deleting";
      currency: string;
      time_zone: string;
      /**
       * @description The caller's role; null for an API key
       * @example member
       * @enum {string|null}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer" | null;
      /** Format: date-time */
      created_at: string;
    };
    AccountChange: {
      /** @example Initech */
      name?: string;
      /**
       * @description ISO 4217
       * @example EUR
       */
      currency?: string;
      /**
       * @description A name of the IANA time zone database
       * @example Europe/Berlin
       */
      time_zone?: string;
    };
    AccountMember: {
      /** Format: uuid */
      user_id: string;
      /** @description Null for callers without members:write */
      email: string | null;
      /**
       * @description In ascending order; each grants what the roles before it grant
       * @example member
       * @enum {string}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer";
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      last_sign_in_at: string | null;
      /** @description The user has a verified second factor */
      mfa: boolean;
    };
    Activation: components["schemas"]["Membership"] & {
      /**
       * @description The present token still names the tenant before
       * @enum {boolean}
       */
      refresh_session: true;
    };
    Agent: {
      /** Format: uuid */
      id: string;
      name: string;
      /** @enum {string} */
      kind: "human" | "ai";
      role: string | null;
      system_prompt: string | null;
      capabilities: string[];
      active: boolean;
      /** @description The sectors that it serves */
      sectors: components["schemas"]["AgentSector"][];
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    AgentSector: {
      sector: string;
      priority: number;
      max_load: number;
      available: boolean;
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
    };
    AggregationRun: {
      /** Format: date-time */
      as_of: string;
      /** Format: date-time */
      finished_at: string;
      /** @example 12.5 */
      duration_ms: number;
      buckets: number;
    };
    AggregationStatus: {
      /**
       * Format: date-time
       * @description Calls committed before this time are counted; null before the first run
       */
      as_of: string | null;
      last_run: {
        /** Format: date-time */
        started_at: string;
        /** Format: date-time */
        finished_at: string;
        /** @example 12.5 */
        duration_ms: number;
      } | null;
      /** @description Agent days whose calls have changed since */
      buckets_waiting: number;
      /** @description Age of the oldest change not yet counted, or 0 */
      lag_seconds: number;
    };
    Alert: {
      /** @example Too many failures */
      name: string;
      /**
       * @description Rates are shares from 0 to 1. `error_group` counts the errors of a category in the hour; `failed_tasks`, `connections_used`, `changed_plans` (in the last hour) and `slower_statements` (three times slower than a week before) are the operator's.
       * @example error_rate
       * @enum {string}
       */
      metric:
        | "error_rate"
        | "p95_ms"
        | "p99_ms"
        | "requests"
        | "errors"
        | "queue_depth"
        | "oldest_due_seconds"
        | "dead_jobs"
        | "cache_hit_rate"
        | "failed_tasks"
        | "connections_used"
        | "changed_plans"
        | "slower_statements"
        | "error_group";
      /**
       * @description Requests: function, route, version, status. Jobs: queue. Tasks: task
       * @default {}
       */
      filter?: {
        /** @example routing */
        function?: string;
        route?: string;
        version?: string;
        /** @enum {string} */
        status?: "2xx" | "3xx" | "4xx" | "5xx";
        queue?: string;
        task?: string;
        category?: string;
      };
      /** @enum {string} */
      comparison: "above" | "below";
      /** @example 0.05 */
      threshold: number;
      /** @example 5 */
      for_minutes: number;
      /**
       * @description The value has to pass this one before the alert is over; defaults to the threshold
       * @default null
       */
      recover_threshold?: number | null;
      /**
       * @default [
       *       "event"
       *     ]
       */
      channels?: ("event" | "email")[];
      /** @default true */
      enabled?: boolean;
      /** Format: uuid */
      id: string;
      /**
       * @description `no_data`: the metric is silent, such as an error rate without requests
       * @enum {string}
       */
      state: "ok" | "pending" | "firing" | "no_data";
      /** @description In the minute that was looked at last */
      value: number | null;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      since: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      evaluated_at: string | null;
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      created_at: string;
    };
    AlertChange: {
      id: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      at: string;
      /** @example pending */
      from: string;
      /** @example firing */
      to: string;
      value: number | null;
      /** @description True if it was told to the channels */
      notified: boolean;
    };
    Analysis: {
      /**
       * @description Null for JSON
       * @example utf-8
       */
      encoding: string | null;
      /**
       * @description Null for JSON
       * @example ;
       */
      delimiter: string | null;
      columns: {
        name: string;
        /**
         * @description The field that the column probably fills; null: none
         * @enum {string|null}
         */
        suggestion:
          | "external_id"
          | "name"
          | "organization_id"
          | "organization"
          | "principal_id"
          | "principal"
          | "product_id"
          | "product"
          | "stage"
          | "probability_percent"
          | "amount"
          | "currency"
          | "expected_close_date"
          | "deal_owner"
          | "notes"
          | "context"
          | "custom_context"
          | null;
        confidence: number;
        /** @description Up to five different values */
        samples: string[];
        /** @enum {string} */
        looks_like:
          | "empty"
          | "uuid"
          | "email"
          | "url"
          | "date"
          | "percent"
          | "money"
          | "number"
          | "currency"
          | "boolean"
          | "category"
          | "text";
      }[];
      /** @description How numbers and dates are written; auto: the columns do not tell, or no value needs to be told */
      formats: {
        /** @enum {string} */
        number: "auto" | "1234.56" | "1,234.56" | "1.234,56" | "1 234,56";
        /** @enum {string} */
        date: "auto" | "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "excel";
      };
      /**
       * @description The `mapping` to import the file with
       * @example {
       *       "Deal Name": "name"
       *     }
       */
      mapping: {
        [key: string]: string | string[] | null;
      };
      /**
       * @description The `values` to import the file with
       * @example {
       *       "stage": {
       *         "Closed Won": "won"
       *       }
       *     }
       */
      values: {
        [key: string]: {
          [key: string]: string;
        };
      };
      /** @description Rows looked at */
      rows: number;
      /** @description What an import with this mapping, these values and formats would say; at most 100 */
      problems: {
        /** @enum {string} */
        severity: "error" | "warning";
        /** @description Counts data rows from 1; null: the file as a whole */
        row: number | null;
        /** @description The line of the file that the row begins at */
        line: number | null;
        field: string | null;
        code: string;
        message: string;
      }[];
    };
    AnalyticsUsage: {
      /**
       * Format: date
       * @example 2026-11-01
       */
      from: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      to: string;
      /** @enum {string} */
      group_by: "day" | "week" | "month";
      /** @enum {string} */
      by: "function" | "key" | "user" | "event_type";
      totals: {
        requests: number;
        /** @description Requests that were answered with 400 or above */
        errors: number;
        rows_imported: number;
        decisions: number;
        calls: number;
        /** @description Webhooks that arrived */
        deliveries: number;
        emails: number;
        /** @description Of the tenant's own kinds */
        events: number;
      };
      periods: {
        requests: number;
        /** @description Requests that were answered with 400 or above */
        errors: number;
        rows_imported: number;
        decisions: number;
        calls: number;
        /** @description Webhooks that arrived */
        deliveries: number;
        emails: number;
        /** @description Of the tenant's own kinds */
        events: number;
        /**
         * Format: date
         * @example 2026-11-01
         */
        date: string;
        /** @description At most 100; what cannot be told apart that way is in the period only */
        groups: {
          requests: number;
          /** @description Requests that were answered with 400 or above */
          errors: number;
          rows_imported: number;
          decisions: number;
          calls: number;
          /** @description Webhooks that arrived */
          deliveries: number;
          emails: number;
          /** @description Of the tenant's own kinds */
          events: number;
          /**
           * @description A function, the id of a key or user, or a type of event
           * @example routing
           */
          group: string;
        }[];
      }[];
      /** Format: date-time */
      as_of: string;
    };
    ApiKey: {
      /** Format: uuid */
      id: string;
      name: string;
      /**
       * @description First characters of the key
       * @example fl_live_k3b0x2ma
       */
      prefix: string;
      /** @enum {string} */
      mode: "live" | "test";
      scopes: string[];
      /**
       * @example [
       *       "203.0.113.0/24",
       *       "2001:db8::1/128"
       *     ]
       */
      allowed_cidrs: string[] | null;
      /** @enum {string} */
      status: "active" | "expired" | "revoked";
      /** Format: date-time */
      expires_at: string | null;
      /** Format: date-time */
      rotated_at: string | null;
      /**
       * Format: date-time
       * @description When the previous secret stops working
       */
      overlap_ends_at: string | null;
      /** Format: date-time */
      revoked_at: string | null;
      /**
       * @description `parent_revoked`: the key that created or rotated it was revoked. `member_removed`, `member_demoted`: its member left, or has a role without any of its scopes
       * @enum {string|null}
       */
      revoked_because: "requested" | "parent_revoked" | "member_removed" | "member_demoted" | null;
      /**
       * Format: date-time
       * @description To the minute
       */
      last_used_at: string | null;
      /** @description Requests made with the key, updated once a minute; the latest may be missing */
      use_count: number;
      /** @description Requests with the key that were refused with 403 or 429, updated like `use_count` */
      denied_count: number;
      /**
       * Format: date-time
       * @description To the minute
       */
      last_denied_at: string | null;
      /** Format: uuid */
      created_by: string;
      /**
       * Format: uuid
       * @description The API key that created it, if any
       */
      created_by_key: string | null;
      /** Format: date-time */
      created_at: string;
    };
    ArchiveHold: {
      /** Format: uuid */
      id: string;
      /**
       * @description What the rows are
       * @example calls
       */
      kind: string;
      /** Format: date-time */
      from: string;
      /**
       * Format: date-time
       * @description Exclusive
       */
      to: string;
      reason: string;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
    };
    ArchivePolicy: {
      /**
       * @description What the rows are
       * @example calls
       */
      kind: string;
      /** @description Older rows move to the archive */
      hot_days: number;
      /** @description Older rows are deleted */
      archive_days: number;
      /** @enum {string} */
      source: "default" | "tenant";
      minimum_hot_days: number;
      maximum_hot_days: number;
      minimum_archive_days: number;
      maximum_archive_days: number;
      /** @description Why rows must be kept so long */
      legal_basis: string | null;
      /** Format: date-time */
      updated_at: string | null;
    };
    ArchivePolicyChange: {
      /**
       * @description Days that rows stay in their table
       * @example 365
       */
      hot_days: number;
      /**
       * @description Days that rows are kept at all; at least hot_days
       * @example 3650
       */
      archive_days: number;
    };
    ArchivePreview: {
      /**
       * @description What the rows are
       * @example calls
       */
      kind: string;
      hot_days: number;
      archive_days: number;
      /** @description Rows that would move to the archive */
      would_move: number;
      /** @description Rows that would be deleted without being archived */
      would_remove: number;
      /** @description Of those that would move, the rows that a hold keeps from being deleted */
      held: number;
      /** @description False if only the oldest 100,001 rows were counted */
      complete: boolean;
      /** @description Archived rows that would be deleted */
      would_remove_archived: number;
      /** @description Archived rows that a hold keeps from being deleted */
      archived_held: number;
    };
    ArchiveRun: {
      /** Format: uuid */
      id: string;
      /**
       * @description What the rows are
       * @example calls
       */
      kind: string;
      /** @enum {string} */
      status: "running" | "completed";
      hot_days: number;
      archive_days: number;
      /** @description Rows that moved to the archive */
      moved: number;
      /** @description Rows that were deleted */
      removed: number;
      /** Format: date-time */
      started_at: string;
      /** Format: date-time */
      finished_at: string | null;
    };
    ArchivedRow: {
      id: string;
      /**
       * Format: date-time
       * @description The row's own time, which its days are counted from
       */
      at: string;
      /** Format: date-time */
      archived_at: string;
      /**
       * @description The row as it was in its table
       * @example {
       *       "external_id": "c-1",
       *       "outcome": "successful",
       *       "handling_seconds": 240
       *     }
       */
      record: {
        [key: string]: unknown;
      };
    };
    AuditCheckpoint: {
      /**
       * Format: uuid
       * @description The tenant
       */
      log: string;
      /**
       * @description How many leaves the tree had
       * @example 4096
       */
      size: number;
      /**
       * @description SHA-256 in hex
       * @example 9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f
       */
      root: string;
      last_entry_id: number;
      /** Format: date-time */
      sealed_until: string;
      /** Format: date-time */
      signed_at: string;
      key_id: string;
      /** @description A JWS (ES256) of log, size, root, last_entry_id and sealed_until */
      signature: string;
    };
    AuditEntry: {
      /** @example 4711 */
      id: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00.123456+00:00
       */
      occurred_at: string;
      /**
       * @description insert, update, delete, or what was done, such as denied, rate_limited, secret_read, exported, signed_in, sign_in_failed. What can happen often is summed by caller and minute: see after.count
       * @example update
       */
      action: string;
      /**
       * @description What was acted on
       * @example teams
       */
      resource: string;
      /** @example 6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d */
      record_id: string | null;
      /**
       * @example {
       *       "name": "Renewals",
       *       "status": "active"
       *     }
       */
      before: {
        [key: string]: unknown;
      } | null;
      /**
       * @example {
       *       "name": "Renewals EMEA",
       *       "status": "active"
       *     }
       */
      after: {
        [key: string]: unknown;
      } | null;
      /**
       * @description The fields that differ
       * @example [
       *       "name"
       *     ]
       */
      changed: string[];
      /**
       * Format: uuid
       * @description The user; for an API key, the user who made it
       */
      actor_id: string | null;
      /**
       * Format: uuid
       * @description The API key, if one was used
       */
      key_id: string | null;
      request_id: string | null;
      /** @example 192.0.2.7 */
      ip: string | null;
      user_agent: string | null;
      /**
       * @description Who states request_id, ip and user_agent: our functions, the client of the Data API itself (they can be forged), or nobody, because no request ran
       * @enum {string}
       */
      origin: "function" | "data_api" | "database";
    };
    AuditProof: {
      /** @description The leaf's index */
      number: number;
      /** @description What is sealed; `sha256:…` stands for each value that may be personal */
      text: string;
      openings: {
        /** @example after.name */
        path: string;
        salt: string;
        /**
         * @description The JSON that was hashed after the salt
         * @example "Renewals"
         */
        value: string;
      }[];
      /**
       * @description SHA-256 in hex
       * @example 9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f
       */
      leaf: string;
      /** @description Of the tree that `inclusion` leads to: the checkpoint's, or the present one */
      size: number;
      /**
       * @description SHA-256 in hex
       * @example 9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f
       */
      root: string;
      /**
       * @description The audit path (RFC 9162, 2.1.3)
       * @example [
       *       "9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f"
       *     ]
       */
      inclusion: string[];
      /** @description The first that covers the entry; null until it is signed */
      checkpoint: components["schemas"]["AuditCheckpoint"] | null;
      consistency: {
        size: number;
        /**
         * @description SHA-256 in hex
         * @example 9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f
         */
        root: string;
        /**
         * @description From `size` to the present tree
         * @example [
         *       "9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f"
         *     ]
         */
        path: string[];
      };
    };
    AuditVerification: {
      verified: boolean;
      /** @description That were compared with their leaves */
      entries: number;
      /** @description Leaves whose entry ended by retention */
      ended: number;
      /** @description Leaves under a signed checkpoint; the others are younger */
      proven: number;
      /**
       * Format: date-time
       * @description When the newest sealed entry occurred
       */
      sealed_until: string | null;
      first_fault: {
        /**
         * @description The entry
         * @example 4711
         */
        id: number | null;
        /** @enum {string} */
        kind: "changed" | "missing" | "inserted" | "reordered";
        /** @example The entry does not have the leaf that was sealed */
        reason: string;
      } | null;
    };
    Availability: {
      available: boolean;
    };
    Batch: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status: "processing" | "completed" | "failed" | "cancelled" | "rolled_back";
      filename: string | null;
      total_records: number;
      /** @description created + updated + unchanged + skipped */
      successful_records: number;
      failed_records: number;
      created: number;
      updated: number;
      /** @description Known rows that already had these values */
      unchanged: number;
      /** @description Rows left out by on_conflict=skip or on_missing=skip */
      skipped: number;
      /** @description Columns of the CSV file that are no field */
      unknown_columns: string[];
      options: {
        [key: string]: unknown;
      };
      errors: components["schemas"]["RowError"][];
      /** @description To look at, although it was imported */
      warnings: components["schemas"]["ImportWarning"][];
      /** Format: uuid */
      created_by: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      completed_at: string | null;
    };
    BatchResult: ({
      /** @enum {number} */
      status: 201;
      decision: components["schemas"]["Decision"];
    } | {
      /** @enum {number} */
      status: 409;
      error: {
        code: string;
        message: string;
      };
    })[];
    BatchRow: {
      row: number;
      /** @enum {string} */
      action: "created" | "updated";
      opportunity: components["schemas"]["Opportunity"];
    };
    BatchSummary: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status: "processing" | "completed" | "failed" | "cancelled" | "rolled_back";
      filename: string | null;
      total_records: number;
      /** @description created + updated + unchanged + skipped */
      successful_records: number;
      failed_records: number;
      created: number;
      updated: number;
      /** @description Known rows that already had these values */
      unchanged: number;
      /** @description Rows left out by on_conflict=skip or on_missing=skip */
      skipped: number;
      /** @description Columns of the CSV file that are no field */
      unknown_columns: string[];
      options: {
        [key: string]: unknown;
      };
      /** Format: uuid */
      created_by: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      completed_at: string | null;
    };
    Block: {
      /**
       * Format: uuid
       * @description The user or API key
       */
      subject: string;
      /** @enum {string} */
      kind: "user" | "key";
      /**
       * Format: uuid
       * @description Null for a user without a tenant
       */
      client_id: string | null;
      /** Format: date-time */
      blocked_at: string;
      /** Format: date-time */
      blocked_until: string;
    };
    Calls: {
      calls: components["schemas"]["NewCall"][];
      options?: {
        /**
         * @description abort: one invalid call and none is recorded; skip: the valid ones are
         * @default abort
         * @enum {string}
         */
        on_error?: "abort" | "skip";
        /**
         * @description Round satisfaction and seconds to whole numbers
         * @default false
         */
        round?: boolean;
      };
      /** @description For calls with another system's names: the field that each fills, or `@name` as saved */
      mapping?: {
        [key: string]: string | string[] | null;
      } | string;
      /** @description What foreign values of a field mean */
      values?: {
        external_id?: {
          [key: string]: string;
        };
        agent_id?: {
          [key: string]: string;
        };
        agent?: {
          [key: string]: string;
        };
        team_id?: {
          [key: string]: string;
        };
        topic?: {
          [key: string]: string;
        };
        outcome?: {
          [key: string]: string;
        };
        resolved?: {
          [key: string]: string;
        };
        satisfaction?: {
          [key: string]: string;
        };
        handling_seconds?: {
          [key: string]: string;
        };
        wait_seconds?: {
          [key: string]: string;
        };
        started_at?: {
          [key: string]: string;
        };
      };
      /** @description How texts with numbers and moments are written */
      formats?: {
        /** @enum {string} */
        number?: "auto" | "1234.56" | "1,234.56" | "1.234,56" | "1 234,56";
        /** @enum {string} */
        date?: "auto" | "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "excel";
      };
    };
    Channel: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      type: "voice" | "sms" | "whatsapp" | "email" | "webchat";
      name: string;
      config: {
        [key: string]: unknown;
      };
      enabled: boolean;
      /** @description Null if none are stored */
      credentials: {
        /**
         * @description Equal for equal credentials of the tenant under the same `key_id`
         * @example 9f2c4e0d71ab3356
         */
        fingerprint: string;
        /** @description The key that encrypts them */
        key_id: string;
        /** Format: date-time */
        updated_at: string;
      } | null;
      /** @description The ETag */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    ChannelChange: {
      /**
       * @description May be sent but cannot change
       * @enum {string}
       */
      type?: "voice" | "sms" | "whatsapp" | "email" | "webchat";
      /**
       * @description Unique within the tenant, case-insensitive
       * @example Support line
       */
      name: string;
      /**
       * @description Non-secret configuration, visible to everyone who can see the channel. Secrets belong in `credentials`
       * @example {
       *       "phone_number": "+4930901820"
       *     }
       */
      config?: {
        [key: string]: unknown;
      };
    };
    Compared: {
      /** @description Includes abandoned calls */
      calls_handled: number;
      calls_successful: number;
      calls_failed: number;
      calls_abandoned: number;
      /**
       * @description Successful / handled; null without calls
       * @example 0.75
       */
      success_rate: number | null;
      /**
       * @description Resolved / handled; null without calls
       * @example 0.75
       */
      resolution_rate: number | null;
      /** @description Average over rated calls, 1–5 */
      avg_satisfaction: number | null;
      /** @description Average over answered calls */
      avg_handling_seconds: number | null;
      avg_wait_seconds: number | null;
      /** Format: uuid */
      id: string;
      name: string;
    };
    Completion: {
      /** @enum {string} */
      outcome: "successful" | "failed" | "abandoned";
      handling_seconds: number;
      resolved: boolean;
      satisfaction?: number | null;
    };
    Component: {
      /** @example database */
      component: string;
      /** @enum {string} */
      status: "pass" | "warn" | "fail";
      /**
       * Format: date-time
       * @description Start of monitoring; earlier minutes do not count
       * @example 2026-11-20T09:30:00+00:00
       */
      since: string;
      uptime: {
        /**
         * @description Share of minutes with a good sample; null before the first whole minute
         * @example 0.999861
         */
        "24h": number | null;
        /**
         * @description Share of minutes with a good sample; null before the first whole minute
         * @example 0.999861
         */
        "7d": number | null;
        /**
         * @description Share of minutes with a good sample; null before the first whole minute
         * @example 0.999861
         */
        "90d": number | null;
      };
    };
    CreatedUpload: {
      /** Format: uuid */
      id: string;
      /**
       * @description The most bytes that a part may have
       * @example 4194304
       */
      part_bytes: number;
    };
    /**
     * @description Encrypted at once and never returned
     * @example {
     *       "account_sid": "AC0123",
     *       "auth_token": "example"
     *     }
     */
    Credentials: {
      [key: string]: string | number | boolean;
    };
    Customer: {
      /** Format: uuid */
      id: string;
      external_id: string;
      name: string | null;
      email: string | null;
      /**
       * @description In the currency of the answer
       * @example 1250.00
       */
      lifetime_value: string;
      /** @description Completed ones */
      transactions: number;
      /**
       * @description In the currency of the answer
       * @example 62.50
       */
      avg_order_value: string | null;
      /** Format: date-time */
      first_purchase: string | null;
      /** Format: date-time */
      last_purchase: string | null;
    };
    CustomerDetails: components["schemas"]["Customer"] & {
      currency: string;
      /**
       * Format: date-time
       * @description What was committed before this time is counted
       */
      as_of: string;
      /** @description Ascending; months without transactions are omitted */
      months: {
        /**
         * Format: date
         * @example 2026-11-01
         */
        date: string;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        revenue: string;
        transactions: number;
      }[];
    };
    Dashboard: {
      currency: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      from: string | null;
      /**
       * Format: date
       * @example 2026-11-01
       */
      to: string | null;
      /**
       * @description Completed transactions less refunds
       * @example 1250.00
       */
      total_revenue: string;
      total_transactions: number;
      /**
       * @description Revenue by completed transaction
       * @example 62.50
       */
      avg_order_value: string | null;
      completed_transactions: number;
      pending_transactions: number;
      cancelled_transactions: number;
      refunded_transactions: number;
      /** @description The five with the most revenue */
      top_products: {
        product: string;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        revenue: string;
      }[];
      /** @description The 30 days up to `to`, which defaults to today */
      recent_trend: {
        /**
         * Format: date
         * @example 2026-11-01
         */
        date: string;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        revenue: string;
        transaction_count: number;
      }[];
      /**
       * Format: date-time
       * @description What was committed before this time is counted
       */
      as_of: string;
    };
    DatabaseReport: {
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      as_of: string;
      size_bytes: number;
      connections: {
        /** @description `max_connections` */
        maximum: number;
        used: number;
        groups: {
          /** @example authenticator */
          role: string;
          /** @example idle */
          state: string;
          connections: number;
        }[];
      };
      /**
       * @description Share of the blocks that were in Postgres's memory, since `statistics_since`
       * @example 0.998
       */
      cache_hit_ratio: number | null;
      deadlocks: number;
      /** @description Written for sorts and joins that did not fit in memory */
      temporary_bytes: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      statistics_since: string | null;
      /** @description At most 20, by their time in the last day */
      slowest_statements: components["schemas"]["Statement"][];
      /** @description No query has used them since `statistics_since`; at most 100 */
      unused_indexes: {
        table: string;
        index: string;
        bytes: number;
      }[];
      duplicate_indexes: {
        table: string;
        indexes: string[];
      }[];
      /** @description Foreign keys whose columns no index begins with; at most 100 */
      missing_indexes: {
        table: string;
        columns: string[];
        references: string;
        /** @description Of the table, estimated */
        rows: number;
        /** @example create index concurrently on public.teams (client_id) */
        suggestion: string;
      }[];
      /** @description The 20 tables with the most rows that vacuum has yet to take away */
      dead_tuples: {
        table: string;
        live: number;
        dead: number;
        share: number;
        bytes: number;
        /**
         * Format: date-time
         * @example 2026-11-20T09:30:00+00:00
         */
        vacuumed_at: string | null;
      }[];
      longest_transaction: {
        pid: number;
        role: string | null;
        application: string;
        state: string | null;
        seconds: number;
        /**
         * @description The `queryid` of pg_stat_statements; 0 for all statements that cost little, together
         * @example -4021163671685826221
         */
        query_id: string | null;
        /**
         * @description Without values
         * @example select * from teams where id = $1
         */
        query: string | null;
      } | null;
      blocked_sessions: {
        pid: number;
        role: string | null;
        seconds: number;
        /** @example transactionid */
        waits_for: string;
        /** @description Process ids */
        blocked_by: number[];
        /**
         * @description The `queryid` of pg_stat_statements; 0 for all statements that cost little, together
         * @example -4021163671685826221
         */
        query_id: string | null;
        /**
         * @description Without values
         * @example select * from teams where id = $1
         */
        query: string | null;
      }[];
    };
    Decision: {
      /** Format: uuid */
      decision_id: string;
      agent: {
        /** Format: uuid */
        id: string;
        name: string;
      };
      /** @example 71.25 */
      score: number;
      terms: components["schemas"]["Terms"];
      /** @description Agents scored one by one; the index order rules out the rest */
      considered: number;
      /** @description Every agent was full; this agent takes the call without a slot */
      fallback: boolean;
      sector: string;
      /** Format: uuid */
      team_id: string | null;
      capabilities: string[];
      reference: string | null;
      /** Format: uuid */
      channel_id: string | null;
      /** @enum {string} */
      status: "open" | "completed" | "released" | "expired";
      /** @enum {string|null} */
      outcome: "successful" | "failed" | "abandoned" | null;
      handling_seconds: number | null;
      resolved: boolean | null;
      satisfaction: number | null;
      /**
       * Format: date-time
       * @description When the slot is freed unless released earlier; null for a fallback, which has no slot
       */
      expires_at: string | null;
      /** Format: date-time */
      ended_at: string | null;
      /** Format: date-time */
      created_at: string;
    };
    Delivery: {
      /** Format: uuid */
      id: string;
      /**
       * Format: uuid
       * @description The header webhook-id
       */
      event_id: string;
      event_type: string;
      /** Format: uuid */
      endpoint_id: string;
      /**
       * @description `scheduled` waits for its next attempt or the circuit breaker, `parked` for a replay of the endpoint
       * @enum {string}
       */
      status: "pending" | "scheduled" | "running" | "parked" | "delivered" | "failed" | "cancelled";
      attempt_count: number;
      max_attempts: number;
      /** Format: date-time */
      next_attempt_at: string | null;
      error: string | null;
      request_id: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      completed_at: string | null;
    };
    DeliveryDetails: components["schemas"]["Delivery"] & {
      attempts: {
        id: number;
        attempt: number;
        succeeded: boolean;
        status_code: number | null;
        duration_ms: number;
        error: string | null;
        /** @description First kilobyte of the response */
        response: string | null;
        /** Format: date-time */
        attempted_at: string;
      }[];
    };
    DependencyStats: {
      /**
       * @description `database`, `redis`, `auth`, a host, or `other`: further hosts
       * @example database
       */
      dependency: string;
      requests: number;
      /** @description Answers from 400 on, or none */
      errors: number;
      /** @description Answers from 500 on, or none */
      server_errors: number;
      /**
       * @description errors / requests
       * @example 0.012
       */
      error_rate: number;
      /**
       * @description Half of the requests took at most this; within 2 %
       * @example 42.7
       */
      p50_ms: number;
      /**
       * @description 95 % of the requests took at most this; within 2 %
       * @example 42.7
       */
      p95_ms: number;
      /**
       * @description 99 % of the requests took at most this; within 2 %
       * @example 42.7
       */
      p99_ms: number;
      /**
       * @description The longest
       * @example 42.7
       */
      max_ms: number;
      /**
       * @description The average
       * @example 42.7
       */
      mean_ms: number;
    };
    Deprecation: {
      /** @example aggregation-v1-trends */
      deprecation: string;
      routes: string[];
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      deprecated_at: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      sunset_at: string;
      /** @example /aggregation/v2 */
      successor: string;
      /**
       * Format: date-time
       * @description Since when the routes answer 410
       * @example 2026-11-20T09:30:00+00:00
       */
      began_at: string | null;
      forced: boolean;
      /** @description Tenants that called in the last seven days, at most 100 */
      calling: {
        /** Format: uuid */
        client_id: string;
        client_name: string;
        requests: number;
        /**
         * Format: date-time
         * @example 2026-11-20T09:30:00+00:00
         */
        last_at: string;
      }[];
    };
    DetailedError: components["schemas"]["ErrorGroup"] & {
      /** @description The last 20, newest first */
      occurrences: {
        /** Format: uuid */
        id: string;
        /**
         * Format: date-time
         * @example 2026-11-20T09:30:00+00:00
         */
        at: string;
        request_id: string | null;
        /** Format: uuid */
        user_id: string | null;
        release: string;
        stack: string;
      }[];
    };
    DryRun: {
      would_create: number;
      would_update: number;
      unchanged: number;
      skipped: number;
      would_create_organizations: number;
      would_create_products: number;
      unknown_columns: string[];
      errors: components["schemas"]["RowError"][];
      /** @description To look at, although it was imported */
      warnings: components["schemas"]["ImportWarning"][];
    };
    Email: {
      /** Format: uuid */
      id: string;
      /**
       * @example team_invitation
       * @enum {string}
       */
      template:
        | "welcome"
        | "email_verification"
        | "password_reset"
        | "team_invitation"
        | "usage_alert"
        | "weekly_digest"
        | "payment_receipt";
      to: string;
      locale: string;
      /** @enum {string} */
      status: "queued" | "sent" | "delivered" | "bounced" | "complained" | "suppressed" | "failed";
      /**
       * @description Which provider was asked last
       * @example resend
       */
      provider: string | null;
      /** @description Why it failed, or waits for another attempt */
      error: string | null;
      request_id: string | null;
      /**
       * Format: uuid
       * @description A user or API key; null for mails that we send
       */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      sent_at: string | null;
    };
    EmailAttempt: {
      provider: string;
      /**
       * @description unknown: it may have the mail, so no other provider is asked
       * @enum {string}
       */
      status: "taken" | "refused" | "unknown";
      status_code: number | null;
      duration_ms: number;
      error: string | null;
      /** Format: date-time */
      attempted_at: string;
    };
    EmailDetails: components["schemas"]["Email"] & {
      attempts: components["schemas"]["EmailAttempt"][];
      events: components["schemas"]["EmailEvent"][];
    };
    EmailEvent: {
      /** @enum {string} */
      type:
        | "sent"
        | "delivered"
        | "delayed"
        | "bounced"
        | "complained"
        | "failed"
        | "opened"
        | "clicked"
        | "unsubscribed";
      /** @description The provider, or `link` for what a link of the mail did */
      source: string;
      /** Format: date-time */
      occurred_at: string;
      /** Format: date-time */
      received_at: string;
      /** @description Whether a program opened or clicked */
      machine: boolean | null;
      reason: string | null;
      url: string | null;
    };
    EmailMetrics: {
      day?: string;
      /**
       * @example team_invitation
       * @enum {string}
       */
      template?:
        | "welcome"
        | "email_verification"
        | "password_reset"
        | "team_invitation"
        | "usage_alert"
        | "weekly_digest"
        | "payment_receipt";
      /** @description Taken by a provider */
      sent: number;
      /** @description Reached the recipient's server */
      delivered: number;
      /** @description Refused by the recipient's server */
      bounced: number;
      /** @description Marked as spam */
      complained: number;
      /** @description No provider took them */
      failed: number;
      /** @description Not sent, because the address is suppressed */
      suppressed: number;
      /** @description Opened by people, or clicked */
      opened: number;
      /** @description Clicked by people */
      clicked: number;
      /** @description Opened or clicked by programs, such as scanners */
      machine: number;
      delivery_rate: number | null;
      bounce_rate: number | null;
      complaint_rate: number | null;
      open_rate: number | null;
      click_rate: number | null;
    };
    EmailPreview: {
      subject: string;
      html: string;
      text: string;
    };
    /**
     * @example {
     *       "variables": {
     *         "tenant": "Initech",
     *         "url": "/start"
     *       },
     *       "locale": "en"
     *     }
     */
    EmailPreviewRequest: {
      /**
       * @description A value for each of the template's variables. `url` is a link, or a path below the app's address
       * @default {}
       * @example {
       *       "tenant": "Initech",
       *       "url": "/start"
       *     }
       */
      variables?: {
        [key: string]: string | number;
      };
      /**
       * @description English if the template is not written in the language
       * @default en
       * @example de
       */
      locale?: string;
      subject?: string;
      /** @description Words to try before they are saved */
      html?: string;
      text?: string;
    };
    EmailSuppression: {
      email: string;
      /**
       * @description `bounce`, `complaint` or `unsubscribe` if a mail led to it, otherwise what was sent
       * @example bounce
       */
      reason: string;
      /**
       * Format: uuid
       * @description The mail that was the reason
       */
      message_id: string | null;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
    };
    EmailTemplate: {
      /**
       * @example team_invitation
       * @enum {string}
       */
      name:
        | "welcome"
        | "email_verification"
        | "password_reset"
        | "team_invitation"
        | "usage_alert"
        | "weekly_digest"
        | "payment_receipt";
      subject: string;
      html: string;
      /** @description Null: made from the HTML */
      text: string | null;
      /** @description Each needs a value */
      variables: string[];
      /** @enum {string} */
      source: "default" | "tenant";
    };
    EmailTemplateSummary: {
      /**
       * @example team_invitation
       * @enum {string}
       */
      name:
        | "welcome"
        | "email_verification"
        | "password_reset"
        | "team_invitation"
        | "usage_alert"
        | "weekly_digest"
        | "payment_receipt";
      variables: string[];
      /** @enum {string} */
      source: "default" | "tenant";
    };
    Endpoint: {
      /** Format: uuid */
      id: string;
      url: string;
      event_types: string[];
      description: string | null;
      priority: number;
      enabled: boolean;
      /**
       * @description Why the system disabled it: it answered 410 or failed for five days
       * @enum {string|null}
       */
      disabled_reason: "gone" | "failing" | null;
      /**
       * Format: uuid
       * @description Who last set its URL and event types
       */
      author_id: string | null;
      /**
       * Format: uuid
       * @description The API key they did it with
       */
      author_key: string | null;
      /**
       * @description What its author may read now, of what they could when they set it up; events need their scope
       * @example [
       *       "opportunities:read",
       *       "teams:read"
       *     ]
       */
      scopes: string[];
      /** @description Deliveries that wait for a replay, counted up to 1,000 */
      parked: number;
      /** @description Parked deliveries that ended, because they became older than webhooks.parked_days */
      parked_dropped: number;
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    EndpointMetrics: {
      /** Format: uuid */
      endpoint_id: string;
      url: string;
      enabled: boolean;
      attempts: number;
      delivered: number;
      failed: number;
      success_rate: number | null;
      p50_ms: number | null;
      p95_ms: number | null;
    };
    EndpointRotation: {
      /**
       * @description How long former secrets stay valid; 0 ends them at once
       * @default 24
       */
      overlap_hours?: number;
    };
    EndpointWithSecret: components["schemas"]["Endpoint"] & {
      /**
       * @description Shown only once, never in a replayed answer
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      secret?: string;
    };
    Erasure: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status: "running" | "completed";
      /** @description How many rows got the pseudonym, of the tables that are done */
      tables: {
        table: string;
        rows: number;
      }[];
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      completed_at: string | null;
    };
    Error: {
      error: {
        /**
         * @description - `BAD_REQUEST` (400): The request cannot be read: invalid JSON, or a malformed header or cursor
         *     - `UNAUTHORIZED` (401): The token or API key is missing, invalid, expired or revoked
         *     - `FORBIDDEN` (403): The caller has no tenant, or the role or API key lacks the scope
         *     - `MFA_REQUIRED` (403): The tenant requires a second factor and the caller's session has none
         *     - `INVITATION_FOR_ANOTHER` (403): The invitation is for another address than the caller's confirmed one
         *     - `ADDRESS_NOT_ALLOWED` (403): The API key does not work from the caller's address
         *     - `NOT_FOUND` (404): Not found, or not visible to the caller
         *     - `INVITATION_NOT_FOUND` (404): The invitation is unknown, used, expired or withdrawn
         *     - `METHOD_NOT_ALLOWED` (405): The path does not support this method; see Allow
         *     - `CONFLICT` (409): The request conflicts with the current state
         *     - `IDEMPOTENCY_KEY_REUSED` (409): The Idempotency-Key was already used with a different body
         *     - `DUPLICATE_BATCH` (409): The same content was imported in the last 24 hours
         *     - `BATCH_NOT_PROCESSING` (409): Only a batch that is processing can be cancelled
         *     - `BATCH_NOT_ROLLBACKABLE` (409): Only a completed batch can be rolled back
         *     - `BATCH_ALREADY_ROLLED_BACK` (409): The batch has already been rolled back
         *     - `UPLOAD_NOT_OPEN` (409): The upload takes no more parts: it is complete or has ended
         *     - `UPLOAD_INCOMPLETE` (409): Parts of the upload are missing; see missing
         *     - `UPLOAD_NOT_READY` (409): Only an upload that is ready can be promoted
         *     - `UPLOAD_ENDED` (409): Only an unfinished upload can be cancelled
         *     - `LAST_OWNER` (409): The tenant would have no owner left
         *     - `LIMIT_REACHED` (409): The tenant has as many as its limit allows; details name limit, used and maximum
         *     - `API_KEY_INACTIVE` (409): The API key is revoked or expired
         *     - `CHANNEL_NAME_TAKEN` (409): The tenant already has a channel with this name
         *     - `DECISION_COMPLETED` (409): The decision is completed; it cannot be released or get another outcome
         *     - `DECISION_RELEASED` (409): The decision was released and cannot be completed
         *     - `NO_AGENT_AVAILABLE` (409): No agent has a free slot; see Retry-After
         *     - `TEAM_NAME_TAKEN` (409): Another active team of the tenant has this name
         *     - `JOB_NOT_RETRYABLE` (409): Only a dead, cancelled or waiting job can be retried
         *     - `JOB_NOT_CANCELLABLE` (409): Only a waiting job can be cancelled
         *     - `TASK_RUNNING` (409): The scheduled task is already running
         *     - `ENDPOINT_DISABLED` (409): The endpoint is disabled, so nothing can be sent to it
         *     - `VERSION_IN_USE` (409): Tenants still call what would end; see details
         *     - `VERSION_SUNSET` (410): The route has ended; the message names what to use instead
         *     - `VERSION_MISMATCH` (412): If-Match does not match the current version
         *     - `PAYLOAD_TOO_LARGE` (413): The body is larger than this function accepts
         *     - `BATCH_TOO_LARGE` (413): The batch has more rows than the tenant's limit
         *     - `UNSUPPORTED_MEDIA_TYPE` (415): The route does not accept this content type
         *     - `VALIDATION_ERROR` (422): The request is readable but invalid; see details
         *     - `DIGEST_MISMATCH` (422): Content-Digest is not the digest of the body
         *     - `URL_NOT_ALLOWED` (422): The URL is not https or resolves to an address that is not public
         *     - `RATE_LIMITED` (429): Too many requests; see Retry-After
         *     - `BLOCKED` (429): The caller was refused for so many minutes in a row that it is blocked; see Retry-After
         *     - `BATCH_QUOTA_EXCEEDED` (429): Too many batches in the last hour; see Retry-After
         *     - `ACCOUNT_QUOTA_EXCEEDED` (429): The user created as many tenants as a day allows; see Retry-After
         *     - `STORAGE_BUDGET_EXCEEDED` (429): The tenant would store more than its budget; details name limit, used and maximum
         *     - `CPU_BUDGET_EXCEEDED` (429): The tenant's requests of the last minute took more database time than its budget
         *     - `INTERNAL_ERROR` (500): An error on our side, logged under the request id
         *     - `SERVICE_UNAVAILABLE` (503): A dependency is unavailable; see Retry-After
         * @example VALIDATION_ERROR
         */
        code: string;
        /** @example The request is not valid: name is required */
        message: string;
        /**
         * @description One entry per error, with `path`, or `row` and `field`
         * @example [
         *       {
         *         "path": "name",
         *         "code": "invalid_type",
         *         "message": "is required"
         *       }
         *     ]
         */
        details: ({
          code: string;
          message: string;
        } & {
          [key: string]: unknown;
        })[];
        request_id: string;
        /** Format: date-time */
        timestamp: string;
      } & {
        [key: string]: unknown;
      };
    };
    ErrorGroup: {
      /** Format: uuid */
      id: string;
      /**
       * @description Version of the grouping and a hash; Sentry's events carry the same
       * @example 1-9f86d081884c7d65
       */
      fingerprint: string;
      /** @example database */
      category: string;
      /** @enum {string} */
      severity: "low" | "medium" | "high" | "critical";
      /**
       * @description Without values
       * @example The endpoint answered <n>
       */
      message: string;
      /** @example teams */
      function: string;
      /** @example SERVICE_UNAVAILABLE */
      code: string;
      /** @example GET /teams/v1/:team */
      action: string;
      /** @example functions/teams/index.ts getTeam */
      frame: string | null;
      count: number;
      /** @description Different users who met it */
      users: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      first_seen: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      last_seen: string;
      /**
       * @description `regressed` is a resolved one that happened again in a later release
       * @enum {string}
       */
      status: "open" | "resolved" | "ignored" | "regressed";
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      resolved_at: string | null;
      resolved_release: string | null;
      /** @description Counts of the last 24 hours, oldest first */
      trend: number[];
      /**
       * Format: uuid
       * @description Only with the secret key
       */
      client_id?: string | null;
    };
    EventType: {
      type: string;
      description: string;
      /**
       * @description Needed to receive it and to see its deliveries
       * @example teams:read
       */
      scope: string;
    };
    ExplainedDecision: components["schemas"]["Decision"] & {
      /** @description Up to ten of the best candidates at that time; one locked by another decision is left out */
      candidates: {
        agent: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        score: number;
        terms: components["schemas"]["Terms"];
        load: number;
        max_load: number;
      }[];
    };
    Flag: {
      /** @example new_trends */
      flag: string;
      enabled: boolean;
      percent: number | null;
      clients: string[];
      versions: string[] | null;
      /** @description The ETag */
      version: number;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
      /**
       * @description Why it is on or off for the tenant that `x-client-id` names
       * @example on: 20 %, bucket 7
       */
      explanation: string | null;
    };
    Health: {
      /** @enum {string} */
      status: "pass" | "warn" | "fail";
      serviceId: string;
      version: string;
      /** @description One entry per component, as in draft-inadarei-api-health-check-06 */
      checks: {
        [key: string]: components["schemas"]["HealthCheck"][];
      };
    };
    HealthCheck: {
      /** @enum {string} */
      status: "pass" | "warn" | "fail";
      /** @enum {string} */
      componentType: "component" | "datastore" | "system";
      /**
       * @description Response time, wait time or count
       * @example 12.4
       */
      observedValue: number | string | null;
      /** @example ms */
      observedUnit: string;
      /** @description How long the check took */
      duration_ms: number;
      /** Format: date-time */
      time: string;
      /** @description What is wrong, if the check does not pass */
      output?: string;
    };
    Import: {
      /** @description As many as the setting `import.max_rows` allows (500) */
      opportunities: components["schemas"]["NewOpportunity"][];
      /** @description Kept with the batch */
      filename?: string;
      options?: {
        /**
         * @description abort: one bad row and nothing is written; skip: the good rows are
         * @default abort
         * @enum {string}
         */
        on_error?: "abort" | "skip";
        /**
         * @description What to do with a row whose opportunity is known. A row that updates may have only some fields: those left out keep their values, `null` clears them
         * @default error
         * @enum {string}
         */
        on_conflict?: "error" | "skip" | "update";
        /**
         * @description What to do with a row whose opportunity is not known; skip or error makes the import update only
         * @default create
         * @enum {string}
         */
        on_missing?: "create" | "skip" | "error";
        /**
         * @description How a row finds its opportunity; name: rows without `external_id` by their name
         * @default external_id
         * @enum {string}
         */
        match?: "external_id" | "name";
        /**
         * @description What an empty cell or text does when a row updates: keep the value or clear it
         * @default keep
         * @enum {string}
         */
        empty?: "keep" | "clear";
        /** @description Unknown names to create; an unknown name is a row error otherwise */
        create_missing?: ("organizations" | "products")[];
        /**
         * @description Only tell what would happen
         * @default false
         */
        dry_run?: boolean;
        /**
         * @description Import although the same content was imported in the last 24 hours
         * @default false
         */
        force?: boolean;
        /**
         * @description Round amounts and probabilities to 2 decimals
         * @default false
         */
        round?: boolean;
      };
      /**
       * @description For rows with another system's names: the field that each fills, or `@name` as saved
       * @example @hubspot
       */
      mapping?: {
        [key: string]: string | string[] | null;
      } | string;
      /** @description What foreign values of a field mean */
      values?: {
        external_id?: {
          [key: string]: string;
        };
        name?: {
          [key: string]: string;
        };
        organization_id?: {
          [key: string]: string;
        };
        organization?: {
          [key: string]: string;
        };
        principal_id?: {
          [key: string]: string;
        };
        principal?: {
          [key: string]: string;
        };
        product_id?: {
          [key: string]: string;
        };
        product?: {
          [key: string]: string;
        };
        stage?: {
          [key: string]: string;
        };
        probability_percent?: {
          [key: string]: string;
        };
        amount?: {
          [key: string]: string;
        };
        currency?: {
          [key: string]: string;
        };
        expected_close_date?: {
          [key: string]: string;
        };
        deal_owner?: {
          [key: string]: string;
        };
        notes?: {
          [key: string]: string;
        };
        context?: {
          [key: string]: string;
        };
        custom_context?: {
          [key: string]: string;
        };
      };
      /** @description How texts with numbers and dates are written */
      formats?: {
        /** @enum {string} */
        number?: "auto" | "1234.56" | "1,234.56" | "1.234,56" | "1 234,56";
        /** @enum {string} */
        date?: "auto" | "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "excel";
      };
    };
    ImportMapping: {
      /** Format: uuid */
      id: string;
      name: string;
      /** @enum {string} */
      target: "opportunities" | "calls" | "transactions";
      mapping: {
        [key: string]: string | string[] | null;
      };
      values: {
        [key: string]: {
          [key: string]: string;
        };
      };
      formats: {
        [key: string]: string;
      };
      options: {
        [key: string]: unknown;
      };
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    ImportWarning: {
      field: string | null;
      /**
       * @description all_fractions, rounded_ids, no_ids, encoding, foreign_ids, time_zone
       * @example all_fractions
       */
      code: string;
      message: string;
    };
    Incident: {
      /** Format: uuid */
      id: string;
      /** @example redis */
      component: string;
      /** @enum {string} */
      status: "open" | "resolved";
      /**
       * @description The worst so far, by what fails and how many tenants it reaches; P1 is the worst
       * @enum {string}
       */
      severity: "P1" | "P2" | "P3" | "P4";
      /**
       * Format: date-time
       * @description The first bad minute
       * @example 2026-11-20T09:30:00+00:00
       */
      opened_at: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      detected_at: string;
      /**
       * Format: date-time
       * @description The first good minute
       * @example 2026-11-20T09:30:00+00:00
       */
      resolved_at: string | null;
      /** @description What happened, the oldest first */
      timeline: components["schemas"]["IncidentEntry"][];
      /** @description Tenants with failed requests since it opened; with the secret key only */
      affected_clients?: number;
    };
    IncidentEntry: {
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      at: string;
      /**
       * @description `setting`, `alert` and `release` are shown with the secret key only
       * @enum {string}
       */
      kind: "health" | "severity" | "maintenance" | "setting" | "alert" | "release" | "note";
      /** @example redis began to fail */
      text: string;
    };
    Invitation: {
      /** Format: uuid */
      id: string;
      email: string;
      /**
       * @description In ascending order; each grants what the roles before it grant
       * @example member
       * @enum {string}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer";
      /** @enum {string} */
      status: "open" | "expired" | "accepted" | "withdrawn";
      /** Format: date-time */
      expires_at: string;
      /** Format: uuid */
      invited_by: string;
      /** Format: date-time */
      created_at: string;
    };
    Job: {
      /** Format: uuid */
      id: string;
      /**
       * Format: uuid
       * @description Null for a system job
       */
      client_id: string | null;
      queue: string;
      type: string;
      /**
       * @example {
       *       "endpoint_id": "8b1f…"
       *     }
       */
      payload: {
        [key: string]: unknown;
      };
      /**
       * @description `scheduled` waits for its time, `pending` for a worker, `parked` for a release; `dead` has no attempts left
       * @enum {string}
       */
      status: "scheduled" | "pending" | "running" | "parked" | "completed" | "dead" | "cancelled";
      /** @description 0–10; a tenant's higher-priority jobs run first */
      priority: number;
      attempts: number;
      max_attempts: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      scheduled_for: string;
      /**
       * Format: date-time
       * @description Start of the last attempt
       * @example 2026-11-20T09:30:00+00:00
       */
      started_at: string | null;
      /**
       * Format: date-time
       * @description When the job was completed, cancelled or marked dead
       * @example 2026-11-20T09:30:00+00:00
       */
      completed_at: string | null;
      /** @description Why the last attempt failed */
      error_message: string | null;
      result: {
        [key: string]: unknown;
      } | null;
      /** @description Id of the request that created the job */
      request_id: string | null;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      created_at: string;
    };
    JobStats: {
      queues: {
        queue: string;
        pending: number;
        scheduled: number;
        running: number;
        parked: number;
        dead: number;
        /** @description How long the oldest due job has been waiting */
        oldest_due_seconds: number | null;
        completed_last_hour: number;
        /** @description Active workers, for all tenants */
        workers: number;
      }[];
      /** @description The last fifty; only with the secret key */
      workers: components["schemas"]["Worker"][] | null;
    };
    KeyRotation: {
      /**
       * @description How long the previous secret keeps working; 0 ends it immediately
       * @default 24
       */
      overlap_hours?: number;
    };
    Live: {
      /** @enum {string} */
      status: "pass";
      serviceId: string;
    };
    Load: {
      /** Format: uuid */
      agent_id: string;
      sector: string;
      /** @description Slots taken */
      load: number;
      max_load: number;
      available: boolean;
    };
    LogLine: {
      /** Format: uuid */
      id: string;
      /** Format: date-time */
      timestamp: string;
      /** @enum {string} */
      level: "debug" | "info" | "warn" | "error";
      /** @example teams */
      function: string;
      requestId: string | null;
      /** Format: uuid */
      userId: string | null;
      /** @example GET /teams/v1/:team */
      action: string | null;
      /**
       * @description Milliseconds
       * @example 18
       */
      duration: number | null;
      /** @example VALIDATION_ERROR */
      error: string | null;
      /**
       * @description What else the line says
       * @example {
       *       "status": 200
       *     }
       */
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: uuid
       * @description Only with the secret key
       */
      clientId?: string | null;
    };
    Maintenance: {
      /** Format: uuid */
      id: string;
      title: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      starts_at: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      ends_at: string;
      /** @description Empty for the whole service */
      components: string[];
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      created_at: string;
    };
    Member: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      team_id: string;
      /** Format: uuid */
      user_id: string;
      /** @enum {string} */
      role: "lead" | "member";
      title: string | null;
      /** @description The agents that work for them, primary ones first */
      agents: {
        /** Format: uuid */
        id: string;
        name: string;
        /** @enum {string} */
        kind: "human" | "ai";
        active: boolean;
        is_primary: boolean;
      }[];
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    MemberChange: {
      /**
       * @default member
       * @enum {string}
       */
      role?: "lead" | "member";
      /** @example Senior advisor */
      title?: string | null;
    };
    Membership: {
      /**
       * Format: uuid
       * @description The tenant
       */
      id: string;
      name: string;
      /**
       * @description In ascending order; each grants what the roles before it grant
       * @example member
       * @enum {string}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer";
      /**
       * @description suspended: closed by the operator; deleting: deleted by an owner, who can still restore it
       * @enum {string}
       */
      status: "active" | "suspended" | "deleting";
      /** @description The caller's next token acts for this tenant */
      active: boolean;
      /**
       * Format: date-time
       * @description Until then an owner can restore the tenant
       */
      delete_after: string | null;
    };
    NewAccount: {
      /** @example Initech */
      name: string;
      /**
       * @description ISO 4217
       * @default USD
       * @example EUR
       */
      currency?: string;
      /**
       * @description A name of the IANA time zone database
       * @default UTC
       * @example Europe/Berlin
       */
      time_zone?: string;
    };
    NewAgent: {
      /** @example Ada */
      name: string;
      /** @enum {string} */
      kind: "human" | "ai";
      /** @example Claims advisor */
      role?: string | null;
      /** @description System prompt of an AI agent */
      system_prompt?: string | null;
      /** @default [] */
      capabilities?: string[];
    };
    NewAlert: {
      /** @example Too many failures */
      name: string;
      /**
       * @description Rates are shares from 0 to 1. `error_group` counts the errors of a category in the hour; `failed_tasks`, `connections_used`, `changed_plans` (in the last hour) and `slower_statements` (three times slower than a week before) are the operator's.
       * @example error_rate
       * @enum {string}
       */
      metric:
        | "error_rate"
        | "p95_ms"
        | "p99_ms"
        | "requests"
        | "errors"
        | "queue_depth"
        | "oldest_due_seconds"
        | "dead_jobs"
        | "cache_hit_rate"
        | "failed_tasks"
        | "connections_used"
        | "changed_plans"
        | "slower_statements"
        | "error_group";
      /**
       * @description Requests: function, route, version, status. Jobs: queue. Tasks: task
       * @default {}
       */
      filter?: {
        /** @example routing */
        function?: string;
        route?: string;
        version?: string;
        /** @enum {string} */
        status?: "2xx" | "3xx" | "4xx" | "5xx";
        queue?: string;
        task?: string;
        category?: string;
      };
      /** @enum {string} */
      comparison: "above" | "below";
      /** @example 0.05 */
      threshold: number;
      /** @example 5 */
      for_minutes: number;
      /**
       * @description The value has to pass this one before the alert is over; defaults to the threshold
       * @default null
       */
      recover_threshold?: number | null;
      /**
       * @default [
       *       "event"
       *     ]
       */
      channels?: ("event" | "email")[];
      /** @default true */
      enabled?: boolean;
    };
    NewApiKey: {
      /** @example CRM export */
      name: string;
      /**
       * @description The key's scopes, limited to your own. Only an owner can give `api_keys:manage`
       * @example [
       *       "opportunities:read",
       *       "opportunities:import"
       *     ]
       */
      scopes: (
        | "account:export"
        | "account:read"
        | "account:write"
        | "agents:read"
        | "agents:write"
        | "alerts:write"
        | "analytics:read"
        | "api_keys:manage"
        | "archive:read"
        | "archive:write"
        | "audit:read"
        | "calls:write"
        | "channels:read"
        | "channels:write"
        | "email:read"
        | "email:send"
        | "email:write"
        | "jobs:read"
        | "jobs:write"
        | "members:write"
        | "metrics:read"
        | "metrics:run"
        | "observability:read"
        | "opportunities:import"
        | "opportunities:read"
        | "routing:decide"
        | "routing:read"
        | "search:read"
        | "settings:read"
        | "settings:write"
        | "teams:read"
        | "teams:write"
        | "transactions:write"
        | "webhooks:read"
        | "webhooks:write"
      )[];
      /**
       * @description A moment, or a day: its end in the tenant's time zone. Null if the key does not expire; a test key then ends after 90 days
       * @example 2099-12-31T23:59:59Z
       */
      expires_at?: string | null;
      /**
       * @description A `test` key begins with `fl_test_` and ends after at most 90 days. It works on the same data
       * @default live
       * @enum {string}
       */
      mode?: "live" | "test";
      /**
       * @description Addresses and networks that the key works from; null means everywhere
       * @default null
       * @example [
       *       "203.0.113.0/24",
       *       "2001:db8::1"
       *     ]
       */
      allowed_cidrs?: (string)[] | null;
    };
    NewArchiveHold: {
      /**
       * @description What the rows are
       * @example calls
       */
      kind: string;
      /**
       * @description A day begins in the tenant's time zone
       * @example 2026-01-01
       */
      from: string;
      /**
       * @description Exclusive; a bare day is included
       * @example 2026-03-31
       */
      to: string;
      /** @example Dispute with Northwind, file 27 */
      reason: string;
    };
    NewAssignments: {
      agent_ids: string[];
      /** @default false */
      is_primary?: boolean;
    };
    NewCall: {
      /**
       * @description Unique within the tenant; sending it again replaces the call
       * @example pbx-2026-11-01-0001
       */
      external_id: string;
      /**
       * Format: uuid
       * @description Either this or `agent`
       */
      agent_id?: string;
      /** @description The agent's name, if only one has it */
      agent?: string;
      /** Format: uuid */
      team_id?: string | null;
      /** @example claims */
      topic?: string | null;
      /** @enum {string} */
      outcome: "successful" | "failed" | "abandoned";
      resolved: boolean;
      satisfaction?: number | null;
      /** @example 182 */
      handling_seconds: number;
      wait_seconds?: number | null;
      /**
       * Format: date-time
       * @description Not in the future
       * @example 2026-11-01T09:30:00Z
       */
      started_at: string;
    };
    NewChannel: {
      /** @enum {string} */
      type: "voice" | "sms" | "whatsapp" | "email" | "webchat";
      /**
       * @description Unique within the tenant, case-insensitive
       * @example Support line
       */
      name: string;
      /**
       * @description Non-secret configuration, visible to everyone who can see the channel. Secrets belong in `credentials`
       * @example {
       *       "phone_number": "+4930901820"
       *     }
       */
      config?: {
        [key: string]: unknown;
      };
      credentials?: components["schemas"]["Credentials"];
    };
    NewDecision: {
      /**
       * Format: uuid
       * @description Among the agents assigned in this team
       */
      team_id?: string | null;
      /**
       * @description Among all agents of this sector; either this or `team_id`
       * @example insurance
       */
      sector?: string | null;
      /**
       * @description Each one an agent has raises its score
       * @default []
       * @example [
       *       "spanish"
       *     ]
       */
      capabilities?: string[];
      /** @description Your own reference for the call. While a decision with it is open, asking again returns that one */
      reference?: string | null;
      /** Format: uuid */
      channel_id?: string | null;
    };
    NewDecisions: {
      decisions: components["schemas"]["NewDecision"][];
    };
    /**
     * @example {
     *       "template": "welcome",
     *       "to": "grace@initech.test",
     *       "variables": {
     *         "tenant": "Initech",
     *         "url": "/start"
     *       },
     *       "locale": "en"
     *     }
     */
    NewEmail: {
      /**
       * @example team_invitation
       * @enum {string}
       */
      template:
        | "welcome"
        | "email_verification"
        | "password_reset"
        | "team_invitation"
        | "usage_alert"
        | "weekly_digest"
        | "payment_receipt";
      /** @example grace@initech.test */
      to: string;
      /**
       * @description A value for each of the template's variables. `url` is a link, or a path below the app's address
       * @default {}
       * @example {
       *       "tenant": "Initech",
       *       "url": "/start"
       *     }
       */
      variables?: {
        [key: string]: string | number;
      };
      /**
       * @description English if the template is not written in the language
       * @default en
       * @example de
       */
      locale?: string;
    };
    NewEmailSuppression: {
      /** @example grace@initech.test */
      email: string;
      /**
       * @default manual
       * @example asked by telephone
       */
      reason?: string;
    };
    NewEndpoint: {
      /**
       * Format: uri
       * @description Must be https, and every address of the host must be public
       * @example https://example.com/webhooks
       */
      url: string;
      /**
       * @description See GET /event-types for the scope that each needs; `*` stands for all that you may read
       * @example [
       *       "batch.completed",
       *       "team.created"
       *     ]
       */
      event_types: string[];
      description?: string | null;
      /**
       * @description While disabled, events are parked; replay sends them
       * @default true
       */
      enabled?: boolean;
      /**
       * @description The tenant's waiting deliveries go out by it, highest first
       * @default 5
       */
      priority?: number;
    };
    NewErasure: {
      /** @example ada@example.com */
      email: string;
    };
    NewFlag: {
      /** @description False turns it off for everyone */
      enabled: boolean;
      /** @description Tenants that it is on for, whatever the percent */
      clients?: string[] | null;
      /**
       * @description Share of tenants. A tenant keeps its answer; raising the share turns it off for nobody
       * @example 20
       */
      percent?: number | null;
      /**
       * @description API versions that it is on in; without them all
       * @example [
       *       "v2"
       *     ]
       */
      versions?: string[] | null;
    };
    NewImportMapping: {
      /**
       * @description What the rows of the files are; calls are sent to `POST /aggregation/v1/calls`, transactions to `POST /analytics/v1/transactions`
       * @default opportunities
       * @enum {string}
       */
      target?: "opportunities" | "calls" | "transactions";
      /**
       * @default {}
       * @example {
       *       "Deal Name": "name",
       *       "Associated Company": "organization"
       *     }
       */
      mapping?: {
        [key: string]: string | string[] | null;
      };
      /**
       * @default {}
       * @example {
       *       "stage": {
       *         "Closed Won": "won"
       *       }
       *     }
       */
      values?: {
        [key: string]: {
          [key: string]: string;
        };
      };
      /**
       * @default {}
       * @example {
       *       "number": "1.234,56",
       *       "date": "DD.MM.YYYY"
       *     }
       */
      formats?: {
        /** @enum {string} */
        number?: "auto" | "1234.56" | "1,234.56" | "1.234,56" | "1 234,56";
        /** @enum {string} */
        date?: "auto" | "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "excel";
        /** @enum {string} */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
      };
      /**
       * @default {}
       * @example {
       *       "on_error": "skip",
       *       "create_missing": [
       *         "organizations"
       *       ]
       *     }
       */
      options?: {
        /**
         * @description abort: one bad row and nothing is written; skip: the good rows are
         * @default abort
         * @enum {string}
         */
        on_error?: "abort" | "skip";
        /**
         * @description What to do with a row whose opportunity is known. A row that updates may have only some fields: those left out keep their values, `null` clears them
         * @default error
         * @enum {string}
         */
        on_conflict?: "error" | "skip" | "update";
        /**
         * @description What to do with a row whose opportunity is not known; skip or error makes the import update only
         * @default create
         * @enum {string}
         */
        on_missing?: "create" | "skip" | "error";
        /**
         * @description How a row finds its opportunity; name: rows without `external_id` by their name
         * @default external_id
         * @enum {string}
         */
        match?: "external_id" | "name";
        /**
         * @description What an empty cell or text does when a row updates: keep the value or clear it
         * @default keep
         * @enum {string}
         */
        empty?: "keep" | "clear";
        /** @description Unknown names to create; an unknown name is a row error otherwise */
        create_missing?: ("organizations" | "products")[];
        /**
         * @description Round amounts and probabilities to 2 decimals
         * @default false
         */
        round?: boolean;
        /** @enum {string} */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        sheet?: string;
      };
    };
    NewIncidentNote: {
      /**
       * @description The status page shows it to everybody
       * @example We have found the cause and are restarting the database.
       */
      text: string;
    };
    NewInvitation: {
      /** @example ada@example.com */
      email: string;
      /**
       * @description In ascending order; each grants what the roles before it grant
       * @example member
       * @enum {string}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer";
    };
    NewMaintenance: {
      /** @example Upgrade of the database */
      title: string;
      /** Format: date-time */
      starts_at: string;
      /**
       * Format: date-time
       * @description At most 30 days later
       */
      ends_at: string;
      /**
       * @description Parts of the status page; empty for the whole service
       * @default []
       * @example [
       *       "database"
       *     ]
       */
      components?: string[];
    };
    NewMember: {
      /**
       * @default member
       * @enum {string}
       */
      role?: "lead" | "member";
      /** @example Senior advisor */
      title?: string | null;
      /**
       * Format: uuid
       * @description A member of the tenant
       */
      user_id: string;
    };
    NewOpportunity: {
      /** @description Your own id of the opportunity, unique in the tenant */
      external_id?: string;
      /**
       * @description Required
       * @example Northwind Logistics: renewal
       */
      name: string;
      /**
       * Format: uuid
       * @description The customer; this or `organization` is required, not both
       */
      organization_id?: string;
      /**
       * @description The customer by name, without regard to case
       * @example Northwind Logistics
       */
      organization?: string;
      /**
       * Format: uuid
       * @description On whose behalf it is sold
       */
      principal_id?: string;
      /** @description The principal by name */
      principal?: string;
      /**
       * Format: uuid
       * @description What is sold
       */
      product_id?: string;
      /** @description The product by name */
      product?: string;
      /**
       * @default prospecting
       * @enum {string}
       */
      stage?: "prospecting" | "engaging" | "qualified" | "proposal" | "negotiation" | "won" | "lost";
      probability_percent?: number;
      /**
       * @description At least 0, at most 2 decimals; a decimal string keeps every digit
       * @example 1054.00
       */
      amount?: number | string;
      /**
       * @description ISO 4217; the tenant's currency when left out
       * @example EUR
       */
      currency?: string;
      /**
       * Format: date
       * @example 2026-12-31
       */
      expected_close_date?: string;
      /** @description Who works on it */
      deal_owner?: string;
      /** @description Anything else */
      notes?: string;
      /** @description What other systems know about it */
      context?: {
        [key: string]: unknown;
      };
      /** @description Fields of your own */
      custom_context?: {
        [key: string]: unknown;
      };
    };
    NewRefund: {
      /**
       * @description At most what is left of the transaction, which is the default
       * @example 10.00
       */
      amount?: string;
      /**
       * Format: date-time
       * @description Defaults to now
       */
      occurred_at?: string;
      /** @description Made up if left out */
      external_id?: string;
    };
    NewSource: {
      /** @example Billing */
      name: string;
      /**
       * @description The sender; fixes how its requests are signed. `generic` is hmac-sha256 with your own options
       * @example github
       * @enum {string|null}
       */
      preset?: "stripe" | "github" | "shopify" | "slack" | "woocommerce" | "generic" | null;
      /**
       * @description Required without preset. standard: Standard Webhooks. hmac-sha256: the body's HMAC in `header`
       * @example hmac-sha256
       * @enum {string}
       */
      scheme?: "standard" | "hmac-sha256";
      /** @description The secret that the sender issued; without one we make it. Never returned */
      secret?: string;
      /**
       * @description For hmac-sha256: the header with the signature; defaults to the preset's or x-signature
       * @example x-hub-signature-256
       */
      header?: string | null;
      /**
       * @description For hmac-sha256: how the signature is written; either is taken if left out
       * @enum {string|null}
       */
      encoding?: "hex" | "base64" | null;
      /**
       * @description For hmac-sha256: what stands before the signature in its header
       * @example sha256=
       */
      prefix?: string | null;
      /** @description For hmac-sha256: the header with the time, when the signature is of `<time>.<body>`, `<time>:<body>` or `v0:<time>:<body>`; it must be within 300 s of now */
      timestamp_header?: string | null;
      /**
       * @description Where the event's id stands: `header:<name>`, `body:<JSON pointer>`, or `hash` of the body. Defaults to the preset's place, for standard to webhook-id, else to `hash`. An event without one gets the hash
       * @example header:x-github-delivery
       */
      id_from?: string;
      /**
       * @description Where the event's type stands: `header:<name>` or `body:<JSON pointer>`. Defaults to the preset's place, else to `body:/type`
       * @example header:x-github-event
       */
      type_from?: string;
      /**
       * @description The longest body that is taken; 262,144 if left out
       * @example 262144
       */
      max_bytes?: number | null;
    };
    NewTeam: {
      /**
       * @description Unique among the active teams
       * @example Renewals
       */
      name: string;
      /**
       * @description The sector that its agents serve
       * @example insurance
       */
      sector: string;
      description?: string | null;
    };
    NewTransaction: {
      /**
       * @description Unique within the tenant; sending it again replaces the transaction
       * @example order-1001
       */
      external_id: string;
      /**
       * Format: date-time
       * @description A moment, or a day of the tenant; not in the future
       * @example 2026-11-01T09:30:00Z
       */
      occurred_at: string;
      /**
       * @description Zero or more, with no more decimals than the currency has
       * @example 49.90
       */
      amount: string | number;
      /**
       * @description ISO 4217; defaults to the tenant's
       * @example EUR
       */
      currency?: string | null;
      /**
       * @description `refunded` sent first under an id takes its amount off the revenue; a sale that becomes `refunded` brings none any more
       * @enum {string}
       */
      status: "completed" | "pending" | "cancelled" | "refunded";
      /** @example Stapler */
      product?: string | null;
      /** @default 1 */
      quantity?: number;
      customer: {
        /** @example c-17 */
        external_id: string;
        /** @example Ada Lovelace */
        name?: string | null;
        /** @example ada@example.com */
        email?: string | null;
      };
    };
    NewUpload: {
      /** @example opportunities.csv */
      filename: string;
      /**
       * @description Bytes of the whole file; compared when the upload is completed
       * @example 24500000
       */
      size?: number;
      /**
       * @default opportunities
       * @enum {string}
       */
      target?: "opportunities";
      /**
       * @example {
       *       "on_error": "skip"
       *     }
       */
      options?: {
        /**
         * @description abort: one bad row and nothing is written; skip: the good rows are
         * @default abort
         * @enum {string}
         */
        on_error?: "abort" | "skip";
        /**
         * @description What to do with a row whose opportunity is known. A row that updates may have only some fields: those left out keep their values, `null` clears them
         * @default error
         * @enum {string}
         */
        on_conflict?: "error" | "skip" | "update";
        /**
         * @description What to do with a row whose opportunity is not known; skip or error makes the import update only
         * @default create
         * @enum {string}
         */
        on_missing?: "create" | "skip" | "error";
        /**
         * @description How a row finds its opportunity; name: rows without `external_id` by their name
         * @default external_id
         * @enum {string}
         */
        match?: "external_id" | "name";
        /**
         * @description What an empty cell or text does when a row updates: keep the value or clear it
         * @default keep
         * @enum {string}
         */
        empty?: "keep" | "clear";
        /** @description Unknown names to create; an unknown name is a row error otherwise */
        create_missing?: ("organizations" | "products")[];
        /**
         * @description Import although the same content was imported in the last 24 hours
         * @default false
         */
        force?: boolean;
        /**
         * @description Round amounts and probabilities to 2 decimals
         * @default false
         */
        round?: boolean;
        /**
         * @default auto
         * @enum {string}
         */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        /**
         * @default auto
         * @enum {string}
         */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
        /** @description The name or number of a sheet of an .xlsx file; the first that is not hidden if left out */
        sheet?: string;
      };
      /**
       * @description The field, or list of fields, that a foreign column fills, empty to leave the column out; or the name of a saved mapping like `@hubspot`
       * @example {
       *       "deal_stage": "stage"
       *     }
       */
      mapping?: {
        [key: string]: string | string[] | null;
      } | string;
      /**
       * @description What foreign values of a field mean, without regard to case; empty for no value
       * @example {
       *       "stage": {
       *         "Closed Won": "won"
       *       }
       *     }
       */
      values?: {
        external_id?: {
          [key: string]: string;
        };
        name?: {
          [key: string]: string;
        };
        organization_id?: {
          [key: string]: string;
        };
        organization?: {
          [key: string]: string;
        };
        principal_id?: {
          [key: string]: string;
        };
        principal?: {
          [key: string]: string;
        };
        product_id?: {
          [key: string]: string;
        };
        product?: {
          [key: string]: string;
        };
        stage?: {
          [key: string]: string;
        };
        probability_percent?: {
          [key: string]: string;
        };
        amount?: {
          [key: string]: string;
        };
        currency?: {
          [key: string]: string;
        };
        expected_close_date?: {
          [key: string]: string;
        };
        deal_owner?: {
          [key: string]: string;
        };
        notes?: {
          [key: string]: string;
        };
        context?: {
          [key: string]: string;
        };
        custom_context?: {
          [key: string]: string;
        };
      };
      /**
       * @description How numbers, days and characters are written; auto looks at the whole column
       * @example {
       *       "date": "DD/MM/YYYY"
       *     }
       */
      formats?: {
        /** @enum {string} */
        number?: "auto" | "1234.56" | "1,234.56" | "1.234,56" | "1 234,56";
        /** @enum {string} */
        date?: "auto" | "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "excel";
        /** @enum {string} */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
      };
      /**
       * @description False: wait for `promote` when the file is checked, and write nothing before
       * @default true
       */
      auto_promote?: boolean;
    };
    Opportunity: {
      /** Format: uuid */
      id: string;
      external_id: string | null;
      name: string;
      /** Format: uuid */
      organization_id: string;
      /** Format: uuid */
      principal_id: string | null;
      /** Format: uuid */
      product_id: string | null;
      /** @enum {string} */
      stage: "prospecting" | "engaging" | "qualified" | "proposal" | "negotiation" | "won" | "lost";
      probability_percent: number | null;
      /** @example 1054.00 */
      amount: string | null;
      currency: string;
      /** Format: date */
      expected_close_date: string | null;
      deal_owner: string | null;
      notes: string | null;
      context: {
        [key: string]: unknown;
      };
      custom_context: {
        [key: string]: unknown;
      };
    } & {
      [key: string]: unknown;
    };
    OwnEmailTemplate: {
      /** @example Welcome to {{tenant}} */
      subject: string;
      /** @example <h1>Welcome</h1><p><a href="{{url}}">Begin</a></p> */
      html: string;
      text?: string | null;
    };
    OwnEvent: {
      /** @example report.opened */
      event_type: string;
      /**
       * Format: date-time
       * @description Defaults to now; not in the future
       */
      occurred_at?: string;
      /**
       * @description At most 4,096 bytes
       * @example {
       *       "plan": "pro"
       *     }
       */
      metadata?: {
        [key: string]: unknown;
      };
      /**
       * @description Unique within the tenant; sent again, the event is not counted again
       * @example report-17-opened
       */
      dedupe_key?: string;
    };
    OwnEvents: {
      events: components["schemas"]["OwnEvent"][];
    };
    Pagination: {
      limit: number;
      next_cursor: string | null;
      has_more: boolean;
      total?: number;
    };
    Performance: {
      /**
       * Format: date
       * @example 2026-11-01
       */
      from: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      to: string;
      /** @enum {string} */
      group_by: "day" | "week" | "month";
      /** @description Ascending by first day; periods without calls are omitted */
      periods: {
        /** @description Includes abandoned calls */
        calls_handled: number;
        calls_successful: number;
        calls_failed: number;
        calls_abandoned: number;
        /**
         * @description Successful / handled; null without calls
         * @example 0.75
         */
        success_rate: number | null;
        /**
         * @description Resolved / handled; null without calls
         * @example 0.75
         */
        resolution_rate: number | null;
        /** @description Average over rated calls, 1–5 */
        avg_satisfaction: number | null;
        /** @description Average over answered calls */
        avg_handling_seconds: number | null;
        avg_wait_seconds: number | null;
        /**
         * Format: date
         * @example 2026-11-01
         */
        period: string;
      }[];
    };
    Pipeline: {
      currency: string;
      /** @enum {string} */
      group_by: "stage" | "owner" | "month";
      /** @description At most 1,000 */
      groups: {
        /**
         * @description Null for no owner or month
         * @example proposal
         */
        group: string | null;
        open: number;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        open_amount: string;
        /**
         * @description Open amounts by their probability
         * @example 500.00
         */
        weighted_amount: string;
        won: number;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        won_amount: string;
        lost: number;
        /**
         * @description Won / (won + lost)
         * @example 0.4
         */
        win_rate: number | null;
      }[];
      /** Format: date-time */
      as_of: string;
    };
    ProductRevenue: {
      product: string;
      /**
       * @description In the currency of the answer
       * @example 1250.00
       */
      revenue: string;
      /** @description Of completed transactions */
      quantity: number;
      /** @description Completed ones */
      transactions: number;
      /**
       * @description Of all revenue; null if there is none
       * @example 0.25
       */
      share: number | null;
    };
    Recorded: {
      received: number;
      created: number;
      updated: number;
      /** @description Already recorded with the same values */
      unchanged: number;
      /** @description Invalid rows, left out by `on_error=skip` */
      failed?: number;
      errors?: components["schemas"]["RowError"][];
      /**
       * Format: uuid
       * @description Where `errors.csv` is, if rows are invalid; only of files, and of JSON with options or a mapping
       */
      batch_id?: string | null;
      /** @description Columns that are no field */
      unknown_columns?: string[];
      /** @description To look at, although it was recorded */
      warnings?: components["schemas"]["ImportWarning"][];
    };
    RecordedEvents: {
      received: number;
      recorded: number;
      /** @description Known by their `dedupe_key` */
      duplicates: number;
    };
    RecordedTransactions: {
      received: number;
      created: number;
      updated: number;
      /** @description Already recorded with the same values */
      unchanged: number;
      /** @description Of a file: columns that are no field */
      unknown_columns?: string[];
      /** @description Of a file: to look at, although it was recorded */
      warnings?: components["schemas"]["ImportWarning"][];
    };
    Reencryption: {
      /** @description Secrets that this call moved to the newest key */
      moved: number;
      /** @description Secrets of every kind under other keys; call again until 0 */
      remaining: number;
      /** @description Of those, secrets that this call could not decrypt: the key is missing or they are damaged */
      failed: number;
    };
    Replay: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      event_types?: string[];
      /**
       * @description Only events that were never delivered
       * @default false
       */
      only_failed?: boolean;
    };
    Replayed: {
      replayed: number;
    };
    RequestStats: {
      function?: string;
      version?: string;
      /** @example GET /teams/v1/{team} */
      route?: string;
      /** @example 2xx */
      status?: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      minute?: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      hour?: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      day?: string;
      requests: number;
      /** @description Answers from 400 on, or none */
      errors: number;
      /** @description Answers from 500 on, or none */
      server_errors: number;
      /**
       * @description errors / requests
       * @example 0.012
       */
      error_rate: number;
      /**
       * @description Half of the requests took at most this; within 2 %
       * @example 42.7
       */
      p50_ms: number;
      /**
       * @description 95 % of the requests took at most this; within 2 %
       * @example 42.7
       */
      p95_ms: number;
      /**
       * @description 99 % of the requests took at most this; within 2 %
       * @example 42.7
       */
      p99_ms: number;
      /**
       * @description The longest
       * @example 42.7
       */
      max_ms: number;
      /**
       * @description The average
       * @example 42.7
       */
      mean_ms: number;
      /** @description Different signed-in users */
      active_users: number;
      /** @description Isolates that started; by function, with the secret key */
      cold_starts?: number;
      /** @description Median time until the code was loaded */
      cold_start_ms?: number;
      peak_memory_bytes?: number;
    };
    Revenue: {
      currency: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      from: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      to: string;
      /** @enum {string} */
      group_by: "day" | "week" | "month";
      /** @description Ascending by first day; periods without transactions are omitted */
      periods: {
        /**
         * Format: date
         * @example 2026-11-01
         */
        date: string;
        /**
         * @description In the currency of the answer
         * @example 1250.00
         */
        total_revenue: string;
        /** @description Completed transactions */
        transaction_count: number;
        /**
         * @description In the currency of the answer
         * @example 62.50
         */
        avg_transaction_value: string | null;
        /** @description With a completed transaction in the period */
        unique_customers: number;
      }[];
      /**
       * @description Completed transactions less refunds
       * @example 1250.00
       */
      total_revenue: string;
      total_transactions: number;
      /**
       * @description Over the days of the window
       * @example 41.67
       */
      avg_daily_revenue: string;
      /**
       * Format: date-time
       * @description What was committed before this time is counted
       */
      as_of: string;
    };
    Revocation: {
      /** Format: uuid */
      session_id: string;
    } | {
      /**
       * Format: uuid
       * @description A member; needs members:write
       */
      user_id: string;
    };
    Revoked: {
      revoked: number;
    };
    RoleChange: {
      /**
       * @description In ascending order; each grants what the roles before it grant
       * @example member
       * @enum {string}
       */
      role: "owner" | "admin" | "manager" | "member" | "viewer";
    };
    Rollback: {
      batch: components["schemas"]["Batch"];
      /** @description Opportunities that the batch had created */
      deleted: number;
      /** @description Opportunities that the batch had updated */
      restored: number;
      /** @description The first 1,000 rows that stay as they are */
      kept: {
        /** Format: uuid */
        opportunity_id: string;
        external_id: string | null;
        /** @example edited since the import */
        reason: string;
      }[];
      organizations_deleted: number;
      products_deleted: number;
    };
    Rotation: {
      credentials: components["schemas"]["Credentials"];
    };
    RoutingHealth: {
      /** @description Active agents with and without a slot */
      sectors: {
        sector: string;
        with_slot: number;
        without_slot: number;
      }[];
      last_hour: {
        decisions: number;
        /** @description Calls answered with 409 */
        no_agent_available: number;
      };
    };
    RowError: {
      /**
       * @description Counts data rows from 1
       * @example 17
       */
      row: number;
      /**
       * @description CSV: the line of the file that the row begins at
       * @example 18
       */
      line?: number;
      /**
       * @description Null: the row as a whole
       * @example probability_percent
       */
      field: string | null;
      /**
       * @description required, type, length, range, format, unknown_value, unknown_reference, ambiguous, unknown_field, duplicate_in_file, already_exists, characters, ragged_row, quotes
       * @example range
       */
      code: string;
      /** @example probability_percent is 140, must be 0–100 */
      message: string;
    };
    Sample: {
      /**
       * @example [
       *       "Deal Name",
       *       "Amount"
       *     ]
       */
      columns: string[];
      /**
       * @example [
       *       [
       *         "Northwind: renewal",
       *         "1,054.00"
       *       ]
       *     ]
       */
      rows: (string | number | boolean | null)[][];
    };
    Schedule: {
      /** @example aggregate_performance */
      name: string;
      /**
       * @description Cron expression, in UTC
       * @example * * * * *
       */
      schedule: string;
      /**
       * @description The task that must have succeeded before: this hour, or today if this one runs once a day
       * @example sum_transactions
       */
      depends_on: string | null;
      /** @description The alert metric `failed_tasks` counts a failure from so many in a row on */
      alert_after_failures: number;
      /** @description A run that takes longer is ended, and has failed */
      timeout_seconds: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      next_run: string | null;
      /** @description Was due more than five minutes ago and has not begun */
      late: boolean;
      running: boolean;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      last_run: string | null;
      duration_ms: number | null;
      succeeded: boolean | null;
      /** @description Result of the last run, only with the secret key; others see that it failed */
      result: string | null;
      /** @description Tenants that runs leave out until a retry succeeds, at most 100; only with the secret key */
      failing_tenants?: {
        /** Format: uuid */
        client_id: string;
        error: string;
        attempts: number;
        /**
         * Format: date-time
         * @example 2026-11-20T09:30:00+00:00
         */
        since: string;
        /**
         * Format: date-time
         * @example 2026-11-20T09:30:00+00:00
         */
        next_try: string;
      }[];
    };
    SearchAnalytics: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
      searches: number;
      searches_without_result: number;
      /** @description Those whose query fewer than three callers asked */
      searches_not_shown: number;
      top_queries: {
        query: string;
        searches: number;
      }[];
      queries_without_result: {
        query: string;
        searches: number;
      }[];
      clicks_by_rank: {
        rank: number;
        clicks: number;
      }[];
    };
    SearchClick: {
      /**
       * Format: uuid
       * @description Of the answer whose hit was opened
       */
      search_id: string;
      /** @enum {string} */
      type:
        | "opportunities"
        | "organizations"
        | "principals"
        | "products"
        | "customers"
        | "agents"
        | "teams"
        | "channels";
      /** Format: uuid */
      id: string;
      /** @description Its place among the hits, from 1 */
      rank: number;
    };
    SearchHit: {
      /** @enum {string} */
      type:
        | "opportunities"
        | "organizations"
        | "principals"
        | "products"
        | "customers"
        | "agents"
        | "teams"
        | "channels";
      /** Format: uuid */
      id: string;
      title: string;
      /**
       * @description HTML: what matches is in <mark>, all else is escaped
       * @example The <mark>North</mark> Wind Company
       */
      snippet: string;
      /**
       * @description The title is what was asked, begins with it, or has its words; the text has them; or with a typo
       * @enum {string}
       */
      reason: "exact" | "prefix" | "title" | "text" | "typo";
      /**
       * @description 0–1; hits are sorted by it, then newest first
       * @example 0.8
       */
      score: number;
      /** Format: date-time */
      updated_at: string;
    };
    Secret: {
      /** @enum {string} */
      kind: "api_key" | "channel" | "webhook_endpoint" | "webhook_source";
      /**
       * Format: uuid
       * @description Of the key, channel, endpoint or source
       */
      id: string;
      /** @description Its name, or the endpoint's URL */
      name: string;
      /** Format: date-time */
      created_at: string;
      age_days: number;
      /**
       * Format: date-time
       * @description When it ends, or by `secrets.max_age_days` should be replaced; null for neither
       */
      expires_at: string | null;
      /** @description Whether it stops working at `expires_at` */
      ends: boolean;
      /**
       * Format: date-time
       * @description Known of API keys only
       */
      last_used_at: string | null;
      /** @description The master key that encrypts it; null for API keys */
      key_id: string | null;
    };
    SectorRules: {
      /** @description Kept if left out; 5 at first */
      priority?: number;
      /** @description Concurrent calls. Kept if left out; 10 at first */
      max_load?: number;
      /** @description Kept if left out; true at first */
      available?: boolean;
    };
    SendEmailHook: {
      user: {
        /** @default  */
        email?: string;
        /** @default  */
        new_email?: string;
        user_metadata?:
          | ({
            locale?: unknown;
          } & {
            [key: string]: unknown;
          })
          | null;
      } & {
        [key: string]: unknown;
      };
      email_data: {
        email_action_type: string;
        /** @default  */
        token?: string;
        /** @default  */
        token_hash?: string;
        /** @default  */
        token_new?: string;
        /** @default  */
        token_hash_new?: string;
        /** @default  */
        redirect_to?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      [key: string]: unknown;
    };
    SentInvitation: components["schemas"]["Invitation"] & {
      /** @description Shown once, for the link in the invitation; a replayed answer has none */
      token?: string;
    };
    Session: {
      /** Format: uuid */
      id: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description When its token was last refreshed
       */
      last_used_at: string;
      ip: string | null;
      user_agent: string | null;
      /** @description The user has shown a second factor in this session */
      mfa: boolean;
      /** @description The session of this request's token */
      current: boolean;
    };
    Setting: {
      /** @example import.max_rows */
      key: string;
      value: number | boolean | string | Record<string, never>;
      default_value: number | boolean | string | Record<string, never>;
      is_default: boolean;
      description: string;
      /** @description Can only be set with the secret key */
      operator_only: boolean;
      /** @description The ETag; 0 if never set */
      version: number;
      /**
       * Format: uuid
       * @description Null if never set, or set by the operator
       */
      updated_by: string | null;
      /** Format: date-time */
      updated_at: string | null;
    };
    SettingChange: {
      id: number;
      key: string;
      /** @description Null stands for the default */
      old_value: number | boolean | string | Record<string, never> | null;
      /** @description Null stands for the default */
      new_value: number | boolean | string | Record<string, never> | null;
      /**
       * Format: uuid
       * @description Null stands for the operator
       */
      changed_by: string | null;
      /**
       * Format: uuid
       * @description The API key that was used
       */
      key_id: string | null;
      request_id: string | null;
      /** Format: date-time */
      changed_at: string;
    };
    /**
     * @example {
     *       "import.max_rows": 800,
     *       "import.batches_per_hour": null
     *     }
     */
    SettingChanges: {
      [key: string]: number | boolean | string | Record<string, never> | null;
    };
    SettingDefinition: {
      key: string;
      /** @enum {string} */
      type: "integer" | "number" | "boolean" | "string" | "object";
      default_value: number | boolean | string | Record<string, never>;
      /** @description For a string, the minimum length */
      minimum: number | null;
      maximum: number | null;
      allowed: (number | boolean | string | Record<string, never>)[] | null;
      description: string;
      operator_only: boolean;
    };
    SettingValue: {
      /**
       * @description Must match the type and bounds of the definition
       * @example 500
       */
      value: number | boolean | string | Record<string, never>;
    };
    ShownApiKey: components["schemas"]["ApiKey"] & {
      /**
       * @description The key, returned only here: store it now. Omitted from an answer replayed by Idempotency-Key
       * @example fl_live_k3b0x2ma_…
       */
      key?: string;
    };
    SignInPolicy: {
      /** @description The setting security.require_mfa */
      require_mfa: boolean;
      mfa_grace_days: number;
      /**
       * Format: date-time
       * @description From then on a token without a second factor opens nothing; null if none is required
       */
      mfa_required_from: string | null;
      members: number;
      members_without_mfa: number;
      /** @description At most 1,000 members who have no second factor, owners first */
      without_mfa: {
        /** Format: uuid */
        user_id: string;
        email: string;
        /**
         * @description In ascending order; each grants what the roles before it grant
         * @example member
         * @enum {string}
         */
        role: "owner" | "admin" | "manager" | "member" | "viewer";
      }[];
    };
    SlowStatement: {
      id: number;
      /**
       * Format: date-time
       * @description The minute
       * @example 2026-11-20T09:30:00+00:00
       */
      starts_at: string;
      /**
       * @description The `queryid` of pg_stat_statements; 0 for all statements that cost little, together
       * @example -4021163671685826221
       */
      query_id: string;
      /**
       * @description Without values
       * @example select * from teams where id = $1
       */
      query: string;
      calls: number;
      /**
       * @description Of all calls of the minute
       * @example 42.7
       */
      total_ms: number;
      /**
       * @description The average of the minute
       * @example 42.7
       */
      mean_ms: number;
      /**
       * @description The longest call; null if no longer than the longest of an earlier minute
       * @example 42.7
       */
      max_ms: number | null;
      rows: number;
      /** @description Blocks of 8 kB found in memory */
      blocks_hit: number;
      /** @description Blocks of 8 kB read from outside of it */
      blocks_read: number;
    };
    Source: {
      /**
       * Format: uuid
       * @description Last part of the URL that receives events: /webhooks/v1/in/{id}
       */
      id: string;
      name: string;
      /** @enum {string|null} */
      preset: "stripe" | "github" | "shopify" | "slack" | "woocommerce" | "generic" | null;
      /** @enum {string} */
      scheme: "standard" | "hmac-sha256";
      header: string | null;
      /** @enum {string|null} */
      encoding: "hex" | "base64" | null;
      prefix: string | null;
      timestamp_header: string | null;
      id_from: string | null;
      type_from: string | null;
      max_bytes: number;
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    SourceRotation: {
      /**
       * @description How long former secrets stay valid; 0 ends them at once
       * @default 24
       */
      overlap_hours?: number;
      /** @description The secret that the sender issued; without one we make it. Never returned */
      secret?: string;
    };
    SourceWithSecret: components["schemas"]["Source"] & {
      /**
       * @description Shown only once, never in a replayed answer, and only if we made it
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      secret?: string;
    };
    Statement: {
      /**
       * @description The `queryid` of pg_stat_statements; 0 for all statements that cost little, together
       * @example -4021163671685826221
       */
      query_id: string;
      /**
       * @description Without values
       * @example select * from teams where id = $1
       */
      query: string;
      calls: number;
      /**
       * @description Of all calls of the last day
       * @example 42.7
       */
      total_ms: number;
      /**
       * @description The average of the last day
       * @example 42.7
       */
      mean_ms: number;
      /**
       * @description 95 % of the calls took at most this; known if it ran at most once a minute
       * @example 42.7
       */
      p95_ms: number | null;
      /**
       * @description The longest since Postgres began to count
       * @example 42.7
       */
      max_ms: number;
      /**
       * @description Of the time of all statements
       * @example 0.31
       */
      share: number | null;
      /**
       * @description The average over that of the same day a week before; 3 is three times slower
       * @example 1.04
       */
      trend: number | null;
      /**
       * Format: date-time
       * @description When Postgres was last seen to plan it differently; looked at each ten minutes
       * @example 2026-11-20T09:30:00+00:00
       */
      plan_changed_at: string | null;
    };
    StatusPage: {
      /** @enum {string} */
      status: "pass" | "warn" | "fail";
      components: components["schemas"]["Component"][];
      open_incidents: components["schemas"]["Incident"][];
      /** @description The newest 50 of the last 90 days, newest first */
      past_incidents: components["schemas"]["Incident"][];
      /** @description What is going on or comes within 30 days, the next first */
      maintenance: components["schemas"]["Maintenance"][];
    };
    Suggestion: {
      /** @enum {string} */
      type:
        | "opportunities"
        | "organizations"
        | "principals"
        | "products"
        | "customers"
        | "agents"
        | "teams"
        | "channels";
      /** Format: uuid */
      id: string;
      title: string;
    };
    Sunset: {
      /**
       * @description End it although tenants still call
       * @default false
       */
      force?: boolean;
    };
    TaskRun: {
      id: number;
      /** @example aggregate_performance */
      name: string;
      /**
       * @description `catch_up`: it was due and did not run
       * @enum {string}
       */
      trigger: "schedule" | "manual" | "catch_up";
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      started_at: string;
      duration_ms: number;
      succeeded: boolean;
      /** @description Only with the secret key; others see that the run failed */
      result: string | null;
    };
    Team: {
      /** Format: uuid */
      id: string;
      name: string;
      sector: string;
      description: string | null;
      /** @enum {string} */
      status: "active" | "inactive";
      /**
       * @description The ETag
       * @example 1
       */
      version: number;
      /** Format: uuid */
      created_by: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    TeamDetails: components["schemas"]["Team"] & {
      /** @description The newest hundred */
      members: components["schemas"]["Member"][];
      /** @description Of the last seven days */
      performance: {
        /** @description Includes abandoned calls */
        calls_handled: number;
        calls_successful: number;
        calls_failed: number;
        calls_abandoned: number;
        /**
         * @description Successful / handled; null without calls
         * @example 0.75
         */
        success_rate: number | null;
        /**
         * @description Resolved / handled; null without calls
         * @example 0.75
         */
        resolution_rate: number | null;
        /** @description Average over rated calls, 1–5 */
        avg_satisfaction: number | null;
        /** @description Average over answered calls */
        avg_handling_seconds: number | null;
        avg_wait_seconds: number | null;
        /**
         * Format: date
         * @example 2026-11-01
         */
        from: string;
        /**
         * Format: date
         * @example 2026-11-01
         */
        to: string;
      };
    };
    /** @description Weighted points that add up to the score */
    Terms: {
      success_rate: number;
      priority: number;
      load: number;
      handling_time: number;
      capabilities: number;
    };
    TimelineStep: {
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      at: string;
      /**
       * @example request
       * @enum {string}
       */
      kind: "request" | "audit" | "event" | "job" | "attempt" | "delivery" | "email" | "error" | "log";
    } & {
      [key: string]: unknown;
    };
    Transaction: {
      /** Format: uuid */
      id: string;
      external_id: string;
      /** Format: date-time */
      occurred_at: string;
      /** @example 49.90 */
      amount: string;
      /** @example EUR */
      currency: string;
      /** @enum {string} */
      status: "completed" | "pending" | "cancelled" | "refunded";
      product: string | null;
      quantity: number;
      customer: {
        /** Format: uuid */
        id: string;
        external_id: string;
        name: string | null;
        email: string | null;
      };
      /** @description True if it takes its amount off the revenue */
      is_refund: boolean;
      /**
       * Format: uuid
       * @description The transaction that it refunds, if that is known
       */
      refund_of: string | null;
      version: number;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    TransactionChange: {
      /**
       * Format: date-time
       * @description A moment, or a day of the tenant; not in the future
       * @example 2026-11-01T09:30:00Z
       */
      occurred_at: string;
      /**
       * @description Zero or more, with no more decimals than the currency has
       * @example 49.90
       */
      amount: string | number;
      /**
       * @description ISO 4217; defaults to the tenant's
       * @example EUR
       */
      currency?: string | null;
      /**
       * @description `refunded` sent first under an id takes its amount off the revenue; a sale that becomes `refunded` brings none any more
       * @enum {string}
       */
      status: "completed" | "pending" | "cancelled" | "refunded";
      /** @example Stapler */
      product?: string | null;
      /** @default 1 */
      quantity?: number;
      customer: {
        /** @example c-17 */
        external_id: string;
        /** @example Ada Lovelace */
        name?: string | null;
        /** @example ada@example.com */
        email?: string | null;
      };
    };
    Transactions: {
      transactions: components["schemas"]["NewTransaction"][];
    };
    Trend: components["schemas"]["Performance"] & {
      /**
       * Format: date-time
       * @description Calls committed before this time are counted; null before the first run
       */
      as_of: string | null;
    };
    TrendV2: {
      /** @description Ascending by first day; periods without calls are omitted */
      data: {
        /** @description Includes abandoned calls */
        calls_handled: number;
        calls_successful: number;
        calls_failed: number;
        calls_abandoned: number;
        /**
         * @description Successful / handled; null without calls
         * @example 0.75
         */
        success_rate: number | null;
        /**
         * @description Resolved / handled; null without calls
         * @example 0.75
         */
        resolution_rate: number | null;
        /** @description Average over rated calls, 1–5 */
        avg_satisfaction: number | null;
        /** @description Average over answered calls */
        avg_handling_seconds: number | null;
        avg_wait_seconds: number | null;
        /**
         * Format: date
         * @example 2026-11-01
         */
        period: string;
      }[];
      /**
       * Format: date
       * @example 2026-11-01
       */
      from: string;
      /**
       * Format: date
       * @example 2026-11-01
       */
      to: string;
      /** @enum {string} */
      group_by: "day" | "week" | "month";
      /**
       * Format: date-time
       * @description Calls committed before this time are counted; null before the first run
       */
      as_of: string | null;
    };
    Upload: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      status:
        | "uploading"
        | "reading"
        | "checking"
        | "ready"
        | "promoting"
        | "completed"
        | "failed"
        | "cancelled"
        | "rolled_back";
      filename: string;
      size: number | null;
      /** @example opportunities */
      target: string;
      options: {
        [key: string]: unknown;
      };
      auto_promote: boolean;
      /** @description Received so far; all of them when the upload is completed */
      parts: number;
      rows_read: number;
      rows_checked: number;
      /** @description Of those checked */
      rows_good: number;
      /** @description Of those checked; `errors.csv` has them */
      rows_bad: number;
      /** @description Created and updated; all at once when the upload is completed */
      rows_written: number;
      progress: number;
      eta_seconds: number | null;
      would_create: number;
      would_update: number;
      unchanged: number;
      skipped: number;
      errors_by_kind: {
        /** @example probability_percent */
        field: string | null;
        /** @example range */
        code: string;
        count: number;
        first_row: number;
      }[];
      /** @description To look at, although nothing is wrong with a row */
      warnings: components["schemas"]["ImportWarning"][];
      /** @description Columns of the file that are no field */
      unknown_columns: string[];
      /** @description Why a failed upload wrote nothing */
      error: {
        code: string;
        message: string;
      } | null;
      /**
       * Format: uuid
       * @description The batch that it became, to list or roll back
       */
      batch_id: string | null;
      /** Format: uuid */
      created_by: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description When it was completed, failed or was cancelled
       */
      completed_at: string | null;
    };
    UploadCompletion: {
      /**
       * @description How many parts the file has
       * @example 6
       */
      parts: number;
    };
    UploadPart: {
      part: number;
      bytes: number;
    };
    Usage: {
      /** @example limits.rows_calls */
      limit: string;
      used: number;
      maximum: number;
      /** @enum {string} */
      unit: "rows" | "bytes" | "ms";
    };
    VersionCalls: {
      /** @example aggregation */
      function: string;
      /** @example v1 */
      version: string;
      /** @description Of a deprecated route; the others of a version are one row */
      route: string | null;
      /** Format: uuid */
      client_id: string | null;
      client_name: string | null;
      /** @enum {string} */
      kind: "user" | "key" | "secret" | "anonymous";
      /**
       * Format: uuid
       * @description The user or API key
       */
      caller_id: string | null;
      /** @description Of an API key */
      caller_name: string | null;
      requests: number;
      /** @description How many of them were answered 429 */
      refused: number;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      last_at: string;
    };
    Worker: {
      /** Format: uuid */
      id: string;
      queue: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      started_at: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      seen_at: string;
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      ended_at: string | null;
      claimed: number;
      completed: number;
      /** @description Failed attempts */
      failed: number;
      dead: number;
      postponed: number;
      /** @description Results that arrived too late and had no effect */
      stale: number;
    };
  };
  responses: {
    /** @description `BAD_REQUEST` */
    Error400: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `UNAUTHORIZED` */
    Error401: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `FORBIDDEN`, `MFA_REQUIRED`, `INVITATION_FOR_ANOTHER`, `ADDRESS_NOT_ALLOWED` */
    Error403: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `NOT_FOUND`, `INVITATION_NOT_FOUND` */
    Error404: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `METHOD_NOT_ALLOWED` */
    Error405: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `CONFLICT`, `IDEMPOTENCY_KEY_REUSED`, `DUPLICATE_BATCH`, `BATCH_NOT_PROCESSING`, `BATCH_NOT_ROLLBACKABLE`, `BATCH_ALREADY_ROLLED_BACK`, `UPLOAD_NOT_OPEN`, `UPLOAD_INCOMPLETE`, `UPLOAD_NOT_READY`, `UPLOAD_ENDED`, `LAST_OWNER`, `LIMIT_REACHED`, `API_KEY_INACTIVE`, `CHANNEL_NAME_TAKEN`, `DECISION_COMPLETED`, `DECISION_RELEASED`, `NO_AGENT_AVAILABLE`, `TEAM_NAME_TAKEN`, `JOB_NOT_RETRYABLE`, `JOB_NOT_CANCELLABLE`, `TASK_RUNNING`, `ENDPOINT_DISABLED`, `VERSION_IN_USE` */
    Error409: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `VERSION_SUNSET` */
    Error410: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `VERSION_MISMATCH` */
    Error412: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `PAYLOAD_TOO_LARGE`, `BATCH_TOO_LARGE` */
    Error413: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `UNSUPPORTED_MEDIA_TYPE` */
    Error415: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `VALIDATION_ERROR`, `DIGEST_MISMATCH`, `URL_NOT_ALLOWED` */
    Error422: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `RATE_LIMITED`, `BLOCKED`, `BATCH_QUOTA_EXCEEDED`, `ACCOUNT_QUOTA_EXCEEDED`, `STORAGE_BUDGET_EXCEEDED`, `CPU_BUDGET_EXCEEDED` */
    Error429: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `INTERNAL_ERROR` */
    Error500: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `SERVICE_UNAVAILABLE` */
    Error503: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  get_accounts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description At most 500 memberships */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Membership"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAccount"];
      };
    };
    responses: {
      /** @description The tenant */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Account"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_by_account_activate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 1726417a-ed9f-4870-8aca-0d19870c5641 */
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The membership */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Activation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_by_account_restore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 1726417a-ed9f-4870-8aca-0d19870c5641 */
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The membership */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Activation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_current: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The tenant */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Account"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_accounts_current: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nobody gets in any more; an owner can restore it until then */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  patch_accounts_current: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["AccountChange"];
      };
    };
    responses: {
      /** @description The tenant */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Account"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_members: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The members */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AccountMember"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_accounts_members_by_user_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a6f6c49c-e514-4634-8013-79637639dd29 */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["RoleChange"];
      };
    };
    responses: {
      /** @description The member */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AccountMember"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_accounts_members_by_user_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a6f6c49c-e514-4634-8013-79637639dd29 */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The membership and its API keys have ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_invitations: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invitations */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Invitation"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_invitations: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewInvitation"];
      };
    };
    responses: {
      /** @description The invitation with its token */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SentInvitation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_invitations_accept: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Acceptance"];
      };
    };
    responses: {
      /** @description The membership */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Activation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_invitations_by_invitation_resend: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 9ba38a40-f618-4db4-8bde-44c112f21be5 */
        invitation: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invitation with its new token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SentInvitation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_accounts_invitations_by_invitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 9ba38a40-f618-4db4-8bde-44c112f21be5 */
        invitation: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its token has ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_security: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The policy; change it with the settings security.* */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SignInPolicy"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description At most 500 sessions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Session"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_sessions_revoke: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Revocation"];
      };
    };
    responses: {
      /** @description How many sessions have ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Revoked"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_export: {
    parameters: {
      query?: {
        /** @description The field `after` of the last line of a download that broke; it goes on behind it */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A line each: {kind, after, record}. The last line has the kind end */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_accounts_erasures: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewErasure"];
      };
    };
    responses: {
      /** @description The erasure, which goes on in the background */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Erasure"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_accounts_erasures_by_erasure: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a04ac392-0c81-40c4-89a8-f2410224cc15 */
        erasure: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The erasure */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Erasure"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_agents: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        kind?: "human" | "ai";
        /** @description `false` lists deleted agents */
        active?: "true" | "false";
        sector?: string;
        capability?: string;
        /** @description Part of the name, case-insensitive */
        search?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The agents */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Agent"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_agents: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAgent"];
      };
    };
    responses: {
      /** @description The agent */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Agent"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_agents_by_agent: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The agent, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Agent"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_agents_by_agent: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAgent"];
      };
    };
    responses: {
      /** @description The agent, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Agent"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_agents_by_agent: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is inactive */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_agents_by_agent_sectors_by_sector: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
        /** @example insurance */
        sector: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SectorRules"];
      };
    };
    responses: {
      /** @description The sector, in which the agent was before, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AgentSector"];
          };
        };
      };
      /** @description The sector, new for the agent, with ETag */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AgentSector"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_agents_by_agent_sectors_by_sector: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
        /** @example insurance */
        sector: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_agents_by_agent_availability: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Availability"];
      };
    };
    responses: {
      /** @description The agent */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Agent"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_aggregation_calls: {
    parameters: {
      query?: {
        /** @description The field, or list of fields, that a foreign column fills; empty to leave the column out; columns joined by `+` fill it together; `@name`: as saved */
        mapping?: string;
        /** @description CSV: what foreign values of a field mean, without regard to case; empty for no value */
        values?: string;
        /** @description CSV: how values are written: number auto 1234.56 1,234.56 1.234,56 1 234,56, date auto YYYY-MM-DD DD/MM/YYYY MM/DD/YYYY DD.MM.YYYY excel, encoding auto utf-8 utf-16 windows-1252; auto looks at the whole column and refuses a value that reads two ways */
        formats?: string;
        /** @description CSV: what parts the cells */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        /** @description CSV: as `formats.encoding` */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
        /** @description Spreadsheet: the name or number (from 1) of the sheet; the first that is not hidden if left out */
        sheet?: string;
        /** @description abort: one invalid call and none is recorded; skip: the valid ones are */
        on_error?: "abort" | "skip";
        /** @description Round satisfaction and seconds to whole numbers */
        round?: boolean;
      };
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Calls"];
        "text/csv": string;
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
        "multipart/form-data": {
          /** Format: binary */
          file: string;
        };
      };
    };
    responses: {
      /** @description All of them were known */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Recorded"];
          };
        };
      };
      /** @description What became of them */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Recorded"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_batches_by_id_errors_csv: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invalid rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_status: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The status */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AggregationStatus"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_aggregation_runs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run, which has ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AggregationRun"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_compare: {
    parameters: {
      query: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @example agents */
        kind: "agents" | "teams";
        /** @description A metric; prefix `-` for descending. Rows without a value come last */
        sort?:
          | "calls_handled"
          | "-calls_handled"
          | "calls_successful"
          | "-calls_successful"
          | "calls_failed"
          | "-calls_failed"
          | "calls_abandoned"
          | "-calls_abandoned"
          | "success_rate"
          | "-success_rate"
          | "resolution_rate"
          | "-resolution_rate"
          | "avg_satisfaction"
          | "-avg_satisfaction"
          | "avg_handling_seconds"
          | "-avg_handling_seconds"
          | "avg_wait_seconds"
          | "-avg_wait_seconds";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In order */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Compared"][];
            pagination: components["schemas"]["Pagination"];
            /**
             * Format: date-time
             * @description Calls committed before this time are counted; null before the first run
             */
            as_of: string | null;
            /**
             * Format: date
             * @example 2026-11-01
             */
            from: string;
            /**
             * Format: date
             * @example 2026-11-01
             */
            to: string;
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_agents_by_agent_trends: {
    parameters: {
      query?: {
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: never;
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Trend"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      410: components["responses"]["Error410"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_teams_by_team_trends: {
    parameters: {
      query?: {
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: never;
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Trend"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      410: components["responses"]["Error410"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_v2_agents_by_agent_trends: {
    parameters: {
      query?: {
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: never;
      path: {
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TrendV2"];
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_aggregation_v2_teams_by_team_trends: {
    parameters: {
      query?: {
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: never;
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TrendV2"];
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_transactions: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        status?: "completed" | "pending" | "cancelled" | "refunded";
        product?: string;
        /** @description Its `id` or `external_id` */
        customer?: string;
        from?: string;
        /** @description A moment, exclusive, or the last day */
        to?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The transactions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Transaction"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_analytics_transactions: {
    parameters: {
      query?: {
        /** @description The field, or list of fields, that a foreign column fills; empty to leave the column out; columns joined by `+` fill it together; `@name`: as saved */
        mapping?: string;
        /** @description CSV: what foreign values of a field mean, without regard to case; empty for no value */
        values?: string;
        /** @description CSV: how values are written: number auto 1234.56 1,234.56 1.234,56 1 234,56, date auto YYYY-MM-DD DD/MM/YYYY MM/DD/YYYY DD.MM.YYYY excel, encoding auto utf-8 utf-16 windows-1252; auto looks at the whole column and refuses a value that reads two ways */
        formats?: string;
        /** @description CSV: what parts the cells */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        /** @description CSV: as `formats.encoding` */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
        /** @description Spreadsheet: the name or number (from 1) of the sheet; the first that is not hidden if left out */
        sheet?: string;
      };
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Transactions"];
        "text/csv": string;
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
        "multipart/form-data": {
          /** Format: binary */
          file: string;
        };
      };
    };
    responses: {
      /** @description All of them were known */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RecordedTransactions"];
          };
        };
      };
      /** @description What became of them */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RecordedTransactions"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_transactions_by_transaction: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example 85df6df1-7762-4d78-8328-b80a8d5fbf5d */
        transaction: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The transaction, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Transaction"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_analytics_transactions_by_transaction: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 85df6df1-7762-4d78-8328-b80a8d5fbf5d */
        transaction: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["TransactionChange"];
      };
    };
    responses: {
      /** @description The transaction, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Transaction"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_analytics_transactions_by_transaction: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 85df6df1-7762-4d78-8328-b80a8d5fbf5d */
        transaction: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_analytics_transactions_by_transaction_refund: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example 85df6df1-7762-4d78-8328-b80a8d5fbf5d */
        transaction: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["NewRefund"];
      };
    };
    responses: {
      /** @description The refund */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Transaction"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_revenue: {
    parameters: {
      query?: {
        /** @description First day in the tenant's time zone; defaults to 30 days up to `to` */
        from?: string;
        /** @description Last day, included; defaults to today */
        to?: string;
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Revenue"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_dashboard: {
    parameters: {
      query?: {
        /** @description First day in the tenant's time zone; open by default */
        from?: string;
        /** @description Last day, included; open by default */
        to?: string;
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The dashboard */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Dashboard"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_customers: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /** @description A leading `-` sorts in descending order */
        sort?:
          | "-lifetime_value"
          | "lifetime_value"
          | "-transactions"
          | "transactions"
          | "-last_purchase"
          | "last_purchase"
          | "name"
          | "-name";
        /** @description Part of the name or `external_id`, in any case */
        search?: string;
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The customers */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Customer"][];
            pagination: components["schemas"]["Pagination"];
            currency: string;
            /**
             * Format: date-time
             * @description What was committed before this time is counted
             */
            as_of: string;
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_customers_by_customer: {
    parameters: {
      query?: {
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example 976c568b-7860-4796-8f95-5e7ca40bb911 */
        customer: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The customer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["CustomerDetails"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_products: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /** @description First day in the tenant's time zone; open by default */
        from?: string;
        /** @description Last day, included; open by default */
        to?: string;
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The products */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ProductRevenue"][];
            pagination: components["schemas"]["Pagination"];
            currency: string;
            /**
             * Format: date-time
             * @description What was committed before this time is counted
             */
            as_of: string;
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_pipeline: {
    parameters: {
      query?: {
        /** @description `month` is the month of the expected close */
        group_by?: "stage" | "owner" | "month";
        /** @description ISO 4217; defaults to the tenant's. Currencies are never added up */
        currency?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The groups */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Pipeline"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_analytics_usage: {
    parameters: {
      query?: {
        /** @description First day; defaults to 30 days up to `end_date` */
        start_date?: string;
        /** @description Last day, included; defaults to today */
        end_date?: string;
        group_by?: "day" | "week" | "month";
        /** @description What `groups` tell apart */
        by?: "function" | "key" | "user" | "event_type";
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AnalyticsUsage"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_analytics_events: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["OwnEvents"];
      };
    };
    responses: {
      /** @description All of them were known */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RecordedEvents"];
          };
        };
      };
      /** @description What became of them */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RecordedEvents"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_api_keys: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        status?: "active" | "expired" | "revoked";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ApiKey"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_api_keys: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewApiKey"];
      };
    };
    responses: {
      /** @description The key */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ShownApiKey"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_api_keys_by_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key, without its secret */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ApiKey"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_api_keys_by_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is dead */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_api_keys_by_id_rotate: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["KeyRotation"];
      };
    };
    responses: {
      /** @description The key, with its new secret */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ShownApiKey"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_archive_policies: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The policies */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchivePolicy"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_archive_policies_by_kind: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description A kind of GET /policies
         * @example calls
         */
        kind: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ArchivePolicyChange"];
      };
    };
    responses: {
      /** @description The policy */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchivePolicy"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_archive_policies_by_kind_preview: {
    parameters: {
      query?: {
        /** @description Defaults to the policy's */
        hot_days?: number | null;
        /** @description Defaults to the policy's */
        archive_days?: number | null;
      };
      header?: never;
      path: {
        /**
         * @description A kind of GET /policies
         * @example calls
         */
        kind: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The numbers of rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchivePreview"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_archive_holds: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The holds */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchiveHold"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_archive_holds: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewArchiveHold"];
      };
    };
    responses: {
      /** @description The hold */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchiveHold"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_archive_holds_by_hold: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 480ed256-5260-4d18-8032-115f3267fcf9 */
        hold: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_archive_runs: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        kind?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The runs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchiveRun"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_archive_by_kind: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /** @description A day begins in the tenant's time zone */
        from?: string;
        /** @description Exclusive; a bare day is included */
        to?: string;
      };
      header?: never;
      path: {
        /**
         * @description A kind of GET /policies
         * @example calls
         */
        kind: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ArchivedRow"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_audit_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit_checkpoints: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The checkpoints */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: (components["schemas"]["AuditCheckpoint"] & {
              /** @description Of the checkpoint before; 0 if this is the first */
              former_size: number;
              /**
               * @description Proves that the tree of former_size begins this one (RFC 9162, 2.1.4)
               * @example [
               *       "9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f"
               *     ]
               */
              consistency: string[];
            })[];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit_keys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JWKS, with the keys that signed before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              keys: {
                /** @example EC */
                kty: string;
                /** @example P-256 */
                crv: string;
                kid: string;
                x: string;
                y: string;
                /** @example ES256 */
                alg: string;
                /** @example sig */
                use: string;
              }[];
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit_verify: {
    parameters: {
      query?: {
        from?: string;
        /** @description Exclusive; a bare day is included */
        to?: string;
      };
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was found */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AuditVerification"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit_export: {
    parameters: {
      query?: {
        from?: string;
        /** @description Exclusive; a bare day is included */
        to?: string;
      };
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The lines */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        actor_id?: string;
        key_id?: string;
        action?: string;
        resource?: string;
        record_id?: string;
        request_id?: string;
        ip?: string;
        from?: string;
        /** @description Exclusive; a bare day is included */
        to?: string;
        /** @description Words that the entry must have anywhere; case does not matter. Signs are no operators. */
        q?: string;
      };
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entries */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AuditEntry"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_audit_by_id: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path: {
        /** @example 4711 */
        id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entry */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AuditEntry"] & {
              /** @description Null until the entry is sealed, a minute after it was written */
              proof: components["schemas"]["AuditProof"] | null;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_batches: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        status?: "processing" | "completed" | "failed" | "cancelled" | "rolled_back";
        /** @description Started at or after this time */
        from?: string;
        /** @description Started before this time; a bare date includes the whole day */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The batches, without their errors and warnings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["BatchSummary"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_batches: {
    parameters: {
      query?: {
        /** @description abort: one bad row and nothing is written; skip: the good rows are */
        on_error?: "abort" | "skip";
        /** @description What to do with a row whose opportunity is known. A row that updates may have only some fields: those left out keep their values, `null` clears them */
        on_conflict?: "error" | "skip" | "update";
        /** @description What to do with a row whose opportunity is not known; skip or error makes the import update only */
        on_missing?: "create" | "skip" | "error";
        /** @description How a row finds its opportunity; name: rows without `external_id` by their name */
        match?: "external_id" | "name";
        /** @description What an empty cell or text does when a row updates: keep the value or clear it */
        empty?: "keep" | "clear";
        /** @description Unknown names to create; an unknown name is a row error otherwise */
        create_missing?: ("organizations" | "products")[];
        /** @description Only tell what would happen */
        dry_run?: boolean;
        /** @description Import although the same content was imported in the last 24 hours */
        force?: boolean;
        /** @description Round amounts and probabilities to 2 decimals */
        round?: boolean;
        /** @description Kept with the batch */
        filename?: string;
        /** @description The field, or list of fields, that a foreign column fills; empty to leave the column out; `@name`: as saved */
        mapping?: string;
        /** @description CSV: what foreign values of a field mean, without regard to case; empty for no value */
        values?: string;
        /** @description CSV: how values are written: number auto 1234.56 1,234.56 1.234,56 1 234,56, date auto YYYY-MM-DD DD/MM/YYYY MM/DD/YYYY DD.MM.YYYY excel, encoding auto utf-8 utf-16 windows-1252; auto looks at the whole column and refuses a value that reads two ways */
        formats?: string;
        /** @description CSV: what parts the cells */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        /** @description CSV: as `formats.encoding` */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
        /** @description Spreadsheet: the name or number (from 1) of the sheet; the first that is not hidden if left out */
        sheet?: string;
      };
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Import"];
        "text/csv": string;
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
        "multipart/form-data": {
          /** Format: binary */
          file: string;
        };
      };
    };
    responses: {
      /** @description What the import would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["DryRun"];
          };
        };
      };
      /** @description The batch */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Batch"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_batches_by_id_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The cancelled batch */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Batch"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_batches_by_id_rollback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was taken back */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Rollback"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_template_csv: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The header row and two example rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_batches_by_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The batch */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Batch"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_batches_by_id_rows: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["BatchRow"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_batches_by_id_errors_csv: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bad rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_uploads: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The uploads */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Upload"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_uploads: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewUpload"];
      };
    };
    responses: {
      /** @description Where to send the parts */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["CreatedUpload"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_batch_import_uploads_by_id_parts_by_part: {
    parameters: {
      query?: never;
      header?: {
        /** @description Checked if sent (RFC 9530): `sha-256=:<base64>:`, or sha-512 */
        "content-digest"?: string;
      };
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
        /**
         * @description From 1, in the order of the file
         * @example 1
         */
        part: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/octet-stream": string;
        "text/csv": string;
      };
    };
    responses: {
      /** @description It is stored */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["UploadPart"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_uploads_by_id_complete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["UploadCompletion"];
      };
    };
    responses: {
      /** @description It is being read */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Upload"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_uploads_by_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The upload */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Upload"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_uploads_by_id_promote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is being written */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Upload"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_uploads_by_id_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The cancelled upload */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Upload"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_uploads_by_id_errors_csv: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bad rows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_batch_import_analyse: {
    parameters: {
      query?: {
        /** @description The field, or list of fields, that a foreign column fills; empty to leave the column out; `@name`: as saved */
        mapping?: string;
        /** @description CSV: what foreign values of a field mean, without regard to case; empty for no value */
        values?: string;
        /** @description CSV: how values are written: number auto 1234.56 1,234.56 1.234,56 1 234,56, date auto YYYY-MM-DD DD/MM/YYYY MM/DD/YYYY DD.MM.YYYY excel, encoding auto utf-8 utf-16 windows-1252; auto looks at the whole column and refuses a value that reads two ways */
        formats?: string;
        /** @description CSV: what parts the cells */
        delimiter?: "auto" | "," | ";" | "tab" | "pipe";
        /** @description CSV: as `formats.encoding` */
        encoding?: "auto" | "utf-8" | "utf-16" | "windows-1252";
        /** @description Spreadsheet: the name or number (from 1) of the sheet; the first that is not hidden if left out */
        sheet?: string;
        /** @description The body is the start of a longer file: its last row may be cut off and is left out */
        partial?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Sample"];
        "text/csv": string;
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
        "multipart/form-data": {
          /** Format: binary */
          file: string;
        };
      };
    };
    responses: {
      /** @description What an import would do with the file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Analysis"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_mappings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, at most 100 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ImportMapping"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_batch_import_mappings_by_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description In any case
         * @example hubspot
         */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mapping, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ImportMapping"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_batch_import_mappings_by_name: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /**
         * @description In any case
         * @example hubspot
         */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewImportMapping"];
      };
    };
    responses: {
      /** @description The mapping, which was there before, with its ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ImportMapping"];
          };
        };
      };
      /** @description The new mapping, with ETag */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ImportMapping"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_batch_import_mappings_by_name: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /**
         * @description In any case
         * @example hubspot
         */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_channels: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        type?: "voice" | "sms" | "whatsapp" | "email" | "webchat";
        enabled?: "true" | "false";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channels */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_channels: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewChannel"];
      };
    };
    responses: {
      /** @description The channel, enabled, with ETag */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_channels_by_channel: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_channels_by_channel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ChannelChange"];
      };
    };
    responses: {
      /** @description The channel, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_channels_by_channel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_channels_by_channel_enable: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The enabled channel, which may have been so before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_channels_by_channel_disable: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The disabled channel, which may have been so before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_channels_by_channel_rotate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 067f4fce-0dd1-45dc-8949-18bde51ed41d */
        channel: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Rotation"];
      };
    };
    responses: {
      /** @description The channel, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Channel"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_channels_re_encrypt: {
    parameters: {
      query?: {
        /** @description Rows to move */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was moved and what is left */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Reencryption"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_docs_openapi_json: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document, in gzip or Brotli if the client accepts that */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      400: components["responses"]["Error400"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_docs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/html": string;
        };
      };
      400: components["responses"]["Error400"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_messages: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        status?: "queued" | "sent" | "delivered" | "bounced" | "complained" | "suppressed" | "failed";
        template?:
          | "welcome"
          | "email_verification"
          | "password_reset"
          | "team_invitation"
          | "usage_alert"
          | "weekly_digest"
          | "payment_receipt";
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mails */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Email"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_messages: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewEmail"];
      };
    };
    responses: {
      /** @description The mail, queued or suppressed */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Email"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_messages_by_message: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 70bb928e-1c3c-4aec-80b5-ea21923dc555 */
        message: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mail */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailDetails"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_messages_by_message_retry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 70bb928e-1c3c-4aec-80b5-ea21923dc555 */
        message: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mail, queued */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Email"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_suppressions: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The addresses */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailSuppression"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_suppressions: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewEmailSuppression"];
      };
    };
    responses: {
      /** @description The address; one that was suppressed keeps its reason */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailSuppression"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_email_suppressions_by_email: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example grace@initech.test */
        email: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is not suppressed any more */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_templates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The templates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailTemplateSummary"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_templates_by_name: {
    parameters: {
      query?: {
        /** @description English if the template is not written in the language */
        locale?: string;
      };
      header?: never;
      path: {
        /** @example team_invitation */
        name:
          | "welcome"
          | "email_verification"
          | "password_reset"
          | "team_invitation"
          | "usage_alert"
          | "weekly_digest"
          | "payment_receipt";
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailTemplate"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_email_templates_by_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example team_invitation */
        name:
          | "welcome"
          | "email_verification"
          | "password_reset"
          | "team_invitation"
          | "usage_alert"
          | "weekly_digest"
          | "payment_receipt";
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["OwnEmailTemplate"];
      };
    };
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailTemplate"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_email_templates_by_name: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example team_invitation */
        name:
          | "welcome"
          | "email_verification"
          | "password_reset"
          | "team_invitation"
          | "usage_alert"
          | "weekly_digest"
          | "payment_receipt";
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The default is used */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_templates_by_name_preview: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example team_invitation */
        name:
          | "welcome"
          | "email_verification"
          | "password_reset"
          | "team_invitation"
          | "usage_alert"
          | "weekly_digest"
          | "payment_receipt";
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["EmailPreviewRequest"];
      };
    };
    responses: {
      /** @description The mail */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailPreview"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_metrics: {
    parameters: {
      query?: {
        /** @description First day in the tenant's time zone; 29 days before `to` by default */
        from?: string;
        /** @description Last day, included; defaults to today */
        to?: string;
        group_by?: "day" | "template";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By day or template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EmailMetrics"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_open_by_token: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example token */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An image of one pixel */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "image/gif": string;
        };
      };
      400: components["responses"]["Error400"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_click_by_token: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example token */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To a URL that was in the mail */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_email_unsubscribe_by_token: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example token */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To the page */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_unsubscribe_by_token: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example token */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No more optional mail of the tenant */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              /** @enum {boolean} */
              unsubscribed: true;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_hooks_auth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SendEmailHook"];
      };
    };
    responses: {
      /** @description It will be sent */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": Record<string, never>;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_email_urgent_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_health_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/health+json": components["schemas"]["Live"];
        };
      };
      400: components["responses"]["Error400"];
      405: components["responses"]["Error405"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_health_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `pass`, or `warn`: something is not as it should be, and requests are served */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/health+json": components["schemas"]["Health"];
        };
      };
      400: components["responses"]["Error400"];
      405: components["responses"]["Error405"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      /** @description `fail`: what `checks` says is failing */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/health+json": components["schemas"]["Health"];
        };
      };
    };
  };
  get_health_status: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The status page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["StatusPage"];
          };
        };
      };
      400: components["responses"]["Error400"];
      405: components["responses"]["Error405"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_health_status_atom: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The feed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/atom+xml": string;
        };
      };
      400: components["responses"]["Error400"];
      405: components["responses"]["Error405"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_health_samples: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `recorded` is false when this minute has all it needs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              recorded: boolean;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      405: components["responses"]["Error405"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_health_incidents: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The incidents */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Incident"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_health_incidents_by_incident_notes: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example 817bc445-4ff7-4fe2-8578-2d7e14f664ad */
        incident: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewIncidentNote"];
      };
    };
    responses: {
      /** @description The incident with the note */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Incident"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_health_maintenance: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The maintenance */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Maintenance"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_health_maintenance: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewMaintenance"];
      };
    };
    responses: {
      /** @description The maintenance */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Maintenance"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_health_maintenance_by_maintenance: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example e7981cd6-06c4-46e0-8818-a999ed474ee1 */
        maintenance: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_jobs: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        queue?: string;
        type?: string;
        /** @description `scheduled` waits for its time, `pending` for a worker, `parked` for a release; `dead` has no attempts left */
        status?: "scheduled" | "pending" | "running" | "parked" | "completed" | "dead" | "cancelled";
      };
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The jobs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Job"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_jobs_stats: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The numbers */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["JobStats"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_jobs_schedules: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The tasks, by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Schedule"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_jobs_schedules_by_name_run: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example aggregate_performance */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run, also when it failed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["TaskRun"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_jobs_schedules_by_name_runs: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path: {
        /** @example aggregate_performance */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The runs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["TaskRun"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_jobs_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_jobs_by_job: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path: {
        /** @example a47dbcb6-fcad-499c-8bce-128da54a505d */
        job: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Job"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_jobs_by_job_retry: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path: {
        /** @example a47dbcb6-fcad-499c-8bce-128da54a505d */
        job: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Job"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_jobs_by_job_cancel: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path: {
        /** @example a47dbcb6-fcad-499c-8bce-128da54a505d */
        job: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Job"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_requests: {
    parameters: {
      query?: {
        /** @description Defaults to a day before `to` */
        from?: string;
        /** @description Exclusive; a bare day is included. Defaults to now */
        to?: string;
        /** @description With the secret key, one tenant instead of all. Others see their own tenant only. */
        client_id?: string;
        /** @description Days are in UTC. `minute` looks back an hour by default and a day at most, `hour` 31 days. */
        group_by?: "function" | "route" | "status" | "minute" | "hour" | "day";
        function?: string;
        route?: string;
        version?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One row a group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RequestStats"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_dependencies: {
    parameters: {
      query?: {
        /** @description Defaults to a day before `to` */
        from?: string;
        /** @description Exclusive; a bare day is included. Defaults to now */
        to?: string;
        /** @description With the secret key, one tenant instead of all. Others see their own tenant only. */
        client_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One row a dependency */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["DependencyStats"][];
            /** @description Jobs that are due or running now */
            queue_depth: number;
            /** @description How long the oldest due job has waited */
            oldest_due_seconds: number;
            /**
             * @description Share of looks into caches that found something; null without any
             * @example 0.93
             */
            cache_hit_rate: number | null;
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_logs: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /** @description Defaults to a day before `to` */
        from?: string;
        /** @description Exclusive; a bare day is included. Defaults to now */
        to?: string;
        /** @description With the secret key, one tenant instead of all. Others see their own tenant only. */
        client_id?: string;
        /** @description Words that the line must have; case does not matter. Signs are no operators, and a text that is clearly a regular expression is refused. */
        q?: string;
        level?: "debug" | "info" | "warn" | "error";
        function?: string;
        request_id?: string;
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The lines */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["LogLine"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_errors: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        status?: "open" | "resolved" | "ignored" | "regressed";
        category?: string;
        severity?: "low" | "medium" | "high" | "critical";
        function?: string;
        client_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The groups */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ErrorGroup"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_errors_by_error: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example d5a6871f-4e30-408c-8d13-0efc053adae9 */
        error: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["DetailedError"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_observability_errors_by_error_resolve: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example d5a6871f-4e30-408c-8d13-0efc053adae9 */
        error: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ErrorGroup"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_observability_errors_by_error_ignore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example d5a6871f-4e30-408c-8d13-0efc053adae9 */
        error: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ErrorGroup"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_observability_errors_by_error_reopen: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example d5a6871f-4e30-408c-8d13-0efc053adae9 */
        error: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ErrorGroup"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_alerts: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The alerts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Alert"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_observability_alerts: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAlert"];
      };
    };
    responses: {
      /** @description The alert */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Alert"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_alerts_by_alert: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example ce156a83-9629-4724-8a58-1f90a1ac751d */
        alert: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The alert, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Alert"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_observability_alerts_by_alert: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example ce156a83-9629-4724-8a58-1f90a1ac751d */
        alert: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAlert"];
      };
    };
    responses: {
      /** @description The alert, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Alert"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_observability_alerts_by_alert: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example ce156a83-9629-4724-8a58-1f90a1ac751d */
        alert: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_alerts_by_alert_history: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path: {
        /** @example ce156a83-9629-4724-8a58-1f90a1ac751d */
        alert: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["AlertChange"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_timeline_by_request_id: {
    parameters: {
      query?: {
        client_id?: string;
      };
      header?: never;
      path: {
        /** @example 6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d */
        request_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The steps */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["TimelineStep"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_versions: {
    parameters: {
      query?: {
        /** @description Defaults to a day before `to` */
        from?: string;
        /** @description Exclusive; a bare day is included. Defaults to now */
        to?: string;
        /** @description With the secret key, one tenant instead of all. Others see their own tenant only. */
        client_id?: string;
        function?: string;
        version?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One row a version, tenant and caller */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["VersionCalls"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_deprecations: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By sunset */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Deprecation"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_observability_deprecations_by_deprecation_sunset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example deprecation */
        deprecation: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Sunset"];
      };
    };
    responses: {
      /** @description The routes answer 410 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Deprecation"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_database: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The database now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["DatabaseReport"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_database_slow: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        from?: string;
        /** @description Exclusive; a bare day is included */
        to?: string;
        /** @description Of the average or the longest call */
        min_ms?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The slow-query log */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SlowStatement"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_observability_metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metrics */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/openmetrics-text": string;
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_routing_decisions: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        agent_id?: string;
        team_id?: string;
        /** @description Decided at or after this time */
        from?: string;
        /** @description Decided before this time; a bare date includes the whole day */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The decisions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Decision"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_routing_decisions: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewDecision"];
      };
    };
    responses: {
      /** @description The decision */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Decision"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_routing_decisions_batch: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewDecisions"];
      };
    };
    responses: {
      /** @description One entry a request, in their order */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["BatchResult"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_routing_decisions_by_id_complete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Completion"];
      };
    };
    responses: {
      /** @description The completed decision */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Decision"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_routing_decisions_by_id_release: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The released decision */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Decision"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_routing_decisions_by_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example a42bcde2-0d8a-492c-8b11-b2b79a391ec1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The decision */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["ExplainedDecision"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_routing_load: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        sector?: string;
        /** @description Agents assigned in the team, in the team's sector */
        team_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The loads */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Load"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_routing_health: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The health */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["RoutingHealth"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_search: {
    parameters: {
      query: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        /**
         * @description Words, "phrases", -not, or; the last word may be a beginning
         * @example north wind
         */
        q: string;
        /** @description Some of opportunities, organizations, principals, products, customers, agents, teams, channels, with commas; all if left out */
        types?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The hits */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SearchHit"][];
            pagination: components["schemas"]["Pagination"];
            /**
             * Format: uuid
             * @description For a click; null after the first page
             */
            search_id: string | null;
            /** @description What was probably meant, if words were not found */
            suggestion: string | null;
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_search_suggestions: {
    parameters: {
      query: {
        /**
         * @description Words, "phrases", -not, or; the last word may be a beginning
         * @example north wind
         */
        q: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The titles, best first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Suggestion"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_search_clicks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SearchClick"];
      };
    };
    responses: {
      /** @description The click */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SearchClick"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_search_analytics: {
    parameters: {
      query?: {
        /** @description First day; defaults to 30 days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The searches of the days */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SearchAnalytics"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings, by key */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Setting"][];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  patch_settings: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SettingChanges"];
      };
    };
    responses: {
      /** @description The settings that were named */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Setting"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_definitions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The definitions, by key */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SettingDefinition"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_audit: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        key?: string;
      };
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SettingChange"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_blocks: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The blocks */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Block"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_settings_blocks_by_subject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 7d0009cd-1bd0-4b9c-803c-347e26d4d9d5 */
        subject: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller may call again */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_flags: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description True if on */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /**
             * @example {
             *       "new_trends": true
             *     }
             */
            data: {
              [key: string]: boolean;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_flags_by_flag: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example new_trends */
        flag: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The flag, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Flag"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_settings_flags_by_flag: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example new_trends */
        flag: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewFlag"];
      };
    };
    responses: {
      /** @description The flag, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Flag"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_settings_flags_by_flag: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example new_trends */
        flag: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_secrets: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secrets that work */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Secret"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_usage: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The limits, by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Usage"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_settings_by_key: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example import.max_rows */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The setting, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Setting"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_settings_by_key: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example import.max_rows */
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SettingValue"];
      };
    };
    responses: {
      /** @description The setting, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Setting"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_settings_by_key: {
    parameters: {
      query?: never;
      header?: {
        /** @description With the secret key: the tenant to act for. A user's tenant comes from their token alone. */
        "x-client-id"?: string;
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example import.max_rows */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It has its default */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_teams: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        sector?: string;
        status?: "active" | "inactive";
        /** @description Part of the name, case-insensitive */
        search?: string;
      };
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The teams */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Team"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_teams: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewTeam"];
      };
    };
    responses: {
      /** @description The team */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Team"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_teams_by_team: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The team, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["TeamDetails"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_teams_by_team: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewTeam"];
      };
    };
    responses: {
      /** @description The team, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Team"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_teams_by_team: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is inactive */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_teams_by_team_performance: {
    parameters: {
      query?: {
        /** @description First day; defaults to seven days up to `to` */
        from?: string;
        /** @description Last day; defaults to today in the tenant's time zone */
        to?: string;
        /** @description Weeks begin on Monday */
        group_by?: "day" | "week" | "month";
      };
      header?: never;
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The periods */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Performance"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_teams_by_team_members: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The members */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_teams_by_team_members: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewMember"];
      };
    };
    responses: {
      /** @description The member, who was in the team before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"];
          };
        };
      };
      /** @description The new member */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_teams_by_team_members_by_member: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
        /** @example bc496fad-329d-4ca6-857e-be2ed810fae5 */
        member: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["MemberChange"];
      };
    };
    responses: {
      /** @description The member, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_teams_by_team_members_by_member: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
        /** @example bc496fad-329d-4ca6-857e-be2ed810fae5 */
        member: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_teams_by_team_members_by_member_agents: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
        /** @example bc496fad-329d-4ca6-857e-be2ed810fae5 */
        member: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAssignments"];
      };
    };
    responses: {
      /** @description The member; all of these agents worked for them before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"];
          };
        };
      };
      /** @description The member with their new agents */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Member"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_teams_by_team_members_by_member_agents_by_agent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 0238caae-bf58-4184-8bf4-8cf3633ff1f9 */
        team: string;
        /** @example bc496fad-329d-4ca6-857e-be2ed810fae5 */
        member: string;
        /** @example b1d1a0b4-de15-49a4-8c82-45d7fddd3685 */
        agent: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_endpoints: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoints */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Endpoint"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_endpoints: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewEndpoint"];
      };
    };
    responses: {
      /** @description The endpoint with its secret, which is shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EndpointWithSecret"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_endpoints_by_endpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Endpoint"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_webhooks_endpoints_by_endpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewEndpoint"];
      };
    };
    responses: {
      /** @description The endpoint, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Endpoint"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_webhooks_endpoints_by_endpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_endpoints_by_endpoint_rotate_secret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["EndpointRotation"];
      };
    };
    responses: {
      /** @description The endpoint with its new secret, which is shown this once */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EndpointWithSecret"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_endpoints_by_endpoint_test: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery, which begins at once */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Delivery"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_endpoints_by_endpoint_replay: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path: {
        /** @example d64857f2-4c20-44d0-8a1f-b4ab23e62599 */
        endpoint: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Replay"];
      };
    };
    responses: {
      /** @description How many will be sent */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Replayed"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_deliveries: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
        endpoint?: string;
        status?: "pending" | "scheduled" | "running" | "parked" | "delivered" | "failed" | "cancelled";
        type?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deliveries */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Delivery"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_deliveries_by_delivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 7093128f-4130-4212-8556-5b0830ec4829 */
        delivery: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["DeliveryDetails"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_deliveries_by_delivery_retry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 7093128f-4130-4212-8556-5b0830ec4829 */
        delivery: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery, with all its attempts before it */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Delivery"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      409: components["responses"]["Error409"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_sources: {
    parameters: {
      query?: {
        /** @description Rows per page */
        limit?: number;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description `exact` adds `total`, which costs a count */
        count?: "exact";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sources */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Source"][];
            pagination: components["schemas"]["Pagination"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_sources: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewSource"];
      };
    };
    responses: {
      /** @description The source; a secret that we made is shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SourceWithSecret"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_sources_by_source: {
    parameters: {
      query?: never;
      header?: {
        /** @description An `ETag` you have, or several; answers 304 if it is still the present one */
        "if-none-match"?: string;
      };
      path: {
        /** @example 646dbcea-99c4-44fc-8d41-bc37d3012a99 */
        source: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The source, with ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Source"];
          };
        };
      };
      /** @description Unchanged, no body */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  put_webhooks_sources_by_source: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 646dbcea-99c4-44fc-8d41-bc37d3012a99 */
        source: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewSource"];
      };
    };
    responses: {
      /** @description The source, with its new ETag */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Source"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  delete_webhooks_sources_by_source: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since */
        "if-match"?: string;
      };
      path: {
        /** @example 646dbcea-99c4-44fc-8d41-bc37d3012a99 */
        source: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      412: components["responses"]["Error412"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_sources_by_source_rotate_secret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 646dbcea-99c4-44fc-8d41-bc37d3012a99 */
        source: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["SourceRotation"];
      };
    };
    responses: {
      /** @description The source; a secret that we made is shown this once */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["SourceWithSecret"];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_in_by_source: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example source */
        source: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          [key: string]: unknown;
        } | {
          [key: string]: unknown;
        }[];
        "application/cloudevents+json": string;
        "application/cloudevents-batch+json": string;
        "application/x-www-form-urlencoded": string;
        "text/plain": string;
      };
    };
    responses: {
      /** @description They are stored; received is false if all of them were before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              received: boolean;
            };
          } | {
            challenge: string;
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      404: components["responses"]["Error404"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_event_types: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The types */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EventType"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  get_webhooks_metrics: {
    parameters: {
      query?: {
        hours?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoints */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["EndpointMetrics"][];
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
  post_webhooks_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The worker is running */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: {
              queue: string;
            };
          };
        };
      };
      400: components["responses"]["Error400"];
      401: components["responses"]["Error401"];
      403: components["responses"]["Error403"];
      422: components["responses"]["Error422"];
      429: components["responses"]["Error429"];
      500: components["responses"]["Error500"];
      503: components["responses"]["Error503"];
    };
  };
}
