/**
 * What a template becomes with values: the mail as its reader sees it, and as text.
 *
 * @module
 */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { Failure } from "../../ui/error.tsx";
import { Field } from "../../ui/form.tsx";
import { useLoad } from "../../ui/load.ts";

interface Properties {
  template: Schemas["EmailTemplate"];
  locale: string;
  /** Words that are not saved yet. */
  draft?: { subject: Signal<string>; html: Signal<string> };
}

const waitMs = 300;

/** The frame brings a parser, which only this view needs. */
const frame: { type?: ComponentType<{ html: string; label: string }> } = {};

export function Preview({ template: { name, variables }, locale, draft }: Properties) {
  const values = useSignal(Object.fromEntries(variables.map((name) => [name, sample(name)])));
  const subject = draft?.subject.value;
  const html = draft?.html.value;
  const { value, error, reload } = useLoad(async (overtaken) => {
    if (draft) await new Promise((resolve) => setTimeout(resolve, waitMs)); // until the typing rests
    if (overtaken()) return undefined;
    frame.type ??= (await import("../../ui/mail_frame.tsx")).default;
    const body = { locale, variables: values.value, subject, html };
    return dataOf(
      await client.POST("/email/v1/templates/{name}/preview", { params: { path: { name } }, body }),
    );
  }, [subject, html, values.value]);
  const set = (name: string, text: string) => values.value = { ...values.value, [name]: text };
  const Frame = frame.type;
  return (
    <div>
      <div class="row">
        {variables.map((name) => (
          <Field
            key={name}
            label={name}
            name={name}
            value={values.value[name]}
            onInput={(event) => set(name, event.currentTarget.value)}
          />
        ))}
      </div>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && Frame && (
        <>
          <p>
            <strong dir="auto">{value.subject}</strong>
          </p>
          <Frame html={value.html} label={`Preview of ${name}`} />
          <details>
            <summary>As text</summary>
            <pre dir="auto">{value.text}</pre>
          </details>
        </>
      )}
    </div>
  );
}

/** A value that shows where it stands. */
function sample(variable: string): string {
  return variable === "url" ? "/" : variable.replaceAll("_", " ");
}
