/**
 * The words of a template, and the mail that they become.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { doneOf } from "../../app/page.ts";
import { addressOf } from "../../app/router.ts";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { Area } from "../../ui/area.tsx";
import { Choice } from "../../ui/form.tsx";
import { useLoad } from "../../ui/load.ts";
import { Preview } from "./preview.tsx";

type Template = Schemas["EmailTemplate"];

const locales: [string, string][] = [["en", "English"], ["de", "German"]];

interface Properties {
  name: Template["name"];
  /** Called when the tenant has its own words, or has not any more. */
  changed(): Promise<void>;
}

export function TemplateDetails({ name, changed }: Properties) {
  const locale = useSignal("en");
  const { value, error, reload } = useLoad(async () => {
    const params = { path: { name }, query: { locale: locale.value } };
    return dataOf(await client.GET("/email/v1/templates/{name}", { params }));
  }, [locale.value]);
  const saved = async () => {
    await Promise.all([reload(), changed()]);
  };
  return (
    <section>
      <p>
        <a href={addressOf("email")}>All of e-mail</a>
      </p>
      <h2>{name.replaceAll("_", " ")}</h2>
      <div class="row">
        <Choice
          label="Language"
          value={locale.value}
          options={locales}
          onChange={(value) => locale.value = value}
        />
      </div>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <Words
          key={`${locale.value} ${value.source} ${value.subject} ${value.html}`}
          template={value}
          locale={locale.value}
          saved={saved}
        />
      )}
    </section>
  );
}

function Words({ template, locale, saved }: { template: Template; locale: string; saved(): Promise<void> }) {
  const subject = useSignal(template.subject);
  const html = useSignal(template.html);
  const { name, source } = template;
  const params = { path: { name } };
  const isChanged = subject.value !== template.subject || html.value !== template.html;
  const save = async () => {
    const body = { subject: subject.value, html: html.value };
    dataOf(await client.PUT("/email/v1/templates/{name}", { params, body }));
    await saved();
  };
  const reset = async () => {
    doneOf(await client.DELETE("/email/v1/templates/{name}", { params }));
    await saved();
  };
  const readOnly = !can("email:write");
  return (
    <div class="halves">
      <div>
        <Area label="Subject" rows={2} value={subject} maxLength={200} readOnly={readOnly} />
        <Area label="HTML" rows={18} value={html} maxLength={100_000} readOnly={readOnly} />
        {!readOnly && (
          <p class="actions">
            <Action kind="primary" done="Saved" disabled={!isChanged} run={save}>Save</Action>
            {source === "tenant" && (
              <Action kind="danger" confirm="Go back to the default words?" run={reset}>Default words</Action>
            )}
          </p>
        )}
      </div>
      <Preview template={template} locale={locale} draft={isChanged ? { subject, html } : undefined} />
    </div>
  );
}
