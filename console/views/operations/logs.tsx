/**
 * Log lines, newest first.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Query, Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { pageOf } from "../../app/page.ts";
import { addressOf, view } from "../../app/router.ts";
import { Choice, Field, Form } from "../../ui/form.tsx";
import { moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type LogLine = Schemas["LogLine"];
type Level = Query<"/observability/v1/logs">["level"];

const levels: Level[] = ["error", "warn", "info", "debug"];

export function Logs() {
  const { client } = useCaller();
  const q = useSignal<string | undefined>(undefined);
  const level = useSignal<Level>(undefined);
  const list = useList<LogLine>(
    async (cursor) => {
      const query = { limit: 50, cursor, q: q.value, level: level.value };
      return pageOf(await client.GET("/observability/v1/logs", { params: { query } }));
    },
    [q.value, level.value],
  );
  const search = ({ words = "", level: wanted }: Record<string, string>) => {
    q.value = words || undefined;
    level.value = levels.find((level) => level === wanted);
    return Promise.resolve();
  };
  return (
    <section>
      <h2>Log</h2>
      <Form key={`${q.value} ${level.value}`} submit={search} label="Search">
        <div class="row">
          <Field label="Words" name="words" value={q.value} maxLength={200} />
          <Choice
            label="Level"
            name="level"
            value={level.value ?? ""}
            options={[["", "all"], ...levels.map((level): [string, string] => [level ?? "", level ?? ""])]}
          />
        </div>
      </Form>
      <ListTable
        caption="Log lines"
        list={list}
        empty="No line fits."
        keyOf={({ id }) => id}
        columns={[
          { title: "When", cell: ({ timestamp }) => moment(timestamp) },
          { title: "Level", cell: ({ level }) => <Status value={level} /> },
          { title: "Where", cell: (line) => `${line.function} ${line.action ?? ""}` },
          {
            title: "Took",
            isNumber: true,
            cell: ({ duration }) => duration === null ? "" : `${duration} ms`,
          },
          { title: "Error", cell: ({ error }) => error ?? "" },
          {
            title: "Request",
            cell: ({ requestId }) =>
              requestId && <a href={addressOf(view.value, { request: requestId })}>What it caused</a>,
          },
        ]}
      />
    </section>
  );
}
