/**
 * Audit: who changed what, newest first, and the proof that it is as it was sealed.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Schemas } from "../../client/mod.ts";
import { active } from "../app/account.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { addressOf } from "../app/router.ts";
import { Action } from "../ui/action.tsx";
import { Field, Form } from "../ui/form.tsx";
import { moment } from "../ui/format.ts";
import { useList, useLoad } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { ListTable } from "../ui/table.tsx";
import { readChain } from "./audit/chain.ts";
import { Verification } from "./audit/verification.tsx";
import { type Verdict, verifyEntry } from "./audit/verify_entry.ts";

type Entry = Schemas["AuditEntry"];

export default function Audit() {
  const filter = useSignal<{ q?: string; action?: string; resource?: string }>({});
  const list = useList<Entry>(
    async (cursor) =>
      pageOf(await client.GET("/audit/v1", { params: { query: { limit: 50, cursor, ...filter.value } } })),
    [filter.value],
  );
  const log = active.value?.id ?? "";
  const chain = useLoad(() => readChain(log), [log]);
  const verdicts = useSignal<Record<number, Verdict>>({});
  const verify = async (entry: Entry) => {
    const verdict = await verifyEntry(entry, chain.value ?? await readChain(log));
    verdicts.value = { ...verdicts.value, [entry.id]: verdict };
  };
  const apply = (fields: Record<string, string>) => {
    filter.value = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
    return Promise.resolve();
  };
  const { q, action, resource } = filter.value;
  return (
    <>
      <Verification chain={chain} />
      <section>
        <h2>Entries</h2>
        <Form key={JSON.stringify(filter.value)} submit={apply} label="Filter">
          <div class="row">
            <Field label="Words" name="q" value={q} maxLength={200} />
            <Field label="Action" name="action" value={action} placeholder="update" maxLength={100} />
            <Field label="Resource" name="resource" value={resource} placeholder="teams" maxLength={100} />
          </div>
        </Form>
        <ListTable
          caption="Audit entries"
          list={list}
          empty="No entry fits."
          keyOf={({ id }) => id}
          columns={[
            { title: "When", cell: ({ occurred_at }) => moment(occurred_at) },
            { title: "Action", cell: ({ action }) => <Status value={action} /> },
            { title: "Resource", cell: ({ resource }) => resource },
            { title: "Who", cell: ({ actor_id, key_id }) => key_id ? `key ${key_id}` : actor_id ?? "system" },
            { title: "Changed", cell: ({ changed }) => changed?.join(", ") ?? "" },
            {
              title: "Request",
              cell: ({ request_id }) =>
                request_id && <a href={addressOf("operations", { request: request_id })}>What it caused</a>,
            },
            {
              title: "Proof",
              cell: (entry) => (
                <>
                  <Action kind="quiet" label={`Verify entry ${entry.id}`} run={() => verify(entry)}>
                    Verify
                  </Action>
                  <span role="status">
                    <Words verdict={verdicts.value[entry.id]} />
                  </span>
                </>
              ),
            },
          ]}
        />
      </section>
    </>
  );
}

function Words({ verdict }: { verdict: Verdict | undefined }) {
  if (!verdict) return null;
  const { kind, word, rest } = verdict;
  return (
    <>
      <span class={`status ${kind}`}>{word}</span> {rest}
    </>
  );
}
