/**
 * Where events are sent.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { addressOf } from "../../app/router.ts";
import { Action } from "../../ui/action.tsx";
import { count } from "../../ui/format.ts";
import { Field, Form } from "../../ui/form.tsx";
import { useList } from "../../ui/load.ts";
import { ShownOnce } from "../../ui/once.tsx";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";
import { Replay } from "./replay.tsx";

type Endpoint = Schemas["Endpoint"];

export function Endpoints() {
  const list = useList<Endpoint>(async (cursor) =>
    pageOf(await client.GET("/webhooks/v1/endpoints", { params: { query: { limit: 50, cursor } } }))
  );
  return (
    <section>
      <ListTable
        caption="Endpoints"
        list={list}
        empty="No address gets events yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Address", cell: ({ url }) => url },
          { title: "Events", cell: ({ event_types }) => event_types.join(", ") },
          { title: "State", cell: ({ enabled }) => <Status value={enabled ? "enabled" : "disabled"} /> },
          { title: "Waiting for a replay", isNumber: true, cell: ({ parked }) => count(parked) },
          { title: "Actions", cell: (endpoint) => <Actions endpoint={endpoint} /> },
        ]}
      />
      {can("webhooks:write") && <NewEndpoint added={list.reload} />}
    </section>
  );
}

function Actions({ endpoint: { id } }: { endpoint: Endpoint }) {
  const test = async () => {
    dataOf(
      await client.POST("/webhooks/v1/endpoints/{endpoint}/test", { params: { path: { endpoint: id } } }),
    );
  };
  return (
    <span class="actions">
      <a href={addressOf("webhooks", { endpoint: id })}>Deliveries</a>
      {can("webhooks:write") && (
        <>
          <Action kind="quiet" done="A test event is on its way" run={test}>Test</Action>
          <Replay endpoint={id} />
        </>
      )}
    </span>
  );
}

function NewEndpoint({ added }: { added(): Promise<void> }) {
  const secret = useSignal("");
  const add = async ({ url = "", event_types = "" }: Record<string, string>) => {
    const types = event_types.split(",").map((type) => type.trim()).filter((type) => type !== "");
    const endpoint = dataOf(
      await client.POST("/webhooks/v1/endpoints", { body: { url, event_types: types } }),
    );
    secret.value = endpoint.secret ?? "";
    await added();
  };
  return (
    <details>
      <summary>Add an endpoint</summary>
      <Form submit={add} label="Add">
        <Field label="Address" name="url" type="url" placeholder="https://" required />
        <Field label="Events, with commas; * for all" name="event_types" value="*" required />
      </Form>
      <ShownOnce label="Its secret" secret={secret} />
    </details>
  );
}
