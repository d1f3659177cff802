/**
 * One mail with its attempts and what became of it.
 *
 * @module
 */
import { dataOf } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { addressOf } from "../../app/router.ts";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";

export function MessageDetails({ id }: { id: string }) {
  const params = { path: { message: id } };
  const { value, error, reload } = useLoad(async () => {
    const mail = dataOf(await client.GET("/email/v1/messages/{message}", { params }));
    const events = mail.events.map((event, index) => ({ ...event, index }));
    return { ...mail, events, attempts: mail.attempts.map((attempt, index) => ({ ...attempt, index })) };
  });
  const retry = async () => {
    dataOf(await client.POST("/email/v1/messages/{message}/retry", { params }));
    await reload();
  };
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <section>
      <p>
        <a href={addressOf("email")}>All of e-mail</a>
      </p>
      <h2 dir="auto">{value.to}</h2>
      <p class="muted">
        {value.template.replaceAll("_", " ")} in {value.locale}, {moment(value.created_at)}{" "}
        <Status value={value.status} />
        {value.request_id && <>, caused by request {value.request_id}</>}
      </p>
      {value.error && <p class="failure" dir="auto">{value.error}</p>}
      {value.status === "failed" && can("email:send") && (
        <Action done="It is sent again" run={retry}>Send again</Action>
      )}
      <h2>Attempts</h2>
      {value.attempts.length === 0 ? <p class="empty">It was not tried yet.</p> : (
        <Table
          caption="Attempts"
          rows={value.attempts}
          keyOf={({ index }) => index}
          columns={[
            { title: "When", cell: ({ attempted_at }) => moment(attempted_at) },
            { title: "Provider", cell: ({ provider }) => provider },
            { title: "Outcome", cell: ({ status }) => <Status value={status} /> },
            { title: "Answer", isNumber: true, cell: ({ status_code }) => status_code ?? "none" },
            { title: "Took", isNumber: true, cell: ({ duration_ms }) => `${duration_ms} ms` },
            { title: "Error", cell: ({ error }) => error ?? "" },
          ]}
        />
      )}
      <h2>Events</h2>
      {value.events.length === 0 ? <p class="empty">Nobody has told what became of it.</p> : (
        <Table
          caption="Events"
          rows={value.events}
          keyOf={({ index }) => index}
          columns={[
            { title: "When", cell: ({ occurred_at }) => moment(occurred_at) },
            { title: "What", cell: ({ type }) => <Status value={type} /> },
            { title: "Told by", cell: ({ source }) => source },
            { title: "By a program", cell: ({ machine }) => machine ? "yes" : "" },
            { title: "Reason", cell: ({ reason, url }) => reason ?? url ?? "" },
          ]}
        />
      )}
    </section>
  );
}
