// Generated from the functions' routes by "npm run openapi"; do not edit.
// deno-lint-ignore-file

export interface paths {
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
     * Record up to 1,000 finished calls, all or nothing
     * @description JSON, or CSV with the fields as columns. A known `external_id` replaces its call. Every bad row is named.
     */
    post: operations["post_aggregation_calls"];
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
  "/aggregation/v1/agents/{agent}/trends": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an agent's metrics by day, week or month */
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
    /** Get a team's metrics by day, week or month */
    get: operations["get_aggregation_teams_by_team_trends"];
    put?: never;
    post?: never;
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
     * @description Answers within a second, whatever hangs. The whole fails when the database, sign-in, the scheduler, a queue or the aggregation does; without Redis, or a provider, it is `warn`. HEALTH_CHECKS chooses the parts.
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
     * @description By samples of every minute; one without a sample counts as bad. An incident opens after three bad samples of a part and closes after three good ones.
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
    /** List the runs of a scheduled task, newest first (operator only) */
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
     * @description The source is `stripe`, `resend`, or the id of a tenant's own. The signature says who sends: no token. An event that came before is answered alike and has no second effect. A JSON array is one event per element; a form is an object of its fields, or the JSON in its field `payload`; CloudEvents come in either mode.
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
    Calls: {
      calls: components["schemas"]["NewCall"][];
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
    Error: {
      error: {
        /**
         * @description - `BAD_REQUEST` (400): The request cannot be read: invalid JSON, or a malformed header or cursor
         *     - `UNAUTHORIZED` (401): The token or API key is missing, invalid, expired or revoked
         *     - `FORBIDDEN` (403): The caller has no tenant, or the role or API key lacks the scope
         *     - `ADDRESS_NOT_ALLOWED` (403): The API key does not work from the caller's address
         *     - `NOT_FOUND` (404): Not found, or not visible to the caller
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
         *     - `VERSION_MISMATCH` (412): If-Match does not match the current version
         *     - `PAYLOAD_TOO_LARGE` (413): The body is larger than this function accepts
         *     - `BATCH_TOO_LARGE` (413): The batch has more rows than the tenant's limit
         *     - `UNSUPPORTED_MEDIA_TYPE` (415): The route does not accept this content type
         *     - `VALIDATION_ERROR` (422): The request is readable but invalid; see details
         *     - `DIGEST_MISMATCH` (422): Content-Digest is not the digest of the body
         *     - `URL_NOT_ALLOWED` (422): The URL is not https or resolves to an address that is not public
         *     - `RATE_LIMITED` (429): Too many requests; see Retry-After
         *     - `BATCH_QUOTA_EXCEEDED` (429): Too many batches in the last hour; see Retry-After
         *     - `STORAGE_BUDGET_EXCEEDED` (429): The tenant would store more than its budget; details name limit, used and maximum
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
       * @description all_fractions, rounded_ids, no_ids, encoding, foreign_ids
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
        | "agents:read"
        | "agents:write"
        | "api_keys:manage"
        | "audit:read"
        | "calls:write"
        | "channels:read"
        | "channels:write"
        | "jobs:read"
        | "jobs:write"
        | "metrics:read"
        | "metrics:run"
        | "opportunities:import"
        | "opportunities:read"
        | "routing:decide"
        | "routing:read"
        | "settings:read"
        | "settings:write"
        | "teams:read"
        | "teams:write"
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
    NewImportMapping: {
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
    Recorded: {
      received: number;
      created: number;
      updated: number;
      /** @description Already recorded with the same values */
      unchanged: number;
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
    Rollback: {
      batch: components["schemas"]["Batch"];
      /** @description Opportunities that the batch had created */
      deleted: number;
      /** @description Opportunities that the batch had updated */
      restored: number;
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
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      last_run: string | null;
      duration_ms: number | null;
      succeeded: boolean | null;
      /** @description Result of the last run, only with the secret key; others see that it failed */
      result: string | null;
    };
    SectorRules: {
      /** @description Kept if left out; 5 at first */
      priority?: number;
      /** @description Concurrent calls. Kept if left out; 10 at first */
      max_load?: number;
      /** @description Kept if left out; true at first */
      available?: boolean;
    };
    Setting: {
      /** @example import.max_rows */
      key: string;
      value: number | boolean | string;
      default_value: number | boolean | string;
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
      old_value: number | boolean | string | null;
      /** @description Null stands for the default */
      new_value: number | boolean | string | null;
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
      [key: string]: number | boolean | string | null;
    };
    SettingDefinition: {
      key: string;
      /** @enum {string} */
      type: "integer" | "number" | "boolean" | "string";
      default_value: number | boolean | string;
      /** @description For a string, the minimum length */
      minimum: number | null;
      maximum: number | null;
      allowed: (number | boolean | string)[] | null;
      description: string;
      operator_only: boolean;
    };
    SettingValue: {
      /**
       * @description Must match the type and bounds of the definition
       * @example 500
       */
      value: number | boolean | string;
    };
    ShownApiKey: components["schemas"]["ApiKey"] & {
      /**
       * @description The key, returned only here: store it now. Omitted from an answer replayed by Idempotency-Key
       * @example fl_live_k3b0x2ma_…
       */
      key?: string;
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
    StatusPage: {
      /** @enum {string} */
      status: "pass" | "warn" | "fail";
      components: components["schemas"]["Component"][];
      open_incidents: components["schemas"]["Incident"][];
      /** @description The newest 50 of the last 90 days, newest first */
      past_incidents: components["schemas"]["Incident"][];
    };
    TaskRun: {
      id: number;
      /** @example aggregate_performance */
      name: string;
      /** @enum {string} */
      trigger: "schedule" | "manual";
      /**
       * Format: date-time
       * @example 2026-11-20T09:30:00+00:00
       */
      started_at: string;
      duration_ms: number;
      succeeded: boolean;
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
    Trend: components["schemas"]["Performance"] & {
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
      unit: "rows" | "bytes";
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
    /** @description `FORBIDDEN`, `ADDRESS_NOT_ALLOWED` */
    Error403: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["Error"];
      };
    };
    /** @description `NOT_FOUND` */
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
    /** @description `CONFLICT`, `IDEMPOTENCY_KEY_REUSED`, `DUPLICATE_BATCH`, `BATCH_NOT_PROCESSING`, `BATCH_NOT_ROLLBACKABLE`, `BATCH_ALREADY_ROLLED_BACK`, `UPLOAD_NOT_OPEN`, `UPLOAD_INCOMPLETE`, `UPLOAD_NOT_READY`, `UPLOAD_ENDED`, `LIMIT_REACHED`, `API_KEY_INACTIVE`, `CHANNEL_NAME_TAKEN`, `DECISION_COMPLETED`, `DECISION_RELEASED`, `NO_AGENT_AVAILABLE`, `TEAM_NAME_TAKEN`, `JOB_NOT_RETRYABLE`, `JOB_NOT_CANCELLABLE`, `TASK_RUNNING`, `ENDPOINT_DISABLED` */
    Error409: {
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
    /** @description `RATE_LIMITED`, `BATCH_QUOTA_EXCEEDED`, `STORAGE_BUDGET_EXCEEDED` */
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
      header?: never;
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
        /** @description CSV: the field, or list of fields, that a foreign column fills; empty to leave the column out */
        mapping?: string;
        /** @description CSV: what foreign values of a field mean, without regard to case; empty for no value */
        values?: string;
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
        "application/json": components["schemas"]["Calls"];
        "text/csv": string;
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
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
      409: components["responses"]["Error409"];
      413: components["responses"]["Error413"];
      415: components["responses"]["Error415"];
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
      /** @description The batches */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Batch"][];
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
      /** @description The document, gzipped if the client accepts that */
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
      header?: never;
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
  get_settings: {
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
      header?: never;
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
