/**
 * Changes a channel: its name and config, or its credentials.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { Area } from "../../ui/area.tsx";
import { Field, Form } from "../../ui/form.tsx";
import { tell } from "../../ui/notices.tsx";
import { configOf, CredentialFields, credentialsOf } from "./credentials.tsx";

interface Properties {
  channel: Schemas["Channel"];
  changed(): Promise<void>;
}

export function ChannelForms({ channel: { id, name, config: present, version }, changed }: Properties) {
  const config = useSignal(JSON.stringify(present, null, 2));
  const path = { channel: id };
  const replace = async ({ name = "" }: Record<string, string>) => {
    const params = { path, header: { "if-match": `"${version}"` } };
    const body = { name, config: configOf(config.value) };
    dataOf(await client.PUT("/channels/v1/{channel}", { params, body }));
    tell("done", "Saved");
    await changed();
  };
  const rotate = async (fields: Record<string, string>) => {
    const body = { credentials: credentialsOf(fields) };
    dataOf(await client.POST("/channels/v1/{channel}/rotate", { params: { path }, body }));
    tell("done", "The new credentials are used");
    await changed();
  };
  return (
    <section>
      <h2 dir="auto">{name}</h2>
      <Form submit={replace} label="Save">
        <Field label="Name" name="name" value={name} maxLength={200} required />
        <Area label="Config as JSON" rows={6} value={config} maxLength={16_000} />
      </Form>
      <Form submit={rotate} label="Replace the credentials">
        <CredentialFields />
      </Form>
    </section>
  );
}
