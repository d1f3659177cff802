/**
 * Makes an API key.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { roleScopes } from "../../../shared/access/scopes.ts";
import { active } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { Choice, Field, Form } from "../../ui/form.tsx";

type NewKeyBody = Schemas["NewApiKey"];
type Scope = NewKeyBody["scopes"][number];

/** `made` gets the key's secret, which is shown once. */
export function NewKey({ made }: { made(key: string | undefined): Promise<void> }) {
  const role = active.value?.role;
  const scopes: readonly Scope[] = role ? roleScopes[role] : [];
  const make = async ({ name = "", mode, expires, networks = "", ...fields }: Record<string, string>) => {
    const cidrs = networks.split(/[\s,]+/).filter((network) => network !== "");
    const body: NewKeyBody = {
      name,
      mode: mode === "test" ? "test" : "live",
      scopes: scopes.filter((scope) => fields[scope]),
      expires_at: expires || null,
      allowed_cidrs: cidrs.length > 0 ? cidrs : null,
    };
    const { key } = dataOf(await client.POST("/api-keys/v1", { body }));
    await made(key);
  };
  return (
    <details>
      <summary>Make a key</summary>
      <Form submit={make} label="Make">
        <div class="row">
          <Field label="Name" name="name" maxLength={100} required />
          <Choice label="For" name="mode" options={[["live", "live"], ["test", "tests, at most 90 days"]]} />
          <Field label="Last day" name="expires" type="date" />
          <Field
            label="Only from these networks"
            name="networks"
            placeholder="203.0.113.0/24"
            maxLength={2000}
          />
        </div>
        <fieldset class="scopes">
          <legend>What its holder may do</legend>
          {scopes.map((scope) => (
            <label key={scope}>
              <input type="checkbox" name={scope} /> {scope}
            </label>
          ))}
        </fieldset>
      </Form>
    </details>
  );
}
