/**
 * Adds a channel.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { Area } from "../../ui/area.tsx";
import { Choice, Field, Form } from "../../ui/form.tsx";
import { configOf, CredentialFields, credentialsOf } from "./credentials.tsx";

type Type = Schemas["NewChannel"]["type"];

const types: Type[] = ["voice", "sms", "whatsapp", "email", "webchat"];

export function NewChannel({ made }: { made(): Promise<void> }) {
  const config = useSignal("{}");
  const make = async ({ type, name = "", ...fields }: Record<string, string>) => {
    const credentials = credentialsOf(fields);
    const body = {
      type: types.find((each) => each === type) ?? "voice",
      name,
      config: configOf(config.value),
      ...Object.keys(credentials).length > 0 && { credentials },
    };
    dataOf(await client.POST("/channels/v1", { body }));
    config.value = "{}";
    await made();
  };
  return (
    <details>
      <summary>Add a channel</summary>
      <Form submit={make} label="Add">
        <div class="row">
          <Choice label="Kind" name="type" options={types} />
          <Field label="Name" name="name" maxLength={200} required />
        </div>
        <Area
          label="Config as JSON, which whoever sees the channel can read"
          rows={3}
          value={config}
          maxLength={16_000}
        />
        <CredentialFields />
      </Form>
    </details>
  );
}
