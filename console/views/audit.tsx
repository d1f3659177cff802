/**
 * Audit: who changed what, newest first.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Schemas } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { addressOf } from "../app/router.ts";
import { Field, Form } from "../ui/form.tsx";
import { moment } from "../ui/format.ts";
import { useList } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { ListTable } from "../ui/table.tsx";

type Entry = Schemas["AuditEntry"];

export default function Audit() {
  const filter = useSignal<{ q?: string; action?: string; resource?: string }>({});
  const list = useList<Entry>(
    async (cursor) =>
      pageOf(await client.GET("/audit/v1", { params: { query: { limit: 50, cursor, ...filter.value } } })),
    [filter.value],
  );
  const apply = (fields: Record<string, string>) => {
    filter.value = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
    return Promise.resolve();
  };
  const { q, action, resource } = filter.value;
  return (
    <>
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
        ]}
      />
    </>
  );
}
