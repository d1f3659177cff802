/**
 * All that one request caused, in order, however many functions and workers later.
 *
 * @module
 */
import { dataOf } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { addressOf, view } from "../../app/router.ts";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Long } from "../../ui/long.tsx";
import { Table } from "../../ui/table.tsx";

export function Timeline({ request }: { request: string }) {
  const { client } = useCaller();
  const { value, error, reload } = useLoad(async () => {
    const path = { request_id: request };
    const steps = dataOf(await client.GET("/observability/v1/timeline/{request_id}", { params: { path } }));
    return steps.map((step, index) => ({ ...step, index }));
  });
  return (
    <section>
      <p>
        <a href={addressOf(view.value)}>Back</a>
      </p>
      <h2>Request {request}</h2>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <Table
          caption="Timeline"
          rows={value}
          keyOf={({ index }) => index}
          columns={[
            { title: "When", cell: ({ at }) => moment(at) },
            { title: "What", cell: ({ kind }) => kind },
            {
              title: "Details",
              cell: ({ at: _at, kind: _kind, index: _index, ...details }) => <Details of={details} />,
            },
          ]}
        />
      )}
    </section>
  );
}

function Details({ of }: { of: Record<string, unknown> }) {
  const shown = Object.entries(of).filter(([, value]) => value !== null && value !== undefined);
  return <Long text={shown.map(([name, value]) => `${name} ${textOf(value)}`).join(", ")} isCode />;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
