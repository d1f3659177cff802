/**
 * Names and values that are encrypted at once and never shown again.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { Field } from "../../ui/form.tsx";

const most = 10;

export function CredentialFields() {
  const rows = useSignal(1);
  return (
    <fieldset>
      <legend>Credentials: encrypted at once, never shown again</legend>
      {Array.from({ length: rows.value }, (_, row) => (
        <div class="row" key={row}>
          <Field label="Name" name={`name ${row}`} placeholder="auth_token" maxLength={100} />
          <Field label="Value" name={`value ${row}`} type="password" autocomplete="off" maxLength={10_000} />
        </div>
      ))}
      {rows.value < most && (
        <button type="button" class="quiet" onClick={() => rows.value++}>
          One more
        </button>
      )}
    </fieldset>
  );
}

/** From the fields of a form. */
export function credentialsOf(fields: Record<string, string>): Record<string, string> {
  const pairs = Array.from(
    { length: most },
    (_, row) => [fields[`name ${row}`], fields[`value ${row}`] ?? ""],
  );
  return Object.fromEntries(pairs.filter(([name]) => name));
}

/** Throws the parser's words if the text is no JSON object. */
export function configOf(text: string): Record<string, unknown> {
  const config: unknown = JSON.parse(text);
  if (typeof config === "object" && config !== null && !Array.isArray(config)) return { ...config };
  throw new Error('The config must be a JSON object, such as {"phone_number": "+4930901820"}');
}
