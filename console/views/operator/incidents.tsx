/**
 * Incidents, newest first, to which the operator adds notes.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { Field, Form } from "../../ui/form.tsx";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";

type Incident = Schemas["Incident"];

export function Incidents() {
  const { client } = useCaller();
  const list = useList<Incident>(async (cursor) =>
    pageOf(await client.GET("/health/v1/incidents", { params: { query: { limit: 20, cursor } } }))
  );
  return (
    <section>
      <h2>Incidents</h2>
      {list.error !== undefined && <Failure error={list.error} retry={() => void list.reload()} />}
      {!list.rows && list.error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {list.rows?.length === 0 && <p class="empty">There was no incident.</p>}
      {list.rows?.map((incident) => (
        <OneIncident key={incident.id} incident={incident} changed={list.reload} />
      ))}
      {list.hasMore && (
        <Action run={() => list.more()} kind="quiet">Show more</Action>
      )}
    </section>
  );
}

function OneIncident({ incident, changed }: { incident: Incident; changed(): Promise<void> }) {
  const { client } = useCaller();
  const { id, component, severity, status, opened_at, resolved_at, timeline, affected_clients } = incident;
  const note = async ({ text = "" }: Record<string, string>) => {
    const params = { path: { incident: id } };
    dataOf(await client.POST("/health/v1/incidents/{incident}/notes", { params, body: { text } }));
    await changed();
  };
  return (
    <details open={status === "open"}>
      <summary>
        {severity} {component}, {moment(opened_at)}
        {resolved_at && ` until ${moment(resolved_at)}`} <Status value={status} />
        {affected_clients !== undefined && (
          <span class="muted">, {count(affected_clients)} {affected_clients === 1 ? "team" : "teams"}</span>
        )}
      </summary>
      <ol>
        {timeline.map(({ at, kind, text }, index) => (
          <li key={index}>
            <span class="muted">{moment(at)}, {kind}</span> <span dir="auto">{text}</span>
          </li>
        ))}
      </ol>
      <Form submit={note} label="Add the note">
        <Field label="Note" name="text" maxLength={1000} required />
      </Form>
    </details>
  );
}
