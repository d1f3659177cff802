/**
 * Sends an endpoint's events of a time again: says how many, asks, and shows what becomes of them.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { Action } from "../../ui/action.tsx";
import { count } from "../../ui/format.ts";
import { Choice, Form } from "../../ui/form.tsx";
import { ReplayProgress } from "./replay_progress.tsx";
import { countReplayable, type Window } from "./replayable.ts";

const hours: [string, string][] = [["1", "the last hour"], ["24", "the last day"], ["168", "the last week"]];

type Step =
  | { is: "closed" | "chosen" }
  | { is: "counted"; window: Window; events: number; isWhole: boolean }
  | { is: "sent"; replayed: number };

export function Replay({ endpoint }: { endpoint: string }) {
  const step = useSignal<Step>({ is: "closed" });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (step.value.is !== "closed") place.current?.focus(); // the button that was pressed is gone
  }, [step.value.is]);
  const close = () => step.value = { is: "closed" };
  const look = async ({ hours = "24", which = "failed" }: Record<string, string>) => {
    const now = Date.now();
    const window = {
      from: new Date(now - Number(hours) * 3_600_000).toISOString(),
      to: new Date(now).toISOString(),
      only_failed: which === "failed",
    };
    step.value = { is: "counted", window, ...await countReplayable(endpoint, window) };
  };
  const send = async (body: Window) => {
    const params = { path: { endpoint } };
    const { replayed } = dataOf(
      await client.POST("/webhooks/v1/endpoints/{endpoint}/replay", { params, body }),
    );
    step.value = { is: "sent", replayed };
  };
  const { value } = step;
  if (value.is === "closed") {
    return (
      <button type="button" class="quiet" onClick={() => step.value = { is: "chosen" }}>Replay …</button>
    );
  }
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label="Replay">
      {value.is === "chosen" && (
        <Form submit={look} label="Count">
          <Choice label="Events of" name="hours" options={hours} />
          <Choice
            label="Which"
            name="which"
            options={[["failed", "that never arrived"], ["all", "all of them"]]}
          />
        </Form>
      )}
      {value.is === "counted" && (
        <>
          <p>Send {words(value)} again?</p>
          <p class="muted">
            This is what the list of deliveries shows. The number differs if the endpoint's events have
            changed since.
          </p>
          <p class="actions">
            <Action kind="primary" run={() => send(value.window)}>Send again</Action>
            <button type="button" onClick={close}>Leave them</button>
          </p>
        </>
      )}
      {value.is === "sent" && <ReplayProgress endpoint={endpoint} replayed={value.replayed} close={close} />}
    </div>
  );
}

function words({ events, isWhole }: { events: number; isWhole: boolean }): string {
  return `${isWhole ? "" : "at least "}${count(events)} ${events === 1 ? "event" : "events"}`;
}
