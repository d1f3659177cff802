/**
 * Sends an endpoint's events of a time again.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { count } from "../../ui/format.ts";
import { Choice, Form } from "../../ui/form.tsx";
import { tell } from "../../ui/notices.tsx";

const hours: [string, string][] = [["1", "the last hour"], ["24", "the last day"], ["168", "the last week"]];

export function Replay({ endpoint }: { endpoint: string }) {
  const isOpen = useSignal(false);
  if (!isOpen.value) {
    return <button type="button" class="quiet" onClick={() => isOpen.value = true}>Replay …</button>;
  }
  const replay = async ({ hours = "24", which = "failed" }: Record<string, string>) => {
    const now = Date.now();
    const { replayed } = dataOf(
      await client.POST("/webhooks/v1/endpoints/{endpoint}/replay", {
        params: { path: { endpoint } },
        body: {
          from: new Date(now - Number(hours) * 3_600_000).toISOString(),
          to: new Date(now).toISOString(),
          only_failed: which === "failed",
        },
      }),
    );
    tell("done", `${count(replayed)} ${replayed === 1 ? "event is" : "events are"} sent again`);
    isOpen.value = false;
  };
  return (
    <Form submit={replay} label="Send again">
      <Choice label="Events of" name="hours" options={hours} />
      <Choice
        label="Which"
        name="which"
        options={[["failed", "that never arrived"], ["all", "all of them"]]}
      />
    </Form>
  );
}
