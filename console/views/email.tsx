/**
 * E-mail: templates, what was sent, and who gets none.
 *
 * @module
 */
import { dataOf } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { addressOf, parameters } from "../app/router.ts";
import { Failure } from "../ui/error.tsx";
import { count, percent } from "../ui/format.ts";
import { useLoad } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { Table } from "../ui/table.tsx";
import { MessageDetails } from "./email/message.tsx";
import { Messages } from "./email/messages.tsx";
import { Suppressions } from "./email/suppressions.tsx";
import { TemplateDetails } from "./email/template.tsx";

export default function Email() {
  const message = parameters.value.get("message");
  if (message) return <MessageDetails key={message} id={message} />;
  if (parameters.value.has("template")) return <Templates />;
  return (
    <>
      <Templates />
      <Messages />
      <Suppressions />
    </>
  );
}

async function readTemplates() {
  const [templates, metrics] = await Promise.all([
    client.GET("/email/v1/templates").then(dataOf),
    client.GET("/email/v1/metrics", { params: { query: { group_by: "template" } } }).then(dataOf),
  ]);
  const figures = new Map(metrics.map((row) => [row.template, row]));
  return templates.map((template) => ({ ...template, figures: figures.get(template.name) }));
}

function Templates() {
  const { value, error, reload } = useLoad(readTemplates);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  const opened = value.find(({ name }) => name === parameters.value.get("template"));
  if (opened) return <TemplateDetails key={opened.name} name={opened.name} changed={reload} />;
  return (
    <section>
      <h2>Templates, with their mails of 30 days</h2>
      <Table
        caption="Templates"
        rows={value}
        keyOf={({ name }) => name}
        columns={[
          {
            title: "Template",
            cell: ({ name }) => (
              <a href={addressOf("email", { template: name })}>{name.replaceAll("_", " ")}</a>
            ),
          },
          {
            title: "Words",
            cell: ({ source }) => <Status value={source === "tenant" ? "your own" : "default"} />,
          },
          { title: "Sent", isNumber: true, cell: ({ figures }) => count(figures?.sent ?? 0) },
          {
            title: "Delivered",
            isNumber: true,
            cell: ({ figures }) => percent(figures?.delivery_rate ?? null),
          },
          { title: "Opened", isNumber: true, cell: ({ figures }) => percent(figures?.open_rate ?? null) },
          { title: "Bounced", isNumber: true, cell: ({ figures }) => percent(figures?.bounce_rate ?? null) },
          { title: "Failed", isNumber: true, cell: ({ figures }) => count(figures?.failed ?? 0) },
        ]}
      />
    </section>
  );
}
