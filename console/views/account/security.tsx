/**
 * The person's own sign-in: second factors and sessions.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { signOutEverywhere } from "../../app/session.ts";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Table } from "../../ui/table.tsx";
import { SecondFactors } from "./factors.tsx";

type Session = Schemas["Session"];

export function Security() {
  return (
    <section>
      <h2>Your sign-in</h2>
      <SecondFactors />
      <Sessions />
      <Action kind="danger" run={signOutEverywhere}>Sign out everywhere</Action>
    </section>
  );
}

function Sessions() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/accounts/v1/sessions")));
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  const end = async (session_id: string) => {
    dataOf(await client.POST("/accounts/v1/sessions/revoke", { body: { session_id } }));
    await reload();
  };
  return (
    <Table
      caption="Sessions"
      rows={value}
      keyOf={({ id }: Session) => id}
      columns={[
        { title: "Browser", cell: ({ user_agent }) => user_agent ?? "unknown" },
        { title: "Address", cell: ({ ip }) => ip ?? "unknown" },
        { title: "Last used", cell: ({ last_used_at }) => moment(last_used_at) },
        { title: "Second factor", cell: ({ mfa }) => mfa ? "given" : "not given" },
        {
          title: "Actions",
          cell: ({ id, current }) =>
            current ? "this one" : <Action kind="danger" done="It is ended" run={() => end(id)}>End</Action>,
        },
      ]}
    />
  );
}
