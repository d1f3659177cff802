/**
 * Every secret of the tenant with its age, never its text.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type Secret = Schemas["Secret"];

const kinds: Record<Secret["kind"], string> = {
  api_key: "API key",
  channel: "credentials of a channel",
  webhook_endpoint: "signs what an endpoint gets",
  webhook_source: "checks what a source sends",
};

export function Secrets() {
  const list = useList<Secret>(async (cursor) =>
    pageOf(await client.GET("/settings/v1/secrets", { params: { query: { limit: 50, cursor } } }))
  );
  return (
    <section>
      <h2>Age of every secret</h2>
      <ListTable
        caption="Secrets"
        list={list}
        empty="There is no secret."
        keyOf={({ kind, id }) => `${kind} ${id}`}
        columns={[
          { title: "Secret", cell: ({ name }) => name },
          { title: "Kind", cell: ({ kind }) => kinds[kind] },
          { title: "Days old", isNumber: true, cell: ({ age_days }) => count(age_days) },
          { title: "Until", cell: stateOf },
          { title: "Last used", cell: ({ last_used_at }) => moment(last_used_at) },
          { title: "Encrypted by", cell: ({ key_id }) => key_id ?? "" },
        ]}
      />
    </section>
  );
}

/** A secret either ends, or is due to be replaced. */
function stateOf({ expires_at, ends }: Secret) {
  if (!expires_at) return "–";
  const isOver = Date.parse(expires_at) < Date.now();
  return (
    <>
      {moment(expires_at)} {isOver && !ends && <Status value="replace it" />}
    </>
  );
}
