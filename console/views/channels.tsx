/**
 * Channels on which customers come: voice, SMS, WhatsApp, e-mail and web chat.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { doneOf, pageOf } from "../app/page.ts";
import { Action } from "../ui/action.tsx";
import { moment } from "../ui/format.ts";
import { useList } from "../ui/load.ts";
import { Long } from "../ui/long.tsx";
import { Status } from "../ui/status.tsx";
import { ListTable } from "../ui/table.tsx";
import { ChannelForms } from "./channels/forms.tsx";
import { NewChannel } from "./channels/new_channel.tsx";

type Channel = Schemas["Channel"];

export default function Channels() {
  const opened = useSignal<string | undefined>(undefined);
  const list = useList<Channel>(async (cursor) =>
    pageOf(await client.GET("/channels/v1", { params: { query: { limit: 50, cursor } } }))
  );
  const setEnabled = async (channel: string, enabled: boolean) => {
    const params = { path: { channel } };
    dataOf(
      enabled
        ? await client.POST("/channels/v1/{channel}/enable", { params })
        : await client.POST("/channels/v1/{channel}/disable", { params }),
    );
    await list.reload();
  };
  const remove = async (channel: string) => {
    doneOf(await client.DELETE("/channels/v1/{channel}", { params: { path: { channel } } }));
    await list.reload();
  };
  const mayWrite = can("channels:write");
  const chosen = list.rows?.find(({ id }) => id === opened.value);
  return (
    <>
      <ListTable
        caption="Channels"
        list={list}
        empty={mayWrite ? "There is no channel yet. Add the first below." : "There is no channel yet."}
        keyOf={({ id }) => id}
        columns={[
          { title: "Channel", cell: ({ name }) => name },
          { title: "Kind", cell: ({ type }) => type },
          { title: "State", cell: ({ enabled }) => <Status value={enabled ? "enabled" : "disabled"} /> },
          { title: "Config", cell: ({ config }) => <Long text={JSON.stringify(config)} isCode /> },
          {
            title: "Credentials",
            cell: ({ credentials }) =>
              credentials ? <>{credentials.fingerprint}, {moment(credentials.updated_at)}</> : "none",
          },
          {
            title: "Actions",
            cell: ({ id, enabled }) =>
              mayWrite && (
                <span class="actions">
                  <button type="button" class="quiet" onClick={() => opened.value = id}>Change</button>
                  <Action kind="quiet" run={() => setEnabled(id, !enabled)}>
                    {enabled ? "Disable" : "Enable"}
                  </Action>
                  <Action
                    kind="danger"
                    confirm="Delete this channel and its credentials?"
                    run={() => remove(id)}
                  >
                    Delete
                  </Action>
                </span>
              ),
          },
        ]}
      />
      {chosen && (
        <ChannelForms key={`${chosen.id} ${chosen.version}`} channel={chosen} changed={list.reload} />
      )}
      {mayWrite && <NewChannel made={list.reload} />}
    </>
  );
}
