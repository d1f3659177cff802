/**
 * A chosen file: its columns with what they fill, a try, and the import.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { Action } from "../../ui/action.tsx";
import { count } from "../../ui/format.ts";
import { tell } from "../../ui/notices.tsx";
import { Tiles } from "../../ui/tiles.tsx";
import { type Analysis, type DryRun, runImport, type Settings, tryImport } from "./calls.ts";
import { Columns } from "./columns.tsx";
import { Options } from "./options.tsx";
import { Problems } from "./problems.tsx";
import { oneRequestBytes } from "./upload.ts";
import { UploadProgress } from "./upload_progress.tsx";

export interface Chosen {
  file: File;
  analysis: Analysis;
}

export function Preparation({ chosen: { file, analysis }, finish }: { chosen: Chosen; finish(): void }) {
  const { mapping, values, formats } = analysis;
  const settings = useSignal<Settings>({
    mapping,
    values,
    formats,
    on_error: "abort",
    on_conflict: "error",
    createMissing: true,
  });
  const tried = useSignal<DryRun | undefined>(undefined);
  const isSending = useSignal(false);
  const isLarge = file.size > oneRequestBytes;
  const change = (changed: Partial<Settings>) => {
    settings.value = { ...settings.value, ...changed };
    tried.value = undefined;
  };
  const doImport = async () => {
    if (isLarge) {
      isSending.value = true;
      return;
    }
    const batch = await runImport(file, settings.value);
    tell(
      "done",
      `${count(batch.created)} created, ${count(batch.updated)} updated, ${
        count(batch.failed_records)
      } failed`,
    );
    finish();
  };
  if (isSending.value) return <UploadProgress file={file} settings={settings.value} finish={finish} />;
  return (
    <section aria-label="The file">
      <h2 dir="auto">{file.name}</h2>
      <p class="muted">
        {analysis.encoding ?? "JSON"}, columns parted by {nameOf(analysis.delimiter)}, numbers{" "}
        {analysis.formats.number}, dates {analysis.formats.date}
      </p>
      <Columns
        columns={analysis.columns}
        mapping={settings.value.mapping}
        change={(mapping) => change({ mapping })}
      />
      <Options settings={settings.value} change={change} />
      <p class="actions">
        <Action disabled={isLarge} run={async () => tried.value = await tryImport(file, settings.value)}>
          Try
        </Action>
        <Action kind="primary" run={doImport}>Import</Action>
        <button type="button" class="quiet" onClick={finish}>Choose another file</button>
      </p>
      {isLarge && (
        <p class="muted">A file of this size is sent in parts. All of its good rows appear at once.</p>
      )}
      {tried.value ? <Outcome tried={tried.value} /> : <Problems problems={analysis.problems} />}
    </section>
  );
}

function Outcome({ tried }: { tried: DryRun }) {
  const counts: [string, number][] = [
    ["would be created", tried.would_create],
    ["would be updated", tried.would_update],
    ["are the same", tried.unchanged],
    ["would be left out", tried.skipped],
    ["have mistakes", new Set(tried.errors.map(({ row }) => row)).size],
  ];
  return (
    <>
      <Tiles figures={counts.map(([title, value]) => [title, count(value)])} live />
      <Problems problems={[...tried.errors, ...tried.warnings]} />
    </>
  );
}

function nameOf(delimiter: string | null): string {
  const names: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };
  return delimiter === null ? "cells" : names[delimiter] ?? delimiter;
}
