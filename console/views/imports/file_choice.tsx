/**
 * A file by drop or by choice, and what the server makes of it.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { Failure } from "../../ui/error.tsx";
import { analyse } from "./calls.ts";
import type { Chosen } from "./preparation.tsx";

export function FileChoice({ choose }: { choose(chosen: Chosen): void }) {
  const isOver = useSignal(false);
  const reading = useSignal<File | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const take = async (file: File | undefined) => {
    if (!file) return;
    reading.value = file;
    failure.value = undefined;
    try {
      choose({ file, analysis: await analyse(file) });
    } catch (error) {
      failure.value = error;
    } finally {
      reading.value = undefined;
    }
  };
  return (
    <section>
      <label
        class={`drop${isOver.value ? " over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => isOver.value = false}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          void take(event.dataTransfer?.files[0]);
        }}
      >
        {reading.value
          ? <span aria-busy="true" dir="auto">Looking at {reading.value.name} …</span>
          : <span>Drop a .csv or .xlsx file of opportunities here, or choose one</span>}
        <input
          type="file"
          class="hidden"
          accept=".csv,.txt,.tsv,.xlsx"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {failure.value !== undefined && <Failure error={failure.value} />}
    </section>
  );
}
