/**
 * API keys, and the age of every secret.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { doneOf, pageOf } from "../app/page.ts";
import { Action } from "../ui/action.tsx";
import { count, moment } from "../ui/format.ts";
import { useList } from "../ui/load.ts";
import { ShownOnce } from "../ui/once.tsx";
import { Status } from "../ui/status.tsx";
import { ListTable } from "../ui/table.tsx";
import { NewKey } from "./keys/new_key.tsx";
import { Secrets } from "./keys/secrets.tsx";

type ApiKey = Schemas["ApiKey"];

export default function Keys() {
  const shown = useSignal("");
  const list = useList<ApiKey>(async (cursor) =>
    pageOf(await client.GET("/api-keys/v1", { params: { query: { limit: 50, cursor } } }))
  );
  const show = async (key: string | undefined) => {
    shown.value = key ?? "";
    await list.reload();
  };
  const revoke = async (id: string) => {
    doneOf(await client.DELETE("/api-keys/v1/{id}", { params: { path: { id } } }));
    await list.reload();
  };
  const rotate = async (id: string) => {
    const { key } = dataOf(
      await client.POST("/api-keys/v1/{id}/rotate", { params: { path: { id } }, body: {} }),
    );
    await show(key);
  };
  return (
    <>
      <NewKey made={show} />
      <ShownOnce label="The key" secret={shown} />
      <ListTable
        caption="API keys"
        list={list}
        empty="There is no key yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Name", cell: ({ name }) => name },
          { title: "Begins with", cell: ({ prefix }) => <code>{prefix}</code> },
          { title: "May", cell: ({ scopes }) => scopes.join(", ") },
          { title: "State", cell: ({ status }) => <Status value={status} /> },
          { title: "Until", cell: ({ expires_at }) => moment(expires_at) },
          { title: "From", cell: ({ allowed_cidrs }) => allowed_cidrs?.join(", ") ?? "everywhere" },
          { title: "Last used", cell: ({ last_used_at }) => moment(last_used_at) },
          { title: "Uses", isNumber: true, cell: ({ use_count }) => count(use_count) },
          { title: "Refused", isNumber: true, cell: ({ denied_count }) => count(denied_count) },
          {
            title: "Actions",
            cell: ({ id, status }) =>
              status === "active" && (
                <span class="actions">
                  <Action kind="quiet" done="The former secret works for another day" run={() => rotate(id)}>
                    Rotate
                  </Action>
                  <Action kind="danger" confirm="Revoke this key? It ends at once." run={() => revoke(id)}>
                    Revoke
                  </Action>
                </span>
              ),
          },
        ]}
      />
      {can("settings:write") && <Secrets />}
    </>
  );
}
