/**
 * Makes an alert.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { alertMetrics } from "../../../functions/observability/alert_metrics.ts";
import { useCaller } from "../../app/caller.ts";
import { Choice, Field, Form } from "../../ui/form.tsx";

type Alert = Schemas["NewAlert"];

export function NewAlert({ made }: { made(): Promise<void> }) {
  const { client } = useCaller();
  const make = async (fields: Record<string, string>) => {
    const body: Alert = {
      name: fields.name ?? "",
      metric: alertMetrics.find((metric) => metric === fields.metric) ?? "error_rate",
      filter: fields.function ? { function: fields.function } : {},
      comparison: fields.comparison === "below" ? "below" : "above",
      threshold: Number(fields.threshold),
      for_minutes: Number(fields.for_minutes),
      recover_threshold: null,
      channels: fields.channels === "email" ? ["event", "email"] : ["event"],
      enabled: true,
    };
    dataOf(await client.POST("/observability/v1/alerts", { body }));
    await made();
  };
  return (
    <details>
      <summary>Add an alert</summary>
      <Form submit={make} label="Add">
        <div class="row">
          <Field label="Name" name="name" maxLength={200} required />
          <Choice
            label="What is watched"
            name="metric"
            options={alertMetrics.map((metric): [string, string] => [metric, metric.replaceAll("_", " ")])}
          />
          <Field label="Of the function" name="function" placeholder="all" maxLength={100} />
          <Choice label="Fires if it is" name="comparison" options={["above", "below"]} />
          <Field label="This value" name="threshold" type="number" step="any" value="0.05" required />
          <Field label="For minutes" name="for_minutes" type="number" value="5" required />
          <Choice
            label="Tells"
            name="channels"
            options={[["event", "webhooks"], ["email", "webhooks and e-mail"]]}
          />
        </div>
      </Form>
    </details>
  );
}
