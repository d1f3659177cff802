/**
 * A large import on its way: how far it is, and the way to stop it.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { count } from "../../ui/format.ts";
import { tell } from "../../ui/notices.tsx";
import type { Settings } from "./calls.ts";
import { cancelUpload, sendFile, untilEnded, type Upload } from "./upload.ts";

interface Properties {
  file: File;
  settings: Settings;
  finish(): void;
}

export function UploadProgress({ file, settings, finish }: Properties) {
  const id = useSignal("");
  const sent = useSignal(0);
  const upload = useSignal<Upload | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  useEffect(() => {
    const run = async () => {
      const begun = await sendFile(file, settings, (begun, fraction) => {
        id.value = begun;
        sent.value = fraction;
      });
      const end = await untilEnded(begun, (seen) => upload.value = seen);
      if (end.status === "failed") throw new Error(end.error?.message ?? "the upload failed");
      tell("done", `${count(end.rows_written)} rows written, ${count(end.rows_bad)} left out`);
      finish();
    };
    run().catch((error) => failure.value = error);
  }, []);
  if (failure.value !== undefined) return <Failure error={failure.value} retry={finish} />;
  const { status = "uploading", progress = 0, rows_read = 0, rows_bad = 0, eta_seconds } = upload.value ?? {};
  return (
    <section aria-label="Upload">
      <h2 dir="auto">{file.name}</h2>
      <p>
        <label>
          {status}{" "}
          {status === "uploading" ? "" : `${count(rows_read)} rows, ${count(rows_bad)} with mistakes`}
          {eta_seconds ? `, about ${eta_seconds} s left` : ""}
          <progress max={1} value={status === "uploading" ? sent.value : progress} />
        </label>
      </p>
      {id.value && <Action kind="danger" run={() => cancelUpload(id.value)}>Cancel</Action>}
    </section>
  );
}
