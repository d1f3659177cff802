/**
 * The database passes the CLI's linter and the dashboard's advisors.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { stack } from "../support/env.ts";
import { output, supabase } from "../../tools/command.ts";

/** Accepted findings, by cache key or name, each with its reason. */
const accepted: Record<string, string> = {
  function_search_path_mutable_private_load_points_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path the planner could not inline it into a decision",
  function_search_path_mutable_private_is_free_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path the planner could not inline it into a decision",
  function_search_path_mutable_private_agent_day_totals_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it would be a call for each agent and day of a run",
  function_search_path_mutable_private_after_cursor_d41d8cd98f00b204e9800998ecf8427e:
    "With a search_path it could not be inlined and lists would not use their indexes; its body was parsed when it was created",
  function_search_path_mutable_private_parked_id_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a row",
  function_search_path_mutable_private_name_key_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path the planner could not inline its test for plain names",
  function_search_path_mutable_private_may_be_mistyped_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a word",
  function_search_path_mutable_private_quoted_term_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a word",
  function_search_path_mutable_private_tenant_tag_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a word",
  function_search_path_mutable_private_has_umlauts_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a word",
  function_search_path_mutable_private_fold_text_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a word",
  function_search_path_mutable_private_tidy_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path the planner could not inline its test for plain names",
  function_search_path_mutable_private_subscribes_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a row",
  function_search_path_mutable_private_is_personal_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it would be a call for each value that is sealed",
  function_search_path_mutable_private_salt_of_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it would be a call for each value that is sealed",
  function_search_path_mutable_private_commitment_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it would be a call for each value that is sealed",
  function_search_path_mutable_private_free_fields_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path what it calls would be planned for each entry again",
  function_search_path_mutable_private_leaf_text_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path what it calls would be planned for each entry again",
  function_search_path_mutable_private_leaf_hash_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path what it calls would be planned for each entry again",
  function_search_path_mutable_private_uuidv7_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created: no search_path changes what it calls, and with one it could not be inlined",
  function_search_path_mutable_private_matches_filters_d41d8cd98f00b204e9800998ecf8427e:
    "With a search_path it could not be inlined and lists would not use their indexes; its body was parsed when it was created",
  function_search_path_mutable_private_revenue_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a row",
  function_search_path_mutable_private_series_client_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path it could not be inlined where it runs once a row",
  function_search_path_mutable_private_plain_days_d41d8cd98f00b204e9800998ecf8427e:
    "Its body was parsed when it was created, and with a search_path all transactions of a tenant would be kept twice",
};

interface Finding {
  name: string;
  level: "ERROR" | "WARN" | "INFO";
  detail: string;
  cacheKey: string;
}

Deno.test("supabase db lint finds no error in SQL functions", async () => {
  const remote = `--remote=${stack.databaseUrl}`;
  const flags = ["-s", "public,private", "--level", "error", "--fail-on", "error"];
  await output(supabase, ["db", "lint", remote, ...flags]);
});

Deno.test("supabase db advisors finds no error and no warning", async () => {
  const remote = `--remote=${stack.databaseUrl}`;
  const flags = ["--type", "all", "--level", "warn", "--fail-on", "none", "--output-format", "json"];
  const advice: { results: Finding[] } = JSON.parse(
    await output(supabase, ["db", "advisors", remote, ...flags]),
  );
  const findings = advice.results;
  const open = findings.filter((f) => !(f.cacheKey in accepted) && !(f.name in accepted));
  assertEquals(open.map((f) => `${f.cacheKey} ${f.level} ${f.name}: ${f.detail}`), []);
  const unused = Object.keys(accepted).filter((key) =>
    !findings.some((f) => f.cacheKey === key || f.name === key)
  );
  assertEquals(unused, [], "accepted findings that nobody reports any more");
});
